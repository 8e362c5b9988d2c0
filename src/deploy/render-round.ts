import { ActionError } from '../errors.ts'
import { type Deployer, deployCommit, ForeignDeployError } from './deploy-commit.ts'
import { moves, standingOf } from './moves.ts'

/**
 * Deploys a commit, does the work, and looks whether the commit was deployed to the end. Where somebody else deployed
 * meanwhile, the pictures may show another commit: the round is made once more. `previous` is what is deployed now.
 * @throws ForeignDeployError where somebody else deployed the second time, too
 */
export async function renderRound<T>(
  commit: string,
  previous: string,
  deployer: Deployer,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await workOn(commit, previous, deployer, work)
  } catch (error) {
    if (!(error instanceof ForeignDeployError)) throw error
    deployer.warn(toWarning(error))
    return workOn(commit, error.commit, deployer, work)
  }
}

const toWarning = ({ message, hint, commit }: ForeignDeployError) =>
  new ActionError(
    `${message}. The pictures were made once more, and what was deployed before this step is put back`,
    `Deploy ${commit} again if it is to stay. ${hint}`,
  )

async function workOn<T>(
  commit: string,
  previous: string,
  deployer: Deployer,
  work: () => Promise<T>,
): Promise<T> {
  await deployCommit(commit, previous, deployer)
  const done = await watched(commit, deployer, work)
  const deployed = await deployer.project.deployedCommit(deployer.restore)
  if (moves.rendered[standingOf(deployed, [commit])] === 'keep the pictures') return done
  throw new ForeignDeployError(deployed, deployer.project)
}

/** Milliseconds between looks during a round: they see somebody who deploys, and then puts ours back. */
const watchInterval = 30_000

/** @throws ForeignDeployError when the work is done, where another commit was seen meanwhile */
async function watched<T>(commit: string, deployer: Deployer, work: () => Promise<T>): Promise<T> {
  const over = new AbortController()
  const watching = watchCommit(commit, deployer, over.signal)
  const done = await work().finally(() => over.abort())
  const foreign = await watching
  if (foreign !== undefined) throw new ForeignDeployError(foreign, deployer.project)
  return done
}

/** The commit that came between; undefined where none was seen, or nothing more can be seen. */
async function watchCommit(
  commit: string,
  { project, clock, signal }: Deployer,
  over: AbortSignal,
): Promise<string | undefined> {
  const ended = AbortSignal.any([signal, over])
  try {
    for (;;) {
      await clock.sleep(watchInterval, ended)
      const deployed = await project.deployedCommit(ended)
      if (moves.rendering[standingOf(deployed, [commit])] === 'begin again') return deployed
    }
  } catch {
    // The look after the round tells what could not be seen here.
    return undefined
  }
}
