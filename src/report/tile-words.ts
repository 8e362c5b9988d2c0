import {
  type BranchCheck,
  type Drawing,
  failingTilesOf,
  isBrokenTile,
  isChangedTile,
  isEqualNumber,
  isFailedTile,
  type QueryCheck,
  type ResultDiff,
  type TileCheck,
  uncomparedReason,
  type ValuePair,
} from '../branch-report.ts'
import { count, oneLine } from '../runtime/text.ts'
import { changeTable, hasRows, htmlTable, markdownTable, pairWords } from './changed-rows.ts'
import { escapeHtml, escapeMarkdown } from './format.ts'
import { sqlHtml, sqlMarkdown } from './sql-difference.ts'

/** Describes a tile's branch check on one line of plain text: `Revenue: $2.37M → $2.03M (−14.3 %)`. */
export function tileWords(tile: TileCheck): string {
  return `${tile.title}: ${stateWords(tile)}`
}

/** Returns text such as `5 tiles: 1 broken, 2 changed`. */
export function checkWords({ tiles }: BranchCheck): string {
  const number = (matches: (tile: TileCheck) => boolean) => tiles.filter(matches).length
  const parts = [
    [number(isBrokenTile), 'broken'],
    [number(tile => isFailedTile(tile) && !isBrokenTile(tile)), 'not checked'],
    [number(isChangedTile), 'changed'],
    [number(({ sql }) => sql === 'failing'), 'failed before this pull request, too'],
  ] as const
  const found = parts.filter(([many]) => many > 0).map(([many, words]) => `${many} ${words}`)
  if (tiles.length === 0) return 'no query is affected'
  const all = count(tiles.length, 'tile')
  if (uncomparedReason({ tiles }) === 'uncheckable') return `${all} of SQL Runner or extensions, not checked`
  if (found.length > 0) return `${all}: ${found.join(', ')}`
  const limited = tiles.filter(tile => limitsOf(tile).length > 0)
  const isSameSql =
    limited.length === 0 && tiles.every(({ sql, isUncheckable }) => sql === 'same' || isUncheckable)
  const limits = new Set(limited.flatMap(limitsOf))
  const note = limited.length > 0 ? ` (${count(limited.length, 'tile')}: ${[...limits].join(', ')})` : ''
  const changedSql = number(({ sql }) => sql === 'changed')
  const sqlWords = changedSql === tiles.length ? 'changed SQL' : `${changedSql} with changed SQL`
  const equal = changedSql > 0 ? `same numbers, ${sqlWords}` : isSameSql ? 'same SQL' : 'same numbers'
  return `${all}, ${equal}${note}`
}

/**
 * Names the tiles that failed before the pull request, too, with their reasons: `Sessions, Visits: Not found`. Returns an
 * empty text if there are none.
 */
export function failingTileWords(check: BranchCheck): string {
  const groups = Map.groupBy(failingTilesOf(check), ({ error }) => error?.message ?? '')
  const named = [...groups].slice(0, maxFailingReasons).map(([reason, group]) => {
    const titles = joinedTitles(group.map(({ title }) => title))
    return reason === '' ? titles : `${titles}: ${oneLine(reason, maxWords)}`
  })
  const left = groups.size - named.length
  return [...named, ...(left > 0 ? [`${count(left, 'more reason')}`] : [])].join('; ')
}

const maxFailingReasons = 5

/** Returns the limits that the tile's equal results reached. */
const limitsOf = ({ queries }: TileCheck): string[] => [
  ...new Set(queries.flatMap(({ limits }) => limits ?? [])),
]

/**
 * Explains why a changed LookML dashboard has no picture, or names the tiles whose new numbers the picture does not
 * show. Also says if the merge base does not have the dashboard, but production does. Otherwise returns an empty text.
 */
export function drawingWords({ drawing, isProductionOnly }: BranchCheck): string {
  const isDrawn = drawing && !drawing.problem
  const before = isDrawn ? ', so the picture before is of production' : ''
  return [
    isProductionOnly ? `production has this target, but the merge base does not${before}` : '',
    drawing ? describeDrawing(drawing) : '',
  ]
    .filter(Boolean)
    .join('; ')
}

function describeDrawing({ problem, modelTiles, undrawnChange = '' }: Drawing): string {
  if (problem) return `not drawn: ${problem.message}`
  if (modelTiles.length === 0) return undrawnChange
  const model = `the picture uses production's model, so it does not show the changed numbers of ${joinedTitles(modelTiles)}`
  return undrawnChange === '' ? model : `${model}; ${undrawnChange}`
}

/** Returns the titles for a line about a drawing. */
export function joinedTitles(titles: readonly string[]): string {
  const named = titles
    .slice(0, maxJoinedTitles)
    .map(title => oneLine(title, maxJoinedTitle))
    .join(', ')
  return titles.length > maxJoinedTitles ? `${named} and ${titles.length - maxJoinedTitles} more` : named
}

const maxJoinedTitles = 10
/** The maximum number of characters of a title. */
const maxJoinedTitle = 100

