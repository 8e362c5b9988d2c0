import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { LimitFunction } from 'p-limit'
import { ActionError, asActionError } from '../errors.ts'
import type { ApiVersion, Result, Target } from '../model.ts'
import type { Clock } from '../runtime/clock.ts'
import { describeTarget } from '../target-kinds.ts'
import type { LookerClient, RenderTask } from './client.ts'
import { type Download, downloadTo, type NotYet } from './download.ts'
import { retryAfter } from './errors.ts'
import { type Pace, pollUntil } from './poll.ts'
import type { Progress } from './progress.ts'
import { creationError, RenderTaskLostError, renderFailure, toTaskLost } from './render-errors.ts'

export interface Renderer {
  /** A client that tells of every request it sends. */
  clientFor(onRequest: () => void): LookerClient
  version: ApiVersion
  clock: Clock
  pace: Pace
  /** Aborted, with an ActionError for a reason, at the deadline and when the job is cancelled. */
  signal: AbortSignal
  /** Lets so many render tasks be under way at once. */
  slots: LimitFunction
  /** Absolute; where the files go. */
  directory: string
  /** Those that were told of already. */
  unknownStatuses: Set<string>
  /** Called when a render task was created: Looker draws, and there is time for other things. */
  drawing(): void
  log(line: string): void
}

/** With the client of one target. */
type Own = Renderer & { client: LookerClient }

const next = {
  enqueued_for_query: 'wait',
  querying: 'wait',
  enqueued_for_render: 'wait',
  rendering: 'wait',
  success: 'fetch',
  failure: 'fail',
} as const satisfies Record<string, 'wait' | 'fetch' | 'fail'>

const isKnown = (status: string): status is keyof typeof next => Object.hasOwn(next, status)

/** One target from its render task's creation to the file on disk; a failure is a result, not an exception. */
export async function renderTarget(target: Target, common: Renderer, progress: Progress): Promise<Result> {
  const onRequest = () => void progress.apiCalls++
  const renderer: Own = { ...common, client: common.clientFor(onRequest) }
  const path = join(renderer.directory, target.file)
  const retriedReasons = new Set<RenderTaskLostError['reason']>()
  for (;;) {
    try {
      const { renderTaskId, seconds } = await renderer.slots(() => waitForRender(target, renderer, progress))
      const file = await downloadResult(renderTaskId, path, target, renderer, progress)
      progress.stage = 'rendered'
      return { status: 'success', target, path, ...file, renderTaskId, seconds, apiCalls: progress.apiCalls }
    } catch (error) {
      if (!(error instanceof RenderTaskLostError) || retriedReasons.has(error.reason)) {
        // The time may have ended right behind the last byte: a file that no result tells of does not stay.
        await rm(path, { force: true }).catch(() => undefined)
        return failedResult(target, error, renderer, progress)
      }
      retriedReasons.add(error.reason)
      progress.stage = 'waiting'
      renderer.log(`${target.name}: ${error.message}. Rendering it once more.`)
    }
  }
}

/** Creates the render task and waits until Looker has drawn it. */
async function waitForRender(target: Target, renderer: Own, progress: Progress) {
  const { clock, client } = renderer
  renderer.signal.throwIfAborted()
  progress.stage = 'drawing'
  progress.status = ''
  progress.begun = clock.now()
  const { id: renderTaskId } = await createRenderTask(target, renderer)
  progress.renderTaskId = renderTaskId
  renderer.drawing()
  await pollUntil(async () => {
    const task = await client.renderTask(renderTaskId).catch(error => {
      throw toTaskLost(error)
    })
    return nextStep(task, target, renderer, progress)
  }, renderer)
  return { renderTaskId, seconds: (clock.now() - progress.begun) / 1000 }
}

/**
 * Creating is repeated whatever became of the first try: where its answer was lost a second render task may be
 * made, which changes nothing in Looker, is fetched by nobody, and costs one turn of the renderer.
 */
async function createRenderTask(target: Target, { client, version }: Own): Promise<RenderTask> {
  try {
    // In 3.1 a query's id is a number; since 24.4 its slug is its id, and an Explore's address has nothing else.
    const bySlug = version === '3.1' && target.kind === 'query' && !/^\d+$/.test(target.id)
    return await client.createRenderTask(
      bySlug ? { ...target, id: await client.queryBySlug(target.id) } : target,
    )
  } catch (error) {
    throw creationError(error, target)
  }
}

/** True once the task has succeeded; undefined while it is to be waited for. */
function nextStep(
  task: RenderTask,
  target: Target,
  renderer: Renderer,
  progress: Progress,
): true | undefined {
  progress.status = task.status
  const step = isKnown(task.status) ? next[task.status] : 'wait'
  if (!isKnown(task.status) && !renderer.unknownStatuses.has(task.status)) {
    renderer.unknownStatuses.add(task.status)
    renderer.log(
      `${target.name}: Looker calls its render task "${task.status}", which is not known here. Waiting on.`,
    )
  }
  if (step === 'fetch') return true
  if (step === 'wait') return undefined
  const { crash, error } = renderFailure(target, task.detail)
  throw crash ? new RenderTaskLostError('crash', error.message, error.hint) : error
}

async function downloadResult(
  id: string,
  path: string,
  target: Target,
  renderer: Own,
  progress: Progress,
): Promise<Download> {
  const read = downloadTo(path, target.output.format)
  progress.stage = 'fetching'
  for (;;) {
    const result = await renderer.client
      .renderTaskResults(
        id,
        async (response, alive): Promise<Download | NotYet> =>
          response.status === 202 ? { notYet: retryAfter(response.headers) } : read(response, alive),
      )
      .catch(error => {
        throw toTaskLost(error)
      })
    if (!('notYet' in result)) return result
    await renderer.clock.sleep(Math.max(result.notYet, 1000), renderer.signal)
  }
}

function failedResult(
  target: Target,
  thrown: unknown,
  { signal, clock }: Renderer,
  progress: Progress,
): Result {
  const error = signal.aborted
    ? unfinishedError(target, asActionError(signal.reason), progress)
    : asActionError(thrown)
  const seconds = progress.renderTaskId ? (clock.now() - progress.begun) / 1000 : undefined
  progress.stage = 'failed'
  return {
    status: 'failure',
    target,
    error: { message: error.message, hint: error.hint },
    apiCalls: progress.apiCalls,
    ...(progress.renderTaskId && { renderTaskId: progress.renderTaskId }),
    ...(seconds !== undefined && { seconds }),
  }
}

/** The deadline or the cancellation, with the last that was known of the target. */
function unfinishedError(target: Target, reason: ActionError, { stage, status }: Progress): ActionError {
  const last = {
    waiting: `before it was the turn of ${describeTarget(target)}`,
    drawing: status
      ? `while the render task of ${describeTarget(target)} was ${status}`
      : `while ${describeTarget(target)} was being asked for`,
    fetching: `while the file of ${describeTarget(target)} was being fetched`,
    rendered: '',
    failed: '',
  }[stage]
  return new ActionError(`${reason.message} ${last}`.trim(), reason.hint)
}
