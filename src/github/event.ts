import { isObject, parseJson } from '../runtime/json.ts'
import { parseUrl } from '../runtime/text.ts'

/** What the runner tells of the run: its environment and the event's payload (GitHub's "Variables", "Events"). */
export interface WorkflowRun {
  /** Undefined outside of a GitHub Actions job, as is `repository`. */
  eventName: string | undefined
  actor: string | undefined
  payload: Payload
  serverUrl: string
  repository: RunRepository | undefined
  /** The run's page: `https://github.com/acme/lookml/actions/runs/1`. */
  url: string
  id: number
  /** 1 for the first; more when it is run again. */
  attempt: number
  /** What the run is about: of a pull request its head, not the merge that was checked out. */
  sha: string | undefined
  /** The branch that the run is for; undefined for a tag, a pull request, a merge queue. */
  branch: string | undefined
}

export interface RunRepository {
  owner: string
  name: string
  /** `https://github.com/acme/lookml` */
  url: string
}

/** What is read of a payload; any of it may be absent, a schedule's has next to nothing. */
export interface Payload {
  repository?: { full_name?: string; private?: boolean; default_branch?: string } | undefined
  pull_request?:
    | {
        number?: number
        title?: string
        head?: { sha?: string; repo?: { full_name?: string } | null }
        base?: { ref?: string }
        labels?: string[]
      }
    | undefined
  /** The ref of a push; the branch's or tag's name of a creation and a deletion. */
  ref?: string
  merge_group?: { base_ref?: string } | undefined
  issue?: { number?: number; pull_request?: unknown } | undefined
  action?: string
  /** The label of a `labeled` or `unlabeled` event. */
  label?: string
  /** The login of the person or app that caused the event. */
  sender?: string
}

type Env = Readonly<Record<string, string | undefined>>

