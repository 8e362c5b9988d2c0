import { ActionError } from '../errors.ts'
import { pauseBeforeRetry, type Repository } from '../github/client.ts'
import { gitHubError, isTransient, messageOf, pullRequestError, statusOf } from '../github/github-errors.ts'
import { disagreementOf } from '../github/shared-jobs.ts'
import {
  type CommentIdentity,
  type CommentLink,
  type CommentList,
  type FoundComment,
  isMine,
  marker,
  openCommentList,
  pauseBeforeReread,
  rereadPauseMs,
  toCommentLink,
} from './find.ts'
import { type CommentFacts, hasPart, type Part, parseParts, renderSharedComment } from './parts.ts'
import { type RunningJob, runningJobs, stillRunning, withRunningJobs } from './running.ts'

/** The maximum number of tries to create the comment. After each failed try, the comments are read again. */
const maxCreateTries = 4
/**
 * The maximum number of writes. The comment is written again if another job takes it over or creates a second comment.
 */
const maxRounds = 4

/**
 * If several jobs share the comment, the text is only this job's part. It is merged with the parts of the other jobs.
 * With `keepsCommit`, it is also merged with the parts that other runs wrote about the same commit: the other jobs may
 * write no parts in this run.
 */
export type CommentText =
  | { kind: 'whole'; markdown: string }
  | { kind: 'part'; part: Part; facts: CommentFacts; jobs: number; keepsCommit?: boolean }

export interface CommentPlan extends CommentIdentity {
  text: CommentText
  /** Set if other steps may have results in a comment that an older run wrote. */
  mayOthersRepeat?: boolean
}

interface WrittenComment {
  link: CommentLink
  hasOtherComment: boolean
  /** See `disagreementOf`. */
  disagreement?: ActionError | undefined
}

export interface Upserted {
  /** The written comment. Undefined if a newer run has written the comment. */
  comment?: CommentLink
  /** Whether another job or step of this run has a comment with the same key. */
  hasOtherComment: boolean
  disagreement?: ActionError | undefined
}

interface ExistingComments {
  list: CommentList
  /** The comments, if the caller has just read them. */
  found?: Promise<FoundComment[]> | undefined
}

/**
 * Creates or updates the comment with this key and writer. The hidden marker and the author identify the comment. Never
 * changes a comment of a newer run. GitHub has no conditional update, so the comments are read again after each write.
 */
export async function upsertComment(
  repository: Repository,
  plan: CommentPlan,
  { list, found }: ExistingComments = { list: openCommentList(repository, plan) },
): Promise<Upserted> {
  try {
    let read = found
    const write = async () => {
      const current = await (read ?? list.current())
      read = undefined
      return writeComment(repository, plan, list, current)
    }
    const comment =
      plan.text.kind === 'part'
        ? await keepPart(repository, plan, plan.text.part, { list, write })
        : await keep(plan, list, write)
    return {
      hasOtherComment: comment?.hasOtherComment ?? false,
      ...(comment && { comment: comment.link, disagreement: comment.disagreement }),
    }
  } catch (error) {
    throw commentError(error, repository, plan)
  }
}

/**
 * Writes the comment again until there is exactly one comment with this run's text. Between two writes, another job may
 * take over the comment or create a second comment, and a newer run may add its note to the old text.
 */
async function keep(
  plan: CommentPlan,
  list: CommentList,
  write: () => Promise<WrittenComment | undefined>,
): Promise<WrittenComment | undefined> {
  for (let round = 1; ; round++) {
    const written = await write()
    if (!written) return undefined
    const after = await list.changed()
    const isTaken = after.some(
      found => found.id === written.link.id && (!isMine(found, plan) || isOfOlderRun(found, plan)),
    )
    const isDoubled = after.some(found => found.id !== written.link.id && isMine(found, plan))
    if (!(isTaken || isDoubled) || round === maxRounds) return written
  }
}

/**
 * Writes the comment once, and deletes additional comments of the same writer. Keeps the comments of newer runs.
 * @returns undefined if a newer run has written the comment
 */
async function writeComment(
  repository: Repository,
  plan: CommentPlan,
  list: CommentList,
  found: readonly FoundComment[],
): Promise<WrittenComment | undefined> {
  const mine = found.filter(comment => isMine(comment, plan))
  const [existing = findClaimable(found, plan), ...extras] = mine
  const hasOtherComment = found.some(comment => comment.mark.run === plan.run.id && !isMine(comment, plan))
  if (!existing) return { link: await create(repository, plan, list), hasOtherComment }
  const isOutdated = [existing, ...extras].some(({ mark }) => isOfNewerRun(mark, plan))
  if (!isOutdated && !(await update(repository, plan, existing, extras))) {
    list.forget(existing.id)
    const others = found.filter(({ id }) => id !== existing.id)
    return writeComment(repository, plan, list, others)
  }
  // A newer run changes only the first comment, so it still needs its own comment until it has changed the first one.
  for (const { id } of extras.filter(({ mark }) => !isOfNewerRun(mark, plan))) {
    await removeComment(repository, id)
    list.forget(id)
  }
  if (isOutdated) return undefined
  return { link: { id: existing.id, url: existing.url }, hasOtherComment }
}

