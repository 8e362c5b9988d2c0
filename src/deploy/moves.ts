/** What is deployed, seen from one step of ours. */
export type Standing =
  /** What this step wants there now. */
  | 'wanted'
  /** What stood there before this deploy; at the end, before the step. */
  | 'previous'
  /** Another commit: somebody else deployed. */
  | 'foreign'

/** When the step looks at what is deployed. */
export type Moment = 'deployed' | 'rendering' | 'rendered' | 'end'

/** What follows from what the step sees. */
export type Move =
  | 'render'
  /** Looker has taken the deploy and not done it yet. */
  | 'look again'
  | 'go on'
  /** Deploy again, and make the round's pictures once more. */
  | 'begin again'
  | 'keep the pictures'
  | 'put back'
  | 'nothing to put back'
  | 'leave what stands'

/** Every state of the sequence, and what comes next in it. */
export const moves = {
  deployed: { wanted: 'render', previous: 'look again', foreign: 'begin again' },
  rendering: { wanted: 'go on', previous: 'begin again', foreign: 'begin again' },
  rendered: { wanted: 'keep the pictures', previous: 'begin again', foreign: 'begin again' },
  end: { wanted: 'put back', previous: 'nothing to put back', foreign: 'leave what stands' },
} as const satisfies Record<Moment, Record<Standing, Move>>

export const isSameCommit = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

/** `previous` is empty where nothing but what is wanted may stand. */
export function standingOf(
  deployed: string,
  wanted: readonly string[],
  previous: readonly string[] = [],
): Standing {
  const isAmong = (commits: readonly string[]) => commits.some(commit => isSameCommit(commit, deployed))
  if (isAmong(wanted)) return 'wanted'
  return isAmong(previous) ? 'previous' : 'foreign'
}
