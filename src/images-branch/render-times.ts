import { basename } from 'node:path'
import type { Rendered } from '../model.ts'
import { addToList } from '../runtime/lists.ts'
import type { BranchTip } from './branch-tip.ts'
import { baselineKey, parseBaselineName } from './picture-names.ts'

/** The name contains the render time, which the next run uses to plan its polls. */
export const pictureName = ({ target, seconds, sha256 }: Rendered, host: string) =>
  `${baselineKey(target, host)}.${Math.min(Math.round(seconds * 10), 99_999)}.${sha256.slice(0, 16)}`

const pictureNamePattern = /^\d{4}-\d\d-\d\d\/([a-z\d-]+)\.(\d{1,5})\.[\da-f]{16}\.(?:png|jpg)$/

function parsePictureName(path: string): { key: string; seconds: number } | undefined {
  const [, key, tenths] = pictureNamePattern.exec(path) ?? []
  return key ? { key, seconds: Number(tenths) / 10 } : undefined
}

/**
 * Returns the render times by key, in milliseconds. Reads the times from the names of all files on the branch. Times of
 * baselines come first, then times of pictures, with the newest day first.
 */
export function renderTimesOn(tip: Pick<BranchTip, 'files'> | undefined): Map<string, number[]> {
  const times = new Map<string, number[]>()
  const newestFirst = (tip?.files ?? []).map(({ path }) => path).sort((a, b) => (a < b ? 1 : -1))
  for (const path of newestFirst) {
    const { key, seconds = 0 } = parsePictureName(path) ?? parseBaselineName(basename(path)) ?? {}
    if (key && seconds > 0) addToList(times, key, seconds * 1000)
  }
  return times
}
