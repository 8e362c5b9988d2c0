import { ActionError } from '../errors.ts'
import type { RunContext } from '../github/workflow-run.ts'
import { connect, type Looker } from '../looker/connect.ts'
import { missingCommit, shortCommitName } from '../looker/deployable-project.ts'
import {
  type Call,
  type JsonFields,
  objectsIn,
  type ResponseReader,
  readList,
  readObject,
} from '../looker/http.ts'
import { LookerError, unexpectedResponse } from '../looker/looker-errors.ts'
import type { Session } from '../looker/session.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { type Branch, isTemporaryBranch } from './temporary-branch.ts'

interface ListedBranch extends Branch {
  /** Whether this is the API user's personal branch. Looker creates a personal branch for each developer. */
  isPersonal: boolean
}

/** A LookML project in the API user's development mode. The session must be in the workspace `dev`. */
export interface DevProject {
  id: string
  host: string
  /** All sessions of the API user share the checked-out branch. */
  checkedOut(signal: AbortSignal): Promise<Branch>
  /** Lists the branches. Looker fetches new commits from the remote before it answers. */
  branches(signal: AbortSignal): Promise<ListedBranch[]>
  find(name: string, signal: AbortSignal): Promise<Branch | undefined>
  /**
   * Creates a temporary branch at a commit, and checks the branch out.
   * @throws UnfetchedCommitError if Looker's clone does not have the commit (yet)
   */
  create(name: string, commit: string, signal: AbortSignal): Promise<void>
  /**
   * Checks out a branch without changing it.
   * @throws MissingBranchError if the branch does not exist
   */
  checkOut(name: string, signal: AbortSignal): Promise<void>
  /** Checks out a temporary branch and resets it to a commit. Also resets the branch on the remote. */
  reset(name: string, commit: string, signal: AbortSignal): Promise<void>
  /** Deletes a temporary branch in Looker and on the remote. Succeeds if the branch does not exist. */
  delete(name: string, signal: AbortSignal): Promise<void>
  /**
   * Returns the ids of projects on this instance that the checked-out branch imports. Returns an empty list if the
   * project has no manifest.
   */
  localImports(signal: AbortSignal): Promise<string[]>
}

export class UnfetchedCommitError extends ActionError {}

/** Thrown if the project does not exist, or if the API user lacks the permission to develop the project. */
export class NoDevelopError extends ActionError {}

export class MissingBranchError extends ActionError {}

/** Thrown if Looker or the repository refuses a request, and would refuse a second try, too. */
export class RefusedBranchError extends ActionError {}

interface DevProjectOptions {
  id: string
  host: string
  send: Session['send']
  clean: Secrets['clean']
}

/**
 * Uses `git_branch`, `git_branches` and `manifest` of a project (API 4.0, Project). `PUT git_branch` with a `ref`
 * resets the branch and force-pushes it, so `ref` is sent only for temporary branches.
 */
