import { ActionError } from '../errors.ts'
import type { ListedCollection, Member, Shard } from '../input-types.ts'
import type { Collection, Target } from '../model.ts'
import { failedResult } from '../results.ts'
import { count } from '../runtime/text.ts'
import { describeExcess, shareOf } from '../share.ts'
import { addressOf, isCollection } from '../target-kinds.ts'
import type { Members } from './members.ts'
import { type Line, type Listed, mergeLines } from './merge.ts'

export interface TargetList {
  /** This job's share, in order. */
  listed: Listed[]
  /** Those that a collection's listing has just named. */
  told: ReadonlySet<Target>
  /** How many jobs have a target. */
  jobs: number
  warnings: ActionError[]
}

interface Options {
  /** What a collection holds. */
  read(collection: ListedCollection): Promise<Members>
  shard: Shard
  log(line: string): void
}

/**
 * Replaces each collection by its members, as Looker lists them, and takes this job's share of all targets. A
 * collection that cannot be read, or holds nothing, is a failed target.
 * @throws ActionError where they are too many
 */
export async function listTargets(
  entries: readonly (Target | ListedCollection)[],
  { read, shard, log }: Options,
): Promise<TargetList> {
  const expanded = await Promise.all(entries.map(entry => expand(entry, read)))
  for (const line of expanded.flatMap(one => one.log)) log(line)
  const lines = expanded.map(({ line }) => line)
  const all = mergeLines(lines)
  const listed = shareOf(all, shard)
  const excess = describeExcess(listed.length, all.length)
  if (excess) throw new ActionError(excess.message, sentence(excess.hint))
  const told = lines.flatMap(line => ('members' in line ? line.members.map(found => found.target) : []))
  return {
    listed,
    told: new Set(told),
    jobs: Math.min(shard.total, all.length),
    warnings: expanded.flatMap(one => one.warnings),
  }
}

interface Expanded {
  line: Line
  log: string[]
  warnings: ActionError[]
}

async function expand(entry: Target | ListedCollection, read: Options['read']): Promise<Expanded> {
  const nothing = { log: [], warnings: [] }
  if (!isCollection(entry)) return { ...nothing, line: { target: entry } }
  try {
    const found = await read(entry)
    const members = found.members.map(({ slug, ...member }) => ({ target: entry.toTarget(member), slug }))
    const warnings = found.unused.map(({ source }) => unusedError(source, entry))
    return { line: { members }, log: membersLog(entry, found), warnings }
  } catch (error) {
    return { ...nothing, line: { failed: failedResult(entry, error) } }
  }
}

function membersLog(collection: Collection, { title, members }: Members): string[] {
  const called = `${addressOf(collection)}${title ? ` (${title})` : ''}`
  return [
    `${called} has ${count(members.length, 'target')}:`,
    ...members.map(member => `  ${nameOf(member)}`),
  ]
}

const nameOf = (member: Member) =>
  member.title ? `${member.title} (${addressOf(member)})` : addressOf(member)

const unusedError = (source: string, collection: Collection) =>
  new ActionError(
    `except: ${source} is not in ${addressOf(collection)}`,
    'Nothing was left out for it: correct it, or take it out of the list.',
  )

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
