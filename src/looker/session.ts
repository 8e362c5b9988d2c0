import type { Clock } from '../runtime/clock.ts'
import { isObject, parseJson } from '../runtime/json.ts'
import type { Secrets } from '../runtime/log.ts'
import { LookerError, unexpectedResponse } from './errors.ts'
import type { Answer, Call, Http, Read } from './http.ts'
import { boundedText } from './response-body.ts'

export interface Session {
  /** @throws LookerError that says whether the host or the key is wrong */
  login(): Promise<void>
  /** `signal` stands in for the session's own, for what is to be done although the time is up. */
  send<T>(call: Call, read: Read<T>, signal?: AbortSignal): Promise<T>
  /** Ends the token's life at Looker; gives up when the signal does. */
  logout(signal: AbortSignal): Promise<void>
}

export interface SessionOptions {
  http: Http
  clock: Clock
  host: string
  key: { clientId: string; clientSecret: string }
  secrets: Secrets
  signal: AbortSignal
}

interface Token {
  value: string
  /** On the clock. */
  ends: number
}

/** An API user's session: one token for all requests, a new one when it ends or Looker no longer takes it. */
export function openSession(options: SessionOptions): Session {
  const { http, clock } = options
  let live: Token | undefined
  let pending: Promise<Token> | undefined

  // Several requests may meet the same dead token: the first forgets it, and all share the next log-in.
  const forget = (held: Token) => {
    if (live === held) live = undefined
  }
  const token = async (signal: AbortSignal): Promise<Token> => {
    if (live && live.ends > clock.now()) return live
    pending ??= login({ ...options, signal }).finally(() => {
      pending = undefined
    })
    live = await pending
    return live
  }

  return {
    login: async () => void (await token(options.signal)),
    async send(call, read, signal = options.signal) {
      const held = await token(signal)
      try {
        return await http({ ...call, token: held.value }, read, signal)
      } catch (error) {
        if (!(error instanceof LookerError && error.status === 401)) throw error
        forget(held)
        return http({ ...call, token: (await token(signal)).value }, read, signal)
      }
    },
    async logout(patience) {
      const held = await (pending?.catch(() => undefined) ?? live)
      live = undefined
      if (held && held.ends > clock.now())
        await http({ method: 'DELETE', path: '/logout', token: held.value }, async () => undefined, patience)
    },
  }
}

/** The key goes in the form's body: in a URL it would stand in logs (API 4.0's description of login). */
async function login({ http, clock, host, key, secrets, signal }: SessionOptions): Promise<Token> {
  const form = { client_id: key.clientId, client_secret: key.clientSecret }
  const asked = clock.now()
  try {
    return await http({ method: 'POST', path: '/login', form, firstContact: true }, readToken, signal)
  } catch (error) {
    throw error instanceof LookerError ? loginError(error, host) : error
  }

  async function readToken(response: Answer): Promise<Token> {
    const answer = parseJson(await boundedText(response))
    if (!isObject(answer) || !isToken(answer.access_token))
      throw unexpectedResponse(host, 'something that is no access token')
    secrets.keep(answer.access_token)
    const seconds = typeof answer.expires_in === 'number' && answer.expires_in > 0 ? answer.expires_in : 3600
    return { value: answer.access_token, ends: asked + seconds * 1000 }
  }
}

/** What a header can hold: for any other token `fetch` throws an error that shows it. */
const isToken = (token: unknown): token is string =>
  typeof token === 'string' && /^[!-~]{1,8192}$/.test(token)

/** What a refusal means at login, where Looker answers a wrong key with 404. */
function loginError(error: LookerError, host: string): LookerError {
  const words: Record<number, [string, string]> = {
    404: [
      `Looker at ${host} does not know this API key (404)`,
      'Check client-id and client-secret: they belong to one API key of a user of this instance (Admin, Users, Edit, API Keys).',
    ],
    403: [
      `${host} refuses the log-in (403)`,
      "Check base-url's port and api-version: this is what a host answers that has no Looker API there.",
    ],
    401: [`Looker at ${host} does not accept this API key (401)`, 'Check client-id and client-secret.'],
  }
  const [fact, hint] = words[error.status ?? 0] ?? [`Could not log in: ${error.message}`, error.hint]
  return new LookerError(fact, hint, {
    ...(error.status && { status: error.status }),
    retries: 0,
    cause: error,
  })
}
