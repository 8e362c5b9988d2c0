/** The deployed commit, as the step sees it. */
export type Standing =
  /** The commit that the step wants there now. */
  | 'wanted'
  /** The commit before this deploy; at the end, the commit before the step. */
  | 'previous'
  /** Another commit, which another run or a person deployed. */
  | 'foreign'

/** The times at which the step reads what is deployed. */
export type Moment = 'deployed' | 'rendering' | 'rendered' | 'end'

export type Move =
  | 'render'
  /** Looker has accepted the deploy, and not finished it. */
  | 'look again'
  | 'go on'
  /** Deploy again, and render once more. */
  | 'begin again'
  | 'keep the pictures'
  | 'put back'
  | 'nothing to put back'
  | 'leave what stands'

/** The next move for each standing at each moment. */
export const moves = {
  deployed: { wanted: 'render', previous: 'look again', foreign: 'begin again' },
  rendering: { wanted: 'go on', previous: 'begin again', foreign: 'begin again' },
  rendered: { wanted: 'keep the pictures', previous: 'begin again', foreign: 'begin again' },
  end: { wanted: 'put back', previous: 'nothing to put back', foreign: 'leave what stands' },
} as const satisfies Record<Moment, Record<Standing, Move>>

export const isSameCommit = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

export function standingOf(
  deployed: string,
  wanted: readonly string[],
  previous: readonly string[] = [],
): Standing {
  const isAmong = (commits: readonly string[]) => commits.some(commit => isSameCommit(commit, deployed))
  if (isAmong(wanted)) return 'wanted'
  return isAmong(previous) ? 'previous' : 'foreign'
}
