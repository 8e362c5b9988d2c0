import type { Inputs } from '../input-types.ts'
import type { Deadlines } from '../runtime/time.ts'
import type { LoadedWorld } from '../world.ts'
import { pullRequestOf, type WorkflowRun } from './event.ts'

/** The context of every stage after the start. */
export interface RunContext {
  world: LoadedWorld
  inputs: Inputs
  run: WorkflowRun
  deadlines: Deadlines
  /** The time when the step began. */
  began: Date
  /** Whether log and summary leave out filters, titles and Looker's words (see `PublishingGuard`). */
  isGuarded: boolean
}

/** The parts of the context that identify the pull request or branch of a run. */
export type RunInputs = Pick<RunContext, 'inputs' | 'run'>

type PullRequestInputs = Pick<RunContext, 'run'> & { inputs: Pick<Inputs, 'comment'> }

/** Returns the number from the input `pull-request`, or else from the event. */
export const pullRequestFor = ({ inputs, run }: PullRequestInputs) =>
  inputs.comment.pullRequest ?? pullRequestOf(run)

/** Returns the number of the pull request to comment on. Undefined if there is none. */
export function pullRequestToComment({ inputs, run }: PullRequestInputs): number | undefined {
  const { comment, pullRequest } = inputs.comment
  const onPullRequest = run.eventName?.startsWith('pull_request') || pullRequest !== undefined
  if (comment === 'false' || (comment === 'auto' && !onPullRequest)) return undefined
  return pullRequestFor({ inputs, run })
}

/**
 * Events that record baselines. Other events run for the default branch although they concern something else, or with
 * content from outside.
 */
const recordingEvents: readonly (string | undefined)[] = ['push', 'schedule', 'workflow_dispatch']

/** Whether the pictures of a pull request show production, not the pull request's LookML. */
export const isAsDeployed = ({ inputs, run }: RunInputs): boolean =>
  !inputs.deploy && !inputs.branchCheck && pullRequestFor({ inputs, run }) !== undefined

/** Returns the branch for which this run records baselines (`compare: base`). A run for a pull request records none. */
export function baselineBranch({ inputs, run }: RunInputs): string | undefined {
  const records = inputs.compare.against === 'base' && recordingEvents.includes(run.eventName)
  return records && pullRequestFor({ inputs, run }) === undefined ? run.branch : undefined
}
