import { createHash } from 'node:crypto'
import type { Call } from './upstream.ts'

/** A timer may fire a little early. */
const slack = 20

/** Whether the pauses are kept that a Retry-After asks for: the same request is not to come again before. */
export class Pauses {
  readonly broken: string[] = []
  readonly #until = new Map<string, number>()

  asked(call: Call, seconds: number): void {
    this.#until.set(keyOf(call), performance.now() + seconds * 1000 - slack)
  }

  came(call: Call): void {
    const early = (this.#until.get(keyOf(call)) ?? 0) - performance.now()
    if (early > 0) this.broken.push(`${call.method} ${call.path} came ${Math.round(early)} ms too early`)
  }
}

/** With the token: two jobs may ask for the same. */
const keyOf = ({ method, path, headers, body }: Call) =>
  createHash('sha256').update(`${method} ${path} ${headers.authorization}\n`).update(body).digest('hex')
