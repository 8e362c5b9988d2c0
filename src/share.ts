import type { Shard } from './input-types.ts'

/** A job that has all targets to itself. */
export const wholeList: Shard = { index: 0, total: 1 }

/** This job's targets: each job takes one in turn. */
export const shareOf = <T>(targets: readonly T[], { index, total }: Shard): T[] =>
  targets.filter((_, place) => place % total === index)

/** More pictures in one job help nobody: Looker would draw them for hours, and one comment has no room for them. */
export const maxTargets = 500

/** Undefined where one job can render the share. */
export function describeExcess(share: number, all: number): { message: string; hint: string } | undefined {
  if (share <= maxTargets) return undefined
  return {
    message: `${share.toLocaleString('en-US')} targets are more than the ${maxTargets} that one job renders`,
    hint: `share them among ${Math.ceil(all / maxTargets)} jobs with shard, or leave some out`,
  }
}
