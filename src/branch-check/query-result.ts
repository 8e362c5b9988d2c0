import { ActionError } from '../errors.ts'
import { objectIn, objectsIn } from '../looker/http.ts'
import { isObject } from '../runtime/json.ts'
import { addToList } from '../runtime/lists.ts'
import { withThousands } from '../runtime/text.ts'
import type { QueryBody } from './tile-queries.ts'

/** The maximum number of rows to compare. */
const maxRows = 5000

/**
 * Limits a query to `maxRows` rows. A tile with a lower limit, or with Looker's default limit, keeps its limit.
 * `rowLimit` is then infinite, because the comparison has all rows that the tile shows.
 */
export function limitRows(body: QueryBody): { limited: QueryBody; rowLimit: number } {
  const own = body.limit === undefined ? 0 : Number(body.limit)
  const isWithin = own >= 0 && own <= maxRows
  return isWithin
    ? { limited: body, rowLimit: Number.POSITIVE_INFINITY }
    : { limited: { ...body, limit: String(maxRows) }, rowLimit: maxRows }
}

export const tooLarge = (limit: string) =>
  new ActionError(
    `Looker's answer is larger than ${limit}`,
    'Reduce the rows or columns of the tile, or remove the target.',
  )

/**
 * The maximum number of cells of a result, to limit the memory. With pivots, a result can have more cells than the
 * answer has characters.
 */
const maxCells = 2_000_000

export interface ResultTable {
  dimensions: readonly Column[]
  /** The columns of measures and table calculations. With pivots, there is a column for each pivot value. */
  values: readonly Column[]
  /** The fields of `values` that are no table calculations. A table calculation may be a constant. */
  measures: readonly string[]
  rows: readonly Row[]
  /** The rows of all subtotals. Undefined if the answer has none, or if their form is unknown. */
  subtotals?: readonly Row[]
  totals?: Row
  /** The limits that the result reached, as texts for users. */
  limits: readonly string[]
  ranAt?: Date
  /** Whether the SQL differs between development mode and production (`-- if dev --`). */
  isDevelopmentSql: boolean
  /** Whether derived tables have filters for development mode. In newer releases, also for `-- if dev --`. */
  hasDevFilters: boolean
}

export interface Column {
  /** The field, followed by the pivot value if there is one. */
  id: string
  field: string
  label: string
  /** The label without the pivot value. */
  fieldLabel: string
  /** The field's label with the view, for fields of several views that have the same label. */
  fullLabel: string
  pivot?: Pivot
  isNumeric: boolean
}

/** Maps column ids to the cells of a row. */
export type Row = ReadonlyMap<string, Cell>

export interface Cell {
  /** The value in the database. */
  raw: unknown
  /** The value as Looker formats it. */
  text: string
}

/** Thrown if a query fails. The message contains the words of Looker and the database. */
export class QueryFailure extends Error {}

type DetailFields = Readonly<Record<string, unknown>>

/**
 * Reads an answer in the format `json_detail`. The API's documentation does not describe this format. Looker's own
 * chart library reads it the same way (https://github.com/looker-open-source/components).
 * @param rowLimit the requested maximum of rows, or infinity if the tile's own limit is lower
 * @returns undefined if the answer has another form
 * @throws QueryFailure if the answer reports a failed query
 */
