import type { InclusionReading } from './includes.ts'
import type { LookmlBlock } from './lookml-block.ts'
import type { BothSides, LookmlProject } from './project.ts'
import { dashboardNamesIn, type Pause } from './texts.ts'

/** Blocks of a file whose inclusion in a model has changed. */
export interface ChangedInclusion {
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
export async function changedInclusions(
  patterns: ReadonlyMap<string, readonly string[]>,
  sides: BothSides,
  pause: Pause,
): Promise<ChangedInclusion[]> {
  const moved = movedBlocks(sides)
  if (patterns.size === 0) return moved
  const [base, head] = sides
  const reached = filesReachedBy(patterns, sides)
  const models = [...base.models.keys()].filter(model => head.models.has(model))
  const isTooMuch = models.length * (base.lookml.size + head.lookml.size) > maxWork
  if (isTooMuch) return [...reached].map(path => ({ path, words: 'perhaps included in another way' }))
  const found = [...moved]
  for (const model of models) {
    await pause()
    const possible = uniteSets(filesOf(model, base, 'possible'), filesOf(model, head, 'possible'))
    if (![...patterns.keys()].some(path => possible.has(path))) continue
    const before = filesOf(model, base, 'certain')
    const after = filesOf(model, head, 'certain')
    const entered = [...reached]
      .filter(path => possible.has(path) && !(before.has(path) && after.has(path)))
      .map(path => ({ path, model, words: wordsFor(model, before.has(path), after.has(path)) }))
    found.push(...entered, ...reorderedFiles(model, sides))
  }
  return found
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
export function changedPatterns([base, head]: BothSides): Map<string, readonly string[]> {
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

function namesInOrder(files: ReadonlySet<string>, project: LookmlProject): Order {
  const order = new Map<string, string[]>()
  for (const path of files)
    for (const key of keysIn(path, project)) {
      const paths = order.get(key)
      if (!paths) order.set(key, [path])
      else if (paths.at(-1) !== path) paths.push(path)
    }
  return order
}

/** Returns the blocks, statements and dashboards of a file by kind and name: "view orders". */
function keysIn(path: string, { blocks, blocksByPath, lookml }: LookmlProject): string[] {
  const keys = (blocksByPath.get(path) ?? []).flatMap(index => keyOfBlock(blocks[index]) ?? [])
  return [...keys, ...dashboardNamesIn(path, lookml.get(path) ?? '').map(name => `dashboard ${name}`)]
}

const keyOfBlock = (block: LookmlBlock | undefined): string | undefined =>
  block && !kindsWithoutOrder.has(block.kind) ? `${block.kind} ${block.name}` : undefined

/** Dashboards are found by their names in the text. */
const kindsWithoutOrder = new Set(['include', 'test', 'dashboard'])

/**
 * Returns the blocks that moved from one side of an `include` to the other, if the included files have blocks with the
 * same names. Looker may read the included file at the place of the `include`.
 */
function movedBlocks(sides: BothSides): ChangedInclusion[] {
  const [base, head] = sides
  return [...head.blocksByPath.keys()]
    .filter(path => base.versions.get(path) !== head.versions.get(path) && head.patternsIn(path).length > 0)
    .flatMap(path => {
      const [before, after] = [includesBefore(path, base), includesBefore(path, head)]
      const moved = [...after].filter(([key, includes]) => {
        const earlier = before.get(key)
        return earlier && commonItems(includes, earlier) !== commonItems(earlier, includes)
      })
      if (moved.length === 0) return []
      const files = uniteSets(...sides.map(({ includes }) => includes.from([path], 'possible')))
      const others = new Set(
        [...files].flatMap(one => (one === path ? [] : sides.flatMap(side => keysIn(one, side)))),
      )
      const names = new Set(moved.flatMap(([key]) => (others.has(key) ? [key] : [])))
      return names.size > 0 ? [{ path, words: 'now before or after an include', names }] : []
    })
}

/**
 * Returns the `include` statements of a file before and after each block, by kind and name. Their order shows where the
 * block is.
 */
function includesBefore(path: string, { blocks, blocksByPath }: LookmlProject): Map<string, string[]> {
  const own = (blocksByPath.get(path) ?? []).flatMap(index => blocks[index] ?? [])
  const order = own.map(block => keyOfBlock(block) ?? `include ${block.strings.join()}`)
  const includes = order.filter((_, index) => own[index]?.kind === 'include')
  const found = new Map<string, string[]>()
  for (const key of new Set(order.filter((_, index) => own[index]?.kind !== 'include')))
    found.set(
      key,
      order.filter(one => one === key || includes.includes(one)),
    )
  return found
}

const commonItems = (list: readonly string[], other: readonly string[]) =>
  list.filter(item => other.includes(item)).join('\n')
