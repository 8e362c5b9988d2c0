import { openAcceptance } from './acceptance/accepted-changes.ts'
import {
  judge,
  noteUnshown,
  noteUnstored,
  type StoredEnd,
  storeVerdict,
  withoutWithdrawn,
} from './acceptance/judge.ts'
import { type RepeatedVerdict, repeatVerdict, showsOlderResults } from './acceptance/repeat-verdict.ts'
import { disagreementOnBranch, markBeginning } from './acceptance/stored-results.ts'
import {
  type CommentContext,
  type Commented,
  clearFormerResults,
  commentOnStop,
  disagreementInComment,
  openCommenter,
  readShownResults,
  updateHeadline,
} from './comment/comment.ts'
import { openComparer, type PictureCompareOptions } from './compare/compare.ts'
import { type ActionError, asActionError } from './errors.ts'
import { type GitHubContext, openRepository, type Repository } from './github/client.ts'
import type { RunContext } from './github/workflow-run.ts'
import { type OpenBranch, openBranch } from './images-branch/branch.ts'
import type { RememberedTimes } from './looker/polling.ts'
import type { Compared, RenderResult } from './model.ts'
import { openPublisher, type PublicationWithProblems } from './publish/publish.ts'
import { publishRepeatedSummary, publishSummary } from './publish/summary.ts'
import type { Publication, Rendering } from './results.ts'
import { once, orAborted, valueIfSoon } from './runtime/time.ts'
import { factsOf } from './verdict-facts.ts'

/** The stages after rendering. Their code is loaded while Looker renders. No stage throws an error. */
export interface Stages {
  images: OpenBranch
  renderTimes: Promise<RememberedTimes>
  /** Compares a target and begins to upload its files. */
  compare(result: RenderResult, more: PictureCompareOptions): Promise<RenderResult<Compared>>
  /** Adds the changes that reviewers accepted, and other facts for the headline. */
  judge(rendering: Rendering): Promise<Rendering>
  publish(rendering: Rendering): Promise<PublicationWithProblems>
  comment(publication: Publication): Promise<Commented>
  /** Removes the line about the running job from the comment, unless `comment` has replaced the whole comment. */
  end(): Promise<void>
  /** Adds the results to the job summary. Returns an error if that fails. */
  summarize: (publication: Publication) => ReturnType<typeof publishSummary>
  /**
   * Stores the results of a run with `fail-on-change`, so that a label can accept them. Then checks for the last time
   * that the accept label is still on the pull request.
   */
  store(publication: Publication, end: StoredEnd & { commented: Commented }): Promise<Stored>
}

interface Stored {
  /** With a gate that says whether the results were stored, and whether an acceptance is still valid. */
  publication: Publication
  /** The error if the results could not be stored. */
  error?: ActionError
  /** The error if the jobs of this run do not agree. This error fails the step. */
  disagreement?: ActionError | undefined
}

/**
 * Answers a label event from stored results. Updates the comment, and writes the job summary. Returns undefined if the
 * step has to render.
 */
export async function repeatLabelEvent(context: RunContext): Promise<RepeatedVerdict | undefined> {
  const images = openBranch(() => openRepository(context), context.inputs.images.ref)
  const readShown = () => readShownResults(context, images.repository)
  const repeated = await repeatVerdict(context, images, readShown)
  if (!repeated) return undefined
  const { facts, sha } = repeated
  await updateHeadline(context, images.repository, { facts, sha })
  const error = await publishRepeatedSummary(context, repeated)
  if (error) context.world.core.warning(`${error.message}. ${error.hint}`)
  return repeated
}

export const reportStop = (context: CommentContext & GitHubContext, error: ActionError): Promise<void> =>
  commentOnStop(context, error, () => openRepository(context, context.deadlines.comment))

const clearingWaitMs = 60_000

/**
 * Removes the results of an earlier attempt of a job that has no targets now. Then compares its list with the lists of
 * the other jobs, and returns an error if they differ. If a request to GitHub fails, only prints the reason.
 */
