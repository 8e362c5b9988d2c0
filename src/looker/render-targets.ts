import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { asActionError } from '../errors.ts'
import type { Failed, Result, Target } from '../model.ts'
import { newProgress, type Progress, progressLine } from './progress.ts'
import { type Renderer, renderTarget } from './render-task.ts'

/** Milliseconds between two lines that tell how far it is. */
const progressInterval = 15_000

/**
 * Renders every target once the log-in is through, `concurrency` render tasks at once; results are in the targets' order.
 * A target that fails, and a log-in that fails, are results too: nothing is thrown.
 */
export async function renderTargets(
  targets: readonly Target[],
  loggedIn: Promise<void>,
  options: Omit<Renderer, 'slots' | 'unknownStatuses'> & { concurrency: number },
): Promise<Result[]> {
  // What an earlier run left under a target's name is not this run's picture.
  // What cannot be removed cannot be replaced either, and the download says why.
  await Promise.all(
    targets.map(({ file }) => rm(join(options.directory, file), { force: true }).catch(() => undefined)),
  )
  try {
    await loggedIn
  } catch (error) {
    const { message, hint } = asActionError(error)
    return targets.map(
      (target): Failed => ({ status: 'failure', target, error: { message, hint }, apiCalls: 0 }),
    )
  }
  const renderer = { ...options, slots: pLimit(options.concurrency), unknownStatuses: new Set<string>() }
  const progress = targets.map(newProgress)
  const over = new AbortController()
  void logProgress(progress, renderer, over.signal)
  const rendering = targets.map(async (target, index) => {
    const result = await renderTarget(target, renderer, progress[index] ?? newProgress())
    renderer.log(describeResult(result))
    return result
  })
  return Promise.all(rendering).finally(() => over.abort())
}

/** "3 of 7 rendered, 1 rendering for 12 s": every so often, for whoever reads along. */
async function logProgress(
  all: readonly Progress[],
  { clock, log }: Renderer,
  over: AbortSignal,
): Promise<void> {
  try {
    for (;;) {
      await clock.sleep(progressInterval, over)
      log(progressLine(all, clock.now()))
    }
  } catch {
    // The sleep was ended: all targets are done.
  }
}

function describeResult(result: Result): string {
  if (result.status === 'failure') return `✗ ${result.target.name}: ${result.error.message}`
  return `✓ ${result.target.file}: ${Math.max(1, Math.round(result.bytes / 1000))} KB, rendered in ${result.seconds.toFixed(1)} s`
}
