import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import pLimit from 'p-limit'
import { ActionError } from '../errors.ts'
import { type Repository, shaOf } from '../github/client.ts'
import { answerOf, isRuleViolation, messageOf, statusOf } from '../github/github-errors.ts'
import { once } from '../runtime/time.ts'
import {
  type BranchTip,
  blobSha,
  type Entry,
  initialFiles,
  type NewFile,
  readTip,
  readTipSha,
} from './branch-tip.ts'

/**
 * The images branch during a run. The branch is read once. Files are uploaded while Looker renders, and committed at
 * the end.
 */
export interface OpenBranch {
  repository(): Promise<Repository>
  /** `heads/looker-snapshots`, or `looker/snapshots` for the ref `refs/looker/snapshots`. */
  ref: string
  /** Returns the tip at the time of the first call. Returns undefined if the branch does not exist. */
  tip(): Promise<BranchTip | undefined>
  /**
   * Uploads a file. The file is visible only after a commit contains it.
   * @returns the SHA of the file's blob
   * @throws RefusedFileError if GitHub refuses only this file
   */
  upload(path: string): Promise<string>
  /**
   * Commits on top of the current tip.
   * @returns the commit's SHA
   */
  commit(change: Omit<ImagesCommit, 'ref'>): Promise<string | undefined>
}

export function openBranch(open: () => Promise<Repository>, ref: string): OpenBranch {
  const repository = once(open)
  const tip = once(async () => readTip(await repository(), ref))
  // GitHub may not find the commit of a ref that has just moved. This error is ignored, because `commitOnTop` reads the
  // tip again.
  const tipIfFound = () =>
    tip().catch((error: unknown) => {
      if (statusOf(error) !== 404) throw error
      return undefined
    })
  const existing = once(async () => new Set((await tipIfFound())?.files?.flatMap(({ sha }) => sha ?? [])))
  const { upload } = blobUploads(repository, existing)
  return {
    repository,
    ref,
    tip,
    upload,
    commit: async change => commitOnTop(await repository(), { ref, ...change }, await tipIfFound()),
  }
}

interface BlobUploads {
  /** Uploads a file unless GitHub already has it. After an error that affects all files, uploads no further files. */
  upload(path: string): Promise<string>
}

/** The maximum number of uploads at the same time. A file is in memory as base64 during its upload. */
const maxUploads = 2

/** @param existing the SHAs of the blobs that GitHub has */
function blobUploads(
  repository: () => Promise<Repository>,
  existing: () => Promise<ReadonlySet<string>>,
): BlobUploads {
  const slots = pLimit(maxUploads)
  const byPath = new Map<string, Promise<string>>()
  const bySha = new Map<string, Promise<string>>()
  const waitForTurn = contentPace()
  let refused: Promise<string> | undefined

  const send = async (content: Uint8Array): Promise<string> => {
    const open = await repository()
    for (let failures = 0; ; failures++)
      try {
        await waitForTurn(open)
        return await uploadBlob(open, content)
      } catch (error) {
        if (statusOf(error) !== 409 || failures === maxPassingFailures) throw error
        await pauseAfterRace(failures + 1, open)
      }
  }
  const sendIfNew = async (path: string): Promise<string> => {
    if (refused) return refused
    if ((await stat(path)).size > maxUploadBytes) throw new RefusedFileError(path, 'it has more than 100 MB')
    const content = await readFile(path)
    const sha = blobSha(content)
    if ((await existing()).has(sha)) return sha
    const sending = bySha.get(sha) ?? send(content)
    bySha.set(sha, sending)
    sending.catch(error => {
      if (!isFileRefused(error)) refused = sending
    })
    return sending
  }
  const uploadOne = async (path: string): Promise<string> => {
    try {
      return await sendIfNew(path)
    } catch (error) {
      if (!isFileRefused(error)) throw error
      const { status, message } = answerOf(error)
      throw new RefusedFileError(path, `${status}: ${message}`, error)
    }
  }
  return {
    upload(path) {
      const sending = byPath.get(path) ?? slots(uploadOne, path)
      byPath.set(path, sending)
      sending.catch(() => undefined) // The code that commits the file gets the error.
      return sending
    },
  }
}

