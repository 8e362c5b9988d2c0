import { Interruption } from '../errors.ts'
import type { Clock } from './clock.ts'
import { count, oneLine } from './text.ts'

export interface Deadlines {
  /** For work with Looker: ends at the deadline, and when the job is cancelled. */
  render: AbortSignal
  /** For comparing: ends midway between the two others, so that what was rendered is delivered all the same. */
  compare: AbortSignal
  /** For what follows the work: ends some time after the deadline, and when the job is cancelled. */
  publish: AbortSignal
  /** For what has to be put in order however the step ends: ends with `publish`, or a moment after a cancellation. */
  restore: AbortSignal
  /** Lets go of the timers. */
  end(): void
}

/** Milliseconds for which delivering may go on when the time is up. */
const grace = 2 * 60_000
/** A cancelled job has three seconds for everything. Milliseconds. */
const lastMoment = 1000

/** The step's time as signals whose reasons are errors for people. */
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
    after(lastMoment, cancelled.reason).addEventListener('abort', () => isCancelled.abort(cancelled.reason))
  cancelled.addEventListener('abort', cancel, { once: true })
  const timeUp = new Interruption(
    `The ${count(minutes, 'minute')} of timeout-minutes were over`,
    "Give the step more timeout-minutes (below the job's own), or fewer targets; an idle Looker renders two at a time.",
  )
  const late = after(minutes * 60_000 + grace, timeUp)
  return {
    render: AbortSignal.any([after(minutes * 60_000, timeUp), cancelled]),
    compare: AbortSignal.any([after(minutes * 60_000 + grace / 2, timeUp), cancelled]),
    publish: AbortSignal.any([late, cancelled]),
    restore: AbortSignal.any([late, isCancelled.signal]),
    end: () => {
      cancelled.removeEventListener('abort', cancel)
      over.abort()
    },
  }
}

/** GitHub's runner cancels a job with SIGINT, then SIGTERM, and kills it ten seconds after the first. */
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
 * undici (7.29, as in Node 24.21; 6.29, too) fails an assertion that nobody can catch when a connection ends before its
 * body was read (nodejs/undici#5360). That body then stays silent, and its reader gives up as on any other silence.
 */
const isStuckBody = (error: Error) =>
  'code' in error && error.code === 'ERR_ASSERTION' && /undici/.test(error.stack ?? '')

const crashError = (cause: Error) =>
  new Interruption(
    `The action broke (${oneLine(cause.message, 200)})`,
    'Please report it, with the log of a run with debug logging turned on.',
    { cause },
  )

/** A promise that cannot be stopped, left behind when the signal says so. */
export function orAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
