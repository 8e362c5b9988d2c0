import { join } from 'node:path'
import {
  type BranchCheck,
  type BranchReport,
  type BrokenContent,
  isBrokenTile,
  isFailedTile,
  type LineDiff,
  type QueryCheck,
  type ResultDiff,
  type TileCheck,
} from '../branch-report.ts'
import { ActionError, asActionError } from '../errors.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import type { BranchCheckInput } from '../input-types.ts'
import type { ComparedTargets, RenderContext } from '../instance-renderers.ts'
import { describeLookmlError } from '../looker/validate-lookml.ts'
import type { Compared, Result, Target } from '../model.ts'
import type { PostChanges } from '../post-state.ts'
import { describeContent } from '../report/descriptions.ts'
import { checkWords, drawingWords } from '../report/tile-words.ts'
import { failAll, failedResult, sidecarPath, withMissingHint } from '../results.ts'
import { writeWhole } from '../runtime/files.ts'
import { count } from '../runtime/text.ts'
import { waitAtMost } from '../runtime/time.ts'
import type { Stages } from '../stages.ts'
import { describeAffectedTargets, headingWithAddress, isOfLookml } from '../targets.ts'
import { asListed } from '../verdict-facts.ts'
import type { AffectedTarget } from './affected-tiles.ts'
import { type BaseMemory, readBaseMemory, writeBaseMemory } from './base-memory.ts'
import { checkPlan } from './check-session.ts'
import { worstNumbers } from './check-tile.ts'
import { type ContentCheck, openContentCheck } from './content-check.ts'
import { requireProject } from './dev-project.ts'
import {
  apiCallsOf,
  type CheckedPicture,
  type CheckedPictures,
  finishPicture,
  removePictures,
  startPictures,
  titleOfPicture,
  toDrawing,
} from './draw-dashboards.ts'
import { type CheckPlan, type PlanningOptions, planCheck } from './plan-check.ts'
import { createQueryRunners, type QueryRunner, queryTimeLimitMs } from './run-queries.ts'

interface CheckedTargets extends Pick<PlanningOptions, 'compared'> {
  input: BranchCheckInput
  targets: readonly Target[]
}

/**
 * Compares SQL and results of the affected tiles between the merge base and the head, in the API user's development
 * mode. Renders production's pictures at the same time. Does not throw.
 */
export async function renderChecked(
  context: RenderContext,
  { input, targets, compared }: CheckedTargets,
  stages: Promise<Stages>,
): Promise<ComparedTargets> {
  const { world, inputs, lookers, secrets, isGuarded } = context
  const production = lookers.first
  const nothing = { results: [], unaffected: [], errors: [], warnings: [] }
  let pictures: CheckedPictures | undefined
  let content: ContentCheck | undefined
  try {
    await production.loggedIn
    // The result is the same for all jobs that share the targets, so only the first job validates the content.
    if (input.contentValidation && inputs.shard.index === 0)
      content = openContentCheck(context, { project: input.project, production, secrets })
    const plan = await planCheck(context, { input, targets, compared, looker: production, secrets })
    for (const line of describeAffectedTargets(plan)) world.print(line)
    if (plan.affected.length === 0 && !(content && plan.hasChange))
      return { ...nothing, unaffected: plan.unaffected, lookmlCommit: plan.commits.head }
    const { host, session } = production
    await requireProject({ id: input.project, host, send: session.send }, context.deadlines.check)
    const memory = openMemory(context, { input, plan }, stages)
    const save = (changes: PostChanges) =>
      world.saveForPost({ instance: inputs.looker.base.origin, isGuarded, ...changes })
    const started = startPictures(
      context,
      { plan, production, secrets, save: dashboards => save({ dashboards }) },
      stages,
    )
    pictures = started
    const remembered = await memory.read()
    const { tiles, report, newMemory, ...checked } = await checkPlan(context, {
      ...{ input, plan, production, secrets, content, remembered },
      save: branches => save({ branches }),
    })
    const runner = createQueryRunners({
      ...{ host, send: session.send, clean: secrets.clean, timeLimit: queryTimeLimitMs },
      ...{ signal: context.deadlines.compare, concurrency: inputs.pace.concurrency },
    })()
    const finish = async (affected: AffectedTarget, place: number) => {
      const picture = await started.of(place)
      return finishTarget(context, { affected, picture, runner, report, tiles: tiles[place] ?? [] }, stages)
    }
    const { lookmlErrors, disturbedBy } = report
    const [results] = await Promise.all([
      Promise.all(plan.affected.map(finish)),
      newMemory && memory.write(newMemory),
    ])
    const branch = withContentElsewhere(report, { ...plan, results, targets })
    const broken = describeContent(branch.content)
    if (broken !== undefined) world.print(`${broken}.`)
    return {
      ...checked,
      errors: [...checked.errors, ...(await started.close())],
      results,
      unaffected: plan.unaffected,
      lookmlCommit: plan.commits.head,
      branch,
      ...(lookmlErrors.length > 0 && {
        lookmlErrors,
        lookml: { action: 'check', errors: asListed(lookmlErrors.map(describeLookmlError)) },
      }),
      ...(disturbedBy !== undefined && {
        disturbance: { kind: 'branch', name: disturbedBy, host: production.host },
      }),
    }
  } catch (error) {
    const errors = (await pictures?.close()) ?? []
    return { ...nothing, errors, ...failAll(targets, error) }
  } finally {
    content?.cancel()
  }
}

