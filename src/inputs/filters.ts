import type { Filters } from '../model.ts'
import { type Parse, parseYaml } from './parsers.ts'
import { InputProblem, labelOf, quoted, refuseHidden } from './problem.ts'
import type { Yaml } from './yaml.ts'

/**
 * Reads a YAML mapping, or a query such as `Region=West&Date=7+days`. The text is a query if a `=` comes before the
 * first `:`, `{` or quoted key.
 */
export const filtersFromText: Parse<Filters> = text => {
  const mark = /[:={]|^["']/.exec(text)?.[0]
  return mark === '=' ? filtersFromQuery(text) : filtersFromYaml(parseYaml(text, 'filters'))
}

/**
 * Reads `{ Region: West, State: [CA, OR] }`. Joins the values of a list with commas, which mean "or" in Looker. So a
 * comma inside of such a value is escaped as `^,` (https://cloud.google.com/looker/docs/filter-expressions). An empty
 * value clears the filter.
 */
export function filtersFromYaml(yaml: Yaml): Filters {
  if (yaml === null || typeof yaml !== 'object' || Array.isArray(yaml)) {
    const text = typeof yaml === 'string' ? yaml : JSON.stringify(yaml)
    const [, name, value] = /^([^\s:][^:]{0,60}):([^\s:].{0,60})$/.exec(text) ?? []
    if (typeof yaml === 'string' && name !== undefined)
      throw new InputProblem(`${quoted(text)} has no space after its colon`, `write ${name}: ${value}`)
    throw new InputProblem(
      `${quoted(text)} is not a mapping of filters`,
      'write { Region: West } or Region=West&Date=7+days',
    )
  }
  return new Map(Object.entries(yaml).map(([name, value]) => [name, filterValue(name, value)]))
}

function filterValue(name: string, value: Yaml): string {
  if (refuseHidden(name).trim() === '')
    throw new InputProblem('a filter has no name', 'write { Region: West }')
  if (value === null) return ''
  if (typeof value === 'string') return refuseHidden(value)
  if (Array.isArray(value) && value.every(item => typeof item === 'string')) {
    const found = value.find(item => interval.test(item))
    if (found !== undefined) throw intervalInList(name, found, value)
    return value.map(item => refuseHidden(item).replace(/(?<!\^),/g, '^,')).join(',')
  }
  throw new InputProblem(
    `the filter ${quoted(name)} is neither a string nor a list of strings`,
    `write ${labelOf(name)}: [CA, OR]`,
  )
}

/** Matches an interval of numbers, such as `[0, 20)` or `(-inf, 10]`. */
const interval = /^(?:NOT\s{0,9})?[[(]\s{0,9}[-+.\w]{0,40}\s{0,9},\s{0,9}[-+.\w]{0,40}\s{0,9}[)\]]$/i

/** In a list, the comma of an interval would be escaped, and Looker would not understand the interval. */
const intervalInList = (name: string, found: string, values: readonly string[]) =>
  new InputProblem(
    `${quoted(found)} in a list of values may be an interval or a text with a comma`,
    `write ${labelOf(name)}: ${quoted(values.join(','))} for intervals, or put a ^ before the comma of a text`,
  )

/**
 * Reads the part after `?` in an address of Looker. Also accepts one filter per line. Refuses text that Looker would
 * understand differently, such as a `&` in a value or a second `=`.
 * @throws InputProblem
 */
export function filtersFromQuery(query: string): Filters {
  const filters = new Map<string, string>()
  let previous = ''
  for (const part of queryParts(query)) {
    const [name, value] = readFilter(part, previous)
    const first = filters.get(name)
    if (first !== undefined)
      throw new InputProblem(
        `the filter ${quoted(name)} is set twice`,
        `write its values with commas: ${labelOf(name)}=${first},${value}`,
      )
    filters.set(name, value)
    previous = part
  }
  return filters
}

/**
 * Splits a query such as `?Region=West&Date=7+days` into its filters. Removes comments, which are lines that begin with
 * `# `.
 */
export const queryParts = (query: string): string[] =>
  query
    .replace(/^\?/, '')
    .split(/\r?\n/)
    .filter(line => !/^\s*#(\s|$)/.test(line))
    .flatMap(line => line.split('&'))
    .map(part => part.trim())
    .filter(part => part !== '')

function readFilter(part: string, previous: string): [name: string, value: string] {
  refuseHidden(part)
  if (part.startsWith('amp;'))
    throw new InputProblem(
      `${quoted(`&${part}`)} is the HTML form of &`,
      `write ${quoted(`&${part.slice(4)}`)}`,
    )
  if (part.includes('#'))
    throw new InputProblem(`${quoted(part)} has a #, which ends an address`, 'write the # as %23')
  const [, name, value = ''] = /^([^=]*)=(.*)$/.exec(part) ?? []
  if (name === undefined) throw withoutEquals(part, previous)
  if (name.trim() === '') throw new InputProblem(`${quoted(part)} names no filter`, 'write it as Region=West')
  if (/[^<>!]=/.test(value))
    throw new InputProblem(
      `${quoted(part)} has more than one =`,
      'put a & between filters, as in Region=West&Date=7+days, and write a = inside of a value as %3D',
    )
  return [decodeParameter(name.trim()), decodeParameter(value.trim())]
}

function withoutEquals(part: string, previous: string): InputProblem {
  const fact = `${quoted(part)} has no =`
  const clear = `${labelOf(part)}= to clear that filter`
  return previous === ''
    ? new InputProblem(fact, `write ${labelOf(part)}=West to set it, or ${clear}`)
    : new InputProblem(fact, `write a & inside of a value as %26 (${previous} %26 ${part}), or ${clear}`)
}

/**
 * Decodes codes such as `%20`. Leaves `%shirt%` as it is, because it contains no code. Refuses `%badge%`, because its
 * code `%ba` is not valid UTF-8.
 */
function decodeParameter(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  if (!/%[\da-f]{2}/i.test(spaced)) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    throw new InputProblem(`${quoted(text)} has a broken percent-encoding`, 'write a % as %25')
  }
}
