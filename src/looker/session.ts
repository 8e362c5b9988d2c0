import { asActionError, QuotingError } from '../errors.ts'
import { isObject } from '../runtime/json.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { type Clock, withDeadline } from '../runtime/time.ts'
import {
  type Call,
  type Http,
  type LookerResponse,
  type ResponseReader,
  readJson,
  readObject,
} from './http.ts'
import { type HintFor, LookerError, unexpectedResponse } from './looker-errors.ts'

export interface Session {
  /** @throws LoginError that says whether the host or the key is wrong */
  login(): Promise<void>
  /** @param signal replaces the session's signal, for calls after the deadline */
  send<T>(call: Call, read: ResponseReader<T>, signal?: AbortSignal): Promise<T>
  /** Revokes the token. */
  logout(signal: AbortSignal): Promise<void>
}

/**
 * The workspace of a session decides which LookML it uses. A session begins in production (API 4.0, `update_session`).
 */
export type Workspace = 'production' | 'dev'

interface SessionOptions {
  http: Http
  /** The default is production. */
  workspace?: Workspace
  clock: Clock
  host: string
  key: { clientId: string; clientSecret: string }
  secrets: Secrets
  signal: AbortSignal
  hintFor?: HintFor
}

interface AccessToken {
  value: string
  /** The clock's time when the token expires. */
  ends: number
}

/** A session of less than this time is short. A token is normally valid for an hour. */
const shortSessionMs = 1000
/** Without a maximum, a Looker whose tokens expire at once would get a log-in for each request. */
const maxShortSessions = 10

/** All requests share one token. If the token expires or Looker refuses the token, the next request logs in again. */
export function openSession(options: SessionOptions): Session {
  const { http, clock } = options
  let live: AccessToken | undefined
  let pending: Promise<AccessToken> | undefined
  let isRenewal = false
  let lastLogin = Number.NEGATIVE_INFINITY
  let shortSessions = 0

  // If Looker refuses the token of several requests, only the first request discards the token. All requests share the
  // next log-in.
  const forget = (held: AccessToken) => {
    if (live === held) live = undefined
  }
  const renew = async (signal: AbortSignal): Promise<AccessToken> => {
    if (clock.now() - lastLogin < shortSessionMs) shortSessions++
    if (shortSessions > maxShortSessions) throw shortSessionsError(options.host)
    const opened = await openWorkspace({ ...options, signal, isRenewal })
    lastLogin = clock.now()
    return opened
  }
  const token = async (signal: AbortSignal): Promise<AccessToken> => {
    if (live && live.ends > clock.now()) return live
    pending ??= renew(signal).finally(() => {
      pending = undefined
    })
    live = await pending
    isRenewal = true
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
    async logout(signal) {
      const held = await (pending?.catch(() => undefined) ?? live)
      live = undefined
      if (held && held.ends > clock.now()) await revoke(options, held, signal)
    },
  }
}

const revoke = ({ http }: Pick<SessionOptions, 'http'>, { value }: AccessToken, signal: AbortSignal) =>
  http({ method: 'DELETE', path: '/logout', token: value }, async () => undefined, signal)

/** Logs in and enters the workspace. Each log-in begins a new session, so the workspace must be entered again. */
async function openWorkspace(options: LoginOptions): Promise<AccessToken> {
  const token = await login(options)
  const { http, workspace = 'production', host, signal } = options
  if (workspace === 'production') return token
  const json = { workspace_id: workspace }
  const call = { method: 'PATCH', path: '/session', json, isRepeatable: true } as const
  const read = readObject(host, 'session', ({ workspace_id: id }) => {
    if (id !== workspace)
      throw unexpectedResponse(host, `a session that is not in the workspace ${workspace}`)
  })
  try {
    await http({ ...call, token: token.value }, read, signal)
  } catch (error) {
    await revoke(options, token, signal).catch(() => undefined)
    throw error instanceof LookerError ? workspaceError(error, host) : error
  }
  return token
}

/** Explains why development mode is not available. Does not change errors that may be temporary. */
function workspaceError(error: LookerError, host: string): LookerError {
  const { status, message } = error
  if (status === undefined || ![400, 403, 404, 422].includes(status)) return error
  return new LookerError(
    `The API user may not use development mode at ${host}: ${message}`,
    'Give the role of the API user the permission develop for the models of the project. Looker may refuse development mode to a service account: then use the API key of a user.',
    { status, retries: 0, cause: error },
  )
}

interface LoginOptions extends SessionOptions {
  /** Whether Looker has already accepted the key in an earlier log-in of this session. */
  isRenewal: boolean
}

