/** A target's progress at Looker. It decides when to poll, and the error message if the time ends. */
export interface Progress {
  stage: 'waiting' | 'enqueued' | 'rendering' | 'downloading' | 'rendered' | 'failed'
  /** The render task's last status; empty before the first one. */
  status: string
  renderTaskId?: string
  /** Requests to Looker so far. */
  apiCalls: number
  /** The clock's time at which the render task was requested. */
  created: number
  /** The clock's time at which Looker began to render, as far as is known. */
  began: number
  /** Polls since it began. */
  polls: number
  /** The clock's time of the last poll. */
  lastPoll: number
  /** The clock's time of the poll that first saw the present status. */
  statusSince: number
  /** The clock's time since which the task has not waited in Looker's queue, as far as is known. */
  activeSince: number
  /** How long Looker took, in milliseconds; 0 until a poll sees the end. */
  renderTime: number
}

interface Poll {
  status: string
  at: number
  /** Milliseconds, if Looker says how long it took. */
  renderTime?: number | undefined
}

export type ProgressEvent =
  | { kind: 'requested' }
  | { kind: 'creating'; at: number }
  | { kind: 'created'; id: string; status: string }
  /** Looker has no earlier task of this run left since that time on the clock. */
  | { kind: 'next at Looker'; at: number }
  | ({ kind: 'polled' } & Poll)
  | { kind: 'downloading' | 'rendered' | 'failed' }
  /** The target is rendered once more. */
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
  // A task that was enqueued at every poll so far has not begun: its time counts from this poll at the earliest.
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
    // The render ended at some time between this poll and the one before.
    renderTime: Math.min(Math.max(renderTime ?? (lastPoll + at) / 2 - began, lastPoll - began), at - began),
  }
}

/** `3 of 7 rendered, 1 rendering for 12 s` */
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
