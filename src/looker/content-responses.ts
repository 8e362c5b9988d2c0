import type { Member } from '../input-types.ts'
import { isObject } from '../runtime/json.ts'
import type { Secrets } from '../runtime/log.ts'
import { oneLine } from '../runtime/text.ts'
import { type Fields, fieldsIn, objectsIn } from './json-response.ts'

/*
 * What Looker tells of content. Entries in a shape that nobody knows, and kinds that came later, count as not there.
 */

export interface About {
  title?: string
  /** It is in Looker's trash. */
  deleted: boolean
}

/** What a board or a dashboard holds, in the order in which people see it. */
export interface Listing extends About {
  members: Member[]
}

export interface Folder {
  id: string
  title?: string
  hasChildren: boolean
  /** A user's own folder, or one below it. */
  isPersonal: boolean
}

/** Takes secrets out of text. */
type Clean = Secrets['clean']

/** Undefined where it is deleted or hidden. */
export function readDashboard(item: Fields, clean: Clean): Member | undefined {
  const id = readId(item.id, clean)
  if (id === undefined || item.deleted === true || item.hidden === true) return undefined
  const slug = readId(item.slug, clean)
  return { kind: dashboardKind(id), id, ...(slug && { slug }), ...readTitle(item.title, clean) }
}

/** Undefined where it is deleted. */
export function readLook(item: Fields, clean: Clean): Member | undefined {
  const id = readId(item.id, clean)
  if (id === undefined || item.deleted === true) return undefined
  return { kind: 'look', id, ...readTitle(item.title, clean) }
}

export const readAbout = (item: Fields, clean: Clean): About => ({
  ...readTileTitle(item, clean),
  deleted: item.deleted === true,
})

export function readFolder(item: Fields, clean: Clean): Folder | undefined {
  const id = readId(item.id, clean)
  if (id === undefined) return undefined
  const isPersonal = item.is_personal === true || item.is_personal_descendant === true
  return { id, ...readTitle(item.name, clean), hasChildren: item.child_count !== 0, isPersonal }
}

export const readBoard = (item: Fields, clean: Clean): Listing => ({
  ...readTitle(item.title, clean),
  deleted: isGone(item),
  members: inOrder(objectsIn(item.board_sections), item.section_order)
    .filter(section => !isGone(section))
    .flatMap(visibleItems)
    .flatMap(found => readBoardItem(found, clean) ?? []),
})

export const readTiles = (item: Fields, clean: Clean): Listing => ({
  ...readAbout(item, clean),
  members: objectsIn(item.dashboard_elements).flatMap(found => readTile(found, clean) ?? []),
})

/** A link or a text on a board is no member. */
function readBoardItem(item: Fields, clean: Clean): Member | undefined {
  const title = readTitle(item.title, clean)
  const dashboard = readId(item.dashboard_id, clean) ?? readId(item.lookml_dashboard_id, clean)
  if (dashboard !== undefined) return { kind: dashboardKind(dashboard), id: dashboard, ...title }
  const look = readId(item.look_id, clean)
  return look === undefined ? undefined : { kind: 'look', id: look, ...title }
}

/** A text, a button and whatever else shows no data is no member. */
function readTile(item: Fields, clean: Clean): Member | undefined {
  const id = readId(item.id, clean)
  if (id === undefined || !hasQuery(item)) return undefined
  return { kind: 'dashboard_element', id, ...readTileTitle(item, clean) }
}

/** A tile draws its own query, that of a Look, or several that are merged (`result_maker`, `merge_result_id`). */
function hasQuery({ query, look, look_id, result_maker, merge_result_id }: Fields): boolean {
  const made = fieldsIn(result_maker)
  return (
    [query, look, made.query].some(isObject) ||
    objectsIn(made.filterables).length > 0 ||
    [look_id, merge_result_id].some(found => typeof found === 'string' && found !== '')
  )
}

/** A LookML dashboard's id is `model::dashboard`. */
const dashboardKind = (id: string) => (id.includes('::') ? 'lookml_dashboard' : 'dashboard')

const isGone = ({ deleted_at: at }: Fields) => typeof at === 'string'

/** The API user does not see items that the section's order does not name. */
function visibleItems({ board_items: items, visible_item_order: order }: Fields): Fields[] {
  const sorted = inOrder(objectsIn(items), order)
  return Array.isArray(order) ? sorted.filter(({ id }) => order.map(String).includes(String(id))) : sorted
}

/** Items that the order does not name come last. */
function inOrder(items: readonly Fields[], order: unknown): Fields[] {
  const ids = Array.isArray(order) ? order.map(String) : []
  const place = ({ id }: Fields) => (ids.includes(String(id)) ? ids.indexOf(String(id)) : ids.length)
  return [...items].sort((one, other) => place(one) - place(other))
}

/** What can stand in a path and in the log: a number, a slug, `model::dashboard`, `model::dashboard::link`. */
function readId(value: unknown, clean: Clean): string | undefined {
  if (typeof value !== 'string' && !Number.isSafeInteger(value)) return undefined
  const id = String(value)
  return /^(?!\.\.?$)[^/\\\p{Cc}\p{Cs}]{1,255}$/u.test(id) && clean(id) === id ? id : undefined
}

/** A tile that shows a Look has the Look's title unless it has its own. */
function readTileTitle(item: Fields, clean: Clean): { title?: string } {
  const own = readTitle(item.title, clean)
  return own.title === undefined ? readTitle(fieldsIn(item.look).title, clean) : own
}

/** On one line, without what turns the direction of the text around it. Secrets go before anything is cut. */
function readTitle(text: unknown, clean: Clean): { title?: string } {
  if (typeof text !== 'string') return {}
  const plain = clean(text)
    .slice(0, 10_000)
    .replace(/\p{Bidi_Control}/gu, '')
  const title = oneLine(plain, 200)
  return title === '' ? {} : { title }
}
