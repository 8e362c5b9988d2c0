import { type Changes, type Reach, reachesOf } from './changes.ts'
import type { ProjectSide } from './project-side.ts'
import * as reasons from './reasons.ts'
import { type Content, type ForeignExplores, type Shown, shownBy } from './shown.ts'

export interface Change {
  changes: Changes
  /** The merge base's and the head's; none where they could not be read. */
  sides: readonly ProjectSide[]
  foreign: ForeignExplores
}

/**
 * Why each target may look different with the change, in words for people; empty where it does not. Where something is
 * not known, the change may touch it: too many are named rather than too few.
 */
export function findAffected(contents: readonly Content[], change: Change): string[][] {
  const { changes, sides } = change
  if ('unknown' in changes) return contents.map(() => [reasons.unknownChanges(changes.unknown)])
  const reaches = reachesIn(changes.files, sides)
  if (reaches.size === 0) return contents.map(() => [])
  if (sides.length === 0) return contents.map(() => [reasons.unknownText])
  return contents.map(content => reasonsOf(shownBy(content, change), reaches))
}

type Reaches = ReadonlyMap<string, Reach>

/** The reaches of the files that Looker reads. A LookML file without a view or an Explore may be anything. */
function reachesIn(files: Parameters<typeof reachesOf>[0], sides: readonly ProjectSide[]): Reaches {
  const isExplained = (path: string) => sides.some(side => side.hasBlocks(path))
  const all = [...reachesOf(files)].map(
    ([path, reach]) => [path, reach === 'source' && !isExplained(path) ? 'unexplained' : reach] as const,
  )
  return new Map(all.filter(([, reach]) => reach !== 'nothing'))
}

function reasonsOf(shown: Shown | 'unknown', reaches: Reaches): string[] {
  const ofAll = [
    ...pathsWith('everything', reaches).map(reasons.everything),
    ...pathsWith('unexplained', reaches).map(reasons.unexplained),
  ]
  if (shown === 'unknown') return [...ofAll, reasons.unreadable]
  return shown.isOfProject ? [...reasonsOfOwn(shown, reaches), ...ofAll] : []
}

const pathsWith = (wanted: Reach, reaches: Reaches): string[] =>
  [...reaches].filter(([, reach]) => reach === wanted).map(([path]) => path)

function reasonsOfOwn({ kind, dashboardFiles, sides }: Shown, reaches: Reaches): string[] {
  const dashboards = pathsWith('dashboard', reaches).filter(path => dashboardFiles.has(path))
  const sources = pathsWith('source', reaches).flatMap(path => {
    const tiles = Math.max(0, ...sides.map(tiles => tiles.filter(tile => tile.has(path)).length))
    if (tiles === 0) return []
    return [kind === 'query' ? reasons.query(path) : reasons.tiles(path, tiles)]
  })
  return [...dashboards.map(reasons.dashboard), ...sources]
}
