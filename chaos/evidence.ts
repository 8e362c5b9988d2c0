import type { Told } from '../testkit/scene.ts'
import type { Job, Plan } from './plan/plan.ts'
import type { Stage } from './stage.ts'

/** How a job of the seed ended, and what there is to hold it against. */
export interface Evidence {
  plan: Plan
  stage: Stage
  job: Job
  /** Which of the plan's jobs it is. */
  index: number
  told: Told
  /** Milliseconds from the cancellation to the end of the process. */
  cancelled?: number
  /** Ids of the artifacts that were there before. */
  earlierArtifacts: ReadonlySet<number>
  /** The jobs that ran at the same time, this one among them. */
  all: readonly Evidence[]
  /** Whether it was killed, as by a machine that is gone. */
  isKilled: boolean
  /** The action's post step, which GitHub runs behind every job; where something is deployed. */
  post?: Told
  /** The commit that is deployed when all is over. */
  deployedAtEnd?: string
  /** What was recorded for the main branch before, by what decides how it looks (`specOf`). */
  baselines: ReadonlyMap<string, Buffer>
}
