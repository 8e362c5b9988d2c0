import type { Target } from '../model.ts'
import { type Clock, waitAtMost } from '../runtime/time.ts'

/**
 * Decides when to poll a render task. Looker counts each poll as a call, and a late poll costs time. If the likely end
 * of a render is known, the first poll comes just before that end. Each later pause is a share of the elapsed time, so
 * a long render is polled less often. The constants come from simulations, see __tests__/looker/polling.test.ts.
 */

/**
 * The known render times in milliseconds. The times come from file names on the images branch, so the times may be
 * wrong.
 */
export interface PastRenderTimes {
  /** The latest render times of the same target. The newest time comes first. */
  own: readonly number[]
  /** The render times of all targets in this run, or else in earlier runs. */
  others: readonly number[]
}

/** The plan for polls. Times are in milliseconds since Looker began the render task. */
interface PollPlan {
  firstPoll: number
  /** The time when the render is likely to end. 0 if no render times are known. */
  likelyEnd: number
  pauseAfter(elapsed: number): number
}

/**
 * Decides how often a render task is polled. `sparse` applies while another target waits: Looker already has the next
 * task, so a late poll costs no time. `dense` applies at the end of a run, when a late poll costs time.
 */
export type PollDensity = 'sparse' | 'dense'

/**
 * Settings for a target with known render times. The next render time usually differs from the known times by about a
 * third.
 */
const renderedBefore = {
  sparse: { firstPollShare: 0.85, pauseShare: 0.2 },
  dense: { firstPollShare: 0.78, pauseShare: 0.2 },
}
/**
 * Settings for a target without known render times. The target's render time is probably similar to the render times of
 * other targets.
 */
const newTarget = {
  sparse: { firstPollSpreads: 0.6, pauseShare: 0.25 },
  dense: { firstPollSpreads: 0.9, pauseShare: 0.22 },
}
const usualSpread = { logarithm: 0.5, weight: 2 }
/**
 * Settings for the first targets if no render times are known. Most renders take 10 to 30 s
 * (https://cloud.google.com/looker/docs). A render of 30 s takes at most 16 polls.
 */
const unknown = { firstPollMs: 1200, sparse: { pauseShare: 0.35 }, dense: { pauseShare: 0.24 } }
/** The minimum pause. Users do not notice a shorter delay. */
const minPauseMs = 500
/** The maximum pause between two polls before the render is likely to end. Earlier render times may be misleading. */
const maxPauseMs = 60_000
/**
 * The maximum share by which a pause is shortened at random. Render tasks that began together are then not always
 * polled together.
 */
const jitterShare = 0.04

/** Plans the first poll before the likely end. Later pauses grow. */
export function planPolls({ own, others }: PastRenderTimes, density: PollDensity): PollPlan {
  if (own.length > 0) {
    const likelyEnd = median(own)
    const { firstPollShare, pauseShare } = renderedBefore[density]
    return {
      likelyEnd,
      firstPoll: firstPollShare * likelyEnd,
      pauseAfter: elapsed => pauseShare * Math.sqrt(likelyEnd * elapsed),
    }
  }
  if (others.length === 0)
    return {
      likelyEnd: 0,
      firstPoll: unknown.firstPollMs,
      pauseAfter: elapsed => unknown[density].pauseShare * elapsed,
    }
  const likelyEnd = median(others)
  const { firstPollSpreads, pauseShare } = newTarget[density]
  return {
    likelyEnd,
    firstPoll: likelyEnd * Math.exp(-firstPollSpreads * spreadOf(others)),
    pauseAfter: elapsed => pauseShare * elapsed,
  }
}

interface PollProgress {
  polls: number
  /** The estimated time since Looker began the render task, in milliseconds. */
  elapsed: number
  /** The time in Looker's queue, in milliseconds. 0 after the render task has begun. */
  waiting: number
}

