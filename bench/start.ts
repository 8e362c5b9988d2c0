import { spawnSync } from 'node:child_process'
import type { Run } from './contestants.ts'
import { runPairs } from './pairs.ts'
import { median } from './statistics.ts'
import { type Measure, milliseconds, row } from './table.ts'

/** Measures the time from the start of the process to its first request to Looker. */
export const start: Measure = async quick => {
  const conditions = Array.from({ length: quick ? 7 : 21 }, () => ({
    renderSeconds: [0.05],
    pictureBytes: 1000,
  }))
  const pairs = await runPairs(conditions)
  const ours = median(pairs.map(pair => firstRequest(pair.ours)))
  const peers = median(pairs.map(pair => firstRequest(pair.peers)))
  const bare = median(conditions.map(lifeOfBareNode))
  const what = `process start to first request, median of ${pairs.length}`
  return [
    row({ what, ours, peer: ['sample', peers], atMost: 0.8, show: milliseconds }),
    row({ what, ours, peer: ['node -e 0', bare], show: milliseconds }),
  ]
}

function firstRequest({ startedAt, requests }: Run): number {
  return (requests[0]?.at ?? Number.NaN) - startedAt
}

// The process does not inherit the environment, because NODE_EXTRA_CA_CERTS alone would take 30 ms.
function lifeOfBareNode(): number {
  const started = performance.now()
  spawnSync(process.execPath, ['-e', '0'], { env: {} })
  return performance.now() - started
}
