import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import pLimit from 'p-limit'
import { ActionError } from '../errors.ts'
import type { Clock } from '../runtime/time.ts'
import type { Difference, DiffOptions } from './diff/diff.ts'
import type { Answer, Question } from './diff/worker.ts'

export interface DiffThread {
  /**
   * Compares two PNG or JPG files, one pair after the other. Rejects with an ActionError if a file is broken or too
   * large, if the comparison takes too long, or after `close`.
   */
  compare(before: Uint8Array, after: Uint8Array, options: DiffOptions): Promise<Difference>
  /** Ends the thread at once. The running comparison and all later comparisons reject with the reason. */
  close(reason?: unknown): Promise<void>
}

/**
 * The time limit for a comparison. Two PNGs with 50 megapixels take a tenth of this limit. A malicious JPG may have a
 * thousand scans, and each scan takes as long as a complete picture.
 */
const maxComparisonMs = 60_000

/**
 * Compares in a separate thread, so that comparisons do not delay polls or a cancellation. Starts the thread for the
 * first pair of files that differ, and again after a failure. An idle thread does not keep the process alive.
 */
export function startDiffThread(start: () => Worker, clock: Clock): DiffThread {
  const oneAtATime = pLimit(1)
  let worker: Worker | undefined
  let closed: { reason: unknown } | undefined

  const running = () => {
    if (closed) throw closed.reason
    worker ??= watchedWorker(start(), ended => {
      if (worker === ended) worker = undefined
    })
    return worker
  }
  const compare = (question: Question) =>
    ask(running(), question, clock).catch(error => {
      throw closed ? closed.reason : error
    })
  return {
    compare: async (before, after, options) =>
      Buffer.compare(before, after) === 0
        ? { kind: 'equal' }
        : oneAtATime(async () => compare({ before, after, options })),
    close: async (reason = stoppedError()) => {
      closed ??= { reason }
      await worker?.terminate()
    },
  }
}

/** An error without a listener would end the process, so the listener stays for the worker's whole life. */
function watchedWorker(worker: Worker, ended: (worker: Worker) => void): Worker {
  worker.unref()
  worker.on('error', () => ended(worker))
  worker.once('exit', () => ended(worker))
  return worker
}

async function ask(worker: Worker, { before, after, options }: Question, clock: Clock): Promise<Difference> {
  const answered = new AbortController()
  const { signal } = answered
  const question: Question = { before: new Uint8Array(before), after: new Uint8Array(after), options }
  worker.ref()
  try {
    const replied = once(worker, 'message', { signal }).then(([answer]) => answer as Answer)
    const ended = once(worker, 'exit', { signal }).then(([code]) => {
      throw new Error(`its thread ended with ${code}`)
    })
    const timeUp = clock.sleep(maxComparisonMs, signal).then(() => 'too slow' as const)
    worker.postMessage(question, [question.before.buffer, question.after.buffer] as ArrayBuffer[])
    const answer = await Promise.race([replied, ended, timeUp]).catch(rejectWithReason)
    if (answer === 'too slow') throw await stopSlow(worker)
    if ('difference' in answer) return answer.difference
    throw new ActionError(answer.error.message, answer.error.hint)
  } finally {
    answered.abort()
    worker.unref()
  }
}

/** The thread may end because its memory is full, or because its file is missing. */
const rejectWithReason = (cause: Error): never => {
  throw new ActionError(
    `The pictures could not be compared: ${cause.message}`,
    'Run the job again. If it happens again, give the target a smaller width or height.',
    { cause },
  )
}

/** Ends the thread, because a running comparison cannot be interrupted. The next comparison gets a new thread. */
async function stopSlow(worker: Worker): Promise<ActionError> {
  await worker.terminate()
  return new ActionError(
    `The pictures could not be compared within ${maxComparisonMs / 1000} seconds`,
    'Give the target a smaller width or height, or format: png, which is read faster than jpg.',
  )
}

const stoppedError = () =>
  new ActionError('The comparison was stopped', 'Run the job again to compare the remaining pictures.')
