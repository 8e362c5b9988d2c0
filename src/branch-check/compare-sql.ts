import type { LineDiff } from '../tile-check.ts'
import { diffLines } from './line-diff.ts'

/**
 * Whole lines that Looker writes into the SQL by itself. They depend on the user, on the session, and on the state of
 * persistent derived tables, but not on LookML.
 */
const lookerComment =
  /^\s*(-- (Looker Query Context|use existing |generate derived table |raw sql results do not include |sql for creating the total |finished |Building persistent derived table |Did not use )|\/\* Looker Query Context .*\*\/$)/i

/** The lines that count: without Looker's own comments, white space at line ends, and empty lines at the end. */
export function sqlLines(sql: string): string[] {
  const lines = sql
    .split(/\r\n|\n|\r/)
    .map(line => line.trimEnd())
    .filter(line => !lookerComment.test(line))
  while (lines.at(-1) === '') lines.pop()
  while (lines[0] === '') lines.shift()
  return lines
}

export const isSameSql = (before: string, after: string): boolean =>
  sqlLines(before).join('\n') === sqlLines(after).join('\n')

/** Undefined if the SQL is the same. */
export function diffSql(before: string, after: string): LineDiff | undefined {
  return isSameSql(before, after) ? undefined : diffLines(sqlLines(before), sqlLines(after))
}
