import { randomBytes } from 'node:crypto'
import type { Permission, SimulatorOptions, UserOptions } from './model.ts'

export interface User {
  id: string
  name: string
  clientId: string
  clientSecret: string
  permissions: readonly Permission[]
  personalFolderId: string | null
  isServiceAccount: boolean
}

/** A session begins in the production workspace, and is valid as long as its access token. */
export interface Session {
  token: string
  user: User
  workspace: 'production' | 'dev'
}

export const allPermissions: Permission[] = [
  ...(['access_data', 'see_looks', 'see_user_dashboards', 'see_lookml_dashboards', 'explore'] as const),
  ...(['download_without_limit', 'deploy', 'develop', 'see_sql', 'save_dashboards'] as const),
]

/** Returns all users. The user with `clientId` comes first, followed by `users`. */
export function readUsers({ clientId, clientSecret, permissions, users = [] }: SimulatorOptions): User[] {
  const main: UserOptions = {
    clientId: clientId ?? 'simulator-id',
    clientSecret: clientSecret ?? 'simulator-secret',
    name: 'Looker Snapshot',
    ...(permissions && { permissions }),
  }
  return [main, ...users].map((user, place) => ({
    id: String(place + 1),
    name: `Developer ${place + 1}`,
    permissions: allPermissions,
    personalFolderId: String(900 + place),
    isServiceAccount: false,
    ...user,
  }))
}

/** The open sessions. A session ends when its token expires or when the client logs out. */
export class Sessions {
  readonly alive = new Set<string>()
  readonly issued: string[] = []
  readonly #sessions = new Map<string, Session>()
  readonly #deaths = new Map<string, NodeJS.Timeout>()
  readonly #seconds: number

  constructor(seconds: number) {
    this.#seconds = seconds
  }

  issue(user: User): { access_token: string; token_type: 'Bearer'; expires_in: number } {
    const token = randomBytes(20).toString('hex')
    this.alive.add(token)
    this.issued.push(token)
    this.#sessions.set(token, { token, user, workspace: 'production' })
    // A timer cannot wait longer than 2^31 ms. No simulator runs that long.
    const death = setTimeout(() => this.revoke(token), Math.min(this.#seconds * 1000, 2 ** 31 - 1))
    this.#deaths.set(token, death.unref())
    return { access_token: token, token_type: 'Bearer', expires_in: this.#seconds }
  }

  /** Returns the session of the header `Authorization`, which has the form `token …` or `Bearer …`. */
  of(authorization: string | undefined): Session | undefined {
    const token = /^(?:token|bearer) +(\S+)$/i.exec(authorization ?? '')?.[1]
    return token === undefined ? undefined : this.#sessions.get(token)
  }

  revoke(token: string): void {
    this.alive.delete(token)
    this.#sessions.delete(token)
    clearTimeout(this.#deaths.get(token))
    this.#deaths.delete(token)
  }

  revokeAll(): void {
    for (const token of [...this.alive]) this.revoke(token)
  }
}
