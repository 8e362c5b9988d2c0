import { oneLine } from '../runtime/text.ts'
import { type ExploreChange, type Explores, maxListedChanges } from './affected-explores.ts'
import { blockKey } from './block-order.ts'
import type { ProjectChange } from './changes.ts'
import type { ComposedDashboard } from './compose-dashboards.ts'
import type { LookmlProject } from './project.ts'
import { addChanges, type ChangeSet, changesIn, includesChange } from './reachable-changes.ts'
import {
  type Content,
  type DashboardName,
  dashboardsOfTarget,
  definitionsFor,
  findKnownParts,
  ownDefinition,
  prepareDefinitions,
  type TileIdentity,
  type Use,
  usesOf,
} from './target-uses.ts'
import type { Pause } from './texts.ts'
import { UnseenChanges, type UnseenExploreChange } from './unseen-changes.ts'

/**
 * Finds the targets that changed LookML may affect. A target, tile or Explore is affected if it has at least one
 * reason. Unreadable content is also a reason. This file sends no requests: read-affected.ts and read-texts.ts do.
 */

export interface Selection {
  /** One selection for each given target, in the same order. */
  targets: readonly TargetSelection[]
  /**
   * Maps `model::explore` to the reasons why the change may affect the Explore. Contains every Explore that a target
   * uses before or after the change.
   */
  explores: ReadonlyMap<string, readonly string[]>
  /** Maps affected Explores to the changes of their results that their SQL may not show. */
  unseen: ReadonlyMap<string, readonly UnseenExploreChange[]>
  /** The models of other projects whose Explores in `explores` may use files of this project. */
  importingModels?: ReadonlySet<string>
  /** The LookML of the merge base and of the head. Undefined if no LookML changed, or if reading failed. */
  sides?: { base: SelectionSide; head: SelectionSide }
}

interface TargetSelection {
  reasons: readonly string[]
  /**
   * The tiles that the change may affect. A tile is affected if one of its Explores is affected, or if its own LookML
   * changed. If undefined, any tile may be affected.
   */
  tiles?: readonly TileSelection[]
  /** The target's LookML dashboard, if known. The target may name it by a slug. */
  lookml?: { model: string; name: string }
  /** Whether Looker's description of the tiles may be about other content than that of the merge base. */
  isDoubtful?: true
}

interface TileSelection extends TileIdentity {
  /** The tile's Explores before and after the change, as `model::explore`. Empty if unknown. */
  explores: readonly string[]
  reasons: readonly string[]
}

export interface SelectionSide {
  commit: string
  /** The texts of all LookML files, by path. */
  files: ReadonlyMap<string, string>
  models: ReadonlySet<string>
  /**
   * Returns undefined if no file of the project defines the dashboard, if the model includes none of these files, or if
   * Looker does not show the dashboard (`extension: required`). If a file cannot be read as YAML, `problem` is set, and
   * elements may be missing.
   */
  dashboard(id: { model: string; name: string }): ComposedDashboard | undefined
  /**
   * Whether Looker certainly shows an Explore of this name in the model to users with all rights. If the Explore or a view
   * that it names is imported, the answer may be false, too.
   */
  definesExplore(id: { model: string; name: string }): boolean
}

/** Returns the Explores that Looker has to describe before `findAffected` can decide. */
export async function exploresToDescribe(
  contents: readonly Content[],
  explores: Explores,
  pause: Pause,
): Promise<string[]> {
  const shown = new Set<string>()
  for (const content of contents) {
    for (const { name } of dashboardsOfTarget(content)) await prepareDefinitions(explores.change, name, pause)
    for (const name of usesOf(content, explores).flatMap(use => use.explores)) shown.add(name)
    await pause()
  }
  const missing = new Set<string>()
  for (const name of shown) {
    for (const one of explores.missing(name)) missing.add(one)
    await pause()
  }
  return [...missing]
}

export async function findAffected(
  contents: readonly Content[],
  explores: Explores,
  pause: Pause,
): Promise<Omit<Selection, 'sides'>> {
  const targets: TargetSelection[] = []
  const shown = new Map<string, readonly string[]>()
  for (const content of contents) {
    const uses = usesOf(content, explores)
    for (const name of new Set(uses.flatMap(use => use.explores))) {
      if (shown.has(name)) continue
      shown.set(name, reasonsForExplore(name, explores))
      await pause()
    }
    const used: UseWithChanges[] = []
    for (const use of explores.change.isAny ? uses : []) {
      used.push({ ...use, changes: changesOf(use, explores) })
      await pause()
    }
    targets.push(explores.change.isAny ? selectTarget(content, used, explores) : { reasons: [], tiles: [] })
    await pause()
  }
  const unseen = new Map<string, readonly UnseenExploreChange[]>()
  const unseenChanges = new UnseenChanges(explores)
  for (const [name, reasons] of shown) {
    if (reasons.length > 0) unseen.set(name, unseenChanges.of(name))
    await pause()
  }
  const importing = [...shown.keys()].filter(
    name => !explores.isOwnModel(modelOf(name)) && explores.changeOf(name).isOfProject,
  )
  return { targets, explores: shown, unseen, importingModels: new Set(importing.map(modelOf)) }
}

