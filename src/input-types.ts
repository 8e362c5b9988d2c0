import type { ActionError } from './errors.ts'
import type { ApiVersion, Collection, Target, VisualTarget } from './model.ts'

export interface Instance {
  base: URL
  clientId: string
  clientSecret: string
}

/** A picture counts as unchanged if at most this number or share of its pixels changed. */
export type Tolerance = { pixels: number } | { share: number }

export interface CompareInput {
  /**
   * The source of the "before" pictures: the baselines of the base branch (`base`), or an instance that renders the
   * same targets.
   */
  against: 'none' | 'base' | Instance
  /** A number from 0 to 1. A pixel counts as changed if its colour differs by more than this threshold. */
  threshold: number
  tolerance: Tolerance
  /** Whether changed targets are rendered a second time. */
  confirmChanges: boolean
  failOnChange: boolean
  /** The label with which reviewers accept the changes of a pull request. */
  acceptLabel: string
}

export interface DeployInput {
  project: string
  /** A commit, branch or tag. The default is the commit of the pull request or of the run. */
  ref?: string | undefined
  onlyAffected: boolean
}

export interface BranchCheckInput {
  project: string
  /** Whether to compare results in addition to SQL. */
  numbers: boolean
  /** Whether to find dashboards and Looks that the pull request breaks, with Looker's content validation. */
  contentValidation: boolean
}

/** A job's share of the targets: the input `shard`, or the whole list. */
export interface Shard {
  /** The number of this job in the matrix, from 0. */
  index: number
  total: number
}

export interface Inputs {
  looker: Instance & { version: ApiVersion }
  /** The targets of all jobs of the matrix. */
  targets: (Target | ListedCollection)[]
  dryRun: boolean
  /** The inputs `concurrency`, `timeout-minutes` and `poll-interval-seconds`. */
  pace: { concurrency: number; timeoutMinutes: number; pollIntervalSeconds: number }
  failOnError: boolean
  outputDirectory: string
  artifact: ArtifactInput
  summary: boolean
  token?: string | undefined
  comment: { comment: 'auto' | 'true' | 'false'; key: string; pullRequest?: number | undefined }
  images: { kind: 'branch' | 'none'; ref: string }
  allowPublic: boolean
  release: { wanted: boolean; tag?: string | undefined }
  /** Lines for the log that explain how the action understood unusual inputs. */
  notes: readonly string[]
  /** Problems that do not fail the step. */
  warnings: readonly ActionError[]
  report: boolean
  compare: CompareInput
  deploy?: DeployInput | undefined
  branchCheck?: BranchCheckInput | undefined
  /** Set instead of `branchCheck` if the event has no pull request. */
  isBranchCheckIdle?: true
  /** `jobs` is the number of jobs that have targets. `list` is a hash of the targets of all jobs. */
  shard: Shard & { jobs: number; list?: string }
}

interface ArtifactInput {
  kind: 'zip' | 'files' | 'none'
  name: string
  retentionDays?: number | undefined
  compressionLevel: number
}

/**
 * A dashboard, Look or tile that belongs to a collection. Collections are folders, boards, models, and dashboards with
 * `tiles: true`.
 */
export interface Member {
  kind: Target['kind']
  id: string
  /** A second id that URLs use. */
  slug?: string
  title?: string
  dashboard?: VisualTarget['dashboard']
  /** The place of the member in Looker, for example `folder Marketing`. */
  place?: string
}

export interface Exception {
  /** The exception as the user wrote it. */
  source: string
  kind: Target['kind'] | 'folder'
  id: string
}

/** A collection in the input `targets`. Its members are read after the log-in. */
export interface ListedCollection extends Collection {
  recursive: boolean
  except: readonly Exception[]
  /** Converts the member to a target with this collection's settings. */
  toTarget(member: Member): Target
}
