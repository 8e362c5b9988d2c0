import { runPairs } from './pairs.ts'
import { mean } from './statistics.ts'
import { type Measure, megabytes, row } from './table.ts'

const pictureBytes = 200e6

/** Measures the peak memory of a process that downloads one large picture. */
export const memory: Measure = async quick => {
  const conditions = Array.from({ length: quick ? 1 : 3 }, () => ({ renderSeconds: [0.05], pictureBytes }))
  const pairs = await runPairs(conditions)
  const ours = mean(pairs.map(pair => pair.ours.peakBytes))
  const peers = mean(pairs.map(pair => pair.peers.peakBytes))
  const what = `peak memory while fetching ${megabytes(pictureBytes)}, mean of ${pairs.length}`
  return [row({ what, ours, peer: ['sample', peers], atMost: 0.15, show: megabytes })]
}
