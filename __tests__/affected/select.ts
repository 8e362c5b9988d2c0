import { createHash } from 'node:crypto'
import { Explores } from '../../src/affected/affected-explores.ts'
import { compareProjects } from '../../src/affected/changes.ts'
import { exploresToDescribe, findAffected, type Selection } from '../../src/affected/find-affected.ts'
import type { DescribedExplore } from '../../src/affected/imported-explores.ts'
import { readLookmlProject } from '../../src/affected/project.ts'
import { type Content, isDashboardIncomplete, lookmlNameOf } from '../../src/affected/target-uses.ts'
import { type CommitTexts, isLookml } from '../../src/affected/texts.ts'

/** Maps the path of each file in a commit to its text. */
export type Files = Readonly<Record<string, string>>

/** Looker's answer about an Explore. */
export type Described = Partial<Omit<DescribedExplore, 'paths'>> & { paths: readonly string[] }

export interface Change {
  base: Files
  head: Files
  /** The paths of LookML files that the action can read in neither commit. */
  unread?: readonly string[]
  /** The symbolic links to folders, in both commits. */
  folderLinks?: readonly string[]
  /** Maps a target to the Explores of each of its tiles. Looker refuses to describe any other target. */
  tiles?: Readonly<Record<string, readonly (readonly string[])[]>>
  /** The settings of a tile as text. All tiles have the same settings. */
  settings?: string
  /** Maps an Explore to Looker's answer. Looker refuses to describe any other Explore. */
  explores?: Readonly<Record<string, Described>>
}

/**
 * Selects the targets that a change affects. A name such as `thelook::sales` is a LookML dashboard, `looks/7` is a
 * Look, and `42` is a user-defined dashboard.
 */
export async function select(
  ids: readonly string[],
  change: Change,
): Promise<Selection & { asked: string[] }> {
  const parsed = { blocks: new Map(), dashboards: new Map() }
  const pause = async () => undefined
  const { unread, folderLinks } = change
  const read = (files: Files) => ({ ...textsOf(files, unread), folderLinks: new Set(folderLinks) })
  const [base, head] = [read(change.base), read(change.head)]
  const compared = await compareProjects(
    [await readLookmlProject(base, parsed, pause), await readLookmlProject(head, parsed, pause)],
    pause,
  )
  const contents = ids.map((id): Content => {
    const told = change.tiles?.[id]
    const tiles = told
      ? told.map((explores, index) => ({ id: String(index), explores, text: change.settings ?? '' }))
      : 'unknown'
    const lookml = lookmlNameOf(id)
    if (!lookml) return { kind: id.startsWith('looks/') ? 'query' : 'dashboard', tiles }
    return {
      kind: 'lookml',
      ...lookml,
      ...(isDashboardIncomplete(compared, lookml.model, lookml.name) && { tiles }),
    }
  })
  const explores = new Explores(compared)
  const asked: string[] = []
  for (let names = ['']; names.length > 0; ) {
    names = await exploresToDescribe(contents, explores, pause)
    explores.describe(new Map(names.map(name => [name, describedBy(change.explores?.[name])])))
    asked.push(...names)
  }
  return { ...(await findAffected(contents, explores, pause)), asked }
}

function describedBy(told: Described | undefined): DescribedExplore | 'unknown' {
  if (!told) return 'unknown'
  return {
    modelPaths: new Set(),
    hasFieldFiles: true,
    hasForeignFiles: false,
    views: new Set(),
    ownViews: told.views ?? new Set(),
    suggestExplores: new Map(),
    ...told,
    paths: new Set(told.paths),
  }
}

export async function reasonsOf(id: string, change: Change): Promise<readonly string[]> {
  return (await select([id], change)).targets[0]?.reasons ?? []
}

export function textsOf(files: Files, unread: readonly string[] = []): CommitTexts {
  const all = Object.entries(files)
  const isRead = (path: string) => isLookml(path) && !unread.includes(path)
  return {
    commit: 'c0ffee',
    versions: new Map(all.map(([path, text]) => [path, createHash('sha1').update(text).digest('hex')])),
    lookml: new Map(all.filter(([path]) => isRead(path))),
    unread: new Map(unread.map(path => [path, 'it is a Git LFS pointer'])),
    ...{ folderLinks: new Set(), outsideLinks: new Set() },
    attributes: new Map(),
  }
}
