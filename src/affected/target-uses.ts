import { isDeepStrictEqual } from 'node:util'
import type { Explores, TextSide } from './affected-explores.ts'
import type { ProjectChange } from './changes.ts'
import { type DashboardDefinition, type ElementQuery, readQuery } from './dashboards.ts'
import type { LookmlProject } from './project.ts'
import { textWithin } from './texts.ts'

export interface DescribedTile {
  id?: string
  /** As `model::explore`. Undefined if Looker does not return them. */
  explores?: readonly string[]
  /** Texts in the tile's chart settings and custom fields. Undefined if unknown. */
  text?: string
}

export type Content =
  /**
   * A LookML dashboard. `tiles` come from Looker, if the text is not enough; `unknown` if Looker did not describe them.
   */
  | { kind: 'lookml'; model: string; name: string; tiles?: readonly DescribedTile[] | 'unknown' }
  /** `lookml` is the LookML dashboard that a tile belongs to. */
  | {
      kind: 'dashboard' | 'query'
      tiles: readonly DescribedTile[] | 'unknown'
      lookml?: string
      filters?: readonly string[]
    }

export type LookmlContent = Extract<Content, { kind: 'lookml' }>

/** Splits the id of a LookML dashboard: `thelook::sales`. @returns undefined for other targets */
export function lookmlNameOf(id: string): { model: string; name: string } | undefined {
  const [model, name] = id.split('::')
  return model !== undefined && name !== undefined ? { model, name } : undefined
}

/** Whether a LookML dashboard may contain something that the texts of both sides do not show. */
export function isDashboardIncomplete(change: ProjectChange, model: string, name: string): boolean {
  const isOwn = [change.base, change.head].some(({ project }) => project.models.has(model))
  const sides = [change.base, change.head].map(({ project }) => definitionsFor(project, name))
  return (
    !isOwn ||
    sides.every(side => side.definitions.length === 0) ||
    sides.some(side => side.missing.length > 0)
  )
}

export interface TileIdentity {
  /**
   * Looker's id of the dashboard element. Undefined for a Look, a query, and an element from a LookML dashboard's text.
   */
  id?: string
  /** The element's `name` in the text of a LookML dashboard (`SelectionSide.dashboard`). */
  name?: string
}

/** A part of a target that shows data: a tile, a filter, or a text that cannot be read as YAML. */
export interface Use {
  /** The side whose text contains the part. The same tile has a use on each side. */
  side: TextSide
  /** Undefined if the part is not a tile. */
  tile?: TileIdentity
  explores: readonly string[]
  /** A text that may name constants, formats and maps. Undefined if unknown. */
  text: string | undefined
  /** Additional reasons why this part may be affected. */
  reasons: readonly string[]
}

export function usesOf(content: Content, explores: Explores): Use[] {
  const tiles = content.tiles === 'unknown' ? [] : (content.tiles ?? [])
  const described = tiles.map(
    ({ id, explores, text }): Use => ({
      side: 'described',
      tile: id === undefined ? {} : { id },
      explores: explores ?? [],
      text,
      reasons: explores ? [] : ['Looker does not describe one of its tiles: it may use anything'],
    }),
  )
  if (content.kind !== 'lookml')
    return [...described, { side: 'described', explores: content.filters ?? [], text: '', reasons: [] }]
  // A dashboard of another project may have the same name by chance, so only Looker knows its tiles.
  if (!explores.isOwnModel(content.model)) return described
  return [...usesInText(content, 'before', explores), ...usesInText(content, 'after', explores), ...described]
}

export interface NamedDefinition extends DashboardDefinition {
  name: string
}

export interface DashboardDefinitions {
  /** The definitions of the dashboard, then those of the dashboards that it extends. */
  definitions: readonly NamedDefinition[]
  /** Dashboards that are extended but that no file of the project defines. */
  missing: readonly string[]
}

export function definitionsFor({ dashboards }: LookmlProject, start: string): DashboardDefinitions {
  const names = new Set([start])
  const definitions: NamedDefinition[] = []
  const missing: string[] = []
  for (const name of names) {
    const own = dashboards.definitions(name)
    if (own.length === 0 && name !== start) missing.push(name)
    for (const definition of own) {
      definitions.push({ ...definition, name })
      for (const base of dashboards.basesOf(definition)) names.add(base)
    }
  }
  return { definitions, missing }
}

function usesInText({ model, name }: LookmlContent, side: 'before' | 'after', explores: Explores): Use[] {
  const { base, head } = explores.change
  const { project } = side === 'before' ? base : head
  const other = (side === 'before' ? head : base).project.dashboards.composed(name)
  const composed = project.dashboards.composed(name)
  const { definitions } = definitionsFor(project, name)
  const tiles = [...(composed?.elementsByName ?? [])].map(([key, element]): Use => {
    const isSame = isDeepStrictEqual(element.parameters, other?.elementsByName.get(key)?.parameters)
    return {
      side,
      tile: element.name === undefined ? {} : { name: element.name },
      explores: element.queries.flatMap(query => fullNamesOf(query, model, explores)),
      text: textWithin(element.parameters),
      reasons: [
        ...(isSame ? [] : [ownDefinition]),
        ...(element.queries.every(query => query.explore !== undefined) || composed?.problem !== undefined
          ? []
          : [`its tile ${key} has no Explore: it may use anything`]),
      ],
    }
  })
  const shown = new Set(tiles.flatMap(({ explores }) => explores))
  const others = definitions.flatMap(definition => exploresOutsideTiles(definition, model, explores))
  const otherExplores = [...new Set(others)].filter(explore => !shown.has(explore))
  const text = definitions
    .map(({ dashboard, text }) => (dashboard ? textWithin(dashboard.parameters) : text))
    .join('\n')
  return [...tiles, { side, explores: otherExplores, text, reasons: [] }]
}

function fullNamesOf({ model, explore }: ElementQuery, ofDashboard: string, explores: Explores): string[] {
  if (explore === undefined) return []
  const names = explores.readingsOf(explore)
  return explores.readingsOf(model ?? ofDashboard).flatMap(one => names.map(name => `${one}::${name}`))
}

/**
 * Returns the Explores that a text names outside of its elements, such as Explores of filters. If the YAML cannot be
 * read, returns all Explores in the text.
 */
function exploresOutsideTiles(
  { dashboard, text }: DashboardDefinition,
  model: string,
  explores: Explores,
): string[] {
  const keyed = [...text.matchAll(/\bexplore["']?\s*:\s*["']?([\p{L}\p{N}_]+)/gu)].map(
    ([, name = '']) => name,
  )
  if (dashboard) {
    const ofDashboard = readQuery(dashboard.parameters, undefined).model
    const queries = [
      ...dashboard.elements.flatMap(element => element.queries),
      ...dashboard.filters.map(filter => readQuery(filter, ofDashboard)),
    ]
    const named = new Set(queries.map(({ explore }) => explore))
    const others = keyed.filter(explore => !named.has(explore)).map(explore => `${model}::${explore}`)
    return [...queries.flatMap(query => fullNamesOf(query, model, explores)), ...others]
  }
  const words = [...explores.wordsIn(text)]
  const models = new Set([model, ...words.filter(word => explores.isOwnModel(word))])
  const named = new Set([...words.filter(word => explores.isNamed(word)), ...keyed])
  return [...models].flatMap(one => [...named].map(explore => `${one}::${explore}`))
}

export const ownDefinition = 'its own definition in the dashboard'
