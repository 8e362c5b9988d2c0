import { gitHubFault, isPassing, pauseAsked, type Repository, statusOf } from './github.ts'

export interface CommentPlan {
  /** The pull request. */
  number: number
  /** One comment for each. */
  key: string
  run: { id: number; attempt: number }
  body: string
  token: string
}

export interface CommentLink {
  id: number
  url: string
}

interface Found extends CommentLink {
  mark: Mark
}

interface Mark {
  key: string
  run: number
  attempt: number
}

/** Tries to create the comment; between two of them the list is read again. */
const tries = 4

/**
 * Creates the comment of this key, or updates it: found by a hidden marker and its author, never doubled, and
 * not written over when a newer run has written it.
 * @returns undefined where a newer run's comment stands
 */
export async function upsertComment(
  repository: Repository,
  plan: CommentPlan,
): Promise<CommentLink | undefined> {
  try {
    const isOwn = await ownership(repository, plan.token)
    const before = await ownComments(repository, plan, isOwn)
    if (before.length > 0) return await update(repository, plan, before)
    const created = await create(repository, plan, isOwn)
    // Another job may have created one in between: all keep the oldest.
    const after = await ownComments(repository, plan, isOwn)
    return after.length > 1 ? await update(repository, plan, after) : created
  } catch (error) {
    throw gitHubFault(error, 'The comment could not be written', 'pull-requests: write')
  }
}

const marker = ({ key, run }: CommentPlan) =>
  `<!-- looker-snapshot ${JSON.stringify({ key, run: run.id, attempt: run.attempt } satisfies Mark).replace(/[<>-]/g, escaped)} -->`
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

function markOf(body: string): Mark | undefined {
  const json = /^<!-- looker-snapshot (\{.*?\}) -->/.exec(body)?.[1]
  try {
    return json ? (JSON.parse(json) as Mark) : undefined
  } catch {
    return undefined
  }
}

interface Author {
  login?: string
  type?: string
}

/**
 * Who may have written a comment of ours. A personal token tells its user. An installation token (`ghs_…`, the
 * job's own among them) cannot, but nobody who is a person can have written its comments.
 */
async function ownership(
  { octokit }: Repository,
  token: string,
): Promise<(author: Author | null) => boolean> {
  if (token.startsWith('ghs_')) return author => author?.type === 'Bot'
  try {
    const { data } = await octokit.rest.users.getAuthenticated()
    return author => author?.login === data.login
  } catch (error) {
    if (statusOf(error) !== 403) throw error
    return author => author?.type === 'Bot'
  }
}

/** Oldest first. */
async function ownComments(
  { octokit, owner, repo }: Repository,
  plan: CommentPlan,
  isOwn: (author: Author | null) => boolean,
): Promise<Found[]> {
  const comments = await octokit.paginate(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: plan.number,
    per_page: 100,
  })
  return comments
    .flatMap(({ id, html_url: url, body, user }) => {
      const mark = markOf(body ?? '')
      return mark?.key === plan.key && isOwn(user) ? [{ id, url, mark }] : []
    })
    .sort((a, b) => a.id - b.id)
}

async function update(
  { octokit, owner, repo }: Repository,
  plan: CommentPlan,
  found: readonly Found[],
): Promise<CommentLink | undefined> {
  const [oldest, ...extras] = found
  if (!oldest) return undefined
  const newer = found.some(
    ({ mark }) => mark.run > plan.run.id || (mark.run === plan.run.id && mark.attempt > plan.run.attempt),
  )
  if (!newer)
    await octokit.rest.issues.updateComment({
      owner,
      repo,
      comment_id: oldest.id,
      body: `${marker(plan)}\n${plan.body}`,
    })
  for (const { id } of extras) await removeComment({ octokit, owner, repo }, id)
  return newer ? undefined : { id: oldest.id, url: oldest.url }
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
        body: `${marker(plan)}\n${plan.body}`,
        request: { once: true },
      })
      return { id: data.id, url: data.html_url }
    } catch (error) {
      if (!isPassing(error) || attempt === tries) throw error
      const pause = 1500 * 2 ** (attempt - 1) * (1 + Math.random() / 2)
      await clock.sleep(Math.max(pauseAsked(error), pause), signal)
      const [existing] = await ownComments(repository, plan, isOwn)
      if (existing) return existing
    }
  }
}
