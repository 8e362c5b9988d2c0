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
