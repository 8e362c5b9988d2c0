import { rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ApiVersion, Rendered, RenderResult, Target } from '../model.ts'
import { failedResult } from '../results.ts'
import { type Clock, waitAtMost } from '../runtime/time.ts'
import { headingOf, headingWithAddress } from '../targets.ts'
import type { Looker } from './connect.ts'
import type { Titles } from './content.ts'
import { type Download, downloadTo, type NotYet } from './download.ts'
import { retryAfter } from './http.ts'
import {
  creationError,
  failedRender,
  RenderTaskLostError,
  renderFailure,
  toTaskLost,
} from './looker-errors.ts'
import { isHung, pauseBeforePoll, pauseIfHung, planPolls, pollUntil, type RenderTimes } from './polling.ts'
import {
  type Progress,
  progressLine,
  type QueuePlace,
  type RenderQueue,
  renderQueue,
  type Track,
  trackProgress,
} from './render-queue.ts'
import { isKnownStatus, type LookerClient, nextStep, type RenderTask } from './render-task-requests.ts'

export interface RenderOptions {
  /** Returns a client that calls `onRequest` before each request. */
  clientFor(onRequest: () => void): LookerClient
  version: ApiVersion
  clock: Clock
  /** The maximum pause between two polls after the likely end of the render, in milliseconds. */
  pollInterval: number
  times: RenderTimes
  /** Aborted with an ActionError at the deadline and when the job is cancelled. */
  signal: AbortSignal
  queue: RenderQueue
  /** Reads titles from this instance. Undefined if titles are not needed. */
  titles?: Titles
  /** The absolute path of the output directory. */
  directory: string
  /** Targets that hang at Looker, with their progress. */
  hung: Map<Target, Track>
  /** The unknown statuses that the log already contains. Each is logged once. */
  unknownStatuses: Set<string>
  log(line: string): void
}

type TargetRender = RenderOptions & { client: LookerClient; track: Track }

/** Creates the target's render task, polls it, and downloads the file. Returns failures instead of throwing them. */
export async function renderTarget(
  target: Target,
  options: RenderOptions,
  track: Track,
): Promise<RenderResult> {
  const client = options.clientFor(() => track.report({ kind: 'requested' }))
  const context: TargetRender = { ...options, client, track }
  const path = join(options.directory, target.file)
  const retriedReasons = new Set<RenderTaskLostError['reason']>()
  for (;;) {
    try {
      return await renderOnce(target, path, context)
    } catch (error) {
      if (!(error instanceof RenderTaskLostError) || retriedReasons.has(error.reason)) {
        const failed = failedRender(target, error, context)
        // The deadline may come right after the last byte. A failed target must not leave a file.
        await rm(path, { force: true }).catch(() => undefined)
        return failed
      }
      retriedReasons.add(error.reason)
      track.report({ kind: 'restarted' })
      options.log(`${headingOf({ target })}: ${error.message}. Rendering it again.`)
    }
  }
}

async function renderOnce(target: Target, path: string, context: TargetRender): Promise<Rendered> {
  const { track, times } = context
  const renderTaskId = await renderAtLooker(target, context)
  const { renderTime } = track.current
  times.add(target, renderTime)
  const file = await downloadResult(renderTaskId, downloadTo(path, target.output.format), context)
  track.report({ kind: 'rendered' })
  const { apiCalls } = track.current
  return { status: 'success', target, path, ...file, renderTaskId, seconds: renderTime / 1000, apiCalls }
}

/** Returns the id of the finished render task. */
async function renderAtLooker(target: Target, context: TargetRender): Promise<string> {
  const { queue, track, clock, hung, signal } = context
  const place = await queue.enter()
  let endedAt: number | undefined
  try {
    const id = await createRenderTask(target, context)
    track.report({ kind: 'next at Looker', at: await place.begin() })
    await waitForRender(id, target, { ...context, place })
    endedAt = track.current.began + track.current.renderTime
    return id
  } finally {
    place.leave(endedAt ?? clock.now())
    // After the deadline, `hung` must not change, because the errors of the other targets name the hung targets.
    if (!signal.aborted) hung.delete(target)
  }
}

/**
 * Retries the request even if its response was lost. The retry may create a second render task. A second task costs
 * some of the renderer's time, but changes nothing in Looker.
 */
