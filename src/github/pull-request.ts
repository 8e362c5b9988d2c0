import { ActionError } from '../errors.ts'
import type { Inputs } from '../input-types.ts'
import type { Deadlines } from '../runtime/deadline.ts'
import type { LoadedWorld } from '../world.ts'
import { type Repository, withRetries } from './client.ts'
import { pullRequestOf, type WorkflowRun } from './event.ts'

/** What delivery works with. */
export interface RunContext {
  world: LoadedWorld
  inputs: Inputs
  run: WorkflowRun
  deadlines: Deadlines
  /** When the step began. */
  began: Date
}

type About = Pick<RunContext, 'inputs' | 'run'>

/** The pull request that the run is for: what the input says, else what the event tells. */
export const pullRequestFor = ({ inputs, run }: About) => inputs.comment.pullRequest ?? pullRequestOf(run)

/** The pull request that is to be commented on, where one is. */
export function pullRequestToComment({ inputs, run }: About): number | undefined {
  const { comment, pullRequest } = inputs.comment
  const onPullRequest = run.eventName.startsWith('pull_request') || pullRequest !== undefined
  if (comment === 'false' || (comment === 'auto' && !onPullRequest)) return undefined
  return pullRequestFor({ inputs, run })
}

/** The branch that this run records its pictures for, with `compare: base`; a run for a pull request records none. */
export const baselineBranch = ({ inputs, run }: About): string | undefined =>
  inputs.compare.against === 'base' && pullRequestFor({ inputs, run }) === undefined ? run.branch : undefined

/** The repository as the job's token may use it. */
export async function openRepository({ world, inputs, run, deadlines }: RunContext): Promise<Repository> {
  const { clock, core } = world
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
  const octokit = withRetries(getOctokit(inputs.token, { request }), { clock, signal, log: core.info })
  return { octokit, clock, signal, owner: run.owner, repo: run.repo, serverUrl: run.serverUrl }
}