const modelOf = (fullName: string): string => fullName.split('::')[0] ?? ''

function reasonsForExplore(name: string, explores: Explores): string[] {
  const { words } = explores.change
  const { changes, nearest, others } = explores.changeOf(name)
  return listReasons(
    others,
    nearest.map(number => words[number] ?? ''),
    changesIn(changes),
  )
}

function listReasons(others: readonly string[], changes: readonly string[], count: number): string[] {
  const shown = changes.slice(0, maxListedChanges)
  const more = count - shown.length
  const reasons = [...new Set(others), ...shown].map(reason => oneLine(reason))
  return more > 0 ? [...reasons, `${more} more ${more === 1 ? 'change' : 'changes'}`] : reasons
}

/** Returns the changes of the Explores, constants, number formats, maps and visualizations that a tile or filter uses. */
function changesOf({ side, explores: names, text, dashboard }: Use, explores: Explores): ExploreChange[] {
  const shown = [
    ...names.map(name => explores.changeOf(name)),
    ...(dashboard ? [explores.changeOfSettings(side, dashboard.model)] : []),
    explores.changeOfVisualizations(text, side),
  ]
  // This project's number formats affect only tiles of this project.
  const isOurs = side !== 'described' || shown.some(({ isOfProject }) => isOfProject)
  return isOurs ? [...shown, explores.changeOfText(text, side)] : shown
}

function selectTarget(
  content: Content,
  used: readonly UseWithChanges[],
  explores: Explores,
): TargetSelection {
  const { change } = explores
  const dashboards = dashboardsOfTarget(content)
  const isOfProject =
    dashboards.some(({ model }) => model !== undefined && explores.isOwnModel(model)) ||
    content.tiles === 'unknown' ||
    used.some(({ changes }) => changes.some(one => one.isOfProject))
  const usesLookml = dashboards.length > 0 || used.some(use => use.explores.length > 0)
  const others = [
    ...dashboards.flatMap(({ name }) => reasonsOfDefinition(name, change)),
    ...dashboards.flatMap(({ model }) => (model === undefined ? [] : explores.models.reasonsOf(model))),
    ...dashboards.flatMap(dashboard => reasonsOfInclusion(dashboard, explores)),
    ...dashboards
      .filter(dashboard => isOfProject || isForeign(dashboard, explores))
      .flatMap(dashboard => reasonsOfUnreadText(dashboard, explores)),
    ...(content.tiles === 'unknown'
      ? ['Looker did not describe this target, so any change may affect it']
      : []),
    ...(content.doubts ?? []),
    ...(isOfProject ? change.everywhere : []),
    ...(usesLookml ? change.translations : []),
    ...used.flatMap(use => use.changes.flatMap(({ others }) => others)),
    ...used.flatMap(use => use.reasons.filter(reason => reason !== ownDefinition)),
  ]
  const { nearest, count } = countTiles(used, change)
  const reasons = listReasons(
    others,
    nearest.map(({ words, tiles }) => `${words}, ${usage(content, tiles)}`),
    count,
  )
  const { model, name } = dashboards[0] ?? {}
  return {
    reasons,
    ...(content.tiles !== 'unknown' && { tiles: selectTiles(used, change) }),
    ...(model !== undefined && name !== undefined && { lookml: { model, name } }),
    ...(content.doubts && content.doubts.length > 0 && { isDoubtful: true as const }),
  }
}

/** Whether the dashboard belongs to a model of another project. */
const isForeign = ({ model }: DashboardName, explores: Explores) =>
  model !== undefined && !explores.isOwnModel(model)

const usage = ({ kind }: Content, tiles: number): string => {
  if (kind === 'query') return 'used by its query'
  if (tiles === 0) return 'used by this dashboard'
  return tiles === 1 ? 'used by a tile' : `used by ${tiles} tiles`
}

/** Returns a reason for each changed definition of the dashboard, and of the dashboards that it extends. */
function reasonsOfDefinition(name: string, { base, head }: ProjectChange): string[] {
  const [before, after] = [base, head].map(({ project }) => textsByName(project, name))
  const names = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])
  return [...names].flatMap(one => {
    const [was, is] = [before?.get(one), after?.get(one)]
    if (was?.text === is?.text) return []
    const what = one === name ? 'which defines this dashboard' : 'which this dashboard extends'
    return [`dashboard ${one} in ${is?.path ?? was?.path}, ${what}`]
  })
}

