/**
 * Decides when a target may create its render task. Targets create their tasks in the order of the calls, and Looker
 * starts tasks in the same order. Each task has a place. There is one place more than `concurrency`, so that Looker's
 * renderer has work until the next poll.
 */
export interface RenderQueue {
  /** Waits for a free place. The caller may then create a render task. */
  enter(): Promise<QueuePlace>
  /** Whether a target of this run has no place yet, or has a render task in Looker's queue. */
  hasWaiting(): boolean
  /** Resolves when no target waits. */
  drained(): Promise<void>
}

export interface QueuePlace {
  /**
   * Waits until Looker has finished all earlier tasks of this run. Returns the clock's time at which the last of these
   * tasks ended, or 0 for the first task of the run.
   */
  begin(): Promise<number>
  /**
   * Gives this task's place to the next task before this task has ended. At most `concurrency` running tasks can be
   * without a place.
   */
  giveUp(now: number): void
  /** @param endedAt the estimated time of the clock at which Looker finished the task */
  leave(endedAt: number): void
}

export function renderQueue(concurrency: number): RenderQueue {
  const atLooker = openPlaces(concurrency + 1)
  const rendering = openPlaces(concurrency)
  let waiting = 0
  let givenUp = 0
  let whenDrained = Promise.withResolvers<void>()

  const countWaiting = (change: 1 | -1) => {
    waiting += change
    if (waiting > 0) return
    whenDrained.resolve()
    whenDrained = Promise.withResolvers()
  }

  const openPlace = (): QueuePlace => {
    let state: 'waiting' | 'rendering' | 'given up' = 'waiting'
    const free = (endedAt: number) => {
      rendering.release(endedAt)
      atLooker.release(endedAt)
    }
    return {
      async begin() {
        const freedAt = await rendering.take()
        state = 'rendering'
        countWaiting(-1)
        return freedAt
      },
      giveUp(now) {
        if (state !== 'rendering' || givenUp >= concurrency) return
        state = 'given up'
        givenUp++
        free(now)
      },
      leave(endedAt) {
        if (state === 'given up') givenUp--
        if (state === 'rendering') free(endedAt)
        if (state !== 'waiting') return
        countWaiting(-1)
        atLooker.release(endedAt)
      },
    }
  }

  return {
    async enter() {
      countWaiting(1)
      await atLooker.take()
      return openPlace()
    },
    hasWaiting: () => waiting > 0,
    drained: () => whenDrained.promise,
  }
}

/** Gives places to callers in the order of their calls. `take` returns the time at which the place became free. */
function openPlaces(count: number) {
  let free = count
  const waiting: ((freedAt: number) => void)[] = []
  return {
    take(): Promise<number> {
      if (free === 0) return new Promise(resolve => waiting.push(resolve))
      free--
      return Promise.resolve(0)
    },
    release(freedAt: number) {
      const next = waiting.shift()
      if (next) next(freedAt)
      else free++
    },
  }
}

/**
 * A target's progress at Looker. It decides the time of the next poll, and the error message at the deadline quotes it.
 */
export interface Progress {
  stage: 'waiting' | 'enqueued' | 'rendering' | 'downloading' | 'rendered' | 'failed'
  /** The status of the render task. Empty before the first poll. */
  status: string
  renderTaskId?: string
  apiCalls: number
  /** The clock's time when the render task was requested. */
  created: number
  /** The estimated time of the clock when Looker began to render. */
  began: number
  polls: number
  lastPoll: number
  /** The clock's time of the first poll with the current status. */
  statusSince: number
  /** The estimated time of the clock when the render task left Looker's queue. */
  activeSince: number
  /** The render time in milliseconds. 0 until a poll shows that the render has ended. */
  renderTime: number
}

interface Poll {
  status: string
  at: number
  /** Looker's render time in milliseconds. Undefined if Looker does not return the render time. */
  renderTime?: number | undefined
}

type ProgressEvent =
  | { kind: 'requested' }
  | { kind: 'creating'; at: number }
  | { kind: 'created'; id: string; status: string }
  /** Looker has finished all earlier tasks of this run. */
  | { kind: 'next at Looker'; at: number }
  | ({ kind: 'polled' } & Poll)
  | { kind: 'downloading' | 'rendered' | 'failed' }
  /** The target is rendered again with a new render task. */
  | { kind: 'restarted' }

const notBegun: Progress = {
  stage: 'waiting',
  status: '',
  apiCalls: 0,
  created: 0,
  began: 0,
  polls: 0,
  lastPoll: 0,
  statusSince: 0,
  activeSince: 0,
  renderTime: 0,
}

export interface Track {
  readonly current: Progress
  report(event: ProgressEvent): void
}

export function trackProgress(): Track {
  let current = notBegun
  return {
    get current() {
      return current
    },
    report(event) {
      current = advance(current, event)
    },
  }
}

function advance(progress: Progress, event: ProgressEvent): Progress {
  switch (event.kind) {
    case 'requested':
      return { ...progress, apiCalls: progress.apiCalls + 1 }
    case 'creating':
      return { ...progress, stage: 'enqueued', created: event.at, ...beginningAt(event.at) }
    case 'created':
      return { ...progress, renderTaskId: event.id, status: event.status }
    case 'next at Looker':
      return { ...progress, stage: 'rendering', ...beginningAt(Math.max(event.at, progress.created)) }
    case 'polled':
      return afterPoll(progress, event)
    case 'restarted':
      return { ...notBegun, apiCalls: progress.apiCalls }
    default:
      return { ...progress, stage: event.kind }
  }
}

const beginningAt = (at: number) => ({ began: at, activeSince: at, lastPoll: at })

function afterPoll(progress: Progress, { status, at, renderTime }: Poll): Progress {
  const { began, lastPoll, polls } = progress
  const isEnqueued = status.startsWith('enqueued_')
  const statusSince = status === progress.status && progress.statusSince > 0 ? progress.statusSince : at
  // If every poll so far found the task in the queue, Looker has not begun to render it. The render time then starts at
  // this poll or later.
  if (polls === 0 && isEnqueued)
    return { ...progress, stage: 'enqueued', status, statusSince, ...beginningAt(at) }
  return {
    ...progress,
    stage: 'rendering',
    status,
    statusSince,
    activeSince: isEnqueued ? at : progress.activeSince,
    polls: polls + 1,
    lastPoll: at,
    // The render ended at some time between the previous poll and this poll.
    renderTime: Math.min(Math.max(renderTime ?? (lastPoll + at) / 2 - began, lastPoll - began), at - began),
  }
}

/** Returns text such as `3 of 7 rendered, 1 rendering for 12 s`. */
export function progressLine(all: readonly Progress[], now: number): string {
  const stage = (...names: Progress['stage'][]) => all.filter(progress => names.includes(progress.stage))
  const longest = Math.max(0, ...stage('rendering').map(({ began }) => now - began))
  const count = (number: number, words: string) => number > 0 && `${number} ${words}`
  const parts = [
    `${stage('rendered').length} of ${all.length} rendered`,
    count(stage('failed').length, 'failed'),
    count(stage('rendering').length, `rendering for ${Math.round(longest / 1000)} s`),
    count(stage('downloading').length, 'being fetched'),
    count(stage('waiting', 'enqueued').length, 'waiting'),
  ]
  return parts.filter(Boolean).join(', ')
}