/**
 * GitHub's limit for a file
 * (https://docs.github.com/en/repositories/working-with-files/managing-large-files/about-large-files-on-github). The
 * base64 of a file of 400 MB would not fit into a string of V8.
 */
const maxUploadBytes = 100 * 1024 * 1024

/** Thrown if GitHub refuses a file, for example because of its size. GitHub may still accept other files. */
export class RefusedFileError extends ActionError {
  readonly file: string
  readonly reason: string

  constructor(path: string, reason: string, cause?: unknown) {
    const file = basename(path)
    super(`GitHub refused ${file} (${reason})`, smallerFiles, { cause })
    this.name = 'RefusedFileError'
    this.file = file
    this.reason = reason
  }
}

const smallerFiles = 'Render the target with a smaller width or height, or as jpg.'

const isFileRefused = (error: unknown) =>
  [413, 422].includes(statusOf(error) ?? 0) && !isRuleViolation(answerOf(error))

/** @throws all errors except RefusedFileError */
export async function sortUploads<T>(
  uploads: readonly Promise<T>[],
): Promise<{ uploaded: T[]; refused: RefusedFileError[] }> {
  const uploaded: T[] = []
  const refused: RefusedFileError[] = []
  for (const result of await Promise.allSettled(uploads))
    if (result.status === 'fulfilled') uploaded.push(result.value)
    else if (result.reason instanceof RefusedFileError) refused.push(result.reason)
    else throw result.reason
  return { uploaded, refused }
}

/** @param what returns text such as `2 pictures were not recorded for main` */
export function refusedFilesWarning(
  refused: readonly RefusedFileError[],
  what: (count: number) => string,
): ActionError | undefined {
  const [first] = refused
  if (!first) return undefined
  const names = refused.map(({ file, reason }) => `${file} (${reason})`).join(', ')
  return new ActionError(`${what(refused.length)}: GitHub refused ${names}`, smallerFiles, { cause: first })
}

/**
 * GitHub refuses more than 80 content-creating requests per minute
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits). The
 * difference is left for the run's other requests.
 */
const maxContentPerMinute = 70
const paceWindowMs = 60_000
const minLoggedWaitMs = 1000

/** Returns a function that waits until one more request is within the limit. */
function contentPace(): (repository: Pick<Repository, 'clock' | 'signal' | 'log'>) => Promise<void> {
  const sent: number[] = []
  let last = Promise.resolve()
  return ({ clock, signal, log }) => {
    last = last
      .catch(() => undefined)
      .then(async () => {
        const oldest = sent.length < maxContentPerMinute ? undefined : sent.shift()
        const waitMs = oldest === undefined ? 0 : oldest + paceWindowMs - clock.now()
        const seconds = Math.ceil(waitMs / 1000)
        if (waitMs >= minLoggedWaitMs)
          log(`GitHub accepts 80 new files per minute. The next file is sent in ${seconds} s.`)
        if (waitMs > 0) await clock.sleep(waitMs, signal)
        sent.push(clock.now())
      })
    return last
  }
}

/** A change of the branch, relative to the tip at the time of the commit. */
export interface ImagesCommit {
  ref: string
  message: string
  /** Returns the changes for a tip. Without entries, nothing is committed. */
  changes(tip: BranchTip | undefined): Promise<TreeChanges> | TreeChanges
}

export interface TreeChanges {
  entries: (Entry | NewFile)[]
  /** The entries of the old root to keep. Undefined keeps all entries. */
  root?: Entry[]
}

/** Matches GitHub's messages about a ref that has moved. Reading the ref may return the old commit for some seconds. */
const lostRace = /fast.forward|reference (already exists|does not exist)/i
/** Limits the tries to commit if other runs write the branch at the same time. */
const maxRaces = 12
/**
 * Limits the retries of a request that GitHub refused although the branch has not moved. One of GitHub's copies of the
 * repository may lack an object that was just created (https://github.com/osunyorg/admin/issues/2792).
 */
