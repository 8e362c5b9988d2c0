import { gitHubError, isTransient, statusOf } from '../github/github-errors.ts'
import { compareAttempts, type RunAttempt, type RunContext } from '../github/workflow-run.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import type { VerdictFacts } from '../verdict-facts.ts'
import { isStillLabeled } from './accepted-changes.ts'
import {
  decideLabelEvent,
  gateOf,
  isAccepted,
  isAcceptLabelEvent,
  labelEventOf,
  mayBeAcceptedSoon,
  type RepeatDecision,
} from './decide-label-event.ts'
import { gateWithoutAcceptance } from './judge.ts'
import type { StoredResults } from './results-format.ts'
import {
  hasDisagreement,
  readCurrentResults,
  readStored,
  type StoredPaths,
  storeAcceptance,
  storedPaths,
  unstoredError,
} from './stored-results.ts'

export interface RepeatedVerdict {
  /** The commit of the results, in lower case. */
  sha: string
  /** The run that rendered. */
  run: RunAttempt
  facts: VerdictFacts
  failures: readonly string[]
  outputs?: Readonly<Record<string, string>>
  /** Whether a re-run of this job renders the targets (see `mayPassLater`). */
  mayPass: boolean
}

/**
 * Answers a label event from the stored results of the head commit. If the event added or removed the accept label,
 * changes the stored acceptance before the verdict is repeated.
 * @param readShown returns the run whose results the comment shows
 * @returns undefined if the newest results of the head commit are not stored. The step then renders
 * @throws ActionError if GitHub does not return the stored results, or does not store the acceptance
 */
export async function repeatVerdict(
  context: RunContext,
  images: OpenBranch,
  readShown: () => Promise<ShownResults | undefined>,
): Promise<RepeatedVerdict | undefined> {
  try {
    return await answerLabelEvent(context, images, readShown)
  } catch (error) {
    const acceptance = context.run.payload.action === 'labeled' ? 'stored' : 'removed'
    const what = isAcceptLabelEvent(context)
      ? `The acceptance could not be ${acceptance}`
      : 'The verdict could not be shown again'
    throw unstoredError(error, what)
  }
}

async function answerLabelEvent(
  context: RunContext,
  images: OpenBranch,
  readShown: () => Promise<ShownResults | undefined>,
): Promise<RepeatedVerdict | undefined> {
  const event = labelEventOf(context)
  const paths = storedPaths(context)
  const { acceptLabel } = context.inputs.compare
  if (!event || paths === undefined) return undefined
  const files = await readStored(images, paths)
  const { results: stored } = files
  const isWithdrawn = await isLabelGone(context, images, stored)
  const run = Math.max(event.run, stored?.acceptance?.run ?? 0)
  const removed = { ...event, label: acceptLabel, action: 'unlabeled', run } as const
  const decision = decideLabelEvent(isWithdrawn ? removed : event, stored, {
    acceptLabel,
    now: context.began,
  })
  if (decision.kind === 'render') {
    if (stored?.sha === event.sha) context.world.print(outdatedNote)
    return undefined
  }
  const note = hasDisagreement(context, files) ? disagreementNote : await findMismatch(decision, readShown)
  if (note !== undefined) {
    context.world.print(note)
    return undefined
  }
  const { isAcceptanceChanged, isUnseen } = decision
  const rendersAgain = context.run.attempt > 1 && mayPassLater(decision.results)
  const results = isAcceptanceChanged
    ? await replaceAcceptance(context, images, decision.results)
    : !rendersAgain && (await waitForAcceptance(context, images, { paths, results: decision.results }))
  if (rendersAgain) context.world.print('The job runs again, so the targets are rendered again.')
  if (!results || rendersAgain) return undefined
  const { acceptance } = results
  const words = repeatWords(results)
  const unseen = `The label ${acceptLabel} was added before these results, so it does not accept them.`
  context.world.print(isUnseen ? `${unseen} ${words}` : words)
  const { facts, failures, outputs } = results
  const isRemoved = isWithdrawn || decision.results.acceptance !== acceptance
  const gate = acceptance || isRemoved ? gateOf(results, acceptLabel) : gateWithoutAcceptance(context)
  const repeatedFacts = { ...facts, gate }
  return {
    ...{ sha: results.sha, run: results.run, facts: repeatedFacts },
    ...{ failures, mayPass: mayPassLater(results) },
    ...(outputs && { outputs }),
  }
}

function repeatWords({ sha, acceptance }: StoredResults): string {
  const repeated = 'is shown again, and nothing is rendered.'
  const verdict = `The verdict of commit ${sha.slice(0, 7)} ${repeated}`
  if (!acceptance) return verdict
  const end = acceptance.sha === sha ? `Its verdict ${repeated}` : verdict
  return `Commit ${acceptance.sha.slice(0, 7)} is accepted by @${acceptance.login}. ${end}`
}

