import pLimit from 'p-limit'
import { ActionError, toFault } from '../errors.ts'
import {
  boundedText,
  isTooDeep,
  type LookerResponse,
  objectIn,
  objectsIn,
  plainWords,
} from '../looker/http.ts'
import { LookerError } from '../looker/looker-errors.ts'
import type { Session } from '../looker/session.ts'
import type { Fault } from '../model.ts'
import { isObject, parseJson } from '../runtime/json.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { withThousands } from '../runtime/text.ts'
import { type QueryBody, queryKey } from './tile-queries.ts'

export type QueryAnswer<T> =
  | { kind: 'answer'; value: T }
  /** The query fails on this side, for example because a field is missing or the database reports an error. */
  | { kind: 'failing'; error: Fault }
  /** The API user may not see SQL. */
  | { kind: 'forbidden'; error: Fault }
  /** Looker did not answer in time, or the answer has an unexpected form. */
  | { kind: 'unknown'; error: Fault }

/** Runs the queries of one side. A query that several tiles show runs once. */
export interface QueryRunner {
  sql(body: QueryBody): Promise<QueryAnswer<string>>
  /**
   * Bypasses Looker's cache, so that an old result of one side is never compared with a new result of the other side.
   */
  results(body: QueryBody): Promise<QueryAnswer<ResultTable>>
}

interface QueryOptions {
  send: Session['send']
  host: string
  clean: Secrets['clean']
  signal: AbortSignal
  concurrency: number
  /** For one query, in milliseconds. */
  timeLimit: number
}

/** If a query takes longer, its tile is unchecked. */
export const queryTimeLimitMs = 2 * 60_000
/** The maximum number of rows to compare. */
export const maxRows = 5000
const maxResultCharacters = 5_000_000
/**
 * The maximum number of cells of a result, to limit the memory. With pivots, a result can have more cells than the
 * answer has characters.
 */
const maxCells = 2_000_000
const maxSqlCharacters = 1_000_000

/** Returns a function that creates runners. All runners share one limit of concurrent queries. */
export function createQueryRunners(options: QueryOptions): () => QueryRunner {
  const slots = pLimit(options.concurrency)
  return () => ({
    sql: oncePerQuery(slots, body => askSql(body, options)),
    results: oncePerQuery(slots, body => askResults(body, options)),
  })
}

type Slots = ReturnType<typeof pLimit>

function oncePerQuery<T>(
  slots: Slots,
  askLooker: (body: QueryBody) => Promise<T>,
): (body: QueryBody) => Promise<T> {
  const answers = new Map<string, Promise<T>>()
  return body => {
    const key = queryKey(body)
    const answer = answers.get(key) ?? slots(() => askLooker(body))
    answers.set(key, answer)
    return answer
  }
}

function askSql(body: QueryBody, options: QueryOptions): Promise<QueryAnswer<string>> {
  return askLooker('sql', body, options, maxSqlCharacters, text => {
    if (text.trim() === '') throw unexpectedAnswer(options.host, 'no SQL')
    return text
  })
}

function askResults(body: QueryBody, options: QueryOptions): Promise<QueryAnswer<ResultTable>> {
  const { limited, rowLimit } = limitRows(body)
  return askLooker('json_detail', limited, options, maxResultCharacters, text => {
    const table = readResultTable(isTooDeep(text) ? undefined : parseJson(text), rowLimit)
    if (!table) throw unexpectedAnswer(options.host, 'something that is not the result of a query')
    return table
  })
}

/**
 * Limits a query to `maxRows` rows. A tile with a lower limit, or with Looker's default limit, keeps its limit. Its
 * `rowLimit` is infinite, because the comparison has all rows that the tile shows.
 */
function limitRows(body: QueryBody): { limited: QueryBody; rowLimit: number } {
  const own = body.limit === undefined ? 0 : Number(body.limit)
  const isWithin = own >= 0 && own <= maxRows
  return isWithin
    ? { limited: body, rowLimit: Number.POSITIVE_INFINITY }
    : { limited: { ...body, limit: String(maxRows) }, rowLimit: maxRows }
}

const tooLarge = (limit: string) =>
  new ActionError(
    `Looker's answer is larger than ${limit}`,
    'Reduce the rows or columns of the tile, or remove the target.',
  )

const unexpectedAnswer = (host: string, what: string) =>
  new ActionError(`${host} answered with ${what}`, 'Run the job again.')

const failingHint = 'Correct the LookML that the tile uses, or the tile itself.'

/**
 * Returns the error in an answer with status 200, if any. Looker may answer `[{"looker_error": "…"}]` in formats that
 * are not JSON.
 */
