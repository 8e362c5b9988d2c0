import pRetry from 'p-retry'
import { ActionError, TimeLimitError } from '../errors.ts'
import type { ApiCalls } from '../results.ts'
import { isObject, parseJson } from '../runtime/json.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { oneLine } from '../runtime/text.ts'
import { bufferAhead, type Clock, maxTimer, serverTime } from '../runtime/time.ts'
import type { Fetch } from '../world.ts'
import {
  cleanError,
  connectionError,
  type HintFor,
  LookerError,
  statusError,
  unexpectedResponse,
} from './looker-errors.ts'

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** The path below `/api/<version>`. */
  path: string
  query?: Readonly<Record<string, string | number | boolean | undefined>>
  form?: Readonly<Record<string, string>>
  json?: unknown
  token?: string
  /** Called before each request, including retries. */
  onRequest?: () => void
  /**
   * Whether this is the first request to the host. If the host cannot be reached, base-url is probably wrong, so a
   * retry is pointless.
   */
  firstContact?: boolean
  /**
   * The time limit in milliseconds for each request and its response. It replaces `silence` for calls that Looker works
   * on for minutes without sending a byte. Such a call is retried at most twice, and never after the time limit, because
   * each request keeps the database busy. Retries after status 429 do not count, because Looker has not begun any work.
   */
  timeLimit?: number
  /** The next step for users if the request exceeds `timeLimit`. */
  timeLimitHint?: string
  /** Set for a change whose repetition does no harm. It is retried once if Looker fails with a status such as 500. */
  isRepeatable?: true
}

export type Http = <T>(call: Call, read: ResponseReader<T>, signal: AbortSignal) => Promise<T>

export interface HttpOptions {
  fetch: Fetch
  clock: Clock
  api: URL
  secrets: Secrets
  /** Called with the path of every request, because Looker meters requests. */
  onRequest?: (path: string) => void
  log(line: string): void
  hintFor?: HintFor
  /** The number of milliseconds without a byte after which a request fails. */
  silence?: number
  /** The first and the longest pause before a retry, in milliseconds. */
  pauses?: { first: number; longest: number }
}

/**
 * Sends requests to Looker, and retries requests that may succeed later.
 * @throws LookerError, or the signal's reason
 */
export function createHttp(options: HttpOptions): Http {
  const { first, longest } = options.pauses ?? { first: 500, longest: 30_000 }
  return async (call, read, signal) => {
    const failures: Error[] = []
    const answer = pRetry(() => exchange(options, call, read, signal), {
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
    try {
      return await answer
    } catch (error) {
      throw signal.aborted && error === signal.reason ? afterFailures(error, failures) : error
    }
  }
}

/** Adds the last failure to the error of a deadline, because the failure is probably the reason for the lack of time. */
function afterFailures(reason: unknown, failures: readonly Error[]): unknown {
  const last = failures.findLast(failure => failure instanceof LookerError)
  return reason instanceof TimeLimitError && last ? reason.after(last) : reason
}

function isWorthRetry(error: Error, call: Call, failures: readonly Error[]): error is LookerError {
  if (!(error instanceof LookerError) || (call.firstContact && error.unreachable)) return false
  if (call.timeLimit && error.status !== 429)
    return failures.filter(failure => !isTooManyRequests(failure)).length <= Math.min(error.retries, 2)
  const limited = failures.filter(
    failure => failure instanceof LookerError && Number.isFinite(failure.retries),
  )
  return !Number.isFinite(error.retries) || limited.length <= error.retries
}

const isTooManyRequests = (error: Error) => error instanceof LookerError && error.status === 429

/**
 * Waits as long as Looker asks. Then `pRetry` waits for a random, growing time, so that several clients do not retry
 * together.
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

async function exchange<T>(
  options: HttpOptions,
  call: Call,
  read: ResponseReader<T>,
  signal: AbortSignal,
): Promise<T> {
  const { api, secrets, silence = 60_000 } = options
  const watch = call.timeLimit ? limitTime(call, api.host) : watchSilence(silence, api.host)
  let unread: ReadableStream | null = null
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
    const answer = { status, headers, body: body?.pipeThrough(bufferAhead(), { signal: ended }) ?? null }
    unread = answer.body
    if (ok) return await read(answer, watch.alive, secrets.clean)
    throw statusError({
      status,
      location: secrets.clean(headers.get('location') ?? ''),
      retryAfter: retryAfter(headers),
      message: messageIn(await boundedText(answer), secrets.clean),
      host: api.host,
      method: call.method,
      isRepeatable: call.isRepeatable ?? false,
      isLoggedIn: call.token !== undefined,
    })
  } catch (error) {
    signal.throwIfAborted()
    throw cleanError(connectionError(error, api.host), secrets.clean, options.hintFor)
  } finally {
    watch.stop()
    // Some callers need only the status. Without `cancel`, the rest of the body would remain in memory.
    void unread?.cancel().catch(() => undefined)
  }
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

/**
 * Returns the wait of the header Retry-After in milliseconds. The header contains seconds or a date
 * (https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3). Returns 0 if the header is missing or the date has passed.
 * Compares the date with the header Date, because the clocks of Looker and the runner may differ.
 */
export function retryAfter(headers: Headers): number {
  const value = headers.get('retry-after')?.trim() ?? ''
  const milliseconds = /^\d+$/.test(value)
    ? Number(value) * 1000
    : Date.parse(value) - serverTime(headers.get('date'))
  return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), maxTimer) : 0
}

