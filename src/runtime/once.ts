/** A function that asks once, and returns the same promise from then on. A rejection need not be handled. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined
  return () => {
    answer ??= ask()
    answer.catch(() => undefined)
    return answer
  }
}
