import { type Changes, type Reach, reachesOf } from './changes.ts'
import type { LookmlDashboard, Side } from './content.ts'
import type { DashboardFile } from './dashboard-file.ts'
import * as reasons from './reasons.ts'

export interface Change {
  /** The project that is deployed. */
  project: string
  changes: Changes
  /** What the changed `*.dashboard.lookml` files hold, before and after, by path. Absent where that could not be read. */
  dashboardFiles: ReadonlyMap<string, readonly DashboardFile[]>
  /** The merge base's and the head's; one alone where the other could not be had. */
  sides: readonly Side[]
}

/**
 * The reasons for which each of the targets may look another way with the change, in words for people; none where it
 * does not. Where something is not known, the change may touch it: too many are named rather than too few.
 */
export function findAffected(targets: number, change: Change): string[][] {
  const ofAll = reasonsForAll(change)
  return Array.from({ length: targets }, (_, index) => {
    const contents = contentsOf(index, change.sides)
    if (!contents.some(({ side, content }) => belongs(content, side, change.project))) return []
    const unread = contents.some(({ side, content }) => isUnread(content, side))
    const own = [...reasonsOfTiles(contents, change), ...reasonsOfDashboard(contents, change)]
    const found = [...own, ...ofAll, ...(unread && isChanged(change) ? [reasons.unreadable] : [])]
    return [...new Set(found)]
  })
}

interface OnSide {
  side: Side
  content: Side['contents'][number]
}

/** What no side has may be a mistake in the target, which a render of it tells. */
function contentsOf(index: number, sides: readonly Side[]): OnSide[] {
  const contents = sides.map(side => ({ side, content: side.contents[index] ?? 'unreadable' }))
  if (!contents.every(({ content }) => content === 'absent')) return contents
  return contents.map(({ side }) => ({ side, content: 'unreadable' }))
}

const changedPaths = ({ changes }: Change, reach: Reach): string[] =>
  'unknown' in changes
    ? []
    : [...reachesOf(changes.files)].filter(([, own]) => own === reach).map(([path]) => path)

const isChanged = ({ changes }: Change): boolean =>
  'unknown' in changes || [...reachesOf(changes.files).values()].some(reach => reach !== 'nothing')

/** What touches every target of the project. */
function reasonsForAll(change: Change): string[] {
  if ('unknown' in change.changes) return [reasons.unknownChanges(change.changes.unknown)]
  const unexplained = changedPaths(change, 'source').filter(
    path => !change.sides.some(side => [...side.explores.values()].some(explore => isMadeOf(explore, path))),
  )
  return [
    ...changedPaths(change, 'everything').map(reasons.everything),
    ...unexplained.map(reasons.unexplained),
  ]
}

const isMadeOf = (explore: ReturnType<Side['explores']['get']>, path: string): boolean =>
  explore !== undefined && explore !== 'unreadable' && explore.files.has(path)

/** How many tiles use each changed file, on the side where that is more. */
function reasonsOfTiles(contents: readonly OnSide[], change: Change): string[] {
  return changedPaths(change, 'source').flatMap(path => {
    const counts = contents.map(({ side, content }) => countTiles(content, side, path))
    const tiles = Math.max(0, ...counts)
    const isQuery = contents.some(({ content }) => typeof content === 'object' && content.kind === 'query')
    return tiles > 0 ? [isQuery ? reasons.query(path) : reasons.tiles(path, tiles)] : []
  })
}

const countTiles = (content: OnSide['content'], { explores }: Side, path: string): number =>
  typeof content === 'object'
    ? content.tiles.filter(tile => tile.some(name => isMadeOf(explores.get(name), path))).length
    : 0

/** The file that defines the LookML dashboard, and those that it extends. */
function reasonsOfDashboard(contents: readonly OnSide[], change: Change): string[] {
  const paths = changedPaths(change, 'dashboard')
  return contents.flatMap(({ content }) => {
    const lookml = typeof content === 'object' ? content.lookml : undefined
    return lookml
      ? paths.flatMap(path => reasonOfDashboard(path, lookml, change.dashboardFiles.get(path)))
      : []
  })
}

function reasonOfDashboard(
  path: string,
  { name, file }: LookmlDashboard,
  holds: readonly DashboardFile[] | undefined,
): string[] {
  const names = holds?.flatMap(({ names }) => names) ?? []
  if (names.includes(name) || (file !== 'unknown' && file.path === path)) return [reasons.defines(path)]
  if (!holds || file === 'unknown') return [reasons.mayDefine(path)]
  if (file.bases.some(base => names.includes(base))) return [reasons.isExtended(path)]
  // A base may extend another one in turn.
  return file.bases.length > 0 ? [reasons.mayBeExtended(path)] : []
}

/** Whether anything of the deployed project is in the target, as far as that is known. */
function belongs(content: OnSide['content'], side: Side, project: string): boolean {
  if (content === 'absent') return false
  if (content === 'unreadable' || content.lookml) return true
  return content.tiles.flat().some(name => {
    const explore = side.explores.get(name) ?? 'unreadable'
    return explore === 'unreadable' || explore.project === project || explore.files.size > 0
  })
}

const isUnread = (content: OnSide['content'], { explores }: Side): boolean =>
  content === 'unreadable' ||
  (content !== 'absent' &&
    content.tiles.flat().some(name => (explores.get(name) ?? 'unreadable') === 'unreadable'))
