import { isSameCommit } from '../deploy/deployer.ts'
import { ageOfBranch, isTemporaryBranch } from './branch-name.ts'

/** The branch that is checked out for the API user, seen from this step. */
export type BranchStanding =
  /** A temporary branch of this step, at the commit that the step wants. */
  | 'ours'
  /** A temporary branch of this step, at another commit or not the one that is wanted now. */
  | 'moved'
  /** A temporary branch of another run, which may be at work. */
  | 'another run'
  /** A temporary branch of a run that has died. */
  | 'left behind'
  /** Production, which cannot be checked out again. */
  | 'production'
  /** Any other branch: the one that was checked out before, or one that a person has checked out meanwhile. */
  | 'other'

/** The moments at which the step reads the checked-out branch. */
export type BranchMoment = 'begin' | 'return' | 'entered' | 'queried' | 'end'

export type BranchMove =
  /** Remember the branch, to check it out at the end. */
  | 'save it'
  /** Remember the user's personal branch instead. */
  | 'save the personal branch'
  | 'wait'
  /** Check out the personal branch, and delete the one that was left behind. */
  | 'clear away'
  /** Create or check out the side's branch. */
  | 'enter'
  | 'query'
  /** Reset the step's own branch to the commit. */
  | 'reset'
  | 'keep the answers'
  /** Check the branch out again, and ask all queries of the side once more. */
  | 'repeat'
  /** Leave the branch as it is, and the side unchecked. */
  | 'leave it'
  | 'restore'
  | 'nothing to restore'

/** The next move for each standing at each moment. */
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
  /** The commit. */
  ref?: string
}

/** The expected branches, with which the checked-out branch is compared. */
export interface WantedStanding {
  /** All temporary branches of this step in the project. */
  ours: readonly string[]
  /** The branch that has to be checked out now, with its commit. */
  now?: { name: string; commit: string }
}

/** A temporary branch that is older was left behind by a run that has died. */
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
