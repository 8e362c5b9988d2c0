/** What the runner tells of the run: its environment and the event's payload (GitHub's "Variables", "Events"). */
export interface Run {
  eventName: string
  actor: string
  payload: Payload
  serverUrl: string
  owner: string
  repo: string
  /** The run's page: `https://github.com/acme/lookml/actions/runs/1`. */
  url: string
  id: number
  /** 1 for the first; more when it is run again. */
  attempt: number
  /** What the run is about: of a pull request its head, not the merge that was checked out. */
  sha: string
  /** The branch that the run is for; undefined for a tag, a pull request, a merge queue. */
  branch: string | undefined
}

/** What is read of a payload; any of it may be absent, a schedule's has next to nothing. */
export interface Payload {
  repository?: { full_name?: string; private?: boolean } | undefined
  pull_request?:
    | {
        number?: number
        head?: { sha?: string; repo?: { full_name?: string } | null }
        base?: { ref?: string }
      }
    | undefined
  merge_group?: { base_ref?: string } | undefined
  issue?: { number?: number; pull_request?: unknown } | undefined
}

type Env = Readonly<Record<string, string | undefined>>

export function readRun(env: Env, readFile: (path: string) => string): Run {
  const payload = readPayload(env, readFile)
  const [owner = '', repo = ''] = (env.GITHUB_REPOSITORY ?? '').split('/')
  const serverUrl = env.GITHUB_SERVER_URL ?? 'https://github.com'
  const id = Number(env.GITHUB_RUN_ID ?? 0)
  const eventName = env.GITHUB_EVENT_NAME ?? ''
  return {
    eventName,
    actor: env.GITHUB_ACTOR ?? '',
    payload,
    serverUrl,
    owner,
    repo,
    url: `${serverUrl}/${owner}/${repo}/actions/runs/${id}`,
    id,
    attempt: Number(env.GITHUB_RUN_ATTEMPT ?? 1),
    sha: payload.pull_request?.head?.sha ?? env.GITHUB_SHA ?? '',
    branch: isOfPullRequest(eventName, payload) ? undefined : branchOf(env.GITHUB_REF),
  }
}

function readPayload(env: Env, readFile: (path: string) => string): Payload {
  const path = env.GITHUB_EVENT_PATH
  if (!path) return {}
  try {
    return (JSON.parse(readFile(path)) as Payload | null) ?? {}
  } catch {
    // Outside of a runner there may be no such file; what the event would tell is then unknown.
    return {}
  }
}

const branchOf = (ref = '') => (ref.startsWith('refs/heads/') ? ref.slice('refs/heads/'.length) : undefined)

/** Some of those events have the base branch for their ref, or one that the merge queue made. */
const isOfPullRequest = (eventName: string, { issue, merge_group }: Payload) =>
  eventName.startsWith('pull_request') || Boolean(issue?.pull_request ?? merge_group)

/** The branch that the event's pull request, or the merge queue's, goes to. */
export function baseBranchOf({ payload }: Run): string | undefined {
  return payload.pull_request?.base?.ref ?? branchOf(payload.merge_group?.base_ref)
}

/** The pull request that the event is about, a comment on one included. */
export function pullRequestOf({ payload }: Run): number | undefined {
  return payload.pull_request?.number ?? (payload.issue?.pull_request ? payload.issue.number : undefined)
}
