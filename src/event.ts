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
}

/** What is read of a payload; any of it may be absent, a schedule's has next to nothing. */
export interface Payload {
  repository?: { full_name?: string; private?: boolean } | undefined
  pull_request?:
    | { number?: number; head?: { sha?: string; repo?: { full_name?: string } | null } }
    | undefined
  issue?: { number?: number; pull_request?: unknown } | undefined
}

type Env = Readonly<Record<string, string | undefined>>

export function readRun(env: Env, readFile: (path: string) => string): Run {
  const payload = readPayload(env, readFile)
  const [owner = '', repo = ''] = (env.GITHUB_REPOSITORY ?? '').split('/')
  const serverUrl = env.GITHUB_SERVER_URL ?? 'https://github.com'
  const id = Number(env.GITHUB_RUN_ID ?? 0)
  return {
    eventName: env.GITHUB_EVENT_NAME ?? '',
    actor: env.GITHUB_ACTOR ?? '',
    payload,
    serverUrl,
    owner,
    repo,
    url: `${serverUrl}/${owner}/${repo}/actions/runs/${id}`,
    id,
    attempt: Number(env.GITHUB_RUN_ATTEMPT ?? 1),
    sha: payload.pull_request?.head?.sha ?? env.GITHUB_SHA ?? '',
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

/** The pull request that the event is about, a comment on one included. */
export function pullRequestOf({ payload }: Run): number | undefined {
  return payload.pull_request?.number ?? (payload.issue?.pull_request ? payload.issue.number : undefined)
}
