import { isShared, type PlacedBlock } from './block-graph.ts'
import type { InclusionReading } from './includes.ts'
import type { BothSides, LookmlProject } from './project.ts'
import { findReach, type Reach } from './reachable-changes.ts'
import { isDashboardFile, isLookml, isNeverNamed } from './texts.ts'

export interface ProjectChange {
  base: ChangedSide
  head: ChangedSide
  /**
   * Descriptions of the changed blocks: "view orders in views/orders.view.lkml". A change's number is its index in this
   * list.
   */
  words: readonly string[]
  /** Files whose inclusion in a model has changed. */
  inclusions: readonly ChangedInclusion[]
  /** By file: the `include` patterns that only one side has. */
  patterns: ReadonlyMap<string, readonly string[]>
  /** Reasons that apply to every target with any content of this project. */
  everywhere: readonly string[]
  /** Whether anything changed that a picture may show. Comments do not count, for example. */
  isAny: boolean
}

export interface ChangedSide {
  project: LookmlProject
  reach: Reach
}

type ChangedBlocks = Map<number, string>

export function compareProjects(...sides: BothSides): ProjectChange {
  const [base, head] = sides
  const paths = changedPaths(sides)
  const others = paths.filter(path => !isLookml(path))
  const changed: [ChangedBlocks, ChangedBlocks] = [new Map(), new Map()]
  for (const path of paths) noteChangedBlocks(path, sides, changed)
  const patterns = changedPatterns(sides)
  const inclusions = changedInclusions(patterns, sides)
  for (const [index, project] of sides.entries()) {
    const own = changed[index] as ChangedBlocks
    noteInclusions(inclusions, project, own)
    noteNamingBlocks(others, project, own)
  }
  const isAny =
    paths.some(path => isDashboardFile(path) || sides.some(({ unread }) => unread.has(path))) ||
    patterns.size > 0 ||
    changed.some(({ size }) => size > 0) ||
    others.some(path => isTranslation(path) || isFolderLink(path, sides)) ||
    (others.some(path => !isNeverNamed(path)) && sides.some(({ unread }) => unread.size > 0))
  const words = [...new Set(changed.flatMap(own => [...own.values()]))]
  const numbers = new Map(words.map((text, number) => [text, number]))
  const toSide = (project: LookmlProject, own: ChangedBlocks): ChangedSide => {
    const byBlock = new Map([...own].map(([block, text]) => [block, numbers.get(text) ?? 0]))
    return { project, reach: findReach(project.graph, byBlock, words.length) }
  }
  return {
    base: toSide(base, changed[0]),
    head: toSide(head, changed[1]),
    words,
    inclusions,
    patterns,
    everywhere: isAny ? reasonsEverywhere(paths, sides) : [],
    isAny,
  }
}

function changedPaths([base, head]: BothSides): string[] {
  const all = new Set([...base.versions.keys(), ...head.versions.keys()])
  return [...all].filter(path => base.versions.get(path) !== head.versions.get(path)).sort()
}

/** Compares all blocks with the same kind and name in a file together, in their order. */
function noteChangedBlocks(
  path: string,
  sides: BothSides,
  changed: readonly [ChangedBlocks, ChangedBlocks],
): void {
  const [before, after] = [groupsIn(path, sides[0]), groupsIn(path, sides[1])]
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const groups = [before.get(key), after.get(key)]
    if (groups[0]?.tokens.join('\0') === groups[1]?.tokens.join('\0')) continue
    for (const [index, group] of groups.entries())
      for (const place of group?.places ?? [])
        changed[index]?.set(place, describe(sides[index]?.blocks[place]))
  }
}

interface Group {
  places: number[]
  tokens: string[]
}

function groupsIn(path: string, { blocks, blocksByPath }: LookmlProject): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const index of blocksByPath.get(path) ?? []) {
    const block = blocks[index]
    if (!block || block.kind === 'include' || block.kind === 'test') continue
    const key = `${block.kind} ${block.name}`
    const group = groups.get(key) ?? { places: [], tokens: [] }
    group.places.push(index)
    group.tokens.push(block.tokens)
    groups.set(key, group)
  }
  return groups
}

