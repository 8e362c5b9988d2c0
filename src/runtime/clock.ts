import { setTimeout } from 'node:timers/promises'

/** The time as a parameter, so tests need not wait. In milliseconds. */
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
      await setTimeout(milliseconds, undefined, signal && { signal })
    } catch (error) {
      throw signal?.reason ?? error
    }
  },
}

/**
 * Returns the server's time from the `Date` header of its answer. A server's date must not be compared with the
 * runner's clock, which may be minutes off. Without a valid header, returns the runner's time.
 */
export function serverTime(date: string | null | undefined): number {
  const milliseconds = Date.parse(date ?? '')
  return Number.isNaN(milliseconds) ? Date.now() : milliseconds
}

interface Wait {
  clock: Clock
  signal: AbortSignal
}

/** Waits for a promise, at most this many milliseconds. @throws the signal's reason */
export async function waitAtMost(
  milliseconds: number,
  promise: Promise<unknown>,
  { clock, signal }: Wait,
): Promise<void> {
  const over = new AbortController()
  const timeout = clock.sleep(milliseconds, AbortSignal.any([signal, over.signal]))
  timeout.catch(() => undefined)
  await Promise.race([promise, timeout]).finally(() => over.abort())
}

/** The maximum wait for an optional answer, in milliseconds. */
const shortWait = 2000

/** Returns the promise's value. Undefined if it fails, or takes longer than a short wait. */
export async function valueIfSoon<T>(promise: Promise<T>, wait: Wait): Promise<T | undefined> {
  let value: T | undefined
  const settled = promise.then(
    result => {
      value = result
    },
    () => undefined,
  )
  await waitAtMost(shortWait, settled, wait).catch(() => undefined)
  return value
}
