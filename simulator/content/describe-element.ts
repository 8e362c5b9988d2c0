import type { IDashboardElement, IDashboardFilter, IQuery } from '@looker/sdk'
import { filtersIn, textMapIn } from '../projects/lookml-tiles.ts'
import { type Block, isBlock, textIn, textsIn } from '../projects/parse-lookml.ts'
import type { QueryBody } from '../queries/plan.ts'
import { describeLook } from './describe-look.ts'
import { dashboardOfElement, elementId } from './elements.ts'
import { dashboardFilters, makeUpTile } from './made-up.ts'
import type { Dashboard, Extra } from './model.ts'
import { listensOf, queryOf } from './queries.ts'
import type { ContentStore } from './store.ts'

/** Describes the tiles of a dashboard. The tiles of LookML dashboards and imported dashboards come from their YAML. */
export function describeElements(store: ContentStore, dashboard: Dashboard): IDashboardElement[] {
  const { id, extras = [] } = dashboard
  const lookml = dashboard.lookml ?? store.lookmlOf(id)?.block
  if (lookml) return describeLookml(store, dashboard, lookml)
  const { tiles } = store.charts(dashboard)
  const charts = tiles.map((tile, place): IDashboardElement => {
    const named = namedElement(id, elementId(id, place, tile), tile.title)
    return { ...named, ...describeChart(store, [{ body: queryOf(tile), listen: listensOf(tile) }]) }
  })
  return [
    ...charts,
    ...extras.map((extra, place) => describeExtra(store, dashboard, extra, tiles.length + place)),
  ]
}

export function describeElement(store: ContentStore, id: string): IDashboardElement | undefined {
  const dashboard = store.dashboard(dashboardOfElement(id) ?? 'missing')
  return dashboard && describeElements(store, dashboard).find(element => element.id === id)
}

/**
 * Describes the filters of a dashboard. The filters of LookML dashboards and imported dashboards come from their YAML.
 * All other dashboards have the same filters.
 */
export function describeFilters(store: ContentStore, { id, lookml }: Dashboard): IDashboardFilter[] {
  const block = lookml ?? store.lookmlOf(id)?.block
  const filters = block
    ? filtersIn(block)
    : dashboardFilters.map(({ name, value }) => ({ name, value, block: {} as Block }))
  return filters.map(({ name, value, block: about }, row) => ({
    id: `${id}-${row + 1}`,
    dashboard_id: id,
    ...{ name, title: textIn(about.title) ?? name, type: textIn(about.type) ?? 'string_filter' },
    default_value: value,
    model: textIn(about.model) ?? null,
    explore: textIn(about.explore) ?? null,
    dimension: textIn(about.field) ?? null,
    row,
  }))
}

const namedElement = (dashboardId: string, id: string, title: string | null): IDashboardElement => ({
  id,
  dashboard_id: dashboardId,
  title,
  title_hidden: false,
  look_id: null,
  query_id: null,
})

interface Source {
  body: QueryBody
  /** Maps the name of a dashboard filter to the field that it filters in this query. */
  listen: Record<string, string>
}

/** Describes a tile with one query, or a tile that merges the results of several queries. */
function describeChart(store: ContentStore, sources: readonly Source[]): IDashboardElement {
  const queries = sources.map(({ body }) => store.queries.remember(body))
  const [first] = queries
  const filterables = sources.map(({ body: { model = '', view = '' }, listen }, place) => ({
    ...{ model, view, name: place === 0 ? '' : `${model}.${view}` },
    listen: Object.entries(listen).map(([filter, field]) => ({ dashboard_filter_name: filter, field })),
  }))
  if (queries.length === 1 && first)
    return {
      type: 'vis',
      query: first,
      query_id: first.id ?? null,
      merge_result_id: null,
      result_maker: { ...makerOf(first), filterables, query: first },
    }
  const { id = '' } = store.queries.merge(queries)
  return {
    type: 'vis',
    merge_result_id: id,
    result_maker: { id: '1', merge_result_id: id, query_id: null, sql_query_id: null, filterables },
  }
}

