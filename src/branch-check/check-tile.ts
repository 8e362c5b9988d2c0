import type { UnseenExploreChange } from '../affected/unseen-changes.ts'
import {
  hashableValue,
  isChangedTile,
  isFailedTile,
  type LineDiff,
  type NumbersState,
  type QueryCheck,
  type SqlState,
  type TileCheck,
} from '../branch-report.ts'
import type { Fault } from '../model.ts'
import { capitalized, sha256Of } from '../runtime/text.ts'
import { compareResults, isEqualValue } from './compare-results.ts'
import { diffSql } from './compare-sql.ts'
import { allRows, type Cell, type ResultTable, reachedLimits } from './query-result.ts'
import { type QueryAnswer, repeatHint } from './run-queries.ts'
import { sqlLines } from './sql-lines.ts'
import { queryKey, type Tile, type TileQuery } from './tile-queries.ts'

/** A tile on both sides. A side is undefined if it does not have the tile. */
export interface TilePair {
  base?: Tile | undefined
  head?: Tile | undefined
}

/** A query on both sides. A side is undefined if it does not have the query. */
export interface QueryPair {
  base?: TileQuery | undefined
  head?: TileQuery | undefined
}

/** The answers of one side. `results` is undefined if no results were requested. */
export interface SideAnswers {
  sql: QueryAnswer<string>
  results?: QueryAnswer<ResultTable> | undefined
}

export interface PairAnswers {
  base?: SideAnswers | undefined
  head?: SideAnswers | undefined
  /** The base's results from a second request, after the request for the head's results. */
  again?: QueryAnswer<ResultTable> | undefined
}

/**
 * Which queries have their results compared: none, only queries whose SQL differs, or all, because the pull request may
 * change results without changing the SQL.
 */
export type Depth = 'sql' | 'numbers' | 'all numbers'

/** Pairs the tiles of both sides by id. The head's tiles come first, in the head's order. */
export function pairTiles(base: readonly Tile[], head: readonly Tile[]): TilePair[] {
  const byId = new Map(base.map(tile => [tile.id, tile]))
  const pairs: TilePair[] = head.map(tile => ({ base: byId.get(tile.id), head: tile }))
  const known = new Set(head.map(({ id }) => id))
  return [...pairs, ...base.filter(({ id }) => !known.has(id)).map(tile => ({ base: tile }))]
}

/**
 * Pairs the queries of both sides. Queries of merged results are paired by name. Of queries with the same name, equal
 * queries are paired first, and then the others in their order.
 */
export function pairQueries({ base, head }: TilePair): QueryPair[] {
  const [old, fresh] = [base?.queries ?? [], head?.queries ?? []]
  if (old.length <= 1 && fresh.length <= 1)
    return old.length + fresh.length > 0 ? [{ base: old[0], head: fresh[0] }] : []
  const left = old.map(query => ({ query, key: queryKey(query.body) }))
  const take = (matches: (one: (typeof left)[number]) => boolean) => {
    const place = left.findIndex(matches)
    return place < 0 ? undefined : left.splice(place, 1)[0]?.query
  }
  const equal = fresh.map(({ name, body }) => {
    const wanted = queryKey(body)
    return take(({ query, key }) => query.name === name && key === wanted)
  })
  const pairs = fresh.map((head, place) => ({
    base: equal[place] ?? take(({ query }) => query.name === head.name),
    head,
  }))
  return [...pairs, ...left.map(({ query }) => ({ base: query }))]
}

interface SqlComparison {
  /** Undefined if the SQL is the same. */
  diff: LineDiff | undefined
}

/** Many tiles may show the same query, and their SQL is compared several times. */
const knownComparisons = new WeakMap<SideAnswers['sql'], WeakMap<SideAnswers['sql'], SqlComparison>>()

