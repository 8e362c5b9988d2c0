import type { ComposedDashboard } from '../affected/compose-dashboards.ts'
import type { YamlObject } from '../affected/lookml-dashboards.ts'
import { isChangedTile, isFailedTile, type TileCheck } from '../branch-report.ts'
import { joinedTitles } from '../report/tile-words.ts'
import { oneLine } from '../runtime/text.ts'
import { pairQueries, type TilePair } from './check-tile.ts'
import { withConstants } from './read-tiles.ts'
import { type ListenedFilter, listensOf, optionalText, type Tile } from './tile-queries.ts'

interface Surroundings {
  /** The model that includes the dashboard. */
  model: string
  constants: ReadonlyMap<string, string>
}

/**
 * Adds to each query the filters of its dashboard that it listens to, ordered by name. Leaves out filters that the
 * dashboard does not have, because they have no effect.
 */
export function withListens(
  tiles: readonly Tile[],
  dashboard: ComposedDashboard,
  { model, constants }: Surroundings,
): Tile[] {
  const dashboardModel = optionalText(withConstants(dashboard.parameters, constants).model) ?? model
  const filters = new Map(
    [...dashboard.filtersByName.values()].map(original => {
      const filter = withConstants(original, constants)
      const name = optionalText(filter.name) ?? optionalText(filter.title) ?? ''
      return [name, ownFieldOf(filter, dashboardModel)]
    }),
  )
  return tiles.map(tile => {
    const element = dashboard.elementsByName.get(tile.id)
    const { listen } = withConstants(element?.parameters ?? {}, constants)
    const queries = tile.queries.map((query, place) => {
      const listens = listensOf(listen, place)
        .filter(({ filter }) => filters.has(filter))
        .map(one => ({ ...one, ...filters.get(one.filter) }))
        .sort((one, other) => (one.filter < other.filter ? -1 : 1))
      return listens.length > 0 ? { ...query, listens } : query
    })
    return { ...tile, queries }
  })
}

function ownFieldOf(filter: YamlObject, model: string): Pick<ListenedFilter, 'ownField' | 'ownExplore'> {
  const ownField = optionalText(filter.field) ?? optionalText(filter.dimension)
  const explore = optionalText(filter.explore)
  return {
    ...(ownField !== undefined && { ownField }),
    ...(explore !== undefined && { ownExplore: `${optionalText(filter.model) ?? model}::${explore}` }),
  }
}

/**
 * Counts a tile without other differences as changed if it listens to other filters: with other values of the filters,
 * people see other numbers.
 */
export function withListenChange(tile: TileCheck, pair: TilePair): TileCheck {
  const isCompared = tile.sql === undefined || tile.sql === 'same' || tile.sql === 'changed'
  if (!isCompared || isFailedTile(tile) || isChangedTile(tile)) return tile
  const words = pairQueries(pair).flatMap(({ base, head }) => {
    if (!base || !head) return []
    const name = head.name === undefined ? '' : `${oneLine(head.name, maxListenName)}: `
    return describeListenChange(base.listens ?? [], head.listens ?? []).map(one => name + one)
  })
  if (words.length === 0) return tile
  const message = words.join('; ')
  const hint =
    "Review the filters in the changed files. The check runs each query with only one value of each filter: the target's value, or else the default value."
  return tile.numbers === undefined
    ? {
        ...tile,
        sql: 'changed',
        error: { message: `only with other values of its filters: ${message}`, hint },
      }
    : { ...tile, numbers: 'changed', error: { message, hint } }
}

/** The maximum number of characters of a name. */
const maxListenName = 100

function describeListenChange(before: readonly ListenedFilter[], after: readonly ListenedFilter[]): string[] {
  const [old, fresh] = [before, after].map(all => new Map(all.map(one => [one.filter, one])))
  const removed = before.filter(({ filter }) => !fresh?.has(filter)).map(({ filter }) => filter)
  const added = after.filter(({ filter }) => !old?.has(filter))
  const different = after.flatMap(one => {
    const previous = old?.get(one.filter)
    return previous ? differences(previous, one) : []
  })
  return [
    ...(removed.length > 0 ? [`no longer listens to ${namedFilters(removed)}`] : []),
    ...(added.length > 0
      ? [`now listens to ${namedFilters(added.map(({ filter, field }) => `${filter} (${field})`))}`]
      : []),
    ...different.slice(0, maxDifferences),
    ...(different.length > maxDifferences ? [`${different.length - maxDifferences} more`] : []),
  ]
}

const maxDifferences = 10

const namedFilters = (names: readonly string[]): string =>
  `the ${names.length === 1 ? 'filter' : 'filters'} ${joinedTitles(names)}`

function differences(before: ListenedFilter, after: ListenedFilter): string[] {
  const listens = `listens to ${namedFilters([after.filter])}`
  const instead = (key: keyof ListenedFilter) =>
    [after[key], before[key]].map(name => oneLine(name ?? 'none', maxListenName)).join(' instead of ')
  if (before.field !== after.field) return [`${listens} with the field ${instead('field')}`]
  if (before.ownField !== after.ownField) return [`${listens}, which has the field ${instead('ownField')}`]
  return before.ownExplore === after.ownExplore
    ? []
    : [`${listens}, which has the Explore ${instead('ownExplore')}`]
}
