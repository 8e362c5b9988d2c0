import type { Change, Edit } from '../model.ts'
import type { Charts, Measure, SplitTile, Tile } from './catalogue.ts'
import { canonicalId, findTile, makeUpDashboard } from './made-up.ts'

export class Edits {
  readonly #changes = new Map<string, Change[]>()

  /**
   * Adds changes of a dashboard. All earlier changes of the dashboard remain.
   * @throws if a change is impossible
   */
  add({ dashboard: contentId, changes }: Edit): void {
    const id = canonicalId('dashboards', contentId)
    const all = [...(this.#changes.get(id) ?? []), ...changes]
    applyChanges(makeUpDashboard(id).tiles, all)
    this.#changes.set(id, all)
  }

  clear(): void {
    this.#changes.clear()
  }

  applyTo(contentId: string, dashboard: Charts): Charts {
    const changes = this.#changes.get(canonicalId('dashboards', contentId))
    return changes ? { ...dashboard, tiles: applyChanges(dashboard.tiles, changes) } : dashboard
  }
}

/** @throws if a change contains an unknown tile or measure */
export function applyChanges(tiles: Tile[], changes: Change[] = []): Tile[] {
  return changes.reduce(applyChange, tiles)
}

function applyChange(tiles: Tile[], change: Change): Tile[] {
  if ('add' in change) return [...tiles, findTile(change.add)]
  return 'tile' in change ? changeKind(tiles, change) : scaleMeasure(tiles, change)
}

const splitKinds = ['area', 'bar', 'column', 'donut'] satisfies SplitTile['kind'][]

const isSplit = (tile: Tile): tile is SplitTile => (splitKinds as string[]).includes(tile.kind)

function changeKind(tiles: Tile[], { tile: title, as }: Extract<Change, { as: unknown }>): Tile[] {
  if (!splitKinds.includes(as)) throw new Error(`"as" has to be one of ${splitKinds.join(', ')}`)
  const titles = tiles.filter(isSplit).map(tile => tile.title)
  if (!titles.includes(title)) throw new Error(`"tile" has to be one of ${titles.join(', ')}`)
  return tiles.map(tile => (isSplit(tile) && tile.title === title ? { ...tile, kind: as } : tile))
}

function scaleMeasure(tiles: Tile[], { measure: name, times }: Extract<Change, { times: unknown }>): Tile[] {
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
