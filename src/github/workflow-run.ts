import type { Inputs } from '../input-types.ts'
import type { Deadlines } from '../runtime/deadlines.ts'
import { type Check, isCount, isObject, parseJson, shape } from '../runtime/json.ts'
import { parseUrl } from '../runtime/text.ts'
import type { LoadedWorld } from '../world.ts'

/**
 * The run, read from the runner's environment and the event's payload
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/variables).
 */
export interface WorkflowRun {
  /** Undefined outside of a GitHub Actions job, like `repository`. */
  eventName: string | undefined
  actor: string | undefined
  payload: Payload
  serverUrl: string
  repository: RunRepository | undefined
  /** The run's page, for example `https://github.com/acme/lookml/actions/runs/1`. */
  url: string
  id: number
  /** 1 for the first run, 2 for the first re-run. */
  attempt: number
  /** The commit of the run. For a pull request, this is the head, not the checked-out merge commit. */
  sha: string | undefined
  /** The branch of the run. Undefined for a tag, a pull request or a merge queue. */
  branch: string | undefined
  /** The pull request's number in GITHUB_REF. Set only if the payload has no pull request. */
  pullRequestInRef?: number
}

export type RunAttempt = Pick<WorkflowRun, 'id' | 'attempt'>

export const isRunAttempt: Check = shape({ id: isCount, attempt: isCount })

/**
 * Compares two runs of one commit by the time at which they began. Newer runs have higher ids, but a re-run keeps the id
 * of its first attempt. So the order of a re-run and a run with a higher id is unknown: only the clocks of their runners
 * could tell, and these may be wrong.
 */
export function compareAttempts(one: RunAttempt, other: RunAttempt): 'older' | 'same' | 'newer' | 'unknown' {
  const difference = one.id - other.id || one.attempt - other.attempt
  if (difference === 0) return 'same'
  const first = difference < 0 ? one : other
  if (one.id !== other.id && first.attempt > 1) return 'unknown'
  return first === one ? 'older' : 'newer'
}

interface RunRepository {
  owner: string
  name: string
  url: string
}

/**
 * The fields of a payload that the action uses. A field may be missing in any event. For example, the payload of a
 * schedule is almost empty.
 */
export interface Payload {
  repository?: { full_name?: string; private?: boolean; default_branch?: string } | undefined
  pull_request?:
    | {
        number?: number
        title?: string
        head?: { sha?: string; repo?: { full_name?: string } | null }
        /** `sha` is the tip of the base branch at the last push to the pull request. */
        base?: { ref?: string; sha?: string }
        labels?: string[]
        updated_at?: string
      }
    | undefined
  /** The ref of a push, or the name of a branch or tag that was created or deleted. */
  ref?: string
  merge_group?: { base_ref?: string; base_sha?: string } | undefined
  issue?: { number?: number; pull_request?: unknown } | undefined
  action?: string
  /** Whether an `edited` event changed the base branch. */
  changesBase?: true
  /** The label of a `labeled` or `unlabeled` event. */
  label?: string
  /** The login of the person or app that caused the event. */
  sender?: string
}

export type Env = Readonly<Record<string, string | undefined>>

/** Leaves out values of an unexpected type, so that later code can rely on the types. */
export function readWorkflowRun(env: Env, readFile: (path: string) => string): WorkflowRun {
  const payload = readPayload(env, readFile)
  // The names `.` and `..` would lead to another path of GitHub's API.
  const [path = '/', owner, name] =
    /^(?!\.\.?\/)([\w.-]+)\/(?!\.\.?$)([\w.-]+)$/.exec(env.GITHUB_REPOSITORY ?? '') ?? []
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
    ...withValue('pullRequestInRef', payload.pull_request ? undefined : numberIn(eventName, env.GITHUB_REF)),
  }
}

