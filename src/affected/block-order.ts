import { type InclusionReading, isImport } from './includes.ts'
import type { LookmlBlock } from './lookml-block.ts'
import type { BothSides, LookmlProject } from './project.ts'

/* The order in which a model reads the blocks of its files. The last block with a name takes precedence. */

/** Maps a `blockKey` to the files with such a block, in the order of inclusion. */
type Order = ReadonlyMap<string, readonly string[]>

export interface ModelOrder {
  /** The orders that Looker may use. Both sides of a change list them in the same order. */
  orders: readonly Order[]
  /** The keys in the order of the text, with the includes of other projects, for each `InclusionReading`. */
  inPlace: readonly (readonly KeyInFile[])[]
}

export function orderOf(model: string, project: LookmlProject): ModelOrder {
  const starts = project.models.get(model) ?? []
  const readings = (['certain', 'possible'] as const).map(reading => {
    const inPlace = [...keysInPlace(starts, reading, project)]
    const orders = [
      keysInFiles(project.includes.from(starts, reading), project),
      keysInFiles(project.includes.innermostFirst(starts, reading), project),
      inPlace,
    ].map(namesInOrder)
    return { orders, inPlace }
  })
  return { orders: readings.flatMap(({ orders }) => orders), inPlace: readings.map(one => one.inPlace) }
}

interface KeyInFile {
  key: string
  path: string
  /** Whether the key is not a block's key, but the pattern of an `include` of another project. */
  isMarker?: boolean
}

function* keysInFiles(files: ReadonlySet<string>, project: LookmlProject): Generator<KeyInFile> {
  for (const path of files) for (const key of keysIn(path, project)) yield { key, path }
}

/**
 * Puts the text of each file in the place of the first `include` that matches the file. Yields the keys of all blocks
 * in the resulting order.
 */
function* keysInPlace(
  starts: readonly string[],
  reading: InclusionReading,
  project: LookmlProject,
): Generator<KeyInFile> {
  const seen = new Set<string>()
  const all = [...project.blocksByPath.keys()]
  // The next position in each list of files. If the loop returns to a list, it continues at this position, as in
  // `Includes`.
  const positions = new Map<readonly string[], number>()
  const open: (readonly string[] | KeyInFile)[] = [starts]
  for (let next = open.pop(); next; next = open.pop()) {
    if ('key' in next) {
      yield next
      continue
    }
    let position = positions.get(next) ?? 0
    while (position < next.length && seen.has(next[position] ?? '')) position += 1
    positions.set(next, position)
    const path = next[position]
    if (path === undefined) continue
    seen.add(path)
    const parts =
      project.uncut.has(path) && reading !== 'certain' ? [all] : statementParts(path, reading, project)
    open.push(next, ...parts.reverse())
  }
}

/** Returns the blocks of a file, and the lists of files that it includes, in the order of the text. */
function statementParts(
  path: string,
  reading: InclusionReading,
  project: LookmlProject,
): (readonly string[] | KeyInFile)[] {
  const parts = statementsOf(path, project).flatMap((statement): (readonly string[] | KeyInFile)[] => {
    if ('key' in statement) return [{ key: statement.key, path }]
    const patterns = project.patternsOf(statement.include)
    return patterns.flatMap((pattern): (readonly string[] | KeyInFile)[] => {
      const matches = project.includes.matches(pattern, path, reading)
      return isImport(pattern) ? [{ key: pattern, path, isMarker: true }, matches] : [matches]
    })
  })
  const names = project.dashboards.namesIn(path)
  return [...parts, ...names.map(name => ({ key: blockKey('dashboard', name), path }))]
}

function namesInOrder(keys: Iterable<KeyInFile>): Order {
  const order = new Map<string, string[]>()
  for (const { key, path, isMarker } of keys) {
    const paths = order.get(key)
    if (isMarker) continue
    if (!paths) order.set(key, [path])
    else if (paths.at(-1) !== path) paths.push(path)
  }
  return order
}

export function keysIn(path: string, project: LookmlProject): string[] {
  const { blocks, blocksByPath, dashboards } = project
  const keys = (blocksByPath.get(path) ?? []).flatMap(index => keysWithOrder(blocks[index], project))
  return [...keys, ...dashboards.namesIn(path).map(name => blockKey('dashboard', name))]
}

