import type { BlockGraph } from './block-graph.ts'
import { type Pause, pauseAfter } from './texts.ts'

/** A set of changes with one bit for each change. A change's number is the index of its bit. */
export type ChangeSet = Uint32Array

/** Finds the changes that a block uses, directly or through other blocks. The blocks are those of one commit. */
export interface Reach {
  from(starts: readonly number[]): ChangeSet
  nearest(starts: readonly number[], limit: number): number[]
}

const usesPerPause = 20_000
const wordsPerPause = 20_000_000
/** The fixed cost of a group, in 32-bit words. */
const workPerGroup = 1000

/** The maximum number of 32-bit words in the sets of one commit: 200 MB. */
const maxSetWords = 50_000_000
/**
 * The maximum number of uses that all searches for nearest changes follow. Later searches return any changes instead.
 */
const maxSearchedUses = 100_000_000

/**
 * Computes the changes that each name reaches. Names that reach each other share a set. The time is proportional to the
 * graph's size × changes / 32, and does not depend on the number of targets.
 * @param changed maps each changed block to the index of its change
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
  // A block may have thousands of names, such as the tables that it writes.
  const ofBlock = new Map<number, ChangeSet>()
  const pauseFor = pauseAfter(wordsPerPause, pause)
  // The list has each group after all groups that it uses, so the sets of those groups are complete.
  for (const names of groups.members) {
    // A file that could not be split into blocks is listed under each of its words. The set removes the duplicates.
    const blocks = new Set<number>()
    for (const name of names) for (const block of graph.blocksOf(name)) blocks.add(block)
    const [first] = blocks
    const onlyBlock = names.length === 1 && blocks.size === 1 ? first : undefined
    const known = onlyBlock === undefined ? undefined : ofBlock.get(onlyBlock)
    const set = known ?? new Uint32Array(words)
    for (const group of known ? [] : addBlocks(blocks, set)) {
      addChanges(set, sets[group] ?? set)
      await pauseFor(words)
    }
    if (onlyBlock !== undefined) ofBlock.set(onlyBlock, set)
    sets.push(set)
    await pauseFor(workPerGroup)
  }

  /** Adds the changes of the blocks. Returns the groups that the blocks use. */
  function addBlocks(blocks: Iterable<number>, set: ChangeSet): Set<number> {
    const used = new Set<number>()
    for (const block of blocks) {
      const change = changed.get(block)
      if (change !== undefined) addChange(set, change)
      const uses = graph.usedBy(block)
      for (let index = 0; index < uses.length; index++) used.add(groups.groupOf[uses[index] ?? 0] ?? 0)
    }
    return used
  }

  function from(starts: readonly number[]): ChangeSet {
    const set = new Uint32Array(words)
    for (const group of addBlocks(starts, set)) addChanges(set, sets[group] ?? set)
    return set
  }

  let usesLeft = maxSearchedUses
  function nearest(starts: readonly number[], limit: number): number[] {
    const set = from(starts)
    const count = Math.min(limit, changesIn(set))
    if (count === 0) return []
    const { found, uses } = findNearest(graph, changed, starts, { count, usesLeft })
    usesLeft -= uses
    return found.length < count ? firstChanges(set, count) : found
  }

  return { from, nearest }
}

function firstChanges(set: ChangeSet, count: number): number[] {
  const found: number[] = []
  for (let change = 0; found.length < count; change++) if (includesChange(set, change)) found.push(change)
  return found
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

/**
 * Searches breadth first until `count` changes are found, or `usesLeft` uses are followed. `isComplete` is false only if
 * the search ended after `usesLeft` uses.
 */
export function findNearest(
  graph: BlockGraph,
  changed: ReadonlyMap<number, number>,
  starts: readonly number[],
  { count, usesLeft }: { count: number; usesLeft: number },
): { found: number[]; uses: number; isComplete: boolean } {
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
  // The cost of allocating `seen` and `followed`, in uses.
  let followedUses = Math.ceil((graph.blockCount + graph.nameCount) / 100)
  add(starts)
  let next = 0
  for (; next < open.length && nearest.size < count && followedUses < usesLeft; next++) {
    const uses = graph.usedBy(open[next] ?? 0)
    followedUses += 1 + uses.length
    for (const name of uses) {
      if (followed[name]) continue
      followed[name] = 1
      add(graph.blocksOf(name))
    }
  }
  const isComplete = next >= open.length || nearest.size >= count
  return { found: [...nearest], uses: followedUses, isComplete }
}

interface Groups {
  /** The names of each group. Each group comes after the groups that it uses. */
  members: readonly (readonly number[])[]
  groupOf: Int32Array
}

/**
 * Groups names that use each other, by Tarjan's algorithm (https://doi.org/10.1137/0201010), without recursion. Visits
 * each block once, because a file that could not be split into blocks has every word of its text as a name.
 */
async function groupNames(graph: BlockGraph, pause: Pause): Promise<Groups> {
  // The numbers of the blocks follow the numbers of the names.
  const { nameCount } = graph
  const count = nameCount + graph.blockCount
  const order = new Int32Array(count).fill(-1)
  const lowest = new Int32Array(count)
  const isGrouped = new Uint8Array(count)
  const groupOf = new Int32Array(nameCount).fill(-1)
  const members: number[][] = []
  const stack: number[] = []
  let visited = 0
  let followed = 0
  const enter = (node: number): Visit => {
    order[node] = lowest[node] = visited
    visited += 1
    stack.push(node)
    return node < nameCount
      ? { node, next: graph.blocksOf(node), offset: nameCount, position: 0 }
      : { node, next: graph.usedBy(node - nameCount), offset: 0, position: 0 }
  }
  const leave = (node: number): void => {
    if (lowest[node] !== order[node]) return
    const group = stack.splice(stack.lastIndexOf(node)).reverse()
    for (const member of group) isGrouped[member] = 1
    const names = group.filter(member => member < nameCount)
    if (names.length === 0) return
    for (const name of names) groupOf[name] = members.length
    members.push(names)
  }
  for (let start = 0; start < nameCount; start++) {
    if (order[start] !== -1) continue
    const open = [enter(start)]
    for (let visit = open.at(-1); visit; visit = open.at(-1)) {
      followed += 1
      if (followed % usesPerPause === 0) await pause()
      if (visit.position === visit.next.length) {
        open.pop()
        leave(visit.node)
        const { node } = open.at(-1) ?? visit
        lower(lowest, node, lowest[visit.node] ?? 0)
        continue
      }
      const next = (visit.next[visit.position] ?? 0) + visit.offset
      visit.position += 1
      if (order[next] === -1) open.push(enter(next))
      else if (isGrouped[next] === 0) lower(lowest, visit.node, order[next] ?? 0)
    }
  }
  return { members, groupOf }
}

const lower = (values: Int32Array, index: number, value: number): void => {
  values[index] = Math.min(values[index] ?? value, value)
}

/** A name or a block that is being visited, with the current position in the list of its blocks or uses. */
interface Visit {
  node: number
  next: readonly number[] | Uint32Array
  /** The number to add to each item of `next`: 0 if the items are names, `nameCount` if the items are blocks. */
  offset: number
  position: number
}
