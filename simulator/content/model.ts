/**
 * What stands in a simulated Looker: folders in a tree, dashboards and Looks in them, boards that point to both.
 * A dashboard or Look that is not listed has content all the same (catalogue.ts), in the folder Shared.
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
  /** one person's own; so is all below it */
  personal?: boolean
  /** The user who alone sees it */
  ownerId?: string
  /** the API user may not see it, nor what is in it */
  invisible?: boolean
}

interface Item {
  /** `42`, or `thelook::overview` */
  id: string
  title: string
  folderId: string
  description?: string
  deleted?: boolean
  /** the API user may not see it: Looker answers as if it were not there */
  invisible?: boolean
}

export interface Dashboard extends Item {
  slug?: string
  /** of a LookML dashboard, where its file is edited */
  editUri?: string
  hidden?: boolean
  /** Of an imported dashboard, what its YAML has */
  lookml?: Readonly<Record<string, unknown>>
  /** stand below its charts in the answers, and in no picture */
  extras?: Extra[]
}

export type Look = Item

/** A tile without a query of its own; `group` stands for the kinds that clients do not know. */
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
