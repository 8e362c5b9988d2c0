import { statusOf } from '../github/errors.ts'
import type { Repository } from '../github/repository.ts'
import { fields, idOf, listAllPages, textOf, urlIn } from '../github/responses.ts'
import { once } from '../runtime/deadline.ts'
import { isObject, parseJson } from '../runtime/json.ts'
import { escapeUnicode } from '../runtime/text.ts'

/** Which comment is to be written, and by whom. */
export interface CommentIdentity {
  /** The pull request. */
  number: number
  /** There is one comment for each key and writer. */
  key: string
  /** Distinguishes the writers of one key. */
  writer: string
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

export type ListComments = () => Promise<FoundComment[]>

/** Whether a comment of the plan's key is this writer's. */
export const isMine = ({ mark }: FoundComment, { writer }: CommentIdentity) => mark.writer === writer

/** The hidden beginning of a comment of ours. */
export interface Mark {
  key: string
  run: number
  attempt: number
  /** Undefined in comments of releases that did not distinguish writers. */
  writer?: string
  /** The commit that the comment is about. */
  sha?: string
}

export function marker({ key, run, writer }: Pick<CommentIdentity, 'key' | 'run' | 'writer'>): string {
  const { id, attempt, sha } = run
  const mark: Mark = { key, run: id, attempt, writer, ...(sha !== undefined && { sha }) }
  return `<!-- looker-snapshot ${JSON.stringify(mark).replace(/[<>-]/g, escapeUnicode)} -->`
}

export function parseMark(body: string): Mark | undefined {
  const json = /^<!-- looker-snapshot (\{.*?\}) -->/.exec(body)?.[1]
  const mark = json && parseJson(json)
  if (!isObject(mark)) return undefined
  const { key, run, attempt, writer, sha } = mark
  if (typeof key !== 'string' || typeof run !== 'number' || typeof attempt !== 'number') return undefined
  return {
    ...{ key, run, attempt },
    ...(typeof writer === 'string' && { writer }),
    ...(typeof sha === 'string' && { sha }),
  }
}

export const toCommentLink = (comment: unknown): CommentLink => ({
  id: idOf(comment, 'comment'),
  url: urlIn(comment, 'html_url', 'comment'),
})

type ListPlan = Pick<CommentIdentity, 'number' | 'key'>

/** The author of comments that the job's own token writes. */
const jobLogin = 'github-actions[bot]'

/**
 * Lists the comments of the plan's key that the token's user or app has written, the oldest first. The author is checked
 * because everybody can write a marker.
 */
export function commentLister(repository: Repository, plan: ListPlan): () => Promise<FoundComment[]> {
  const person = once(() => readPerson(repository))
  const app = once(() => readApp(repository))
  return async () => {
    const login = await person()
    const marked = await listMarked(repository, plan)
    if (login !== undefined) return marked.filter(comment => comment.login === login)
    const bots = marked.filter(({ isBot }) => isBot)
    // The token's app matters only if another app's comment has our marker.
    const own = bots.every(comment => comment.login === jobLogin) ? jobLogin : await app()
    return bots.filter(comment => comment.login === own)
  }
}

/** The login of a person's token; undefined for an app's token (`ghs_…`), such as the job's own, which has no user. */
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

/** The login of the token's app, which only GraphQL returns. If that fails, the login of the job's own token. */
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

async function listMarked({ octokit, owner, repo }: Repository, plan: ListPlan): Promise<MarkedComment[]> {
  const issue = { owner, repo, issue_number: plan.number, per_page: 100 }
  const comments = await listAllPages(
    page => octokit.rest.issues.listComments({ ...issue, page }),
    'list of comments',
  )
  return comments
    .flatMap(({ body, user, ...comment }) => {
      const text = typeof body === 'string' ? body : ''
      const mark = parseMark(text)
      if (mark?.key !== plan.key || !isObject(user)) return []
      return [{ ...toCommentLink(comment), mark, body: text, login: user.login, isBot: user.type === 'Bot' }]
    })
    .sort((a, b) => a.id - b.id)
}
