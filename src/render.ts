import { baselineKey } from './baselines/file-name.ts'
import type { Delivery } from './deliver.ts'
import type { Looker } from './looker/connect.ts'
import { logIgnoredParameters, openRenderer, type Renderer } from './looker/render-targets.ts'
import { type Remembered, renderTimes } from './looker/render-times.ts'
import { toSecondInstance } from './looker/second-instance.ts'
import type { Result, Target } from './model.ts'
import { count } from './runtime/text.ts'
import type { StartedRun } from './start.ts'
import type { LoadedWorld } from './world.ts'

type Context = StartedRun & { world: LoadedWorld }

/**
 * Each target flows through by itself: rendered, compared, its pictures sent, while Looker draws the others. Results are
 * in the targets' order; a target that fails is a result, too.
 */
export async function renderEach(
  context: Context,
  targets: readonly Target[],
  delivery: Promise<Delivery>,
): Promise<Result[]> {
  const { world, inputs, lookers } = context
  const remembered = delivery.then(opened => opened.remembered)
  const [renderer, second] = lookers.map(looker => rendererOn(looker, context, remembered))
  if (!renderer) return []
  const { against } = inputs.compare
  const onSecond = typeof against === 'string' ? undefined : toSecondInstance(against.base)
  const flow = async (target: Target): Promise<Result> => {
    logIgnoredParameters(target, world.print)
    const [result, other] = await Promise.all([
      renderer.render(target),
      onSecond && second?.render(onSecond(target)),
    ])
    return (await delivery).take(result, other)
  }
  try {
    return await world.core.group(titleOf(context, targets), () => Promise.all(targets.map(flow)))
  } finally {
    renderer.close()
    second?.close()
  }
}

function rendererOn(
  looker: Looker,
  { world, inputs, deadlines }: Context,
  remembered: Promise<Remembered>,
): Renderer {
  const { pace, outputDirectory } = inputs
  return openRenderer(looker, {
    version: inputs.looker.version,
    clock: world.clock,
    directory: outputDirectory,
    signal: deadlines.render,
    concurrency: pace.concurrency,
    pollInterval: pace.pollIntervalSeconds * 1000,
    times: renderTimes(target => baselineKey(target, looker.host), remembered),
  })
}

function titleOf({ inputs: { pace }, lookers }: Context, targets: readonly Target[]): string {
  const hosts = lookers.map(({ host }) => host).join(' and ')
  return `Rendering ${count(targets.length, 'target')} on ${hosts}, ${pace.concurrency} at a time, within ${count(pace.timeoutMinutes, 'minute')}`
}
