import type { WorkflowRun } from '../github/workflow-run.ts'
import { isObject } from '../runtime/json.ts'

/** The merge base and the head of a pull request. */
export type CheckSide = 'base' | 'head'

export interface BranchOwner {
  id: number
  attempt: number
}

/** Matches the names of the action's branches. Only branches with such a name are reset or deleted. */
const temporaryBranch = /^looker-snapshot-(\d+)-(\d+)-([a-z0-9]{6})-(base|head)$/

export const isTemporaryBranch = (name: string): boolean => temporaryBranch.test(name)

/**
 * Returns the name of the run's branch if it is a temporary branch of a branch check. Looker pushes these branches, and
 * each push starts workflows.
 */
export function temporaryBranchOf({ eventName, branch, payload }: WorkflowRun): string | undefined {
  if (!['push', 'create', 'delete'].includes(eventName ?? '')) return undefined
  const names = [branch, payload.ref?.replace(/^refs\/heads\//, '')]
  return names.find((name): name is string => name !== undefined && isTemporaryBranch(name))
}

export const describeTemporary = (name: string) =>
  `Nothing was rendered: ${name} is a temporary branch of a check in Looker's development mode (dev-mode). To start no job for such branches, add branches-ignore: ['looker-snapshot-*'] to the workflow's push event.`

/**
 * Returns the name without the side: `looker-snapshot-<run id>-<attempt>-<six characters>`. Each job of each run has
 * its own stem.
 */
export const stemOf = (name: string): string => name.replace(/-(base|head)$/, '')

export const runOf = (name: string): string => temporaryBranch.exec(name)?.[1] ?? ''

/**
 * Branch names contain a time, because the API does not return when a branch was created (`commit_at` is the time of
 * the commit). Of the six characters of a name, two are the time in units of ten minutes, three are random, and the
 * last one is a check character. If the check character is wrong, the name contains no time.
 */
const slotMs = 10 * 60_000
const slots = 36 ** 2
/** The clocks of runners differ. A branch whose time is at most this many units in the future counts as new. */
const slotsAhead = 12

/**
 * Returns the beginning of the names of this job's branches. A branch name adds `-base` or `-head`.
 * @param random returns a number from 0 to 1
 */
export function createStem({ id, attempt }: BranchOwner, now: Date, random: () => number): string {
  const time = slotOf(now).toString(36).padStart(2, '0')
  const noise = Math.floor(random() * 36 ** 3)
    .toString(36)
    .padStart(3, '0')
  const start = `looker-snapshot-${id}-${attempt}-${time}${noise}`
  return start + checkCharacter(start)
}

/**
 * Returns the branch's age in milliseconds. The time in names repeats every nine days, so a branch that is older than
 * nine days seems younger.
 * @returns undefined if the name contains no time
 */
export function ageOfBranch(name: string, now: Date): number | undefined {
  const stem = stemOf(name)
  const [, , , characters] = temporaryBranch.exec(name) ?? []
  if (characters === undefined || checkCharacter(stem.slice(0, -1)) !== stem.at(-1)) return undefined
  const passed = (slotOf(now) - Number.parseInt(characters.slice(0, 2), 36) + slots) % slots
  return passed >= slots - slotsAhead ? 0 : Math.max(0, passed - 1) * slotMs
}

const slotOf = (time: Date): number => Math.floor(time.getTime() / slotMs) % slots

function checkCharacter(text: string): string {
  let sum = 0
  for (const character of text) sum = (sum * 31 + character.charCodeAt(0)) % 46_649
  return (sum % 36).toString(36)
}

/** The data from which the post step restores the API user's branch in one project. Contains no secret. */
export interface SavedProject {
  id: string
  /** The branch to check out at the end. */
  before: string
  /** The temporary branches of this step in the project. */
  ours: readonly string[]
}

export function readSavedBranches(saved: unknown): SavedProject[] {
  if (!Array.isArray(saved)) return []
  const projects = saved.filter(isObject).flatMap(({ id, before, ours }): SavedProject[] => {
    if (typeof id !== 'string' || typeof before !== 'string' || !Array.isArray(ours)) return []
    return [{ id, before, ours: ours.filter(name => typeof name === 'string' && isTemporaryBranch(name)) }]
  })
  return projects.filter(({ ours }) => ours.length > 0)
}

/** The role of the branch that is checked out for the API user. */
type BranchRole =
  /** A temporary branch of this step, at the expected commit. */
  | 'ours'
  /** A temporary branch of this step, but not the expected branch, or not at the expected commit. */
  | 'moved'
  /** A temporary branch of another run, which may still be active. */
  | 'another run'
  /** A temporary branch of a killed run. */
  | 'left behind'
  /** The production branch. The API cannot check it out again. */
  | 'production'
  /** Any other branch, such as the original branch, or a branch that a user has just checked out. */
  | 'other'

/** The moments at which the step reads the checked-out branch. */
type BranchMoment = 'begin' | 'return' | 'entered' | 'queried' | 'end'

type BranchMove =
  /** Save the branch's name, to check it out at the end. */
  | 'save it'
  /** Save the name of the user's personal branch, to check it out at the end. */
  | 'save the personal branch'
  | 'wait'
  /** Check out the personal branch, and delete the branch of the killed run. */
  | 'clear away'
  /** Create or check out the side's branch. */
  | 'enter'
  | 'query'
  /** Reset the step's own branch to the commit. */
  | 'reset'
  | 'keep the answers'
  /** Check out the branch again, and repeat all queries of the side. */
  | 'repeat'
  /** Keep the branch checked out. The side stays unchecked. */
  | 'leave it'
  | 'restore'
  | 'nothing to restore'

/** The next move, by moment and by role of the checked-out branch. */
export const branchMoves = {
  begin: {
    ours: 'save the personal branch',
    moved: 'save the personal branch',
    'another run': 'wait',
    'left behind': 'clear away',
    production: 'save the personal branch',
    other: 'save it',
  },
  return: {
    ours: 'enter',
    moved: 'enter',
    'another run': 'wait',
    'left behind': 'enter',
    production: 'leave it',
    other: 'leave it',
  },
  entered: {
    ours: 'query',
    moved: 'reset',
    'another run': 'wait',
    'left behind': 'wait',
    production: 'leave it',
    other: 'leave it',
  },
  queried: {
    ours: 'keep the answers',
    moved: 'repeat',
    'another run': 'repeat',
    'left behind': 'repeat',
    production: 'leave it',
    other: 'leave it',
  },
  end: {
    ours: 'restore',
    moved: 'restore',
    'another run': 'nothing to restore',
    'left behind': 'nothing to restore',
    production: 'nothing to restore',
    other: 'nothing to restore',
  },
} as const satisfies Record<BranchMoment, Record<BranchRole, BranchMove>>

export interface Branch {
  name: string
  /** The SHA of the commit. */
  ref?: string
}

interface ExpectedBranches {
  /** All temporary branches of this step in the project. */
  ours: readonly string[]
  now?: { name: string; commit: string }
}

/** A temporary branch that is at least this old belongs to a killed run. */
const leftBehindMs = 2 * 60 * 60_000

export function roleOfBranch({ name, ref }: Branch, { ours, now }: ExpectedBranches, time: Date): BranchRole {
  if (ours.includes(name))
    return now?.name === name && ref?.toLowerCase() === now.commit.toLowerCase() ? 'ours' : 'moved'
  if (isTemporaryBranch(name))
    return (ageOfBranch(name, time) ?? 0) >= leftBehindMs ? 'left behind' : 'another run'
  return name.startsWith('__LOOKER_PROD_') ? 'production' : 'other'
}
