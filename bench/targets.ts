import { runPairs } from './pairs.ts'
import { mean, renderTimes, sum } from './statistics.ts'
import { type Measure, row, seconds } from './table.ts'

const slots = 2

/** Measures twenty dashboards on a Looker with two slots. In the best case, both slots are always busy. */
export const targets: Measure = async quick => {
  const renderSeconds = renderTimes(quick ? 1 : 3, 20, 20)
  const pairs = await runPairs([{ renderSeconds, pictureBytes: 1e6 }])
  const ours = mean(pairs.map(pair => pair.ours.milliseconds))
  const peers = mean(pairs.map(pair => pair.peers.milliseconds))
  const best = (sum(renderSeconds) / slots) * 1000
  const what = `20 renders of ${quick ? 1 : 3} s in ${slots} slots`
  return [
    row({ what, ours, peer: ['optimum', best], atMost: 1.04, show: seconds }),
    row({ what, ours, peer: ['sample', peers], show: seconds }),
  ]
}
