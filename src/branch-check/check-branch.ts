import type { LookmlError, ReplacedTables, TileCheck } from '../branch-report.ts'
import { ActionError, asActionError, Interruption } from '../errors.ts'
import { type NamesOnSides, newLookmlErrors } from '../looker/validate-lookml.ts'
import { count } from '../runtime/text.ts'
import { type BaseMemory, memoryKey } from './base-memory.ts'
import type { Branches } from './branches.ts'
import {
  checkTile,
  type Depth,
  failsOnBoth,
  needsResults,
  type PairAnswers,
  pairQueries,
  type QueryPair,
  type SideAnswers,
  type TilePair,
} from './check-tile.ts'
import { replacedTables } from './compare-sql.ts'
import { type Answers, answerCompleter, answersOf, isRun, type ProductionState } from './complete-answers.ts'
import { keysOf, limitQueries, queriesOf } from './limit-queries.ts'
import type { QueryAnswer, QueryRunner } from './run-queries.ts'
import type { CheckSide } from './temporary-branch.ts'
import { type QueryBody, queryKey, type TileQuery } from './tile-queries.ts'

export interface CheckOptions {
  branches: Branches
  commits: Readonly<Record<CheckSide, string>>
  tiles: readonly TilePair[]
  depth: Depth
  /** Whether to request the base's results twice: before and after the head's results. */
  isConfirmed: boolean
  /**
   * Creates a runner, which caches its answers. Each round of a side gets a new runner, because the answers of a
   * disturbed round are discarded.
   */
  createRunner(): QueryRunner
  /** Runs queries on production's LookML. */
  production: QueryRunner
  /** Compares production's commit with the merge base. Returns undefined if the result is unknown. Does not throw. */
  readProductionState(): Promise<ProductionState | undefined>
  /** Whether the LookML of this side certainly defines the Explore. */
  definesExplore(side: CheckSide, id: { model: string; name: string }): boolean
  validate(): Promise<LookmlError[]>
  /** The files and models of both commits. Undefined if they are unknown, or if no LookML changed. */
  names?: NamesOnSides | undefined
  /** Other work that needs the head to be checked out. Runs at the same time as the head's queries. */
  whileHeadIsCheckedOut(): Promise<unknown>
  /** SQL and errors of this base commit from an earlier run. */
  remembered?: BaseMemory | undefined
}

export interface CheckedBranch {
  /** One check for each of `CheckOptions.tiles`, in the same order. */
  tiles: TileCheck[]
  /** Errors that only the head has. */
  lookmlErrors: LookmlError[]
  /** The number of queries that were not sent, because they exceed the limit. */
  omittedQueries: number
  /** The reason why the check ended early. The remaining tiles are unchecked. */
  problem?: ActionError
  /** The base's answers for later runs. Undefined if nothing is new. */
  newMemory?: BaseMemory
  /**
   * Whether the head stayed checked out during its round, and `whileHeadIsCheckedOut` therefore had the LookML of the head.
   */
  isHeadChecked: boolean
  /** Whether the SQL in development mode differs from production's SQL (`-- if dev --`). */
  isDevelopmentSql: boolean
  /** Whether Looker answers with the remark that derived tables have filters for development mode. */
  hasDevFilters: boolean
  replacedTables: ReplacedTables
}

interface CheckState {
  pairs: readonly QueryPair[]
  keys: Readonly<Record<CheckSide, ReadonlySet<string>>>
  answers: Answers
  isBaseAsked: boolean
  isHeadChecked: boolean
  validationError?: ActionError
  /** The keys of base queries whose SQL comes from `remembered`. */
  recalledKeys: Set<string>
  options: CheckOptions
}

