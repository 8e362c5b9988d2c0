/**
 * `broken`: the query fails on the head, and does not fail on the merge base. `failing`: the query fails on both
 * commits. `unchecked`: at least one of the two commits could not be checked.
 */
export type SqlState = 'same' | 'changed' | 'new' | 'removed' | 'broken' | 'fixed' | 'failing' | 'unchecked'

export type NumbersState = 'unchanged' | 'changed' | 'broken' | 'unchecked'

export interface BranchCheck {
  /** The worst state of all tiles. Undefined for SQL-only checks, and for a dashboard without affected tiles. */
  numbers?: NumbersState
  tiles: readonly TileCheck[]
  /**
   * Whether the pull request adds the dashboard: the merge base and production do not have it. A new dashboard never
   * counts as changed.
   */
  isNew?: true
  /**
   * Whether production has the dashboard and the merge base does not, for example because the base branch got the
   * dashboard after the merge base. The drawing is then compared with production's picture.
   */
  isProductionOnly?: true
  /** The absolute path of the file with all rows that differ. */
  file?: string
  accepted?: AcceptedChange
  /**
   * Set for a LookML dashboard that the pull request changes or adds. A drawing is a picture of the pull request's
   * version.
   */
  drawing?: Drawing
}

export interface Drawing {
  /**
   * The reason why the dashboard could not be drawn. If set, the picture shows production, and the dashboard counts as
   * not compared.
   */
  problem?: { message: string; hint: string }
  /**
   * SHA-256 of the dashboard's LookML on the head. If the change could not be drawn, reviewers accept this hash instead
   * of a picture.
   */
  textHash: string
  /** Titles of tiles whose results come from production's model, although the pull request changes that model. */
  modelTiles: readonly string[]
  /** Names the tiles whose change no drawing shows, because production cannot run their queries. */
  undrawnChange?: string
}

export interface AcceptedChange {
  login: string
  commit: string
  /** SHA-256 of the accepted file or check. */
  hash: string
}

export interface TileCheck {
  title: string
  /** `model::explore`. A tile with merged results has several Explores, with commas between them. */
  explore: string
  /** The state of the SQL. Undefined if the API user may not see SQL. */
  sql?: SqlState
  /** The state of the results. Undefined for SQL-only checks, and for a new or removed tile. */
  numbers?: NumbersState
  /** The reason why the tile is broken, failing or unchecked, or why it counts as changed without other numbers. */
  error?: { message: string; hint: string }
  /**
   * Whether this is a SQL Runner tile or an extension. Such a tile is never checked and does not fail its target, because
   * no change of the pull request would make it pass.
   */
  isUncheckable?: true
  /**
   * SHA-256 of SQL that the other properties do not contain. If this SQL changes later, an acceptance does not cover it.
   * Set for a query that runs only on the head or has a new column (its results, if the API user may not see SQL), and
   * for SQL that only production runs.
   */
  headHash?: string
  /**
   * Whether neither the SQL nor the results show the effect of the pull request: the API user may not see the SQL, or
   * the SQL is the same, and the results fail or are empty.
   */
  isEffectUnknown?: true
  /** The queries whose SQL or results differ, or whose results reached a limit. A tile with merged results has several queries. */
  queries: readonly QueryCheck[]
}

export interface QueryCheck {
  /** The name of a query of merged results. Other queries have no name. */
  name?: string
  /** The difference of the SQL. Undefined if the SQL is equal or unknown. */
  sqlDiff?: LineDiff
  results?: ResultDiff
  /** The limits that equal results reached, as text for readers. */
  limits?: readonly string[]
}

/** The lines that differ between two texts, and the lines around them. */
export interface LineDiff {
  /** Each line begins with ` `, `-` or `+`. A line with `@@` marks a gap. */
  lines: readonly string[]
  /**
   * Whether the texts are too different to compare them line by line. All lines from the first to the last difference
   * then count as changed.
   */
  isWhole: boolean
}

/** The numbers of rows. A `changed` row exists on both commits, with different values. */
export interface RowCounts {
  before: number
  after: number
  changed: number
  added: number
  removed: number
}

/** A value as Looker formats it. A percentage also has its raw number. */
export interface ShownValue {
  text: string
  number?: number
}

/** The values on the merge base (`before`) and on the head (`after`). A missing value is undefined. */
export interface ValuePair {
  before?: ShownValue
  after?: ShownValue
}

