import { ActionError, asActionError } from '../errors.ts'
import { type Project, RefusedDeployError } from '../looker/deployable-project.ts'
import { isObject } from '../runtime/json.ts'
import {
  type Deployer,
  deployAnyhow,
  deployMoves,
  ForeignDeployError,
  foreignDeployHint,
  isSameCommit,
  roleOfCommit,
} from './deployer.ts'

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
const deploySettlingMs = 10000

/**
 * Restores the previous commit after the main step was killed. Restores it twice, because Looker may finish the main
 * step's deploy after the first restore.
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
export class ForeignCommitStays extends ActionError {
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
