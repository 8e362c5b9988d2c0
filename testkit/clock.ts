import { setImmediate } from 'node:timers'
import type { Clock } from '../src/runtime/time.ts'

export interface VirtualClock extends Clock {
  /** The lengths of all sleeps, in milliseconds. */
  pauses: number[]
  sleepers(): number
}

interface Sleeper {
  wakes: number
  wake(): void
}

/**
 * Returns a clock without real time. When all code sleeps, the clock jumps to the end of the next sleep. If several
 * sleeps end at the same time, the sleep that began first ends first.
 */
export function virtualClock(): VirtualClock {
  let time = 0
  let ticking = false
  const asleep: Sleeper[] = []
  const pauses: number[] = []

  const tick = () => {
    asleep.sort((one, other) => one.wakes - other.wakes)
    const first = asleep.shift()
    if (first) {
      time = Math.max(time, first.wakes)
      first.wake()
    }
    ticking = asleep.length > 0
    if (ticking) setImmediate(tick)
  }

  const sleep = (milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (!Number.isFinite(milliseconds)) throw new Error(`No one can sleep for ${milliseconds} ms`)
      if (signal?.aborted) throw signal.reason
      pauses.push(milliseconds)
      const stop = () => {
        asleep.splice(asleep.indexOf(sleeper), 1)
        reject(signal?.reason)
      }
      const wake = () => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }
      const sleeper = { wakes: time + Math.max(milliseconds, 0), wake }
      signal?.addEventListener('abort', stop, { once: true })
      asleep.push(sleeper)
      if (!ticking) setImmediate(tick)
      ticking = true
    })

  return { now: () => time, sleep, pauses, sleepers: () => asleep.length }
}

/**
 * Returns environment variables that make the clock of the built action `speed` times as fast. See `fast-clock.mjs`,
 * which does not change the timers of requests.
 */
export const fastClock = (speed: number) => ({
  NODE_OPTIONS: `--import=${new URL('./fast-clock.mjs', import.meta.url).href}`,
  CLOCK_SPEED: String(speed),
})
