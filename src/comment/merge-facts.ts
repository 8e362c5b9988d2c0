import type { Fault } from '../model.ts'
import {
  emptyFacts,
  type Gate,
  hasGatedChange,
  type Listed,
  maxNames,
  type VerdictFacts,
} from '../verdict-facts.ts'

/**
 * Merges the facts of several jobs that share the targets into the facts of a single job. Leaves out the reason why a job
 * has no results, or has compared none, if other jobs have some (see `isSetAside`).
 */
export function mergeFacts(parts: readonly VerdictFacts[]): VerdictFacts {
  const sum = (number: (part: VerdictFacts) => number) => parts.reduce((all, part) => all + number(part), 0)
  const join = <T>(list: (part: VerdictFacts) => Listed<T>) => mergeListed(parts.map(list))
  const first = <T>(pick: (part: VerdictFacts) => T | undefined) =>
    parts.map(pick).find(value => value !== undefined)
  const withTargets = parts.filter(part => part.targets > 0)
  const { noun } = withTargets[0] ?? emptyFacts
  const hasComparison = ({ changed, incomparable, unchanged }: VerdictFacts) =>
    changed.total + incomparable.total + unchanged > 0
  const unrecorded = parts.some(hasComparison)
    ? []
    : parts.filter(part => part.unrecordedBranch !== undefined)
  const hasResults = withTargets.some(part => !isWithoutResults(part))
  const isCompared = parts.some(part => hasComparison(part) && part.secondKeyRefusedBy === undefined)
  const stepErrors = join<Fault>(part => part.stepErrors ?? noStepErrors)
  return {
    targets: sum(part => part.targets),
    noun: withTargets.every(part => part.noun === noun) ? noun : 'target',
    rendered: sum(part => part.rendered),
    failed: join(part => part.failed),
    changed: join(part => part.changed),
    incomparable: join(part => part.incomparable),
    added: join(part => part.added),
    unchanged: sum(part => part.unchanged),
    unaffected: sum(part => part.unaffected),
    brokenTiles: join(part => part.brokenTiles),
    ...withoutUndefined({
      keyRefusedBy: hasResults ? undefined : first(part => part.keyRefusedBy),
      lookml: first(part => part.lookml),
      disturbance: hasResults ? undefined : first(part => part.disturbance),
      stopped: hasResults ? undefined : first(part => part.stopped),
      otherCommit: first(part => part.otherCommit),
      gate: mergeGates(parts),
      unrecordedBranch: unrecorded[0]?.unrecordedBranch,
      hasOtherBaselines: unrecorded.some(part => part.hasOtherBaselines) || undefined,
      deployedAt: first(part => part.deployedAt),
      failing: sum(part => part.failing ?? 0) || undefined,
      uncheckable: sum(part => part.uncheckable ?? 0) || undefined,
      failingTiles: sum(part => part.failingTiles ?? 0) || undefined,
      omittedQueries: sum(part => part.omittedQueries ?? 0) || undefined,
      // Only the first of the jobs validates the content of the instance.
      brokenContent: first(part => part.brokenContent),
      isContentUnchecked: first(part => part.isContentUnchecked),
      stepErrors: stepErrors.total > 0 ? stepErrors : undefined,
      isCheck: first(part => part.isCheck),
      comparedOnly: first(part => part.comparedOnly),
      failureReason: mergeReasons(withTargets.map(part => part.failureReason)),
      incomparableReason: mergeReasons(
        parts.filter(({ incomparable }) => incomparable.total > 0).map(part => part.incomparableReason),
      ),
      secondKeyRefusedBy: isCompared ? undefined : first(part => part.secondKeyRefusedBy),
      unpublished: first(part => part.unpublished),
      comparedWith: first(part => part.comparedWith),
    }),
  }
}

const isWithoutResults = ({ keyRefusedBy, disturbance, stopped }: VerdictFacts) =>
  keyRefusedBy !== undefined || disturbance !== undefined || stopped !== undefined

/** Whether `mergeFacts` left out the reason why this job has no results, or has compared none. */
export const isSetAside = (part: VerdictFacts, merged: VerdictFacts): boolean =>
  (['keyRefusedBy', 'secondKeyRefusedBy', 'disturbance', 'stopped'] as const).some(
    reason => part[reason] !== undefined && merged[reason] === undefined,
  )

const noStepErrors: Listed<Fault> = { total: 0, first: [] }

function mergeReasons(reasons: readonly (Fault | undefined)[]): Fault | undefined {
  const [reason] = reasons
  const isShared = reasons.every(other => other?.message === reason?.message && other?.hint === reason?.hint)
  return isShared ? reason : undefined
}

/**
 * Merges the gates of several jobs. All changes count as accepted only if the same person accepted the same commit in
 * each job that has changes. Also says if the label came too early, or the results were not stored, for some jobs.
 */
function mergeGates(parts: readonly VerdictFacts[]): Gate | undefined {
  const gates = parts.flatMap(({ gate, ...facts }) =>
    gate ? [{ gate, hasChange: hasGatedChange(facts) }] : [],
  )
  const acceptLabel = gates.map(({ gate }) => gate.acceptLabel).find(label => label !== undefined)
  const unstoredHint = gates.map(({ gate }) => gate.unstoredHint).find(hint => hint !== undefined)
  const needed = gates.filter(({ hasChange }) => hasChange).map(({ gate }) => gate.acceptance)
  const [one] = needed.length > 0 ? needed : gates.map(({ gate }) => gate.acceptance)
  const isShared = needed.every(
    other =>
      one !== undefined &&
      other?.login === one.login &&
      other.commit === one.commit &&
      other.isLabelOnly === one.isLabelOnly,
  )
  if (gates.length === 0) return undefined
  const changedSince = mergeListed(needed.flatMap(acceptance => acceptance?.changedSince ?? []))
  const early = needed.find(acceptance => acceptance?.isLabelOnly)
  const acceptance = one && isShared ? { ...one, changedSince } : early
  const isUnpublished = gates.some(({ gate }) => gate.isUnpublished) || undefined
  return withoutUndefined({ acceptLabel, acceptance, isUnpublished, unstoredHint })
}

const mergeListed = <T>(lists: readonly Listed<T>[]): Listed<T> => ({
  total: lists.reduce((sum, { total }) => sum + total, 0),
  first: lists.flatMap(({ first }) => first).slice(0, maxNames),
})

type Present<T> = { [key in keyof T]?: Exclude<T[key], undefined> }

const withoutUndefined = <T extends object>(values: T): Present<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>
