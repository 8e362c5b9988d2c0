import { createHash } from 'node:crypto'
import type { Call } from './forward.ts'

/** A timer may fire a little early. */
const slack = 20

/** Notes the pauses that a Retry-After asks for, and the requests that came again before they were over. */
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

/** With the token: two jobs may send the same request. */
const keyOf = ({ method, path, headers, body }: Call) =>
  createHash('sha256').update(`${method} ${path} ${headers.authorization}\n`).update(body).digest('hex')
