import {
  checkStateOf,
  failingTilesOf,
  isBrokenTile,
  isChangedCheck,
  isFailedTile,
  uncomparedReason,
} from './branch-report.ts'
import type { Compared, Comparison, Fault, Result, Target } from './model.ts'
import { arrayOf, type Check, isCount, isText, oneOfValues, optional, shape } from './runtime/json.ts'
import { oneLine } from './runtime/text.ts'
import { isCollection, nameInList } from './targets.ts'

/**
 * The facts that decide the headline of a run. They are plain data, so the jobs of a matrix can store and merge them.
 */
export interface VerdictFacts {
  /** Includes failed targets. */
  targets: number
  noun: TargetNoun
  rendered: number
  /** The targets that could not be rendered or checked. Targets with broken tiles are not in this list. */
  failed: Listed<string>
  changed: Listed<string>
  incomparable: Listed<NamedReason>
  added: Listed<string>
  /** The number of compared targets without a change. */
  unchanged: number
  /** The number of targets without a comparison, because all their queries fail on the merge base, too. */
  failing?: number
  /** The number of targets without a comparison, because only SQL Runner tiles or extensions are affected. */
  uncheckable?: number
  /** The number of tiles of unchanged targets that fail on the merge base, too. */
  failingTiles?: number
  /** The number of targets that the pull request cannot affect. They were not rendered. */
  unaffected: number
  /** Titles of tiles that the pull request breaks (see `isBrokenTile`). */
  brokenTiles: Listed<string>
  keyRefusedBy?: string
  lookml?: LookmlFailure
  disturbance?: Disturbance
  stopped?: Stop
  /** Set if `fail-on-change` is on, and the results show a commit that lacks the head of the pull request. */
  otherCommit?: Fault
  gate?: Gate
  /** The branch whose runs would record baselines. Set if no compared target has a baseline. */
  unrecordedBranch?: string
  /** Set if `unrecordedBranch` has baselines of other targets or with other options. */
  hasOtherBaselines?: true
  /** The host whose LookML the pictures show. Set if the pictures do not show the pull request's LookML. */
  deployedAt?: string
  /** The number of queries that a branch check did not send because of its limit. */
  omittedQueries?: number
  brokenContent?: BrokenContentFacts
  /** Set if the content outside the targets could not be validated, although `content-validation` is on. */
  isContentUnchecked?: true
  /** Errors that fail the step and belong to no target. Set only if they are known before the comment is written. */
  stepErrors?: Listed<Fault>
  isCheck?: true
  /** Set if a branch check compared only the SQL of the tiles, or if SQL is unknown or changed without other numbers. */
  comparedOnly?: 'SQL' | 'numbers'
  /** Set if all targets failed for the same reason. */
  failureReason?: Fault
  /** Set if all targets in `incomparable` have the same reason, and the head has them all. */
  incomparableReason?: Fault
  secondKeyRefusedBy?: string
  comparedWith?: SecondInstance
  /** Names a place that has no file of this run: `no baseline of main was recorded`. */
  unpublished?: string
}

/** The instance in the input `compare`, which renders the "before" pictures. */
export interface SecondInstance {
  host: string
  /** A sentence with the Looker releases of both instances. Set if they differ. */
  releases?: string
}

/** The dashboards and Looks that the pull request breaks. */
export interface BrokenContentFacts {
  /** `2 dashboards outside the targets` */
  count: string
  titles: Listed<string>
}

export type TargetNoun = 'dashboard' | 'Look' | 'query' | 'tile' | 'target'

/** A list with at most `maxNames` entries, so that the facts stay small for any number of targets. */
export interface Listed<T> {
  total: number
  first: readonly T[]
}

/** The maximum number of names in a headline. The comment lists all names below the headline. */
export const maxNames = 5

export const asListed = <T>(all: readonly T[]): Listed<T> => ({
  total: all.length,
  first: all.slice(0, maxNames),
})

const noneListed = { total: 0, first: [] }

export const emptyFacts: VerdictFacts = {
  targets: 0,
  noun: 'target',
  rendered: 0,
  failed: noneListed,
  changed: noneListed,
  incomparable: noneListed,
  added: noneListed,
  unchanged: 0,
  unaffected: 0,
  brokenTiles: noneListed,
}

