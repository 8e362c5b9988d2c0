import { count, oneLine } from '../runtime/text.ts'
import {
  type BranchCheck,
  type ChangedRow,
  isBrokenTile,
  isChangedTile,
  isFailedTile,
  type QueryCheck,
  type ResultDiff,
  type TileCheck,
  type ValuePair,
} from '../tile-check.ts'

/** Describes a tile's branch check on one line: `Revenue: $2.37M → $2.03M (−14.3 %)`. Plain text. */
export function tileWords(tile: TileCheck): string {
  return `${tile.title}: ${stateWords(tile)}`
}

/** Summarizes the tiles of a target: `2 of 5 tiles changed, 1 broken`. */
export function checkWords({ tiles }: BranchCheck): string {
  const number = (matches: (tile: TileCheck) => boolean) => tiles.filter(matches).length
  const parts = [
    [number(isBrokenTile), 'broken'],
    [number(tile => isFailedTile(tile) && !isBrokenTile(tile)), 'not checked'],
    [number(isChangedTile), 'changed'],
  ] as const
  const found = parts.filter(([many]) => many > 0).map(([many, words]) => `${many} ${words}`)
  if (tiles.length === 0) return 'no tile is affected'
  const all = count(tiles.length, 'tile')
  if (found.length > 0) return `${all}: ${found.join(', ')}`
  return `${all}, ${tiles.every(({ sql, isSqlRunner }) => sql === 'same' || isSqlRunner) ? 'same SQL' : 'same numbers'}`
}

/**
 * Explains why a changed LookML dashboard has no picture, or lists its tiles with production's model. Empty otherwise.
 */
export function drawingWords({ drawing }: BranchCheck): string {
  if (!drawing) return ''
  const { problem, modelTiles } = drawing
  if (problem) return `not drawn: ${problem.message}`
  if (modelTiles.length === 0) return ''
  const named = modelTiles
    .slice(0, maxModelTiles)
    .map(title => oneLine(title, maxModelTitle))
    .join(', ')
  const more = modelTiles.length > maxModelTiles ? ` and ${modelTiles.length - maxModelTiles} more` : ''
  return `drawn with production's model, although this pull request changes the model of ${named}${more}`
}

/** The maximum number of titles in a line about a drawing, and of characters of each title. */
const maxModelTiles = 10
const maxModelTitle = 100

function stateWords(tile: TileCheck): string {
  const { sql, numbers, error, queries } = tile
  const reason = error ? `: ${error.message}` : ''
  switch (sql) {
    case 'broken':
      return `broken by this pull request${reason}`
    case 'failing':
      return `failed before this pull request, too${reason}`
    case 'unchecked':
      return `not checked${reason}`
    case 'new':
      return 'new'
    case 'removed':
      return 'removed'
    case 'fixed':
      return 'failed before, works now'
    case 'same':
      return 'same SQL'
    case 'changed':
    case undefined:
      break
  }
  const sqlWords = sql === 'changed' ? 'SQL changed' : 'SQL not known'
  if (numbers === undefined) return sqlWords
  if (numbers === 'unchanged') return `${sqlWords}, same numbers`
  if (numbers !== 'changed') return `${sqlWords}, numbers not checked${reason}`
  return queries.flatMap(query => queryWords(query) ?? []).join('; ') || `${sqlWords}, numbers changed`
}

function queryWords({ name, results }: QueryCheck): string | undefined {
  if (!results) return undefined
  const words = resultWords(results)
  return name === undefined ? words : `${name}: ${words}`
}

/** `$2.37M → $2.03M (−14.3 %)`, or `6 of 6 rows changed, 1 added`. */
export function resultWords(results: ResultDiff): string {
  const { value, columns, totals, addedColumns, removedColumns } = results
  if (value && value.before?.text !== undefined && isDifferent(value)) return pairWords(value)
  const rows = rowWords(results)
  const total = totals?.findIndex(pair => pair !== undefined) ?? -1
  const pair = totals?.[total]
  const parts = [
    rows,
    rows === undefined && pair && `total of ${columns[total]}: ${pairWords(pair)}`,
    addedColumns.length > 0 &&
      `new ${addedColumns.length === 1 ? 'column' : 'columns'} ${addedColumns.join(', ')}`,
    removedColumns.length > 0 &&
      `without the ${removedColumns.length === 1 ? 'column' : 'columns'} ${removedColumns.join(', ')}`,
  ].filter(Boolean)
  const words = parts.join(', ') || 'numbers changed'
  return results.isHidden ? `${words}, in fields that the tile hides` : words
}

const isDifferent = ({ before, after }: ValuePair): boolean =>
  before?.text !== after?.text || before?.number !== after?.number

function rowWords({ rows: { before, changed, added, removed } }: ResultDiff): string | undefined {
  const parts = [
    changed > 0 && `${changed} of ${count(before, 'row')} changed`,
    added > 0 && `${changed > 0 ? added : count(added, 'row')} added`,
    removed > 0 && `${changed + added > 0 ? removed : count(removed, 'row')} removed`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : undefined
}

/** Formats a pair of values: `12 → 13 (+8.3 %)`. A missing value is `none`. */
export function pairWords(pair: ValuePair): string {
  const share = changeShare(pair)
  return `${pair.before?.text ?? 'none'} → ${pair.after?.text ?? 'none'}${share === undefined ? '' : ` (${share})`}`
}

const oneDecimal = new Intl.NumberFormat('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const twoDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 })

/** @returns undefined if one side is not a number, or if the number before is 0 */
export function changeShare({ before, after }: ValuePair): string | undefined {
  if (before?.number === undefined || after?.number === undefined || before.number === 0) return undefined
  const percent = ((after.number - before.number) / Math.abs(before.number)) * 100
  if (!Number.isFinite(percent) || percent === 0) return undefined
  const size = Math.abs(percent)
  const digits = size < 0.05 ? twoDigits.format(size) : oneDecimal.format(size)
  return `${percent < 0 ? '−' : '+'}${digits} %`
}

/** The rows of a table for people. Changed values are written as `12 → 13 (+8.3 %)`. */
export interface ChangeTable {
  header: readonly string[]
  rows: readonly (readonly string[])[]
  /** The number of rows that the table leaves out. */
  omitted: number
}

const kindWords: Record<ChangedRow['kind'], string> = { changed: '', added: 'added', removed: 'removed' }

/** Returns the rows with the largest differences. Leaves out columns without a difference. */
export function changeTable({ dimensions, columns, changes }: ResultDiff, longest = 10): ChangeTable {
  const shown = changes.slice(0, longest)
  const places = columns.map((_, place) => place).filter(place => shown.some(({ values }) => values[place]))
  const hasKinds = shown.some(({ kind }) => kind !== 'changed')
  const header = [...(hasKinds ? [''] : []), ...dimensions, ...places.map(place => columns[place] ?? '')]
  const rows = shown.map(({ kind, key, values }) => [
    ...(hasKinds ? [kindWords[kind]] : []),
    ...key,
    ...places.map(place => cellWords(kind, values[place])),
  ])
  return { header, rows, omitted: changes.length - shown.length }
}

function cellWords(kind: ChangedRow['kind'], pair: ValuePair | undefined): string {
  if (!pair) return ''
  if (kind === 'changed') return pairWords(pair)
  return (kind === 'added' ? pair.after?.text : pair.before?.text) ?? ''
}
