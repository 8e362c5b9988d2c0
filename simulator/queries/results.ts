import { type Measure, type Split, valuesOfDimension } from '../content/catalogue.ts'
import { createRandom, hash } from '../hash.ts'
import { measureOf } from '../projects/lookml-figures.ts'
import { textIn } from '../projects/parse-lookml.ts'
import { compileCalculation } from './calculations.ts'
import type { SqlField } from './explore-sql.ts'
import { type DayWindow, dateOf, today, type Value } from './filters.ts'
import { numberOf, type Slice } from './numbers.ts'
import { type QueryPlan, QueryRefused } from './plan.ts'

/** A cell of a row. Only numbers have `rendered`. */
export interface Cell {
  value: Value
  rendered?: string
}

/**
 * Maps the name of each field to its cell. In a pivoted query, maps the name of a measure to a cell for each pivot key.
 */
export type ResultRow = Record<string, Cell | Record<string, Cell>>

interface PivotKey {
  key: string
  data: Record<string, Value>
  isTotal: boolean
}

export interface Results {
  rows: ResultRow[]
  pivots: PivotKey[]
  totals: ResultRow | undefined
  isTruncated: boolean
  hasMoreColumns: boolean
}

export const rowTotalKey = '$$$_row_total_$$$'

/** The maximum number of rows to compute. The query's limit applies to the computed rows. */
const maxRows = 20_000

/** The results depend only on the query's SQL and on the version of the data. */
export function resultsOf(plan: QueryPlan, version: string): Results {
  const maker = new ResultMaker(plan, version)
  return maker.make()
}

interface Axis {
  field: SqlField
  split: Split
  /** The indexes of the values that match the filters. */
  places: readonly number[]
}

class ResultMaker {
  readonly #plan: QueryPlan
  readonly #version: string
  readonly #window: DayWindow
  /** The filters on dimensions that are not in the results. */
  readonly #filterCuts: Slice[]

