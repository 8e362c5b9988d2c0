/** The branch check of a tile: its SQL and results on the merge base and on the head of a pull request. */

/**
 * The difference of a tile's SQL. `broken`: runs on the base and fails on the head. `failing`: fails on both sides.
 * `unchecked`: Looker did not answer for both sides.
 */
export type SqlState = 'same' | 'changed' | 'new' | 'removed' | 'broken' | 'fixed' | 'failing' | 'unchecked'

export type NumbersState = 'unchanged' | 'changed' | 'broken' | 'unchecked'

export interface BranchCheck {
  /** The worst state of all tiles. Undefined if only SQL is compared, or if no tile is affected. */
  numbers?: NumbersState
  tiles: readonly TileCheck[]
  /** Whether the pull request adds the dashboard. A new dashboard never counts as changed. */
  isNew?: true
  /** The absolute path of the file with all rows that differ. */
  file?: string
  accepted?: AcceptedChange
  /** Set for a LookML dashboard that the pull request changes or adds. */
  drawing?: Drawing
}

/** The drawing of a changed LookML dashboard. */
export interface Drawing {
  /**
   * Set if the dashboard was not drawn. The target's picture shows production then, and the dashboard counts as not
   * compared.
   */
  problem?: { message: string; hint: string }
  /** SHA-256 of the head's text. It identifies a change that was not drawn. */
  textHash: string
  /** Titles of tiles that show production's model, although the pull request changes it. */
  modelTiles: readonly string[]
}

export interface AcceptedChange {
  login: string
  commit: string
  /** SHA-256 of the accepted file or check. */
  hash: string
}

export interface TileCheck {
  title: string
  /** `model::explore`. The Explores of merged results are separated by commas. */
  explore: string
  /** Undefined if the API user may not see SQL. */
  sql?: SqlState
  /** Undefined if only SQL is compared, or if only one side has the tile. */
  numbers?: NumbersState
  /** Why the tile is broken, failing or unchecked. */
  error?: { message: string; hint: string }
  /** Whether this is a SQL Runner tile. It rarely depends on LookML, so it is unchecked without failing its target. */
  isSqlRunner?: true
  /** The queries whose SQL or results differ. Merged results have several queries. */
  queries: readonly QueryCheck[]
}

export interface QueryCheck {
  /** The name of a source query of merged results. */
  name?: string
  /** Undefined if the SQL is equal or unknown. */
  sqlDiff?: LineDiff
  results?: ResultDiff
}

/** The differences between two texts, as lines with some context. */
export interface LineDiff {
  /** Each line begins with ` `, `-` or `+`. A line with `@@` marks a gap. */
  lines: readonly string[]
  /** Whether the texts were too different for a comparison by line. */
  isWhole: boolean
}

/** Counts of rows. `changed` counts rows that both sides have. */
export interface RowCounts {
  before: number
  after: number
  changed: number
  added: number
  removed: number
}

/** A value as formatted by Looker. For percentages, also the raw number. */
export interface ShownValue {
  text: string
  number?: number
}

/** The value on each side. Undefined on a side without the value. */
export interface ValuePair {
  before?: ShownValue
  after?: ShownValue
}

export interface ResultDiff {
  rows: RowCounts
  /** For a result with one row and no dimensions: its first visible value. */
  value?: ValuePair & { label: string }
  /** The labels of the dimensions in `ChangedRow.key`. */
  dimensions: readonly string[]
  /** The labels of the columns in `ChangedRow.values`. */
  columns: readonly string[]
  /** Rows that differ, starting with the largest difference. */
  changes: readonly ChangedRow[]
  /** Differing totals, in the order of `columns`. */
  totals?: readonly (ValuePair | undefined)[]
  /** Labels of columns that only one side has. */
  addedColumns: readonly string[]
  removedColumns: readonly string[]
  /** Whether all differences are in fields that the tile hides. */
  isHidden?: true
  /** The number of rows that differ as much between two answers of the base. They do not count as changed. */
  unstableRows?: number
  /** The limits that the results reached, in words for people. */
  limits: readonly string[]
  /** When Looker ran the query on each side. */
  ranAt: { before?: Date; after?: Date }
}

