import { ActionError } from '../errors.ts'
import type { Clock } from '../runtime/time.ts'
import type { DevProject } from './dev-project.ts'
import { findPersonalBranch } from './restore-branches.ts'
import { type Branch, isTemporaryBranch, runOf, stemOf } from './temporary-branch.ts'

/** The pause before the step reads the other run's branch again. */
const waitMs = 15_000

interface WaitOptions {
  clock: Clock
  signal: AbortSignal
  log(line: string): void
  warn(warning: ActionError): void
}

export interface WaitForRun {
  checkedOut(project: DevProject): Promise<Branch>
  /** Pauses while another run uses the branch. The caller then has to read the branch again. */
  wait(branch: Branch, project: DevProject): Promise<void>
}

/**
 * Logs once which run the step waits for. If the deadline passes during the wait, `wait` or `checkedOut` throws an
 * error that names the other run.
 */
export function createWait({ clock, signal, log }: Omit<WaitOptions, 'warn'>): WaitForRun {
  const logged = new Set<string>()
  /** The branch of the other run, by project id. */
  const awaited = new Map<string, string>()
  const orDeadline = async <T>({ id, host }: DevProject, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (cause) {
      const name = awaited.get(id)
      throw signal.aborted && name !== undefined ? deadlineError(name, { id, host, cause }) : cause
    }
  }
  return {
    async checkedOut(project) {
      const branch = await orDeadline(project, () => project.checkedOut(signal))
      awaited.delete(project.id)
      return branch
    },
    async wait({ name }, project) {
      if (!logged.has(name))
        log(
          `Waiting for another run (${runOf(name)}), which has ${name} checked out in the LookML project ${project.id}.`,
        )
      logged.add(name)
      awaited.set(project.id, name)
      await orDeadline(project, () => clock.sleep(waitMs, signal))
    },
  }
}

const deadlineError = (name: string, { id, host, cause }: { id: string; host: string; cause: unknown }) =>
  new ActionError(
    `Another run (${runOf(name)}) had its branch ${name} checked out in the LookML project ${id} at ${host} until the deadline`,
    'An API user can check out only one branch. Let only one run at a time use the API key: add concurrency with queue: max to the workflow, or max-parallel: 1 to a matrix. If the other run has ended, check out another branch as the API user in Looker.',
    { cause },
  )

/** Deletes the branch that a killed run left checked out, and checks out the personal branch. */
export async function clearAway(
  { name }: Branch,
  project: DevProject,
  { signal, warn }: Pick<WaitOptions, 'signal' | 'warn'>,
): Promise<void> {
  const personal = await findPersonalBranch(project, signal)
  await project.checkOut(personal, signal)
  const all = await project.branches(signal)
  const left = all.filter(one => isTemporaryBranch(one.name) && stemOf(one.name) === stemOf(name))
  for (const { name } of left) await project.delete(name, signal)
  warn(
    new ActionError(
      `The branch ${name}, which a killed run left behind more than two hours ago, was still checked out in the LookML project ${project.id}. The branch was deleted, and ${personal} was checked out`,
      `Check in GitHub Actions why the run (${runOf(name)}) ended early.`,
    ),
  )
}
