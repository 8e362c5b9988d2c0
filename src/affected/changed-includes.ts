import { isDeepStrictEqual } from 'node:util'
import { addAll, addToList } from '../runtime/lists.ts'
import {
  keysIn,
  type ModelOrder,
  movedAcrossImports,
  orderOf,
  type Refinements,
  refinementsIn,
  repeatedKeys,
  type Statement,
  statementsOf,
} from './block-order.ts'
import { type InclusionReading, isImport } from './includes.ts'
import type { BothSides, LookmlProject } from './project.ts'
import type { Pause } from './texts.ts'

export interface ChangedInclusion {
  path: string
  /** The model that now includes the file differently. Undefined if the model is uncertain. */
  model?: string
  /** The change, as a text for users: "now included by the model thelook". */
  words: string
  /**
   * The kinds and names of the affected blocks, such as `view orders`. If undefined, the change affects all blocks of
   * the file.
   */
  names?: ReadonlySet<string>
  /** Whether blocks of the file moved across an `include` statement in it. If false, the file's own inclusion changed. */
  isMove?: boolean
}

/** The maximum number of models × files. Above it, every file that a changed pattern may include counts as changed. */
const maxWork = 20_000_000
/**
 * The maximum number of changed files with an `include` × all files. Above it, every block of a changed file counts as
 * moved.
 */
const maxMovedWork = 300_000

/**
 * Returns the files that a changed `include` adds to a model, removes from it, or moves in its order, and the blocks
 * that moved across an `include`.
 */
export async function changedInclusions(
  patterns: ReadonlyMap<string, readonly string[]>,
  sides: BothSides,
  pause: Pause,
): Promise<ChangedInclusion[]> {
  const moved = await movedBlocks(sides, pause)
  if (patterns.size === 0) return moved
  const [base, head] = sides
  const reached = filesReachedBy(patterns, sides)
  const models = [...base.models.keys()].filter(model => head.models.has(model))
  const isTooMuch = models.length * (base.lookml.size + head.lookml.size) > maxWork
  const words = 'perhaps included differently'
  if (isTooMuch) return [...moved, ...Array.from(reached, path => ({ path, words }))]
  const found = [...moved]
  const unordered = filesReachedBy(patterns, sides, pattern => pattern.includes('*'))
  const repeated = uniteSets(...sides.map(repeatedKeys))
  const refinements = refinementsIn(sides)
  for (const model of models) {
    await pause()
    const possible = uniteSets(filesOf(model, base, 'possible'), filesOf(model, head, 'possible'))
    if (![...patterns.keys()].some(path => possible.has(path))) continue
    const before = filesOf(model, base, 'certain')
    const after = filesOf(model, head, 'certain')
    const entered = [...reached]
      .filter(path => possible.has(path) && !(before.has(path) && after.has(path)))
      .map(path => ({ path, model, words: wordsFor(model, before.has(path), after.has(path)) }))
    const inBoth = [...reached].filter(path => before.has(path) && after.has(path))
    addAll(found, entered)
    for (const one of reorderedRefinements(inBoth, possible, refinements))
      found.push({ ...one, model, words: wordsOfOrder(model) })
    addAll(found, reorderedFiles(model, sides, { unordered, reached, repeated }))
  }
  return found
}

function wordsFor(model: string, isBefore: boolean, isAfter: boolean): string {
  if (isAfter) return `now included by the model ${model}`
  return isBefore ? `no longer included by the model ${model}` : `included differently by the model ${model}`
}

/**
 * Returns the `include` patterns that only the merge base or only the head has, by file. If the common patterns have a
 * new order, returns all patterns of the file.
 */
export function changedPatterns([base, head]: BothSides): Map<string, readonly string[]> {
  const changed = new Map<string, readonly string[]>()
  for (const path of new Set([...base.blocksByPath.keys(), ...head.blocksByPath.keys()])) {
    const before = base.patternsIn(path)
    const after = head.patternsIn(path)
    if (before.join('\n') === after.join('\n')) continue
    const [inBefore, inAfter] = [new Set(before), new Set(after)]
    const different = [
      ...before.filter(pattern => !inAfter.has(pattern)),
      ...after.filter(pattern => !inBefore.has(pattern)),
    ]
    changed.set(
      path,
      different.length > 0 && commonItems(before, after) === commonItems(after, before)
        ? different
        : [...before, ...after],
    )
  }
  return changed
}

/** Returns the files that the patterns may include on either side, directly or through other files. */
export const filesReachedBy = (
  patterns: ReadonlyMap<string, readonly string[]>,
  sides: BothSides,
  isCounted = (_pattern: string) => true,
): Set<string> =>
  uniteSets(
    ...sides.map(({ includes, patternsIn }) => {
      const starts = [...patterns].flatMap(([path, changed]) => {
        const counted = new Set(changed.filter(isCounted))
        const own = patternsIn(path).filter(pattern => counted.has(pattern))
        return own.flatMap(pattern => includes.matches(pattern, path, 'possible'))
      })
      return includes.from(starts, 'possible')
    }),
  )

