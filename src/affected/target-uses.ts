import { isDeepStrictEqual } from 'node:util'
import { type FilterSource, showsSuggestions } from '../looker/lookml.ts'
import type { Explores, TextSide } from './affected-explores.ts'
import { filesOf } from './changed-includes.ts'
import type { ProjectChange } from './changes.ts'
import type { ComposedDashboard } from './compose-dashboards.ts'
import type { DashboardDefinitions, NamedDefinition } from './dashboard-index.ts'
import {
  exploresInDefinition,
  fullNamesOf,
  reasonsOfUnreadable,
  unreadableReason,
} from './explores-in-text.ts'
import { readQuery } from './lookml-dashboards.ts'
import type { LookmlProject } from './project.ts'
import { exploresOfFilter } from './suggested-values.ts'
import { type Pause, textWithin } from './texts.ts'

interface DescribedTile {
  id?: string
  /** The tile's Explores, as `model::explore`. Undefined if Looker does not return them. */
  explores?: readonly string[]
  /** Texts in the tile's chart settings and custom fields. Undefined if unknown. */
  text?: string
}

export type Content = DescribedContent & {
  /** Why Looker's description may be about other content than that of the merge base, as texts for users. */
  doubts?: readonly string[]
}

type DescribedContent =
  /**
   * A LookML dashboard. `tiles` is Looker's description of its tiles: undefined if the dashboard's text contains all
   * tiles, and `unknown` if Looker did not describe them. `others` are the dashboards whose `preferred_slug` is the
   * target's id.
   */
  | {
      kind: 'lookml'
      model: string
      name: string
      tiles?: readonly DescribedTile[] | 'unknown'
      filters?: DescribedFilters
      others?: readonly DashboardName[]
    }
  /**
   * Any other target. `lookml` is the LookML dashboard that contains the tile, or the LookML dashboards whose
   * `preferred_slug` is the target's id. With `preferred_slug`, the model is unknown.
   */
  | {
      kind: 'dashboard' | 'query'
      tiles: readonly DescribedTile[] | 'unknown'
      lookml?: readonly DashboardName[]
      /** For a tile of a LookML dashboard: the last part of its id, which is usually its name in LookML. */
      tileName?: string
      filters?: DescribedFilters
    }

type LookmlContent = Extract<Content, { kind: 'lookml' }>

type DescribedFilters = readonly FilterSource[] | 'unknown'

export interface DashboardName {
  model?: string
  name: string
}

/** Returns the LookML dashboards that may be the target or contain the target. */
export const dashboardsOfTarget = (content: Content): readonly DashboardName[] =>
  content.kind === 'lookml' ? [content, ...(content.others ?? [])] : (content.lookml ?? [])

/**
 * Splits the id of a LookML dashboard, such as `thelook::sales`. The dashboard's name may contain `::`, too.
 * @returns undefined if the id does not belong to a LookML dashboard
 */
export function lookmlNameOf(id: string): { model: string; name: string } | undefined {
  const [model = '', ...parts] = id.split('::')
  return parts.length > 0 ? { model, name: parts.join('::') } : undefined
}

/**
 * Returns the LookML dashboards that may have a tile with this id, such as `thelook::sales::total`. There are several if
 * a name contains `::`, and the tile's name is then unknown.
 */
export function namesInTileId(id: string): { lookml: DashboardName[]; tileName?: string } {
  const [model = '', ...parts] = id.split('::')
  const lookml = parts.map((_, index) => ({ model, name: parts.slice(0, index + 1).join('::') }))
  const [, tileName] = parts
  return {
    lookml: lookml.slice(0, Math.max(parts.length - 1, 1)),
    ...(tileName !== undefined && parts.length === 2 && { tileName }),
  }
}

/** Whether a LookML dashboard may have parts that no file of this project defines. */
export function isDashboardIncomplete({ base, head }: ProjectChange, model: string, name: string): boolean {
  const projects = [base.project, head.project]
  const sides = projects.map(project => findKnownParts(project, { model, name }))
  return (
    !projects.some(({ models }) => models.has(model)) ||
    sides.every(side => !side.isDefined) ||
    sides.some(side => side.missing.length > 0)
  )
}

/**
 * Returns whether the project certainly defines the dashboard, and which dashboards it extends that the project may not
 * define. Ignores definitions in files that the model does not certainly include, because the dashboard may be an
 * imported one with the same name.
 */
export function findKnownParts(
  project: LookmlProject,
  { model, name }: DashboardName,
): { isDefined: boolean; missing: readonly string[] } {
  const { definitions, missing } = definitionsFor(project, name)
  const included = model === undefined ? undefined : filesOf(model, project, 'certain')
  const certain = definitions.filter(one => !one.isUncertain)
  const found = new Set(certain.flatMap(one => (included?.has(one.path) === false ? [] : [one.name])))
  const isDefined = found.has(name)
  const others = certain.flatMap(one => (isDefined && !found.has(one.name) ? [one.name] : []))
  return { isDefined, missing: [...missing, ...others] }
}

