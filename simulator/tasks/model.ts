import type { Charts, SplitTile } from '../content/catalogue.ts'

export type Version = '4.0' | '3.1'
export type Format = 'png' | 'jpg' | 'pdf'
export type Kind = 'dashboards' | 'lookml_dashboards' | 'looks' | 'queries' | 'dashboard_elements'
export type Style = 'tiled' | 'single_column'

/** Everything that decides how a picture looks. Equal specs give equal bytes. */
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
  /** the edits of the dashboard, in order */
  changes?: Change[] | undefined
  /** its title and its charts; undefined for those of the catalogue */
  content?: Charts | undefined
}

/** A visible change. content/catalogue.ts has the names of tiles and measures. */
export type Change =
  /** shows the tile with that title as another chart with the same numbers */
  | { tile: string; as: SplitTile['kind'] }
  /** multiplies the measure by this factor in every tile that shows it */
  | { measure: string; times: number }
  /** adds the catalogue's tile with that title at the end */
  | { add: string }

/** An edit of a dashboard in Looker. */
export interface Edit {
  /** its id; the pictures of other dashboards do not change */
  dashboard: string
  changes: Change[]
}

export interface RenderTask extends PictureSpec {
  id: string
  version: Version
  /** one of Looker's statuses, or one from a fault */
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
