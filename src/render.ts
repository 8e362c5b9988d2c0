import type { Delivery } from './deliver.ts'
import { baselineKey } from './images-branch/file-names.ts'
import type { Looker } from './looker/connect.ts'
import { type RememberedTimes, renderTimes } from './looker/polling.ts'
import { logIgnoredParameters, openRenderer, type Renderer } from './looker/render-targets.ts'
import { readTitles, type Titles } from './looker/titles.ts'
import type { Compared, Result, Target } from './model.ts'
import { count } from './runtime/text.ts'
import type { StartedRun } from './start.ts'
import type { LoadedWorld } from './world.ts'

export type RenderContext = StartedRun & { world: LoadedWorld }

/** What renders on the instance, and on the second one. */
export interface Renderers {
  first: Renderer
  /** Renders the same target on the second instance; undefined where there is none. */
  onSecond: ((target: Target) => Promise<Result>) | undefined
  close(): void
}

export function openRenderers(context: RenderContext, remembered: Promise<RememberedTimes>): Renderers {
  const { lookers, world, deadlines } = context
  const over = new AbortController()
  const titles = lookers
    .slice(0, 1)
    .map(looker =>
      readTitles(looker.contentFor(over.signal), { clock: world.clock, signal: deadlines.render }),
    )
  const [first, second] = lookers.map((looker, place) => {
    const own = titles[place]
    return rendererOn(looker, context, { remembered, ...(own && { titles: own }) })
  })
  if (!first) throw new Error('There is no instance to render on')
  const { against } = context.inputs.compare
  const toSecond = typeof against === 'string' ? undefined : toSecondInstance(against.base)
  return {
    first,
    onSecond: toSecond && second ? target => second.render(toSecond(target)) : undefined,
    close() {
      over.abort()
      first.close()
      second?.close()
    },
  }
}

/** The same target on the second instance. Its picture is the one before. */
const toSecondInstance =
  (base: URL) =>
  (target: Target): Target => ({
    ...target,
    url: base.origin + target.url.slice(new URL(target.url).origin.length),
    file: `${target.name}.before.${target.output.format}`,
  })

/**
 * Each target flows through by itself: rendered, compared, its pictures sent, while Looker draws the others. Results are
 * in the targets' order; a target that fails is a result, too.
 */
export async function renderEach(
  context: RenderContext,
  targets: readonly Target[],
  delivery: Promise<Delivery>,
): Promise<Result<Compared>[]> {
  const { world } = context
  const { first, onSecond, close } = openRenderers(
    context,
    delivery.then(opened => opened.remembered),
  )
  const flow = async (target: Target): Promise<Result<Compared>> => {
    logIgnoredParameters(target, world.print)
    const [result, other] = await Promise.all([first.render(target), onSecond?.(target)])
    return (await delivery).take(result, { before: other && { result: other }, render: first.render })
  }
  try {
    return await world.core.group(titleOf(context, targets), () => Promise.all(targets.map(flow)))
  } finally {
    close()
  }
}

function rendererOn(
  looker: Looker,
  { world, inputs, deadlines }: RenderContext,
  { remembered, ...titles }: { remembered: Promise<RememberedTimes>; titles?: Titles },
): Renderer {
  const { pace, outputDirectory } = inputs
  return openRenderer(looker, {
    version: inputs.looker.version,
    clock: world.clock,
    directory: outputDirectory,
    signal: deadlines.render,
    concurrency: pace.concurrency,
    pollInterval: pace.pollIntervalSeconds * 1000,
    ...titles,
    times: renderTimes(target => baselineKey(target, looker.host), remembered),
  })
}

function titleOf({ inputs: { pace }, lookers }: RenderContext, targets: readonly Target[]): string {
  const hosts = lookers.map(({ host }) => host).join(' and ')
  return `Rendering ${count(targets.length, 'target')} on ${hosts}, ${pace.concurrency} at a time, within ${count(pace.timeoutMinutes, 'minute')}`
}
