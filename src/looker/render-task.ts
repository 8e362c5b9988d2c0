import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { headingOf } from '../heading.ts'
import type { ApiVersion, Rendered, Result, Target } from '../model.ts'
import type { Clock } from '../runtime/clock.ts'
import type { LookerClient, RenderTask } from './client.ts'
import { type Download, downloadTo, type NotYet } from './download.ts'
import { pauseBeforeLook, planLooks } from './look-times.ts'
import { pollUntil, waitAtMost } from './poll.ts'
import type { Track } from './progress.ts'
import {
  creationError,
  failedRender,
  RenderTaskLostError,
  renderFailure,
  toTaskLost,
} from './render-errors.ts'
import type { RenderQueue } from './render-queue.ts'
import type { RenderTimes } from './render-times.ts'
import { retryAfter } from './retry-after.ts'
import type { Titles } from './titles.ts'

export interface RenderOptions {
  /** A client that calls `onRequest` for every request that it sends. */
  clientFor(onRequest: () => void): LookerClient
  version: ApiVersion
  clock: Clock
  /** The longest pause between two looks at a task that is due, in milliseconds. */
  pollInterval: number
  times: RenderTimes
  /** Aborted, with an ActionError for a reason, at the deadline and when the job is cancelled. */
  signal: AbortSignal
  queue: RenderQueue
  /** Of this instance, where its titles are wanted. */
  titles?: Titles
  /** Absolute; where the files go. */
  directory: string
  /** Statuses that nobody knows, and that were logged already. */
  unknownStatuses: Set<string>
  log(line: string): void
}

/** With what belongs to one target. */
type Renderer = RenderOptions & { client: LookerClient; track: Track }

/** One target from its render task's creation to the file on disk; a failure is a result, not an exception. */
export async function renderTarget(target: Target, options: RenderOptions, track: Track): Promise<Result> {
  const client = options.clientFor(() => track.report({ kind: 'requested' }))
  const renderer: Renderer = { ...options, client, track }
  const path = join(options.directory, target.file)
  const retriedReasons = new Set<RenderTaskLostError['reason']>()
  for (;;) {
    try {
      return await renderOnce(target, path, renderer)
    } catch (error) {
      if (!(error instanceof RenderTaskLostError) || retriedReasons.has(error.reason)) {
        // The time may have ended right behind the last byte: a file that no result tells of does not stay.
        await rm(path, { force: true }).catch(() => undefined)
        return failedRender(target, error, renderer)
      }
      retriedReasons.add(error.reason)
      track.report({ kind: 'begun anew' })
      options.log(`${headingOf({ target })}: ${error.message}. Rendering it once more.`)
    }
  }
}

async function renderOnce(target: Target, path: string, renderer: Renderer): Promise<Rendered> {
  const { queue, track, times } = renderer
  const renderTaskId = await queue.atLooker(async () => {
    const id = await createRenderTask(target, renderer)
    await queue.rendering(() => waitForRender(id, target, renderer))
    return id
  })
  const { renderTime } = track.current
  times.add(target, renderTime)
  const file = await downloadResult(renderTaskId, downloadTo(path, target.output.format), renderer)
  track.report({ kind: 'rendered' })
  const { apiCalls } = track.current
  return { status: 'success', target, path, ...file, renderTaskId, seconds: renderTime / 1000, apiCalls }
}

/**
 * Creating is repeated whatever became of the first try: where its answer was lost a second render task may be
 * made, which changes nothing in Looker, is fetched by nobody, and costs one turn of the renderer.
 */
async function createRenderTask(
  target: Target,
  { client, version, signal, clock, track, titles }: Renderer,
): Promise<string> {
  signal.throwIfAborted()
  track.report({ kind: 'creating', at: clock.now() })
  try {
    // In 3.1 a query's id is a number; since 24.4 its slug is its id, and an Explore's address has nothing else.
    const bySlug = version === '3.1' && target.kind === 'query' && !/^\d+$/.test(target.id)
    const { id, status } = await client.createRenderTask(
      bySlug ? { ...target, id: await client.queryBySlug(target.id) } : target,
    )
    track.report({ kind: 'created', id, status })
    titles?.request(target)
    return id
  } catch (error) {
    throw creationError(error, target)
  }
}

/** Milliseconds to wait for the times of earlier runs: as long as the first look would wait anyway. */
const firstLook = planLooks({ own: [], others: [] }).first

async function waitForRender(id: string, target: Target, renderer: Renderer): Promise<void> {
  const { clock, signal, times, track, client, pollInterval } = renderer
  track.report({ kind: 'next at Looker', at: clock.now() })
  await waitAtMost(firstLook, times.ready, { clock, signal })
  const pause = () => {
    const { looks, began, created, stage } = track.current
    const now = clock.now()
    const waited = { looks, elapsed: now - began, waiting: stage === 'enqueued' ? now - created : 0 }
    return pauseBeforeLook(planLooks(times.of(target)), waited, pollInterval)
  }
  const look = async () => {
    const task = await client.renderTask(id).catch(error => {
      throw toTaskLost(error)
    })
    track.report({ kind: 'looked', status: task.status, at: clock.now() })
    return isRendered(task, target, renderer) || undefined
  }
  await pollUntil(look, { clock, pause, signal })
}

const nextStep = {
  enqueued_for_query: 'wait',
  querying: 'wait',
  enqueued_for_render: 'wait',
  rendering: 'wait',
  success: 'fetch',
  failure: 'fail',
} as const satisfies Record<string, 'wait' | 'fetch' | 'fail'>

const isKnown = (status: string): status is keyof typeof nextStep => Object.hasOwn(nextStep, status)

/** @throws where the task has failed */
function isRendered({ status, detail }: RenderTask, target: Target, renderer: Renderer): boolean {
  const step = isKnown(status) ? nextStep[status] : 'wait'
  if (!isKnown(status)) logUnknownStatus(status, target, renderer)
  if (step !== 'fail') return step === 'fetch'
  const { crash, error } = renderFailure(target, detail)
  throw crash ? new RenderTaskLostError('crash', error.message, error.hint) : error
}

function logUnknownStatus(status: string, target: Target, { unknownStatuses, log }: Renderer): void {
  if (unknownStatuses.has(status)) return
  unknownStatuses.add(status)
  log(
    `${headingOf({ target })}: Looker gives its render task the status "${status}", which this action does not know. It goes on waiting.`,
  )
}

async function downloadResult(
  id: string,
  read: ReturnType<typeof downloadTo>,
  { client, clock, signal, track }: Renderer,
): Promise<Download> {
  track.report({ kind: 'downloading' })
  for (;;) {
    const result = await client
      .renderTaskResults(
        id,
        async (response, alive): Promise<Download | NotYet> =>
          response.status === 202 ? { notYet: retryAfter(response.headers) } : read(response, alive),
      )
      .catch(error => {
        throw toTaskLost(error)
      })
    if (!('notYet' in result)) return result
    await clock.sleep(Math.max(result.notYet, 1000), signal)
  }
}
