import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import pLimit from 'p-limit'
import { ActionError, asActionError } from '../errors.ts'
import { fields, listOf, type Repository, shaOf, textOf, UnexpectedResponseError } from '../github/client.ts'
import { gitHubError } from '../github/github-errors.ts'
import { piecesOf } from '../runtime/time.ts'
import { readTar } from './tar.ts'
import { type CommitTexts, isAttributes, isLookml } from './texts.ts'

interface TreeEntry {
  /** `100644` or `100755` for a file, `120000` for a symbolic link, `160000` for a submodule. */
  mode: string
  sha: string
  /** Whether several files seem to have this path. GitHub shows every byte that is not UTF-8 as the same character. */
  isAmbiguous?: boolean
}

export type TreeList = ReadonlyMap<string, TreeEntry>

/** Limits in bytes. If a limit is exceeded, all targets count as affected. */
const maxLookmlFileBytes = 4 * 1024 * 1024
const maxLookmlBytes = 128 * 1024 * 1024
const maxArchiveBytes = 8e9
/** The maximum number of requests for files that GitHub's archive lacks. */
const maxBlobs = 200
const blobsAtOnce = 4
/** A download fails if no byte arrives for this time. */
const silenceMs = 60_000
const maxDownloadTries = 3

/** @throws ActionError if the commit has more files than GitHub lists */
export async function listFiles(commit: string, { octokit, owner, repo }: Repository): Promise<TreeList> {
  const what = `The files of commit ${commit} could not be listed`
  try {
    const { data } = await octokit.rest.git.getTree({ owner, repo, tree_sha: commit, recursive: '1' })
    const { tree, truncated } = fields(data, 'list of files')
    if (truncated === true)
      throw new ActionError(
        `${what}: the repository has more files than GitHub lists`,
        'Set only-affected to false in this repository.',
      )
    const list = new Map<string, TreeEntry>()
    for (const entry of listOf(tree, 'list of files').filter(({ type }) => type !== 'tree')) {
      const path = textOf(entry, 'path', 'list of files')
      const file = { mode: textOf(entry, 'mode', 'list of files'), sha: shaOf(entry, 'list of files') }
      const other = list.get(path)
      list.set(path, other ? { ...file, sha: `${other.sha} ${file.sha}`, isAmbiguous: true } : file)
    }
    return list
  } catch (error) {
    throw gitHubError(error, what, 'contents: read')
  }
}

interface ReadTexts extends CommitTexts {
  list: TreeList
  /** Maps the path of each symbolic link to its target, as written in the link. */
  linkTargets: ReadonlyMap<string, string>
}

/**
 * Reads the LookML of a commit from GitHub's archive. If the archive lacks a file because of `export-ignore` in
 * `.gitattributes`, requests the file. Copies unchanged files from `known`, the texts of the other commit.
 * @throws ActionError if GitHub does not return the archive
 */
export async function readTexts(
  commit: string,
  list: TreeList,
  repository: Repository,
  known?: ReadTexts,
): Promise<ReadTexts> {
  const found = new FoundTexts(list, known)
  const wanted = new Map([...list].filter(([path, entry]) => !found.has(path, entry)))
  if (wanted.size > 0) {
    const archive = await readArchive(commit, wanted, repository)
    for (const [path, text] of archive) if (wanted.has(path)) found.note(path, text)
    const missing = [...wanted].filter(([path]) => !archive.has(path))
    await readBlobs(missing, repository, (path, text) => found.note(path, text))
  }
  const { texts, unread, linkTargets, attributes } = found
  const versions = new Map([...list].map(([path, entry]) => [path, versionOf(entry)]))
  const links = followLinks(list, linkTargets)
  for (const [path, target] of links.targets) {
    versions.set(path, [versionOf(list.get(path)), target, versionOf(list.get(target ?? ''))].join(' '))
    if (!isLookml(path)) continue
    const text = texts.get(target ?? '')
    if (text === undefined) unread.set(path, 'it is a link to a file that the action does not read')
    else texts.set(path, text)
  }
  return {
    ...{ commit, list, linkTargets, attributes, versions, lookml: texts, unread },
    ...{ folderLinks: links.folders, outsideLinks: links.outside },
  }
}

class FoundTexts {
  readonly texts = new Map<string, string>()
  readonly unread = new Map<string, string>()
  readonly linkTargets = new Map<string, string>()
  readonly attributes = new Map<string, string>()
  readonly #list: TreeList
  readonly #known: ReadTexts | undefined

  constructor(list: TreeList, known: ReadTexts | undefined) {
    this.#list = list
    this.#known = known
  }

