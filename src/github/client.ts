import type { getOctokit } from '@actions/github'
import { ActionError } from '../errors.ts'
import { isObject } from '../runtime/json.ts'
import { addAll } from '../runtime/lists.ts'
import { createSecrets } from '../runtime/secrets.ts'
import { parseUrl } from '../runtime/text.ts'
import { type Clock, DeadlineError, maxTimer, orAborted, withDeadline } from '../runtime/time.ts'
import type { Fetch } from '../world.ts'
import {
  AnswerTooLongError,
  answerOf,
  type GitHubAnswer,
  isTransient,
  messageOf,
  proxyErrorOf,
  RateLimitError,
  RedirectError,
  rateLimitIn,
  statusOf,
} from './github-errors.ts'
import type { RunContext } from './workflow-run.ts'

export interface Repository extends Pick<RetryOptions, 'clock' | 'signal' | 'log'> {
  octokit: Octokit
  owner: string
  repo: string
  serverUrl: string
  token: string
}

export interface GitHubContext {
  world: Pick<RunContext['world'], 'env' | 'github' | 'clock' | 'fetch' | 'print' | 'core'>
  inputs: Pick<RunContext['inputs'], 'token'>
  run: Pick<RunContext['run'], 'repository' | 'serverUrl'>
  deadlines: Pick<RunContext['deadlines'], 'start' | 'publish' | 'comment'>
}

/** @throws ActionError without a token, or outside of a GitHub Actions job */
export async function openRepository(
  { world, inputs, run, deadlines }: GitHubContext,
  signal: RetryOptions['signal'] = deadlines.publish,
): Promise<Repository> {
  const { token } = inputs
  if (!token)
    throw new ActionError('github-token is empty', 'Leave the input out to use the token of the job.')
  // Otherwise, `fetch` would throw an error that quotes the token.
  if (!/^[!-~]+$/.test(token))
    throw new ActionError(
      'github-token contains a character that no token contains, such as a space or a line break',
      'Correct the secret, or leave the input out to use the token of the job.',
    )
  if (!run.repository)
    throw new ActionError(
      'GITHUB_REPOSITORY names no repository',
      'Run the action in a GitHub Actions job, or set the variable to a repository such as acme/lookml.',
    )
  const { GITHUB_API_URL: api = '' } = world.env
  // Otherwise, the module of Octokit would throw an error that does not name the variable.
  if (api !== '' && !/^https?:$/.test(parseUrl(api)?.protocol ?? ''))
    throw new ActionError(
      'GITHUB_API_URL is not a web address',
      "Set the variable to the address of GitHub's API, such as https://api.github.com.",
    )
  const getOctokit = await world.github()
  const retries = { clock: world.clock, signal, log: world.print }
  const { debug } = world.core
  // Octokit warns about deprecated operations, but users cannot change the calls.
  const log = { debug, info: debug, warn: debug, error: debug }
  const octokit = getOctokit(token, { request: { fetch: boundedFetch(world.fetch), log }, log })
  return {
    ...retries,
    octokit: withRetries(octokit, retries),
    token,
    owner: run.repository.owner,
    repo: run.repository.name,
    serverUrl: run.serverUrl,
  }
}

/** The largest responses contain pictures in base64. GitHub limits a blob to 100 MB. */
const maxAnswerBytes = 200_000_000

/**
 * Limits the length of responses, because Octokit reads responses of any length. Does not limit archives, because their
 * reader has its own limit.
 * @throws AnswerTooLongError
 */
