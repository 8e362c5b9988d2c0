import type { GitHubFault } from './proxy.ts'

const refused = (status: number, message: string, headers: Record<string, string> = {}) => ({
  status,
  headers,
  body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
})

/** Faults in which GitHub refuses a request, with GitHub's real error messages. */
export const refusedAnswers = {
  singleSignOn: refused(
    403,
    'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
    { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso?authorization_request=AZSCKL4B' },
  ),
  ipAllowList: refused(
    403,
    'Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
  ),
  archived: refused(403, 'Repository was archived so is read-only.'),
  tooManyComments: refused(403, 'Commenting is disabled on issues with more than 2500 comments'),
  fileTooLarge: refused(413, 'Payload too large'),
  inputTooLarge: refused(
    422,
    'Sorry, your input was too large to process. Consider creating the blob in a local clone of the repository and then pushing it to GitHub.',
  ),
} satisfies Record<string, GitHubFault['effect']>
