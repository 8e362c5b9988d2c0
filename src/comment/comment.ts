import { createHash } from 'node:crypto'
import { ActionError, asActionError } from '../errors.ts'
import { pullRequestOf } from '../github/event.ts'
import { pullRequestToComment, type RunContext } from '../github/pull-request.ts'
import type { Repository } from '../github/repository.ts'
import type { Publication } from '../results.ts'
import type { VerdictFacts } from '../verdict-facts.ts'
import type { World } from '../world.ts'
import { type CommentLink, openCommentList } from './find.ts'
import { renderPart, renderSoleComment } from './fit.ts'
import { sharedKey } from './parts.ts'
import { type CommentFacts, withHeadline } from './render.ts'
import { type CommentText, type ExistingComments, upsertComment } from './write.ts'

export interface Commented {
  comment?: CommentLink
  /** Why there is no comment. */
  warnings: ActionError[]
}

/** Writes the pull request's comment. Throws nothing. */
export interface Commenter {
  /** Starts to read the existing comments. */
  prepare(): void
  comment(publication: Publication): Promise<Commented>
}

export function openCommenter(context: RunContext, repository: () => Promise<Repository>): Commenter {
  let existing: Promise<ExistingComments> | undefined
  return {
    prepare() {
      existing = readExisting(context, repository)
    },
    async comment(publication) {
      try {
        const comment = await commentOn(context, publication, { repository, existing })
        return { warnings: [], ...(comment && { comment }) }
      } catch (error) {
        return { warnings: [asActionError(error)] }
      }
    },
  }
}

/** Undefined without a pull request, and if several jobs write the comment: then it is read right before each write. */
function readExisting(
  context: RunContext,
  repository: () => Promise<Repository>,
): Promise<ExistingComments> | undefined {
  const { comment, shard } = context.inputs
  const number = pullRequestToComment(context)
  if (number === undefined || shard.jobs > 1) return undefined
  const existing = repository().then(open => {
    const list = openCommentList(open, { number, key: comment.key })
    const found = list.all()
    found.catch(() => undefined) // upsertComment throws it.
    return { list, found }
  })
  existing.catch(() => undefined) // upsertComment throws it.
  return existing
}

async function commentOn(
  context: RunContext,
  publication: Publication,
  {
    repository,
    existing,
  }: { repository: () => Promise<Repository>; existing: Promise<ExistingComments> | undefined },
): Promise<CommentLink | undefined> {
  const { run, world } = context
  const number = pullRequestToComment(context)
  if (number === undefined) return explainNoComment(context)
  const { results, unaffected } = publication
  if (world.cancelled.aborted || results.length + unaffected.length === 0) return undefined
  const { key, text } = commentText(context, publication)
  const { comment, isBesideOthers } = await upsertComment(
    await repository(),
    { number, key, writer: writerOf(world.env), run, text },
    await existing,
  )
  world.print(
    comment
      ? `Commented: ${comment.url}`
      : 'A newer run has written the comment already; it was left as it is.',
  )
  if (isBesideOthers)
    world.print(
      `Another job or step of this run has a comment of the same comment-key (${key}); both stay. Give each its own comment-key to choose their order and keep them apart.`,
    )
  return comment
}

/** The comment's key and text: of the whole comment, or of this job's part of it. */
function commentText(context: RunContext, publication: Publication): { key: string; text: CommentText } {
  const { inputs, world } = context
  const { shard, comment } = inputs
  const { results } = publication
  const facts = commentFacts(context, publication)
  const key = shard.jobs > 1 ? sharedKey(comment.key, shard.index, world.env) : undefined
  if (key === undefined)
    return { key: comment.key, text: { kind: 'whole', markdown: renderSoleComment(results, facts) } }
  const part = renderPart(results, facts, { index: shard.index, total: shard.jobs })
  return { key, text: { kind: 'part', part, facts, jobs: shard.jobs } }
}

function commentFacts(
  context: RunContext,
  { unaffected, links: { archive, report }, release, judged, branch }: Publication,
): CommentFacts {
  const { inputs, run, began } = context
  return {
    host: inputs.looker.base.host,
    run: { url: run.url, id: run.id, attempt: run.attempt },
    at: began,
    unaffected,
    ...(judged && { verdict: judged }),
    ...(branch && { branch }),
    ...(run.sha !== undefined && { sha: run.sha }),
    ...(release && { release }),
    ...(archive && { archive }),
    ...(report && { report }),
  }
}

/** @throws ActionError if `comment: true` asks for a comment without a pull request */
function explainNoComment({ inputs, run, world }: RunContext): undefined {
  if (inputs.comment.comment === 'true')
    throw new ActionError(
      'There is no pull request to comment on',
      'Set pull-request to its number: this event does not tell it.',
    )
  const number = pullRequestOf(run)
  if (inputs.comment.comment === 'auto' && number !== undefined)
    world.core.notice(
      `No comment was written on pull request #${number}: comment: auto writes one on pull_request events alone, and this event is ${run.eventName}. Set comment: true to have one here, too.`,
    )
  return undefined
}

/** Replaces the headline of the existing comment. Does nothing if there is no comment of this step. */
export async function updateHeadline(
  context: RunContext,
  repository: () => Promise<Repository>,
  facts: VerdictFacts,
): Promise<void> {
  const { inputs, world } = context
  const number = pullRequestToComment(context)
  if (number === undefined) return
  const { shard, comment } = inputs
  const key = (shard.total > 1 ? sharedKey(comment.key, shard.index, world.env) : undefined) ?? comment.key
  const open = await repository()
  const { octokit, owner, repo } = open
  const found = await openCommentList(open, { number, key }).all()
  const own = found.findLast(({ mark }) => mark.writer === writerOf(world.env))
  const body = own && withHeadline(own.body, { facts, shard: shard.index })
  if (!own || body === undefined || body === own.body) return
  await octokit.rest.issues.updateComment({ owner, repo, comment_id: own.id, body })
}

/** Inputs that decide what a comment shows. They are the same in all jobs that share the targets. */
const shapingInputs = [
  'base-url',
  'targets',
  'targets-file',
  'format',
  'width',
  'height',
  'filters',
  'dashboard-style',
  'pdf-paper-size',
  'pdf-landscape',
  'long-tables',
  'theme',
  'tab-ids',
  'compare',
  'deploy',
]

/**
 * Distinguishes the writers of comments with the same key: two steps of a job, or two calls of a reusable workflow, which
 * share workflow, job and key. The same step has the same writer in every run.
 */
export function writerOf(env: World['env']): string {
  const inputs = shapingInputs.map(name => env[`INPUT_${name.toUpperCase()}`] ?? '')
  const all = JSON.stringify([env.GITHUB_ACTION ?? '', env.LOOKERSDK_BASE_URL ?? '', ...inputs])
  return createHash('sha256').update(all).digest('hex').slice(0, 12)
}