export function boundedFetch(request: Fetch, maxBytes = maxAnswerBytes): Fetch {
  return async (address, init) => {
    const answer = await requestOwnHosts(request, address, init)
    const { body, ok, status, statusText, headers, url } = answer
    if (!body || (ok && isArchive(new URL(address)))) return answer
    const pieces: Uint8Array[] = []
    let bytes = 0
    try {
      for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
        bytes += piece.length
        if (bytes > maxBytes) throw new AnswerTooLongError(maxBytes)
        pieces.push(piece)
      }
    } catch (error) {
      if (error instanceof AnswerTooLongError) throw error
      pieces.length = 0 // If the connection breaks, returns an empty body, as Octokit does.
    }
    const content = Buffer.concat(pieces)
    const shown = ok ? { content, headers } : withoutToken(content, headers, init)
    const whole = new Response(shown.content, { status, statusText, headers: shown.headers })
    return Object.defineProperty(whole, 'url', { value: url })
  }
}

/**
 * Removes the token from an error, in all encodings. A faulty proxy may repeat the request's headers, and comments quote
 * errors.
 */
function withoutToken(content: Buffer, headers: Headers, init: RequestInit | undefined) {
  const { keep, clean } = createSecrets(() => undefined)
  keep((new Headers(init?.headers).get('authorization') ?? '').replace(/^\w+ /, ''))
  const cleanHeaders = [...headers].map(([name, value]): [string, string] => [name, clean(value)])
  return { content: clean(content.toString()), headers: new Headers(cleanHeaders) }
}

const maxRedirects = 5

/**
 * Follows redirects, for example after a repository was renamed
 * (https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects). A
 * redirect must lead to a host of the API, because the request's body may be confidential, and another host could
 * answer with a wrong picture. Only GitHub's archives are on another host. `fetch` sends no token there
 * (https://fetch.spec.whatwg.org/#http-redirect-fetch).
 */
async function requestOwnHosts(
  request: Fetch,
  address: string | URL,
  init: RequestInit = {},
): Promise<Response> {
  const start = new URL(address)
  if (isArchive(start)) return request(address, init)
  let current = start
  for (let redirects = 0; ; redirects++) {
    const answer = await request(current, { ...init, redirect: 'manual' })
    if (![301, 302, 307, 308].includes(answer.status)) return answer
    await answer.body?.cancel()
    const next = parseUrl(answer.headers.get('location') ?? '', current.href)
    if (redirects === maxRedirects || !isOwnHost(next, start)) throw new RedirectError(start.host, next?.host)
    current = next
  }
}

const isArchive = ({ pathname }: URL) => pathname.includes('/tarball/')

export type Octokit = ReturnType<typeof getOctokit>

interface RetryOptions {
  clock: Clock
  /** `endsAt` is the time of `clock` at which the signal will be aborted, if known. */
  signal: AbortSignal & { endsAt?: number }
  log(line: string): void
  firstPauseMs?: number
  maxSilenceMs?: number
}

const maxRequestTries = 5
/** The maximum number of tries if GitHub does not say when its rate limit ends. */
const maxTriesWithoutEnd = 3
/**
 * Longer than the 10 s after which GitHub itself ends a request
 * (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#timeouts).
 */
const defaultSilenceMs = 60_000
/** The slowest upload that does not count as silence, in bytes per millisecond. */
const slowestUpload = 50
/**
 * The newest version that GitHub Enterprise Server supports
 * (https://docs.github.com/en/rest/about-the-rest-api/api-versions).
 */
const restApiVersion = '2022-11-28'

/**
 * Repeats each request of this Octokit after a 5xx status, a broken connection or a rate limit. `request: { once: true
 * }` turns the retries off for a request that must not be sent twice.
 */
export function withRetries(octokit: Octokit, options: RetryOptions): Octokit {
  octokit.hook.wrap('request', async (request, call) => {
    call.headers['x-github-api-version'] = restApiVersion
    const uploadMs = (bodyLength(call.data) + bodyLength(call.content)) / slowestUpload
    const maxSilenceMs = (options.maxSilenceMs ?? defaultSilenceMs) + uploadMs
    const ask = async (signal: AbortSignal) => {
      call.request = { ...call.request, signal }
      return request(call)
    }
    const tries = call.request?.once === true ? 1 : maxRequestTries
    for (let attempt = 1; ; attempt++) {
      options.signal.throwIfAborted()
      try {
        return await send({ ...options, maxSilenceMs }, ask)
      } catch (error) {
        if (attempt === tries || options.signal.aborted || !isTransient(error)) throw error
        await pauseBeforeRetry(error, attempt, { ...options, what: `${call.method} ${call.url}` })
      }
    }
  })
  return octokit
}