/** Returns the keys for which several files have refinements, or several files have definitions. */
export function repeatedKeys(project: LookmlProject): Set<string> {
  const files = new Map<string, string>()
  const repeated = new Set<string>()
  const note = (key: string, path: string, isRefinement: boolean) => {
    const id = `${isRefinement} ${key}`
    if ((files.get(id) ?? path) !== path) repeated.add(key)
    files.set(id, path)
  }
  for (const block of project.blocks)
    for (const key of keysWithOrder(block, project)) note(key, block.path, block.isRefinement)
  for (const path of project.lookml.keys())
    for (const name of project.dashboards.namesIn(path)) note(blockKey('dashboard', name), path, false)
  return repeated
}

export interface Refinements {
  /** The keys of the refined views and Explores, by file. */
  keysByPath: ReadonlyMap<string, ReadonlySet<string>>
  /** The files that may refine anything: they could not be split into blocks, or the value of a constant is unknown. */
  ofAny: ReadonlySet<string>
}

export function refinementsIn(sides: BothSides): Refinements {
  const keysByPath = new Map<string, Set<string>>()
  const ofAny = new Set<string>()
  for (const project of sides)
    for (const block of project.blocks) {
      const { name, path, isRefinement, isWholeFile, tokens } = block
      if (isWholeFile ? !refinementHeader.test(tokens) : !isRefinement) continue
      if (isWholeFile || project.graph.constants.readings(name) === undefined) ofAny.add(path)
      const keys = keysByPath.get(path) ?? new Set()
      for (const key of keysWithOrder(block, project)) keys.add(key)
      keysByPath.set(path, keys)
    }
  return { keysByPath, ofAny }
}

/** Matches the start of a refinement's name in a file that could not be split into blocks: `view: +orders`. */
const refinementHeader = /\b(?:view|explore)["']?\s{0,99}:{1,9}\s{0,99}["']?\+/

/** Blocks with the same key may overwrite each other. Names that differ only in letter case have the same key. */
export const blockKey = (kind: string, name: string) => `${kind} ${name.toLowerCase()}`

/** Returns the block's key. If its name has a constant that several manifests define, returns a key for each value. */
export const blockKeys = ({ kind, name }: LookmlBlock, { graph }: LookmlProject): string[] =>
  (graph.constants.readings(name) ?? [name]).map(reading => blockKey(kind, reading))

const keysWithOrder = (block: LookmlBlock | undefined, project: LookmlProject): string[] =>
  block && !kindsWithoutOrder.has(block.kind) ? blockKeys(block, project) : []

/** Kinds of blocks whose order does not matter. `keysIn` adds dashboards separately. */
const kindsWithoutOrder = new Set(['include', 'test', 'dashboard'])

/**
 * Returns the keys of the blocks that moved from one side of a common `include` of another project to the other, by
 * file. The other project may define blocks with the same names.
 */
export function movedAcrossImports(base: ModelOrder, head: ModelOrder): Map<string, Set<string>> {
  const moved = new Map<string, Set<string>>()
  for (const [index, before] of base.inPlace.entries()) {
    const after = head.inPlace[index] ?? []
    const earlier = importsBefore(before, after)
    for (const [id, { path, key, counts }] of importsBefore(after, before))
      if (earlier.has(id) && earlier.get(id)?.counts.join() !== counts.join())
        moved.set(path, (moved.get(path) ?? new Set()).add(key))
  }
  return moved
}

interface CountedKey extends KeyInFile {
  /** The number of different common imports before each block with the key. */
  counts: number[]
}

function importsBefore(own: readonly KeyInFile[], other: readonly KeyInFile[]): Map<string, CountedKey> {
  const common = new Set(other.flatMap(({ key, isMarker }) => (isMarker ? [key] : [])))
  const counted = new Map<string, CountedKey>()
  // Only the first of several equal imports includes the files.
  const seen = new Set<string>()
  for (const { key, path, isMarker } of own) {
    if (isMarker) {
      if (common.has(key)) seen.add(key)
      continue
    }
    const id = `${path}\n${key}`
    const known = counted.get(id) ?? { key, path, counts: [] }
    known.counts.push(seen.size)
    counted.set(id, known)
  }
  return counted
}

/** The key of a block, an `include` pattern, or an included file. */
export type Statement = { key: string } | { include: string; file?: string }

export const statementsOf = (path: string, project: LookmlProject): Statement[] =>
  (project.blocksByPath.get(path) ?? []).flatMap((index): Statement[] => {
    const block = project.blocks[index]
    return block?.kind === 'include'
      ? block.strings.map(include => ({ include }))
      : keysWithOrder(block, project).map(key => ({ key }))
  })
