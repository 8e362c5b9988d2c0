import { isManifest } from '../affected/changes.ts'
import type { ComposedDashboard } from '../affected/compose-dashboards.ts'
import { constantsIn } from '../affected/constants.ts'
import type { Selection, SelectionSide } from '../affected/find-affected.ts'
import type { DashboardSource, LookmlElement, YamlObject } from '../affected/lookml-dashboards.ts'
import { textWithoutMark } from '../affected/resolved-yaml.ts'
import { mayBeTileName } from '../affected/target-uses.ts'
import type { Target } from '../model.ts'
import { isObject } from '../runtime/json.ts'
import { sha256Of } from '../runtime/text.ts'
import type { TilePair } from './check-tile.ts'
import { type DrawableDashboard, toDrawable, type UndrawableDashboard } from './dashboard-lookml.ts'
import { readConstants } from './read-tiles.ts'
import type { CheckSide } from './temporary-branch.ts'
import { queryKey, type Tile } from './tile-queries.ts'

/** The part of the selection that one target needs. */
export type OwnSelection = Pick<Selection, 'explores' | 'sides'> &
  Pick<Selection['targets'][number], 'lookml' | 'tiles' | 'isDoubtful'>

/** The LookML of a dashboard on both sides. A side is undefined if it does not define the dashboard. */
export type Definitions = Partial<Record<CheckSide, ComposedDashboard | undefined>>

/** @returns undefined if no file of the project defines the target */
export function definitionsOf(
  { kind, id }: Target,
  { sides, lookml }: OwnSelection,
): Definitions | undefined {
  if (!sides || !lookml) return undefined
  const whole = { base: sides.base.dashboard(lookml), head: sides.head.dashboard(lookml) }
  const { base, head } = kind === 'dashboard_element' ? withOneTile(whole, id.split('::')[2] ?? '') : whole
  return base || head ? { ...(base && { base }), ...(head && { head }) } : undefined
}

/**
 * Reduces both dashboards to the tile with this name. Removes the filters and the tile's position, because they do not
 * apply to a tile that is rendered alone. If no tile or several tiles have this name, keeps the whole dashboards: any
 * change of their text may change the tile.
 */
function withOneTile({ base, head }: Definitions, name: string): Definitions {
  const counts = [base, head].map(
    dashboard => [...(dashboard?.elementsByName.values() ?? [])].filter(one => one.name === name).length,
  )
  const most = Math.max(...counts)
  const problem = `${most > 1 ? 'several tiles' : 'no tile'} in the LookML of its dashboard ${most > 1 ? 'are' : 'is'} named ${name}`
  const isKnown = mayBeTileName(name) && most === 1
  const reduce = (dashboard: ComposedDashboard | undefined): ComposedDashboard | undefined => {
    const element = dashboard?.elementsByName.get(name)
    if (!dashboard || (isKnown && !element && dashboard.problem === undefined)) return undefined
    if (!isKnown) return { problem, ...dashboard }
    const { model, query_timezone } = dashboard.parameters
    return {
      ...dashboard,
      parameters: { model, query_timezone },
      elementsByName: new Map(element && [[name, withoutPosition(element)]]),
      filtersByName: new Map(),
      sources: new Map([...dashboard.sources].map(([text, source]) => [text, ofTile(source, name)])),
    }
  }
  return { base: reduce(base), head: reduce(head) }
}

const ofTile = (source: DashboardSource, name: string): DashboardSource => ({
  ...{ text: source.text, header: '' },
  values() {
    const values = source.values()
    if (typeof values === 'string') return values
    const elements = typedElements(values).get(name)
    return elements ? [{ elements }] : []
  },
})

/** Returns the typed values of the elements by name, without their position. An element without a name has the key ''. */
const typedElements = (values: unknown): Map<string, YamlObject[]> =>
  Map.groupBy(
    [values]
      .flat(3)
      .flatMap(one => (isObject(one) ? one.elements : []))
      .filter(isObject)
      .map(withoutPositionKeys),
    ({ name }) => textWithoutMark(name) ?? '',
  )

/**
 * The parameters that place a tile on its dashboard, and that connect the tile with the dashboard's filters
 * (https://cloud.google.com/looker/docs/reference/param-lookml-dashboard-text).
 */
const positionParameters: ReadonlySet<string> = new Set([
  ...['row', 'col', 'top', 'left', 'width', 'height', 'tab_name', 'listen'],
])

const withoutPosition = (element: LookmlElement): LookmlElement => ({
  ...element,
  parameters: withoutPositionKeys(element.parameters),
})

const withoutPositionKeys = (parameters: YamlObject): YamlObject =>
  Object.fromEntries(Object.entries(parameters).filter(([key]) => !positionParameters.has(key)))

/**
 * Whether the dashboard's text contains a constant whose value changes. Looker's tiles are then useless, because they
 * contain production's value instead of the constant.
 */
export function showsChangedConstant({ base, head }: Definitions, { sides }: OwnSelection): boolean {
  const [before, after] = [constantsOf(sides?.base), constantsOf(sides?.head)]
  const text = JSON.stringify(
    [base, head].map(one => one && [one.parameters, [...one.elementsByName], [...one.filtersByName]]),
  )
  const mayDiffer = manifestsOf(sides?.base) !== manifestsOf(sides?.head)
  return constantsIn(text).some(
    name => before.get(name) !== after.get(name) || (mayDiffer && !before.has(name)),
  )
}

/** Returns the texts of all manifests. They may define constants that `readConstants` does not find. */
export const manifestsOf = (side: SelectionSide | undefined): string =>
  JSON.stringify([...(side?.files ?? [])].filter(([path]) => isManifest(path)))

