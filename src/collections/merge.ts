import { ActionError } from '../errors.ts'
import type { Failed, Target } from '../model.ts'
import { failedResult } from '../results.ts'
import { addressOf } from '../target-kinds.ts'

/** What is to be rendered, or why it cannot be. */
export type Listed = Target | Failed

/** What a line of the list comes to: a target, the members of a collection, or why there are none. */
export type Line = { target: Target } | { members: Found[] } | { failed: Failed }

/** A collection's member as a target, and another id that it may be listed by. */
export interface Found {
  target: Target
  slug?: string | undefined
}

/**
 * All targets of all lines, in order. A target that is listed by itself, with settings of its own, replaces the same
 * member of a collection; of several collections the first one's member counts. Two contents that come to one file are
 * a failure.
 */
export function mergeLines(lines: readonly Line[]): Listed[] {
  const alone = lines.flatMap(line => ('target' in line ? [line.target] : []))
  const known = new Set(alone.flatMap(target => pictureKeys({ target })))
  const files = new Map(alone.map(target => [fileKey(target), target]))
  const add = (found: Found): Listed[] => {
    const keys = pictureKeys(found)
    if (keys.some(key => known.has(key))) return []
    for (const key of keys) known.add(key)
    const { target } = found
    const other = files.get(fileKey(target))
    if (other) return [collision(target, other)]
    files.set(fileKey(target), target)
    return [target]
  }
  return lines.flatMap(line => {
    if ('members' in line) return line.members.flatMap(add)
    return 'target' in line ? [line.target] : [line.failed]
  })
}

/** The same content with the same filters in the same format is one picture, whatever its size and name. */
function pictureKeys({ target, slug }: Found): string[] {
  const { kind, id, output } = target
  const filters = 'filters' in target ? [...target.filters].sort(([a], [b]) => (a < b ? -1 : 1)) : []
  return [id, ...(slug ? [slug] : [])].map(name => JSON.stringify([kind, name, output.format, filters]))
}

/** Some file systems do not tell upper case from lower case. */
const fileKey = ({ file }: Target) => file.normalize('NFC').toLowerCase()

const collision = (target: Target, other: Target): Failed =>
  failedResult(
    target,
    new ActionError(
      `${addressOf(target)} and ${addressOf(other)} come to the same file, ${other.file}`,
      `Name it in the collection's except, and list it by itself: - { target: ${addressOf(target)}, name: … }`,
    ),
    target.title ? { title: target.title } : {},
  )
