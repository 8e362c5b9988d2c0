import type { getOctokit } from '@actions/github'
import { ActionError } from '../errors.ts'
import { type Clock, DeadlineError, maxTimer, orAborted, withDeadline } from '../runtime/time.ts'
import { AnswerTooLongError, answerOf, isTransient, messageOf, proxyErrorOf, statusOf } from './errors.ts'
import { type GitHubAnswer, RateLimitError, rateLimitIn } from './rate-limit.ts'
import { UnexpectedResponseError } from './responses.ts'

export type Octokit = ReturnType<typeof getOctokit>

export interface RetryOptions {
  clock: Clock
  /** `endsAt` is the clock's time at which the signal will be aborted, if known. */
  signal: AbortSignal & { endsAt?: number }
  log(line: string): void
  /** The first pause between two tries. */
  firstPauseMs?: number
  /** The time limit for GitHub's answer. */
  maxSilenceMs?: number
}

/** The maximum number of tries for a request. */
const maxRequestTries = 5
/** The maximum number of tries if GitHub does not return when its limit ends. */
const maxTriesWithoutEnd = 3
/**
 * GitHub ends a request itself after 10 s
 * (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#timeouts).
 */
const defaultSilenceMs = 60_000
/**
 * The newest version that GitHub Enterprise Server supports
 * (https://docs.github.com/en/rest/about-the-rest-api/api-versions).
 */
const restApiVersion = '2022-11-28'

/**
 * Repeats every request of this Octokit after a 5xx status, a broken connection or a rate limit, with growing pauses.
 * `request: { once: true }` turns this off for a request that must not be sent twice.
 */
export function withRetries(octokit: Octokit, options: RetryOptions): Octokit {
  octokit.hook.wrap('request', async (request, call) => {
    call.headers['x-github-api-version'] = restApiVersion
    const ask = async (signal: AbortSignal) => {
      call.request = { ...call.request, signal }
      return request(call)
    }
    const tries = call.request?.once === true ? 1 : maxRequestTries
    for (let attempt = 1; ; attempt++) {
      options.signal.throwIfAborted()
      try {
        return await send(options, ask)
      } catch (error) {
        if (attempt === tries || options.signal.aborted || !isTransient(error)) throw error
        await pauseBeforeRetry(error, attempt, { ...options, what: `${call.method} ${call.url}` })
      }
    }
  })
  return octokit
}

interface RetryPause extends Pick<RetryOptions, 'clock' | 'signal' | 'log' | 'firstPauseMs'> {
  /** The request, for the log. */
  what: string
}

/**
 * Waits as long as GitHub asks, then for a growing, random time, so that several clients do not retry at the same time.
 * @throws RateLimitError if the limit ends after the signal, or if GitHub refused too often without an end
 * @throws the error itself if another wait would end after the signal
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

/** Sends the request once. Aborts if GitHub does not answer in time. */
async function send<T extends Whole>(
  { signal, maxSilenceMs = defaultSilenceMs }: RetryOptions,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    // If a body is not compressed as its header says, the signal does not end its reading.
    return readWhole(await withDeadline(maxSilenceMs, signal, ended => orAborted(ended, ask(ended))))
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof Error && error.cause instanceof AnswerTooLongError) throw error.cause
    if (error instanceof DeadlineError)
      throw new Error(`GitHub was silent for ${Math.round(maxSilenceMs / 1000)} s`)
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
 * Refuses an incomplete body. Octokit returns truncated JSON as text, and an unreadable body as an empty text, without
 * an error (@octokit/request 10, getResponseData).
 */
function readWhole<T extends Whole>(response: T): T {
  const { status, headers, data } = response
  const isJson = headers['content-type']?.includes('json')
  const lacksBody = data === '' && (status === 200 || status === 201)
  if (lacksBody || (isJson && typeof data === 'string')) throw new UnexpectedResponseError('whole answer')
  return response
}

/**
 * Converts errors inside of Octokit. Some answers cause them: deeply nested JSON in an error, or an invalid content
 * type.
 */
function toUsableError(error: unknown): unknown {
  const known =
    error instanceof ActionError || error instanceof UnexpectedResponseError || proxyErrorOf(error)
  return known || statusOf(error) !== undefined
    ? error
    : new UnexpectedResponseError('answer of its API', error)
}

const isAnswered = (error: unknown): error is Error & { response: Whole } =>
  error instanceof Error && 'response' in error && error.response !== undefined
