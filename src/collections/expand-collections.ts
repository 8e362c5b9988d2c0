import { ActionError } from '../errors.ts'
import type { ListedCollection, Member, Shard } from '../input-types.ts'
import { extendFileName } from '../inputs/file-name.ts'
import type { Collection, Failed, Target } from '../model.ts'
import { failedResult } from '../results.ts'
import { fileKey } from '../runtime/files.ts'
import { capitalized, count, sha256Of } from '../runtime/text.ts'
import { addressOf, describeExcess, isCollection, maxTargets, shareOf } from '../targets.ts'
import type { CollectionContent } from './members.ts'

export type ListedTarget = Target | Failed

export interface TargetList {
  /** This job's share of the targets, in the order of the list. */
  listed: ListedTarget[]
  /** The targets from collections. Looker has just listed these targets, so they exist. */
  ofCollections: ReadonlySet<Target>
  /** The number of jobs that get at least one target. */
  jobs: number
  /** A hash of the targets of all jobs. */
  hash: string
  warnings: ActionError[]
}

interface ListOptions {
  read(collection: ListedCollection): Promise<CollectionContent>
  shard: Shard
  log(line: string): void
}

/**
 * Replaces each collection by its members, and returns this job's share of all targets. An empty or unreadable
 * collection becomes a failed target of every job, because other jobs may read it and get other shares.
 * @throws ActionError if there are too many targets
 */
export async function listTargets(
  entries: readonly (Target | ListedCollection)[],
  { read, shard, log }: ListOptions,
): Promise<TargetList> {
  const expanded = await Promise.all(entries.map(entry => expand(entry, read)))
  for (const text of expanded.flatMap(({ log }) => log)) log(text)
  const lines = expanded.map(({ line }) => line)
  const all = mergeLines(lines)
  const failed = new Set<ListedTarget>(lines.flatMap(line => ('failed' in line ? [line.failed] : [])))
  const shared = shareOf(
    all.filter(target => !failed.has(target)),
    shard,
  )
  const own = new Set([...shared, ...failed])
  const listed = all.filter(target => own.has(target))
  const excess = describeExcess(listed.length, all.length)
  if (excess) throw new ActionError(excess.message, `${capitalized(excess.hint)}.`)
  const single = new Set<ListedTarget>(lines.flatMap(line => ('target' in line ? [line.target] : [])))
  const ofCollections = all.flatMap(one => ('status' in one || single.has(one) ? [] : [one]))
  return {
    listed,
    ofCollections: new Set(ofCollections),
    jobs: failed.size > 0 ? shard.total : Math.min(shard.total, all.length),
    hash: hashOfTargets(all),
    warnings: expanded.flatMap(({ warnings }) => warnings),
  }
}

function hashOfTargets(all: readonly ListedTarget[]): string {
  const files = all.map(one => ('output' in one ? one.file : `failed ${one.target.source}`))
  return sha256Of(JSON.stringify(files)).slice(0, 12)
}

interface ExpandedEntry {
  line: ListLine
  log: string[]
  warnings: ActionError[]
}

async function expand(entry: Target | ListedCollection, read: ListOptions['read']): Promise<ExpandedEntry> {
  const nothing = { log: [], warnings: [] }
  if (!isCollection(entry)) return { ...nothing, line: { target: entry } }
  try {
    const content = await read(entry)
    const members = content.members.map(({ slug, place, ...member }) => ({
      target: { ...entry.toTarget(member), ...(place !== undefined && { place }) },
      slug,
    }))
    const warnings = content.unusedExceptions.map(({ source }) => unusedExceptionError(source, entry))
    return { line: { members }, log: membersLog(entry, content), warnings }
  } catch (error) {
    return { ...nothing, line: { failed: failedResult(entry, error) } }
  }
}

function membersLog(collection: Collection, { title, members }: CollectionContent): string[] {
  const name = `${addressOf(collection)}${title ? ` (${title})` : ''}`
  const isLookml = collection.kind === 'tiles' && collection.id.includes('::')
  return [
    `${name} has ${count(members.length, 'target')}${isLookml ? ' at the deployed commit' : ''}:`,
    ...members.slice(0, maxTargets).map(member => `  ${memberName(member)}`),
    ...(members.length > maxTargets ? [`  and ${members.length - maxTargets} more`] : []),
  ]
}

const memberName = (member: Member) =>
  member.title ? `${member.title} (${addressOf(member)})` : addressOf(member)

const unusedExceptionError = (source: string, collection: Collection) =>
  new ActionError(
    `except: ${source} is not in ${addressOf(collection)}`,
    'This entry has no effect. Correct or remove it.',
  )

export type ListLine = { target: Target } | { members: CollectionMember[] } | { failed: Failed }

interface CollectionMember {
  target: Target
  /** A second id of the same content. The list of targets may contain this id instead of `target.id`. */
  slug?: string | undefined
}

