/**
 * The content of a simulated Looker: folders in a tree, dashboards and Looks in them, boards that link to both.
 * A dashboard or Look that is not listed is made up (made-up.ts), in the folder Shared.
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
  /** A personal folder; the folders below it are personal, too */
  personal?: boolean
  /** The user who alone sees it */
  ownerId?: string
  /** The API user must not see the folder or its content */
  invisible?: boolean
}

interface Item {
  /** `42`, or `thelook::overview` */
  id: string
  title: string
  folderId: string
  description?: string
  deleted?: boolean
  /** The API user must not see it: Looker answers as if it did not exist */
  invisible?: boolean
}

export interface Dashboard extends Item {
  slug?: string
  /** The page on which the file of a LookML dashboard is edited */
  editUri?: string
  hidden?: boolean
  /** The YAML of an imported dashboard */
  lookml?: Readonly<Record<string, unknown>>
  /** Further tiles. In answers they come after the charts, and pictures do not show them. */
  extras?: Extra[]
}

export type Look = Item

/** A tile without a query of its own. `group` is an example of a kind that clients do not know. */
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
  /** `dashboards/42`, `looks/7`, or a link as `https://…` */
  items: string[]
  deleted?: boolean
}