export const constantsOf = (side: SelectionSide | undefined): ReadonlyMap<string, string> =>
  readConstants(side?.files.get('manifest.lkml') ?? '')

export interface PlannedDrawing {
  head: DrawableDashboard | UndrawableDashboard
  /** The dashboard at the merge base. Undefined for a new dashboard. */
  base?: DrawableDashboard | UndrawableDashboard
  /** The SHA-256 of the head's text and of the values of its constants. */
  textHash: string
  /**
   * Tiles with an Explore that the pull request may change. In the drawing, these tiles show results of production's
   * model.
   */
  modelTiles: ReadonlySet<TilePair>
  /** The head's tiles whose LookML changes, although their queries are the same on both sides. */
  redrawnTiles: readonly Tile[]
}

interface DrawingOptions {
  /** The tiles to check. */
  tiles: readonly TilePair[]
  allTiles: readonly TilePair[]
  selection: OwnSelection
}

/**
 * Plans the drawing of a dashboard whose text or constants change. A tile, and a dashboard with constants, cannot be
 * drawn, so it counts as not compared.
 */
export function planDrawing(
  { kind }: Target,
  { base, head }: Definitions,
  { tiles, allTiles, selection: { explores, lookml, sides } }: DrawingOptions,
): PlannedDrawing | undefined {
  // A removed tile with a query counts as changed, so the target needs no other reason.
  if (!head && tiles.length > 0) return undefined
  if (!head)
    return {
      ...{ head: removed, textHash: hashOfText(base, sides?.head) },
      ...{ modelTiles: new Set(), redrawnTiles: [] },
    }
  const model = lookml?.model ?? ''
  const needsModel = ({ head: tile }: TilePair) =>
    tile?.queries.some(({ explore }) => explores.get(explore)?.length !== 0) ?? false
  const prepare = (dashboard: ComposedDashboard) =>
    kind === 'dashboard_element' ? undrawableTile : toDrawable(dashboard, model)
  const isRedrawn = redrawnCheck({ base, head })
  return {
    head: prepare(head),
    ...(base && { base: prepare(base) }),
    textHash: hashOfText(head, sides?.head),
    modelTiles: new Set(tiles.filter(needsModel)),
    redrawnTiles: allTiles.flatMap(pair => (pair.head && isRedrawn(pair) ? pair.head : [])),
  }
}

/** Returns a function that tells whether the text of a tile changes, but not its queries. */
function redrawnCheck({ base, head }: Definitions): (pair: TilePair) => boolean {
  const queriesOf = (one: Tile | undefined) => JSON.stringify(one?.queries.map(({ body }) => queryKey(body)))
  const [textInBase, textInHead] = [tileTexts(base), tileTexts(head)]
  return ({ base: old, head: tile }) =>
    queriesOf(old) === queriesOf(tile) && textInBase(tile?.id ?? '') !== textInHead(tile?.id ?? '')
}

/** Tiles without a name cannot be told apart in the typed values, so the text of each one contains all of them. */
function tileTexts(dashboard: ComposedDashboard | undefined): (id: string) => string {
  const sources = [...(dashboard?.sources.values() ?? [])]
  const typed = typedElements(sources.flatMap(source => source.values()))
  return id => {
    const element = dashboard?.elementsByName.get(id)
    const name = id.startsWith('#') && !typed.has(id) ? '' : id
    return JSON.stringify([element && withoutPosition(element).parameters, typed.get(name)])
  }
}

const removed: UndrawableDashboard = {
  kind: 'undrawable',
  reason: 'This pull request removes the LookML of the target',
  hint: 'Remove the target if its content is not needed any more.',
}

const undrawableTile: UndrawableDashboard = {
  kind: 'undrawable',
  reason: 'The LookML of this tile or a constant in it changes, and only whole LookML dashboards are drawn',
  hint: 'The query of the tile is checked. To see the picture, add the dashboard to the targets.',
}

export const isChangedText = ({ base, head }: Definitions): boolean =>
  comparableText(base) !== comparableText(head) || typedText(base, head) !== typedText(head, base)

/**
 * Also shows the difference between `No`, which is false for Looker, and `"No"`. Because this takes longer than
 * `comparableText`, texts that both dashboards have are left out.
 */
const typedText = (dashboard: ComposedDashboard | undefined, other?: ComposedDashboard): string =>
  JSON.stringify(
    [...(dashboard?.sources.values() ?? [])]
      .filter(({ text }) => !other?.sources.has(text))
      .flatMap(({ header, values }) => [header, values()].flat().filter(part => part !== '')),
  )

/** Contains everything that the dashboard shows, including the dashboards that it extends. */
const comparableText = (dashboard: ComposedDashboard | undefined): string =>
  JSON.stringify(
    dashboard && [
      dashboard.parameters,
      [...dashboard.elementsByName].map(([name, { parameters }]) => [name, parameters]),
      [...dashboard.filtersByName],
      dashboard.problem,
      // A file that cannot be read as YAML has no parameters.
      Object.keys(dashboard.parameters).length === 0 && dashboard.source.text,
    ],
  ) ?? ''

const hashOfText = (dashboard: ComposedDashboard | undefined, side: SelectionSide | undefined): string =>
  sha256Of(withConstantValues(comparableText(dashboard) + typedText(dashboard), side))

/** Adds the values of the constants in the text. If a value is not known, adds all manifests instead. */
export function withConstantValues(text: string, side: SelectionSide | undefined): string {
  const values = constantsOf(side)
  return JSON.stringify([text, constantsIn(text).map(name => values.get(name) ?? manifestsOf(side))])
}
