import type { Run } from './contestants.ts'
import { nominalSeconds, singleRenders } from './renders.ts'
import { mean } from './statistics.ts'
import { count, type Measure, row } from './table.ts'

/** How often a run asks for the state of its render task. */
export const polls: Measure = async quick => {
  const rows = []
  for (const nominal of nominalSeconds) {
    const pairs = await singleRenders(nominal, quick)
    const ours = pairs.map(pair => pollsOf(pair.ours))
    const peers = mean(pairs.map(pair => pollsOf(pair.peers)))
    const what = `polls of a ${nominal} s render`
    rows.push(row({ what: `${what}, mean`, ours: mean(ours), peer: ['sample', peers], show: count }))
    if (nominal === 30)
      rows.push(row({ what: `${what}, most`, ours: Math.max(...ours), atMost: 16, show: count }))
  }
  return rows
}

// A result that is asked for too early is a poll too: Looker answers 202.
function pollsOf({ requests }: Run): number {
  return requests.filter(({ operation, status }) => operation === 'task' || status === 202).length
}
