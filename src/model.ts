import type { AcceptedChange, BranchCheck } from './tile-check.ts'

/** Looker's API versions that can render; 3.1 ended with Looker 23.18. */
export type ApiVersion = '4.0' | '3.1'

export type PictureFormat = 'png' | 'jpg'
export type Format = PictureFormat | 'pdf'

/** Looker's `pdf_paper_size`; leaving it out fits the page to the dashboard. */
export type PaperSize = 'letter' | 'legal' | 'tabloid' | 'a0' | 'a1' | 'a2' | 'a3' | 'a4' | 'a5'
export type DashboardStyle = 'tiled' | 'single_column'

/** Filter names and values in the order they were written, neither side encoded. */
export type Filters = ReadonlyMap<string, string>

export type Output = { format: PictureFormat } | { format: 'pdf'; paperSize?: PaperSize; landscape: boolean }

interface Common {
  /** The target as the user wrote it. */
  source: string
  /** The heading, and the file's name without its extension. */
  name: string
  /** The file's name with its extension. */
  file: string
  /** The target in Looker, with its filters: where a person opens it. */
  url: string
  id: string
  /** Pixels. Looker may let a dashboard grow past the height. */
  width: number
  height: number
  /** Areas that are not compared. They do not change how the target is rendered. */
  ignore: readonly Rectangle[]
  /** Of an address that was pasted as a whole: its host, which has to be one of the instance's. */
  pastedHost?: string
  /** What people call it, where that is known without asking: the `name` that was given, or what a listing told. */
  title?: string
}

export interface Dashboard extends Common {
  kind: 'dashboard' | 'lookml_dashboard'
  output: Output
  filters: Filters
  style?: DashboardStyle
  theme?: string
  tabIds: readonly string[]
  longTables: boolean
  /** Parameters of the address that are Looker's own, and that a render task cannot take. */
  ignoredParameters: readonly string[]
}

/** A target that is one picture: it takes no filters, and cannot be a PDF. */
export interface VisualTarget extends Common {
  kind: 'look' | 'query' | 'dashboard_element'
  output: { format: PictureFormat }
  /** Of a tile that was listed with its dashboard. */
  dashboard?: { id: string; title?: string; url: string }
}

export type Target = Dashboard | VisualTarget

/** What belongs together in Looker; the id of `tiles` is that of their dashboard. */
export interface Collection extends Pick<Common, 'source' | 'name' | 'url' | 'id' | 'pastedHost'> {
  kind: 'folder' | 'board' | 'model' | 'tiles'
}

/*
 * The stages of a target: `Target → Rendered → Compared → Published`. Each stage adds its fields. `Failed` stands in for
 * any of them.
 */

/** A target whose file is complete on disk. */
export interface Rendered {
  status: 'success'
  target: Target
  /** The title in Looker; undefined if Looker did not return it in time. */
  title?: string
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
  /** Only with `dev-mode`, on a pull request. The picture is production's then. */
  check?: BranchCheck
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

/** What went wrong and what to do about it, in words for people. */
export interface Fault {
  message: string
  hint: string
}

/** What a picture is held against: a branch's record, the merge base's own picture, or a second instance's. */
export type Baseline =
  /** What a run left on the images branch. */
  | RecordedBaseline
  /** Deployed and rendered in the same step; `ref` is the base branch. */
  | { kind: 'commit'; ref: string; sha: string }
  | { kind: 'instance'; url: string }

export interface RecordedBaseline {
  kind: 'branch'
  /** The branch that it was recorded for. */
  ref: string
  sha: string
  at: Date
  run: number
  /** Looker's then, where it was known. */
  release?: string
  /** The base branch, for which nothing is recorded: this is the default branch's. */
  insteadOf?: string
  /** The pull request's branch does not have the commit `sha`. Known only of what changed. */
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
  /** 0 to 1, of all pixels that either picture has. */
  changedShare: number
  /** Pixels that differ by less than `diff-threshold`, where whole areas do. */
  shadedPixels: number
  /** Where it was rendered twice: how many pixels differed between the two renders. They do not count as changed. */
  noisePixels?: number
}

/** No more pixels changed than are tolerated, and no area changed its shade. */
export interface Unchanged extends Measured {
  status: 'unchanged'
  shadedPixels: 0
  /** Where the same picture, byte by byte, can be shown from already. */
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
  /** Where it changed: at most 18 boxes in the larger of the two, in the order in which one reads. */
  areas: readonly Rectangle[]
  before: File
  /** A PNG as large as the larger of the two: the picture after, faded, what changed in red, another shade in blue. */
  difference: File
  strip?: Strip<File>
  accepted?: AcceptedChange
}

export interface Failed {
  status: 'failure'
  /** Or a collection that could not be read, or holds nothing. */
  target: Target | Collection
  title?: string
  error: Fault
  apiCalls: number
  renderTaskId?: string
  seconds?: number
  /** Looker has no such target, or does not show it. */
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
  check: BranchCheck
  apiCalls: number
  affectedBy?: readonly string[]
}

/** What came of rendering a target, at a stage: `RenderResult<Compared>`. */
export type RenderResult<Stage extends Rendered = Rendered> = Stage | Failed

/** A target's result at a stage: `Result<Published>`. */
export type Result<Stage extends Rendered = Rendered> = RenderResult<Stage> | CheckedOnly
