import { maxQueries } from '../branch-report.ts'
import { ActionError } from '../errors.ts'
import { pairQueries, type QueryPair, type TilePair } from './check-tile.ts'
import type { CheckSide } from './temporary-branch.ts'
import { type QueryBody, queryKey, type TileQuery } from './tile-queries.ts'

/** Returns the maximum number of queries that `checkBranch` sends for each side. */
export function countQueries(tiles: readonly TilePair[]): Record<CheckSide, number> {
  const { pairs } = limitQueries(tiles.flatMap(pairQueries))
  return { base: keysOf(pairs, 'base').size, head: keysOf(pairs, 'head').size }
}

/** Returns the pairs that fit into the limits of both sides. Earlier pairs have priority. Equal queries count once. */
export function limitQueries(all: readonly QueryPair[]): { pairs: QueryPair[]; omitted: number } {
  const keys = { base: new Set<string>(), head: new Set<string>() }
  const sides = ['base', 'head'] as const
  const pairs = all.filter(pair => {
    const own = sides.flatMap(side => {
      const query = pair[side]
      return query ? [{ known: keys[side], key: queryKey(query.body) }] : []
    })
    const fits = own.every(({ known, key }) => known.has(key) || known.size < maxQueries)
    if (fits) for (const { known, key } of own) known.add(key)
    return fits
  })
  return { pairs, omitted: all.length - pairs.length }
}

export const queriesOf = (pairs: readonly QueryPair[], side: CheckSide): TileQuery[] =>
  pairs.flatMap(pair => pair[side] ?? [])

export const keysOf = (pairs: readonly QueryPair[], side: CheckSide): Set<string> =>
  new Set(queriesOf(pairs, side).map(({ body }) => queryKey(body)))

/** The maximum number of rows to compare. */
export const maxRows = 5000

/**
 * Limits a query to `maxRows` rows. A tile with a lower limit, or with Looker's default limit, keeps its limit. Its
 * `rowLimit` is infinite, because the comparison has all rows that the tile shows.
 */
export function limitRows(body: QueryBody): { limited: QueryBody; rowLimit: number } {
  const own = body.limit === undefined ? 0 : Number(body.limit)
  const isWithin = own >= 0 && own <= maxRows
  return isWithin
    ? { limited: body, rowLimit: Number.POSITIVE_INFINITY }
    : { limited: { ...body, limit: String(maxRows) }, rowLimit: maxRows }
}

export const tooLarge = (limit: string) =>
  new ActionError(
    `Looker's answer is larger than ${limit}`,
    'Reduce the rows or columns of the tile, or remove the target.',
  )
