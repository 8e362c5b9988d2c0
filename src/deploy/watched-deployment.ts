import { ActionError, asActionError } from '../errors.ts'
import { type Project, RefusedDeployError } from '../looker/deployable-project.ts'
import { isObject } from '../runtime/json.ts'
import {
  type Deployer,
  deployAnyhow,
  deployCommit,
  deployMoves,
  ForeignDeployError,
  foreignDeployHint,
  isSameCommit,
  roleOfCommit,
} from './deployer.ts'

export interface Deployment {
  /** The commit that was deployed before the step. */
  before: string
  /**
   * Deploys a commit, does the work, and confirms that the commit is still deployed. If another user or job deployed a
   * commit in the meantime, the results may show that commit. The round then runs a second time.
   * @throws ForeignDeployError if another commit is also deployed during the second time
   */
  round<T>(commit: string, work: () => Promise<T>): Promise<T>
  /** Deploys the previous commit again. Does not throw. */
  end(): Promise<Ending>
}

/** At most one of `error` and `warning` is set. */
export interface Ending {
  /** The previous commit could not be deployed again. This error fails the step. */
  error?: ActionError
  /** Another user or job deployed a commit. The previous commit is deployed again. */
  warning?: ActionError
  foreign?: string
}

/**
 * Reads the deployed commit, and saves it for the post step before the first deploy.
 * @param ours the commits that will be deployed
 * @param save receives undefined when no restore is needed any more
 * @throws ActionError if nothing can be deployed
 */
export async function openDeployment(
  deployer: Deployer,
  ours: readonly string[],
  save: (saved: SavedDeploy | undefined) => void,
): Promise<Deployment> {
  await deployer.project.check(deployer.signal)
  const before = await deployer.project.deployedCommit(deployer.signal)
  const saved = { project: deployer.project.id, before, ours }
  save(saved)
  const tracked = track(deployer.project)
  const ownDeployer = { ...deployer, project: tracked.project }
  const disturbances: ForeignDeployError[] = []
  let deployed = before
  return {
    before,
    async round(commit, work) {
      const once = (previous: string) => workOnce(commit, previous, ownDeployer, work)
      const done = await once(deployed).catch(error => {
        if (!(error instanceof ForeignDeployError)) throw error
        disturbances.push(error)
        deployer.log(`${error.message}. The targets are rendered again.`)
        return once(error.commit).catch(again => {
          if (again instanceof ForeignDeployError) disturbances.push(again)
          throw again
        })
      })
      deployed = commit
      tracked.settle()
      return done
    },
    async end() {
      try {
        if (tracked.hasDeployed() || disturbances.length > 0)
          await putBack(saved, tracked.isPending() ? 'broken off' : 'done', deployer)
        // Looker may still finish an interrupted deploy, so the post step restores the previous commit once more.
        if (!tracked.isPending()) save(undefined)
        return toEnding(disturbances, saved, deployer.project)
      } catch (error) {
        if (!(error instanceof ForeignCommitStays)) return { error: asActionError(error) }
        // The other user's commit stays deployed, so the post step has nothing to do.
        save(undefined)
        return { error, foreign: error.commit }
      }
    },
  }
}

/** Records whether a deploy may have changed anything. A refused deploy changes nothing. */
function track(project: Project) {
  let hasDeployed = false
  let isPending = false
  const deploy: Project['deploy'] = async (commit, signal) => {
    try {
      await project.deploy(commit, signal)
    } catch (error) {
      if (error instanceof RefusedDeployError) throw error
      hasDeployed = true
      isPending = true
      throw error
    }
    hasDeployed = true
    isPending = true
  }
  return {
    project: { ...project, deploy },
    settle: () => {
      isPending = false
    },
    hasDeployed: () => hasDeployed,
    isPending: () => isPending,
  }
}

function toEnding(
  disturbances: readonly ForeignDeployError[],
  { before }: SavedDeploy,
  project: Project,
): Ending {
  const last = disturbances.at(-1)
  if (!last) return {}
  const fact = `${last.message}. Commit ${before}, which was deployed before this step, is deployed again`
  const hint = `If ${last.commit} should stay deployed, deploy it again: ${byHand(last.commit, project)}. ${foreignDeployHint}`
  return { warning: new ActionError(fact, hint), foreign: last.commit }
}

/** @throws ForeignDeployError if `commit` is no longer deployed after the work */
async function workOnce<T>(
  commit: string,
  previous: string,
  deployer: Deployer,
  work: () => Promise<T>,
): Promise<T> {
  await deployCommit(commit, previous, deployer)
  const done = await workWhileWatching(commit, deployer, work)
  const deployed = await deployer.project.deployedCommit(deployer.restore)
  if (deployMoves.rendered[roleOfCommit(deployed, [commit])] === 'keep the pictures') return done
  throw new ForeignDeployError(deployed, deployer.project)
}

/**
 * The pause between two reads of the deployed commit. The reads detect a user who deploys another commit and soon
 * afterwards the wanted commit again.
 */
const watchIntervalMs = 30_000