/** What is there in another shape than GitHub gives it is not there: nothing that follows looks at shapes again. */
export function readWorkflowRun(env: Env, readFile: (path: string) => string): WorkflowRun {
  const payload = readPayload(env, readFile)
  const [path = '/', owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(env.GITHUB_REPOSITORY ?? '') ?? []
  const serverUrl = asOrigin(env.GITHUB_SERVER_URL ?? '') ?? 'https://github.com'
  const id = asCount(Number(env.GITHUB_RUN_ID)) ?? 0
  const eventName = env.GITHUB_EVENT_NAME || undefined
  return {
    eventName,
    actor: env.GITHUB_ACTOR || undefined,
    payload,
    serverUrl,
    repository: owner && name ? { owner, name, url: `${serverUrl}/${path}` } : undefined,
    url: `${serverUrl}/${path}/actions/runs/${id}`,
    id,
    attempt: asCount(Number(env.GITHUB_RUN_ATTEMPT)) ?? 1,
    sha: payload.pull_request?.head?.sha ?? asSha(env.GITHUB_SHA),
    branch: isOfPullRequest(eventName, payload) ? undefined : branchOf(env.GITHUB_REF),
  }
}

function readPayload(env: Env, readFile: (path: string) => string): Payload {
  const path = env.GITHUB_EVENT_PATH
  if (!path) return {}
  try {
    return payloadOf(fieldsIn(parseJson(readFile(path))))
  } catch {
    // Outside of a runner there may be no such file; what the event would tell is then unknown.
    return {}
  }
}

const branchOf = (ref = '') => (ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined)

/** Some of those events have the base branch for their ref, or one that the merge queue made. */
const isOfPullRequest = (eventName: string | undefined, { issue, merge_group }: Payload) =>
  eventName?.startsWith('pull_request') || Boolean(issue?.pull_request ?? merge_group)

/** A schedule runs on the default branch alone, and its payload may not tell which that is. */
export const isDefaultBranch = ({ eventName, payload }: WorkflowRun, branch: string): boolean =>
  eventName === 'schedule' || payload.repository?.default_branch === branch

/** The branch that the event's pull request, or the merge queue's, goes to. */
export function baseBranchOf({ payload }: WorkflowRun): string | undefined {
  return payload.pull_request?.base?.ref ?? branchOf(payload.merge_group?.base_ref)
}

function payloadOf(payload: PayloadFields): Payload {
  const { repository, pull_request: pull, issue, merge_group: queue, action, label, sender, ref } = payload
  const about: Payload = {
    ...withValue('ref', asText(ref)),
    ...withValue('action', asText(action)),
    ...withValue('label', asText(fieldsIn(label).name)),
    ...withValue('sender', asText(fieldsIn(sender).login)),
  }
  if (isObject(repository)) about.repository = repositoryOf(repository)
  if (isObject(pull)) about.pull_request = toPullRequest(pull)
  if (isObject(queue)) about.merge_group = withValue('base_ref', asText(queue.base_ref))
  if (isObject(issue))
    about.issue = { ...withValue('number', asCount(issue.number)), pull_request: issue.pull_request }
  return about
}

/** A pull request as events and the API describe it. */
export function toPullRequest(pull: PayloadFields): NonNullable<Payload['pull_request']> {
  const { sha, repo } = fieldsIn(pull.head)
  const head = {
    ...withValue('sha', asSha(sha)),
    ...(isObject(repo) && { repo: repositoryOf(repo) }),
  }
  return {
    ...withValue('number', asCount(pull.number)),
    ...withValue('title', asText(pull.title)),
    head,
    base: withValue('ref', asText(fieldsIn(pull.base).ref)),
    ...labelsOf(pull),
  }
}

const repositoryOf = ({ full_name: name, private: hidden, default_branch: branch }: PayloadFields) => ({
  ...withValue('full_name', asText(name)),
  ...withValue('private', typeof hidden === 'boolean' ? hidden : undefined),
  ...withValue('default_branch', asText(branch)),
})

function labelsOf({ labels }: PayloadFields): { labels?: string[] } {
  const names = Array.isArray(labels) ? labels.flatMap(label => asText(fieldsIn(label).name) ?? []) : []
  return names.length > 0 ? { labels: names } : {}
}

type PayloadFields = Record<string, unknown>
const fieldsIn = (value: unknown): PayloadFields => (isObject(value) ? value : {})
const withValue = <K extends string, T>(key: K, value: T | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [key in K]?: T }

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
const asCount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined
const asSha = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[0-9a-f]{7,64}$/i.test(value) ? value : undefined
const asOrigin = (url: string): string | undefined =>
  /^https?:/i.test(url) ? parseUrl(url)?.origin : undefined

/** Whether the event's pull request has a label; GitHub knows labels whatever their letters' case. */
export const hasLabel = ({ payload }: Pick<WorkflowRun, 'payload'>, label: string): boolean =>
  (payload.pull_request?.labels ?? []).some(name => name.toLowerCase() === label.toLowerCase())

/** The pull request that the event is about, a comment on one included. */
export function pullRequestOf({ payload }: WorkflowRun): number | undefined {
  return payload.pull_request?.number ?? (payload.issue?.pull_request ? payload.issue.number : undefined)
}

/**
 * Why GitHub hands this run no secrets, and what to do; undefined where it does ("Events that trigger workflows",
 * "Dependabot on GitHub Actions").
 */
export function explainMissingSecrets({
  eventName,
  actor,
  payload,
}: Pick<WorkflowRun, 'eventName' | 'actor' | 'payload'>): string | undefined {
  // pull_request_target has secrets, a fork's included: there a missing one is a mistake.
  if (eventName === 'pull_request_target') return undefined
  if (actor === 'dependabot[bot]' && hasDependabotSecrets.test(eventName ?? '')) return ofDependabot
  const head = payload.pull_request?.head?.repo?.full_name
  const isOfFork = eventName?.startsWith('pull_request') && head !== payload.repository?.full_name
  return isOfFork ? ofFork : undefined
}

const hasDependabotSecrets = /^(pull_request.*|push|create|deployment|deployment_status)$/

const ofFork = `Nothing was rendered: this pull request comes from a fork, and GitHub gives such runs no secrets, so \
there is no key to log in to Looker with. To see the pictures, push the branch to this repository and open the pull \
request from there, or let the workflow run on the push after the merge.`

const ofDependabot = `Nothing was rendered: this run was started by Dependabot, and GitHub gives such runs none of the \
secrets of Actions, so there is no key to log in to Looker with. To see the pictures, add the key to the Dependabot \
secrets of the repository (Settings, Secrets and variables, Dependabot) under the same names.`