/** The maximum relative difference of equal numbers. Databases add floating-point numbers in varying order. */
const relativeTolerance = 1e-9
/** A large number counts as the nearest whole number if it differs by less than this, which is less than a cent. */
const maxNoiseOfWhole = 0.001

export const isEqualNumber = (one: number, other: number): boolean =>
  Math.abs(one - other) <= relativeTolerance * Math.max(Math.abs(one), Math.abs(other))

/**
 * Returns data for a hash: the same data for values that count as equal. The text keeps its unit, because its digits
 * depend on the number. On a logarithmic scale, few short decimal numbers lie near the border between two steps. A large
 * whole number may be an id, so it keeps all its digits.
 */
export function hashableValue({ text, number }: ShownValue): unknown {
  if (number === undefined) return text
  const unit = text.replace(/\d[\d.,]*/g, '')
  const whole = Math.round(number)
  if (Math.abs(whole) >= 1 / relativeTolerance && Math.abs(number - whole) < maxNoiseOfWhole)
    return [whole, Number.isSafeInteger(whole) ? unit : text]
  const step = Math.round(Math.log(Math.abs(number)) / relativeTolerance)
  return [Math.sign(number), step, unit]
}

export interface ResultDiff {
  rows: RowCounts
  /**
   * The first visible value of the result. Set for a single-value tile, and for results with at most one row and no
   * dimensions.
   */
  value?: ValuePair & { label: string }
  /** The labels of the values in `ChangedRow.key`. All labels of a result are different. */
  dimensions: readonly string[]
  /** The labels of the values in `ChangedRow.values`. */
  columns: readonly string[]
  /** The rows that differ: changed, added and then removed rows, each group with the largest difference first. */
  changes: readonly ChangedRow[]
  /** The totals that differ, in the order of `columns`. */
  totals?: readonly (ValuePair | undefined)[]
  /** The columns that only the head has. */
  addedColumns: readonly string[]
  removedColumns: readonly string[]
  /** Whether all differences are in fields that the tile hides. */
  isHidden?: true
  /** SHA-256 of all differences, for the hash of an acceptance. Set if the tile hides some of the fields. */
  hiddenHash?: string
  /** The number of rows that differ even between two results of the merge base. They do not count as changed. */
  unstableRows?: number
  /** The limits that the results reached, such as a maximum number of rows, as text for readers. */
  limits: readonly string[]
  /** The times when Looker ran the query. */
  ranAt: { before?: Date; after?: Date }
}

export interface ChangedRow {
  kind: 'changed' | 'added' | 'removed'
  /** A value is undefined if the row's side does not have the dimension. */
  key: readonly (string | undefined)[]
  /** The changed values, in the order of `columns`. A value that did not change is undefined. */
  values: readonly (ValuePair | undefined)[]
}

/** The maximum number of queries of a branch check for each commit. */
export const maxQueries = 200

/** The parts of a branch check that do not belong to a target. */
export interface BranchReport {
  project: string
  base: string
  head: string
  numbers: boolean
  /** Whether the API user lacks the permission to see SQL. The check then compares only results. */
  isSqlHidden?: true
  /** Errors that only the head has. */
  lookmlErrors: readonly LookmlError[]
  /** The number of queries that were not sent because of the limit. */
  omittedQueries: number
  /**
   * Whether the LookML has SQL for development mode only (`-- if dev --`), so that the numbers may not be production's.
   */
  isDevelopmentSql: boolean
  /** Whether derived tables have filters for development mode only, so that the numbers may come from fewer rows. */
  hasDevFilters?: true
  replacedTables?: ReplacedTables
  /** Whether the pull request changes LookML that depends on the user attributes of the user who runs a query. */
  changesAccess?: true
  /**
   * The result of the content validation. Undefined with `content-validation: false`, and if no LookML changed. If jobs
   * share the targets, only the first job validates the content.
   */
  content?: ContentReport
  /** The branch that another person checked out during the check. */
  disturbedBy?: string
}

/** Persistent tables that only the merge base's queries read, usually as production last built them. */
export interface ReplacedTables {
  names: readonly string[]
  /** The number of tiles whose numbers differ and that read one of the tables. */
  tiles: number
}

export interface LookmlError {
  message: string
  /** The path from the project's root. Undefined if Looker names no file of this project. */
  path?: string
  line?: number
  model?: string
}

