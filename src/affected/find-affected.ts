import { isDeepStrictEqual } from 'node:util'
import { oneLine } from '../runtime/text.ts'
import type { ProjectChange } from './changes.ts'
import type { DashboardDefinition } from './dashboard-index.ts'
import type { ElementQuery } from './dashboards.ts'
import { type ExploreChange, type Explores, maxListedChanges } from './explores.ts'
import { wordsIn } from './lookml-blocks.ts'
import type { LookmlProject } from './project.ts'
import { addChanges, type ChangeSet, changesIn, includesChange } from './reach.ts'
import type { Selection, TargetSelection, TileSelection } from './selection.ts'
import { isDashboardFile, type Pause } from './texts.ts'

/** A tile as Looker describes it. */
export interface DescribedTile {
  id?: string
  /** As `model::explore`; undefined if Looker does not tell them. */
  explores?: readonly string[]
}

/** What a target shows. */
export type Content =
  /** A LookML dashboard. `tiles` are Looker's, if the text is not enough; `unknown` if Looker did not tell them. */
  | { kind: 'lookml'; model: string; name: string; tiles?: readonly DescribedTile[] | 'unknown' }
  /** `lookml` is the LookML dashboard that a tile belongs to. */
  | {
      kind: 'dashboard' | 'query'
      tiles: readonly DescribedTile[] | 'unknown'
      lookml?: string
      filters?: readonly string[]
    }

/** `undefined` for a target that is no LookML dashboard. `sales` of `thelook::sales`. */
export function lookmlNameOf(id: string): { model: string; name: string } | undefined {
  const [model, name] = id.split('::')
  return model !== undefined && name !== undefined ? { model, name } : undefined
}

/** Whether the text of both sides is not enough to know what a LookML dashboard shows. */
export function isDashboardIncomplete(change: ProjectChange, model: string, name: string): boolean {
  const isOwn = [change.base, change.head].some(({ project }) => project.models.has(model))
  const sides = [change.base, change.head].map(({ project }) => definitionsFor(project, name))
  return (
    !isOwn ||
    sides.every(side => side.definitions.length === 0) ||
    sides.some(side => side.missing.length > 0)
  )
}

/** Targets that are looked at between two pauses. */
const targetsPerPause = 20

/** The Explores that Looker has to describe before `findAffected` can decide. */
export async function exploresToDescribe(
  contents: readonly Content[],
  explores: Explores,
  pause: Pause,
): Promise<string[]> {
  const shown = new Set<string>()
  for (const [index, content] of contents.entries()) {
    for (const name of usesOf(content, explores).flatMap(use => use.explores)) shown.add(name)
    if (index % targetsPerPause === 0) await pause()
  }
  return [...shown].filter(name => explores.isImported(name))
}

/** Decides which targets, tiles and Explores the change may affect. */
export async function findAffected(
  contents: readonly Content[],
  explores: Explores,
  pause: Pause,
): Promise<Pick<Selection, 'targets' | 'explores'>> {
  const targets: TargetSelection[] = []
  const shown = new Map<string, readonly string[]>()
  for (const [index, content] of contents.entries()) {
    const uses = usesOf(content, explores)
    for (const name of uses.flatMap(use => use.explores))
      if (!shown.has(name)) shown.set(name, reasonsForExplore(name, explores))
    targets.push(explores.change.isAny ? selectTarget(content, uses, explores) : { reasons: [], tiles: [] })
    if (index % targetsPerPause === 0) await pause()
  }
  return { targets, explores: shown }
}

function reasonsForExplore(name: string, explores: Explores): string[] {
  const { words } = explores.change
  const { changes, nearest, others } = explores.changeOf(name)
  return listReasons(
    others,
    nearest.map(number => words[number] ?? ''),
    changesIn(changes),
  )
}

