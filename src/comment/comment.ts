import { ActionError, asActionError, InputError } from '../errors.ts'
import type { Repository } from '../github/client.ts'
import { addMark, disagreementOf, jobMarkOf } from '../github/shared-jobs.ts'
import { areInOneJob, placeInWorkflow, sharedKey, writerOf } from '../github/step-identity.ts'
import {
  isLabelEvent,
  isTextEdit,
  pullRequestOf,
  pullRequestToComment,
  type RunAttempt,
  type RunContext,
} from '../github/workflow-run.ts'
import type { Inputs } from '../input-types.ts'
import { noApiCalls, type Publication } from '../results.ts'
import { asListed, type VerdictFacts } from '../verdict-facts.ts'
import { type CommentLink, type CommentList, type FoundComment, openCommentList } from './find.ts'
import { renderPart, renderSoleComment } from './fit-and-fold.ts'
import { type CommentFacts, type Part, parseParts, withHeadline } from './parts.ts'
import { hideRunning, type RunningJob, runningJobs, type ShownRunning, showRunning } from './running.ts'
import { type CommentText, changeComment, commentError, type Upserted, upsertComment } from './write.ts'

/** The part of the run's context that comments need. `looker` is undefined if the inputs have errors. */
export interface CommentContext extends Pick<RunContext, 'world' | 'run' | 'began'> {
  inputs: Pick<Inputs, 'comment' | 'shard'> & Partial<Pick<Inputs, 'looker'>>
}

export interface Commented {
  comment?: CommentLink
  /** The errors that prevented the comment. */
  warnings: ActionError[]
  /** The errors that fail the step. */
  errors: ActionError[]
}

/** Writes the pull request's comment. Does not throw. */
interface Commenter {
  /** Adds a note about this running job to the existing comment. */
  begin(): void
  prepare(): void
  comment(publication: Publication): Promise<Commented>
  /** Removes the note that `begin` added, unless `comment` has already replaced the text of that comment. */
  end(): Promise<void>
}

interface CommentAccess {
  repository(): Promise<Repository>
  /** Opens the repository for requests after a cancellation, so that `end` can still change the comment. */
  late(): Promise<Repository>
}

export function openCommenter(context: RunContext, { repository, late }: CommentAccess): Commenter {
  let running: Promise<ShownRunning | undefined> = Promise.resolve(undefined)
  let found: Promise<FoundComment[]> | undefined
  const comments = openComments(context, repository)
  const settled = () => {
    context.world.saveForPost({ comment: undefined })
    running = Promise.resolve(undefined)
  }
  return {
    begin() {
      running = sayRunning(context, comments)
    },
    prepare() {
      const number = pullRequestToComment(context)
      // If several jobs share the comment, each job reads the comment immediately before it writes.
      if (number === undefined || sharedKeyOf(context) !== undefined) return
      found = running.then(async () => (await comments.list(number)).current())
      found.catch(() => undefined) // `upsertComment` throws the error.
    },
    async comment(publication) {
      try {
        const shown = await running
        const { comment, disagreement } = await commentOn(context, publication, comments, { found })
        if (comment && comment.id === shown?.comment) settled()
        const errors = disagreement ? [disagreement] : []
        return { warnings: [], errors, ...(comment && { comment }) }
      } catch (error) {
        return { warnings: [asActionError(error)], errors: [] }
      }
    },
    async end() {
      try {
        const shown = await running
        if (!shown) return
        await hideRunning(await late(), shown)
        settled()
      } catch {
        // The post step removes the note.
      }
    },
  }
}

/**
 * Adds a note about this running job to the existing comment. Ignores errors, because a later write reports them. Adds
 * no note for a label event. A re-run does, because the other jobs need to know that its part will be replaced.
 */
