/** Where a target is: for those who wait, for the next look, and for the words when the time is up. */
export interface Progress {
  stage: 'waiting' | 'enqueued' | 'rendering' | 'downloading' | 'rendered' | 'failed'
  /** The render task's last status; empty before there was one. */
  status: string
  renderTaskId?: string
  /** Requests to Looker so far. */
  apiCalls: number
  /** On the clock: when the render task was asked for. */
  created: number
  /** On the clock: when Looker began to render it, as far as is known. */
  began: number
  /** Looks at it since it began, and when the last one was. */
  looks: number
  lastLook: number
  /** How long Looker took, in milliseconds; 0 before its end was seen. */
  renderTime: number
}

export type ProgressEvent =
  | { kind: 'requested' }
  | { kind: 'creating'; at: number }
  | { kind: 'created'; id: string; status: string }
  /** No task of ours is before it at Looker any more. */
  | { kind: 'next at Looker'; at: number }
  | { kind: 'looked'; status: string; at: number }
  | { kind: 'downloading' | 'rendered' | 'failed' }
  /** It is to be rendered once more. */
  | { kind: 'begun anew' }

const notBegun: Progress = {
  stage: 'waiting',
  status: '',
  apiCalls: 0,
  created: 0,
  began: 0,
  looks: 0,
  lastLook: 0,
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

/** Every change of a target's progress. */
function advance(progress: Progress, event: ProgressEvent): Progress {
  switch (event.kind) {
    case 'requested':
      return { ...progress, apiCalls: progress.apiCalls + 1 }
    case 'creating':
      return { ...progress, stage: 'enqueued', created: event.at, began: event.at, lastLook: event.at }
    case 'created':
      return { ...progress, renderTaskId: event.id, status: event.status }
    case 'next at Looker':
      return { ...progress, stage: 'rendering', began: event.at, lastLook: event.at }
    case 'looked':
      return afterLook(progress, event)
    case 'begun anew':
      return { ...notBegun, apiCalls: progress.apiCalls }
    default:
      return { ...progress, stage: event.kind }
  }
}

/** A task that was only seen enqueued so far has not begun: its time counts from this look at the earliest. */
function afterLook(progress: Progress, { status, at }: { status: string; at: number }): Progress {
  const { began, lastLook, looks } = progress
  if (looks === 0 && status.startsWith('enqueued_'))
    return { ...progress, stage: 'enqueued', status, began: at, lastLook: at }
  // The end came somewhere between this look and the one before.
  const renderTime = (lastLook + at) / 2 - began
  return { ...progress, stage: 'rendering', status, looks: looks + 1, lastLook: at, renderTime }
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
