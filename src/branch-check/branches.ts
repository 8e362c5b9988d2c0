import { ActionError, Interruption } from '../errors.ts'
import type { Clock } from '../runtime/time.ts'
import { type DevProject, NoDevelopError, RefusedBranchError, UnfetchedCommitError } from './dev-project.ts'
import { findPersonalBranch, type Restorer, restoreBranches } from './restore-branches.ts'
import {
  type Branch,
  branchMoves,
  type CheckSide,
  roleOfBranch,
  type SavedProject,
} from './temporary-branch.ts'
import { clearAway, createWait, type WaitForRun } from './wait-for-other-run.ts'

export interface BranchOptions {
  projectId: string
  /** Other projects whose models the check uses, by id. They usually import the project. */
  otherProjects: readonly string[]
  project(id: string): DevProject
  productionCommit(id: string): Promise<string>
  /**
   * Returns the beginning of the names of the temporary branches, always the same: see `createStem`. First called after
   * the wait for other runs, because other runs delete branches whose names contain an old time.
   */
  stem(): string
  clock: Clock
  today(): Date
  /** Ends the check. `close` still restores the branches. */
  signal: AbortSignal
  restorer: Restorer
  /**
   * Receives the branches to restore. Called before each request that creates a branch, and with an empty list after
   * all branches are restored.
   */
  save(saved: readonly SavedProject[]): void
  log(line: string): void
  warn(warning: ActionError): void
}

export interface Branches {
  /**
   * Checks out a temporary branch at the side's commit, does the work, and confirms that the branch is still checked
   * out. If another run or a reset interfered, does all of this once more.
   * @throws DisturbedBranchError if the answers may come from different LookML
   */
  during<T>(side: CheckSide, commit: string, work: () => Promise<T>): Promise<T>
  /** Maps the id of each of `otherProjects` that could not be checked out at production's commit to the reason. */
  unavailable: ReadonlyMap<string, ActionError>
  /**
   * Restores the branches that were checked out before the step began, and deletes the temporary branches.
   * @returns an error for each branch that could not be restored or deleted
   */
  close(): Promise<ActionError[]>
}

/** Thrown if an unexpected branch was checked out. */
export class DisturbedBranchError extends ActionError {
  readonly branch: string

  constructor(fact: string, hint: string, branch: string) {
    super(fact, hint)
    this.branch = branch
  }
}

/** The time for Looker to fetch new commits after a request for the list of branches. */
const fetchMs = 5000
/** The pause before the checked-out branch is read again. */
const lateAnswerMs = 5000
/** The maximum number of projects. It limits the requests, and no known project imports as many. */
const maxProjects = 50

/** A project, and the branch that was checked out before the step changed anything. */
interface EnteredProject {
  project: DevProject
  before: string
  ours: Set<string>
}

interface OpenedBranches {
  main: DevProject
  others: readonly DevProject[]
  entered: Map<string, EnteredProject>
  /** Imported projects that the API user may not develop, by id. */
  closed: Map<string, NoDevelopError>
  unavailable: Map<string, ActionError>
  options: BranchOptions
  waits: WaitForRun
}

/** The branch to check out in a project. In every project but the main one, both sides use the same branch. */
interface WantedBranch {
  project: DevProject
  name: string
  commit: string
}

/**
 * Reads the checked-out branches of all projects, to restore them at the end. Waits while another run uses these
 * branches.
 * @throws ActionError if no branch can be checked out
 */
export async function openBranches(options: BranchOptions): Promise<Branches> {
  const main = options.project(options.projectId)
  const branches: OpenedBranches = {
    main,
    others: options.otherProjects.map(id => options.project(id)),
    entered: new Map(),
    closed: new Map(),
    unavailable: new Map(),
    options,
    waits: createWait(options),
  }
  // After a wait, all projects are read again, because another run may have checked out a branch during the wait, even
  // in a project that was already read.
  while (!(await visitProjects(branches, project => readBefore(project, branches)))) branches.entered.clear()
  let isBrokenOff = false
  return {
    unavailable: branches.unavailable,
    async during(side, commit, work) {
      isBrokenOff = true
      const done = await doRound(side, commit, work, branches)
      isBrokenOff = false
      return done
    },
    async close() {
      const errors = await restoreBranches(savedOf(branches), options.restorer)
      // If a request was interrupted, Looker may still execute it, so the post step restores the branches again.
      if (errors.length === 0 && !isBrokenOff) options.save([])
      return errors
    },
  }
}

