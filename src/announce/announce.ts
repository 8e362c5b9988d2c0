import { relative } from 'node:path'
import { ActionError, asActionError } from '../errors.ts'
import { pullRequestToComment, type RunContext } from '../github/pull-request.ts'
import { openRepository } from '../github/repository.ts'
import type { Shard } from '../input-types.ts'
import type { Links, Result, Target } from '../model.ts'
import { type CommentFacts, type Part, parseParts, renderComment } from '../report/comment/comment.ts'
import { renderPart, renderSoleComment } from '../report/comment/section.ts'
import { renderSummary } from '../report/summary.ts'
import type { ApiCalls } from '../results.ts'
import { type LoadedWorld, workspaceOf } from '../world.ts'
import type { CommentLink } from './find-comments.ts'
import { writeSummary } from './summary.ts'
import { upsertComment } from './upsert-comment.ts'

/** What there is to tell. */
export interface Done {
  results: readonly Result[]
  /** Not rendered, as the change does not touch them. */
  unaffected: readonly Target[]
  links: Links
  /** To Looker, on all instances. */
  apiCalls: ApiCalls
}

export interface Announced {
  comment?: CommentLink
  warnings: ActionError[]
}

/** Tells of the results where people look: the pull request's comment, the job summary. Warns, never throws. */
export async function announce(context: RunContext, done: Done): Promise<Announced> {
  const warnings: ActionError[] = []
  const warn = (error: unknown) => {
    warnings.push(asActionError(error))
    return undefined
  }
  const comment = await commentOn(context, done).catch(warn)
  await summarize(context, done).catch(warn)
  return { warnings, ...(comment && { comment }) }
}

async function commentOn(
  context: RunContext,
  { results, unaffected, links }: Done,
): Promise<CommentLink | undefined> {
  const { inputs, run, began, world } = context
  const number = pullRequestToComment(context)
  if (number === undefined) {
    if (inputs.comment.comment === 'true')
      throw new ActionError(
        'There is no pull request to comment on',
        'Set pull-request to its number: this event does not tell it.',
      )
    return undefined
  }
  if (world.cancelled.aborted || results.length + unaffected.length === 0) return undefined
  const { archive, report, files, images } = links
  const facts = {
    host: inputs.looker.base.host,
    run: { url: run.url, id: run.id, attempt: run.attempt },
    sha: run.sha,
    at: began,
    images,
    files,
    ...(archive && { archive }),
    ...(report && { report }),
  }
  const plan = { number, run, token: inputs.token, ...commentOf(context, results, facts) }
  const comment = await upsertComment(await openRepository(context), plan)
  world.core.info(
    comment
      ? `Commented: ${comment.url}`
      : 'A newer run has written the comment already; it was left as it is.',
  )
  return comment
}

/** The key and the text: of all this job's targets, or of its part beside those of the others. */
function commentOf({ inputs, world }: RunContext, results: readonly Result[], facts: CommentFacts) {
  const { shard, comment } = inputs
  const key = shard.jobs > 1 ? sharedKey(comment.key, shard, world.env) : undefined
  if (key === undefined) return { key: comment.key, body: () => renderSoleComment(results, facts) }
  const own = renderPart(results, facts, { index: shard.index, total: shard.jobs })
  // One of a later attempt of this job's stands for it too.
  const isOwn = ({ shard, attempt }: Part) => shard === own.shard && attempt >= own.attempt
  const body = (standing: readonly string[]) =>
    renderComment(mergeParts(standing.flatMap(parseParts), own), facts, shard.jobs)
  return { key, body, isIn: (text: string) => parseParts(text).some(isOwn) }
}

/** The parts that stand there, the newest of each job, and ours. */
function mergeParts(standing: readonly Part[], own: Part): Part[] {
  const parts = new Map<number, Part>()
  for (const part of [...standing, own])
    if (part.attempt >= (parts.get(part.shard)?.attempt ?? 0)) parts.set(part.shard, part)
  return [...parts.values()].sort((a, b) => a.shard - b.shard)
}

/**
 * By default each job of a matrix has a key of its own, which ends in its index; those that share the targets share the
 * key without it. Undefined where the index is not the share's: in a matrix of more than the shares, nobody knows
 * which of the jobs belong together unless `comment-key` says so.
 */
function sharedKey(
  key: string,
  { index }: Shard,
  { GITHUB_WORKFLOW, GITHUB_JOB }: LoadedWorld['env'],
): string | undefined {
  const job = `${GITHUB_WORKFLOW} / ${GITHUB_JOB}`
  if (key === `${job} ${index}`) return job
  return key.startsWith(`${job} `) && /^\d+$/.test(key.slice(job.length + 1)) ? undefined : key
}

async function summarize({ inputs, world }: RunContext, { results, links, apiCalls }: Done): Promise<void> {
  if (!inputs.summary) return
  const facts = {
    host: inputs.looker.base.host,
    directory: relative(workspaceOf(world), inputs.outputDirectory),
    apiCalls,
    files: links.files,
    ...(links.archive && { archive: links.archive }),
    ...(links.report && { report: links.report }),
  }
  try {
    await writeSummary(world.core.summary, renderSummary(results, facts))
  } catch (error) {
    throw new ActionError(
      `The job summary could not be written: ${asActionError(error).message}`,
      'Set summary to false outside of a GitHub Actions job.',
      { cause: error },
    )
  }
}