/** Leaves out tiles and queries. Looker counts their ids separately, so they may equal the id of a dashboard or Look. */
const contentKinds: Partial<Record<Result['target']['kind'], BrokenContent['kind']>> = {
  dashboard: 'dashboard',
  lookml_dashboard: 'dashboard',
  look: 'look',
}

interface KnownTargets extends Pick<CheckPlan, 'affected'> {
  /** The results of `affected`, in the same order. */
  results: readonly Result<Compared>[]
  targets: readonly Target[]
}

/**
 * Omits broken content that is also a target with broken tiles. The target already reports the errors. Marks all other
 * content that is a target, or that has a tile which is a target.
 */
function withContentElsewhere(
  { content, ...report }: BranchReport,
  { affected, results, targets }: KnownTargets,
): BranchReport {
  if (!content) return report
  const keysOf = ({ target: { kind, id }, ownId = id }: Pick<AffectedTarget, 'target' | 'ownId'>) =>
    [id, ownId].map(each => `${contentKinds[kind]} ${each}`)
  const reported = affected.filter((_, place) => results[place]?.check?.tiles.some(isBrokenTile))
  const dashboards = targets.flatMap(target => ('dashboard' in target && target.dashboard?.id) || [])
  const known = new Set([
    ...[...targets.map(target => ({ target })), ...affected].flatMap(keysOf),
    ...dashboards.map(id => `dashboard ${id}`),
  ])
  const omitted = new Set(reported.flatMap(keysOf))
  const broken = content.broken
    .filter(({ kind, id }) => !omitted.has(`${kind} ${id}`))
    .map(one => (known.has(`${one.kind} ${one.id}`) ? { ...one, isTarget: true as const } : one))
  return { ...report, content: { ...content, broken } }
}

/** The wait for stored SQL, in milliseconds. The queries and the publishing of all results wait for it, too. */
const memoryWaitMs = 30_000

/**
 * Reads and writes the base's SQL on the images branch. If GitHub fails or is slow, the check continues without stored
 * SQL and needs more calls.
 */
function openMemory(
  { inputs, world, deadlines, began, isGuarded }: RenderContext,
  { input, plan }: { input: BranchCheckInput; plan: CheckPlan },
  stages: Promise<Stages>,
) {
  const { base, clientId } = inputs.looker
  const owner = { commit: plan.commits.base, project: input.project, host: base.host, clientId }
  // The SQL also depends on the commits of other projects, which may change before the next run.
  const isLasting = !plan.importsProjects && plan.otherProjects.size === 0
  const isWanted = inputs.images.kind === 'branch' && !isGuarded && isLasting
  const attempt = async <T>(
    what: string,
    work: (images: OpenBranch) => Promise<T>,
  ): Promise<T | undefined> => {
    if (!isWanted) return undefined
    const words = `The SQL of the merge base could not be ${what} the images branch`
    let answer: { value: T } | undefined
    const answered = stages.then(async ({ images }) => {
      answer = { value: await work(images) }
    })
    try {
      await waitAtMost(memoryWaitMs, answered, { clock: world.clock, signal: deadlines.publish })
      if (!answer) world.print(`${words} within half a minute.`)
    } catch (error) {
      world.print(`${words} (${asActionError(error).message}).`)
    }
    return answer?.value
  }
  return {
    read: () => attempt('read from', images => readBaseMemory(images, owner)),
    write: (newMemory: BaseMemory) =>
      attempt('stored on', images => writeBaseMemory(images, owner, newMemory, began)),
  }
}

interface CheckedTarget {
  affected: AffectedTarget
  picture: CheckedPicture
  runner: QueryRunner
  report: BranchReport
  tiles: readonly TileCheck[]
}

