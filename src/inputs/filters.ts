import { Lexer, Parser, parseDocument } from 'yaml'
import type { Filters } from '../model.ts'
import { oneLine } from '../runtime/text.ts'
import { InputProblem, labelled, quoted, type Read } from './parsers.ts'

/** What YAML holds when every scalar is kept as the text that was written (`007` stays `007`, `no` stays `no`). */
export type Yaml = string | Yaml[] | { [key: string]: Yaml } | null

/**
 * Reads YAML in its failsafe schema: scalars are strings, so that a filter's value reaches Looker letter by letter.
 * @throws Complaint with the parser's first message and its line
 */
export function parseYaml(text: string): Yaml {
  if (isTooDeep(text))
    throw new InputProblem('the YAML is nested too deeply', 'write a list of targets or mappings')
  const document = parseDocument(text, { schema: 'failsafe', prettyErrors: true, logLevel: 'error' })
  const [error] = document.errors
  if (error) throw unreadableYaml(error, 'check its indentation and quotes')
  try {
    const yaml: Yaml = document.toJS({ maxAliasCount: 100 })
    // What holds itself could be neither walked through nor shown.
    JSON.stringify(yaml)
    return yaml
  } catch (cause) {
    throw unreadableYaml(cause, 'write it without aliases')
  }
}

/** A list of mappings with lists in them has ten. */
const maxDepth = 50

/** Where YAML is nested deeper than the stack, composing it may end the whole process; reading its tokens does not. */
function isTooDeep(text: string): boolean {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    for (const _ of parser.next(lexeme)) {
      // What is whole is of no interest, only how much is open.
    }
    if (parser.stack.length > maxDepth) return true
  }
  return false
}

function unreadableYaml(cause: unknown, instead: string): InputProblem {
  const said = cause instanceof Error ? cause.message : String(cause)
  if (/circular/i.test(said)) return new InputProblem('the YAML holds itself', instead)
  const line = said.split('\n', 1)[0]?.replace(/:$/, '') ?? ''
  return new InputProblem(`the YAML cannot be read: ${oneLine(line, 200)}`, instead)
}

/** A YAML mapping or `Region=West&Date=7+days`, told apart by which of `:` and `=` comes first. */
export const filtersFromText: Read<Filters> = text => {
  const mark = /[:={]/.exec(text)?.[0]
  return mark === '=' ? filtersFromQuery(text) : filtersFromYaml(parseYaml(text))
}

/** What follows `?` in one of Looker's own URLs. */
export function filtersFromQuery(query: string): Filters {
  return new Map(new URLSearchParams(query.replace(/^\?/, '')))
}

/**
 * `{ Region: West, State: [CA, OR] }`. A list's values are joined with commas, which is Looker's "or"; a comma
 * inside one of them is escaped as Looker's filter expressions do it (`^,`). An empty value clears the filter.
 */
export function filtersFromYaml(yaml: Yaml): Filters {
  if (yaml === null || typeof yaml !== 'object' || Array.isArray(yaml))
    throw new InputProblem(
      `${quoted(JSON.stringify(yaml))} is not a mapping of filters`,
      'write { Region: West } or Region=West&Date=7+days',
    )
  return new Map(Object.entries(yaml).map(([name, value]) => [name, filterValue(name, value)]))
}

function filterValue(name: string, value: Yaml): string {
  if (value === null) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every(item => typeof item === 'string'))
    return value.map(item => item.replace(/(?<!\^),/g, '^,')).join(',')
  throw new InputProblem(
    `the filter ${quoted(name)} is neither a text nor a list of texts`,
    `write ${labelled(name)}: [CA, OR]`,
  )
}
