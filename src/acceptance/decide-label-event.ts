import {
  baseBranchOf,
  hasLabel,
  isLabelEvent,
  isSameLabel,
  isTextEdit,
  type RunContext,
  type RunInputs,
} from '../github/workflow-run.ts'
import { type Acceptance, asListed, type Gate } from '../verdict-facts.ts'
import {
  type AcceptedTarget,
  isSameBase,
  type StoredAcceptance,
  type StoredResults,
  type StoredTarget,
} from './results-format.ts'

/** An edit of the pull request's title or description counts as an event of another label than the accept label. */
interface LabelEvent {
  action: 'labeled' | 'unlabeled' | 'edited'
  /** Undefined for an edit. */
  label?: string
  login: string
  sha: string
  baseBranch?: string
  /** The id of the run that the event started. Newer runs have higher ids. */
  run: number
  /** In milliseconds. Undefined if unknown. */
  at?: number
}

export function labelEventOf({ run }: Pick<RunContext, 'run'>): LabelEvent | undefined {
  const { label, sender: login, pull_request: pull } = run.payload
  const sha = pull?.head?.sha?.toLowerCase()
  const baseBranch = baseBranchOf(run)
  if (login === undefined || sha === undefined) return undefined
  const about = {
    ...{ login, sha, run: run.id },
    ...(baseBranch !== undefined && { baseBranch }),
    ...timeOf(pull?.updated_at),
  }
  if (isTextEdit(run)) return { action: 'edited', ...about }
  const { action } = run.payload
  const isLabel = action === 'labeled' || action === 'unlabeled'
  return isLabel && label !== undefined ? { action, label, ...about } : undefined
}

function timeOf(text = ''): { at?: number } {
  const at = Date.parse(text)
  return Number.isNaN(at) ? {} : { at }
}

/** Whether the event added or removed the accept label. */
export const isAcceptLabelEvent = ({ run, inputs }: RunInputs): boolean =>
  isLabelEvent(run) && isSameLabel(run.payload.label ?? '', inputs.compare.acceptLabel)

/** Whether stored results may answer a label event. The step then does not log in to Looker. */
export const mayRepeat = (context: Pick<RunContext, 'run' | 'inputs'>): boolean =>
  context.inputs.compare.failOnChange && !context.inputs.dryRun && labelEventOf(context) !== undefined

/**
 * The newest results of the head commit against the current base branch are not stored. The step renders, as after a
 * push.
 */
interface RenderDecision {
  kind: 'render'
}

/**
 * The step repeats the verdict of `results`. With `isAcceptanceChanged`, the event added or removed the acceptance, so
 * the step stores `results` before it repeats the verdict. With `isUnseen`, the label is older than the results, so the
 * label does not accept them.
 */
export interface RepeatDecision {
  kind: 'repeat'
  results: StoredResults
  isAcceptanceChanged: boolean
  isUnseen?: true
}

/** Decides what to do after a label event. Only the accept label changes the acceptance. */
export function decideLabelEvent(
  event: LabelEvent,
  stored: StoredResults | undefined,
  { acceptLabel, now }: { acceptLabel: string; now: Date },
): RenderDecision | RepeatDecision {
  if (stored?.sha !== event.sha || stored.outdatedBy || !isSameBase(stored, event)) return { kind: 'render' }
  const unchanged = { kind: 'repeat', results: stored, isAcceptanceChanged: false } as const
  if (event.label === undefined || !isSameLabel(event.label, acceptLabel)) return unchanged
  const isAdded = event.action === 'labeled'
  if (isAdded && isUnseenBy(stored, event)) return { ...unchanged, isUnseen: true }
  if (isSuperseded(event, stored)) return unchanged
  const { acceptance: _, ...rest } = stored
  if (!isAdded) return { kind: 'repeat', results: rest, isAcceptanceChanged: stored.acceptance !== undefined }
  const acceptance = {
    login: event.login,
    run: event.run,
    ...(event.baseBranch !== undefined && { baseBranch: event.baseBranch }),
    at: now.toISOString(),
    sha: event.sha,
    targets: gatedTargets(stored),
  }
  return { kind: 'repeat', results: { ...rest, acceptance }, isAcceptanceChanged: true }
}

/** Whether a newer label accepted the results. GitHub may start the jobs of two events in any order. */
const isSuperseded = (event: LabelEvent, { acceptance }: StoredResults): boolean =>
  acceptance !== undefined && acceptance.run > event.run

/**
 * Whether the results are newer than the event, so that the person who added the label did not see them. Such results
 * come from another run that ended while this job waited, or from an earlier attempt of this run. GitHub's times are
 * whole seconds.
 */
const isUnseenBy = ({ run, at }: StoredResults, event: LabelEvent): boolean =>
  run.id >= event.run || (event.at !== undefined && Math.floor(Date.parse(at) / 1000) * 1000 > event.at)

/**
 * Whether another run may be storing the acceptance of these results: the pull request has the accept label, but the
 * event is about another label. A person can add both labels at once. Other jobs of a `shard` may already have stored
 * their acceptance of the same commit.
 */
export const mayBeAcceptedSoon = ({ sha, acceptance, targets }: StoredResults, context: RunInputs): boolean =>
  (acceptance === undefined || acceptance.sha === sha) &&
  targets.some(target => isGated(target) && !isAccepted(target, acceptance)) &&
  hasLabel(context.run, context.inputs.compare.acceptLabel) &&
  !isAcceptLabelEvent(context)

const isGated = ({ status }: StoredTarget) => status === 'changed' || status === 'incomparable'

/**
 * Returns the targets that need to be accepted. Omits their names, because a name may change while the result stays the
 * same.
 */
const gatedTargets = ({ targets }: StoredResults): AcceptedTarget[] =>
  targets.filter(isGated).map(({ key, status, hash, errors, picture }) => ({
    key,
    ...(hash !== undefined && { hash }),
    ...(errors && { errors }),
    ...(picture && { picture }),
    ...(status === 'incomparable' && { isUncompared: true }),
  }))

interface HashedResult {
  hash?: string | undefined
  errors?: readonly string[] | undefined
}

/** Whether the result is the accepted one, or broken content with no other errors than the accepted ones. */
export function isCovered({ hash, errors }: HashedResult, accepted: HashedResult): boolean {
  if (hash !== undefined && hash === accepted.hash) return true
  const known = new Set(accepted.errors)
  return errors?.every(error => known.has(error)) ?? false
}

/**
 * A target without a hash has no result, so it is never accepted. If the same target is listed twice, each of its
 * accepted results counts for both, because all of them were compared in the same way.
 */
export const isAccepted = (
  { key, status, hash, equals, errors }: Omit<StoredTarget, 'name' | 'picture'>,
  acceptance: StoredAcceptance | undefined,
): boolean =>
  acceptance?.targets.some(
    ({ key: acceptedKey, isUncompared, ...accepted }) =>
      acceptedKey === key &&
      [hash, equals].some(own => isCovered({ hash: own, errors }, accepted)) &&
      !(isUncompared && status === 'changed'),
  ) ?? false

export function gateOf(results: StoredResults, acceptLabel: string): Gate {
  const { acceptance } = results
  if (!acceptance) return { acceptLabel }
  const changedSince = results.targets
    .filter(target => isGated(target) && !isAccepted(target, acceptance))
    .map(({ name }) => name)
  return { acceptLabel, acceptance: toHeadline(acceptance, changedSince) }
}

const toHeadline = ({ login, sha }: StoredAcceptance, changedSince: readonly string[]): Acceptance => ({
  login,
  commit: sha,
  changedSince: asListed(changedSince),
})
