import { Interruption } from '../errors.ts'
import type { Clock } from './clock.ts'
import { count, oneLine } from './text.ts'

/** A signal whose end is known: it is aborted when the clock says `endsAt`, or earlier if the job is cancelled. */
export type TimedSignal = AbortSignal & { readonly endsAt: number }

export interface Deadlines {
  /** For work with Looker: ends after timeout-minutes, or if the job is cancelled. */
  render: TimedSignal
  /** For the requests to GitHub before rendering: ends early, so that time is left for rendering. */
  start: TimedSignal
  /** For the queries of a branch check: leaves time to restore the branches before `render` ends. */
  check: AbortSignal
  /** Milliseconds until `check` ends. */
  checkLeft(): number
  /** For comparing: ends midway between `render` and `publish`, so that rendered files can still be published. */
  compare: AbortSignal
  /** For publishing files: ends some time after timeout-minutes, or if the job is cancelled. */
  publish: TimedSignal
  /** For the comment: ends after `publish`, so that a slow place of publication leaves time for the comment. */
  comment: TimedSignal
  /** For restoring Looker: ends with `publish`, or a moment after a cancellation. */
  restore: AbortSignal
  /** Ends the timers. */
  end(): void
}

const minuteMs = 60_000
const restoreMs = minuteMs
const publishGraceMs = 2 * minuteMs
const commentGraceMs = publishGraceMs + minuteMs
const maxStartMs = 2 * minuteMs
/** A cancelled job has three seconds for everything. */
const restoreGraceMs = 1000

/** The step's time as signals. Their reasons are errors for people. */
export function startDeadlines(minutes: number, clock: Clock, cancelled: AbortSignal): Deadlines {
  const over = new AbortController()
  const began = clock.now()
  const after = (milliseconds: number, reason: unknown): AbortSignal => {
    const timer = new AbortController()
    clock.sleep(milliseconds, over.signal).then(
      () => timer.abort(reason),
      () => undefined,
    )
    return timer.signal
  }
  const timed = (milliseconds: number, reason: unknown): TimedSignal => {
    const signal = AbortSignal.any([after(milliseconds, reason), cancelled])
    return Object.assign(signal, { endsAt: began + milliseconds })
  }
  const isCancelled = new AbortController()
  const cancel = () =>
    after(restoreGraceMs, cancelled.reason).addEventListener('abort', () =>
      isCancelled.abort(cancelled.reason),
    )
  cancelled.addEventListener('abort', cancel, { once: true })
  const renderMs = minutes * minuteMs
  const check = timed(Math.max(renderMs - restoreMs, renderMs / 2), renderingError(minutes))
  return {
    render: timed(renderMs, renderingError(minutes)),
    start: timed(Math.min(maxStartMs, renderMs / 2), startError),
    check,
    checkLeft: () => Math.max(0, check.endsAt - clock.now()),
    compare: timed(renderMs + publishGraceMs / 2, comparingError(minutes)),
    publish: timed(renderMs + publishGraceMs, publishingError(minutes)),
    comment: timed(renderMs + commentGraceMs, publishingError(minutes)),
    restore: AbortSignal.any([after(renderMs + publishGraceMs, renderingError(minutes)), isCancelled.signal]),
    end: () => {
      cancelled.removeEventListener('abort', cancel)
      over.abort()
    },
  }
}

const lessWork = "Give the step more timeout-minutes (fewer than the job's own), or fewer targets"

const renderingError = (minutes: number) =>
  new Interruption(
    `The ${count(minutes, 'minute')} of timeout-minutes were over`,
    `${lessWork}; an idle Looker renders two at a time.`,
  )

const comparingError = (minutes: number) =>
  new Interruption(
    `The ${count(minutes, 'minute')} of timeout-minutes and a minute for comparing were over`,
    `${lessWork}.`,
  )

/** Looker is not to blame for what GitHub or the artifact service delays. */
const publishingError = (minutes: number) =>
  new Interruption(
    `The ${count(minutes, 'minute')} of timeout-minutes and the time for publishing were over`,
    "See GitHub's answers in the log, and run the job again.",
  )

const startError = new Interruption(
  'The time to wait for GitHub before rendering was over',
  'Run the job again, or give the step more timeout-minutes.',
)

/** The reason of a signal that `withDeadline` ended. */
export class DeadlineError extends Error {
  constructor(milliseconds: number) {
    super(`It did not end within ${Math.round(milliseconds / 1000)} s`)
    this.name = 'DeadlineError'
  }
}

/**
 * Works until the signal ends, but at most this many milliseconds of real time. The timer ends with the work.
 * `AbortSignal.any([signal, AbortSignal.timeout(ms)])` would keep its timer until the end, and garbage collection can
 * remove it (https://github.com/nodejs/node/issues/54614).
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
    `The action crashed (${oneLine(cause.message, 200)})`,
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
