import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, parse } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse as parseYaml } from 'yaml'
import { actionReference } from './action-reference.ts'

/*
 * Turns each YAML block of the README and of docs/ into a workflow file for linters. `node scripts/docs-workflows.ts
 * <folder>` writes the files as `<page>-<line>.yml`.
 */

interface DocsWorkflow {
  /** The line of the page in which the block begins. The first line is 1. */
  line: number
  text: string
}

export function pages(): string[] {
  const root = join(import.meta.dirname, '..')
  const docs = readdirSync(join(root, 'docs')).filter(file => file.endsWith('.md'))
  return [join(root, 'README.md'), ...docs.map(file => join(root, 'docs', file))]
}

/** @throws if a block is not part of a workflow */
export function docsWorkflows(page: string, name: string): DocsWorkflow[] {
  return [...page.matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(({ 1: block = '', index }) => {
    const line = page.slice(0, index).split('\n').length + 1
    try {
      return { line, text: toWorkflow(block) }
    } catch (error) {
      throw new Error(`The YAML in line ${line} of ${name} is not part of a workflow`, { cause: error })
    }
  })
}

const indent = (text: string, spaces: number) => text.replace(/^(?=.)/gm, ' '.repeat(spaces))

const head = 'on: pull_request\npermissions: {}\njobs:\n  recipe:\n'
const job = `${head}    runs-on: ubuntu-latest\n`

/** Adds the parts of a workflow that a fragment lacks. */
function toWorkflow(block: string): string {
  const parsed: unknown = parseYaml(block)
  if (Array.isArray(parsed)) return `${job}    steps:\n${indent(block, 6)}`
  const keys = Object.keys(parsed as object)
  if (keys.includes('jobs')) return block
  if (keys.includes('steps')) return `${job}${indent(block, 4)}`
  if (keys.includes('env')) return `${job}${indent(block, 4)}    steps:\n${step}`
  return `${job}    steps:\n${step}        with:\n${indent(block, 10)}`
}

const step = `      - uses: ${actionReference()}\n`

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder = ''] = process.argv.slice(2)
  if (!folder) throw new Error('Name the folder to write the workflows to')
  mkdirSync(folder, { recursive: true })
  for (const page of pages())
    for (const { line, text } of docsWorkflows(readFileSync(page, 'utf8'), page))
      writeFileSync(join(folder, `${parse(page).name}-${line}.yml`), text)
}