const maxPassingFailures = 3

/**
 * Commits on top of the branch with the Git Data API, without a clone. If another run moves the branch in the meantime,
 * reads the new tip and tries again. Never force-pushes.
 * @param known the tip, if already read
 * @returns the new commit, or the tip if there is nothing to change
 */
export async function commitOnTop(
  repository: Repository,
  change: ImagesCommit,
  known?: BranchTip,
): Promise<string | undefined> {
  let passingFailures = 0
  for (let race = 1; ; race++) {
    let tip: BranchTip | undefined
    let isRead = false
    try {
      tip = await readTipAgain(repository, change.ref, race === 1 ? known : undefined)
      isRead = true
      return await commitOn(tip, repository, change)
    } catch (error) {
      if (!mayPass(error, tip)) throw error
      const isRace = isRead && (await isLostRace(repository, change.ref, tip, error))
      if (!isRace) passingFailures++
      if (race === maxRaces || passingFailures > maxPassingFailures) throw error
      await pauseAfterRace(race, repository)
    }
  }
}

/** Waits a growing and random time, so that concurrent runs do not write at the same time again. */
const pauseAfterRace = (race: number, { clock, signal }: Repository) =>
  clock.sleep(Math.min(200 * 1.6 ** race, 5000) * (0.5 + Math.random()), signal)

/** Whether the same commit may succeed later. */
function mayPass(error: unknown, tip: BranchTip | undefined): boolean {
  const isConflictOfNames = !tip && /reference update failed/i.test(messageOf(error))
  return (
    [404, 409, 422].includes(statusOf(error) ?? 0) && !isRuleViolation(answerOf(error)) && !isConflictOfNames
  )
}

/** Reads the tip with a single request if the branch has not moved. */
async function readTipAgain(repository: Repository, ref: string, known: BranchTip | undefined) {
  const isUnmoved = known && (await readTipSha(repository, ref)) === known.sha
  return isUnmoved ? known : readTip(repository, ref)
}

async function commitOn(tip: BranchTip | undefined, repository: Repository, change: ImagesCommit) {
  const changes = await change.changes(tip)
  if (changes.entries.length === 0) return tip?.sha
  const commit = await createCommit(repository, change.message, tip, changes)
  await moveRef(repository, change.ref, tip, commit)
  return commit
}

async function isLostRace(
  repository: Repository,
  ref: string,
  tip: BranchTip | undefined,
  error: unknown,
): Promise<boolean> {
  return lostRace.test(messageOf(error)) || (await readTipSha(repository, ref)) !== tip?.sha
}

async function createCommit(
  { octokit, owner, repo }: Repository,
  message: string,
  tip: BranchTip | undefined,
  { entries, root }: TreeChanges,
): Promise<string> {
  const initial = tip ? [] : initialFiles.filter(({ path }) => entries.every(entry => entry.path !== path))
  const { data: tree } = await octokit.rest.git.createTree({
    owner,
    repo,
    tree: [...(root ?? []), ...entries, ...initial],
    ...(tip && !root && { base_tree: tip.tree }),
  })
  const parents = tip ? [tip.sha] : []
  const { data } = await octokit.rest.git.createCommit({
    owner,
    repo,
    message,
    tree: shaOf(tree, 'tree'),
    parents,
  })
  return shaOf(data, 'commit')
}

async function moveRef(
  { octokit, owner, repo }: Repository,
  ref: string,
  tip: BranchTip | undefined,
  sha: string,
): Promise<void> {
  if (tip) await octokit.rest.git.updateRef({ owner, repo, ref, sha, force: false })
  else await octokit.rest.git.createRef({ owner, repo, ref: `refs/${ref}`, sha })
}

export async function uploadBlob({ octokit, owner, repo }: Repository, content: Uint8Array): Promise<string> {
  const base64 = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64')
  const { data } = await octokit.rest.git.createBlob({ owner, repo, content: base64, encoding: 'base64' })
  return shaOf(data, 'blob')
}
