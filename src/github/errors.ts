import { ActionError, Interruption, ProxyError } from '../errors.ts'
import { isObject } from '../runtime/json.ts'
import { oneLine } from '../runtime/text.ts'
import { adviceFor } from './advice.ts'
import { type GitHubAnswer, rateLimitIn } from './rate-limit.ts'

export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined
}

/** Returns GitHub's message without the documentation URL that Octokit appends. */
export const messageOf = (error: unknown): string =>
  oneLine(
    (error instanceof Error ? error.message : String(error)).replace(/ - https:\/\/docs\.github\.com\S*/, ''),
  )

/** Describes an error with GitHub's message, if the response has one. Does not quote a proxy's page. */
function describeError(error: unknown): string {
  const status = statusOf(error)
  if (status === undefined) return messageOf(error)
  if (hasMessage(error)) return messageOf(error)
  return responseOf(error)
    ? `GitHub answered ${status} and gave no reason`
    : `the connection to GitHub broke (${messageOf(error)})`
}

function hasMessage(error: unknown): boolean {
  const data = responseOf(error)?.data
  return isObject(data) && typeof data.message === 'string' && data.message.trim() !== ''
}

interface GitHubResponse {
  headers?: Record<string, string>
  data?: unknown
}

const responseOf = (error: unknown): GitHubResponse | undefined =>
  error instanceof Error && 'response' in error ? (error.response as GitHubResponse | undefined) : undefined

/** Reads GitHub's response from an error. A proxy's page has no message. */
export const answerOf = (error: unknown): GitHubAnswer => ({
  status: responseOf(error) && statusOf(error),
  message: hasMessage(error) ? messageOf(error) : 'no reason given',
  headers: responseOf(error)?.headers ?? {},
})

/** Whether the same request may succeed later. Octokit gives a broken connection the status 500. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ActionError || proxyErrorOf(error)?.final) return false
  const status = statusOf(error)
  return status === undefined || status >= 500 || rateLimitIn(answerOf(error)) !== undefined
}

export class AnswerTooLongError extends ActionError {
  constructor(maxBytes: number) {
    super(
      `GitHub answered with more than ${Math.round(maxBytes / 1_000_000)} MB`,
      "Check that GITHUB_API_URL is the address of GitHub's API.",
    )
    this.name = 'AnswerTooLongError'
  }
}

/** Finds the proxy's error inside of Octokit's error. */
export const proxyErrorOf = (error: unknown): ProxyError | undefined =>
  error instanceof Error && error.cause instanceof ProxyError ? error.cause : undefined

/** @param what the failed action: "The comment could not be written"
 * @param permission the permission that a refusal may mean */
export function gitHubError(error: unknown, what: string, permission: string): ActionError {
  if (error instanceof Interruption) return error.during(what)
  if (error instanceof ActionError) return error
  const proxy = proxyErrorOf(error)
  if (proxy) return new ActionError(`${what}: ${proxy.message}`, proxy.hint, { cause: error })
  const { fact, hint } = adviceFor(answerOf(error), permission) ?? {
    fact: describeError(error),
    hint: 'Run the job again; everything else was published.',
  }
  return new ActionError(`${what}: ${fact}`, hint, { cause: error })
}

/** Returns the error for a pull request that GitHub does not find or hides. Undefined for any other error. */
export function pullRequestError(
  error: unknown,
  what: string,
  { owner, repo, number }: { owner: string; repo: string; number: number },
): ActionError | undefined {
  if (statusOf(error) !== 404) return undefined
  return new ActionError(
    `${what}: GitHub knows no pull request #${number} in ${owner}/${repo}`,
    'Set pull-request to the number of a pull request that github-token may read.',
    { cause: error },
  )
}
