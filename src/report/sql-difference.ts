import { htmlEscape } from 'escape-goat'

/** The maximum numbers of lines, and of characters of a line, in a comment. `<name>.numbers.json` has all of them. */
const maxCommentLines = 120
const maxCommentLine = 500
const maxReportLine = 10_000

/** Renders lines of a SQL difference as a block of Markdown. */
export function sqlMarkdown(lines: readonly string[]): string {
  // The action finds its own pull-request comments by HTML comments, so the SQL must not contain HTML comments.
  const shown = cutLines(lines.slice(0, maxCommentLines), maxCommentLine).map(line =>
    line.replaceAll('<!--', '<!\u200b--'),
  )
  // The fence is longer than each sequence of backticks in the lines.
  const longest = Math.max(0, ...shown.flatMap(line => line.match(/`+/g) ?? []).map(({ length }) => length))
  const fence = '`'.repeat(Math.max(3, longest + 1))
  const cut = lines.length > shown.length ? [`@@ ${lines.length - shown.length} more lines @@`] : []
  return `\n${fence}diff\n${[...shown, ...cut].join('\n')}\n${fence}\n`
}

/** Renders lines of a SQL difference for the report. */
export const sqlHtml = (lines: readonly string[]): string =>
  `<pre class="sql" tabindex="0" role="region" aria-label="SQL difference">${cutLines(lines, maxReportLine).map(htmlLine).join('\n')}</pre>`

function htmlLine(line: string): string {
  const text = htmlEscape(line)
  if (line.startsWith('-')) return `<del>${text}</del>`
  return line.startsWith('+') ? `<ins>${text}</ins>` : text
}

/** The number of equal characters before the first difference in a line that is cut. */
const contextCharacters = 100

/**
 * Cuts long lines around the place where they differ from the most similar line of the other side. `…` marks each cut.
 */
function cutLines(lines: readonly string[], most: number): string[] {
  const shown = lines.map(showInvisible)
  if (shown.every(({ length }) => length <= most)) return shown
  const differences = firstDifferences(shown)
  return shown.map((line, place) => {
    if (line.length <= most) return line
    const start = Math.max(1, (differences[place] ?? 0) - contextCharacters)
    const end = start + most - 3 // The sign and the marks need space.
    const marks = [start > 1 ? '…' : '', end < line.length ? '…' : ''] as const
    return `${line[0]}${marks[0]}${line.slice(start, end)}${marks[1]}`.toWellFormed()
  })
}

/**
 * Returns the place in each line where it first differs from the most similar line with the other sign, or 0 if no line
 * has the same start. In sorted order, lines with the same start are neighbours.
 */
function firstDifferences(lines: readonly string[]): number[] {
  const places = new Array<number>(lines.length).fill(0)
  const changed = [...lines.keys()].filter(place => /^[-+]/.test(lines[place] ?? ''))
  const text = (place: number) => lines[place]?.slice(1) ?? ''
  const sorted = changed.sort((one, other) =>
    text(one) < text(other) ? -1 : text(one) > text(other) ? 1 : 0,
  )
  for (const order of [sorted, sorted.toReversed()]) {
    const last = new Map<string, string>()
    for (const place of order) {
      const line = lines[place] ?? ''
      const other = last.get(line.startsWith('-') ? '+' : '-')
      if (other !== undefined) places[place] = Math.max(places[place] ?? 0, firstDifference(line, other))
      last.set(line.charAt(0), line)
    }
  }
  return places
}

/** Ignores the sign at the start of the lines. Returns 0 for equal lines. */
function firstDifference(line: string, other: string): number {
  const shorter = Math.min(line.length, other.length)
  let place = 1
  while (place < shorter && line.charCodeAt(place) === other.charCodeAt(place)) place++
  return place === line.length && place === other.length ? 0 : place
}

/**
 * Replaces characters that are invisible or look like a space by codes such as `\u200b`, because SQL may contain any
 * characters, and each difference must be visible.
 */
const showInvisible = (line: string): string =>
  line.replace(/(?![ \t])[\p{C}\p{Z}]/gu, character =>
    Array.from(
      { length: character.length },
      (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  )