/**
 * Returns all targets in order:
 * - A member that has its own entry in the list appears only in place of that entry (see `findReplaced`).
 * - A member of several collections with the same settings appears only in the first of them. With different settings, it
 *   appears in each of them, and the later names contain the settings that differ from the first.
 * - A member with the file name of another target fails.
 */
export function mergeLines(lines: readonly ListLine[]): ListedTarget[] {
  const single = lines.flatMap(line => ('target' in line ? [line.target] : []))
  const replaced = findReplaced(
    single,
    lines.flatMap(line => ('members' in line ? line.members : [])),
  )
  const added = Map.groupBy(single, target => pictureKeys({ target })[0] as string)
  const files = new Map(single.map(target => [fileKey(target.file), target]))
  const add = (member: CollectionMember): ListedTarget[] => {
    const keys = pictureKeys(member)
    const others = keys.flatMap(key => added.get(key) ?? [])
    const differences = others.map(other => differentSettings(member.target, other))
    if (replaced.has(member) || differences.some(({ length }) => length === 0)) return []
    for (const key of keys) added.set(key, [...(added.get(key) ?? []), member.target])
    const isTaken = files.has(fileKey(member.target.file))
    const target = withSettingsInName(member.target, isTaken ? (differences[0] ?? []) : [])
    const other = files.get(fileKey(target.file))
    if (other) return [sameFileFailure(target, other)]
    files.set(fileKey(target.file), target)
    return [target]
  }
  return lines.flatMap(line => {
    if ('members' in line) return line.members.flatMap(add)
    return 'target' in line ? [line.target] : [line.failed]
  })
}

/** A target's own entry in the list may give a member of a collection other values for these settings. */
const replacedSettings = ['width', 'height', 'ignore']

/**
 * Returns the members that the list's own targets replace. If collections contain a target with different settings, its
 * own entry replaces only the members with the closest settings.
 */
function findReplaced(
  single: readonly Target[],
  members: readonly CollectionMember[],
): ReadonlySet<CollectionMember> {
  const byKey = new Map<string, CollectionMember[]>()
  for (const member of members)
    for (const key of pictureKeys(member)) byKey.set(key, [...(byKey.get(key) ?? []), member])
  const replacedBy = (own: Target) => {
    const same = pictureKeys({ target: own }).flatMap(key => byKey.get(key) ?? [])
    const [closest] = same
      .map(({ target }) => ({ target, differences: differentSettings(own, target) }))
      .filter(({ differences }) => differences.every(([name]) => replacedSettings.includes(name)))
      .sort((one, other) => one.differences.length - other.differences.length)
    return closest ? same.filter(({ target }) => differentSettings(target, closest.target).length === 0) : []
  }
  return new Set(single.flatMap(replacedBy))
}

/**
 * Returns a key for each id of the target. Two targets with a common key show the same content with the same filters
 * and format. Their size and name may differ.
 */
function pictureKeys({ target, slug }: CollectionMember): string[] {
  const { kind, id, output } = target
  const filters = 'filters' in target ? [...target.filters].sort(([a], [b]) => (a < b ? -1 : 1)) : []
  return [id, ...(slug ? [slug] : [])].map(name => JSON.stringify([kind, name, output.format, filters]))
}

/** Returns the names and values of the settings that differ between two targets with the same content and format. */
function differentSettings(target: Target, other: Target): [name: string, value: string][] {
  const others = settingTexts(other)
  return Object.entries(settingTexts(target)).filter(([name, value]) => value !== others[name])
}

function settingTexts(target: Target): Record<string, string> {
  const { width, height, ignore, output } = target
  const shared = {
    ...{ width: `${width}`, height: `${height}` },
    ignore: ignore.map(({ x, y, width, height }) => [x, y, width, height].join(' ')).join(', '),
  }
  if (!('filters' in target)) return shared
  const { theme = 'default', style = 'default', longTables, tabIds } = target
  const { landscape = false, paperSize = 'default' } = output.format === 'pdf' ? output : {}
  return {
    ...shared,
    theme,
    'dashboard-style': style,
    'long-tables': `${longTables}`,
    'tab-ids': tabIds.join(' '),
    'pdf-paper-size': paperSize,
    'pdf-landscape': `${landscape}`,
  }
}

function withSettingsInName(target: Target, settings: readonly (readonly string[])[]): Target {
  if (settings.length === 0) return target
  const name = extendFileName(target.name, settings.flat())
  return { ...target, name, file: `${name}.${target.output.format}` }
}

const sameFileFailure = (target: Target, other: Target): Failed =>
  failedResult(
    target,
    new ActionError(
      `${addressOf(target)} and ${addressOf(other)} would write the same file, ${other.file}`,
      `Add ${addressOf(target)} to the collection's except list, and list it separately with a name: - { target: ${addressOf(target)}, name: … }`,
    ),
    target.title ? { title: target.title } : {},
  )
