import { parsed, refusal } from './answers.ts'
import type { Answer, Call } from './blobs.ts'
import type { World } from './model.ts'

/* Requests of the Git Data API that GitHub refuses and the emulator accepts. */

const isPost = ({ method, url }: Call, kind: string) =>
  method === 'POST' && url.pathname.endsWith(`/git/${kind}`)

/**
 * Refuses a name that git does not accept (https://git-scm.com/docs/git-check-ref-format,
 * https://github.com/octokit/octokit.rb/issues/675).
 */
export function invalidRef(_: World, call: Call): Answer | undefined {
  if (!isPost(call, 'refs')) return undefined
  const ref = String(parsed(call).ref ?? '')
  if (!/^refs\/[^/]*\/./.test(ref))
    return refusal(422, 'Reference name must contain at least three slash-separated components.')
  return isRefName(ref) ? undefined : refusal(422, `${ref} is not a valid ref name.`)
}

const isRefName = (ref: string) =>
  !/[\s~^:?*[\\\p{Cc}]|\.\.|@\{/u.test(ref) &&
  ref.split('/').every(part => part !== '' && !/^\.|\.lock$|\.$/.test(part))

interface TreeEntry {
  path?: unknown
  sha?: unknown
  content?: unknown
}

/**
 * Refuses an empty tree (https://github.com/47degrees/github4s/issues/259), and paths that git does not accept
 * (https://github.com/joshcai/leetcode-sync/issues/22).
 */
export function invalidTree(_: World, call: Call): Answer | undefined {
  if (!isPost(call, 'trees')) return undefined
  const { tree } = parsed(call) as { tree?: TreeEntry[] }
  if (!Array.isArray(tree) || tree.length === 0) return refusal(422, 'Invalid tree info')
  const paths = tree.map(({ path }) => String(path ?? ''))
  // GitHub refuses such a path (https://github.com/hub4j/github-api/issues/1217).
  if (paths.some(path => path.startsWith('/'))) return refusal(422, 'tree.path cannot start with a slash')
  return paths.every(isTreePath) ? undefined : refusal(422, 'tree.path contains a malformed path component')
}

/**
 * Whether git accepts the path in a tree. Git refuses `.git` in upper and lower case, because some file systems ignore
 * case.
 */
const isTreePath = (path: string) =>
  !path.includes('\0') && path.split('/').every(part => part !== '' && !/^(\.|\.\.|\.git)$/i.test(part))

/**
 * Refuses content that is not Base64 (https://github.com/SpinlockLabs/github.dart/issues/340). Node would decode any
 * text without an error.
 */
export function invalidBase64(_: World, call: Call): Answer | undefined {
  if (!isPost(call, 'blobs')) return undefined
  const { content, encoding } = parsed(call)
  if (encoding !== 'base64' || isBase64(String(content ?? ''))) return undefined
  return refusal(422, 'content is not valid Base64')
}

function isBase64(text: string): boolean {
  const digits = text.replace(/[\r\n]/g, '')
  return digits.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(digits)
}
