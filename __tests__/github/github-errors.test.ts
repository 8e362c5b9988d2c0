import { jest } from '@jest/globals'
import { adviceFor, gitHubError, rateLimitIn } from '../../src/github/github-errors.ts'

/** Returns the error that Octokit throws for this answer of GitHub. */
const refusal = (status: number, message: string, data: unknown = message) =>
  Object.assign(new Error(message), { status, response: { headers: {}, data } })
const docs = ' - https://docs.github.com/rest'

test.each([
  [
    'with the message of GitHub',
    refusal(500, `Server  Error${docs}`, { message: 'Server  Error' }),
    'Server Error',
  ],
  [
    'without the page of a gateway',
    refusal(502, '<html><h1>Bad gateway</h1></html>'),
    'GitHub answered 502 and gave no reason',
  ],
  [
    'as a broken connection without an answer',
    Object.assign(new Error('other side closed'), { status: 500 }),
    'the connection to GitHub broke (other side closed)',
  ],
])('the error of a failed GitHub request is described %s', (_, error, words) => {
  expect(gitHubError(error, 'The comment could not be written', 'pull-requests: write')).toMatchObject({
    message: `The comment could not be written: ${words}`,
    hint: 'Run the job again.',
  })
})

describe('the end of a rate limit', () => {
  const reset = Date.parse('2026-11-05T12:10:00Z')

  test.each([
    ['ten minutes slow', -600_000],
    ['right', 0],
    ['ten minutes fast', 600_000],
  ])(
    "the time until the end of a rate limit is measured by GitHub's clock if the runner's clock is %s",
    (_, offset) => {
      jest.spyOn(Date, 'now').mockReturnValue(reset - 30_000 + offset)
      const headers = {
        date: 'Thu, 05 Nov 2026 12:09:30 GMT',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(reset / 1000),
      }
      expect(rateLimitIn({ status: 403, message: 'rate limit', headers })?.remainingMs).toBe(30_000)
      jest.restoreAllMocks()
    },
  )
})

