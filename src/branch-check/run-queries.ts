import pLimit from 'p-limit'
import { ActionError, toFault } from '../errors.ts'
import { LookerError } from '../looker/errors.ts'
import { boundedText, isTooDeep, type LookerResponse, plainWords } from '../looker/responses.ts'
import type { Session } from '../looker/session.ts'
import type { Fault } from '../model.ts'
import { isObject, parseJson } from '../runtime/json.ts'
import type { Secrets } from '../runtime/log.ts'
import { QueryFailure, type ResultTable, readResultTable } from './result-table.ts'
import { type QueryBody, queryKey } from './tiles.ts'

/** Looker's answer to a query. */
export type QueryAnswer<T> =
  | { kind: 'answer'; value: T }
  /** The query fails on this side: a field is gone, or the database refuses the SQL. */
  | { kind: 'failing'; error: Fault }
  /** The API user may not see SQL. */
  | { kind: 'forbidden'; error: Fault }
  /** Looker did not answer in time, or not as expected. */
  | { kind: 'unknown'; error: Fault }

/** Asks the queries of one side, each once, however many tiles show it. */
export interface QueryRunner {
  sql(body: QueryBody): Promise<QueryAnswer<string>>
  /** `cache` is off, so that an old result of one side is never compared with a new one of the other. */
  results(body: QueryBody): Promise<QueryAnswer<ResultTable>>
}

export interface QueryOptions {
  send: Session['send']
  host: string
  clean: Secrets['clean']
  signal: AbortSignal
  /** Queries under way at once. */
  concurrency: number
  /** Milliseconds for one query. */
  timeLimit: number
}

/** Milliseconds in which a query has to answer; then its tile is unchecked. */
export const queryTimeLimitMs = 2 * 60_000
/** The most rows of a result that are compared. */
export const maxRows = 5000
const maxResultCharacters = 5_000_000
const maxSqlCharacters = 1_000_000

/** Creates query runners for the two sides, which share one limit of concurrent queries. */
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

/** A tile with a lower limit shows no more rows itself. */
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

/** Formats other than JSON answer some failures with status 200: `[{"looker_error": "…"}]`. */
function lookerProblem(text: string): string | undefined {
  if (!/^\s*\[\s*\{\s*"looker_error"/.test(text)) return undefined
  const [first] = [parseJson(text)].flat()
  return isObject(first) && typeof first.looker_error === 'string' ? first.looker_error : undefined
}

/** @param convert throws QueryFailure if the answer says that the query fails */
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

/** Looker's own words, without the host and the status. */
const refusedQuery = ({ message }: Fault): Fault => ({
  message: message.replace(/^\S+ answered \d{3}: /, ''),
  hint: failingHint,
})

/** Looker refuses a query of a field or an Explore that is gone with 400, 404 or 422. */
function toAnswer(error: unknown, format: string): QueryAnswer<never> {
  const fault = toFault(error)
  const status = error instanceof LookerError ? error.status : undefined
  if (status === 403 && format === 'sql') return { kind: 'forbidden', error: fault }
  const isRefused = status === 400 || status === 404 || status === 422
  return isRefused ? { kind: 'failing', error: refusedQuery(fault) } : { kind: 'unknown', error: fault }
}
