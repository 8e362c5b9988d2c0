import type { CheckForecast } from './branch-check/check-plan.ts'
import type { Inputs } from './input-types.ts'
import type { Target } from './model.ts'
import type { ApiCalls } from './results.ts'

/** Calls for a target with a known render time: create a render task, about three polls, download the file. */
const callsOfKnown = 5
/** Calls for a new target after other targets were rendered: about four polls. */
const callsOfNew = 6
/**
 * Calls for each of the first targets, if no render time is known and each render takes half a minute. If no other target
 * waits, a task is polled more often.
 */
const callsOfFirst = { whileOthersWait: 15, alone: 18 }
/**
 * With `deploy` and `compare: base`, the merge base is rendered after the head, so one render time of each target is known.
 * A single time is an uncertain forecast: the first targets take a third of the extra polls that they take without any.
 */
const uncertainty = 1 / 3
/** Calls of a run with `deploy`: reads, deploys and confirmations. */
const callsOfDeploy = 14
/** Calls for a drawn LookML dashboard: to import it, and to delete it. */
const callsOfImport = 2
/** Calls for the branches of both sides, both validations and restoring, in one project. */
const callsOfCheck = 30

export interface EstimateFacts {
  targets: readonly Target[]
  known: ReadonlySet<Target>
  /** The API calls that list the targets and their titles. */
  listing: ApiCalls
  /** Only with `dev-mode`. */
  check: CheckForecast | undefined
  hasSecondInstance: boolean
}

/**
 * Estimates the maximum number of calls of a real run. Does not count results of queries, and renders that confirm
 * changes.
 */
export function estimateCalls(
  { pace, deploy, compare }: Pick<Inputs, 'pace' | 'deploy' | 'compare'>,
  { targets, known, listing, check, hasSecondInstance }: EstimateFacts,
): ApiCalls {
  const unknownCount = targets.length - known.size
  const firstCount = known.size > 0 ? 0 : Math.min(pace.concurrency, unknownCount)
  // All targets on one instance.
  const callsOfOneRender =
    known.size * callsOfKnown +
    (unknownCount - firstCount) * callsOfNew +
    firstCount * (unknownCount > firstCount ? callsOfFirst.whileOthersWait : callsOfFirst.alone)
  const firstOnBase = Math.min(pace.concurrency, unknownCount)
  const ofBase =
    deploy && compare.against === 'base'
      ? targets.length * callsOfKnown +
        firstOnBase * (callsOfFirst.whileOthersWait - callsOfNew) * uncertainty
      : 0
  const { base, head } = check?.queries ?? { base: 0, head: 0 }
  const drawings = check?.drawings ?? 0
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
      (base + head > 0 ? callsOfCheck : 0) +
      drawings * callsOfImport,
  }
}
