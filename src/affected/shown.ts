import type { ProjectSide } from './project-side.ts'

/** The Explores of each tile that has a query, as `model::explore`; merged results have several. */
export type Tiles = readonly (readonly string[])[]

/** What a target shows, as far as the project's text does not tell it. */
export type Content =
  /** A LookML dashboard: the project's text tells the rest. */
  | { kind: 'lookml'; name: string }
  /** A Look, a query and a tile have one tile. */
  | { kind: 'dashboard' | 'query'; tiles: Tiles }
  /** Nothing could be learned. */
  | { kind: 'unknown' }

/** For Explores that the project does not define: which of its files they are made of, as Looker tells. */
export type ForeignExplores = ReadonlyMap<string, ReadonlySet<string> | 'unknown'>

/** What a target is made of. */
export interface Shown {
  kind: 'dashboard' | 'query'
  /** The files that define a LookML dashboard, or one that it extends. */
  dashboardFiles: ReadonlySet<string>
  /** For each side of the change and each tile: the project's files that it uses. */
  sides: readonly (readonly ReadonlySet<string>[])[]
  /** Whether anything of the project is in it. */
  isOfProject: boolean
}

interface Sources {
  sides: readonly ProjectSide[]
  foreign: ForeignExplores
}

export function shownBy(content: Content, sources: Sources): Shown | 'unknown' {
  if (content.kind === 'unknown') return 'unknown'
  if (content.kind === 'lookml') return shownByDashboard(content.name, sources)
  const { kind, tiles } = content
  return shownWith({ kind, dashboardFiles: new Set() }, [tiles], sources)
}

/** Its tiles may differ before and after the change. */
function shownByDashboard(name: string, sources: Sources): Shown | 'unknown' {
  const found = sources.sides.flatMap(side => side.dashboard(name) ?? [])
  if (found.length === 0) return 'unknown'
  const dashboardFiles = new Set(found.flatMap(({ files }) => [...files]))
  return shownWith(
    { kind: 'dashboard', dashboardFiles },
    found.map(({ tiles }) => tiles),
    sources,
  )
}

function shownWith(
  about: Pick<Shown, 'kind' | 'dashboardFiles'>,
  tilesOfSides: readonly Tiles[],
  sources: Sources,
): Shown | 'unknown' {
  const explores = new Set(tilesOfSides.flat(2))
  const files = new Map([...explores].map(explore => [explore, filesOf(explore, sources)]))
  if ([...files.values()].includes('unknown')) return 'unknown'
  const filesOfTile = (tile: readonly string[]) =>
    new Set(tile.flatMap(explore => [...(files.get(explore) ?? [])]))
  const sides = tilesOfSides.map(tiles => tiles.map(filesOfTile))
  const isOfProject =
    about.dashboardFiles.size > 0 ||
    sides.flat().some(({ size }) => size > 0) ||
    [...explores].some(explore => isOwn(explore, sources))
  return { ...about, sides, isOfProject }
}

/**
 * An Explore's files on both sides together. Looker tells them where the project's text does not define the Explore:
 * another project does, or an imported one.
 */
function filesOf(explore: string, sources: Sources): ReadonlySet<string> | 'unknown' {
  const name = explore.split('::')[1] ?? ''
  const own = isOwn(explore, sources) ? sources.sides.flatMap(side => side.filesOf(name) ?? []) : []
  if (own.length === 0) return sources.foreign.get(explore) ?? 'unknown'
  return new Set(own.flatMap(files => [...files]))
}

const isOwn = (explore: string, { sides }: Sources) =>
  sides.some(({ models }) => models.has(explore.split('::')[0] ?? ''))

/** The Explores that Looker has to be asked for. */
export function foreignExplores(contents: readonly Content[], sides: readonly ProjectSide[]): string[] {
  const shown = contents.flatMap(content => {
    if (content.kind === 'unknown') return []
    if (content.kind !== 'lookml') return content.tiles.flat()
    return sides.flatMap(side => side.dashboard(content.name)?.tiles.flat() ?? [])
  })
  const sources = { sides, foreign: new Map() }
  return [...new Set(shown)].filter(explore => filesOf(explore, sources) === 'unknown')
}
