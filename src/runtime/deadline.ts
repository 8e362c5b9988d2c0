import { Interruption } from '../errors.ts'
import type { Clock } from './clock.ts'
import { count, oneLine } from './text.ts'

export interface Deadlines {
  /** For work with Looker: ends after timeout-minutes, or if the job is cancelled. */
  render: AbortSignal
  /** For the queries of a branch check: leaves time to restore the branches before `render` ends. */
  check: AbortSignal
  /** Milliseconds until `check` ends. */
  checkLeft(): number
  /** For comparing: ends midway between the two others, so that what was rendered is still published. */
  compare: AbortSignal
  /** For publishing: ends some time after timeout-minutes, or if the job is cancelled. */
  publish: AbortSignal
  /** For putting back what the step changed: ends with `publish`, or a moment after a cancellation. */
  restore: AbortSignal
  /** Ends the timers. */
  end(): void
}

const restoreMs = 60_000
const publishGraceMs = 2 * 60_000
/** A cancelled job has three seconds for everything. */
const restoreGraceMs = 1000

/** The step's time as signals. Their reasons are errors for people. */
export function startDeadlines(minutes: number, clock: Clock, cancelled: AbortSignal): Deadlines {
  const over = new AbortController()
  const after = (milliseconds: number, reason: unknown): AbortSignal => {
    const timer = new AbortController()
    clock.sleep(milliseconds, over.signal).then(
      () => timer.abort(reason),
      () => undefined,
    )
    return timer.signal
  }
  const isCancelled = new AbortController()
  const cancel = () =>
    after(restoreGraceMs, cancelled.reason).addEventListener('abort', () =>
      isCancelled.abort(cancelled.reason),
    )
  cancelled.addEventListener('abort', cancel, { once: true })
  const timeUp = new Interruption(
    `The ${count(minutes, 'minute')} of timeout-minutes were over`,
    "Give the step more timeout-minutes (fewer than the job's own), or fewer targets; an idle Looker renders two at a time.",
  )
  const checkMs = Math.max(minutes * 60_000 - restoreMs, (minutes * 60_000) / 2)
  const checkEnd = clock.now() + checkMs
  const late = after(minutes * 60_000 + publishGraceMs, timeUp)
  return {
    render: AbortSignal.any([after(minutes * 60_000, timeUp), cancelled]),
    check: AbortSignal.any([after(checkMs, timeUp), cancelled]),
    checkLeft: () => Math.max(0, checkEnd - clock.now()),
    compare: AbortSignal.any([after(minutes * 60_000 + publishGraceMs / 2, timeUp), cancelled]),
    publish: AbortSignal.any([late, cancelled]),
    restore: AbortSignal.any([late, isCancelled.signal]),
    end: () => {
      cancelled.removeEventListener('abort', cancel)
      over.abort()
    },
  }
}

/** The reason of a signal that `withDeadline` ended. */
export class DeadlineError extends Error {
  constructor(milliseconds: number) {
    super(`There was no end after ${Math.round(milliseconds / 1000)} s`)
    this.name = 'DeadlineError'
  }
}

/**
 * Works until the signal ends, but no longer than so many milliseconds of real time. The timer ends with the work.
 *
 * The only way to limit a single request. `AbortSignal.any([signal, AbortSignal.timeout(ms)])` keeps its timer until the
 * end, and a garbage collection can take it away (https://github.com/nodejs/node/issues/54614).
 */
export async function withDeadline<T>(
  milliseconds: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new DeadlineError(milliseconds)), milliseconds)
  try {
    return await work(AbortSignal.any([signal, late.signal]))
  } finally {
    clearTimeout(timer)
  }
}

/** GitHub's runner cancels a job with SIGINT, then SIGTERM, and kills it ten seconds after the first signal. */
export function cancellationOf(process: NodeJS.Process): AbortSignal {
  const cancel = new AbortController()
  const reason = new Interruption('The job was cancelled', 'Run it again for the targets that are missing.')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancel.abort(reason))
  process.on('uncaughtException', error => {
    if (!isStuckBody(error)) cancel.abort(crashError(error))
  })
  return cancel.signal
}

/**
 * undici (7.29, in Node 24.21) fails an assertion outside of every promise if a connection ends before its body was read
 * (https://github.com/nodejs/undici/issues/5360). Then the body stays silent, and its reader gives up after the usual
 * silence.
 */
const isStuckBody = (error: Error) =>
  'code' in error && error.code === 'ERR_ASSERTION' && /undici/.test(error.stack ?? '')

const crashError = (cause: Error) =>
  new Interruption(
    `The action broke (${oneLine(cause.message, 200)})`,
    'Please report it, with the log of a run with debug logging turned on.',
    { cause },
  )

/** Stops waiting for a promise that cannot be stopped when the signal ends. */
export function orAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

/** A function that asks once, and returns the same promise from then on. A rejection need not be handled. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => {
    answer ??= ask()
    answer.catch(() => undefined)
    return answer
  }
}
