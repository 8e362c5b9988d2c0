import { withThousands } from '../runtime/text.ts'

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
  /**
   * The words before the dot of `users.id` in fields. They are not in `mentions`, but may be names of database objects,
   * such as schemas and sequences.
   */
  qualifiers: readonly string[]
  /** The views and Explores that this block certainly uses. A word in `mentions` may mean something else. */
  needs: readonly Need[]
  /** Strings that may contain names of files. */
  strings: readonly string[]
  /** The names of database objects, such as tables and functions, that the block's SQL creates or changes. */
  written: readonly string[]
  /** The fields with `suggest_explore`, and the Explores from which Looker reads the values that it suggests. */
  suggesting: readonly SuggestingField[]
  /** The former names of fields. Dashboards may still use them. */
  aliases: readonly FieldAlias[]
}

export interface PlacedBlock extends LookmlBlock {
  path: string
  /**
   * Whether the block is a whole file that could not be split into blocks. The file may define and use everything that
   * it mentions.
   */
  isWholeFile: boolean
}

export interface SuggestingField {
  field: string
  explore: string
}

export interface FieldAlias {
  field: string
  alias: string
}

/** A name with a constant whose value is unknown, so it may be any name. */
export const anyName = '@{?}'

/** The aliases of a block whose parameters are unknown. */
export const aliasesInText = (text: string): FieldAlias[] =>
  /\balias\b/.test(text) ? [{ field: anyName, alias: anyName }] : []

export interface Need {
  kind: 'view' | 'explore'
  name: string
}

export interface LookmlBlocks {
  blocks: readonly LookmlBlock[]
  /** Why the text could not be split into blocks, as a text for users. If set, `blocks` is empty. */
  problem?: string
}

/** Matches a reference to the SQL table of a view: `${orders.SQL_TABLE_NAME}`, `{{ orders.SQL_TABLE_NAME | upcase }}`. */
export const tableUse =
  /(?<![\p{L}\p{M}\p{N}\p{So}\p{Cs}_]-?)(?<!@\{[^{}]{0,99}\})((?:[\p{L}\p{M}\p{N}\p{So}\p{Cs}_]|@\{[^{}]{0,99}\})(?:[\p{L}\p{M}\p{N}\p{So}\p{Cs}_-]|@\{[^{}]{0,99}\}){0,254})\s{0,99}\.\s{0,99}SQL_TABLE_NAME(?![\p{L}\p{N}_])/giu

/** The maximum length of the parts of names that `partsOfName` returns. */
const maxPartLength = 16

/** Returns the possible starts and ends of a name, in lower case: `a*`, `ab*`, `*b` and `*ab` for `ab`. */
export function partsOfName(name: string): string[] {
  const lengths = Array.from({ length: Math.min(name.length, maxPartLength) }, (_, index) => index + 1)
  return lengths.flatMap(length => [startPart(name.slice(0, length)), endPart(name.slice(-length))])
}

const startPart = (text: string) => `${text.slice(0, maxPartLength).toLowerCase()}*`
const endPart = (text: string) => `*${text.slice(-maxPartLength).toLowerCase()}`

/** Matches the header of a block in a file that could not be split into blocks, if its name contains a constant. */
const computedHeader =
  /\b(?:view|explore|datagroup|access_grant|named_value_format|map_layer)["']?\s{0,99}:{1,9}\s{0,99}["']?(?:\+\s{0,99})?((?:[^\s:;,{}[\]()$"'#@]{0,255}@\{[^{}]{0,99}\}){1,99}[^\s:;,{}[\]()$"'#@]{0,255})/g

/** Returns the names with constants in the block headers of a text: `@{shop}_orders` for `explore: +@{shop}_orders {`. */
export const computedNamesIn = (text: string): string[] =>
  Array.from(text.matchAll(computedHeader), ([, name = '']) => name)

/** Matches texts in Liquid to which a filter may add the rest of a name: `{{ 'fact_' | append: period }}`. */
const partInLiquid = /(['"])(?:(\w{1,99}_)|(_\w{1,99}))\1/g
const placeholder = /\{\{[^{}]{0,255}\}\}|\{%[^{}]{0,255}%\}|\*/g
const inName = /[\w\u0080-\uFFFF]/

/**
 * Returns the known parts of names that contain Liquid or a wildcard: `fact_*` for `fact_{% parameter period %}` and
 * `fact_*`, `*_fact` for `{{ period }}_fact`. Also returns the parts in texts that end or begin with `_`: `fact_*` for
 * `{{ 'fact_' | append: period }}`.
 */
export function partsWithPlaceholder(sql: string): Set<string> {
  const parts = new Set<string>()
  for (const { index: before, 0: text } of sql.matchAll(placeholder)) {
    const after = before + text.length
    let [start, end] = [before, after]
    while (inName.test(sql[start - 1] ?? '')) start -= 1
    while (start === before && inName.test(sql[end] ?? '')) end += 1
    if (start < before) parts.add(startPart(sql.slice(start, before)))
    else if (end > after) parts.add(endPart(sql.slice(after, end)))
    for (const [, , first, last] of text.matchAll(partInLiquid)) {
      if (first !== undefined) parts.add(startPart(first))
      if (last !== undefined) parts.add(endPart(last))
    }
  }
  return parts
}

/**
 * Like `partsWithPlaceholder`, but also replaces the constants of the text with their values. If the whole text has too
 * many possible values, replaces them in each line.
 * @returns undefined if the values of a line with Liquid or a wildcard are unknown
 */
export function partsWithConstants(
  text: string,
  readings: (text: string) => readonly string[] | undefined,
): ReadonlySet<string> | undefined {
  const parts = partsWithPlaceholder(text)
  if (!text.includes('@{')) return parts
  const lines = () => text.replace(placeholder, one => one.replaceAll('\n', ' ')).split('\n')
  for (const one of readings(text) ? [text] : lines()) {
    const known = readings(one)
    if (!known && one.search(placeholder) >= 0) return undefined
    for (const part of (known ?? []).flatMap(reading => [...partsWithPlaceholder(reading)])) parts.add(part)
  }
  return parts
}

/** Identifies a view or an Explore. The letter case counts. */
export const keyOf = ({ kind, name }: Pick<LookmlBlock, 'kind' | 'name'>) => `${kind} ${name}`

export const isNamed = (kind: string): kind is Need['kind'] => kind === 'view' || kind === 'explore'

/** The kind of the statement that contains all characters of a file that Looker may refuse. */
export const unexpectedKind = 'unexpected characters'

/** A file with more blocks is not split, because each block takes time and memory. */
export const maxBlocksOfFile = 20_000
export const tooManyBlocks = `it has more than ${withThousands(maxBlocksOfFile)} blocks`
