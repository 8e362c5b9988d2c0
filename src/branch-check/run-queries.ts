import pLimit from 'p-limit'
import { ActionError, TimeLimitError, toFault } from '../errors.ts'
import { boundedText, isTooDeep, type LookerResponse, plainWords } from '../looker/http.ts'
import { LookerError, withHints } from '../looker/looker-errors.ts'
import type { Session } from '../looker/session.ts'
import type { Fault } from '../model.ts'
import { isObject, parseJson } from '../runtime/json.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { withThousands } from '../runtime/text.ts'
import { limitRows, QueryFailure, type ResultTable, readResultTable, tooLarge } from './query-result.ts'
import { type QueryBody, queryKey } from './tile-queries.ts'

export type QueryAnswer<T> =
  | { kind: 'answer'; value: T }
  /** The query fails on this side, for example because a field is missing or the database reports an error. */
  | {
      kind: 'failing'
      error: Fault
      /**
       * Whether Looker may have refused the query because the API user lacks access to the model. Looker gives the same
       * answer for a missing Explore.
       */
      mayBeRefused?: true
    }
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
  /** Ends the queries before `signal` does. Their answers are then unknown, and earlier answers can still be used. */
  queriesEnd?: AbortSignal
  concurrency: number
  /** For one query, in milliseconds. */
  timeLimit: number
}

/** If a query takes longer, its tile is unchecked. */
export const queryTimeLimitMs = 2 * 60_000
const maxResultCharacters = 5_000_000
const maxSqlCharacters = 1_000_000

/** Returns a function that creates runners. All runners share one limit of concurrent queries. */
export function createQueryRunners(options: QueryOptions): () => QueryRunner {
  const slots = pLimit(options.concurrency)
  return () => {
    const cells = { left: maxCellsOfRound }
    return {
      sql: oncePerQuery(slots, body => askSql(body, options)),
      results: oncePerQuery(slots, body => askResults(body, options, cells)),
    }
  }
}

/** The maximum number of cells of all results of a runner, to limit the memory. */
const maxCellsOfRound = 2_000_000

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
    if (!isSql(text)) throw unexpectedAnswer(options.host, 'something that is not SQL')
    return text
  })
}

/**
 * Refuses JSON, web pages and messages. Two such answers would be equal, and would count as the same SQL. In every
 * dialect, Looker's SQL has a statement that begins with SELECT or WITH, and reads from a table. Comments, statements
 * that build a derived table, and the LookML's own `sql_preamble` may come before it.
 */
const isSql = (text: string): boolean =>
  /^[^<[{]/.test(text.trimStart()) &&
  /(?:^|\*\/|;)[\s(]{0,99}(?:select|with)\b/im.test(text) &&
  [/\bselect\b/i, /\bfrom\b/i].every(word => word.test(text)) &&
  parseJson(text) === undefined

function askResults(
  body: QueryBody,
  options: QueryOptions,
  cells: { left: number },
): Promise<QueryAnswer<ResultTable>> {
  const { limited, rowLimit } = limitRows(body)
  return askLooker('json_detail', limited, options, maxResultCharacters, text => {
    const table = readResultTable(isTooDeep(text) ? undefined : parseJson(text), rowLimit)
    if (!table) throw unexpectedAnswer(options.host, 'something that is not the result of a query')
    const { rows, subtotals } = table
    const size = [...rows, ...(subtotals ?? [])].reduce((sum, row) => sum + row.size, 0)
    if (size > cells.left) throw tooManyCells()
    cells.left -= size
    const lacksSubtotals = body.subtotals !== undefined && !subtotals && rows.length > 0
    return lacksSubtotals ? { ...table, limits: [...table.limits, 'subtotals were not compared'] } : table
  })
}

const tooManyCells = () =>
  new ActionError(
    `The results of all tiles together have more than ${withThousands(maxCellsOfRound)} cells`,
    'Reduce the rows or columns of the tiles, or split the targets among several jobs with shard.',
  )

const unexpectedAnswer = (host: string, what: string) =>
  new ActionError(`${host} answered with ${what}`, 'Run the job again.')

const failingHint = 'Correct the LookML that the tile uses, or the tile itself.'

/** For results. An error of the database may also mean that it was not available for a moment. */
export const repeatHint = 'If the database was not available, run the job again.'
const failingResultsHint = `${repeatHint} Otherwise, correct the LookML that the tile uses, or the tile itself.`

/**
 * Returns the error in an answer with status 200, if any. Even in formats other than JSON, Looker may answer
 * `[{"looker_error": "…"}]`.
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
  { send, clean, signal, queriesEnd, timeLimit }: QueryOptions,
  maxCharacters: number,
  convert: (text: string) => T,
): Promise<QueryAnswer<T>> {
  const query = format === 'sql' ? {} : { cache: false, server_table_calcs: true }
  const call = {
    ...({ method: 'POST', path: `/queries/run/${format}`, query, json: body, timeLimit } as const),
    isRepeatable: true as const,
    ...(format === 'json_detail' && { timeLimitHint: slowQueryHint }),
  }
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
      return {
        kind: 'failing',
        error: { message, hint: format === 'sql' ? failingHint : failingResultsHint },
      }
    }
  }
  try {
    return await send(call, read, queriesEnd ? AbortSignal.any([signal, queriesEnd]) : signal)
  } catch (error) {
    if (!signal.aborted && queriesEnd?.aborted)
      return {
        kind: 'unknown',
        error: lateFault(error instanceof TimeLimitError ? error : queriesEnd.reason, format),
      }
    if (error instanceof TimeLimitError) throw error
    signal.throwIfAborted()
    return toAnswer(withHints(error, hintsFor(body)), format)
  }
}

/** A query also takes long if Looker first builds a persistent derived table. */
const slowQueryHint =
  'Run the job again when Looker is less busy. If this happens each time, set numbers to false to compare only SQL, which needs the permission see_sql.'

function lateFault(reason: unknown, format: string): Fault {
  const { message, hint } = toFault(reason)
  const onlySql = ' To compare only SQL, set numbers to false. This needs the permission see_sql.'
  return { message, hint: `${hint}${format === 'json_detail' ? onlySql : ''}` }
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
  if (status !== 400 && status !== 404 && status !== 422) return { kind: 'unknown', error: fault }
  const failing = { kind: 'failing', error: refusedQuery(fault) } as const
  return status === 404 || isAccessDenied(failing.error) ? { ...failing, mayBeRefused: true } : failing
}

/** A status of 403 may also mean that the database needs an authorization by OAuth (API 4.0, `run_inline_query`). */
const hintsFor = ({ model }: QueryBody) => ({
  403: `Give the API user a role that contains the model ${model} and the permission access_data. If the database connection uses OAuth, the API user must also have logged in to the database.`,
  413: 'Shorten the query of the tile, for example its filters. Or raise the limit of the proxy in front of Looker.',
})

/** A status of 400 with only these words is about permissions (https://github.com/looker-open-source/henry/issues/130). */
const isAccessDenied = ({ message }: Fault): boolean => /^access denied\.?$/i.test(message)

export const refusedModelHint = (model: string): string =>
  `Give the API user a role that contains the model ${model} and the permissions access_data and see_sql, and also the permission explore if Looker still refuses. Looker gives the same answer if the model or the Explore does not exist.`
