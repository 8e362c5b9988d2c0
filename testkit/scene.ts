import type { Fault, Operation, Simulator, SimulatorOptions } from '../simulator/model.ts'
import { startSimulator } from '../simulator/server.ts'
import { type ArtifactService, startArtifactService } from './artifacts.ts'
import { type GitHub, type GitHubOptions, startGitHub } from './github.ts'
import { type Outcome, type Step, type StepOptions, startAction } from './runner.ts'

/** One entry of the output `results`. */
export interface ResultOutput {
  target: string
  name: string
  format: string
  status: 'success' | 'failure'
  url: string
  file?: string
  bytes?: number
  sha256?: string
  renderTaskId?: string
  seconds?: number
  apiCalls: number
  artifactUrl?: string
  imageUrl?: string
  releaseUrl?: string
  error?: { message: string; hint: string }
  comparison?: {
    status: 'unchanged' | 'changed' | 'new' | 'incomparable'
    changedPixels?: number
    changedShare?: number
    baseline?: { ref: string; sha: string; recordedAt: string } | { url: string }
    beforeUrl?: string
    differenceUrl?: string
    error?: { message: string; hint: string }
  }
}

export interface Told extends Outcome {
  results: ResultOutput[]
}

/** The built action between a simulated Looker and an artifact service, gone when the scenario is over. */
export interface Scene extends AsyncDisposable {
  looker: Simulator
  artifacts: ArtifactService
  /** Starts the step and hands it back, so that a scenario can interfere. */
  start(inputs: Record<string, string>, more?: Omit<StepOptions, 'inputs'>): Step
  /** Runs the step to its end. */
  run(inputs: Record<string, string>, more?: Omit<StepOptions, 'inputs'>): Promise<Told>
  fault(fault: Fault): void
  requests(operation: Operation): Simulator['requests']
}

/** Looker takes a fifth of a second and sends small files without drawing; no report page. Unless told otherwise. */
export async function scene(options: SimulatorOptions = {}): Promise<Scene> {
  const [looker, artifacts] = await Promise.all([
    startSimulator({ renderSeconds: 0.2, pictureBytes: 20_000, ...options }),
    startArtifactService(),
  ])
  const start: Scene['start'] = (inputs, more = {}) =>
    startAction({
      ...more,
      inputs: { report: 'false', ...inputs },
      services: { looker, artifacts, ...more.services },
    })
  return {
    looker,
    artifacts,
    start,
    run: async (inputs, more) => told(await start(inputs, more).finished),
    fault: fault => looker.fault(fault),
    requests: operation => looker.requests.filter(request => request.operation === operation),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([looker.close(), artifacts.close()])
    },
  }
}

/** The same with a repository on GitHub, and a pull request in it that the step runs for. */
export interface PullRequestScene extends Scene {
  github: GitHub
  number: number
}

/** Every step runs for the pull request, with the token of a job that may write, unless told otherwise. */
export async function pullRequestScene(
  options: GitHubOptions & { looker?: SimulatorOptions } = {},
): Promise<PullRequestScene> {
  const { looker, ...repository } = options
  const [stage, github] = await Promise.all([scene(looker), startGitHub(repository)])
  const { number, payload } = await github.pullRequest()
  const start: Scene['start'] = (inputs, more = {}) =>
    stage.start(
      { 'github-token': github.token, ...inputs },
      { event: { name: 'pull_request', payload }, ...more, env: { ...github.env(), ...more.env } },
    )
  return {
    ...stage,
    github,
    number,
    start,
    run: async (inputs, more) => told(await start(inputs, more).finished),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([stage[Symbol.asyncDispose](), github.close()])
    },
  }
}

export const told = (outcome: Outcome): Told => ({
  ...outcome,
  results: outcome.outputs.results ? JSON.parse(outcome.outputs.results) : [],
})
