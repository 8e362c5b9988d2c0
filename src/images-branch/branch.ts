import { readFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import type { Repository } from '../github/repository.ts'
import { once } from '../runtime/once.ts'
import { commitOnTop, type ImagesCommit, uploadBlob } from './commit.ts'
import { type BranchTip, blobSha, readTip } from './tree.ts'

/** The images branch during a run. It is read once; files are uploaded while Looker renders, and committed at the end. */
export interface OpenBranch {
  repository(): Promise<Repository>
  /** `heads/looker-snapshots`, or `looker/snapshots` for the ref `refs/looker/snapshots`. */
  ref: string
  /** The tip at the first call; undefined if the branch does not exist. */
  tip(): Promise<BranchTip | undefined>
  /** Uploads a file. It is invisible until a commit contains it. @returns the SHA of its blob */
  upload(path: string): Promise<string>
  /** Commits on top of the current tip. @returns the commit's SHA */
  commit(change: Omit<ImagesCommit, 'ref'>): Promise<string | undefined>
}

export function openBranch(open: () => Promise<Repository>, ref: string): OpenBranch {
  const repository = once(open)
  const tip = once(async () => readTip(await repository(), ref))
  const existing = once(async () => new Set((await tip())?.files?.flatMap(({ sha }) => sha ?? [])))
  const { upload } = blobUploads(repository, existing)
  return {
    repository,
    ref,
    tip,
    upload,
    commit: async change => commitOnTop(await repository(), { ref, ...change }, await tip()),
  }
}

interface BlobUploads {
  /** Uploads a file unless GitHub has it. After a refusal, the next files are not tried. @returns the SHA of its blob */
  upload(path: string): Promise<string>
}

/** Each file that is being uploaded is in memory as base64. */
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
    await waitForTurn(open)
    return uploadBlob(open, content)
  }
  const sendIfNew = async (path: string): Promise<string> => {
    if (refused) return refused
    const content = await readFile(path)
    const sha = blobSha(content)
    if ((await existing()).has(sha)) return sha
    const sending = bySha.get(sha) ?? send(content)
    bySha.set(sha, sending)
    sending.catch(() => {
      refused = sending
    })
    return sending
  }
  return {
    upload(path) {
      const sending = byPath.get(path) ?? slots(sendIfNew, path)
      byPath.set(path, sending)
      sending.catch(() => undefined) // The commit throws it.
      return sending
    },
  }
}

/**
 * GitHub refuses more than 80 requests a minute that create content
 * (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits). The other
 * requests of the run need some of them.
 */
const maxContentPerMinute = 70
const paceWindowMs = 60_000

/** Returns a function that waits until one more request keeps the limit of every minute. */
function contentPace(): (repository: Pick<Repository, 'clock' | 'signal'>) => Promise<void> {
  const sent: number[] = []
  let last = Promise.resolve()
  return ({ clock, signal }) => {
    last = last
      .catch(() => undefined)
      .then(async () => {
        const oldest = sent.length < maxContentPerMinute ? undefined : sent.shift()
        if (oldest !== undefined && oldest + paceWindowMs > clock.now())
          await clock.sleep(oldest + paceWindowMs - clock.now(), signal)
        sent.push(clock.now())
      })
    return last
  }
}
