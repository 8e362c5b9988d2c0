import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { describeSeed } from './describe-seed.ts'
import { runSeed, type Verdict } from './run-seed.ts'
import { tally } from './tally.ts'

/*
 * Runs the built action while the services around it fail, and checks that the action keeps its promises. A seed
 * determines the jobs, their inputs and all faults.
 *
 *   plan/       derives from a seed: the jobs, their inputs, and the fault of each request
 *   stage.ts    starts Looker, a second Looker, GitHub and its artifact service, each behind a proxy
 *   proxy/      forwards requests and injects faults
 *   run-seed.ts runs one seed, from its plan to its verdict
 *   checks/     the promises, one in each file
 *
 *   npm run chaos -- --seeds 200             the seeds from 1 to 200
 *   npm run chaos -- --seeds 200 --from 301  from 301 to 500
 *   npm run chaos -- --seed 123              one seed, with its plan, requests and logs
 *   --parallel 3                             runs three seeds at the same time; default 2
 *   --minutes 10                             begins no seed after ten minutes
 *
 * load.ts is a separate command: it runs many targets without faults.
 */

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    parallel: { type: 'string', default: '2' },
    minutes: { type: 'string', default: '600' },
  },
})

if (!existsSync(new URL('../dist/index.js', import.meta.url)))
  throw new Error('There is no dist/index.js. Run npm run build')

// Each step is a separate process. Without a cache, a step would spend a sixth of its time on compiling the bundle.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url))

const verdicts = values.seed === undefined ? await runMany() : [await runOne(Number(values.seed))]
console.log(`\n${tally(verdicts)}`)
if (verdicts.some(({ breaches }) => breaches.length > 0)) process.exitCode = 1

async function runOne(seed: number): Promise<Verdict> {
  const verdict = await runSeed(seed)
  console.log(describeSeed(verdict))
  return verdict
}

async function runMany(): Promise<Verdict[]> {
  const first = Number(values.from)
  const waiting = Array.from({ length: Number(values.seeds) }, (_, index) => first + index)
  const until = performance.now() + Number(values.minutes) * 60_000
  const done: Verdict[] = []
  const work = async () => {
    for (let seed = next(); seed !== undefined; seed = next()) {
      const verdict = await runSeed(seed)
      done.push({ ...verdict, logs: [] })
      logVerdict(verdict, done.length)
    }
  }
  const next = () => (performance.now() < until ? waiting.shift() : undefined)
  await Promise.all(Array.from({ length: Number(values.parallel) }, work))
  if (waiting.length > 0) console.log(`The time ended before ${waiting.length} seeds ran.`)
  return done
}

function logVerdict({ seed, ending, breaches, milliseconds }: Verdict, count: number): void {
  const time = `${(milliseconds / 1000).toFixed(1)} s`
  console.log(`${String(count).padStart(5)}  seed ${seed}: ${ending}, ${time}`)
  for (const breach of breaches) console.log(`       ✗ ${breach}`)
  if (breaches.length > 0) console.log(`       Again: npm run chaos -- --seed ${seed}`)
}
