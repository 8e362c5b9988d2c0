import type { getOctokit } from '@actions/github'
import pRetry from 'p-retry'
import { ActionError } from '../errors.ts'
import type { Clock } from '../runtime/clock.ts'
import { DeadlineError, orAborted, withDeadline } from '../runtime/deadline.ts'
import { isTransient, messageOf, proxyErrorOf, retryDelay, statusOf } from './errors.ts'
import type { RunContext } from './pull-request.ts'
import { UnexpectedResponseError } from './responses.ts'

/** The run's repository, and the client for its API. */
export interface Repository {
  octokit: Octokit
  owner: string
  repo: string
  /** `https://github.com` */
  serverUrl: string
  /** The token that the requests are sent with. */
  token: string
  clock: Clock
  signal: AbortSignal
}

/** What requests to GitHub need. They end with the deadline for publishing. */
export interface GitHubContext {
  world: Pick<RunContext['world'], 'github' | 'clock' | 'fetch' | 'print'>
  inputs: Pick<RunContext['inputs'], 'token'>
  run: Pick<RunContext['run'], 'repository' | 'serverUrl'>
  deadlines: Pick<RunContext['deadlines'], 'publish'>
}

/** @throws ActionError without a token, or outside of a GitHub Actions job */
export async function openRepository({ world, inputs, run, deadlines }: GitHubContext): Promise<Repository> {
  const { clock } = world
  if (!inputs.token)
    throw new ActionError('github-token is empty', 'Leave the input out to use the token of the job.')
  if (!run.repository)
    throw new ActionError(
      'GITHUB_REPOSITORY names no repository',
      'Run the action in a GitHub Actions job, or set the variable to the name of one, such as acme/lookml.',
    )
  const getOctokit = await world.github()
  const signal = deadlines.publish
  const request = { fetch: world.fetch }
  const { token } = inputs
  const octokit = withRetries(getOctokit(token, { request }), { clock, signal, log: world.print })
  return {
    octokit,
    token,
    clock,
    signal,
    owner: run.repository.owner,
    repo: run.repository.name,
    serverUrl: run.serverUrl,
  }
}

export type Octokit = ReturnType<typeof getOctokit>

export interface RetryOptions {
  clock: Clock
  signal: AbortSignal
  log(line: string): void
  /** The first pause between two tries. */
  firstPauseMs?: number
  /** The time in which GitHub must answer. */
  maxSilenceMs?: number
}

/** The number of tries of one request. */
const maxRequestTries = 5
/**
 * GitHub ends a request itself after 10 s
 * (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#timeouts).
 */
const defaultSilenceMs = 60_000

/**
 * Repeats every request of this Octokit after a 5xx, a broken connection and a rate limit, with growing pauses. A request
 * that must not be sent twice says `request: { once: true }`.
 */
export function withRetries(octokit: Octokit, options: RetryOptions): Octokit {
  const { signal, firstPauseMs = 1000 } = options
  octokit.hook.wrap('request', (request, call) => {
    const isWorthIt = (error: unknown) => !signal.aborted && isTransient(error)
    const ask = async (signal: AbortSignal) => {
      call.request = { ...call.request, signal }
      return request(call)
    }
    return pRetry(() => send(options, ask), {
      signal,
      retries: call.request?.once === true ? 0 : maxRequestTries - 1,
      minTimeout: firstPauseMs,
      factor: 2,
      randomize: true,
      shouldRetry: ({ error }) => isWorthIt(error),
      onFailedAttempt: async ({ error, retriesLeft }) => {
        if (retriesLeft > 0 && isWorthIt(error)) await waitAsGitHubAsks(options, call, error)
      },
    })
  })
  return octokit
}

/** One try. It ends if GitHub is silent for too long. */
async function send<T extends Whole>(
  { signal, maxSilenceMs = defaultSilenceMs }: RetryOptions,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    // A body that is not compressed as its header says does not end with the signal.
    return readWhole(await withDeadline(maxSilenceMs, signal, ended => orAborted(ended, ask(ended))))
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof DeadlineError)
      throw new Error(`GitHub was silent for ${Math.round(maxSilenceMs / 1000)} s`)
    if (isAnswered(error)) readWhole(error.response)
    throw toUsableError(error)
  }
}

/** Waits as long as GitHub asks. The growing pause follows, and spreads clients that got the same answer. */
async function waitAsGitHubAsks(
  { clock, signal, log }: RetryOptions,
  { method, url }: { method: string; url: string },
  error: unknown,
): Promise<void> {
  log(`GitHub: ${statusOf(error) ?? messageOf(error)} (${method} ${url}). Trying again.`)
  const delay = retryDelay(error)
  if (delay > 0) await clock.sleep(delay, signal)
}

interface Whole {
  status: number
  headers: { 'content-type'?: string }
  data: unknown
}

/**
 * Refuses a body that is not complete. Octokit returns truncated JSON as text, and a body that it cannot read as an empty
 * text, without an error (@octokit/request 10, getResponseData).
 */
function readWhole<T extends Whole>(response: T): T {
  const { status, headers, data } = response
  const isJson = headers['content-type']?.includes('json')
  const lacksBody = data === '' && (status === 200 || status === 201)
  if (lacksBody || (isJson && typeof data === 'string')) throw new UnexpectedResponseError('whole answer')
  return response
}

/** Some unusable answers make Octokit itself fail: deeply nested JSON in an error, an invalid content type. */
function toUsableError(error: unknown): unknown {
  const known =
    error instanceof ActionError || error instanceof UnexpectedResponseError || proxyErrorOf(error)
  return known || statusOf(error) !== undefined
    ? error
    : new UnexpectedResponseError('answer of its API', error)
}

const isAnswered = (error: unknown): error is Error & { response: Whole } =>
  error instanceof Error && 'response' in error && error.response !== undefined
