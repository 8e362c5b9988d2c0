import type { AcceptedChange, BranchCheck } from './branch-report.ts'

/** Looker's API versions that support rendering. Looker 23.18 removed 3.1. */
export type ApiVersion = '4.0' | '3.1'

export type PictureFormat = 'png' | 'jpg'
export type Format = PictureFormat | 'pdf'

/** Looker's `pdf_paper_size`. Without a paper size, the page is as large as the dashboard. */
export type PaperSize = 'letter' | 'legal' | 'tabloid' | 'a0' | 'a1' | 'a2' | 'a3' | 'a4' | 'a5'
export type DashboardStyle = 'tiled' | 'single_column'

/** The decoded names and values of filters, in the user's order. */
export type Filters = ReadonlyMap<string, string>

type Output = { format: PictureFormat } | { format: 'pdf'; paperSize?: PaperSize; landscape: boolean }

interface Common {
  /** The target as written by the user. */
  source: string
  /** The file's name without its extension. */
  name: string
  /** The file's name with its extension. */
  file: string
  /** The target's page in Looker, with its filters. */
  url: string
  id: string
  /** The size to request, in pixels. Looker may render a dashboard taller than requested. */
  width: number
  height: number
  ignore: readonly Rectangle[]
  /** The host of the address that the user pasted. It must be a host of the instance. */
  pastedHost?: string
  /** The title that is known without a request: the user's `name`, or the title in a collection. */
  title?: string
  /** The place of the target in Looker, for example `folder Marketing`. */
  place?: string
}

export interface Dashboard extends Common {
  kind: 'dashboard' | 'lookml_dashboard'
  output: Output
  filters: Filters
  style?: DashboardStyle
  theme?: string
  tabIds: readonly string[]
  longTables: boolean
  /** Parameters of the pasted address that render tasks do not support. */
  ignoredParameters: readonly string[]
}

/** A target with a single visualization. Looker cannot filter such a target or render it as PDF. */
export interface VisualTarget extends Common {
  kind: 'look' | 'query' | 'dashboard_element'
  output: { format: PictureFormat }
  /** The tile's dashboard. Set only if `tiles: true` listed the tile. */
  dashboard?: { id: string; title?: string; url: string }
}

export type Target = Dashboard | VisualTarget

/** A group of targets in Looker. The kind `tiles` contains the tiles of a dashboard, and has the dashboard's id. */
export interface Collection extends Pick<Common, 'source' | 'name' | 'url' | 'id' | 'pastedHost'> {
  kind: 'folder' | 'board' | 'model' | 'tiles'
}

/*
 * The stages of a target are `Target → Rendered → Compared → Published`. Each stage adds its fields. A target that
 * fails at any stage becomes `Failed`.
 */

export interface Rendered {
  status: 'success'
  target: Target
  /** The title in Looker. Undefined if Looker did not return it in time. */
  title?: string
  /** Distinguishes the target from other targets with the same title, for example `folder Marketing`. */
  distinction?: string
  path: string
  bytes: number
  sha256: string
  renderTaskId: string
  /**
   * The render time. If Looker does not return it, the action assumes that the render ended halfway between the last
   * two polls.
   */
  seconds: number
  /** The number of requests for this target that Looker meters. */
  apiCalls: number
  /** The reasons why the pull request can affect the target. Set only with `only-affected` or `dev-mode`. */
  affectedBy?: readonly string[]
  /** The commit that the step deployed for the picture. Undefined without a deployment. */
  lookmlCommit?: string
  /**
   * The branch check. Set only with `dev-mode`, on a pull request. If the check did not draw the pull request's
   * dashboard, the picture shows production.
   */
  check?: BranchCheck
  /** Production's picture of the dashboard. Set only if `path` shows the pull request's version. */
  production?: Sidecar
}

export interface Compared extends Rendered {
  /** Undefined without `compare`. */
  comparison?: Comparison
  /** Rectangles of the input `ignore` that lie outside of the picture. */
  outside?: readonly Rectangle[]
}

export interface Published extends Compared {
  links: FileLinks
  comparison?: Comparison<PublishedSidecar>
  production?: PublishedSidecar
}

/** The URLs of a file. A URL is undefined if the file was not published there. */
export interface FileLinks {
  /** The workflow artifact that contains only this file. `RunLinks` has the archive of all files. */
  artifactUrl?: string
  /** On the images branch. GitHub shows this URL in an `<img>`. */
  imageUrl?: string
  releaseUrl?: string
}

/** A workflow artifact: the archive of all files, a single file, or the report. */
export interface ArtifactLink {
  id: number
  url: string
  /** SHA-256 in hex. */
  digest?: string
}

export interface RunLinks {
  archive?: ArtifactLink
  report?: ArtifactLink
  release?: string
}

export interface Fault {
  message: string
  hint: string
}