export interface TileIdentity {
  /**
   * The id of Looker's dashboard element. Undefined for a Look, a query, and an element from a LookML dashboard's text.
   */
  id?: string
  name?: string
}

/** The Explores and the text of a tile, of a query's or dashboard's filters, or of a dashboard's LookML. */
export interface Use {
  /** The origin of the tile or text. A tile that exists in both commits has two entries. */
  side: TextSide
  tile?: TileIdentity
  explores: readonly string[]
  /** A text that may contain names of constants, number formats and maps. Undefined if unknown. */
  text: string | undefined
  reasons: readonly string[]
  /**
   * The LookML dashboard, if `text` is its LookML. Settings of the manifest affect the text, such as the language of the
   * dashboard's title.
   */
  dashboard?: DashboardName
}

export function usesOf(content: Content, explores: Explores): Use[] {
  const tiles = content.tiles === 'unknown' ? [] : (content.tiles ?? [])
  const described = tiles.map(
    ({ id, explores, text }): Use => ({
      side: 'described',
      tile: id === undefined ? {} : { id },
      explores: explores ?? [],
      text,
      reasons: explores ? [] : ['Looker does not describe one of its tiles, so any change may affect it'],
    }),
  )
  const { filters = [] } = content
  described.push({
    side: 'described',
    explores: filters === 'unknown' ? [] : filters.flatMap(filter => exploresOfFilter(filter, explores)),
    text: '',
    reasons:
      filters === 'unknown' ? ['Looker does not describe its filters, so any change may affect it'] : [],
  })
  described.push(...slugUses(content, explores))
  if (content.kind !== 'lookml')
    return [
      ...described,
      ...(content.lookml ?? []).flatMap(dashboard => textUses(dashboard, explores)),
      ...tileUses(content, explores),
    ]
  const uses = usesInTexts(content, explores)
  // A dashboard of this project with the same name may be a different dashboard, so only Looker knows the tiles.
  // Another project may import this project's dashboard, and the deployed commit may lack some of its tiles.
  if (!explores.isOwnModel(content.model)) return [...uses, ...described, ...constantUses(explores)]
  return [...uses, ...described, ...constantUsesOf(content.name, explores)]
}

/**
 * Returns the uses of LookML dashboards whose `preferred_slug` is the target's id. Looker's answer is not enough, because
 * the slug may belong to another dashboard in the deployed commit.
 */
function slugUses(content: Content, explores: Explores): Use[] {
  const projects = [explores.change.base.project, explores.change.head.project]
  return dashboardsOfTarget(content).flatMap(({ model, name }) => {
    if (model !== undefined) return []
    const models = projects.flatMap(project => modelsWithDashboard(project, name))
    const isKnown =
      content.kind === 'lookml' &&
      content.name === name &&
      models.includes(explores.models.ownNameOf(content.model))
    if (isKnown) return []
    return [...new Set(models)].flatMap(model => usesInTexts({ kind: 'lookml', model, name }, explores))
  })
}

const modelsWithDashboard = (project: LookmlProject, name: string): string[] =>
  [...project.models.keys()].filter(model => {
    const included = filesOf(model, project, 'own')
    return project.dashboards.definitions(name).some(({ path }) => included.has(path))
  })

/**
 * Returns the uses of a tile in its dashboard's LookML. Looker's description of the tile is not enough, because the
 * deployed commit may differ from the merge base and from the head. If the tile cannot be found in the text with
 * certainty, returns the uses of all tiles.
 */
function tileUses(content: Exclude<Content, LookmlContent>, explores: Explores): Use[] {
  const { lookml = [], tileName = '' } = content
  return lookml.flatMap(({ model, name }) => {
    if (model === undefined) return []
    const dashboard: LookmlContent = { kind: 'lookml', model, name }
    const uses = usesInTexts(dashboard, explores)
    const { base, head } = explores.change
    const isRead = [base, head].every(({ project }) =>
      definitionsFor(project, name).definitions.every(({ problem }) => problem === undefined),
    )
    const named = uses.filter(({ tile }) => tile?.name === tileName)
    return isRead && mayBeTileName(tileName) && named.length > 0 ? named : uses
  })
}

/**
 * Whether the last part of a tile's id may be the tile's name in LookML. Looker does not document the id. A number may
 * instead be the tile's position.
 */
export const mayBeTileName = (text: string) => !/^\d*$/.test(text)

/**
 * Returns the texts of a dashboard's LookML. Looker's description of the dashboard does not show the constants in these
 * texts.
 */
function textUses(dashboard: DashboardName, explores: Explores): Use[] {
  const { base, head } = explores.change
  const { name } = dashboard
  const isNamed = [base, head].some(({ project }) => project.dashboards.definitions(name).length > 0)
  const uses = isNamed
    ? onBothSides(explores, project => definitionTexts(definitionsFor(project, name).definitions))
    : []
  return [...uses.map(use => ({ ...use, dashboard })), ...constantUsesOf(name, explores)]
}

/**
 * Returns the constants that a dashboard may use if this project does not certainly define the dashboard, and each one
 * that it extends. The name in a definition may contain a constant, too.
 */
