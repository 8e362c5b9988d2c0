import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { type AcceptedChanges, openAcceptance } from '../acceptance/acceptance.ts'
import type { RunContext } from '../github/pull-request.ts'
import { headingWithAddress } from '../heading.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import type { Compared, Comparison, Rectangle, Rendered, RenderResult, Target } from '../model.ts'
import { describeComparison, describeLeftOut } from '../report/comparison-text.ts'
import { isChanged, sidecarPaths, sidecarsOf } from '../results.ts'
import { orAborted } from '../runtime/deadline.ts'
import { imageSize } from '../runtime/image-size.ts'
import { type BaselineSource, branchBaselines, type RenderedBefore, renderedBaseline } from './baseline.ts'
import { type CompareRules, changeOf, compareFile } from './compare-file.ts'
import { type ComparedResult, confirmChange, toAgain } from './confirm.ts'
import { startDiffThread } from './diff-thread.ts'

export interface Comparer {
  /**
   * Compares what was rendered with what stood there before. With `confirm-changes`, what changed is rendered once more.
   * A comparison that fails says why; nothing is thrown.
   */
  compare(result: RenderResult, more: ToCompare): Promise<RenderResult<Compared>>
  /** Stops at once. */
  close(): Promise<void>
}

/** What there is besides the picture. */
export interface ToCompare {
  /** Rendered in the same run; else it is compared with what is stored for the base branch. */
  before?: RenderedBefore | undefined
  /** Renders where the picture was rendered; undefined where that is no longer possible. */
  render?: (target: Target) => Promise<RenderResult>
}

/** So many baselines are fetched at a time; they are compared one after the other. */
const maxFetched = 4

/** Begins to read what is stored for the base branch. */
export function openComparer(context: RunContext, images: OpenBranch): Comparer {
  const { world, inputs, deadlines } = context
  const { threshold, tolerance, confirmChanges } = inputs.compare
  const stored = branchBaselines(context, images)
  const acceptance = openAcceptance(context, images)
  const diffThread = startDiffThread(world.comparer, world.clock)
  const stop = () => void diffThread.close(deadlines.compare.reason)
  deadlines.compare.addEventListener('abort', stop)
  const rules = { threshold, tolerance, diffThread }
  const slots = pLimit(maxFetched)
  const compareOnce = (result: Rendered, baselines: BaselineSource) =>
    slots(async () => {
      const find = () => orAborted(deadlines.compare, baselines.find(result))
      return { ...result, comparison: await compareFile(result, find, rules) }
    })
  const confirm = async (compared: ComparedResult, render: ToCompare['render']) => {
    if (!confirmChanges || !render || !isChanged(compared)) return compared
    world.print(`${headingWithAddress(compared)}: changed, so it is rendered once more`)
    const again = await render(toAgain(compared.target))
    return slots(() => confirmChange(compared, again, rules))
  }
  return {
    async compare(result, { before, render }) {
      const baselines = before ? renderedBaseline(before) : stored
      if (!baselines) return result
      if (result.status === 'failure' || deadlines.publish.aborted)
        return removeAllSidecars(result, inputs.outputDirectory)
      const confirmed = await confirm(await compareOnce(result, baselines), render)
      const noted = await noteAncestry(confirmed, baselines.isUnmerged)
      const compared = acceptance ? await slots(() => noteAcceptance(noted, acceptance, rules)) : noted
      await removeFormerSidecars(compared.path, compared.comparison)
      const words = [describeComparison(compared.comparison), describeLeftOut(compared)].filter(Boolean)
      world.print(`${headingWithAddress(compared)}: ${words.join('; ')}`)
      const outside = await findOutside(compared)
      return { ...compared, ...(outside.length > 0 && { outside }) }
    },
    async close() {
      deadlines.compare.removeEventListener('abort', stop)
      await diffThread.close()
    },
  }
}

/** A picture before, of the second instance say, stands beside nothing where nothing is compared. */
async function removeAllSidecars(result: RenderResult, directory: string): Promise<RenderResult> {
  if ('file' in result.target) await removeFormerSidecars(join(directory, result.target.file))
  return result
}

/** What stands beside a picture is this comparison's, not what an earlier run left or the second instance gave. */
async function removeFormerSidecars(path: string, comparison?: Comparison): Promise<void> {
  const kept = comparison ? sidecarsOf(comparison).map(sidecar => sidecar.path) : []
  const rest = sidecarPaths(path).filter(sidecar => !kept.includes(sidecar))
  await Promise.all(rest.map(sidecar => rm(sidecar, { force: true }).catch(() => undefined)))
}

/** Compares a changed file with the one that a reviewer accepted, by the rules that hold for baselines. */
async function noteAcceptance(
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
  if (found.hash === result.sha256) return asAccepted
  if (comparison.status === 'incomparable') return result
  try {
    const bytes = await acceptance.download(found)
    if (!bytes) return result
    const options = { threshold, ignore: target.ignore }
    const difference = await diffThread.compare(bytes, await readFile(path), options)
    return changeOf(difference, tolerance) ? result : asAccepted
  } catch {
    return result // A picture that cannot be compared with the accepted one was never accepted.
  }
}

/** Notes of what changed that its baseline was made from a commit which the pull request lacks. */
async function noteAncestry(
  result: ComparedResult,
  isUnmerged: ((commit: string) => Promise<boolean>) | undefined,
): Promise<ComparedResult> {
  if (!isChanged(result)) return result
  const { comparison } = result
  const { baseline } = comparison
  if (baseline.kind !== 'branch' || !(await isUnmerged?.(baseline.sha))) return result
  return { ...result, comparison: { ...comparison, baseline: { ...baseline, isUnmerged: true } } }
}

/** Which of a target's ignored rectangles have no pixel in the picture that was rendered. */
export async function findOutside({ target, path }: Rendered): Promise<Rectangle[]> {
  const { format } = target.output
  if (format === 'pdf' || target.ignore.length === 0) return []
  const size = imageSize(await readFile(path), format)
  return size ? target.ignore.filter(({ x, y }) => x >= size.width || y >= size.height) : []
}
