import { ActionError, asActionError } from '../errors.ts'
import type { Project } from '../looker/project.ts'
import { type Deployer, deployAnyhow, ForeignDeployError } from './deploy-commit.ts'
import { isSameCommit, moves, standingOf } from './moves.ts'
import type { SavedDeploy } from './saved-state.ts'

/**
 * Puts back what was deployed before the step, once its last deploy is done or was broken off, and looks whether it is
 * deployed. What somebody else deployed after us is left alone.
 * @throws ActionError that names what stands there, what stood there before, and how to deploy that by hand
 */
export async function putBack(
  { before, ours }: SavedDeploy,
  how: 'done' | 'broken off',
  deployer: Deployer,
): Promise<void> {
  const { project, restore: signal, log } = deployer
  try {
    const deployed = await project.deployedCommit(signal)
    const move = moves.end[standingOf(deployed, ours.filter(isOther(before)), [before])]
    if (move === 'leave what stands') throw new ForeignDeployError(deployed, project)
    // A deploy of ours that was broken off may still be under way: what was there before is deployed after it.
    if (move === 'put back' || how === 'broken off') await deployAnyhow(before, ours, { ...deployer, signal })
    log(`${before} is deployed in the LookML project ${project.id} again, as before this step.`)
  } catch (error) {
    throw notPutBack(before, project, error)
  }
}

/** Milliseconds in which Looker may still carry out a deploy whose sender was killed. */
const settling = 10_000

/**
 * Puts back what was deployed before a step that was killed, and looks once more: Looker may carry out a deploy of that
 * step after ours.
 * @throws as `putBack`
 */
export async function putBackAfterKill(saved: SavedDeploy, deployer: Deployer): Promise<void> {
  await putBack(saved, 'broken off', deployer)
  await deployer.clock.sleep(settling, deployer.restore)
  await putBack(saved, 'done', deployer)
}

const isOther = (before: string) => (commit: string) => !isSameCommit(commit, before)

function notPutBack(before: string, { id, host }: Project, cause: unknown): ActionError {
  const publicFact = `The LookML project ${id} at ${host} is not as it was before this step, when commit ${before} was deployed`
  return new ActionError(
    `${publicFact}: ${asActionError(cause).message}`,
    `Deploy it by hand: in Looker (Develop, ${id}, Deployment Manager), or with POST https://${host}/api/4.0/projects/${encodeURIComponent(id)}/deploy_ref_to_production?ref=${before}.`,
    { cause, publicFact },
  )
}
