import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { BranchCheck, Drawing } from '../branch-report.ts'
import type { RenderedBefore } from '../compare/compare.ts'
import { ActionError, toFault } from '../errors.ts'
import type { RunContext } from '../github/workflow-run.ts'
import { openRenderers, type RenderContext, type Renderers } from '../instance-renderers.ts'
import type { Looker } from '../looker/connect.ts'
import { LookerError } from '../looker/looker-errors.ts'
import { logIgnoredParameters } from '../looker/render-task.ts'
import type { Compared, Failed, Fault, Rendered, RenderResult, Result, Sidecar, Target } from '../model.ts'
import { joinedTitles } from '../report/tile-words.ts'
import { failedResult, sidecarPaths, toSidecarTarget } from '../results.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { capitalized } from '../runtime/text.ts'
import { once } from '../runtime/time.ts'
import type { Stages } from '../stages.ts'
import type { AffectedTarget } from './affected-tiles.ts'
import type { PlannedDrawing } from './changed-dashboards.ts'
import type { DrawableDashboard, UndrawableDashboard } from './dashboard-lookml.ts'
import {
  type DashboardStore,
  dashboardStore,
  type ImportedDashboard,
  openImports,
  type SavedDashboard,
} from './imported-dashboards.ts'
import type { CheckPlan } from './plan-check.ts'
import type { QueryRunner } from './run-queries.ts'

export interface CheckedPicture {
  production: RenderResult
  /** The drawings of the dashboard. Set for a LookML dashboard that the pull request changes or adds. */
  drawn?: DrawnSides | undefined
}

export interface CheckedPictures {
  /** Returns the pictures of the target at this index of the plan. Does not throw. */
  of(place: number): Promise<CheckedPicture>
  /**
   * Waits for all pictures.
   * @returns an error for each imported dashboard that could not be deleted
   */
  close(): Promise<ActionError[]>
}

/**
 * Starts to render production's picture of each affected target, and to draw the changed LookML dashboards. If only
 * production has the dashboard, and the merge base does not, production's picture is the one before the change.
 */
export function startPictures(
  context: RenderContext,
  options: Omit<DrawerOptions, 'renderers'>,
  stages: Promise<Stages>,
): CheckedPictures {
  const { affected } = options.plan
  const renderers = openRenderers(context, stages)
  const drawer = openDrawer(context, { ...options, renderers })
  const all = affected.map(async one => {
    const production = renderProduction(one, renderers, context.world.print)
    const drawn = await drawer.draw(one, production)
    return { production: await production, drawn }
  })
  return {
    of: async place => (await all[place]) ?? { production: noPicture(affected[place]?.target) },
    close: once(async () => {
      await Promise.all(all)
      renderers.close()
      return drawer.close()
    }),
  }
}

async function renderProduction(
  { target, drawing, isMissing }: AffectedTarget,
  renderers: Renderers,
  print: (line: string) => void,
): Promise<RenderResult> {
  logIgnoredParameters(target, print)
  if (isMissing) return failedResult(target, 'Production does not have this dashboard', { isMissing })
  if (!drawing) return renderers.first.render(target)
  return renderers.first.render(toSidecarTarget(target, drawing.base ? 'production' : 'before'))
}

interface FinishedCheck {
  affected: AffectedTarget
  picture: CheckedPicture
  /** Asks production. All targets share it, because it limits the number of parallel queries. */
  runner: QueryRunner
  about: Pick<Rendered, 'affectedBy' | 'title'> & { check: BranchCheck }
}

