import type { BranchReport, TileCheck } from '../branch-report.ts'
import { type ActionError, QuotingError } from '../errors.ts'
import { openRepository } from '../github/client.ts'
import { containsCommit } from '../github/commits.ts'
import { messageOf } from '../github/github-errors.ts'
import type { RunContext } from '../github/workflow-run.ts'
import type { BranchCheckInput } from '../input-types.ts'
import type { Looker } from '../looker/connect.ts'
import { deployedCommitOn } from '../looker/deployable-project.ts'
import { logOut } from '../looker/session.ts'
import { validateProject } from '../looker/validate-lookml.ts'
import type { Fault, Target } from '../model.ts'
import { doubtfulContent } from '../report/descriptions.ts'
import { type ApiCalls, noApiCalls } from '../results.ts'
import type { Secrets } from '../runtime/secrets.ts'
import type { BaseMemory } from './base-memory.ts'
import { type Branches, type BranchOptions, DisturbedBranchError, openBranches } from './branches.ts'
import { withListenChange } from './changed-listens.ts'
import { type CheckedBranch, checkBranch } from './check-branch.ts'
import { type TilePair, withHash, withUnseenChange } from './check-tile.ts'
import type { ProductionState } from './complete-answers.ts'
import type { ContentCheck, MergeBaseAccess } from './content-check.ts'
import { checkAccess } from './dev-permissions.ts'
import { connectInDevMode, devProjectOf, readUserName } from './dev-project.ts'
import { countQueries } from './limit-queries.ts'
import { modelFault, type OtherProjects, otherProjectIds, withoutFaultyModels } from './other-projects.ts'
import { type CheckPlan, type PlanningOptions, planCheck } from './plan-check.ts'
import { createQueryRunners, queryTimeLimitMs } from './run-queries.ts'
import { createStem, type SavedProject } from './temporary-branch.ts'
import type { QueryBody } from './tile-queries.ts'

interface PlanCheckOptions {
  input: BranchCheckInput
  plan: CheckPlan
  production: Looker
  secrets: Secrets
  content?: ContentCheck | undefined
  remembered?: BaseMemory | undefined
  /** Saves the branches that the post step may have to restore. Called before each request that creates a branch. */
  save(saved: readonly SavedProject[]): void
}

interface CheckedPlan {
  /** A list of tile checks for each target of the plan, in the same order. */
  tiles: TileCheck[][]
  report: BranchReport
  /** Errors that fail the step: branches that could not be restored, and the reason why the check ended early. */
  errors: ActionError[]
  warnings: ActionError[]
  apiCalls: ApiCalls
  newMemory?: BaseMemory
}

export interface CheckForecast {
  targets: readonly Target[]
  /** Targets that the head defines, and that do not exist in production. */
  added: readonly Target[]
  unaffected: number
  /** The number of queries whose SQL a check would request for each side. */
  queries: { base: number; head: number }
  /** Whether a check would compare results. */
  numbers: boolean
  /** The number of LookML dashboards to draw. A changed dashboard counts twice, once for each side. */
  drawings: number
  /** The number of other projects that would get a temporary branch. */
  otherProjects: number
  /** Missing permissions and other problems of the API user in development mode. */
  problems: readonly Fault[]
  apiCalls: ApiCalls
}

/**
 * Plans a check, and finds out whether the API user has the required permissions. Requests the SQL of one query of each
 * model.
 * @throws ActionError as `planCheck` does
 */
export async function forecastCheck(
  context: RunContext,
  { missing, ...options }: PlanningOptions & { missing: readonly Target[] },
): Promise<CheckForecast> {
  const plan = await planCheck(context, { ...options, targets: [...options.targets, ...missing] })
  const isKnown = (target: Target) => !missing.includes(target)
  const affected = plan.affected.filter(({ target, isDefined }) => isDefined || isKnown(target))
  const unaffected = plan.unaffected.filter(isKnown)
  const pairs = affected.flatMap(({ tiles }) => tiles)
  const { project, numbers } = options.input
  const others = otherProjectIds(plan.otherProjects)
  const access = await checkAccess(context, {
    projects: [project, ...others],
    samples: samplesOf(pairs),
    secrets: options.secrets,
  })
  return {
    targets: affected.map(({ target }) => target),
    added: affected.flatMap(({ target }) => (isKnown(target) ? [] : [target])),
    unaffected: unaffected.length,
    queries: countQueries(pairs),
    numbers,
    drawings: countDrawings(affected),
    otherProjects: others.length,
    ...access,
  }
}

/** Returns one query of each model. Prefers queries of the merge base, because the checked-out branch may lack new ones. */
function samplesOf(pairs: readonly TilePair[]): QueryBody[] {
  const samples = new Map<string, QueryBody>()
  for (const side of ['base', 'head'] as const)
    for (const { body } of pairs.flatMap(pair => pair[side]?.queries ?? []))
      if (!samples.has(body.model)) samples.set(body.model, body)
  return [...samples.values()]
}