export const filesOf = (
  model: string,
  project: LookmlProject,
  reading: InclusionReading,
): ReadonlySet<string> => project.includes.from(project.models.get(model) ?? [], reading)

const uniteSets = (...sets: readonly ReadonlySet<string>[]) => new Set(sets.flatMap(set => [...set]))

interface UncertainOrder {
  /** The files of changed includes with a wildcard. The order of two such files counts as changed. */
  unordered: ReadonlySet<string>
  /** The files of changed includes. */
  reached: ReadonlySet<string>
  /** The keys of several refinements, or of several definitions. Their order counts as changed if a file is reached. */
  repeated: ReadonlySet<string>
}

/**
 * If several blocks have the same name, the last included block takes precedence. Returns the files with such blocks,
 * if their order of inclusion changed. Looker does not document whether an included file comes before, after, or
 * between the blocks of the including file, so all three orders are compared. It documents neither the order of the files
 * of a wildcard nor the place of a file that is included twice
 * (https://cloud.google.com/looker/docs/lookml-refinements#order).
 */
function reorderedFiles(
  model: string,
  sides: BothSides,
  { unordered, reached, repeated }: UncertainOrder,
): ChangedInclusion[] {
  const [base, head] = sides.map(project => orderOf(model, project)) as [ModelOrder, ModelOrder]
  const [before, after] = [base.orders, head.orders]
  const names = new Set<string>()
  for (const [index, order] of before.entries()) {
    const other = after[index] ?? new Map()
    for (const [name, paths] of order) {
      const then = other.get(name) ?? []
      if (paths.length < 2) continue
      const isUncertain =
        paths.filter(path => unordered.has(path)).length > 1 ||
        (repeated.has(name) && paths.some(path => reached.has(path)))
      if (isUncertain || commonItems(paths, then) !== commonItems(then, paths)) names.add(name)
    }
  }
  const paths = new Set(
    [...before, ...after].flatMap(order => [...names].flatMap(name => order.get(name) ?? [])),
  )
  const words = wordsOfOrder(model)
  const acrossImports = movedAcrossUnknown(model, sides).map(path => ({ path, model, words }))
  const hasImports = sides.every(({ importing }) => importing.size > 0)
  const keysByPath = hasImports ? movedAcrossImports(base, head) : new Map<string, Set<string>>()
  return [
    ...acrossImports,
    ...[...paths].map(path => ({ path, model, words, names })),
    ...Array.from(keysByPath, ([path, names]) => ({ path, model, words, names })),
  ]
}

const wordsOfOrder = (model: string) => `included in another order in the model ${model}`

/**
 * Returns the files of changed includes with refinements whose order is uncertain, because they or another file may
 * refine anything.
 */
function reorderedRefinements(
  reached: readonly string[],
  included: ReadonlySet<string>,
  { keysByPath, ofAny }: Refinements,
): { path: string; names?: ReadonlySet<string> }[] {
  const refining = [...included].filter(path => keysByPath.has(path))
  const unknown = refining.filter(path => ofAny.has(path))
  return reached.flatMap(path => {
    const names = keysByPath.get(path)
    const others = ofAny.has(path) ? refining : unknown
    if (!names || !others.some(one => one !== path)) return []
    return ofAny.has(path) ? [{ path }] : [{ path, names }]
  })
}

/** Returns the files whose position changed relative to files that may define blocks with any name. */
function movedAcrossUnknown(model: string, sides: BothSides): string[] {
  const isUnknown = (path: string) => sides.every(({ definingAny }) => definingAny.has(path))
  if (sides.some(({ definingAny }) => definingAny.size === 0)) return []
  const moved = new Set<string>()
  for (const reading of ['certain', 'possible'] as const)
    for (const way of ['from', 'innermostFirst'] as const) {
      const [before, after] = sides.map(({ includes, models }) =>
        includes[way](models.get(model) ?? [], reading),
      ) as [ReadonlySet<string>, ReadonlySet<string>]
      const earlier = unknownBefore(before, after, isUnknown)
      for (const [path, count] of unknownBefore(after, before, isUnknown))
        if (earlier.get(path) !== count) moved.add(path)
    }
  return [...moved]
}

/** For each file in both sets, counts the unknown files before it that are in both sets. */
function unknownBefore(
  files: ReadonlySet<string>,
  others: ReadonlySet<string>,
  isUnknown: (path: string) => boolean,
): Map<string, number> {
  const counts = new Map<string, number>()
  let count = 0
  for (const path of files) {
    if (!others.has(path)) continue
    counts.set(path, count)
    if (isUnknown(path)) count += 1
  }
  return counts
}

