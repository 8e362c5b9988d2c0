/** How long renders took, in milliseconds; all of it may be wrong. */
export interface KnownTimes {
  /** Of the same target, the last few times. */
  own: readonly number[]
  /** Of other targets of this run. */
  others: readonly number[]
}

/** When to look at a render task: times are milliseconds from when Looker began with it. */
export interface LookPlan {
  /** When the first look is due. */
  first: number
  /** When its end is likeliest; 0 where nothing is known. */
  likelyEnd: number
  /** The pause after a look, by when that look was. */
  pause(elapsed: number): number
}

/*
 * A look is a metered call, and a late one is time lost. Where an end is likely the pauses are a share of the render's
 * time, so that the lag is half that share; before it nobody looks. The figures were found by simulation: see
 * __tests__/looker/look-times.test.ts for what they come to.
 */

/** A target that was rendered before takes as long again, give or take a third. */
const known = { firstLook: 0.68, share: 0.13 }
/** A new target takes about as long as the others, give or take what these differ among themselves. */
const beside = { spread: 0.5, weight: 2, reach: 1.3, share: 0.2 }
/** Most renders take 10 to 30 seconds (Looker's docs): 16 looks in 30 seconds, each a quarter later than the last. */
const unknown = { firstLook: 1200, share: 0.24 }
/** So much lag is never noticed. */
const shortestPause = 500
/** What is remembered may be wrong: nobody waits longer for a look, in milliseconds. */
const longestPause = 60_000

/** Spreads the looks over where the end is likely, later ones ever farther apart. */
export function planLooks({ own, others }: KnownTimes): LookPlan {
  if (own.length > 0) {
    const likelyEnd = median(own)
    return {
      likelyEnd,
      first: known.firstLook * likelyEnd,
      pause: elapsed => known.share * Math.sqrt(likelyEnd * elapsed),
    }
  }
  if (others.length === 0)
    return { likelyEnd: 0, first: unknown.firstLook, pause: elapsed => unknown.share * elapsed }
  const likelyEnd = median(others)
  return {
    likelyEnd,
    first: likelyEnd * Math.exp(-beside.reach * spreadOf(others)),
    pause: elapsed => beside.share * elapsed,
  }
}

/** What was seen of a render task so far. */
export interface Waited {
  looks: number
  /** Milliseconds since Looker began, as far as is known. */
  elapsed: number
  /** Milliseconds for which it has been waiting at Looker; 0 once it began. */
  waiting: number
}

/**
 * The pause before the next look, in milliseconds. From the likely end on it is never longer than `longest`. A little
 * is left to chance, so that renders that began together are not all looked at together.
 */
export function pauseBeforeLook(
  { first, likelyEnd, pause }: LookPlan,
  { looks, elapsed, waiting }: Waited,
  longest: number,
  random: () => number = Math.random,
): number {
  const begins = waiting > 0 ? Math.max(first, Math.min(unknown.share * waiting, longest)) : first - elapsed
  const due = looks === 0 ? Math.max(begins, 0) : Math.max(pause(elapsed), shortestPause)
  return Math.min(due, elapsed < likelyEnd ? longestPause : longest) * (1 - 0.04 * random())
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2
}

/** The standard deviation of their logarithms; few times say little, and count beside what is usual. */
function spreadOf(times: readonly number[]): number {
  const logs = times.map(Math.log)
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0)
  return Math.sqrt((beside.weight * beside.spread ** 2 + squares) / (beside.weight + logs.length - 1))
}
