import { setTimeout } from 'node:timers/promises'

/** Time as a parameter, so that a test of fifteen minutes takes none. Milliseconds. */
export interface Clock {
  now(): number
  /** Rejects with the signal's reason. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** Milliseconds. A longer timer of Node's fires at once (https://nodejs.org/api/timers.html#settimeoutcallback-delay-args). */
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
 * The server's time when it answered, by its `Date` header. The runner's clock may be minutes off, so that a date from the
 * server must not be compared with it. Without a valid header, the runner's time.
 */
export function serverTime(date: string | null | undefined): number {
  const milliseconds = Date.parse(date ?? '')
  return Number.isNaN(milliseconds) ? Date.now() : milliseconds
}

interface Wait {
  clock: Clock
  signal: AbortSignal
}

/** Waits for a promise, but no longer than this many milliseconds. @throws the signal's reason */
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

/** Milliseconds that the action waits for an answer that it can do without. */
const shortWait = 2000

/** The promise's value; undefined if it fails, or takes longer than a short wait. */
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