/** Compares the drawings of both sides. Without drawings, compares production's picture with its baseline. */
export async function finishPicture(
  { inputs: { outputDirectory } }: RenderContext,
  { affected, picture, runner, about }: FinishedCheck,
  stages: Promise<Stages>,
): Promise<Result<Compared>> {
  const { target, isDefined, isAdded, drawing: planned } = affected
  const { drawn, production } = picture
  const apiCalls = apiCallsOf(picture)
  if (drawn?.kind === 'drawn') {
    const { head, before, again } = drawn
    if (head.status === 'failure') {
      await removePictures(target, outputDirectory)
      return failedResult(target, undrawnError(head), { ...about, apiCalls })
    }
    // The comparison already shows production's picture of an added dashboard.
    const sidecar = production.status === 'success' && !isAdded ? { production: toSidecar(production) } : {}
    const drawing = { ...head, ...sidecar, ...about, target, apiCalls }
    const result = await (await stages).compare(drawing, { before, render: again })
    if (result.status === 'failure') return result
    const undrawnChange = await findUndrawnChange(runner, planned)
    return undrawnChange === undefined ? result : withUndrawnChange(result, undrawnChange)
  }
  if (production.status === 'success') {
    const shown = { ...(await moveToOwnFile(production, target, outputDirectory)), apiCalls }
    return { ...(await (await stages).compare(shown, {})), ...about }
  }
  // Production does not have a dashboard that the pull request adds, and may not have one that it removes.
  if (production.isMissing && isDefined) return { status: 'checked', target, apiCalls, ...about }
  return { ...production, target, ...about }
}

/**
 * Names the tiles whose change no drawing shows, because production cannot run their queries: both drawings show an
 * error instead of such a tile. If there are none, names the tiles about whose queries production gives no answer. Does
 * not throw.
 * @returns undefined if there are no such tiles
 */
async function findUndrawnChange(
  runner: QueryRunner,
  { redrawnTiles = [] }: Partial<PlannedDrawing> = {},
): Promise<Fault | undefined> {
  const queries = redrawnTiles.flatMap(({ title, queries }) => queries.map(({ body }) => ({ title, body })))
  const answers = await Promise.all(
    queries.map(async ({ title, body }) => {
      const answer = await runner
        .sql(body)
        .catch(error => ({ kind: 'unknown', error: toFault(error) }) as const)
      // Looker refuses to show SQL only of a query that it can run.
      return answer.kind === 'answer' || answer.kind === 'forbidden' ? [] : { ...answer, title }
    }),
  )
  const doubtful = answers.flat()
  const failing = doubtful.filter(({ kind }) => kind === 'failing')
  const named = failing.length > 0 ? failing : doubtful
  const [first] = named
  if (!first) return undefined
  const titles = [...new Set(named.map(({ title }) => title))]
  const [noun, query] = titles.length === 1 ? ['tile', 'its query'] : ['tiles', 'their queries']
  const change = `the change of the ${noun} ${joinedTitles(titles)}`
  const [words, hint] =
    first.kind === 'failing'
      ? [`no picture shows ${change}, because production cannot run ${query}`, undrawnHint]
      : [
          `the pictures may not show ${change}, because it is unknown whether production can run ${query}`,
          retryHint,
        ]
  return { message: `${words} (${first.error.message})`, hint }
}

const undrawnHint = 'Deploy the base branch to production, or correct the tile, and run the job again.'
const retryHint = 'Run the job again.'

/** Equal drawings are not compared, because they leave out a change. Other drawings show other changes. */
function withUndrawnChange(result: Compared, { message, hint }: Fault): Compared {
  const { comparison, check } = result
  if (comparison?.status !== 'unchanged')
    return check?.drawing
      ? { ...result, check: { ...check, drawing: { ...check.drawing, undrawnChange: message } } }
      : result
  return { ...result, comparison: { status: 'incomparable', error: { message: capitalized(message), hint } } }
}

export function apiCallsOf({ production, drawn }: CheckedPicture): number {
  if (drawn?.kind !== 'drawn') return production.apiCalls
  const before = drawn.before.result
  return production.apiCalls + drawn.head.apiCalls + (before === production ? 0 : before.apiCalls)
}

/** Returns the title in the pull request if the dashboard was drawn, or else the title in production. */
export const titleOfPicture = ({ production, drawn }: CheckedPicture): string | undefined =>
  (drawn?.kind === 'drawn' ? drawn.head.title : undefined) ?? production.title

const undrawnError = ({ error }: Failed): ActionError =>
  new ActionError(`This pull request's dashboard could not be drawn: ${error.message}`, error.hint, {
    cause: error,
  })

