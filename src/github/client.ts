import type { getOctokit } from '@actions/github'
import pRetry from 'p-retry'
import { ActionError, Interruption, ProxyError } from '../errors.ts'
import type { Clock } from '../runtime/clock.ts'
import { orAborted } from '../runtime/deadline.ts'
import { isObject } from '../runtime/json.ts'
import { oneLine } from '../runtime/text.ts'
import { UnexpectedResponseError } from './responses.ts'

export type Octokit = ReturnType<typeof getOctokit>

/** The repository that the run belongs to, and the one way to talk to it. */
export interface Repository {
  octokit: Octokit
  owner: string
  repo: string
  /** `https://github.com` */
  serverUrl: string
  clock: Clock
  signal: AbortSignal
}

export interface RetryOptions {
  clock: Clock
  signal: AbortSignal
  log(line: string): void
  /** Milliseconds of the first pause between tries. */
  first?: number
  /** Milliseconds in which GitHub has to answer. */
  silence?: number
}

/** Tries of one request, the first included. */
const tries = 5
/** GitHub gives up on a request itself after 10 s. */
const maxSilence = 60_000

/**
 * Makes every request of this Octokit patient: a 5xx, a broken connection and a rate limit are tried again with
 * growing pauses. That is safe for all we send but the creation of a comment, which says `request: { once: true }`.
 */
export function withRetries(octokit: Octokit, patience: RetryOptions): Octokit {
  const { clock, signal, log, first = 1000, silence = maxSilence } = patience
  octokit.hook.wrap('request', (request, options) =>
    pRetry(
      async () => {
        const ended = AbortSignal.any([signal, AbortSignal.timeout(silence)])
        options.request = { ...options.request, signal: ended }
        try {
          // A body that is not compressed as it says ends by no signal in Node 20.
          return readWhole(await orAborted(ended, Promise.resolve(request(options))))
        } catch (error) {
          signal.throwIfAborted()
          if (ended.aborted) throw new Error(`GitHub was silent for ${Math.round(silence / 1000)} s`)
          if (isAnswered(error)) readWhole(error.response)
          throw usable(error)
        }
      },
      {
        signal,
        retries: options.request?.once === true ? 0 : tries - 1,
        minTimeout: first,
        factor: 2,
        randomize: true,
        shouldRetry: async ({ error }) => {
          if (signal.aborted || !isTransient(error)) return false
          const wait = retryDelay(error)
          log(
            `GitHub: ${statusOf(error) ?? messageOf(error)} (${options.method} ${options.url}). Trying again.`,
          )
          if (wait > 0) await clock.sleep(wait, signal)
          return true
        },
      },
    ),
  )
  return octokit
}

interface Whole {
  headers: { 'content-type'?: string }
  data: unknown
}

/** Octokit hands over JSON that broke off as the text that came, without a word (@octokit/request 10). */
function readWhole<T extends Whole>(response: T): T {
  const isJson = response.headers['content-type']?.includes('json')
  if (isJson && typeof response.data === 'string') throw new UnexpectedResponseError('whole answer')
  return response
}

/** Octokit trips over some answers that cannot be used (an error of deep JSON, a type of content that is none). */
function usable(error: unknown): unknown {
  const told = error instanceof ActionError || error instanceof UnexpectedResponseError || proxyOf(error)
  return told || statusOf(error) !== undefined
    ? error
    : new UnexpectedResponseError('answer of its API', error)
}

const isAnswered = (error: unknown): error is Error & { response: Whole } =>
  error instanceof Error && 'response' in error && error.response !== undefined

export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined
}

/** GitHub's own words, without the address of its documentation that Octokit adds. */
export const messageOf = (error: unknown): string =>
  oneLine(
    (error instanceof Error ? error.message : String(error)).replace(/ - https:\/\/docs\.github\.com\S*/, ''),
  )

/** What an error comes to, for people: GitHub's own words where its answer has some, not a proxy's page. */
function wordsOf(error: unknown): string {
  const status = statusOf(error)
  if (status === undefined) return messageOf(error)
  const data = answerTo(error)?.data
  if (isObject(data) && typeof data.message === 'string' && data.message.trim() !== '')
    return messageOf(error)
  return answerTo(error)
    ? `GitHub answered ${status} and gave no reason`
    : `the connection to GitHub broke (${messageOf(error)})`
}

interface Answer {
  headers?: Record<string, string>
  data?: unknown
}

const answerTo = (error: unknown): Answer | undefined =>
  error instanceof Error && 'response' in error ? (error.response as Answer | undefined) : undefined
const header = (error: unknown, name: string): string | undefined => answerTo(error)?.headers?.[name]

/** A fault that the same request may not meet again. Octokit gives a broken connection the status 500. */
export function isTransient(error: unknown): boolean {
  if (proxyOf(error)?.final) return false
  const status = statusOf(error)
  return status === undefined || status >= 500 || isRateLimit(error)
}

/** The proxy's fault, where Octokit has wrapped one. */
const proxyOf = (error: unknown): ProxyError | undefined =>
  error instanceof Error && error.cause instanceof ProxyError ? error.cause : undefined

/** GitHub's primary and secondary rate limits ("Rate limits for the REST API"). */
function isRateLimit(error: unknown): boolean {
  const status = statusOf(error)
  if (status === 429) return true
  const limited = header(error, 'retry-after') !== undefined || header(error, 'x-ratelimit-remaining') === '0'
  return status === 403 && (limited || /rate limit/i.test(messageOf(error)))
}

/** Milliseconds that GitHub asks to wait; a minute where a rate limit does not say. */
export function retryDelay(error: unknown): number {
  const seconds = Number(header(error, 'retry-after'))
  if (seconds > 0) return Math.min(seconds * 1000, maxTimer)
  if (!isRateLimit(error)) return 0
  const reset = Number(header(error, 'x-ratelimit-reset')) * 1000 - Date.now()
  return header(error, 'x-ratelimit-remaining') === '0' && reset > 0 ? Math.min(reset, maxTimer) : 60_000
}

/** A timer of Node's that is set for longer fires at once. */
const maxTimer = 2 ** 31 - 1

/** What could not be done at GitHub, with the permission to add where that is the reason. */
export function gitHubError(error: unknown, what: string, permission: string): ActionError {
  if (error instanceof Interruption) return error.during(what)
  if (error instanceof ActionError) return error
  const proxy = proxyOf(error)
  if (proxy) return new ActionError(`${what}: ${proxy.message}`, proxy.hint, { cause: error })
  const status = statusOf(error)
  const accepted = oneLine(header(error, 'x-accepted-github-permissions') ?? '', 100)
  if (status === 401 || status === 403 || (status === 404 && accepted))
    return new ActionError(
      `${what}: GitHub refused it (${status}: ${wordsOf(error)})`,
      `Add "${permission}" to the job's permissions${accepted ? ` (GitHub asks for ${accepted})` : ''}, or check the settings of the repository.`,
      { cause: error },
    )
  return new ActionError(`${what}: ${wordsOf(error)}`, 'Run the job again; everything else was delivered.', {
    cause: error,
  })
}
