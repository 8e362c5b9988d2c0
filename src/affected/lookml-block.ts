/**
 * A top-level block (https://cloud.google.com/looker/docs/lookml-terms-and-concepts), such as a view, or a top-level
 * statement, such as `include: "…"`.
 */
export interface LookmlBlock {
  /** The keyword before the colon: `view`, `explore`, `datagroup`, `include`, … */
  kind: string
  /** The name without the `+` of a refinement. Empty for a statement, and for a block without a name. */
  name: string
  /** Whether the block refines another block (`view: +orders`). */
  isRefinement: boolean
  /** Whether Looker shows the block only in blocks that extend it (`extension: required`). */
  isTemplate: boolean
  /** The block's tokens, without comments and white space. Blocks with the same tokens are equal. */
  tokens: string
  /** All texts of the block that may contain names of views or shared definitions. */
  mentions: string
  /** All texts of the block that may contain names of Explores. */
  exploreMentions: string
  /** The views and Explores that this block requires. */
  needs: readonly Need[]
  /** Strings that may contain names of files. */
  strings: readonly string[]
}

export interface Need {
  kind: 'view' | 'explore'
  name: string
}

export interface LookmlBlocks {
  blocks: readonly LookmlBlock[]
  /** The reason, for users, why the text could not be split into blocks. If set, `blocks` is empty. */
  problem?: string
}

/** Matches a reference to the SQL table of a view: `${orders.SQL_TABLE_NAME}`. */
export const tableUse = /\$\{\s*((?:[^\s{}.@]|@\{[^{}]*\})+)\s*\.\s*SQL_TABLE_NAME\s*\}/g

export const isNamed = (kind: string): kind is Need['kind'] => kind === 'view' || kind === 'explore'

/**
 * The maximum number of blocks in a file. A file with more blocks is not split, because each block takes time and
 * memory.
 */
export const maxBlocksOfFile = 20_000
export const tooManyBlocks = `it has more than ${maxBlocksOfFile.toLocaleString('en-US')} blocks`
