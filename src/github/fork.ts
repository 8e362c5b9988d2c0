import type { WorkflowRun } from './event.ts'

/** GitHub hands no secrets to what runs for a fork's or Dependabot's pull request. */
export function isPullRequestWithoutSecrets({
  eventName,
  actor,
  payload,
}: Pick<WorkflowRun, 'eventName' | 'actor' | 'payload'>): boolean {
  // pull_request_target has secrets, a fork's included: there a missing one is a mistake.
  if (!eventName.startsWith('pull_request') || eventName === 'pull_request_target') return false
  const head = payload.pull_request?.head?.repo?.full_name
  return actor === 'dependabot[bot]' || head !== payload.repository?.full_name
}

export const noSecretsNotice = `Nothing was rendered: this pull request comes from a fork or from Dependabot, \
and GitHub gives such runs no secrets, so there is no key to log in to Looker with. To see the pictures, push the \
branch to this repository and open the pull request from there, or let the workflow run on the push after the merge.`
