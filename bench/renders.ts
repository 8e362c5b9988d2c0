import { type Pair, runPairs } from './pairs.ts'
import { renderTimes } from './statistics.ts'

const runs: Record<number, { full: number; quick: number }> = {
  1: { full: 10, quick: 4 },
  5: { full: 14, quick: 4 },
  30: { full: 3, quick: 1 },
}

export const nominalSeconds = Object.keys(runs).map(Number)

const done = new Map<number, Promise<Pair[]>>()

/** Returns runs with a single dashboard that takes about `nominal` seconds. All measurements use the same runs. */
export function singleRenders(nominal: number, quick: boolean): Promise<Pair[]> {
  const times = renderTimes(nominal, runs[nominal]?.[quick ? 'quick' : 'full'] ?? 1, nominal)
  const pairs =
    done.get(nominal) ?? runPairs(times.map(time => ({ renderSeconds: [time], pictureBytes: 1e6 })))
  done.set(nominal, pairs)
  return pairs
}
