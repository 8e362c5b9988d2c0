import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runSeed, type Verdict } from './run.ts'
import { tally } from './tally.ts'
import { describe } from './telling.ts'

/*
 * The built action in weather that a seed decides: whatever breaks, it keeps its promises (checks/).
 *
 *   npm run chaos -- --seeds 200             the seeds from 1 to 200
 *   npm run chaos -- --seeds 200 --from 301  from 301 to 500
 *   npm run chaos -- --seed 123              one, with everything that there is to know of it
 *   --parallel 3                             so many at once; 2 unless told
 *   --minutes 10                             begins no seed after that
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
  throw new Error('There is no dist/index.js: npm run build makes it')

const verdicts = values.seed === undefined ? await many() : [await one(Number(values.seed))]
console.log(`\n${tally(verdicts)}`)
if (verdicts.some(({ breaches }) => breaches.length > 0)) process.exitCode = 1

async function one(seed: number): Promise<Verdict> {
  const verdict = await runSeed(seed)
  console.log(describe(verdict))
  return verdict
}

/** Works through the seeds, so many at once, and tells of each that broke a promise. */
async function many(): Promise<Verdict[]> {
  const first = Number(values.from)
  const waiting = Array.from({ length: Number(values.seeds) }, (_, index) => first + index)
  const until = performance.now() + Number(values.minutes) * 60_000
  const done: Verdict[] = []
  const work = async () => {
    for (let seed = next(); seed !== undefined; seed = next()) {
      const verdict = await runSeed(seed)
      done.push({ ...verdict, logs: [] })
      tellOf(verdict, done.length)
    }
  }
  const next = () => (performance.now() < until ? waiting.shift() : undefined)
  await Promise.all(Array.from({ length: Number(values.parallel) }, work))
  if (waiting.length > 0) console.log(`The time was up with ${waiting.length} seeds left.`)
  return done
}

function tellOf({ seed, ending, breaches, milliseconds }: Verdict, count: number): void {
  const time = `${(milliseconds / 1000).toFixed(1)} s`
  console.log(`${String(count).padStart(5)}  seed ${seed}: ${ending}, ${time}`)
  for (const breach of breaches) console.log(`       ✗ ${breach}`)
  if (breaches.length > 0) console.log(`       Again: npm run chaos -- --seed ${seed}`)
}
