import { rmSync } from 'node:fs'
import type { Step } from '../testkit/runner.ts'
import { type Told, told } from '../testkit/scene.ts'
import { checkAll } from './checks/all.ts'
import { bytesOf, renderedOf } from './checks/files.ts'
import type { Evidence } from './evidence.ts'
import type { ObservedRequest } from './model.ts'
import { type Plan, planSeed, specOf } from './plan/plan.ts'
import { openStage, type Stage } from './stage.ts'

/** How a seed ended. */
export interface Verdict {
  seed: number
  plan: Plan
  /** Everything was delivered; plain words told what was not; or the job was cancelled. */
  ending: 'delivered' | 'told' | 'cancelled'
  /** What must never be, and was. */
  breaches: string[]
  observed: ObservedRequest[]
  /** Of the slowest job. */
  milliseconds: number
  logs: string[]
}

/** One seed: its plan; what was there before, without faults; its jobs, with them; what the promises say to that. */
export async function runSeed(seed: number): Promise<Verdict> {
  const plan = planSeed(seed)
  await using stage = await openStage(plan)
  const baselines = await recordBaselines(plan, stage)
  deployChanges(plan, stage)
  if (plan.hasEarlierAttempt) await runEarlierAttempt(plan, stage)
  const evidence = await runJobs(plan, stage, baselines)
  const breaches = await checkAll(evidence)
  for (const { told } of evidence) clear(told)
  return {
    seed,
    plan,
    ending: endingOf(evidence),
    breaches,
    observed: stage.observed(),
    milliseconds: Math.max(...evidence.map(({ told }) => told.milliseconds)),
    logs: evidence.map(({ told }) => told.log),
  }
}

/** @returns what was recorded for the main branch, by what decides how it looks */
async function recordBaselines(plan: Plan, stage: Stage): Promise<Evidence['baselines']> {
  if (plan.recorded.length === 0) return new Map()
  const recording = told(await stage.startRecording().finished)
  const baselines = new Map(
    renderedOf(recording).map(result => [specOf(plan, result.name), bytesOf(recording, result)]),
  )
  clear(recording)
  return baselines
}

/** Two dashboards change between what was recorded and what is rendered; the second instance has them as they were. */
function deployChanges({ compare }: Plan, { looker }: Stage): void {
  if (compare === 'none') return
  for (const dashboard of ['42', 'thelook::overview'])
    looker.edit({ dashboard, changes: [{ measure: 'Orders', times: 2 }] })
}

async function runEarlierAttempt({ jobs }: Plan, stage: Stage): Promise<void> {
  await Promise.all(jobs.map(async (job, index) => clear(await stage.start(job, index, 1).finished)))
}

async function runJobs(plan: Plan, stage: Stage, baselines: Evidence['baselines']): Promise<Evidence[]> {
  const attempt = plan.hasEarlierAttempt ? 2 : 1
  const earlierArtifacts = new Set(stage.artifacts.artifacts.map(({ id }) => id))
  const all: Evidence[] = []
  for (const proxy of Object.values(stage.proxies)) proxy.beginFaults()
  await Promise.all(
    plan.jobs.map(async (job, index) => {
      const step = stage.start(job, index, attempt)
      const { outcome, cancelled } = await waitForEnd(step, index === 0 ? plan.cancelAfter : undefined)
      const known = { plan, stage, job, index, told: told(outcome), earlierArtifacts, all, baselines }
      all[index] = { ...known, ...(cancelled !== undefined && { cancelled }) }
    }),
  )
  return all
}

/** Milliseconds after which a process is killed that does not end. */
const longest = 4 * 60_000

async function waitForEnd({ child, finished }: Step, cancelAfter: number | undefined) {
  let cancelledAt: number | undefined
  const cancel = () => {
    if (child.kill('SIGINT')) cancelledAt = performance.now()
  }
  const timers = [setTimeout(() => child.kill('SIGKILL'), longest)]
  if (cancelAfter !== undefined) timers.push(setTimeout(cancel, cancelAfter))
  const outcome = await finished
  for (const timer of timers) clearTimeout(timer)
  return { outcome, ...(cancelledAt !== undefined && { cancelled: performance.now() - cancelledAt }) }
}

function endingOf(evidence: readonly Evidence[]): Verdict['ending'] {
  if (evidence.some(({ cancelled }) => cancelled !== undefined)) return 'cancelled'
  return evidence.every(({ told: { errors, warnings } }) => errors.length + warnings.length === 0)
    ? 'delivered'
    : 'told'
}

/** Thousands of seeds would fill the disk. */
function clear({ workspace }: Pick<Told, 'workspace'>): void {
  rmSync(workspace, { recursive: true, force: true })
}