/** Other reasons first, then as many changes as are listReasons, and how many more there are. */
function listReasons(others: readonly string[], changes: readonly string[], count: number): string[] {
  const shown = changes.slice(0, maxListedChanges)
  const more = count - shown.length
  const reasons = [...new Set(others), ...shown].map(reason => oneLine(reason))
  return more > 0 ? [...reasons, `${more} more ${more === 1 ? 'change' : 'changes'}`] : reasons
}

/** Where a target shows something: in a tile, in a filter, or somewhere in a text that cannot be read as YAML. */
interface Use {
  /** Uses of different sides are the same tiles before and after. */
  side: 'before' | 'after' | 'told'
  /** Undefined if it is not a tile. */
  tile?: Pick<TileSelection, 'id' | 'name'>
  explores: readonly string[]
  /** Reasons of the tile's own. */
  reasons: readonly string[]
}

function usesOf(content: Content, explores: Explores): Use[] {
  const tiles = content.tiles === 'unknown' ? [] : (content.tiles ?? [])
  const told = tiles.map(
    ({ id, explores }): Use => ({
      side: 'told',
      tile: id === undefined ? {} : { id },
      explores: explores ?? [],
      reasons: explores ? [] : ['Looker does not tell what one of its tiles shows: it may use anything'],
    }),
  )
  if (content.kind !== 'lookml')
    return [...told, { side: 'told', explores: content.filters ?? [], reasons: [] }]
  // A dashboard of another project may have the name of one of ours by chance: Looker tells what it shows.
  if (!explores.isOwnModel(content.model)) return told
  return [...usesInText(content, 'before', explores), ...usesInText(content, 'after', explores), ...told]
}

interface NamedDefinition extends DashboardDefinition {
  name: string
}

interface DashboardDefinitions {
  /** The dashboard's own, then those that it extends. */
  definitions: readonly NamedDefinition[]
  /** Dashboards that it extends and that no file of the project defines. */
  missing: readonly string[]
}

function definitionsFor({ dashboards }: LookmlProject, start: string): DashboardDefinitions {
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
      explores: element.queries.flatMap(query => fullNameOf(query, model)),
      reasons: [
        ...(isSame ? [] : [ownDefinition]),
        ...(element.queries.every(query => query.explore !== undefined) || composed?.problem !== undefined
          ? []
          : [`its tile ${key} has no Explore: it may use anything`]),
      ],
    }
  })
  const shown = new Set(tiles.flatMap(({ explores }) => explores))
  const others = definitions.flatMap(definition => exploresBeside(definition, model, explores))
  const beside = [...new Set(others)].filter(explore => !shown.has(explore))
  return [...tiles, { side, explores: beside, reasons: [] }]
}

const fullNameOf = ({ model, explore }: ElementQuery, ofDashboard: string): string[] =>
  explore === undefined ? [] : [`${model ?? ofDashboard}::${explore}`]

