import type { ActionError } from './errors.ts'
import type { ApiVersion, Collection, Target, VisualTarget } from './model.ts'

/** One Looker instance, and the API key to log in with. */
export interface Instance {
  base: URL
  clientId: string
  clientSecret: string
}

/** How much may change in a picture that still counts as unchanged. */
export type Tolerance = { pixels: number } | { share: number }

export interface CompareInput {
  /** `base`: the baselines of the base branch. An instance: its pictures of the same targets. */
  against: 'none' | 'base' | Instance
  /** The tolerated difference of a pixel's colour, from 0 to 1. */
  threshold: number
  tolerance: Tolerance
  /** Whether changed targets are rendered once more. */
  confirmChanges: boolean
  failOnChange: boolean
  /** This label turns off `failOnChange` for a pull request. */
  acceptLabel: string
}

export interface DeployInput {
  /** The LookML project on the instance. */
  project: string
  /** A commit, branch or tag. If undefined, the pull request's commit, or the run's. */
  ref?: string | undefined
  /** Whether only targets are rendered that the changed files can affect. */
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

/** The step's inputs after reading. */
export interface Inputs {
  looker: Instance & { version: ApiVersion }
  /** All targets of the list, including those of other jobs. */
  targets: (Target | ListedCollection)[]
  /** Reports the targets without rendering them. */
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
  /** Lines for the log that explain how the action reads unusual inputs. */
  notes: readonly string[]
  /** Problems with the inputs that do not fail the step. */
  warnings: readonly ActionError[]
  report: boolean
  compare: CompareInput
  /** Undefined without `deploy`. */
  deploy?: DeployInput | undefined
  /** Undefined without `dev-mode`. */
  branchCheck?: BranchCheckInput | undefined
  /** `jobs` is the number of jobs that have a target. */
  shard: Shard & { jobs: number }
}

export interface ArtifactInput {
  kind: 'zip' | 'files' | 'none'
  name: string
  retentionDays?: number | undefined
  compressionLevel: number
}

/** Content that can be rendered, as a collection lists it. */
export interface Member {
  kind: Target['kind']
  id: string
  /** A second id, used in addresses. */
  slug?: string
  title?: string
  /** The dashboard of a tile. */
  dashboard?: VisualTarget['dashboard']
  /** The folder or board: `folder Marketing`. */
  place?: string
}

/** An entry of `except`. */
export interface Exception {
  /** As the user wrote it. */
  source: string
  kind: Target['kind'] | 'folder'
  id: string
}

/** A collection in the list of targets. Its members are read after the log-in. */
export interface ListedCollection extends Collection {
  /** Whether a folder includes its subfolders. */
  recursive: boolean
  except: readonly Exception[]
  /** The member as a target with this collection's settings. */
  toTarget(member: Member): Target
}