/**
 * Checks the tiles. Requests results only for queries whose SQL may differ. Works in rounds, with one side checked out
 * in each round:
 * - the base's SQL, unless an earlier run stored it
 * - the head's SQL, and without `isConfirmed` also the head's results
 * - if the head has errors that the stored errors of the base lack, again the base's errors, and then again the head
 * - the base's results, and again the base's SQL if the stored SQL differs from the head's SQL, or if the head fails
 * - with `isConfirmed`, the head's results, and then the base's results again
 *
 * At the end, production gets the queries that fail on both sides. If any of them runs there, production's commit is
 * compared with the merge base.
 */
export async function checkBranch(options: CheckOptions): Promise<CheckedBranch> {
  const { tiles, depth, isConfirmed, remembered } = options
  const { pairs, omitted } = limitQueries(tiles.flatMap(pairQueries))
  const check = startCheck(pairs, options)
  let lookmlErrors: LookmlError[] = []
  let baseErrors = remembered?.errors
  let problem: ActionError | undefined
  try {
    if (!remembered || check.recalledKeys.size < check.keys.base.size) baseErrors = await askBase(check)
    lookmlErrors = await askHead(baseErrors, check)
    // The base may have new errors since they were stored, for example because an imported project has changed.
    if (lookmlErrors.length > 0 && !check.isBaseAsked) {
      baseErrors = await askBase(check)
      lookmlErrors = await askHead(baseErrors, check)
    }
    const differing = pairs.filter(pair => needsResults(pair, answersOf(pair, check.answers), depth))
    const doubtful = pairs.filter(pair => isBaseDoubtful(pair, check))
    if ([...differing, ...doubtful].some(({ base }) => base))
      await askBaseAgain([...differing, ...doubtful], check)
    if (depth !== 'sql' && isConfirmed) await confirmResults(differing, check)
    await askProduction(check)
  } catch (error) {
    problem = asActionError(error)
  }
  problem ??= check.validationError
  const complete = answerCompleter(check, { ...options, problem })
  const checks = tiles.map(tile => checkTile(tile, complete, depth))
  const tables = [...check.answers.head.values()].flatMap(({ results }) =>
    results?.kind === 'answer' ? [results.value] : [],
  )
  return {
    tiles: checks,
    replacedTables: findReplacedTables(tiles, checks, complete),
    lookmlErrors,
    omittedQueries: omitted,
    ...(problem && { problem }),
    ...(baseErrors && check.isBaseAsked && { newMemory: memoryOf(baseErrors, check) }),
    isHeadChecked: check.isHeadChecked,
    isDevelopmentSql: tables.some(({ isDevelopmentSql }) => isDevelopmentSql),
    hasDevFilters: tables.some(({ hasDevFilters }) => hasDevFilters),
  }
}

/** Finds the persistent tables that only the base's queries read, for all queries whose results differ. */
function findReplacedTables(
  tiles: readonly TilePair[],
  checks: readonly TileCheck[],
  answersOf: (query: QueryPair) => PairAnswers,
): ReplacedTables {
  const found = tiles.map((tile, place) => {
    const { queries = [] } = checks[place] ?? {}
    return pairQueries(tile).flatMap(pair => {
      const { base, head } = answersOf(pair)
      if (base?.sql.kind !== 'answer' || head?.sql.kind !== 'answer') return []
      const isDifferent = queries.some(({ name, results }) => results && name === pair.head?.name)
      return isDifferent ? replacedTables(base.sql.value, head.sql.value) : []
    })
  })
  return { names: [...new Set(found.flat())], tiles: found.filter(names => names.length > 0).length }
}

function startCheck(pairs: readonly QueryPair[], options: CheckOptions): CheckState {
  const base = new Map<string, SideAnswers>()
  for (const key of keysOf(pairs, 'base')) {
    const value = options.remembered?.sql.get(memoryKey(key))
    if (value !== undefined) base.set(key, { sql: { kind: 'answer', value } })
  }
  const keys = { base: keysOf(pairs, 'base'), head: keysOf(pairs, 'head') }
  const answers: Answers = { base, head: new Map(), again: new Map(), production: new Map() }
  return {
    pairs,
    keys,
    answers,
    recalledKeys: new Set(base.keys()),
    isBaseAsked: false,
    isHeadChecked: false,
    options,
  }
}

