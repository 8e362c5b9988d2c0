import type { Dashboard, Measure, SplitTile, Tile } from './catalogue.ts'
import { canonicalId, dashboard, tileTitled } from './made-up.ts'
import type { Change, Deploy } from '../model.ts'

/** What was deployed since the simulator started, by the dashboard that it changes. */
export class Deploys {
  readonly #changes = new Map<string, Change[]>()

  /** Changes one dashboard from here on, on top of what was deployed before. Throws where it cannot be. */
  add({ dashboard: contentId, changes }: Deploy): void {
    const id = canonicalId('dashboards', contentId)
    const all = [...(this.#changes.get(id) ?? []), ...changes]
    deployed(dashboard(id).tiles, all)
    this.#changes.set(id, all)
  }

  /** Everything is as it was at the start. */
  rollBack(): void {
    this.#changes.clear()
  }

  /** That dashboard with its changes. */
  applyTo(contentId: string, dashboard: Dashboard): Dashboard {
    const changes = this.#changes.get(canonicalId('dashboards', contentId))
    return changes ? { ...dashboard, tiles: deployed(dashboard.tiles, changes) } : dashboard
  }
}

/** The tiles as the changes leave them. Throws where a change names what is not there. */
export function deployed(tiles: Tile[], changes: Change[] = []): Tile[] {
  return changes.reduce(applied, tiles)
}

function applied(tiles: Tile[], change: Change): Tile[] {
  if ('add' in change) return [...tiles, tileTitled(change.add)]
  return 'tile' in change ? redrawn(tiles, change) : counted(tiles, change)
}

const SPLITS = ['area', 'bar', 'column', 'donut'] satisfies SplitTile['kind'][]

const isSplit = (tile: Tile): tile is SplitTile => (SPLITS as string[]).includes(tile.kind)

function redrawn(tiles: Tile[], { tile: title, as }: Extract<Change, { as: unknown }>): Tile[] {
  if (!SPLITS.includes(as)) throw new Error(`"as" has to be one of ${SPLITS.join(', ')}`)
  const titles = tiles.filter(isSplit).map(tile => tile.title)
  if (!titles.includes(title)) throw new Error(`"tile" has to be one of ${titles.join(', ')}`)
  return tiles.map(tile => (isSplit(tile) && tile.title === title ? { ...tile, kind: as } : tile))
}

function counted(tiles: Tile[], { measure: name, times }: Extract<Change, { times: unknown }>): Tile[] {
  if (!(times > 0)) throw new Error('"times" has to be a number above 0')
  const names = [...new Set(tiles.flatMap(measuresOf).map(measure => measure.name))]
  if (!names.includes(name)) throw new Error(`"measure" has to be one of ${names.join(', ')}`)
  const anew = (measure: Measure): Measure =>
    measure.name === name ? { ...measure, level: measure.level * times } : measure
  return tiles.map(tile =>
    'measures' in tile
      ? { ...tile, measures: tile.measures.map(anew) }
      : { ...tile, measure: anew(tile.measure) },
  )
}

function measuresOf(tile: Tile): Measure[] {
  return 'measures' in tile ? tile.measures : [tile.measure]
}
