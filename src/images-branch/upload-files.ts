import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import pLimit from 'p-limit'
import { ActionError } from '../errors.ts'
import { type Repository, shaOf } from '../github/client.ts'
import { answerOf, isRuleViolation, statusOf } from '../github/github-errors.ts'
import { blobSha } from './branch-tip.ts'
import { maxPassingFailures, pauseAfterRace } from './commit-to-branch.ts'

interface BlobUploads {
  /** Uploads a file unless GitHub already has it. After an error that affects all files, uploads no further files. */
  upload(path: string, priority?: Priority): Promise<string>
}

/** Files of low priority use at most half of the limit, so that the others have the rest. */
export type Priority = 'high' | 'low'

/** The maximum number of uploads at the same time. A file is in memory as base64 during its upload. */
const maxUploads = 2

/** @param existing the SHAs of the blobs that GitHub has */
export function blobUploads(
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
  const sendIfNew = async (path: string, priority: Priority): Promise<string> => {
    if (refused) return refused
    if ((await stat(path)).size > maxUploadBytes) throw new RefusedFileError(path, 'it has more than 100 MB')
    const content = await readFile(path)
    const sha = blobSha(content)
    if ((await existing()).has(sha)) return sha
    if (bySha.size >= maxSentFiles[priority] && !bySha.has(sha)) throw new UnsentFileError()
    const sending = bySha.get(sha) ?? send(content)
    bySha.set(sha, sending)
    sending.catch(error => {
      if (!isFileRefused(error)) refused = sending
    })
    return sending
  }
  const uploadOne = async (path: string, priority: Priority): Promise<string> => {
    try {
      return await sendIfNew(path, priority)
    } catch (error) {
      if (!isFileRefused(error)) throw error
      const { status, message } = answerOf(error)
      throw new RefusedFileError(path, `${status}: ${message}`, error)
    }
  }
  return {
    upload(path, priority = 'high') {
      const sending = byPath.get(path) ?? slots(uploadOne, path, priority)
      byPath.set(path, sending)
      sending.catch(() => undefined) // The code that commits the file gets the error.
      return sending
    },
  }
}

/**
 * GitHub's limit for a file
 * (https://docs.github.com/en/repositories/working-with-files/managing-large-files/about-large-files-on-github).
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

/**
 * GitHub refuses more than 500 content-creating requests per hour
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits). The
 * run needs some of them for the comment, the commits and the stored results.
 */
const maxSentFiles: Record<Priority, number> = { high: 450, low: 225 }

/** Thrown for a file that the step does not send, because it has already sent `maxSentFiles`. */
export class UnsentFileError extends ActionError {
  constructor() {
    super(
      'GitHub accepts 500 new files per hour, so this step did not send all files',
      'Run the job again after an hour: it sends no file that GitHub already has. To send fewer files, list fewer targets.',
    )
    this.name = 'UnsentFileError'
  }
}

type UnstoredFileError = RefusedFileError | UnsentFileError

const smallerFiles = 'Render the target with a smaller width or height, or as jpg.'

const isFileRefused = (error: unknown) =>
  [413, 422].includes(statusOf(error) ?? 0) && !isRuleViolation(answerOf(error))

/**
 * Waits for the uploads, and separates the refused and unsent files from the others.
 * @throws all errors except RefusedFileError and UnsentFileError
 */
export async function sortUploads<T>(
  uploads: readonly Promise<T>[],
): Promise<{ uploaded: T[]; refused: UnstoredFileError[] }> {
  const uploaded: T[] = []
  const refused: UnstoredFileError[] = []
  for (const result of await Promise.allSettled(uploads))
    if (result.status === 'fulfilled') uploaded.push(result.value)
    else if (isUnstored(result.reason)) refused.push(result.reason)
    else throw result.reason
  return { uploaded, refused }
}

const isUnstored = (error: unknown): error is UnstoredFileError =>
  error instanceof RefusedFileError || error instanceof UnsentFileError

/** @param what returns text such as `2 pictures were not recorded for main` */
export function refusedFilesWarning(
  refused: readonly UnstoredFileError[],
  what: (count: number) => string,
): ActionError | undefined {
  const [first] = refused
  if (!first) return undefined
  const unsent = refused.find(error => error instanceof UnsentFileError)
  const names = refused
    .flatMap(error => (error instanceof RefusedFileError ? `${error.file} (${error.reason})` : []))
    .join(', ')
  const reasons = [unsent?.message, names && `GitHub refused ${names}`].filter(Boolean)
  const hints = [unsent?.hint, names && smallerFiles].filter(Boolean)
  return new ActionError(`${what(refused.length)}: ${reasons.join('; ')}`, hints.join(' '), { cause: first })
}

/**
 * GitHub refuses more than 80 content-creating requests per minute
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits). The
 * run needs the other ten requests for comments, commits and releases.
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

async function uploadBlob({ octokit, owner, repo }: Repository, content: Uint8Array): Promise<string> {
  const base64 = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64')
  const { data } = await octokit.rest.git.createBlob({ owner, repo, content: base64, encoding: 'base64' })
  return shaOf(data, 'blob')
}