function during<T>(
  side: CheckSide,
  { options }: CheckState,
  ask: (runner: QueryRunner) => Promise<T>,
): Promise<T> {
  return options.branches.during(side, options.commits[side], () => ask(options.createRunner()))
}

/** @returns undefined if Looker cannot validate the checked-out LookML. The check then continues */
async function validate(check: CheckState): Promise<LookmlError[] | undefined> {
  try {
    return await check.options.validate()
  } catch (error) {
    if (error instanceof Interruption) throw error
    const { message, hint } = asActionError(error)
    check.validationError = new ActionError(`Looker did not validate the LookML: ${message}`, hint, {
      cause: error,
    })
    return undefined
  }
}

/** @returns the errors of the base's LookML, or undefined if Looker cannot validate it */
async function askBase(check: CheckState): Promise<LookmlError[] | undefined> {
  const { pairs, answers, recalledKeys } = check
  const wanted = queriesOf(pairs, 'base').filter(({ body }) => !recalledKeys.has(queryKey(body)))
  const { errors, sql } = await during('base', check, async runner => {
    const [errors, sql] = await Promise.all([validate(check), askAllSql(wanted, runner)])
    return { errors, sql }
  })
  for (const [key, answer] of sql) answers.base.set(key, { sql: answer })
  check.isBaseAsked = true
  return errors
}

/**
 * Validates the LookML before the first query, because tiles of a model with new errors are not queried.
 * @returns the new errors
 */
async function askHead(
  baseErrors: readonly LookmlError[] | undefined,
  check: CheckState,
): Promise<LookmlError[]> {
  const { pairs, answers, options } = check
  const { depth, isConfirmed } = options
  const asksResults = depth !== 'sql' && !isConfirmed
  check.isHeadChecked = false
  const { errors, found } = await during('head', check, async runner => {
    const otherWork = options.whileHeadIsCheckedOut()
    const ofHead = await validate(check)
    const errors = baseErrors && ofHead ? newLookmlErrors(baseErrors, ofHead, options.names) : []
    const wanted = queriesOf(pairs, 'head')
    const blocked = wanted.filter(query => errorsIn(query.body.model, errors).length > 0)
    const sql = await askAllSql(
      wanted.filter(query => !blocked.includes(query)),
      runner,
    )
    const found = new Map<string, SideAnswers>([...sql].map(([key, sql]) => [key, { sql }]))
    for (const { body } of blocked) found.set(queryKey(body), { sql: blockedAnswer(body.model, errors) })
    const differing = pairs.filter(pair =>
      needsResults(pair, answersOf(pair, { ...answers, head: found }), depth),
    )
    if (asksResults) await addResults(queriesOf(differing, 'head'), found, runner)
    await otherWork
    return { errors, found }
  })
  answers.head = found
  check.isHeadChecked = true
  return errors
}

/** An error without a model applies to all models. */
const errorsIn = (model: string, errors: readonly LookmlError[]) =>
  errors.filter(error => error.model === undefined || error.model === model)

function blockedAnswer(model: string, errors: readonly LookmlError[]): QueryAnswer<never> {
  const own = errorsIn(model, errors)
  return {
    kind: 'unknown',
    error: {
      message: `This pull request adds ${count(own.length, 'LookML error')} to the model ${model}`,
      hint: 'Correct the LookML errors first.',
    },
  }
}

/**
 * Whether the head's query fails, and the base's SQL comes from an earlier run. The base's query may fail now, too, for
 * example because the API user lost the access to the model.
 */
function isBaseDoubtful(pair: QueryPair, { answers, recalledKeys }: CheckState): boolean {
  const isRecalled = pair.base !== undefined && recalledKeys.has(queryKey(pair.base.body))
  return isRecalled && answersOf(pair, answers).head?.sql.kind === 'failing'
}

