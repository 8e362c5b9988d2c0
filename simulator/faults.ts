import type { Effect, Fault, RecordedRequest } from './model.ts'

/** The faults of a simulator. Faults apply in the order in which they were added. */
export class Faults {
  readonly #waiting: { fault: Fault; lettingThrough: number; strikes: number }[] = []

  add(fault: Fault): void {
    this.#waiting.push({ fault, lettingThrough: fault.after ?? 0, strikes: fault.times ?? 1 })
  }

  clear(): void {
    this.#waiting.length = 0
  }

  /**
   * Returns the effect of the first fault that matches the request and is due. A fault with `after` is due after this
   * number of matching requests. Other faults can apply to these earlier requests.
   */
  takeEffect(
    { operation, method, body }: Pick<RecordedRequest, 'operation' | 'method' | 'body'>,
    contentId: string | undefined,
  ): Effect | undefined {
    for (const entry of this.#waiting) {
      const { on, target, effect } = entry.fault
      if (on !== operation || (target !== undefined && target !== contentId) || entry.strikes <= 0) continue
      if (entry.fault.method !== undefined && entry.fault.method !== method) continue
      if (!body.includes(entry.fault.body ?? '')) continue
      if (entry.lettingThrough > 0) {
        entry.lettingThrough -= 1
        continue
      }
      entry.strikes -= 1
      return effect
    }
    return undefined
  }
}
