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

/** What the post step needs to put back what was deployed. Holds no secret. */
export interface SavedDeploy {
  project: string
  /** The commit that was deployed before the step. */
  before: string
  /** The commits that the step deploys. */
  ours: readonly string[]
}

/** Undefined if there is nothing to put back. */
export function readSavedDeploy(saved: unknown): SavedDeploy | undefined {
  if (!isObject(saved)) return undefined
  const { project, before, ours } = saved
  if (typeof project !== 'string' || typeof before !== 'string' || !Array.isArray(ours)) return undefined
  return { project, before, ours: ours.filter(commit => typeof commit === 'string') }
}

/**
 * Deploys again what was deployed before the step, and confirms it. What somebody else deployed meanwhile stays.
 * `how` says whether a deploy of ours may still be under way at Looker.
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
    if (move === 'leave what stands') throw new ForeignCommitStays(deployed, before, project)
    const deployBefore = () => deployAnyhow(before, ours, { ...deployer, signal })
    if (move === 'put back') await deployBefore()
    // Looker may still finish a deploy that was broken off, so the commit from before has to be deployed after it. If
    // Looker refuses that, it has most likely refused the other deploy as well.
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

/** Milliseconds in which Looker may still finish a deploy of a process that was killed. */
const deploySettlingMs = 10_000

/**
 * Puts back after the main step was killed, and once more later: Looker may finish that step's deploy after ours.
 * @throws as `putBack`
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

/** Somebody else deployed a commit, which stays. */
export class ForeignCommitStays extends ActionError {
  readonly commit: string

  constructor(commit: string, before: string, project: Project) {
    const { message } = new ForeignDeployError(commit, project)
    super(
      `${message}, and it is still deployed. Before this step, commit ${before} was deployed`,
      `If ${before} is to be deployed, deploy it by hand: ${byHand(before, project)}. ${foreignDeployHint}`,
    )
    this.commit = commit
  }
}

/** The post step cannot reach the instance. */
export const unreachedDeploy = ({ project: id, before, ours }: SavedDeploy, host: string) => ({
  fact: `The LookML project ${id} at ${host} may not be as it was before this step, when commit ${before} was deployed: this step deployed ${ours.join(' and ')}`,
  hint: `Deploy ${before} by hand: ${byHand(before, { id, host })}.`,
})

/** How a person deploys a commit. */
export const byHand = (commit: string, { id, host }: Pick<Project, 'id' | 'host'>) =>
  `in Looker (Develop, ${id}, Deployment Manager), or with POST https://${host}/api/4.0/projects/${encodeURIComponent(id)}/deploy_ref_to_production?ref=${commit}`