export function readResultTable(answer: unknown, rowLimit: number): ResultTable | undefined {
  if (!isObject(answer)) return undefined
  const errors = objectsIn(answer.errors)
  const failure = errors.find(isFailure)
  if (failure) throw new QueryFailure(failureWords(failure))
  if (!isObject(answer.fields) || !isListOfObjects(answer.data)) return undefined
  const { fields } = answer
  if (!fieldKinds.every(kind => isListOfObjects(fields[kind] ?? []))) return undefined
  const pivots = readPivots(answer.pivots)
  const pivoted = new Set(objectsIn(fields.pivots).map(({ name }) => name))
  const ofRows = objectsIn(fields.dimensions).filter(({ name }) => !pivoted.has(name))
  const dimensions = ofRows.map(field => toColumn(field))
  const measures = [...objectsIn(fields.measures), ...objectsIn(fields.table_calculations)]
  // Two results without fields would be equal.
  if (measures.length === 0 && objectsIn(fields.dimensions).length === 0) return undefined
  const data = answer.data.slice(0, maxRows)
  const columns = dimensions.length + measures.length * Math.max(pivots.length, 1)
  if (columns * (data.length + 1) > maxCells) throw tooLarge(`${withThousands(maxCells)} cells`)
  const pivotKeys = new Set(pivots.map(({ key }) => key))
  const values =
    pivots.length > 0
      ? pivots.flatMap(pivot => measures.map(field => toColumn(field, pivot)))
      : measures.map(field => toColumn(field))
  const rows = data.flatMap(row => readRow(row, pivotKeys) ?? [])
  const totals = isObject(answer.totals_data) ? readRow(answer.totals_data, pivotKeys) : new Map()
  // A missing cell would be equal to a missing cell of the other commit.
  const needed = objectsIn(fields.measures)
  if (rows.length < data.length || !totals || !hasCells(data, [...ofRows, ...needed])) return undefined
  const subtotals = readSubtotals(answer.subtotals_data, { pivotKeys, dimensions, needed })
  const ranAt = typeof answer.ran_at === 'string' ? new Date(answer.ran_at) : undefined
  return {
    dimensions,
    values: withSingleCells(values, rows, measures),
    measures: needed.map(({ name }) => String(name)),
    rows,
    ...(subtotals && { subtotals }),
    ...(totals.size > 0 && { totals }),
    limits: limitsIn(answer, rows.length, answer.data.length > maxRows ? maxRows : rowLimit),
    ...(ranAt && !Number.isNaN(ranAt.getTime()) && { ranAt }),
    isDevelopmentSql: errors.some(({ message }) => developmentRemarks.sql.test(String(message))),
    hasDevFilters: errors.some(({ message }) => developmentRemarks.filters.test(String(message))),
  }
}

const fieldKinds = ['dimensions', 'measures', 'pivots', 'table_calculations']

/** Subtotals count as rows. */
export const allRows = ({ rows, subtotals = [] }: ResultTable): readonly Row[] => [...rows, ...subtotals]

const isListOfObjects = (value: unknown): value is DetailFields[] =>
  Array.isArray(value) && value.every(isObject)

/** Looker's remarks about derived tables (https://github.com/spectacles-ci/spectacles, models.py). */
const developmentRemarks = {
  sql: /conditional SQL for Development Mode/i,
  filters: /derived tables with Development Mode filters/i,
} as const

/** Whether an entry in the list of errors is a failure. Other entries are remarks. A remark may have no `level`. */
const isFailure = ({ level, fatal, message }: DetailFields): boolean =>
  Object.values(developmentRemarks).every(remark => !remark.test(String(message))) &&
  (fatal === true || !(level === 'info' || level === 'warning' || level === 'warn'))

function failureWords({ message, message_details: details }: DetailFields): string {
  const words = [message, details].filter(text => typeof text === 'string' && text !== '')
  return words.length > 0 ? words.join(' ') : 'the query fails'
}

interface Pivot {
  key: string
  label: string
}

function readPivots(pivots: unknown): Pivot[] {
  return objectsIn(pivots).flatMap(({ key, data, labels, is_total: isTotal }) => {
    if (typeof key !== 'string') return []
    const words = Object.values({ ...objectIn(data), ...objectIn(labels) }).map(cellText)
    return [{ key, label: isTotal === true ? 'Total' : words.join(', ') || key }]
  })
}

