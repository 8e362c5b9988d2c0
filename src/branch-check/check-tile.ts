import type { Fault } from '../model.ts'
import type { NumbersState, QueryCheck, SqlState, TileCheck } from '../tile-check.ts'
import { compareResults } from './compare-results.ts'
import type { ResultTable } from './result-table.ts'
import type { QueryAnswer } from './run-queries.ts'
import { diffSql } from './sql-diff.ts'
import type { Tile, TileQuery } from './tiles.ts'

/** A tile on both sides; one of them may lack it. */
export interface TilePair {
  base?: Tile | undefined
  head?: Tile | undefined
}

/** A query on both sides. Undefined on a side whose tile lacks it. */
export interface QueryPair {
  base?: TileQuery | undefined
  head?: TileQuery | undefined
}

/** The answers to a query on one side. Results are undefined if they were not asked. */
export interface SideAnswers {
  sql: QueryAnswer<string>
  results?: QueryAnswer<ResultTable> | undefined
}

export interface PairAnswers {
  base?: SideAnswers | undefined
  head?: SideAnswers | undefined
  /** The base's results, asked once more after the head's. */
  again?: QueryAnswer<ResultTable> | undefined
}

/** Whether results are compared too. */
export type Depth = 'sql' | 'numbers'

/** Tiles are matched by their ids. Those of the head come first, in their order. */
export function pairTiles(base: readonly Tile[], head: readonly Tile[]): TilePair[] {
  const byId = new Map(base.map(tile => [tile.id, tile]))
  const pairs: TilePair[] = head.map(tile => ({ base: byId.get(tile.id), head: tile }))
  const known = new Set(head.map(({ id }) => id))
  return [...pairs, ...base.filter(({ id }) => !known.has(id)).map(tile => ({ base: tile }))]
}

/** Source queries of merged results are matched by their names. */
export function pairQueries({ base, head }: TilePair): QueryPair[] {
  const [old, fresh] = [base?.queries ?? [], head?.queries ?? []]
  if (old.length <= 1 && fresh.length <= 1)
    return old.length + fresh.length > 0 ? [{ base: old[0], head: fresh[0] }] : []
  const byName = new Map(old.map(query => [query.name, query]))
  const names = new Set(fresh.map(({ name }) => name))
  return [
    ...fresh.map(query => ({ base: byName.get(query.name), head: query })),
    ...old.filter(({ name }) => !names.has(name)).map(query => ({ base: query })),
  ]
}

/** Whether the SQL of both sides is known and the same. */
export function hasSameSql({ base, head }: PairAnswers): boolean {
  return (
    base?.sql.kind === 'answer' &&
    head?.sql.kind === 'answer' &&
    diffSql(base.sql.value, head.sql.value) === undefined
  )
}

/** Whether the results of both sides decide the state of a query. */
export function needsResults({ base, head }: PairAnswers): boolean {
  const runs = ({ sql }: SideAnswers) => sql.kind === 'answer' || sql.kind === 'forbidden'
  return (
    head !== undefined && runs(head) && (base === undefined || (runs(base) && !hasSameSql({ base, head })))
  )
}

/** The state of one tile, from Looker's answers to its queries. */
export function checkTile(
  pair: TilePair,
  answersOf: (query: QueryPair) => PairAnswers,
  depth: Depth,
): TileCheck {
  const tile = pair.head ?? pair.base
  const sides = [pair.base, pair.head].filter(side => side !== undefined)
  const explores = new Set(sides.flatMap(side => side.queries.map(({ explore }) => explore)))
  const about = { title: tile?.title ?? '', explore: [...explores].join(', ') }
  if (sides.some(({ isSqlRunner }) => isSqlRunner))
    return { ...about, sql: 'unchecked', error: sqlRunner, isSqlRunner: true, queries: [] }
  const problem = sides.find(side => side.problem !== undefined)?.problem
  if (problem !== undefined) return { ...about, sql: 'unchecked', error: problemFault(problem), queries: [] }
  const checks = pairQueries(pair).map(query => checkQuery(query, answersOf(query), depth))
  return { ...about, ...worstOf(checks) }
}

const sqlRunner: Fault = {
  message: 'A SQL Runner query does not depend on LookML',
  hint: 'Nothing has to be done.',
}

const noSql: Fault = {
  message: 'The API user may not see SQL',
  hint: 'Give its role the permission see_sql for the models; or set numbers to true, which compares results instead.',
}

const problemFault = (problem: string): Fault => ({
  message: problem.charAt(0).toUpperCase() + problem.slice(1),
  hint: 'Open the tile in Looker on this branch.',
})

interface CheckedQuery {
  sql?: SqlState
  numbers?: NumbersState
  error?: Fault
  query?: QueryCheck
}

