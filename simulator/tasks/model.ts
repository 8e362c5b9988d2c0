import type { Charts, SplitTile } from '../content/catalogue.ts'

export type Version = '4.0' | '3.1'
export type Format = 'png' | 'jpg' | 'pdf'
export type Kind = 'dashboards' | 'lookml_dashboards' | 'looks' | 'queries' | 'dashboard_elements'
export type Style = 'tiled' | 'single_column'

/** All options that affect a picture. Equal specs give equal bytes. */
export interface PictureSpec {
  kind: Kind
  contentId: string
  format: Format
  width: number
  height: number
  /** In URL query format, as sent. */
  dashboardFilters: string | null
  dashboardStyle: Style | null
  tabIds: string[] | null
  pdfPaperSize: string | null
  pdfLandscape: boolean
  longTables: boolean
  theme: string | null
  /** The edits of the dashboard, in order. */
  changes?: Change[] | undefined
  /** The title and charts of the content. Undefined for content of the catalogue. */
  content?: Charts | undefined
}

/** A visible change. content/catalogue.ts contains the names of tiles and measures. */
export type Change =
  /** Shows the tile with that title as another chart with the same numbers. */
  | { tile: string; as: SplitTile['kind'] }
  /** Multiplies the measure by this factor in every tile that shows the measure. */
  | { measure: string; times: number }
  /** Adds the catalogue's tile with that title at the end. */
  | { add: string }

/** An edit of a dashboard in Looker. */
export interface Edit {
  /** The dashboard's id. Pictures of other dashboards do not change. */
  dashboard: string
  changes: Change[]
}

export interface RenderTask extends PictureSpec {
  id: string
  version: Version
  /** One of Looker's statuses, or the status of a fault. */
  status: string
  statusDetail: string | null
  /** In milliseconds since 1970. `startedAt` is the time when the task got its slot. */
  createdAt: number
  queriedAt: number | null
  startedAt: number | null
  finishedAt: number | null
  /** Whether requests are answered with 404 from now on. */
  gone: boolean
}
