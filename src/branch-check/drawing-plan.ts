import { createHash } from 'node:crypto'
import type { ComposedDashboard } from '../affected/dashboards.ts'
import type { Selection } from '../affected/selection.ts'
import type { CheckSide } from './branch-name.ts'
import type { TilePair } from './check-tile.ts'
import { type DrawableDashboard, toDrawable, type UndrawableDashboard } from './dashboard-lookml.ts'

/** A LookML dashboard on both sides. Undefined on a side that does not define it. */
export type Definitions = Partial<Record<CheckSide, ComposedDashboard>>

/** How a changed or new LookML dashboard is drawn. */
export interface PlannedDrawing {
  head: DrawableDashboard | UndrawableDashboard
  /** Undefined for a new dashboard. */
  base?: DrawableDashboard | UndrawableDashboard
  /** SHA-256 of the head's text. */
  textHash: string
  /** Tiles whose LookML the pull request may change. The drawing uses production's model for them. */
  modelTiles: ReadonlySet<TilePair>
}

/** @param id `thelook::sales` */
export function planDrawing(
  { base, head }: Definitions,
  { id, tiles, explores }: { id: string; tiles: readonly TilePair[] } & Pick<Selection, 'explores'>,
): PlannedDrawing | undefined {
  if (!head) return undefined
  const model = id.split('::')[0] ?? ''
  const needsModel = ({ head: tile }: TilePair) =>
    tile?.queries.some(({ explore }) => explores.get(explore)?.length !== 0) ?? false
  return {
    head: toDrawable(head, model),
    ...(base && { base: toDrawable(base, model) }),
    textHash: createHash('sha256').update(comparableText(head)).digest('hex'),
    modelTiles: new Set(tiles.filter(needsModel)),
  }
}

export const isChangedText = ({ base, head }: Definitions): boolean =>
  comparableText(base) !== comparableText(head)

/** Returns everything that the dashboard shows, including the dashboards that it extends. */
const comparableText = (dashboard: ComposedDashboard | undefined): string =>
  JSON.stringify(
    dashboard && [
      dashboard.parameters,
      [...dashboard.elementsByName].map(([name, { parameters }]) => [name, parameters]),
      [...dashboard.filtersByName],
      dashboard.problem,
    ],
  ) ?? ''
