import type { Charts, SplitTile } from '../content/catalogue.ts'

export type Version = '4.0' | '3.1'
export type Format = 'png' | 'jpg' | 'pdf'
export type Kind = 'dashboards' | 'lookml_dashboards' | 'looks' | 'queries' | 'dashboard_elements'
export type Style = 'tiled' | 'single_column'

/** All properties on which a picture depends. Equal specs give equal bytes. */
export interface PictureSpec {
  kind: Kind
  contentId: string
  format: Format
  width: number
  height: number
  /** The filters as the client sent them, in the form of a URL query. */
  dashboardFilters: string | null
  dashboardStyle: Style | null
  tabIds: string[] | null
  pdfPaperSize: string | null
  pdfLandscape: boolean
  longTables: boolean
  theme: string | null
  changes?: Change[] | undefined
  /** The charts of the content. If undefined, the picture depends only on the id. */
  content?: Charts | undefined
}

/** A change of a dashboard. content/catalogue.ts has the names of all tiles and measures. */
export type Change =
  /** Draws the tile with this title as a chart of this kind. The numbers stay the same. */
  | { tile: string; as: SplitTile['kind'] }
  /** Multiplies the numbers of this measure by `times` in every tile that shows it. */
  | { measure: string; times: number }
  /** Adds the catalogue's tile with this title to the end of the dashboard. */
  | { add: string }

export interface Edit {
  dashboard: string
  changes: Change[]
}

export interface RenderTask extends PictureSpec {
  id: string
  version: Version
  /** A status of Looker, or a status that a fault sets. */
  status: string
  statusDetail: string | null
  /** All times are in milliseconds since 1970. `startedAt` is the time when the task got its slot. */
  createdAt: number
  queriedAt: number | null
  startedAt: number | null
  finishedAt: number | null
  /** Whether the simulator has forgotten the task. It then answers 404 to all requests for the task. */
  gone: boolean
}
