import { pairQueries, type QueryPair } from '../../src/branch-check/check-tile.ts'
import { countQueries, limitQueries } from '../../src/branch-check/limit-queries.ts'
import type { TileQuery } from '../../src/branch-check/tile-queries.ts'
import { maxQueries } from '../../src/branch-report.ts'

const query = (view: string): TileQuery => ({ body: { model: 'thelook', view } }) as unknown as TileQuery
const pair = (base: string | undefined, head: string | undefined): QueryPair => ({
  base: base === undefined ? undefined : query(base),
  head: head === undefined ? undefined : query(head),
})
const pairs = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => pair(`${name}${index}`, `${name}${index}`))

test('equal queries of a side count once', () => {
  const tile = (base: string | undefined, head: string | undefined) => ({
    ...(base !== undefined && { base: { queries: [query(base)] } }),
    ...(head !== undefined && { head: { queries: [query(head)] } }),
  })
  const tiles = [tile('a', 'b'), tile('a', 'c'), tile(undefined, 'd'), tile('a', undefined)]
  expect(countQueries(tiles as never)).toEqual({ base: 1, head: 3 })
})

test('a tile without queries has no pair of queries', () =>
  expect(pairQueries({ base: { queries: [] }, head: { queries: [] } } as never)).toEqual([]))

test('queries above the limit of a side are omitted, and earlier queries have priority', () => {
  const all = [...pairs(maxQueries, 'a'), ...pairs(3, 'b')]
  expect(limitQueries(all.slice(0, maxQueries))).toEqual({ pairs: all.slice(0, maxQueries), omitted: 0 })
  expect(limitQueries(all)).toEqual({ pairs: all.slice(0, maxQueries), omitted: 3 })
  expect(limitQueries([...all, ...pairs(1, 'b')]).omitted).toBe(4)
  const [known, ...others] = pairs(maxQueries, 'a')
  expect(limitQueries([...all, known as QueryPair]).omitted).toBe(3)
  expect(others).toHaveLength(maxQueries - 1)
})

test.each([
  ['base', pair('new', undefined), pair(undefined, 'new'), pair('new', 'a1')],
  ['head', pair(undefined, 'new'), pair('new', undefined), pair('a1', 'new')],
] as const)(
  'a pair of queries is omitted if its query for the %s exceeds the limit of that side',
  (side, full, fits, both) => {
    const names = Array.from({ length: maxQueries }, (_, index) => `a${index}`)
    const first = [
      ...names.map(name => (side === 'base' ? pair(name, undefined) : pair(undefined, name))),
      pair('a1', 'a1'),
    ]
    expect(limitQueries([...first, full]).omitted).toBe(1)
    expect(limitQueries([...first, both]).omitted).toBe(1)
    expect(limitQueries([...first, fits]).omitted).toBe(0)
  },
)
