import { type Dashboard, INVENTORY, MARKETING, RETENTION, SALES, type Tile } from './catalogue.ts'
import type { Kind } from '../model.ts'

export interface Filter {
  name: string
  /** in force where a request does not name it; empty is any value */
  value: string
}

interface SavedQuery {
  id: string
  slug: string
}

/** Ids that Looker does not know, for tests of 404; any other id has content. */
const MISSING = ['404', 'missing', 'missing::dashboard']

/** The filters on every dashboard here; others are ignored, as Looker does. */
export const FILTERS: Filter[] = [
  { name: 'Date', value: 'last 90 days' },
  { name: 'Region', value: '' },
  { name: 'State', value: '' },
  { name: 'Category', value: '' },
]

/** Every dashboard here has the same two tabs; one rendered without tab ids shows both, one below the other. */
export const TABS = [
  { id: '1', label: 'Summary' },
  { id: '2', label: 'Details' },
] as const

const DASHBOARDS = new Map<string, Dashboard>([
  ['42', { title: 'Sales overview', tiles: SALES }],
  ['43', { title: 'Customer retention', tiles: RETENTION }],
  ['44', { title: 'Inventory', tiles: INVENTORY }],
  ['45', { title: 'Marketing performance', tiles: MARKETING }],
  ['thelook::overview', { title: 'The Look: overview', tiles: SALES }],
  ['thelook::sales_overview', { title: 'Sales overview', tiles: SALES }],
  ['thelook::business_pulse', { title: 'Business pulse', tiles: RETENTION }],
  ['thelook::inventory', { title: 'The Look: inventory', tiles: INVENTORY }],
])

const SLUGS = new Map([['Xk3nR8vQ2mTz5pLw9sYd1B', '42']])

const LOOKS = new Map<string, Tile>([
  ['7', { ...(SALES[4] as Tile), title: 'Weekly revenue' }],
  ['8', { ...(SALES[6] as Tile), title: 'Revenue by region' }],
  ['9', { ...(SALES[8] as Tile), title: 'Top products' }],
  ['10', { ...(SALES[5] as Tile), title: 'Revenue by category' }],
  ['11', { ...(RETENTION[3] as Tile), title: 'Active customers by segment' }],
])

const QUERIES: (SavedQuery & { tile: Tile })[] = [
  { id: '1001', slug: 'AbC123xyz', tile: { ...(INVENTORY[4] as Tile), title: 'Units by warehouse' } },
  { id: '1002', slug: 'kQ7topStates', tile: { ...(RETENTION[6] as Tile), title: 'Customers by state' } },
]

/** What stands on the dashboards 42 to 45, and, by chance, on all others. */
export const PLANS = [SALES, RETENTION, INVENTORY, MARKETING]
const AREAS = ['Fulfilment', 'Web traffic', 'Support', 'Returns', 'Pricing', 'Suppliers', 'Stores', 'Finance']

export function exists(id: string): boolean {
  return !MISSING.includes(id)
}

/** Tabs go by their ids on a user-defined dashboard, by their labels on a LookML one. */
export function tabIdsOf(contentId: string): string[] {
  return TABS.map(tab => (contentId.includes('::') ? tab.label : tab.id))
}

export function dashboard(contentId: string): Dashboard {
  const id = SLUGS.get(contentId) ?? contentId
  const [, name] = id.split('::')
  const title = name === undefined ? `${pick(AREAS, id)} ${id}` : titleCase(name)
  return DASHBOARDS.get(id) ?? { title, tiles: pick(PLANS, id) }
}

/** The one chart of a Look, a query or a dashboard element. */
export function chart(kind: Kind, contentId: string): Tile {
  if (kind === 'looks') return LOOKS.get(contentId) ?? madeUp(`Look ${contentId}`, contentId)
  if (kind === 'queries') {
    const { id } = savedQuery(contentId)
    return QUERIES.find(query => query.id === id)?.tile ?? madeUp(`Query ${id}`, id)
  }
  // the tiles of the user-defined dashboards, counted from 19 on
  const elements = PLANS.flat()
  return elements[Number(contentId) - 19] ?? madeUp(`Element ${contentId}`, contentId)
}

/** A saved query by its number or its slug: one not listed gets the other made from the one. */
export function savedQuery(idOrSlug: string): SavedQuery {
  const listed = QUERIES.find(({ id, slug }) => id === idOrSlug || slug === idOrSlug)
  if (listed) return { id: listed.id, slug: listed.slug }
  if (/^\d+$/.test(idOrSlug)) return { id: idOrSlug, slug: `slug${idOrSlug}` }
  const id = /^slug(\d+)$/.exec(idOrSlug)?.[1] ?? String(100_000 + (hash(idOrSlug) % 800_000))
  return { id, slug: idOrSlug }
}

/** The id under which the names of one thing are one. */
export function canonicalId(kind: Kind, id: string): string {
  if (kind === 'queries') return savedQuery(id).id
  return SLUGS.get(id) ?? id
}

export function hash(text: string): number {
  let sum = 2166136261
  for (const letter of text) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 16777619) >>> 0
  return sum
}

/** Of whichever dashboard has it. Throws where none has. */
export function tileTitled(title: string): Tile {
  const tiles = PLANS.flat()
  const found = tiles.find(tile => tile.title === title)
  if (!found) throw new Error(`"add" has to be one of ${tiles.map(tile => tile.title).join(', ')}`)
  return found
}

function madeUp(title: string, id: string): Tile {
  const tiles = PLANS.flat().filter(tile => tile.kind !== 'single')
  return { ...pick(tiles, id), title: `${title}: ${pick(AREAS, id).toLowerCase()}` }
}

function pick<T>(list: T[], id: string): T {
  return list[hash(id) % list.length] as T
}

function titleCase(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
