import type { ActionError } from './errors.ts'
import type { ApiVersion, Collection, Target, VisualTarget } from './model.ts'

/** One Looker instance, and the API key to log in with. */
export interface Instance {
  base: URL
  clientId: string
  clientSecret: string
}

/** How much may have changed in a picture that still counts as unchanged. */
export type Tolerance = { pixels: number } | { share: number }

export interface CompareInput {
  /** The base branch's pictures, or a second instance's own. */
  against: 'none' | 'base' | Instance
  /** How different a pixel's colour may be, 0 to 1. */
  threshold: number
  tolerance: Tolerance
  /** Whether what changed is rendered once more. */
  confirmChanges: boolean
  failOnChange: boolean
  /** A pull request with this label passes `failOnChange`. */
  acceptLabel: string
}

export interface DeployInput {
  /** The LookML project of the instance. */
  project: string
  /** A commit, a branch or a tag; undefined for that of the pull request or the run. */
  ref?: string | undefined
  /** Whether only those targets are rendered that the changed files may change. */
  onlyAffected: boolean
}

/** Checks the SQL and the results of a pull request in development mode. */
export interface BranchCheckInput {
  /** The LookML project of this repository. */
  project: string
  /** Whether results are compared too, or only SQL. */
  numbers: boolean
  /** Whether Looker's content validation looks for dashboards and Looks that the pull request breaks. */
  contentValidation: boolean
}

/** This job's share of the targets. */
export interface Shard {
  /** From 0. */
  index: number
  total: number
}

/** The step's inputs, read. */
export interface Inputs {
  looker: Instance & { version: ApiVersion }
  /** All targets of the list, those of other jobs included. */
  targets: (Target | ListedCollection)[]
  /** Says what would be rendered, and renders nothing. */
  dryRun: boolean
  pace: { concurrency: number; timeoutMinutes: number; pollIntervalSeconds: number }
  failOnError: boolean
  /** Absolute, inside the workspace. */
  outputDirectory: string
  artifact: ArtifactInput
  summary: boolean
  /** GitHub's token; undefined if the workflow gives none. */
  token?: string | undefined
  comment: { comment: 'auto' | 'true' | 'false'; key: string; pullRequest?: number | undefined }
  images: { kind: 'branch' | 'none'; ref: string }
  allowPublic: boolean
  release: { wanted: boolean; tag?: string | undefined }
  /** Lines for the log about inputs that are read in another way than they are written. */
  notes: readonly string[]
  /** Problems with the inputs that do not fail the step. */
  warnings: readonly ActionError[]
  report: boolean
  compare: CompareInput
  /** Undefined where nothing is deployed. */
  deploy?: DeployInput | undefined
  /** Undefined without `dev-mode`. */
  branchCheck?: BranchCheckInput | undefined
  /** `jobs` is how many of the jobs have a target. */
  shard: Shard & { jobs: number }
}

export interface ArtifactInput {
  kind: 'zip' | 'files' | 'none'
  name: string
  retentionDays?: number | undefined
  compressionLevel: number
}

/** Content that can be rendered, as a collection's listing tells of it. */
export interface Member {
  kind: Target['kind']
  id: string
  /** Another id that addresses know it by. */
  slug?: string
  title?: string
  /** Of a tile. */
  dashboard?: VisualTarget['dashboard']
}

/** What a mapping's `except` names. */
export interface Exception {
  /** As the user wrote it. */
  source: string
  kind: Target['kind'] | 'folder'
  id: string
}

/** A collection in the list: Looker tells after log-in which targets it holds. */
export interface ListedCollection extends Collection {
  /** Of a folder: with its subfolders. */
  recursive: boolean
  except: readonly Exception[]
  /** A member as the target that it would be if it were listed by itself, with this mapping's settings. */
  toTarget(member: Member): Target
}