/** @returns undefined if a side has no SQL */
function compareSql({ base, head }: PairAnswers): SqlComparison | undefined {
  if (base?.sql.kind !== 'answer' || head?.sql.kind !== 'answer') return undefined
  const known = knownComparisons.get(base.sql) ?? new WeakMap<SideAnswers['sql'], SqlComparison>()
  knownComparisons.set(base.sql, known)
  const comparison = known.get(head.sql) ?? { diff: diffSql(base.sql.value, head.sql.value) }
  known.set(head.sql, comparison)
  return comparison
}

function hasSameSql(answers: PairAnswers): boolean {
  const comparison = compareSql(answers)
  return comparison !== undefined && comparison.diff === undefined
}

/** Whether the query would get the state `failing`. */
export function failsOnBoth({ base, head }: PairAnswers): boolean {
  const fails = (answer: QueryAnswer<unknown> | undefined) => answer?.kind === 'failing'
  if (fails(base?.sql) || fails(head?.sql)) return fails(base?.sql) && fails(outcomeOfHead({ base, head }))
  const hasNewSql = compareSql({ base, head })?.diff !== undefined
  return fails(base?.results) && fails(head?.results) && !hasNewSql
}

/**
 * Whether the same SQL means the same results. Looker computes some values after the query, for example table
 * calculations, so two different queries may have the same SQL.
 */
const isDecidedBySql = ({ base, head }: QueryPair, depth: Depth): boolean =>
  depth === 'sql' ||
  (depth === 'numbers' &&
    base !== undefined &&
    head !== undefined &&
    queryKey(base.body) === queryKey(head.body))

/** Returns false if a side failed, if the results are certainly the same, or if only the base has the query. */
export function needsResults(pair: QueryPair, { base, head }: PairAnswers, depth: Depth): boolean {
  const runs = ({ sql }: SideAnswers) => sql.kind === 'answer' || sql.kind === 'forbidden'
  const isSame = () => hasSameSql({ base, head }) && isDecidedBySql(pair, depth)
  if (isOnlyResultOfHead({ base, head })) return true
  return head !== undefined && runs(head) && (base === undefined || (runs(base) && !isSame()))
}

/** Whether the base's query fails, and only the head's results can show whether the head's query runs. */
const isOnlyResultOfHead = ({ base, head }: PairAnswers): boolean =>
  base?.sql.kind === 'failing' && head?.sql.kind === 'forbidden'

const outcomeOfHead = ({ base, head }: PairAnswers): QueryAnswer<unknown> =>
  (isOnlyResultOfHead({ base, head }) ? head?.results : head?.sql) ?? unasked

const unasked: QueryAnswer<never> = {
  kind: 'unknown',
  error: { message: 'The results of the query were not requested', hint: 'Run the job again.' },
}

export function checkTile(
  pair: TilePair,
  answersOf: (query: QueryPair) => PairAnswers,
  depth: Depth,
): TileCheck {
  const tile = pair.head ?? pair.base
  const sides = [pair.base, pair.head].filter(side => side !== undefined)
  const explores = new Set(sides.flatMap(side => side.queries.map(({ explore }) => explore)))
  const about = { title: tile?.title ?? '', explore: [...explores].join(', ') }
  const uncheckable = sides.find(({ isUncheckable }) => isUncheckable)
  const unknown = uncheckable ?? sides.find(side => side.problem !== undefined)
  if (unknown) {
    const error = problemFault(unknown)
    return { ...about, sql: 'unchecked', error, ...(uncheckable && { isUncheckable: true }), queries: [] }
  }
  const checks = pairQueries(pair).map(query => checkQuery(query, answersOf(query), depth))
  return { ...about, ...worstOf(checks) }
}

/** A change that development mode cannot show. `hash` differs for another change of the same kind. */
export interface UnseenChange {
  kind: UnseenExploreChange
  hash: string
}

/** Lets the acceptance of a tile depend on more than its SQL and results. */
export const withHash = (tile: TileCheck, hash: string): TileCheck => ({
  ...tile,
  headHash: [tile.headHash ?? [], hash].flat().join(' '),
})

