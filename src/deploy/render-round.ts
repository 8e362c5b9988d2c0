import { ActionError } from '../errors.ts'
import { type Deployer, deployCommit, ForeignDeployError } from './deploy-commit.ts'
import { moves, standingOf } from './moves.ts'

/**
 * Deploys a commit, does the work while it stands, and looks whether it stood to the end: what was made while somebody
 * else deployed is no work of this commit's. Then the round is made once more. `previous` is what stands there now.
 * @throws ForeignDeployError where somebody came between the second time, too
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
  const done = await work()
  const deployed = await deployer.project.deployedCommit(deployer.restore)
  if (moves.rendered[standingOf(deployed, [commit])] === 'keep the pictures') return done
  throw new ForeignDeployError(deployed, deployer.project)
}
