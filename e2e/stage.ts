import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { actionReference } from '../scripts/action-reference.ts'
import type { PullRequestOptions } from '../testkit/github/github.ts'
import { temporaryFolder } from '../testkit/runner/folders.ts'
import * as testkit from '../testkit/stage.ts'
import type { Act } from './act.ts'
import { type Entry, type JobRun, parseEntries, toJobs } from './log.ts'

export interface WorkflowRun {
  code: number | null
  entries: Entry[]
  jobs: JobRun[]
  /** Where a workflow finds itself checked out. */
  repository: string
}

/** What a workflow meets: the services, a pull request, and act in the place of GitHub's runner. */
export interface Stage extends testkit.Stage {
  pull: testkit.PullRequest
  /** Runs the workflow for the event, with the run's id. */
  run(event: 'pull_request' | 'push', payload: object, id: string): Promise<WorkflowRun>
}

const root = fileURLToPath(new URL('..', import.meta.url))

export interface StageOptions extends Pick<testkit.StageOptions, 'lookml'> {
  /** What lies in the repository beside the workflow, by their paths. */
  files?: Record<string, string>
  /** What the pull request brings. */
  pull?: PullRequestOptions
}

export async function openStage(
  act: Act,
  workflow: string,
  { files = {}, pull, lookml }: StageOptions = {},
): Promise<Stage> {
  const looker = { renderSeconds: 0.5, slots: 4, ...(lookml && { pictureBytes: 20_000 }) }
  const stage = await testkit.openStage({ looker, ...(lookml && { lookml }) })
  const folder = temporaryFolder()
  const repository = repositoryIn(folder, workflow, files)
  const action = join(folder, 'action')
  copyAction(action)
  const secrets = join(folder, 'secrets')
  writeFileSync(secrets, secretsOf(stage))
  const run: Stage['run'] = async (event, payload, id) => {
    const eventPath = join(folder, `${id}.json`)
    writeFileSync(eventPath, JSON.stringify(payload))
    const { code, log } = await act({
      event,
      payload: eventPath,
      repository,
      workflow: workflowPath,
      secrets,
      actions: { [actionReference()]: action },
      variables: { LOOKER_URL: stage.looker.url },
      env: { GITHUB_RUN_ID: id, ...stage.github.env(), ...stage.artifacts.env({ runId: id }) },
      home: join(folder, 'home'),
    })
    const entries = parseEntries(log)
    return { code, entries, jobs: toJobs(entries), repository }
  }
  return { ...stage, pull: await stage.openPullRequest(pull), run }
}

const workflowPath = '.github/workflows/looker.yml'

/** A repository with one commit, which is what a workflow is about; the action is in it, too, for `uses: ./`. */
function repositoryIn(folder: string, workflow: string, files: Record<string, string>): string {
  const repository = join(folder, 'repository')
  copyAction(repository)
  mkdirSync(join(repository, dirname(workflowPath)), { recursive: true })
  cpSync(join(root, 'e2e/workflows', workflow), join(repository, workflowPath))
  for (const [path, content] of Object.entries(files)) writeFileSync(join(repository, path), content)
  // Not as this machine's user, who may sign commits or have hooks.
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  const mona = ['-c', 'user.name=Mona', '-c', 'user.email=mona@example.com']
  const git = (...args: string[]) => execFileSync('git', [...mona, ...args], { cwd: repository, env })
  git('init', '--quiet', '--initial-branch=main')
  git('add', '.')
  git('commit', '--quiet', '--message', 'See our dashboards on every pull request')
  return repository
}

/** What GitHub downloads of an action is its repository; this much of it is what runs. */
function copyAction(to: string): void {
  for (const part of ['action.yml', 'dist']) cpSync(join(root, part), join(to, part), { recursive: true })
}

const secretsOf = ({ looker, github }: testkit.Stage) =>
  Object.entries({
    LOOKER_CLIENT_ID: looker.clientId,
    LOOKER_CLIENT_SECRET: looker.clientSecret,
    GITHUB_TOKEN: github.token,
  })
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