function numberIn(eventName = '', ref = ''): number | undefined {
  const [, number] = /^refs\/pull\/(\d{1,9})\//.exec(ref) ?? []
  return eventName.startsWith('pull_request') ? asCount(Number(number)) : undefined
}

function readPayload(env: Env, readFile: (path: string) => string): Payload {
  const path = env.GITHUB_EVENT_PATH
  if (!path) return {}
  try {
    return payloadOf(fieldsIn(parseJson(readFile(path))))
  } catch {
    // The file may be missing outside of a GitHub Actions job.
    return {}
  }
}

const branchOf = (ref = '') => (ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined)

/**
 * Whether the event is about a pull request or a merge queue. The event's ref is then a merge commit, the base branch,
 * or a branch of the merge queue, not the pull request's branch.
 */
const isOfPullRequest = (eventName: string | undefined, { issue, merge_group }: Payload) =>
  eventName?.startsWith('pull_request') || Boolean(issue?.pull_request ?? merge_group)

/**
 * Whether this is the default branch. A schedule runs only on the default branch, and its payload may lack the branch's
 * name.
 */
export const isDefaultBranch = ({ eventName, payload }: WorkflowRun, branch: string): boolean =>
  eventName === 'schedule' || payload.repository?.default_branch === branch

export function baseBranchOf({ payload }: WorkflowRun): string | undefined {
  return payload.pull_request?.base?.ref ?? branchOf(payload.merge_group?.base_ref)
}

/** Returns a commit of the base branch from the time before the pull request was merged. */
export const baseTipOf = ({ payload }: WorkflowRun): string | undefined =>
  payload.pull_request?.base?.sha ?? payload.merge_group?.base_sha

function payloadOf(fields: PayloadFields): Payload {
  const { repository, pull_request: pull, issue, merge_group: queue, action, label, sender, ref } = fields
  const payload: Payload = {
    ...withValue('ref', asText(ref)),
    ...withValue('action', asText(action)),
    ...withValue('label', asText(fieldsIn(label).name)),
    ...withValue('sender', asText(fieldsIn(sender).login)),
    ...(isObject(fieldsIn(fields.changes).base) && { changesBase: true }),
  }
  if (isObject(repository)) payload.repository = payloadRepository(repository)
  if (isObject(pull)) payload.pull_request = toPullRequest(pull)
  if (isObject(queue))
    payload.merge_group = {
      ...withValue('base_ref', asText(queue.base_ref)),
      ...withValue('base_sha', asSha(queue.base_sha)),
    }
  if (isObject(issue))
    payload.issue = { ...withValue('number', asCount(issue.number)), pull_request: issue.pull_request }
  return payload
}

export function toPullRequest(pull: PayloadFields): NonNullable<Payload['pull_request']> {
  const { sha, repo } = fieldsIn(pull.head)
  const base = fieldsIn(pull.base)
  const head = {
    ...withValue('sha', asSha(sha)),
    ...(isObject(repo) && { repo: payloadRepository(repo) }),
  }
  return {
    ...withValue('number', asCount(pull.number)),
    ...withValue('title', asText(pull.title)),
    head,
    base: { ...withValue('ref', asText(base.ref)), ...withValue('sha', asSha(base.sha)) },
    ...labelsOf(pull),
    ...withValue('updated_at', asText(pull.updated_at)),
  }
}