const countDrawings = (affected: CheckPlan['affected']): number =>
  affected
    .flatMap(({ drawing }) => (drawing?.head.kind === 'drawable' ? [drawing.head, drawing.base] : []))
    .filter(side => side?.kind === 'drawable').length

/** Checks the plan's tiles in a separate session in development mode. Does not throw. */
export async function checkPlan(context: RunContext, options: PlanCheckOptions): Promise<CheckedPlan> {
  const { input, plan, content } = options
  if (!content && plan.affected.every(({ tiles }) => tiles.length === 0))
    return {
      tiles: plan.affected.map(() => []),
      report: reportOf(input, plan),
      errors: [],
      warnings: [],
      apiCalls: noApiCalls,
    }
  const { world, deadlines } = context
  const dev = connectInDevMode(context, options.secrets, deadlines.restore)
  const warnings: ActionError[] = []
  try {
    const branches = await openOrFail(dev, branchOptions(context, options, dev, warnings))
    const checked = await runCheck(context, options, dev, branches)
    const validated = checked.isHeadChecked
      ? await content?.finish(checked.lookmlErrors, mergeBaseOf(context, options, dev, branches))
      : undefined
    const left = await branches.close()
    if (validated?.problem !== undefined) warnings.push(contentWarning(validated.problem))
    else if (validated) warnings.push(...contentGaps(plan.otherProjects, branches.unavailable))
    if (validated?.baseProblem !== undefined) warnings.push(baseWarning(validated.baseProblem))
    const { problem } = checked
    // Unchecked tiles usually show why the check ended early. If no tile shows the reason, the step reports it
    // separately.
    const isShownByTile = checked.tiles.some(({ error }) => error?.message === problem?.message)
    return {
      tiles: splitTiles(plan, checked.tiles),
      report: { ...reportOf(input, plan, checked), ...(validated && { content: validated }) },
      errors: [...left, ...(problem && !isShownByTile ? [problem] : [])],
      warnings,
      apiCalls: dev.apiCalls,
      // If a branch could not be left, it may have uncommitted changes of a person, which its SQL then contains.
      ...(checked.newMemory && left.length === 0 && { newMemory: checked.newMemory }),
    }
  } finally {
    await logOut([dev], world.cancelled)
  }
}

const baseWarning = (problem: string) =>
  new QuotingError(
    `${doubtfulContent}, because ${problem}`,
    "Merge the base branch into the pull request's branch, or deploy it in Looker if production is older than the merge base.",
  )

function mergeBaseOf(
  context: RunContext,
  options: PlanCheckOptions,
  dev: Looker,
  branches: Branches,
): MergeBaseAccess {
  const { base } = options.plan.commits
  return {
    isInProduction: async () => (await deployedCommitOf(context, options)) === base,
    during: work => branches.during('base', base, () => work(dev)),
  }
}

const deployedCommitOf = (
  { deadlines }: RunContext,
  { input, production, secrets: { clean } }: PlanCheckOptions,
): Promise<string> => deployedCommitOn(production, { id: input.project, clean }, deadlines.check)

/** @returns undefined if Looker or GitHub does not answer */
async function readProductionState(
  context: RunContext,
  options: PlanCheckOptions,
): Promise<ProductionState | undefined> {
  const { base } = options.plan.commits
  try {
    const deployed = await deployedCommitOf(context, options)
    if (deployed === base) return 'same'
    const repository = await openRepository(context, context.deadlines.check)
    return (await containsCommit(repository, deployed, base, { once: true })) ? 'older' : 'other'
  } catch (error) {
    context.world.core.debug(`Production's commit was not compared with the merge base: ${messageOf(error)}`)
    return undefined
  }
}

const contentWarning = (problem: string) =>
  new QuotingError(
    `Dashboards and Looks outside the targets were not checked: ${problem}`,
    'Run the job again. If this happens each time, correct the reason, or set content-validation to false.',
  )

/** Returns a warning for each project or model whose content was not validated. */
const contentGaps = (projects: OtherProjects, unavailable: Branches['unavailable']): ActionError[] => {
  const faults = [...projects.keys()].flatMap(model => modelFault(model, projects, unavailable) ?? [])
  const hints = new Map(faults.map(({ message, hint }) => [message, hint]))
  return [...hints].map(
    ([message, hint]) =>
      new QuotingError(`Some dashboards and Looks outside the targets were not checked: ${message}`, hint),
  )
}

/**
 * If no branch can be checked out, returns an object whose `during` always rejects. Each tile is then unchecked for
 * this reason.
 */
async function openOrFail(dev: Looker, options: BranchOptions): Promise<Branches> {
  try {
    await dev.loggedIn
    return await openBranches(options)
  } catch (error) {
    return { during: () => Promise.reject(error), unavailable: new Map(), close: async () => [] }
  }
}

