import { setTimeout as pause } from 'node:timers/promises'

/** The time in milliseconds. Tests pass a clock that does not wait. */
export interface Clock {
  now(): number
  /** Rejects with the signal's reason. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/**
 * The maximum delay of a timer in milliseconds. Node fires a longer timer at once
 * (https://nodejs.org/api/timers.html#settimeoutcallback-delay-args).
 */
export const maxTimer = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await pause(milliseconds, undefined, signal && { signal })
    } catch (error) {
      throw signal?.reason ?? error
    }
  },
}

/**
 * Returns the server's time from the header `Date` of its response, or else the runner's time. Callers compare other
 * dates of the response with this time, because the runner's clock may be wrong by minutes.
 */
export function serverTime(date: string | null | undefined): number {
  const milliseconds = Date.parse(date ?? '')
  return Number.isNaN(milliseconds) ? Date.now() : milliseconds
}

interface Wait {
  clock: Clock
  signal: AbortSignal
}

/**
 * Waits for a promise, but at most this number of milliseconds.
 * @throws the signal's reason
 */
export async function waitAtMost(
  milliseconds: number,
  promise: Promise<unknown>,
  { clock, signal }: Wait,
): Promise<void> {
  const over = new AbortController()
  const timeout = clock.sleep(milliseconds, AbortSignal.any([signal, over.signal]))
  await Promise.race([promise, timeout]).finally(() => over.abort())
}

/** The maximum wait for an optional response, in milliseconds. */
const shortWait = 2000

/** Waits briefly for a value. Returns undefined if the promise fails, or takes longer than `milliseconds`. */
export async function valueIfSoon<T>(
  promise: Promise<T>,
  wait: Wait,
  milliseconds = shortWait,
): Promise<T | undefined> {
  let value: T | undefined
  const settled = promise.then(
    result => {
      value = result
    },
    () => undefined,
  )
  await waitAtMost(milliseconds, settled, wait).catch(() => undefined)
  return value
}

/** The reason of a signal from `withDeadline`. */
export class DeadlineError extends Error {
  constructor(milliseconds: number) {
    super(`It did not end within ${Math.round(milliseconds / 1000)} s`)
    this.name = 'DeadlineError'
  }
}

/**
 * Works until the signal ends, but at most this number of milliseconds of real time. Stops the timer after the work.
 * Does not use `AbortSignal.any([signal, AbortSignal.timeout(ms)])` for two reasons: its timer would run on after the
 * work, and garbage collection can remove the signal (https://github.com/nodejs/node/issues/54614).
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

/** Waits for a promise that cannot be cancelled, but stops waiting when the signal ends. */
export function orAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

/**
 * Returns a function that calls `ask` once and always returns the same promise. Callers need not handle the promise's
 * rejection.
 */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => {
    answer ??= ask()
    answer.catch(() => undefined)
    return answer
  }
}

/**
 * Buffers a body before any code reads it. If a connection ends before its body was read, the `fetch` of Node 24.21
 * throws an error that no code can catch.
 */
export function bufferAhead(): TransformStream<Uint8Array, Uint8Array> {
  const bytes: QueuingStrategy<Uint8Array> = new ByteLengthQueuingStrategy({
    highWaterMark: 16 * 1024 * 1024,
  })
  return new TransformStream({}, bytes, bytes)
}

/**
 * Yields the chunks of a body. The total time is not limited, but each chunk must arrive within this number of
 * milliseconds.
 * @throws DeadlineError after a longer silence
 */
export async function* piecesOf(
  body: ReadableStream<Uint8Array>,
  { silence, signal }: { silence: number; signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const reader = body.pipeThrough(bufferAhead(), { signal }).getReader()
  try {
    for (;;) {
      const { done, value } = await withDeadline(silence, signal, ended => orAborted(ended, reader.read()))
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