export function devProjectOf({ id, host, send, clean }: DevProjectOptions): DevProject {
  const project = `/projects/${encodeURIComponent(id)}`
  const current = `${project}/git_branch`
  const named = (name: string) => `${current}/${encodeURIComponent(name)}`
  const place = { id, host }
  const readBranch = readObject(host, 'git branch', answer => toBranch(answer, place, clean))
  const nothing = async () => undefined
  const ask = async <T>(call: Call, read: ResponseReader<T>, signal: AbortSignal) => {
    try {
      return await send(call, read, signal)
    } catch (error) {
      throw toDevelopError(error, place)
    }
  }
  const change = async (call: Call, about: BranchChange, signal: AbortSignal) => {
    try {
      await send(call, nothing, signal)
    } catch (error) {
      throw toBranchError(error, { ...place, ...about })
    }
  }
  return {
    id,
    host,
    checkedOut: signal => ask({ method: 'GET', path: current }, readBranch, signal),
    branches: signal =>
      ask(
        { method: 'GET', path: `${project}/git_branches` },
        readList(host, 'git branch', item => toListed(item, clean)),
        signal,
      ),
    find: (name, signal) =>
      unlessMissing(() => send({ method: 'GET', path: named(name) }, readBranch, signal)),
    create: (name, commit, signal) =>
      change(
        { method: 'POST', path: current, json: { name: requireTemporary(name), ref: commit } },
        { what: `create the branch ${name}`, commit },
        signal,
      ),
    checkOut: (name, signal) =>
      change(
        { method: 'PUT', path: current, json: { name } },
        { what: `check out the branch ${name}` },
        signal,
      ),
    reset: (name, commit, signal) =>
      change(
        { method: 'PUT', path: current, json: { name: requireTemporary(name), ref: commit } },
        { what: `reset the branch ${name}`, commit },
        signal,
      ),
    delete: (name, signal) =>
      unlessMissing(() =>
        change(
          { method: 'DELETE', path: named(requireTemporary(name)) },
          { what: `delete the branch ${name}` },
          signal,
        ),
      ),
    localImports: async signal => {
      const read = readObject(host, 'manifest', answer => localImportsIn(answer, clean))
      const imports = await unlessMissing(() =>
        send({ method: 'GET', path: `${project}/manifest` }, read, signal),
      )
      return imports ?? []
    },
  }
}

function requireTemporary(name: string): string {
  if (isTemporaryBranch(name)) return name
  throw new Error(`${name} is not a temporary branch`)
}

async function unlessMissing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof MissingBranchError || (error instanceof LookerError && error.status === 404))
      return undefined
    throw error
  }
}

interface Place {
  id: string
  host: string
}

