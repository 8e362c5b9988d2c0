import { readFile, rename, rm } from 'node:fs/promises'
import type { Changed, Comparison, Rendered, RenderResult } from '../model.ts'
import type { ChangedTarget } from '../results.ts'
import { type CompareRules, changeOf, toChanged, toUnchanged } from './compare-file.ts'
import type { Difference } from './diff/diff.ts'

export type ComparedResult = Rendered & { comparison: Comparison }
type ChangedResult = ChangedTarget<ComparedResult>

/**
 * Confirms a change with a second render. Only pixels that changed in both renders count, because differences between
 * the renders are noise. The render with fewer differences from the baseline becomes the "after" picture. If the second
 * render or its comparison fails, the result of the first render counts. Does not throw.
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
    const shown = await replaceFile(first, again)
    return { ...shown, comparison: { ...toUnchanged(baseline, second), noisePixels } }
  }
  const isFirstShown = countDifferingPixels(comparison) < countDifferingPixels(second)
  const pair = isFirstShown ? { shown: after, again: other } : { shown: other, again: after }
  const both = await diffThread.compare(before, pair.shown, { ...options, again: pair.again })
  const shown = isFirstShown ? first : await replaceFile(first, again)
  const change = changeOf(both, tolerance)
  if (!change) return { ...shown, comparison: { ...toUnchanged(baseline, both), noisePixels } }
  return { ...shown, comparison: { ...(await toChanged(shown, change, comparison)), noisePixels } }
}

const countDifferingPixels = (counts: Difference | Changed): number =>
  'changedPixels' in counts ? counts.changedPixels + counts.shadedPixels : 0

async function replaceFile<Result extends Rendered>(first: Result, again: Rendered): Promise<Result> {
  const { bytes, sha256, renderTaskId, seconds } = again
  await rename(again.path, first.path)
  return { ...first, bytes, sha256, renderTaskId, seconds }
}
