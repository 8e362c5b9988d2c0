import { ActionError, toFault } from '../errors.ts'
import type { ListedCollection, Member, Shard } from '../input-types.ts'
import type { ContentClient } from '../looker/content.ts'
import type { Collection, Failed, Target } from '../model.ts'
import { count } from '../runtime/text.ts'
import { addressOf, isCollection } from '../target-kinds.ts'
import { type Members, readMembers } from './members.ts'
import { type Line, type Listed, mergeLines } from './merge.ts'

export interface TargetList {
  /** This job's share, in order. */
  listed: Listed[]
  /** Those that Looker told of just now, in a collection's listing. */
  told: ReadonlySet<Target>
  /** How many jobs have any. */
  jobs: number
  warnings: ActionError[]
}

interface Options {
  client: ContentClient
  shard: Shard
  log(line: string): void
}

/** More pictures in one job help nobody: Looker would draw them for hours, and one comment has no room for them. */
export const maxTargets = 500

/**
 * Puts what Looker says that a collection holds in its place, and takes this job's share of all targets. A collection
 * that cannot be read, or holds nothing, is a failed target.
 * @throws ActionError where they are too many
 */
export async function listTargets(
  entries: readonly (Target | ListedCollection)[],
  { client, shard, log }: Options,
): Promise<TargetList> {
  const warnings: ActionError[] = []
  const expand = async (collection: ListedCollection): Promise<Line> => {
    try {
      const found = await readMembers(collection, client)
      warnings.push(...found.unused.map(({ source }) => unusedError(source, collection)))
      for (const line of membersLog(collection, found)) log(line)
      return {
        members: found.members.map(({ slug, ...member }) => ({ target: collection.toTarget(member), slug })),
      }
    } catch (error) {
      return { failed: failedCollection(collection, error) }
    }
  }
  const lines = await Promise.all(
    entries.map(entry => (isCollection(entry) ? expand(entry) : { target: entry })),
  )
  const all = mergeLines(lines)
  const listed = all.filter((_, place) => place % shard.total === shard.index)
  if (listed.length > maxTargets) throw tooManyError(listed.length, all.length)
  const told = new Set(
    lines.flatMap(line => ('members' in line ? line.members.map(found => found.target) : [])),
  )
  return { listed, told, jobs: Math.min(shard.total, all.length), warnings }
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

const failedCollection = (target: Collection, thrown: unknown): Failed => ({
  status: 'failure',
  target,
  error: toFault(thrown),
  apiCalls: 0,
})

const unusedError = (source: string, collection: Collection) =>
  new ActionError(
    `except: ${source} is not in ${addressOf(collection)}`,
    'Nothing was left out for it: correct it, or take it out of the list.',
  )

const tooManyError = (share: number, all: number) =>
  new ActionError(
    `${share.toLocaleString('en-US')} targets are more than the ${maxTargets} that one job renders`,
    `Share them among ${Math.ceil(all / maxTargets)} jobs with shard, or leave some out with except.`,
  )
