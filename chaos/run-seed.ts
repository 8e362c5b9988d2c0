import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Step } from '../testkit/runner/runner.ts'
import { type StepOutcome, withResults } from '../testkit/scene.ts'
import { checkAll } from './checks/all.ts'
import { bytesOf, renderedOf } from './checks/files.ts'
import type { BranchesAtEnd, Evidence } from './evidence.ts'
import type { ObservedRequest } from './model.ts'
import { type DevModePlan, type Plan, planSeed, specOf } from './plan/plan.ts'
import { openStage, type Stage } from './stage.ts'

export interface Verdict {
  seed: number
  plan: Plan
  /** `delivered`: all jobs published everything. `reported`: some files were not published, and messages name them. */
  ending: 'delivered' | 'reported' | 'cancelled' | 'killed'
  breaches: string[]
  observed: ObservedRequest[]
  /** The time of the slowest job. */
  milliseconds: number
  logs: string[]
}

/**
 * Plans a seed, and runs its jobs with faults. Then checks whether the action kept its promises. The services are
 * prepared without faults.
 */
export async function runSeed(seed: number): Promise<Verdict> {
  const plan = planSeed(seed)
  await using stage = await openStage(plan)
  const baselines = await recordBaselines(plan, stage)
  if (plan.compare !== 'none' && !plan.deploy) editDashboards(stage)
  const recordedSince = plan.hasEarlierAttempt ? await runEarlierAttempt(plan, stage) : []
  const references = await runReferences(plan, stage)
  const jobs = await runJobs(plan, stage, new Map([...baselines, ...recordedSince]))
  const evidence = jobs.map((each, index) => ({
    ...each,
    ...(references[index] && { reference: references[index] }),
  }))
  const breaches = await checkAll(evidence)
  for (const { outcome, post } of evidence)
    for (const ended of post ? [outcome, post] : [outcome]) clear(ended)
  return {
    seed,
    plan,
    ending: endingOf(evidence),
    breaches,
    observed: stage.observed(),
    milliseconds: Math.max(...evidence.map(({ outcome }) => outcome.milliseconds)),
    logs: evidence.flatMap(({ outcome, post }) => [outcome.log, ...(post?.log ? [post.log] : [])]),
  }
}

/** Records the plan's baselines. Returns the recorded pictures, with keys from `specOf`. */
async function recordBaselines(plan: Plan, stage: Stage): Promise<Evidence['baselines']> {
  if (plan.recorded.length === 0) return new Map()
  return new Map(takePictures(plan, withResults(await stage.startRecording().finished)))
}

/** Returns the pictures of a step, with keys from `specOf`. Deletes the files of the step. */
function takePictures(plan: Plan, ended: StepOutcome): [spec: string, bytes: Buffer][] {
  const pictures = renderedOf(ended).map((result): [string, Buffer] => [
    specOf(plan, result.name),
    bytesOf(ended, result),
  ])
  clear(ended)
  return pictures
}

/** Changes two dashboards after the baselines were recorded, but not on the second instance. */
function editDashboards({ looker }: Stage): void {
  for (const dashboard of ['42', 'thelook::overview'])
    looker.edit({ dashboard, changes: [{ measure: 'Orders', times: 2 }] })
}

/**
 * Runs an attempt without faults. Returns the pictures that this attempt recorded for the main branch, with keys from
 * `specOf`.
 */
async function runEarlierAttempt(plan: Plan, stage: Stage): Promise<[spec: string, bytes: Buffer][]> {
  const attempts = plan.jobs.map(async (job, index) => {
    const pictures = takePictures(plan, withResults(await stage.start(job, index, 1).finished))
    return job.event === 'push' ? pictures : []
  })
  return (await Promise.all(attempts)).flat()
}

/** Runs the references one by one, because jobs with the same API user wait for each other. */
async function runReferences(plan: Plan, stage: Stage): Promise<StepOutcome[]> {
  const references: StepOutcome[] = []
  if (!plan.devMode) return references
  for (const [index, job] of plan.jobs.entries()) {
    const reference = withResults(await stage.startReference(job, index).finished)
    references.push(reference)
    clear(reference)
  }
  return references
}