const bodyLength = (body: unknown) =>
  typeof body === 'string' || body instanceof Uint8Array ? body.length : 0

interface RetryPause extends Pick<RetryOptions, 'clock' | 'signal' | 'log' | 'firstPauseMs'> {
  /** The name of the request in the log. */
  what: string
}

/**
 * Waits as long as GitHub asks. Then waits for a random, growing time, so that several clients do not retry together.
 * @throws RateLimitError if the limit ends after the deadline, or if its end is still unknown after
 * `maxTriesWithoutEnd` tries
 * @throws `error` itself if GitHub asks for a wait beyond the deadline
 */
export async function pauseBeforeRetry(error: unknown, attempt: number, pause: RetryPause): Promise<void> {
  const { clock, signal, log, what, firstPauseMs = 1000 } = pause
  const answer = answerOf(error)
  const limit = rateLimitIn(answer)
  const askedMs = limit ? (limit.remainingMs ?? 60_000 * 2 ** (attempt - 1)) : retryAfterMs(answer)
  const isTooLong = askedMs > 0 && clock.now() + askedMs > (signal.endsAt ?? Number.POSITIVE_INFINITY)
  const isGivenUp = limit && limit.remainingMs === undefined && attempt >= maxTriesWithoutEnd
  if (isTooLong || isGivenUp) throw limit ? new RateLimitError(limit, error) : error
  const spreadMs = firstPauseMs * 2 ** (attempt - 1) * (1 + Math.random())
  const milliseconds = Math.min(askedMs + spreadMs, maxTimer)
  const reason = limit
    ? `${statusOf(error)}, ${limit.kind} rate limit`
    : (statusOf(error) ?? messageOf(error))
  log(`GitHub: ${reason} (${what}). Trying again in ${Math.ceil(milliseconds / 1000)} s.`)
  await clock.sleep(milliseconds, signal)
}

/** Returns the wait that the server asks for, for example during an update. */
function retryAfterMs({ headers }: GitHubAnswer): number {
  const seconds = Number(headers['retry-after'])
  return seconds > 0 ? Math.min(seconds * 1000, maxTimer) : 0
}

/** Aborts the request if GitHub does not answer within `maxSilenceMs`. */
async function send<T extends Whole>(
  { signal, maxSilenceMs }: Pick<RetryOptions, 'signal'> & { maxSilenceMs: number },
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    // The signal does not end the wait for a body with a wrong `content-encoding`, so `orAborted` ends it.
    return readWhole(await withDeadline(maxSilenceMs, signal, ended => orAborted(ended, ask(ended))))
  } catch (error) {
    signal.throwIfAborted()
    const cause = error instanceof Error ? error.cause : undefined
    if (cause instanceof AnswerTooLongError || cause instanceof RedirectError) throw cause
    if (error instanceof DeadlineError)
      throw new Error(`GitHub sent no data for ${Math.round(maxSilenceMs / 1000)} s`)
    if (isAnswered(error)) readWhole(error.response)
    throw toUsableError(error)
  }
}

interface Whole {
  status: number
  headers: { 'content-type'?: string }
  data: unknown
}

/**
 * Refuses an incomplete body. Octokit reports no error: it returns truncated JSON as text, and an unreadable body as an
 * empty text (@octokit/request 10, getResponseData).
 */
function readWhole<T extends Whole>(response: T): T {
  const { status, headers, data } = response
  const isJson = headers['content-type']?.includes('json')
  const lacksBody = data === '' && (status === 200 || status === 201)
  if (lacksBody || (isJson && typeof data === 'string'))
    throw new UnexpectedResponseError('complete response')
  return response
}