export interface ChangedRow {
  kind: 'changed' | 'added' | 'removed'
  key: readonly string[]
  /** In the order of `columns`; undefined if the value did not change. */
  values: readonly (ValuePair | undefined)[]
}

/** The results of a branch check apart from the tiles of targets. */
export interface BranchReport {
  project: string
  base: string
  head: string
  /** Whether results are compared in addition to SQL. */
  numbers: boolean
  /** Set if the API user may not see SQL, so only results are compared. */
  isSqlHidden?: true
  /** Errors that only the head has. */
  lookmlErrors: readonly LookmlError[]
  /** The number of queries beyond the limit. They were not sent. */
  omittedQueries: number
  /** Whether the numbers come from the schema of development mode (`-- if dev --`). */
  isDevelopmentSql: boolean
  /** Undefined with `content-validation: false`, and if no LookML changed. */
  content?: ContentReport
  /** The branch that another person checked out during the check. */
  disturbedBy?: string
}

/** An error of Looker's LookML validator that only the head has. */
export interface LookmlError {
  message: string
  /** The path from the project's root. Undefined if Looker names no file of this project. */
  path?: string
  line?: number
  model?: string
}

export interface ContentReport {
  /** Dashboards and Looks with errors that production does not have. */
  broken: readonly BrokenContent[]
  /** The number of further errors in personal folders and in folders that the API user cannot see. */
  leftOut: number
  /** Why the content was not checked. The text follows a colon. */
  problem?: string
  accepted?: AcceptedChange
}

/** A dashboard or Look of the instance that the pull request breaks. */
export interface BrokenContent {
  kind: 'dashboard' | 'look'
  id: string
  title: string
  url: string
  /** Each message names the tile: `Orders: Unknown field "order_items.orders"`. */
  messages: readonly string[]
}

/** Returns the content that fails `fail-on-change`. */
export const unacceptedContent = (branch: BranchReport | undefined): readonly BrokenContent[] =>
  branch?.content?.accepted ? [] : (branch?.content?.broken ?? [])

/** `1 dashboard`, `2 Looks`, `3 dashboards and Looks` */
export function countContent(content: readonly Pick<BrokenContent, 'kind'>[]): string {
  const kinds = new Set(content.map(({ kind }) => kind))
  if (kinds.size > 1) return `${content.length} dashboards and Looks`
  const noun = kinds.has('look') ? 'Look' : 'dashboard'
  return `${content.length} ${noun}${content.length === 1 ? '' : 's'}`
}

/** Whether the tile fails its target, because it is broken or its state is unknown. */
export const isFailedTile = ({ sql, numbers, isSqlRunner }: TileCheck): boolean =>
  !isSqlRunner && [sql, numbers].some(state => state === 'broken' || state === 'unchecked')

export const isBrokenTile = ({ sql, numbers }: TileCheck): boolean => sql === 'broken' || numbers === 'broken'

/**
 * Whether the tile's numbers changed. If only SQL is compared, changed SQL counts, because numbers may have changed.
 */
export const isChangedTile = ({ sql, numbers }: TileCheck): boolean =>
  numbers === undefined ? sql === 'changed' || sql === 'new' || sql === 'removed' : numbers === 'changed'

/** Whether the picture shows the pull request's dashboard. Without a drawing, it shows production's. */
export const isDrawnCheck = ({ drawing }: BranchCheck): boolean =>
  drawing !== undefined && drawing.problem === undefined

/** Returns the state of a target. A new dashboard cannot have changed. */
export function checkStateOf({ tiles, isNew }: BranchCheck): 'changed' | 'new' | 'unchanged' {
  if (isNew) return 'new'
  return tiles.some(isChangedTile) ? 'changed' : 'unchanged'
}

export const isChangedCheck = (check: BranchCheck): boolean => checkStateOf(check) === 'changed'
