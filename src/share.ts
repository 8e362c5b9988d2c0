import type { Shard } from './input-types.ts'

/** The share of a job without a matrix: all targets. */
export const wholeList: Shard = { index: 0, total: 1 }

/** Returns this job's targets. With three jobs, each job gets every third target. */
export const shareOf = <T>(targets: readonly T[], { index, total }: Shard): T[] =>
  targets.filter((_, place) => place % total === index)

/** Looker would need hours for more targets, and they would not fit into one comment. */
export const maxTargets = 500

/** @returns undefined if one job can render the share */
export function describeExcess(share: number, all: number): { message: string; hint: string } | undefined {
  if (share <= maxTargets) return undefined
  return {
    message: `${share.toLocaleString('en-US')} targets are more than the ${maxTargets} that one job renders`,
    hint: `share them among ${Math.ceil(all / maxTargets)} jobs with shard, or leave some out`,
  }
}
