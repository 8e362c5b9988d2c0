import { createHash } from 'node:crypto'
import type { Call } from './forward.ts'

/** A timer may fire this number of milliseconds early. */
const slack = 20

/** Records each Retry-After, and each request that did not wait as long as its Retry-After asks. */
export class RetryAfter {
  readonly violations: string[] = []
  readonly #until = new Map<string, number>()

  require(call: Call, seconds: number): void {
    this.#until.set(keyOf(call), performance.now() + seconds * 1000 - slack)
  }

  check(call: Call): void {
    const early = (this.#until.get(keyOf(call)) ?? 0) - performance.now()
    if (early > 0) this.violations.push(`${call.method} ${call.path} came ${Math.round(early)} ms too early`)
  }
}

/** Identifies a request. The key contains the token, because two jobs may send the same request. */
const keyOf = ({ method, path, headers, body }: Call) =>
  createHash('sha256').update(`${method} ${path} ${headers.authorization}\n`).update(body).digest('hex')
