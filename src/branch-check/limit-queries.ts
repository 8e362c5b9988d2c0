import { maxQueries } from '../branch-report.ts'
import { pairQueries, type QueryPair, type TilePair } from './check-tile.ts'
import type { CheckSide } from './temporary-branch.ts'
import { queryKey, type TileQuery } from './tile-queries.ts'

/** Returns the maximum number of queries whose SQL `checkBranch` requests, for each side. */
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
