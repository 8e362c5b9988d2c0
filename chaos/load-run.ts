import { peakMeter } from '../testkit/runner/peak.ts'
import { pullRequestScene } from '../testkit/scene.ts'

export interface Load {
  targets: number
  /** Of the simulated Looker, and the step's concurrency. */
  slots: number
  /** Of each file. */
  pictureBytes: number
  renderSeconds: number
  inputs?: Record<string, string>
}

export interface LoadOutcome {
  code: number | null
  /** How many were rendered. */
  rendered: number
  milliseconds: number
  /** Milliseconds that Looker itself needs, both its slots busy all the time. */
  best: number
  /** Resident memory of the action at its highest. */
  peakBytes: number
  requests: { looker: Record<string, number>; github: number; artifacts: number }
  log: string
}

/** Many targets in one step, while nothing breaks: what it takes. */
export async function runLoad({ targets, slots, inputs, ...looker }: Load): Promise<LoadOutcome> {
  await using stage = await pullRequestScene({ looker: { slots, ...looker } })
  const peak = peakMeter()
  const list = Array.from({ length: targets }, (_, index) => `looks/${index + 1}`)
  const told = await stage.run(
    { targets: list.join('\n'), artifact: 'zip', concurrency: String(slots), ...inputs },
    { env: peak.env },
  )
  const operations = stage.looker.requests.map(({ operation }) => operation)
  return {
    code: told.code,
    rendered: told.results.filter(({ status }) => status === 'success').length,
    milliseconds: told.milliseconds,
    best: (targets * looker.renderSeconds * 1000) / slots,
    peakBytes: peak.read(),
    requests: {
      looker: countEach(operations),
      github: stage.github.requests.length,
      artifacts: stage.artifacts.requests.length,
    },
    log: told.log,
  }
}

function countEach(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
