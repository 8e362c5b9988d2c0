/**
 * The content of a simulated Looker: a tree of folders, the dashboards and Looks in these folders, and boards that link
 * to dashboards and Looks. For an unlisted id, made-up.ts makes up a dashboard or Look in the folder Shared.
 */
export interface Content {
  folders: Folder[]
  dashboards: Dashboard[]
  looks: Look[]
  boards: Board[]
}

export interface Folder {
  id: string
  name: string
  parentId: string | null
  /** Whether this is a user's personal folder. All folders below a personal folder are personal, too. */
  personal?: boolean
  /** The only user who sees the folder. */
  ownerId?: string
  /** Whether the folder and its content are hidden from the API user. */
  invisible?: boolean
}

interface Item {
  /** `42`, or `thelook::overview` */
  id: string
  title: string
  folderId: string
  description?: string
  deleted?: boolean
  /** Whether the content is hidden from the API user. Looker then answers as if the content did not exist. */
  invisible?: boolean
}

export interface Dashboard extends Item {
  slug?: string
  /** The address of the page where users edit the file of a LookML dashboard. */
  editUri?: string
  hidden?: boolean
  /** The YAML from which the dashboard was imported. */
  lookml?: Readonly<Record<string, unknown>>
  /** Tiles in addition to the charts. Answers list these tiles after the charts, and pictures do not show them. */
  extras?: Extra[]
}

export type Look = Item

/** Kinds of tiles without a query of their own. `group` is an example of a kind that clients do not know. */
export type Extra = 'text' | 'look' | 'merged' | 'sql_runner' | 'button' | 'group'

export interface Board {
  id: string
  title: string
  sections: Section[]
  deleted?: boolean
  invisible?: boolean
}

export interface Section {
  title: string
  /** Each item is `dashboards/42`, `looks/7`, or a link such as `https://…`. */
  items: string[]
  deleted?: boolean
}
