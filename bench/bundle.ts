import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../testkit/runner/folders.ts'
import { sum } from './statistics.ts'
import { type Measure, type Row, row } from './table.ts'

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url))
const kilobytes = (value: number) => `${Math.round(value / 1000)} KB`

/** Measures the size of the code that every run reads, the size of all code, and the sizes of the largest packages. */
export const bundle: Measure = async () => {
  const peer = sampleBundle()
  const always = statSync(path('../dist/index.js')).size
  return [
    row({
      what: 'code that every run reads',
      ours: always,
      peer: ['sample, bundled', peer],
      show: kilobytes,
    }),
    row({ what: 'code that every run reads', ours: always, atMost: 400_000, show: kilobytes }),
    row({
      what: 'code in all, most of it read while Looker draws',
      ours: codeIn(path('../dist')),
      show: kilobytes,
    }),
    ...largest(6),
  ]
}

function codeIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file =>
    /\.m?js$/.test(file),
  )
  return sum(files.map(file => statSync(join(folder, file)).size))
}

/** Bundles the sample with the action's bundler. Returns the size in bytes. */
function sampleBundle(): number {
  const folder = temporaryFolder()
  const args = [
    path('../node_modules/@vercel/ncc/dist/ncc/cli.js'),
    'build',
    path('./sample.mjs'),
    '-o',
    folder,
  ]
  const { status, stderr } = spawnSync(process.execPath, [...args, '--no-cache', '--quiet'], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`ncc ended with ${status}:\n${stderr}`)
  return codeIn(folder)
}

interface Module {
  nameForCondition?: string | null
  size: number
  modules?: Module[]
}

/** Returns the largest packages in the bundle, from the statistics that `npm run build` writes. */
function largest(most: number): Row[] {
  const stats = path('../build/index.json')
  if (!existsSync(stats)) return []
  const sizes = new Map<string, number>()
  const add = ({ nameForCondition, size, modules }: Module) => {
    if (modules) return modules.forEach(add)
    const of = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(nameForCondition ?? '')?.[1] ?? 'our own'
    sizes.set(of, (sizes.get(of) ?? 0) + size)
  }
  for (const module of (JSON.parse(readFileSync(stats, 'utf8')) as { modules: Module[] }).modules) add(module)
  return [...sizes]
    .sort(([, a], [, b]) => b - a)
    .slice(0, most)
    .map(([name, size]) => row({ what: `… of ${name}`, ours: size, show: kilobytes }))
}
