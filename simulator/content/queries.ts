import type { IQuery } from '@looker/sdk'
import { hash } from '../hash.ts'
import { snakeCase } from '../names.ts'
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

/** The query behind a chart; `owner` tells it from the same one elsewhere. */
export function describeQuery(tile: Tile, owner: string): IQuery {
  const slug = `q${hash(owner).toString(36)}`
  const fields = fieldsOf(tile)
  return {
    id: slug,
    slug,
    model: 'thelook',
    view: exploreOf(tile),
    fields,
    filters: null,
    sorts: fields.slice(-1).map(field => `${field} desc`),
    limit: '500',
    dynamic_fields: null,
    vis_config: { type: types[tile.kind] },
  }
}

export const exploreOf = ({ explore }: Tile): string => explore ?? 'order_items'

/** Dimensions first, as a query has them. */
export function fieldsOf(tile: Tile): string[] {
  const view = exploreOf(tile)
  const by = 'by' in tile ? [snakeCase(tile.by)] : []
  const time = tile.kind === 'line' || tile.kind === 'area' ? ['created_date'] : []
  const measures: Measure[] = 'measures' in tile ? tile.measures : [tile.measure]
  return [...time, ...by, ...measures.map(({ name }) => snakeCase(name))].map(field => `${view}.${field}`)
}
