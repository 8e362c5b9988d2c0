/* The top-level blocks of LookML (https://cloud.google.com/looker/docs/lookml-terms-and-concepts). */

/** A top-level block, such as a view, or a top-level statement, such as `include: "…"`. */
export interface LookmlBlock {
  /** `view`, `explore`, `datagroup`, `include`, … */
  kind: string
  /** Without the `+` of a refinement; empty for a statement and for a block without a name. */
  name: string
  /** Refines a block that is defined elsewhere (`view: +orders`). */
  isRefinement: boolean
  /** The tokens, without comments and layout: two blocks of the same tokens mean the same. */
  tokens: string
  /** Everything that may name views and shared definitions, as one text. */
  mentions: string
  /** Everything that may name Explores. */
  exploreMentions: string
  /** Views and Explores that have to exist for this block to work. */
  needs: readonly Need[]
  /** The strings of statements and blocks that may name other files. */
  strings: readonly string[]
}

export interface Need {
  kind: 'view' | 'explore'
  name: string
}

export interface LookmlBlocks {
  blocks: readonly LookmlBlock[]
  /** Why the text cannot be cut, in words for people. There are no blocks then. */
  problem?: string
}

/** The table of a view, in SQL: `${orders.SQL_TABLE_NAME}`. */
export const tableUse = /\$\{\s*((?:[^\s{}.@]|@\{[^{}]*\})+)\s*\.\s*SQL_TABLE_NAME\s*\}/g

export const isNamed = (kind: string): kind is Need['kind'] => kind === 'view' || kind === 'explore'

/** Of one file. Each takes time and memory, so that a file with more is not cut. */
export const maxBlocksOfFile = 20_000
export const tooManyBlocks = `it has more than ${maxBlocksOfFile} blocks`