async function sayRunning(
  context: RunContext,
  { repository, list }: OpenComments,
): Promise<ShownRunning | undefined> {
  const { inputs, run, world } = context
  const number = pullRequestToComment(context)
  if (number === undefined || (isLabelEvent(run) && run.attempt === 1)) return undefined
  const { shard } = inputs
  const key = sharedKeyOf(context)
  const job: RunningJob = {
    ...{ run: run.id, attempt: run.attempt },
    ...(key === undefined ? { shard: 0, jobs: 1 } : { shard: shard.index, jobs: shard.jobs }),
    ...(run.sha !== undefined && { sha: run.sha }),
  }
  const plan = { number, key: key ?? inputs.comment.key, ...writerAndPlace(world), run }
  const save = (comment: ShownRunning) => world.saveForPost({ comment })
  try {
    return await showRunning(await repository(), plan, await list(number), { job, runUrl: run.url, save })
  } catch {
    return undefined
  }
}

/**
 * Returns the key of the comment that the jobs of a `shard` share. Undefined if this job has a comment of its own. Does
 * not depend on the number of jobs that have targets, because a label event does not know the number, and because it may
 * change between two runs.
 */
const sharedKeyOf = ({ inputs: { shard, comment }, world }: CommentContext) =>
  shard.total > 1 ? sharedKey(comment.key, shard.index, world.env) : undefined

const stepKeyOf = (context: CommentContext) => sharedKeyOf(context) ?? context.inputs.comment.key

interface OpenComments {
  repository(): Promise<Repository>
  list(number: number): Promise<CommentList>
}

function openComments(context: CommentContext, repository: () => Promise<Repository>): OpenComments {
  const key = stepKeyOf(context)
  let list: Promise<CommentList> | undefined
  return {
    repository,
    list(number) {
      list ??= repository().then(open => openCommentList(open, { number, key }))
      return list
    },
  }
}

/**
 * Writes a comment with the reason why the step stopped before rendering. Does not throw, because the step already
 * fails with that reason.
 */
export async function commentOnStop(
  context: CommentContext,
  error: ActionError,
  repository: () => Promise<Repository>,
): Promise<void> {
  const number = pullRequestToComment(context)
  if (number === undefined) return
  // The commit of an event without the pull request is that of the default branch.
  const isOwn = context.run.payload.pull_request?.number === number
  const run = isOwn ? context.run : { ...context.run, sha: undefined }
  const { message, hint } = error
  const problems = asListed(error instanceof InputError && error.problems.length > 1 ? error.problems : [])
  const judged = { stopped: { reason: message, hint, problems } }
  const publication = { results: [], unaffected: [], links: {}, apiCalls: noApiCalls, judged }
  try {
    await commentOn({ ...context, run }, publication, openComments(context, repository))
  } catch (reason) {
    context.world.print(asActionError(reason).message)
  }
}

async function commentOn(
  context: CommentContext,
  publication: Publication,
  { repository, list }: OpenComments,
  { found, mayBeEmpty = false }: { found?: Promise<FoundComment[]> | undefined; mayBeEmpty?: boolean } = {},
): Promise<Partial<Pick<Upserted, 'comment' | 'disagreement'>>> {
  const { run, world } = context
  const number = pullRequestToComment(context)
  if (number === undefined) return explainNoComment(context)
  const { results, unaffected, judged } = publication
  const isEmpty = results.length + unaffected.length === 0 && !judged?.stopped && !mayBeEmpty
  if (world.cancelled.aborted || isEmpty) return {}
  const { key, text } = commentText(context, publication)
  if (text.kind === 'whole' && context.inputs.shard.total > 1) world.print(ownCommentNote)
  const { comment, hasOtherComment, disagreement } = await upsertComment(
    await repository(),
    { number, key, ...writerAndPlace(world), run, text, mayOthersRepeat: mayOthersRepeat(run) },
    { list: await list(number), found },
  )
  world.print(
    comment
      ? `Commented: ${comment.url}`
      : 'A newer run has already written the comment, so it was not changed.',
  )
  if (hasOtherComment)
    world.print(
      `Another job or step of this run has a comment with the same comment-key (${key}). Both comments are kept. Give each job or step a separate comment-key.`,
    )
  return { disagreement, ...(comment && { comment }) }
}

