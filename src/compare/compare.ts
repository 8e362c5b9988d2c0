import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import type { OpenBranch } from '../github/open-branch.ts'
import type { RunContext } from '../github/pull-request.ts'
import { headingWithAddress } from '../heading.ts'
import type { Comparison, Result } from '../model.ts'
import { describeComparison, describeIgnored } from '../report/comparison-text.ts'
import { sidecarPaths, sidecarsOf } from '../results.ts'
import { orAborted } from '../runtime/deadline.ts'
import { type BaselineSource, branchBaselines, type RenderedBefore, renderedBaseline } from './baseline.ts'
import { compareFile } from './compare-file.ts'
import { startDiffThread } from './diff-thread.ts'
import { findOutside } from './outside.ts'

export interface Comparer {
  /**
   * Compares what was rendered with what stood there before: `before`, rendered in the same run, else what is stored for
   * the base branch. A comparison that fails says why; nothing is thrown.
   */
  compare(result: Result, before?: RenderedBefore): Promise<Result>
  /** Stops at once. */
  close(): Promise<void>
}

/** So many baselines are fetched at a time; they are compared one after the other. */
const maxFetched = 4

/** Begins to read what is stored for the base branch. */
export function openComparer(context: RunContext, images: OpenBranch): Comparer {
  const { world, inputs, deadlines } = context
  const { threshold, tolerance } = inputs.compare
  const stored = branchBaselines(context, images)
  const diffThread = startDiffThread(world.comparer, world.clock)
  const stop = () => void diffThread.close(deadlines.compare.reason)
  deadlines.compare.addEventListener('abort', stop)
  const slots = pLimit(maxFetched)
  const rules = { threshold, tolerance, diffThread }
  const compare = async (result: Result, baselines: BaselineSource): Promise<Result> => {
    if (result.status === 'failure') {
      if ('file' in result.target)
        await removeFormerSidecars(join(inputs.outputDirectory, result.target.file))
      return result
    }
    const find = () => orAborted(deadlines.compare, baselines.find(result))
    const comparison = await compareFile(result, find, rules)
    await removeFormerSidecars(result.path, comparison)
    const compared = { ...result, comparison }
    const words = [describeComparison(comparison), describeIgnored(compared)].filter(Boolean).join('; ')
    world.print(`${headingWithAddress(result)}: ${words}`)
    const outside = await findOutside(result)
    return { ...compared, ...(outside.length > 0 && { outside }) }
  }
  return {
    async compare(result, before) {
      const baselines = before ? renderedBaseline(before) : stored
      if (!baselines || deadlines.publish.aborted) return result
      return slots(compare, result, baselines)
    },
    async close() {
      deadlines.compare.removeEventListener('abort', stop)
      await diffThread.close()
    },
  }
}

/** What stands beside a picture is this comparison's, not what an earlier run left or the second instance gave. */
async function removeFormerSidecars(path: string, comparison?: Comparison): Promise<void> {
  const kept = comparison ? sidecarsOf(comparison).map(sidecar => sidecar.path) : []
  const rest = sidecarPaths(path).filter(sidecar => !kept.includes(sidecar))
  await Promise.all(rest.map(sidecar => rm(sidecar, { force: true }).catch(() => undefined)))
}
