import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { seeded } from '../simulator/hash.ts'
import { generate } from './generate.ts'
import type { TestAnswer, TestResult } from './run-tests.ts'

/** The beginnings of paths in `src`. Their files only compute: they read no files and send no requests. */
const parts = `
  acceptance/decide-label-event acceptance/results-format acceptance/stored-targets affected/ arrange-results
  branch-check/check-tile branch-check/compare-results branch-check/compare-sql branch-check/limit-queries branch-check/query-result
  branch-check/dashboard-lookml branch-check/sql-lines branch-check/tile-queries
  comment/entry comment/fit-and-fold comment/merge-facts comment/parts comment/running compare/compare-file compare/confirm-changes compare/diff/
  dry-run-advice errors estimate-calls headline images-branch/picture-names images-branch/gallery inputs/
  list looker/looker-errors looker/polling outputs report/ results runtime/ targets branch-report verdict
  public-log`
  .trim()
  .split(/\s+/)
/** These files are not changed: the report's browser code, and a thread that needs the built action. */
const leftOut = /\/(assets|bundled-assets|icons|worker)\b/

/** The time limit for a test file without a fault. */
const limitMs = 180_000
/** A test file counts as failed if it takes this many times as long as without the fault. */
const patience = 5
const minLimitMs = 20_000
/**
 * The maximum processor time for the tests of one source file. If necessary, the test files that are the farthest from
 * the source file are left out.
 */
const budgetMs = 30_000

interface Options {
  /** A copy of the repository. Only files of this copy are changed. */
  copy: string
  /** Only files with one of these words in their paths are changed. If the list is empty, all files are changed. */
  words: readonly string[]
  /** The number of mutants for each file. */
  sample: number
  seed: number
}

/**
 * For each file that only computes, changes random places, one at a time, and runs the file's unit tests after each
 * change.
 */
export async function measure({ copy, words, sample, seed }: Options): Promise<void> {
  const imports = importsIn(copy)
  const isChosen = (file: string) =>
    parts.some(part => file.startsWith(`src/${part}`)) &&
    !leftOut.test(file) &&
    (words.length === 0 || words.some(word => file.includes(word)))
  const rows: string[] = []
  let all = 0
  let allKilled = 0
  for (const file of [...imports.keys()].filter(isChosen).sort()) {
    const path = join(copy, file)
    const text = readFileSync(path, 'utf8')
    const tests = await soundTests(copy, testsOf(file, imports))
    let mutants = 0
    let killed = 0
    for (const { line, words, code } of tests.length > 0 ? shuffle(generate(text), seed) : []) {
      if (mutants === sample) break
      writeFileSync(path, code)
      const result = await runAll(copy, tests)
      if (result !== 'no test ran') mutants += 1
      if (result === 'failed') killed += 1
      if (result === 'passed') console.log(`survived: ${file}:${line}: ${words}`)
    }
    writeFileSync(path, text)
    rows.push(`| ${file} | ${mutants} | ${killed} |${tests.length === 0 ? ' no unit test' : ''}`)
    console.log(rows.at(-1))
    all += mutants
    allKilled += killed
  }
  child?.kill('SIGKILL')
  console.log(`\n| file | mutants | killed |\n|---|---|---|\n${rows.join('\n')}`)
  console.log(
    `\n${allKilled} of ${all} killed, ${((100 * allKilled) / all).toFixed(1)} %, with --seed ${seed}`,
  )
}

/** Maps the path of each file to the paths that the file imports. */
function importsIn(copy: string): Map<string, string[]> {
  const files = ['src', 'testkit', '__tests__'].flatMap(folder =>
    readdirSync(join(copy, folder), { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('.ts'))
      .map(path => join(folder, path).replaceAll('\\', '/')),
  )
  const pattern = /(?:from|import\() ?'(\.[^']+)'/g
  const importsOf = (file: string) =>
    [...readFileSync(join(copy, file), 'utf8').matchAll(pattern)].map(([, from = '']) =>
      join(dirname(file), from).replaceAll('\\', '/'),
    )
  return new Map(files.map(file => [file, importsOf(file)]))
}

const maxTests = 20
const unitConfig = new URL('../jest.unit.config.js', import.meta.url).href
const { testPathIgnorePatterns }: { testPathIgnorePatterns: string[] } = (await import(unitConfig)).default
/** `npm run unit` leaves these test files out, so they must not take the places of unit tests. */
const isNoUnitTest = new RegExp(testPathIgnorePatterns.join('|'))

