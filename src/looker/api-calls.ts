import type { ApiCalls } from '../results.ts'

/**
 * What Looker meters a request as: `x-looker-activity-type` in the description of API 4.0, where `db_query` counts as a query
 * call and `non_query` as an administrative one. Undefined where it has no such tag: logging in and out, versions.
 */
export function meteredAs(path: string): keyof ApiCalls | undefined {
  if (/^\/(login|logout|versions)\b/.test(path)) return undefined
  return /^\/(render_tasks|queries)\b/.test(path) ? 'query' : 'administrative'
}