/**
 * Requests the base's results, unless the head's results are unknown. Also requests the base's SQL again if it was
 * stored, because the stored SQL may contain an old date, and the query may fail now.
 */
async function askBaseAgain(differing: readonly QueryPair[], check: CheckState): Promise<void> {
  const { answers, recalledKeys, options } = check
  const { depth } = options
  const wanted = queriesOf(differing, 'base')
  const stale = wanted.filter(({ body }) => recalledKeys.has(queryKey(body)))
  const comparable = differing.filter(pair => answersOf(pair, answers).head?.results?.kind !== 'unknown')
  if (stale.length === 0 && (depth === 'sql' || queriesOf(comparable, 'base').length === 0)) return
  const found = await during('base', check, async runner => {
    const base = new Map(answers.base)
    for (const [key, sql] of await askAllSql(stale, runner)) base.set(key, { sql })
    const still = comparable.filter(pair => needsResults(pair, answersOf(pair, { ...answers, base }), depth))
    if (depth !== 'sql') await addResults(queriesOf(still, 'base'), base, runner)
    return base
  })
  answers.base = found
  check.isBaseAsked ||= stale.length > 0
  for (const { body } of stale) recalledKeys.delete(queryKey(body))
}

async function confirmResults(differing: readonly QueryPair[], check: CheckState): Promise<void> {
  const { answers, options } = check
  const still = differing.filter(pair => needsResults(pair, answersOf(pair, answers), options.depth))
  if (still.length === 0) return
  answers.head = await during('head', check, async runner => {
    const head = new Map(answers.head)
    await addResults(queriesOf(still, 'head'), head, runner)
    return head
  })
  const again = queriesOf(still, 'base')
  if (again.length === 0) return
  answers.again = await during('base', check, async runner => {
    const results = await Promise.all(
      again.map(async ({ body }) => [queryKey(body), await runner.results(body)] as const),
    )
    return new Map(results)
  })
}

/**
 * Production may answer a query that fails on both sides, if the base branch got LookML after the merge base, or if the
 * merge base is not deployed yet.
 */
async function askProduction({
  pairs,
  answers,
  options: { production, readProductionState },
}: CheckState): Promise<void> {
  const failing = pairs.filter(pair => failsOnBoth(answersOf(pair, answers)))
  await Promise.all(
    queriesOf(failing, 'head').map(async ({ body }) => {
      const key = queryKey(body)
      const isSql = answers.head.get(key)?.sql.kind === 'failing'
      answers.production.set(key, await (isSql ? production.sql(body) : production.results(body)))
    }),
  )
  if ([...answers.production.values()].some(isRun)) answers.productionState = await readProductionState()
}

async function askAllSql(
  queries: readonly TileQuery[],
  runner: QueryRunner,
): Promise<Map<string, QueryAnswer<string>>> {
  const bodies = new Map(queries.map(({ body }): [string, QueryBody] => [queryKey(body), body]))
  const answers = await Promise.all(
    [...bodies].map(async ([key, body]) => [key, await runner.sql(body)] as const),
  )
  return new Map(answers)
}

async function addResults(
  queries: readonly TileQuery[],
  answers: Map<string, SideAnswers>,
  runner: QueryRunner,
): Promise<void> {
  await Promise.all(
    queries.map(async ({ body }) => {
      const answer = answers.get(queryKey(body))
      if (answer) answers.set(queryKey(body), { ...answer, results: await runner.results(body) })
    }),
  )
}

function memoryOf(errors: readonly LookmlError[], { answers, options }: CheckState): BaseMemory {
  const sql = new Map(options.remembered?.sql)
  for (const [key, answer] of answers.base)
    if (answer.sql.kind === 'answer') sql.set(memoryKey(key), answer.sql.value)
  return { errors, sql }
}