const savedOf = ({ entered }: OpenedBranches): SavedProject[] =>
  [...entered.values()].map(({ project, before, ours }) => ({ id: project.id, before, ours: [...ours] }))

/**
 * Visits the main project and then the other projects, each with all projects that its checked-out branch imports. Stops
 * if `visit` returns false. If another project or one of its imports fails, continues without it.
 */
async function visitProjects(branches: OpenedBranches, visit: ProjectVisit): Promise<boolean> {
  const { main, others, unavailable, options } = branches
  const seen = new Set<string>()
  if (!(await visitWithImports(main, seen, visit, branches))) return false
  for (const project of others.filter(({ id }) => !unavailable.has(id)))
    try {
      if (!(await visitWithImports(project, seen, visit, branches))) return false
    } catch (error) {
      const isFinal = error instanceof DisturbedBranchError || error instanceof Interruption
      if (!(error instanceof ActionError) || isFinal || options.signal.aborted) throw error
      unavailable.set(project.id, error)
    }
  return true
}

type ProjectVisit = (project: DevProject) => Promise<boolean>

/** @throws NoDevelopError if the API user may not develop the project, or an import of another project than the main one */
async function visitWithImports(
  root: DevProject,
  seen: Set<string>,
  visit: ProjectVisit,
  { main, closed, options }: OpenedBranches,
): Promise<boolean> {
  const found = [root]
  for (const project of found) {
    const refusal = closed.get(project.id)
    if (refusal && root !== main) throw refusal
    if (refusal || seen.has(project.id)) continue
    try {
      if (!(await visit(project))) return false
      seen.add(project.id)
      for (const id of await project.localImports(options.signal))
        if (found.length < maxProjects && found.every(one => one.id !== id)) found.push(options.project(id))
    } catch (error) {
      if (root !== main || project === main || !(error instanceof NoDevelopError)) throw error
      closed.set(project.id, error)
      options.warn(
        new ActionError(
          `The API user may not develop the imported LookML project ${project.id}, so the check uses the version of its LookML that is checked out for that user`,
          error.hint,
          { cause: error },
        ),
      )
    }
  }
  return true
}

/**
 * @returns false after a wait, and after a killed run's branch was deleted. Branches that were read earlier may then
 * have changed
 */
async function readBefore(
  project: DevProject,
  { entered, options, waits }: OpenedBranches,
): Promise<boolean> {
  const { signal, today } = options
  const branch = await waits.checkedOut(project)
  const note = (before: string) => entered.set(project.id, { project, before, ours: new Set() })
  switch (branchMoves.begin[roleOfBranch(branch, { ours: [] }, today())]) {
    case 'save it':
      note(branch.name)
      return true
    case 'save the personal branch':
      note(await findPersonalBranch(project, signal))
      return true
    case 'clear away':
      await clearAway(branch, project, options)
      return false
    case 'wait':
      await waits.wait(branch, project)
      return false
  }
}

async function doRound<T>(
  side: CheckSide,
  commit: string,
  work: () => Promise<T>,
  branches: OpenedBranches,
): Promise<T> {
  for (let round = 1; ; round++) {
    const wanted = await enter(side, commit, branches)
    const done = await work()
    const wrong = await findWrongBranch(wanted, branches)
    if (!wrong) return done
    if (wrong.move === 'leave it' || round === 2) throw disturbedError(wrong)
    branches.options.log(`${disturbedError(wrong).message}. The queries are run again.`)
  }
}

/**
 * Checks out the side's branch in the main project, and a branch at production's commit in each imported or other
 * project.
 */
async function enter(side: CheckSide, commit: string, branches: OpenedBranches): Promise<WantedBranch[]> {
  const { main, options } = branches
  const all: WantedBranch[] = []
  await visitProjects(branches, async project => {
    const wanted =
      project === main
        ? { project, name: `${options.stem()}-${side}`, commit }
        : { project, name: `${options.stem()}-base`, commit: await options.productionCommit(project.id) }
    await enterProject(wanted, branches)
    // The imported projects depend on the commit, so the commit is confirmed before the manifest is read.
    await confirmEntered(wanted, branches)
    all.push(wanted)
    return true
  })
  return all
}

