import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { startAction } from '../testkit/runner/runner.ts'
import type { Run } from './model.ts'
import { type Files, type Push, targetsFile } from './plan.ts'
import { createLogReader, forTerminal, type LogLine } from './read-log.ts'
import { imagesBranch } from './save-files.ts'
import type { Stage } from './stage.ts'

interface Acted {
  run: Run
  code: number
}

interface Job {
  id: string
  workspace: string
  inputs: Readonly<Record<string, string>>
  files: Files
}

/** Pushes a commit, runs the action for this event, and shows its log on the terminal. */
export async function runAction(stage: Stage, push: Push, job: Job): Promise<Acted> {
  const { artifacts, github, looker, project, pull } = stage
  const { id, workspace, inputs, files } = job
  const { sha, event } = await stage.push(push)
  const deploysBefore = project?.deploys.length
  writeFileSync(join(workspace, targetsFile), files[targetsFile] ?? '')
  const action = startAction({
    inputs: { ...inputs, 'targets-file': targetsFile, 'github-token': github.token },
    services: { looker },
    event,
    github: { run_id: id, sha },
    workspace,
    env: {
      ...github.env(),
      ...artifacts.env({ runId: id }),
      // The certificate of a user's own Looker may need this variable.
      NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS,
    },
  })
  const log = await follow([action.child.stdout, action.child.stderr])
  const { code, outputs, summary, milliseconds } = await action.finished
  const comments = pull ? await github.comments(pull.number) : []
  const run: Run = {
    ...push,
    id,
    files,
    deploys: project?.deploys.slice(deploysBefore).map(({ ref }) => ref) ?? [],
    sha,
    seconds: milliseconds / 1000,
    summary,
    comment: comments.find(comment => String(comment.id) === outputs['comment-id'])?.body,
    frontPage: push.event === 'pull_request' ? undefined : await readFrontPage(github),
    outputs,
    results: JSON.parse(outputs.results || '[]'),
    artifacts: artifacts.artifacts.filter(artifact => artifact.runId === id),
    log,
  }
  return { run, code: code ?? 1 }
}

async function readFrontPage(github: Stage['github']): Promise<string | undefined> {
  const tip = await github.ref(imagesBranch)
  return tip && (await github.fileAt(tip, 'README.md'))?.toString()
}

async function follow(streams: (Readable | null)[]): Promise<LogLine[]> {
  const log: LogLine[] = []
  const read = createLogReader()
  await Promise.all(streams.map(stream => stream && show(stream, read, log)))
  return log
}

async function show(stream: Readable, read: (line: string) => LogLine[], log: LogLine[]): Promise<void> {
  const colored = process.stdout.isTTY && !process.env.NO_COLOR
  for await (const raw of createInterface({ input: stream })) {
    for (const line of read(raw)) {
      log.push(line)
      console.log(forTerminal(line, { colored }))
    }
  }
}
