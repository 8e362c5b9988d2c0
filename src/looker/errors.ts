import { ActionError, ProxyError, QuotingError } from '../errors.ts'
import { unreachableReasons } from '../runtime/proxies.ts'
import { oneLine, parseUrl } from '../runtime/text.ts'

/** The number of retries. `Infinity` means retries until the deadline. */
type Retries = number

/** A request to Looker that failed. */
export class LookerError extends QuotingError {
  /** The HTTP status, if Looker answered. */
  readonly status: number | undefined
  readonly retries: Retries
  /** The wait that Looker's Retry-After asks for, in milliseconds. */
  readonly retryAfter: number
  /** Whether no connection was possible. */
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

/** Hints for an unreachable host, by Node's error code. */
const unreachableHints: Record<string, string> = {
  ENOTFOUND: 'Check base-url for a typing error; a host inside a private network needs a runner inside it.',
  ECONNREFUSED:
    "Check base-url's port (the API is on 443, older self-hosted instances have it on 19999), and that Looker is running.",
  EMFILE: "Lower concurrency, or raise the runner's limit of open files (ulimit -n).",
}

/**
 * Codes for answers that are not HTTP or have a broken compression. They do not include a connection that ends early.
 */
const unreadableCodes =
  /^(HPE_(?!INVALID_EOF_STATE)|UND_ERR_HEADERS_OVERFLOW$|Z_|ERR__|ERR_ZLIB_|ERR_BROTLI_)/

const tlsCodes = /^(CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/

/** Describes an error of `fetch`. Its message is "fetch failed"; the reason is in its causes. */
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
  if (code && tlsCodes.test(code))
    return new LookerError(
      `No trusted TLS connection to ${host} (${code})`,
      "Check base-url's host and port; for a private certificate authority, set NODE_EXTRA_CA_CERTS in the job's env.",
      { ...about, unreachable: true },
    )
  if (code && unreadableCodes.test(code))
    return unexpectedResponse(host, `something that cannot be read (${code})`, error)
  return new LookerError(
    `The connection to ${host} broke (${code ?? innermost(error)})`,
    'Check that Looker is up, then run the job again.',
    // Errors of fetch itself have no code, for example for a port that fetch blocks.
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

/** Describes an answer with the wrong form, for example a login page instead of JSON. */
export const unexpectedResponse = (host: string, what: string, cause?: unknown) =>
  new LookerError(
    `${host} answered with ${what}`,
    "Check that base-url is Looker's API host and port, and that no proxy or log-in page answers in its place.",
    { retries: 3, cause },
  )

/**
 * Statuses of a busy or restarting Looker, or of a proxy that cannot reach Looker. Every operation may return 429
 * (https://github.com/looker-open-source/sdk-codegen, spec/Looker.4.0.oas.json).
 */
const transientStatuses = new Set([408, 429, 502, 503, 504])

interface FailedCall {
  status: number
  /** The target of a redirect. */
  location: string | null
  /** In milliseconds. */
  retryAfter: number
  /** Looker's message, if the body had one. */
  message: string | undefined
  host: string
  method: string
}

/** Describes an error status. Callers add details such as the dashboard or the missing permission. */
export function statusError(call: FailedCall): LookerError {
  const { status, host, method, retryAfter } = call
  const words = call.message ? `: ${call.message}` : ''
  const about = { status, retryAfter }
  if (status >= 300 && status < 400)
    return new LookerError(
      `${host} redirects elsewhere${otherHost(call)}`,
      'Set base-url to the address of the Looker API itself; the key is not sent on to another host.',
      { ...about, retries: 0 },
    )
  if (transientStatuses.has(status))
    return new LookerError(
      `${host} answered ${status}${words}`,
      'Looker was busy or down until the time was up: run the job again later, or give it more timeout-minutes.',
      { ...about, retries: Number.POSITIVE_INFINITY },
    )
  if (status >= 500)
    // Looker may have executed a failed POST, and would probably fail again.
    return new LookerError(
      `${host} failed (${status})${words}`,
      'Run the job again. If it happens again, ask the Looker admin to check its log.',
      {
        ...about,
        retries: method === 'GET' ? 3 : 0,
      },
    )
  return new LookerError(`${host} answered ${status}${words}`, 'Check base-url and api-version.', {
    ...about,
    retries: 0,
  })
}

function otherHost({ location, host }: FailedCall): string {
  const target = parseUrl(location ?? '', `https://${host}`)?.host
  return target && target !== host ? `, to ${oneLine(target, 100)}` : ''
}

/** Removes secrets from the message, because it may quote a header such as a redirect's location. */
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
