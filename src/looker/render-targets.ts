import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { headingOf, headingWithAddress } from '../heading.ts'
import type { RenderResult, Target } from '../model.ts'
import { failedResult } from '../results.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Looker } from './connect.ts'
import { type Progress, progressLine, type Track, trackProgress } from './progress.ts'
import { renderQueue } from './render-queue.ts'
import { type RenderOptions, renderTarget } from './render-task.ts'

/** Milliseconds between two log lines about the progress. */
const progressInterval = 15_000

/** Renders on one instance of Looker. */
export interface Renderer {
  /** Renders a target when its turn comes, from the render task to the file on disk. Returns failures, never throws. */
  render(target: Target): Promise<RenderResult>
  /** Ends the log lines about the progress. */
  close(): void
}

type RendererOptions = Omit<RenderOptions, 'queue' | 'hung' | 'unknownStatuses' | 'clientFor' | 'log'> & {
  concurrency: number
}

/**
 * Opens a renderer that begins after the log-in and has at most `concurrency` render tasks at once, in the order of the
 * calls. If the log-in fails, every target fails.
 */
export function openRenderer(
  { loggedIn, clientFor, log }: Pick<Looker, 'loggedIn' | 'clientFor' | 'log'>,
  { concurrency, ...options }: RendererOptions,
): Renderer {
  const renderOptions = {
    ...options,
    clientFor,
    log,
    queue: renderQueue(concurrency),
    hung: new Map<Target, Track>(),
    unknownStatuses: new Set<string>(),
  }
  const { directory, clock } = options
  const tracks: Track[] = []
  const over = new AbortController()
  void logProgress(() => tracks.map(({ current }) => current), { clock, log }, over.signal)
  return {
    async render(target) {
      const track = trackProgress()
      tracks.push(track)
      removeFormerFile(join(directory, target.file))
      const refusal = await loggedIn.then(
        () => undefined,
        (error: unknown) => ({ error }),
      )
      if (refusal) return failedResult(target, refusal.error)
      const result = await renderTarget(target, renderOptions, track)
      const title = await options.titles?.of(target)
      const titled = title === undefined ? result : { ...result, title }
      log(resultLine(titled))
      return titled
    },
    close: () => over.abort(),
  }
}

/** Removes a file of an earlier run. Synchronous, so that targets keep their order. */
function removeFormerFile(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // If it cannot be removed, the download reports the reason.
  }
}

/** Logs "3 of 7 rendered, 1 rendering for 12 s" at intervals. */
async function logProgress(
  all: () => Progress[],
  { clock, log }: { clock: Clock; log: Looker['log'] },
  over: AbortSignal,
): Promise<void> {
  try {
    for (;;) {
      await clock.sleep(progressInterval, over)
      log(progressLine(all(), clock.now()))
    }
  } catch {
    // The sleep was ended: all targets are done.
  }
}

function resultLine(result: RenderResult): string {
  if (result.status === 'failure') return `✗ ${headingWithAddress(result)}: ${result.error.message}`
  const { file } = result.target
  const heading = headingOf(result)
  const called = heading === result.target.name ? file : `${heading} (${file})`
  return `✓ ${called}: ${Math.max(1, Math.round(result.bytes / 1000))} KB, rendered in ${result.seconds.toFixed(1)} s`
}

/** Logs which parameters of an address are not used. */
export function logIgnoredParameters(target: Target, log: (line: string) => void): void {
  if (!('ignoredParameters' in target) || target.ignoredParameters.length === 0) return
  const names = target.ignoredParameters.join(', ')
  log(
    `${headingOf({ target })}: parameters of Looker's own in its address are not used for rendering (${names}).`,
  )
}
