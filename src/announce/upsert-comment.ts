import { ActionError } from '../errors.ts'
import { gitHubError, isTransient, retryDelay, statusOf } from '../github/errors.ts'
import type { Repository } from '../github/repository.ts'
import {
  type Author,
  type CommentLink,
  type CommentPlan,
  detectOwner,
  type Found,
  findOwnComments,
  type Mark,
  marker,
  toCommentLink,
} from './find-comments.ts'

/** Tries to create the comment; between two of them the list is read again. */
const tries = 4
/** How often a part is put into a shared comment anew when another job has written over it. */
const rounds = 12
/** Looks in a row that have to find the part. */
const looks = 2
/** Milliseconds before a look: longer than it takes another job from reading the comment to writing it. */
const settling = 2000

/**
 * Creates the comment of this key, or updates it: found by a hidden marker and its author, never doubled, and
 * not written over when a newer run has written it. GitHub has no way to write a comment only if it is as it was
 * read; so where several jobs share one, each looks again whether its part is still there, and merges it anew.
 * @returns undefined where a newer run's comment stands
 */
export async function upsertComment(
  repository: Repository,
  plan: CommentPlan,
): Promise<CommentLink | undefined> {
  try {
    const isOwn = await detectOwner(repository, plan.token)
    const read = () => findOwnComments(repository, plan, isOwn)
    const write = async (found: readonly Found[]) =>
      found.length > 0 ? update(repository, plan, found) : create(repository, plan, isOwn)
    if (plan.isIn) return await shared(repository, plan, { read, write })
    const written = await write(await read())
    // Another job may have created one in between: all keep the oldest.
    const after = await read()
    return written && after.length > 1 ? await write(after) : written
  } catch (error) {
    throw gitHubError(error, 'The comment could not be written', 'pull-requests: write')
  }
}

interface Shared {
  read(): Promise<Found[]>
  write(found: readonly Found[]): Promise<CommentLink | undefined>
}

/** Writes our part until it stays. A write that failed is not sent again as it was: others may have written since. */
async function shared(
  repository: Repository,
  { isIn }: CommentPlan,
  { read, write }: Shared,
): Promise<CommentLink | undefined> {
  const stays = async (look = 1): Promise<boolean> => {
    await repository.clock.sleep(settling * (1 + Math.random()), repository.signal)
    const [found, ...more] = await read()
    if (!found || more.length > 0 || !isIn?.(found.body)) return false
    return look === looks || stays(look + 1)
  }
  for (let round = 1; round <= rounds; round++) {
    const written = await write(await read()).catch(error => {
      if (!isTransient(error)) throw error
      return 'failed' as const
    })
    if (written === undefined || (written !== 'failed' && (await stays()))) return written
    if (written === 'failed') await repository.clock.sleep(settling, repository.signal)
  }
  throw new ActionError(
    "This job's part of the comment was written over again and again",
    'Run the job again; everything else was delivered.',
  )
}

async function update(
  { octokit, owner, repo }: Repository,
  plan: CommentPlan,
  found: readonly Found[],
): Promise<CommentLink | undefined> {
  const [oldest, ...extras] = found
  if (!oldest) return undefined
  const newer = found.some(({ mark }) => isNewer(mark, plan))
  if (!newer)
    await octokit.rest.issues.updateComment({
      owner,
      repo,
      comment_id: oldest.id,
      body: text(plan, found),
      request: { once: plan.isIn !== undefined },
    })
  for (const { id } of extras) await removeComment({ octokit, owner, repo }, id)
  return newer ? undefined : { id: oldest.id, url: oldest.url }
}

/** Of jobs that share a comment, one that is run again does not keep the others from theirs. */
const isNewer = ({ run, attempt }: Mark, plan: CommentPlan) =>
  run > plan.run.id || (run === plan.run.id && !plan.isIn && attempt > plan.run.attempt)

function text(plan: CommentPlan, found: readonly Found[]): string {
  const standing = found.filter(({ mark }) => mark.run === plan.run.id)
  return `${marker(plan)}\n${plan.body(standing.map(({ body }) => body))}`
}

/** One that another job has removed already is gone all the same. */
async function removeComment(
  { octokit, owner, repo }: Pick<Repository, 'octokit' | 'owner' | 'repo'>,
  id: number,
): Promise<void> {
  try {
    await octokit.rest.issues.deleteComment({ owner, repo, comment_id: id })
  } catch (error) {
    if (statusOf(error) !== 404) throw error
  }
}

/** A failed answer does not say that nothing was created: what stands on the pull request does. */
async function create(
  repository: Repository,
  plan: CommentPlan,
  isOwn: (author: Author | null) => boolean,
): Promise<CommentLink> {
  const { octokit, owner, repo, clock, signal } = repository
  for (let attempt = 1; ; attempt++) {
    try {
      const { data } = await octokit.rest.issues.createComment({
        owner,
        repo,
        issue_number: plan.number,
        body: text(plan, []),
        request: { once: true },
      })
      return toCommentLink(data)
    } catch (error) {
      if (!isTransient(error) || attempt === tries) throw error
      const pause = 1500 * 2 ** (attempt - 1) * (1 + Math.random() / 2)
      await clock.sleep(Math.max(retryDelay(error), pause), signal)
      const [existing] = await findOwnComments(repository, plan, isOwn)
      if (existing) return existing
    }
  }
}
