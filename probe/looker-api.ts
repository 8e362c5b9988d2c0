/** Thrown if Looker refuses a call or if a call fails. `message` contains the message of Looker's answer. */
export class CallFailed extends Error {}

export interface Key {
  url: string
  clientId: string
  clientSecret: string
}

export interface Json {
  [name: string]: Json | Json[] | string | number | boolean | null | undefined
}

/** Sends calls to Looker's API 4.0. Counts all calls, and records each answer with status 429. */
export class LookerApi {
  calls = 0
  /** The value of the header Retry-After in each answer with status 429. null if the answer had no such header. */
  readonly slowDowns: (string | null)[] = []
  readonly #key: Key
  readonly #limit: number
  #token = ''

  constructor(key: Key, limit: number) {
    this.#key = key
    this.#limit = limit
  }

  /** Does not count log-in and log-out, because Looker does not meter them. */
  async logIn(): Promise<void> {
    const { clientId, clientSecret } = this.#key
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret })
    const answer = (await (await this.#send('POST', '/login', { body })).json()) as { access_token: string }
    this.#token = answer.access_token
  }

  async logOut(): Promise<void> {
    await this.#send('DELETE', '/logout', {})
  }

  async json(method: string, path: string, body?: object): Promise<Json> {
    const response = await this.#count(method, path, body)
    return response.status === 204 ? {} : ((await response.json()) as Json)
  }

  async bytes(method: string, path: string, body?: object): Promise<Buffer | undefined> {
    const response = await this.#count(method, path, body)
    return response.status === 202 ? undefined : Buffer.from(await response.arrayBuffer())
  }

  /** Whether the limit allows this number of calls and, after them, `keptBack` calls. */
  canMake(calls: number, keptBack: number): boolean {
    return this.calls + calls + keptBack <= this.#limit
  }

  #count(method: string, path: string, body: object | undefined): Promise<Response> {
    if (this.calls >= this.#limit) throw new CallFailed(`The probe makes at most ${this.#limit} calls`)
    this.calls += 1
    const headers = body && { 'content-type': 'application/json' }
    return this.#send(method, path, {
      ...(body && { body: JSON.stringify(body) }),
      ...(headers && { headers }),
    })
  }

  async #send(method: string, path: string, init: RequestInit): Promise<Response> {
    const headers = { ...(this.#token && { authorization: `token ${this.#token}` }), ...init.headers }
    const response = await fetch(`${this.#key.url}/api/4.0${path}`, { ...init, method, headers })
    if (response.ok) return response
    if (response.status === 429) this.slowDowns.push(response.headers.get('retry-after'))
    const text = await response.text()
    throw new CallFailed(`${method} ${path}: ${response.status} ${messageIn(text)}`)
  }
}

function messageIn(text: string): string {
  try {
    return String((JSON.parse(text) as { message?: unknown }).message ?? '')
  } catch {
    return text.slice(0, 200)
  }
}
