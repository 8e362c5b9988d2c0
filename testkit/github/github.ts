import { serverUrl } from './answers.ts'
import { RateLimiter, type RateLimits } from './harder.ts'
import type { Permissions, World } from './model.ts'
import { type GitHubFault, type GitHubRequest, startProxy } from './proxy.ts'
import { type GitHubViews, viewsOf } from './views.ts'
import { otherApp, startWorld } from './world.ts'

export type { GitHubFault, GitHubRequest } from './proxy.ts'

/** Files by path. null deletes a file. */
type ChangedFiles = Record<string, string | null>

export interface GitHubOptions {
  /** Whether the repository is private. The default is true. */
  private?: boolean
  /** Whether the repository has no commit. */
  empty?: boolean
  /** Files on the main branch in addition to a README. */
  files?: Record<string, string>
}

export interface PullRequestOptions {
  /** The pull request's branch. The default is `feature-1`. */
  branch?: string
  title?: string
  /** New or changed files. The default is a view with the branch's name. */
  files?: ChangedFiles
}

export interface GitHub extends GitHubViews {
  /** The value of GITHUB_API_URL. */
  apiUrl: string
  /** `acme/lookml` */
  repository: string
  /**
   * The token of a job with `contents: write` and `pull-requests: write`. Comments with this token come from
   * `github-actions[bot]`.
   */
  token: string
  /** Returns the token of a job with only these permissions. */
  tokenWith(permissions: Permissions): Promise<string>
  /** The token of another app, `acme-charts[bot]`, with the same permissions. */
  otherBotToken: string
  /** The token of the user `mona`, who may read the repository and comment on its pull requests. */
  userToken: string
  /** The requests in order. The requests of the test itself are missing. */
  requests: GitHubRequest[]
  /** Requests of the action that differ from GitHub's description of its API. */
  violations: string[]
  fault(fault: GitHubFault): void
  limit(limits: RateLimits): void
  /** Renames the repository. GitHub then redirects requests with the old name. */
  rename(): void
  /** After each write to a ref, the next `reads` reads of the ref return the old value. */
  lag(reads: number): void
  closePullRequest(number: number): Promise<void>
  /** Merges with a merge commit, or with a squash. Returns the new commit of the main branch. */
  mergePullRequest(number: number, method?: 'merge' | 'squash'): Promise<string>
  setLabels(number: number, labels: readonly string[]): Promise<void>
  /** Opens an issue. Returns its number. */
  issue(): Promise<number>
  /** Opens a pull request with a new branch. Returns the payload of the event. */
  pullRequest(about?: PullRequestOptions): Promise<{ number: number; payload: object }>
  /** The branch must exist. Returns the commit's SHA. */
  commit(files: ChangedFiles, about?: { branch?: string; message?: string }): Promise<string>
  /** Creates or moves a branch, as a push by Looker would. Without a commit, deletes the branch. */
  setBranch(branch: string, commit: string | undefined): Promise<void>
  /** Returns the payload of a push. The default ref is the main branch. */
  pushPayload(ref?: string): object
  /** Adds comments of the user `mona`. The comments have not changed for a long time. */
  addOldComments(number: number, count: number): Promise<void>
  /** Adds a comment. The default author is the user `mona`. */
  addComment(number: number, body: string, token?: string): Promise<{ id: number }>
  /** The returned `url` is the release's page. */
  createRelease(
    tag: string,
    options?: { immutable?: boolean; draft?: boolean },
  ): Promise<{ id: number; url: string }>
  /** Refuses all later writes to the branch or ref. The default message is GitHub's message for a ruleset. */
  protectBranch(name: string, message?: string): Promise<void>
  env(): Record<string, string>
  close(): Promise<void>
}

