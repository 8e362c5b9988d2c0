import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { LookmlError } from '../branch-report.ts'
import { ActionError, asActionError, Interruption, TimeLimitError } from '../errors.ts'
import type { DeployInput } from '../input-types.ts'
import {
  type ComparedTargets,
  openRenderers,
  type RenderContext,
  type Renderers,
} from '../instance-renderers.ts'
import type { Looker } from '../looker/connect.ts'
import { projectOf, RefusedDeployError, shortCommitName } from '../looker/deployable-project.ts'
import { logIgnoredParameters } from '../looker/render-task.ts'
import { describeLookmlError } from '../looker/validate-lookml.ts'
import type { Compared, Failed, RenderResult, Target } from '../model.ts'
import { failAll, failedResult, sidecarPaths, toSidecarTarget, withMissingHint } from '../results.ts'
import { count } from '../runtime/text.ts'
import type { Stages } from '../stages.ts'
import { describeAffectedTargets, isOfLookml } from '../targets.ts'
import { asListed, type LookmlFailure } from '../verdict-facts.ts'
import { type Deployer, ForeignDeployError, isSameCommit } from './deployer.ts'
import { headWasDeployed, openValidation } from './head-validation.ts'
import { existsInLooker, leftOutWarning, lookTwice, type Pair, showMissing } from './missing-members.ts'
import { type DeployPlan, type PlanOptions, planDeploy } from './plan-deploy.ts'
import { type Deployment, type Ending, openDeployment } from './watched-deployment.ts'

interface DeployTargets extends Pick<DeployRendering, 'members'>, Pick<PlanOptions, 'targets' | 'commits'> {}

const noResults = { results: [], unaffected: [], errors: [], warnings: [] }

/**
 * Renders the targets with the LookML of a commit. Deploys, validates and renders the head. If pictures of the merge
 * base are needed, deploys and renders the merge base. Then deploys the previous commit again. Does not throw.
 */
export async function renderDeployed(
  context: RenderContext,
  deploy: DeployInput,
  { targets, members, commits }: DeployTargets,
  stages: Promise<Stages>,
): Promise<ComparedTargets> {
  const { world, inputs, lookers, isGuarded } = context
  const looker = lookers.first
  try {
    await looker.loggedIn
    const plan = await planDeploy(context, { deploy, targets, looker, commits })
    for (const line of describeAffectedTargets(plan)) world.print(line)
    const renderAffected = async () => {
      const deployer = deployerOn(context, deploy, looker)
      const deployment = await openDeployment(
        deployer,
        [plan.head, ...(plan.base ? [plan.base.commit] : [])],
        saved => world.saveForPost({ instance: inputs.looker.base.origin, isGuarded, deploy: saved }),
      )
      return renderPlan({ context, plan, members, deployer, deployment, stages, warnings: [] })
    }
    const { head: lookmlCommit, otherCommit, affected, unaffected } = plan
    const rendered = affected.length > 0 ? await renderAffected() : { ...noResults, unaffected }
    if (!otherCommit) return { ...rendered, lookmlCommit }
    return inputs.compare.failOnChange
      ? { ...rendered, lookmlCommit, otherCommit }
      : { ...rendered, lookmlCommit, warnings: [...rendered.warnings, otherCommit] }
  } catch (error) {
    return { ...noResults, ...failAll(targets, error) }
  }
}

function deployerOn(
  { world, secrets, deadlines }: RenderContext,
  deploy: DeployInput,
  looker: Looker,
): Deployer {
  const { host, session, log } = looker
  return {
    project: projectOf({ id: deploy.project, host, send: session.send, clean: secrets.clean }),
    clock: world.clock,
    signal: deadlines.render,
    restore: deadlines.restore,
    log,
  }
}

interface DeployRendering {
  context: RenderContext
  plan: DeployPlan
  /** The targets from collections. They are from the commit that was deployed before, or from the head's LookML. */
  members: ReadonlySet<Target>
  deployer: Deployer
  deployment: Deployment
  stages: Promise<Stages>
  /** Warnings about the rendered pictures. Validations that fail are added. */
  warnings: ActionError[]
}

