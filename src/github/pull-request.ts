import type { Inputs } from '../input-types.ts'
import type { Deadlines } from '../runtime/deadline.ts'
import type { LoadedWorld } from '../world.ts'
import { pullRequestOf, type WorkflowRun } from './event.ts'

/** What every stage after the start works with. */
export interface RunContext {
  world: LoadedWorld
  inputs: Inputs
  run: WorkflowRun
  deadlines: Deadlines
  /** When the step began. */
  began: Date
  /** Log and summary leave out filters, titles and Looker's words (see `PublishingGuard`). */
  isGuarded: boolean
}

/** What decides which pull request or branch a run is for. */
export type RunInputs = Pick<RunContext, 'inputs' | 'run'>

/** The pull request that the run is for: what the input says, else what the event tells. */
export const pullRequestFor = ({ inputs, run }: RunInputs) => inputs.comment.pullRequest ?? pullRequestOf(run)

/** The pull request that is to be commented on, where one is. */
export function pullRequestToComment({ inputs, run }: RunInputs): number | undefined {
  const { comment, pullRequest } = inputs.comment
  const onPullRequest = run.eventName?.startsWith('pull_request') || pullRequest !== undefined
  if (comment === 'false' || (comment === 'auto' && !onPullRequest)) return undefined
  return pullRequestFor({ inputs, run })
}

/** Others run for the default branch whatever they are about, or with content that anybody may have sent. */
const recordingEvents: readonly (string | undefined)[] = ['push', 'schedule', 'workflow_dispatch']

/** Whether the pictures of a pull request show what is deployed anyway, and not its own LookML. */
export const isAsDeployed = ({ inputs, run }: RunInputs): boolean =>
  !inputs.deploy && !inputs.branchCheck && pullRequestFor({ inputs, run }) !== undefined

/** The branch that this run records its pictures for, with `compare: base`; a run for a pull request records none. */
export function baselineBranch({ inputs, run }: RunInputs): string | undefined {
  const records = inputs.compare.against === 'base' && recordingEvents.includes(run.eventName)
  return records && pullRequestFor({ inputs, run }) === undefined ? run.branch : undefined
}
