import type { Simulator } from '../../simulator/server.ts'

/** A client that sends requests exactly as a test specifies them. */
export class Client {
  readonly #looker: Simulator
  readonly #version: string
  token = ''

  constructor(looker: Simulator, version = '4.0') {
    this.#looker = looker
    this.#version = version
  }

  call(method: string, path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `token ${this.token}`, ...(init.headers as Record<string, string>) }
    return fetch(`${this.#looker.url}/api/${this.#version}${path}`, { ...init, method, headers })
  }

  send(method: string, path: string, body: object): Promise<Response> {
    const headers = { 'content-type': 'application/json' }
    return this.call(method, path, { headers, body: JSON.stringify(body) })
  }

  async logIn(): Promise<this> {
    const { clientId, clientSecret } = this.#looker
    const key = new URLSearchParams({ client_id: clientId, client_secret: clientSecret })
    const answer = await this.call('POST', '/login', { body: key })
    this.token = ((await answer.json()) as { access_token: string }).access_token
    return this
  }

  /**
   * Creates a render task. `what` has the form `kind/id/format`. A request for a dashboard has a body, which is empty
   * by default.
   */
  create(what: string, query = 'width=400&height=300', body?: object): Promise<Response> {
    const json = body ?? (/^(lookml_)?dashboards\//.test(what) ? {} : undefined)
    const sent = json && { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } }
    return this.call('POST', `/render_tasks/${what}?${query}`, sent)
  }

  async createdId(what: string, query?: string, body?: object): Promise<string> {
    const answer = await this.create(what, query, body)
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    return ((await answer.json()) as { id: string }).id
  }

  async task(id: string): Promise<{ status: string; status_detail: string | null }> {
    return (await (await this.call('GET', `/render_tasks/${id}?fields=status,status_detail`)).json()) as never
  }

  results(id: string): Promise<Response> {
    return this.call('GET', `/render_tasks/${id}/results`)
  }

  /** Polls a task until it has ended. Returns the last status. */
  async ended(id: string): Promise<string> {
    for (;;) {
      const { status } = await this.task(id)
      if (status === 'success' || status === 'failure') return status
      await new Promise(resolve => setTimeout(resolve, 10))
    }
  }

  async rendered(what: string, query?: string, body?: object): Promise<Buffer> {
    const id = await this.createdId(what, query, body)
    await this.ended(id)
    return Buffer.from(await (await this.results(id)).arrayBuffer())
  }
}
