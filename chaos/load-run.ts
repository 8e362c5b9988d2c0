import { peakMeter } from '../testkit/runner/peak.ts'
import { pullRequestScene } from '../testkit/scene.ts'

export interface Load {
  targets: number
  /** The slots of the simulated Looker, and the value of the input `concurrency`. */
  slots: number
  pictureBytes: number
  renderSeconds: number
  inputs?: Record<string, string>
}

export interface LoadOutcome {
  code: number | null
  rendered: number
  milliseconds: number
  /** The time in milliseconds that Looker needs if all of its slots are always busy. */
  best: number
  /** The peak of the action's resident memory. */
  peakBytes: number
  requests: { looker: Record<string, number>; github: number; artifacts: number }
  log: string
}

/** Runs a step with many targets and no faults, and measures time, requests and memory. */
export async function runLoad({ targets, slots, inputs, ...looker }: Load): Promise<LoadOutcome> {
  await using stage = await pullRequestScene({ looker: { slots, ...looker } })
  const peak = peakMeter()
  const list = Array.from({ length: targets }, (_, index) => `looks/${index + 1}`)
  const outcome = await stage.run(
    { targets: list.join('\n'), artifact: 'zip', concurrency: String(slots), ...inputs },
    { env: peak.env },
  )
  const operations = stage.looker.requests.map(({ operation }) => operation)
  return {
    code: outcome.code,
    rendered: outcome.results.filter(({ status }) => status === 'success').length,
    milliseconds: outcome.milliseconds,
    best: (targets * looker.renderSeconds * 1000) / slots,
    peakBytes: peak.read(),
    requests: {
      looker: countEach(operations),
      github: stage.github.requests.length,
      artifacts: stage.artifacts.requests.length,
    },
    log: outcome.log,
  }
}

function countEach(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