function toColumn(field: DetailFields, pivot?: Pivot): Column {
  const name = String(field.name ?? '')
  const firstOf = (...labels: unknown[]) =>
    String(labels.find(text => typeof text === 'string' && text !== '') ?? name)
  const fieldLabel = firstOf(field.label_short, field.label)
  return {
    id: pivot ? columnId(name, pivot.key) : name,
    field: name,
    label: pivotedLabel(fieldLabel, pivot),
    fieldLabel,
    fullLabel: firstOf(field.label),
    ...(pivot && { pivot }),
    isNumeric: field.is_numeric === true || field.type === 'number',
  }
}

const pivotedLabel = (label: string, pivot: Pivot | undefined) =>
  pivot ? `${label} (${pivot.label})` : label

/**
 * Gives each column a label that no other column of the tables has. Looker's short label of a field lacks the view, so
 * fields of several views may have the same one. Such a field gets its label with the view, or its name if that label is
 * not unique either. A column that several tables have gets the label of the first of these tables.
 */
export function withDistinctLabels(tables: readonly ResultTable[]): ResultTable[] {
  const columns = tables.flatMap(({ dimensions, values }) => [...dimensions, ...values])
  const fields = distinctTexts(
    columns.map(({ field, fieldLabel, fullLabel }) => [field, [fieldLabel, fullLabel, field]]),
  )
  const fieldLabelOf = ({ field }: Column) => fields.get(field) ?? field
  const labels = distinctTexts(
    columns.map(column => {
      const { id, field, pivot } = column
      const label = pivotedLabel(fieldLabelOf(column), pivot)
      return [id, [label, label, pivot ? `${field} (${pivot.key})` : field]]
    }),
  )
  const renamed = (column: Column): Column => ({
    ...column,
    label: labels.get(column.id) ?? column.id,
    fieldLabel: fieldLabelOf(column),
  })
  return tables.map(table => ({
    ...table,
    dimensions: table.dimensions.map(renamed),
    values: table.values.map(renamed),
  }))
}

/** The preferred text, the second choice, and a unique text. */
type Choices = readonly [first: string, second: string, last: string]

/** Chooses a text for each key. For a key that occurs several times, the first choices count. */
function distinctTexts(choices: readonly (readonly [key: string, choices: Choices])[]): Map<string, string> {
  const byKey = new Map([...choices].reverse())
  const usersOf = (textsOf: (choices: Choices) => readonly string[]) => {
    const users = new Map<string, string[]>()
    for (const [key, own] of byKey) for (const text of new Set(textsOf(own))) addToList(users, text, key)
    return users
  }
  const users = usersOf(([first, _, last]) => [first, last])
  const allUsers = usersOf(all => all)
  const isUnique = (of: ReadonlyMap<string, readonly string[]>, text: string) => of.get(text)?.length === 1
  return new Map(
    [...byKey].map(([key, [first, second, last]]) => [
      key,
      isUnique(users, first) ? first : isUnique(allUsers, second) ? second : last,
    ]),
  )
}

const columnId = (field: string, pivotKey: string) => JSON.stringify([field, pivotKey])

/**
 * Reads the cells of a row. Pivoted values are nested one level deeper, below their pivot key. A row total has its own
 * pivot key.
 * @returns undefined if a cell has another form
 */
function readRow(row: DetailFields, keys: ReadonlySet<string>): Row | undefined {
  const cells = new Map<string, Cell>()
  for (const [field, content] of Object.entries(row)) {
    const inner = objectIn(content)
    const isPivoted = keys.size > 0 && Object.keys(inner).every(key => keys.has(key))
    const contents = isPivoted ? Object.entries(inner) : [[undefined, content] as const]
    for (const [key, value] of contents) {
      if (!isCell(value)) return undefined
      cells.set(key === undefined ? field : columnId(field, key), toCell(value))
    }
  }
  return cells
}

const isCell = (content: unknown): boolean =>
  !isObject(content) || 'value' in content || 'rendered' in content || Object.keys(content).length === 0

const hasCells = (rows: readonly DetailFields[], fields: readonly DetailFields[]): boolean =>
  rows.length === 0 || fields.every(({ name }) => rows.some(row => String(name) in row))

