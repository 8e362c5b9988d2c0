import type { Comparison, RecordedBaseline } from '../model.ts'

/** The time of this run and Looker's current release, to compare with those of the baseline. */
export interface Now {
  at: Date
  release?: string
}

/** After this number of days, new data may be the reason for a difference. */
const oldDays = 14

/** Lists reasons why the picture may have changed without the pull request, as sentences without a full stop. */
export function describeDoubts(comparison: Comparison | undefined, { at, release }: Now): string[] {
  if (comparison?.status !== 'changed' && comparison?.status !== 'incomparable') return []
  const then = recordedOf(comparison)
  if (!then) return []
  const days = Math.floor((at.getTime() - then.at.getTime()) / 86_400_000)
  return [
    then.release &&
      release &&
      then.release !== release &&
      `The baseline is from Looker ${then.release}, and Looker is now ${release}, which may draw differently`,
    days > oldDays && `The baseline is ${days} days old, so the data may have changed`,
    then.isUnmerged && describeUnmerged(then),
  ].filter(doubt => typeof doubt === 'string')
}

/** Explains that the base branch was force-pushed, or has newer commits than the pull request. */
function describeUnmerged({ ref, sha, insteadOf }: RecordedBaseline): string {
  const fact = `The pull request's branch does not have ${ref}'s commit ${sha.slice(0, 7)}, so the change may come from ${ref}`
  return insteadOf
    ? `${fact}: run the workflow for ${insteadOf} to record its own baselines`
    : `${fact}: merge ${ref} into the branch, or rebase the branch`
}

export function recordedOf(comparison: Comparison): RecordedBaseline | undefined {
  const baseline = comparison.status === 'new' ? undefined : comparison.baseline
  return baseline?.kind === 'branch' ? baseline : undefined
}
