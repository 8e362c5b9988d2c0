import type { Simulator } from '../simulator/model.ts'
import { startSimulator } from '../simulator/server.ts'
import { type ArtifactService, startArtifactService } from '../testkit/artifacts.ts'
import { type GitHub, startGitHub } from '../testkit/github.ts'
import { type Step, type StepOptions, startAction } from '../testkit/runner.ts'
import { conspire } from './conspire.ts'
import { strikeOf } from './faults.ts'
import type { Passed, Service } from './model.ts'
import { type Plan, releaseTag } from './plan.ts'
import { type ChaosProxy, startProxy } from './proxy.ts'

/** The three services, each behind a proxy, and the pull request that the steps run for. */
export interface Stage extends AsyncDisposable {
  looker: Simulator
  github: GitHub
  artifacts: ArtifactService
  proxies: Record<Service, ChaosProxy>
  number: number
  /** What nobody may see; some of it is masked by the artifact client, so that it may stand in the log. */
  secrets(masked: readonly string[]): string[]
  /** What came by since the weather began. */
  passed(): Passed[]
  start(job: number, attempt: number): Step
}

export async function openStage(plan: Plan): Promise<Stage> {
  const [looker, github, artifacts] = await Promise.all([
    startSimulator({ ...plan.looker, clientSecret: 'kZ8-not=to be+seen' }),
    startGitHub(),
    startArtifactService(),
  ])
  const services = { looker, github, artifacts }
  const proxies = await openProxies(plan, services)
  const { number, payload } = await github.pullRequest()
  if (plan.inputs.release) await github.createRelease(releaseTag)
  return {
    ...services,
    proxies,
    number,
    start: (job, attempt) =>
      startAction({
        ...stepOf(plan, job, services, proxies),
        event: { name: 'pull_request', payload },
        github: { run_attempt: String(attempt) },
      }),
    secrets: masked => [
      looker.clientSecret,
      github.token,
      ...looker.issued,
      ...secretsOf(artifacts).filter(secret => !masked.includes(secret)),
    ],
    passed: () => Object.values(proxies).flatMap(({ passed }) => passed),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(Object.values(proxies).map(proxy => proxy.close()))
      await Promise.all([looker.close(), github.close(), artifacts.close()])
    },
  }
}

/** A job of the plan, told of the proxies as if they were the services. */
function stepOf(
  plan: Plan,
  job: number,
  { looker, github, artifacts }: Services,
  proxies: Stage['proxies'],
): StepOptions {
  const results = `${proxies.artifacts.url}/`
  return {
    ...placeOf(plan, job),
    inputs: {
      'github-token': github.token,
      targets: plan.jobs[job]?.targets.join('\n') ?? '',
      ...plan.inputs,
    },
    services: { looker: { ...looker, url: proxies.looker.url } },
    env: {
      ...github.env(),
      GITHUB_API_URL: proxies.github.url,
      ...artifacts.env({ jobId: jobId(job) }),
      ACTIONS_RESULTS_URL: results,
      ACTIONS_RUNTIME_URL: results,
    },
  }
}

export const jobId = (job: number) => `ca395085-040a-526b-2ce8-bdc85f69277${job}`

/** Alone, or one of a matrix. */
function placeOf({ jobs }: Plan, job: number) {
  if (jobs.length === 1) return {}
  return { strategy: { 'job-index': job, 'job-total': jobs.length }, matrix: { index: job } }
}

/** The job's own token, and the signatures of the addresses that are uploaded to. */
function secretsOf({ env, requests }: ArtifactService): string[] {
  const signatures = requests.flatMap(({ path }) => /[?&]sig=([^&]+)/.exec(path)?.[1] ?? [])
  return [env().ACTIONS_RUNTIME_TOKEN ?? '', ...new Set(signatures)]
}

interface Services {
  looker: Simulator
  github: GitHub
  artifacts: ArtifactService
}

async function openProxies(plan: Plan, { looker, github, artifacts }: Services) {
  const before = (service: Service, upstream: string) =>
    startProxy({
      service,
      upstream,
      decide: coming => strikeOf(plan.seed, plan.weather, coming),
      conspire: ({ kind }, operation) => conspire(looker, kind, operation),
    })
  const [first, second, third] = await Promise.all([
    before('looker', looker.url),
    before('github', github.apiUrl),
    before('artifacts', artifacts.url),
  ])
  return { looker: first, github: second, artifacts: third }
}