/** Lists the dimensions by which a subtotal is grouped. */
const groupingField = '$$$__grouping__$$$'

/**
 * Reads a list of subtotals for each set of dimensions. The API's documentation does not describe this form. Looker's
 * chart library has an example (looker-open-source/components, the test data of the grid).
 * @returns undefined if there are no subtotals, or if they have another form
 */
function readSubtotals(
  lists: unknown,
  about: { pivotKeys: ReadonlySet<string>; dimensions: readonly Column[]; needed: DetailFields[] },
): Row[] | undefined {
  const all = Object.values(objectIn(lists)).flat()
  if (!isListOfObjects(all) || all.length > maxRows || !hasCells(all, about.needed)) return undefined
  const rows = all.flatMap(({ [groupingField]: grouping, ...subtotal }) => {
    const row = readRow(subtotal, about.pivotKeys)
    if (!Array.isArray(grouping) || !row) return []
    const others = about.dimensions.filter(({ id }) => !grouping.includes(id))
    return [new Map([...row, ...others.map(({ id }) => [id, subtotalCell] as const)])]
  })
  return rows.length > 0 && rows.length === all.length ? rows : undefined
}

/** In a dimension that a subtotal sums up, so that the subtotal never matches a row in which this dimension is null. */
const subtotalCell: Cell = { raw: { isSubtotal: true }, text: 'Subtotal' }

/**
 * In pivoted results, some table calculations have only one value in each row. Such a calculation gets one column
 * instead of a column for each pivot value.
 */
function withSingleCells(
  values: readonly Column[],
  rows: readonly Row[],
  measures: readonly DetailFields[],
): Column[] {
  const known = new Set(values.map(({ id }) => id))
  const single = measures
    .map(field => toColumn(field))
    .filter(({ id }) => !known.has(id) && rows.some(row => row.has(id)))
  const isSingle = new Set(single.map(({ field }) => field))
  return [...values.filter(({ field }) => !isSingle.has(field)), ...single]
}

function toCell(content: unknown): Cell {
  if (!isObject(content)) return { raw: content ?? null, text: cellText(content) }
  const { rendered } = content
  // Without a value, Looker's text is all that can be compared.
  const value = 'value' in content ? (content.value ?? null) : (rendered ?? null)
  const isShown = typeof rendered === 'string' && (rendered !== '' || value === '')
  return { raw: value, text: isShown ? rendered : cellText(value) }
}

/** Looker shows null as ∅. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '∅'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function limitsIn({ columns_truncated: columns }: DetailFields, rows: number, rowLimit: number): string[] {
  return [
    ...(rows >= rowLimit ? [`only the first ${withThousands(rows)} rows were compared`] : []),
    ...(columns === true || columns === 'yes' ? ['Looker left out columns beyond its limit'] : []),
  ]
}

/**
 * Returns the pivoted columns that the other side lacks and that have no values. Looker shows them, but no cell differs,
 * because a missing cell equals null.
 */
export function emptyPivots(table: ResultTable, other: ResultTable): Column[] {
  const pivoted = other.values.filter(({ id, field }) => id !== field)
  const [ids, fields] = [new Set(pivoted.map(({ id }) => id)), new Set(pivoted.map(({ field }) => field))]
  const rows = [...allRows(table), ...(table.totals ? [table.totals] : [])]
  return table.values.filter(
    ({ id, field }) =>
      id !== field &&
      fields.has(field) &&
      !ids.has(id) &&
      rows.every(row => (row.get(id)?.raw ?? null) === null),
  )
}

/** Returns the limits of both results. If only one side reached a limit, the text names the side. */
export function reachedLimits(before: ResultTable, after: ResultTable): string[] {
  const [old, fresh] = [new Set(before.limits), new Set(after.limits)]
  return [...new Set([...old, ...fresh])].map(words => {
    if (old.has(words) && fresh.has(words)) return words
    return `${old.has(words) ? 'before' : 'after'}, ${words}`
  })
}
