import pLimit from 'p-limit'
import { ActionError, toFault } from '../errors.ts'
import { boundedText, isTooDeep, type LookerResponse, plainWords } from '../looker/http.ts'
import { LookerError } from '../looker/looker-errors.ts'
import type { Session } from '../looker/session.ts'
import type { Fault } from '../model.ts'
import { isObject, parseJson } from '../runtime/json.ts'
import type { Secrets } from '../runtime/log.ts'
import { QueryFailure, type ResultTable, readResultTable } from './result-table.ts'
import { type QueryBody, queryKey } from './tiles.ts'

/** Looker's answer to a query. */
export type QueryAnswer<T> =
  | { kind: 'answer'; value: T }
  /** The query fails on this side, because of a missing field or an error of the database, for example. */
  | { kind: 'failing'; error: Fault }
  /** The API user may not see SQL. */
  | { kind: 'forbidden'; error: Fault }
  /** Looker did not answer in time, or the answer has an unexpected form. */
  | { kind: 'unknown'; error: Fault }

/** Runs the queries of one side. A query that several tiles show runs once. */
export interface QueryRunner {
  sql(body: QueryBody): Promise<QueryAnswer<string>>
  /** Runs without `cache`, so an old result of one side is never compared with a new result of the other. */
  results(body: QueryBody): Promise<QueryAnswer<ResultTable>>
}

export interface QueryOptions {
  send: Session['send']
  host: string
  clean: Secrets['clean']
  signal: AbortSignal
  /** The maximum number of queries at the same time. */
  concurrency: number
  /** The time limit of one query, in milliseconds. */
  timeLimit: number
}

/** The time limit of one query, in milliseconds. After it, the tile is unchecked. */
export const queryTimeLimitMs = 2 * 60_000
/** The maximum number of rows of a result to compare. */
export const maxRows = 5000
const maxResultCharacters = 5_000_000
const maxSqlCharacters = 1_000_000

/** Returns a function that creates query runners. All of them share one limit of concurrent queries. */
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
    if (text.trim() === '') throw unexpected(options.host, 'no SQL')
    return text
  })
}

function askResults(body: QueryBody, options: QueryOptions): Promise<QueryAnswer<ResultTable>> {
  const { limited, rowLimit } = limitRows(body)
  return askLooker('json_detail', limited, options, maxResultCharacters, text => {
    const table = readResultTable(isTooDeep(text) ? undefined : parseJson(text), rowLimit)
    if (!table) throw unexpected(options.host, 'something that is no result of a query')
    return table
  })
}

/** Limits the rows of a query. If the tile's own limit is lower, the tile itself shows no more rows. */
function limitRows(body: QueryBody): { limited: QueryBody; rowLimit: number } {
  const own = body.limit === undefined ? 0 : Number(body.limit)
  const isWithin = own >= 0 && own <= maxRows
  return isWithin
    ? { limited: body, rowLimit: Number.POSITIVE_INFINITY }
    : { limited: { ...body, limit: String(maxRows) }, rowLimit: maxRows }
}

const tooLarge = (characters: number) =>
  new ActionError(
    `Looker's answer is larger than ${characters / 1_000_000} MB`,
    'Let the tile show fewer rows or columns, or leave the target out.',
  )

const unexpected = (host: string, what: string) =>
  new ActionError(`${host} answered with ${what}`, 'Run the job again.')

const failingHint = 'Correct the LookML that the tile uses, or the tile.'

/**
 * Finds a failure in an answer with status 200. Formats other than JSON return some failures as `[{"looker_error":
 * "…"}]`.
 */
function lookerProblem(text: string): string | undefined {
  if (!/^\s*\[\s*\{\s*"looker_error"/.test(text)) return undefined
  const [first] = [parseJson(text)].flat()
  return isObject(first) && typeof first.looker_error === 'string' ? first.looker_error : undefined
}

/** @param convert throws QueryFailure if the answer reports a failed query */
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
    if (text.length > maxCharacters) throw tooLarge(maxCharacters)
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

/** Keeps Looker's own words, without the host and the status. */
const refusedQuery = ({ message }: Fault): Fault => ({
  message: message.replace(/^\S+ answered \d{3}: /, ''),
  hint: failingHint,
})

/** Looker refuses a query of a missing field or Explore with status 400, 404 or 422. */
function toAnswer(error: unknown, format: string): QueryAnswer<never> {
  const fault = toFault(error)
  const status = error instanceof LookerError ? error.status : undefined
  if (status === 403 && format === 'sql') return { kind: 'forbidden', error: fault }
  const isRefused = status === 400 || status === 404 || status === 422
  return isRefused ? { kind: 'failing', error: refusedQuery(fault) } : { kind: 'unknown', error: fault }
}
