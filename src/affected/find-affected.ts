import { isDeepStrictEqual } from 'node:util'
import { oneLine } from '../runtime/text.ts'
import type { ProjectChange } from './changes.ts'
import type { DashboardDefinition } from './dashboard-index.ts'
import type { ElementQuery } from './dashboards.ts'
import { type DescribedExplores, type ExploreChange, Explores } from './explores.ts'
import { wordsIn } from './lookml-blocks.ts'
import type { Project } from './project.ts'
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

/** The Explores that Looker has to describe before `findAffected` can decide. */
export function exploresToDescribe(contents: readonly Content[], change: ProjectChange): string[] {
  const explores = new Explores(change, new Map())
  const shown = contents.flatMap(content =>
    usesOf(content, change, explores).flatMap(use => use.explores ?? []),
  )
  return [...new Set(shown)].filter(name => explores.isImported(name))
}

/** Decides which targets, tiles and Explores the change may affect. */
export async function findAffected(
  contents: readonly Content[],
  change: ProjectChange,
  described: DescribedExplores,
  pause: Pause,
): Promise<Pick<Selection, 'targets' | 'explores'>> {
  const explores = new Explores(change, described)
  const targets: TargetSelection[] = []
  const shown = new Map<string, readonly string[]>()
  for (const content of contents) {
    const uses = usesOf(content, change, explores)
    for (const name of uses.flatMap(use => use.explores ?? []))
      shown.set(name, reasonsForExplore(name, explores))
    targets.push(change.isAny ? selectTarget(content, uses, change, explores) : { reasons: [], tiles: [] })
    await pause()
  }
  return { targets, explores: shown }
}

const reasonsForExplore = (name: string, explores: Explores): string[] => {
  const { blocks, others } = explores.changeOf(name)
  return limit([...others, ...blocks])
}

/** So many reasons are listed. */
const maxReasons = 10

function limit(reasons: readonly string[]): string[] {
  const all = [...new Set(reasons.map(reason => oneLine(reason)))]
  const more = all.length - maxReasons
  return more > 1 ? [...all.slice(0, maxReasons), `${more} more changes`] : all
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

function usesOf(content: Content, change: ProjectChange, explores: Explores): Use[] {
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
  return [
    ...usesInText(content, 'before', change, explores),
    ...usesInText(content, 'after', change, explores),
    ...told,
  ]
}

interface NamedDefinition extends DashboardDefinition {
  name: string
}

interface Definitions {
  /** The dashboard's own, then those that it extends. */
  definitions: readonly NamedDefinition[]
  /** Dashboards that it extends and that no file of the project defines. */
  missing: readonly string[]
}

function definitionsFor({ dashboards }: Project, start: string): Definitions {
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

function usesInText(
  { model, name }: LookmlContent,
  side: 'before' | 'after',
  { base, head }: ProjectChange,
  explores: Explores,
): Use[] {
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

function selectTarget(
  content: Content,
  uses: readonly Use[],
  change: ProjectChange,
  explores: Explores,
): TargetSelection {
  const used = uses.map(use => ({ ...use, changes: use.explores.map(name => explores.changeOf(name)) }))
  const isOfProject =
    (content.kind === 'lookml' && explores.isOwnModel(content.model)) ||
    content.tiles === 'unknown' ||
    used.some(({ changes }) => changes.some(one => one.isOfProject))
  const name = content.kind === 'lookml' ? content.name : content.lookml
  const reasons = [
    ...(name === undefined ? [] : reasonsOfDefinition(name, change)),
    ...(content.kind === 'lookml' ? reasonsOfInclusion(content, change) : []),
    ...(content.kind === 'lookml' && isOfProject ? reasonsOfUnreadText(content, change) : []),
    ...(content.tiles === 'unknown'
      ? ['Looker did not tell what this target shows: it may use anything']
      : []),
    ...(isOfProject ? change.everywhere : []),
    ...used.flatMap(use => use.changes.flatMap(({ others }) => others)),
    ...used.flatMap(use => use.reasons.filter(reason => reason !== ownDefinition)),
    ...blockReasons(used, content.kind),
  ]
  return { reasons: limit(reasons), ...(content.tiles !== 'unknown' && { tiles: selectTiles(used) }) }
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

function textsByName(project: Project, start: string): Map<string, { path: string; text: string }> {
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

/** Each changed block with the number of tiles that use it, on the side that has more of them. */
function blockReasons(used: readonly UseWithChanges[], kind: Content['kind']): string[] {
  const counts = new Map<string, Record<Use['side'], number>>()
  for (const { side, tile, changes } of used)
    for (const block of new Set(changes.flatMap(({ blocks }) => blocks))) {
      const count = counts.get(block) ?? { before: 0, after: 0, told: 0 }
      count[side] += tile ? 1 : 0
      counts.set(block, count)
    }
  return [...counts].map(([block, { before, after, told }]) => {
    if (kind === 'query') return `${block}, used by its query`
    const tiles = Math.max(before, after, told)
    if (tiles === 0) return `${block}, used by this dashboard`
    return `${block}, used by ${tiles === 1 ? 'a tile' : `${tiles} tiles`}`
  })
}

function selectTiles(used: readonly UseWithChanges[]): TileSelection[] {
  const selected = new Map<string, TileSelection>()
  for (const [index, { tile, explores, reasons, changes }] of used.entries()) {
    const own = limit([...reasons, ...changes.flatMap(({ others, blocks }) => [...others, ...blocks])])
    if (!tile || own.length === 0) continue
    const key = tile.id ?? tile.name ?? `#${index}`
    const known = selected.get(key)
    selected.set(key, {
      ...tile,
      explores: [...new Set([...(known?.explores ?? []), ...explores])],
      reasons: limit([...(known?.reasons ?? []), ...own]),
    })
  }
  return [...selected.values()]
}
