import type { Answer, Call } from './blobs.ts'
import type { World } from './model.ts'

/** The value of GITHUB_SERVER_URL. */
export const serverUrl = 'https://github.com'

/** Returns GitHub's answer to a refused request. Only a failed validation has `errors`. */
export function refusal(status: number, message: string, errors?: object[]): Answer {
  const body = { message, ...(errors && { errors }), documentation_url: 'https://docs.github.com/rest' }
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ ...body, status: String(status) }),
  }
}

/** Replaces the emulator's texts and addresses by GitHub's texts and addresses. */
export function rewritten(world: World, answer: Answer): Answer {
  const { link, ...headers } = answer.headers ?? {}
  const here = { ...headers, ...(link && { link: link.replaceAll(world.emulatorUrl, world.apiUrl) }) }
  if (!headers['content-type']?.includes('json') || !answer.body) return { ...answer, headers: here }
  const value: unknown = JSON.parse(answer.body.toString(), (key, part) => revised(world, key, part))
  return { ...answer, headers: here, body: JSON.stringify(value) }
}

function revised(world: World, key: string, value: unknown): unknown {
  if (key === 'documentation_url') return 'https://docs.github.com/rest'
  if (isAsset(value)) return { ...value, browser_download_url: downloadUrl(world, value) }
  if (typeof value !== 'string' || !value.startsWith(world.emulatorUrl)) return value
  const path = value.slice(world.emulatorUrl.length)
  if (key !== 'html_url') return world.apiUrl + path
  // The emulator links to an issue, but all comments here belong to pull requests.
  return serverUrl + path.replace(/\/issues\/(\d+#issuecomment)/, '/pull/$1')
}

interface AssetFields {
  id: number
  name: string
  browser_download_url: string
}

const isAsset = (value: unknown): value is AssetFields =>
  typeof value === 'object' && value !== null && 'browser_download_url' in value

/** Returns the URL with the tag of the asset's release. The emulator's URL lacks the tag. */
function downloadUrl({ repository, assets, releases }: World, { id, name }: AssetFields): string {
  const release = assets.find(asset => asset.id === id)?.release
  const tag = releases.get(release ?? 0)?.tag ?? ''
  return [serverUrl, repository, 'releases/download', encodeURIComponent(tag), encodeURIComponent(name)].join(
    '/',
  )
}

const words: Record<string, string> = {
  'Update is not a fast-forward': 'Update is not a fast forward',
  'Invalid sha': 'Object does not exist',
  'Validation failed': 'Validation Failed',
}

/** Changes responses of the emulator that differ from GitHub's. */
export async function corrected(world: World, call: Call, answer: Answer): Promise<Answer> {
  const path = call.url.pathname
  const data = parsed(answer)
  if (/^(PATCH|DELETE)$/.test(call.method) && path.includes('/git/refs/') && answer.status === 404)
    return refusal(422, 'Reference does not exist')
  const commit = /\/repos\/[^/]+\/[^/]+\/commits\/(.+)$/.exec(path)?.[1]
  if (commit && answer.status === 404) return refusal(422, `No commit found for SHA: ${commit}`)
  // GitHub finds only published releases by tag.
  if (path.includes('/releases/tags/') && data.draft) return refusal(404, 'Not Found')
  if (answer.status >= 400) return refusal(answer.status, words[String(data.message)] ?? String(data.message))
  const asked = call.method === 'GET' && /\/git\/trees\/([^/]+)$/.exec(path)?.[1]
  return asked ? { ...answer, body: JSON.stringify({ ...data, ...(await named(world, asked)) }) } : answer
}

export const parsed = ({ body }: { body?: Buffer | string }): Record<string, unknown> =>
  JSON.parse(body?.toString() || '{}')

// If a tree is requested by a commit or a branch, GitHub returns the commit's SHA in `sha`
// (https://github.com/cscheid/rgithub/issues/43).
async function named(world: World, asked: string): Promise<{ sha?: string; url?: string }> {
  const base = `/repos/${world.repository}`
  const commit = await world.find<{ sha: string }>(`${base}/commits/${asked}`)
  return commit ? { sha: commit.sha, url: `${world.apiUrl}${base}/git/trees/${commit.sha}` } : {}
}
