import type { RenderedBefore } from '../compare/compare.ts'
import { ActionError, toFault } from '../errors.ts'
import type { RunContext } from '../github/workflow-run.ts'
import type { Looker } from '../looker/connect.ts'
import { LookerError } from '../looker/looker-errors.ts'
import type { Fault, RenderResult, Target } from '../model.ts'
import type { Renderers } from '../renderers.ts'
import { failedResult } from '../results.ts'
import type { Secrets } from '../runtime/log.ts'
import type { DrawableDashboard, UndrawableDashboard } from './dashboard-lookml.ts'
import {
  type DashboardStore,
  dashboardStore,
  type ImportedDashboard,
  openImports,
  type SavedDashboard,
} from './imported-dashboards.ts'
import type { AffectedTarget, CheckPlan } from './plan.ts'

/** The pictures of a changed LookML dashboard, or the reason why they are missing. */
export type DrawnSides =
  | { kind: 'not drawn'; problem: Fault }
  | {
      kind: 'drawn'
      head: RenderResult
      /** The picture at the merge base. For a new dashboard: a missing target. */
      before: RenderedBefore
      /** Draws the head again, into the target's file. */
      again(target: Target): Promise<RenderResult>
    }

export interface Drawer {
  /** Returns undefined for a target that needs no drawing. Does not throw. */
  draw(affected: AffectedTarget): Promise<DrawnSides | undefined>
  /** @returns an error for each imported dashboard that could not be deleted */
  close(): Promise<ActionError[]>
}

export interface DrawerOptions {
  plan: CheckPlan
  /** The session in production mode. */
  production: Looker
  renderers: Renderers
  secrets: Secrets
  /** Saves the dashboards that the post step deletes. Called before each request that imports a dashboard. */
  save(saved: readonly SavedDashboard[]): void
}

/**
 * Draws the LookML dashboards of both sides of a pull request. Looker renders LookML dashboards only from production,
 * but renders any user-defined dashboard. So the text of each side is imported as a user-defined dashboard, rendered
 * and deleted.
 */
export function openDrawer(
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
  const drawBefore = async (base: DrawableDashboard | UndrawableDashboard | undefined, target: Target) => {
    if (!base) return failedResult(target, 'It does not have the dashboard', { isMissing: true })
    if (base.kind === 'undrawable') return failedResult(target, undrawableError(base))
    try {
      return await drawSide(base, besideTarget(target, 'before'))
    } catch (error) {
      return failedResult(target, (await explain(error)) ?? error)
    }
  }
  return {
    async draw({ target, drawing }) {
      if (!drawing) return undefined
      const { head, base } = drawing
      if (head.kind === 'undrawable') return { kind: 'not drawn', problem: toFault(undrawableError(head)) }
      const again = (target: Target) =>
        drawSide(head, target).catch((error: unknown) => failedResult(target, error))
      const refused = explain.shared()
      if (refused) return { kind: 'not drawn', problem: toFault(refused) }
      const commit = { branch: plan.baseBranch, commit: plan.commits.base }
      try {
        const drawn = await drawSide(head, target)
        const result =
          drawn.status === 'success'
            ? await drawBefore(base, target)
            : failedResult(target, 'It was not rendered')
        return { kind: 'drawn', head: drawn, before: { result, commit }, again }
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

/** The API calls of an import: one to create the dashboard and one to delete it. */
const importCalls = 2

/** Returns a target with the same content and another file name. */
export const besideTarget = (target: Target, what: 'before' | 'production'): Target => ({
  ...target,
  file: `${target.name}.${what}.${target.output.format}`,
})

function asImported(target: Target, { title }: DrawableDashboard, { id, tabs }: ImportedDashboard): Target {
  if (!('tabIds' in target)) return target
  const tabIds = target.tabIds.map(tab => tabs.get(tab) ?? tab)
  return { ...target, kind: 'dashboard', id, title: target.title ?? title, tabIds }
}

const undrawableError = ({ reason }: UndrawableDashboard): ActionError =>
  new ActionError(reason, 'Its tiles are checked; for its picture, open it in Looker in development mode.')

interface RefusalExplainer {
  /** @returns undefined unless Looker refused the import */
  (error: unknown): Promise<ActionError | undefined>
  /** Returns a refusal that applies to every dashboard. */
  shared(): ActionError | undefined
}

/** Explains refusals. Without a personal folder, or without permission to save there, no dashboard can be drawn. */
function refusalExplainer(store: DashboardStore, signal: AbortSignal): RefusalExplainer {
  let shared: ActionError | undefined
  const explain = async (error: unknown) => {
    if (!(error instanceof LookerError) || !isRefusal(error)) return undefined
    const { status, message } = error
    const hasFolder = await store.hasFolder(signal).catch(() => true)
    const words: readonly [fact: string, hint: string] = !hasFolder
      ? [
          'The API user has no personal folder',
          'Use an API key of a user who has one: dashboards are imported there, and deleted once they are drawn.',
        ]
      : status === 403 || status === 404
        ? [
            `The API user may not save dashboards (${status})`,
            'Give its role the permission save_dashboards: dashboards are imported into its personal folder, and deleted once they are drawn.',
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