type NamedReason = Record<'name' | 'reason', string>

/**
 * LookML that Looker refused. An error is text such as `Unknown view "x" (models/x.lkml:12)`. With the action `check`
 * (a branch check), tiles of models without errors still have results.
 */
export interface LookmlFailure {
  action: 'compile' | 'deploy' | 'check'
  errors: Listed<string>
}

/** The commit or branch that another user or another job deployed or checked out during this run. */
export interface Disturbance {
  kind: 'deployment' | 'branch'
  /** The commit that is deployed now, or the branch that is checked out now. */
  name: string
  host: string
}

/** The reason why the run stopped before it rendered anything. */
export interface Stop {
  reason: string
  hint: string
  /** All reasons if there are several. */
  problems: Listed<string>
}

/** The state of `fail-on-change`: how to accept changes, and whether they are accepted. */
export interface Gate {
  acceptLabel?: string
  acceptance?: Acceptance
  /** Set if the event is `merge_group`. It has no pull request, so no label can accept changes. */
  isMergeQueue?: true
  /** Set if the inputs publish no pictures, so that a reviewer cannot see a change. */
  isUnpublished?: true
  /** The next step if the results could not be stored, or not be shown. No label can then accept the changes. */
  unstoredHint?: string
  /** Set if `unstoredHint` is about the comment, which could not be written. No comment contains this fact. */
  isUnshown?: true
}

/** The person who accepted results, the commit of these results, and the targets that changed after that commit. */
export interface Acceptance {
  login: string
  commit: string
  changedSince: Listed<string>
  /** Whether the label was added before this commit had results. */
  isLabelOnly?: boolean
}

/** Facts for the headline that are not in the results of targets. */
export type RunFacts = Pick<
  VerdictFacts,
  | 'unaffected'
  | 'gate'
  | 'deployedAt'
  | 'lookml'
  | 'disturbance'
  | 'keyRefusedBy'
  | 'secondKeyRefusedBy'
  | 'comparedWith'
  | 'unpublished'
  | 'stopped'
  | 'otherCommit'
  | 'omittedQueries'
  | 'brokenContent'
  | 'isContentUnchecked'
  | 'stepErrors'
>

export function factsOf(
  results: readonly Result<Compared>[],
  { unaffected, ...about }: RunFacts,
): VerdictFacts {
  const named = (matches: (result: Result<Compared>) => boolean) =>
    asListed(results.filter(matches).map(shortName))
  return {
    targets: results.length,
    noun: nounOf(results),
    rendered: results.filter(({ status }) => status === 'success').length,
    // A target with broken tiles counts in `brokenTiles`, not here.
    failed: named(({ status, check }) => status === 'failure' && !check?.tiles.some(isBrokenTile)),
    changed: named(isChangedResult),
    incomparable: asListed(results.flatMap(incomparableOf)),
    added: named(result => changeOfResult(result) === 'new'),
    unchanged: results.filter(result => changeOfResult(result) === 'unchanged').length,
    unaffected,
    brokenTiles: asListed(
      results.flatMap(({ check }) =>
        (check?.tiles ?? []).filter(isBrokenTile).map(({ title }) => oneLine(title, maxNameLength)),
      ),
    ),
    ...(results.some(({ check }) => check) && { isCheck: true as const }),
    ...onlyCompared(results),
    ...countUncompared(results),
    ...sharedReason(results),
    ...sharedIncomparableReason(results),
    ...findUnrecorded(results),
    ...about,
  }
}

/**
 * Combines the states of a target's tiles, drawing and picture. Returns undefined if the target failed or nothing was
 * compared.
 */
export function changeOfResult(result: Result<Compared>): Comparison['status'] | undefined {
  if (result.status === 'failure') return undefined
  const status = result.comparison?.status
  if (!result.check) return status
  const state = checkStateOf(result.check)
  if (state !== 'unchanged') return state
  const ofPicture = result.check.drawing?.problem ? 'incomparable' : (status ?? 'unchanged')
  return ofPicture === 'unchanged' && uncomparedReason(result.check) ? undefined : ofPicture
}