/** @param seen another run's branch, if it has just been read */
async function enterProject(wanted: WantedBranch, branches: OpenedBranches, seen?: Branch): Promise<void> {
  const { entered, options } = branches
  const { project, name, commit } = wanted
  // If only this side imports the project, its checked-out branch is not saved yet.
  while (!entered.has(project.id)) await readBefore(project, branches)
  const ours = entered.get(project.id)?.ours ?? new Set<string>()
  if (ours.size > 0) await waitForTurn(wanted, branches, seen)
  if (ours.has(name)) return project.checkOut(name, options.signal)
  ours.add(name)
  options.save(savedOf(branches))
  options.log(`Creating the branch ${name} at commit ${commit} in the LookML project ${project.id}.`)
  try {
    await createBranch(wanted, options)
  } catch (error) {
    if (error instanceof RefusedBranchError || !(await isCheckedOut(wanted, options))) throw error
  }
}

/**
 * Waits until no other run uses the project.
 * @throws DisturbedBranchError if a user checked out another branch after the step created its branches
 */
async function waitForTurn(
  { project, name, commit }: WantedBranch,
  { entered, options, waits }: OpenedBranches,
  seen?: Branch,
): Promise<void> {
  const ours = [...(entered.get(project.id)?.ours ?? [])]
  for (let count = 0; ; count++) {
    const branch = (count === 0 && seen) || (await waits.checkedOut(project))
    const move = branchMoves.return[roleOfBranch(branch, { ours }, options.today())]
    // If the step waited, the other run has ended and restored the original branch.
    if (move === 'enter' || (move === 'leave it' && count > 0)) return
    if (move === 'leave it') throw disturbedError({ project, name, commit, branch })
    await waits.wait(branch, project)
  }
}

async function createBranch({ project, name, commit }: WantedBranch, options: BranchOptions): Promise<void> {
  const { clock, signal, log } = options
  try {
    await project.create(name, commit, signal)
  } catch (error) {
    if (!(error instanceof UnfetchedCommitError)) throw error
    log(`${error.message}. Trying again.`)
    await project.branches(signal)
    await clock.sleep(fetchMs, signal)
    await project.create(name, commit, signal)
  }
}

/** Looker may have created the branch although the request failed. */
async function isCheckedOut({ project, name }: WantedBranch, { signal }: BranchOptions): Promise<boolean> {
  try {
    return (await project.checkedOut(signal)).name === name
  } catch {
    return false
  }
}

async function confirmEntered(wanted: WantedBranch, branches: OpenedBranches): Promise<void> {
  const { project, name, commit } = wanted
  const { entered, options } = branches
  const { before, ours = new Set<string>() } = entered.get(project.id) ?? {}
  let [isReset, isEntered, isReadAgain] = [false, false, false]
  for (;;) {
    const branch = await project.checkedOut(options.signal)
    const role = roleOfBranch(branch, { ours: [...ours], now: { name, commit } }, options.today())
    const move = branchMoves.entered[role]
    if (move === 'query') return
    // A server of Looker may answer late with the branch that was checked out before.
    if (move === 'leave it' && branch.name === before && !isReadAgain) {
      isReadAgain = true
      await options.clock.sleep(lateAnswerMs, options.signal)
      continue
    }
    const isInVain = (move === 'reset' && isReset) || (role === 'left behind' && isEntered)
    if (move === 'leave it' || isInVain) throw disturbedError({ project, name, commit, branch })
    if (move === 'wait') await enterProject(wanted, branches, branch)
    else await project.reset(name, commit, options.signal)
    isReset ||= move === 'reset'
    isEntered ||= move === 'wait'
  }
}

interface WrongBranch extends WantedBranch {
  branch: Branch
  move?: 'repeat' | 'leave it'
}

async function findWrongBranch(
  all: readonly WantedBranch[],
  { entered, options }: OpenedBranches,
): Promise<WrongBranch | undefined> {
  for (const { project, name, commit } of all) {
    const branch = await project.checkedOut(options.signal)
    const ours = [...(entered.get(project.id)?.ours ?? [])]
    const role = roleOfBranch(branch, { ours, now: { name, commit } }, options.today())
    const move = branchMoves.queried[role]
    if (move !== 'keep the answers') return { project, name, commit, branch, move }
  }
  return undefined
}

function disturbedError({ project, name, commit, branch }: WrongBranch): DisturbedBranchError {
  const seen =
    branch.name === name
      ? `the branch ${name} is at commit ${branch.ref ?? '(unknown)'} instead of ${commit}`
      : `${branch.name} is checked out instead of ${name}`
  return new DisturbedBranchError(
    `In the LookML project ${project.id}, ${seen}`,
    'Use the API key of a Looker user that no person and no other job uses at the same time. The branch that is now checked out was not changed.',
    branch.name,
  )
}
