import type { getOctokit } from '@actions/github'
import pRetry from 'p-retry'
import type { Clock } from '../clock.ts'
import { ActionError, Interruption } from '../errors.ts'

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

export interface Patience {
  clock: Clock
  signal: AbortSignal
  log(line: string): void
  /** Milliseconds of the first pause between tries. */
  first?: number
}

/** Tries of one request, the first included. */
const tries = 5
/** Milliseconds in which GitHub has to answer; it gives up on a request itself after 10 s. */
const silence = 60_000

/**
 * Makes every request of this Octokit patient: a 5xx, a broken connection and a rate limit are tried again with
 * growing pauses. That is safe for all we send but the creation of a comment, which says `request: { once: true }`.
 */
export function patient(octokit: Octokit, { clock, signal, log, first = 1000 }: Patience): Octokit {
  octokit.hook.wrap('request', (request, options) =>
    pRetry(
      async () => {
        options.request = {
          ...options.request,
          signal: AbortSignal.any([signal, AbortSignal.timeout(silence)]),
        }
        try {
          return whole(await request(options))
        } catch (error) {
          signal.throwIfAborted()
          if (isAnswered(error)) whole(error.response)
          throw error
        }
      },
      {
        signal,
        retries: options.request?.once === true ? 0 : tries - 1,
        minTimeout: first,
        factor: 2,
        randomize: true,
        shouldRetry: async ({ error }) => {
          if (signal.aborted || !isPassing(error)) return false
          const wait = pauseAsked(error)
          log(`GitHub: ${statusOf(error) ?? error.message} (${options.method} ${options.url}). Trying again.`)
          if (wait > 0) await clock.sleep(wait, signal)
          return true
        },
      },
    ),
  )
  return octokit
}

interface Answer {
  headers: { 'content-type'?: string }
  data: unknown
}

/** Octokit hands over JSON that broke off as the text that came, without a word (@octokit/request 10). */
function whole<T extends Answer>(response: T): T {
  const isJson = response.headers['content-type']?.includes('json')
  if (isJson && typeof response.data === 'string') throw new Error('its answer broke off')
  return response
}

const isAnswered = (error: unknown): error is { response: Answer } =>
  error instanceof Error && 'response' in error && error.response !== undefined

export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined
}

/** GitHub's own words, without the address of its documentation that Octokit adds; of a gateway's page, its status. */
export function messageOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  if (/<!doctype|<html/i.test(said)) return `GitHub answered ${statusOf(error) ?? 'with a web page'}`
  return said
    .replace(/ - https:\/\/docs\.github\.com\S*/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300)
}

function header(error: unknown, name: string): string | undefined {
  const response =
    error instanceof Error && 'response' in error
      ? (error.response as { headers?: Record<string, string> })
      : undefined
  return response?.headers?.[name]
}

/** A fault that the same request may not meet again. Octokit gives a broken connection the status 500. */
export function isPassing(error: unknown): boolean {
  const status = statusOf(error)
  return status === undefined || status >= 500 || isRateLimit(error)
}

/** GitHub's primary and secondary rate limits ("Rate limits for the REST API"). */
function isRateLimit(error: unknown): boolean {
  const status = statusOf(error)
  if (status === 429) return true
  const limited = header(error, 'retry-after') !== undefined || header(error, 'x-ratelimit-remaining') === '0'
  return status === 403 && (limited || /rate limit/i.test(messageOf(error)))
}

/** Milliseconds that GitHub asks to wait; a minute where a rate limit does not say. */
export function pauseAsked(error: unknown): number {
  const seconds = Number(header(error, 'retry-after'))
  if (seconds > 0) return seconds * 1000
  if (!isRateLimit(error)) return 0
  const reset = Number(header(error, 'x-ratelimit-reset')) * 1000 - Date.now()
  return header(error, 'x-ratelimit-remaining') === '0' && reset > 0 ? reset : 60_000
}

/** What could not be done at GitHub, with the permission to add where that is the reason. */
export function gitHubFault(error: unknown, what: string, permission: string): ActionError {
  if (error instanceof Interruption) return error.during(what)
  if (error instanceof ActionError) return error
  const status = statusOf(error)
  const accepted = header(error, 'x-accepted-github-permissions')
  if (status === 401 || status === 403 || (status === 404 && accepted))
    return new ActionError(
      `${what}: GitHub refused it (${status}: ${messageOf(error)})`,
      `Add "${permission}" to the job's permissions${accepted ? ` (GitHub asks for ${accepted})` : ''}, or check the settings of the repository.`,
      { cause: error },
    )
  return new ActionError(
    `${what}: ${messageOf(error)}`,
    'Run the job again; everything else was delivered.',
    { cause: error },
  )
}
