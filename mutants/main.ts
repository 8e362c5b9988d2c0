import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { measure } from './computing.ts'
import { type Mutant, mutants } from './list.ts'

/*
 * Breaks a copy of the code in one place at a time, and runs the test that must notice the fault. CI does not run this
 * program.
 *
 * - `npm run mutants` tests all faults in list.ts, in about ten minutes.
 * - `npm run mutants -- comment deploy` tests only faults whose description, file or test contains one of these words.
 * - `npm run mutants -- --sound` also runs each test without the fault.
 * - `npm run mutants -- --computing` does not use list.ts, but changes random places of the files that only compute.
 * - `npm run mutants -- --computing inputs/ --sample 15 --seed 7` changes 15 places in each file of inputs/. The seed
 *   decides which places.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sound: { type: 'boolean', default: false },
    computing: { type: 'boolean', default: false },
    sample: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 10_000) },
  },
})

const root = fileURLToPath(new URL('..', import.meta.url))
const copy = mkdtempSync(join(tmpdir(), 'looker-snapshot-mutants-'))
const left = new Set(['node_modules', '.git', 'build', 'looker-snapshots', 'coverage'])
// Some unit tests start the thread in `dist/`. For the faults of list.ts, `writeEntries` creates another `dist/`.
if (!values.computing) left.add('dist')
cpSync(root, copy, { recursive: true, filter: path => !left.has(basename(path)) })
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
if (values.computing) {
  await measure({ copy, words: positionals, sample: Number(values.sample), seed: Number(values.seed) })
  rmSync(copy, { recursive: true, force: true })
  process.exit()
}
writeEntries()

const node = (...args: string[]) =>
  spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8', timeout: 3 * 60_000 })

/**
 * Writes the entry files of `dist/`, which scenarios run. They only import the files that tsc emits, because bundling
 * would take longer than most tests.
 */
function writeEntries(): void {
  const entries = {
    'package.json': '{ "type": "module" }',
    'index.js': "import '../build/index.js'",
    'post/index.js': "import '../../build/post-index.js'",
    'compare/index.js': "import '../../build/compare/diff/worker.js'",
  }
  for (const [path, text] of Object.entries(entries)) {
    mkdirSync(join(copy, 'dist', path, '..'), { recursive: true })
    writeFileSync(join(copy, 'dist', path), text)
  }
}

type Verdict =
  | 'killed'
  | 'survived'
  /** With the fault, the test runs until its time limit. Without the fault, it ends earlier. */
  | 'hangs'
  /** The test runs until its time limit with and without the fault, because the machine is too slow. */
  | 'timed out'
  /** Because of the fault, no test can start. */
  | 'does not run'
  | 'no such code'
  | 'no such test'
  | 'fails without the fault'

/** Compiles the code if the test is a scenario, because only scenarios run the built action. */
function buildFor({ test }: Mutant): void {
  if (test.includes('/scenarios/')) node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')
}

interface JestReport {
  testResults: { assertionResults: { status: string; failureMessages: string[] }[] }[]
}

function verdictOf({ test, name }: Mutant): Verdict {
  const report = join(copy, 'report.json')
  rmSync(report, { force: true })
  const jest = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ]
  const options = ['-i', '--coverage=false', '--json', `--outputFile=${report}`]
  node(...jest, ...options, test, ...(name ? ['-t', name] : []))
  if (!existsSync(report)) return 'timed out'
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as JestReport
  if (testResults.some(({ assertionResults }) => assertionResults.length === 0)) return 'does not run'
  const all = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = all.filter(({ status }) => status === 'failed')
  if (failed.length === 0) return all.some(({ status }) => status === 'passed') ? 'survived' : 'no such test'
  const isTimeout = (message: string) => message.includes('Exceeded timeout of')
  return failed.every(({ failureMessages }) => failureMessages.some(isTimeout)) ? 'timed out' : 'killed'
}

function verdictOn(mutant: Mutant): Verdict {
  const path = join(copy, mutant.file)
  const code = readFileSync(path, 'utf8')
  if (code.split(mutant.from).length !== 2) return 'no such code'
  if (values.sound && !isSound(mutant)) return 'fails without the fault'
  writeFileSync(
    path,
    code.replace(mutant.from, () => mutant.to),
  )
  buildFor(mutant)
  const verdict = verdictOf(mutant)
  writeFileSync(path, code)
  return verdict === 'timed out' && isSound(mutant) ? 'hangs' : verdict
}

const sound = new Map<string, boolean>()
function isSound(mutant: Mutant): boolean {
  const key = `${mutant.test} ${mutant.name}`
  if (!sound.has(key)) {
    buildFor(mutant)
    sound.set(key, verdictOf(mutant) === 'survived')
  }
  return sound.get(key) === true
}

const isChosen = ({ fault, file, test }: Mutant) =>
  positionals.length === 0 || positionals.some(word => `${fault} ${file} ${test}`.includes(word))

const verdicts: Verdict[] = []
for (const mutant of mutants.filter(isChosen)) {
  const verdict = verdictOn(mutant)
  verdicts.push(verdict)
  console.log(
    `| ${verdict} | ${mutant.fault} | ${mutant.file} | ${mutant.test}${mutant.name ? `, ${mutant.name}` : ''} |`,
  )
}
rmSync(copy, { recursive: true, force: true })
const killed = verdicts.filter(verdict => verdict === 'killed' || verdict === 'hangs').length
console.log(`\n${killed} of ${verdicts.length} killed`)
if (killed < verdicts.length) process.exitCode = 1
