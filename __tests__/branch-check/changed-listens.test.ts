import { composeDashboard } from '../../src/affected/compose-dashboards.ts'
import { readDashboards } from '../../src/affected/lookml-dashboards.ts'
import { withListenChange, withListens } from '../../src/branch-check/changed-listens.ts'
import { pairTiles } from '../../src/branch-check/check-tile.ts'
import { lookmlTiles } from '../../src/branch-check/read-tiles.ts'
import type { TileCheck } from '../../src/branch-report.ts'

const surroundings = {
  model: 'thelook',
  filters: new Map(),
  constants: new Map([['field', 'orders.region']]),
}

function tilesOf(text: string) {
  const all = readDashboards('sales.dashboard.lookml', text)
  const dashboard = composeDashboard('sales', name => all.filter(one => one.name === name))
  if (!dashboard) throw new Error('There is no dashboard')
  return withListens(lookmlTiles(dashboard, surroundings), dashboard, surroundings)
}

const same: TileCheck = { title: 'A', explore: '', sql: 'same', numbers: 'unchanged', queries: [] }

/** Checks the first tile, whose SQL and numbers are the same. */
const checked = (before: string, after: string, tile = same) =>
  withListenChange(tile, pairTiles(tilesOf(before), tilesOf(after))[0] ?? {})

const region = '{name: Region, type: field_filter, explore: orders, field: orders.region}'
const day = '{name: Day, type: date_filter}'

const sales = (listen: string, filters = `[${region}, ${day}]`) => `- dashboard: sales
  elements:
  - {name: a, explore: orders, fields: [orders.id], listen: ${listen}}
  filters: ${filters}
`

const both = '{Region: orders.region, Day: orders.day}'
const renamed = `[${region.replace('Region', 'Area')}, ${day}]`

describe('a tile of a LookML dashboard with the same SQL and numbers', () => {
  test.each([
    ['without', sales('{Region: orders.region}'), 'no longer listens to the filter Day'],
    ['without filters', sales('{}'), 'no longer listens to the filters Day, Region'],
    [
      'with another field',
      sales('{Region: orders.channel, Day: orders.day}'),
      'listens to the filter Region with the field orders.channel instead of orders.region',
    ],
    ['of a removed filter', sales(both, `[${day}]`), 'no longer listens to the filter Region'],
    [
      'of a renamed filter',
      sales('{Area: orders.region, Day: orders.day}', renamed),
      'no longer listens to the filter Region; now listens to the filter Area (orders.region)',
    ],
    [
      'of a filter with another field',
      sales(both, `[${region.replace('orders.region', 'orders.state')}, ${day}]`),
      'listens to the filter Region, which has the field orders.state instead of orders.region',
    ],
    [
      'of a filter with another Explore',
      sales(both, `[${region.replace('explore: orders', 'explore: sales')}, ${day}]`),
      'listens to the filter Region, which has the Explore thelook::sales instead of thelook::orders',
    ],
    [
      'of a filter with another model',
      sales(both, `[${region.replace('explore', 'model: shop, explore')}, ${day}]`),
      'listens to the filter Region, which has the Explore shop::orders instead of thelook::orders',
    ],
    [
      'of a filter without a field',
      sales(both, `[{name: Region, explore: orders}, ${day}]`),
      'listens to the filter Region, which has the field none instead of orders.region',
    ],
  ])('a tile that listens to other filters is changed: %s', (_, after, message) => {
    const tile = checked(sales(both), after)
    expect(tile).toMatchObject({ sql: 'same', numbers: 'changed' })
    expect(tile.error?.message).toBe(message)
  })

  test.each([
    ['the order', sales('{Day: orders.day, Region: orders.region}', `[${day}, ${region}]`)],
    ['quotes', sales('{"Region": "orders.region", \'Day\': \'orders.day\'}')],
    ['a constant with the same value', sales('{Region: "@{field}", Day: orders.day}')],
    ['a filter that the dashboard does not have', sales('{Region: orders.region, Day: orders.day, No: x}')],
    ['the default model', sales(both, `[${region.replace('explore', 'model: thelook, explore')}, ${day}]`)],
    ['another tile', sales(both).replace('  filters', '  - {name: b, explore: orders}\n  filters')],
  ])('a tile is not changed if its filters differ only in %s', (_, after) =>
    expect(checked(sales(both), after)).toBe(same),
  )

  test('filters and tiles of extended dashboards are compared after both are merged', () => {
    const extending = (more: string) =>
      `${sales(both).replace('sales', 'base')}- dashboard: sales\n  extends: base\n${more}`
    expect(checked(sales(both), extending(''))).toBe(same)
    const other = extending('  elements:\n  - {name: a, listen: {Region: orders.channel}}\n')
    expect(checked(extending(''), other).error?.message).toBe(
      'no longer listens to the filter Day; listens to the filter Region with the field orders.channel instead of orders.region',
    )
  })

  test('the query of merged results that listens to other filters is named', () => {
    const merged = (listen: string) => `- dashboard: sales
  elements:
  - name: a
    merged_queries:
    - {name: orders, explore: orders, fields: [orders.id]}
    - {name: users, explore: users, fields: [users.id]}
    listen: ${listen}
  filters: [${day}]
`
    const tile = checked(
      merged('[{Day: orders.day}, {Day: users.day}]'),
      merged('[{Day: orders.day}, {Day: users.born}]'),
    )
    expect(tile.error?.message).toBe(
      'users: listens to the filter Day with the field users.born instead of users.day',
    )
  })
})

test('without results, a tile that listens to other filters has changed SQL', () => {
  const { numbers: _, ...onlySql } = same
  const tile = checked(sales(both), sales('{Day: orders.day}'), onlySql)
  expect(tile).toMatchObject({
    sql: 'changed',
    error: { message: 'only with other values of its filters: no longer listens to the filter Region' },
  })
  expect(tile.numbers).toBeUndefined()
})

test.each([
  ['changed', { numbers: 'changed' }],
  ['broken', { sql: 'broken', numbers: 'broken' }],
  ['failing', { sql: 'failing' }],
] as const)('a tile that is %s keeps its state if it listens to other filters', (_, state) => {
  const tile: TileCheck = { ...same, ...state }
  expect(checked(sales(both), sales('{}'), tile)).toBe(tile)
})

test('a new tile keeps its state', () =>
  expect(withListenChange({ ...same, sql: 'new' }, { head: tilesOf(sales(both))[0] }).sql).toBe('new'))
