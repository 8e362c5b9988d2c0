import { Interruption, TimeLimitError } from '../errors.ts'
import { count, oneLine } from './text.ts'
import type { Clock } from './time.ts'

/** A signal with a known end. It is aborted at the clock's time `endsAt`, or earlier by a cancellation. */
type TimedSignal = AbortSignal & { readonly endsAt: number }

export interface Deadlines {
  /** The deadline for work with Looker. Ends after timeout-minutes, or after a cancellation. */
  render: TimedSignal
  /**
   * The deadline for the requests to GitHub before rendering. Ends early, so that enough time for rendering remains.
   */
  start: TimedSignal
  /**
   * The deadline for queries with `dev-mode`. Ends early enough to find out before `check` ends whether the branch of the
   * answers is still checked out.
   */
  queries: AbortSignal
  /** The deadline for a branch check. Ends early enough to restore the branches before `render` ends. */
  check: AbortSignal
  /** Milliseconds until `check` ends. */
  checkLeft(): number
  /**
   * The deadline for comparisons. Ends after `restore`, because comparisons of a branch check begin after the branches
   * are restored, and before `publish`, so that enough time to publish rendered files remains.
   */
  compare: AbortSignal
  /** The deadline for publishing files. Ends some time after timeout-minutes, or after a cancellation. */
  publish: TimedSignal
  /**
   * The deadline for the comment. Ends after `publish`, so that enough time for the comment remains after slow uploads.
   */
  comment: TimedSignal
  /**
   * The deadline for restoring Looker. Ends before `compare`, so that everything is compared and published even if Looker
   * hangs, or shortly after a cancellation.
   */
  restore: TimedSignal
  end(): void
}

const minuteMs = 60000
const restoreMs = minuteMs
const verifyMs = 20_000
const lateRestoreMs = minuteMs
const compareGraceMs = 1.5 * minuteMs
const publishGraceMs = 2 * minuteMs
const commentGraceMs = publishGraceMs + minuteMs
const maxStartMs = 2 * minuteMs

/** The time for restoring after a cancellation. A cancelled job has three seconds for all remaining work. */
const restoreGraceMs = 1000

/**
 * Divides the step's time into parts, and returns a signal for the end of each part. The reason of each signal is an
 * error for users.
 */
export function startDeadlines(minutes: number, clock: Clock, cancelled: AbortSignal): Deadlines {
  const over = new AbortController()
  const began = clock.now()
  // No `AbortSignal.any`: in Node 24.16 and later, its signal can lose an abort if a source is no longer in memory
  // (https://github.com/nodejs/node/issues/65995).
  const endAfter = (timer: AbortController, milliseconds: number, reason: unknown) =>
    void clock.sleep(milliseconds, over.signal).then(
      () => timer.abort(reason),
      () => undefined,
    )
  const onCancel = (act: () => void) => {
    if (cancelled.aborted) act()
    else cancelled.addEventListener('abort', act, { signal: over.signal })
  }
  const timed = (milliseconds: number, reason: unknown): TimedSignal => {
    const timer = new AbortController()
    endAfter(timer, milliseconds, reason)
    onCancel(() => timer.abort(cancelled.reason))
    return Object.assign(timer.signal, { endsAt: began + milliseconds })
  }
  const renderMs = minutes * minuteMs
  const restore = new AbortController()
  const restoreEnd = renderMs + lateRestoreMs
  endAfter(restore, restoreEnd, renderingError(minutes))
  onCancel(() => endAfter(restore, restoreGraceMs, cancelled.reason))
  const checkMs = Math.max(renderMs - restoreMs, renderMs / 2)
  const check = timed(checkMs, renderingError(minutes))
  return {
    render: timed(renderMs, renderingError(minutes)),
    start: timed(Math.min(maxStartMs, renderMs / 2), startError),
    queries: timed(checkMs - Math.min(verifyMs, checkMs / 6), queriesError(minutes)),
    check,
    checkLeft: () => Math.max(0, check.endsAt - clock.now()),
    compare: timed(renderMs + compareGraceMs, comparingError(minutes)),
    publish: timed(renderMs + publishGraceMs, publishingError(minutes)),
    comment: timed(renderMs + commentGraceMs, publishingError(minutes)),
    restore: Object.assign(restore.signal, { endsAt: began + restoreEnd }),
    end: () => over.abort(),
  }
}

const lessWork =
  'Increase timeout-minutes (but not above the time limit of the job), or reduce the number of targets'
const timeLimitWords = (minutes: number) =>
  `The time limit of ${count(minutes, 'minute')} (timeout-minutes) was reached`
const renderingError = (minutes: number) =>
  new TimeLimitError(timeLimitWords(minutes), `${lessWork}; an idle Looker renders two at a time.`)
const queriesError = (minutes: number) => new TimeLimitError(timeLimitWords(minutes), `${lessWork}.`)
const comparingError = (minutes: number) =>
  new Interruption(
    `The time limit of ${count(minutes, 'minute')} (timeout-minutes), plus 90 seconds for comparing, was reached`,
    `${lessWork}.`,
  )

/** The error of the deadlines after `render`, when the action waits only for GitHub and the artifact service. */
const publishingError = (minutes: number) =>
  new Interruption(
    `The time limit of ${count(minutes, 'minute')} (timeout-minutes), plus the time for publishing, was reached`,
    "See GitHub's answers in the log, and run the job again.",
  )
const startError = new Interruption(
  'GitHub did not answer before rendering had to begin',
  'Run the job again, or increase timeout-minutes.',
)

/**
 * Returns a signal that is aborted when GitHub's runner cancels the job. The runner sends SIGINT, then SIGTERM, and
 * kills the process ten seconds after the first signal.
 */
export function cancellationOf(process: NodeJS.Process): AbortSignal {
  const cancel = new AbortController()
  const reason = new Interruption('The job was cancelled', 'Run the job again for the missing targets.')
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancel.abort(reason))
  process.on('uncaughtException', error => {
    if (!isStuckBody(error)) cancel.abort(crashError(error))
  })
  return cancel.signal
}

/**
 * Whether this is an error of undici 7.29 (Node 24.21). If a connection ends before its body was read, an assertion
 * fails outside of every promise (https://github.com/nodejs/undici/issues/5360). After this error, no more bytes of the
 * body arrive, so the reader fails because of the silence.
 */
const isStuckBody = (error: Error) =>
  'code' in error && error.code === 'ERR_ASSERTION' && /undici/.test(error.stack ?? '')
const crashError = (cause: Error) =>
  new Interruption(
    `The action crashed (${oneLine(cause.message, 200)})`,
    'Please report it, with the log of a run with debug logging turned on.',
    { cause },
  )