/** Whether an acceptance is stored, or about to be stored, but the accept label is not on the pull request any more. */
async function isLabelGone(
  context: RunContext,
  images: OpenBranch,
  stored: StoredResults | undefined,
): Promise<boolean> {
  const isAdded = isAcceptLabelEvent(context) && context.run.payload.action === 'labeled'
  const needsLabel = isAdded || stored?.acceptance !== undefined
  return needsLabel && !(await isStillLabeled(context, images))
}

/**
 * Whether the step failed for a reason that a label does not accept and that may be gone: a target failed, a file was
 * not published, or a picture could not be compared.
 */
const mayPassLater = ({ failures, targets, acceptance }: StoredResults): boolean =>
  failures.length > 0 ||
  targets.some(target => target.status === 'incomparable' && !isAccepted(target, acceptance))

const outdatedNote =
  'The stored results of this commit are not those of its newest run, so the targets are rendered again.'

const disagreementNote = 'The jobs that share the targets do not agree, so the targets are rendered again.'

/** The run whose results the comment shows, and the commit of the comment. */
interface ShownResults {
  /** Undefined if the comment shows only results of other jobs, or of other inputs. */
  run?: RunAttempt
  sha?: string
}

/**
 * Returns the reason to render if the comment shows results of the same commit from a run that may be newer than the
 * stored results: a run writes the comment first, and GitHub may then refuse to store the results. Also returns a reason
 * if the step would accept results that are newer than the comment, because the reviewer has not seen them: GitHub may
 * have refused the comment, or the event of that run has no comment.
 *
 * If GitHub refuses to list the comments, it also refused to write them, so they show nothing newer, but may show older
 * results. After other errors, the comment may show newer results.
 * @throws ActionError if the step would accept results, and GitHub refuses to list the comments
 */
async function findMismatch(
  { results: { sha, run, acceptance }, isAcceptanceChanged }: RepeatDecision,
  readShown: () => Promise<ShownResults | undefined>,
): Promise<string | undefined> {
  const isAccepting = isAcceptanceChanged && acceptance !== undefined
  try {
    const shown = await readShown()
    const order = shown?.run ? compareAttempts(shown.run, run) : 'older'
    if (!shown || order === 'same') return undefined
    const isOfCommit = shown.sha?.toLowerCase() === sha
    if (isOfCommit && order !== 'older') return outdatedNote
    return isAccepting && order !== 'newer' ? unseenNote : undefined
  } catch (error) {
    if (isTransient(error) || statusOf(error) === undefined) return outdatedNote
    if (isAccepting) throw gitHubError(error, 'The comment could not be read', 'pull-requests: write')
    return undefined
  }
}

/**
 * Whether `findMismatch` will not let a label accept the results of this run, which the comment does not show. If this
 * is unknown, because the comments could not be read for now, returns false.
 */
export async function showsOlderResults(
  { run }: RunContext,
  readShown: () => Promise<ShownResults | undefined>,
): Promise<boolean> {
  try {
    const shown = await readShown()
    return shown !== undefined && (!shown.run || compareAttempts(shown.run, run) === 'older')
  } catch (error) {
    return !isTransient(error) && statusOf(error) !== undefined
  }
}

const unseenNote =
  'The comment does not show the stored results, so the label does not accept them, and the targets are rendered again.'

const maxAcceptanceReads = 3
const acceptancePauseMs = 5000

/**
 * Waits for a run of the accept label that began at the same time, and returns the results with its acceptance.
 * @returns undefined if another run has begun to render the commit again
 */
async function waitForAcceptance(
  context: RunContext,
  images: OpenBranch,
  { paths, results }: { paths: StoredPaths; results: StoredResults },
): Promise<StoredResults | undefined> {
  if (!mayBeAcceptedSoon(results, context)) return results
  const { clock } = context.world
  for (let reads = 1; reads <= maxAcceptanceReads; reads++) {
    await clock.sleep(acceptancePauseMs, context.deadlines.start)
    const current = await readCurrentResults(images, paths)
    if (current?.sha !== results.sha) continue
    if (current.outdatedBy) return undefined
    if (!mayBeAcceptedSoon(current, context)) return current
  }
  return results
}

/**
 * Stores the results with the changed acceptance. If a person removed the label meanwhile, this run also removes the
 * acceptance. The run for the event `unlabeled` may have read the results before the acceptance was stored.
 * @returns undefined if the results were not stored
 */
async function replaceAcceptance(
  context: RunContext,
  images: OpenBranch,
  results: StoredResults,
): Promise<StoredResults | undefined> {
  const stored = await storeAcceptance(context, images, results)
  if (!stored?.acceptance || (await isStillLabeled(context, images))) return stored
  const { acceptance: _, ...withdrawn } = stored
  return (await storeAcceptance(context, images, withdrawn)) && withdrawn
}
