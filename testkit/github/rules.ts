import { parsed, refusal } from './answers.ts'
import { archive, archiveLink } from './archive.ts'
import type { Answer, Call } from './blobs.ts'
import { changedComments } from './comments.ts'
import { invalidBase64, invalidRef, invalidTree } from './git-data.ts'
import { lagging, limited, refBelowRef } from './harder.ts'
import type { Permissions, StoredAsset, World } from './model.ts'

/**
 * Behaviour of GitHub that the emulator (0.12.2) lacks. The proxy checks the refusals in this order. If no refusal
 * applies, `prepared` changes some requests before the emulator gets them. answers.ts corrects the emulator's
 * responses.
 */

type Refusal = (world: World, call: Call) => Answer | undefined | Promise<Answer | undefined>

export const refusals: Refusal[] = [
  limited,
  archive,
  wrongToken,
  tokenWithoutUser,
  viewer,
  missingPermission,
  emptyRepository,
  protectedRef,
  invalidRef,
  refBelowRef,
  invalidTree,
  invalidBase64,
  lagging,
  longComment,
  changedComments,
  immutableRelease,
  takenName,
  archiveLink,
]

const tokenOf = ({ headers }: Call) => /^(?:token|bearer) (.+)$/i.exec(headers.authorization ?? '')?.[1]

/** Refuses unknown tokens. The emulator accepts unknown tokens as tokens of its first user. */
function wrongToken(world: World, call: Call) {
  const token = tokenOf(call)
  if (token) return world.tokens.has(token) ? undefined : refusal(401, 'Bad credentials')
  return world.private ? refusal(404, 'Not Found') : undefined
}

const notAccessible = () => refusal(403, 'Resource not accessible by integration')

function tokenWithoutUser(world: World, call: Call) {
  const permissions = world.tokens.get(tokenOf(call) ?? '')
  return permissions && call.url.pathname === '/user' ? notAccessible() : undefined
}

/** Answers the GraphQL query `viewer`, the only GraphQL query of the action. The emulator does not support GraphQL. */
function viewer(world: World, call: Call) {
  if (call.url.pathname !== '/graphql') return undefined
  const login = world.logins.get(tokenOf(call) ?? '')
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ data: { viewer: { login } } }),
  }
}

type Level = 'read' | 'write'

// Maps a path to sets of permissions, in the form of GitHub's header. A token needs all permissions of one set.
// Semicolons separate the sets.
const accepted: [path: RegExp, sets: (level: Level) => string][] = [
  [
    /^\/git\/refs/,
    level => `contents=${level}${level === 'write' ? '; contents=write,workflows=write' : ''}`,
  ],
  [/^\/(git|contents|releases|commits|branches|compare|tarball)\b/, level => `contents=${level}`],
  [/^\/issues\b/, level => `issues=${level}; pull_requests=${level}`],
  [/^\/pulls\b/, level => `pull_requests=${level}`],
]

/** Returns the value of GitHub's header `x-accepted-github-permissions`. */
export function acceptedPermissions({ repository }: World, { method, url }: Call): string | undefined {
  const path = url.pathname.replace(`/repos/${repository}`, '')
  const level = method === 'GET' ? 'read' : 'write'
  return accepted.find(([pattern]) => pattern.test(path))?.[1](level)
}

function missingPermission(world: World, call: Call) {
  const permissions = world.tokens.get(tokenOf(call) ?? '')
  const sets = acceptedPermissions(world, call)
  if (!permissions || !sets || (!world.private && call.method === 'GET')) return undefined
  const granted = (name: string, level: string) => {
    const given = permissions[name.replace('_', '-') as keyof Permissions]
    return given === 'write' || given === level
  }
  const enough = sets
    .split('; ')
    .some(set => set.split(',').every(each => granted(...(each.split('=') as [string, string]))))
  return enough ? undefined : notAccessible()
}

/** Refuses blobs and trees for an empty repository. The emulator would accept these requests. */
async function emptyRepository({ repository, find }: World, { url }: Call) {
  if (!url.pathname.startsWith(`/repos/${repository}/git/`)) return undefined
  const commits = await find(`/repos/${repository}/commits?per_page=1`)
  return commits ? undefined : refusal(409, 'Git Repository is empty.')
}

/** Refuses writes to a protected ref with 422. The emulator answers 409. */
function protectedRef(world: World, call: Call) {
  const [, changed] = /\/git\/refs(?:\/(.+))?$/.exec(decodeURIComponent(call.url.pathname)) ?? []
  const ref = changed ? `refs/${changed}` : parsedBody(call).ref
  const message = call.method !== 'GET' && world.protectedRefs.get(String(ref))
  return message ? refusal(422, message) : undefined
}

