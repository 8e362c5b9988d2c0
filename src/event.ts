import { isObject, parsed } from './json.ts'

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

/** What is there in another shape than GitHub gives it is not there: nothing that follows looks at shapes again. */
export function readRun(env: Env, readFile: (path: string) => string): Run {
  const payload = readPayload(env, readFile)
  const [, owner = '', repo = ''] = /^([\w.-]+)\/([\w.-]+)$/.exec(env.GITHUB_REPOSITORY ?? '') ?? []
  const serverUrl = origin(env.GITHUB_SERVER_URL ?? '') ?? 'https://github.com'
  const id = counted(Number(env.GITHUB_RUN_ID)) ?? 0
  return {
    eventName: env.GITHUB_EVENT_NAME ?? '',
    actor: env.GITHUB_ACTOR ?? '',
    payload,
    serverUrl,
    owner,
    repo,
    url: `${serverUrl}/${owner}/${repo}/actions/runs/${id}`,
    id,
    attempt: counted(Number(env.GITHUB_RUN_ATTEMPT)) ?? 1,
    sha: payload.pull_request?.head?.sha ?? hash(env.GITHUB_SHA) ?? '',
  }
}

function readPayload(env: Env, readFile: (path: string) => string): Payload {
  const path = env.GITHUB_EVENT_PATH
  if (!path) return {}
  try {
    return payloadOf(fields(parsed(readFile(path))))
  } catch {
    // Outside of a runner there may be no such file; what the event would tell is then unknown.
    return {}
  }
}

function payloadOf({ repository, pull_request: pull, issue }: Fields): Payload {
  const about: Payload = {}
  if (isObject(repository)) about.repository = repositoryOf(repository)
  if (isObject(pull)) {
    const { sha, repo } = fields(pull.head)
    const head = {
      ...withValue('sha', hash(sha)),
      ...(isObject(repo) && { repo: repositoryOf(repo) }),
    }
    about.pull_request = { ...withValue('number', counted(pull.number)), head }
  }
  if (isObject(issue))
    about.issue = { ...withValue('number', counted(issue.number)), pull_request: issue.pull_request }
  return about
}

const repositoryOf = ({ full_name: name, private: hidden }: Fields) => ({
  ...withValue('full_name', typeof name === 'string' ? name : undefined),
  ...withValue('private', typeof hidden === 'boolean' ? hidden : undefined),
})

type Fields = Record<string, unknown>
const fields = (value: unknown): Fields => (isObject(value) ? value : {})
const withValue = <K extends string, T>(key: K, value: T | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [key in K]?: T }

const counted = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined
const hash = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[0-9a-f]{7,64}$/i.test(value) ? value : undefined
const origin = (url: string): string | undefined =>
  /^https?:/i.test(url) && URL.canParse(url) ? new URL(url).origin : undefined

/** The pull request that the event is about, a comment on one included. */
export function pullRequestOf({ payload }: Run): number | undefined {
  return payload.pull_request?.number ?? (payload.issue?.pull_request ? payload.issue.number : undefined)
}
