import type { LineDiff } from '../branch-report.ts'
import { sqlLines } from './sql-lines.ts'

/** @returns undefined if the SQL is the same */
export function diffSql(before: string, after: string): LineDiff | undefined {
  const [old, fresh] = [sqlLines(before), sqlLines(after)]
  return old.join('\n') === fresh.join('\n') ? undefined : diffLines(old, fresh)
}

/**
 * Matches the name of a table that Looker has built for a persistent derived table or an aggregate table, such as
 * `LR$LB4151619827209021_orders$sales_monthly` (https://cloud.google.com/looker/docs/aggregate_awareness). The name
 * contains a hash of the definition and the time of the build. In older releases, it contains only a longer hash.
 */
const builtTable = /\bL[A-Z][_$]([A-Z\d]{18,21})_([\w$]{1,255})/gi

/** Returns the names of the persistent tables whose definition only the SQL before reads, without hash and time. */
export function replacedTables(before: string, after: string): string[] {
  const tablesIn = (sql: string) =>
    [...sql.matchAll(builtTable)].map(([, id = '', name = '']) => ({
      name,
      key: `${id.replace(/\d{13}$/, '')} ${name}`,
    }))
  const read = new Set(tablesIn(after).map(({ key }) => key))
  return [...new Set(tablesIn(before).flatMap(({ name, key }) => (read.has(key) ? [] : [name])))]
}

const contextLines = 3
/** If more lines differ, the diff shows both texts completely, one after the other. */
const maxDistance = 1000

/**
 * Returns the shortest list of deleted and inserted lines (Myers, "An O(ND) Difference Algorithm and Its Variations").
 * The time is proportional to the number of lines times the number of differences.
 */
export function diffLines(before: readonly string[], after: readonly string[]): LineDiff {
  const { start, end } = commonEnds(before, after)
  const old = before.slice(start, before.length - end)
  const fresh = after.slice(start, after.length - end)
  const script = shortestScript(old, fresh)
  const middle = script ?? [...old.map(line => `-${line}`), ...fresh.map(line => `+${line}`)]
  const same = (line: string) => ` ${line}`
  const lines = [
    ...before.slice(0, start).map(same),
    ...middle,
    ...before.slice(before.length - end).map(same),
  ]
  return { lines: withinContext(lines), isWhole: script === undefined }
}

function commonEnds(before: readonly string[], after: readonly string[]): { start: number; end: number } {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return { start, end }
}

/** @returns undefined if more than `maxDistance` lines differ */
function shortestScript(before: readonly string[], after: readonly string[]): string[] | undefined {
  const longest = Math.min(before.length + after.length, maxDistance)
  const offset = longest + 1
  // For each diagonal, the number of lines of `before` that are already used.
  const reach = new Int32Array(2 * longest + 3)
  const history: Int32Array[] = []
  for (let distance = 0; distance <= longest; distance++) {
    history.push(reach.slice(offset - distance - 1, offset + distance + 2))
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      let used = nextReach(reach, offset, diagonal, distance)
      while (
        used < before.length &&
        used - diagonal < after.length &&
        before[used] === after[used - diagonal]
      )
        used++
      reach[offset + diagonal] = used
      if (used >= before.length && used - diagonal >= after.length) return trace(before, after, history)
    }
  }
  return undefined
}

/**
 * Continues on the neighbouring diagonal that has used more lines: by an insertion from the diagonal above, or by a
 * deletion from the diagonal below.
 */
function nextReach(reach: Int32Array, offset: number, diagonal: number, distance: number): number {
  const [below = 0, above = 0] = [reach[offset + diagonal - 1], reach[offset + diagonal + 1]]
  return diagonal === -distance || (diagonal !== distance && below < above) ? above : below + 1
}

/**
 * Follows the search backwards, from the end of both texts to their start. `history` has a slice for each distance. A
 * slice begins at the diagonal `-distance - 1`.
 */
function trace(
  before: readonly string[],
  after: readonly string[],
  history: readonly Int32Array[],
): string[] {
  const lines: string[] = []
  let used = before.length
  let diagonal = before.length - after.length
  for (let distance = history.length - 1; distance >= 0; distance--) {
    const reach = history[distance] ?? new Int32Array()
    const at = (diagonal: number) => reach[diagonal + distance + 1] ?? 0
    const isInsertion =
      diagonal === -distance || (diagonal !== distance && at(diagonal - 1) < at(diagonal + 1))
    const previous = isInsertion ? diagonal + 1 : diagonal - 1
    const reached = distance === 0 ? 0 : at(previous)
    const afterStep = distance === 0 ? 0 : isInsertion ? reached : reached + 1
    while (used > afterStep) lines.push(` ${before[--used]}`)
    if (distance === 0) break
    lines.push(isInsertion ? `+${after[used - diagonal - 1]}` : `-${before[--used]}`)
    diagonal = previous
  }
  return lines.reverse()
}

/** Replaces equal lines that are far from a difference by their number: `@@ 12 equal lines @@`. */
function withinContext(lines: readonly string[]): string[] {
  const isNear = new Array<boolean>(lines.length).fill(false)
  for (const [index, line] of lines.entries())
    if (!line.startsWith(' '))
      isNear.fill(true, Math.max(0, index - contextLines), Math.min(lines.length, index + contextLines + 1))
  const kept: string[] = []
  let skipped = 0
  for (const [index, line] of lines.entries()) {
    if (!isNear[index]) skipped++
    else {
      if (skipped > 0) kept.push(`@@ ${skipped} equal ${skipped === 1 ? 'line' : 'lines'} @@`)
      skipped = 0
      kept.push(line)
    }
  }
  return kept
}
