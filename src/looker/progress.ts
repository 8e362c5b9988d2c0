/** Where a target is, for those who wait, and for the words when the time is up. */
export interface Progress {
  stage: 'waiting' | 'drawing' | 'fetching' | 'rendered' | 'failed'
  /** The render task's last status; empty before there was one. */
  status: string
  /** On the clock: when its render task was created. */
  begun: number
  renderTaskId?: string
  /** Requests to Looker so far. */
  apiCalls: number
}

export const newProgress = (): Progress => ({ stage: 'waiting', status: '', begun: 0, apiCalls: 0 })

/** `3 of 7 rendered, 1 rendering for 12 s` */
export function progressLine(all: readonly Progress[], now: number): string {
  const stage = (name: Progress['stage']) => all.filter(progress => progress.stage === name)
  const drawing = stage('drawing')
  const longest = Math.max(0, ...drawing.map(({ begun }) => now - begun))
  const count = (name: Progress['stage'], words: string) =>
    stage(name).length > 0 && `${stage(name).length} ${words}`
  const parts = [
    `${stage('rendered').length} of ${all.length} rendered`,
    count('failed', 'failed'),
    count('drawing', `rendering for ${Math.round(longest / 1000)} s`),
    count('fetching', 'being fetched'),
    count('waiting', 'waiting'),
  ]
  return parts.filter(Boolean).join(', ')
}
