import type { LookmlError } from '../branch-report.ts'
import { ActionError } from '../errors.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { type JsonFields, readObject } from './http.ts'
import { LookerError, unexpectedResponse } from './looker-errors.ts'
import type { Session } from './session.ts'
import { validateProject } from './validate-lookml.ts'

/** A LookML project on one instance. Reads and changes the commit in production (API 4.0). */
export interface Project {
  id: string
  host: string
  /** @throws ActionError with the reason if the project cannot be deployed */
  check(signal?: AbortSignal): Promise<void>
  deployedCommit(signal?: AbortSignal): Promise<string>
  /**
   * Deploys a commit. Repeats a request without a response or with a status such as 500, because a second deploy of the
   * same commit changes nothing.
   * @throws RefusedDeployError
   * @throws UnknownCommitError if Looker's clone does not have the commit (yet)
   */
  deploy(commit: string, signal?: AbortSignal): Promise<void>
  validate(signal: AbortSignal): Promise<LookmlError[]>
}

/** Thrown if Looker refused a deploy and changed nothing. */
export class RefusedDeployError extends ActionError {
  /** Looker's message about the LookML of this commit. Undefined if Looker refused the user or the project. */
  readonly lookmlReason: string | undefined

  constructor(
    fact: string,
    hint: string,
    { lookmlReason, ...options }: ErrorOptions & { lookmlReason?: string } = {},
  ) {
    super(fact, hint, options)
    this.lookmlReason = lookmlReason
  }
}

export class UnknownCommitError extends RefusedDeployError {}

export interface ProjectOptions {
  id: string
  host: string
  send: Session['send']
  clean: Secrets['clean']
}

/** Reads the commit that is deployed on an instance. */
export const deployedCommitOn = (
  { host, session }: { host: string; session: Pick<ProjectOptions, 'send'> },
  about: Pick<ProjectOptions, 'id' | 'clean'>,
  signal: AbortSignal,
): Promise<string> => projectOf({ ...about, host, send: session.send }).deployedCommit(signal)

/**
 * Uses `GET /projects/{id}`, `GET /projects/{id}/git_branch` and `POST /projects/{id}/deploy_ref_to_production` (API
 * 4.0, Project). A session begins in the production workspace. There, the `ref` of the git branch is the deployed
 * commit.
 */
export function projectOf({ id, host, send, clean }: ProjectOptions): Project {
  const path = `/projects/${encodeURIComponent(id)}`
  return {
    id,
    host,
    check: async signal => {
      const query = { fields: 'id,uses_git,git_release_mgmt_enabled' }
      const about = await send({ method: 'GET', path, query }, readProject(host), signal).catch(error => {
        throw toProjectError(error, id, host)
      })
      refuseUndeployable(about, id, host)
    },
    deployedCommit: async signal => {
      const branch = await send(
        { method: 'GET', path: `${path}/git_branch` },
        readProject(host),
        signal,
      ).catch(error => {
        throw toProjectError(error, id, host)
      })
      if (isCommit(branch.ref) && clean(branch.ref) === branch.ref) return branch.ref
      throw unexpectedResponse(host, `something that does not name the deployed commit of project ${id}`)
    },
    deploy: async (commit, signal) => {
      let requests = 0
      const call = {
        method: 'POST',
        path: `${path}/deploy_ref_to_production`,
        query: { ref: commit },
        isRepeatable: true,
        onRequest: () => void requests++,
      } as const
      await send(call, async () => undefined, signal).catch(error => {
        throw toDeployError(error, { id, host, commit, isRepeated: requests > 1 })
      })
    },
    validate: signal => validateProject(id, { send, host, clean }, signal),
  }
}

const readProject = (host: string) => readObject(host, 'LookML project', answer => answer)

const isCommit = (ref: unknown): ref is string => typeof ref === 'string' && /^[0-9a-f]{7,64}$/i.test(ref)