/** Counts a tile without differences as changed, because the pull request has a change that the check cannot see. */
export function withUnseenChange(tile: TileCheck, { kind, hash }: UnseenChange): TileCheck {
  const { sql, numbers } = tile
  const isSame = (sql === 'same' || sql === 'changed' || sql === undefined) && numbers !== 'changed'
  if (!isSame || isFailedTile(tile)) return withHash(tile, hash)
  const error = unseenChanges[kind]
  return withHash({ ...tile, sql: 'changed', ...(numbers && { numbers: 'changed' }), error }, hash)
}

const unseenChanges: Record<UnseenExploreChange, Fault> = {
  productionSql: {
    message: 'The pull request changes SQL that only production runs (-- if prod --)',
    hint: 'Review this SQL in the changed files. Development mode cannot run it.',
  },
  table: {
    message:
      'The pull request changes LookML that writes or publishes a table, and this tile reads the table by name',
    hint: 'Review this LookML in the changed files. On both commits, the tile reads the table of production.',
  },
}

const noSql: Fault = {
  message: 'The API user may not see SQL',
  hint: "Give the API user's role the permission see_sql for the models, or set numbers to true to compare results instead.",
}

const problemFault = ({ problem = '', problemHint }: Tile): Fault => ({
  message: capitalized(problem),
  hint: problemHint ?? 'Open the tile in Looker on this branch.',
})

interface CheckedQuery {
  sql?: SqlState
  numbers?: NumbersState
  error?: Fault
  /** See `TileCheck.headHash`. */
  headHash?: string
  /** See `TileCheck.isEffectUnknown`. */
  isEffectUnknown?: true
  query?: QueryCheck
}

function checkQuery(pair: QueryPair, answers: PairAnswers, depth: Depth): CheckedQuery {
  const check = compareSides(pair, answers, depth)
  const { head } = answers
  if (!head || !hasUncomparedValues(check)) return check
  const isEmpty = head.results?.kind === 'answer' && hasNoData(head.results.value, pair.head)
  const isEffectUnknown = head.sql.kind === 'forbidden' && isEmpty
  return { ...check, headHash: hashOfHead(head), ...(isEffectUnknown && { isEffectUnknown }) }
}

/** Whether the head has values that the difference between both sides does not contain. */
const hasUncomparedValues = ({ sql, query }: CheckedQuery): boolean =>
  sql === 'new' || sql === 'fixed' || (query?.results?.addedColumns.length ?? 0) > 0

function compareSides(pair: QueryPair, answers: PairAnswers, depth: Depth): CheckedQuery {
  const { base, head } = answers
  if (!head) return base ? { sql: 'removed', ...(depth !== 'sql' && { numbers: 'changed' }) } : {}
  if (!base) return checkNew(head, depth)
  if (depth === 'sql' && head.sql.kind === 'forbidden') return { sql: 'unchecked', error: noSql }
  const failure = failureOf(base.sql, outcomeOfHead(answers), depth)
  if (failure) return failure
  if (depth === 'sql' && base.sql.kind === 'forbidden') return { sql: 'unchecked', error: noSql }
  const isSame = hasSameSql(answers)
  if (isSame && isDecidedBySql(pair, depth))
    return { sql: 'same', ...(depth !== 'sql' && { numbers: 'unchanged' }) }
  const sqlDiff = compareSql(answers)?.diff
  const name = pair.head?.name
  const query: QueryCheck = { ...(name !== undefined && { name }), ...(sqlDiff && { sqlDiff }) }
  const sql: { sql?: SqlState } = isSame ? { sql: 'same' } : sqlDiff ? { sql: 'changed' } : {}
  if (depth === 'sql') return { ...sql, query }
  return { ...sql, ...checkResults(pair, answers, { query, isSame }) }
}

