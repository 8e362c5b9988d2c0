import type { Run } from './contestants.ts'
import { nominalSeconds, singleRenders } from './renders.ts'
import { mean, median } from './statistics.ts'
import { type Measure, milliseconds, row } from './table.ts'

/** Measures the duration of the process minus the time that Looker takes to render. */
export const overhead: Measure = async quick => {
  const rows = []
  for (const nominal of nominalSeconds) {
    const pairs = await singleRenders(nominal, quick)
    const ours = pairs.map(pair => beyondRender(pair.ours))
    const peers = pairs.map(pair => beyondRender(pair.peers))
    for (const [name, average] of Object.entries({ median, mean })) {
      rows.push(
        row({
          what: `overhead of a ${nominal} s render, ${name} of ${pairs.length}`,
          ours: average(ours),
          peer: ['sample', average(peers)],
          show: milliseconds,
          ...(nominal === 5 && { atMost: 0.6 }),
        }),
      )
    }
  }
  return rows
}

function beyondRender({ milliseconds: lived, tasks }: Run): number {
  const [task] = tasks
  return lived - ((task?.finishedAt ?? 0) - (task?.createdAt ?? 0))
}
