import type { InclusionReading } from './includes.ts'
import type { BothSides, LookmlProject } from './project.ts'

/** Blocks of a file whose inclusion in a model has changed. */
export interface ChangedInclusion {
  path: string
  /** Undefined if any model may be meant. */
  model?: string
  /** For people: "now included by the model thelook". */
  words: string
  /** If set, only blocks with these kinds and names are meant: "view orders". */
  names?: ReadonlySet<string>
}

/** With more work than this, every included file counts as changed. */
const maxWork = 20_000_000

/**
 * Returns the files that enter or leave a model because an `include` changed. Ignores changed text. A file may be
 * affected only if a changed pattern leads to it, unless the model certainly includes it on both sides.
 */
export function changedInclusions(
  patterns: ReadonlyMap<string, readonly string[]>,
  sides: BothSides,
): ChangedInclusion[] {
  if (patterns.size === 0) return []
  const [base, head] = sides
  const reached = reachedBy(patterns, sides)
  const models = [...base.models.keys()].filter(model => head.models.has(model))
  const isTooMuch = models.length * (base.lookml.size + head.lookml.size) > maxWork
  if (isTooMuch) return [...reached].map(path => ({ path, words: 'perhaps included otherwise' }))
  return models.flatMap(model => {
    const possible = uniteSets(filesOf(model, base, 'possible'), filesOf(model, head, 'possible'))
    if (![...patterns.keys()].some(path => possible.has(path))) return []
    const before = filesOf(model, base, 'certain')
    const after = filesOf(model, head, 'certain')
    const entered = [...reached]
      .filter(path => possible.has(path) && !(before.has(path) && after.has(path)))
      .map(path => ({ path, model, words: wordsFor(model, before.has(path), after.has(path)) }))
    return [...entered, ...reordered(model, sides)]
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

function reachedBy(patterns: ReadonlyMap<string, readonly string[]>, sides: BothSides): Set<string> {
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
function reordered(model: string, sides: BothSides): ChangedInclusion[] {
  const [before, after] = sides.map(project => ordersOf(model, project)) as [Order[], Order[]]
  const names = new Set<string>()
  for (const [index, order] of before.entries()) {
    const other = after[index] ?? new Map()
    for (const [name, paths] of order) {
      const then = other.get(name) ?? []
      if (paths.length > 1 && common(paths, then) !== common(then, paths)) names.add(name)
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

const common = (list: readonly string[], other: readonly string[]) =>
  list.filter(item => other.includes(item)).join('\n')