export type Baseline =
  /** Recorded on the images branch by an earlier run. */
  | RecordedBaseline
  /** The merge base, deployed and rendered in this step. `ref` is the base branch. */
  | { kind: 'commit'; ref: string; sha: string }
  /**
   * Rendered in this step: on the second instance, or in production for a dashboard that the merge base does not have.
   */
  | { kind: 'instance'; url: string }

export interface RecordedBaseline {
  kind: 'branch'
  /** The branch for which the baseline was recorded. */
  ref: string
  sha: string
  at: Date
  run: number
  /** Looker's release at the time of the recording, if known. */
  release?: string
  /** The pull request's base branch, if it has no baseline. The baseline then comes from the default branch. */
  insteadOf?: string
  /** Whether the pull request's branch lacks the commit `sha`. Checked only for changed pictures. */
  isUnmerged?: true
}

export interface Size {
  width: number
  height: number
}

/** A part of a picture, in pixels from the upper left corner. */
export type Rectangle = Size & { x: number; y: number }

/** An additional file of a target: the "before" picture, the difference image, or the strip of changed areas. */
export interface Sidecar {
  path: string
  format: Format
  bytes: number
  sha256: string
  /** The picture's URL on the images branch. Set if an earlier run has put the same picture on the branch. */
  imageUrl?: string
}

export type PublishedSidecar = Sidecar & { links: FileLinks }

/** The result for one file. A file counts as unchanged only if it was compared. */
export type Comparison<File extends Sidecar = Sidecar> =
  | Unchanged
  | Changed<File>
  /**
   * No baseline exists for this ref and these options. If `sha` is set, it is the merge base, which lacks the target.
   * `hasOtherBaselines` says that the ref has baselines of other targets or with other options.
   */
  | { status: 'new'; ref: string; sha?: string; hasOtherBaselines?: true }
  /**
   * The files could not be compared. Examples are PDFs that differ, a broken or too large picture, and a failed render
   * on the second instance.
   */
  | Incomparable<File>

interface Incomparable<File extends Sidecar> {
  status: 'incomparable'
  baseline?: Baseline
  error: Fault
  before?: File
  accepted?: AcceptedChange
  /** Whether the head lacks the target. The target's picture is then the "before" picture. */
  isRemoved?: true
}

interface Measured {
  baseline: Baseline
  changedPixels: number
  /** The share of changed pixels from 0 to 1. The total includes pixels that exist in only one of the two pictures. */
  changedShare: number
  /** The number of pixels in areas whose shade differs by less than `diff-threshold`. */
  shadedPixels: number
  /**
   * The number of pixels that differ between two renders of the same target. These pixels do not count as changed.
   * Undefined if the target was rendered once.
   */
  noisePixels?: number
}

/** At most the tolerated number of pixels changed, and no area has a different shade. */
export interface Unchanged extends Measured {
  status: 'unchanged'
  shadedPixels: 0
  imageUrl?: string
}

/** A PNG that shows the changed areas of both pictures, in natural size. */
export type Strip<File extends Sidecar = Sidecar> = File &
  Size & {
    isComplete: boolean
  }

export interface Changed<File extends Sidecar = Sidecar> extends Measured {
  status: 'changed'
  sizes: { before: Size; after: Size }
  /** The changed areas in reading order: at most 18 rectangles, in the coordinates of the larger picture. */
  areas: readonly Rectangle[]
  before: File
  /**
   * A PNG that is as large as the larger picture. It shows the "after" picture in pale colours, changed pixels in red
   * and different shades in blue.
   */
  difference: File
  strip?: Strip<File>
  accepted?: AcceptedChange
}

export interface Failed {
  status: 'failure'
  /** The failed target, or a collection that is empty or cannot be read. */
  target: Target | Collection
  title?: string
  distinction?: string
  error: Fault
  apiCalls: number
  renderTaskId?: string
  seconds?: number
  /** Whether the target does not exist in Looker, or is hidden from the API user. */
  isMissing?: boolean
  comparison?: undefined
  affectedBy?: readonly string[]
  /** The branch check. Set only with `dev-mode`, on a pull request. */
  check?: BranchCheck
}

/** A target with checked tiles and without a picture. Exists only with `dev-mode`. */
interface CheckedOnly {
  status: 'checked'
  target: Target
  title?: string
  distinction?: string
  check: BranchCheck
  apiCalls: number
  comparison?: undefined
  affectedBy?: readonly string[]
}

export type RenderResult<Stage extends Rendered = Rendered> = Stage | Failed

export type Result<Stage extends Rendered = Rendered> = RenderResult<Stage> | CheckedOnly

/**
 * The types of tiles that show no data. A tile of an unknown type may show data
 * (https://cloud.google.com/looker/docs/reference/param-lookml-dashboard-element).
 */
export const tileTypesWithoutQuery: ReadonlySet<unknown> = new Set(['text', 'button', 'group'])
