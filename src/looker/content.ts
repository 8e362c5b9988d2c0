import pLimit from 'p-limit'
import type { Member } from '../input-types.ts'
import type { Secrets } from '../runtime/log.ts'
import {
  type About,
  type Folder,
  type Listing,
  readAbout,
  readBoard,
  readDashboard,
  readFolder,
  readLook,
  readTiles,
} from './content-responses.ts'
import type { Read } from './http.ts'
import { type Fields, readList, readObject } from './json-response.ts'
import type { Session } from './session.ts'

export type ContentClient = ReturnType<typeof contentClient>

type Convert<T> = (answer: Fields, clean: Secrets['clean']) => T
type Query = Record<string, string | number>

/** Calls under way at once: a tree of hundreds of folders does not keep Looker from other work. */
const maxAtOnce = 4
/** A page of a folder's subfolders. */
const foldersPerPage = 100

interface Host {
  host: string
  clean: Secrets['clean']
}

/** How a call is sent, and its answer read. */
function readers(send: Session['send'], { host, clean }: Host) {
  const slots = pLimit(maxAtOnce)
  const ask = <T>(path: string, query: Query, read: Read<T>) =>
    slots(() => send({ method: 'GET', path, query }, read))
  return {
    get<T>(what: string, path: string, fields: string, convert: Convert<T>) {
      const read = readObject(host, what, answer => convert(answer, clean))
      return ask(path, { fields }, read)
    },
    list<T>(what: string, path: string, query: Query, convert: Convert<T | undefined>) {
      const read = readList(host, what, item => convert(item, clean))
      return ask(path, query, read)
    },
  }
}

/**
 * What stands in Looker and what belongs together: a call a line, administrative (`non_query` in the description of API
 * 4.0) where nothing else is said. Each asks for the fields that are read, and for no others.
 */
export function contentClient(send: Session['send'], host: Host) {
  const { get, list } = readers(send, host)
  const about = (what: string, path: string, fields: string) => get(what, path, fields, readAbout)
  const dashboards = (path: string, fields: string) => list('dashboard', path, { fields }, readDashboard)
  return {
    dashboard: (id: string): Promise<About> => about('dashboard', at`/dashboards/${id}`, 'title,deleted'),
    look: (id: string): Promise<About> => about('Look', at`/looks/${id}`, 'title,deleted'),
    tile: (id: string): Promise<About> =>
      about('dashboard element', at`/dashboard_elements/${id}`, 'title,look(title)'),
    /** A query call. */
    query: (id: string) =>
      get('query', /^\d+$/.test(id) ? at`/queries/${id}` : at`/queries/slug/${id}`, 'id', () => undefined),
    /** All that the API user may see, LookML dashboards included; neither deleted nor hidden ones. */
    dashboards: (): Promise<Member[]> => dashboards('/dashboards', 'id,title,slug,hidden'),
    folder: (id: string): Promise<Folder | undefined> =>
      get('folder', at`/folders/${id}`, folder, readFolder),
    folderDashboards: (id: string): Promise<Member[]> =>
      dashboards(at`/folders/${id}/dashboards`, 'id,title,slug,deleted,hidden'),
    folderLooks: (id: string): Promise<Member[]> =>
      list('Look', at`/folders/${id}/looks`, { fields: 'id,title,deleted' }, readLook),
    /** A page of the subfolders right below it. */
    folderChildren: (id: string, offset: number): Promise<Folder[]> =>
      list(
        'folder',
        at`/folders/${id}/children`,
        { fields: folder, limit: foldersPerPage, offset },
        readFolder,
      ),
    board: (id: string): Promise<Listing> => get('board', at`/boards/${id}`, board, readBoard),
    tiles: (dashboard: string): Promise<Listing> =>
      get('dashboard', at`/dashboards/${dashboard}`, tiles, readTiles),
  }
}

/** A path in which the id is one part, whatever it holds. */
const at = ([before = '', after = '']: TemplateStringsArray, id: string) =>
  before + encodeURIComponent(id.toWellFormed()) + after

const folder = 'id,name,child_count,is_personal,is_personal_descendant'
const items = 'board_items(id,title,dashboard_id,look_id,lookml_dashboard_id)'
const board = `title,deleted_at,section_order,board_sections(id,deleted_at,visible_item_order,${items})`
const tile =
  'id,title,look_id,merge_result_id,query(view),look(title),result_maker(query(view),filterables(view))'
const tiles = `title,deleted,dashboard_elements(${tile})`