function lookerProblem(text: string): string | undefined {
  if (!/^\s*\[\s*\{\s*"looker_error"/.test(text)) return undefined
  const [first] = [parseJson(text)].flat()
  return isObject(first) && typeof first.looker_error === 'string' ? first.looker_error : undefined
}

/** @param convert reads the text of an answer. Throws QueryFailure if the answer reports a failed query */
async function askLooker<T>(
  format: 'sql' | 'json_detail',
  body: QueryBody,
  { send, clean, signal, timeLimit }: QueryOptions,
  maxCharacters: number,
  convert: (text: string) => T,
): Promise<QueryAnswer<T>> {
  const query = format === 'sql' ? {} : { cache: false, server_table_calcs: true }
  const call = { method: 'POST', path: `/queries/run/${format}`, query, json: body, timeLimit } as const
  const read = async (response: LookerResponse): Promise<QueryAnswer<T>> => {
    const text = clean(await boundedText(response, maxCharacters))
    if (text.length > maxCharacters) throw tooLarge(`${maxCharacters / 1_000_000} MB`)
    try {
      const problem = lookerProblem(text)
      if (problem !== undefined) throw new QueryFailure(problem)
      return { kind: 'answer', value: convert(text) }
    } catch (error) {
      if (!(error instanceof QueryFailure)) throw error
      const message = plainWords(error.message, clean, 500) || 'The query fails'
      return { kind: 'failing', error: { message, hint: failingHint } }
    }
  }
  try {
    return await send(call, read, signal)
  } catch (error) {
    signal.throwIfAborted()
    return toAnswer(error, format)
  }
}

/** Removes the host and the status from the message. */
const refusedQuery = ({ message }: Fault): Fault => ({
  message: message.replace(/^\S+ answered \d{3}: /, ''),
  hint: failingHint,
})

/** For a query of a missing field or Explore, Looker answers with status 400, 404 or 422. */
function toAnswer(error: unknown, format: string): QueryAnswer<never> {
  const fault = toFault(error)
  const status = error instanceof LookerError ? error.status : undefined
  if (status === 403 && format === 'sql') return { kind: 'forbidden', error: fault }
  const isRefused = status === 400 || status === 404 || status === 422
  return isRefused ? { kind: 'failing', error: refusedQuery(fault) } : { kind: 'unknown', error: fault }
}

export interface ResultTable {
  dimensions: readonly Column[]
  /** The columns of measures and table calculations. With pivots, there is a column for each pivot value. */
  values: readonly Column[]
  rows: readonly Row[]
  totals?: Row
  /** The limits that the result reached, as texts for users. */
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
  /** The label without the pivot value. */
  fieldLabel: string
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
  if (!isObject(answer.fields) || !Array.isArray(answer.data)) return undefined
  const { fields } = answer
  const pivots = readPivots(answer.pivots)
  const pivoted = new Set(objectsIn(fields.pivots).map(({ name }) => name))
  const ofRows = objectsIn(fields.dimensions).filter(({ name }) => !pivoted.has(name))
  const dimensions = ofRows.map(field => toColumn(field))
  const measures = [...objectsIn(fields.measures), ...objectsIn(fields.table_calculations)]
  const data = objectsIn(answer.data).slice(0, maxRows)
  const columns = dimensions.length + measures.length * Math.max(pivots.length, 1)
  if (columns * (data.length + 1) > maxCells) throw tooLarge(`${withThousands(maxCells)} cells`)
  const pivotKeys = new Set(pivots.map(({ key }) => key))
  const values =
    pivots.length > 0
      ? pivots.flatMap(pivot => measures.map(field => toColumn(field, pivot)))
      : measures.map(field => toColumn(field))
  const rows = data.map(row => readRow(row, pivotKeys))
  const ranAt = typeof answer.ran_at === 'string' ? new Date(answer.ran_at) : undefined
  return {
    dimensions,
    values: withSingleCells(values, rows, measures),
    rows,
    ...(isObject(answer.totals_data) && { totals: readRow(answer.totals_data, pivotKeys) }),
    limits: limitsIn(answer, rows.length, answer.data.length > maxRows ? maxRows : rowLimit),
    ...(ranAt && !Number.isNaN(ranAt.getTime()) && { ranAt }),
    isDevelopmentSql: errors.some(({ message }) =>
      /conditional SQL for Development Mode/i.test(String(message)),
    ),
  }
}

/**
 * Whether an entry in the list of errors is a failure. Entries with another `level` are only remarks
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

function toColumn(field: DetailFields, pivot?: Pivot): Column {
  const name = String(field.name ?? '')
  const labels = [field.label_short, field.label, name]
  const fieldLabel = String(labels.find(text => typeof text === 'string' && text !== ''))
  const isNumber = field.is_numeric === true || field.type === 'number'
  return {
    id: pivot ? columnId(name, pivot.key) : name,
    field: name,
    label: pivot ? `${fieldLabel} (${pivot.label})` : fieldLabel,
    fieldLabel,
    isNumeric: isNumber,
  }
}

const columnId = (field: string, pivotKey: string) => JSON.stringify([field, pivotKey])

/**
 * Reads the cells of a row. Pivoted values are nested one level deeper, below their pivot key. A row total has its own
 * pivot key.
 */
function readRow(row: DetailFields, keys: ReadonlySet<string>): Row {
  const cells = new Map<string, Cell>()
  for (const [field, content] of Object.entries(row)) {
    const inner = objectIn(content)
    const isPivoted = keys.size > 0 && Object.keys(inner).every(key => keys.has(key))
    if (!isPivoted) cells.set(field, toCell(content))
    else for (const [key, cell] of Object.entries(inner)) cells.set(columnId(field, key), toCell(cell))
  }
  return cells
}

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
    ...(rows >= rowLimit ? [`only the first ${withThousands(rows)} rows were compared`] : []),
    ...(columns === true || columns === 'yes' ? ['Looker left out columns beyond its limit'] : []),
  ]
}
