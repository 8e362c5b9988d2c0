import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'yaml'

/*
 * Turns each YAML block of the README into a workflow file for linters. `node scripts/readme-workflows.ts <folder>` writes
 * the files as `readme-<line>.yml`.
 */

export interface ReadmeWorkflow {
  /** The line of the README in which the block begins, counted from 1. */
  line: number
  text: string
}

/** @throws if a block is not part of a workflow */
export function readmeWorkflows(readme: string): ReadmeWorkflow[] {
  return [...readme.matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(({ 1: block = '', index }) => {
    const line = readme.slice(0, index).split('\n').length + 1
    try {
      return { line, text: toWorkflow(block) }
    } catch (error) {
      throw new Error(`The YAML in line ${line} of the README is not part of a workflow`, { cause: error })
    }
  })
}

const indent = (text: string, spaces: number) => text.replace(/^(?=.)/gm, ' '.repeat(spaces))

const head = 'on: pull_request\npermissions: {}\njobs:\n  recipe:\n'
const job = `${head}    runs-on: ubuntu-latest\n`

/** Puts the missing parts of a workflow around a fragment, and keeps the fragment as it is. */
function toWorkflow(block: string): string {
  const parsed: unknown = parse(block)
  if (Array.isArray(parsed)) return `${job}    steps:\n${indent(block, 6)}`
  const keys = Object.keys(parsed as object)
  if (keys.includes('jobs')) return block
  if (keys.includes('steps')) return `${job}${indent(block, 4)}`
  if (keys.includes('env')) return `${job}${indent(block, 4)}    steps:\n${step}`
  return `${job}    steps:\n${step}        with:\n${indent(block, 10)}`
}

const step = '      - uses: acme/looker-snapshot@v1\n'

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder = ''] = process.argv.slice(2)
  if (!folder) throw new Error('Name the folder to write the workflows to')
  mkdirSync(folder, { recursive: true })
  const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8')
  for (const { line, text } of readmeWorkflows(readme))
    writeFileSync(join(folder, `readme-${line}.yml`), text)
}