function constantUsesOf(name: string, explores: Explores): Use[] {
  const { base, head } = explores.change
  const sides = [base, head].map(({ project }) => definitionsFor(project, name))
  const isKnown = sides.some(({ definitions }) => definitions.length > 0)
  const isUncertain = sides.some(
    ({ definitions, missing }) => missing.length > 0 || definitions.some(one => one.isUncertain),
  )
  return isKnown && !isUncertain ? [] : constantUses(explores)
}

/**
 * Returns the constants in all dashboards of this project, because a dashboard of another project may extend any of
 * them.
 */
const constantUses = (explores: Explores): Use[] =>
  onBothSides(explores, ({ dashboards }) =>
    dashboards
      .constants()
      .map(name => `@{${name}}`)
      .join('\n'),
  )

const onBothSides = (
  { change: { base, head } }: Explores,
  textOn: (project: LookmlProject) => string,
): Use[] => [
  { side: 'before', explores: [], text: textOn(base.project), reasons: [] },
  { side: 'after', explores: [], text: textOn(head.project), reasons: [] },
]

const definitionTexts = (definitions: readonly NamedDefinition[]): string =>
  definitions.map(({ dashboard, text }) => (dashboard ? textWithin(dashboard.parameters) : text)).join('\n')

/** @throws RangeError if too many dashboards may extend each other */
export function definitionsFor(project: LookmlProject, start: string): DashboardDefinitions {
  const search = project.dashboards.search(start)
  while (search.step()) {
    // Each step reads the definitions of one name.
  }
  return search
}

/** Prepares `definitionsFor`. Pauses after each name, because parsing a file can take a second. */
export async function prepareDefinitions(
  { base, head }: ProjectChange,
  start: string,
  pause: Pause,
): Promise<void> {
  for (const { project } of [base, head]) {
    await project.dashboards.prepare(pause)
    const search = project.dashboards.search(start)
    while (await search.slowStep(pause)) {
      // Each step reads the definitions of one name.
    }
  }
}

export const composedIn = (
  project: LookmlProject,
  model: string,
  name: string,
): ComposedDashboard | undefined =>
  project.dashboards.composed(name, filesOf(model, project, 'certain'), filesOf(model, project, 'own'))

const usesInTexts = (content: LookmlContent, explores: Explores): Use[] =>
  (['before', 'after'] as const).flatMap(side => usesInText(content, side, explores))

function usesInText({ model, name }: LookmlContent, side: 'before' | 'after', explores: Explores): Use[] {
  const { base, head } = explores.change
  const { project } = side === 'before' ? base : head
  const other = composedIn((side === 'before' ? head : base).project, model, name)
  const composed = composedIn(project, model, name)
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
        // Looker describes tiles that may inherit an Explore.
        ...(element.queries.every(query => query.explore !== undefined) || composed?.mayInherit
          ? []
          : [`its tile ${key} has no Explore, so any change may affect it`]),
      ],
    }
  })
  const shown = new Set(tiles.flatMap(({ explores }) => explores))
  const inherited = readQuery(composed?.parameters ?? {}, undefined).model
  const named = definitions.map(definition => ({
    path: definition.path,
    explores: exploresInDefinition(definition, { model, inherited }, explores),
  }))
  const others = named.flatMap(({ explores }) => explores ?? [])
  // `composed` lacks filters if a definition cannot be read as YAML, or if several files define the dashboard.
  const filters = [
    ...(composed?.filtersByName.values() ?? []),
    ...definitions.flatMap(({ dashboard }) => dashboard?.filters ?? []),
  ]
  const ofFilters = filters.flatMap(filter => {
    const query = readQuery(filter, inherited)
    const field = filter.field ?? filter.dimension
    const control = filter.ui_config
    const showsValues = showsSuggestions(control) || textWithin(control).includes('@{')
    const isSuggested = typeof field === 'string' && showsValues
    return fullNamesOf(query, model, explores).flatMap(explore =>
      exploresOfFilter({ explore, ...(isSuggested && { suggestedField: field }) }, explores),
    )
  })
  const otherExplores = [...new Set([...others, ...ofFilters])].filter(explore => !shown.has(explore))
  const reasons = [
    ...(composed && !composed.mayInherit ? reasonsOfFilters(composed) : []),
    ...named.flatMap(({ path, explores }) => (explores ? [] : [unreadableReason(path)])),
    ...reasonsOfUnreadable(definitions, name),
  ]
  const whole = { side, explores: otherExplores, text: definitionTexts(definitions), reasons }
  return [...tiles, { ...whole, dashboard: { model, name } }]
}

/** Returns a reason for each field filter for which the text names no Explore. */
const reasonsOfFilters = ({ filtersByName }: ComposedDashboard): string[] =>
  [...filtersByName].flatMap(([name, filter]) =>
    String(filter.type).includes('field') && readQuery(filter, undefined).explore === undefined
      ? [`its filter ${name} has no Explore, so any change may affect it`]
      : [],
  )

export const ownDefinition = 'its own definition in the dashboard'
