import type { AcceptedChange, BranchCheck } from './tile-check.ts'

/** Looker's API versions that can render. Looker 23.18 removed 3.1. */
export type ApiVersion = '4.0' | '3.1'

export type PictureFormat = 'png' | 'jpg'
export type Format = PictureFormat | 'pdf'

/** Looker's `pdf_paper_size`. Without it, the page is as large as the dashboard. */
export type PaperSize = 'letter' | 'legal' | 'tabloid' | 'a0' | 'a1' | 'a2' | 'a3' | 'a4' | 'a5'
export type DashboardStyle = 'tiled' | 'single_column'

/** Filter names and values as the user wrote them, in order, decoded. */
export type Filters = ReadonlyMap<string, string>

export type Output = { format: PictureFormat } | { format: 'pdf'; paperSize?: PaperSize; landscape: boolean }

interface Common {
  /** The target as the user wrote it. */
  source: string
  /** The heading, and the file's name without its extension. */
  name: string
  /** The file's name with its extension. */
  file: string
  /** The target's page in Looker, with its filters. */
  url: string
  id: string
  /** Pixels. Looker may draw a dashboard higher. */
  width: number
  height: number
  /** Areas that are not compared. Looker draws them anyway. */
  ignore: readonly Rectangle[]
  /** The host in an address that the user pasted. It must be a host of the instance. */
  pastedHost?: string
  /** The title that is known without a request: the user's `name`, or the title in a listing. */
  title?: string
  /** The folder or board that listed the target: `folder Marketing`. */
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
  /** Looker's own parameters in the address, which a render task does not accept. */
  ignoredParameters: readonly string[]
}

/** A target that is one visualization. It has no filters, and cannot be a PDF. */
export interface VisualTarget extends Common {
  kind: 'look' | 'query' | 'dashboard_element'
  output: { format: PictureFormat }
  /** The dashboard of a tile, if `tiles: true` listed the tile. */
  dashboard?: { id: string; title?: string; url: string }
}

export type Target = Dashboard | VisualTarget

/** A group of targets in Looker. The id of `tiles` is the dashboard's. */
export interface Collection extends Pick<Common, 'source' | 'name' | 'url' | 'id' | 'pastedHost'> {
  kind: 'folder' | 'board' | 'model' | 'tiles'
}

/*
 * The stages of a target: `Target → Rendered → Compared → Published`. Each stage adds its fields. A target that fails at
 * any stage becomes `Failed`.
 */

/** A target whose file is complete on disk. */
export interface Rendered {
  status: 'success'
  target: Target
  /** The title in Looker; undefined if Looker did not return it in time. */
  title?: string
  /** What distinguishes the target from another one with the same title: `folder Marketing`. */
  distinction?: string
  /** Absolute path. */
  path: string
  bytes: number
  sha256: string
  renderTaskId: string
  /** Looker's render time. The end is estimated as the middle between the last two polls. */
  seconds: number
  /** Requests to Looker for this target. Looker meters them. */
  apiCalls: number
  /** Changed files that can affect the target; only with `only-affected`. */
  affectedBy?: readonly string[]
  /** The commit whose LookML the step deployed for the picture; undefined if it deployed none. */
  lookmlCommit?: string
  /** Only with `dev-mode`, on a pull request. Unless the check has a drawing, the picture is production's. */
  check?: BranchCheck
  /** Production's picture of a dashboard that was drawn as the pull request has it. */
  production?: Sidecar
}

/** A rendered target after `compare`. */
export interface Compared extends Rendered {
  /** Undefined without `compare`. */
  comparison?: Comparison
  /** Rectangles of the target's `ignore` that lie outside of the picture. */
  outside?: readonly Rectangle[]
}

/** A target with the addresses of its files. */
export interface Published extends Compared {
  links: FileLinks
  comparison?: Comparison<PublishedSidecar>
  production?: PublishedSidecar
}

/** Where a file can be opened. Each address is undefined if the file was not published there. */
export interface FileLinks {
  /** The file's own workflow artifact; the archive of all files has an address in `RunLinks`. */
  artifactUrl?: string
  /** A picture on the images branch, for `<img>`. */
  imageUrl?: string
  /** The release's asset. */
  releaseUrl?: string
}

/** A workflow artifact: the archive of all files, a single file, or the report. */
export interface ArtifactLink {
  id: number
  url: string
  /** SHA-256 of the artifact, in hex. */
  digest?: string
}

