import { announce } from './announce/announce.ts'
import { compareAll } from './compare/compare.ts'
import { ActionError, asActionError } from './errors.ts'
import { readWorkflowRun, type WorkflowRun } from './github/event.ts'
import { explainMissingSecrets } from './github/fork.ts'
import { publicRepositoryError } from './github/public-repository.ts'
import { pullRequestToComment, type RunContext } from './github/pull-request.ts'
import type { InputSource } from './inputs/input-source.ts'
import { lacksCredentials, readInputs } from './inputs/read-inputs.ts'
import { type Connection, connect, type Looker, renderEverywhere } from './looker/connect.ts'
import type { Failed, Target } from './model.ts'
import { setOutputs } from './outputs.ts'
import { noLinks, publish } from './publish/publish.ts'
import { startDeadlines } from './runtime/deadline.ts'
import { proxySecrets } from './runtime/proxy-env.ts'
import { createSecrets, type Secrets } from './runtime/secrets.ts'
import { annotateProblems, failStep, setVerdict } from './verdict.ts'
import { type LoadedWorld, type World, workspaceOf } from './world.ts'

/** The step, from its inputs to its verdict. Fails the step instead of throwing. */
export async function run(world: World): Promise<void> {
  // What is said and masked before the toolkit is there is so as soon as it is, in the same order.
  const early: ((core: LoadedWorld['core']) => void)[] = []
  let loaded: LoadedWorld['core'] | undefined
  const tell = (say: (core: LoadedWorld['core']) => void) => void (loaded ? say(loaded) : early.push(say))
  const secrets = createSecrets(secret => tell(core => core.setSecret(secret)))
  const begun = startRun(world, secrets, line => tell(core => core.info(line)))
  // Loading keeps the process busy for longer than it takes the log-in to leave: let it go first.
  await world.clock.sleep(5)
  const core = await world.core()
  loaded = core
  for (const say of early) say(core)
  try {
    const step = begun()
    if (typeof step === 'string') core.notice(step)
    else await takeSnapshot({ ...world, core }, step)
  } catch (error) {
    failStep(core, asActionError(error))
  }
}

interface StartedRun extends Connection {
  run: WorkflowRun
  began: Date
  /** The instances of Looker, or why nothing may be rendered. */
  lookers: Looker[] | ActionError
}

/** Reads the inputs and sends the log-in; or says why the run has no secrets. What is thrown is thrown when the toolkit is there to tell of it. */
function startRun(world: World, secrets: Secrets, log: (line: string) => void): () => StartedRun | string {
  try {
    for (const secret of proxySecrets(world.env)) secrets.keep(secret)
    const source = sourceOf(world, secrets)
    const run = readWorkflowRun(world.env, world.readFile)
    const reason = lacksCredentials(source) ? explainMissingSecrets(run) : undefined
    if (reason !== undefined) return () => reason
    const inputs = readInputs(source)
    const deadlines = startDeadlines(inputs.pace.timeoutMinutes, world.clock, world.cancelled)
    const connection = { inputs, secrets, deadlines, log }
    const lookers =
      publicRepositoryError(inputs, run) ?? (inputs.targets.length > 0 ? connect(world, connection) : [])
    return () => ({ ...connection, run, lookers, began: new Date() })
  } catch (error) {
    return () => {
      throw error
    }
  }
}

async function takeSnapshot(
  world: LoadedWorld,
  { lookers, run, began, ...connection }: StartedRun,
): Promise<void> {
  const { inputs, deadlines } = connection
  const { core } = world
  const context = { world, inputs, run, deadlines, began }
  const { outputDirectory: directory, artifact } = inputs
  const place = { directory, workspace: workspaceOf(world), name: artifact.name }
  try {
    if (lookers instanceof ActionError) {
      await setOutputs(core, { results: failAll(inputs.targets, lookers), links: noLinks }, place)
      throw lookers
    }
    if (lookers.length === 0) {
      core.info('There are fewer targets than jobs that share them: this one has none to render.')
      await setOutputs(core, { results: [], links: noLinks }, place)
      return
    }
    const [rendered = [], second] = await renderEverywhere(world, lookers, connection, () => warmUp(context))
    const results = await compareAll(context, rendered, second)
    const { links, errors, warnings } = await publish(context, results)
    const apiCalls = lookers.reduce((sum, looker) => sum + looker.apiCalls(), 0)
    const announced = await announce(context, { results, links, apiCalls })
    await setOutputs(core, { results, links, comment: announced.comment }, place)
    // A cancelled step has failed, also where all that was asked of Looker had been done.
    world.cancelled.throwIfAborted()
    const problems = { results, errors, warnings: [...warnings, ...announced.warnings] }
    annotateProblems(core, problems, inputs.failOnError)
    setVerdict(core, results, errors, inputs)
  } finally {
    deadlines.end()
  }
}

const failAll = (targets: readonly Target[], { message, hint }: ActionError) =>
  targets.map((target): Failed => ({ status: 'failure', target, error: { message, hint }, apiCalls: 0 }))

/** Loads what delivery needs while Looker draws; what fails here fails again, and is told, where it is needed. */
function warmUp(context: RunContext): void {
  const { world, inputs } = context
  const parts = [
    inputs.artifact.kind !== 'none' && world.artifacts(),
    (pullRequestToComment(context) !== undefined ||
      inputs.release.wanted ||
      inputs.compare.against === 'base') &&
      world.github(),
  ]
  void Promise.allSettled(parts)
}

/** The runner hands inputs over in the environment; read there as the toolkit's getInput does. */
function sourceOf({ env, readFile, defaults }: World, secrets: Secrets): InputSource {
  const get = (name: string) => env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? ''
  return { get, env, readFile, defaults, workspace: workspaceOf({ env }), secrets }
}
