import pLimit from 'p-limit'
import { ActionError } from '../errors.ts'
import type { Member } from '../input-types.ts'
import { type Target, tileTypesWithoutQuery } from '../model.ts'
import { oneLine } from '../runtime/text.ts'
import { type Clock, valueIfSoon } from '../runtime/time.ts'
import {
  type AnswerBudget,
  type Clean,
  type JsonFields,
  objectIn,
  objectsIn,
  type ResponseReader,
  readList,
  readObject,
} from './http.ts'
import type { Session } from './session.ts'

/** Reads content from Looker. Leaves out entries of an unknown form or kind. */
export type ContentClient = ReturnType<typeof contentClient>

interface ContentInfo {
  title?: string
  deleted: boolean
}

/** A board or a dashboard with its members, in Looker's order. */
export interface Listing extends ContentInfo {
  members: Member[]
}

export interface Folder {
  id: string
  title?: string
  hasChildren: boolean
  /** Whether this is a user's personal folder, or a folder below it. */
  isPersonal: boolean
}

type Convert<T> = (answer: JsonFields, clean: Clean) => T
type Query = Record<string, string | number>

/**
 * The maximum number of calls at the same time. With few calls, Looker can do other work while this action reads
 * hundreds of folders.
 */
const maxConcurrentCalls = 4
const foldersPerPage = 100
/** The limit for all responses together. Even the largest instances need far fewer characters. */
const maxContentCharacters = 100_000_000

interface Host {
  host: string
  clean: Clean
  budget?: AnswerBudget
}

function contentReaders(
  send: Session['send'],
  { host, clean, budget = { left: maxContentCharacters } }: Host,
) {
  const slots = pLimit(maxConcurrentCalls)
  const ask = <T>(path: string, query: Query, read: ResponseReader<T>) =>
    slots(() => send({ method: 'GET', path, query }, read))
  return {
    get<T>(noun: string, path: string, fields: string, convert: Convert<T>) {
      const read = readObject(host, noun, answer => convert(answer, clean), budget)
      return ask(path, { fields }, read)
    },
    list<T>(noun: string, path: string, query: Query, convert: Convert<T | undefined>) {
      const read = readList(host, noun, item => convert(item, clean), budget)
      return ask(path, query, read)
    },
  }
}

/**
 * Each method sends one call, and requests only the needed fields. Looker counts `query` as a query call, and all other
 * methods as administrative calls.
 */
export function contentClient(send: Session['send'], host: Host) {
  const { get, list } = contentReaders(send, host)
  const info = (noun: string, path: string, fields: string) => get(noun, path, fields, readInfo)
  const dashboards = (path: string, fields: string) => list('dashboard', path, { fields }, readDashboard)
  return {
    dashboard: (id: string): Promise<ContentInfo> =>
      info('dashboard', at`/dashboards/${id}`, 'title,deleted'),
    look: (id: string): Promise<ContentInfo> => info('Look', at`/looks/${id}`, 'title,deleted'),
    tile: (id: string): Promise<ContentInfo> =>
      info('dashboard element', at`/dashboard_elements/${id}`, 'title,look(title)'),
    query: (id: string) =>
      get('query', /^\d+$/.test(id) ? at`/queries/${id}` : at`/queries/slug/${id}`, 'id', () => undefined),
    /**
     * Returns all dashboards that the API user may see, including LookML dashboards. Leaves out deleted and hidden
     * dashboards.
     */
    dashboards: (): Promise<Member[]> => dashboards('/dashboards', 'id,title,slug,hidden'),
    /**
     * Returns all folders that the API user may see, including personal folders
     * (https://cloud.google.com/looker/docs/reference/looker-api/latest/methods/Folder/all_folders).
     */
    folders: (): Promise<Pick<Folder, 'id' | 'isPersonal'>[]> =>
      list('folder', '/folders', { fields: 'id,is_personal,is_personal_descendant' }, readFolder),
    folder: (id: string): Promise<Folder | undefined> =>
      get('folder', at`/folders/${id}`, folderFields, readFolder),
    folderDashboards: (id: string): Promise<Member[]> =>
      dashboards(at`/folders/${id}/dashboards`, 'id,title,slug,deleted,hidden'),
    folderLooks: (id: string): Promise<Member[]> =>
      list('Look', at`/folders/${id}/looks`, { fields: 'id,title,deleted' }, readLook),
    /** Returns one page of the direct subfolders. */
    folderChildren: (id: string, offset: number): Promise<Folder[]> =>
      list(
        'folder',
        at`/folders/${id}/children`,
        { fields: folderFields, limit: foldersPerPage, offset },
        readFolder,
      ),
    board: (id: string): Promise<Listing> => get('board', at`/boards/${id}`, boardFields, readBoard),
    tiles: (dashboard: string): Promise<Listing> =>
      get('dashboard', at`/dashboards/${dashboard}`, tilesFields, readTiles),
  }
}