const makerOf = ({ id, dynamic_fields, sorts, total, vis_config }: IQuery) => ({
  ...{ id: `${id}0`, query_id: id ?? null, merge_result_id: null, sql_query_id: null },
  ...{ dynamic_fields: dynamic_fields ?? null, sorts: sorts ?? null, total: total ?? false },
  vis_config: vis_config ?? null,
})

function describeExtra(
  store: ContentStore,
  { id }: Dashboard,
  extra: Extra,
  place: number,
): IDashboardElement {
  const named = namedElement(id, elementId(id, place, { title: extra }), null)
  if (extra === 'text')
    return { ...named, type: 'text', title_text: 'How to read this', body_text: 'From left.' }
  if (extra === 'button') return { ...named, type: 'button', rich_content_json: '{}' }
  if (extra === 'group') return { ...named, title: 'A group of tiles', type: 'group' }
  if (extra === 'look') {
    const look = store.look('7')
    return { ...named, type: 'vis', look_id: '7', ...(look && { look: describeLook(store, look) }) }
  }
  if (extra === 'sql_runner') {
    const maker = { id: '2', query_id: null, merge_result_id: null, sql_query_id: 's1', filterables: [] }
    return { ...named, title: 'By hand', type: 'vis', result_maker: maker }
  }
  const body = queryOf(makeUpTile('looks', '9'))
  const other: QueryBody = { model: 'thelook', view: 'events', fields: ['events.sessions'], limit: '500' }
  const sources = [
    { body, listen: { Category: 'order_items.category' } },
    { body: other, listen: {} },
  ]
  return { ...named, title: 'Two queries in one', ...describeChart(store, sources) }
}

function describeLookml(store: ContentStore, { id }: Dashboard, block: Block): IDashboardElement[] {
  const elements = (Array.isArray(block.elements) ? block.elements : []).filter(isBlock)
  const [model] = id.includes('::') ? id.split('::') : [undefined]
  return elements.map((element, place) => {
    const title = textIn(element.title) ?? null
    const name = textIn(element.name) ?? title ?? String(place)
    const named = {
      ...namedElement(id, elementId(id, place, { name, title: name }), title),
      lookml_link_id: id.includes('::') ? name : null,
    }
    const type = textIn(element.type)
    if (type === 'text' || type === 'button' || type === 'group')
      return {
        ...named,
        ...{
          type,
          title_text: textIn(element.title_text) ?? null,
          body_text: textIn(element.body_text) ?? null,
        },
      }
    const merged = (Array.isArray(element.merged_queries) ? element.merged_queries : []).filter(isBlock)
    const listens = Array.isArray(element.listen)
      ? element.listen.map(textMapIn)
      : [textMapIn(element.listen)]
    const sources = (merged.length > 0 ? merged : [element]).map((one, at) => ({
      body: bodyOf(one, textIn(element.model) ?? model, type),
      listen: { ...textMapIn(one.listen), ...(listens[at] ?? {}) },
    }))
    return { ...named, ...describeChart(store, sources) }
  })
}

/** Returns the query of an element. `model` applies if the element names no model. */
function bodyOf(element: Block, model: string | undefined, type: string | undefined): QueryBody {
  const listed = (key: string) => (element[key] === undefined ? {} : { [key]: textsIn(element[key]) })
  const { limit, column_limit: columns, dynamic_fields: dynamic } = element
  const own = textIn(element.model) ?? model
  return {
    ...(own !== undefined && { model: own }),
    view: textIn(element.explore) ?? '',
    ...{ ...listed('fields'), ...listed('pivots'), ...listed('fill_fields'), ...listed('sorts') },
    ...(element.filters !== undefined && { filters: textMapIn(element.filters) }),
    ...(textIn(element.filter_expression) && {
      filter_expression: textIn(element.filter_expression) ?? null,
    }),
    limit: limit === undefined ? '500' : String(limit),
    ...(columns !== undefined && { column_limit: String(columns) }),
    ...(element.total === true && { total: true }),
    ...(element.row_total !== undefined && { row_total: String(element.row_total) }),
    ...(dynamic !== undefined && {
      dynamic_fields: typeof dynamic === 'string' ? dynamic : JSON.stringify(dynamic),
    }),
    vis_config: { type: type ?? 'table', ...listed('hidden_fields') },
  }
}