/** Refuses comments of more than 65,536 characters. The emulator has no limit. */
function longComment(_: World, call: Call) {
  if (call.method === 'GET' || !call.url.pathname.includes('/issues/')) return undefined
  if (String(parsedBody(call).body ?? '').length <= 65_536) return undefined
  const message = 'Body is too long (maximum is 65536 characters)'
  return refusal(422, 'Validation Failed', [
    { resource: 'IssueComment', code: 'unprocessable', field: 'data', message },
  ])
}

function immutableRelease(world: World, call: Call) {
  const release = uploadOf(world, call)?.release ?? assetOf(world, call)?.release
  if (call.method === 'GET' || !world.releases.get(release ?? 0)?.immutable) return undefined
  const deed = call.method === 'POST' ? 'upload assets to' : 'change assets of'
  return refusal(422, `Cannot ${deed} an immutable release.`)
}

/**
 * Refuses an asset whose name is taken. Reserves the name before the upload, so that one of two concurrent uploads is
 * refused. The emulator would store both uploads.
 */
function takenName(world: World, call: Call) {
  const upload = uploadOf(world, call)
  const wanted = upload ?? renamedAsset(world, call)
  if (!wanted) return undefined
  const { release, name } = wanted
  const own = assetOf(world, call)
  if (world.assets.some(other => other !== own && other.release === release && other.name === name)) {
    const error = { resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }
    return refusal(422, 'Validation Failed', [error])
  }
  if (upload) world.assets.push(upload)
  return undefined
}

/** Returns the asset with its new name if the call renames an asset. */
function renamedAsset(world: World, call: Call): StoredAsset | undefined {
  const { name } = parsedBody(call)
  const asset = call.method === 'PATCH' && assetOf(world, call)
  return asset && typeof name === 'string' ? { ...asset, name } : undefined
}

function uploadOf(_: World, { method, url, body }: Call): StoredAsset | undefined {
  const release = method === 'POST' && /\/releases\/(\d+)\/assets$/.exec(url.pathname)?.[1]
  return release ? { release: Number(release), name: assetName(url), bytes: body } : undefined
}

function assetOf({ assets }: World, { url }: Call): StoredAsset | undefined {
  const id = /\/releases\/assets\/(\d+)$/.exec(url.pathname)?.[1]
  return assets.find(asset => asset.id === Number(id))
}

/**
 * Changes an asset's name as GitHub does. Letters, digits and `_.+-` remain, and all other characters become dots.
 * Several dots become one dot (https://github.com/travis-ci/dpl/issues/821).
 */
function assetName(url: URL): string {
  const dotted = (url.searchParams.get('name') ?? '').replace(/[^\w.+-]+/g, '.').replace(/\.{2,}/g, '.')
  return dotted.startsWith('.') ? `default${dotted}` : dotted.replace(/\.$/, '')
}

const parsedBody = ({ headers, body }: Call): Record<string, unknown> =>
  headers['content-type']?.includes('json') ? parsed({ body }) : {}

/** Returns the request that the emulator gets instead of the action's request. */
export async function prepared(world: World, call: Call): Promise<Call> {
  const { url } = call
  if (uploadOf(world, call)) {
    const renamed = new URL(url)
    renamed.searchParams.set('name', assetName(url))
    return { ...call, url: renamed }
  }
  const body = parsedBody(call)
  if (!url.pathname.endsWith('/git/trees') || !body.base_tree) return call
  // In `base_tree`, GitHub also accepts a commit.
  const commit = await world.find<{ tree: { sha: string } }>(
    `/repos/${world.repository}/git/commits/${body.base_tree}`,
  )
  return commit
    ? { ...call, body: Buffer.from(JSON.stringify({ ...body, base_tree: commit.tree.sha })) }
    : call
}

/** Stores the bytes of assets, because the emulator does not store them. */
export function noteAssets(world: World, call: Call, answer: Answer): void {
  const upload = uploadOf(world, call)
  const kept = upload && world.assets.find(({ bytes }) => bytes === upload.bytes)
  if (kept && answer.status === 201) kept.id = Number(parsed(answer).id)
  const gone = kept && answer.status !== 201 ? kept : call.method === 'DELETE' && assetOf(world, call)
  if (gone) world.assets.splice(world.assets.indexOf(gone), 1)
  const renamed = renamedAsset(world, call)
  const asset = assetOf(world, call)
  if (renamed && asset && answer.status === 200) asset.name = renamed.name
}