const toSidecar = ({ path, bytes, sha256, target }: Rendered): Sidecar => ({
  path,
  bytes,
  sha256,
  format: target.output.format,
})

/**
 * Moves production's picture to the target's file. Not called for a drawn dashboard, because its file is the drawing.
 */
async function moveToOwnFile(picture: Rendered, target: Target, directory: string): Promise<Rendered> {
  const path = join(directory, target.file)
  if (picture.path !== path) await rename(picture.path, path)
  return { ...picture, target, path }
}

export async function removePictures(target: Target, directory: string): Promise<void> {
  const path = join(directory, target.file)
  const all = [path, join(directory, toSidecarTarget(target, 'production').file), ...sidecarPaths(path)]
  await Promise.all(all.map(file => rm(file, { force: true }).catch(() => undefined)))
}

const noPicture = (target: Target | undefined): Failed =>
  failedResult(target as Target, 'The dashboard was not rendered')

/**
 * `modelTiles` omits tiles with the same SQL and results on both sides, because production's model gives the right
 * picture of such tiles.
 */
export function toDrawing(
  { tiles: pairs }: AffectedTarget,
  planned: PlannedDrawing,
  { picture: { drawn }, tiles }: { picture: CheckedPicture; tiles: BranchCheck['tiles'] },
): Drawing {
  const modelTiles = pairs.flatMap((pair, place) => {
    const tile = tiles[place]
    const isSame = tile?.sql === 'same' && tile.numbers !== 'changed'
    return tile && !isSame && planned.modelTiles.has(pair) ? [tile.title] : []
  })
  const { textHash } = planned
  return { modelTiles, textHash, ...(drawn?.kind === 'not drawn' && { problem: drawn.problem }) }
}

/** The pictures of a changed LookML dashboard, or the reason why the step could not draw them. */
type DrawnSides =
  | { kind: 'not drawn'; problem: Fault }
  | {
      kind: 'drawn'
      head: RenderResult
      /**
       * The picture at the merge base, or in production if the merge base does not have the dashboard. For a new
       * dashboard, `result` is a failure with `isMissing`.
       */
      before: RenderedBefore
      /** Draws the head a second time, into the file of the given target. */
      again(target: Target): Promise<RenderResult>
    }

interface Drawer {
  /**
   * Returns undefined for a target that needs no drawing. Does not throw.
   * @param production the result of rendering production's dashboard
   */
  draw(affected: AffectedTarget, production: Promise<RenderResult>): Promise<DrawnSides | undefined>
  /**
   * Tries again to delete imported dashboards.
   * @returns an error for each imported dashboard that could not be deleted
   */
  close(): Promise<ActionError[]>
}

interface DrawerOptions {
  plan: CheckPlan
  production: Looker
  renderers: Renderers
  secrets: Secrets
  /** Saves the dashboards that the post step may have to delete. Called before each import. */
  save(saved: readonly SavedDashboard[]): void
}

/**
 * Draws the LookML dashboards of both sides of a pull request. Looker renders LookML dashboards only from production,
 * but renders any user-defined dashboard. So the text of each side is imported as a user-defined dashboard, rendered
 * and deleted.
 */
