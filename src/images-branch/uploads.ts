import { readFile } from 'node:fs/promises'
import pLimit from 'p-limit'
import type { Repository } from '../github/repository.ts'
import { uploadBlob } from './commit.ts'
import { blobSha } from './tree.ts'

/** Files on their way into the repository, where nobody sees them before a commit names them. */
export interface BlobUploads {
  /**
   * @returns the name that git gives the file. One that GitHub has is not sent again; when one was refused, those behind
   * it are not tried
   */
  send(path: string): Promise<string>
}

/** Each is in memory as base64. */
const maxAtOnce = 2

/** @param known the git names of what GitHub has */
export function blobUploads(
  repository: () => Promise<Repository>,
  known: () => Promise<ReadonlySet<string>>,
): BlobUploads {
  const slots = pLimit(maxAtOnce)
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
