import { services } from '../model.ts'
import { dice } from './chance.ts'
import type { Disturbance } from './choose-fault.ts'
import { drawTargets, isMissing, type PlannedTarget } from './targets.ts'

/** One step that runs beside the others. */
export interface Job {
  /** A run for a push records its pictures as the main branch's. */
  event: 'pull_request' | 'push'
  /** What it renders. */
  targets: PlannedTarget[]
  /** What is in its input: those of all jobs where they share them. */
  listed: PlannedTarget[]
  /** Where there are several of a matrix. */
  matrix?: { index: number; total: number }
  /** Whether the jobs of the matrix share the targets, and one comment. */
  isShard: boolean
}

/** What a seed decides. */
export interface Plan {
  seed: number
  /** They run at once. */
  jobs: Job[]
  compare: 'none' | 'base' | 'instance'
  /** What was recorded for the main branch before, with `compare: base`. */
  recorded: PlannedTarget[]
  inputs: Record<string, string>
  /** Whether an earlier attempt ran without faults and left its comment, pictures and artifacts. */
  hasEarlierAttempt: boolean
  disturbance: Disturbance
  /** `timeout-minutes` */
  minutes: number
  /** Milliseconds after which the first job is cancelled. */
  cancelAfter?: number
  /** What of a pull request's LookML is deployed on the way, and who comes between; undefined where nothing is. */
  deploy?: DeployPlan
  /** Render tasks that never end. Nothing else breaks, and the action's clock goes faster. */
  hung?: HungTasks
  looker: { slots: number; renderSeconds: number; pictureBytes: number; tokenSeconds: number }
}

export interface HungTasks {
  /** The first tasks that the job creates. */
  tasks: number
  status: 'querying' | 'rendering'
}

/** How much faster the action's clock goes than time. */
export const clockSpeed = ({ hung }: Plan): number => (hung ? 20 : 1)

export interface DeployPlan {
  /** Milliseconds after which the first job is killed, as by a machine that is gone. */
  killAfter?: number
  /** Milliseconds after which a person deploys another commit. */
  byHandAfter?: number
  /** Milliseconds after that until the person deploys it again. */
  byHandAgainAfter?: number
  /** The API user lacks the permission to deploy. */
  isRefused?: boolean
}

/** The release that there is. */
export const releaseTag = 'v1.2.3'

/** Shares of requests that break, from none to half, with their weights. */
const shares = [
  [0, 1],
  [0.02, 3],
  [0.05, 4],
  [0.1, 3],
  [0.2, 2],
  [0.5, 1],
] as const

export function planSeed(seed: number): Plan {
  const plan = planDisturbedSeed(seed)
  const hung = planHungTasks(seed, plan)
  return hung ? withHungTasks(plan, hung) : plan
}

/** At most as many tasks as `concurrency`, so that the others can take their places. */
function planHungTasks(seed: number, { jobs, deploy, inputs }: Plan): HungTasks | undefined {
  const { happens, between, oneOf } = dice(seed, 'hung')
  const [job, ...others] = jobs
  if (!job || others.length > 0 || deploy || !happens(0.07)) return undefined
  // The creation of a missing target's task would be taken for one of the hung ones.
  if (job.targets.some(({ target }) => isMissing(target))) return undefined
  const most = Math.min(2, Number(inputs.concurrency), job.targets.length)
  return { tasks: between(1, most), status: oneOf(['querying', 'rendering']) }
}

/** Eight minutes on the faster clock: two for the hung tasks, the others for six renders of at most 40 s each. */
function withHungTasks({ cancelAfter: _, ...plan }: Plan, hung: HungTasks): Plan {
  const minutes = 8
  return {
    ...plan,
    hung,
    minutes,
    inputs: { ...plan.inputs, 'timeout-minutes': String(minutes) },
    disturbance: { share: 0, canStall: false },
  }
}

function planDisturbedSeed(seed: number): Plan {
  const { happens, between, oneOf, weighted } = dice(seed, 'plan')
  const share = weighted(shares) ?? 0
  const version = happens(0.15) ? '3.1' : '4.0'
  // Where nothing breaks, only the machine could be late.
  const minutes = share === 0 ? 1 : between(15, 50) / 100
  const deploy = version === '4.0' ? planDeploy(seed) : undefined
  const compare = planComparison(seed, deploy !== undefined)
  const jobs = planJobs(seed, { version, compare, isDeploying: deploy !== undefined })
  return {
    seed,
    jobs,
    compare,
    recorded: compare === 'base' && !deploy ? planRecorded(seed, jobs) : [],
    ...(deploy && { deploy }),
    inputs: { 'api-version': version, ...planInputs(seed, minutes, compare) },
    hasEarlierAttempt: happens(0.25),
    disturbance: planDisturbance(seed, share),
    minutes,
    ...(happens(0.15) && { cancelAfter: between(500, 9000) }),
    looker: {
      slots: between(1, 4),
      renderSeconds: oneOf([0.05, 0.2, 0.5, 1, 2]),
      pictureBytes: happens(0.04) ? 9_000_000 : between(4, 300) * 1000,
      tokenSeconds: oneOf([3600, 3600, 5]),
    },
  }
}