export async function checkEmptyShare(context: RunContext): Promise<ActionError | undefined> {
  const images = openBranch(() => openRepository(context), context.inputs.images.ref)
  const attempt = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      context.world.print(asActionError(error).message)
      return undefined
    })
  // The lists are compared even if GitHub refuses the comment or is slow. Most such jobs have no former results.
  const cleared = attempt(clearFormerResults(context, images.repository))
  const { world, deadlines } = context
  await valueIfSoon(cleared, { clock: world.clock, signal: deadlines.publish }, clearingWaitMs)
  // Without collections, every job has the same list.
  if (context.inputs.shard.list === undefined) return undefined
  const onBranch = await attempt(disagreementOnBranch(context, images))
  return onBranch ?? attempt(disagreementInComment(context, images.repository))
}

/** Starts to read the images branch and the baselines before the first picture is rendered. */
export function openStages(context: RunContext): Stages {
  const images = openBranch(() => openRepository(context), context.inputs.images.ref)
  const accepted = openAcceptance(context, images)
  const comparer = openComparer(context, images, accepted)
  const publisher = openPublisher(context, images)
  // The comment has a separate deadline, so slow uploads do not prevent the comment.
  const commentRepository = once(() => openRepository(context, context.deadlines.comment))
  const commenter = openCommenter(context, {
    repository: commentRepository,
    late: () => openRepository(context, context.deadlines.restore),
  })
  // If GitHub does not answer, enough time to upload the files must remain.
  const inTime = <T>(answer: Promise<T>, otherwise: T) =>
    orAborted(context.deadlines.compare, answer).catch(() => otherwise)
  commenter.begin()
  const marked = markBeginning(context, images)
  return {
    images,
    renderTimes: publisher.renderTimes,
    async compare(result, more) {
      const compared = await comparer.compare(result, more)
      publisher.upload(compared)
      return compared
    },
    async judge(rendering) {
      await inTime(marked, undefined) // Before any new result is visible.
      const judged = await judge(context, accepted, rendering)
      const current = await inTime(withoutWithdrawn(context, images, judged), judged)
      return noteUnstored(current, images.failure())
    },
    async publish(rendering) {
      await comparer.close()
      commenter.prepare()
      const published = await publisher.publish(rendering)
      return { ...published, publication: noteUnstored(published.publication, images.failure()) }
    },
    comment: commenter.comment,
    async end() {
      await Promise.all([commenter.end(), marked])
    },
    summarize: publication => publishSummary(context, publication),
    async store(before, { commented, ...end }) {
      const { error, disagreement } = await storeVerdict(context, images, before, end)
      const stored = noteUnstored(await withoutWithdrawn(context, images, before), error)
      const isAcceptable = !error && stored.judged?.gate?.acceptLabel !== undefined
      const [refusal] = isAcceptable ? commented.warnings : []
      const readShown = () => readShownResults(context, commentRepository)
      const isUnshown = refusal && (await showsOlderResults(context, readShown))
      const publication = isUnshown ? noteUnshown(stored, refusal) : stored
      if (commented.comment) await correctHeadline(context, commentRepository, { before, publication })
      return { publication, ...(error && { error }), disagreement }
    },
  }
}

/** Writes the headline of the comment again if it says something else about the accept label now. */
async function correctHeadline(
  context: RunContext,
  repository: () => Promise<Repository>,
  { before, publication }: { before: Publication; publication: Publication },
): Promise<void> {
  const { run, world } = context
  const { results, unaffected, judged } = publication
  const [gateBefore, gate] = [before.judged?.gate, judged?.gate]
  const isSame =
    gateBefore?.unstoredHint === gate?.unstoredHint && gateBefore?.acceptance === gate?.acceptance
  if (isSame || run.sha === undefined || world.cancelled.aborted) return
  const facts = factsOf(results, { ...judged, unaffected: unaffected.length })
  await updateHeadline(context, repository, { facts, sha: run.sha.toLowerCase(), run })
}
