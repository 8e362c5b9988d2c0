import pRetry from 'p-retry'
import type { Clock } from '../runtime/clock.ts'
import type { Secrets } from '../runtime/log.ts'
import type { Fetch } from '../world.ts'
import { cleanError, connectionError, LookerError, statusError } from './errors.ts'
import { boundedText, messageOf } from './response-body.ts'

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/<version>`. */
  path: string
  query?: Readonly<Record<string, string | number | boolean | undefined>>
  form?: Readonly<Record<string, string>>
  json?: unknown
  token?: string
  /** Called for each request of this call, those that try again included. */
  onRequest?: () => void
  /** A host that cannot be reached is not tried again: at login that is a mistake in base-url, later it is not. */
  firstContact?: boolean
}

/** What is read of a response. */
export type Answer = Pick<Response, 'status' | 'headers' | 'body'>
/** Reads an answer while its connection is watched; calls `alive` whenever bytes came. */
export type Read<T> = (answer: Answer, alive: () => void) => Promise<T>
export type Http = <T>(call: Call, read: Read<T>, signal: AbortSignal) => Promise<T>

export interface HttpOptions {
  fetch: Fetch
  clock: Clock
  /** `https://acme.cloud.looker.com/api/4.0` */
  api: URL
  secrets: Secrets
  /** Called with the path of every request that is sent: Looker meters them. */
  onRequest?: (path: string) => void
  log(line: string): void
  /** Milliseconds without a byte after which a request counts as lost. */
  silence?: number
  /** Milliseconds of the first and the longest pause between tries. */
  pauses?: { first: number; longest: number }
}

/**
 * Requests to Looker, tried again while their fault is one that passes and the signal lets them.
 * @throws LookerError, or the signal's reason
 */
export function createHttp(options: HttpOptions): Http {
  const { first, longest } = options.pauses ?? { first: 500, longest: 30_000 }
  return (call, read, signal) => {
    const failures: Error[] = []
    return pRetry(() => exchange(options, call, read, signal), {
      signal,
      retries: Number.POSITIVE_INFINITY,
      minTimeout: first,
      maxTimeout: longest,
      factor: 2,
      randomize: true,
      onFailedAttempt: async ({ error }) => {
        failures.push(error)
        if (isWorthRetry(error, call, failures)) await waitBeforeRetry(options, call, error, signal)
      },
      shouldRetry: ({ error }) => isWorthRetry(error, call, failures),
    })
  }
}

/** `failures` are all of this call's, the error among them; those that may be tried for ever do not count. */
function isWorthRetry(error: Error, call: Call, failures: readonly Error[]): error is LookerError {
  if (!(error instanceof LookerError) || (call.firstContact && error.unreachable)) return false
  const limited = failures.filter(
    failure => failure instanceof LookerError && Number.isFinite(failure.retries),
  )
  return !Number.isFinite(error.retries) || limited.length <= error.retries
}

/**
 * Waits as long as Looker asks. The growing pause comes after that, and spreads clients that were all told the same.
 */
async function waitBeforeRetry(
  { log, clock }: HttpOptions,
  { method, path }: Call,
  error: LookerError,
  signal: AbortSignal,
) {
  const wait =
    error.retryAfter > 0 ? ` after the ${Math.ceil(error.retryAfter / 1000)} s that it asks for` : ''
  log(`${error.message} (${method} ${path}). Trying again${wait}.`)
  if (error.retryAfter > 0) await clock.sleep(error.retryAfter, signal)
}

async function exchange<T>(options: HttpOptions, call: Call, read: Read<T>, signal: AbortSignal): Promise<T> {
  const { api, secrets, silence = 60_000 } = options
  const watch = watchdog(silence, api.host)
  options.onRequest?.(call.path)
  call.onRequest?.()
  try {
    const ended = AbortSignal.any([signal, watch.signal])
    const { ok, status, headers, body } = await options.fetch(address(api, call), {
      ...request(call),
      redirect: 'manual',
      signal: ended,
    })
    watch.alive()
    // In Node 20 a body that is not compressed as it says never ends, not even by the signal that `fetch` was given.
    const answer = { status, headers, body: body?.pipeThrough(bufferAhead(), { signal: ended }) ?? null }
    if (ok) return await read(answer, watch.alive)
    const message = messageOf(await boundedText(answer), secrets.clean)
    throw statusError({
      status,
      headers,
      message,
      host: api.host,
      method: call.method,
    })
  } catch (error) {
    signal.throwIfAborted()
    throw cleanError(connectionError(error, api.host), secrets.clean)
  } finally {
    watch.stop()
  }
}

/**
 * Takes a body in faster than it is read: Node's fetch (24.21) trips, where nobody can catch it, over a connection that
 * ends while its body waits.
 */
function bufferAhead(): TransformStream<Uint8Array, Uint8Array> {
  const bytes: QueuingStrategy<Uint8Array> = new ByteLengthQueuingStrategy({
    highWaterMark: 16 * 1024 * 1024,
  })
  return new TransformStream({}, bytes, bytes)
}

function address(api: URL, { path, query = {} }: Call): URL {
  const url = new URL(api.href + path)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) url.searchParams.set(name, String(value))
  return url
}

function request({ method, token, form, json }: Call): RequestInit {
  const headers = { 'user-agent': 'looker-snapshot', ...(token && { authorization: `token ${token}` }) }
  if (form) return { method, headers, body: new URLSearchParams(form) }
  if (json === undefined) return { method, headers }
  return { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(json) }
}

/** Aborts a request in which no byte came for so long. */
function watchdog(silence: number, host: string) {
  const lost = new AbortController()
  const fault = () =>
    new LookerError(
      `${host} was silent for ${Math.round(silence / 1000)} s`,
      'Check that Looker is up, then run the job again.',
      {
        retries: Number.POSITIVE_INFINITY,
      },
    )
  const timer = setTimeout(() => lost.abort(fault()), silence)
  return { signal: lost.signal, alive: () => void timer.refresh(), stop: () => clearTimeout(timer) }
}