  constructor(plan: QueryPlan, version: string) {
    this.#plan = plan
    this.#version = version
    const windows = plan.filters.flatMap(({ condition }) => condition.window ?? [])
    this.#window = windows[0] ?? { first: today - 89, last: today }
    const columns = [...plan.dimensions, ...plan.pivots].map(({ name }) => name)
    this.#filterCuts = plan.filters
      .filter(({ field, condition }) => field.kind !== 'measure' && !condition.window)
      .filter(({ field }) => !columns.includes(field.name))
      .map(({ field }) => this.#axis(field))
      // Leaves out a filter that matches every value, because it would change a rate: the average of a rate's parts is
      // not exactly the rate of the whole.
      .filter(({ split, places }) => places.length < split.values.length)
  }

  make(): Results {
    const { dimensions, pivots, limit, columnLimit, rowTotal } = this.#plan
    const [rowAxes, pivotAxes] = [dimensions, pivots].map(fields => fields.map(field => this.#axis(field)))
    const allKeys =
      pivots.length > 0
        ? combine(pivotAxes ?? [], columnLimit + 1).map(cuts => keyOf(pivotAxes ?? [], cuts))
        : []
    const keys = allKeys.slice(0, columnLimit)
    if (rowTotal) keys.push({ key: rowTotalKey, data: {}, isTotal: true, cuts: [] })
    const all = combine(rowAxes ?? [], maxRows).flatMap(cuts => this.#rows(rowAxes ?? [], cuts, keys))
    const sorted = this.#sort(all)
    const rows = sorted.slice(0, limit)
    this.#calculate(rows, keys)
    return {
      rows,
      pivots: keys.map(({ key, data, isTotal }) => ({ key, data, isTotal })),
      totals: this.#plan.total ? this.#totals(keys, rowAxes ?? [], pivotAxes ?? []) : undefined,
      isTruncated: sorted.length > limit,
      hasMoreColumns: allKeys.length > columnLimit,
    }
  }

  /** Returns one row, or an empty list if the row does not match a filter on a measure. */
  #rows(axes: readonly Axis[], cuts: readonly Slice[], keys: readonly Key[]): ResultRow[] {
    const row: ResultRow = {}
    for (const [at, { field, split }] of axes.entries()) {
      const place = cuts[at]?.places[0] ?? 0
      row[field.name] = { value: split.values[place] ?? null }
    }
    for (const measure of this.#plan.measures) row[measure.name] = this.#cells(measure, cuts, keys)
    return this.#passes(row) ? [row] : []
  }

  #cells(field: SqlField, cuts: readonly Slice[], keys: readonly Key[]): Cell | Record<string, Cell> {
    if (this.#plan.pivots.length === 0) return this.#cell(field, cuts)
    return Object.fromEntries(keys.map(key => [key.key, this.#cell(field, [...cuts, ...key.cuts])]))
  }

  #cell(field: SqlField, cuts: readonly Slice[]): Cell {
    const type = textIn(field.block.type)
    const salt = `${field.fingerprint}/${JSON.stringify(cuts.map(({ places }) => places))}/${this.#version}`
    if (type === 'date') return { value: dateOf(today - (hash(salt) % 30)) }
    if (type === 'list' || type === 'string') return { value: textOf(field, salt) }
    const measure = measureOf(field)
    const value = this.#number(measure, field, cuts)
    return { value, ...rendered(value, field.block) }
  }

  #number(measure: Measure, field: SqlField, cuts: readonly Slice[]): number | null {
    const days = this.#window.last - this.#window.first + 1
    const last = cuts.find(({ split, places }) => !split.isTime && places[0] === split.values.length - 1)
    // In this simulator, NULLIF means that the last value of a dimension has no number.
    if (last && /\bNULLIF\b/i.test(field.sql)) return null
    const drift = this.#version === '' ? 1 : 0.96 + createRandom(measure.name + this.#version)() * 0.08
    const expression = this.#plan.body.filter_expression
    const narrowed = expression ? 0.3 + createRandom(expression)() * 0.5 : 1
    const number = numberOf({ ...measure, level: measure.level * drift * narrowed }, days, [
      ...this.#filterCuts,
      ...cuts,
    ])
    if (number === null) return /^(sum|count)/.test(String(field.block.type)) ? 0 : null
    return measure.unit === 'percent' ? Math.round(number * 100) / 10_000 : number
  }

  #passes(row: ResultRow): boolean {
    return this.#plan.filters.every(({ field, condition }) => {
      const cell = row[field.name]
      return field.kind !== 'measure' || !cell || !isCell(cell) || condition.passes(cell.value)
    })
  }

  #sort(rows: ResultRow[]): ResultRow[] {
    const { sorts } = this.#plan
    const value = (row: ResultRow, name: string): Value => {
      const cell = row[name]
      return cell === undefined ? null : isCell(cell) ? cell.value : (Object.values(cell)[0]?.value ?? null)
    }
    return rows.toSorted((one, other) => {
      for (const { name, descending } of sorts) {
        const order = compareValues(value(one, name), value(other, name))
        if (order !== 0) return descending ? -order : order
      }
      return 0
    })
  }

  #totals(keys: readonly Key[], ...axes: readonly Axis[][]): ResultRow {
    const filtered = axes.flat().filter(({ split, places }) => places.length < split.values.length)
    const cuts = filtered.map(({ split, places }) => ({ split, places }))
    return Object.fromEntries(this.#plan.measures.map(field => [field.name, this.#cells(field, cuts, keys)]))
  }

  /**
   * Adds the results of table calculations to the rows. In a pivoted query, a calculation that uses a measure has a
   * result for each pivot key.
   */
  #calculate(rows: ResultRow[], keys: readonly Key[]): void {
    for (const { name, expression, format } of this.#plan.calculations) {
      const perKey =
        keys.length > 0 && this.#plan.measures.some(measure => expression.includes(`{${measure.name}}`))
      const columns = (perKey ? keys.map(({ key }) => key) : [undefined]).map(key => {
        const cells = (field: string, at: number): Value => {
          const cell = rows[at]?.[field]
          if (cell === undefined) return null
          return isCell(cell) ? cell.value : (cell[key ?? '']?.value ?? null)
        }
        const calculate = compileOrRefuse(expression, rows.length, cells)
        const values = rows.map((_, at) => calculate(at))
        return { key, values }
      })
      for (const [at, row] of rows.entries()) {
        const cell = (value: Value): Cell => ({ value, ...rendered(value, format) })
        row[name] = perKey
          ? Object.fromEntries(columns.map(({ key = '', values }) => [key, cell(values[at] ?? null)]))
          : cell(columns[0]?.values[at] ?? null)
      }
    }
  }

  #axis(field: SqlField): Axis {
    const split = splitOf(field, this.#window)
    const { values } = split
    const conditions = this.#plan.filters.filter(
      one => one.field.name === field.name && !one.condition.window,
    )
    const places = values.flatMap((value, place) =>
      conditions.every(({ condition }) => condition.passes(value)) ? [place] : [],
    )
    return { field, split, places }
  }
}

export function splitOf(field: SqlField, window: DayWindow): Split {
  const { label, fingerprint, timeframe } = field
  const values = timeframe === undefined ? categoriesOf(field) : periodsOf(timeframe, window)
  return { key: `${label}/${fingerprint}`, values, isTime: timeframe !== undefined }
}

interface Key extends PivotKey {
  cuts: Slice[]
}

function keyOf(axes: readonly Axis[], cuts: Slice[]): Key {
  const values = cuts.map(({ split, places }) => split.values[places[0] ?? 0] ?? null)
  const data = Object.fromEntries(axes.map(({ field }, at) => [field.name, values[at] ?? null]))
  return { key: values.map(value => value ?? 'NULL').join('|FIELD|'), data, isTotal: false, cuts }
}

/** Returns at most `limit` combinations of the axes' values. */
function combine(axes: readonly Axis[], limit: number): Slice[][] {
  let all: Slice[][] = [[]]
  for (const { split, places } of axes)
    all = all
      .flatMap(cuts => places.slice(0, limit).map(place => [...cuts, { split, places: [place] }]))
      .slice(0, limit)
  return all
}