  /** Whether the file needs no download, because it is irrelevant, or the same in the other commit. */
  has(path: string, entry: TreeEntry): boolean {
    const isSymbolic = isSymbolicLink(entry.mode)
    if (!isSymbolic && (!isRead(path) || isLink(entry.mode))) return true
    if (entry.isAmbiguous) {
      this.note(path, { problem: 'another file has the same name, apart from characters that are not UTF-8' })
      return true
    }
    if (versionOf(this.#known?.list.get(path)) !== versionOf(entry)) return false
    const texts = this.#known && this.#mapFor(path, this.#known.lookml, this.#known)
    const problem = isSymbolic ? undefined : this.#known?.unread.get(path)
    const text = texts?.get(path) ?? (problem !== undefined ? { problem } : undefined)
    if (text !== undefined) this.note(path, text)
    return text !== undefined
  }

  note(path: string, found: string | Problem): void {
    if (typeof found === 'string') this.#mapFor(path, this.texts, this).set(path, found)
    else if (isRead(path)) this.unread.set(path, found.problem)
  }

  #mapFor<T>(path: string, texts: T, { linkTargets, attributes }: { linkTargets: T; attributes: T }): T {
    if (isSymbolicLink(this.#list.get(path)?.mode ?? '')) return linkTargets
    return isAttributes(path) ? attributes : texts
  }
}

const isRead = (path: string) => isLookml(path) || isAttributes(path)

export const versionOf = (entry: TreeEntry | undefined) => (entry ? `${entry.mode} ${entry.sha}` : '')

/** The reason why a file cannot be read, for users. */
interface Problem {
  problem: string
}

const isSymbolicLink = (mode: string) => mode === '120000'
export const isLink = (mode: string) => isSymbolicLink(mode) || mode === '160000'

/** Texts of files, and targets of symbolic links, by path. */
type Archive = Map<string, string | Problem>

async function readArchive(commit: string, wanted: TreeList, repository: Repository): Promise<Archive> {
  for (let failures = 0; ; ) {
    try {
      return await downloadArchive(commit, wanted, repository)
    } catch (error) {
      failures += 1
      repository.signal.throwIfAborted()
      if (failures === maxDownloadTries || error instanceof ActionError)
        throw gitHubError(error, `The LookML of commit ${commit} could not be read`, 'contents: read')
    }
  }
}

async function downloadArchive(
  commit: string,
  wanted: TreeList,
  { octokit, owner, repo, signal }: Repository,
): Promise<Archive> {
  const { data } = await octokit.rest.repos.downloadTarballArchive({
    ...{ owner, repo, ref: commit },
    request: { parseSuccessResponseBody: false },
  })
  const archive: Archive = new Map()
  const pieces = piecesOf(data as ReadableStream<Uint8Array>, { silence: silenceMs, signal })
  await pipeline(pieces, createGunzip(), unpacked => unpack(limitUnpacked(unpacked), wanted, archive), {
    signal,
  })
  return archive
}

async function* limitUnpacked(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes > maxArchiveBytes) throw lookmlTooLarge('The archive of the repository holds more than 8 GB')
    yield piece
  }
}

const lookmlTooLarge = (fact: string) =>
  new ActionError(fact, 'Set only-affected to false in this repository.')

/** GitHub's archive has one top folder, named after the repository and the commit. */
async function unpack(pieces: AsyncIterable<Uint8Array>, wanted: TreeList, archive: Archive): Promise<void> {
  let bytes = 0
  const isWanted = (path: string, size: number) => {
    const isLarge = wanted.has(withoutRoot(path)) && size > maxLookmlFileBytes
    if (isLarge) archive.set(withoutRoot(path), { problem: 'it is larger than 4 MB' })
    return wanted.has(withoutRoot(path)) && !isLarge
  }
  for await (const entry of readTar(pieces, isWanted)) {
    const path = withoutRoot(entry.path)
    if (entry.kind === 'link') archive.set(path, boundedTarget(entry.target))
    else {
      bytes += entry.bytes.length
      if (bytes > maxLookmlBytes) throw lookmlTooLarge('The repository has more than 128 MB of LookML')
      if (isBlob(entry.bytes, wanted.get(path)?.sha ?? '')) archive.set(path, textOrProblem(entry.bytes))
    }
  }
}

/** The maximum length of a path on Linux. A link with a longer target leads nowhere. */
const maxLinkLength = 4096

const boundedTarget = (target: string): string | Problem =>
  target.length > maxLinkLength ? { problem: 'its path is too long' } : target

/**
 * Whether the bytes are the file's content in the commit. Attributes such as `export-subst` change files in an archive
 * (https://git-scm.com/docs/gitattributes). Line ends may differ.
 */
function isBlob(bytes: Uint8Array, sha: string): boolean {
  const isHash = (content: Uint8Array) =>
    createHash(sha.length === 64 ? 'sha256' : 'sha1')
      .update(`blob ${content.length}\0`)
      .update(content)
      .digest('hex') === sha
  if (isHash(bytes)) return true
  const text = Buffer.from(bytes).toString('latin1')
  return isHash(Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1'))
}

const withoutRoot = (path: string) => path.slice(path.indexOf('/') + 1)

async function readBlobs(
  files: readonly (readonly [path: string, entry: TreeEntry])[],
  { octokit, owner, repo, signal }: Repository,
  note: (path: string, found: string | Problem) => void,
): Promise<void> {
  const slots = pLimit(blobsAtOnce)
  const read = async ([path, { sha }]: readonly [string, TreeEntry], index: number): Promise<void> => {
    if (index >= maxBlobs) return note(path, { problem: "GitHub's archive contains a changed version of it" })
    try {
      const { data } = await octokit.rest.git.getBlob({ owner, repo, file_sha: sha })
      const { content, encoding } = fields(data, 'file')
      const bytes = Buffer.from(
        typeof content === 'string' ? content : '',
        encoding === 'utf-8' ? 'utf8' : 'base64',
      )
      if (!isBlob(bytes, sha)) throw new UnexpectedResponseError('file')
      note(path, textOrProblem(bytes))
    } catch (error) {
      signal.throwIfAborted()
      note(path, {
        problem: `GitHub's archive contains a changed version of it: ${asActionError(error).message}`,
      })
    }
  }
  await Promise.all(files.map((file, index) => slots(() => read(file, index))))
}

function textOrProblem(bytes: Uint8Array): string | Problem {
  if (bytes.includes(0)) return { problem: 'it is not a text file' }
  const text = decodeText(bytes)
  // Git LFS stores a pointer instead of the file (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md).
  if (text.startsWith('version https://git-lfs.github.com/spec/'))
    return { problem: 'it is a Git LFS pointer' }
  return text
}

/**
 * Decodes UTF-8, and keeps a byte-order mark. An invalid byte becomes a lone surrogate (U+DC80 to U+DCFF), so that
 * different bytes give different texts: UTF-8 cannot contain surrogates.
 */
function decodeText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return isUtf8(buffer)
    ? buffer.toString()
    : buffer
        .toString('latin1')
        .replace(utf8OrByte, part =>
          /^[\x80-\xFF]$/.test(part) ? surrogateOf(part) : Buffer.from(part, 'latin1').toString(),
        )
}

const surrogateOf = (byte: string) => String.fromCharCode(0xdc00 + byte.charCodeAt(0))

/**
 * Matches valid UTF-8 (https://www.rfc-editor.org/rfc/rfc3629#section-4) or a single invalid byte, in text that was
 * decoded as Latin-1.
 */
const utf8OrByte = new RegExp(
  `(?:${[
    '[\\x00-\\x7F]|[\\xC2-\\xDF][\\x80-\\xBF]',
    '\\xE0[\\xA0-\\xBF][\\x80-\\xBF]|[\\xE1-\\xEC\\xEE\\xEF][\\x80-\\xBF]{2}|\\xED[\\x80-\\x9F][\\x80-\\xBF]',
    '\\xF0[\\x90-\\xBF][\\x80-\\xBF]{2}|[\\xF1-\\xF3][\\x80-\\xBF]{3}|\\xF4[\\x80-\\x8F][\\x80-\\xBF]{2}',
  ].join('|')}){1,999}|[\\x80-\\xFF]`,
  'g',
)

interface Links {
  /**
   * Maps the path of each symbolic link to the file that it points to. The value is undefined if the link does not lead
   * to a file of the repository.
   */
  targets: Map<string, string | undefined>
  /** Links to folders and to other repositories. */
  folders: Set<string>
  /** The links in `folders` whose files are not in this repository. */
  outside: Set<string>
}

function followLinks(list: TreeList, linkTargets: ReadonlyMap<string, string>): Links {
  const paths = [...list.keys()].sort()
  const links: Links = { targets: new Map(), folders: new Set(), outside: new Set() }
  for (const [path, { mode, isAmbiguous }] of list) {
    if (!isLink(mode) && !isAmbiguous) continue
    const end = isSymbolicLink(mode) ? followPath(path, linkTargets) : undefined
    const isFile = end !== undefined && list.has(end) && !isLink(list.get(end)?.mode ?? '')
    if (isSymbolicLink(mode)) links.targets.set(path, isFile ? end : undefined)
    // A link to a single file is not a folder link. A file with an ambiguous path may be a link.
    const isInside = end !== undefined && isFolder(end, paths)
    if (isFile || !(end === undefined || isInside || !isLookml(path))) continue
    links.folders.add(path)
    if (!isInside) links.outside.add(path)
  }
  return links
}

/** The maximum number of links in a path. A path with more links counts as broken. */
const maxLinks = 40
/** The maximum number of folders that are left to resolve in a path. A longer path would take quadratic time. */
const maxLinkParts = 500

/** Returns undefined if the path leaves the repository, or if its links form a cycle. */
function followPath(path: string, targets: ReadonlyMap<string, string>): string | undefined {
  let followed = 0
  let done = ''
  const open = path.split('/').reverse()
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const next = posix.join(done, part)
    const target = targets.get(next)
    if (next === '..' || target?.startsWith('/') || open.length > maxLinkParts) return undefined
    if (target === undefined) done = next
    else {
      followed += 1
      if (followed > maxLinks) return undefined
      open.push(...target.split('/').reverse())
    }
  }
  return done
}

/** Whether any of the sorted paths is in this folder. */
function isFolder(path: string, sorted: readonly string[]): boolean {
  if (path === '.') return true
  const start = `${path}/`
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? '') < start) low = middle + 1
    else high = middle
  }
  return sorted[low]?.startsWith(start) ?? false
}
