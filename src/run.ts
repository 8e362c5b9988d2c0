import { announce } from './announce/announce.ts'
import { compare } from './compare/compare.ts'
import { ActionError, asActionError } from './errors.ts'
import { type Run, readRun } from './github/event.ts'
import { isPullRequestWithoutSecrets, withoutSecrets } from './github/fork.ts'
import { publicFault } from './github/public-repository.ts'
import { commentedOn, type Delivery } from './github/pull-request.ts'
import type { InputSource } from './inputs/input-source.ts'
import { lacksCredentials, readInputs } from './inputs/read-inputs.ts'
import { type Connection, connect, type Looker, render } from './looker/connect.ts'
import type { Failed, Target } from './model.ts'
import { outputsOf } from './outputs.ts'
import { noLinks, publish } from './publish/publish.ts'
import { limitsOf } from './runtime/deadline.ts'
import { proxySecrets } from './runtime/proxy-env.ts'
import { type Secrets, secretsOf } from './runtime/secrets.ts'
import { failStep, tellProblems, verdict } from './verdict.ts'
import { type Step, type World, workspaceOf } from './world.ts'

/** The step, from its inputs to its verdict. Fails the step instead of throwing. */
export async function run(world: World): Promise<void> {
  // What is said and masked before the toolkit is there is so as soon as it is, in the same order.
  const early: ((core: Step['core']) => void)[] = []
  let loaded: Step['core'] | undefined
  const tell = (say: (core: Step['core']) => void) => void (loaded ? say(loaded) : early.push(say))
  const secrets = secretsOf(secret => tell(core => core.setSecret(secret)))
  const begun = begin(world, secrets, line => tell(core => core.info(line)))
  // Loading keeps the process busy for longer than it takes the log-in to leave: let it go first.
  await world.clock.sleep(5)
  const core = await world.core()
  loaded = core
  for (const say of early) say(core)
  try {
    const step = begun()
    if (step === 'neutral') core.notice(withoutSecrets)
    else await snapshot({ ...world, core }, step)
  } catch (error) {
    failStep(core, asActionError(error))
  }
}

interface Begun extends Connection {
  run: Run
  began: Date
  /** The instances of Looker, or why nothing may be rendered. */
  lookers: Looker[] | ActionError
}

/** Reads the inputs and sends the log-in. What is thrown is thrown when the toolkit is there to tell of it. */
function begin(world: World, secrets: Secrets, log: (line: string) => void): () => Begun | 'neutral' {
  try {
    for (const secret of proxySecrets(world.env)) secrets.keep(secret)
    const source = sourceOf(world, secrets)
    const run = readRun(world.env, world.readFile)
    if (lacksCredentials(source) && isPullRequestWithoutSecrets(run)) return () => 'neutral'
    const inputs = readInputs(source)
    const limits = limitsOf(inputs.pace.timeoutMinutes, world.clock, world.cancelled)
    const connection = { inputs, secrets, limits, log }
    const lookers = publicFault(inputs, run) ?? (inputs.targets.length > 0 ? connect(world, connection) : [])
    return () => ({ ...connection, run, lookers, began: new Date() })
  } catch (error) {
    return () => {
      throw error
    }
  }
}

async function snapshot(world: Step, { lookers, run, began, ...connection }: Begun): Promise<void> {
  const { inputs, limits } = connection
  const { core } = world
  const delivery = { world, inputs, run, limits, began }
  const place = { directory: inputs.outputDirectory, workspace: workspaceOf(world) }
  const setOutputs = (outputs: Record<string, string>) => {
    for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
  }
  try {
    if (lookers instanceof ActionError) {
      setOutputs(outputsOf(failedAll(inputs.targets, lookers), noLinks, place))
      throw lookers
    }
    if (lookers.length === 0) {
      core.info('There are fewer targets than jobs that share them: this one has none to render.')
      setOutputs(outputsOf([], noLinks, place))
      return
    }
    const [rendered = [], second] = await render(world, lookers, connection, () => warmUp(delivery))
    const results = await compare(delivery, rendered, second)
    const { links, errors, warnings } = await publish(delivery, results)
    const apiCalls = lookers.reduce((sum, looker) => sum + looker.apiCalls(), 0)
    const announced = await announce(delivery, { results, links, apiCalls })
    setOutputs(outputsOf(results, links, place, announced.comment))
    // A cancelled step has failed, also where all that was asked of Looker had been done.
    world.cancelled.throwIfAborted()
    const problems = { results, errors, warnings: [...warnings, ...announced.warnings] }
    tellProblems(core, problems, inputs.failOnError)
    verdict(core, results, errors, inputs)
  } finally {
    limits.end()
  }
}

const failedAll = (targets: readonly Target[], { message, hint }: ActionError) =>
  targets.map((target): Failed => ({ status: 'failure', target, error: { message, hint }, apiCalls: 0 }))

/** Loads what delivery needs while Looker draws; what fails here fails again, and is told, where it is needed. */
function warmUp(delivery: Delivery): void {
  const { world, inputs } = delivery
  const parts = [
    inputs.artifact.kind !== 'none' && world.artifacts(),
    (commentedOn(delivery) !== undefined || inputs.release.wanted || inputs.compare.against === 'base') &&
      world.github(),
  ]
  void Promise.allSettled(parts)
}

/** The runner hands inputs over in the environment; read there as the toolkit's getInput does. */
function sourceOf({ env, readFile, defaults }: World, { keep }: Secrets): InputSource {
  const get = (name: string) => env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`]?.trim() ?? ''
  return { get, env, readFile, defaults, workspace: workspaceOf({ env }), mask: keep }
}
