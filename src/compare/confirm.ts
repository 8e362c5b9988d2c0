import { readFile, rename, rm } from 'node:fs/promises'
import type { Comparison, Rendered, RenderResult, Target } from '../model.ts'
import type { ChangedTarget } from '../results.ts'
import { type CompareRules, changeOf, toChanged, toUnchanged } from './compare-file.ts'

/** The target for the second render, with a file of its own. No target has such a file name: `name` refuses it. */
export const toSecondRender = (target: Target): Target => ({
  ...target,
  file: `${target.name}.again.${target.output.format}`,
})

export type ComparedResult = Rendered & { comparison: Comparison }
type ChangedResult = ChangedTarget<ComparedResult>

/**
 * Confirms a change with a second render. Only pixels that changed in both renders count; pixels that differ between the
 * two renders are noise. If the second render equals the baseline, it replaces the first one, which Looker drew too early.
 * If the second render fails or cannot be compared, the change stays. Throws nothing.
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
