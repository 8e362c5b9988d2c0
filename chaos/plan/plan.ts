import { services } from '../model.ts'
import { dice } from './chance.ts'
import type { Disturbance } from './choose-fault.ts'
import { drawTargets, isMissing, type PlannedTarget } from './targets.ts'

/** A job of a seed. All jobs of a seed run at the same time. */
export interface Job {
  /** The event of the job. A job for a push records its pictures as baselines of the main branch. */
  event: 'pull_request' | 'push'
  targets: PlannedTarget[]
  /** The targets in the job's input. With `shard`, other jobs render some of these targets. */
  listed: PlannedTarget[]
  matrix?: { index: number; total: number }
  /** Whether the jobs of the matrix share the targets and one comment. */
  isShard: boolean
}

/** Everything that a seed decides, except for the faults of requests. */
export interface Plan {
  seed: number
  jobs: Job[]
  compare: 'none' | 'base' | 'instance'
  /** The targets that have a baseline on the main branch. Empty without `compare: base`. */
  recorded: PlannedTarget[]
  inputs: Record<string, string>
  /** Whether an earlier attempt of the run, without faults, has left a comment, pictures and artifacts. */
  hasEarlierAttempt: boolean
  disturbance: Disturbance
  /** The input `timeout-minutes`. */
  minutes: number
  /** Milliseconds between the start of the first job and its cancellation. */
  cancelAfter?: number
  /** Disturbances of the deploys. Undefined without `deploy`. */
  deploy?: DeployPlan
  /** Disturbances of the API user's branches. Undefined without `dev-mode`. */
  devMode?: DevModePlan
  /** Render tasks that hang. If set, there are no other faults, and the action's clock runs faster. */
  hung?: HungTasks
  looker: { slots: number; renderSeconds: number; pictureBytes: number; tokenSeconds: number }
}

interface HungTasks {
  /** The first `tasks` render tasks of the seed hang. */
  tasks: number
  status: 'querying' | 'rendering'
}

/** Returns the factor by which the action's clock is faster than real time. */
export const clockSpeed = ({ hung }: Plan): number => (hung ? 20 : 1)

export interface DeployPlan {
  /** Milliseconds after which the first job is killed, as if its machine had crashed. */
  killAfter?: number
  /** Milliseconds after which another user deploys `byHand`. */
  byHandAfter?: number
  /** Milliseconds between the other user's first and second deploy of `byHand`. */
  byHandAgainAfter?: number
  /** Whether the API user lacks the permission to deploy. */
  isRefused?: boolean
}

export interface DevModePlan {
  /**
   * The first job is killed at this request about branches (1 is the first). Unlike a time, this number does not depend
   * on the speed of the machine.
   */
  killAt?: number
  /** At this request about branches, another person checks out a branch with the same API user. */
  switchAt?: number
}

/** The release of this tag exists before the jobs. */
export const releaseTag = 'v1.2.3'

/** The possible shares of requests with a fault, each with a weight. */
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

/** Plans at most `concurrency` hung tasks, so that other tasks can take their places. */
function planHungTasks(seed: number, { jobs, deploy, devMode, inputs }: Plan): HungTasks | undefined {
  const { happens, between, oneOf } = dice(seed, 'hung')
  const [job, ...others] = jobs
  if (!job || others.length > 0 || deploy || devMode || !happens(0.07)) return undefined
  // The task of a missing target fails at once, but the simulator would count it as a hung task.
  if (job.targets.some(({ target }) => isMissing(target))) return undefined
  const most = Math.min(2, Number(inputs.concurrency), job.targets.length)
  return { tasks: between(1, most), status: oneOf(['querying', 'rendering']) }
}

/**
 * Gives the step eight minutes of the faster clock: two minutes for the hung tasks, and six minutes for up to six
 * renders of at most 40 s.
 */
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
  const deploy = version === '4.0' ? planDeploy(seed) : undefined
  const devMode = version === '4.0' && !deploy ? planDevMode(seed) : undefined
  // A minute without faults is enough even on a slow machine. With `dev-mode`, queries get only half of the time.
  const minutes = share === 0 ? 1 : between(15, 50) / (devMode ? 50 : 100)
  const compare = devMode ? 'none' : planComparison(seed, deploy !== undefined)
  const jobs = planJobs(seed, { version, compare, hasProject: deploy !== undefined || devMode !== undefined })
  return {
    seed,
    jobs,
    compare,
    recorded: compare === 'base' && !deploy ? planRecorded(seed, jobs) : [],
    ...(deploy && { deploy }),
    ...(devMode && { devMode }),
    inputs: {
      'api-version': version,
      ...planInputs(seed, minutes, compare),
      ...(devMode && planDevModeInputs(seed)),
    },
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

/** Returns a text with all options that affect a target's picture. Targets with an equal text have the same baseline. */
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

/** The approximate number of requests about branches that a job without faults sends. */
const branchRequests = 18

function planDevMode(seed: number): DevModePlan | undefined {
  const { happens, between } = dice(seed, 'dev-mode')
  if (!happens(0.2)) return undefined
  return {
    ...(happens(0.35) && { killAt: between(2, branchRequests) }),
    ...(happens(0.15) && { switchAt: between(2, branchRequests) }),
  }
}

function planDevModeInputs(seed: number): Record<string, string> {
  const { happens } = dice(seed, 'dev-mode', 'inputs')
  return {
    'dev-mode': 'thelook',
    numbers: String(happens(0.8)),
    'content-validation': String(happens(0.6)),
    ...(happens(0.3) && { 'confirm-changes': 'true' }),
    ...(happens(0.3) && { 'fail-on-change': 'true' }),
  }
}

interface JobOptions {
  version: '4.0' | '3.1'
  compare: Plan['compare']
  /** Whether the targets belong to a LookML project. */
  hasProject: boolean
}

/**
 * Plans one job for the pull request, or a matrix of jobs. Some seeds also have a job that records baselines at the
 * same time.
 */
function planJobs(seed: number, { version, compare, hasProject }: JobOptions): Job[] {
  const { happens, weighted } = dice(seed, 'jobs')
  const total =
    weighted([
      [1, 6],
      [2, 2],
      [3, 1],
    ] as const) ?? 1
  const catalogue = hasProject ? 'project' : version
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
  const records = compare === 'base' && !hasProject && happens(0.35)
  return records ? [...jobs, { event: 'push', targets: all, listed: all, isShard: false }] : jobs
}

/** Chooses the targets with a baseline. The other targets are new. */
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
