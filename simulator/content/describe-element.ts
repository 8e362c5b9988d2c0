import type { IDashboardElement } from '@looker/sdk'
import { snakeCase } from '../names.ts'
import { describeLook } from './describe-look.ts'
import { dashboardOfElement, elementId } from './elements.ts'
import { makeUpTile } from './made-up.ts'
import type { Dashboard, Extra } from './model.ts'
import { describeQuery } from './queries.ts'
import type { ContentStore } from './store.ts'

export function describeElements(store: ContentStore, dashboard: Dashboard): IDashboardElement[] {
  const { id, extras = [] } = dashboard
  const { tiles } = store.charts(dashboard)
  const charts = tiles.map((tile, place): IDashboardElement => {
    const element = elementId(id, place, tile.title)
    const query = describeQuery(tile, element)
    const link = id.includes('::') ? snakeCase(tile.title) : null
    return {
      ...namedElement(id, element, tile.title),
      type: 'vis',
      query,
      query_id: query.id ?? null,
      lookml_link_id: link,
    }
  })
  return [
    ...charts,
    ...extras.map((extra, place) => describeExtra(store, dashboard, extra, tiles.length + place)),
  ]
}

/** An element by its own id. */
export function describeElement(store: ContentStore, id: string): IDashboardElement | undefined {
  const dashboard = store.dashboard(dashboardOfElement(id) ?? 'missing')
  return dashboard && describeElements(store, dashboard).find(element => element.id === id)
}

const namedElement = (dashboardId: string, id: string, title: string | null): IDashboardElement => ({
  id,
  dashboard_id: dashboardId,
  title,
  title_hidden: false,
  look_id: null,
  query_id: null,
})

function describeExtra(
  store: ContentStore,
  { id }: Dashboard,
  extra: Extra,
  place: number,
): IDashboardElement {
  const element = elementId(id, place, extra)
  if (extra === 'text')
    return {
      ...namedElement(id, element, null),
      type: 'text',
      title_text: 'How to read this',
      body_text: 'From left.',
    }
  if (extra === 'button')
    return { ...namedElement(id, element, null), type: 'button', rich_content_json: '{}' }
  if (extra === 'sql')
    return {
      ...namedElement(id, element, 'Orders by SQL'),
      type: 'vis',
      result_maker: { id: '2', sql_query_id: 'sQ7', filterables: [] },
    }
  if (extra === 'group') return { ...namedElement(id, element, 'A group of tiles'), type: 'tile_group' }
  if (extra === 'look') {
    const look = store.look('7')
    return {
      ...namedElement(id, element, null),
      type: 'vis',
      look_id: '7',
      ...(look && { look: describeLook(store, look) }),
    }
  }
  const query = describeQuery(makeUpTile('looks', '9'), element)
  const filterables = [query, { model: 'thelook', view: 'events' }].map(({ model, view }) => ({
    model,
    view,
  }))
  return {
    ...namedElement(id, element, 'Two queries in one'),
    type: 'vis',
    merge_result_id: 'm1',
    result_maker: { id: '1', merge_result_id: 'm1', filterables },
  }
}
