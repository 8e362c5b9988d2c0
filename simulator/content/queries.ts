import { snakeCase } from '../names.ts'
import type { QueryBody } from '../queries/plan.ts'
import type { Measure, Tile } from './catalogue.ts'

const types: Record<Tile['kind'], string> = {
  single: 'single_value',
  line: 'looker_line',
  area: 'looker_area',
  bar: 'looker_bar',
  column: 'looker_column',
  donut: 'looker_pie',
  table: 'looker_grid',
}

export function queryOf(tile: Tile): QueryBody {
  const fields = tileFields(tile)
  return {
    model: 'thelook',
    view: exploreOf(tile),
    fields,
    sorts: fields.slice(-1).map(field => `${field} desc`),
    limit: '500',
    vis_config: { type: types[tile.kind] },
  }
}

export const exploreOf = ({ explore }: Tile): string => explore ?? 'order_items'

/** Returns the fields of a tile's query. Dimensions come first. */
export function tileFields(tile: Tile): string[] {
  const view = exploreOf(tile)
  const by = 'by' in tile ? [snakeCase(tile.by)] : []
  const time = tile.kind === 'line' || tile.kind === 'area' ? ['created_date'] : []
  const measures: Measure[] = 'measures' in tile ? tile.measures : [tile.measure]
  return [...time, ...by, ...measures.map(({ name }) => snakeCase(name))].map(field => `${view}.${field}`)
}

/** Maps the name of a dashboard filter to the field that it filters in the tile's Explore. */
export const listensOf = (tile: Tile): Record<string, string> => listens[exploreOf(tile)] ?? {}

const listens: Record<string, Record<string, string>> = {
  order_items: {
    Date: 'order_items.created_date',
    Region: 'order_items.region',
    Category: 'order_items.category',
  },
  users: { State: 'users.state' },
  inventory_items: { Category: 'inventory_items.category' },
  events: { Date: 'events.created_date', State: 'events.state' },
}