/** Describes a block for people: "view +orders in refinements/orders.view.lkml". */
function describe(block: PlacedBlock | undefined): string {
  if (!block) return ''
  const { kind, name, isRefinement, path, isWholeFile } = block
  if (isWholeFile) return path
  const named = name === '' ? kind : `${kind} ${isRefinement ? '+' : ''}${name}`
  return `${named} in ${path}`
}

function noteInclusions(
  inclusions: readonly ChangedInclusion[],
  { blocks, blocksByPath }: LookmlProject,
  changed: ChangedBlocks,
): void {
  for (const { path, words, names } of inclusions)
    for (const index of blocksByPath.get(path) ?? []) {
      const block = blocks[index]
      const isHere = !names || names.has(`${block?.kind} ${block?.name}`)
      if (isHere && !changed.has(index)) changed.set(index, `${describe(block)} (${words})`)
    }
}

/** Counts blocks as changed if they name a changed file that is not LookML, such as a map or a visualization. */
function noteNamingBlocks(paths: readonly string[], project: LookmlProject, changed: ChangedBlocks): void {
  if (paths.length === 0) return
  const named = new Map(paths.flatMap(path => namesOfFile(path).map(name => [name, path])))
  for (const [index, block] of project.blocks.entries()) {
    const path = block.isWholeFile
      ? paths.find(one => mayMention(block.tokens, one))
      : block.strings.flatMap(text => fileNamedBy(text, named, project) ?? [])[0]
    if (path !== undefined && !changed.has(index)) changed.set(index, `${path}, named by ${describe(block)}`)
  }
}

/** Returns the file name in lower case, with and without its extensions. */
function namesOfFile(path: string): string[] {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return [name, name.replace(/(?<=.)\..*$/, ''), name.replace(/(?<=.)\.[^.]*$/, '')]
}