/**
 * Returns the blocks that moved from one side of an `include` to the other, if the included file has or may have a
 * block with the same name. Looker may read the included file at the position of the `include`, and the last block
 * takes precedence.
 */
async function movedBlocks(sides: BothSides, pause: Pause): Promise<ChangedInclusion[]> {
  const [base, head] = sides
  const found: ChangedInclusion[] = []
  let left = maxMovedWork
  for (const path of head.blocksByPath.keys()) {
    if (base.versions.get(path) === head.versions.get(path) || head.patternsIn(path).length === 0) continue
    const [before, after] = sides.map(side => statementsOf(path, side)) as [Statement[], Statement[]]
    if (isDeepStrictEqual(before, after)) continue
    left -= head.blocksByPath.size
    const names = left < 0 ? statementKeys(after) : movedIn(path, [before, after], sides)
    if (names.length > 0)
      found.push({ path, words: 'moved before or after an include', isMove: true, names: new Set(names) })
    await pause()
  }
  return found
}

const statementKeys = (statements: readonly Statement[]): string[] =>
  statements.flatMap(one => ('key' in one ? [one.key] : []))

function movedIn(
  path: string,
  [before, after]: readonly [Statement[], Statement[]],
  sides: BothSides,
): string[] {
  const [base, head] = sides
  const [placedBefore, placedAfter] = [withFiles(before, path, base), withFiles(after, path, head)]
  const acrossUnknown = movedKeys(withUnknown(placedBefore, base), withUnknown(placedAfter, head))
  const moved = movedKeys(placedBefore, placedAfter)
  return moved.length === 0 ? acrossUnknown : [...acrossUnknown, ...moved.filter(isInFilesOf(path, sides))]
}

/** The returned function decides whether one of the files that `path` includes has a block with the key. */
function isInFilesOf(path: string, sides: BothSides): (key: string) => boolean {
  const files = uniteSets(...sides.map(({ includes }) => includes.from([path], 'possible')))
  files.delete(path)
  const keys = new Set([...files].flatMap(one => sides.flatMap(side => keysIn(one, side))))
  return key => keys.has(key)
}

/** Returns the keys of blocks that moved from one side of a common `include` to the other. */
function movedKeys(base: readonly Statement[], head: readonly Statement[]): string[] {
  const [before, after] = [includesBefore(base, head), includesBefore(head, base)]
  const isReordered = before.includes !== after.includes
  return [...after.counts].flatMap(([key, counts]) => {
    const earlier = before.counts.get(key)
    return earlier && (isReordered || earlier.join() !== counts.join()) ? [key] : []
  })
}

/** Returns the blocks, the includes of other projects, and the included files that may define blocks with any name. */
const withUnknown = (
  statements: readonly Statement[],
  { patternsOf, definingAny }: LookmlProject,
): Statement[] =>
  statements.filter(statement => {
    if ('key' in statement) return true
    const { include, file } = statement
    return file === undefined ? patternsOf(include).some(isImport) : definingAny.has(file)
  })

/**
 * Adds the included files after each pattern. If several patterns include a file, adds it only after the first pattern.
 */
function withFiles(
  statements: readonly Statement[],
  from: string,
  { patternsOf, includes }: LookmlProject,
): Statement[] {
  const seen = new Set([from])
  return statements.flatMap((statement): Statement[] => {
    if ('key' in statement) return [statement]
    const patterns = patternsOf(statement.include)
    const matches = patterns.flatMap(pattern => includes.matches(pattern, from, 'possible'))
    const files = [...includes.from(matches, 'possible')].filter(path => !seen.has(path))
    for (const path of files) seen.add(path)
    return [statement, ...files.map(path => ({ include: `/${path}`, file: path }))]
  })
}

/**
 * Returns the includes that both sides have, in the order of `own`. `counts` maps a block's key to the number of these
 * includes before each block with that key: `[1, 2]` for `view orders` if one such block is after the first include,
 * and another block is after the second include.
 */
function includesBefore(
  own: readonly Statement[],
  other: readonly Statement[],
): { includes: string; counts: Map<string, number[]> } {
  const known = new Set(other.flatMap(one => ('include' in one ? [one.include] : [])))
  const includes: string[] = []
  const counts = new Map<string, number[]>()
  for (const one of own)
    if (!('include' in one)) addToList(counts, one.key, includes.length)
    else if (known.has(one.include)) includes.push(one.include)
  return { includes: includes.join('\n'), counts }
}

function commonItems(list: readonly string[], other: readonly string[]): string {
  const items = new Set(other)
  return list.filter(item => items.has(item)).join('\n')
}