/** Explores that a text names, apart from those of its elements: those of filters, or all if its YAML cannot be read. */
function exploresBeside(
  { dashboard, text }: DashboardDefinition,
  model: string,
  explores: Explores,
): string[] {
  const keyed = [...text.matchAll(/\bexplore["']?\s*:\s*["']?([\p{L}\p{N}_]+)/gu)].map(
    ([, name = '']) => name,
  )
  if (dashboard) {
    const queries = dashboard.elements.flatMap(element => element.queries)
    const named = new Set(queries.map(({ explore }) => explore))
    const others = keyed.filter(explore => !named.has(explore)).map(explore => `${model}::${explore}`)
    return [...queries.flatMap(query => fullNameOf(query, model)), ...others]
  }
  const words = [...new Set(wordsIn(text))]
  const models = new Set([model, ...words.filter(word => explores.isOwnModel(word))])
  const named = new Set([...words.filter(word => explores.isNamed(word)), ...keyed])
  return [...models].flatMap(one => [...named].map(explore => `${one}::${explore}`))
}

const ownDefinition = 'its own definition in the dashboard'

type LookmlContent = Extract<Content, { kind: 'lookml' }>

function selectTarget(content: Content, uses: readonly Use[], explores: Explores): TargetSelection {
  const { change } = explores
  const used = uses.map(use => ({ ...use, changes: use.explores.map(name => explores.changeOf(name)) }))
  const isOfProject =
    (content.kind === 'lookml' && explores.isOwnModel(content.model)) ||
    content.tiles === 'unknown' ||
    used.some(({ changes }) => changes.some(one => one.isOfProject))
  const name = content.kind === 'lookml' ? content.name : content.lookml
  const others = [
    ...(name === undefined ? [] : reasonsOfDefinition(name, change)),
    ...(content.kind === 'lookml' ? reasonsOfInclusion(content, change) : []),
    ...(content.kind === 'lookml' && isOfProject ? reasonsOfUnreadText(content, change) : []),
    ...(content.tiles === 'unknown'
      ? ['Looker did not tell what this target shows: it may use anything']
      : []),
    ...(isOfProject ? change.everywhere : []),
    ...used.flatMap(use => use.changes.flatMap(({ others }) => others)),
    ...used.flatMap(use => use.reasons.filter(reason => reason !== ownDefinition)),
  ]
  const { nearest, count } = countTiles(used, change)
  const reasons = listReasons(
    others,
    nearest.map(({ words, tiles }) => `${words}, ${usage(content, tiles)}`),
    count,
  )
  return { reasons, ...(content.tiles !== 'unknown' && { tiles: selectTiles(used, change) }) }
}

const usage = ({ kind }: Content, tiles: number): string => {
  if (kind === 'query') return 'used by its query'
  if (tiles === 0) return 'used by this dashboard'
  return tiles === 1 ? 'used by a tile' : `used by ${tiles} tiles`
}

/** The dashboard's own text, and those that it extends. */
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
      text: `${known?.text ?? ''}${path}\n${text.replaceAll('\r\n', '\n').trimEnd()}\n`,
    })
  }
  return texts
}

/** The model may include the dashboard's file now, or no longer. */
function reasonsOfInclusion(
  { model, name }: LookmlContent,
  { base, head, inclusions }: ProjectChange,
): string[] {
  const definitions = [base, head].flatMap(({ project }) => definitionsFor(project, name).definitions)
  const paths = new Map(definitions.map(definition => [definition.path, definition.name]))
  return inclusions
    .filter(one => paths.has(one.path) && (one.model ?? model) === model)
    .map(({ path, words }) => `dashboard ${paths.get(path)} in ${path} (${words})`)
}

/** A dashboard that no file here defines may extend one that does. */
function reasonsOfUnreadText({ name }: LookmlContent, { base, head }: ProjectChange): string[] {
  if ([base, head].some(({ project }) => project.dashboards.definitions(name).length > 0)) return []
  const paths = new Set([...base.project.lookml.keys(), ...head.project.lookml.keys()])
  return [...paths]
    .filter(
      path => isDashboardFile(path) && base.project.versions.get(path) !== head.project.versions.get(path),
    )
    .map(path => `${path}, which may define a dashboard that this one extends`)
}

interface UseWithChanges extends Use {
  changes: readonly ExploreChange[]
}

interface CountedChange {
  words: string
  /** The tiles that may use the changed block, on the side that has more of them. */
  tiles: number
}

/** The nearest changes of all tiles, and how many changes there are in all. */
function countTiles(
  used: readonly UseWithChanges[],
  { words }: ProjectChange,
): { nearest: CountedChange[]; count: number } {
  const all: ChangeSet = new Uint32Array(Math.ceil(words.length / 32))
  for (const { changes } of used) for (const one of changes) addChanges(all, one.changes)
  const nearest = new Set(used.flatMap(({ changes }) => changes.flatMap(one => one.nearest)))
  const counted = [...nearest].slice(0, maxListedChanges).map(number => {
    const tiles = { before: 0, after: 0, told: 0 }
    for (const { side, tile, changes } of used)
      if (tile && changes.some(one => includesChange(one.changes, number))) tiles[side] += 1
    return { words: words[number] ?? '', tiles: Math.max(tiles.before, tiles.after, tiles.told) }
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
