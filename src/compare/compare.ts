import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { type AcceptedChanges, hashOf, openAcceptance } from '../acceptance/acceptance.ts'
import type { RunContext } from '../github/pull-request.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import type { Compared, Comparison, Rectangle, Rendered, RenderResult, Target } from '../model.ts'
import { describeComparison, describeLeftOut } from '../report/comparison-text.ts'
import { isChanged, sidecarPaths, sidecarsOf } from '../results.ts'
import { imageSize } from '../runtime/image-size.ts'
import { orAborted } from '../runtime/time.ts'
import { headingWithAddress } from '../targets.ts'
import { type BaselineSource, branchBaselines, type RenderedBefore, renderedBaseline } from './baseline.ts'
import {
  type ComparedResult,
  type CompareRules,
  changeOf,
  compareFile,
  confirmChange,
  toSecondRender,
} from './compare-file.ts'
import { startDiffThread } from './diff-thread.ts'

export interface Comparer {
  /**
   * Compares a target with its baseline. With `confirm-changes`, renders a changed target a second time. Does not
   * throw: a failed comparison contains the reason.
   */
  compare(result: RenderResult, options: PictureCompareOptions): Promise<RenderResult<Compared>>
  /** Stops at once. */
  close(): Promise<void>
}

export interface PictureCompareOptions {
  /** The picture before, if this run has rendered it. The default is the baseline of the base branch. */
  before?: RenderedBefore | undefined
  /** Renders a target again in the same way. Undefined if that is no longer possible. */
  render?: (target: Target) => Promise<RenderResult>
}

/** The maximum number of baselines to download at the same time. Comparisons run one after the other. */
const maxDownloads = 4

/** Starts to read the baselines of the base branch. */
export function openComparer(context: RunContext, images: OpenBranch): Comparer {
  const { world, inputs, deadlines } = context
  const { threshold, tolerance, confirmChanges } = inputs.compare
  const branchSource = branchBaselines(context, images)
  const acceptance = openAcceptance(context, images)
  const diffThread = startDiffThread(world.comparer, world.clock)
  const stop = () => void diffThread.close(deadlines.compare.reason)
  deadlines.compare.addEventListener('abort', stop)
  const rules = { threshold, tolerance, diffThread }
  const slots = pLimit(maxDownloads)
  const compareOnce = (result: Rendered, baselines: BaselineSource) =>
    slots(async () => {
      const find = () => orAborted(deadlines.compare, baselines.find(result))
      return { ...result, comparison: await compareFile(result, find, rules) }
    })
  const confirm = async (compared: ComparedResult, render: PictureCompareOptions['render']) => {
    if (!confirmChanges || !render || !isChanged(compared)) return compared
    world.core.debug(`${headingWithAddress(compared)}: changed, so it is rendered once more`)
    const again = await render(toSecondRender(compared.target))
    return slots(() => confirmChange(compared, again, rules))
  }
  return {
    async compare(result, { before, render }) {
      const baselines = before ? renderedBaseline(before) : branchSource
      if (!baselines) return result
      if (result.status === 'failure' || deadlines.publish.aborted)
        return removeAllSidecars(result, inputs.outputDirectory)
      const confirmed = await confirm(await compareOnce(result, baselines), render)
      const checked = await markUnmerged(confirmed, baselines.isUnmerged)
      const compared = acceptance ? await slots(() => markAccepted(checked, acceptance, rules)) : checked
      await removeFormerSidecars(compared.path, compared.comparison)
      const words = [describeComparison(compared.comparison), describeLeftOut(compared)].filter(Boolean)
      world.print(`${headingWithAddress(compared)}: ${words.join('; ')}`)
      const outside = await rectanglesOutside(compared)
      return { ...compared, ...(outside.length > 0 && { outside }) }
    },
    async close() {
      deadlines.compare.removeEventListener('abort', stop)
      await diffThread.close()
    },
  }
}

/** Removes a picture before, for example from the second instance, because there is no comparison. */
async function removeAllSidecars(result: RenderResult, directory: string): Promise<RenderResult> {
  if ('file' in result.target) await removeFormerSidecars(join(directory, result.target.file))
  return result
}

/**
 * Removes additional files that are not part of the comparison. An earlier run or the second instance may have left
 * them.
 */
async function removeFormerSidecars(path: string, comparison?: Comparison): Promise<void> {
  const kept = comparison ? sidecarsOf(comparison).map(sidecar => sidecar.path) : []
  const rest = sidecarPaths(path).filter(sidecar => !kept.includes(sidecar))
  await Promise.all(rest.map(sidecar => rm(sidecar, { force: true }).catch(() => undefined)))
}

/** Compares a changed file with the file that a reviewer accepted. The rules are the same as for baselines. */
async function markAccepted(
  result: ComparedResult,
  acceptance: AcceptedChanges,
  { threshold, tolerance, diffThread }: CompareRules,
): Promise<ComparedResult> {
  const { comparison, target, path } = result
  if (comparison.status !== 'changed' && comparison.status !== 'incomparable') return result
  const found = await acceptance.find(target)
  if (!found) return result
  const { blob: _, ...accepted } = found
  const asAccepted = { ...result, comparison: { ...comparison, accepted } }
  if (found.hash === hashOf(result)) return asAccepted
  if (comparison.status === 'incomparable') return result
  try {
    const bytes = await acceptance.download(found)
    if (!bytes) return result
    // If there are tiles, the hash is of tiles and picture together.
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    if (result.check && found.hash !== hashOf({ ...result, sha256 })) return result
    const options = { threshold, ignore: target.ignore }
    const difference = await diffThread.compare(bytes, await readFile(path), options)
    return changeOf(difference, tolerance) ? result : asAccepted
  } catch {
    return result // A picture that cannot be compared with the accepted one was never accepted.
  }
}

/** Sets `isUnmerged` on a changed picture if the pull request lacks the baseline's commit. */
async function markUnmerged(
  result: ComparedResult,
  isUnmerged: ((commit: string) => Promise<boolean>) | undefined,
): Promise<ComparedResult> {
  if (!isChanged(result)) return result
  const { comparison } = result
  const { baseline } = comparison
  if (baseline.kind !== 'branch' || !(await isUnmerged?.(baseline.sha))) return result
  return { ...result, comparison: { ...comparison, baseline: { ...baseline, isUnmerged: true } } }
}

/** Returns the ignored rectangles that are outside of the picture. */
export async function rectanglesOutside({ target, path }: Rendered): Promise<Rectangle[]> {
  const { format } = target.output
  if (format === 'pdf' || target.ignore.length === 0) return []
  const size = imageSize(await readFile(path), format)
  return size ? target.ignore.filter(({ x, y }) => x >= size.width || y >= size.height) : []
}