const isRefName = (name: unknown): name is string =>
  typeof name === 'string' && /^(?![-/])[^\p{Cc}\p{Cs}\s~^:?*[\\]{1,255}$/u.test(name)
const isCommitName = (ref: unknown): ref is string => typeof ref === 'string' && /^[0-9a-f]{7,64}$/i.test(ref)

function toBranch({ name, ref }: JsonFields, { id, host }: Place, clean: Secrets['clean']): Branch {
  if (!isRefName(name) || clean(name) !== name)
    throw unexpectedResponse(host, `something that does not name the checked-out branch of project ${id}`)
  return { name, ...(isCommitName(ref) && { ref }) }
}

function toListed({ name, ref, personal, readonly }: JsonFields, clean: Secrets['clean']) {
  if (!isRefName(name) || clean(name) !== name) return undefined
  return { name, ...(isCommitName(ref) && { ref }), isPersonal: personal === true && readonly !== true }
}

export const isProjectId = (name: unknown): name is string =>
  typeof name === 'string' && /^(?!\.\.?$)[^/\\\s\p{Cc}\p{Cs}]{1,255}$/u.test(name)

function localImportsIn({ imports }: JsonFields, clean: Secrets['clean']): string[] {
  return objectsIn(imports).flatMap(({ name, is_remote: isRemote }) => {
    return isRemote === false && isProjectId(name) && clean(name) === name ? [name] : []
  })
}

/**
 * Checks that the project exists, so that a wrong `project` fails the step before any picture is rendered (`GET
 * /projects/{id}`, in any workspace). Ignores all other errors, because a later request reports them.
 * @throws NoDevelopError
 */
export async function requireProject(
  { id, host, send }: Omit<DevProjectOptions, 'clean'>,
  signal: AbortSignal,
): Promise<void> {
  const call = {
    method: 'GET',
    path: `/projects/${encodeURIComponent(id)}`,
    query: { fields: 'id' },
  } as const
  await send(call, async () => undefined, signal).catch(error => {
    const reason = toDevelopError(error, { id, host })
    if (reason instanceof NoDevelopError) throw reason
  })
}

const developHint =
  "Check the project's name in dev-mode: it is the last part of Looker's address /projects/<name>. Also give the API user a role with the permission develop for the project's models."

function toDevelopError(error: unknown, { id, host }: Place): unknown {
  if (!(error instanceof LookerError) || (error.status !== 404 && error.status !== 403)) return error
  return new NoDevelopError(
    `${host} has no LookML project ${id}, or the API user lacks the permission to develop it (${error.status})`,
    developHint,
    { cause: error },
  )
}

interface BranchChange {
  /** The request, as a text for the error message: `create the branch …`. */
  what: string
  commit?: string
}

/**
 * Matches messages of git, JGit and Looker about uncommitted changes
 * (https://github.com/spectacles-ci/spectacles/issues/826).
 */
const uncommittedMessage =
  /uncommitted|unstaged|checkout conflict|would be overwritten|(local|unsaved|pending) changes|commit your changes|stash|working (copy|tree|directory) (is )?(dirty|not clean)/i
/** Matches messages about a push that the remote refuses (https://github.com/spectacles-ci/spectacles/issues/841). */
const refusedPushMessage =
  /failed to push|pre-receive hook|protected branch|rule violations|marked as read[- ]only|deploy key|remote rejected/i
const missingBranchMessage =
  /branch .{0,300}(not found|not exist|doesn't exist)|(could not|couldn't|can't) find .{0,20}branch|did not match any/i

function toBranchError(error: unknown, { id, host, what, commit }: Place & BranchChange): unknown {
  if (!(error instanceof LookerError) || error.status === undefined) return error
  const { status, message } = error
  const fact = (words: string) => `Looker could not ${what} in project ${id}: ${words}`
  const cause = { cause: error }
  if (uncommittedMessage.test(message))
    return new RefusedBranchError(
      fact(`the API user has uncommitted changes there (${message})`),
      'Nothing was changed. Commit these changes in Looker, or use the API key of a Looker user that no person works with.',
      cause,
    )
  if (refusedPushMessage.test(message))
    return new RefusedBranchError(
      fact(`the repository rejected the branch (${message})`),
      "Looker pushes each branch to the repository. Give Looker's deploy key write access (GitHub: Settings, Deploy keys, Allow write access), and exclude looker-snapshot-* from rulesets that restrict branches.",
      cause,
    )
  if (commit !== undefined && isAboutCommit(error))
    return new UnfetchedCommitError(
      `Looker has not fetched commit ${shortCommitName(commit)} for project ${id}: ${message}`,
      `Check in Looker (Develop, ${id}, Settings) that the project ${id} at ${host} is connected to this repository, and that the commit is pushed. If a force-push has replaced the commit, the run of the new commit counts.`,
      cause,
    )
  if (status === 404 || ((status === 400 || status === 422) && missingBranchMessage.test(message)))
    return new MissingBranchError(fact(message), developHint, cause)
  if (status === 403)
    return new RefusedBranchError(fact('the API user lacks the permission (403)'), developHint, cause)
  return new ActionError(fact(message), error.hint, cause)
}

const isAboutCommit = ({ status, message }: LookerError): boolean =>
  status === 404 || ((status === 400 || status === 422) && missingCommit.test(message))

export async function readUserName(
  { host, session }: { host: string; session: Session },
  signal: AbortSignal,
  clean: Secrets['clean'],
): Promise<string> {
  const read = readObject(host, 'user', ({ display_name: name }) => (typeof name === 'string' ? name : ''))
  const call = { method: 'GET', path: '/user', query: { fields: 'display_name' } } as const
  const name = await session.send(call, read, signal).catch(() => '')
  return name === '' ? 'the API user' : `the API user ${clean(name)}`
}

/** Logs in to a session in development mode. `signal` ends all requests of the session. */
export const connectInDevMode = (
  { world, inputs: { looker } }: Pick<RunContext, 'world' | 'inputs'>,
  secrets: Secrets,
  signal: AbortSignal,
): Looker =>
  connect(looker, { world, version: looker.version, secrets, signal, workspace: 'dev', log: world.print })