function openDrawer(
  { world, run, inputs, deadlines }: RunContext,
  { plan, production, renderers, secrets, save }: DrawerOptions,
): Drawer {
  const store = dashboardStore({ ...production, clean: secrets.clean })
  const imports = openImports({
    store,
    owner: run,
    random: Math.random,
    clock: world.clock,
    signal: deadlines.render,
    restore: deadlines.restore,
    concurrency: inputs.pace.concurrency,
    save,
  })
  const drawSide = (dashboard: DrawableDashboard, target: Target) =>
    imports.during(dashboard, async imported => {
      const result = await renderers.renderCopy(asImported(target, dashboard, imported), target)
      return { ...result, target, apiCalls: result.apiCalls + importCalls }
    })
  const explain = refusalExplainer(store, deadlines.restore)
  const drawBase = async (base: DrawableDashboard | UndrawableDashboard, target: Target) => {
    if (base.kind === 'undrawable') return failedResult(target, undrawableError(base))
    try {
      return await drawSide(base, toSidecarTarget(target, 'before'))
    } catch (error) {
      return failedResult(target, (await explain(error)) ?? error)
    }
  }
  const commit = { branch: plan.baseBranch, commit: plan.commits.base }
  const drawBefore = async (
    base: PlannedDrawing['base'],
    target: Target,
    production: Promise<RenderResult>,
  ): Promise<RenderedBefore> => {
    if (base) return { result: await drawBase(base, target), commit }
    const result = await production
    return result.status === 'failure' && result.isMissing ? { result, commit } : { result }
  }
  return {
    async draw({ target, drawing }, production) {
      if (!drawing) return undefined
      const { head, base } = drawing
      if (head.kind === 'undrawable') return { kind: 'not drawn', problem: toFault(undrawableError(head)) }
      const again = (target: Target) =>
        drawSide(head, target).catch((error: unknown) => failedResult(target, error))
      const refused = explain.shared()
      if (refused) return { kind: 'not drawn', problem: toFault(refused) }
      try {
        const drawn = await drawSide(head, target)
        const before =
          drawn.status === 'success'
            ? await drawBefore(base, target, production)
            : { result: failedResult(target, 'The dashboard was not rendered'), commit }
        return { kind: 'drawn', head: drawn, before, again }
      } catch (error) {
        const problem = await explain(error)
        if (problem) return { kind: 'not drawn', problem: toFault(problem) }
        const failed = failedResult(target, error)
        return { kind: 'drawn', head: failed, before: { result: failed, commit }, again }
      }
    },
    close: imports.close,
  }
}

/** One call creates the dashboard, and one call deletes it. */
const importCalls = 2

function asImported(target: Target, { title }: DrawableDashboard, { id, tabs }: ImportedDashboard): Target {
  if (!('tabIds' in target)) return target
  const tabIds = target.tabIds.map(tab => tabs.get(tab) ?? tab)
  return { ...target, kind: 'dashboard', id, title: target.title ?? title, tabIds }
}

const undrawableError = ({ reason, hint }: UndrawableDashboard): ActionError =>
  new ActionError(
    reason,
    hint ??
      'The tiles of the dashboard are checked. To see its picture, open the dashboard in Looker in development mode.',
  )

interface RefusalExplainer {
  /** @returns the reason why Looker refused the import, or undefined for all other errors */
  (error: unknown): Promise<ActionError | undefined>
  /** Returns the reason why Looker would refuse every dashboard, if one is known. */
  shared(): ActionError | undefined
}

/**
 * Explains why Looker refused a dashboard. Looker refuses every dashboard if the API user has no personal folder, or
 * may not save there.
 */
function refusalExplainer(store: DashboardStore, signal: AbortSignal): RefusalExplainer {
  let shared: ActionError | undefined
  const explain = async (error: unknown) => {
    if (!(error instanceof LookerError) || !isRefusal(error)) return undefined
    const { status, message } = error
    const hasFolder = await store.hasFolder(signal).catch(() => true)
    const words: readonly [fact: string, hint: string] = !hasFolder
      ? [
          'The API user has no personal folder',
          'Use the API key of a user with a personal folder. Dashboards are imported into this folder, and deleted after they are drawn.',
        ]
      : status === 403 || status === 404
        ? [
            `The API user may not save dashboards (${status})`,
            "Give the API user's role the permission save_dashboards. Dashboards are imported into its personal folder, and deleted after they are drawn.",
          ]
        : [
            `Looker did not import the dashboard: ${message}`,
            "Check the dashboard's text in Looker's development mode.",
          ]
    const explained = new ActionError(...words, { cause: error })
    if (!hasFolder || status === 403 || status === 404) shared = explained
    return explained
  }
  return Object.assign(explain, { shared: () => shared })
}

/** Whether Looker would refuse the same request again. */
const isRefusal = ({ status = 0 }: LookerError): boolean =>
  status >= 400 && status < 500 && ![401, 408, 429].includes(status)
