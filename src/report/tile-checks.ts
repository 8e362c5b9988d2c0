import { htmlEscape } from 'escape-goat'
import { count, oneLine } from '../runtime/text.ts'
import {
  type BranchCheck,
  isBrokenTile,
  isChangedTile,
  isFailedTile,
  type QueryCheck,
  type ResultDiff,
  type TileCheck,
} from '../tile-check.ts'
import { escapeHtml, escapeMarkdown } from './text.ts'
import { type ChangeTable, changeTable, tileWords } from './tile-words.ts'

/** Characters of a tile's line. */
const maxWords = 300
/** Lines of a SQL difference in a comment. */
const maxDiffLines = 120

/** Broken tiles first, then those that could not be checked, then changed ones. */
export function orderTiles(tiles: readonly TileCheck[]): TileCheck[] {
  const rank = (tile: TileCheck) => [isBrokenTile, isFailedTile, isChangedTile].findIndex(is => is(tile))
  const ranked = tiles.map(tile => ({ tile, rank: rank(tile) < 0 ? 3 : rank(tile) }))
  return ranked.sort((one, other) => one.rank - other.rank).map(({ tile }) => tile)
}

const isUneventful = ({ sql, numbers }: TileCheck) =>
  sql === 'same' || (sql === 'changed' && numbers === 'unchanged')

/**
 * The tiles of a target in a comment: a line for each broken, unchecked or changed tile, which unfolds to its rows and
 * its SQL, and one line for all others. If they do not fit, rows and SQL are left out first, then lines.
 */
export function tilesMarkdown({ tiles }: BranchCheck, most: number): string {
  const ordered = orderTiles(tiles)
  const eventful = joinEqualErrors(ordered.filter(tile => !isUneventful(tile)))
  const others = ordered.filter(isUneventful)
  const last = othersLine(others, 1000)
  let room = most - last.length - 100
  const lines: string[] = []
  for (const { tile } of eventful) {
    const line = lineOf(tile)
    if (line.length > room) break
    lines.push(line)
    room -= line.length
  }
  const entries = lines.map((line, place) => {
    const tile = eventful[place]?.tile
    if (tile?.error && tile.queries.length === 0)
      return `<p>${line}. ${escapeMarkdown(tile.error.hint)}</p>\n`.replace('.. ', '. ')
    const details = tile ? detailsOf(tile) : ''
    const entry =
      details === '' ? `<p>${line}</p>\n` : `<details><summary>${line}</summary>\n\n${details}\n</details>\n`
    const cost = entry.length - line.length
    if (cost > room) return `<p>${line}</p>\n`
    room -= cost
    return entry
  })
  const left = eventful.slice(lines.length).reduce((sum, { tiles }) => sum + tiles, 0)
  return `${entries.join('')}${left > 0 ? `<p>${count(left, 'more tile')}</p>\n` : ''}${last}`
}

/** Characters of the titles of tiles that share a line. */
const maxJoinedTitles = 150

interface JoinedTile {
  /** With the titles of all of them. */
  tile: TileCheck
  tiles: number
}

/** Tiles that have the same error and nothing else to show share one line. */
function joinEqualErrors(tiles: readonly TileCheck[]): JoinedTile[] {
  const groups = new Map<unknown, [TileCheck, ...TileCheck[]]>()
  for (const tile of tiles) {
    const { error, queries } = tile
    const isAlike = error && queries.length === 0
    const key = isAlike ? JSON.stringify([tileWords({ ...tile, title: '' }), error.hint]) : tile
    const group = groups.get(key)
    if (group) group.push(tile)
    else groups.set(key, [tile])
  }
  return [...groups.values()].map(group => ({ tile: joinTiles(group), tiles: group.length }))
}

function joinTiles([first, ...others]: [TileCheck, ...TileCheck[]]): TileCheck {
  let title = first.title
  for (const [place, other] of others.entries()) {
    if (title.length + other.title.length > maxJoinedTitles)
      return { ...first, title: `${title} and ${others.length - place} more` }
    title += `, ${other.title}`
  }
  return { ...first, title }
}

/** `Same SQL: Orders, Customers` */
function othersLine(tiles: readonly TileCheck[], most: number): string {
  const named = (words: string, wanted: TileCheck['sql']) => {
    const titles = tiles.filter(({ sql }) => sql === wanted).map(({ title }) => title)
    return titles.length > 0 ? [`${words}: ${escapeMarkdown(oneLine(titles.join(', '), most))}`] : []
  }
  const lines = [...named('Same SQL', 'same'), ...named('SQL changed, same numbers', 'changed')]
  return lines.length > 0 ? `<p>${lines.join('<br>')}</p>\n` : ''
}

function lineOf(tile: TileCheck): string {
  const words = oneLine(tileWords(tile), maxWords)
  const mark = isFailedTile(tile) ? '❌ ' : ''
  const title = oneLine(tile.title, maxWords)
  const rest = words.startsWith(title) ? words.slice(title.length) : words
  return `${mark}${rest === words ? '' : `<b>${escapeMarkdown(title)}</b>`}${escapeMarkdown(rest)}`
}

