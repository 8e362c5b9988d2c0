import type { StepOutcome } from '../testkit/scene.ts'
import type { Job, Plan } from './plan/plan.ts'
import type { Stage } from './stage.ts'

export interface BranchesAtEnd {
  /** The branch that is checked out for the API user. */
  checkedOut: string
  /** The branches that may be checked out. */
  allowed: readonly string[]
  /** The action's branches that still exist. */
  temporary: readonly string[]
  /** The descriptions of the action's imported dashboards that still exist. */
  imported: readonly string[]
}

/** The end of a job, and the facts that the checks need. */
export interface Evidence {
  plan: Plan
  stage: Stage
  job: Job
  /** The job's index in the plan. */
  index: number
  outcome: StepOutcome
  /** Milliseconds from the cancellation to the end of the process. */
  cancelled?: number
  earlierArtifacts: ReadonlySet<number>
  /** All jobs that ran at the same time, including this job. */
  all: readonly Evidence[]
  /** Whether the job was killed (SIGKILL), as if its machine had crashed. */
  isKilled: boolean
  /**
   * The result of the post step. GitHub runs the post step after every job. Undefined if the plan has neither `deploy`
   * nor `dev-mode`.
   */
  post?: StepOutcome
  /** The deployed commit after all jobs and post steps. */
  deployedAtEnd?: string
  /** The branches of the LookML project after all jobs and post steps. Undefined if the plan has no `dev-mode`. */
  branchesAtEnd?: BranchesAtEnd
  /** The result of the same job without faults. Undefined if the plan has no `dev-mode`. */
  reference?: StepOutcome
  /** The baselines of the main branch before the jobs. The keys come from `specOf`. */
  baselines: ReadonlyMap<string, Buffer>
}