/** Logs in with the key in the body, because servers log URLs (API 4.0, `login`). */
async function login({
  http,
  clock,
  host,
  key,
  secrets,
  signal,
  isRenewal,
  hintFor = hint => hint,
}: LoginOptions): Promise<AccessToken> {
  const form = { client_id: key.clientId, client_secret: key.clientSecret }
  const call = { method: 'POST', path: '/login', form, firstContact: !isRenewal, isRepeatable: true } as const
  const asked = clock.now()
  try {
    return await http(call, readToken, signal)
  } catch (error) {
    throw error instanceof LookerError ? loginError(error, { host, isRenewal, hintFor }) : error
  }

  async function readToken(response: LookerResponse): Promise<AccessToken> {
    const answer = await readJson(host, response)
    if (!isObject(answer) || !isToken(answer.access_token))
      throw unexpectedResponse(host, 'something that is not an access token')
    secrets.keep(answer.access_token)
    const seconds = typeof answer.expires_in === 'number' && answer.expires_in > 0 ? answer.expires_in : 3600
    return { value: answer.access_token, ends: asked + seconds * 1000 }
  }
}

/** Whether a header can contain the token. Otherwise, `fetch` would throw an error that quotes the token. */
const isToken = (token: unknown): token is string =>
  typeof token === 'string' && /^[!-~]{1,8192}$/.test(token)

/**
 * A failed log-in. This is not a LookerError, because callers would take its status for the status of their own call.
 */
export class LoginError extends QuotingError {
  /** The status of the response. Undefined if Looker did not answer. */
  readonly status: number | undefined
  /** The host that refused the key. Undefined if the log-in failed for another reason. */
  readonly keyRefusedBy: string | undefined

  constructor(
    [fact, hint]: readonly [string, string],
    about: { status: number | undefined; keyRefusedBy?: string; cause: unknown },
  ) {
    super(fact, hint, { cause: about.cause })
    this.name = 'LoginError'
    this.status = about.status
    this.keyRefusedBy = about.keyRefusedBy
  }
}

const shortSessionsError = (host: string): LoginError =>
  new LoginError(
    [
      `The access tokens of ${host} expire within a second: ${maxShortSessions + 1} log-ins were not enough`,
      'Ask the administrator of the instance. A proxy in front of Looker must pass the header Authorization on.',
    ],
    { status: undefined, cause: undefined },
  )

const forbiddenHint =
  "Check that Looker's IP allowlist (Admin, IP Allowlist) and the firewalls in front of Looker let the runner in. Check also base-url's port and api-version, because a host without a Looker API at this address may answer like this."

/** Explains a failed log-in. Looker answers a wrong key with 404. */
function loginError(
  error: LookerError,
  { host, isRenewal, hintFor }: Required<Pick<LoginOptions, 'host' | 'isRenewal' | 'hintFor'>>,
): LoginError {
  const { status } = error
  const about = { status, cause: error }
  const isRefusal = status === 401 || status === 403 || status === 404
  if (isRenewal && isRefusal)
    return new LoginError(
      [
        `Looker at ${host} no longer accepts the API key (${status})`,
        'It accepted the key earlier in this run: check that the key was not deleted or replaced and that its user was not disabled (Admin, Users, Edit, API Keys), then run the job again.',
      ],
      { ...about, keyRefusedBy: host },
    )
  // Looker gives a message with each refusal. A refusal without a message is from another server or from a proxy.
  const hasMessage = !error.message.endsWith(` answered ${status}`)
  if (status === 404 && hasMessage)
    return new LoginError(
      [
        `Looker at ${host} does not know this API key (404)`,
        hintFor(
          'Check client-id and client-secret: both must come from the same API key of a user of this instance (Admin, Users, Edit, API Keys).',
        ),
      ],
      { ...about, keyRefusedBy: host },
    )
  if (status === 401 && hasMessage)
    return new LoginError(
      [`Looker at ${host} does not accept this API key (401)`, hintFor('Check client-id and client-secret.')],
      { ...about, keyRefusedBy: host },
    )
  const hint = status === 403 ? hintFor(forbiddenHint) : error.hint
  return new LoginError([`Could not log in: ${error.message}`, hint], about)
}

/** Ends the sessions, because a token is valid for up to an hour. Failures are only logged. */
export async function logOut(
  lookers: readonly { session: Session; log: (line: string) => void }[],
  cancelled: AbortSignal,
): Promise<void> {
  await Promise.all(
    lookers.map(async ({ session, log }) => {
      try {
        await logOutOf(session, cancelled)
      } catch (error) {
        log(`Could not log out of Looker (${asActionError(error).message}); its token expires by itself.`)
      }
    }),
  )
}

/**
 * Ends a session in limited time, because a cancelled job has only three seconds for all remaining work. A cancellation
 * also aborts a log-out that has already begun.
 */
async function logOutOf(session: Session, cancelled: AbortSignal): Promise<void> {
  const isCancelled = cancelled.aborted
  const signal = isCancelled ? new AbortController().signal : cancelled
  await withDeadline(isCancelled ? 1500 : 10_000, signal, ended => session.logout(ended))
}
