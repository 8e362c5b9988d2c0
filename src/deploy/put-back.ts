import { ActionError, asActionError } from '../errors.ts'
import { type Project, RefusedDeployError } from '../looker/project.ts'
import { isObject } from '../runtime/json.ts'
import {
  type Deployer,
  deployAnyhow,
  ForeignDeployError,
  foreignDeployHint,
  isSameCommit,
  moves,
  standingOf,
} from './deployer.ts'

/** The data with which the post step deploys the previous commit again. Contains no secret. */
export interface SavedDeploy {
  project: string
  /** The commit that was deployed before the step. */
  before: string
  /** The commits that the step deploys. */
  ours: readonly string[]
}

/** Undefined if there is nothing to restore. */
export function readSavedDeploy(saved: unknown): SavedDeploy | undefined {
  if (!isObject(saved)) return undefined
  const { project, before, ours } = saved
  if (typeof project !== 'string' || typeof before !== 'string' || !Array.isArray(ours)) return undefined
  return { project, before, ours: ours.filter(commit => typeof commit === 'string') }
}

/**
 * Deploys the previous commit again, and confirms it. Keeps a commit that another person deployed in the meantime.
 * @param how whether Looker may still finish a deploy of this step
 * @throws ForeignCommitStays, or another ActionError that names the commit and how to deploy it by hand
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
    if (move === 'leave the commit') throw new ForeignCommitStays(deployed, before, project)
    const deployBefore = () => deployAnyhow(before, ours, { ...deployer, signal })
    if (move === 'put back') await deployBefore()
    // Looker may still finish an interrupted deploy, so the previous commit is deployed after it. If Looker refuses
    // that, it most likely refused the interrupted deploy, too.
    else if (how === 'broken off')
      await deployBefore().catch(error => {
        if (!(error instanceof RefusedDeployError)) throw error
      })
    log(`${before} is deployed in the LookML project ${project.id} again, as before this step.`)
  } catch (error) {
    if (error instanceof ForeignCommitStays) throw error
    if (error instanceof ForeignDeployError) throw new ForeignCommitStays(error.commit, before, project)
    throw notPutBack(before, project, error)
  }
}

/** After the process was killed, Looker may still finish its deploy for this number of milliseconds. */
const deploySettlingMs = 10_000

/**
 * Restores the previous commit after the main step was killed. Restores it again later, because Looker may finish the
 * main step's deploy after ours.
 * @throws as `putBack` does
 */
export async function putBackAfterKill(saved: SavedDeploy, deployer: Deployer): Promise<void> {
  await putBack(saved, 'broken off', deployer)
  await deployer.clock.sleep(deploySettlingMs, deployer.restore)
  await putBack(saved, 'done', deployer)
}

const isOther = (before: string) => (commit: string) => !isSameCommit(commit, before)

function notPutBack(before: string, project: Project, cause: unknown): ActionError {
  const publicFact = `The LookML project ${project.id} at ${project.host} is not as it was before this step, when commit ${before} was deployed`
  return new ActionError(
    `${publicFact}: ${asActionError(cause).message}`,
    `Deploy it by hand: ${byHand(before, project)}.`,
    { cause, publicFact },
  )
}

/** Another user or job deployed a commit, which is kept. */
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

/** Returns the error if the post step cannot reach the instance. */
export const unreachedDeploy = ({ project: id, before, ours }: SavedDeploy, host: string) => ({
  fact: `The LookML project ${id} at ${host} may not be as it was before this step, when commit ${before} was deployed: this step deployed ${ours.join(' and ')}`,
  hint: `Deploy ${before} by hand: ${byHand(before, { id, host })}.`,
})

/** Returns instructions for deploying a commit by hand. */
export const byHand = (commit: string, { id, host }: Pick<Project, 'id' | 'host'>) =>
  `in Looker (Develop, ${id}, Deployment Manager), or with POST https://${host}/api/4.0/projects/${encodeURIComponent(id)}/deploy_ref_to_production?ref=${commit}`
