import type { RunContext } from '../github/pull-request.ts'
import type { Shard } from '../input-types.ts'
import type { Published, Result } from '../model.ts'
import type { LoadedWorld } from '../world.ts'
import type { CommentPlan } from './find.ts'
import { renderPart, renderSoleComment } from './fit.ts'
import { type CommentFacts, type Part, parseParts, renderComment } from './render.ts'

/** The key and the text: of all this job's targets, or of its part beside those of the others. */
export function planComment(
  { inputs, world }: RunContext,
  results: readonly Result<Published>[],
  facts: CommentFacts,
): Pick<CommentPlan, 'key' | 'body' | 'isIn'> {
  const { shard, comment } = inputs
  const key = shard.jobs > 1 ? sharedKey(comment.key, shard, world.env) : undefined
  if (key === undefined) return { key: comment.key, body: () => renderSoleComment(results, facts) }
  const own = renderPart(results, facts, { index: shard.index, total: shard.jobs })
  // A part that a later attempt of this job wrote counts as ours.
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
