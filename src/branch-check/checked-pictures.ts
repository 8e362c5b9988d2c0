import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ActionError } from '../errors.ts'
import { logIgnoredParameters } from '../looker/render-task.ts'
import type { Compared, Failed, Rendered, RenderResult, Result, Sidecar, Target } from '../model.ts'
import { openRenderers, type RenderContext, type Renderers } from '../renderers.ts'
import { failedResult, sidecarPaths } from '../results.ts'
import { once } from '../runtime/time.ts'
import type { Stages } from '../stages.ts'
import type { BranchCheck, Drawing } from '../tile-check.ts'
import { besideTarget, type DrawerOptions, type DrawnSides, openDrawer } from './draw.ts'
import type { AffectedTarget, PlannedDrawing } from './plan.ts'

/** The pictures of a target that Looker rendered. */
export interface CheckedPicture {
  /** Production's picture. */
  production: RenderResult
  /** Set for a LookML dashboard that the pull request changes or adds. */
  drawn?: DrawnSides | undefined
}

export interface CheckedPictures {
  /** Returns the pictures of the target at this index of the plan. Does not throw. */
  of(place: number): Promise<CheckedPicture>
  /** Waits for all pictures. @returns an error for each imported dashboard that could not be deleted */
  close(): Promise<ActionError[]>
}

/** Starts to render production's picture of each affected target, and to draw the changed LookML dashboards. */
export function startPictures(
  context: RenderContext,
  options: Omit<DrawerOptions, 'renderers'>,
  stages: Promise<Stages>,
): CheckedPictures {
  const { affected } = options.plan
  const renderers = openRenderers(context, stages)
  const drawer = openDrawer(context, { ...options, renderers })
  const all = affected.map(async one => {
    const [production, drawn] = await Promise.all([
      renderProduction(one, renderers, context.world.print),
      drawer.draw(one),
    ])
    return { production, drawn }
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
  { target, drawing }: AffectedTarget,
  renderers: Renderers,
  print: (line: string) => void,
): Promise<RenderResult> {
  logIgnoredParameters(target, print)
  if (drawing && !drawing.base)
    return failedResult(target, 'Production does not have it', { isMissing: true })
  return renderers.first.render(drawing ? besideTarget(target, 'production') : target)
}

interface FinishedCheck {
  affected: AffectedTarget
  picture: CheckedPicture
  about: Pick<Rendered, 'affectedBy' | 'title'> & { check: BranchCheck }
}

/** Compares the two drawings of a target. Without drawings, uses production's picture. */
export async function finishPicture(
  { inputs: { outputDirectory } }: RenderContext,
  { affected, picture, about }: FinishedCheck,
  stages: Promise<Stages>,
): Promise<Result<Compared>> {
  const { target, isOnHead } = affected
  const { drawn, production } = picture
  const apiCalls = apiCallsOf(picture)
  if (drawn?.kind === 'drawn') {
    const { head, before, again } = drawn
    if (head.status === 'failure') {
      await removePictures(target, outputDirectory)
      return failedResult(target, undrawnError(head), { ...about, apiCalls })
    }
    const beside = production.status === 'success' ? { production: toSidecar(production) } : {}
    const drawing = { ...head, ...beside, ...about, target, apiCalls }
    return (await stages).compare(drawing, { before, render: again })
  }
  if (production.status === 'success') {
    const shown = { ...(await inOwnFile(production, target, outputDirectory)), apiCalls }
    return { ...(await (await stages).compare(shown, {})), ...about }
  }
  // Production does not have the dashboards that the pull request adds.
  if (production.isMissing && isOnHead) return { status: 'checked', target, apiCalls, ...about }
  return { ...production, target, ...about }
}

export function apiCallsOf({ production, drawn }: CheckedPicture): number {
  const ofDrawing = drawn?.kind === 'drawn' ? drawn.head.apiCalls + drawn.before.result.apiCalls : 0
  return production.apiCalls + ofDrawing
}

/** Returns the dashboard's title in the pull request, if the dashboard is drawn. */
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

/** Moves production's picture to the target's own file if there is no drawing. */
async function inOwnFile(picture: Rendered, target: Target, directory: string): Promise<Rendered> {
  const path = join(directory, target.file)
  if (picture.path !== path) await rename(picture.path, path)
  return { ...picture, target, path }
}

/** Removes all pictures of a failed target. */
export async function removePictures(target: Target, directory: string): Promise<void> {
  const path = join(directory, target.file)
  const all = [path, join(directory, besideTarget(target, 'production').file), ...sidecarPaths(path)]
  await Promise.all(all.map(file => rm(file, { force: true }).catch(() => undefined)))
}

const noPicture = (target: Target | undefined): Failed =>
  failedResult(target as Target, 'It was not rendered')

/** Returns the facts about a drawing. Tiles with the same SQL on both sides do not need the pull request's model. */
export function toDrawing(
  { tiles: pairs }: AffectedTarget,
  planned: PlannedDrawing,
  { picture: { drawn }, tiles }: { picture: CheckedPicture; tiles: BranchCheck['tiles'] },
): Drawing {
  const modelTiles = pairs.flatMap((pair, place) => {
    const tile = tiles[place]
    return tile && tile.sql !== 'same' && planned.modelTiles.has(pair) ? [tile.title] : []
  })
  const { textHash } = planned
  return { modelTiles, textHash, ...(drawn?.kind === 'not drawn' && { problem: drawn.problem }) }
}
