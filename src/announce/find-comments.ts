import { statusOf } from '../github/errors.ts'
import type { Repository } from '../github/repository.ts'
import { idOf, listAllPages, textOf, urlIn } from '../github/responses.ts'
import { isObject, parseJson } from '../runtime/json.ts'

export interface CommentPlan {
  /** The pull request. */
  number: number
  /** One comment for each. */
  key: string
  run: { id: number; attempt: number }
  token: string
  /** The text, on top of what this run has written into the comment so far. */
  body(standing: readonly string[]): string
  /** Where several jobs write parts of one comment: whether ours is in it. */
  isIn?(body: string): boolean
}

export interface CommentLink {
  id: number
  url: string
}

export interface Found extends CommentLink {
  mark: Mark
  body: string
}

export interface Mark {
  key: string
  run: number
  attempt: number
}

export const marker = ({ key, run }: CommentPlan) =>
  `<!-- looker-snapshot ${JSON.stringify({ key, run: run.id, attempt: run.attempt } satisfies Mark).replace(/[<>-]/g, escaped)} -->`
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

function markOf(body: string): Mark | undefined {
  const json = /^<!-- looker-snapshot (\{.*?\}) -->/.exec(body)?.[1]
  const mark = json && parseJson(json)
  if (!isObject(mark)) return undefined
  const { key, run, attempt } = mark
  return typeof key === 'string' && typeof run === 'number' && typeof attempt === 'number'
    ? { key, run, attempt }
    : undefined
}

export interface Author {
  login?: string
  type?: string
}

/**
 * Who may have written a comment of ours. A personal token tells its user. An installation token (`ghs_…`, the
 * job's own among them) cannot, but nobody who is a person can have written its comments.
 */
export async function detectOwner(
  { octokit }: Repository,
  token: string,
): Promise<(author: Author | null) => boolean> {
  if (token.startsWith('ghs_')) return author => author?.type === 'Bot'
  try {
    const { data } = await octokit.rest.users.getAuthenticated()
    const login = textOf(data, 'login', 'user')
    return author => author?.login === login
  } catch (error) {
    if (statusOf(error) !== 403) throw error
    return author => author?.type === 'Bot'
  }
}

export const toCommentLink = (comment: unknown): CommentLink => ({
  id: idOf(comment, 'comment'),
  url: urlIn(comment, 'html_url', 'comment'),
})

/** Oldest first. */
export async function findOwnComments(
  { octokit, owner, repo }: Repository,
  plan: CommentPlan,
  isOwn: (author: Author | null) => boolean,
): Promise<Found[]> {
  const issue = { owner, repo, issue_number: plan.number, per_page: 100 }
  const comments = await listAllPages(
    page => octokit.rest.issues.listComments({ ...issue, page }),
    'list of comments',
  )
  return comments
    .flatMap(({ body, user, ...comment }) => {
      const text = typeof body === 'string' ? body : ''
      const mark = markOf(text)
      const own = mark?.key === plan.key && isOwn(isObject(user) ? user : null)
      return own ? [{ ...toCommentLink(comment), mark, body: text }] : []
    })
    .sort((a, b) => a.id - b.id)
}
