import type { CheckForecast } from './branch-check/check-session.ts'
import type { Inputs } from './input-types.ts'
import type { Target } from './model.ts'
import type { ApiCalls } from './results.ts'

/** Calls for a target with a known render time: create a render task, poll it about three times, download the file. */
const callsOfKnown = 5
/**
 * Calls for a target without a known render time, if the times of other targets are known: create a render task, poll
 * it about four times, download the file.
 */
const callsOfNew = 6
/**
 * Calls for each of the first `concurrency` targets if no render time is known. Assumes that a render takes half a
 * minute. The action polls more often if no other target waits.
 */
const callsOfFirst = { whileOthersWait: 15, alone: 18 }
/**
 * With `deploy` and `compare: base`, each target is rendered a second time. A first render whose time is unknown takes
 * extra polls. The estimate adds a third of these polls for the second render, because a single known time is a weak
 * forecast.
 */
const uncertainty = 1 / 3
const callsOfDeploy = 15
/** Calls for a drawn LookML dashboard: import a copy, delete the copy. */
const callsOfImport = 2
/** Calls to switch and restore the branches and to validate both commits, in one project. */
const callsOfCheck = 30
/** Calls to switch and restore the branches of another project whose models the check uses. */
const callsOfOtherProject = 25

interface EstimateFacts {
  targets: readonly Target[]
  known: ReadonlySet<Target>
  listing: ApiCalls
  check: CheckForecast | undefined
  hasSecondInstance: boolean
  /** Whether the run has a base branch, so that `deploy` can render the merge base. */
  hasBaseBranch: boolean
}

/**
 * Estimates the maximum number of API calls of a real run. Does not count queries for results, queries in production,
 * and the second renders of `confirm-changes`.
 */
export function estimateCalls(
  { pace, deploy, compare }: Pick<Inputs, 'pace' | 'deploy' | 'compare'>,
  { targets, known, listing, check, hasSecondInstance, hasBaseBranch }: EstimateFacts,
): ApiCalls {
  const unknownCount = targets.length - known.size
  const firstCount = known.size > 0 ? 0 : Math.min(pace.concurrency, unknownCount)
  const callsOfOneRender =
    known.size * callsOfKnown +
    (unknownCount - firstCount) * callsOfNew +
    firstCount * (unknownCount > firstCount ? callsOfFirst.whileOthersWait : callsOfFirst.alone)
  const firstOnBase = Math.min(pace.concurrency, unknownCount)
  const ofBase =
    deploy && hasBaseBranch && compare.against === 'base'
      ? targets.length * callsOfKnown +
        firstOnBase * (callsOfFirst.whileOthersWait - callsOfNew) * uncertainty
      : 0
  const { base, head } = check?.queries ?? { base: 0, head: 0 }
  const { drawings = 0, otherProjects = 0 } = check ?? {}
  return {
    query:
      (hasSecondInstance ? 2 * callsOfOneRender : callsOfOneRender) +
      ofBase +
      base +
      head +
      drawings * callsOfNew,
    administrative:
      listing.administrative +
      (deploy ? callsOfDeploy : 0) +
      (base + head > 0 ? callsOfCheck + otherProjects * callsOfOtherProject : 0) +
      drawings * callsOfImport,
  }
}
