import { ActionError } from '../errors.ts'
import {
  gitHubError,
  isTransient,
  messageOf,
  pullRequestError,
  retryDelay,
  statusOf,
} from '../github/errors.ts'
import type { Repository } from '../github/repository.ts'
import {
  type CommentIdentity,
  type CommentLink,
  commentLister,
  type FoundComment,
  isMine,
  type ListComments,
  marker,
  toCommentLink,
} from './find.ts'
import { hasPart, type Part } from './parts.ts'
import { type CommentFacts, renderSharedComment } from './render.ts'

/** Tries to create the comment; between two of them the list is read again. */
const maxCreateTries = 4
/** How often a comment that somebody else took, or that stands twice, is written anew. */
const maxRounds = 4

/** What is written. The text of a part depends on the parts of the other jobs, which are in the comment already. */
export type CommentText =
  | { kind: 'whole'; markdown: string }
  | { kind: 'part'; part: Part; facts: CommentFacts; jobs: number }

export interface CommentPlan extends CommentIdentity {
  text: CommentText
}

interface WrittenComment {
  link: CommentLink
  isBesideOthers: boolean
}

export interface Upserted {
  /** Undefined where a newer run's comment stands. */
  comment?: CommentLink
  /** Another job or step of this run has a comment of the same key. */
  isBesideOthers: boolean
}

/**
 * Creates the comment of this key and writer, or updates it: found by a hidden marker and its author, never doubled,
 * and not written over when a newer run has written it. GitHub cannot write a comment only if it is still as it was
 * read: so the writer looks again afterwards.
 * @param standing the comments that are there, where they were read a moment ago
 */
export async function upsertComment(
  repository: Repository,
  plan: CommentPlan,
  standing?: Promise<FoundComment[]>,
): Promise<Upserted> {
  try {
    const list = commentLister(repository, plan)
    let readBefore = standing
    const write = async () => {
      const found = await (readBefore ?? list())
      readBefore = undefined
      return writeComment(repository, plan, list, found)
    }
    const comment =
      plan.text.kind === 'part'
        ? await keepPart(repository, plan, plan.text.part, { list, write })
        : await keep(plan, list, write)
    return { isBesideOthers: comment?.isBesideOthers ?? false, ...(comment && { comment: comment.link }) }
  } catch (error) {
    throw commentError(error, repository, plan)
  }
}

/** Writes until the comment is there once, and ours: another job may have taken it, or created one, in between. */
async function keep(
  plan: CommentPlan,
  list: ListComments,
  write: () => Promise<WrittenComment | undefined>,
): Promise<WrittenComment | undefined> {
  for (let round = 1; ; round++) {
    const written = await write()
    if (!written) return undefined
    const after = await list()
    const isTaken = after.some(found => found.id === written.link.id && !isMine(found, plan))
    const isDoubled = after.filter(found => isMine(found, plan)).length > 1
    if (!(isTaken || isDoubled) || round === maxRounds) return written
  }
}

/** @returns undefined where a newer run's comment stands */
async function writeComment(
  repository: Repository,
  plan: CommentPlan,
  list: ListComments,
  found: readonly FoundComment[],
): Promise<WrittenComment | undefined> {
  const mine = found.filter(comment => isMine(comment, plan))
  const [standing = findClaimable(found, plan), ...extras] = mine
  const isBesideOthers = found.some(comment => comment.mark.run === plan.run.id && !isMine(comment, plan))
  if (!standing) return { link: await create(repository, plan, list), isBesideOthers }
  const isOutdated = [standing, ...extras].some(({ mark }) => isOfNewerRun(mark, plan))
  if (!isOutdated) await update(repository, plan, standing, mine)
  for (const { id } of extras) await removeComment(repository, id)
  return isOutdated ? undefined : { link: { id: standing.id, url: standing.url }, isBesideOthers }
}

/**
 * A comment of the key that no writer of this run has: our step wrote it in a former run, before its targets changed. A
 * newer run's only where there is no older one.
 */
function findClaimable(
  found: readonly FoundComment[],
  { run, writer }: CommentPlan,
): FoundComment | undefined {
  const others = found.filter(({ mark }) => mark.writer !== writer && mark.run !== run.id)
  return others.find(({ mark }) => mark.run < run.id) ?? others[0]
}

