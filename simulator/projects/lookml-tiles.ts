import type { Charts, Filter, Measure, Tile } from '../content/catalogue.ts'
import { exploreOf, listensOf, tileFields } from '../content/queries.ts'
import { ExploreSql, type Mode, type SqlField } from '../queries/explore-sql.ts'
import { windowOf } from '../queries/filters.ts'
import type { QueryBody } from '../queries/plan.ts'
import { splitOf } from '../queries/results.ts'
import type { LookmlDashboard } from './lookml.ts'
import { measureOf } from './lookml-figures.ts'
import type { LookmlModel } from './lookml-model.ts'
import { type Block, isBlock, textIn, textsIn } from './parse-lookml.ts'

const tileKinds: Record<string, Tile['kind']> = {
  single_value: 'single',
  looker_line: 'line',
  looker_area: 'area',
  looker_bar: 'bar',
  looker_column: 'column',
  looker_pie: 'donut',
}
const spans: Record<Tile['kind'], number> = {
  single: 3,
  line: 8,
  area: 6,
  bar: 6,
  column: 6,
  donut: 4,
  table: 6,
}

/** Converts a LookML dashboard to charts. Leaves out an element if it has no query or no known measure. */
export function chartsOf(
  models: readonly LookmlModel[],
  dashboard: LookmlDashboard,
  mode: Mode = 'production',
): Charts {
  const { title, block, model } = dashboard
  const elements = (Array.isArray(block.elements) ? block.elements : []).filter(isBlock)
  const filters = filtersIn(block).map(({ name, value }) => ({ name, value }))
  const tiles = elements.flatMap(element => tileOf(models, { model, element, mode }) ?? [])
  return { title, tiles, ...(filters.length > 0 && { filters }) }
}

/** Returns the filters of a dashboard, each with its LookML. */
export function filtersIn({ filters }: Block): (Filter & { block: Block })[] {
  const blocks = (Array.isArray(filters) ? filters : []).filter(isBlock)
  return blocks.map(block => ({
    name: textIn(block.name) ?? '',
    value: block.default_value === undefined ? '' : String(block.default_value),
    block,
  }))
}

/** Reads a parameter of an element that maps texts to texts, for example `filters` or `listen`. */
export function textMapIn(value: unknown): Record<string, string> {
  const blocks = (Array.isArray(value) ? value : [value]).filter(isBlock)
  return Object.fromEntries(
    blocks.flatMap(block => Object.entries(block)).map(([key, text]) => [key, String(text)]),
  )
}

function tileOf(
  models: readonly LookmlModel[],
  { model: own, element, mode }: { model: string; element: Block; mode: Mode },
): Tile | undefined {
  const model = models.find(({ name }) => name === (textIn(element.model) ?? own))
  const explore = textIn(element.explore) ?? ''
  if (!model?.explore(explore) || !element.fields) return undefined
  const sql = new ExploreSql(model, explore, mode)
  const fields = textsIn(element.fields).flatMap(name => sql.field(name) ?? [])
  const dimensions = fields.filter(({ kind }) => kind === 'dimension')
  const measures = fields.filter(({ kind }) => kind === 'measure').map(measureOf)
  const [measure] = measures
  if (!measure) return undefined
  const kind = tileKinds[textIn(element.type) ?? ''] ?? 'table'
  const tab = Number(element.tab ?? 0) === 1 ? (1 as const) : (0 as const)
  const title = textIn(element.title) ?? measure.name
  const name = textIn(element.name)
  const common = {
    ...{ title, span: gridSpan(element, kind), tab, explore, ...(name !== undefined && { name }) },
    ...narrowed(sql, dimensions, { filters: textMapIn(element.filters), listen: textMapIn(element.listen) }),
  }
  const pivots = textsIn(element.pivots)
  const pivot = dimensions.find(({ name }) => pivots.includes(name))?.label
  const by = dimensions.filter(({ name }) => !pivots.includes(name)).at(-1)?.label ?? 'Product'
  if (kind === 'single') return { ...common, kind, measure }
  if (kind === 'line') return { ...common, kind, measures }
  if (kind === 'table') return { ...common, kind, measures, by, ...(pivot !== undefined && { pivot }) }
  return { ...common, kind, measure, by }
}

/**
 * Returns the chart of a query. The query's `vis_config` decides the kind of chart. Returns undefined for a query
 * without a measure.
 */
export function tileOfQuery(models: readonly LookmlModel[], body: QueryBody, mode: Mode): Tile | undefined {
  const { model = '', view, fields, pivots, filters, vis_config: vis } = body
  return tileOf(models, { model, mode, element: { explore: view, fields, pivots, filters, type: vis?.type } })
}

type Narrowed = Pick<Tile, 'splits' | 'filters' | 'listen'>

function narrowed(
  sql: ExploreSql,
  dimensions: readonly SqlField[],
  { filters, listen }: { filters: Record<string, string>; listen: Record<string, string> },
): Narrowed {
  const named = [...Object.keys(filters), ...Object.values(listen)].flatMap(name => sql.field(name) ?? [])
  const all = [...dimensions, ...named.filter(({ kind }) => kind === 'dimension')]
  const labels = new Map(named.map(({ name, label }) => [name, label]))
  const byLabel = (entries: [string, string][]) => Object.fromEntries(entries)
  return {
    splits: byLabelOf(all),
    filters: byLabel(Object.entries(filters).flatMap(([name, value]) => pairOf(labels.get(name), value))),
    listen: byLabel(Object.entries(listen).flatMap(([filter, name]) => pairOf(filter, labels.get(name)))),
  }
}

const pairOf = (one: string | undefined, other: string | undefined): [string, string][] =>
  one === undefined || other === undefined ? [] : [[one, other]]

function byLabelOf(fields: readonly SqlField[]): NonNullable<Tile['splits']> {
  const entries = fields.map(field => {
    const split = splitOf(field, windowOf(''))
    // The values of a time dimension depend on the dashboard's filter, so they are not set here. A chart shows at most
    // a hundred parts.
    return [field.label, { ...split, values: split.isTime ? [] : split.values.slice(0, 100) }] as const
  })
  return Object.fromEntries(entries)
}

/** Converts the width of an element from Looker's 24 columns to the simulator's twelve columns. */
const gridSpan = ({ width }: Block, kind: Tile['kind']): number =>
  Number(width) >= 2 ? Math.min(12, Math.round(Number(width) / 2)) : spans[kind]

/** Returns a chart of the catalogue with numbers that depend on the model's LookML. */
export function recounted(model: LookmlModel, tile: Tile, mode: Mode): Tile {
  const sql = new ExploreSql(model, exploreOf(tile), mode)
  const fields = tileFields(tile).map(name => sql.field(name))
  const dimensions = fields.flatMap(field => (field?.kind === 'dimension' ? [field] : []))
  const measures = 'measures' in tile ? tile.measures : [tile.measure]
  const counted = measures.map((measure, place): Measure => {
    const field = fields[fields.length - measures.length + place]
    return field ? { ...measure, level: measure.level * field.share } : measure
  })
  const common = narrowed(sql, dimensions, { filters: {}, listen: listensOf(tile) })
  return 'measures' in tile
    ? { ...tile, ...common, measures: counted }
    : { ...tile, ...common, measure: counted[0] as Measure }
}