function stateWords(tile: TileCheck): string {
  const { sql, numbers, error, queries } = tile
  const reason = error ? `: ${error.message}` : ''
  const words = queries.flatMap(query => queryWords(query) ?? [])
  switch (sql) {
    case 'broken':
      return [`broken by this pull request${reason}`, ...words].join('; ')
    case 'failing':
      return `failed before this pull request, too${reason}`
    case 'unchecked':
      return [`not checked${reason}`, ...words].join('; ')
    case 'new':
      return 'new'
    case 'removed':
      return 'removed'
    case 'fixed':
      return `failed before, works now${reason}`
    case 'same':
    case 'changed':
    case undefined:
      break
  }
  const limits = limitsOf(tile)
  if (isSameTile(tile) && limits.length === 0) return 'same SQL'
  const sqlWords = sql === 'same' ? 'same SQL' : sql === 'changed' ? 'SQL changed' : 'SQL not known'
  if (numbers === undefined) return `${sqlWords}${reason}`
  if (numbers === 'unchanged') return [sqlWords, 'same numbers', ...limits].join(', ')
  if (numbers !== 'changed') return [`${sqlWords}, numbers not checked${reason}`, ...words].join('; ')
  if (words.length > 0) return [...words, ...(error ? [`another query${reason}`] : [])].join('; ')
  return error ? `${sqlWords}${reason}` : `${sqlWords}, numbers changed`
}

function queryWords({ name, results }: QueryCheck): string | undefined {
  if (!results) return undefined
  const words = resultWords(results)
  return name === undefined ? words : `${name}: ${words}`
}

/** Returns text such as `$2.37M → $2.03M (−14.3 %)` or `6 of 6 rows changed, 1 added`. */
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
  before?.number !== undefined && after?.number !== undefined
    ? !isEqualNumber(before.number, after.number)
    : before?.text !== after?.text