/**
 * Finds a comment that this step wrote in another run with different inputs: the comment has this key, but a different
 * writer and run. Prefers a comment of the same place in the workflow, and of an older run.
 */
function findClaimable(
  found: readonly FoundComment[],
  { run, writer, place, mayOthersRepeat }: CommentPlan,
): FoundComment | undefined {
  const others = found.filter(({ mark }) => mark.writer !== writer && mark.run !== run.id)
  const own = place === undefined ? [] : others.filter(({ mark }) => mark.place === place)
  const claimable = mayOthersRepeat || own.length > 0 ? own : others
  return claimable.find(({ mark }) => mark.run < run.id) ?? claimable[0]
}

const isOfOlderRun = ({ mark: { run, attempt } }: FoundComment, plan: CommentPlan) =>
  run < plan.run.id || (run === plan.run.id && attempt < plan.run.attempt)

/**
 * Whether the comment is from a newer run. A newer attempt of this run counts only if one job writes the comment. Jobs
 * of an older attempt can still write their parts of a shared comment. A re-run replaces the comment of any run
 * of the same commit, because the comment probably existed when the re-run began.
 */
function isOfNewerRun({ run, attempt, sha }: FoundComment['mark'], plan: CommentPlan): boolean {
  if (run === plan.run.id) return plan.text.kind === 'whole' && attempt > plan.run.attempt
  const isRepeated = plan.run.attempt > 1 && sha !== undefined && sha === plan.run.sha
  return run > plan.run.id && !isRepeated
}

/** @param replaced the comments that the new text replaces. The first one may have been written with other inputs */
function bodyOf(plan: CommentPlan, replaced: readonly FoundComment[]): string {
  const { text } = plan
  const markdown =
    text.kind === 'whole'
      ? text.markdown
      : renderSharedComment(
          replaced.filter(found => isMine(found, plan)).flatMap(found => usableParts(found, plan)),
          text.part,
          text.facts,
          text.jobs,
        )
  const running = stillRunning(
    replaced.flatMap(({ body }) => runningJobs(body)),
    jobOf(plan),
  )
  return withRunningJobs(`${marker(plan)}\n${markdown}`, running, plan.run.url)
}

/**
 * Returns the parts of an existing comment that may stay. A part from an older run gets the attempt 0, so that each part
 * from this run replaces it.
 */
function usableParts({ mark, body }: FoundComment, { run, text }: CommentPlan): Part[] {
  if (mark.run === run.id) return parseParts(body)
  const isOfCommit = mark.sha !== undefined && mark.sha === run.sha
  const isKept = text.kind === 'part' && text.keepsCommit && isOfCommit
  return isKept ? parseParts(body).map(part => ({ ...part, attempt: 0 })) : []
}

const jobOf = ({ run, text }: CommentPlan): RunningJob => ({
  ...{ run: run.id, attempt: run.attempt },
  ...(text.kind === 'part' ? { shard: text.part.shard, jobs: text.jobs } : { shard: 0, jobs: 1 }),
})

/** @returns false if the comment was deleted in the meantime */
async function update(
  repository: Repository,
  plan: CommentPlan,
  existing: FoundComment,
  extras: readonly FoundComment[],
): Promise<boolean> {
  const { octokit, owner, repo } = repository
  const { id } = existing
  const body = bodyOf(plan, [existing, ...extras])
  // A retry could overwrite the part of another job, so a part is sent only once.
  const request = { once: plan.text.kind === 'part' }
  try {
    await onceMoreIfPassing(repository, () =>
      octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body, request }),
    )
    return true
  } catch (error) {
    if (statusOf(error) !== 404) throw error
    return false
  }
}

/**
 * Whether a refusal is only temporary (https://github.com/cli/cli/issues/4801,
 * https://github.com/trstringer/manual-approval/issues/208).
 */
const isPassing = (error: unknown) =>
  statusOf(error) === 422 && /submitted too quickly|could not resolve to a node/i.test(messageOf(error))

/** The pause before the second try after a temporary refusal. */
const passingPauseMs = 5000

