/** A target's way through Looker. Decides when to poll, and what is said if the time ends. */
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
  /** How long Looker took, in milliseconds; 0 until a poll sees the end. */
  renderTime: number
}

export type ProgressEvent =
  | { kind: 'requested' }
  | { kind: 'creating'; at: number }
  | { kind: 'created'; id: string; status: string }
  /** Looker has no earlier task of this run left. */
  | { kind: 'next at Looker'; at: number }
  | { kind: 'polled'; status: string; at: number }
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
      return { ...progress, stage: 'enqueued', created: event.at, began: event.at, lastPoll: event.at }
    case 'created':
      return { ...progress, renderTaskId: event.id, status: event.status }
    case 'next at Looker':
      return { ...progress, stage: 'rendering', began: event.at, lastPoll: event.at }
    case 'polled':
      return afterPoll(progress, event)
    case 'restarted':
      return { ...notBegun, apiCalls: progress.apiCalls }
    default:
      return { ...progress, stage: event.kind }
  }
}

/** A task that was enqueued at every poll so far has not begun: its time counts from this poll at the earliest. */
function afterPoll(progress: Progress, { status, at }: { status: string; at: number }): Progress {
  const { began, lastPoll, polls } = progress
  if (polls === 0 && status.startsWith('enqueued_'))
    return { ...progress, stage: 'enqueued', status, began: at, lastPoll: at }
  // The render ended at some time between this poll and the one before.
  const renderTime = (lastPoll + at) / 2 - began
  return { ...progress, stage: 'rendering', status, polls: polls + 1, lastPoll: at, renderTime }
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
