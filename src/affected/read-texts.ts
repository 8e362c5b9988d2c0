import { posix } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import pLimit from 'p-limit'
import { ActionError, asActionError } from '../errors.ts'
import { gitHubError } from '../github/errors.ts'
import type { Repository } from '../github/repository.ts'
import { fields, listOf, shaOf, textOf, UnexpectedResponseError } from '../github/responses.ts'
import { piecesOf } from '../runtime/streams.ts'
import { readTar } from './tar.ts'
import { type CommitTexts, isLookml } from './texts.ts'

/** A file, a link or another repository in the tree of a commit. */
interface TreeEntry {
  /** `100644`, `100755`, `120000` for a link, `160000` for another repository. */
  mode: string
  sha: string
}

export type TreeList = ReadonlyMap<string, TreeEntry>

/** Limits of what is read; beyond them, everything counts as affected. Bytes. */
const maxLookmlFileBytes = 16 * 1024 * 1024
const maxLookmlBytes = 128 * 1024 * 1024
const maxArchiveBytes = 8 * 1024 * 1024 * 1024
/** Files that the archive lacks and that are asked for one by one. */
const maxBlobs = 200
const blobsAtOnce = 4
/** Milliseconds after which a download that stands still is given up. */
const silence = 60_000
/** Downloads of one archive: a connection may break. */
const tries = 3

/**
 * All files of a commit, without their contents.
 * @throws ActionError if GitHub does not list all of them
 */
export async function listFiles(commit: string, { octokit, owner, repo }: Repository): Promise<TreeList> {
  const what = `The files of commit ${commit} could not be listed`
  try {
    const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: commit, recursive: '1' })
    const { tree, truncated } = fields(data, 'list of files')
    if (truncated === true)
      throw new ActionError(
        `${what}: GitHub lists them only in part, because there are too many`,
        'Set only-affected to false in this repository.',
      )
    const entries = listOf(tree, 'list of files').filter(({ type }) => type !== 'tree')
    return new Map(
      entries.map(entry => [
        textOf(entry, 'path', 'list of files'),
        { mode: textOf(entry, 'mode', 'list of files'), sha: shaOf(entry, 'list of files') },
      ]),
    )
  } catch (error) {
    throw gitHubError(error, what, 'contents: read')
  }
}

/**
 * The LookML of a commit: one archive, and a request for each file that the archive lacks (`export-ignore` in
 * `.gitattributes`). Texts that are the same in `known`, the other commit, are taken from there.
 * @throws ActionError if GitHub does not give the archive
 */
export async function readTexts(
  commit: string,
  list: TreeList,
  repository: Repository,
  known?: CommitTexts,
): Promise<CommitTexts> {
  const versions = new Map([...list].map(([path, { mode, sha }]) => [path, `${mode} ${sha}`]))
  const texts = new Map<string, string>()
  const unread = new Map<string, string>()
  const wanted = new Map<string, string>()
  for (const [path, { mode, sha }] of list) {
    if (!isLookml(path) || isLink(mode)) continue
    const text = known?.versions.get(path) === versions.get(path) ? known?.lookml.get(path) : undefined
    if (text === undefined) wanted.set(path, sha)
    else texts.set(path, text)
  }
  const note = (path: string, found: string | Problem) =>
    void (typeof found === 'string' ? texts.set(path, found) : unread.set(path, found.problem))
  const archive = await readArchive(commit, wanted, repository)
  for (const [path, found] of archive.files) note(path, found)
  const missing = [...wanted].filter(([path]) => !archive.files.has(path))
  await readBlobs(missing, repository, note)
  const links = followLinks(list, archive.links)
  for (const [path, target] of links.files)
    note(path, texts.get(target ?? '') ?? { problem: 'it is a link to a file that is not read' })
  return { commit, versions, lookml: texts, unread, folderLinks: links.folders }
}

/** Why a file cannot be read, in words for people. */
interface Problem {
  problem: string
}

const isLink = (mode: string) => mode === '120000' || mode === '160000'

interface Archive {
  files: Map<string, string | Problem>
  /** Symbolic links by path, with their targets as they are written. */
  links: Map<string, string>
}

async function readArchive(
  commit: string,
  wanted: ReadonlyMap<string, unknown>,
  repository: Repository,
): Promise<Archive> {
  for (let failures = 0; ; ) {
    try {
      return await downloadArchive(commit, wanted, repository)
    } catch (error) {
      failures += 1
      repository.signal.throwIfAborted()
      if (failures === tries || error instanceof ActionError)
        throw gitHubError(error, `The LookML of commit ${commit} could not be read`, 'contents: read')
    }
  }
}

