import type { Fault, Operation, Simulator, SimulatorOptions } from '../simulator/model.ts'
import { startSimulator } from '../simulator/server.ts'
import { type ArtifactService, startArtifactService } from './github/artifacts.ts'
import type { GitHubOptions, PullRequestOptions } from './github/github.ts'
import { atEnd } from './runner/folders.ts'
import { type Outcome, type Step, type StepOptions, startAction } from './runner/runner.ts'
import { openStage, type PullRequest, type Stage, type StageOptions } from './stage.ts'

export interface TileOutput {
  title: string
  explore: string
  sql?: string
  numbers?: string
  rows?: { before: number; after: number; changed: number; added: number; removed: number }
  values?: { before: string | null; after: string | null }
  error?: { message: string; hint: string }
}

export interface ResultOutput {
  target: string
  name: string
  title?: string
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
  affectedBy?: string[]
  numbers?: 'unchanged' | 'changed' | 'broken' | 'unchecked'
  tiles?: TileOutput[]
  drawing?: { productionModelTiles: string[]; error?: { message: string; hint: string } }
  productionUrl?: string
  comparison?: {
    status: 'unchanged' | 'changed' | 'new' | 'incomparable'
    changedPixels?: number
    changedShare?: number
    shadedPixels?: number
    noisePixels?: number
    baseline?:
      | { ref: string; sha: string; recordedAt: string; run: number; release?: string }
      | { url: string }
    beforeUrl?: string
    differenceUrl?: string
    stripUrl?: string
    error?: { message: string; hint: string }
  }
}

export interface StepOutcome extends Outcome {
  results: ResultOutput[]
}

/** A simulated Looker, an artifact service, and functions that run the built action with them. */
export interface Scene extends AsyncDisposable {
  looker: Simulator
  artifacts: ArtifactService
  /** Starts the step without waiting for its end, so that the test can act during the run. */
  start(inputs: Record<string, string>, more?: Omit<StepOptions, 'inputs'>): Step
  run(inputs: Record<string, string>, more?: Omit<StepOptions, 'inputs'>): Promise<StepOutcome>
  /** `state` is the saved state of the main step. */
  runPost(
    inputs: Record<string, string>,
    state: Record<string, string>,
    more?: Omit<StepOptions, 'inputs'>,
  ): Promise<StepOutcome>
  fault(fault: Fault): void
  requests(operation: Operation): Simulator['requests']
}

/** A quick Looker. A render takes 0.2 seconds. The files are small, and nothing is drawn. */
const quick: SimulatorOptions = { renderSeconds: 0.2, pictureBytes: 20_000 }

/**
 * Opens a scene with a quick Looker. By default, polls have short pauses, and the step writes neither artifacts nor a
 * report.
 */
export async function scene(options: SimulatorOptions = {}): Promise<Scene> {
  const [looker, artifacts] = await Promise.all([
    startSimulator({ ...quick, ...options }),
    startArtifactService(),
  ])
  return {
    looker,
    artifacts,
    ...stepsOn({ looker, artifacts }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([looker.close(), artifacts.close()])
    },
  }
}

const quickInputs = { artifact: 'none', report: 'false', 'poll-interval-seconds': '0.2' }

type More = Omit<StepOptions, 'inputs'>

/** Returns the functions that run steps. `complete` adds the options that all steps of a scene share. */
function stepsOn(
  { looker, artifacts }: Pick<Scene, 'looker' | 'artifacts'>,
  complete: (more: More) => StepOptions = more => more,
): Pick<Scene, 'start' | 'run' | 'runPost' | 'fault' | 'requests'> {
  const start: Scene['start'] = (inputs, more = {}) => {
    const options = complete(more)
    return startAction({
      ...options,
      inputs: { ...quickInputs, ...options.inputs, ...inputs },
      services: { looker, artifacts, ...more.services },
    })
  }
  return {
    start,
    run: async (inputs, more) => withResults(await start(inputs, more).finished),
    async runPost(inputs, state, more = {}) {
      const env = { ...more.env, ...stateVariables(state) }
      return withResults(await start(inputs, { ...more, entry: 'dist/post/index.js', env }).finished)
    },
    fault: fault => looker.fault(fault),
    requests: operation => looker.requests.filter(request => request.operation === operation),
  }
}

/** A scene with a repository on GitHub and a pull request. The steps run for the pull request. */
export interface PullRequestScene extends Scene, Omit<Stage, keyof Scene> {
  number: number
  pull: PullRequest
}

interface PullRequestSceneOptions
  extends GitHubOptions,
    Pick<StageOptions, 'looker' | 'lookml' | 'otherProjects'> {
  pull?: PullRequestOptions
}

/** Requests that differ from GitHub's description of its API. Each scene adds a list. */
const violations: string[][] = []

// Runs after all tests. At the end of a single test, this error would hide the test's own error.
atEnd(() => {
  const [violation] = violations.flat()
  if (violation) throw new Error(`A request is not as GitHub describes it: ${violation}`)
})

/** Opens a scene with a pull request. By default, each step runs for the pull request with a token that may write. */
export async function pullRequestScene(options: PullRequestSceneOptions = {}): Promise<PullRequestScene> {
  const { looker, lookml, otherProjects = [], pull: about, ...github } = options
  const stage = await openStage({
    looker: { ...quick, ...looker },
    github,
    otherProjects,
    ...(lookml && { lookml }),
  })
  violations.push(stage.github.violations)
  const pull = await stage.openPullRequest(about)
  const steps = stepsOn(stage, more => ({
    inputs: { 'github-token': stage.github.token },
    event: { name: 'pull_request', payload: pull.payload },
    ...more,
    env: { ...stage.github.env(), ...more.env },
  }))
  return { ...stage, ...steps, pull, number: pull.number }
}

/** Returns the variables with which the runner passes a step's state to its post step. */
export const stateVariables = (state: Record<string, string>) =>
  Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]))

/** Returns the features whose changes the post step has to undo. */
export const partsToRestore = ({ state }: Pick<Outcome, 'state'>): string[] => {
  const { deploy, branches, dashboards } = JSON.parse(state.post ?? '{}')
  return [
    ...(deploy ? ['deploy'] : []),
    ...(branches?.length > 0 ? ['branches'] : []),
    ...(dashboards?.length > 0 ? ['dashboards'] : []),
  ]
}

export const withResults = (outcome: Outcome): StepOutcome => ({
  ...outcome,
  results: outcome.outputs.results ? JSON.parse(outcome.outputs.results) : [],
})
