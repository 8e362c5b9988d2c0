import { ActionError, Interruption, ProxyError } from '../errors.ts'
import { maxTimer, serverTime } from '../runtime/clock.ts'
import { isObject } from '../runtime/json.ts'
import { oneLine } from '../runtime/text.ts'

export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined
}

/** GitHub's message, without the address of the documentation that Octokit appends. */
export const messageOf = (error: unknown): string =>
  oneLine(
    (error instanceof Error ? error.message : String(error)).replace(/ - https:\/\/docs\.github\.com\S*/, ''),
  )

/** GitHub's message if the answer has one. A proxy's page is not quoted. */
function describeError(error: unknown): string {
  const status = statusOf(error)
  if (status === undefined) return messageOf(error)
  const data = responseOf(error)?.data
  if (isObject(data) && typeof data.message === 'string' && data.message.trim() !== '')
    return messageOf(error)
  return responseOf(error)
    ? `GitHub answered ${status} and gave no reason`
    : `the connection to GitHub broke (${messageOf(error)})`
}

interface GitHubResponse {
  headers?: Record<string, string>
  data?: unknown
}

const responseOf = (error: unknown): GitHubResponse | undefined =>
  error instanceof Error && 'response' in error ? (error.response as GitHubResponse | undefined) : undefined
const header = (error: unknown, name: string): string | undefined => responseOf(error)?.headers?.[name]

/** Whether the same request may succeed later. Octokit gives a broken connection the status 500. */
export function isTransient(error: unknown): boolean {
  if (proxyErrorOf(error)?.final) return false
  const status = statusOf(error)
  return status === undefined || status >= 500 || isRateLimit(error)
}

/** The proxy's error, which Octokit wraps. */
export const proxyErrorOf = (error: unknown): ProxyError | undefined =>
  error instanceof Error && error.cause instanceof ProxyError ? error.cause : undefined

/** https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
function isRateLimit(error: unknown): boolean {
  const status = statusOf(error)
  if (status === 429) return true
  const limited = header(error, 'retry-after') !== undefined || header(error, 'x-ratelimit-remaining') === '0'
  return status === 403 && (limited || /rate limit/i.test(messageOf(error)))
}

/** Milliseconds that GitHub asks to wait: a minute if a rate limit names no time, 0 without a rate limit. */
export function retryDelay(error: unknown): number {
  const seconds = Number(header(error, 'retry-after'))
  if (seconds > 0) return Math.min(seconds * 1000, maxTimer)
  if (!isRateLimit(error)) return 0
  const reset = Number(header(error, 'x-ratelimit-reset')) * 1000 - serverTime(header(error, 'date'))
  return header(error, 'x-ratelimit-remaining') === '0' && reset > 0 ? Math.min(reset, maxTimer) : 60_000
}

/** @param what the failed action: "The comment could not be written"
 * @param permission the permission that a refusal may mean */
export function gitHubError(error: unknown, what: string, permission: string): ActionError {
  if (error instanceof Interruption) return error.during(what)
  if (error instanceof ActionError) return error
  const proxy = proxyErrorOf(error)
  if (proxy) return new ActionError(`${what}: ${proxy.message}`, proxy.hint, { cause: error })
  const status = statusOf(error)
  const accepted = oneLine(header(error, 'x-accepted-github-permissions') ?? '', 100)
  if (status === 401 || status === 403 || (status === 404 && accepted))
    return new ActionError(
      `${what}: GitHub refused it (${status}: ${describeError(error)})`,
      `Add "${permission}" to the job's permissions${accepted ? ` (GitHub asks for ${accepted})` : ''}, or check the settings of the repository.`,
      { cause: error },
    )
  return new ActionError(
    `${what}: ${describeError(error)}`,
    'Run the job again; everything else was published.',
    {
      cause: error,
    },
  )
}

/** The error for a pull request that GitHub does not find or hides; undefined for any other error. */
export function pullRequestError(
  error: unknown,
  what: string,
  { owner, repo, number }: { owner: string; repo: string; number: number },
): ActionError | undefined {
  if (statusOf(error) !== 404) return undefined
  return new ActionError(
    `${what}: GitHub knows no pull request #${number} in ${owner}/${repo}`,
    'Set pull-request to the number of one that github-token may read.',
    { cause: error },
  )
}
