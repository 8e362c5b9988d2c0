/**
 * Matches comments that Looker adds to the SQL. They depend on the user, the session and the state of persistent
 * derived tables, and never on LookML.
 */
const lookerComment =
  /^\s*(?:-- (?:Looker Query Context|use existing |generate derived table |increment persistent derived table |raw sql results do not include |sql for creating the total |finished |Building persistent derived table |Did not use )[^\r]*$|\/\* Looker Query Context (?:(?!\*\/).)*\*\/$)/i

/**
 * Returns the lines of the SQL without the comments that Looker adds, without white space at the ends of lines, and
 * without empty lines at the start and end. Removes nothing inside of text in quotes and of other comments, because the
 * text may be a value, and the rest of a line after the end of a comment is SQL.
 */
export function sqlLines(sql: string): string[] {
  const text = sql.replaceAll('\r\n', '\n')
  const isOutside = outsideOf(text)
  const all: string[] = []
  let start = 0
  for (const line of text.split('\n')) {
    const end = start + line.length
    const trimmed = line.trimEnd()
    const isLookers = lookerComment.test(trimmed) && isOutside(start)
    if (!isLookers) all.push(isOutside(end) ? trimmed : line)
    start = end + 1
  }
  // The last line is Looker's, because Looker puts the LookML's SQL in the middle.
  const last = all.findLastIndex(isFilled)
  return withoutEmptyEnds(lookerComment.test(all[last]?.trimEnd() ?? '') ? all.slice(0, last) : all)
}

const isFilled = (line: string) => line.trimEnd() !== ''

function withoutEmptyEnds(lines: readonly string[]): string[] {
  const first = lines.findIndex(isFilled)
  return first < 0 ? [] : lines.slice(first, lines.findLastIndex(isFilled) + 1)
}

const openers = /--|\/\*|\/\/|[#[$'"`]/g
/** Matches what makes a difference if the rest of a line is a comment in some databases only. */
const inDoubt = /['"`$[\r]|\/\*|\*\//

/**
 * Returns a function that says whether a position is certainly outside of text in quotes and of block comments.
 * Positions must be asked in ascending order. Databases differ in the escapes of quotes, in nested comments, and in
 * comments with `#` and `//`. No position after such a place is certain.
 */
function outsideOf(sql: string): (position: number) => boolean {
  const inside: { start: number; end: number }[] = []
  let certainUntil = sql.length
  openers.lastIndex = 0
  for (let match = openers.exec(sql); match; match = openers.exec(sql)) {
    const start = match.index
    const end = endAfter(sql, start, match[0])
    if (end === undefined) {
      certainUntil = start
      break
    }
    if (/^(?:\/\*|['"`])$/.test(match[0])) inside.push({ start: start + 1, end: end - 1 })
    openers.lastIndex = end
  }
  let next = 0
  return position => {
    while ((inside[next]?.end ?? Number.POSITIVE_INFINITY) < position) next++
    return position <= certainUntil && (inside[next]?.start ?? Number.POSITIVE_INFINITY) > position
  }
}

/** Returns the end of a comment, or of text in quotes. Returns undefined if databases differ. */
function endAfter(sql: string, start: number, opened: string): number | undefined {
  const after = start + opened.length
  if (opened === '/*') return endOfBlockComment(sql, after)
  if (/^['"`]$/.test(opened)) return endOfQuotes(sql, start, opened)
  if (opened === '$') return isMatchAt(/\$\w{0,99}\$/y, sql, start) ? undefined : after
  if (opened === '[') return isNameWithQuote(sql.slice(after, after + maxName)) ? undefined : after
  const end = indexOrEnd(sql, '\n', after)
  const rest = sql.slice(after, end)
  // MySQL reads `--` as a comment only before white space.
  const isComment = opened === '--' && /^(?:\s|$)/.test(rest) && !rest.includes('\r')
  return isComment || !inDoubt.test(rest) ? end : undefined
}

const maxName = 255

/** Whether text after `[` may be a name of SQL Server with a quote: `[it's]`. */
function isNameWithQuote(text: string): boolean {
  const name = /^[^\]\n]*(?=\])/.exec(text)?.[0] ?? ''
  return ["'", '"', '`'].some(quote => name.split(quote).length % 2 === 0)
}

/** MySQL executes the comments `/*! … *\/`. */
function endOfBlockComment(sql: string, after: number): number | undefined {
  const end = indexOrEnd(sql, '*/', after)
  return sql[after] === '!' || sql.slice(after, end).includes('/*') ? undefined : end + 2
}

function endOfQuotes(sql: string, start: number, quote: string): number | undefined {
  const end = indexOrEnd(sql, quote, start + 1)
  const isEscaped = sql[end - 1] === '\\'
  const isTriple = sql.startsWith(quote.repeat(3), start)
  const isOracles = quote === "'" && /(?<!\w)n?q$/i.test(sql.slice(Math.max(0, start - 3), start))
  return isEscaped || isTriple || isOracles ? undefined : end + 1
}

function indexOrEnd(sql: string, part: string, from: number): number {
  const index = sql.indexOf(part, from)
  return index < 0 ? sql.length : index
}

function isMatchAt(pattern: RegExp, sql: string, position: number): boolean {
  pattern.lastIndex = position
  return pattern.test(sql)
}
