import { hash } from '../hash.ts'
import type { Kind } from '../model.ts'
import { titleCase } from '../names.ts'
import { type Charts, type Filter, inventory, marketing, retention, sales, type Tile } from './catalogue.ts'

interface SavedQuery {
  id: string
  slug: string
}

/** Ids for which the simulator answers 404. Every other id has content. */
const missingIds = ['404', 'missing', 'missing::dashboard']

/** The filters of every made-up dashboard. As in Looker, a dashboard ignores filters that it does not have. */
export const dashboardFilters: Filter[] = [
  { name: 'Date', value: 'last 90 days' },
  { name: 'Region', value: '' },
  { name: 'State', value: '' },
  { name: 'Category', value: '' },
]

/** The tabs of every made-up dashboard. A render task without tab ids shows both tabs, one below the other. */
export const dashboardTabs = [
  { id: '1', label: 'Summary' },
  { id: '2', label: 'Details' },
] as const

const namedDashboards = new Map<string, Charts>([
  ['42', { title: 'Sales overview', tiles: sales }],
  ['43', { title: 'Customer retention', tiles: retention }],
  ['44', { title: 'Inventory', tiles: inventory }],
  ['45', { title: 'Marketing performance', tiles: marketing }],
  ['thelook::overview', { title: 'The Look: overview', tiles: sales }],
  ['thelook::sales_overview', { title: 'Sales overview', tiles: sales }],
  ['thelook::business_pulse', { title: 'Business pulse', tiles: retention }],
  ['thelook::inventory', { title: 'The Look: inventory', tiles: inventory }],
])

const slugs = new Map([['Xk3nR8vQ2mTz5pLw9sYd1B', '42']])

const namedLooks = new Map<string, Tile>([
  ['7', { ...(sales[4] as Tile), title: 'Weekly revenue' }],
  ['8', { ...(sales[6] as Tile), title: 'Revenue by region' }],
  ['9', { ...(sales[8] as Tile), title: 'Top products' }],
  ['10', { ...(sales[5] as Tile), title: 'Revenue by category' }],
  ['11', { ...(retention[3] as Tile), title: 'Active customers by segment' }],
])

const savedQueries: (SavedQuery & { tile: Tile })[] = [
  { id: '1001', slug: 'AbC123xyz', tile: { ...(inventory[4] as Tile), title: 'Units by warehouse' } },
  { id: '1002', slug: 'kQ7topStates', tile: { ...(retention[6] as Tile), title: 'Customers by state' } },
]

/**
 * The tiles of the dashboards 42 to 45. Every other made-up dashboard has the tiles of one of these four dashboards.
 */
export const tilePlans = [sales, retention, inventory, marketing]
const areas = ['Fulfilment', 'Web traffic', 'Support', 'Returns', 'Pricing', 'Suppliers', 'Stores', 'Finance']

export function isKnown(id: string): boolean {
  return !missingIds.includes(id)
}

/** Returns the ids of the tabs. The tabs of a LookML dashboard have no ids, so their labels are returned. */
export function tabIdsOf(contentId: string): string[] {
  return dashboardTabs.map(tab => (contentId.includes('::') ? tab.label : tab.id))
}

export function makeUpDashboard(contentId: string): Charts {
  const id = slugs.get(contentId) ?? contentId
  const [, name] = id.split('::')
  const title = name === undefined ? `${pick(areas, id)} ${id}` : titleCase(name)
  return namedDashboards.get(id) ?? { title, tiles: pick(tilePlans, id) }
}

export function makeUpTile(kind: Kind, contentId: string): Tile {
  if (kind === 'looks') return namedLooks.get(contentId) ?? makeUpChart(`Look ${contentId}`, contentId)
  if (kind === 'queries') {
    const { id } = findQuery(contentId)
    return savedQueries.find(query => query.id === id)?.tile ?? makeUpChart(`Query ${id}`, id)
  }
  // The elements with an id are the tiles of the user-defined dashboards. The first id is 19.
  const elements = tilePlans.flat()
  return elements[Number(contentId) - 19] ?? makeUpChart(`Element ${contentId}`, contentId)
}

/**
 * Finds a saved query by its number or its slug. For an unknown query, makes up the number or slug that was not given.
 */
export function findQuery(idOrSlug: string): SavedQuery {
  const listed = savedQueries.find(({ id, slug }) => id === idOrSlug || slug === idOrSlug)
  if (listed) return { id: listed.id, slug: listed.slug }
  if (/^\d+$/.test(idOrSlug)) return { id: idOrSlug, slug: `slug${idOrSlug}` }
  const id = /^slug(\d+)$/.exec(idOrSlug)?.[1] ?? String(100_000 + (hash(idOrSlug) % 800_000))
  return { id, slug: idOrSlug }
}

export function canonicalId(kind: Kind, id: string): string {
  if (kind === 'queries') return findQuery(id).id
  return slugs.get(id) ?? id
}

/**
 * Finds a tile by its title. Searches all dashboards.
 * @throws if no tile has this title
 */
export function findTile(title: string): Tile {
  const tiles = tilePlans.flat()
  const found = tiles.find(tile => tile.title === title)
  if (!found) throw new Error(`"add" has to be one of ${tiles.map(tile => tile.title).join(', ')}`)
  return found
}

function makeUpChart(title: string, id: string): Tile {
  const tiles = tilePlans.flat().filter(tile => tile.kind !== 'single')
  return { ...pick(tiles, id), title: `${title}: ${pick(areas, id).toLowerCase()}` }
}

function pick<T>(list: T[], id: string): T {
  return list[hash(id) % list.length] as T
}
