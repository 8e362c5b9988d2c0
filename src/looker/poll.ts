import type { Clock } from '../runtime/clock.ts'

/**
 * Pauses, then looks, again and again until a look sees something.
 * @param pause milliseconds before the next look
 * @throws the signal's reason, and whatever a look throws
 */
export async function pollUntil<T>(
  look: () => Promise<T | undefined>,
  { clock, pause, signal }: { clock: Clock; pause: () => number; signal: AbortSignal },
): Promise<T> {
  for (;;) {
    await clock.sleep(pause(), signal)
    const seen = await look()
    if (seen !== undefined) return seen
  }
}

/** Waits for a promise, but no longer than so many milliseconds. */
export async function waitAtMost(
  milliseconds: number,
  promise: Promise<unknown>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  const over = new AbortController()
  const late = clock.sleep(milliseconds, AbortSignal.any([signal, over.signal]))
  late.catch(() => undefined)
  await Promise.race([promise, late]).finally(() => over.abort())
}
