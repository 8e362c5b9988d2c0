import type { Charts, SplitTile } from '../content/catalogue.ts'

export type Version = '4.0' | '3.1'
export type Format = 'png' | 'jpg' | 'pdf'
export type Kind = 'dashboards' | 'lookml_dashboards' | 'looks' | 'queries' | 'dashboard_elements'
export type Style = 'tiled' | 'single_column'

/** Everything that a picture depends on. Pictures with equal specs have equal bytes. */
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
  /** Undefined for content of the catalogue. */
  content?: Charts | undefined
}

/** A change of a dashboard. The names of tiles and measures are in content/catalogue.ts. */
export type Change =
  /** Draws the tile with this title as a chart of another type. The numbers stay the same. */
  | { tile: string; as: SplitTile['kind'] }
  /** Multiplies the measure by this factor in every tile that shows the measure. */
  | { measure: string; times: number }
  /** Adds the catalogue's tile with this title at the end. */
  | { add: string }

export interface Edit {
  /** The id of the dashboard to change. */
  dashboard: string
  changes: Change[]
}

export interface RenderTask extends PictureSpec {
  id: string
  version: Version
  /** A status of Looker, or the status that a fault sets. */
  status: string
  statusDetail: string | null
  /** Milliseconds since 1970. At `startedAt`, the task got its slot. */
  createdAt: number
  queriedAt: number | null
  startedAt: number | null
  finishedAt: number | null
  /** If set, all requests for the task are answered with 404. */
  gone: boolean
}
