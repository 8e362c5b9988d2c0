import { ActionError } from '../errors.ts'
import type { Clock } from '../runtime/clock.ts'
import { type Octokit, withRetries } from './client.ts'
import type { RunContext } from './pull-request.ts'

/** The repository that the run belongs to, and the one way to talk to it. */
export interface Repository {
  octokit: Octokit
  owner: string
  repo: string
  /** `https://github.com` */
  serverUrl: string
  clock: Clock
  signal: AbortSignal
}

export type GitHubContext = Pick<RunContext, 'world' | 'inputs' | 'run' | 'deadlines'>

/** The repository as the job's token may use it. */
export async function openRepository({ world, inputs, run, deadlines }: GitHubContext): Promise<Repository> {
  const { clock } = world
  if (!inputs.token)
    throw new ActionError('github-token is empty', 'Leave the input out to use the token of the job.')
  if (!run.owner)
    throw new ActionError(
      'GITHUB_REPOSITORY names no repository',
      'Run the action in a GitHub Actions job, or set the variable to the name of one, such as acme/lookml.',
    )
  const getOctokit = await world.github()
  const signal = deadlines.publish
  const request = { fetch: world.fetch }
  const octokit = withRetries(getOctokit(inputs.token, { request }), { clock, signal, log: world.print })
  return { octokit, clock, signal, owner: run.owner, repo: run.repo, serverUrl: run.serverUrl }
}