/**
 * Starts GitHub's REST API on a loopback port, with one repository. The emulator `emulate` stores the data. Our proxy
 * in front of the emulator records requests, injects faults, and adds behaviour that the emulator lacks (see rules.ts
 * and harder.ts).
 */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const { private: isPrivate = true, empty = false, files = {} } = options
  const repository = 'acme/lookml'
  const { world, person } = await startWorld(repository, { private: isPrivate, empty })
  const proxy = await startProxy(world)
  const { apiUrl } = world
  const token = await world.installationToken(mayWrite)
  const otherBotToken = await world.installationToken(mayWrite, otherApp)
  if (!empty) await commitFiles(world, 'main', files)
  const views = viewsOf(world)
  const about = await world.ask<object>('GET', `/repos/${repository}`)
  const head = await views.ref('heads/main')
  return {
    ...views,
    apiUrl,
    repository,
    token,
    otherBotToken,
    userToken: person,
    tokenWith: world.installationToken,
    requests: proxy.requests,
    violations: proxy.violations,
    fault: proxy.fault,
    limit: limits => {
      world.limiter = new RateLimiter(limits)
    },
    rename: () => {
      world.isRenamed = true
    },
    lag: reads => {
      world.lagReads = reads
    },
    pullRequest: how => openPullRequest(world, about, how),
    closePullRequest: async number =>
      void (await world.ask('PATCH', `/repos/${repository}/pulls/${number}`, { state: 'closed' })),
    mergePullRequest: async (number, merge_method = 'merge') => {
      const path = `/repos/${repository}/pulls/${number}/merge`
      return (await world.ask<{ sha: string }>('PUT', path, { merge_method })).sha
    },
    issue: async () => {
      const issue = { title: 'A chart is empty' }
      return (await world.ask<{ number: number }>('POST', `/repos/${repository}/issues`, issue)).number
    },
    setLabels: async (number, labels) =>
      void (await world.ask('PUT', `/repos/${repository}/issues/${number}/labels`, { labels })),
    commit: async (files, { branch = 'main', message } = {}) => {
      await commitFiles(world, branch, files, message)
      return (await views.ref(`heads/${branch}`)) as string
    },
    setBranch: (branch, commit) => setBranch(world, branch, commit),
    pushPayload: (ref = 'refs/heads/main') => ({ ...aPush, ref, after: head, repository: about }),
    addOldComments: async (number, count) => {
      for (let index = 0; index < count; index++)
        world.oldComments.add((await addComment(world, number, `Comment ${index}`, person)).id)
    },
    addComment: (number, body, as = person) => addComment(world, number, body, as),
    createRelease: (tag, how) => createRelease(world, tag, how),
    protectBranch: async (name, message = ruleset) =>
      void world.protectedRefs.set(name.startsWith('refs/') ? name : `refs/heads/${name}`, message),
    env: () => ({ GITHUB_API_URL: apiUrl, GITHUB_REPOSITORY: repository, GITHUB_SERVER_URL: serverUrl }),
    close: async () => {
      await Promise.all([proxy.close(), world.close()])
    },
  }
}

const mayWrite = { contents: 'write', 'pull-requests': 'write' } as const
const sender = { login: 'mona', type: 'User' }
const aPush = { created: false, deleted: false, forced: false, sender }

const ruleset = 'Repository rule violations found\n\nChanges must be made through a pull request.\n\n'

async function commitFiles(world: World, branch: string, files: ChangedFiles, message?: string) {
  for (const [path, content] of Object.entries(files)) {
    const url = `/repos/${world.repository}/contents/${path.split('/').map(encodeURIComponent).join('/')}`
    const before = await world.find<{ sha: string }>(`${url}?ref=${branch}`)
    if (content === null) {
      await world.ask('DELETE', url, { message: `Remove ${path}`, branch, sha: before?.sha })
      continue
    }
    await world.ask('PUT', url, {
      message: message ?? `${before ? 'Change' : 'Add'} ${path}`,
      content: Buffer.from(content).toString('base64'),
      branch,
      ...(before && { sha: before.sha }),
    })
  }
}

async function setBranch({ ask, find, repository }: World, branch: string, commit: string | undefined) {
  const refs = `/repos/${repository}/git/refs`
  const exists = await find(`/repos/${repository}/git/ref/heads/${branch}`)
  if (commit === undefined) await ask('DELETE', `${refs}/heads/${branch}`)
  else if (exists) await ask('PATCH', `${refs}/heads/${branch}`, { sha: commit, force: true })
  else await ask('POST', refs, { ref: `refs/heads/${branch}`, sha: commit })
}

async function openPullRequest(world: World, repository: object, how: PullRequestOptions = {}) {
  const base = `/repos/${world.repository}`
  const open = await world.ask<unknown[]>('GET', `${base}/pulls?state=all&per_page=100`)
  const { branch = `feature-${open.length + 1}`, title = `Add ${branch}` } = how
  const { files = { [`${branch}.view.lkml`]: `view: ${branch} {}\n` } } = how
  const main = await world.ask<{ object: { sha: string } }>('GET', `${base}/git/ref/heads/main`)
  await world.ask('POST', `${base}/git/refs`, { ref: `refs/heads/${branch}`, sha: main.object.sha })
  await commitFiles(world, branch, files)
  const pull = { title, head: branch, base: 'main' }
  const opened = await world.ask<{ number: number }>('POST', `${base}/pulls`, pull)
  const { number } = opened
  return { number, payload: { action: 'opened', number, pull_request: opened, repository, sender } }
}

async function addComment(
  { send, repository, emulatorUrl }: World,
  number: number,
  body: string,
  token: string,
) {
  const { status, body: created = '' } = await send({
    method: 'POST',
    url: new URL(`/repos/${repository}/issues/${number}/comments`, emulatorUrl),
    headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ body })),
  })
  if (status !== 201) throw new Error(`No comment: ${status} ${created}`)
  return { id: (JSON.parse(created.toString()) as { id: number }).id }
}

async function createRelease(
  world: World,
  tag: string,
  { immutable = false, draft = false }: { immutable?: boolean; draft?: boolean } = {},
) {
  const release = await world.ask<{ id: number; html_url: string }>(
    'POST',
    `/repos/${world.repository}/releases`,
    { tag_name: tag, name: tag, draft },
  )
  world.releases.set(release.id, { tag, immutable })
  return { id: release.id, url: release.html_url }
}