/** Renders the targets of the plan. Deploys the previous commit again while pictures are compared and uploaded. */
async function renderPlan(rendering: DeployRendering): Promise<ComparedTargets> {
  const { context, plan, deployment, stages, warnings } = rendering
  const rendered = await renderCommits(rendering).catch(error => asActionError(error))
  const ending = deployment.end()
  if (rendered instanceof ActionError) return failPlan(rendering, rendered, await ending)
  const { outputDirectory: directory } = context.inputs
  const leftOut: Target[] = []
  const existsOnPrevious = async (target: Target) => {
    await ending
    // If the previous commit is the merge base, the merge base has shown that Looker cannot render the target.
    if (plan.base && isSameCommit(plan.base.commit, deployment.before)) return false
    return existsInLooker(target, lookOptions(context))
  }
  const take = async (pair: Pair, index: number): Promise<RenderResult<Compared>[]> => {
    const { target, affectedBy } = plan.affected[index] ?? {}
    const taken = await showMissing(pair, { commits: plan, directory, existsOnPrevious })
    if (target && taken?.result.status !== 'success') await removeFiles(directory, target)
    if (!taken) {
      if (target) leftOut.push(target)
      return []
    }
    const { result, before } = taken
    const lookmlCommit = before?.removal ? before.commit?.commit : plan.head
    const shown = result.status === 'success' && lookmlCommit ? { ...result, lookmlCommit } : result
    const compared = await (await stages).compare(shown, { before })
    return [affectedBy ? { ...compared, affectedBy } : compared]
  }
  const [results, { error, warning }] = await Promise.all([Promise.all(rendered.map(take)), ending])
  if (warning) warnings.push(warning)
  warnings.push(...headWasDeployed(rendering, error))
  if (leftOut.length > 0) warnings.push(leftOutWarning(leftOut, plan))
  return {
    results: results.flat(),
    // The merge base lacks these targets, too, so the pull request does not affect them.
    unaffected: [...plan.unaffected, ...(plan.base ? leftOut : [])],
    errors: error ? [error] : [],
    warnings,
  }
}

/** Fails every target with the same reason, so that no result is shown. */
async function failPlan(
  rendering: DeployRendering,
  reason: ActionError,
  { error, warning, foreign }: Ending,
): Promise<ComparedTargets> {
  const { context, plan, deployer } = rendering
  const isDisturbed = reason instanceof ForeignDeployError
  // If another user or job deployed a commit, the error or warning of the restore tells more than `reason`.
  const shown = (isDisturbed && (error ?? warning)) || reason
  const targets = plan.affected.map(({ target }) => target)
  await Promise.all(targets.map(target => removeFiles(context.inputs.outputDirectory, target)))
  const results = plan.affected.map(({ target, affectedBy }) =>
    failedResult(target, shown, affectedBy && { affectedBy }),
  )
  const lookml = lookmlFailureOf(reason)
  const disturbance = isDisturbed && {
    kind: 'deployment' as const,
    name: foreign ?? reason.commit,
    host: deployer.project.host,
  }
  return {
    results,
    unaffected: plan.unaffected,
    errors: error ? [error] : [],
    warnings: [...(warning && !isDisturbed ? [warning] : []), ...headWasDeployed(rendering, error)],
    lookmlErrors: reason instanceof LookmlRefusal ? reason.errors : [],
    ...(lookml && { lookml }),
    ...(disturbance && { disturbance }),
  }
}

function lookmlFailureOf(reason: ActionError): LookmlFailure | undefined {
  if (reason instanceof LookmlRefusal)
    return { action: 'compile', errors: asListed(reason.errors.map(describeLookmlError)) }
  if (reason instanceof RefusedDeployError && reason.lookmlReason !== undefined)
    return { action: 'deploy', errors: asListed([reason.lookmlReason]) }
  return undefined
}

/**
 * Removes the files of a failed target. The "after" picture may show another commit, and the "before" picture is
 * useless alone.
 */
async function removeFiles(directory: string, target: Failed['target']): Promise<void> {
  if (!('file' in target)) return
  const path = join(directory, target.file)
  await Promise.all(
    [path, ...sidecarPaths(path)].map(file => rm(file, { force: true }).catch(() => undefined)),
  )
}

