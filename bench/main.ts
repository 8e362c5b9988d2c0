import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { bundle } from './bundle.ts'
import { assertBuilt } from './contestants.ts'
import { diff } from './diff.ts'
import { closeLooker } from './looker.ts'
import { members } from './members.ts'
import { memory } from './memory.ts'
import { overhead } from './overhead.ts'
import { runPairs } from './pairs.ts'
import { polls } from './polls.ts'
import { report } from './report.ts'
import { requests } from './requests.ts'
import { start } from './start.ts'
import { type Measure, table } from './table.ts'
import { tail } from './tail.ts'
import { targets } from './targets.ts'

/*
 * Measures the action, and for comparison a script that a user would write instead. The action and the script use the
 * same simulated Looker.
 *
 *   start.ts, overhead.ts, …      the measurements, one in each file (see `measures` below)
 *   sample.mjs                    the script of a user, which uses Looker's SDK as in the SDK's examples
 *   pairs.ts, contestants.ts      run the action and the script, one after the other, under the same conditions
 *   looker.ts, looker-process.ts  run the simulated Looker in its own process
 *   statistics.ts, table.ts       calculate medians and ratios, and print them
 *
 *   npm run bench                      everything, in about forty minutes
 *   npm run bench -- --quick           fewer runs
 *   npm run bench -- overhead memory   only these measurements
 *
 * `EARLIER_BUILD=../earlier/dist/index.js npm run bench -- polls` compares this build with an earlier build.
 */

const measures: Record<string, Measure> = {
  bundle,
  start,
  memory,
  members,
  overhead,
  polls,
  targets,
  diff,
  requests,
  tail,
  report,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false } },
})
const unknown = positionals.filter(name => !Object.hasOwn(measures, name))
if (unknown.length > 0) throw new Error(`No such measure: ${unknown}. There are ${Object.keys(measures)}`)

assertBuilt()
console.log(machine())
console.log('The action runs with `artifact: none`; overheads are over render times up to 0.25 s off.\n')
try {
  // These first runs read from a cold disk, so they are not measured.
  await runPairs([{ renderSeconds: [0.05], pictureBytes: 1000 }])
  const rows = []
  for (const name of positionals.length > 0 ? positionals : Object.keys(measures)) {
    console.error(`Measuring ${name} …`)
    rows.push(...((await measures[name]?.(values.quick)) ?? []))
  }
  console.log(table(rows))
} finally {
  closeLooker()
}

function machine(): string {
  const [cpu] = cpus()
  return `Node ${process.version}, ${cpus().length} cores (${cpu?.model}), ${process.platform}.`
}
