import { fields, idOf, listAllPages, type Repository, textOf, urlIn } from '../github/client.ts'
import { statusOf } from '../github/github-errors.ts'
import { isObject, parseJson } from '../runtime/json.ts'
import { hiddenJson } from '../runtime/text.ts'
import { once } from '../runtime/time.ts'

export interface CommentIdentity {
  number: number
  /**
   * The input `comment-key`, or the key that the jobs of a matrix share. Comments of different writers may have the
   * same key.
   */
  key: string
  /** Identifies the step (see `writerOf`). */
  writer: string
  /** The step's place in the workflow (see `placeInWorkflow`). */
  place?: string
  run: { id: number; attempt: number; url: string; sha?: string | undefined }
}

export interface CommentLink {
  id: number
  url: string
}

export interface FoundComment extends CommentLink {
  mark: Mark
  body: string
}

/** The action's comments with a given key, oldest first. Their author is the token's user or app. */
export interface CommentList {
  /**
   * Returns all comments. The first call reads all pages. Later calls read only comments that changed after the first
   * call.
   */
  current(): Promise<FoundComment[]>
  /** Returns the comments that changed after the first call of `current`. */
  changed(): Promise<FoundComment[]>
  /** Removes a deleted comment from the result of `current`, because GitHub does not list deleted comments. */
  forget(id: number): void
}

export const isMine = ({ mark }: FoundComment, { writer }: CommentIdentity) => mark.writer === writer

/** The hidden data at the beginning of the action's comments. */
export interface Mark {
  key: string
  run: number
  attempt: number
  /** Identifies the step that wrote the comment (see `writerOf`). Comments of older releases lack it. */
  writer?: string
  place?: string
  /** The commit that the comment is about. */
  sha?: string
}

export function marker({ key, run, writer, place }: Omit<CommentIdentity, 'number'>): string {
  const { id, attempt, sha } = run
  const mark: Mark = {
    ...{ key, run: id, attempt, writer },
    ...(place !== undefined && { place }),
    ...(sha !== undefined && { sha }),
  }
  return `<!-- looker-snapshot ${hiddenJson(mark)} -->`
}

export function parseMark(body: string): Mark | undefined {
  const json = /^<!-- looker-snapshot (\{.*?\}) -->/.exec(body)?.[1]
  const mark = json && parseJson(json)
  if (!isObject(mark)) return undefined
  const { key, run, attempt, writer, place, sha } = mark
  // A user can write a huge run number into the marker. Without this check, no run could change the comment any more.
  if (typeof key !== 'string' || !isSafeCount(run) || !isSafeCount(attempt)) return undefined
  return {
    ...{ key, run, attempt },
    ...(typeof writer === 'string' && { writer }),
    ...(typeof place === 'string' && { place }),
    ...(typeof sha === 'string' && { sha }),
  }
}

const isSafeCount = (value: unknown): value is number => Number.isSafeInteger(value)

export const toCommentLink = (comment: unknown): CommentLink => ({
  id: idOf(comment, 'comment'),
  url: urlIn(comment, 'html_url', 'comment'),
})

type ListPlan = Pick<CommentIdentity, 'number' | 'key'>

/** The author of comments that are written with the job's own token. */
const jobLogin = 'github-actions[bot]'

/**
 * Opens the list of the action's comments. Any user can write the hidden marker, so a comment counts only if its author
 * is the token's user or app.
 */
export function openCommentList(repository: Repository, plan: ListPlan): CommentList {
  const person = once(() => readPerson(repository))
  let app: string | undefined
  const known = new Map<number, MarkedComment>()
  let since: string | undefined
  const ofThisAuthor = async (marked: MarkedComment[]) => {
    const login = await person()
    if (login !== undefined) return marked.filter(comment => comment.login === login)
    const bots = marked.filter(({ isBot }) => isBot)
    if (bots.every(comment => comment.login === jobLogin)) return bots
    // Only now is a request for the app's login necessary.
    app ??= await readApp(repository)
    return bots.filter(comment => comment.login === app)
  }
  const read = async () => {
    await person()
    const { listed, date } = await listComments(repository, plan.number, since)
    since ??= date
    for (const { id } of listed) if (typeof id === 'number') known.delete(id)
    const marked = listed.flatMap(comment => toMarked(comment, plan.key))
    for (const comment of marked) known.set(comment.id, comment)
    return marked.sort(oldestFirst)
  }
  return {
    async current() {
      await read()
      return ofThisAuthor([...known.values()].sort(oldestFirst))
    },
    changed: async () => ofThisAuthor(await read()),
    forget: id => void known.delete(id),
  }
}

const oldestFirst = (one: FoundComment, other: FoundComment) => one.id - other.id

/** Returns the login of the token's user. An app's token (`ghs_…`), such as the job's own token, has no user. */
async function readPerson({ octokit, token }: Repository): Promise<string | undefined> {
  if (token.startsWith('ghs_')) return undefined
  try {
    const { data } = await octokit.rest.users.getAuthenticated()
    return textOf(data, 'login', 'user')
  } catch (error) {
    if (statusOf(error) !== 403) throw error
    return undefined
  }
}

/** Returns the login of the token's app. Only GraphQL returns this login. */
async function readApp({ octokit }: Repository): Promise<string> {
  const { viewer } = fields(await octokit.graphql('{ viewer { login } }'), 'answer')
  return `${textOf(viewer, 'login', 'user').replace(/\[bot\]$/, '')}[bot]`
}

interface MarkedComment extends FoundComment {
  login: unknown
  isBot: boolean
}

/**
 * Subtracted from `since`, because GitHub's answer may be out of date, and because `since` has no fractions of a
 * second.
 */
const sinceMarginMs = 60_000

/** The returned `date` is a minute before the request, by GitHub's clock. */
async function listComments({ octokit, owner, repo }: Repository, number: number, since?: string) {
  const issue = { owner, repo, issue_number: number, per_page: 100, ...(since && { since }) }
  let date: string | undefined
  const listed = await listAllPages(async page => {
    const answer = await octokit.rest.issues.listComments({ ...issue, page })
    date ??= marginBefore(answer.headers.date)
    return answer
  }, 'list of comments')
  return { listed, date }
}

/** Returns undefined if the date is missing. All comments are then listed each time. */
function marginBefore(date: string | undefined): string | undefined {
  const time = Date.parse(date ?? '') - sinceMarginMs
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

function toMarked({ body, user, ...comment }: Record<string, unknown>, key: string): MarkedComment[] {
  const text = typeof body === 'string' ? withUnixLines(body) : ''
  const mark = parseMark(text)
  if (mark?.key !== key || !isObject(user)) return []
  return [{ ...toCommentLink(comment), mark, body: text, login: user.login, isBot: user.type === 'Bot' }]
}

/**
 * After an edit on its website, GitHub returns the lines of a comment with CRLF
 * (https://github.com/actions/runner/issues/1462).
 */
export const withUnixLines = (body: string): string => body.replaceAll('\r\n', '\n')

/**
 * The minimum pause before the comment is read again. A job takes at most this long from reading to writing the
 * comment.
 */
export const rereadPauseMs = 2000

export const pauseBeforeReread = ({ clock, signal }: Repository): Promise<void> =>
  clock.sleep(rereadPauseMs * (1 + Math.random()), signal)
