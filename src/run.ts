import type { Delivery } from './deliver.ts'
import type { DeployedRendering } from './deploy/render-deployed.ts'
import { type ActionError, asActionError, toFault } from './errors.ts'
import { hasLabel } from './github/event.ts'
import { type Guard, guardByGitHub } from './github/public-repository.ts'
import type { Inputs } from './input-types.ts'
import { inListOrder, knownVersions, listShare, targetsIn, withPageLinks } from './list.ts'
import { logOut } from './looker/connect.ts'
import type { Failed, Target } from './model.ts'
import { outputsOf, placeOf, setOutputs } from './outputs.ts'
import { type RenderContext, renderEach } from './render.ts'
import { describeApiCalls, noLinks, sumApiCalls } from './results.ts'
import { createSecrets } from './runtime/log.ts'
import { shareOf } from './share.ts'
import { start } from './start.ts'
import { annotateProblems, debugProblems, failStep, type Gates, setVerdict } from './verdict.ts'
import {
  type HeldLog,
  holdLog,
  withholdDetails,
  withholdLookmlError,
  withholdWords,
  withoutDebug,
} from './withhold.ts'
import type { World } from './world.ts'

/** The step, from its inputs to its verdict. Fails the step instead of throwing. */
export async function run(world: World): Promise<void> {
  const secrets = createSecrets(world.mask)
  const log = holdLog(world.print)
  const { print } = log
  try {
    const started = await start({ ...world, print }, secrets)
    const core = await world.core()
    if (typeof started === 'string') core.notice(started)
    else await takeSnapshot(await guard({ ...started, world: { ...world, core, print } }, log))
  } catch (error) {
    const core = await world.core()
    // The log may still be held back. An error before the guard is about inputs, which the runner itself prints.
    const shown = log.isDropped()
      ? ({ core: withoutDebug(core), error: withholdWords(asActionError(error)) } as const)
      : ({ core, error: asActionError(error) } as const)
    failStep({ core: shown.core, print: world.print }, shown.error, secrets)
  }
}

type GuardedContext = RenderContext & Guard

/** Nothing of Looker's is published, or told in the log, before it is known who can read it. */
async function guard(context: RenderContext, log: HeldLog): Promise<GuardedContext> {
  const found = context.guard ?? (await guardByGitHub(context))
  if (!found.isGuarded) {
    log.release()
    return { ...context, ...found }
  }
  log.drop()
  return { ...context, ...found, world: { ...context.world, core: withoutDebug(context.world.core) } }
}

async function takeSnapshot(context: GuardedContext): Promise<void> {
  const { world, inputs, lookers, deadlines, secrets, refusal, unpublished, isGuarded } = context
  try {
    const [looker] = lookers
    if (refusal || !looker) return await renderNothing(context)
    const list = await listShare(context, looker)
    if (list.listed.length === 0) return await renderNothing(context)
    if (inputs.dryRun) return await (await import('./dry-run.ts')).rehearse(context, list)
    const delivery = openDelivery({ ...context, inputs: withJobs(inputs, list.jobs) })
    const { results: rendered, unaffected, ...troubles } = await render(context, targetsIn(list), delivery)
    const { web, release } = await knownVersions(lookers, context)
    const results = inListOrder(list, rendered).map(withPageLinks(inputs.looker.base, web))
    const apiCalls = sumApiCalls(lookers.map(looker => looker.apiCalls))
    world.print(`Looker was sent ${describeApiCalls(apiCalls)}.`)
    const { finish } = await delivery
    const [{ errors: lost, warnings, ...delivered }] = await Promise.all([
      finish({ results, unaffected, apiCalls, ...(release && { release }) }),
      logOut(lookers, world.cancelled),
    ])
    const place = placeOf(context)
    await setOutputs(world.core, outputsOf({ results, apiCalls, ...delivered }, place), place)
    // A cancelled step fails, also where Looker had done everything.
    world.cancelled.throwIfAborted()
    const { errors: unrestored, warnings: foreign } = troubles
    const undelivered = unpublished ? [unpublished, ...lost] : lost
    const told = isGuarded ? results.map(withholdDetails) : results
    const forReaders = isGuarded ? withholdWords : (error: ActionError) => error
    const problems = {
      results: told,
      lookmlErrors: isGuarded ? troubles.lookmlErrors.map(withholdLookmlError) : troubles.lookmlErrors,
      errors: [...unrestored, ...undelivered].map(forReaders),
      warnings: [...inputs.warnings, ...[...list.warnings, ...foreign, ...warnings].map(forReaders)],
    }
    debugProblems(world.core, problems, secrets)
    annotateProblems(world, problems, inputs)
    setVerdict(world.core, told, { undelivered, unrestored }, gatesOf(context))
  } finally {
    await logOut(lookers, world.cancelled)
    deadlines.end()
  }
}

const withJobs = (inputs: Inputs, jobs: number): Inputs => ({ ...inputs, shard: { ...inputs.shard, jobs } })

/** Renders what the instance shows; with `deploy`, what it shows once the pull request's LookML is deployed there. */
async function render(
  context: GuardedContext,
  targets: readonly Target[],
  delivery: Promise<Delivery>,
): Promise<DeployedRendering> {
  const { deploy } = context.inputs
  const nothing = { unaffected: [], errors: [], warnings: [], lookmlErrors: [] }
  if (!deploy) return { ...nothing, results: await renderEach(context, targets, delivery) }
  const { renderDeployed } = await import('./deploy/render-deployed.ts')
  return renderDeployed(context, deploy, targets, delivery)
}

/** Loads what follows the pictures while Looker draws. Meanwhile that reads what needs no picture. */
function openDelivery(context: RenderContext): Promise<Delivery> {
  const loggedIn = Promise.allSettled(context.lookers.map(looker => looker.loggedIn))
  const delivery = loggedIn.then(async () => (await import('./deliver.ts')).openDelivery(context))
  delivery.catch(() => undefined) // Whoever waits for it gets the error.
  return delivery
}

/** @throws where nothing may be rendered */
async function renderNothing(context: GuardedContext): Promise<void> {
  const { world, inputs, refusal } = context
  const own = shareOf(inputs.targets, inputs.shard)
  const results = refusal ? own.map(target => refuse(target, refusal)) : []
  const done = { results, links: noLinks, apiCalls: sumApiCalls([]) }
  const place = placeOf(context)
  await setOutputs(world.core, outputsOf(done, place), place)
  if (refusal) throw refusal
  world.print('There are fewer targets than jobs that share them: this one has none to render.')
}

const refuse = (target: Failed['target'], refusal: ActionError): Failed => ({
  status: 'failure',
  target,
  error: toFault(refusal),
  apiCalls: 0,
})

/** A pull request with the label that accepts changes passes as it is. */
function gatesOf({ inputs: { failOnError, compare }, run }: RenderContext): Gates {
  return { failOnError, failOnChange: compare.failOnChange && !hasLabel(run, compare.acceptLabel) }
}