/**
 * Replaces errors of Octokit that do not come from GitHub, for example for deeply nested JSON or an invalid content
 * type.
 */
function toUsableError(error: unknown): unknown {
  const known =
    error instanceof ActionError || error instanceof UnexpectedResponseError || proxyErrorOf(error)
  return known || statusOf(error) !== undefined ? error : new UnexpectedResponseError('API response', error)
}

const isAnswered = (error: unknown): error is Error & { response: Whole } =>
  error instanceof Error && 'response' in error && error.response !== undefined

type Fields = Record<string, unknown>

/** Thrown for an unusable response, for example a proxy's page instead of JSON, or a list with missing entries. */
export class UnexpectedResponseError extends Error {
  constructor(what: string, cause?: unknown) {
    super(`GitHub's answer is not a valid ${what}`, { cause })
    this.name = 'UnexpectedResponseError'
  }
}

export function shaOf(answer: unknown, what: string): string {
  const { sha } = fields(answer, what)
  if (typeof sha === 'string' && /^[\da-f]{40,64}$/.test(sha)) return sha
  throw new UnexpectedResponseError(what)
}

export function idOf(answer: unknown, what: string): number {
  const { id } = fields(answer, what)
  if (typeof id === 'number' && Number.isSafeInteger(id) && id > 0) return id
  throw new UnexpectedResponseError(what)
}

export function textOf(answer: unknown, field: string, what: string): string {
  const text = fields(answer, what)[field]
  if (typeof text === 'string' && text !== '') return text
  throw new UnexpectedResponseError(what)
}

/** Returns a web address that can be used as a link. */
export function urlIn(answer: unknown, field: string, what: string): string {
  const url = textOf(answer, field, what)
  if (/^https?:\/\//i.test(url) && parseUrl(url)) return url
  throw new UnexpectedResponseError(what)
}

/**
 * Returns the URL for uploading a release's files. Requests to the URL contain the token, so the URL must have a host
 * and the protocol of the API.
 * @param api for example `https://api.github.com`, whose uploads go to `uploads.github.com`
 */
export function uploadUrlIn(answer: unknown, api: string): string {
  const url = textOf(answer, 'upload_url', 'release')
  if (isOwnHost(parseUrl(url.replace(/\{[^{}]*\}$/, '')), parseUrl(api))) return url
  throw new UnexpectedResponseError('upload address on one of its hosts')
}

function isOwnHost(to: URL | undefined, api: URL | undefined): to is URL {
  if (!to || !api || to.username || to.password) return false
  const hosts = [api.host, api.host.replace(/^api\./, 'uploads.')]
  return to.origin === api.origin || (to.protocol === 'https:' && hosts.includes(to.host))
}

export function listOf(answer: unknown, what: string): Fields[] {
  if (Array.isArray(answer) && answer.every(isObject)) return answer
  throw new UnexpectedResponseError(what)
}

export function fields(answer: unknown, what: string): Fields {
  if (isObject(answer)) return answer
  throw new UnexpectedResponseError(what)
}

/** The maximum number of pages of 100 items. Pull requests have fewer comments, and releases have fewer files. */
const maxPages = 100

interface Page {
  data: unknown
  headers: { link?: string | undefined }
}

type AskPage = (page: number) => Promise<Page>

/**
 * Reads all pages by number. Does not follow the links in the responses, because a link could send the token to another
 * host.
 */
export async function* pagesOf(ask: AskPage, what: string): AsyncGenerator<Fields[]> {
  for (let page = 1; page <= maxPages; page++) {
    const { data, headers } = await ask(page)
    yield listOf(data, what)
    if (!/rel="next"/.test(headers.link ?? '')) return
  }
}

export async function listAllPages(ask: AskPage, what: string): Promise<Fields[]> {
  const all: Fields[] = []
  for await (const page of pagesOf(ask, what)) addAll(all, page)
  return all
}
