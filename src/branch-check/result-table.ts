import { objectIn, objectsIn } from '../looker/http.ts'
import { isObject } from '../runtime/json.ts'

/** The result of a query: rows of dimensions and their values. */
export interface ResultTable {
  dimensions: readonly Column[]
  /** Measures and table calculations. With pivots, each pivot value has its own column. */
  values: readonly Column[]
  rows: readonly Row[]
  totals?: Row
  /** The limits that the result reached, in words for people. */
  limits: readonly string[]
  ranAt?: Date
  /** Whether the SQL differs between development mode and production (`-- if dev --`). */
  isDevelopmentSql: boolean
}

export interface Column {
  /** The field, followed by the pivot value if there is one. */
  id: string
  field: string
  label: string
  isNumeric: boolean
}

/** Cells by column id. */
export type Row = ReadonlyMap<string, Cell>

export interface Cell {
  /** The value in the database. */
  raw: unknown
  /** The value as Looker formats it. */
  text: string
}

/** The query fails. The message has the words of Looker and the database. */
export class QueryFailure extends Error {}

type DetailFields = Readonly<Record<string, unknown>>

/**
 * Reads an answer in the format `json_detail`. The API does not document its form; Looker's own chart library reads it
 * the same way (https://github.com/looker-open-source/components).
 * @param rowLimit the requested maximum of rows; infinite if the tile itself shows no more
 * @returns undefined if the answer has another form
 * @throws QueryFailure if the answer reports a failed query
 */
export function readResultTable(answer: unknown, rowLimit: number): ResultTable | undefined {
  if (!isObject(answer)) return undefined
  const errors = objectsIn(answer.errors)
  const failure = errors.find(isFailure)
  if (failure) throw new QueryFailure(failureWords(failure))
  if (!isObject(answer.fields) || !Array.isArray(answer.data)) return undefined
  const { fields } = answer
  const pivots = readPivots(answer.pivots)
  const ofRows = objectsIn(fields.dimensions).filter(field => !isAmong(fields.pivots, field))
  const dimensions = ofRows.map(field => toColumn(field))
  const measures = [...objectsIn(fields.measures), ...objectsIn(fields.table_calculations)]
  const values =
    pivots.length > 0
      ? pivots.flatMap(pivot => measures.map(field => toColumn(field, pivot)))
      : measures.map(field => toColumn(field))
  const rows = objectsIn(answer.data).map(row => readRow(row, pivots))
  const ranAt = typeof answer.ran_at === 'string' ? new Date(answer.ran_at) : undefined
  return {
    dimensions,
    values: withSingleCells(values, rows, measures),
    rows,
    ...(isObject(answer.totals_data) && { totals: readRow(answer.totals_data, pivots) }),
    limits: limitsIn(answer, rows.length, rowLimit),
    ...(ranAt && !Number.isNaN(ranAt.getTime()) && { ranAt }),
    isDevelopmentSql: errors.some(({ message }) =>
      /conditional SQL for Development Mode/i.test(String(message)),
    ),
  }
}

/**
 * Whether an entry of the list of errors is an error. Remarks are in the same list, with another level
 * (https://github.com/spectacles-ci/spectacles, models.py).
 */
const isFailure = ({ level, fatal }: DetailFields): boolean =>
  fatal === true || !(level === 'info' || level === 'warning' || level === 'warn')

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

const isAmong = (list: unknown, { name }: DetailFields): boolean =>
  objectsIn(list).some(field => field.name === name)

function toColumn(field: DetailFields, pivot?: Pivot): Column {
  const name = String(field.name ?? '')
  const label = [field.label_short, field.label, name].find(text => typeof text === 'string' && text !== '')
  const isNumber = field.is_numeric === true || field.type === 'number'
  return {
    id: pivot ? columnId(name, pivot.key) : name,
    field: name,
    label: pivot ? `${label} (${pivot.label})` : String(label),
    isNumeric: isNumber,
  }
}

const columnId = (field: string, pivotKey: string) => JSON.stringify([field, pivotKey])

/** Reads a row. Pivoted values are one level deeper, by pivot key. A row total has a pivot key, too. */
function readRow(row: DetailFields, pivots: readonly Pivot[]): Row {
  const keys = new Set(pivots.map(({ key }) => key))
  const cells = new Map<string, Cell>()
  for (const [field, content] of Object.entries(row)) {
    const inner = objectIn(content)
    const isPivoted = keys.size > 0 && Object.keys(inner).every(key => keys.has(key))
    if (!isPivoted) cells.set(field, toCell(content))
    else for (const [key, cell] of Object.entries(inner)) cells.set(columnId(field, key), toCell(cell))
  }
  return cells
}

/** Adds cells of table calculations that have only one value for each row of pivoted results. */
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
  const { value = null, rendered } = content
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
    ...(rows >= rowLimit ? [`only the first ${rows.toLocaleString('en-US')} rows were compared`] : []),
    ...(columns === true || columns === 'yes' ? ['Looker left out columns beyond its limit'] : []),
  ]
}