interface RequestWatch {
  /** Aborted with an error when the time is over. */
  signal: AbortSignal
  alive(): void
  stop(): void
}

/** Aborts a request after this number of milliseconds without a byte. */
function watchSilence(silence: number, host: string): RequestWatch {
  const lost = new AbortController()
  const timer = setTimeout(() => {
    const seconds = Math.round(silence / 1000)
    lost.abort(
      new LookerError(
        `${host} sent no data for ${seconds} s`,
        'Check that Looker is up, then run the job again.',
        {
          retries: Number.POSITIVE_INFINITY,
        },
      ),
    )
  }, silence)
  return { signal: lost.signal, alive: () => void timer.refresh(), stop: () => clearTimeout(timer) }
}

/** Aborts a request after this number of milliseconds, even if bytes still arrive. */
function limitTime({ timeLimit = 0, timeLimitHint }: Call, host: string): RequestWatch {
  const over = new AbortController()
  const hint = timeLimitHint ?? 'Run the job again when Looker is less busy.'
  const timer = setTimeout(() => {
    const seconds = Math.round(timeLimit / 1000)
    over.abort(new LookerError(`${host} took longer than ${seconds} s`, hint, { retries: 0 }))
  }, timeLimit)
  return { signal: over.signal, alive: () => undefined, stop: () => clearTimeout(timer) }
}

export type Clean = Secrets['clean']

export type LookerResponse = Pick<Response, 'status' | 'headers' | 'body'>
/**
 * Reads a response. `alive` must be called whenever bytes arrive, because a silent request is aborted. `clean` removes
 * secrets from texts that errors quote.
 */
export type ResponseReader<T> = (response: LookerResponse, alive: () => void, clean?: Clean) => Promise<T>

/** The maximum number of characters of a response with a single object. Looker's responses have a few thousand. */
const maxCharacters = 1_000_000
/** The maximum number of characters of a list. A list of dashboards has about 120 characters for each dashboard. */
const maxListCharacters = 10_000_000
/**
 * The maximum nesting. Looker's responses have fewer than ten levels, and JSON.parse takes seconds for megabytes of
 * `[`.
 */
const maxDepth = 100

/** Stops soon after `longest` characters, because a long response could fill the memory. */
export async function boundedText(
  response: Pick<Response, 'body'>,
  longest = maxCharacters,
): Promise<string> {
  if (!response.body) return ''
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > longest) break
  }
  return text
}

export type JsonFields = Readonly<Record<string, unknown>>

/** A limit for several responses together, in characters. */
export interface AnswerBudget {
  left: number
}

/**
 * Reads a response as JSON. Returns undefined if it is not JSON.
 * @throws LookerError if it is too long
 */
export async function readJson(
  host: string,
  response: Pick<Response, 'body'>,
  { longest = maxCharacters, budget }: { longest?: number; budget?: AnswerBudget | undefined } = {},
): Promise<unknown> {
  const text = await boundedText(response, longest)
  if (budget) budget.left -= text.length
  if (text.length > longest || (budget && budget.left < 0)) throw lengthError(host)
  return isTooDeep(text) ? undefined : parseJson(text)
}

const lengthError = (host: string) =>
  new LookerError(
    `${host} answered with too many characters`,
    "Check that base-url is Looker's API. If a folder, board or model is that large, list its dashboards one by one.",
    { retries: 0 },
  )

