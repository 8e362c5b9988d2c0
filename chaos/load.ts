import { type Load, type LoadOutcome, runLoad } from './load-run.ts'

/* `npm run load` measures time, requests and memory with many targets and with large files. */

const megabyte = 1e6
const alone = { comment: 'false', report: 'false' }

const loads: [string, Load][] = [
  ['200 targets, 2 slots', { targets: 200, slots: 2, renderSeconds: 0.5, pictureBytes: 100_000 }],
  ['200 targets, 8 slots', { targets: 200, slots: 8, renderSeconds: 0.5, pictureBytes: 100_000 }],
  [
    '100 MB in 20 files, archive',
    { targets: 20, slots: 8, renderSeconds: 0.1, pictureBytes: 5 * megabyte, inputs: alone },
  ],
  [
    '1 GB in 200 files, archive',
    { targets: 200, slots: 8, renderSeconds: 0.1, pictureBytes: 5 * megabyte, inputs: alone },
  ],
  [
    '1 GB in 200 files, report beside them',
    {
      targets: 200,
      slots: 8,
      renderSeconds: 0.1,
      pictureBytes: 5 * megabyte,
      inputs: { comment: 'false', artifact: 'none' },
    },
  ],
  [
    '200 MB in 40 files, comment and archive',
    { targets: 40, slots: 8, renderSeconds: 0.1, pictureBytes: 5 * megabyte },
  ],
]

const rows: string[][] = [
  ['load', 'rendered', 'took', 'Looker needs', 'peak memory', 'Looker', 'GitHub', 'artifacts'],
]
for (const [what, load] of loads) {
  console.error(`${what} …`)
  rows.push(rowOf(what, await runLoad(load)))
}
const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? []
for (const row of rows)
  console.log(`| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`)

function rowOf(
  what: string,
  { code, rendered, milliseconds, best, peakBytes, requests, log }: LoadOutcome,
): string[] {
  if (code !== 0) throw new Error(`${what}: it ended with ${code}\n${log}`)
  const seconds = (value: number) => `${(value / 1000).toFixed(1)} s`
  const { login = 0, create = 0, task = 0, results = 0, logout = 0 } = requests.looker
  const looker = `${login} + ${create} + ${task} + ${results} + ${logout}`
  const megabytes = `${Math.round(peakBytes / megabyte)} MB`
  const others = [requests.github, requests.artifacts].map(String)
  return [what, String(rendered), seconds(milliseconds), seconds(best), megabytes, looker, ...others]
}
