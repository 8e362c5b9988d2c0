import type { Repository } from '../github/repository.ts'
import { type Addition, commitOnTop } from './commit.ts'
import { type Head, readHead } from './tree.ts'
import { blobUploads } from './uploads.ts'

/** The images branch for the time of a run: read once, sent to while Looker draws, committed on at the end. */
export interface OpenBranch {
  repository(): Promise<Repository>
  /** `heads/looker-snapshots`, or `looker/snapshots` for the ref `refs/looker/snapshots`. */
  ref: string
  /** The tip as it was when it was asked for first; undefined where there is no such branch. */
  head(): Promise<Head | undefined>
  /** Sends a file, of which nobody sees anything before a commit names it. @returns the name that git gives it */
  send(path: string): Promise<string>
  /** Commits on the tip, whatever it is by then. @returns the commit */
  commit(addition: Omit<Addition, 'ref'>): Promise<string | undefined>
}

export function openBranch(open: () => Promise<Repository>, ref: string): OpenBranch {
  const repository = once(open)
  const head = once(async () => readHead(await repository(), ref))
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

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => {
    answer ??= ask()
    answer.catch(() => undefined) // Whoever waits for it is told.
    return answer
  }
}
