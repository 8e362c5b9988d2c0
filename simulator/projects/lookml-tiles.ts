import type { Dashboard, Measure, Tile } from '../content/catalogue.ts'
import { exploreOf, fieldsOf } from '../content/queries.ts'
import type { LookmlDashboard } from './lookml.ts'
import { findField, measureOf, type QueryField, shareOf } from './lookml-figures.ts'
import type { LookmlModel } from './lookml-model.ts'
import { type Block, isBlock, textIn, textsIn } from './parse-lookml.ts'

const kinds: Record<string, Tile['kind']> = {
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

/** A LookML dashboard as charts; an element without a query is left out, as one whose fields are gone. */
export function chartsOf(models: readonly LookmlModel[], dashboard: LookmlDashboard): Dashboard {
  const { title, block } = dashboard
  const elements = (Array.isArray(block.elements) ? block.elements : []).filter(isBlock)
  return { title, tiles: elements.flatMap(element => tileOf(models, dashboard.model, element) ?? []) }
}

function tileOf(models: readonly LookmlModel[], own: string, element: Block): Tile | undefined {
  const model = models.find(({ name }) => name === (textIn(element.model) ?? own))
  const explore = textIn(element.explore) ?? ''
  if (!model || !element.fields) return undefined
  const fields = textsIn(element.fields).flatMap(name => findField(model, explore, name) ?? [])
  const dimensions = fields.filter(({ kind }) => kind === 'dimension')
  const measures = countedBy(dimensions, fields.filter(({ kind }) => kind === 'measure').map(measureOf))
  const [measure] = measures
  if (!measure) return undefined
  const kind = kinds[textIn(element.type) ?? ''] ?? 'table'
  const tab = Number(element.tab ?? 0) === 1 ? (1 as const) : (0 as const)
  const common = { title: textIn(element.title) ?? measure.name, span: spanOf(element, kind), tab, explore }
  const by = dimensions.at(-1)?.label ?? 'Product'
  if (kind === 'single') return { ...common, kind, measure }
  if (kind === 'line') return { ...common, kind, measures }
  return kind === 'table' ? { ...common, kind, measures, by } : { ...common, kind, measure, by }
}

/** Numbers are split anew where a dimension's LookML changes; their sum stays. */
const countedBy = (dimensions: QueryField[], measures: Measure[]): Measure[] =>
  measures.map(measure => ({ ...measure, parts: dimensions.map(({ fingerprint }) => fingerprint).join() }))

/** Looker's grid has 24 columns. */
const spanOf = ({ width }: Block, kind: Tile['kind']): number =>
  Number(width) >= 2 ? Math.min(12, Math.round(Number(width) / 2)) : spans[kind]

/** A chart of the catalogue, its numbers as the model's LookML now has them; others stay as they are. */
export function recounted(model: LookmlModel, tile: Tile): Tile {
  const fields = fieldsOf(tile).map(name => findField(model, exploreOf(tile), name))
  const dimensions = fields.flatMap(field => (field?.kind === 'dimension' ? [field] : []))
  const measures = 'measures' in tile ? tile.measures : [tile.measure]
  const counted = measures.map((measure, place): Measure => {
    const field = fields[fields.length - measures.length + place]
    if (!field) return measure
    const parts = dimensions.map(({ fingerprint }) => fingerprint).join()
    return { ...measure, level: measure.level * shareOf(field.fingerprint), parts }
  })
  return 'measures' in tile ? { ...tile, measures: counted } : { ...tile, measure: counted[0] as Measure }
}