async function runJobs(plan: Plan, stage: Stage, baselines: Evidence['baselines']): Promise<Evidence[]> {
  const attempt = plan.hasEarlierAttempt ? 2 : 1
  const earlierArtifacts = new Set(stage.artifacts.artifacts.map(({ id }) => id))
  const all: Evidence[] = []
  for (const proxy of Object.values(stage.proxies)) proxy.beginFaults()
  if (plan.hung)
    stage.looker.fault({ on: 'create', times: plan.hung.tasks, effect: { taskStatus: plan.hung.status } })
  let isOver = false
  const person = Promise.all([deployByHand(plan, stage), switchByHand(plan, stage, () => isOver)])
  await Promise.all(
    plan.jobs.map(async (job, index) => {
      const step = stage.start(job, index, attempt)
      const ended = await waitForEnd(step, stage, index === 0 ? plan : {})
      const { outcome } = ended
      const hasPost = plan.deploy ?? plan.devMode
      const post = hasPost && (await stage.startPost(job, index, attempt, outcome.state).finished)
      const known = { plan, stage, job, index, earlierArtifacts, all, baselines }
      all[index] = { ...known, ...toEvidence(ended), ...(post && { post: withResults(post) }) }
    }),
  )
  isOver = true
  await person
  const deployedAtEnd = stage.commits && stage.looker.project('thelook').deployed?.ref
  const branchesAtEnd = plan.devMode && readBranches(plan.devMode, stage)
  return all.map(evidence => ({
    ...evidence,
    ...(deployedAtEnd && { deployedAtEnd }),
    ...(branchesAtEnd && { branchesAtEnd }),
  }))
}

const branchByHand = 'mona-fix'

/** If the plan says so, checks out another branch, as a second person with the same API user would. */
async function switchByHand({ devMode }: Plan, stage: Stage, isOver: () => boolean): Promise<void> {
  if (devMode?.switchAt === undefined || !(await isReached(devMode.switchAt, stage, isOver))) return
  await stage.looker.project('thelook').checkOut(branchByHand, { ref: 'main' })
}

/** Waits until the proxy has received `place` requests about branches. Returns false if the jobs end first. */
async function isReached(place: number, { proxies }: Stage, isOver: () => boolean): Promise<boolean> {
  const count = () => proxies.looker.observed.filter(({ operation }) => operation === 'branch').length
  while (count() < place) {
    if (isOver()) return false
    await sleep(2)
  }
  return true
}

function readBranches({ switchAt }: DevModePlan, { looker, lookml }: Stage): BranchesAtEnd {
  const copy = looker.project('thelook').copyOf('1')
  const names = [...(lookml?.branches().keys() ?? [])]
  return {
    checkedOut: copy.branch,
    allowed: [copy.personal, ...(switchAt === undefined ? [] : [branchByHand])],
    temporary: names.filter(name => name.startsWith('looker-snapshot-')),
    imported: looker.importedDashboards().map(({ id, description = id }) => description),
  }
}

/** If the plan says so, deploys another commit during the run, like another user. */
async function deployByHand({ deploy }: Plan, { looker, commits }: Stage): Promise<void> {
  if (deploy?.byHandAfter === undefined || !commits) return
  await sleep(deploy.byHandAfter)
  await looker.project('thelook').deploy(commits.byHand)
  if (deploy.byHandAgainAfter === undefined) return
  await sleep(deploy.byHandAgainAfter)
  await looker.project('thelook').deploy(commits.byHand)
}

const toEvidence = ({ outcome, isKilled, cancelled }: Awaited<ReturnType<typeof waitForEnd>>) => ({
  outcome: withResults(outcome),
  isKilled,
  ...(cancelled !== undefined && { cancelled }),
})

/** The maximum time of a process in milliseconds. A slower process is killed. */
const longest = 4 * 60_000

async function waitForEnd(
  { child, finished }: Step,
  stage: Stage,
  { cancelAfter, deploy, devMode }: Partial<Pick<Plan, 'cancelAfter' | 'deploy' | 'devMode'>>,
) {
  const killAfter = deploy?.killAfter
  let cancelledAt: number | undefined
  let isKilled = false
  const cancel = () => {
    if (child.kill('SIGINT')) cancelledAt = performance.now()
  }
  const kill = () => {
    isKilled = child.kill('SIGKILL')
  }
  const timers = [setTimeout(() => child.kill('SIGKILL'), longest)]
  if (cancelAfter !== undefined) timers.push(setTimeout(cancel, cancelAfter))
  if (killAfter !== undefined) timers.push(setTimeout(kill, killAfter))
  let isOver = false
  const atRequest = devMode?.killAt && isReached(devMode.killAt, stage, () => isOver)
  if (atRequest) void atRequest.then(reached => reached && kill())
  const outcome = await finished
  isOver = true
  await atRequest
  for (const timer of timers) clearTimeout(timer)
  const cancelled = cancelledAt === undefined ? {} : { cancelled: performance.now() - cancelledAt }
  return { outcome, isKilled, ...cancelled }
}

function endingOf(evidence: readonly Evidence[]): Verdict['ending'] {
  if (evidence.some(({ isKilled }) => isKilled)) return 'killed'
  if (evidence.some(({ cancelled }) => cancelled !== undefined)) return 'cancelled'
  return evidence.every(({ outcome: { errors, warnings } }) => errors.length + warnings.length === 0)
    ? 'delivered'
    : 'reported'
}

/** Deletes the workspace of a step, because the workspaces of thousands of seeds would fill the disk. */
function clear({ workspace }: Pick<StepOutcome, 'workspace'>): void {
  rmSync(workspace, { recursive: true, force: true })
}