function checkNew({ sql, results }: SideAnswers, depth: Depth): CheckedQuery {
  if (depth === 'sql' && sql.kind === 'forbidden') return { sql: 'unchecked', error: noSql }
  const failing = [sql, results].find(answer => answer?.kind === 'failing' || answer?.kind === 'unknown')
  if (failing?.kind === 'failing') return { sql: 'broken', numbers: 'broken', error: failing.error }
  if (failing?.kind === 'unknown') return { sql: 'unchecked', error: failing.error }
  return { sql: 'new', ...(depth !== 'sql' && { numbers: 'changed' }) }
}

function hashOfHead({ sql, results }: SideAnswers): string {
  if (sql.kind === 'answer') return sha256Of(sqlLines(sql.value).join('\n'))
  const rows = results?.kind === 'answer' ? [...allRows(results.value), results.value.totals ?? []] : []
  return sha256Of(JSON.stringify(rows.map(row => JSON.stringify([...row].map(hashableCell))).sort()))
}

const hashableCell = ([id, { raw, text }]: [string, Cell]): unknown[] =>
  typeof raw === 'number' ? [id, hashableValue({ text, number: raw })] : [id, raw, text]

/**
 * Returns the state of a query that failed on a side.
 * @returns undefined if both sides have an answer, or if the API user may not see the SQL
 */
function failureOf(
  base: QueryAnswer<unknown>,
  head: QueryAnswer<unknown>,
  depth: Depth,
): CheckedQuery | undefined {
  const unknown = [head, base].find(answer => answer.kind === 'unknown')
  if (unknown?.kind === 'unknown') return { sql: 'unchecked', error: unknown.error }
  if (head.kind === 'failing')
    return base.kind === 'failing'
      ? { sql: 'failing', error: head.error }
      : { sql: 'broken', numbers: 'broken', error: head.error }
  return base.kind === 'failing'
    ? { sql: 'fixed', ...(depth !== 'sql' && { numbers: 'changed' }) }
    : undefined
}

function checkResults(
  pair: QueryPair,
  { base, head, again }: PairAnswers,
  { query, isSame }: { query: QueryCheck; isSame: boolean },
): CheckedQuery {
  const [first, after] = [base?.results ?? unasked, head?.results ?? unasked]
  const unknown = [after, first, again].find(isUnknown)
  if (unknown) return { numbers: 'unchecked', error: unknown.error, query }
  const isFirstReplaced = first.kind === 'failing' && after.kind === 'answer' && again?.kind === 'answer'
  const before = isFirstReplaced ? again : first
  if (before.kind !== 'answer' || after.kind !== 'answer') {
    const failure = failureOf(before, after, 'numbers')
    if (failure?.sql === 'failing') return { ...unknownEffect(query), ...failingOnBoth(failure) }
    return { ...failure, ...(before.kind === 'failing' && { error: failingBefore(before) }), query }
  }
  const shown = pair.head ?? pair.base
  const results = compareResults(before.value, after.value, {
    hidden: new Set(shown?.hidden),
    isSingleValue: shown?.isSingleValue === true,
    shownRows: shown?.shownRows,
    again: again?.kind === 'answer' ? again.value : undefined,
  })
  if (results) return { numbers: 'changed', query: { ...query, results } }
  const isEmpty = hasNoData(before.value, pair.base) && hasNoData(after.value, pair.head)
  if (isEmpty && !isSame) return { ...unknownEffect(query), error: noData }
  const limits = [
    ...reachedLimits(before.value, after.value),
    ...(isEmpty ? ['no data or only zeros on both commits'] : []),
  ]
  if (limits.length > 0) return { numbers: 'unchanged', query: { ...query, limits } }
  return { numbers: 'unchanged', ...(query.sqlDiff && { query }) }
}

/**
 * Whether the result may come from no rows of the database. An aggregate over no rows is null or 0. Without dimensions,
 * the result then has one row. Looker also adds rows for the missing values of dimensions in `fill_fields`.
 */
