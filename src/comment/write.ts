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
import { type RunningJob, runningJobs, stillRunning, withRunningJobs } from './running.ts'

/** Tries to create the comment. The list of comments is read again before each further try. */
const maxCreateTries = 4
/** The number of writes if another job takes the comment, or creates a second one. */
const maxRounds = 4

/** The text to write. The text of a part depends on the other jobs' parts in the comment. */
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
  /** Undefined if a newer run has written the comment. */
  comment?: CommentLink
  /** Another job or step of this run has a comment of the same key. */
  isBesideOthers: boolean
}

/**
 * Creates or updates the comment of this key and writer. It is found by its hidden marker and its author. A comment of a
 * newer run stays. GitHub has no conditional update, so the comments are read again after each write.
 * @param standing the existing comments, if they were read a moment ago
 */
export async function upsertComment(
  repository: Repository,
  plan: CommentPlan,
  standing?: Promise<FoundComment[] | undefined>,
): Promise<Upserted> {
  try {
    const list = commentLister(repository, plan)
    let readBefore = standing
    const write = async () => {
      const found = (await readBefore) ?? (await list())
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

/**
 * Writes until the comment exists once and has our text. Meanwhile another job may have taken it or created a second one,
 * or a newer run may have put its running state on the text before.
 */
async function keep(
  plan: CommentPlan,
  list: ListComments,
  write: () => Promise<WrittenComment | undefined>,
): Promise<WrittenComment | undefined> {
  for (let round = 1; ; round++) {
    const written = await write()
    if (!written) return undefined
    const after = await list()
    const isTaken = after.some(
      found => found.id === written.link.id && (!isMine(found, plan) || isOfOlderRun(found, plan)),
    )
    const isDoubled = after.filter(found => isMine(found, plan)).length > 1
    if (!(isTaken || isDoubled) || round === maxRounds) return written
  }
}

/** @returns undefined if a newer run has written the comment */
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
 * A comment of this key without a writer in this run: our step wrote it in an earlier run, before its targets changed. A
 * comment of an older run comes before one of a newer run.
 */
function findClaimable(
  found: readonly FoundComment[],
  { run, writer }: CommentPlan,
): FoundComment | undefined {
  const others = found.filter(({ mark }) => mark.writer !== writer && mark.run !== run.id)
  return others.find(({ mark }) => mark.run < run.id) ?? others[0]
}

const isOfOlderRun = ({ mark: { run, attempt } }: FoundComment, plan: CommentPlan) =>
  run < plan.run.id || (run === plan.run.id && attempt < plan.run.attempt)

/** If jobs share a comment, a job that is run again does not keep the others from writing. */
const isOfNewerRun = ({ run, attempt }: FoundComment['mark'], plan: CommentPlan) =>
  run > plan.run.id || (run === plan.run.id && plan.text.kind === 'whole' && attempt > plan.run.attempt)

function bodyOf(plan: CommentPlan, mine: readonly FoundComment[]): string {
  const { text } = plan
  const ofThisRun = mine.filter(({ mark }) => mark.run === plan.run.id).map(({ body }) => body)
  const markdown =
    text.kind === 'whole' ? text.markdown : renderSharedComment(ofThisRun, text.part, text.facts, text.jobs)
  const running = stillRunning(
    mine.flatMap(({ body }) => runningJobs(body)),
    jobOf(plan),
  )
  return withRunningJobs(`${marker(plan)}\n${markdown}`, running, plan.run.url)
}

const jobOf = ({ run, text }: CommentPlan): RunningJob => ({
  ...{ run: run.id, attempt: run.attempt },
  ...(text.kind === 'part' ? { shard: text.part.shard, jobs: text.jobs } : { shard: 0, jobs: 1 }),
})

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
    // Other jobs may have written since, so a part is not sent again unchanged.
    request: { once: plan.text.kind === 'part' },
  })
}

/** Another job may have removed the comment already. */
async function removeComment({ octokit, owner, repo }: Repository, id: number): Promise<void> {
  try {
    await octokit.rest.issues.deleteComment({ owner, repo, comment_id: id })
  } catch (error) {
    if (statusOf(error) !== 404) throw error
  }
}

/** The comment may exist although the request failed, so the comments are read again before another try. */
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

/** The number of writes of a part if other jobs write over it. */
const maxPartRounds = 12
/** Reads in a row that must find the part. */
const neededReads = 2
/** The pause before a read. Another job takes less from reading the comment to writing it. */
const rereadPauseMs = 2000

interface Access {
  list: ListComments
  /** Undefined if a newer run has written the comment. */
  write(): Promise<WrittenComment | undefined>
}

/** Writes our part of a shared comment until it stays. A failed write is made anew, because others may have written. */
async function keepPart(
  { clock, signal }: Repository,
  plan: CommentPlan,
  part: Part,
  { list, write }: Access,
): Promise<WrittenComment | undefined> {
  const stays = async (read = 1): Promise<boolean> => {
    await clock.sleep(rereadPauseMs * (1 + Math.random()), signal)
    const [found, ...more] = (await list()).filter(comment => isMine(comment, plan))
    if (!found || more.length > 0 || !hasPart(found.body, part)) return false
    return read === neededReads || stays(read + 1)
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
