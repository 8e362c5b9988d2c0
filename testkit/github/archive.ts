import { refusal } from './answers.ts'
import type { Answer, Call } from './blobs.ts'
import type { World } from './model.ts'
import { tarball } from './tar.ts'

interface Tree {
  tree: { path: string; type: string; sha: string }[]
}

/**
 * Answers `GET /repos/{owner}/{repo}/tarball/{ref}` with a redirect to the archive. The emulator does not support this
 * path.
 */
export function archiveLink(world: World, { url }: Call): Answer | undefined {
  const [, ref] = new RegExp(`^/repos/${world.repository}/tarball/(.+)$`).exec(url.pathname) ?? []
  if (ref === undefined) return undefined
  const location = `${world.apiUrl}/${world.repository}/legacy.tar.gz/${ref}?token=once`
  return { status: 302, headers: { location } }
}

/** Answers with the archive. The link needs no token. Leaves out paths with `export-ignore` in `.gitattributes`. */
export async function archive(world: World, { url }: Call): Promise<Answer | undefined> {
  const { repository } = world
  const [, ref] = new RegExp(`^/${repository}/legacy.tar.gz/(.+)$`).exec(url.pathname) ?? []
  if (ref === undefined || url.searchParams.get('token') !== 'once') return undefined
  const commit = await world.find<{ sha: string }>(`/repos/${repository}/commits/${ref}`)
  if (!commit) return refusal(404, 'Not Found')
  const { tree } = await world.ask<Tree>('GET', `/repos/${repository}/git/trees/${commit.sha}?recursive=1`)
  const folder = `${repository.replace('/', '-')}-${commit.sha.slice(0, 7)}`
  const files = new Map<string, Buffer>()
  const read = async (sha: string) => {
    const { content } = await world.ask<{ content: string }>('GET', `/repos/${repository}/git/blobs/${sha}`)
    return Buffer.from(content, 'base64')
  }
  const attributes = tree.find(({ path }) => path === '.gitattributes')
  const lines = attributes ? (await read(attributes.sha)).toString().split('\n') : []
  const ignored = lines.flatMap(line => /^(\S+)\s.*\bexport-ignore\b/.exec(line)?.[1] ?? [])
  for (const { path, type, sha } of tree)
    if (type === 'blob' && !ignored.includes(path)) files.set(`${folder}/${path}`, await read(sha))
  return { status: 200, headers: { 'content-type': 'application/x-gzip' }, body: tarball(files) }
}