/** What decides how the target of that name looks: two that share it share a baseline. */
export function specOf({ jobs }: Plan, name: string): string {
  const planned = jobs.flatMap(job => job.targets).find(target => target.name === name)
  if (!planned) throw new Error(`No target is called ${name}`)
  const { name: _, ...spec } = planned
  return JSON.stringify(spec)
}

function planComparison(seed: number, isDeploying: boolean): Plan['compare'] {
  const choose = dice(seed, 'compare').weighted
  const kinds: readonly (readonly [Plan['compare'], number])[] = isDeploying
    ? [
        ['none', 1],
        ['base', 3],
      ]
    : [
        ['none', 5],
        ['base', 3],
        ['instance', 2],
      ]
  return choose(kinds) ?? 'none'
}

function planDeploy(seed: number): DeployPlan | undefined {
  const { happens, between } = dice(seed, 'deploy')
  if (!happens(0.2)) return undefined
  const more = dice(seed, 'deploy', 'more')
  return {
    ...(happens(0.25) && { killAfter: between(300, 9000) }),
    ...(happens(0.15) && { byHandAfter: between(0, 6000) }),
    ...(more.happens(0.2) && { isRefused: true }),
    ...(more.happens(0.5) && { byHandAgainAfter: more.between(500, 4000) }),
  }
}

interface JobOptions {
  version: '4.0' | '3.1'
  compare: Plan['compare']
  isDeploying: boolean
}

/** One job for the pull request, or a matrix of them; beside them, sometimes, one that records for the main branch. */
function planJobs(seed: number, { version, compare, isDeploying }: JobOptions): Job[] {
  const { happens, weighted } = dice(seed, 'jobs')
  const total =
    weighted([
      [1, 6],
      [2, 2],
      [3, 1],
    ] as const) ?? 1
  const catalogue = isDeploying ? 'project' : version
  const own = Array.from({ length: total }, (_, job) =>
    drawTargets(dice(seed, 'targets', job), job, catalogue),
  )
  const isShard = total > 1 && happens(0.5)
  const all = own.flat()
  const jobs = own.map((targets, index): Job => {
    const event = 'pull_request'
    if (total === 1) return { event, targets, listed: targets, isShard }
    const share = isShard ? all.filter((_, place) => place % total === index) : targets
    return { event, targets: share, listed: isShard ? all : targets, matrix: { index, total }, isShard }
  })
  const records = compare === 'base' && !isDeploying && happens(0.35)
  return records ? [...jobs, { event: 'push', targets: all, listed: all, isShard: false }] : jobs
}

/** Most of the targets: the others are new. */
function planRecorded(seed: number, jobs: readonly Job[]): PlannedTarget[] {
  const { happens } = dice(seed, 'recorded')
  const targets = jobs.filter(({ event }) => event === 'pull_request').flatMap(job => job.targets)
  return happens(0.1) ? [] : targets.filter(() => happens(0.85))
}

function planDisturbance(seed: number, share: number): Disturbance {
  const { happens, between, oneOf } = dice(seed, 'disturbance')
  const from = between(0, 8000)
  const outage = { service: oneOf(services), from, to: from + between(500, 12_000) }
  return {
    share,
    canStall: happens(0.12),
    ...(share > 0 && happens(0.2) && { outage }),
  }
}

function planInputs(seed: number, minutes: number, compare: Plan['compare']): Record<string, string> {
  const { happens, between, oneOf, weighted } = dice(seed, 'inputs')
  return {
    'timeout-minutes': String(minutes),
    concurrency: String(between(1, 4)),
    'fail-on-error': String(happens(0.7)),
    artifact:
      weighted([
        ['zip', 5],
        ['files', 4],
        ['none', 1],
      ] as const) ?? 'zip',
    report: String(happens(0.6)),
    summary: String(happens(0.8)),
    comment: happens(0.8) ? 'auto' : 'false',
    images: happens(0.85) ? 'branch' : 'none',
    'images-branch': oneOf(['looker-snapshots', 'looker-snapshots', 'refs/looker/snapshots']),
    ...(happens(0.2) && { release: 'true', 'release-tag': releaseTag }),
    ...(happens(0.3) && { 'compression-level': String(between(0, 9)) }),
    ...(happens(0.3) && compare !== 'none' && { 'fail-on-change': 'true' }),
  }
}
