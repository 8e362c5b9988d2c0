import { arrangeResults } from './arrange-results.ts'
import { ActionError, thrownOf, toFault } from './errors.ts'
import { pullRequestFor } from './github/workflow-run.ts'
import { type ComparedTargets, openRenderers, type RenderContext } from './instance-renderers.ts'
import { knownVersions, type ShareList, targetsIn } from './list.ts'
import { type Looker, lookerList } from './looker/connect.ts'
import { logIgnoredParameters } from './looker/render-task.ts'
import { LoginError } from './looker/session.ts'
import type { Compared, Fault, RenderResult, Result, Target } from './model.ts'
import { describeApiCalls, noApiCalls, type Rendering, sumApiCalls, withHint } from './results.ts'
import { count } from './runtime/text.ts'
import type { Stages } from './stages.ts'
import { isOfLookml } from './targets.ts'
import type { SecondInstance } from './verdict-facts.ts'

type RenderingWithProblems = Pick<ComparedTargets, 'errors' | 'warnings' | 'lookmlErrors'> & {
  rendering: Rendering
}

/**
 * Renders the listed targets. With `deploy`, renders them with the pull request's LookML. Passes each target to the
 * comparison as soon as it is rendered.
 */
export async function render(
  context: RenderContext,
  list: ShareList,
  stages: Promise<Stages>,
): Promise<RenderingWithProblems> {
  const { world, inputs, lookers } = context
  const {
    results,
    unaffected,
    lookml,
    disturbance,
    stopped,
    branch,
    lookmlCommit,
    apiCalls: closedCalls = noApiCalls,
    otherCommit,
    ...problems
  } = await renderTargets(context, list, stages)
  const { web, release } = await knownVersions(lookers.first, context)
  const allResults = arrangeResults(list, results, { base: inputs.looker.base, web })
  const keyRefusedBy = findKeyRefusal(allResults)
  const secondKeyRefusedBy = findSecondRefusal(allResults)
  const comparedWith = lookers.second && (await describeSecond(context, lookers.second, release))
  const apiCalls = sumApiCalls([...lookerList(lookers).map(looker => looker.apiCalls), closedCalls])
  world.print(`Looker was sent ${describeApiCalls(apiCalls)}.`)
  const rendering = {
    results: allResults,
    unaffected,
    apiCalls,
    ...(release && { release }),
    ...(branch && { branch }),
    ...(lookmlCommit !== undefined && { lookmlCommit }),
    ...(lookml && { lookml }),
    ...(disturbance && { disturbance }),
    ...(stopped && { stopped }),
    ...(otherCommit && { otherCommit: toFault(otherCommit) }),
    ...(keyRefusedBy !== undefined && { keyRefusedBy }),
    ...(secondKeyRefusedBy !== undefined && { secondKeyRefusedBy }),
    ...(comparedWith && { comparedWith }),
  }
  return { rendering, ...problems }
}

/** Returns the host that refused the API key. Returns undefined if at least one target was rendered. */
function findKeyRefusal(results: readonly Result[]): string | undefined {
  if (results.some(({ status }) => status !== 'failure')) return undefined
  return results
    .map(result => (result.status === 'failure' ? refusingHost(result.error) : undefined))
    .find(Boolean)
}

/** Returns the second instance if it refused the API key. Returns undefined if at least one target was compared. */
function findSecondRefusal(results: readonly Result<Compared>[]): string | undefined {
  const comparisons = results.flatMap(({ comparison }) => comparison ?? [])
  const hosts = comparisons.map(comparison =>
    comparison.status === 'incomparable' ? refusingHost(comparison.error) : undefined,
  )
  return hosts.every(Boolean) ? hosts[0] : undefined
}

/** The comparison's error has the log-in's error as its cause. */
function refusingHost(fault: Fault): string | undefined {
  const thrown = thrownOf(fault)
  const login = thrown instanceof ActionError && !(thrown instanceof LoginError) ? thrown.cause : thrown
  return login instanceof LoginError ? login.keyRefusedBy : undefined
}

async function describeSecond(context: RenderContext, second: Looker, release = ''): Promise<SecondInstance> {
  const { host } = second
  const { release: other = '' } = await knownVersions(second, context)
  const { host: first } = context.lookers.first
  if (release === '' || other === '' || release === other) return { host }
  return {
    host,
    releases: `${first} has Looker ${release}, and ${host} has Looker ${other}, which may draw differently.`,
  }
}

async function renderTargets(
  context: RenderContext,
  list: ShareList,
  stages: Promise<Stages>,
): Promise<ComparedTargets> {
  const targets = targetsIn(list)
  const { deploy, branchCheck } = context.inputs
  if (branchCheck && pullRequestFor(context) !== undefined)
    return (await import('./branch-check/render-checked.ts')).renderChecked(
      context,
      { input: branchCheck, targets, compared: list.compared },
      stages,
    )
  if (deploy)
    return (await import('./deploy/render-deployed.ts')).renderDeployed(
      context,
      deploy,
      { targets, members: list.ofCollections, commits: list.commits },
      stages,
    )
  const results = await renderEach(context, targets, stages)
  return {
    results: isQueueWithoutCheck(context) ? results.map(withQueueHint) : results,
    ...{ unaffected: [], errors: [], warnings: [] },
  }
}

const isQueueWithoutCheck = ({ inputs, run }: RenderContext) =>
  inputs.isBranchCheckIdle === true && run.eventName === 'merge_group'

/** In a merge queue, production does not have the LookML of the pull request yet. */
function withQueueHint(result: RenderResult<Compared>): RenderResult<Compared> {
  if (result.status === 'success' || !result.isMissing || !isOfLookml(result.target)) return result
  return withHint(
    result,
    "In a merge queue, dev-mode does nothing, and production lacks the LookML that the pull request adds. Add `if: github.event_name != 'merge_group'` to this step. If the pull request does not add this content, check the id, and that the API user may see the folder.",
  )
}

async function renderEach(
  context: RenderContext,
  targets: readonly Target[],
  stages: Promise<Stages>,
): Promise<RenderResult<Compared>[]> {
  const { world } = context
  const { first, onSecond, close } = openRenderers(context, stages)
  const renderAndCompare = async (target: Target): Promise<RenderResult<Compared>> => {
    logIgnoredParameters(target, world.print)
    const [result, other] = await Promise.all([first.render(target), onSecond?.(target)])
    return (await stages).compare(result, { before: other && { result: other }, render: first.render })
  }
  try {
    return await world.core.group(groupTitle(context, targets), () =>
      Promise.all(targets.map(renderAndCompare)),
    )
  } finally {
    close()
  }
}

function groupTitle({ inputs: { pace }, lookers }: RenderContext, targets: readonly Target[]): string {
  const hosts = lookerList(lookers).map(({ host }) => host)
  return `Rendering ${count(targets.length, 'target')} on ${hosts.join(' and ')}, ${pace.concurrency} at a time, within ${count(pace.timeoutMinutes, 'minute')}`
}
