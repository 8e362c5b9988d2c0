import type { Charts, SplitTile } from '../content/catalogue.ts'

export type Version = '4.0' | '3.1'
export type Format = 'png' | 'jpg' | 'pdf'
export type Kind = 'dashboards' | 'lookml_dashboards' | 'looks' | 'queries' | 'dashboard_elements'
export type Style = 'tiled' | 'single_column'

/** Everything that decides how a picture looks: two equal ones give the same bytes. */
export interface PictureSpec {
  kind: Kind
  contentId: string
  format: Format
  width: number
  height: number
  /** in URL query format, as it was sent */
  dashboardFilters: string | null
  dashboardStyle: Style | null
  tabIds: string[] | null
  pdfPaperSize: string | null
  pdfLandscape: boolean
  longTables: boolean
  theme: string | null
  /** how people changed it, in order */
  changes?: Change[] | undefined
  /** its title and its charts, where they are not the catalogue's */
  content?: Charts | undefined
}

/** A change that a person sees; content/catalogue.ts has the names. */
export type Change =
  /** the tile of that title is another chart of the same numbers */
  | { tile: string; as: SplitTile['kind'] }
  /** the measure comes to so many times what it was, in every tile that shows it */
  | { measure: string; times: number }
  /** the catalogue's tile of that title stands at the end, too */
  | { add: string }

/** What a person changes of a dashboard in Looker. */
export interface Edit {
  /** its id; every other one stays as it is, byte for byte */
  dashboard: string
  changes: Change[]
}

export interface RenderTask extends PictureSpec {
  id: string
  version: Version
  /** one of Looker's statuses, or what a fault put here */
  status: string
  statusDetail: string | null
  /** ms since the epoch; startedAt is when the task got its slot */
  createdAt: number
  queriedAt: number | null
  startedAt: number | null
  finishedAt: number | null
  /** answered with 404 from now on */
  gone: boolean
}