async function downloadArchive(
  commit: string,
  wanted: ReadonlyMap<string, unknown>,
  { octokit, owner, repo, signal }: Repository,
): Promise<Archive> {
  const { data } = await octokit.rest.repos.downloadTarballArchive({
    ...{ owner, repo, ref: commit },
    request: { parseSuccessResponseBody: false },
  })
  const archive: Archive = { files: new Map(), links: new Map() }
  const pieces = piecesOf(data as ReadableStream<Uint8Array>, { silence, signal })
  await pipeline(pieces, createGunzip(), unpacked => unpack(bounded(unpacked), wanted, archive), { signal })
  return archive
}

async function* bounded(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes > maxArchiveBytes) throw lookmlTooLarge('The archive of the repository holds more than 8 GB')
    yield piece
  }
}

const lookmlTooLarge = (fact: string) =>
  new ActionError(fact, 'Set only-affected to false in this repository.')

/** All files are below one folder, which GitHub names for the repository and the commit. */
async function unpack(
  pieces: AsyncIterable<Uint8Array>,
  wanted: ReadonlyMap<string, unknown>,
  { files, links }: Archive,
): Promise<void> {
  let bytes = 0
  const isWanted = (path: string, size: number) => {
    const isLarge = wanted.has(withoutRoot(path)) && size > maxLookmlFileBytes
    if (isLarge) files.set(withoutRoot(path), { problem: 'it is larger than 16 MB' })
    return wanted.has(withoutRoot(path)) && !isLarge
  }
  for await (const entry of readTar(pieces, isWanted)) {
    const path = withoutRoot(entry.path)
    if (entry.kind === 'link') links.set(path, entry.target)
    else {
      bytes += entry.bytes.length
      if (bytes > maxLookmlBytes) throw lookmlTooLarge('The repository has more than 128 MB of LookML')
      files.set(path, textOrProblem(entry.bytes))
    }
  }
}

const withoutRoot = (path: string) => path.slice(path.indexOf('/') + 1)

/** Asks for files one by one. */
async function readBlobs(
  files: readonly (readonly [path: string, sha: string])[],
  { octokit, owner, repo, signal }: Repository,
  note: (path: string, found: string | Problem) => void,
): Promise<void> {
  const slots = pLimit(blobsAtOnce)
  const read = async ([path, sha]: readonly [string, string], index: number): Promise<void> => {
    if (index >= maxBlobs) return note(path, { problem: "it is not in GitHub's archive" })
    try {
      const { data } = await octokit.rest.git.getBlob({ owner, repo, file_sha: sha })
      const { content } = fields(data, 'file')
      if (typeof content !== 'string') throw new UnexpectedResponseError('file')
      note(path, textOrProblem(Buffer.from(content, 'base64')))
    } catch (error) {
      signal.throwIfAborted()
      note(path, { problem: `it is not in GitHub's archive: ${asActionError(error).message}` })
    }
  }
  await Promise.all(files.map((file, index) => slots(() => read(file, index))))
}

const textDecoder = new TextDecoder()

function textOrProblem(bytes: Uint8Array): string | Problem {
  if (bytes.includes(0)) return { problem: 'it is not a text' }
  const text = textDecoder.decode(bytes)
  // https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
  if (text.startsWith('version https://git-lfs.github.com/spec/'))
    return { problem: 'it is a pointer of Git LFS' }
  return text
}

interface Links {
  /** LookML files that are links, with the files that they lead to; undefined if that is not known. */
  files: Map<string, string | undefined>
  /** Links to folders and to other repositories. */
  folders: Set<string>
}

function followLinks(list: TreeList, targets: ReadonlyMap<string, string>): Links {
  const folders = new Set([...list.keys()].flatMap(foldersOf))
  const links: Links = { files: new Map(), folders: new Set() }
  for (const [path, { mode }] of list) {
    if (!isLink(mode)) continue
    const target = targets.get(path)
    const to = target === undefined ? undefined : posix.join(posix.dirname(path), target)
    if (isLookml(path)) links.files.set(path, to)
    // A link to a file that is no LookML brings nothing in.
    else if (to === undefined || folders.has(to) || !list.has(to)) links.folders.add(path)
  }
  return links
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1)
  return ['.', ...parts.map((_, index) => parts.slice(0, index + 1).join('/'))]
}
