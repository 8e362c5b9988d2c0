import { statusOf } from '../github/errors.ts'
import type { Repository } from '../github/repository.ts'
import { fields, idOf, listAllPages, textOf, urlIn } from '../github/responses.ts'
import { isObject, parseJson } from '../runtime/json.ts'
import { once } from '../runtime/once.ts'
import { escapeUnicode } from '../runtime/text.ts'

/** Which comment is to be written, and by whom. */
export interface CommentIdentity {
  /** The pull request. */
  number: number
  /** There is one comment for each key and writer. */
  key: string
  /** Distinguishes the writers of one key. */
  writer: string
  run: { id: number; attempt: number }
}

export interface CommentLink {
  id: number
  url: string
}

export interface FoundComment extends CommentLink {
  mark: Mark
  body: string
}

/** Lists the comments of one key that the token's user or app has written, the oldest first. */
export interface CommentList {
  all(): Promise<FoundComment[]>
  /** The comments that changed after `all()` was first called. One request, also for a long pull request. */
  changed(): Promise<FoundComment[]>
}

/** Whether a comment of the plan's key is this writer's. */
export const isMine = ({ mark }: FoundComment, { writer }: CommentIdentity) => mark.writer === writer

/** The hidden beginning of a comment of ours. */
export interface Mark {
  key: string
  run: number
  attempt: number
  /** Older versions of the action wrote no writer. */
  writer?: string
}

export function marker({ key, run, writer }: Pick<CommentIdentity, 'key' | 'run' | 'writer'>): string {
  const mark: Mark = { key, run: run.id, attempt: run.attempt, writer }
  return `<!-- looker-snapshot ${JSON.stringify(mark).replace(/[<>-]/g, escapeUnicode)} -->`
}

function parseMark(body: string): Mark | undefined {
  const json = /^<!-- looker-snapshot (\{.*?\}) -->/.exec(body)?.[1]
  const mark = json && parseJson(json)
  if (!isObject(mark)) return undefined
  const { key, run, attempt, writer } = mark
  // Anyone may write a marker into a comment of our author: a run number beyond all others must not stop later runs.
  if (typeof key !== 'string' || !Number.isSafeInteger(run) || !Number.isSafeInteger(attempt))
    return undefined
  return { key, run: Number(run), attempt: Number(attempt), ...(typeof writer === 'string' && { writer }) }
}

export const toCommentLink = (comment: unknown): CommentLink => ({
  id: idOf(comment, 'comment'),
  url: urlIn(comment, 'html_url', 'comment'),
})

type ListPlan = Pick<CommentIdentity, 'number' | 'key'>

/** The author of comments that are written with the job's own token. */
const jobLogin = 'github-actions[bot]'

/** A marker proves nothing, because anyone can write one: only the author counts. */
export function openCommentList(repository: Repository, plan: ListPlan): CommentList {
  const person = once(() => readPerson(repository))
  const app = once(() => readApp(repository))
  let since: string | undefined
  const ofThisAuthor = async (marked: MarkedComment[]) => {
    const login = await person()
    if (login !== undefined) return marked.filter(comment => comment.login === login)
    const bots = marked.filter(({ isBot }) => isBot)
    // The token's app matters only if another app's comment has our marker.
    const own = bots.every(comment => comment.login === jobLogin) ? jobLogin : await app()
    return bots.filter(comment => comment.login === own)
  }
  return {
    async all() {
      await person()
      const { comments, date } = await listMarked(repository, plan)
      since ??= date
      return ofThisAuthor(comments)
    },
    async changed() {
      const { comments } = await listMarked(repository, plan, since)
      return ofThisAuthor(comments)
    },
  }
}

/** The login of a person's token. Undefined for the token of an app, such as the job's own token (`ghs_…`). */
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

/** The login of the token's app, which only GraphQL returns. If GraphQL fails, the login of the job's own token. */
async function readApp({ octokit, signal }: Repository): Promise<string> {
  try {
    const { viewer } = fields(await octokit.graphql('{ viewer { login } }'), 'answer')
    return `${textOf(viewer, 'login', 'user').replace(/\[bot\]$/, '')}[bot]`
  } catch {
    signal.throwIfAborted()
    return jobLogin
  }
}

interface MarkedComment extends FoundComment {
  login: unknown
  isBot: boolean
}

/** Milliseconds. A replica of GitHub's database may lag, and `since` counts full seconds. */
const sinceMarginMs = 60_000

/** @returns the comments of the key, and the time before which they were read, by GitHub's clock */
async function listMarked({ octokit, owner, repo }: Repository, plan: ListPlan, since?: string) {
  const issue = { owner, repo, issue_number: plan.number, per_page: 100, ...(since && { since }) }
  let date: string | undefined
  const comments = await listAllPages(async page => {
    const answer = await octokit.rest.issues.listComments({ ...issue, page })
    date ??= beforeDate(answer.headers.date)
    return answer
  }, 'list of comments')
  const marked = comments
    .flatMap(({ body, user, ...comment }): MarkedComment[] => {
      const text = typeof body === 'string' ? body : ''
      const mark = parseMark(text)
      if (mark?.key !== plan.key || !isObject(user)) return []
      return [{ ...toCommentLink(comment), mark, body: text, login: user.login, isBot: user.type === 'Bot' }]
    })
    .sort((a, b) => a.id - b.id)
  return { comments: marked, date }
}

/** Undefined without a date: then all comments are listed again. */
function beforeDate(date: string | undefined): string | undefined {
  const time = Date.parse(date ?? '') - sinceMarginMs
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}
