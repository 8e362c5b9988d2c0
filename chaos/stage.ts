import type { Permission, Simulator } from '../simulator/model.ts'
import { startSimulator } from '../simulator/server.ts'
import { fastClock } from '../testkit/clock.ts'
import type { ArtifactService } from '../testkit/github/artifacts.ts'
import { shopLookml } from '../testkit/looker/shop-lookml.ts'
import { type Step, type StepOptions, startAction } from '../testkit/runner/runner.ts'
import { stateVariables } from '../testkit/scene.ts'
import * as testkit from '../testkit/stage.ts'
import { type Commits, type ObservedRequest, type Service, services } from './model.ts'
import { chooseFault } from './plan/choose-fault.ts'
import { clockSpeed, type Job, type Plan, releaseTag } from './plan/plan.ts'
import { toList } from './plan/targets.ts'
import { injectLookerFault } from './proxy/inject-looker-fault.ts'
import { type ChaosProxy, startProxy } from './proxy/proxy.ts'

/** The services, each with a proxy, and the pull request of the steps. */
export interface Stage extends Servers {
  proxies: Record<Service, ChaosProxy>
  number: number
  /** The commits of the LookML project. Undefined if the plan has no `deploy`. */
  commits?: Commits
  /**
   * Returns all secrets that must not be visible. Leaves out secrets that the artifact client has masked, because the
   * runner hides them in the log.
   */
  secrets(masked: readonly string[]): string[]
  /** Returns the requests to all services since faults began. */
  observed(): ObservedRequest[]
  start(job: Job, index: number, attempt: number): Step
  /** Starts the action's post step after a job, with the job's saved state. */
  startPost(job: Job, index: number, attempt: number, state: Record<string, string>): Step
  /** Starts the job without faults, without a comment, and without publishing. */
  startReference(job: Job, index: number): Step
  /** Starts a step that records the plan's baselines on the main branch. */
  startRecording(): Step
}

interface Servers extends testkit.Stage {
  /** The instance in the input `compare`. */
  second: Simulator
}

export async function openStage(plan: Plan): Promise<Stage> {
  const servers = await startServers(plan)
  const { looker, second, github, artifacts } = servers
  const proxies = await startProxies(plan, servers)
  const { number, payload, sha } = await servers.openPullRequest(
    plan.devMode ? branchChange : plan.deploy && netRevenue,
  )
  const commits = plan.deploy && (await prepareDeploys(servers, sha))
  const events = { pull_request: payload, push: github.pushPayload() }
  if (plan.inputs.release) await github.createRelease(releaseTag)
  return {
    ...servers,
    proxies,
    number,
    ...(commits && { commits }),
    ...startersOn(plan, servers, proxies, events),
    secrets: masked => [
      ...[looker, second].flatMap(({ clientSecret, issued }) => [clientSecret, ...issued]),
      github.token,
      ...secretsOf(artifacts).filter(secret => !masked.includes(secret)),
    ],
    observed: () => Object.values(proxies).flatMap(({ observed }) => observed),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(Object.values(proxies).map(proxy => proxy.close()))
      await servers[Symbol.asyncDispose]()
    },
  }
}

type Starters = Pick<Stage, 'start' | 'startPost' | 'startReference' | 'startRecording'>
type Events = Record<Job['event'], unknown>

function startersOn(plan: Plan, servers: Servers, proxies: Stage['proxies'], events: Events): Starters {
  const start = (
    job: Job,
    index: number,
    github: { run_id: string; run_attempt?: string },
    post?: Record<string, string>,
  ) => {
    const { event: name } = job
    const ids = { runId: github.run_id, jobId: jobIdOf(index) }
    const step = toStep(plan, { job, ids }, servers, proxies)
    return startAction({
      ...step,
      event: { name, payload: events[name] },
      github,
      ...(post && { entry: 'dist/post/index.js', env: { ...step.env, ...stateVariables(post) } }),
    })
  }
  const attemptOf = (job: Job, attempt: number) => ({
    run_id: runIds[job.event],
    run_attempt: String(attempt),
  })
  return {
    start: (job, index, attempt) => start(job, index, attemptOf(job, attempt)),
    startPost: (job, index, attempt, state) => start(job, index, attemptOf(job, attempt), state),
    startReference: (job, index) =>
      startersOn({ ...plan, inputs: { ...plan.inputs, ...unpublished } }, servers, proxies, events).start(
        job,
        index,
        1,
      ),
    startRecording: () => start(recordingOf(plan), recordingIndex, { run_id: runIds.recording }),
  }
}

const runIds = { recording: '1658821400', pull_request: '1658821493', push: '1658821500' }

/** The inputs of a step that publishes nothing, and has enough time on a slow machine. */
const unpublished = {
  'timeout-minutes': '10',
  artifact: 'none',
  comment: 'false',
  images: 'none',
  report: 'false',
  release: 'false',
}

/** The index of the job that records baselines. No job of a plan has this index. */
const recordingIndex = 9

const recordingOf = ({ recorded }: Plan): Job => ({
  event: 'push',
  targets: recorded,
  listed: recorded,
  isShard: false,
})

