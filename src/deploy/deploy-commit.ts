import { ActionError } from '../errors.ts'
import { type Project, UnknownCommitError } from '../looker/project.ts'
import type { Clock } from '../runtime/clock.ts'
import { moves, standingOf } from './moves.ts'

export interface Deployer {
  project: Project
  clock: Clock
  /** Ends deploying for the pictures' sake. */
  signal: AbortSignal
  /** Ends later: looks at what is deployed, and putting back. */
  restore: AbortSignal
  log(line: string): void
  /** What does not fail the step, and somebody has to know. */
  warn(warning: ActionError): void
}

/** Milliseconds in which Looker may fetch a commit, and carry out a deploy that it accepted. */
const patience = 60_000
/** Between two tries, and between two looks. */
const pause = 5_000

/** Somebody else deployed while we were at work. */
export class ForeignDeployError extends ActionError {
  readonly commit: string

  constructor(commit: string, { id, host }: Project) {
    super(
      `Somebody else deployed commit ${commit} to the LookML project ${id} at ${host} while this step was at work`,
      `Let one run at a time use the instance (concurrency in the workflow, the same group in every workflow that deploys there), and deploy there by hand when no run is at work.`,
    )
    this.commit = commit
  }
}

/**
 * Deploys a commit and looks whether it is deployed. `previous` is what is deployed now; the same commit is not
 * deployed again.
 * @throws ForeignDeployError, and an ActionError where Looker refuses it or does not carry it out
 */
export async function deployCommit(commit: string, previous: string, deployer: Deployer): Promise<void> {
  if (standingOf(previous, [commit]) !== 'wanted') await deployAnyhow(commit, [previous], deployer)
}

/** The same where another deploy of ours may be under way: any of `previous` may stand there for a while. */
export async function deployAnyhow(
  commit: string,
  previous: readonly string[],
  deployer: Deployer,
): Promise<void> {
  const { project, clock, signal, log } = deployer
  log(`Deploying ${commit} to the LookML project ${project.id}.`)
  await sendDeploy(commit, deployer)
  const until = clock.now() + patience
  for (;;) {
    const deployed = await project.deployedCommit(signal)
    const move = moves.deployed[standingOf(deployed, [commit], previous)]
    if (move === 'render') return
    if (move === 'begin again') throw new ForeignDeployError(deployed, project)
    if (clock.now() >= until) throw notDone(commit, deployed, project)
    await clock.sleep(pause, signal)
  }
}

/** A commit that was pushed just now is not in Looker's clone yet: tried again for a minute. */
async function sendDeploy(commit: string, { project, clock, signal, log }: Deployer): Promise<void> {
  const until = clock.now() + patience
  for (;;) {
    try {
      return await project.deploy(commit, signal)
    } catch (error) {
      if (!(error instanceof UnknownCommitError) || clock.now() >= until) throw error
      log(`${error.message}. Trying again.`)
      await clock.sleep(pause, signal)
    }
  }
}

const notDone = (commit: string, deployed: string, { id, host }: Project) =>
  new ActionError(
    `${host} accepted the deploy of commit ${commit} to the LookML project ${id}, but did not carry it out: ${deployed} is still deployed after a minute`,
    `Deploy it by hand in Looker (Develop, the project, Deployment Manager) to see what keeps it from that.`,
  )
