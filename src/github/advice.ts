import { oneLine, parseUrl } from '../runtime/text.ts'
import { describeRateLimit, type GitHubAnswer, rateLimitIn } from './rate-limit.ts'

/** The reason for a refusal by GitHub, and the user's next step. The fact completes "The comment could not be written: ". */
export interface Advice {
  fact: string
  hint: string
}

type Rule = (answer: GitHubAnswer, permission: string) => Advice | undefined

/**
 * Returns advice for an error response of GitHub. Undefined if the response gives no hint for the user.
 * @param permission the permission that the request needs: "contents: write"
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
        hint: 'Leave github-token out to use the token of the job. If it is a secret, check that the token has not expired or been revoked.',
      }
    : undefined

/** https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api#personal-access-tokens-and-saml-sso */
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

/** Makes a rule for a message of GitHub. `$1` in the words is the first group of the pattern. */
const saying =
  (statuses: readonly number[], pattern: RegExp, fact: string, hint: string): Rule =>
  ({ status, message }) => {
    const found = pattern.exec(message)
    if (!found || !statuses.includes(status ?? 0)) return undefined
    const quote = (words: string) => words.replace('$1', () => found[1] ?? '').replace('$0', () => message)
    return { fact: quote(fact), hint: quote(hint) }
  }

/** https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible */
const missingPermission: Rule = ({ status, message, headers }, permission) => {
  const accepted = oneLine(headers['x-accepted-github-permissions'] ?? '', 100)
  const isNamed = /^(Resource not accessible by|Must have )/i.test(message)
  if (![403, 404].includes(status ?? 0) || (!isNamed && !accepted)) return undefined
  return {
    fact: `GitHub refused it (${status}: ${message})`,
    hint: `Add "${permission}" to the job's permissions${accepted ? ` (GitHub asks for ${accepted})` : ''}, or check the settings of the repository.`,
  }
}

/** Whether a branch protection or a ruleset refused a request. Another try does not help. */
export const isRuleViolation = (answer: GitHubAnswer): boolean => ruleViolation(answer, '') !== undefined

const ruleViolation = saying(
  [403, 409, 422],
  /\brules?\b|ruleset|protected/i,
  'a rule of the repository refuses it ($0)',
  'Let no branch protection or ruleset cover images-branch, or set it to a ref such as refs/looker/snapshots.',
)

/**
 * The first rule that returns advice counts. Rules for missing permissions come last, because many refusals have their
 * headers.
 */
const rules: readonly Rule[] = [
  rateLimit,
  badCredentials,
  singleSignOn,
  saying(
    [403],
    /IP allow list/i,
    "the organization's list of allowed IP addresses does not have the runner's",
    'Use a runner whose address the organization allows.',
  ),
  saying(
    [403],
    /forbids access via .*lifetime/i,
    "the organization forbids the token's lifetime ($0)",
    'Create a token that expires sooner, and store it in the secret of github-token; or leave github-token out to use the token of the job.',
  ),
  saying(
    [403],
    /forbids access via/i,
    'the organization forbids this kind of token ($0)',
    'Leave github-token out to use the token of the job, or use the token of a GitHub App.',
  ),
  saying(
    [403, 451],
    /Repository access blocked|unavailable due to/i,
    'GitHub has blocked the repository ($0)',
    "The repository's page says why. Contact GitHub's support.",
  ),
  saying(
    [403, 422],
    /archived/i,
    'the repository is archived, so it is read-only',
    'Unarchive it, or set comment to false and images, compare and artifact to none.',
  ),
  saying([403], /\blocked\b/i, 'the conversation is locked', 'Unlock it, or set comment to false.'),
  saying(
    [403, 422],
    /Commenting is disabled on issues with more than ([\d,]+) comments/i,
    'the pull request has more than $1 comments, and GitHub takes no more',
    'Delete comments that are not needed any more, or set comment to false.',
  ),
  saying(
    [403, 404, 409, 422],
    /without [`']?workflows?[`']? (?:permission|scope)/i,
    'the branch has files in .github/workflows, which the token may not write',
    "Set images-branch to a branch without workflows; the action creates it if it does not exist. The job's own token never has this permission.",
  ),
  ruleViolation,
  saying(
    [422],
    /Reference update failed/i,
    'a branch exists whose name is a folder of images-branch, or the other way round',
    'Git cannot store both "pictures" and "pictures/looker". Set images-branch to another name.',
  ),
  saying([409], /repository is empty/i, 'the repository is empty', 'Push a first commit to the repository.'),
  missingPermission,
  saying(
    [403],
    /^/,
    'GitHub refused it (403: $0)',
    'Check the settings of the repository and of its organization.',
  ),
  saying(
    [404],
    /^/,
    'GitHub does not find it (404: $0)',
    'Check that github-token may read the repository. Run the job again if the branch or the pull request was just changed.',
  ),
  saying([410], /^/, 'GitHub says that it was deleted (410: $0)', 'Check the number in pull-request.'),
  saying([413], /^/, 'it is too large for GitHub (413: $0)', 'Render fewer or smaller pictures.'),
]
