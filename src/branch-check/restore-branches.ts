import { ActionError, asActionError } from '../errors.ts'
import type { Clock } from '../runtime/time.ts'
import { type DevProject, MissingBranchError } from './dev-project.ts'
import { branchMoves, isTemporaryBranch, roleOfBranch, type SavedProject } from './temporary-branch.ts'

export interface Restorer {
  project(id: string): DevProject
  userName(): Promise<string>
  clock: Clock
  today(): Date
  /**
   * Ends the work on the branches. Aborts later than the signal of the queries, so that the branches can still be
   * restored.
   */
  signal: AbortSignal
  log(line: string): void
}

const maxRestoreTries = 3
const restorePauseMs = 2000
/** The time in which Looker may still execute a request after the runner killed the process. */
const settlingMs = 10_000

/**
 * In each project, checks out the previous branch, deletes the step's temporary branches, and confirms both. If a user
 * has checked out another branch in the meantime, keeps that branch checked out.
 * @returns an error with a next step for each project that could not be restored
 */
export async function restoreBranches(
  saved: readonly SavedProject[],
  restorer: Restorer,
): Promise<ActionError[]> {
  const errors = await Promise.all(saved.map(project => restoreProject(project, restorer)))
  return errors.flat()
}

/** Restores twice, because Looker may execute a request of the killed step after the first restore. */
export async function restoreAfterKill(
  saved: readonly SavedProject[],
  restorer: Restorer,
): Promise<ActionError[]> {
  const errors = await restoreBranches(saved, restorer)
  try {
    await restorer.clock.sleep(settlingMs, restorer.signal)
  } catch {
    return errors
  }
  return restoreBranches(saved, restorer)
}

/** After an error, repeats all steps, because a wrong branch affects all users and jobs that share the API user. */
async function restoreProject(saved: SavedProject, restorer: Restorer): Promise<ActionError[]> {
  if (saved.ours.length === 0) return []
  for (let tries = 1; ; tries++) {
    const errors = await restoreOnce(saved, restorer)
    if (errors.length === 0 || tries === maxRestoreTries || restorer.signal.aborted) return errors
    await restorer.clock.sleep(restorePauseMs, restorer.signal).catch(() => undefined)
  }
}

async function restoreOnce(saved: SavedProject, restorer: Restorer): Promise<ActionError[]> {
  const project = restorer.project(saved.id)
  const errors: ActionError[] = []
  let left = ''
  try {
    left = await checkOutAgain(saved, project, restorer)
  } catch (error) {
    errors.push(restoreError(saved, project, await restorer.userName(), error))
  }
  for (const name of saved.ours)
    try {
      await deleteBranch(name, project, restorer)
    } catch (error) {
      errors.push(deletionError(name, project, error))
    }
  if (errors.length === 0)
    restorer.log(
      `The temporary branches of the LookML project ${saved.id} are deleted; ${left} is checked out${left === saved.before ? ' again' : ''}.`,
    )
  return errors
}

/**
 * Checks out the previous branch if a temporary branch of this step is checked out.
 * @returns the branch that is checked out at the end
 */
async function checkOutAgain(
  { before, ours }: SavedProject,
  project: DevProject,
  restorer: Restorer,
): Promise<string> {
  const readMove = async () => {
    const branch = await project.checkedOut(restorer.signal)
    return { name: branch.name, move: branchMoves.end[roleOfBranch(branch, { ours }, restorer.today())] }
  }
  const { name, move } = await readMove()
  if (move === 'nothing to restore') return name
  await checkOutSaved(before, project, restorer)
  const now = await readMove()
  if (now.move === 'nothing to restore') return now.name
  throw new ActionError(
    `Looker answered that it checked out ${before}, but ${now.name} is still checked out`,
    'Run the job again.',
  )
}

async function checkOutSaved(before: string, project: DevProject, { signal, log }: Restorer): Promise<void> {
  try {
    await project.checkOut(before, signal)
  } catch (error) {
    if (!(error instanceof MissingBranchError)) throw error
    const personal = await findPersonalBranch(project, signal)
    log(`The branch ${before} of the LookML project ${project.id} is gone; checking out ${personal} instead.`)
    await project.checkOut(personal, signal)
  }
}

/**
 * Returns the branch that Looker created for the API user.
 * @throws ActionError if that branch does not exist
 */
export async function findPersonalBranch(project: DevProject, signal: AbortSignal): Promise<string> {
  const all = await project.branches(signal)
  const personal = all.find(({ name, isPersonal }) => isPersonal && !isTemporaryBranch(name))
  if (personal) return personal.name
  throw new ActionError(
    `The API user has no personal branch in the LookML project ${project.id}, so no branch could be checked out at the end`,
    `Log in to Looker as that user, turn on development mode, and open the project ${project.id}. Looker then creates the branch.`,
  )
}

async function deleteBranch(name: string, project: DevProject, { signal }: Restorer): Promise<void> {
  await project.delete(name, signal)
  if ((await project.find(name, signal)) === undefined) return
  throw new ActionError(
    `Looker answered that it deleted ${name}, but the branch is still there`,
    'Run the job again.',
  )
}

function restoreError(saved: SavedProject, project: DevProject, user: string, cause: unknown): ActionError {
  const { fact, hint } = unrestoredBranchFault(saved, project, user)
  return new ActionError(`${fact}: ${asActionError(cause).message}`, hint, { cause })
}

export const unrestoredBranchFault = (
  { before, ours }: SavedProject,
  { id, host }: Pick<DevProject, 'id' | 'host'>,
  user: string,
) => ({
  fact: `In the LookML project ${id} at ${host}, a temporary branch of this step (${ours.join(' or ')}) may still be checked out for ${user}, in place of ${before}`,
  hint: `Check out ${before} as that user in Looker (Develop, ${id}, branch menu), or with the API in the workspace dev: PUT https://${host}/api/4.0/projects/${encodeURIComponent(id)}/git_branch and {"name": ${JSON.stringify(before)}}.`,
})

function deletionError(name: string, { id, host }: DevProject, cause: unknown): ActionError {
  const { message } = asActionError(cause)
  return new ActionError(
    `The temporary branch ${name} of the LookML project ${id} at ${host} is still there: ${message}`,
    `Delete the branch in Looker (Develop, ${id}, branch menu) or with git push origin --delete ${name}.`,
    { cause },
  )
}