function branchOptions(
  { world, run, deadlines }: RunContext,
  { input, plan, production, secrets, save }: PlanCheckOptions,
  dev: Looker,
  warnings: ActionError[],
): BranchOptions {
  const { clean } = secrets
  const { host } = dev
  const common = {
    project: (id: string) => devProjectOf({ id, host, send: dev.session.send, clean }),
    clock: world.clock,
    today: () => new Date(),
    log: world.print,
  }
  // Both sides use the same commit, even if another one is deployed meanwhile.
  const commits = new Map<string, string>()
  let stem: string | undefined
  return {
    ...common,
    projectId: input.project,
    otherProjects: otherProjectIds(plan.otherProjects),
    productionCommit: async id => {
      const commit = commits.get(id) ?? (await deployedCommitOn(production, { id, clean }, deadlines.check))
      commits.set(id, commit)
      return commit
    },
    stem: () => {
      stem ??= createStem(run, new Date(), Math.random)
      return stem
    },
    signal: deadlines.check,
    restorer: {
      ...common,
      userName: () => readUserName(dev, deadlines.restore, clean),
      signal: deadlines.restore,
    },
    save,
    warn: warning => void warnings.push(warning),
  }
}

function runCheck(
  context: RunContext,
  options: PlanCheckOptions,
  dev: Looker,
  branches: Branches,
): Promise<CheckedBranch> {
  const { inputs, deadlines } = context
  const { input, plan, production, remembered, content } = options
  const { clean } = options.secrets
  const { host, session } = dev
  const place = { send: session.send, host, clean }
  const pace = {
    signal: deadlines.check,
    queriesEnd: deadlines.queries,
    concurrency: inputs.pace.concurrency,
    timeLimit: queryTimeLimitMs,
  }
  const createRunner = createQueryRunners({ ...place, ...pace })
  return checkBranch({
    branches,
    commits: plan.commits,
    tiles: plan.affected.flatMap(({ tiles }) => tiles),
    depth: input.numbers ? (plan.mayChangeAfterSql ? 'all numbers' : 'numbers') : 'sql',
    isConfirmed: inputs.compare.confirmChanges,
    createRunner: () =>
      withoutFaultyModels(createRunner(), model =>
        modelFault(model, plan.otherProjects, branches.unavailable),
      ),
    production: createQueryRunners({ ...place, send: production.session.send, ...pace })(),
    readProductionState: () => readProductionState(context, options),
    definesExplore: plan.definesExplore,
    names: plan.sides,
    validate: () => validateProject(input.project, place, deadlines.check),
    whileHeadIsCheckedOut: async () =>
      content?.validateHead(
        dev,
        otherProjectIds(plan.otherProjects).filter(id => !branches.unavailable.has(id)),
      ),
    remembered,
  })
}

function splitTiles(
  { affected, unseenChanges, changeHash, mayChangeAfterSql }: CheckPlan,
  tiles: readonly TileCheck[],
): TileCheck[][] {
  // The SQL in `headHash` is not enough if results may change without it.
  const rest = tiles.map(tile =>
    tile.isEffectUnknown || (tile.headHash !== undefined && mayChangeAfterSql)
      ? withHash(tile, changeHash)
      : tile,
  )
  return affected.map(({ tiles: own }) =>
    rest.splice(0, own.length).map((tile, place) => {
      const pair = own[place] ?? {}
      return withListenChange(unseenChanges(pair).reduce(withUnseenChange, tile), pair)
    }),
  )
}

function reportOf(
  { project, numbers }: BranchCheckInput,
  { commits, hasDevelopmentSql, hasDevFilters, changesAccess }: CheckPlan,
  checked?: CheckedBranch,
): BranchReport {
  const problem = checked?.problem
  return {
    project,
    numbers,
    ...commits,
    lookmlErrors: checked?.lookmlErrors ?? [],
    omittedQueries: checked?.omittedQueries ?? 0,
    isDevelopmentSql: hasDevelopmentSql || (checked?.isDevelopmentSql ?? false),
    ...((hasDevFilters || checked?.hasDevFilters) && { hasDevFilters: true as const }),
    ...(checked && checked.replacedTables.tiles > 0 && { replacedTables: checked.replacedTables }),
    ...(changesAccess && { changesAccess }),
    ...(isSqlHidden(checked?.tiles ?? []) && { isSqlHidden: true as const }),
    ...(problem instanceof DisturbedBranchError && { disturbedBy: problem.branch }),
  }
}

/** Whether the API user may not see SQL. Then only SQL Runner tiles and extensions have a SQL state. */
const isSqlHidden = (tiles: readonly TileCheck[]): boolean =>
  tiles.some(({ sql }) => sql === undefined) &&
  tiles.every(({ sql, isUncheckable }) => sql === undefined || isUncheckable)
