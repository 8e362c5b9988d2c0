import type { Filters } from '../model.ts'
import { InputProblem, labelled, quoted } from './problem.ts'

/**
 * What follows `?` in one of Looker's own addresses, or the same with each filter on a line. What was written by hand
 * and would mean something else there (a `&` in a value, a `=` too many) is a problem: no filter becomes another one.
 * @throws InputProblem
 */
export function filtersFromQuery(query: string): Filters {
  const filters = new Map<string, string>()
  let before = ''
  for (const part of partsOf(query)) {
    const [name, value] = readFilter(part, before)
    const first = filters.get(name)
    if (first !== undefined)
      throw new InputProblem(
        `the filter ${quoted(name)} is set twice`,
        `write its values with commas: ${labelled(name)}=${first},${value}`,
      )
    filters.set(name, value)
    before = part
  }
  return filters
}

/** `Region=West` and `Date=7+days` of `?Region=West&Date=7+days`; a line that begins with `# ` is a comment. */
export const partsOf = (query: string): string[] =>
  query
    .replace(/^\?/, '')
    .replace(/^\s*#(\s.*)?$/gm, '')
    .split(/&|\r?\n/)
    .map(part => part.trim())
    .filter(part => part !== '')

function readFilter(part: string, before: string): [name: string, value: string] {
  if (part.startsWith('amp;'))
    throw new InputProblem(
      `${quoted(`&${part}`)} is how HTML writes a &`,
      `write ${quoted(`&${part.slice(4)}`)}`,
    )
  if (part.includes('#'))
    throw new InputProblem(`${quoted(part)} has a #, which ends an address`, 'write the # as %23')
  const [, name, value = ''] = /^([^=]*)=(.*)$/.exec(part) ?? []
  if (name === undefined) throw withoutValue(part, before)
  if (name.trim() === '') throw new InputProblem(`${quoted(part)} names no filter`, 'write it as Region=West')
  if (/[^<>!]=/.test(value))
    throw new InputProblem(
      `${quoted(part)} has more than one =`,
      'put a & between filters, as in Region=West&Date=7+days, and write a = inside of a value as %3D',
    )
  return [decode(name.trim()), decode(value.trim())]
}

function withoutValue(part: string, before: string): InputProblem {
  const fact = `${quoted(part)} has no =`
  const clear = `${labelled(part)}= to clear that filter`
  return before === ''
    ? new InputProblem(fact, `write ${labelled(part)}=West to set it, or ${clear}`)
    : new InputProblem(fact, `write a & inside of a value as %26 (${before} %26 ${part}), or ${clear}`)
}

/** `%shirt%` is one of Looker's expressions, and no percent-encoding; what may be either is refused. */
function decode(text: string): string {
  const written = text.replaceAll('+', ' ')
  if (!/%[\da-f]{2}/i.test(written)) return written
  try {
    return decodeURIComponent(written)
  } catch {
    throw new InputProblem(`${quoted(text)} has a broken percent-encoding`, 'write a % as %25')
  }
}
