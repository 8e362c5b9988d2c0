import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isMap, isScalar, parse, parseDocument } from 'yaml'
import { actionReference } from './action-reference.ts'

/*
 * `node scripts/update-docs.ts` writes the tables of inputs and outputs from action.yml into the README, between its
 * markers. It also writes the action's name and major version from package.json to all places where a workflow uses the
 * action.
 */

interface Manifest {
  inputs: Record<string, { description?: string; default?: string }>
  outputs: Record<string, { description?: string }>
}

/** Returns the two texts between the README's markers. The text about inputs has a table for each group of inputs. */
export function tables(actionYml: string): { inputs: string; outputs: string } {
  // With the failsafe schema, `4.0` stays a text.
  const { inputs, outputs } = parse(actionYml, { schema: 'failsafe' }) as Manifest
  const row = (name: string) => [code(name), byDefault(inputs[name]?.default), inputs[name]?.description]
  return {
    inputs: inputGroups(actionYml)
      .map(({ title, names }) => heading(title) + table(['input', 'default', 'what it does'], names.map(row)))
      .join('\n\n'),
    outputs: table(
      ['output', 'what it holds'],
      Object.entries(outputs).map(([name, output]) => [code(name), output.description]),
    ),
  }
}

const heading = (title: string) => (title === '' ? '' : `### ${title}\n\n`)

interface InputGroup {
  /** Empty for the inputs above the first comment. */
  title: string
  names: string[]
}

/** Groups the inputs, and keeps their order. A comment above an input begins a new group and is its title. */
function inputGroups(actionYml: string): InputGroup[] {
  const inputs = parseDocument(actionYml).get('inputs')
  const groups: InputGroup[] = []
  for (const { key } of isMap(inputs) ? inputs.items : []) {
    if (!isScalar(key)) continue
    // If there is a comment above the first input, the parser attaches it to the map.
    const comment =
      key.commentBefore ?? (groups.length === 0 && isMap(inputs) ? inputs.commentBefore : undefined)
    if (comment || groups.length === 0) groups.push({ title: comment?.trim() ?? '', names: [] })
    groups.at(-1)?.names.push(String(key.value))
  }
  return groups
}

/** Returns the README with new tables. @throws if a pair of markers is missing */
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

/** Escapes bars, because a bar ends a cell even inside of code. */
const cell = (text = '') => text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|')

const code = (text: string) => `\`${text}\``

/** The words that the README shows instead of certain expressions. It shows all other expressions unchanged. */
const expressionWords: readonly [pattern: RegExp, words: string][] = [
  [/^strategy\.job-total > 1 && .*strategy\.job-index/, "with the job's index in a matrix"],
  [/^github\.token$/, "the job's own token"],
  [/^github\.ref_type == 'tag' && github\.ref_name \|\| ''$/, 'the tag that runs the workflow'],
]

function byDefault(value = ''): string {
  const words: string[] = []
  const literal = value.replace(/\$\{\{(.*?)\}\}/gs, (whole, source: string) => {
    const known = expressionWords.find(([pattern]) => pattern.test(source.trim()))
    if (!known) return whole
    words.push(known[1])
    return ''
  })
  return [...(literal ? [code(literal)] : []), ...words].join(', ')
}

const root = join(import.meta.dirname, '..')
const named = /(?<=uses: )[\w.-]+\/looker-snapshot@v\d+/g

/** Matches the name of the action in zizmor's configuration. */
const configured = /[\w.-]+\/looker-snapshot(?=: ref-pin)/g

/** Returns the text with the action's current name and major version wherever a workflow uses the action. */
export const withReference = (text: string): string =>
  text.replaceAll(named, actionReference()).replaceAll(configured, actionReference().replace(/@.*/, ''))

/** Returns the paths of all files in which a workflow uses the action, relative to the repository's root. */
export function filesWithReference(): string[] {
  const below = (folder: string, ending: string) =>
    readdirSync(join(root, folder))
      .filter(name => name.endsWith(ending))
      .map(name => `${folder}/${name}`)
  return ['README.md', '.github/zizmor.yml', ...below('docs', '.md'), ...below('e2e/workflows', '.yml')]
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const write = (file: string, change: (text: string) => string) =>
    writeFileSync(join(root, file), change(readFileSync(join(root, file), 'utf8')))
  write('README.md', readme => withTables(readme, readFileSync(join(root, 'action.yml'), 'utf8')))
  for (const file of filesWithReference()) write(file, withReference)
}
