import { ActionError, asActionError } from '../errors.ts'
import { type Project, RefusedDeployError } from '../looker/deployable-project.ts'
import {
  type Deployer,
  deployCommit,
  deployMoves,
  ForeignDeployError,
  foreignDeployHint,
  isSameCommit,
  roleOfCommit,
} from './deployer.ts'
import { byHand, ForeignCommitStays, putBack, type SavedDeploy } from './put-back.ts'

export interface Deployment {
  /** The commit that was deployed before the step's first deploy. */
  readonly before: string
  /**
   * Reads `before` again, because another user or job may deploy a commit while this step prepares its first deploy. Must
   * be called before the first round.
   * @returns whether `before` has changed
   */
  renew(): Promise<boolean>
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
  let before = await deployer.project.deployedCommit(deployer.signal)
  let saved = { project: deployer.project.id, before, ours }
  save(saved)
  const tracked = track(deployer.project)
  const ownDeployer = { ...deployer, project: tracked.project }
  const disturbances: ForeignDeployError[] = []
  let deployed = before
  return {
    get before() {
      return before
    },
    async renew() {
      const now = await deployer.project.deployedCommit(deployer.signal)
      if (isSameCommit(now, before)) return false
      deployer.log(`Another user or job has deployed commit ${now} in place of ${before}.`)
      before = now
      deployed = now
      saved = { ...saved, before }
      save(saved)
      return true
    },
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
 * The pause between two reads of the deployed commit. The reads detect a user who deploys another commit, and then soon
 * deploys the wanted commit again.
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
