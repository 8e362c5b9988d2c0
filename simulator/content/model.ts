/**
 * The content of a simulated Looker: a tree of folders, their dashboards and Looks, and boards with links to both. A
 * dashboard or Look that is not listed is made up (made-up.ts), in the folder Shared.
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
  /** Whether this is a personal folder. Folders below it are personal, too. */
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
  /** Whether the content is hidden from the API user. If so, Looker answers as if the content did not exist. */
  invisible?: boolean
}

export interface Dashboard extends Item {
  slug?: string
  /** The page where users edit the file of a LookML dashboard. */
  editUri?: string
  hidden?: boolean
  /** The YAML of an imported dashboard. */
  lookml?: Readonly<Record<string, unknown>>
  /** Additional tiles. Answers list them after the charts, and pictures do not show them. */
  extras?: Extra[]
}

export type Look = Item

/** Kinds of tiles that have no query of their own. `group` stands for kinds that clients do not know. */
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
  /** `dashboards/42`, `looks/7`, or a link such as `https://…` */
  items: string[]
  deleted?: boolean
}