const ownCommentNote =
  'This job has a separate comment, because its index in the matrix is not the index of its share. To share a comment, set comment-key to the same text in the jobs that share the targets.'

const writerAndPlace = ({ env }: RunContext['world']) => ({
  writer: writerOf(env),
  place: placeInWorkflow(env),
})

/** If several jobs share the comment, returns only this job's part. */
function commentText(context: CommentContext, publication: Publication): { key: string; text: CommentText } {
  const { shard } = context.inputs
  const { results } = publication
  const facts = commentFacts(context, publication)
  const key = stepKeyOf(context)
  if (sharedKeyOf(context) === undefined)
    return { key, text: { kind: 'whole', markdown: renderSoleComment(results, facts) } }
  const part: Part = {
    ...renderPart(results, facts, { index: shard.index, total: shard.jobs }),
    ...jobMarkOf(context, publication),
  }
  return {
    key,
    text: { kind: 'part', part, facts, jobs: shard.jobs, keepsCommit: isPartial(context.run) },
  }
}

/** Whether other jobs and steps may repeat their verdicts, and keep their comments of an older run. */
const mayOthersRepeat = (run: RunContext['run']) => isLabelEvent(run) || isTextEdit(run)
/** Whether the other jobs may write no part in this run. For example, only failed jobs may run again. */
const isPartial = (run: RunContext['run']) => mayOthersRepeat(run) || run.attempt > 1

function commentFacts(
  context: CommentContext,
  { unaffected, links: { archive, report }, release, judged, branch, lookmlCommit, incomplete }: Publication,
): CommentFacts {
  const { inputs, run, began } = context
  return {
    ...(inputs.looker && { host: inputs.looker.base.host }),
    run: { url: run.url, id: run.id, attempt: run.attempt },
    at: began,
    unaffected,
    ...(judged && { verdict: judged }),
    ...(branch && { branch }),
    ...(run.sha !== undefined && { sha: run.sha }),
    ...(lookmlCommit !== undefined && { lookmlCommit }),
    ...(release && { release }),
    ...(archive && { archive }),
    ...(report && { report }),
    ...(incomplete && { incomplete }),
  }
}

/**
 * With `comment: auto`, logs why the step writes no comment.
 * @throws ActionError if `comment` is `true` and the run has no pull request
 */
function explainNoComment({ inputs, run, world }: CommentContext): object {
  if (inputs.comment.comment === 'true')
    throw new ActionError(
      'This run has no pull request to comment on',
      'Set the input pull-request to the number of a pull request, because this event does not contain one.',
    )
  const number = pullRequestOf(run)
  if (inputs.comment.comment === 'auto' && number !== undefined)
    world.core.notice(
      `No comment was written on pull request #${number}: comment: auto writes comments only on pull_request events, and this event is ${run.eventName}. Set comment: true to get a comment for this event.`,
    )
  return {}
}

/** The verdict of a commit, for the headline of its comment. */
interface CommitVerdict {
  facts: VerdictFacts
  sha: string
  /** If set, the headline of a comment that shows results of another run is kept, too. */
  run?: RunAttempt
}

/**
 * Replaces the headline of this step's comment, if there is one. Keeps the headline of a comment about another commit.
 * If the request fails, only warns, because the verdict does not depend on the comment.
 */
export async function updateHeadline(
  context: RunContext,
  repository: () => Promise<Repository>,
  verdict: CommitVerdict,
): Promise<void> {
  const number = pullRequestToComment(context)
  if (number === undefined) return
  try {
    await rewriteHeadline(context, await repository(), { number, ...verdict })
  } catch (error) {
    const { message, hint } = asActionError(error)
    context.world.core.warning(`${message}. ${hint}`)
  }
}

