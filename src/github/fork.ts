import type { WorkflowRun } from './event.ts'

type About = Pick<WorkflowRun, 'eventName' | 'actor' | 'payload'>

/**
 * Why GitHub hands this run no secrets, and what to do; undefined where it does ("Events that trigger workflows",
 * "Dependabot on GitHub Actions").
 */
export function explainMissingSecrets({ eventName, actor, payload }: About): string | undefined {
  // pull_request_target has secrets, a fork's included: there a missing one is a mistake.
  if (eventName === 'pull_request_target') return undefined
  if (actor === 'dependabot[bot]' && hasDependabotSecrets.test(eventName)) return ofDependabot
  const head = payload.pull_request?.head?.repo?.full_name
  const isOfFork = eventName.startsWith('pull_request') && head !== payload.repository?.full_name
  return isOfFork ? ofFork : undefined
}

const hasDependabotSecrets = /^(pull_request.*|push|create|deployment|deployment_status)$/

const ofFork = `Nothing was rendered: this pull request comes from a fork, and GitHub gives such runs no secrets, so \
there is no key to log in to Looker with. To see the pictures, push the branch to this repository and open the pull \
request from there, or let the workflow run on the push after the merge.`

const ofDependabot = `Nothing was rendered: this run was started by Dependabot, and GitHub gives such runs none of the \
secrets of Actions, so there is no key to log in to Looker with. To see the pictures, add the key to the Dependabot \
secrets of the repository (Settings, Secrets and variables, Dependabot) under the same names.`
