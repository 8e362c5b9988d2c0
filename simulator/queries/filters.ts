/** A filter expression. The condition can test a value, and can be written as SQL. */
export interface Condition {
  passes(value: Value): boolean
  /** Returns the condition in SQL. Returns undefined if every value passes. */
  sql(expression: string): string | undefined
  /** The days that a date filter selects. */
  window?: DayWindow
}

export type Value = string | number | null

/** The first and the last day of a period, as days since 1970. The period includes both days. */
export interface DayWindow {
  first: number
  last: number
}

export type FilterKind = 'date' | 'number' | 'text'

export const dayMs = 86_400_000
/** The simulated date. If the simulator used the real date, the results would change every day. */
export const today = Date.UTC(2026, 5, 29) / dayMs

export const dateOf = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10)

export function readFilter(expression: string, kind: FilterKind): Condition {
  if (expression.trim() === '') return { passes: () => true, sql: () => undefined }
  if (kind === 'date') return dateCondition(expression)
  return kind === 'number' ? numberCondition(expression) : textCondition(expression)
}

/** Splits a filter expression into values. A comma inside a value is written as `^,`. */
export function valuesOf(expression: string): string[] {
  const values = expression.split(/(?<!\^),/).map(value => value.trim().replaceAll('^,', ','))
  return values.filter(value => value !== '')
}

function textCondition(expression: string): Condition {
  const all = valuesOf(expression).map(text => text.replace(/^"(.*)"$/, '$1'))
  const wanted = all.filter(text => !text.startsWith('-'))
  const excluded = all.filter(text => text.startsWith('-')).map(text => text.slice(1))
  const fits = (value: Value, pattern: string): boolean => {
    if (pattern.toUpperCase() === 'NULL') return value === null
    if (pattern.toUpperCase() === 'EMPTY') return value === null || value === ''
    return value !== null && likeOf(pattern).test(String(value))
  }
  const sql = (column: string): string => {
    const one = (pattern: string): string => {
      if (pattern.toUpperCase() === 'NULL') return `${column} IS NULL`
      if (pattern.toUpperCase() === 'EMPTY') return `(${column} IS NULL OR LENGTH(${column}) = 0)`
      return pattern.includes('%')
        ? `${column} LIKE '${quoted(pattern)}'`
        : `${column} = '${quoted(pattern)}'`
    }
    const parts = [wanted.map(one).join(' OR '), ...excluded.map(pattern => `NOT (${one(pattern)})`)]
    return parts
      .filter(Boolean)
      .map(part => `(${part})`)
      .join(' AND ')
  }
  const passes = (value: Value) =>
    (wanted.length === 0 || wanted.some(pattern => fits(value, pattern))) &&
    !excluded.some(pattern => fits(value, pattern))
  return { passes, sql }
}

const quoted = (text: string) => text.replaceAll("'", "''")

function likeOf(pattern: string): RegExp {
  const parts = pattern.split('%').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}

function numberCondition(expression: string): Condition {
  const items = expression.match(/[[(][^\])]*[\])]|[^,]+/g) ?? []
  const ranges = items.map(item => rangeOf(item.trim()))
  return {
    passes: value => ranges.some(({ passes }) => passes(value)),
    sql: column => `(${ranges.map(({ sql }) => sql(column)).join(' OR ')})`,
  }
}

function rangeOf(text: string): Condition {
  const [, open, from, to, close] = /^([[(])\s*(-?[\d.]*)\s*,\s*(-?[\d.]*)\s*([\])])$/.exec(text) ?? []
  if (open !== undefined) {
    const bounds = [
      ...(from ? [compare(open === '[' ? '>=' : '>', Number(from))] : []),
      ...(to ? [compare(close === ']' ? '<=' : '<', Number(to))] : []),
    ]
    return {
      passes: value => bounds.every(bound => bound.passes(value)),
      sql: column => `(${bounds.map(bound => bound.sql(column)).join(' AND ')})`,
    }
  }
  if (/^null$/i.test(text)) return { passes: value => value === null, sql: column => `${column} IS NULL` }
  if (/^not null$/i.test(text))
    return { passes: value => value !== null, sql: column => `${column} IS NOT NULL` }
  const [, operator = '=', number = 'NaN'] = /^(>=|<=|!=|<>|>|<|=|not)?\s*(-?[\d.]+)$/i.exec(text) ?? []
  return compare(/^(!=|<>|not)$/i.test(operator) ? '<>' : operator, Number(number))
}

const comparisons: Record<string, (one: number, other: number) => boolean> = {
  '=': (one, other) => one === other,
  '<>': (one, other) => one !== other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
}

const compare = (operator: string, number: number): Condition => ({
  passes: value => value !== null && (comparisons[operator]?.(Number(value), number) ?? false),
  sql: column => `${column} ${operator} ${number}`,
})

/**
 * Reads an expression such as "last 90 days", "2 weeks ago", "2026-01-01 to 2026-02-01" or "after 2026-01-01". Reads an
 * unknown expression as 90 days.
 */
function dateCondition(expression: string): Condition {
  const window = windowOf(expression)
  return {
    passes: value =>
      value !== null && String(value) >= dateOf(window.first) && String(value) <= dateOf(window.last),
    sql: column =>
      `((${column} >= DATE '${dateOf(window.first)}' AND ${column} < DATE '${dateOf(window.last + 1)}'))`,
    window,
  }
}

const unitDays: Record<string, number> = { day: 1, week: 7, month: 30.4, quarter: 91, year: 365 }

/** Returns the days that a filter such as "7 days" or "last 12 months" selects. */
export function windowOf(expression: string): DayWindow {
  const text = expression.trim().toLowerCase()
  const dates = [...text.matchAll(/\d{4}-\d{2}-\d{2}/g)].map(([date]) => Date.parse(date) / dayMs)
  const [one = today - 89, other] = dates
  if (other !== undefined) return { first: one, last: other - 1 }
  if (dates.length === 1 && text.startsWith('before')) return { first: one - 90, last: one - 1 }
  if (dates.length === 1 && text.startsWith('after')) return { first: one, last: today }
  if (dates.length === 1) return { first: one, last: one }
  if (text === 'today') return { first: today, last: today }
  if (text === 'yesterday') return { first: today - 1, last: today - 1 }
  const [, number = '90', unit = 'day'] = /(\d+)\s*(day|week|month|quarter|year)/.exec(text) ?? []
  const days = Math.max(1, Math.round(Number(number) * (unitDays[unit] ?? 1)))
  return text.endsWith('ago')
    ? { first: today - days, last: today - days }
    : { first: today - days + 1, last: today }
}