async function createRenderTask(
  target: Target,
  { client, version, signal, clock, track, titles }: TargetRender,
): Promise<string> {
  signal.throwIfAborted()
  track.report({ kind: 'creating', at: clock.now() })
  try {
    // API 3.1 needs the id of a query, but the address of an Explore contains only its slug.
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

/**
 * The maximum wait for the render times of earlier runs, in milliseconds. Without known render times, the first poll
 * comes at this time, so the wait delays no poll.
 */
const timesWait = planPolls({ own: [], others: [] }, 'dense').firstPoll

async function waitForRender(
  id: string,
  target: Target,
  context: TargetRender & { place: QueuePlace },
): Promise<void> {
  const { clock, signal, times, track, client, pollInterval, queue, hung } = context
  await waitAtMost(timesWait, times.ready, { clock, signal })
  const pause = (since: number) => {
    const { polls, began, created, stage } = track.current
    const elapsed = since - began
    if (hung.has(target)) return pauseIfHung(elapsed, pollInterval)
    const plan = planPolls(times.of(target), queue.hasWaiting() ? 'sparse' : 'dense')
    const waiting = stage === 'enqueued' ? since - created : 0
    return pauseBeforePoll(plan, { polls, elapsed, waiting }, pollInterval)
  }
  const poll = async () => {
    const task = await client.renderTask(id).catch(error => {
      throw toTaskLost(error)
    })
    const { status, renderTime } = task
    track.report({ kind: 'polled', status, renderTime, at: clock.now() })
    if (isRendered(task, target, context)) return true
    if (status === 'querying' || status === 'rendering') checkHung(target, context)
    return undefined
  }
  const changed = () => (queue.hasWaiting() ? queue.drained() : undefined)
  await pollUntil(poll, { clock, pause, signal, changed })
}

/** Lets the next target begin if this target hangs. */
function checkHung(target: Target, context: TargetRender & { place: QueuePlace }): void {
  const { place, track, times, clock, hung, log } = context
  const { activeSince, statusSince, status } = track.current
  const now = clock.now()
  const active = now - activeSince
  if (!hung.has(target)) {
    if (!isHung(times.of(target), { active, inOneStatus: now - statusSince })) return
    hung.set(target, track)
    log(
      `${headingOf({ target })}: Looker has been ${status} this target for ${Math.round(active / 1000)} s, much longer than usual. The next target begins, and this target is polled less often.`,
    )
  }
  place.giveUp(now)
}

/** @throws if the task has failed */
function isRendered({ status, detail }: RenderTask, target: Target, context: TargetRender): boolean {
  const step = isKnownStatus(status) ? nextStep[status] : 'wait'
  if (!isKnownStatus(status)) logUnknownStatus(status, target, context)
  if (step !== 'fail') return step === 'fetch'
  const { crash, error } = renderFailure(target, detail)
  throw crash ? new RenderTaskLostError('crash', error.message, error.hint) : error
}

function logUnknownStatus(status: string, target: Target, { unknownStatuses, log }: TargetRender): void {
  if (unknownStatuses.has(status)) return
  unknownStatuses.add(status)
  log(
    `${headingOf({ target })}: the render task has the status "${status}", which this action does not know. The action keeps waiting.`,
  )
}

/** The minimum pause before the file of a finished task is requested again, in milliseconds. */
const minFilePauseMs = 1000
/** The pause as a share of the time since the first request for the file. */
const filePauseShare = 0.25
const maxFileWaitMs = 5 * 60_000

async function downloadResult(
  id: string,
  read: ReturnType<typeof downloadTo>,
  { client, clock, signal, track }: TargetRender,
): Promise<Download> {
  track.report({ kind: 'downloading' })
  const began = clock.now()
  for (;;) {
    const result = await client
      .renderTaskResults(
        id,
        async (response, ...watch): Promise<Download | NotYet> =>
          response.status === 202 ? { notYet: retryAfter(response.headers) } : read(response, ...watch),
      )
      .catch(error => {
        throw toTaskLost(error)
      })
    if (!('notYet' in result)) return result
    const waited = clock.now() - began
    if (waited >= maxFileWaitMs)
      throw new RenderTaskLostError(
        'gone',
        `Looker says that the render task is done, but has not sent its file after ${Math.round(waited / 60_000)} minutes (202)`,
        'Run the job again. If it happens again, report it to Looker support.',
      )
    await clock.sleep(Math.max(result.notYet, minFilePauseMs, filePauseShare * waited), signal)
  }
}

/** The time between two log lines about the progress, in milliseconds. */
const progressInterval = 15_000

export interface Renderer {
  /** Renders a target when a place is free. Returns failures instead of throwing them. */
  render(target: Target): Promise<RenderResult>
  /** Stops logging the progress. */
  close(): void
}

type RendererOptions = Omit<RenderOptions, 'queue' | 'hung' | 'unknownStatuses' | 'clientFor' | 'log'> & {
  concurrency: number
}

/**
 * Opens a renderer that begins after the log-in. It renders the targets in the order of the calls, and at most
 * `concurrency` targets at the same time. If the log-in fails, every target fails.
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
      if (titled.status === 'failure' || isOwnFile(target)) log(resultLine(titled))
      return titled
    },
    close: () => over.abort(),
  }
}

/**
 * Removes the file of an earlier run. Synchronous, because an asynchronous call would change the order of the targets.
 */
function removeFormerFile(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {
    // If the file cannot be removed, the download reports the reason.
  }
}

async function logProgress(
  all: () => Progress[],
  { clock, log }: { clock: Clock; log: Looker['log'] },
  over: AbortSignal,
): Promise<void> {
  try {
    for (;;) {
      await clock.sleep(progressInterval, over)
      if (all().length > 0) log(progressLine(all(), clock.now()))
    }
  } catch {
    // The sleep was aborted because all targets are done.
  }
}

/**
 * Whether this is the target's own file. A "before" picture and the second render of a changed target have different
 * file names. The comparison reports problems with these other files.
 */
const isOwnFile = ({ name, file, output }: Target) => file === `${name}.${output.format}`

function resultLine(result: RenderResult): string {
  if (result.status === 'failure') return `✗ ${headingWithAddress(result)}: ${result.error.message}`
  const { file } = result.target
  const heading = headingOf(result)
  const called = heading === result.target.name ? file : `${heading} (${file})`
  return `✓ ${called}: ${Math.max(1, Math.round(result.bytes / 1000))} KB, rendered in ${result.seconds.toFixed(1)} s`
}

export function logIgnoredParameters(target: Target, log: (line: string) => void): void {
  if (!('ignoredParameters' in target) || target.ignoredParameters.length === 0) return
  const names = target.ignoredParameters.join(', ')
  log(
    `${headingOf({ target })}: Looker's own parameters in the address do not affect the picture (${names}).`,
  )
}