export const isCell = (cell: Cell | Record<string, Cell>): cell is Cell => 'value' in cell

function compileOrRefuse(
  ...parameters: Parameters<typeof compileCalculation>
): ReturnType<typeof compileCalculation> {
  try {
    return compileCalculation(...parameters)
  } catch (error) {
    throw new QueryRefused(400, (error as Error).message)
  }
}

const rendered = (value: Value, block: { value_format?: unknown; value_format_name?: unknown }) => {
  const text = formatValue(value, block)
  return text === undefined ? {} : { rendered: text }
}

function compareValues(one: Value, other: Value): number {
  if (one === null || other === null) return Number(one !== null) - Number(other !== null)
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return String(one) < String(other) ? -1 : Number(String(one) > String(other))
}

function textOf({ label }: SqlField, salt: string): string {
  const values = valuesOfDimension(label)
  const start = hash(salt) % values.length
  return [...values.slice(start), ...values.slice(0, start)].slice(0, 3).join(', ')
}

/**
 * Returns the values of a dimension that is not a time. The SQL changes the values: NULLIF makes one of them null, and
 * UPPER and LOWER change the case of letters. A primary key has 20,000 values.
 */
function categoriesOf({ label, sql, block }: SqlField): Value[] {
  if (/^CASE WHEN .* THEN 'Yes' ELSE 'No' END$/s.test(sql)) return ['Yes', 'No']
  if (block.primary_key === 'yes' || block.primary_key === true)
    return Array.from({ length: maxRows }, (_, place) => place + 1)
  if (block.type === 'number') return Array.from({ length: 10 }, (_, place) => place * 10)
  const names = valuesOfDimension(label)
  const cased = /\bUPPER\(/i.test(sql) ? names.map(name => name.toUpperCase()) : names
  const values = /\bLOWER\(/i.test(sql) ? cased.map(name => name.toLowerCase()) : cased
  return /\bNULLIF\b/i.test(sql) ? [...values.slice(0, -1), null] : values
}

/** Returns the dates, weeks, months, … of a period of days, in Looker's format. */
function periodsOf(timeframe: string, { first, last }: DayWindow): string[] {
  const days = Array.from({ length: Math.min(last - first + 1, 1200) }, (_, at) => first + at)
  const nameOf = (day: number): string => {
    const date = dateOf(day)
    const [year = '', month = ''] = date.split('-')
    switch (timeframe) {
      case 'week':
        return dateOf(day - ((day + 3) % 7))
      case 'month':
        return `${year}-${month}`
      case 'quarter':
        return `${year}-Q${Math.ceil(Number(month) / 3)}`
      case 'year':
        return year
      default:
        return date
    }
  }
  return [...new Set(days.map(nameOf))]
}

interface NumberFormat {
  value_format?: unknown
  value_format_name?: unknown
}

const currencies: Record<string, string> = { usd: '$', eur: '€', gbp: '£' }

/** `value_format` takes precedence over `value_format_name`. Returns undefined if the value is not a number. */
function formatValue(
  value: Value,
  { value_format: own, value_format_name: named }: NumberFormat,
): string | undefined {
  if (typeof value !== 'number') return undefined
  const pattern = textIn(own)
  if (pattern !== undefined) return byPattern(value, pattern)
  const [, name = '', digits] = /^([a-z]+)(?:_(\d+))?$/.exec(textIn(named) ?? '') ?? []
  if (name === 'percent') return `${fixed(value * 100, Number(digits ?? 0))}%`
  if (name in currencies)
    return signed(value, `${currencies[name]}${fixed(Math.abs(value), Number(digits ?? 2))}`)
  if (name === 'decimal') return fixed(value, Number(digits ?? 2))
  if (name === 'id') return String(value)
  return plainFormat.format(value)
}

/**
 * Formats a number with a pattern such as `$0.00,,"M"`. A pattern has a prefix, digits, commas and a suffix. Each comma
 * after the digits divides the number by 1,000.
 */
function byPattern(value: number, pattern: string): string {
  const [, before = '', body = '0', after = ''] = /^([^#0]*)([#0][#0,.]*)(.*)$/.exec(pattern) ?? []
  const cut = /,*$/.exec(body)?.[0].length ?? 0
  const decimals = /\.(0+)/.exec(body)?.[1]?.length ?? 0
  const shown = after.startsWith('%') ? value * 100 : value / 1000 ** cut
  return signed(value, `${before}${fixed(Math.abs(shown), decimals)}${after}`.replaceAll('"', ''))
}

const signed = (value: number, text: string) => (value < 0 ? `-${text}` : text)

// All numbers share these formats, because creating a format takes longer than formatting a number, and a query may
// have 20,000 rows.
const plainFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
const formats = new Map<number, Intl.NumberFormat>()

function fixed(value: number, digits: number): string {
  const known = formats.get(digits)
  const format =
    known ?? new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  if (!known) formats.set(digits, format)
  return format.format(value)
}
