import type { Filters } from '../model.ts'
import { filtersFromQuery } from './filter-query.ts'
import { parseYaml } from './load-yaml.ts'
import type { Parse } from './parsers.ts'
import { InputProblem, labelled, quoted } from './problem.ts'
import type { Yaml } from './yaml.ts'

/** A YAML mapping or `Region=West&Date=7+days`, told apart by which of `:` and `=` comes first. */
export const filtersFromText: Parse<Filters> = text => {
  const mark = /[:={]/.exec(text)?.[0]
  return mark === '=' ? filtersFromQuery(text) : filtersFromYaml(parseYaml(text, 'filters'))
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
  if (name.trim() === '') throw new InputProblem('a filter has no name', 'write { Region: West }')
  if (value === null) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value) && value.every(item => typeof item === 'string'))
    return value.map(item => item.replace(/(?<!\^),/g, '^,')).join(',')
  throw new InputProblem(
    `the filter ${quoted(name)} is neither a text nor a list of texts`,
    `write ${labelled(name)}: [CA, OR]`,
  )
}
