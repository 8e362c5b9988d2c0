import type { BranchReport, LookmlError } from './branch-report.ts'
import type { ActionError } from './errors.ts'
import type { RunContext } from './github/workflow-run.ts'
import { baselineKey } from './images-branch/picture-names.ts'
import type { Looker, Lookers } from './looker/connect.ts'
import { readTitles, type Titles } from './looker/content.ts'
import { type RememberedTimes, renderTimes } from './looker/polling.ts'
import { openRenderer, type Renderer } from './looker/render-task.ts'
import type { Compared, RenderResult, Result, Target } from './model.ts'
import { type ApiCalls, toSidecarTarget } from './results.ts'
import type { Secrets } from './runtime/secrets.ts'
import type { Stages } from './stages.ts'
import type { Disturbance, LookmlFailure, Stop } from './verdict-facts.ts'

export interface RenderContext extends RunContext {
  secrets: Secrets
  lookers: Lookers
}

export interface ComparedTargets {
  results: Result<Compared>[]
  unaffected: Target[]
  /**
   * Errors that fail the step. With `deploy`, the previous commit could not be deployed again. With `dev-mode`,
   * branches could not be restored, or the check ended early.
   */
  errors: ActionError[]
  /** The commit whose LookML the results show. Undefined if they show the deployed LookML. */
  lookmlCommit?: string
  /** Set if the results do not show the pull request, so that the gate fails. */
  otherCommit?: ActionError
  /** Problems that do not fail the step, for example a deployment by another user during the run. */
  warnings: ActionError[]
  /** The parts of the branch check that belong to no target. Set only with `dev-mode`, on a pull request. */
  branch?: BranchReport
  /** The API calls of sessions that were closed before the end of the run. */
  apiCalls?: ApiCalls
  /** LookML errors that only the head has. */
  lookmlErrors?: readonly LookmlError[]
  /** Set if Looker refused the head's LookML. */
  lookml?: LookmlFailure
  /**
   * The commit or branch that another user or job deployed or checked out during the run. The run then shows no
   * results.
   */
  disturbance?: Disturbance
  stopped?: Stop
}

export interface Renderers {
  first: Renderer
  /** Renders the imported copy of a dashboard. Uses the render times of the original to decide when to poll. */
  renderCopy(copy: Target, original: Target): Promise<RenderResult>
  /** Undefined if there is only one instance. */
  onSecond: ((target: Target) => Promise<RenderResult>) | undefined
  close(): void
}

export function openRenderers(context: RenderContext, stages: Promise<Stages>): Renderers {
  const { lookers, world, deadlines } = context
  const closing = new AbortController()
  const remembered = stages.then(opened => opened.renderTimes)
  const titles = readTitles(lookers.first.contentFor(closing.signal), {
    clock: world.clock,
    signal: deadlines.render,
  })
  const originals = new WeakMap<Target, Target>()
  const originalOf = (target: Target) => originals.get(target) ?? target
  const first = rendererOn(lookers.first, context, { remembered, titles, originalOf })
  const second = lookers.second && rendererOn(lookers.second, context, { remembered })
  const { against } = context.inputs.compare
  const toSecond = typeof against === 'string' ? undefined : toSecondInstance(against.base)
  return {
    first,
    renderCopy(copy, original) {
      originals.set(copy, original)
      return first.render(copy)
    },
    onSecond: toSecond && second ? target => second.render(toSecond(target)) : undefined,
    close() {
      closing.abort()
      first.close()
      second?.close()
    },
  }
}

/** Returns the same target on the second instance, with the file name of the "before" picture. */
const toSecondInstance =
  (base: URL) =>
  (target: Target): Target => ({
    ...toSidecarTarget(target, 'before'),
    url: base.origin + target.url.slice(new URL(target.url).origin.length),
  })

function rendererOn(
  looker: Looker,
  { world, inputs, deadlines }: RenderContext,
  {
    remembered,
    originalOf = target => target,
    ...titles
  }: { remembered: Promise<RememberedTimes>; originalOf?: (target: Target) => Target; titles?: Titles },
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
    times: renderTimes(target => baselineKey(originalOf(target), looker.host), remembered),
  })
}