/** Builds a path. Encodes the id, so that it is one segment of the path. */
const at = ([before = '', after = '']: TemplateStringsArray, id: string) =>
  before + encodeURIComponent(id.toWellFormed()) + after

const folderFields = 'id,name,child_count,is_personal,is_personal_descendant'
const boardItemFields = 'board_items(id,title,dashboard_id,look_id,lookml_dashboard_id)'
const boardFields = `title,deleted_at,section_order,board_sections(id,deleted_at,visible_item_order,${boardItemFields})`
const tilesFields = 'title,deleted,dashboard_elements(id,title,type,look(title))'

/** Returns undefined if the dashboard is deleted or hidden. */
function readDashboard(item: JsonFields, clean: Clean): Member | undefined {
  if (item.deleted === true || item.hidden === true) return undefined
  const id = readId(item.id, clean)
  if (id === undefined) return undefined
  const slug = idIn(item.slug)
  return { kind: dashboardKind(id), id, ...(slug && { slug }), ...readTitle(item.title, clean) }
}

function readLook(item: JsonFields, clean: Clean): Member | undefined {
  const id = item.deleted === true ? undefined : readId(item.id, clean)
  if (id === undefined) return undefined
  return { kind: 'look', id, ...readTitle(item.title, clean) }
}

const readInfo = (item: JsonFields, clean: Clean): ContentInfo => ({
  ...readTileTitle(item, clean),
  deleted: item.deleted === true,
})

function readFolder(item: JsonFields, clean: Clean): Folder | undefined {
  const id = readId(item.id, clean)
  if (id === undefined) return undefined
  const isPersonal = item.is_personal === true || item.is_personal_descendant === true
  return { id, ...readTitle(item.name, clean), hasChildren: item.child_count !== 0, isPersonal }
}

const readBoard = (item: JsonFields, clean: Clean): Listing => ({
  ...readTitle(item.title, clean),
  deleted: isDeleted(item),
  members: inGivenOrder(objectsIn(item.board_sections), item.section_order)
    .filter(section => !isDeleted(section))
    .flatMap(visibleItems)
    .flatMap(boardItem => readBoardItem(boardItem, clean) ?? []),
})

const readTiles = (item: JsonFields, clean: Clean): Listing => ({
  ...readInfo(item, clean),
  members: objectsIn(item.dashboard_elements).flatMap(element => readTile(element, clean) ?? []),
})

/** Returns undefined for a link or a text. */
function readBoardItem(item: JsonFields, clean: Clean): Member | undefined {
  const title = readTitle(item.title, clean)
  const dashboard = readId(item.dashboard_id, clean) ?? readId(item.lookml_dashboard_id, clean)
  if (dashboard !== undefined) return { kind: dashboardKind(dashboard), id: dashboard, ...title }
  const look = readId(item.look_id, clean)
  return look === undefined ? undefined : { kind: 'look', id: look, ...title }
}

function readTile(item: JsonFields, clean: Clean): Member | undefined {
  const id = readId(item.id, clean)
  if (id === undefined || tileTypesWithoutQuery.has(item.type)) return undefined
  return { kind: 'dashboard_element', id, ...readTileTitle(item, clean) }
}

const dashboardKind = (id: string) => (id.includes('::') ? 'lookml_dashboard' : 'dashboard')

const isDeleted = ({ deleted_at: at }: JsonFields) => typeof at === 'string'

