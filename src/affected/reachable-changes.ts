import type { BlockGraph } from './block-graph.ts'
import type { Pause } from './texts.ts'

/** A set of changes with one bit for each change. A change's number is the index of its bit. */
export type ChangeSet = Uint32Array

/** The changes that blocks of one side use, directly or through other blocks. */
export interface Reach {
  from(starts: readonly number[]): ChangeSet
  nearest(starts: readonly number[], limit: number): number[]
}

const groupsPerPause = 200
const usesPerPause = 20_000

/** The maximum number of 32-bit words in the sets of one side: 200 MB. */
const maxSetWords = 50_000_000

/**
 * Computes the changes that each name reaches. Names that reach each other share a set. The time is proportional to the
 * graph's size × changes / 32, and does not depend on the number of targets.
 * @param changed maps a changed block to the number of its change
 * @throws RangeError if too many blocks have changed
 */
export async function findReach(
  graph: BlockGraph,
  changed: ReadonlyMap<number, number>,
  { count, pause }: { count: number; pause: Pause },
): Promise<Reach> {
  const words = Math.ceil(count / 32)
  if (words * graph.nameCount > maxSetWords) throw new RangeError('Too many LookML blocks have changed')
  const groups = await groupNames(graph, pause)
  const sets: ChangeSet[] = []
  // The list has each group after all groups that it uses, so the sets of those groups are complete.
  for (const [index, names] of groups.members.entries()) {
    if (index % groupsPerPause === 0) await pause()
    const set = new Uint32Array(words)
    // A file that could not be split into blocks is listed under each of its words. The set removes the duplicates.
    const blocks = new Set<number>()
    for (const name of names) for (const block of graph.blocksOf(name)) blocks.add(block)
    for (const block of blocks) addBlock(block, set)
    sets.push(set)
  }

  function addBlock(block: number, set: ChangeSet): void {
    const change = changed.get(block)
    if (change !== undefined) addChange(set, change)
    const uses = graph.usedBy(block)
    for (let index = 0; index < uses.length; index++) {
      const used = sets[groups.groupOf[uses[index] ?? 0] ?? 0]
      if (used) addChanges(set, used)
    }
  }

  function from(starts: readonly number[]): ChangeSet {
    const set = new Uint32Array(words)
    for (const start of starts) addBlock(start, set)
    return set
  }

  return {
    from,
    nearest: (starts, limit) => findNearest(graph, changed, starts, Math.min(limit, changesIn(from(starts)))),
  }
}

export const includesChange = (set: ChangeSet, change: number): boolean =>
  ((set[change >>> 5] ?? 0) & (1 << (change & 31))) !== 0

const addChange = (set: ChangeSet, change: number): void => {
  set[change >>> 5] = (set[change >>> 5] ?? 0) | (1 << (change & 31))
}

export function addChanges(set: ChangeSet, other: ChangeSet): void {
  for (let index = 0; index < set.length; index++) set[index] = (set[index] ?? 0) | (other[index] ?? 0)
}

export function changesIn(set: ChangeSet): number {
  let size = 0
  // Clears the lowest bit.
  for (let word of set) for (; word !== 0; word &= word - 1) size += 1
  return size
}

/** Searches breadth first until `count` changes are found. */
function findNearest(
  graph: BlockGraph,
  changed: ReadonlyMap<number, number>,
  starts: readonly number[],
  count: number,
): number[] {
  const nearest = new Set<number>()
  const seen = new Uint8Array(graph.blockCount)
  const followed = new Uint8Array(graph.nameCount)
  const open: number[] = []
  const add = (blocks: readonly number[]) => {
    for (const block of blocks) {
      if (seen[block]) continue
      seen[block] = 1
      open.push(block)
      const change = changed.get(block)
      if (change !== undefined && nearest.size < count) nearest.add(change)
    }
  }
  add(starts)
  for (let next = 0; next < open.length && nearest.size < count; next++) {
    const uses = graph.usedBy(open[next] ?? 0)
    for (let index = 0; index < uses.length; index++) {
      const name = uses[index] ?? 0
      if (followed[name]) continue
      followed[name] = 1
      add(graph.blocksOf(name))
    }
  }
  return [...nearest]
}

interface Groups {
  /** The names of each group. Each group comes after the groups that it uses. */
  members: readonly (readonly number[])[]
  groupOf: Int32Array
}

/** Groups names that use each other, by Tarjan's algorithm (https://doi.org/10.1137/0201010), without recursion. */
async function groupNames(graph: BlockGraph, pause: Pause): Promise<Groups> {
  const order = new Int32Array(graph.nameCount).fill(-1)
  const lowest = new Int32Array(graph.nameCount)
  const groupOf = new Int32Array(graph.nameCount).fill(-1)
  const members: number[][] = []
  const stack: number[] = []
  let visited = 0
  let followed = 0
  const enter = (name: number): Visit => {
    order[name] = lowest[name] = visited
    visited += 1
    stack.push(name)
    return { name, block: 0, use: 0 }
  }
  const leave = (name: number): void => {
    if (lowest[name] !== order[name]) return
    const group = stack.splice(stack.lastIndexOf(name)).reverse()
    for (const member of group) groupOf[member] = members.length
    members.push(group)
  }
  for (let start = 0; start < graph.nameCount; start++) {
    if (order[start] !== -1) continue
    const open = [enter(start)]
    for (let visit = open.at(-1); visit; visit = open.at(-1)) {
      followed += 1
      if (followed % usesPerPause === 0) await pause()
      const next = nextUse(visit, graph)
      if (next === undefined) {
        open.pop()
        leave(visit.name)
        const { name } = open.at(-1) ?? visit
        lower(lowest, name, lowest[visit.name] ?? 0)
      } else if (order[next] === -1) open.push(enter(next))
      else if (groupOf[next] === -1) lower(lowest, visit.name, order[next] ?? 0)
    }
  }
  return { members, groupOf }
}

const lower = (values: Int32Array, index: number, value: number): void => {
  values[index] = Math.min(values[index] ?? value, value)
}

/** A name that is being visited, with the current block and the current use of that block. */
interface Visit {
  name: number
  block: number
  use: number
}

function nextUse(visit: Visit, graph: BlockGraph): number | undefined {
  const blocks = graph.blocksOf(visit.name)
  for (; visit.block < blocks.length; visit.block += 1, visit.use = 0) {
    const uses = graph.usedBy(blocks[visit.block] ?? 0)
    if (visit.use < uses.length) {
      visit.use += 1
      return uses[visit.use - 1]
    }
  }
  return undefined
}
