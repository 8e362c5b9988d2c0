import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Effect, PictureSpec, RenderTask, SimulatorOptions, Version } from '../model.ts'
import { drawPicture } from './draw-picture.ts'
import { type Bytes, bytesOfBuffer, makeFile } from './synthetic-file.ts'

type TaskOptions = Required<Pick<SimulatorOptions, 'slots' | 'renderSeconds'>> &
  Pick<SimulatorOptions, 'pictureBytes'>

// The share of a task's time in each status. Between queries and drawing, a task waits briefly for a renderer.
const statusShares = { querying: 0.4, enqueued_for_render: 0.05, rendering: 0.55 }

/** The queue of render tasks. Each slot runs one task at a time. */
export class Tasks {
  readonly all = new Map<string, RenderTask>()
  readonly #queue: (() => Promise<void>)[] = []
  readonly #options: TaskOptions
  readonly #end = new AbortController()
  #busy = 0

  constructor(options: TaskOptions) {
    this.#options = options
  }

  /** Creates a task. A fault of the operation `create` decides how the task ends. */
  create(spec: PictureSpec, version: Version, effect?: Effect): RenderTask {
    const task: RenderTask = {
      ...spec,
      id: randomBytes(16).toString('hex'),
      version,
      status: 'enqueued_for_query',
      statusDetail: null,
      createdAt: Date.now(),
      queriedAt: null,
      startedAt: null,
      finishedAt: null,
      gone: effect !== undefined && 'gone' in effect,
    }
    this.all.set(task.id, task)
    const fate = effect && 'taskStatus' in effect ? effect : undefined
    if (fate && fate.taskStatus !== 'failure' && fate.taskStatus !== 'success') {
      // The task hangs but takes no slot, so other tasks can start.
      task.status = fate.taskStatus
      task.statusDetail = fate.detail ?? null
      return task
    }
    this.#queue.push(() => this.#live(task, effect))
    this.#next()
    return task
  }

  async bytesOf(task: RenderTask): Promise<Bytes> {
    const { pictureBytes } = this.#options
    const length = typeof pictureBytes === 'function' ? pictureBytes(task) : pictureBytes
    return length === undefined ? bytesOfBuffer(await drawPicture(specOf(task))) : makeFile(task, length)
  }

  close(): void {
    this.#queue.length = 0
    this.#end.abort()
  }

  #next(): void {
    while (this.#busy < this.#options.slots) {
      const live = this.#queue.shift()
      if (!live) return
      this.#busy += 1
      void live().finally(() => {
        this.#busy -= 1
        this.#next()
      })
    }
  }

  async #live(task: RenderTask, effect: Effect | undefined): Promise<void> {
    task.startedAt = Date.now()
    const fails = effect && 'taskStatus' in effect && effect.taskStatus === 'failure' ? effect : undefined
    try {
      // Drawing begins at the start of the task, so it usually takes no additional time.
      const picture = fails ? undefined : this.bytesOf(task)
      picture?.catch(() => {})
      await this.#walk(task, effect && 'statuses' in effect ? effect.statuses : undefined)
      await picture
      this.#finish(task, fails ? 'failure' : 'success', fails?.detail ?? null)
    } catch (error) {
      if (!this.#end.signal.aborted) this.#finish(task, 'failure', String(error))
    }
  }

  async #walk(task: RenderTask, statuses: string[] | undefined): Promise<void> {
    const { renderSeconds } = this.#options
    const ms = 1000 * (typeof renderSeconds === 'function' ? renderSeconds(task) : renderSeconds)
    const steps = statuses
      ? statuses.map((status): [string, number] => [status, 1 / statuses.length])
      : Object.entries(statusShares)
    const start = Date.now()
    let share = 0
    for (const [status, part] of steps) {
      task.status = status
      share += part
      // Each wait is computed from the start of the task, so that the delays of timers do not add up.
      await sleep(Math.max(0, start + ms * share - Date.now()), undefined, { signal: this.#end.signal })
      task.queriedAt ??= Date.now()
    }
  }

  #finish(task: RenderTask, status: string, detail: string | null): void {
    task.finishedAt = Date.now()
    task.status = status
    task.statusDetail = detail
  }
}

function specOf(task: RenderTask): PictureSpec {
  const { kind, contentId, format, width, height, dashboardFilters, dashboardStyle } = task
  const { tabIds, pdfPaperSize, pdfLandscape, longTables, theme, content } = task
  return {
    kind,
    contentId,
    format,
    width,
    height,
    dashboardFilters,
    dashboardStyle,
    tabIds,
    pdfPaperSize,
    pdfLandscape,
    longTables,
    theme,
    content,
  }
}