export function isTooDeep(text: string): boolean {
  let depth = 0
  let isInString = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (isInString && character === '\\') at++
    else if (character === '"') isInString = !isInString
    else if (!isInString && (character === '[' || character === '{') && ++depth > maxDepth) return true
    else if (!isInString && (character === ']' || character === '}')) depth--
  }
  return false
}

/**
 * Reads a response that is a JSON object.
 * @throws LookerError if it is not an object
 */
export const readObject =
  <T>(
    host: string,
    noun: string,
    convert: (answer: JsonFields) => T,
    budget?: AnswerBudget,
  ): ResponseReader<T> =>
  async response => {
    const answer = await readJson(host, response, { longest: maxListCharacters, budget })
    const expected = `valid ${noun}`
    if (!isObject(answer)) throw unexpectedResponse(host, `something that is not a ${expected}`)
    return converted(host, expected, () => convert(answer))
  }

/**
 * Reads a response that is a JSON list. Leaves out items for which `convert` returns undefined.
 * @throws LookerError if it is not a list
 */
export const readList =
  <T>(
    host: string,
    noun: string,
    convert: (item: JsonFields) => T | undefined,
    budget?: AnswerBudget,
  ): ResponseReader<T[]> =>
  async response => {
    const answer = await readJson(host, response, { longest: maxListCharacters, budget })
    const expected = `list of ${noun}s`
    if (!Array.isArray(answer)) throw unexpectedResponse(host, `something that is not a ${expected}`)
    return converted(host, expected, () => objectsIn(answer).flatMap(item => convert(item) ?? []))
  }

/** Values of an unexpected type may make `convert` throw any error, which would count as a broken connection. */
function converted<T>(host: string, expected: string, convert: () => T): T {
  try {
    return convert()
  } catch (error) {
    if (error instanceof ActionError) throw error
    throw unexpectedResponse(host, `something that is not a ${expected}`, error)
  }
}

export const objectIn = (value: unknown): JsonFields => (isObject(value) ? value : {})

export const objectsIn = (value: unknown): JsonFields[] =>
  Array.isArray(value) ? value.filter(item => isObject(item)) : []

/**
 * Returns a text from Looker on one line, without HTML tags. Removes secrets first, because a shortened text could
 * contain a part of a secret.
 */
export const plainWords = (text: string, clean: Clean, longest?: number): string =>
  oneLine(clean(text).slice(0, 4000).replace(htmlTags, ' '), longest)

/**
 * Matches only HTML tags, because error pages of proxies contain such tags. Other angle brackets remain, such as
 * Looker's `<field.name>`.
 */
const htmlTags =
  /<(script|style|head)\b.*?<\/\1\s*>|<\/?(?:!doctype|html|head|title|meta|link|body|script|style|div|span|p|[bh]r|h[1-6]|a|b|i|em|strong|code|pre|[uo]l|li|center|table|tbody|thead|t[rdh]|img|form|input)\b[^<>]*(?:>|$)/gis

/**
 * Returns Looker's message from the body of an error. A validation error has a message for each field (ValidationError,
 * API 4.0). Leaves out a dot at the end, because callers write a dot after the message.
 */
export function messageIn(body: string, clean: Clean): string | undefined {
  const answer = parseJson(body)
  if (!isObject(answer)) return undefined
  const fields = objectsIn(answer.errors).map(fieldMessage).filter(Boolean)
  const words = plainWords(fields.join('; '), clean, 1000)
  const message = words || (typeof answer.message === 'string' ? plainWords(answer.message, clean) : '')
  return message.replace(/(?<!\.)\.$/, '') || undefined
}

function fieldMessage({ field, message, code }: JsonFields): string {
  const words = [message, code].find(text => typeof text === 'string' && text !== '')
  return [field, words].filter(text => typeof text === 'string' && text !== '').join(': ')
}

/**
 * Returns how Looker counts a call: as a query call, or as an administrative call (`db_query` or `non_query` in the
 * field `x-looker-activity-type` of API 4.0). Looker does not count log-in, log-out and versions.
 */
export function meteredAs(path: string): keyof ApiCalls | undefined {
  if (/^\/(login|logout|versions)\b/.test(path)) return undefined
  return queryPaths.test(path) ? 'query' : 'administrative'
}

const queryPaths = /^\/((render_tasks|queries|query_tasks|merge_queries|sql_queries)\b|looks\/[^/]+\/run\/)/