function detailsOf({ queries, error }: TileCheck): string {
  return [
    ...(error ? [`<p>${escapeMarkdown(error.hint)}</p>`] : []),
    ...queries.flatMap(query => queryDetails(query)),
  ].join('\n')
}

function queryDetails({ name, results, sqlDiff }: QueryCheck): string[] {
  const notes = results
    ? [
        ...results.limits,
        ...(results.unstableRows
          ? [`${count(results.unstableRows, 'row')} that changed by themselves do not count`]
          : []),
        ...ranAt(results.ranAt),
      ]
    : []
  return [
    ...(name === undefined ? [] : [`<p>${escapeMarkdown(name)}</p>`]),
    ...(results && hasRows(results) ? [markdownTable(changeTable(results))] : []),
    ...(notes.length > 0 ? [`<p><sub>${notes.map(escapeMarkdown).join(' · ')}</sub></p>`] : []),
    ...(sqlDiff ? [diffBlock(sqlDiff.lines)] : []),
  ]
}

/** A single value has no rows, because its words already contain everything. */
const hasRows = ({ changes, dimensions, columns }: ResultDiff) =>
  changes.length > 1 || (changes.length === 1 && dimensions.length + columns.length > 1)

function ranAt({ before, after }: { before?: Date; after?: Date }): string[] {
  const time = (date: Date) => date.toISOString().slice(11, 19)
  return before && after ? [`before ran at ${time(before)}, after at ${time(after)} UTC`] : []
}

function markdownTable({ header, rows, omitted }: ChangeTable): string {
  const cells = (tag: string, row: readonly string[]) =>
    `<tr>${row.map(cell => `<${tag}>${escapeMarkdown(oneLine(cell, 100))}</${tag}>`).join('')}</tr>`
  const more = omitted > 0 ? `\n<p><sub>${count(omitted, 'more row')}</sub></p>` : ''
  return `<table>${cells('th', header)}${rows.map(row => cells('td', row)).join('')}</table>${more}`
}

/** A block of Markdown whose fence is longer than any run of backticks in it. */
function diffBlock(lines: readonly string[]): string {
  // The comment's own marks are HTML comments, so the SQL must not contain HTML comments.
  const shown = lines.slice(0, maxDiffLines).map(line => plainLine(line).replaceAll('<!--', '<!\u200b--'))
  const longest = Math.max(0, ...shown.flatMap(line => line.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(Math.max(3, longest + 1))
  const cut = lines.length > shown.length ? [`@@ ${lines.length - shown.length} more lines @@`] : []
  return `\n${fence}diff\n${[...shown, ...cut].join('\n')}\n${fence}\n`
}

/** SQL is text from outside. Removes control characters and characters that change the text direction. */
const plainLine = (line: string) =>
  line
    .slice(0, 500)
    .toWellFormed()
    .replace(/[\p{Bidi_Control}\p{Cc}]/gu, character => (character === '\t' ? character : ''))

/** The tiles in the report, which has space for all rows. */
export function tilesHtml({ tiles }: BranchCheck): string {
  const items = orderTiles(tiles).map(tile => {
    const words = escapeHtml(tileWords(tile))
    const mark = isFailedTile(tile) ? ' class="bad"' : isChangedTile(tile) ? ' class="changed"' : ''
    const details = tile.queries.map(htmlDetails).join('')
    return details === ''
      ? `<li${mark}>${words}</li>`
      : `<li${mark}><details><summary>${words}</summary>${details}</details></li>`
  })
  return `<ul class="tiles">${items.join('\n')}</ul>`
}

/** Rows of a table in the report; the artifact has all of them. */
const maxReportRows = 200

function htmlDetails({ name, results, sqlDiff }: QueryCheck): string {
  const table = results && hasRows(results) ? htmlTable(changeTable(results, maxReportRows)) : ''
  const notes = results ? [...results.limits, ...ranAt(results.ranAt)] : []
  return [
    name === undefined ? '' : `<p>${escapeHtml(name)}</p>`,
    table,
    notes.length > 0 ? `<p class="quiet">${escapeHtml(notes.join(' · '))}</p>` : '',
    sqlDiff ? `<pre class="sql">${sqlDiff.lines.map(htmlLine).join('\n')}</pre>` : '',
  ].join('')
}

function htmlTable({ header, rows, omitted }: ChangeTable): string {
  const cells = (tag: string, row: readonly string[]) =>
    `<tr>${row.map(cell => `<${tag}>${escapeHtml(oneLine(cell, 300))}</${tag}>`).join('')}</tr>`
  const more = omitted > 0 ? `<p class="quiet">${count(omitted, 'more row')}</p>` : ''
  return `<table class="rows">${cells('th', header)}${rows.map(row => cells('td', row)).join('')}</table>${more}`
}

const htmlLine = (line: string) => {
  const text = htmlEscape(plainLine(line))
  if (line.startsWith('-')) return `<del>${text}</del>`
  return line.startsWith('+') ? `<ins>${text}</ins>` : text
}