function textsByName(project: LookmlProject, start: string): Map<string, { path: string; text: string }> {
  const texts = new Map<string, { path: string; text: string }>()
  for (const { name, path, text } of definitionsFor(project, start).definitions) {
    const known = texts.get(name)
    texts.set(name, {
      path,
      text: `${known?.text ?? ''}${path}\n${withoutEmptyEnd(text.replaceAll('\r\n', '\n'))}\n`,
    })
  }
  return texts
}

/** Keeps other white space, such as a no-break space, because it belongs to a value in YAML. */
function withoutEmptyEnd(text: string): string {
  let end = text.length
  while (text[end - 1] === '\n' || text[end - 1] === ' ') end -= 1
  return text.slice(0, end)
}

/**
 * Returns a reason for each file with a definition of the dashboard, if the model now includes the file differently. A
 * dashboard of another project may extend any dashboard of this project.
 */
function reasonsOfInclusion(dashboard: DashboardName, explores: Explores): string[] {
  const { base, head, patterns } = explores.change
  const { name } = dashboard
  const definitions = [base, head].flatMap(({ project }) => definitionsFor(project, name).definitions)
  if (isForeign(dashboard, explores)) {
    const isIncluded = definitions.length > 0 || explores.models.includesDashboards()
    return isIncluded ? [...patterns.keys()].map(path => `${path}, which includes other files`) : []
  }
  const model = dashboard.model === undefined ? undefined : explores.models.ownNameOf(dashboard.model)
  const reasons = definitions.flatMap(({ name, path }) =>
    explores.models
      .inclusionsOf(path)
      .filter(one => (one.model ?? model) === (model ?? one.model))
      .filter(({ names }) => !names || names.has(blockKey('dashboard', name)))
      .map(({ words }) => `dashboard ${name} in ${path} (${words})`),
  )
  return [...new Set(reasons)]
}

/**
 * If another project defines the given dashboard, or a dashboard that it extends, returns a reason for each changed
 * dashboard file and for each file that could not be read. The action does not read the other project. Its definition
 * may extend a dashboard in these files.
 */
function reasonsOfUnreadText(dashboard: DashboardName, { change, models }: Explores): string[] {
  const sides = [change.base, change.head].map(({ project }) => findKnownParts(project, dashboard))
  if (sides.some(({ isDefined }) => isDefined) && sides.every(({ missing }) => missing.length === 0))
    return []
  const changed = models
    .dashboardFiles()
    .map(path => `${path}, which may define a dashboard that this dashboard extends`)
  return [...changed, ...change.everywhere]
}

interface UseWithChanges extends Use {
  changes: readonly ExploreChange[]
}

interface CountedChange {
  words: string
  /**
   * The number of tiles that may use the changed block: the larger one of the numbers before and after the change.
   */
  tiles: number
}

/** Counts the tiles that use each of the nearest changes. `count` also includes the changes that are not listed. */
function countTiles(
  used: readonly UseWithChanges[],
  { words }: ProjectChange,
): { nearest: CountedChange[]; count: number } {
  const all: ChangeSet = new Uint32Array(Math.ceil(words.length / 32))
  for (const { changes } of used) for (const one of changes) addChanges(all, one.changes)
  const nearest = new Set(used.flatMap(({ changes }) => changes.flatMap(one => one.nearest)))
  const counted = [...nearest].slice(0, maxListedChanges).map(number => {
    const tiles = { before: 0, after: 0, described: 0 }
    for (const { side, tile, changes } of used)
      if (tile && changes.some(one => includesChange(one.changes, number))) tiles[side] += 1
    return { words: words[number] ?? '', tiles: Math.max(tiles.before, tiles.after, tiles.described) }
  })
  return { nearest: counted, count: changesIn(all) }
}

function selectTiles(used: readonly UseWithChanges[], change: ProjectChange): TileSelection[] {
  const selected = new Map<string, TileSelection>()
  for (const [index, use] of used.entries()) {
    const { tile, explores, reasons, changes } = use
    if (!tile) continue
    const { nearest, count } = countTiles([use], change)
    const others = [...reasons, ...changes.flatMap(one => one.others)]
    const own = listReasons(
      others,
      nearest.map(({ words }) => words),
      count,
    )
    if (own.length === 0) continue
    const key = tile.id ?? tile.name ?? `#${index}`
    const known = selected.get(key)
    selected.set(key, {
      ...tile,
      explores: [...new Set([...(known?.explores ?? []), ...explores])],
      reasons: [...new Set([...(known?.reasons ?? []), ...own])],
    })
  }
  return [...selected.values()]
}
