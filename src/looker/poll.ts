import type { Clock } from '../runtime/clock.ts'

/** The pause before the next look, by the milliseconds that have passed since the first was due. */
export type Pace = (elapsed: number) => number

/**
 * Just under every half second at first, when most renders end; from five seconds on a look comes within 15 % of the time
 * that has passed, and never later than `longest`. That is at most 25 looks at a render of 30 seconds: API calls
 * are metered. A little of each pause is left to chance, so that many who began together part.
 */
export const quickThenSlow =
  (longest: number, random: () => number = Math.random): Pace =>
  elapsed =>
    Math.min(elapsed < 5000 ? 480 : 0.15 * elapsed, longest) * (1 - 0.04 * random())

/**
 * Looks until there is something to see.
 * @throws the signal's reason, and whatever a look throws
 */
export async function pollUntil<T>(
  look: () => Promise<T | undefined>,
  { clock, pace, signal }: { clock: Clock; pace: Pace; signal: AbortSignal },
): Promise<T> {
  const begun = clock.now()
  for (;;) {
    await clock.sleep(pace(clock.now() - begun), signal)
    const seen = await look()
    if (seen !== undefined) return seen
  }
}