/** Refuses a project whose settings prevent a deploy. Looker may leave out a setting. */
function refuseUndeployable(about: JsonFields, id: string, host: string): void {
  if (about.uses_git === false)
    throw new ActionError(
      `The LookML project ${id} at ${host} has no git repository`,
      'Connect the project to this repository (Looker: Develop, the project, Settings, Configure Git), or leave deploy empty.',
    )
  if (about.git_release_mgmt_enabled === false)
    throw new ActionError(
      `The LookML project ${id} at ${host} does not use advanced deploy mode, so no commit of a pull request can be deployed`,
      'Turn it on in Looker (Develop, the project, Settings, Enable Advanced Deploy Mode): on a staging instance, never in production.',
    )
}

const permission =
  "Check the project's name in deploy. Also give the API user a role with the permissions develop and deploy for the project's models."

function toProjectError(error: unknown, id: string, host: string): unknown {
  if (!(error instanceof LookerError) || (error.status !== 404 && error.status !== 403)) return error
  return new ActionError(
    `${host} has no LookML project ${id}, or the API user may not see it (${error.status})`,
    permission,
    { cause: error },
  )
}

interface Deploying {
  id: string
  host: string
  commit: string
  /** Whether the request was repeated because its response was lost or late. */
  isRepeated: boolean
}

/** Matches messages of Looker and its git about an unknown commit. */
export const missingCommit =
  /could (not|n't) find (the )?(ref|commit|revision|branch)|(ref|commit|revision|reference|object|branch) .{0,60}(not found|not exist)|(unknown|bad|ambiguous) (revision|object|argument)|not a (valid )?(tree|object|commit)|did not match any|(ref|commit|branch) \S{1,80} (cannot|could not) be resolved/i

/** Matches messages of git if Looker cannot reach or read the repository. */
const unreachableGit =
  /permission denied \(|could not read (from remote|username)|authentication failed|host key verification failed|could not resolve host/i

function toDeployError(error: unknown, { id, host, commit, isRepeated }: Deploying): unknown {
  if (!(error instanceof LookerError) || error.status === undefined) return error
  const { status, message } = error
  const about = refusalOf(status, message, { id, host, commit })
  if (!about) return error
  const { fact, hint, kind } = about
  const cause = { cause: error }
  if (kind === 'unknown commit') return new UnknownCommitError(fact, hint, cause)
  // This error does not prove a refusal. Looker may have executed the first request before its response was lost.
  if (isRepeated) return new ActionError(fact, hint, cause)
  const lookmlReason = message.replace(`${host} answered ${status}: `, '')
  return new RefusedDeployError(fact, hint, { ...cause, ...(kind === 'LookML' && { lookmlReason }) })
}

interface Refusal {
  kind: 'user' | 'unknown commit' | 'git' | 'LookML'
  fact: string
  hint: string
}

function refusalOf(
  status: number,
  message: string,
  { id, host, commit }: Omit<Deploying, 'isRepeated'>,
): Refusal | undefined {
  if (status === 403)
    return {
      kind: 'user',
      fact: `The API user may not deploy to the LookML project ${id} at ${host} (403)`,
      hint: permission,
    }
  if (status === 404 || ((status === 400 || status === 422) && missingCommit.test(message)))
    return {
      kind: 'unknown commit',
      fact: `${host} did not find commit ${shortCommitName(commit)} for the LookML project ${id}: ${message}`,
      hint: "Check that the project's git repository at Looker is this one, that the commit is pushed, and that the API user's role has the permission deploy. If a force-push has replaced the commit, the run of the new commit counts.",
    }
  if ((status === 400 || status === 422) && unreachableGit.test(message))
    return {
      kind: 'git',
      fact: `Looker refused to deploy commit ${shortCommitName(commit)} to the LookML project ${id}: ${message}`,
      hint: "Correct the project's git connection at Looker (Develop, the project, Settings), for example its deploy key, and run the job again.",
    }
  if (status === 400 || status === 422)
    return {
      kind: 'LookML',
      fact: `Looker refused to deploy commit ${shortCommitName(commit)} to the LookML project ${id}: ${message}`,
      hint: "Correct the LookML or the settings of the project as Looker's message says, and run the job again.",
    }
  return undefined
}

export const shortCommitName = (commit: string) => commit.slice(0, 7)
