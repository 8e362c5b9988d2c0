import type { World } from './model.ts'

export interface Comment {
  id: number
  body: string
  user: { login: string; type?: string }
}

export interface Asset {
  id: number
  name: string
  label: string | null
  size: number
  bytes: Buffer
}

/** Reads the state of GitHub after a run of the action. */
export interface GitHubViews {
  /** Returns the comments of a pull request. The oldest comment comes first. */
  comments(number: number): Promise<Comment[]>
  /** Returns the commit of a ref such as `heads/looker-snapshots` or `looker/snapshots`. */
  ref(name: string): Promise<string | undefined>
  tree(commit: string): Promise<{ path: string; sha: string }[]>
  fileAt(commit: string, path: string): Promise<Buffer | undefined>
  /** Returns the commits of a ref. The newest commit comes first. */
  commitsOf(ref: string): Promise<{ sha: string; message: string; parents: string[] }[]>
  assets(tag: string): Promise<Asset[]>
}

export function viewsOf(world: World): GitHubViews {
  const base = `/repos/${world.repository}`
  const ref = async (name: string) =>
    (await world.find<{ object: { sha: string } }>(`${base}/git/ref/${name}`))?.object.sha
  const tree = async (commit: string) => {
    const { tree: entries } = await world.ask<Tree>('GET', `${base}/git/trees/${commit}?recursive=1`)
    const files = entries.filter(({ type }) => type === 'blob').map(({ path, sha }) => ({ path, sha }))
    return files.sort((a, b) => (a.path < b.path ? -1 : 1))
  }
  return {
    ref,
    tree,
    comments: number => allComments(world, `${base}/issues/${number}/comments`),
    fileAt: async (commit, path) => {
      const entry = (await tree(commit)).find(file => file.path === path)
      if (!entry) return undefined
      const { content } = await world.ask<{ content: string }>('GET', `${base}/git/blobs/${entry.sha}`)
      return Buffer.from(content, 'base64')
    },
    commitsOf: async name => history(world, await ref(name)),
    assets: tag => assetsOf(world, tag),
  }
}

interface Tree {
  tree: { path: string; sha: string; type: string }[]
}

async function allComments({ ask }: World, path: string): Promise<Comment[]> {
  const all: Comment[] = []
  for (let page = 1; ; page += 1) {
    const some = await ask<Comment[]>('GET', `${path}?per_page=100&page=${page}`)
    all.push(...some.map(({ id, body, user: { login, type = '' } }) => ({ id, body, user: { login, type } })))
    if (some.length < 100) return all
  }
}

interface Commit {
  sha: string
  message: string
  parents: { sha: string }[]
}

async function history({ ask, repository }: World, head: string | undefined) {
  const found = new Map<string, { sha: string; message: string; parents: string[] }>()
  const next = head ? [head] : []
  for (const sha of next) {
    if (found.has(sha)) continue
    const { message, parents } = await ask<Commit>('GET', `/repos/${repository}/git/commits/${sha}`)
    found.set(sha, { sha, message, parents: parents.map(parent => parent.sha) })
    next.push(...parents.map(parent => parent.sha))
  }
  return [...found.values()]
}

async function assetsOf({ ask, assets, releases, repository }: World, tag: string): Promise<Asset[]> {
  const [release] = [...releases].find(([, { tag: other }]) => other === tag) ?? []
  if (!release) return []
  const path = `/repos/${repository}/releases/${release}/assets?per_page=100`
  const listed = await ask<Omit<Asset, 'bytes'>[]>('GET', path)
  return listed.map(({ id, name, label, size }) => {
    const bytes = assets.find(asset => asset.id === id)?.bytes ?? Buffer.alloc(0)
    return { id, name, label, size, bytes }
  })
}