/**
 * Returns the nearest tests of a source file. Tests with the file's name come first, then tests with the fewest files
 * of `src` between the test and the source file. Between equally near tests, a test in the same folder comes first.
 */
function testsOf(file: string, imports: ReadonlyMap<string, string[]>): string[] {
  const folder = `${dirname(file).replace('src', '__tests__')}/`
  /** Maps a file to the number of files of `src` between this file and the source file. */
  const distances = new Map<string, number>()
  for (let level = [file], distance = 0; level.length > 0; distance++) {
    const next: string[] = []
    // Importers outside of `src` are added to this list during the loop, and the loop visits them, too.
    for (const one of level) {
      if (distances.has(one)) continue
      distances.set(one, distance)
      for (const [importer, from] of imports)
        if (from.includes(one)) (importer.startsWith('src/') ? next : level).push(importer)
    }
    level = next
  }
  const rankOf = (test: string) => {
    if (test.startsWith(`${folder}${basename(file, '.ts')}.`)) return -1
    return 2 * (distances.get(test) ?? Infinity) + (test.startsWith(folder) ? 0 : 1)
  }
  const isNear = (test: string) => rankOf(test) <= 3 || (test.startsWith(folder) && rankOf(test) < Infinity)
  return [...imports.keys()]
    .filter(path => path.endsWith('.test.ts') && !isNoUnitTest.test(path) && isNear(path))
    .sort((a, b) => rankOf(a) - rankOf(b))
    .slice(0, maxTests)
}

interface SoundTest {
  test: string
  limitMs: number
}

/**
 * Returns the unit tests that pass without a fault, the quickest ones first. Leaves out a test if it would exceed the
 * budget, together with the tests that were chosen before it.
 */
async function soundTests(copy: string, tests: readonly string[]): Promise<SoundTest[]> {
  const sound: (SoundTest & { time: number })[] = []
  for (const test of tests) {
    const start = performance.now()
    const { result, time } = await run(copy, { test, limitMs })
    const limit = Math.max(minLimitMs, Math.round(patience * (performance.now() - start)))
    if (result === 'passed') sound.push({ test, time, limitMs: limit })
    if (result === 'failed') console.log(`fails without a fault: ${test}`)
  }
  let spent = 0
  const affordable = sound.filter(({ time }) => {
    if (spent + time > budgetMs) return false
    spent += time
    return true
  })
  return affordable.sort((a, b) => a.time - b.time)
}

async function runAll(copy: string, tests: readonly SoundTest[]): Promise<TestResult> {
  for (const test of tests) {
    const { result } = await run(copy, test)
    if (result !== 'passed') return result
  }
  return 'passed'
}

let child: ChildProcess | undefined
let runsOfChild = 0
/** After this number of runs, a new process starts, because Jest never frees the modules of a run. */
const maxRunsOfChild = 50

/**
 * Runs a test file in a child process, which later calls use again. If the test never ends or the process exits, the
 * test counts as failed.
 */
async function run(copy: string, { test, limitMs }: SoundTest): Promise<TestAnswer> {
  // A fault may end the process after its test has passed.
  if (child && (!child.connected || ++runsOfChild > maxRunsOfChild)) {
    child.kill('SIGKILL')
    child = undefined
  }
  child ??= await startProcess(copy)
  // If the process ends before it gets the message, the wait below notices it.
  child.send(test, () => undefined)
  const done = new AbortController()
  const signal = AbortSignal.any([done.signal, AbortSignal.timeout(limitMs)])
  try {
    const ended = once(child, 'exit', { signal }).then(() => Promise.reject(new Error('ended')))
    const [answer] = await Promise.race([once(child, 'message', { signal }), ended])
    return answer as TestAnswer
  } catch {
    child.kill('SIGKILL')
    child = undefined
    return { result: 'failed', time: limitMs }
  } finally {
    done.abort()
  }
}

async function startProcess(copy: string): Promise<ChildProcess> {
  runsOfChild = 0
  const execArgv = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning']
  const started = fork(join(copy, 'mutants/run-tests.ts'), {
    cwd: copy,
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await once(started, 'message')
  return started
}

/** Shuffles the values. The same seed gives the same order. */
function shuffle<T>(values: readonly T[], seed: number): T[] {
  const random = seeded(seed)
  const keyed = values.map(value => ({ value, key: random() }))
  return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value)
}
