import { ActionError } from '../errors.ts'
import { gitHubError, isTransient, messageOf, pullRequestError, statusOf } from '../github/errors.ts'
import type { Repository } from '../github/repository.ts'
import { pauseBeforeRetry } from '../github/retries.ts'
import {
  type CommentIdentity,
  type CommentLink,
  type CommentList,
  type FoundComment,
  isMine,
  marker,
  openCommentList,
  toCommentLink,
} from './find.ts'
import { hasPart, type Part } from './parts.ts'
import { type CommentFacts, renderSharedComment } from './render.ts'

/** Tries to create the comment. The comments are listed again before each further try. */
const maxCreateTries = 4
/** How often the comment is written again if another job took it or created a second one. */
const maxRounds = 4

/** The comment's text. If several jobs share the comment, it depends on the parts that are in the comment already. */
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

/** The comments that exist. */
export interface ExistingComments {
  list: CommentList
  /** The list, if it was read a moment ago. */
  found?: Promise<FoundComment[]>
}

/**
 * Creates or updates the comment of this key and writer. A hidden marker and the author identify it. It is never doubled,
 * and a newer run's comment stays. GitHub cannot write a comment on the condition that it is unchanged, so the comments
 * are listed again afterwards.
 */
export async function upsertComment(
  repository: Repository,
  plan: CommentPlan,
  { list, found: readBefore }: ExistingComments = { list: openCommentList(repository, plan) },
): Promise<Upserted> {
  try {
    let known = readBefore
    const write = async () => {
      const found = await (known ?? list.all())
      known = undefined
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

/** Writes until exactly one comment is ours: meanwhile, another job may have taken it, or created a second one. */
async function keep(
  plan: CommentPlan,
  list: CommentList,
  write: () => Promise<WrittenComment | undefined>,
): Promise<WrittenComment | undefined> {
  for (let round = 1; ; round++) {
    const written = await write()
    if (!written) return undefined
    const after = await list.changed()
    const isTaken = after.some(found => found.id === written.link.id && !isMine(found, plan))
    const isDoubled = after.some(found => found.id !== written.link.id && isMine(found, plan))
    if (!(isTaken || isDoubled) || round === maxRounds) return written
  }
}

/** @returns undefined if a newer run has written the comment */
async function writeComment(
  repository: Repository,
  plan: CommentPlan,
  list: CommentList,
  found: readonly FoundComment[],
): Promise<WrittenComment | undefined> {
  const mine = found.filter(comment => isMine(comment, plan))
  const [standing = findClaimable(found, plan), ...extras] = mine
  const isBesideOthers = found.some(comment => comment.mark.run === plan.run.id && !isMine(comment, plan))
  if (!standing) return { link: await create(repository, plan, list), isBesideOthers }
  const isOutdated = [standing, ...extras].some(({ mark }) => isOfNewerRun(mark, plan))
  if (!isOutdated && !(await update(repository, plan, standing, mine))) {
    const others = found.filter(({ id }) => id !== standing.id)
    return writeComment(repository, plan, list, others)
  }
  for (const { id } of extras) await removeComment(repository, id)
  return isOutdated ? undefined : { link: { id: standing.id, url: standing.url }, isBesideOthers }
}

/**
 * A comment of the key that no writer of this run has: our step wrote it in an earlier run, before its targets changed. A
 * newer run's comment is taken only if there is no older one.
 */
function findClaimable(
  found: readonly FoundComment[],
  { run, writer }: CommentPlan,
): FoundComment | undefined {
  const others = found.filter(({ mark }) => mark.writer !== writer && mark.run !== run.id)
  return others.find(({ mark }) => mark.run < run.id) ?? others[0]
}

/** If jobs share a comment, a later attempt of one job does not keep the others from writing. */
const isOfNewerRun = ({ run, attempt }: FoundComment['mark'], plan: CommentPlan) =>
  run > plan.run.id || (run === plan.run.id && plan.text.kind === 'whole' && attempt > plan.run.attempt)

function bodyOf(plan: CommentPlan, mine: readonly FoundComment[]): string {
  const { text } = plan
  const ofThisRun = mine.filter(({ mark }) => mark.run === plan.run.id).map(({ body }) => body)
  const markdown =
    text.kind === 'whole' ? text.markdown : renderSharedComment(ofThisRun, text.part, text.facts, text.jobs)
  return `${marker(plan)}\n${markdown}`
}

/** @returns false if the comment was deleted meanwhile */
async function update(
  repository: Repository,
  plan: CommentPlan,
  { id }: FoundComment,
  mine: readonly FoundComment[],
): Promise<boolean> {
  const { octokit, owner, repo } = repository
  const body = bodyOf(plan, mine)
  // If other jobs write the comment, too, a failed write must not be repeated: the text may be out of date.
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
 * GitHub's refusals of a comment that pass by themselves
 * (https://github.com/peter-evans/create-or-update-comment/issues, https://github.com/cli/cli/issues).
 */
const isPassing = (error: unknown) =>
  statusOf(error) === 422 && /submitted too quickly|could not resolve to a node/i.test(messageOf(error))

/** Milliseconds before such a comment is sent again. */
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

/** It is no error if another job has removed it already. */
async function removeComment({ octokit, owner, repo }: Repository, id: number): Promise<void> {
  try {
    await octokit.rest.issues.deleteComment({ owner, repo, comment_id: id })
  } catch (error) {
    if (statusOf(error) !== 404) throw error
  }
}

/** A failed request may have created the comment, so the comments are listed before each further try. */
async function create(repository: Repository, plan: CommentPlan, list: CommentList): Promise<CommentLink> {
  const { octokit, owner, repo, clock, signal, log } = repository
  const request = { once: true }
  const what = 'creating the comment'
  let hasPassed = false
  for (let attempt = 1; ; attempt++) {
    try {
      const body = bodyOf(plan, [])
      const issue = { owner, repo, issue_number: plan.number }
      const { data } = await octokit.rest.issues.createComment({ ...issue, body, request })
      return toCommentLink(data)
    } catch (error) {
      const isPassed: boolean = isPassing(error) && !hasPassed
      if (attempt === maxCreateTries || !(isTransient(error) || isPassed)) throw error
      if (isPassed) await clock.sleep(passingPauseMs, signal)
      else await pauseBeforeRetry(error, attempt, { clock, signal, log, what, firstPauseMs: createPauseMs })
      hasPassed ||= isPassed
      const existing = (await list.all()).find(found => isMine(found, plan))
      if (existing) return existing
    }
  }
}

/** Milliseconds before the second try. GitHub's list may lack a comment that was created a moment ago. */
const createPauseMs = 1500

function commentError(error: unknown, { owner, repo }: Repository, { number }: CommentPlan): ActionError {
  const what = 'The comment could not be written'
  return (
    pullRequestError(error, what, { owner, repo, number }) ?? gitHubError(error, what, 'pull-requests: write')
  )
}

/** How often a part is written again if another job has removed it from a shared comment. */
const maxPartRounds = 12
/** How many times in a row the part must be found in the comment. */
const requiredFinds = 2
/** Milliseconds before a check: longer than another job takes from reading the comment to writing it. */
const rereadPauseMs = 2000

interface Access {
  list: CommentList
  /** Undefined if a newer run has written the comment. */
  write(): Promise<WrittenComment | undefined>
}

/**
 * Writes our part of a shared comment until it stays. A failed write is not repeated as it was, because other jobs may
 * have written since.
 */
async function keepPart(
  { clock, signal, log }: Repository,
  plan: CommentPlan,
  part: Part,
  { list, write }: Access,
): Promise<WrittenComment | undefined> {
  const stays = async (finds = 1): Promise<boolean> => {
    await clock.sleep(rereadPauseMs * (1 + Math.random()), signal)
    const [found, ...more] = (await list.changed()).filter(comment => isMine(comment, plan))
    if (!found || more.length > 0 || !hasPart(found.body, part)) return false
    return finds === requiredFinds || stays(finds + 1)
  }
  let failures = 0
  for (let round = 1; round <= maxPartRounds; round++) {
    try {
      const written = await write()
      if (written === undefined || (await stays())) return written
      failures = 0
    } catch (error) {
      if (!isTransient(error)) throw error
      failures++
      const pause = { clock, signal, log, what: 'writing the comment', firstPauseMs: rereadPauseMs }
      await pauseBeforeRetry(error, Math.min(failures, maxCreateTries), pause)
    }
  }
  throw new ActionError(
    "This job's part of the comment was overwritten again and again",
    'Run the job again; everything else was published.',
  )
}