export interface ContentReport {
  /**
   * Dashboards and Looks with errors that they have neither in production nor on the merge base. If it is unknown whether the folder is
   * personal, the entry has a number instead of a title.
   */
  broken: readonly BrokenContent[]
  /** The number of broken dashboards and Looks in personal folders. `broken` does not contain them. */
  leftOut: number
  /** The reason why the content was not checked, for a message such as `Not checked: <reason>`. */
  problem?: string
  /**
   * The reason why the content was not validated on the merge base, although production has another commit. The pull
   * request then may not be the cause of the errors.
   */
  baseProblem?: string
  accepted?: AcceptedChange
}

/** A dashboard or Look of the instance that the pull request breaks. */
export interface BrokenContent {
  kind: 'dashboard' | 'look'
  id: string
  title: string
  url: string
  /** Whether this is a target of the job. No query of the target shows the errors, for example those of a filter. */
  isTarget?: true
  /** Each message names the tile: `Orders: Unknown field "order_items.orders"`. */
  messages: readonly string[]
  /** The errors that `messages` leaves out, because they may be private. Only for the hash of an acceptance. */
  hiddenMessages?: readonly string[]
}

export const unacceptedContent = (branch: BranchReport | undefined): readonly BrokenContent[] =>
  branch?.content?.accepted ? [] : (branch?.content?.broken ?? [])

/** Returns text such as `Dashboard 42`, for content whose title may be private. */
export const numberOfContent = ({ kind, id }: Pick<BrokenContent, 'kind' | 'id'>): string =>
  `${kind === 'look' ? 'Look' : 'Dashboard'} ${id}`

/** Returns text such as `1 dashboard`, `2 Looks outside the targets`, or `3 dashboards and Looks outside the targets`. */
export function countContent(content: readonly Pick<BrokenContent, 'kind' | 'isTarget'>[]): string {
  const place = content.some(({ isTarget }) => isTarget) ? '' : ' outside the targets'
  const kinds = new Set(content.map(({ kind }) => kind))
  if (kinds.size > 1) return `${content.length} dashboards and Looks${place}`
  const noun = kinds.has('look') ? 'Look' : 'dashboard'
  return `${content.length} ${noun}${content.length === 1 ? '' : 's'}${place}`
}

/** A broken or unchecked tile fails its target, unless it is a SQL Runner tile or an extension. */
export const isFailedTile = ({
  sql,
  numbers,
  isUncheckable,
}: Pick<TileCheck, 'sql' | 'numbers' | 'isUncheckable'>): boolean =>
  !isUncheckable && [sql, numbers].some(state => state === 'broken' || state === 'unchecked')

export const isBrokenTile = ({ sql, numbers }: TileCheck): boolean => sql === 'broken' || numbers === 'broken'

/** If only SQL was compared, changed SQL counts, because the numbers may have changed. */
export const isChangedTile = ({ sql, numbers }: Pick<TileCheck, 'sql' | 'numbers'>): boolean =>
  numbers === undefined ? sqlChanges.has(sql) : numbers === 'changed'

const sqlChanges: ReadonlySet<SqlState | undefined> = new Set(['changed', 'fixed', 'new', 'removed'] as const)

/** Whether the picture shows the pull request's version of the dashboard. */
export const isDrawnCheck = ({ drawing }: BranchCheck): boolean =>
  drawing !== undefined && drawing.problem === undefined

export function checkStateOf({ tiles, isNew }: BranchCheck): 'changed' | 'new' | 'unchanged' {
  if (isNew) return 'new'
  return tiles.some(isChangedTile) ? 'changed' : 'unchanged'
}

/**
 * Returns why no tile of a target could be compared: there are only SQL Runner tiles and extensions, or all other
 * queries fail on the merge base, too.
 * @returns undefined if at least one tile was compared, or if the target has no affected tiles
 */
export function uncomparedReason({ tiles }: BranchCheck): 'failing' | 'uncheckable' | undefined {
  const queried = tiles.filter(({ isUncheckable }) => !isUncheckable)
  if (!queried.every(tile => tile.sql === 'failing' && !isChangedTile(tile))) return undefined
  if (queried.length > 0) return 'failing'
  return tiles.length > 0 ? 'uncheckable' : undefined
}

export const failingTilesOf = ({ tiles }: BranchCheck): TileCheck[] =>
  tiles.filter(({ sql }) => sql === 'failing')

export const isChangedCheck = (check: BranchCheck): boolean => checkStateOf(check) === 'changed'