function hasNoData({ rows, dimensions, values, measures }: ResultTable, query: TileQuery | undefined) {
  const { pivots = [], fill_fields: filled = [] } = query?.body ?? {}
  const groups = [...dimensions.map(({ field }) => field), ...pivots]
  const isAggregate = measures.length > 0 && groups.every(field => filled.includes(field))
  const columns = isAggregate
    ? values.filter(({ field }) => measures.includes(field))
    : [...dimensions, ...values]
  const isNothing = (raw: unknown) => raw === null || (isAggregate && isEqualValue(raw, 0, true))
  return rows.every(row => columns.every(({ id }) => isNothing(row.get(id)?.raw ?? null)))
}

const noData: Fault = {
  message: 'The query returns no data or only zeros on both commits, so the effect of the change is unknown',
  hint: "Check the filters, and the API user's user attributes: an access filter may hide all rows.",
}

/** The effect of the pull request is unknown, so it counts as a change. */
const unknownEffect = (query: QueryCheck): CheckedQuery => ({
  ...{ numbers: 'changed', query },
  ...(query.sqlDiff ? { sql: 'changed' } : { isEffectUnknown: true }),
})

const failingOnBoth = ({ error }: CheckedQuery): Pick<CheckedQuery, 'error'> =>
  error
    ? {
        error: {
          message: `The query fails on both commits: ${error.message}`,
          hint: `${repeatHint} Otherwise, correct the LookML or the tile.`,
        },
      }
    : {}

const failingBefore = ({ error: { message } }: { error: Fault }): Fault => ({ message, hint: repeatHint })

type Unknown = Extract<QueryAnswer<unknown>, { kind: 'unknown' | 'forbidden' }>
const isUnknown = (answer: QueryAnswer<unknown> | undefined): answer is Unknown =>
  answer?.kind === 'unknown' || answer?.kind === 'forbidden'

/** The states, the most important first. A tile gets the most important state of its queries. */
const sqlOrder: SqlState[] = ['broken', 'unchecked', 'failing', 'changed', 'fixed', 'new', 'removed', 'same']
const numbersOrder: NumbersState[] = ['broken', 'unchecked', 'changed', 'unchanged']

function worstOf(checks: readonly CheckedQuery[]): Omit<TileCheck, 'title' | 'explore'> {
  const sql = worstSql(checks)
  // The results of a new or removed tile are not compared.
  const isOneSided = sql === 'new' || sql === 'removed'
  const numbers = isOneSided ? undefined : worstNumbers(checks.flatMap(({ numbers }) => numbers ?? []))
  const isWorst = (check: CheckedQuery) =>
    check.sql === sql || (numbers !== undefined && check.numbers === numbers)
  // The error of a query that failed is more important than the error of a changed query.
  const worst = checks.filter(isWorst)
  const error = [...worst.filter(isFailedTile), ...worst].find(check => check.error)?.error
  const headHash = checks.flatMap(({ headHash }) => headHash ?? []).join(' ')
  return {
    ...(sql && { sql }),
    ...(numbers && { numbers }),
    ...(error && { error }),
    ...(headHash !== '' && { headHash }),
    ...(checks.some(({ isEffectUnknown }) => isEffectUnknown) && { isEffectUnknown: true }),
    queries: checks.flatMap(({ query }) => query ?? []),
  }
}

function worstSql(checks: readonly CheckedQuery[]): SqlState | undefined {
  const states = new Set(checks.flatMap(({ sql }) => sql ?? []))
  // A query that fails on both commits must not hide the change of another one.
  const isChanged = checks.some(isChangedTile)
  const worst = sqlOrder.find(state => states.has(state) && !(isChanged && state === 'failing'))
  if (worst === 'same') return checks.every(({ sql }) => sql === 'same') ? 'same' : undefined
  return (worst === 'new' || worst === 'removed') && states.size > 1 ? 'changed' : worst
}

export const worstNumbers = (states: readonly NumbersState[]): NumbersState | undefined =>
  numbersOrder.find(state => states.includes(state))