/** A target with failed tiles gets no picture. */
async function finishTarget(
  context: RenderContext,
  { affected, picture, runner, report, tiles }: CheckedTarget,
  stages: Promise<Stages>,
): Promise<Result<Compared>> {
  const { inputs, world } = context
  const { target, affectedBy, title: ownTitle } = affected
  // The target does not exist, so there are no tiles.
  const { production } = picture
  if (production.status === 'failure' && production.isMissing && !affected.isDefined) {
    const missing = { ...production, target }
    return isOfLookml(target) ? withMissingHint(missing) : missing
  }
  const numbers = worstNumbers(
    tiles.flatMap(({ numbers, isUncheckable }) => (isUncheckable ? [] : (numbers ?? []))),
  )
  const file = await writeNumbers(context, { target, report, tiles })
  const { drawing: planned, isAdded } = affected
  const isNew = isAdded && production.status === 'failure' && production.isMissing
  const drawing = planned && toDrawing(affected, planned, { picture, tiles })
  const check: BranchCheck = {
    tiles,
    ...(numbers && { numbers }),
    ...(isNew && { isNew }),
    ...(isAdded && production.status === 'success' && { isProductionOnly: true }),
    ...(file !== undefined && { file }),
    ...(drawing && { drawing }),
  }
  const title = titleOfPicture(picture) ?? ownTitle
  const about = { affectedBy, check, ...(title !== undefined && { title }) }
  const failed = tiles.filter(isFailedTile)
  const words = [tiles.length > 0 && checkWords(check), drawingWords(check)].filter(Boolean).join('; ')
  if (words !== '') world.print(`${headingWithAddress({ target, ...about })}: ${words}.`)
  if (failed.length === 0) return finishPicture(context, { affected, picture, runner, about }, stages)
  await removePictures(target, inputs.outputDirectory)
  return failedResult(target, tilesError(failed), { apiCalls: apiCallsOf(picture), ...about })
}

/**
 * Writes `<name>.numbers.json`. If that fails, only warns, because comment and report show the numbers, too.
 * @returns the path of the file, or undefined if there is no file
 */
async function writeNumbers(
  { inputs, world }: RenderContext,
  { target, report, tiles }: Pick<CheckedTarget, 'report' | 'tiles'> & { target: Target },
): Promise<string | undefined> {
  if (tiles.length === 0) return undefined
  const file = sidecarPath(join(inputs.outputDirectory, target.file), 'numbers', 'json')
  try {
    await writeWhole(file, Buffer.from(numbersJson(target, report, tiles)))
    return file
  } catch (error) {
    const { message, hint } = asActionError(error)
    world.core.warning(`${message}. ${hint}`)
    return undefined
  }
}

const maxTitles = 5

function tilesError(failed: readonly TileCheck[]): ActionError {
  const broken = failed.filter(isBrokenTile)
  const [shown, words] =
    broken.length > 0
      ? [broken, `This pull request breaks ${count(broken.length, 'tile')}`]
      : [failed, `${count(failed.length, 'tile')} could not be checked`]
  const [shared, ...otherReasons] = new Set(shown.map(({ error }) => error?.message))
  const isShared = shared !== undefined && otherReasons.length === 0
  const named = shown
    .slice(0, maxTitles)
    .map(({ title, error }) => (error && !isShared ? `${title} (${error.message})` : title))
  const more = shown.length > maxTitles ? ` and ${shown.length - maxTitles} more` : ''
  return new ActionError(
    `${words}: ${named.join(', ')}${more}${isShared ? `: ${shared}` : ''}`,
    shown[0]?.error?.hint ?? 'Look at the tiles below.',
  )
}

/** Returns the content of `<name>.numbers.json`, with all changed rows. */
function numbersJson(target: Target, { base, head }: BranchReport, tiles: readonly TileCheck[]): string {
  const rows = tiles.flatMap(({ queries }) => queries.map(({ results }) => results?.changes.length ?? 0))
  const isReadable = rows.reduce((sum, count) => sum + count, 0) <= maxReadableRows
  return JSON.stringify(
    { target: target.source, name: target.name, base, head, tiles: tiles.map(tileRecord) },
    null,
    isReadable ? 2 : 0,
  )
}

/** A file with more rows has no line breaks, because it would be several times larger. */
const maxReadableRows = 10_000

const tileRecord = ({
  queries,
  isUncheckable: _,
  headHash: __,
  isEffectUnknown: ___,
  ...tile
}: TileCheck) => ({
  ...tile,
  queries: queries.map(queryRecord),
})

const queryRecord = ({ name, sqlDiff, results, limits }: QueryCheck) => ({
  ...(name !== undefined && { name }),
  ...(limits && { limits }),
  ...(sqlDiff && { sqlDiff: diffLinesOf(sqlDiff) }),
  ...(results && { results: resultRecord(results) }),
})

const diffLinesOf = ({ lines }: LineDiff) => lines

/** Returns each changed row as `{ kind, key, values }`. The labels of the columns are the keys of `values`. */
function resultRecord({ changes, dimensions, columns, hiddenHash: _, ...about }: ResultDiff) {
  return {
    ...about,
    dimensions,
    columns,
    changes: changes.map(({ kind, key, values }) => ({
      kind,
      key: Object.fromEntries(dimensions.map((label, place) => [label, key[place]])),
      values: Object.fromEntries(
        columns.flatMap((label, place) => (values[place] ? [[label, values[place]]] : [])),
      ),
    })),
  }
}
