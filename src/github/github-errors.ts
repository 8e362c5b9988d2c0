import { ActionError, Interruption, ProxyError, tooManyFilesHint } from '../errors.ts'
import { isObject } from '../runtime/json.ts'
import { unansweredReasons } from '../runtime/proxies.ts'
import { oneLine, parseUrl } from '../runtime/text.ts'
import { maxTimer, serverTime } from '../runtime/time.ts'
import { causeCode, tlsFault } from '../runtime/tls-errors.ts'

export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined
}

/** Removes the documentation URL that Octokit appends to GitHub's message. */
export const messageOf = (error: unknown): string =>
  oneLine(
    (error instanceof Error ? error.message : String(error)).replace(/ - https:\/\/docs\.github\.com\S*/, ''),
  )

/** Describes an error with GitHub's message. Leaves out the text of a proxy's page. */
function describeError(error: unknown): string {
  const status = statusOf(error)
  if (status === undefined || hasMessage(error)) return messageOf(error)
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

export const answerOf = (error: unknown): GitHubAnswer => ({
  status: responseOf(error) && statusOf(error),
  message: hasMessage(error) ? messageOf(error) : 'no reason given',
  headers: responseOf(error)?.headers ?? {},
})

/** Whether a retry may succeed. Octokit gives a broken connection the status 500. */
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

export class RedirectError extends ActionError {
  constructor(host: string, to = '') {
    super(
      `${host} redirects requests to ${oneLine(to, 100) || 'an address that is not valid'}`,
      "Check that GITHUB_API_URL is the address of GitHub's API. Nothing was sent to another host.",
    )
    this.name = 'RedirectError'
  }
}

export const proxyErrorOf = (error: unknown): ProxyError | undefined =>
  error instanceof Error && error.cause instanceof ProxyError ? error.cause : undefined

/**
 * @param what a clause that names the failure, for example "The comment could not be written"
 * @param permission the permission that the request needs, for example "contents: write"
 */
export function gitHubError(error: unknown, what: string, permission: string): ActionError {
  if (error instanceof Interruption) return error.during(what)
  if (error instanceof ActionError) return error
  const proxy = proxyErrorOf(error)
  if (proxy) return new ActionError(`${what}: ${proxy.message}`, proxy.hint, { cause: error })
  const { fact, hint } = adviceFor(answerOf(error), permission) ??
    connectionAdvice(error) ?? { fact: describeError(error), hint: 'Run the job again.' }
  return new ActionError(`${what}: ${fact}`, hint, { cause: error })
}

/** Returns advice if there is no connection, for example because of the private authority of a GitHub server. */
function connectionAdvice(error: unknown): Advice | undefined {
  const request = error instanceof Error && 'request' in error ? error.request : undefined
  const url = isObject(request) ? parseUrl(String(request.url)) : undefined
  const host = url?.host ?? 'GitHub'
  const code = causeCode(error)
  const reason = unansweredReasons.get(code)
  if (reason)
    return {
      fact: `${host} could not be reached: ${reason}`,
      hint:
        code === 'EMFILE'
          ? tooManyFilesHint
          : "Allow the runner to reach this host. If it needs a proxy, set HTTPS_PROXY in the job's env, and leave the host out of NO_PROXY.",
    }
  const tls = tlsFault(error, 'GITHUB_API_URL')
  return tls && { fact: `no trusted TLS connection to ${host} (${tls.code})`, hint: tls.hint }
}

/** Returns the error if GitHub hides the pull request or does not find it. Returns undefined for other errors. */
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

/**
 * The reason why GitHub refused a request, and the user's next step. The fact follows a clause such as "The comment
 * could not be written: ".
 */
interface Advice {
  fact: string
  hint: string
}

type Rule = (answer: GitHubAnswer, permission: string) => Advice | undefined

/**
 * Returns undefined if the response does not explain the refusal.
 * @param permission the permission that the request needs, for example "contents: write"
 */
export function adviceFor(answer: GitHubAnswer, permission: string): Advice | undefined {
  for (const rule of rules) {
    const advice = rule(answer, permission)
    if (advice) return advice
  }
  return undefined
}

const rateLimit: Rule = answer => {
  const limit = rateLimitIn(answer)
  if (!limit) return undefined
  const [fact, hint] = describeRateLimit(limit)
  return { fact, hint }
}

const badCredentials: Rule = ({ status, message }) =>
  status === 401
    ? {
        fact: `GitHub does not accept the token (401: ${message})`,
        hint: 'Remove github-token to use the token of the job. If github-token is a secret, check that its token has not expired or been revoked.',
      }
    : undefined

/**
 * GitHub documents this refusal:
 * https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api#personal-access-tokens-and-saml-sso
 */
const singleSignOn: Rule = ({ message, headers }) => {
  const sso = headers['x-github-sso']
  if (!/^required/.test(sso ?? '') && !/SAML/.test(message)) return undefined
  const address = oneLine(/url=(\S+)/.exec(sso ?? '')?.[1] ?? '', 500)
  const how = parseUrl(address)?.protocol === 'https:' ? `Open ${address} to authorize` : 'Authorize'
  return {
    fact: 'the organization asks for single sign-on (SAML), for which the token is not authorized',
    hint: `${how} the token of github-token for the organization.`,
  }
}

/**
 * Creates a rule for a message of GitHub. In `fact` and `hint`, `$1` is the first group of the pattern and `$0` is the
 * message.
 */
const ruleForMessage =
  (statuses: readonly number[], pattern: RegExp, fact: string, hint: string): Rule =>
  ({ status, message }) => {
    const found = pattern.exec(message)
    if (!found || !statuses.includes(status ?? 0)) return undefined
    const quote = (words: string) => words.replace('$1', () => found[1] ?? '').replace('$0', () => message)
    return { fact: quote(fact), hint: quote(hint) }
  }

/**
 * GitHub documents this refusal:
 * https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible
 */
const missingPermission: Rule = ({ status, message, headers }, permission) => {
  const accepted = oneLine(headers['x-accepted-github-permissions'] ?? '', 100)
  const isNamed = /^(Resource not accessible by|Must have )/i.test(message)
  if (![403, 404].includes(status ?? 0) || (!isNamed && !accepted)) return undefined
  // GitHub gives the tokens of the job and of an app the same message.
  const place = /personal access token|^Must have /i.test(message)
    ? 'permissions of the token in github-token and of its user'
    : "job's permissions, or to those of the app whose token is in github-token"
  return {
    fact: `GitHub refused it (${status}: ${message})`,
    hint: `Add "${permission}" to the ${place}${accepted ? ` (GitHub asks for ${accepted})` : ''}, or check the settings of the repository.`,
  }
}

/** Whether a branch protection or a ruleset refused a request. A retry would fail again. */
export const isRuleViolation = (answer: GitHubAnswer): boolean => ruleViolation(answer, '') !== undefined

const ruleHint =
  'Exclude images-branch from branch protections and rulesets, or set images-branch to a ref such as refs/looker/snapshots.'

/** Many messages about a protection name only what it requires, for example `Commits must have verified signatures.` */
const ruleViolation = ruleForMessage(
  [403, 409, 422],
  /\brules?\b|ruleset|protected|required status check|must (?:be made|have verified|not contain)|approving review|not authorized to push|being restricted|locked branch/i,
  'a rule of the repository refuses it ($0)',
  ruleHint,
)

/** GitHub refuses a valid request with 409 or 422. Other statuses often come from a proxy, which has its own page. */
const otherRefusal: Rule = ({ status = 0, message }) => {
  if (status < 400 || status > 499 || status === 408) return undefined
  return {
    fact: `GitHub refused it (${status}: ${message})`,
    hint: [409, 422].includes(status)
      ? 'Run the job again. If GitHub refuses it again, please report it, with the log of a run with debug logging turned on.'
      : "Check that GITHUB_API_URL is the address of GitHub's API, and that no proxy changes requests or answers in GitHub's place.",
  }
}

/**
 * The first rule that returns advice is used. Rules for missing permissions come last, because refusals for other
 * reasons often have the same headers.
 */
const rules: readonly Rule[] = [
  rateLimit,
  badCredentials,
  singleSignOn,
  ruleForMessage(
    [403],
    /IP allow list/i,
    "the organization's list of allowed IP addresses does not contain the address of the runner",
    'Use a runner whose address the organization allows.',
  ),
  ruleForMessage(
    [403],
    /forbids access via .*lifetime/i,
    "the organization forbids the token's lifetime ($0)",
    'Create a token that expires sooner, and store it in the secret of github-token; or remove github-token to use the token of the job.',
  ),
  ruleForMessage(
    [403],
    /forbids access via/i,
    'the organization forbids this kind of token ($0)',
    'Remove github-token to use the token of the job, or use the token of a GitHub App.',
  ),
  ruleForMessage(
    [403, 451],
    /Repository access blocked|unavailable due to/i,
    'GitHub has blocked the repository ($0)',
    "The repository's page says why. Contact GitHub's support.",
  ),
  ruleForMessage(
    [403, 422],
    /archived/i,
    'the repository is archived, so it is read-only',
    'Unarchive it, or set comment to false and images, compare and artifact to none.',
  ),
  ruleForMessage(
    [403],
    /\blocked\b/i,
    'the conversation is locked',
    'Unlock the conversation and run the job again, or set comment to false.',
  ),
  ruleForMessage(
    [403, 422],
    /Commenting is disabled on issues with more than ([\d,]+) comments/i,
    'the pull request has more than $1 comments, and GitHub accepts no more',
    'Delete comments that are not needed any more, or set comment to false.',
  ),
  ruleForMessage(
    [403, 404, 409, 422],
    /without [`']?workflows?[`']? (?:permission|scope)/i,
    'the branch has files in .github/workflows, which the token may not write',
    "Set images-branch to a branch without workflows; the action creates it if it does not exist. The job's own token never has this permission.",
  ),
  ruleViolation,
  // GitHub gives the same message for a rule that restricts new branches and for a conflict of names
  // (https://github.com/aquasecurity/trivy/pull/10931).
  ruleForMessage(
    [422],
    /Reference update failed/i,
    'a rule of the repository or the name of another branch prevents it ($0)',
    `${ruleHint} Git cannot store both a branch "pictures" and a branch "pictures/looker".`,
  ),
  ruleForMessage(
    [409],
    /repository is empty/i,
    'the repository is empty',
    'Push a first commit to the repository.',
  ),
  missingPermission,
  ruleForMessage(
    [403],
    /^/,
    'GitHub refused it (403: $0)',
    'Check the settings of the repository and of its organization.',
  ),
  ruleForMessage(
    [404],
    /^/,
    'GitHub does not find it (404: $0)',
    'Check that github-token may read the repository. Run the job again if the branch or the pull request was just changed.',
  ),
  ruleForMessage(
    [410],
    /^/,
    'GitHub says that it was deleted (410: $0)',
    'If the workflow sets pull-request, check its number. Otherwise, run the job again.',
  ),
  ruleForMessage([413], /^/, 'it is too large for GitHub (413: $0)', 'Render fewer or smaller pictures.'),
  otherRefusal,
]

/** An answer of GitHub. The names of headers are in lower case. */
export interface GitHubAnswer {
  /** The status of the response. Undefined if GitHub did not answer. */
  status: number | undefined
  message: string
  headers: Readonly<Record<string, string | undefined>>
}

/** One of GitHub's rate limits (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api). */
interface RateLimit {
  /** `primary`: requests per hour. `secondary`: bursts of requests, and requests that create content. */
  kind: 'primary' | 'secondary'
  /** Undefined if GitHub does not say when the limit ends. */
  remainingMs: number | undefined
}

/**
 * A limit of requests per hour ends within an hour. If the header `Date` says otherwise, it is wrong, for example because
 * a proxy has changed it.
 */
const hourMs = 3_600_000

export function rateLimitIn({ status, message, headers }: GitHubAnswer): RateLimit | undefined {
  const isUsedUp = headers['x-ratelimit-remaining'] === '0'
  const isNamed = /rate limit|abuse detection/i.test(message)
  // GitHub may refuse the last request of the hour because of a missing permission. Then no requests remain, but the
  // rate limit is not the reason for the refusal.
  const isRefused = /^(Resource not accessible by|Must have )/i.test(message)
  const isMarked = isNamed || 'retry-after' in headers || (isUsedUp && !isRefused)
  const isLimit = status === 429 || (status === 403 && isMarked)
  if (!isLimit) return undefined
  const isSecondary = !isUsedUp || /secondary|abuse detection/i.test(message)
  const retryAfterMs = Number(headers['retry-after']) * 1000
  const resetMs = Number(headers['x-ratelimit-reset']) * 1000 - serverTime(headers.date)
  const untilReset = isUsedUp && Number.isFinite(resetMs) ? Math.min(Math.max(resetMs, 0), hourMs) : undefined
  const remainingMs = retryAfterMs > 0 ? retryAfterMs : untilReset
  return {
    kind: isSecondary ? 'secondary' : 'primary',
    remainingMs: remainingMs === undefined ? undefined : Math.min(remainingMs, maxTimer),
  }
}

/** Returns a fact and a next step. The fact follows a clause such as "The comment could not be written: ". */
function describeRateLimit({ kind, remainingMs }: RateLimit, now = Date.now()): [string, string] {
  const end = remainingMs === undefined ? undefined : timeOfDay(new Date(now + remainingMs))
  const fact = `the ${kind} rate limit of GitHub is exhausted${end ? ` until ${end}` : ', and GitHub does not say when it ends'}`
  const when = end ? `after ${end}` : 'in an hour'
  return kind === 'primary'
    ? [
        fact,
        `Run the job again ${when}. With the default token, all jobs of a repository share a limit of 1,000 requests per hour. A GitHub App's token in github-token has its own limit.`,
      ]
    : [
        fact,
        `Run the job again ${when}. GitHub accepts 80 content-creating requests per minute and 500 per hour: start fewer jobs at once, or publish fewer pictures, for example with images: none.`,
      ]
}

/** Returns text such as `14:32 UTC`. Adds the date if the time is more than a day away. */
function timeOfDay(time: Date, now = Date.now()): string {
  const [date = '', rest = ''] = time.toISOString().split('T')
  const isFar = time.getTime() - now > 86_400_000
  return `${isFar ? `${date} ` : ''}${rest.slice(0, 5)} UTC`
}

/** Thrown if the rate limit ends after the deadline, or if its end is unknown after several tries. */
export class RateLimitError extends Interruption {
  constructor(limit: RateLimit, cause: unknown) {
    const [fact, hint] = describeRateLimit(limit)
    super(fact.charAt(0).toUpperCase() + fact.slice(1), hint, { cause })
    this.name = 'RateLimitError'
  }
}
