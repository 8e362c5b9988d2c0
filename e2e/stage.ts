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
  /** The path of the repository that the workflow checks out. */
  repository: string
}

/** The services, a pull request, and a function that runs a workflow with act. */
export interface Stage extends testkit.Stage {
  pull: testkit.PullRequest
  /** Runs the workflow for an event. `id` is the id of the workflow run. */
  run(event: 'pull_request' | 'push', payload: object, id: string): Promise<WorkflowRun>
}

const root = fileURLToPath(new URL('..', import.meta.url))

export interface StageOptions extends Pick<testkit.StageOptions, 'lookml'> {
  /** Maps the paths of additional files in the repository to their texts. */
  files?: Record<string, string>
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

/** Creates a repository with one commit. The commit contains the workflow, and the action for `uses: ./`. */
function repositoryIn(folder: string, workflow: string, files: Record<string, string>): string {
  const repository = join(folder, 'repository')
  copyAction(repository)
  mkdirSync(join(repository, dirname(workflowPath)), { recursive: true })
  cpSync(join(root, 'e2e/workflows', workflow), join(repository, workflowPath))
  for (const [path, content] of Object.entries(files)) writeFileSync(join(repository, path), content)
  // Ignores the git configuration of this machine, which may require signatures or run hooks.
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  const mona = ['-c', 'user.name=Mona', '-c', 'user.email=mona@example.com']
  const git = (...args: string[]) => execFileSync('git', [...mona, ...args], { cwd: repository, env })
  git('init', '--quiet', '--initial-branch=main')
  git('add', '.')
  git('commit', '--quiet', '--message', 'See our dashboards on every pull request')
  return repository
}

/** Copies the files of the action that GitHub's runner would read. */
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
