import type { Comparison, RecordedBaseline } from '../model.ts'

/** The time of the run, and Looker's release. The baseline has an older time, and may have another release. */
export interface Now {
  at: Date
  release?: string
}

/** The age in days from which differences may come from the baseline's old data. */
const oldDays = 14

/**
 * Lists reasons why the picture may have changed without the pull request, as sentences without a full stop. Returns an
 * empty list for an unchanged picture.
 */
export function describeDoubts(comparison: Comparison | undefined, { at, release }: Now): string[] {
  if (comparison?.status !== 'changed' && comparison?.status !== 'incomparable') return []
  const then = recordedOf(comparison)
  if (!then) return []
  const days = Math.floor((at.getTime() - then.at.getTime()) / 86_400_000)
  return [
    then.release &&
      release &&
      then.release !== release &&
      `Looker was ${then.release} then and is ${release} now, which may draw in another way`,
    days > oldDays && `The baseline is ${days} days old, so the data may have changed`,
    then.isUnmerged && describeUnmerged(then),
  ].filter(doubt => typeof doubt === 'string')
}

/** Explains that the base branch was force-pushed, or has newer commits than the pull request. */
function describeUnmerged({ ref, sha, insteadOf }: RecordedBaseline): string {
  const fact = `The pull request's branch does not have ${ref}'s commit ${sha.slice(0, 7)}, so the change may come from ${ref}`
  return insteadOf
    ? `${fact}: run the workflow for ${insteadOf}, so that it has pictures of its own`
    : `${fact}: merge ${ref} into it, or rebase it, so that both show the same`
}

export function recordedOf(comparison: Comparison): RecordedBaseline | undefined {
  const baseline = comparison.status === 'new' ? undefined : comparison.baseline
  return baseline?.kind === 'branch' ? baseline : undefined
}
