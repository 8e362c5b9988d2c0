import { readFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import type { Repository } from '../github/repository.ts'
import { once } from '../runtime/once.ts'
import { type Addition, commitOnTop, uploadBlob } from './commit.ts'
import { type BranchTip, blobSha, readTip } from './tree.ts'

/** The images branch for the time of a run: read once, sent to while Looker draws, committed on at the end. */
export interface OpenBranch {
  repository(): Promise<Repository>
  /** `heads/looker-snapshots`, or `looker/snapshots` for the ref `refs/looker/snapshots`. */
  ref: string
  /** The tip as it was when it was asked for first; undefined where there is no such branch. */
  head(): Promise<BranchTip | undefined>
  /** Sends a file, of which nobody sees anything before a commit names it. @returns the name that git gives it */
  send(path: string): Promise<string>
  /** Commits on the tip, whatever it is by then. @returns the commit */
  commit(addition: Omit<Addition, 'ref'>): Promise<string | undefined>
}

export function openBranch(open: () => Promise<Repository>, ref: string): OpenBranch {
  const repository = once(open)
  const head = once(async () => readTip(await repository(), ref))
  const known = once(async () => new Set((await head())?.files?.flatMap(({ sha }) => sha ?? [])))
  const { send } = blobUploads(repository, known)
  return {
    repository,
    ref,
    head,
    send,
    commit: async addition => commitOnTop(await repository(), { ref, ...addition }, await head()),
  }
}

/** Files on their way into the repository, where nobody sees them before a commit names them. */
export interface BlobUploads {
  /**
   * @returns the name that git gives the file. One that GitHub has is not sent again; when one was refused, those behind
   * it are not tried
   */
  send(path: string): Promise<string>
}

/** Each is in memory as base64. */
const maxUploads = 2

/** @param known the git names of what GitHub has */
export function blobUploads(
  repository: () => Promise<Repository>,
  known: () => Promise<ReadonlySet<string>>,
): BlobUploads {
  const slots = pLimit(maxUploads)
  const byPath = new Map<string, Promise<string>>()
  const bySha = new Map<string, Promise<string>>()
  const waitForTurn = pace()
  let refused: Promise<string> | undefined

  const upload = async (content: Uint8Array): Promise<string> => {
    const open = await repository()
    await waitForTurn(open)
    return uploadBlob(open, content)
  }
  const sendNow = async (path: string): Promise<string> => {
    if (refused) return refused
    const content = await readFile(path)
    const sha = blobSha(content)
    if ((await known()).has(sha)) return sha
    const sending = bySha.get(sha) ?? upload(content)
    bySha.set(sha, sending)
    sending.catch(() => {
      refused = sending
    })
    return sending
  }
  return {
    send(path) {
      const sending = byPath.get(path) ?? slots(sendNow, path)
      byPath.set(path, sending)
      sending.catch(() => undefined) // Whoever commits it is told.
      return sending
    },
  }
}

/** GitHub refuses more than 80 requests a minute that create content ("Rate limits for the REST API"); some are left for the rest. */
const maxPerMinute = 70
const minute = 60_000

/** Lets so many through at once, and from then on no more than so many in any minute. */
export function pace(): (repository: Pick<Repository, 'clock' | 'signal'>) => Promise<void> {
  const sent: number[] = []
  let last = Promise.resolve()
  return ({ clock, signal }) => {
    last = last
      .catch(() => undefined)
      .then(async () => {
        const oldest = sent.length < maxPerMinute ? undefined : sent.shift()
        if (oldest !== undefined && oldest + minute > clock.now())
          await clock.sleep(oldest + minute - clock.now(), signal)
        sent.push(clock.now())
      })
    return last
  }
}