async function rewriteHeadline(
  context: RunContext,
  open: Repository,
  { number, facts, sha, run }: CommitVerdict & { number: number },
): Promise<void> {
  const { shard } = context.inputs
  const find = openStepComment(context, open, number)
  const read = async () => {
    const { own } = await find()
    if (!own || (own.mark.sha ?? sha).toLowerCase() !== sha) return undefined
    const shown = shownRun(own, shard.index)
    if (run && (shown?.id !== run.id || shown.attempt !== run.attempt)) return undefined
    const after = withHeadline(own.body, { facts, shard: shard.index })
    return after === undefined ? undefined : { id: own.id, before: own.body, after }
  }
  try {
    await changeComment(open, read, { isShared: sharedKeyOf(context) !== undefined })
  } catch (error) {
    throw commentError(error, open, { number })
  }
}

/**
 * Returns a function that reads the comment of this step. If several jobs share it, it has the part of this step.
 * `hasFormer` is true if a step of this job wrote another comment: this step may have had other inputs or another id.
 */
function openStepComment(context: RunContext, open: Repository, number: number) {
  const list = openCommentList(open, { number, key: stepKeyOf(context) })
  const { writer, place } = writerAndPlace(context.world)
  return async () => {
    const found = await list.current()
    const own = found.findLast(({ mark }) => mark.writer === writer)
    const hasFormer = found.some(({ mark }) => mark.writer !== writer && areInOneJob(mark.place ?? '', place))
    return { own, hasFormer }
  }
}

/**
 * Replaces the results that an earlier attempt of this job wrote into the comment, because this attempt has no targets.
 * Creates no comment.
 */
export async function clearFormerResults(
  context: RunContext,
  repository: () => Promise<Repository>,
): Promise<void> {
  const { run, inputs } = context
  const number = pullRequestToComment(context)
  if (number === undefined || run.attempt === 1) return
  const { own } = await openStepComment(context, await repository(), number)()
  if (!own || shownRun(own, inputs.shard.index)?.id !== run.id) return
  const nothing = { results: [], unaffected: [], links: {}, apiCalls: noApiCalls }
  await commentOn(context, nothing, openComments(context, repository), { mayBeEmpty: true })
}

/** Compares the list of a job without targets with the parts of the other jobs in the comment. */
export async function disagreementInComment(
  context: RunContext,
  repository: () => Promise<Repository>,
): Promise<ActionError | undefined> {
  const number = pullRequestToComment(context)
  if (number === undefined) return undefined
  const { run, inputs } = context
  const { own } = await openStepComment(context, await repository(), number)()
  const { body = '' } = own ?? {}
  const job = { run, shard: inputs.shard.index, running: runningJobs(body) }
  return disagreementOf(addMark(parseParts(body), jobMarkOf(context, { results: [] })), job)
}

/**
 * Reads the run whose results this step's comment shows, and the comment's commit. The run is undefined if the comment
 * has only parts of other jobs, or if there are only comments that this step may have written with other inputs. Returns
 * undefined if this step has no comment.
 */
export async function readShownResults(
  context: RunContext,
  repository: () => Promise<Repository>,
): Promise<{ run?: RunAttempt; sha?: string } | undefined> {
  const number = pullRequestToComment(context)
  if (number === undefined) return undefined
  const { own, hasFormer } = await openStepComment(context, await repository(), number)()
  if (!own) return hasFormer ? {} : undefined
  const run = shownRun(own, context.inputs.shard.index)
  const { sha } = own.mark
  return { ...(run && { run }), ...(sha !== undefined && { sha }) }
}

function shownRun({ mark: { run: id, attempt }, body }: FoundComment, index: number): RunAttempt | undefined {
  const parts = parseParts(body)
  return parts.length > 0 ? parts.find(({ shard }) => shard === index)?.run : { id, attempt }
}
