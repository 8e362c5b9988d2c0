import { randomBytes } from 'node:crypto'

/** Access tokens as Looker gives them out: for a time, and dead after log-out. */
export class Tokens {
  readonly alive = new Set<string>()
  readonly issued: string[] = []
  readonly #deaths = new Map<string, NodeJS.Timeout>()
  readonly #seconds: number

  constructor(seconds: number) {
    this.#seconds = seconds
  }

  issue(): { access_token: string; token_type: 'Bearer'; expires_in: number } {
    const token = randomBytes(20).toString('hex')
    this.alive.add(token)
    this.issued.push(token)
    // setTimeout cannot wait longer than 2^31 ms, and no simulator lives that long
    const death = setTimeout(() => this.revoke(token), Math.min(this.#seconds * 1000, 2 ** 31 - 1))
    this.#deaths.set(token, death.unref())
    return { access_token: token, token_type: 'Bearer', expires_in: this.#seconds }
  }

  /** The living token of an Authorization header, which may say `token` or `Bearer`. */
  of(authorization: string | undefined): string | undefined {
    const token = /^(?:token|bearer) +(\S+)$/i.exec(authorization ?? '')?.[1]
    return token !== undefined && this.alive.has(token) ? token : undefined
  }

  revoke(token: string): void {
    this.alive.delete(token)
    clearTimeout(this.#deaths.get(token))
    this.#deaths.delete(token)
  }

  revokeAll(): void {
    for (const token of [...this.alive]) this.revoke(token)
  }
}