/** Where jobs share a comment, a job that is run again does not keep the others from writing. */
const isOfNewerRun = ({ run, attempt }: FoundComment['mark'], plan: CommentPlan) =>
  run > plan.run.id || (run === plan.run.id && plan.text.kind === 'whole' && attempt > plan.run.attempt)

function bodyOf(plan: CommentPlan, mine: readonly FoundComment[]): string {
  const { text } = plan
  const ofThisRun = mine.filter(({ mark }) => mark.run === plan.run.id).map(({ body }) => body)
  const markdown =
    text.kind === 'whole' ? text.markdown : renderSharedComment(ofThisRun, text.part, text.facts, text.jobs)
  return `${marker(plan)}\n${markdown}`
}

async function update(
  { octokit, owner, repo }: Repository,
  plan: CommentPlan,
  { id }: FoundComment,
  mine: readonly FoundComment[],
): Promise<void> {
  await octokit.rest.issues.updateComment({
    owner,
    repo,
    comment_id: id,
    body: bodyOf(plan, mine),
    // A write that failed is not sent again as it was where others may have written since.
    request: { once: plan.text.kind === 'part' },
  })
}

/** It is no error where another job has removed it already. */
async function removeComment({ octokit, owner, repo }: Repository, id: number): Promise<void> {
  try {
    await octokit.rest.issues.deleteComment({ owner, repo, comment_id: id })
  } catch (error) {
    if (statusOf(error) !== 404) throw error
  }
}

/** A failed answer does not mean that nothing was created: the pull request's comments are read again. */
async function create(repository: Repository, plan: CommentPlan, list: ListComments): Promise<CommentLink> {
  const { octokit, owner, repo, clock, signal } = repository
  for (let attempt = 1; ; attempt++) {
    try {
      const { data } = await octokit.rest.issues.createComment({
        owner,
        repo,
        issue_number: plan.number,
        body: bodyOf(plan, []),
        request: { once: true },
      })
      return toCommentLink(data)
    } catch (error) {
      if (!isTransient(error) || attempt === maxCreateTries) throw error
      const pause = 1500 * 2 ** (attempt - 1) * (1 + Math.random() / 2)
      await clock.sleep(Math.max(retryDelay(error), pause), signal)
      const existing = (await list()).find(found => isMine(found, plan))
      if (existing) return existing
    }
  }
}

function commentError(error: unknown, { owner, repo }: Repository, { number }: CommentPlan): ActionError {
  const what = 'The comment could not be written'
  if (statusOf(error) === 403 && /\blocked\b/i.test(messageOf(error)))
    return new ActionError(
      `${what}: the conversation of pull request #${number} is locked`,
      'Unlock it, or set comment to false.',
      { cause: error },
    )
  return (
    pullRequestError(error, what, { owner, repo, number }) ?? gitHubError(error, what, 'pull-requests: write')
  )
}

/** How often a part is put into a shared comment anew when another job has written over it. */
const maxPartRounds = 12
/** Looks in a row that have to find the part. */
const looks = 2
/** Milliseconds before a look: longer than it takes another job from reading the comment to writing it. */
const rereadPauseMs = 2000

interface Access {
  list: ListComments
  /** Undefined where a newer run's comment stands. */
  write(): Promise<WrittenComment | undefined>
}

/**
 * Writes our part of a comment that several jobs share until it stays. A write that failed is not sent again as it was:
 * others may have written since.
 */
async function keepPart(
  { clock, signal }: Repository,
  plan: CommentPlan,
  part: Part,
  { list, write }: Access,
): Promise<WrittenComment | undefined> {
  const stays = async (look = 1): Promise<boolean> => {
    await clock.sleep(rereadPauseMs * (1 + Math.random()), signal)
    const [found, ...more] = (await list()).filter(comment => isMine(comment, plan))
    if (!found || more.length > 0 || !hasPart(found.body, part)) return false
    return look === looks || stays(look + 1)
  }
  for (let round = 1; round <= maxPartRounds; round++) {
    const written = await write().catch(error => {
      if (!isTransient(error)) throw error
      return 'failed' as const
    })
    if (written === undefined || (written !== 'failed' && (await stays()))) return written
    if (written === 'failed') await clock.sleep(rereadPauseMs, signal)
  }
  throw new ActionError(
    "This job's part of the comment was written over again and again",
    'Run the job again; everything else was published.',
  )
}