function rowWords({ rows: { before, changed, added, removed } }: ResultDiff): string | undefined {
  const parts = [
    changed > 0 && `${changed} of ${count(before, 'row')} changed`,
    added > 0 && `${changed > 0 ? added : count(added, 'row')} added`,
    removed > 0 && `${changed + added > 0 ? removed : count(removed, 'row')} removed`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : undefined
}

/** The maximum number of characters of a tile's title, and of the text about the tile. */
const maxWords = 300

/** Sorts tiles: first broken tiles, then tiles that could not be checked, then changed tiles. */
export function orderTiles(tiles: readonly TileCheck[]): TileCheck[] {
  const rank = (tile: TileCheck) => [isBrokenTile, isFailedTile, isChangedTile].findIndex(is => is(tile))
  const ranked = tiles.map(tile => ({ tile, rank: rank(tile) < 0 ? 3 : rank(tile) }))
  return ranked.sort((one, other) => one.rank - other.rank).map(({ tile }) => tile)
}

/** Whether the tile's SQL is the same, and its results do not differ either. */
const isSameTile = ({ sql, numbers }: TileCheck) =>
  sql === 'same' && (numbers === undefined || numbers === 'unchanged')

const isUneventful = (tile: TileCheck) =>
  limitsOf(tile).length === 0 &&
  (isSameTile(tile) || ((tile.sql === 'changed' || tile.sql === undefined) && tile.numbers === 'unchanged'))

/**
 * Renders a line for each broken, unchecked or changed tile, and one line for all other tiles. A line unfolds to show
 * rows and SQL. If there is not enough space, leaves out rows and SQL first, then whole lines.
 */
export function tilesMarkdown({ tiles }: BranchCheck, most: number): string {
  const ordered = orderTiles(tiles)
  const groups = groupTiles(ordered.filter(tile => !isUneventful(tile)))
  const others = ordered.filter(isUneventful)
  const last = othersLine(others, 1000)
  let room = most - last.length - 100
  const shown: { group: TileGroup; line: string }[] = []
  for (const group of groups) {
    const line = lineOf(group)
    if (line.length > room) break
    shown.push({ group, line })
    room -= line.length
  }
  const entries = shown.map(({ group, line }) => {
    const entry = groupEntry(group, line)
    const cost = entry.length - line.length
    if (cost > room) return `<p>${line}</p>\n`
    room -= cost
    return entry
  })
  const left = groups.slice(shown.length).flat().length
  return `${entries.join('')}${left > 0 ? `<p>${count(left, 'more tile')}</p>\n` : ''}${last}`
}

type TileGroup = readonly [TileCheck, ...TileCheck[]]

/** Groups tiles with the same error, and tiles that have nothing to unfold. */
function groupTiles(tiles: readonly TileCheck[]): TileGroup[] {
  const groups = new Map<unknown, [TileCheck, ...TileCheck[]]>()
  for (const tile of tiles) {
    const { error, queries } = tile
    const isAlike = error !== undefined || queries.length === 0
    const key = isAlike ? JSON.stringify([tileWords({ ...tile, title: '' }), error?.hint]) : tile
    const group = groups.get(key)
    if (group) group.push(tile)
    else groups.set(key, [tile])
  }
  return [...groups.values()]
}

/** Renders a line that unfolds to show the rows and SQL of its tiles. */
function groupEntry(group: TileGroup, line: string): string {
  const hint = group[0].error?.hint
  const details = group.flatMap(({ title, queries }) => {
    const own = queries.flatMap(query => queryDetails(query))
    const name = group.length > 1 ? [`<p>${escapeMarkdown(oneLine(title, maxWords))}</p>`] : []
    return own.length > 0 ? [...name, ...own] : []
  })
  if (details.length > 0) {
    const all = [...(hint === undefined ? [] : [`<p>${escapeMarkdown(hint)}</p>`]), ...details]
    return `<details><summary>${line}</summary>\n\n${all.join('\n')}\n</details>\n`
  }
  if (hint === undefined) return `<p>${line}</p>\n`
  return `<p>${line}. ${escapeMarkdown(hint)}</p>\n`.replace('.. ', '. ')
}

/**
 * The maximum number of characters of the titles in one line of a comment. `maxReportTitles` is the limit for the
 * report.
 */
const maxGroupTitles = 600
const maxReportTitles = 10_000

function tileTitles([first, ...others]: TileGroup, most: number): string {
  let title = oneLine(first.title, maxWords)
  for (const [place, other] of others.entries()) {
    const name = oneLine(other.title, maxWords)
    if (title.length + name.length > most) return `${title} and ${others.length - place} more`
    title += `, ${name}`
  }
  return title
}

/** Returns a line such as `Same SQL: Orders, Customers`. */
function othersLine(tiles: readonly TileCheck[], most: number): string {
  const named = (words: string, wanted: TileCheck['sql']) => {
    const titles = tiles.filter(({ sql }) => sql === wanted).map(({ title }) => title)
    return titles.length > 0 ? [`${words}: ${escapeMarkdown(oneLine(titles.join(', '), most))}`] : []
  }
  const lines = [
    ...named('Same SQL', 'same'),
    ...named('SQL changed, same numbers', 'changed'),
    ...named('Same numbers', undefined),
  ]
  return lines.length > 0 ? `<p>${lines.join('<br>')}</p>\n` : ''
}

function lineOf(group: TileGroup): string {
  const [tile] = group
  const mark = isFailedTile(tile) ? '❌ ' : ''
  const words = oneLine(tileWords({ ...tile, title: '' }), maxWords)
  return `${mark}<b>${escapeMarkdown(tileTitles(group, maxGroupTitles))}</b>${escapeMarkdown(words)}`
}

function queryDetails({ name, results, sqlDiff }: QueryCheck): string[] {
  const notes = results
    ? [
        ...results.limits,
        ...(results.unstableRows
          ? [`${count(results.unstableRows, 'row')} that also change without this pull request do not count`]
          : []),
        ...ranAt(results.ranAt),
      ]
    : []
  return [
    ...(name === undefined ? [] : [`<p>${escapeMarkdown(name)}</p>`]),
    ...(results && hasRows(results) ? [markdownTable(changeTable(results))] : []),
    ...(notes.length > 0 ? [`<p><sub>${notes.map(escapeMarkdown).join(' · ')}</sub></p>`] : []),
    ...(sqlDiff ? [sqlMarkdown(sqlDiff.lines)] : []),
  ]
}

function ranAt({ before, after }: { before?: Date; after?: Date }): string[] {
  const time = (date: Date) => date.toISOString().slice(11, 19)
  return before && after ? [`before ran at ${time(before)}, after at ${time(after)} UTC`] : []
}

/** Renders the tiles for the report, with more rows than `tilesMarkdown`. */
export const tilesHtml = ({ tiles }: BranchCheck): string =>
  `<ul class="tiles">${groupTiles(orderTiles(tiles)).map(htmlGroup).join('\n')}</ul>`

function htmlGroup(group: TileGroup): string {
  const [tile] = group
  const words = escapeHtml(tileTitles(group, maxReportTitles) + tileWords({ ...tile, title: '' }))
  const mark = isFailedTile(tile) ? ' class="bad"' : isChangedTile(tile) ? ' class="changed"' : ''
  const hint = tile.error ? `<p>${escapeHtml(tile.error.hint)}</p>` : ''
  const details = group.flatMap(({ title, queries }) => {
    const own = queries.map(htmlDetails).join('')
    const name = group.length > 1 ? `<p>${escapeHtml(oneLine(title, maxWords))}</p>` : ''
    return own === '' ? [] : [name + own]
  })
  return details.length === 0
    ? `<li${mark}>${words}${hint}</li>`
    : `<li${mark}><details><summary>${words}</summary>${hint}${details.join('')}</details></li>`
}

/** The maximum number of rows of a table in the report. The artifact has all rows. */
const maxReportRows = 200

function htmlDetails({ name, results, sqlDiff }: QueryCheck): string {
  const table = results && hasRows(results) ? htmlTable(changeTable(results, maxReportRows)) : ''
  const notes = results ? [...results.limits, ...ranAt(results.ranAt)] : []
  return [
    name === undefined ? '' : `<p>${escapeHtml(name)}</p>`,
    table,
    notes.length > 0 ? `<p class="quiet">${escapeHtml(notes.join(' · '))}</p>` : '',
    sqlDiff ? sqlHtml(sqlDiff.lines) : '',
  ].join('')
}
