import type { Target } from '../model.ts'
import type { KnownTimes } from './look-times.ts'

/** How long renders took: in this run, and in those before as far as they are remembered. Milliseconds. */
export interface RenderTimes {
  /** Settles when those of earlier runs are known, or cannot be. */
  ready: Promise<void>
  of(target: Target): KnownTimes
  add(target: Target, milliseconds: number): void
}

/** By a target's key (`baselineKey`): all that decides how it looks, and the instance. */
export type Remembered = ReadonlyMap<string, readonly number[]>

/** How many of a target's last times count. */
const maxTimes = 5

export function renderTimes(keyOf: (target: Target) => string, remembered: Promise<Remembered>): RenderTimes {
  const ofThisRun = new Map<string, number[]>()
  let ofEarlierRuns: Remembered = new Map()
  const ready = remembered.then(
    times => {
      ofEarlierRuns = times
    },
    // Whoever reads them tells why they could not be read. Looks are then planned as if nothing were known.
    () => undefined,
  )
  return {
    ready,
    of(target) {
      const key = keyOf(target)
      const own = [...(ofThisRun.get(key) ?? []), ...(ofEarlierRuns.get(key) ?? [])].slice(0, maxTimes)
      const others = [...(ofThisRun.size > 0 ? ofThisRun : ofEarlierRuns).values()].flat()
      return { own, others }
    },
    add(target, milliseconds) {
      const key = keyOf(target)
      ofThisRun.set(key, [milliseconds, ...(ofThisRun.get(key) ?? [])])
    },
  }
}
