import { readFile, rename, rm } from 'node:fs/promises'
import type { Comparison, Rendered, RenderResult, Target } from '../model.ts'
import type { ChangedTarget } from '../results.ts'
import { type CompareRules, changeOf, toChanged, toUnchanged } from './compare-file.ts'

/** The target to be rendered once more, beside its file. No target's name ends like this: `name` refuses it. */
export const toAgain = (target: Target): Target => ({
  ...target,
  file: `${target.name}.again.${target.output.format}`,
})

export type ComparedResult = Rendered & { comparison: Comparison }
type ChangedResult = ChangedTarget<ComparedResult>

/**
 * Calls changed only what changed in both renders of a target. Where the second is as the baseline, it takes the first
 * one's place: that was drawn too early. Else what differs between the two is noise, and left out. A second render that
 * failed, or could not be compared, confirms nothing: the change stands. Nothing is thrown.
 */
export async function confirmChange(
  first: ChangedResult,
  again: RenderResult,
  rules: CompareRules,
): Promise<ComparedResult> {
  const apiCalls = first.apiCalls + again.apiCalls
  if (again.status === 'failure') return { ...first, apiCalls }
  try {
    return { ...(await compareBoth(first, again, rules)), apiCalls }
  } catch {
    return { ...first, apiCalls }
  } finally {
    await rm(again.path, { force: true }).catch(() => undefined)
  }
}

async function compareBoth(
  first: ChangedResult,
  again: Rendered,
  rules: CompareRules,
): Promise<ComparedResult> {
  const { comparison, target } = first
  const [before, after, other] = (await Promise.all(
    [comparison.before.path, first.path, again.path].map(path => readFile(path)),
  )) as [Buffer, Buffer, Buffer]
  const { baseline } = comparison
  const { threshold, tolerance, diffThread } = rules
  const options = { threshold, ignore: target.ignore }
  const between = await diffThread.compare(after, other, options)
  if (between.kind === 'equal') return { ...first, comparison: { ...comparison, noisePixels: 0 } }
  const noisePixels = between.changedPixels + between.shadedPixels
  const second = await diffThread.compare(before, other, options)
  if (!changeOf(second, tolerance)) {
    const { bytes, sha256, renderTaskId, seconds } = again
    await rename(again.path, first.path)
    return {
      ...first,
      ...{ bytes, sha256, renderTaskId, seconds },
      comparison: { ...toUnchanged(baseline, second), noisePixels },
    }
  }
  const both = await diffThread.compare(before, after, { ...options, again: other })
  const change = changeOf(both, tolerance)
  if (!change) return { ...first, comparison: { ...toUnchanged(baseline, both), noisePixels } }
  return { ...first, comparison: { ...(await toChanged(first, change, comparison)), noisePixels } }
}