describe('the end of a rate limit with a wrong clock', () => {
  const limit = (date: string) => {
    const headers = { date, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1793880600' }
    return rateLimitIn({ status: 403, message: 'API rate limit exceeded', headers })?.remainingMs
  }

  test('a rate limit has ended if its end is in the past', () =>
    expect(limit('Thu, 05 Nov 2026 12:10:05 GMT')).toBe(0))

  test('a rate limit ends within an hour, even if the header Date is years ago', () =>
    expect(limit('Thu, 01 Jan 1970 00:00:00 GMT')).toBe(3_600_000))
})

const accepted = { 'x-accepted-github-permissions': 'issues=write; pull_requests=write' }
const sso = 'https://github.com/orgs/acme/sso?authorization_request=AZSCKL4B'

type Refusal = [status: number, message: string, headers: Record<string, string>, fact: RegExp, hint: RegExp]

/** GitHub's messages, copied from its documentation or from public issues. */
const refusals: Refusal[] = [
  [
    403,
    'Resource not accessible by integration',
    accepted,
    /^GitHub refused it \(403: Resource/,
    /^Add "contents: write" to the job's permissions.*GitHub asks for issues=write/,
  ],
  [
    403,
    'Resource not accessible by personal access token',
    {},
    /^GitHub refused it/,
    /^Add "contents: write" to the permissions of the token in github-token/,
  ],
  [
    403,
    'Must have admin rights to Repository.',
    {},
    /^GitHub refused it/,
    /^Add "contents: write" to the permissions of the token in github-token/,
  ],
  [
    403,
    'Resource not accessible by integration',
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795921028' },
    /^GitHub refused it/,
    /^Add "contents: write"/,
  ],
  [404, 'Not Found', accepted, /^GitHub refused it \(404/, /^Add "contents: write"/],
  [404, 'Not Found', {}, /does not find it/, /github-token may read the repository/],
  [
    401,
    'Bad credentials',
    {},
    /does not accept the token \(401: Bad credentials\)/,
    /expired or been revoked/,
  ],
  [401, 'Requires authentication', {}, /does not accept the token/, /github-token/],
  [
    403,
    'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
    { 'x-github-sso': `required; url=${sso}` },
    /single sign-on/,
    /^Open https:\/\/github\.com\/orgs\/acme\/sso\?authorization_request=AZSCKL4B to authorize/,
  ],
  [
    403,
    'Resource protected by organization SAML enforcement. You must grant your OAuth token access to this organization.',
    { 'x-github-sso': 'partial-results; organizations=21955855' },
    /single sign-on/,
    /^Authorize the token/,
  ],
  [
    403,
    'Resource protected by organization SAML enforcement.',
    { 'x-github-sso': 'required; url=javascript:alert(1)' },
    /single sign-on/,
    /^Authorize the token/,
  ],
  [
    403,
    'Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
    {},
    /allowed IP addresses/,
    /runner whose address/,
  ],
  [
    403,
    "The 'acme' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 days. Please adjust your token's lifetime at the following URL: https://github.com/settings/personal-access-tokens/1",
    {},
    /lifetime .*366 days/,
    /expires sooner/,
  ],
  [
    403,
    '`acme` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions.',
    {},
    /this kind of token/,
    /GitHub App/,
  ],
  [403, 'Repository access blocked', {}, /has blocked the repository/, /support/],
  [451, 'Repository access blocked', {}, /has blocked the repository/, /support/],
  [403, 'Repository was archived so is read-only.', accepted, /archived/, /Unarchive/],
  [
    403,
    'Unable to create comment because issue is locked.',
    accepted,
    /conversation is locked/,
    /Unlock the conversation/,
  ],
  [
    403,
    'Commenting is disabled on issues with more than 2500 comments',
    accepted,
    /more than 2500 comments/,
    /Delete comments/,
  ],
  [
    422,
    'Commenting is disabled on issues with more than 2500 comments',
    {},
    /more than 2500 comments/,
    /Delete comments/,
  ],
  [
    403,
    'API rate limit exceeded for installation ID 1.',
    {
      'x-ratelimit-remaining': '0',
      date: 'Sun, 29 Nov 2026 02:00:00 GMT',
      'x-ratelimit-reset': String(Date.UTC(2026, 10, 29, 2, 40) / 1000),
    },
    /^the primary rate limit of GitHub is exhausted until \d\d:\d\d UTC$/,
    /1,000 requests per hour/,
  ],
  [
    429,
    'API rate limit exceeded',
    { 'x-ratelimit-remaining': '0' },
    /primary rate limit .* does not say when/,
    /in an hour/,
  ],
  [
    403,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    { 'retry-after': '60' },
    /secondary rate limit .* until/,
    /500 per hour/,
  ],
  [429, 'You have exceeded a secondary rate limit.', {}, /secondary rate limit/, /fewer pictures/],
  [
    403,
    'You have triggered an abuse detection mechanism. Please wait a few minutes before you try again.',
    accepted,
    /secondary rate limit/,
    /fewer pictures/,
  ],
  [
    403,
    'refusing to allow a GitHub App to create or update workflow `.github/workflows/ci.yml` without `workflows` permission',
    {},
    /files in \.github\/workflows/,
    /images-branch/,
  ],
  [
    422,
    'Reference update failed',
    {},
    /rule of the repository or the name/,
    /refs\/looker.*pictures\/looker/,
  ],
  [
    422,
    'Repository rule violations found Changes must be made through a pull request.',
    {},
    /a rule of the repository refuses it/,
    /ruleset/,
  ],
  [422, 'Cannot update this protected ref.', {}, /a rule of the repository/, /ruleset/],
  ...[
    'Required status check "build" is expected.',
    '2 of 2 required status checks are expected.',
    'Commits must have verified signatures.',
    'Changes must be made through a pull request.',
    'Changes must be made through the merge queue',
    'This branch must not contain merge commits.',
    'At least 1 approving review is required by reviewers with write access.',
    "You're not authorized to push to this branch.",
    'Cannot create ref due to creations being restricted.',
    'Cannot change this locked branch',
  ].map((message): Refusal => [422, message, {}, /a rule of the repository refuses it/, /ruleset/]),
  [409, 'Git Repository is empty.', {}, /the repository is empty/, /first commit/],
  [410, 'This issue was deleted', {}, /was deleted/, /pull-request/],
  [413, 'Payload too large', {}, /too large for GitHub/, /smaller pictures/],
  [403, 'Something new', {}, /^GitHub refused it \(403: Something new\)$/, /settings of the repository/],
  [400, 'Bad Request', {}, /^GitHub refused it \(400: Bad Request\)$/, /GITHUB_API_URL .* no proxy/],
  [405, 'no reason given', {}, /^GitHub refused it \(405: no reason given\)$/, /no proxy/],
  [422, 'Validation Failed', {}, /^GitHub refused it \(422: Validation Failed\)$/, /again, please report it/],
  [409, 'Conflict', {}, /^GitHub refused it \(409: Conflict\)$/, /again, please report it/],
]

describe.each(refusals)('%i "%s" %j', (status, message, headers, fact, hint) => {
  const advice = adviceFor({ status, message, headers }, 'contents: write')

  test(`the refusal ${status} "${message}" by GitHub has a specific fact and next step`, () => {
    expect(advice?.fact).toMatch(fact)
    expect(advice?.hint).toMatch(hint)
  })

  test(`the next step for the refusal ${status} "${message}" by GitHub asks for a permission only if a permission is missing`, () => {
    const isPermission =
      /^(Resource not accessible|Must have)/.test(message) || (headers === accepted && status === 404)
    expect(/\bpermissions\b/.test(advice?.hint ?? '')).toBe(isPermission)
  })
})

test.each([
  [500, 'Server Error'],
  [502, 'Bad Gateway'],
  [408, 'Request Timeout'],
  [undefined, 'other side closed'],
])('the error %s "%s" of GitHub has no specific next step', (status, message) => {
  expect(adviceFor({ status, message, headers: {} }, 'contents: write')).toBeUndefined()
})

test('the error does not quote the web page of a firewall', () => {
  const page = '<html><h1>Blocked by your company</h1></html>'
  const error = Object.assign(new Error(page), { status: 403, response: { headers: {}, data: page } })
  expect(gitHubError(error, 'The comment could not be written', 'pull-requests: write')).toMatchObject({
    message: 'The comment could not be written: GitHub refused it (403: no reason given)',
  })
})

test("the error for a certificate of GitHub's server that is not trusted names NODE_EXTRA_CA_CERTS", () => {
  const cause = Object.assign(new Error('unable to verify'), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })
  const broken = new TypeError('fetch failed', { cause })
  const error = Object.assign(new Error('fetch failed', { cause: broken }), { status: 500 })
  const { message, hint } = gitHubError(error, 'The comment could not be written', 'pull-requests: write')
  expect(message).toBe(
    'The comment could not be written: no trusted TLS connection to GitHub (UNABLE_TO_VERIFY_LEAF_SIGNATURE)',
  )
  expect(hint).toContain('NODE_EXTRA_CA_CERTS')
})

test.each([
  ['ENOTFOUND', 'there is no such host', /^Allow the runner .* HTTPS_PROXY .* NO_PROXY\.$/],
  ['EAI_AGAIN', 'its name could not be looked up', /HTTPS_PROXY/],
  ['ECONNREFUSED', 'the connection was refused', /HTTPS_PROXY/],
  ['UND_ERR_CONNECT_TIMEOUT', 'it took too long', /HTTPS_PROXY/],
  ['EMFILE', 'too many files are open on the runner', /^Lower concurrency/],
])(
  'the error %s of an unreachable GitHub names the host, the cause and a next step',
  (code, reason, next) => {
    const broken = new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) })
    const request = { url: 'https://git.corp:8443/api/v3/repos/acme/lookml' }
    const error = Object.assign(new Error(code, { cause: broken }), { status: 500, request })
    const { message, hint } = gitHubError(error, 'The comment could not be written', 'pull-requests: write')
    expect(message).toBe(`The comment could not be written: git.corp:8443 could not be reached: ${reason}`)
    expect(hint).toMatch(next)
  },
)
