import { ActionError, ProxyError, QuotingError } from '../errors.ts'
import { oneLine, parseUrl } from '../runtime/text.ts'
import { unreachableReasons } from '../runtime/unreachable.ts'
import { retryAfter } from './retry-after.ts'

/** How often a fault is worth trying again; `Infinity` is as long as the deadline allows. */
type Retries = number

/** What went wrong between us and Looker, in words, with what the callers decide by. */
export class LookerError extends QuotingError {
  /** The HTTP status, where Looker answered. */
  readonly status: number | undefined
  readonly retries: Retries
  /** What Looker asked us to wait, in milliseconds. */
  readonly retryAfter: number
  /** No connection could be made at all. */
  readonly unreachable: boolean

  constructor(
    fact: string,
    hint: string,
    about: { status?: number; retries: Retries; retryAfter?: number; unreachable?: boolean; cause?: unknown },
  ) {
    super(fact, hint, { cause: about.cause })
    this.name = 'LookerError'
    this.status = about.status
    this.retries = about.retries
    this.retryAfter = about.retryAfter ?? 0
    this.unreachable = about.unreachable ?? false
  }
}

const runnerHint =
  'Check base-url, and that the runner may reach it: a private network needs a runner inside it.'

/** What to do about a host that cannot be reached, by Node's codes. */
const unreachableHints: Record<string, string> = {
  ENOTFOUND: 'Check base-url for a typing error; a host inside a private network needs a runner inside it.',
  ECONNREFUSED:
    "Check base-url's port (the API is on 443, older self-hosted instances have it on 19999), and that Looker is running.",
}

/** What came is no HTTP, or not compressed as it says. The end of a connection in between is another matter. */
const unreadable = /^(HPE_(?!INVALID_EOF_STATE)|UND_ERR_HEADERS_OVERFLOW$|Z_|ERR__|ERR_ZLIB_|ERR_BROTLI_)/

const tls = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/

/** What `fetch` threw. Its message is "fetch failed"; the reason is in the causes. */
export function connectionError(error: unknown, host: string): ActionError {
  if (error instanceof ProxyError)
    return new LookerError(error.message, error.hint, {
      cause: error,
      retries: error.final ? 0 : Number.POSITIVE_INFINITY,
      unreachable: true,
    })
  if (error instanceof ActionError) return error
  const code = causeCode(error)
  const reason = code && Object.hasOwn(unreachableReasons, code) ? unreachableReasons[code] : undefined
  const about = { cause: error, retries: Number.POSITIVE_INFINITY }
  if (code && reason)
    return new LookerError(`${host} did not answer: ${reason}`, unreachableHints[code] ?? runnerHint, {
      ...about,
      unreachable: true,
    })
  if (code && tls.test(code))
    return new LookerError(
      `No trusted TLS connection to ${host} (${code})`,
      "Check base-url's host and port; a private certificate authority is made known by NODE_EXTRA_CA_CERTS in the job's env.",
      { ...about, unreachable: true },
    )
  if (code && unreadable.test(code))
    return unexpectedResponse(host, `something that cannot be read (${code})`, error)
  return new LookerError(
    `The connection to ${host} broke (${code ?? innermost(error)})`,
    'Check that Looker is up, then run the job again.',
    // A fault without a code is one of fetch itself, such as a port that it never opens.
    code ? about : { ...about, retries: 3 },
  )
}

function innermost(error: unknown): string {
  let at = error
  while (at instanceof Error && at.cause instanceof Error) at = at.cause
  return oneLine(at instanceof Error ? at.message : String(at), 100)
}

function causeCode(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string') return at.code
  return undefined
}

/** An answer that no client can use: a login page in place of JSON, say. */
export const unexpectedResponse = (host: string, what: string, cause?: unknown) =>
  new LookerError(
    `${host} answered with ${what}`,
    "Check that base-url is Looker's API host and port, and that no proxy or log-in page stands before it.",
    { retries: 3, cause },
  )

/** Statuses of a Looker that is busy, restarting, or behind a proxy that lost it (facts: 4.0's description, 429 anywhere). */
const transientStatuses = new Set([408, 429, 502, 503, 504])

interface Answer {
  status: number
  headers: Headers
  /** Looker's own message, if its body had one, else undefined. */
  message: string | undefined
  host: string
  method: string
}

/** An answer whose status says no. Callers that know more (which dashboard, which permission) say more. */
export function statusError({ status, headers, message, host, method }: Answer): LookerError {
  const said = message ? `: ${message}` : ''
  const about = { status, retryAfter: retryAfter(headers) }
  if (status >= 300 && status < 400)
    return new LookerError(
      `${host} redirects elsewhere${where(headers, host)}`,
      'Set base-url to the address of the Looker API itself; the key is not sent on to another host.',
      { ...about, retries: 0 },
    )
  if (transientStatuses.has(status))
    return new LookerError(
      `${host} answered ${status}${said}`,
      'Looker was busy or down until the time was up: run the job again later, or give it more timeout-minutes.',
      { ...about, retries: Number.POSITIVE_INFINITY },
    )
  if (status >= 500)
    // Looker may have begun what a POST asked for, and will fail alike the next time.
    return new LookerError(
      `${host} failed (${status})${said}`,
      'Run the job again; if it stays, ask the Looker admin for its log.',
      {
        ...about,
        retries: method === 'GET' ? 3 : 0,
      },
    )
  return new LookerError(`${host} answered ${status}${said}`, 'Check base-url and api-version.', {
    ...about,
    retries: 0,
  })
}

function where(headers: Headers, host: string): string {
  const location = headers.get('location') ?? ''
  const target = parseUrl(location, `https://${host}`)?.host
  return target && target !== host ? `, to ${oneLine(target, 100)}` : ''
}

/** The same error without secrets: it may quote a header, such as that of a redirect. */
export function cleanError(error: ActionError, clean: (text: string) => string): ActionError {
  const fact = clean(error.message)
  if (fact === error.message) return error
  if (!(error instanceof LookerError)) return new ActionError(fact, error.hint, { cause: error.cause })
  const { hint, cause, retries, retryAfter, unreachable, status } = error
  return new LookerError(fact, hint, {
    cause,
    retries,
    retryAfter,
    unreachable,
    ...(status !== undefined && { status }),
  })
}
