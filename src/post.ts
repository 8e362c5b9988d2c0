import { devProjectOf, readUserName } from './branch-check/dev-project.ts'
import {
  dashboardStore,
  deleteAfterKill,
  readSavedDashboards,
  type SavedDashboard,
  undeletedDashboardsFault,
} from './branch-check/imported-dashboards.ts'
import { restoreAfterKill, unrestoredBranchFault } from './branch-check/restore-branches.ts'
import { readSavedBranches, type SavedProject } from './branch-check/temporary-branch.ts'
import { hideRunning, readShownRunning, type ShownRunning } from './comment/running.ts'
import {
  putBackAfterKill,
  readSavedDeploy,
  type SavedDeploy,
  unrestoredDeployFault,
} from './deploy/put-back.ts'
import { ActionError, asActionError, InputError } from './errors.ts'
import { openRepository } from './github/client.ts'
import { readWorkflowRun } from './github/workflow-run.ts'
import type { Inputs } from './input-types.ts'
import { readInstance } from './inputs/read-inputs.ts'
import { connect, type Looker } from './looker/connect.ts'
import { projectOf } from './looker/deployable-project.ts'
import type { Workspace } from './looker/session.ts'
import { logOut } from './looker/session.ts'
import { type PostState, readNewestState, readPostState } from './post-state.ts'
import { withholdWords, withoutDebug } from './public-log.ts'
import { type Deadlines, startDeadlines } from './runtime/deadlines.ts'
import { endProcess, type Processes } from './runtime/processes.ts'
import { proxySecrets } from './runtime/proxies.ts'
import { createSecrets, type Secrets } from './runtime/secrets.ts'
import { parseUrl } from './runtime/text.ts'
import { sourceOf } from './start.ts'
import { failStep } from './verdict.ts'
import type { World } from './world.ts'

export interface PostWorld
  extends Pick<
    World,
    'core' | 'print' | 'mask' | 'env' | 'fetch' | 'clock' | 'readFile' | 'defaults' | 'cancelled' | 'github'
  > {
  processes: Processes
}

const postMinutes = 5

/**
 * Reverts the changes of a killed main step in Looker and in the comment. Logs in only if necessary. Fails the step
 * instead of throwing.
 */
export async function post(world: PostWorld): Promise<void> {
  const saved = readPostState(world.env)
  if (!saved) return
  const deadlines = startDeadlines(postMinutes, world.clock, world.cancelled)
  try {
    // 1. End the main step if it still runs.
    await endMainStep(saved, world, deadlines)

    // 2. Revert the changes of the main step.
    const state = readNewestState(saved, world.readFile)
    const deploy = readSavedDeploy(state.deploy)
    const branches = readSavedBranches(state.branches)
    const comment = readShownRunning(state.comment)
    const options = { world, state, deadlines }
    const correction = comment && correctComment(comment, options)
    if (deploy) await restore(deployToPutBack(deploy), options)
    const dashboards = readSavedDashboards(state.dashboards)
    if (branches.length > 0) await restore(branchesToRestore(branches), options)
    if (dashboards.length > 0) await restore(dashboardsToDelete(dashboards), options)
    await correction
  } finally {
    deadlines.end()
  }
}

/**
 * Removes the line about the running job from the comment. A failure is logged and does not fail the step, because the
 * next run corrects the comment.
 */
async function correctComment(
  comment: ShownRunning,
  { world, deadlines }: Pick<RestoreOptions, 'world' | 'deadlines'>,
): Promise<void> {
  try {
    const secrets = createSecrets(world.mask)
    const token = sourceOf(world, secrets).get('github-token')
    if (token) secrets.keep(token)
    const run = readWorkflowRun(world.env, world.readFile)
    const loaded = { ...world, core: await world.core() }
    await hideRunning(await openRepository({ world: loaded, inputs: { token }, run, deadlines }), comment)
  } catch (error) {
    world.print(`The comment may still say that this run is rendering: ${asActionError(error).message}`)
  }
}

/**
 * Ends the main step if it still runs. In a job container, the runner signals the Docker client, but the client does
 * not pass the signal on (https://github.com/docker/cli/issues/2607). So a cancelled main step may continue during the
 * post step.
 */
async function endMainStep(
  { main }: PostState,
  { processes, clock, print }: PostWorld,
  { render: signal }: Deadlines,
): Promise<void> {
  const wasAlive = await endProcess(main, processes, { clock, signal })
  if (wasAlive) print(`The process of the main step was still running (${main.pid}) and was stopped.`)
}