/** Returns the pause before the next poll in milliseconds. `longest` limits the pause after the likely end. */
export function pauseBeforePoll(
  { firstPoll, likelyEnd, pauseAfter }: PollPlan,
  { polls, elapsed, waiting }: PollProgress,
  longest: number,
  random: () => number = Math.random,
): number {
  const untilFirst =
    waiting > 0
      ? Math.max(firstPoll, Math.min(unknown.dense.pauseShare * waiting, longest))
      : firstPoll - elapsed
  const pause = polls === 0 ? Math.max(untilFirst, 0) : Math.max(pauseAfter(elapsed), minPauseMs)
  return Math.min(pause, elapsed < likelyEnd ? maxPauseMs : longest) * (1 - jitterShare * random())
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2
}

/**
 * Returns the standard deviation of the logarithms of render times. Mixes in the usual deviation, because a few render
 * times are not reliable.
 */
function spreadOf(times: readonly number[]): number {
  const { logarithm, weight } = usualSpread
  const logs = times.map(Math.log)
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0)
  return Math.sqrt((weight * logarithm ** 2 + squares) / (weight + logs.length - 1))
}

/** A render task counts as hung if it takes this many times as long as the longest comparable render. */
const hungFactor = 3
/**
 * The minimum time before a render task counts as hung. Without comparable renders, a task counts as hung if it had the
 * same status for this time.
 */
const minHungMs = 120_000
/** The pause before the next poll of a hung task, as a share of the elapsed time. */
const hungPauseShare = 0.15

/** How long Looker has worked on a render task, in milliseconds. */
interface ActiveTime {
  /**
   * The time since the task began. If the task went back into Looker's queue, the time since the task left the queue
   * again.
   */
  active: number
  inOneStatus: number
}

/**
 * Whether a render task takes much longer than comparable renders. Only for the statuses `querying` and `rendering`.
 */
export function isHung({ own, others }: PastRenderTimes, { active, inOneStatus }: ActiveTime): boolean {
  const comparable = own.length > 0 ? own : others
  if (comparable.length === 0) return inOneStatus >= minHungMs
  return active >= Math.max(minHungMs, hungFactor * Math.max(...comparable))
}

/** Returns the pause before the next poll of a hung task, in milliseconds. */
export const pauseIfHung = (elapsed: number, longest: number): number =>
  Math.max(longest, Math.min(hungPauseShare * elapsed, maxPauseMs))

interface PollOptions {
  clock: Clock
  signal: AbortSignal
  /** Returns the pause in milliseconds. `since` is the clock's time at which the pause began. */
  pause(since: number): number
  /** Settles when `pause` may return a different value. Returns undefined if the value can no longer change. */
  changed?(): Promise<unknown> | undefined
}

/**
 * Pauses and polls until a poll returns a value.
 * @throws the signal's reason, or the error of a poll
 */
export async function pollUntil<T>(poll: () => Promise<T | undefined>, options: PollOptions): Promise<T> {
  for (;;) {
    await pauseUntilDue(options)
    const result = await poll()
    if (result !== undefined) return result
  }
}

async function pauseUntilDue({ clock, signal, pause, changed }: PollOptions): Promise<void> {
  const since = clock.now()
  for (;;) {
    const left = since + pause(since) - clock.now()
    const change = changed?.()
    if (!change || left < 1) return clock.sleep(Math.max(left, 0), signal)
    await waitAtMost(left, change, { clock, signal })
  }
}

/** Times are in milliseconds. */
export interface RenderTimes {
  /** Settles when the attempt to read the render times of earlier runs has ended. */
  ready: Promise<void>
  of(target: Target): PastRenderTimes
  add(target: Target, milliseconds: number): void
}

/** Render times of earlier runs. `baselineKey` creates the keys. */
export type RememberedTimes = ReadonlyMap<string, readonly number[]>

/** The maximum number of render times for each target. Older render times are not used. */
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
    // The code that reads the images branch reports the error. Here, the polls are planned without known render times.
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
