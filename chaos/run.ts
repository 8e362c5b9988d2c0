import { rmSync } from 'node:fs'
import type { Step } from '../testkit/runner.ts'
import { type Told, told } from '../testkit/scene.ts'
import { examine } from './checks/all.ts'
import type { Passed } from './model.ts'
import { type Plan, planOf } from './plan.ts'
import { openStage, type Stage } from './stage.ts'

/** How a seed ended. */
export interface Verdict {
  seed: number
  plan: Plan
  /** Everything was delivered; what was not was told of in plain words; or the job was cancelled. */
  ending: 'delivered' | 'told' | 'cancelled'
  /** What must never be, and was. */
  breaches: string[]
  passed: Passed[]
  /** Of the slowest job. */
  milliseconds: number
  logs: string[]
}

/** How a job of the seed ended, and what there is to hold it against. */
export interface Evidence {
  plan: Plan
  stage: Stage
  job: number
  told: Told
  /** Milliseconds from the cancellation to the end of the process. */
  cancelled?: number
  /** Ids of the artifacts that were there before. */
  earlier: ReadonlySet<number>
}

/** One seed from its plan to its verdict. */
export async function runSeed(seed: number): Promise<Verdict> {
  const plan = planOf(seed)
  await using stage = await openStage(plan)
  const attempts = plan.earlier ? 2 : 1
  if (plan.earlier)
    await Promise.all(plan.jobs.map(async (_, job) => clear(await stage.start(job, 1).finished)))
  const earlier = new Set(stage.artifacts.artifacts.map(({ id }) => id))
  for (const proxy of Object.values(stage.proxies)) proxy.begin()
  const evidence = await Promise.all(
    plan.jobs.map(async (_, job): Promise<Evidence> => {
      const { outcome, cancelled } = await ended(
        stage.start(job, attempts),
        job === 0 ? plan : { ...plan, cancelAfter: 0 },
      )
      return { plan, stage, job, told: told(outcome), earlier, ...(cancelled !== undefined && { cancelled }) }
    }),
  )
  const breaches = await examine(evidence)
  for (const each of evidence) clear(each.told)
  return {
    seed,
    plan,
    ending: endingOf(evidence),
    breaches,
    passed: stage.passed(),
    milliseconds: Math.max(...evidence.map(each => each.told.milliseconds)),
    logs: evidence.map(each => each.told.log),
  }
}

/** Milliseconds after which a process is killed that does not end. */
const patience = 4 * 60_000

async function ended({ child, finished }: Step, { cancelAfter = 0 }: Pick<Plan, 'cancelAfter'>) {
  let asked: number | undefined
  const cancel = () => {
    if (child.kill('SIGINT')) asked = performance.now()
  }
  const timers = [setTimeout(() => child.kill('SIGKILL'), patience)]
  if (cancelAfter > 0) timers.push(setTimeout(cancel, cancelAfter))
  const outcome = await finished
  for (const timer of timers) clearTimeout(timer)
  return { outcome, ...(asked !== undefined && { cancelled: performance.now() - asked }) }
}

function endingOf(evidence: readonly Evidence[]): Verdict['ending'] {
  if (evidence.some(({ cancelled }) => cancelled !== undefined)) return 'cancelled'
  return evidence.every(({ told: { errors, warnings } }) => errors.length + warnings.length === 0)
    ? 'delivered'
    : 'told'
}

/** Thousands of seeds would fill the disk. */
function clear({ workspace }: { workspace: string }): void {
  rmSync(workspace, { recursive: true, force: true })
}