function countUncompared(results: readonly Result<Compared>[]): Partial<VerdictFacts> {
  const counts = { failing: 0, uncheckable: 0, failingTiles: 0 }
  for (const result of results) {
    if (!result.check || result.status === 'failure') continue
    const change = changeOfResult(result)
    const reason = change === undefined ? uncomparedReason(result.check) : undefined
    if (reason) counts[reason] += 1
    if (change === 'unchanged') counts.failingTiles += failingTilesOf(result.check).length
  }
  return Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0))
}

function onlyCompared(results: readonly Result<Compared>[]): Pick<VerdictFacts, 'comparedOnly'> {
  const tiles = results
    .flatMap(({ check }) => check?.tiles ?? [])
    .filter(({ isUncheckable, sql }) => !isUncheckable && sql !== 'failing')
  if (tiles.length === 0) return {}
  if (tiles.every(({ numbers }) => numbers === undefined)) return { comparedOnly: 'SQL' }
  const hasOtherSql = tiles.some(({ sql }) => sql === undefined || sql === 'changed')
  return hasOtherSql ? { comparedOnly: 'numbers' } : {}
}

/** Returns the error if all targets failed for the same reason. */
function sharedReason(results: readonly Result<Compared>[]): Pick<VerdictFacts, 'failureReason'> {
  const failureReason = oneFault(
    results.flatMap(result => {
      if (result.status !== 'failure') return [undefined]
      const ofTiles = (result.check?.tiles ?? []).filter(isFailedTile).map(({ error }) => error)
      return ofTiles.length > 0 ? ofTiles : [result.error]
    }),
  )
  return failureReason ? { failureReason } : {}
}

/** A removed target has no next step of its own: reviewers look at it, and accept its removal. */
function sharedIncomparableReason(
  results: readonly Result<Compared>[],
): Pick<VerdictFacts, 'incomparableReason'> {
  const found = results.filter(result => incomparableOf(result).length > 0)
  const incomparableReason = oneFault(
    found.map(result => (isRemovedTarget(result) ? undefined : incomparableFault(result))),
  )
  return incomparableReason ? { incomparableReason } : {}
}

function oneFault(faults: readonly (Fault | undefined)[]): Fault | undefined {
  const [fault, ...others] = new Set(faults.map(each => each && JSON.stringify([each.message, each.hint])))
  if (fault === undefined || others.length > 0) return undefined
  const [message, hint] = JSON.parse(fault) as [string, string]
  return { message: oneLine(message, 2 * maxNameLength), hint: oneLine(hint, 500) }
}

export const maxNameLength = 100

const shortName = (result: Result) => oneLine(nameInList(result), maxNameLength)

/** Whether the target changed. A failed target counts if its tiles changed. */
const isChangedResult = (result: Result<Compared>) =>
  changeOfResult(result) === 'changed' || (result.check !== undefined && isChangedCheck(result.check))

/** Leaves out PDFs, because most PDFs cannot be compared. */
function incomparableOf(result: Result<Compared>): NamedReason[] {
  if (result.status === 'failure' || changeOfResult(result) !== 'incomparable') return []
  if (result.target.output.format === 'pdf' && !isRemovedTarget(result)) return []
  const reason = incomparableFault(result)?.message ?? ''
  return [{ name: shortName(result), reason: oneLine(reason, 2 * maxNameLength) }]
}

const isRemovedTarget = ({ comparison }: Result<Compared>) =>
  comparison?.status === 'incomparable' && comparison.isRemoved === true

const incomparableFault = ({ comparison, check }: Result<Compared>): Fault | undefined =>
  comparison?.status === 'incomparable' ? comparison.error : check?.drawing?.problem

const nouns = {
  dashboard: 'dashboard',
  lookml_dashboard: 'dashboard',
  look: 'Look',
  query: 'query',
  dashboard_element: 'tile',
} as const satisfies Record<Target['kind'], TargetNoun>

