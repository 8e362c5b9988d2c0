import type { Target } from '../model.ts'
import type { Clock } from '../runtime/clock.ts'

/*
 * When to poll a render task. Each poll is a metered call, and a late one costs time. If the likely end of a render is
 * known, there are no polls before it; from then on a pause is a share of the render's time, so that the lag is half
 * that share. The constants come from simulations, see __tests__/looker/polling.test.ts.
 */

/** Render times in milliseconds. They come from file names on the images branch, so any of them may be wrong. */
export interface PastRenderTimes {
  /** The last times of the same target, newest first. */
  own: readonly number[]
  /** Times of other targets in this run. */
  others: readonly number[]
}

/** Times in milliseconds since Looker began the render task. */
export interface PollPlan {
  firstPoll: number
  /** When the render is likely to end; 0 if nothing is known. */
  likelyEnd: number
  /** The pause after a poll, given when that poll was. */
  pauseAfter(elapsed: number): number
}

/** A target that was rendered before: its time varies by about a third. */
const renderedBefore = { firstPollShare: 0.68, pauseShare: 0.13 }
/** A new target: it takes about as long as the others, and varies as they do. */
const newTarget = { usualSpread: 0.5, usualSpreadWeight: 2, firstPollSpreads: 1.3, pauseShare: 0.2 }
/** Nothing is known. Most renders take 10 to 30 s (https://cloud.google.com/looker/docs): 16 polls in 30 s. */
const unknown = { firstPollMs: 1200, pauseShare: 0.24 }
/** A lag below this is not noticeable. */
const minPauseMs = 500
/** Past times may be wrong, so no pause is longer than this. */
const maxPauseMs = 60_000
/** Random shortening of each pause, so that renders that began together are not all polled together. */
const jitterShare = 0.04

/** Puts the first poll before the likely end, and each later poll after a longer pause. */
export function planPolls({ own, others }: PastRenderTimes): PollPlan {
  if (own.length > 0) {
    const likelyEnd = median(own)
    return {
      likelyEnd,
      firstPoll: renderedBefore.firstPollShare * likelyEnd,
      pauseAfter: elapsed => renderedBefore.pauseShare * Math.sqrt(likelyEnd * elapsed),
    }
  }
  if (others.length === 0)
    return {
      likelyEnd: 0,
      firstPoll: unknown.firstPollMs,
      pauseAfter: elapsed => unknown.pauseShare * elapsed,
    }
  const likelyEnd = median(others)
  return {
    likelyEnd,
    firstPoll: likelyEnd * Math.exp(-newTarget.firstPollSpreads * spreadOf(others)),
    pauseAfter: elapsed => newTarget.pauseShare * elapsed,
  }
}

/** The polls of a render task so far. */
export interface PollProgress {
  polls: number
  /** Milliseconds since Looker began the task, as far as is known. */
  elapsed: number
  /** Milliseconds in Looker's queue; 0 once the task has begun. */
  waiting: number
}

/** The pause before the next poll, in milliseconds: at most `longest` once the likely end has passed. */
export function pauseBeforePoll(
  { firstPoll, likelyEnd, pauseAfter }: PollPlan,
  { polls, elapsed, waiting }: PollProgress,
  longest: number,
  random: () => number = Math.random,
): number {
  const untilFirst =
    waiting > 0 ? Math.max(firstPoll, Math.min(unknown.pauseShare * waiting, longest)) : firstPoll - elapsed
  const pause = polls === 0 ? Math.max(untilFirst, 0) : Math.max(pauseAfter(elapsed), minPauseMs)
  return Math.min(pause, elapsed < likelyEnd ? maxPauseMs : longest) * (1 - jitterShare * random())
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2
}

/** The standard deviation of the times' logarithms, weighted with the usual spread: few times say little. */
function spreadOf(times: readonly number[]): number {
  const { usualSpread, usualSpreadWeight } = newTarget
  const logs = times.map(Math.log)
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0)
  return Math.sqrt((usualSpreadWeight * usualSpread ** 2 + squares) / (usualSpreadWeight + logs.length - 1))
}

/**
 * Pauses, then polls, until a poll returns a value.
 * @param pause returns the milliseconds before the next poll
 * @throws the signal's reason, or what a poll throws
 */
export async function pollUntil<T>(
  poll: () => Promise<T | undefined>,
  { clock, pause, signal }: { clock: Clock; pause: () => number; signal: AbortSignal },
): Promise<T> {
  for (;;) {
    await clock.sleep(pause(), signal)
    const result = await poll()
    if (result !== undefined) return result
  }
}

/** Remembers how long renders took, in this run and in earlier ones. Milliseconds. */
export interface RenderTimes {
  /** Settles when the times of earlier runs are known, or cannot be read. */
  ready: Promise<void>
  of(target: Target): PastRenderTimes
  add(target: Target, milliseconds: number): void
}

/** Times of earlier runs. The key (`baselineKey`) holds the instance and everything that decides the picture. */
export type RememberedTimes = ReadonlyMap<string, readonly number[]>

/** How many of a target's last times count. */
const maxTimes = 5

export function renderTimes(
  keyOf: (target: Target) => string,
  remembered: Promise<RememberedTimes>,
): RenderTimes {
  const ofThisRun = new Map<string, number[]>()
  let ofEarlierRuns: RememberedTimes = new Map()
  const ready = remembered.then(
    times => {
      ofEarlierRuns = times
    },
    // The reader of the images branch reports the error. Without past times, polls are planned for unknown renders.
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
