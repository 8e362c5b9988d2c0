import { orAborted, withDeadline } from './deadline.ts'

/**
 * Buffers a body even if it is not read yet. Otherwise the fetch of Node 24.21 throws an error that cannot be caught if
 * a connection ends while its body waits.
 */
export function bufferAhead(): TransformStream<Uint8Array, Uint8Array> {
  const bytes: QueuingStrategy<Uint8Array> = new ByteLengthQueuingStrategy({
    highWaterMark: 16 * 1024 * 1024,
  })
  return new TransformStream({}, bytes, bytes)
}

/**
 * Yields the chunks of a body. The total time is not limited, but each chunk must arrive within this many milliseconds.
 * @throws DeadlineError after a longer silence
 */
export async function* piecesOf(
  body: ReadableStream<Uint8Array>,
  { silence, signal }: { silence: number; signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const reader = body.pipeThrough(bufferAhead(), { signal }).getReader()
  try {
    for (;;) {
      const { done, value } = await withDeadline(silence, signal, ended => orAborted(ended, reader.read()))
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