interface RestoreOptions {
  world: PostWorld
  state: PostState
  deadlines: Deadlines
}

interface Connected {
  looker: Looker
  signal: AbortSignal
  secrets: Secrets
  clock: PostWorld['clock']
}

interface RestoreWork {
  workspace: Workspace
  /** @throws ActionError that names each unrestored change */
  restore(connected: Connected): Promise<void>
  /** Describes the remaining changes and the next step, for the case that the instance cannot be reached. */
  unreached(host: string): { fact: string; hint: string }
}

async function restore(
  { workspace, restore, unreached }: RestoreWork,
  { world, state: { instance, isGuarded }, deadlines }: RestoreOptions,
): Promise<void> {
  const { env, clock, cancelled } = world
  const secrets = createSecrets(world.mask)
  const print = isGuarded ? () => undefined : world.print
  try {
    for (const secret of proxySecrets(env)) secrets.keep(secret)
    const { render: signal } = deadlines
    const options = { world, version: '4.0', secrets, signal, workspace, log: print } as const
    const looker = connect(findInstance(world, secrets, { instance, unreached }), options)
    try {
      await restore({ looker, signal, secrets, clock })
    } finally {
      await logOut([looker], cancelled)
    }
  } catch (error) {
    const core = await world.core()
    const reason = asActionError(error)
    if (isGuarded) failStep({ core: withoutDebug(core), print }, withholdWords(reason), secrets)
    else failStep({ core, print }, reason, secrets)
  }
}

/**
 * Finds the instance that the main step changed. Tries the inputs first, then the job's environment: in a nested
 * composite action, the post step gets the inputs of the outer action, or none
 * (https://github.com/actions/runner/issues/3514).
 * @throws ActionError if neither the inputs nor the environment name that instance
 */
function findInstance(
  world: PostWorld,
  secrets: Secrets,
  { instance, unreached }: { instance: string | undefined; unreached: RestoreWork['unreached'] },
): Inputs['looker'] {
  const source = sourceOf(world, secrets)
  const problems: string[] = []
  for (const one of [source, { ...source, get: () => '' }])
    try {
      const found = readInstance(one)
      if (found.base.origin === instance) return found
      problems.push(`its base-url leads to ${found.base.host}`)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      problems.push(error.problems.join(' '))
    }
  const host = parseUrl(instance ?? '')?.host || 'the instance'
  const { fact, hint } = unreached(host)
  throw new ActionError(
    `${fact}. The post step cannot restore Looker, because it did not get the inputs of the main step: ${problems[0]}`,
    `${hint} In nested composite actions GitHub gives the post step other inputs: set LOOKERSDK_BASE_URL, LOOKERSDK_CLIENT_ID and LOOKERSDK_CLIENT_SECRET in the job's env.`,
  )
}

const deployToPutBack = (saved: SavedDeploy): RestoreWork => ({
  workspace: 'production',
  async restore({ looker: { host, session, log }, signal, secrets, clock }) {
    const project = projectOf({ id: saved.project, host, send: session.send, clean: secrets.clean })
    await putBackAfterKill(saved, { project, clock, signal, restore: signal, log })
  },
  unreached: host => unrestoredDeployFault(saved, host),
})

const branchesToRestore = (projects: readonly SavedProject[]): RestoreWork => ({
  workspace: 'dev',
  async restore({ looker: { host, session, log }, signal, secrets: { clean }, clock }) {
    const errors = await restoreAfterKill(projects, {
      project: id => devProjectOf({ id, host, send: session.send, clean }),
      userName: () => readUserName({ host, session }, signal, clean),
      clock,
      today: () => new Date(),
      signal,
      log,
    })
    throwAll(errors)
  },
  unreached(host) {
    const left = projects.map(project => unrestoredBranchFault(project, { ...project, host }, 'the API user'))
    return { fact: left.map(({ fact }) => fact).join('; '), hint: left.map(({ hint }) => hint).join(' ') }
  },
})

const dashboardsToDelete = (dashboards: readonly SavedDashboard[]): RestoreWork => ({
  workspace: 'production',
  async restore({ looker: { host, session, log }, signal, secrets: { clean }, clock }) {
    const store = dashboardStore({ host, session, clean })
    throwAll(await deleteAfterKill(dashboards, { store, clock, signal, log }))
  },
  unreached: host => undeletedDashboardsFault(dashboards, host),
})

function throwAll(errors: readonly ActionError[]): void {
  const [first] = errors
  if (first)
    throw new ActionError(errors.map(({ message }) => message).join('; '), first.hint, { cause: first })
}
