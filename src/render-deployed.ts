import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RenderedBefore } from './compare/baseline.ts'
import type { Deployer } from './deploy/deploy-commit.ts'
import { type Deployment, openDeployment } from './deploy/deployment.ts'
import { type DeployPlan, planDeploy } from './deploy/plan.ts'
import { stateName, writeState } from './deploy/saved-state.ts'
import { type ActionError, asActionError } from './errors.ts'
import type { DeployInput } from './input-types.ts'
import type { Looker } from './looker/connect.ts'
import { projectOf } from './looker/project.ts'
import { logIgnoredParameters } from './looker/render-targets.ts'
import type { Compared, Failed, RenderResult, Target } from './model.ts'
import { type ComparedTargets, openRenderers, type RenderContext, type Renderers } from './renderers.ts'
import { failedResult, sidecarPaths } from './results.ts'
import { count } from './runtime/text.ts'
import type { Stages } from './stages.ts'

/**
 * Renders the targets with the LookML of a commit: first the merge base's, where pictures before are asked for, then
 * the head's. Each commit is deployed for its pictures. What was deployed before is put back however this ends. Never
 * throws.
 */
export async function renderDeployed(
  context: RenderContext,
  deploy: DeployInput,
  targets: readonly Target[],
  stages: Promise<Stages>,
): Promise<ComparedTargets> {
  const { world, lookers, isGuarded } = context
  const looker = lookers.first
  const warnings: ActionError[] = []
  const nothing = { results: [], unaffected: [], errors: [], warnings }
  try {
    await looker.loggedIn
    const plan = await planDeploy(context, { deploy, targets, looker })
    logUnaffected(plan, world.print)
    if (plan.affected.length === 0) return { ...nothing, unaffected: plan.unaffected }
    const deployment = await openDeployment(
      { ...deployerOn(context, deploy, looker), warn: warning => warnings.push(warning) },
      { ours: [...(plan.base ? [plan.base.commit] : []), plan.head], isGuarded },
      saved => world.core.saveState(stateName, saved ? writeState(saved) : ''),
    )
    const rendered = await renderPlan(context, plan, deployment, stages)
    return { ...rendered, unaffected: plan.unaffected, warnings }
  } catch (error) {
    return { ...nothing, results: targets.map(target => failedResult(target, error)) }
  }
}

function logUnaffected({ affected, unaffected }: DeployPlan, print: (line: string) => void): void {
  for (const { target, affectedBy = [] } of affected)
    for (const reason of affectedBy) print(`${target.name}: ${reason}.`)
  if (unaffected.length > 0)
    print(`Not affected by the change: ${unaffected.map(({ name }) => name).join(', ')}.`)
}

function deployerOn(
  { world, secrets, deadlines }: RenderContext,
  deploy: DeployInput,
  looker: Looker,
): Omit<Deployer, 'warn'> {
  const { host, session, log } = looker
  return {
    project: projectOf({ id: deploy.project, host, send: session.send, clean: secrets.clean }),
    clock: world.clock,
    signal: deadlines.render,
    restore: deadlines.restore,
    log,
  }
}

/** A target as the head has it, and what it is compared with. */
interface Pair {
  result: RenderResult
  before?: RenderedBefore | undefined
}

/** Puts back what was deployed before, while the pictures are compared and sent. */
async function renderPlan(
  context: RenderContext,
  plan: DeployPlan,
  deployment: Deployment,
  stages: Promise<Stages>,
): Promise<Pick<ComparedTargets, 'results' | 'errors'>> {
  const pairs = await renderRounds(context, plan, deployment, stages)
  const putBack = deployment.putBack().then(
    () => [],
    error => [asActionError(error)],
  )
  const take = async ({ result, before }: Pair, index: number): Promise<RenderResult<Compared>> => {
    const affectedBy = plan.affected[index]?.affectedBy
    if (result.status === 'failure') await removeFiles(context.inputs.outputDirectory, result.target)
    const shown = result.status === 'success' ? { ...result, lookmlCommit: plan.head } : result
    const taken = await (await stages).compare(shown, { before })
    return affectedBy ? { ...taken, affectedBy } : taken
  }
  const [results, errors] = await Promise.all([Promise.all(pairs.map(take)), putBack])
  return { results, errors }
}

/**
 * A target that fails leaves no file: its picture may be another commit's, and the picture before is of no use alone.
 */
async function removeFiles(directory: string, target: Failed['target']): Promise<void> {
  if (!('file' in target)) return
  const path = join(directory, target.file)
  await Promise.all(
    [path, ...sidecarPaths(path)].map(file => rm(file, { force: true }).catch(() => undefined)),
  )
}

async function renderRounds(
  context: RenderContext,
  plan: DeployPlan,
  deployment: Deployment,
  stages: Promise<Stages>,
): Promise<Pair[]> {
  const targets = plan.affected.map(({ target }) => target)
  const renderers = openRenderers(context, stages)
  const { base, head } = plan
  const round = <T>(commit: string, what: string, render: (target: Target) => Promise<T>) => {
    const title = `Rendering ${count(targets.length, 'target')} of ${what} ${commit}`
    return deployment.round(commit, () =>
      context.world.core.group(title, () => Promise.all(targets.map(render))),
    )
  }
  try {
    const before =
      base && (await round(base.commit, 'the merge base', target => renderers.first.render(toBefore(target))))
    const pairs = await round(head, 'commit', target => renderHead(target, renderers, context.world.print))
    return pairs.map(({ result, before: second }, index): Pair => {
      const earlier = before?.[index]
      return { result, before: base && earlier ? { result: earlier, commit: base } : second }
    })
  } catch (error) {
    return targets.map(target => ({ result: failedResult(target, error) }))
  } finally {
    renderers.close()
  }
}

/** The picture before waits beside the target's own until the two are compared. */
const toBefore = (target: Target): Target => ({
  ...target,
  file: `${target.name}.before.${target.output.format}`,
})

async function renderHead(
  target: Target,
  renderers: Renderers,
  print: (line: string) => void,
): Promise<Pair> {
  logIgnoredParameters(target, print)
  const [result, second] = await Promise.all([renderers.first.render(target), renderers.onSecond?.(target)])
  return { result, before: second && { result: second } }
}
