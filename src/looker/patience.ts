import type { Clock } from '../runtime/clock.ts'

/** Milliseconds to wait for what is nice to have. */
const patience = 2000

/** The promise's value, where it comes within a moment; undefined where it does not, or fails. */
export async function withinPatience<T>(
  promise: Promise<T>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<T | undefined> {
  const over = new AbortController()
  const late = clock.sleep(patience, AbortSignal.any([over.signal, signal]))
  const nothing = () => undefined
  return Promise.race([promise.catch(nothing), late.then(nothing, nothing)]).finally(() => over.abort())
}