/** @throws ForeignDeployError after the work, if the deployed commit changed during the work */
async function workWhileWatching<T>(commit: string, deployer: Deployer, work: () => Promise<T>): Promise<T> {
  const over = new AbortController()
  const watching = watchCommit(commit, deployer, over.signal)
  const done = await work().finally(() => over.abort())
  const foreign = await watching
  if (foreign !== undefined) throw new ForeignDeployError(foreign, deployer.project)
  return done
}

/**
 * Waits until another commit is deployed, and returns that commit. Returns undefined if `commit` stayed deployed until
 * `over`, or if reading failed.
 */
async function watchCommit(
  commit: string,
  { project, clock, signal }: Deployer,
  over: AbortSignal,
): Promise<string | undefined> {
  const ended = AbortSignal.any([signal, over])
  try {
    for (;;) {
      await clock.sleep(watchIntervalMs, ended)
      const deployed = await project.deployedCommit(ended)
      if (deployMoves.rendering[roleOfCommit(deployed, [commit])] === 'begin again') return deployed
    }
  } catch {
    // If the error is permanent, the next read of the deployed commit reports it.
    return undefined
  }
}

/** The data with which the post step deploys the previous commit again. Contains no secret. */
export interface SavedDeploy {
  project: string
  /** The commit that was deployed before the step. */
  before: string
  ours: readonly string[]
}

export function readSavedDeploy(saved: unknown): SavedDeploy | undefined {
  if (!isObject(saved)) return undefined
  const { project, before, ours } = saved
  if (typeof project !== 'string' || typeof before !== 'string' || !Array.isArray(ours)) return undefined
  return { project, before, ours: ours.filter(commit => typeof commit === 'string') }
}

/**
 * Deploys the previous commit again, and confirms that it is deployed. Keeps a commit that another user deployed in the
 * meantime.
 * @param how `'broken off'` if Looker may still finish a deploy of this step
 * @throws ForeignCommitStays, or an ActionError that says how to deploy the commit by hand
 */
export async function putBack(
  { before, ours }: SavedDeploy,
  how: 'done' | 'broken off',
  deployer: Deployer,
): Promise<void> {
  const { project, restore: signal, log } = deployer
  try {
    const deployed = await project.deployedCommit(signal)
    const move = deployMoves.end[roleOfCommit(deployed, ours.filter(isOtherThan(before)), [before])]
    if (move === 'leave the commit') throw new ForeignCommitStays(deployed, before, project)
    const deployBefore = () => deployAnyhow(before, ours, { ...deployer, signal })
    if (move === 'put back') await deployBefore()
    // Looker may still finish an interrupted deploy. Deploying the previous commit now makes it the last deploy. If
    // Looker refuses the previous commit, Looker most likely refused the interrupted deploy, too.
    else if (how === 'broken off')
      await deployBefore().catch(error => {
        if (!(error instanceof RefusedDeployError)) throw error
      })
    log(`${before} is deployed in the LookML project ${project.id} again, as before this step.`)
  } catch (error) {
    if (error instanceof ForeignCommitStays) throw error
    if (error instanceof ForeignDeployError) throw new ForeignCommitStays(error.commit, before, project)
    throw putBackError(before, project, error)
  }
}

/** The time for Looker to finish a pending deploy after the runner killed the process. */
const deploySettlingMs = 10_000

/**
 * Restores the previous commit after the main step was killed. Restores it twice, because Looker may finish the main
 * step's deploy after the first time.
 * @throws the errors of `putBack`
 */
export async function putBackAfterKill(saved: SavedDeploy, deployer: Deployer): Promise<void> {
  await putBack(saved, 'broken off', deployer)
  await deployer.clock.sleep(deploySettlingMs, deployer.restore)
  await putBack(saved, 'done', deployer)
}

const isOtherThan = (before: string) => (commit: string) => !isSameCommit(commit, before)

function putBackError(before: string, project: Project, cause: unknown): ActionError {
  const publicFact = `Commit ${before}, which was deployed before this step, could not be deployed again to the LookML project ${project.id} at ${project.host}`
  return new ActionError(
    `${publicFact}: ${asActionError(cause).message}`,
    `Deploy it by hand: ${byHand(before, project)}.`,
    { cause, publicFact },
  )
}

/** Thrown if another user or job deployed a commit. The step does not replace that commit. */
class ForeignCommitStays extends ActionError {
  readonly commit: string

  constructor(commit: string, before: string, project: Project) {
    const { message } = new ForeignDeployError(commit, project)
    super(
      `${message}, and it is still deployed. Before this step, commit ${before} was deployed`,
      `If ${before} should be deployed, deploy it by hand: ${byHand(before, project)}. ${foreignDeployHint}`,
    )
    this.commit = commit
  }
}

/** Returns the message of a post step that cannot reach the instance. */
export const unrestoredDeployFault = ({ project: id, before, ours }: SavedDeploy, host: string) => ({
  fact: `The LookML project ${id} at ${host} may still be on commit ${ours.join(' or ')}, which this step deployed, instead of ${before}, which was deployed before`,
  hint: `Deploy ${before} by hand: ${byHand(before, { id, host })}.`,
})

export const byHand = (commit: string, { id, host }: Pick<Project, 'id' | 'host'>) =>
  `in Looker (Develop, ${id}, Deployment Manager), or with POST https://${host}/api/4.0/projects/${encodeURIComponent(id)}/deploy_ref_to_production?ref=${commit}`