const permissionsWithoutDeploy: Permission[] = [
  'access_data',
  'see_looks',
  'see_user_dashboards',
  'see_lookml_dashboards',
  'download_without_limit',
]

async function startServers({ looker: options, deploy, devMode }: Plan): Promise<Servers> {
  const [stage, second] = await Promise.all([
    testkit.openStage({
      looker: {
        ...options,
        clientSecret: 'kZ8-not=to be+seen',
        ...(deploy?.isRefused && { permissions: permissionsWithoutDeploy }),
      },
      ...((deploy || devMode) && { lookml: shopLookml }),
    }),
    startSimulator({ ...options, clientId: 'second-id', clientSecret: 'q4R/nor+this one=' }),
  ])
  return {
    ...stage,
    second,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([stage[Symbol.asyncDispose](), second.close()])
    },
  }
}

async function startProxies(plan: Plan, servers: Servers): Promise<Stage['proxies']> {
  const { looker, second, github, artifacts } = servers
  const upstreams = { looker, second, github: { url: github.apiUrl }, artifacts }
  const before = async (service: Service) =>
    [
      service,
      await startProxy({
        service,
        upstream: upstreams[service].url,
        chooseFault: request => chooseFault(plan.seed, plan.disturbance, request),
        ...((service === 'looker' || service === 'second') && {
          injectServiceFault: ({ kind }, operation) => injectLookerFault(servers[service], kind, operation),
        }),
      }),
    ] as const
  return Object.fromEntries(await Promise.all(services.map(before))) as Stage['proxies']
}

const view = 'views/order_items.view.lkml'

/** The files of a pull request that changes a measure. */
const netRevenue = {
  branch: 'net-revenue',
  files: { [view]: shopLookml[view].replace(`sql: \${price}`, `sql: \${price} - \${TABLE}.returned`) },
}

const users = 'views/users.view.lkml'

const customers = 'dashboards/customers.dashboard.lookml'

/**
 * The files of a pull request for a job with `dev-mode`. The files change the measure of `netRevenue`, and a dashboard,
 * which the action then draws. They also remove a measure of a dashboard that is not a target.
 */
const branchChange = {
  branch: 'net-revenue',
  files: {
    ...netRevenue.files,
    [users]: shopLookml[users].replace('measure: q3_cohort', 'measure: q3_group'),
    [customers]: shopLookml[customers].replace('title: Customers by state', 'title: Customers by region'),
  },
}

/** Pushes and deploys a commit to main after the merge base. Also pushes the branch that another user may deploy. */
async function prepareDeploys(
  { looker, github, commit, openPullRequest }: Servers,
  head: string,
): Promise<Commits> {
  const mergeBase = (await github.ref('heads/main')) ?? ''
  const { sha: byHand } = await openPullRequest({
    branch: 'by-hand',
    files: { 'views/by_hand.view.lkml': 'view: by_hand {}' },
  })
  const before = await commit({ 'views/new.view.lkml': 'view: new {}' }, { branch: 'main' })
  await looker.project('thelook').deploy(before)
  return { before, mergeBase, head, byHand }
}

/**
 * Returns the options of a step. The step gets the addresses of the proxies instead of the addresses of the services.
 */
function toStep(
  plan: Plan,
  { job, ids }: { job: Job; ids: { runId: string; jobId: string } },
  { looker, second, github, artifacts }: Servers,
  proxies: Stage['proxies'],
): StepOptions {
  const results = `${proxies.artifacts.url}/`
  return {
    ...placeOf(job),
    inputs: {
      'github-token': github.token,
      targets: toList(job.listed),
      ...plan.inputs,
      ...(job.isShard && job.matrix && { shard: `${job.matrix.index}/${job.matrix.total}` }),
      ...(plan.deploy && { deploy: 'thelook' }),
      ...(plan.compare === 'base' && { compare: 'base' }),
      ...(plan.compare === 'instance' && {
        compare: proxies.second.url,
        'compare-client-id': second.clientId,
        'compare-client-secret': second.clientSecret,
      }),
    },
    services: { looker: { ...looker, url: proxies.looker.url } },
    env: {
      ...github.env(),
      GITHUB_API_URL: proxies.github.url,
      ...artifacts.env(ids),
      ACTIONS_RESULTS_URL: results,
      ACTIONS_RUNTIME_URL: results,
      ...(plan.hung && fastClock(clockSpeed(plan))),
    },
  }
}

export const jobIdOf = (index: number) => `ca395085-040a-526b-2ce8-bdc85f69277${index}`

const placeOf = ({ matrix }: Job) =>
  matrix
    ? {
        strategy: { 'job-index': matrix.index, 'job-total': matrix.total },
        matrix: { index: matrix.index },
      }
    : {}

/** Returns the job's token, and the signatures in upload addresses. */
function secretsOf({ env, requests }: ArtifactService): string[] {
  const signatures = requests.flatMap(({ path }) => /[?&]sig=([^&]+)/.exec(path)?.[1] ?? [])
  return [env().ACTIONS_RUNTIME_TOKEN ?? '', ...new Set(signatures)]
}