/** Returns the items that the API user can see. `visible_item_order` contains only the ids of these items. */
function visibleItems({ board_items: items, visible_item_order: order }: JsonFields): JsonFields[] {
  const sorted = inGivenOrder(objectsIn(items), order)
  if (!Array.isArray(order)) return sorted
  const visible = new Set(order.map(String))
  return sorted.filter(({ id }) => visible.has(String(id)))
}

/** Sorts items by the positions of their ids in `order`. Items whose ids are not in `order` come last. */
function inGivenOrder(items: readonly JsonFields[], order: unknown): JsonFields[] {
  const ids = Array.isArray(order) ? order.map(String).reverse() : []
  const places = new Map(ids.map((id, index) => [id, ids.length - index]))
  const place = ({ id }: JsonFields) => places.get(String(id)) ?? ids.length + 1
  return [...items].sort((one, other) => place(one) - place(other))
}

/**
 * Returns an id if it is safe in paths and in the log: a number, a slug, `model::dashboard`, or
 * `model::dashboard::link`.
 * @throws ActionError if the id contains a secret. Without the error, the content would be missing from the results
 */
export function readId(value: unknown, clean: Clean): string | undefined {
  const id = idIn(value)
  if (id === undefined || clean(id) === id) return id
  throw new ActionError(
    'Looker answered with an id that contains a secret of this job, such as the password of a proxy',
    'If the secret is a word that also occurs in names of Looker content, replace it with a longer one.',
  )
}

function idIn(value: unknown): string | undefined {
  if (typeof value !== 'string' && !Number.isSafeInteger(value)) return undefined
  const id = String(value)
  return /^(?!\.\.?$)[^/\\\p{Cc}\p{Cs}]{1,255}$/u.test(id) ? id : undefined
}

function readTileTitle(item: JsonFields, clean: Clean): { title?: string } {
  const own = readTitle(item.title, clean)
  return own.title === undefined ? readTitle(objectIn(item.look).title, clean) : own
}

/**
 * Returns the title on one line, without characters that change the direction of text. Removes secrets first, because a
 * shortened title could contain a part of a secret.
 */
export function readTitle(text: unknown, clean: Clean): { title?: string } {
  if (typeof text !== 'string') return {}
  const plain = clean(text)
    .slice(0, 10_000)
    .replace(/\p{Bidi_Control}/gu, '')
  const title = oneLine(plain, 200)
  return title === '' ? {} : { title }
}

/** Reads the targets' titles while Looker renders. A result waits only briefly for its title. */
export interface Titles {
  /** Begins to read the target's title. A dashboard, Look or tile takes one administrative call. */
  request(target: Target): void
  /** Returns undefined if Looker does not return the title within two seconds. */
  of(target: Target): Promise<string | undefined>
}

export function readTitles(
  client: Pick<ContentClient, 'dashboard' | 'look' | 'tile'>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Titles {
  const titles = new Map<string, Promise<string | undefined>>()
  const keyOf = ({ kind, id }: Target) => `${kind} ${id}`
  return {
    request(target) {
      if (target.title !== undefined || titles.has(keyOf(target))) return
      // Ignores the error: without a title, readers see the target's name. If Looker refuses the target, the render
      // task fails with the reason.
      const title = readContentInfo(target, client).then(
        info => info?.title,
        () => undefined,
      )
      titles.set(keyOf(target), title)
    },
    async of(target) {
      if (target.title !== undefined) return target.title
      const title = titles.get(keyOf(target))
      return title && valueIfSoon(title, { clock, signal })
    },
  }
}

/**
 * Reads a target's entry in Looker, for example its title. Returns undefined for a query, because a query has no title
 * and cannot be deleted.
 */
export async function readContentInfo(
  { kind, id }: Pick<Target, 'kind' | 'id'>,
  client: Pick<ContentClient, 'dashboard' | 'look' | 'tile'>,
): Promise<ContentInfo | undefined> {
  switch (kind) {
    case 'dashboard':
    case 'lookml_dashboard':
      return client.dashboard(id)
    case 'look':
      return client.look(id)
    case 'dashboard_element':
      return client.tile(id)
    case 'query':
      return undefined
  }
}