function nounOf(results: readonly Result[]): TargetNoun {
  const found = new Set(results.map(({ target }) => (isCollection(target) ? 'target' : nouns[target.kind])))
  const [noun = 'target', ...others] = found
  return others.length > 0 ? 'target' : noun
}

/** Returns the base branch if no comparison found a baseline. */
function findUnrecorded(
  results: readonly Result<Compared>[],
): Pick<VerdictFacts, 'unrecordedBranch' | 'hasOtherBaselines'> {
  const comparisons = results.flatMap(({ comparison }) => comparison ?? [])
  const unrecorded = comparisons.flatMap(comparison =>
    comparison.status === 'new' && comparison.sha === undefined ? comparison : [],
  )
  const [first] = unrecorded
  if (!first || unrecorded.length < comparisons.length) return {}
  return { unrecordedBranch: first.ref, ...(first.hasOtherBaselines && { hasOtherBaselines: true }) }
}

type UngatedFacts = Omit<VerdictFacts, 'gate'>

export const hasGatedChange = ({ changed, incomparable, brokenContent }: UngatedFacts): boolean =>
  changed.total + incomparable.total > 0 || brokenContent !== undefined

/** Whether a change still has to be accepted. The headline may be about a more important case, such as broken tiles. */
export const isGateRed = ({ gate, ...facts }: VerdictFacts): boolean =>
  gate !== undefined && !isGateAccepted(gate) && (isOutOfDate(gate) || hasGatedChange(facts))

export const isOutOfDate = ({ acceptance }: Gate): boolean =>
  acceptance !== undefined && !acceptance.isLabelOnly && acceptance.changedSince.total > 0

export const isGateAccepted = ({ acceptance }: Gate): boolean =>
  acceptance !== undefined && !acceptance.isLabelOnly && acceptance.changedSince.total === 0

const isListed = (check: Check) => shape({ total: isCount, first: arrayOf(check) })
const isFault = shape({ message: isText, hint: isText })
const isFlag = optional(oneOfValues(true))

const factChecks = {
  targets: isCount,
  noun: oneOfValues('dashboard', 'Look', 'query', 'tile', 'target'),
  rendered: isCount,
  failed: isListed(isText),
  changed: isListed(isText),
  incomparable: isListed(shape({ name: isText, reason: isText })),
  added: isListed(isText),
  unchanged: isCount,
  ...{ failing: optional(isCount), uncheckable: optional(isCount), failingTiles: optional(isCount) },
  unaffected: isCount,
  brokenTiles: isListed(isText),
  keyRefusedBy: optional(isText),
  lookml: optional(shape({ action: oneOfValues('compile', 'deploy', 'check'), errors: isListed(isText) })),
  disturbance: optional(shape({ kind: oneOfValues('deployment', 'branch'), name: isText, host: isText })),
  stopped: optional(shape({ reason: isText, hint: isText, problems: isListed(isText) })),
  otherCommit: optional(isFault),
  unrecordedBranch: optional(isText),
  deployedAt: optional(isText),
  omittedQueries: optional(isCount),
  comparedOnly: optional(oneOfValues('SQL', 'numbers')),
  ...{ isCheck: isFlag, isContentUnchecked: isFlag, hasOtherBaselines: isFlag },
  stepErrors: optional(isListed(isFault)),
  brokenContent: optional(shape({ count: isText, titles: isListed(isText) })),
  failureReason: optional(isFault),
  incomparableReason: optional(isFault),
  secondKeyRefusedBy: optional(isText),
  unpublished: optional(isText),
  comparedWith: optional(shape({ host: isText, releases: optional(isText) })),
}

/** Checks the form of facts without a gate, in JSON from a file or a comment. */
export const isUngatedFacts: Check = shape(factChecks)

const isAcceptance = shape({
  login: isText,
  commit: isText,
  changedSince: isListed(isText),
  isLabelOnly: isFlag,
})

const gateFacts = { acceptLabel: optional(isText), unstoredHint: optional(isText), isUnpublished: isFlag }

/** Checks the form of facts, in JSON from a comment. */
export const isVerdictFacts: Check = shape({
  ...factChecks,
  gate: optional(shape({ ...gateFacts, acceptance: optional(isAcceptance) })),
})