function checkQuery(pair: QueryPair, answers: PairAnswers, depth: Depth): CheckedQuery {
  const { base, head } = answers
  if (!head) return base ? { sql: 'removed', ...(depth === 'numbers' && { numbers: 'changed' }) } : {}
  if (!base) return checkNew(head, depth)
  const failure = failureOf(base.sql, head.sql)
  if (failure) return failure
  if (depth === 'sql' && (base.sql.kind === 'forbidden' || head.sql.kind === 'forbidden'))
    return { sql: 'unchecked', error: noSql }
  if (hasSameSql(answers)) return { sql: 'same', ...(depth === 'numbers' && { numbers: 'unchanged' }) }
  const sqlDiff =
    base.sql.kind === 'answer' && head.sql.kind === 'answer'
      ? diffSql(base.sql.value, head.sql.value)
      : undefined
  const name = pair.head?.name
  const query: QueryCheck = { ...(name !== undefined && { name }), ...(sqlDiff && { sqlDiff }) }
  const sql: { sql?: SqlState } = sqlDiff ? { sql: 'changed' } : {}
  if (depth === 'sql') return { ...sql, query }
  return { ...sql, ...checkResults(pair, answers, query) }
}

/** A tile that only the head has. */
function checkNew({ sql, results }: SideAnswers, depth: Depth): CheckedQuery {
  if (depth === 'sql' && sql.kind === 'forbidden') return { sql: 'unchecked', error: noSql }
  const failing = [sql, results].find(answer => answer?.kind === 'failing' || answer?.kind === 'unknown')
  if (failing?.kind === 'failing') return { sql: 'broken', numbers: 'broken', error: failing.error }
  if (failing?.kind === 'unknown') return { sql: 'unchecked', error: failing.error }
  return { sql: 'new', ...(depth === 'numbers' && { numbers: 'changed' }) }
}

/** Undefined if both sides answer, as far as the API user may see it. */
function failureOf(base: QueryAnswer<unknown>, head: QueryAnswer<unknown>): CheckedQuery | undefined {
  const unknown = [head, base].find(answer => answer.kind === 'unknown')
  if (unknown?.kind === 'unknown') return { sql: 'unchecked', error: unknown.error }
  if (head.kind === 'failing')
    return base.kind === 'failing'
      ? { sql: 'failing', error: head.error }
      : { sql: 'broken', numbers: 'broken', error: head.error }
  return base.kind === 'failing' ? { sql: 'fixed' } : undefined
}

function checkResults(pair: QueryPair, { base, head, again }: PairAnswers, query: QueryCheck): CheckedQuery {
  const notAsked: Fault = { message: 'Its results were not asked', hint: 'Run the job again.' }
  const unasked = { kind: 'unknown', error: notAsked } as const
  const [before, after] = [base?.results ?? unasked, head?.results ?? unasked]
  const unknown = [after, before, again].find(answer => answer !== undefined && isUnknown(answer))
  if (unknown && 'error' in unknown) return { numbers: 'unchecked', error: unknown.error, query }
  const failure = failureOf(before, after)
  if (failure) return { ...failure, query }
  if (before.kind !== 'answer' || after.kind !== 'answer')
    return { numbers: 'unchecked', error: notAsked, query }
  const shown = pair.head ?? pair.base
  const results = compareResults(before.value, after.value, {
    hidden: new Set(shown?.hidden),
    isSingleValue: shown?.isSingleValue ?? false,
    again: again?.kind === 'answer' ? again.value : undefined,
  })
  return results ? { numbers: 'changed', query: { ...query, results } } : { numbers: 'unchanged', query }
}

const isUnknown = ({ kind }: QueryAnswer<unknown>) => kind === 'unknown' || kind === 'forbidden'

/** The first of these that a query of the tile has. A tile of which queries come and go has changed. */
const sqlOrder: SqlState[] = ['broken', 'unchecked', 'failing', 'changed', 'fixed', 'new', 'removed', 'same']
const numbersOrder: NumbersState[] = ['broken', 'unchecked', 'changed', 'unchanged']

function worstOf(checks: readonly CheckedQuery[]): Omit<TileCheck, 'title' | 'explore'> {
  const states = new Set(checks.flatMap(({ sql }) => sql ?? []))
  const sql = worstSql(states, checks)
  // There are no numbers to compare if only one side has the tile.
  const isOneSided = sql === 'new' || sql === 'removed'
  const numbers = isOneSided ? undefined : worstNumbers(checks.flatMap(({ numbers }) => numbers ?? []))
  const error = checks.find(check => check.error && (check.sql === sql || check.numbers === numbers))?.error
  return {
    ...(sql && { sql }),
    ...(numbers && { numbers }),
    ...(error && { error }),
    queries: checks.flatMap(({ query }) => query ?? []),
  }
}

function worstSql(states: ReadonlySet<SqlState>, checks: readonly CheckedQuery[]): SqlState | undefined {
  const worst = sqlOrder.find(state => states.has(state))
  if (worst === 'same') return checks.every(({ sql }) => sql === 'same') ? 'same' : undefined
  return (worst === 'new' || worst === 'removed') && states.size > 1 ? 'changed' : worst
}

/** Undefined if there are none. */
export const worstNumbers = (states: readonly NumbersState[]): NumbersState | undefined =>
  numbersOrder.find(state => states.includes(state))