const payloadRepository = ({ full_name: name, private: hidden, default_branch: branch }: PayloadFields) => ({
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

/** Whether two labels are equal. GitHub ignores the letter case of labels. */
export const isSameLabel = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

export const hasLabel = ({ payload }: Pick<WorkflowRun, 'payload'>, label: string): boolean =>
  (payload.pull_request?.labels ?? []).some(name => isSameLabel(name, label))

export const isLabelEvent = ({ payload: { action } }: Pick<WorkflowRun, 'payload'>): boolean =>
  action === 'labeled' || action === 'unlabeled'

/** Whether the event changed only the title or the description of a pull request. */
export const isTextEdit = ({ eventName, payload }: Pick<WorkflowRun, 'eventName' | 'payload'>): boolean =>
  /^pull_request(_target)?$/.test(eventName ?? '') && payload.action === 'edited' && !payload.changesBase

/** Returns the number of the pull request that the event or its comment is about. */
export function pullRequestOf({ payload, pullRequestInRef }: WorkflowRun): number | undefined {
  const commented = payload.issue?.pull_request ? payload.issue.number : undefined
  return payload.pull_request?.number ?? commented ?? pullRequestInRef
}

/**
 * Explains why the run has no secrets. Returns undefined if GitHub provides secrets to the run
 * (https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows).
 */
export function explainMissingSecrets({
  eventName,
  actor,
  payload,
}: Pick<WorkflowRun, 'eventName' | 'actor' | 'payload'>): string | undefined {
  // pull_request_target has secrets even for a fork, so a missing secret is a mistake.
  if (eventName === 'pull_request_target') return undefined
  if (actor === 'dependabot[bot]' && eventsWithDependabotSecrets.test(eventName ?? ''))
    return dependabotNotice
  const head = payload.pull_request?.head?.repo?.full_name
  const isOfFork = eventName?.startsWith('pull_request') && head !== payload.repository?.full_name
  return isOfFork ? forkNotice : undefined
}

const eventsWithDependabotSecrets = /^(pull_request.*|push|create|deployment|deployment_status)$/

const forkNotice = `Nothing was rendered: this pull request comes from a fork, and GitHub gives such runs no secrets, so \
there is no key to log in to Looker with. To see the pictures, push the branch to this repository and open the pull \
request from there, or let the workflow run on the push after the merge.`

const dependabotNotice = `Nothing was rendered: this run was started by Dependabot, and GitHub gives such runs none of the \
secrets of Actions, so there is no key to log in to Looker with. To see the pictures, add the key to the Dependabot \
secrets of the repository (Settings, Secrets and variables, Dependabot) under the same names.`

export interface RunContext {
  world: LoadedWorld
  inputs: Inputs
  run: WorkflowRun
  deadlines: Deadlines
  began: Date
  /** Whether the log and the summary leave out filters, titles and Looker's messages (see `PublishingGuard`). */
  isGuarded: boolean
}

export type RunInputs = Pick<RunContext, 'inputs' | 'run'>

type PullRequestInputs = Pick<RunContext, 'run'> & { inputs: Pick<Inputs, 'comment'> }

/** The input `pull-request` takes precedence over the event. */
export const pullRequestFor = ({ inputs, run }: PullRequestInputs) =>
  inputs.comment.pullRequest ?? pullRequestOf(run)

export function pullRequestToComment({ inputs, run }: PullRequestInputs): number | undefined {
  const { comment, pullRequest } = inputs.comment
  const onPullRequest = run.eventName?.startsWith('pull_request') || pullRequest !== undefined
  if (comment === 'false' || (comment === 'auto' && !onPullRequest)) return undefined
  return pullRequestFor({ inputs, run })
}

/**
 * Events that record baselines. Other events with the default branch as their ref, for example `issue_comment`, may be
 * about another commit.
 */
const recordingEvents: readonly (string | undefined)[] = ['push', 'schedule', 'workflow_dispatch']

/** Whether the pictures of a pull request show production, not the pull request's LookML. */
export const isAsDeployed = ({ inputs, run }: RunInputs): boolean =>
  !inputs.deploy && !inputs.branchCheck && pullRequestFor({ inputs, run }) !== undefined

/**
 * Returns the branch for which this run records baselines (`compare: base`). A run for a pull request records no
 * baselines.
 */
export function baselineBranch({ inputs, run }: RunInputs): string | undefined {
  const records = inputs.compare.against === 'base' && recordingEvents.includes(run.eventName)
  return records && pullRequestFor({ inputs, run }) === undefined ? run.branch : undefined
}
