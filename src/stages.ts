import { judge, type StoredEnd, storeVerdict } from './acceptance/judge.ts'
import { type RepeatedVerdict, repeatVerdict } from './acceptance/repeat-verdict.ts'
import { markOutdated } from './acceptance/stored-results.ts'
import {
  type CommentContext,
  type Commented,
  commentOnStop,
  openCommenter,
  readShownResults,
  updateHeadline,
} from './comment/comment.ts'
import { openComparer, type PictureCompareOptions } from './compare/compare.ts'
import type { ActionError } from './errors.ts'
import { type GitHubContext, openRepository } from './github/client.ts'
import type { RunContext } from './github/workflow-run.ts'
import { type OpenBranch, openBranch } from './images-branch/branch.ts'
import type { RememberedTimes } from './looker/polling.ts'
import type { Compared, RenderResult } from './model.ts'
import { openPublisher, type PublicationWithProblems } from './publish/publish.ts'
import { publishSummary } from './publish/summary.ts'
import type { Publication, Rendering } from './results.ts'
import { once } from './runtime/time.ts'

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
   * Stores the results of a run with `fail-on-change`, so that a label can accept them. Returns an error if that fails.
   */
  store(publication: Publication, end: StoredEnd): Promise<ActionError | undefined>
}

/** Answers a label event from stored results, and updates the comment. Returns undefined if the step has to render. */
export async function repeatLabelEvent(context: RunContext): Promise<RepeatedVerdict | undefined> {
  const images = openBranch(() => openRepository(context), context.inputs.images.ref)
  const readShown = () => readShownResults(context, images.repository)
  const repeated = await repeatVerdict(context, images, readShown)
  if (repeated) await updateHeadline(context, images.repository, repeated)
  return repeated
}

export const reportStop = (context: CommentContext & GitHubContext, error: ActionError): Promise<void> =>
  commentOnStop(context, error, () => openRepository(context, context.deadlines.comment))

/** Starts to read the images branch and the baselines before the first picture is rendered. */
export function openStages(context: RunContext): Stages {
  const images = openBranch(() => openRepository(context), context.inputs.images.ref)
  const comparer = openComparer(context, images)
  const publisher = openPublisher(context, images)
  const commenter = openCommenter(context, {
    // The comment has a separate deadline, so slow uploads do not prevent the comment.
    repository: once(() => openRepository(context, context.deadlines.comment)),
    late: () => openRepository(context, context.deadlines.restore),
  })
  commenter.begin()
  const marked = markOutdated(context, images)
  return {
    images,
    renderTimes: publisher.renderTimes,
    async compare(result, more) {
      const compared = await comparer.compare(result, more)
      publisher.upload(compared)
      return compared
    },
    async judge(rendering) {
      await marked // Before any new result is visible.
      return judge(context, images, rendering)
    },
    async publish(rendering) {
      await comparer.close()
      commenter.prepare()
      return publisher.publish(rendering)
    },
    comment: commenter.comment,
    async end() {
      await Promise.all([commenter.end(), marked])
    },
    summarize: publication => publishSummary(context, publication),
    store: (publication, end) => storeVerdict(context, images, publication, end),
  }
}