/** Finds the changed file that a text names. A constant with an unknown value may name any file. */
function fileNamedBy(
  text: string,
  named: ReadonlyMap<string, string>,
  { graph }: LookmlProject,
): string | undefined {
  const readings = graph.constants.readings(text)
  if (!readings) return [...named.values()].find(path => !isNeverNamed(path))
  return readings
    .flatMap(reading => [reading, decodePercent(reading.replace(/[?#].*/s, ''))])
    .flatMap(reading => named.get(reading.split(/[\\/]/).at(-1)?.toLowerCase() ?? '') ?? [])[0]
}

/** Decodes `file:` values that have the form of a URL: `maps/us%20states.topojson?version=2`. */
const decodePercent = (text: string): string =>
  text.replace(/(?:%[\da-f]{2})+/gi, codes => Buffer.from(codes.replaceAll('%', ''), 'hex').toString())

function mayMention(text: string, path: string): boolean {
  const known = decodePercent(text).toLowerCase()
  return namesOfFile(path).some(name => known.includes(name)) || (text.includes('@{') && !isNeverNamed(path))
}

/** https://cloud.google.com/looker/docs/model-localization */
const isTranslation = (path: string) => /\.strings\.json$/i.test(path)

const isFolderLink = (path: string, sides: BothSides) =>
  sides.some(({ folderLinks }) => folderLinks.has(path))

function reasonsEverywhere(paths: readonly string[], sides: BothSides): string[] {
  const reasons: string[] = []
  for (const { unread } of sides)
    for (const [path, why] of unread)
      reasons.push(`${path} could not be read (${why}) and may contain anything`)
  for (const path of paths) {
    const why = sides.flatMap(({ uncut }) => uncut.get(path) ?? [])[0]
    if (why !== undefined) reasons.push(`${path} could not be read (${why}) and may change anything`)
    else if (isTranslation(path)) reasons.push(`${path}, which may change every label`)
    else if (isFolderLink(path, sides))
      reasons.push(`${path} is a link, behind which anything may have changed`)
  }
  return [...new Set(reasons)]
}

/** Blocks that are no statements. A model's label appears only in menus, and a test in no picture. */
const nonStatementKinds = new Set(['view', 'explore', 'include', 'test', 'label'])

/**
 * Whether the block is a statement at the top of a file. It affects every Explore of the models that include the file.
 */
export const isStatement = (block: PlacedBlock): boolean =>
  !block.isWholeFile && !isShared(block) && !nonStatementKinds.has(block.kind)

/** Whether the file is the project's manifest, or Looker's lock file for imported projects. */
export const isManifest = (path: string): boolean =>
  /(?:^|\/)(?:manifest|\w+_lock)\.(?:lkml|lookml)$/i.test(path)

interface ChangedInclusion {
  path: string
  /** Undefined if any model may be meant. */
  model?: string
  /** For people: "now included by the model thelook". */
  words: string
  /** If set, only blocks with these kinds and names count: "view orders". */
  names?: ReadonlySet<string>
}

/** With more work than this, every included file counts as changed. */
const maxWork = 20_000_000

/**
 * Returns the files that enter or leave a model because an `include` changed. Ignores changed text. A file may be
 * affected only if a changed pattern leads to it, unless the model certainly includes it on both sides.
 */
function changedInclusions(
  patterns: ReadonlyMap<string, readonly string[]>,
  sides: BothSides,
): ChangedInclusion[] {
  if (patterns.size === 0) return []
  const [base, head] = sides
  const reached = filesReachedBy(patterns, sides)
  const models = [...base.models.keys()].filter(model => head.models.has(model))
  const isTooMuch = models.length * (base.lookml.size + head.lookml.size) > maxWork
  if (isTooMuch) return [...reached].map(path => ({ path, words: 'perhaps included in another way' }))
  return models.flatMap(model => {
    const possible = uniteSets(filesOf(model, base, 'possible'), filesOf(model, head, 'possible'))
    if (![...patterns.keys()].some(path => possible.has(path))) return []
    const before = filesOf(model, base, 'certain')
    const after = filesOf(model, head, 'certain')
    const entered = [...reached]
      .filter(path => possible.has(path) && !(before.has(path) && after.has(path)))
      .map(path => ({ path, model, words: wordsFor(model, before.has(path), after.has(path)) }))
    return [...entered, ...reorderedFiles(model, sides)]
  })
}

function wordsFor(model: string, isBefore: boolean, isAfter: boolean): string {
  if (isAfter) return `now included by the model ${model}`
  return isBefore
    ? `no longer included by the model ${model}`
    : `included in another way by the model ${model}`
}

/**
 * Returns the `include` patterns that only one side has, by file. If shared patterns change their order, all patterns
 * count as changed.
 */
function changedPatterns([base, head]: BothSides): Map<string, readonly string[]> {
  const changed = new Map<string, readonly string[]>()
  for (const path of new Set([...base.blocksByPath.keys(), ...head.blocksByPath.keys()])) {
    const before = base.patternsIn(path)
    const after = head.patternsIn(path)
    if (before.join('\n') === after.join('\n')) continue
    const different = [
      ...before.filter(pattern => !after.includes(pattern)),
      ...after.filter(pattern => !before.includes(pattern)),
    ]
    changed.set(path, different.length > 0 && isSameOrder(before, after) ? different : [...before, ...after])
  }
  return changed
}

function isSameOrder(before: readonly string[], after: readonly string[]): boolean {
  const shared = (list: readonly string[], other: readonly string[]) =>
    list.filter(item => other.includes(item)).join('\n')
  return shared(before, after) === shared(after, before)
}

function filesReachedBy(patterns: ReadonlyMap<string, readonly string[]>, sides: BothSides): Set<string> {
  const reached = new Set<string>()
  for (const { includes, patternsIn } of sides) {
    const starts = [...patterns].flatMap(([path, own]) =>
      patternsIn(path)
        .filter(pattern => own.includes(pattern))
        .flatMap(pattern => includes.matches(pattern, path, 'possible')),
    )
    for (const path of includes.from(starts, 'possible')) reached.add(path)
  }
  return reached
}

export const filesOf = (
  model: string,
  project: LookmlProject,
  reading: InclusionReading,
): ReadonlySet<string> => project.includes.from(project.models.get(model) ?? [], reading)

const uniteSets = (...sets: readonly ReadonlySet<string>[]) => new Set(sets.flatMap(set => [...set]))

/**
 * Returns the files whose order of inclusion changed. If several blocks have the same name, the last included block
 * decides. It is not documented whether Looker reads included files before or after the file's own blocks, so both
 * orders are compared.
 */
function reorderedFiles(model: string, sides: BothSides): ChangedInclusion[] {
  const [before, after] = sides.map(project => ordersOf(model, project)) as [Order[], Order[]]
  const names = new Set<string>()
  for (const [index, order] of before.entries()) {
    const other = after[index] ?? new Map()
    for (const [name, paths] of order) {
      const then = other.get(name) ?? []
      if (paths.length > 1 && commonItems(paths, then) !== commonItems(then, paths)) names.add(name)
    }
  }
  const paths = new Set(
    [...before, ...after].flatMap(order => [...names].flatMap(name => order.get(name) ?? [])),
  )
  const words = `in another order of inclusion in the model ${model}`
  return [...paths].map(path => ({ path, model, words, names }))
}

/** By name: the files that have a block with the name, in the order of inclusion. */
type Order = ReadonlyMap<string, readonly string[]>

function ordersOf(model: string, project: LookmlProject): Order[] {
  const starts = project.models.get(model) ?? []
  return (['certain', 'possible'] as const).flatMap(reading =>
    [project.includes.from(starts, reading), project.includes.innermostFirst(starts, reading)].map(files =>
      namesInOrder(files, project),
    ),
  )
}

function namesInOrder(files: ReadonlySet<string>, { blocks, blocksByPath }: LookmlProject): Order {
  const order = new Map<string, string[]>()
  for (const path of files)
    for (const index of blocksByPath.get(path) ?? []) {
      const block = blocks[index]
      if (block?.kind !== 'view' && block?.kind !== 'explore') continue
      const key = `${block.kind} ${block.name}`
      const paths = order.get(key)
      if (!paths) order.set(key, [path])
      else if (paths.at(-1) !== path) paths.push(path)
    }
  return order
}

const commonItems = (list: readonly string[], other: readonly string[]) =>
  list.filter(item => other.includes(item)).join('\n')

/** A LookML dashboard that the head defines and the merge base does not. */
interface AddedDashboard {
  name: string
  title?: string
}

/**
 * Returns the dashboards that the head adds to a model. Reads only changed files. If it is uncertain which model
 * includes a file, its dashboards count for each possible model.
 */
export function addedDashboards([base, head]: BothSides, model: string): AddedDashboard[] {
  const paths = [...head.lookml.keys()].filter(
    path => isDashboardFile(path) && head.versions.get(path) !== base.versions.get(path),
  )
  const added = paths
    .filter(path => isIncluded(path, model, head))
    .flatMap(path => head.dashboards.definedIn(path))
    .filter(({ name }) => base.dashboards.definitions(name).length === 0)
  return added.map(({ name, parameters: { title } }) => ({
    name,
    ...(typeof title === 'string' && title !== '' && { title }),
  }))
}

function isIncluded(path: string, model: string, project: LookmlProject): boolean {
  const includedBy = (name: string, reading: InclusionReading) => filesOf(name, project, reading).has(path)
  if (includedBy(model, 'certain')) return true
  return (
    includedBy(model, 'possible') && ![...project.models.keys()].some(name => includedBy(name, 'certain'))
  )
}