async function onceMoreIfPassing<T>({ clock, signal }: Repository, send: () => Promise<T>): Promise<T> {
  try {
    return await send()
  } catch (error) {
    if (!isPassing(error)) throw error
    await clock.sleep(passingPauseMs, signal)
    return send()
  }
}

/** Another job may have deleted the comment already. */
async function removeComment({ octokit, owner, repo }: Repository, id: number): Promise<void> {
  try {
    await octokit.rest.issues.deleteComment({ owner, repo, comment_id: id })
  } catch (error) {
    if (statusOf(error) !== 404) throw error
  }
}

/**
 * If a request fails, GitHub may still have created the comment, so the comments are read again before the next try.
 */
async function create(repository: Repository, plan: CommentPlan, list: CommentList): Promise<CommentLink> {
  const { octokit, owner, repo, clock, signal, log } = repository
  const pause = { clock, signal, log, what: 'creating the comment', firstPauseMs: createPauseMs }
  let wasPassing = false
  for (let attempt = 1; ; attempt++) {
    try {
      const issue = { owner, repo, issue_number: plan.number }
      const body = bodyOf(plan, [])
      const { data } = await octokit.rest.issues.createComment({ ...issue, body, request: { once: true } })
      return toCommentLink(data)
    } catch (error) {
      const passes: boolean = isPassing(error) && !wasPassing
      if (attempt === maxCreateTries || !(isTransient(error) || passes)) throw error
      if (passes) await clock.sleep(passingPauseMs, signal)
      else await pauseBeforeRetry(error, attempt, pause)
      wasPassing ||= passes
      const existing = (await list.current()).find(found => isMine(found, plan))
      if (existing) return existing
    }
  }
}

/** The pause after a failed try to create the comment. GitHub's list may not contain a new comment yet. */
const createPauseMs = 1500

export function commentError(
  error: unknown,
  { owner, repo }: Repository,
  { number }: Pick<CommentPlan, 'number'>,
): ActionError {
  const what = 'The comment could not be written'
  return (
    pullRequestError(error, what, { owner, repo, number }) ?? gitHubError(error, what, 'pull-requests: write')
  )
}

/** The maximum number of writes. The part is written again if another job overwrites it. */
const maxPartRounds = 12
/** The part counts as written after this number of consecutive reads that find it. */
const neededReads = 2
interface Access {
  list: CommentList
  write(): Promise<WrittenComment | undefined>
}

/**
 * Writes this job's part of a shared comment until the part stays in the comment. Builds the text again for each write,
 * because the comment may have changed.
 */
async function keepPart(
  repository: Repository,
  plan: CommentPlan,
  part: Part,
  { list, write }: Access,
): Promise<WrittenComment | undefined> {
  const { clock, signal, log } = repository
  /** Returns the text of the comment if the part stays in it. */
  const readKept = async (read = 1): Promise<string | undefined> => {
    await pauseBeforeReread(repository)
    const [found, ...more] = (await list.changed()).filter(comment => isMine(comment, plan))
    if (!found || more.length > 0 || !hasPart(found.body, part)) return undefined
    return read === neededReads ? found.body : readKept(read + 1)
  }
  let failures = 0
  for (let round = 1; round <= maxPartRounds; round++) {
    try {
      const written = await write()
      const body = written && (await readKept())
      if (written === undefined) return undefined
      if (body !== undefined) {
        const job = { run: plan.run, shard: part.shard, running: runningJobs(body) }
        return { ...written, disagreement: disagreementOf(parseParts(body), job) }
      }
      failures = 0
    } catch (error) {
      if (!isTransient(error)) throw error
      failures = Math.min(failures + 1, maxCreateTries)
      const pause = { clock, signal, log, what: 'writing the comment', firstPauseMs: rereadPauseMs }
      await pauseBeforeRetry(error, failures, pause)
    }
  }
  throw new ActionError(
    "Other jobs overwrote this job's part of the comment repeatedly",
    'Run the job again.',
  )
}

/**
 * Changes the text of an existing comment. Another job that shares the comment may write its old text over the change.
 * With `isShared`, the comment is therefore read again, and changed again if necessary.
 * @param read reads the comment. Returns its new text, or undefined if the comment must not be changed
 */
export async function changeComment(
  repository: Repository,
  read: () => Promise<{ id: number; before: string; after: string } | undefined>,
  { isShared }: { isShared: boolean },
): Promise<void> {
  const { octokit, owner, repo } = repository
  let reads = 0
  for (let round = 1; round <= maxPartRounds && reads < neededReads; round++) {
    const found = await read()
    if (!found) return
    const { id, before, after } = found
    if (before === after) reads++
    else {
      reads = 0
      await octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body: after })
    }
    if (!isShared || (round === 1 && before === after)) return
    await pauseBeforeReread(repository)
  }
}