/** @throws ActionError if nothing can be shown */
async function renderCommits(rendering: DeployRendering): Promise<Pair[]> {
  const { context, plan, members, deployment, stages } = rendering
  let validation = await openValidation(rendering)
  // The validation takes up to a minute in a large project.
  while (await deployment.renew()) validation = await openValidation(rendering)
  const renderers = openRenderers(context, stages)
  const group = <T>(title: string, work: () => Promise<T>) => context.world.core.group(title, work)
  const renderAll = <T>(targets: readonly Target[], what: string, render: (target: Target) => Promise<T>) =>
    group(`Rendering ${count(targets.length, 'target')} of ${what}`, () => Promise.all(targets.map(render)))
  const isFound = (result: RenderResult) => result.status === 'success' || !result.isMissing
  const renderTwice = (target: Target) =>
    lookTwice(() => renderers.first.render(target), isFound, lookOptions(context))
  try {
    const targets = plan.affected.map(({ target }) => target)
    const heads = await deployment.round(plan.head, async () => {
      const errors = await validation.newErrors()
      const isListedBefore = !isSameCommit(plan.head, deployment.before)
      if (errors.length > 0) return { errors }
      const render = (target: Target) => {
        const isMember = isListedBefore && members.has(target) && isOfLookml(target)
        const renderFirst = isMember ? renderTwice : renderers.first.render
        logIgnoredParameters(target, context.world.print)
        return renderHead(target, { renderFirst, onSecond: renderers.onSecond, isMember })
      }
      return { pairs: await renderAll(targets, `commit ${plan.head}`, render) }
    })
    if (heads.errors) throw new LookmlRefusal(plan.head, heads.errors)
    const { base } = plan
    if (!base) return heads.pairs
    const rendered = targets.filter((_, index) => {
      const pair = heads.pairs[index]
      return pair?.result.status === 'success' || pair?.isMissingMember
    })
    if (rendered.length === 0 && validation.uncomparedErrors().length === 0) return heads.pairs
    const renderBefore = (target: Target) => renderTwice(toSidecarTarget(target, 'before'))
    const renderBase = () =>
      Promise.all([
        renderAll(rendered, `the merge base ${base.commit}`, renderBefore),
        validation.errorsSinceBase(),
      ])
    const [befores, errors] = await deployment.round(base.commit, renderBase).catch(error => {
      const reason = baseError(error, base)
      const failed = rendered.map(target => failedResult(toSidecarTarget(target, 'before'), reason))
      return [failed, validation.errorsWithoutBase()] as const
    })
    if (errors.length > 0) throw new LookmlRefusal(plan.head, errors)
    return heads.pairs.map((pair, index) => {
      const target = targets[index]
      const result = target && befores[rendered.indexOf(target)]
      return result ? { ...pair, before: { result, commit: base } } : pair
    })
  } finally {
    renderers.close()
  }
}

/**
 * Returns the reason why the merge base could not be deployed. The pictures of the head are then shown without a
 * comparison.
 * @throws the error if no picture may be shown: another user has deployed a commit, or the job is cancelled
 */
function baseError(error: unknown, { branch }: { branch: string }): unknown {
  const isCancelled = error instanceof Interruption && !(error instanceof TimeLimitError)
  if (error instanceof ForeignDeployError || isCancelled) throw error
  if (!(error instanceof RefusedDeployError) || error.lookmlReason === undefined) return error
  return new ActionError(
    error.message,
    `If this pull request repairs this LookML, look at its pictures without a comparison. Otherwise, merge a newer commit of ${branch} into this branch.`,
    { cause: error },
  )
}

const lookOptions = ({ lookers, world, deadlines }: RenderContext) => ({
  looker: lookers.first,
  clock: world.clock,
  signal: deadlines.render,
})

/** Thrown if the commit's LookML has errors that the previously deployed LookML or the merge base does not have. */
class LookmlRefusal extends ActionError {
  readonly errors: readonly LookmlError[]

  constructor(commit: string, errors: readonly LookmlError[]) {
    const [first, ...more] = errors.map(describeLookmlError)
    const others = more.length > 0 ? `, and ${count(more.length, 'more error')}` : ''
    const publicFact = `The LookML of commit ${shortCommitName(commit)} does not compile`
    super(
      `${publicFact}: ${first}${others}`,
      'This commit has no pictures. Correct the LookML, and push again.',
      {
        publicFact,
      },
    )
    this.errors = errors
  }
}

async function renderHead(target: Target, { renderFirst, onSecond, isMember }: HeadRenderers): Promise<Pair> {
  const [result, second] = await Promise.all([renderFirst(target), onSecond?.(target)])
  const before = second && { result: second }
  if (result.status === 'success' || !result.isMissing || !isOfLookml(target)) return { result, before }
  return isMember ? { result, before, isMissingMember: true } : { result: withMissingHint(result), before }
}

interface HeadRenderers extends Pick<Renderers, 'onSecond'> {
  renderFirst: (target: Target) => Promise<RenderResult>
  /** Whether the target is content of LookML that a collection listed. */
  isMember: boolean
}
