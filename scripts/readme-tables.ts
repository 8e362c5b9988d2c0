import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parse } from 'yaml'

/*
 * The README's tables of inputs and outputs, made from action.yml, which is the only place for them.
 * `node --import tsx scripts/readme-tables.ts` writes them between the README's markers.
 */

interface Manifest {
  inputs: Record<string, { description?: string; default?: string }>
  outputs: Record<string, { description?: string }>
}

/** Markdown tables by the name of the markers between which they stand. */
export function tables(actionYml: string): { inputs: string; outputs: string } {
  // Scalars as they were written: `4.0` is no number here.
  const { inputs, outputs } = parse(actionYml, { schema: 'failsafe' }) as Manifest
  return {
    inputs: table(
      ['input', 'default', 'what it does'],
      Object.entries(inputs).map(([name, input]) => [
        code(name),
        byDefault(input.default),
        input.description,
      ]),
    ),
    outputs: table(
      ['output', 'what it holds'],
      Object.entries(outputs).map(([name, output]) => [code(name), output.description]),
    ),
  }
}

/** The README with its tables made anew. @throws where a pair of markers is missing */
export function withTables(readme: string, actionYml: string): string {
  return Object.entries(tables(actionYml)).reduce((text, [name, made]) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
    const from = text.indexOf(begin)
    const to = text.indexOf(end)
    if (from < 0 || to < from) throw new Error(`The README has no ${begin} … ${end}`)
    return `${text.slice(0, from + begin.length)}\n${made}\n${text.slice(to)}`
  }, readme)
}

function table(head: readonly string[], rows: readonly (readonly (string | undefined)[])[]): string {
  const line = (cells: readonly (string | undefined)[]) =>
    `| ${cells.map(cell).join(' | ')} |`.replace(/ {2,}/g, ' ')
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

/** One line, in which a bar does not end the cell, not even inside of code. */
const cell = (text = '') => text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|')

const code = (text: string) => `\`${text}\``

/** What the runner evaluates, for readers. Other expressions stand as they are. */
const expressions: readonly [pattern: RegExp, words: string][] = [
  [/^strategy\.job-total > 1 && .*strategy\.job-index/, "with the job's index in a matrix"],
  [/^github\.token$/, "the job's own token"],
  [/^github\.ref_type == 'tag' && github\.ref_name \|\| ''$/, 'the tag that runs the workflow'],
]

function byDefault(value = ''): string {
  const words: string[] = []
  const literal = value.replace(/\$\{\{(.*?)\}\}/gs, (whole, source: string) => {
    const known = expressions.find(([pattern]) => pattern.test(source.trim()))
    if (!known) return whole
    words.push(known[1])
    return ''
  })
  return [...(literal ? [code(literal)] : []), ...words].join(', ')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = join(import.meta.dirname, '..')
  const [readme, actionYml] = ['README.md', 'action.yml'].map(name => readFileSync(join(root, name), 'utf8'))
  writeFileSync(join(root, 'README.md'), withTables(readme ?? '', actionYml ?? ''))
}
