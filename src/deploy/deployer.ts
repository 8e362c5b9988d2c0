import { ActionError } from '../errors.ts'
import { type Project, UnknownCommitError } from '../looker/deployable-project.ts'
import type { Clock } from '../runtime/time.ts'

export interface Deployer {
  project: Project
  clock: Clock
  /** Aborts all requests except those of `restore`. */
  signal: AbortSignal
  /**
   * Aborts the last reads of the deployed commit, and the restore of the previous commit. Has a later deadline than
   * `signal`.
   */
  restore: AbortSignal
  log(line: string): void
}

/** The maximum time for Looker to fetch a commit, and to finish a deploy that it has accepted. */
const deployLimitMs = 60_000
const deployPauseMs = 5_000

/** Thrown if a user or another job deploys a commit during the step. */
export class ForeignDeployError extends ActionError {
  readonly commit: string

  constructor(commit: string, { id, host }: Project) {
    super(
      `Another user or job deployed commit ${commit} to the LookML project ${id} at ${host} while this step was running`,
      foreignDeployHint,
    )
    this.commit = commit
  }
}

export const foreignDeployHint =
  'Let only one run at a time use this Looker instance: give every workflow that deploys to it the same concurrency group. Deploy by hand only while no run is active.'

/**
 * Deploys a commit and waits until Looker has finished the deploy. `previous` is the commit that is deployed now. If
 * `previous` equals `commit`, sends nothing.
 * @throws ForeignDeployError, RefusedDeployError, or an ActionError if Looker does not finish the deploy
 */
export async function deployCommit(commit: string, previous: string, deployer: Deployer): Promise<void> {
  if (roleOfCommit(previous, [commit]) !== 'wanted') await deployAnyhow(commit, [previous], deployer)
}

/**
 * Deploys `commit` even if Looker already reports it as deployed. Otherwise, a pending deploy of a commit in `previous`
 * could end later and replace `commit`.
 */
export async function deployAnyhow(
  commit: string,
  previous: readonly string[],
  deployer: Deployer,
): Promise<void> {
  const { project, clock, signal, log } = deployer
  log(`Deploying ${commit} to the LookML project ${project.id}.`)
  await sendDeploy(commit, deployer)
  const until = clock.now() + deployLimitMs
  for (;;) {
    const deployed = await project.deployedCommit(signal)
    const move = deployMoves.deployed[roleOfCommit(deployed, [commit], previous)]
    if (move === 'render') return
    if (move === 'begin again') throw new ForeignDeployError(deployed, project)
    if (clock.now() >= until) throw unfinishedDeploy(commit, deployed, project)
    await clock.sleep(deployPauseMs, signal)
  }
}

/** Sends the deploy. Retries for a minute if Looker's clone does not have the commit yet. */
async function sendDeploy(commit: string, { project, clock, signal, log }: Deployer): Promise<void> {
  const until = clock.now() + deployLimitMs
  for (;;) {
    try {
      return await project.deploy(commit, signal)
    } catch (error) {
      if (!(error instanceof UnknownCommitError) || clock.now() >= until) throw error
      log(`${error.message}. Trying again.`)
      await clock.sleep(deployPauseMs, signal)
    }
  }
}

const unfinishedDeploy = (commit: string, deployed: string, { id, host }: Project) =>
  new ActionError(
    `${host} accepted the deploy of commit ${commit} to the LookML project ${id}, but did not finish it: ${deployed} is still deployed after a minute`,
    'Deploy the commit by hand in Looker (Develop, the project, Deployment Manager) to see the reason.',
  )

/** The role of the deployed commit in this step. */
type CommitRole =
  /** The commit that should be deployed now. */
  | 'wanted'
  /**
   * The commit that was deployed before the current deploy. At the end of the step, the commit that was deployed before
   * the step.
   */
  | 'previous'
  /** A commit that a user or another run deployed. */
  | 'foreign'

/** The moment at which the step reads the deployed commit. */
type DeployMoment = 'deployed' | 'rendering' | 'rendered' | 'end'

type DeployMove =
  | 'render'
  /** Read the deployed commit again after a pause, because Looker has not finished the deploy. */
  | 'read again'
  | 'go on'
  /** Deploy again, and render again. */
  | 'begin again'
  | 'keep the pictures'
  | 'put back'
  | 'nothing to put back'
  | 'leave the commit'

export const deployMoves = {
  deployed: { wanted: 'render', previous: 'read again', foreign: 'begin again' },
  rendering: { wanted: 'go on', previous: 'begin again', foreign: 'begin again' },
  rendered: { wanted: 'keep the pictures', previous: 'begin again', foreign: 'begin again' },
  end: { wanted: 'put back', previous: 'nothing to put back', foreign: 'leave the commit' },
} as const satisfies Record<DeployMoment, Record<CommitRole, DeployMove>>

export const isSameCommit = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

export function roleOfCommit(
  deployed: string,
  wanted: readonly string[],
  previous: readonly string[] = [],
): CommitRole {
  const isAmong = (commits: readonly string[]) => commits.some(commit => isSameCommit(commit, deployed))
  if (isAmong(wanted)) return 'wanted'
  return isAmong(previous) ? 'previous' : 'foreign'
}
