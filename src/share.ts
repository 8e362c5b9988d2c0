import type { Shard } from './input-types.ts'

/** The only job has all targets. */
export const wholeList: Shard = { index: 0, total: 1 }

/** This job's targets. With three jobs, a job gets every third target. */
export const shareOf = <T>(targets: readonly T[], { index, total }: Shard): T[] =>
  targets.filter((_, place) => place % total === index)

/** Looker would take hours to render more targets, and they would not fit into one comment. */
export const maxTargets = 500

/** Undefined if one job can render the share. */
export function describeExcess(share: number, all: number): { message: string; hint: string } | undefined {
  if (share <= maxTargets) return undefined
  return {
    message: `${share.toLocaleString('en-US')} targets are more than the ${maxTargets} that one job renders`,
    hint: `share them among ${Math.ceil(all / maxTargets)} jobs with shard, or leave some out`,
  }
}
