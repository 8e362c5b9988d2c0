/*
 * The branch check of a tile: its SQL and its results on the merge base and on the head of a pull request.
 */

/**
 * How a tile's SQL differs. `broken`: it runs on the base and fails on the head. `failing`: it fails on both.
 * `unchecked`: it could not be asked on both sides.
 */
export type SqlState = 'same' | 'changed' | 'new' | 'removed' | 'broken' | 'fixed' | 'failing' | 'unchecked'

export type NumbersState = 'unchanged' | 'changed' | 'broken' | 'unchecked'

/** A target's branch check. */
export interface BranchCheck {
  /** The worst state among the tiles. Undefined if only SQL is compared, or if no tile is affected. */
  numbers?: NumbersState
  tiles: readonly TileCheck[]
  /** The pull request adds the dashboard, so that nothing about it changes. */
  isNew?: true
  /** The file with all rows that differ; an absolute path. */
  file?: string
  /** Who accepted the changes. */
  accepted?: AcceptedChange
  /** Set for a LookML dashboard that the pull request changes or adds. */
  drawing?: Drawing
}

/** How a LookML dashboard that changes was drawn. */
export interface Drawing {
  /** Set if it was not drawn. Then the target's picture is production's, and the dashboard counts as not compared. */
  problem?: { message: string; hint: string }
  /** SHA-256 of the head's text. Distinguishes two changes that are not drawn. */
  textHash: string
  /** Titles of tiles that show production's model, although the pull request changes it. */
  modelTiles: readonly string[]
}

/** A change that a reviewer accepted. */
export interface AcceptedChange {
  login: string
  commit: string
  /** SHA-256 of the accepted file, or of the accepted check. */
  hash: string
}

export interface TileCheck {
  title: string
  /** `model::explore`; several of merged results are separated by commas. */
  explore: string
  /** Undefined if the API user may not see SQL. */
  sql?: SqlState
  /** Undefined if only SQL is compared, and for a tile that only one side has. */
  numbers?: NumbersState
  /** Why the tile is broken, failing or unchecked. */
  error?: { message: string; hint: string }
  /** A SQL Runner tile does not depend on LookML: it is unchecked, and its target does not fail. */
  isSqlRunner?: true
  /** One for each query whose SQL or results differ: merged results have several queries. */
  queries: readonly QueryCheck[]
}

/** One query on both sides, as far as it differs. */
export interface QueryCheck {
  /** The name of a source query of merged results. */
  name?: string
  /** Undefined if the SQL is the same, or is not known. */
  sqlDiff?: LineDiff
  results?: ResultDiff
}

/** The differences between two texts, as lines with some context. */
export interface LineDiff {
  /** Each begins with ` `, `-` or `+`; a gap is a line with `@@`. */
  lines: readonly string[]
  /** The texts were too different to be compared line by line. */
  isWhole: boolean
}

/** Counts of rows. `changed` rows are on both sides. */
export interface RowCounts {
  before: number
  after: number
  changed: number
  added: number
  removed: number
}

/** A value as Looker formats it, and for percentages the raw number. */
export interface ShownValue {
  text: string
  number?: number
}

/** Undefined on the side that does not have the value. */
export interface ValuePair {
  before?: ShownValue
  after?: ShownValue
}

/** The differences of two results. */
export interface ResultDiff {
  rows: RowCounts
  /** A result of one row without dimensions: its first visible value. */
  value?: ValuePair & { label: string }
  /** Labels of the dimensions that `ChangedRow.key` has values for. */
  dimensions: readonly string[]
  /** Labels of the columns that `ChangedRow.values` has values for. */
  columns: readonly string[]
  /** Rows that differ, the largest differences first. */
  changes: readonly ChangedRow[]
  /** Differing totals, in the order of `columns`. */
  totals?: readonly (ValuePair | undefined)[]
  /** Labels of columns that only one side has. */
  addedColumns: readonly string[]
  removedColumns: readonly string[]
  /** All differences are in fields that the tile hides. */
  isHidden?: true
  /** Rows that differ as much between two answers of the base. They do not count. */
  unstableRows?: number
  /** Limits that were reached, in words for people. */
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

/** What a branch check found besides the tiles of targets. */
export interface BranchReport {
  /** The LookML project. */
  project: string
  /** The commits. */
  base: string
  head: string
  /** Whether results are compared, too. */
  numbers: boolean
  /** Errors that only the head has. */
  lookmlErrors: readonly LookmlError[]
  /** Queries that were not asked because there are too many. */
  omittedQueries: number
  /** Whether the numbers come from the schema of development mode (`-- if dev --`). */
  isDevelopmentSql: boolean
  /** Undefined with `content-validation: false`, and if no LookML changed. */
  content?: ContentReport
  /** The branch that a person checked out during the check. */
  disturbedBy?: string
}

/** An error of Looker's LookML validator that only the head has. */
export interface LookmlError {
  message: string
  /** From the project's root; undefined if Looker names no file of this project. */
  path?: string
  line?: number
  model?: string
}

/** What Looker's content validation found. */
export interface ContentReport {
  /** Dashboards and Looks with errors that production does not have. */
  broken: readonly BrokenContent[]
  /** More of them in personal folders, and in folders that the API user cannot see. */
  leftOut: number
  /** Why the content was not checked, in words after a colon. */
  problem?: string
  /** Who accepted the errors. */
  accepted?: AcceptedChange
}

/** A dashboard or Look of the instance that the pull request breaks. */
export interface BrokenContent {
  kind: 'dashboard' | 'look'
  id: string
  title: string
  url: string
  /** Each names the tile: `Orders: Unknown field "order_items.orders"`. */
  messages: readonly string[]
}

/** The content for which `fail-on-change` fails. */
export const unacceptedContent = (branch: BranchReport | undefined): readonly BrokenContent[] =>
  branch?.content?.accepted ? [] : (branch?.content?.broken ?? [])

/** `1 dashboard`, `2 Looks`, `3 dashboards and Looks` */
export function countContent(content: readonly Pick<BrokenContent, 'kind'>[]): string {
  const kinds = new Set(content.map(({ kind }) => kind))
  if (kinds.size > 1) return `${content.length} dashboards and Looks`
  const noun = kinds.has('look') ? 'Look' : 'dashboard'
  return `${content.length} ${noun}${content.length === 1 ? '' : 's'}`
}

/** A tile that fails its target: it is broken, or something about it is not known. */
export const isFailedTile = ({ sql, numbers, isSqlRunner }: TileCheck): boolean =>
  !isSqlRunner && [sql, numbers].some(state => state === 'broken' || state === 'unchecked')

export const isBrokenTile = ({ sql, numbers }: TileCheck): boolean => sql === 'broken' || numbers === 'broken'

/** Numbers of the tile changed. If only SQL is compared, other SQL may mean other numbers. */
export const isChangedTile = ({ sql, numbers }: TileCheck): boolean =>
  numbers === undefined ? sql === 'changed' || sql === 'new' || sql === 'removed' : numbers === 'changed'

/** The target's picture is the pull request's dashboard. Without a drawing, it is production's. */
export const isDrawnCheck = ({ drawing }: BranchCheck): boolean =>
  drawing !== undefined && drawing.problem === undefined

/** A new dashboard has nothing that could have changed. */
export function checkStateOf({ tiles, isNew }: BranchCheck): 'changed' | 'new' | 'unchanged' {
  if (isNew) return 'new'
  return tiles.some(isChangedTile) ? 'changed' : 'unchanged'
}

export const isChangedCheck = (check: BranchCheck): boolean => checkStateOf(check) === 'changed'
