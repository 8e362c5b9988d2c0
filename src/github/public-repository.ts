import { ActionError } from '../errors.ts'
import type { Inputs } from '../input-types.ts'
import type { WorkflowRun } from './event.ts'
import { baselineBranch, pullRequestToComment } from './pull-request.ts'

/**
 * Everybody can read what a public repository publishes, its workflow's artifacts included. There nothing of
 * Looker's leaves the job unasked.
 */
export function publicRepositoryError(inputs: Inputs, run: WorkflowRun): ActionError | undefined {
  const isPublic = run.payload.repository?.private === false
  const publishes =
    [pullRequestToComment({ inputs, run }), baselineBranch({ inputs, run })].some(
      place => place !== undefined,
    ) ||
    inputs.artifact.kind !== 'none' ||
    inputs.release.wanted
  if (!isPublic || !publishes || inputs.allowPublic) return undefined
  return new ActionError(
    'Nothing was rendered: this repository is public, and everybody could see what the dashboards show',
    'Set allow-public to true if everybody may; or publish nothing, with artifact: none, comment: false, release: false and compare: none.',
  )
}