/** Where the step's results can be opened as a whole. */
export interface RunLinks {
  archive?: ArtifactLink
  report?: ArtifactLink
  /** The release's page. */
  release?: string
}

/** What went wrong, and what to do about it. */
export interface Fault {
  message: string
  hint: string
}

/** The picture that a picture is compared with. */
export type Baseline =
  /** Recorded on the images branch by an earlier run. */
  | RecordedBaseline
  /** The merge base, deployed and rendered in this step. `ref` is the base branch. */
  | { kind: 'commit'; ref: string; sha: string }
  /** Rendered on the second instance in this step. */
  | { kind: 'instance'; url: string }

export interface RecordedBaseline {
  kind: 'branch'
  /** The branch. */
  ref: string
  sha: string
  at: Date
  run: number
  /** Looker's release at that time, if known. */
  release?: string
  /** The base branch, if it has no baselines. Then this is the default branch's baseline. */
  insteadOf?: string
  /** The pull request's branch lacks the commit `sha`. Only changed pictures are checked for that. */
  isUnmerged?: true
}

/** Pixels. */
export interface Size {
  width: number
  height: number
}

/** Part of a picture, in pixels from its upper left corner. */
export type Rectangle = Size & { x: number; y: number }

/** A second file of a target, complete on disk: the picture before, or the difference image. */
export interface Sidecar {
  /** Absolute path. */
  path: string
  format: Format
  bytes: number
  sha256: string
  /** The same picture on the images branch, if it was there before this run. */
  imageUrl?: string
}

export type PublishedSidecar = Sidecar & { links: FileLinks }

/** The result of a file's comparison with its baseline. A file counts as unchanged only after a comparison. */
export type Comparison<File extends Sidecar = Sidecar> =
  | Unchanged
  | Changed<File>
  /** Nothing is recorded for this ref with these options; with `sha`, the merge base does not have the target. */
  | { status: 'new'; ref: string; sha?: string }
  /** PDFs that differ; a picture that is broken or too large; a second instance that did not render it. */
  | { status: 'incomparable'; baseline?: Baseline; error: Fault; before?: File; accepted?: AcceptedChange }

interface Measured {
  baseline: Baseline
  changedPixels: number
  /** From 0 to 1, of the pixels that one picture or both have. */
  changedShare: number
  /** Pixels in whole areas that differ by less than `diff-threshold`. */
  shadedPixels: number
  /** Pixels that differ between two renders of the target. They do not count as changed. Undefined after one render. */
  noisePixels?: number
}

/** At most the tolerated number of pixels changed, and no area changed its shade. */
export interface Unchanged extends Measured {
  status: 'unchanged'
  shadedPixels: 0
  /** The address of an identical file on the images branch. */
  imageUrl?: string
}

/** A PNG with the changed places before and after, at natural size. */
export type Strip<File extends Sidecar = Sidecar> = File &
  Size & {
    /** Whether it shows all areas as a whole. */
    isComplete: boolean
  }

export interface Changed<File extends Sidecar = Sidecar> extends Measured {
  status: 'changed'
  sizes: { before: Size; after: Size }
  /** The changed places: at most 18 boxes in the larger picture, in reading order. */
  areas: readonly Rectangle[]
  before: File
  /** A PNG of the larger size: the picture after, faded, with changes in red and other shades in blue. */
  difference: File
  strip?: Strip<File>
  accepted?: AcceptedChange
}

export interface Failed {
  status: 'failure'
  /** A collection fails if it cannot be read or is empty. */
  target: Target | Collection
  title?: string
  distinction?: string
  error: Fault
  apiCalls: number
  renderTaskId?: string
  seconds?: number
  /** Looker does not have the target, or hides it. */
  isMissing?: boolean
  affectedBy?: readonly string[]
  /** Only with `dev-mode`, on a pull request. */
  check?: BranchCheck
}

/** A target whose tiles were checked on both sides of a pull request, and that has no picture. Only with `dev-mode`. */
export interface CheckedOnly {
  status: 'checked'
  target: Target
  title?: string
  distinction?: string
  check: BranchCheck
  apiCalls: number
  affectedBy?: readonly string[]
}

/** The result of rendering a target, at a stage: `RenderResult<Compared>`. */
export type RenderResult<Stage extends Rendered = Rendered> = Stage | Failed

/** A target's result at a stage: `Result<Published>`. */
export type Result<Stage extends Rendered = Rendered> = RenderResult<Stage> | CheckedOnly
