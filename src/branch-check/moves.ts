import { isSameCommit } from '../deploy/deployer.ts'
import { ageOfBranch, isTemporaryBranch } from './branch-name.ts'

/** Describes the branch that is checked out for the API user, from the view of this step. */
export type BranchStanding =
  /** A temporary branch of this step, at the expected commit. */
  | 'ours'
  /** A temporary branch of this step, but at another commit, or not the expected branch. */
  | 'moved'
  /** A temporary branch of another run, which may still be active. */
  | 'another run'
  /** A temporary branch of a killed run. */
  | 'left behind'
  /** The production branch. The API cannot check it out again. */
  | 'production'
  /** Any other branch: the original one, or a branch that a person has checked out in the meantime. */
  | 'other'

/** The moments at which the step reads the checked-out branch. */
export type BranchMoment = 'begin' | 'return' | 'entered' | 'queried' | 'end'

export type BranchMove =
  /** Save the branch, to check it out at the end. */
  | 'save it'
  /** Save the user's personal branch instead. */
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
  /** Leave the branch checked out, and the side unchecked. */
  | 'leave it'
  | 'restore'
  | 'nothing to restore'

/** The next move, by moment and standing. */
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
} as const satisfies Record<BranchMoment, Record<BranchStanding, BranchMove>>

/** A branch of a LookML project, as Looker describes it. */
export interface Branch {
  name: string
  /** The SHA of the commit. */
  ref?: string
}

/** The expected branches, to compare with the checked-out branch. */
export interface WantedStanding {
  /** All temporary branches of this step in the project. */
  ours: readonly string[]
  /** The branch that should be checked out now, with its commit. */
  now?: { name: string; commit: string }
}

/** A temporary branch that is older belongs to a killed run. */
const leftBehindMs = 2 * 60 * 60_000

export function branchStandingOf(
  { name, ref }: Branch,
  { ours, now }: WantedStanding,
  time: Date,
): BranchStanding {
  if (ours.includes(name))
    return now?.name === name && ref !== undefined && isSameCommit(ref, now.commit) ? 'ours' : 'moved'
  if (isTemporaryBranch(name))
    return (ageOfBranch(name, time) ?? 0) >= leftBehindMs ? 'left behind' : 'another run'
  return name.startsWith('__LOOKER_PROD_') ? 'production' : 'other'
}
