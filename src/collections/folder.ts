import { ActionError } from '../errors.ts'
import type { Member } from '../input-types.ts'
import type { ContentClient, Folder } from '../looker/content.ts'

export interface FolderContent {
  title?: string
  members: Member[]
  /** Ids of all subfolders, including excluded ones. */
  subfolders: string[]
}

export interface FolderOptions {
  id: string
  recursive: boolean
  /** Ids of subfolders that are left out. */
  except: readonly string[]
}

type FolderClient = Pick<ContentClient, 'folder' | 'folderDashboards' | 'folderLooks' | 'folderChildren'>

/** A larger tree is taken for a mistake. */
const maxFolders = 1000

/**
 * Lists the dashboards, then the Looks, each ordered by id; then those of the subfolders. Personal folders are left out.
 * @throws ActionError if the folder itself is a personal one; LookerError
 */
export async function readFolderContent(
  client: FolderClient,
  options: FolderOptions,
): Promise<FolderContent> {
  const root = await client.folder(options.id)
  if (root?.isPersonal)
    throw new ActionError(
      `Folder ${options.id} is a user's own, and personal folders are never rendered`,
      'Move the content into a shared folder, or list its dashboards one by one.',
    )
  const seen = new Set([options.id])
  const members = await readBranch(client, { ...options, hasChildren: root?.hasChildren ?? true }, seen)
  const subfolders = [...seen].slice(1)
  return { members, subfolders, ...(root?.title && { title: root.title }) }
}

type FolderBranch = FolderOptions & Pick<Folder, 'hasChildren'>

async function readBranch(client: FolderClient, branch: FolderBranch, seen: Set<string>): Promise<Member[]> {
  const { id, recursive, except, hasChildren } = branch
  const [dashboards, looks, children] = await Promise.all([
    client.folderDashboards(id),
    client.folderLooks(id),
    recursive && hasChildren ? readChildren(client, id) : [],
  ])
  const subfolders = children.filter(child => !child.isPersonal && !seen.has(child.id)).sort(byId)
  for (const child of subfolders) seen.add(child.id)
  if (seen.size > maxFolders)
    throw new ActionError(
      `The tree of folder ${id} has more than ${maxFolders} subfolders`,
      'List each folder that you want to render.',
    )
  const wanted = subfolders.filter(child => !except.includes(child.id))
  const members = wanted.map(child => readBranch(client, { ...branch, ...child }, seen))
  return [...dashboards.sort(byId), ...looks.sort(byId), ...(await Promise.all(members)).flat()]
}

/**
 * Reads all pages, up to more than a tree may have. A Looker without paging answers with the same children again, and a
 * broken one may have new children on every page.
 */
async function readChildren(client: FolderClient, id: string): Promise<Folder[]> {
  const children = new Map<string, Folder>()
  for (;;) {
    const known = children.size
    for (const child of await client.folderChildren(id, known)) children.set(child.id, child)
    if (children.size === known || children.size > maxFolders) return [...children.values()]
  }
}

/** Compares ids as numbers if both are numbers, else by code units, so that the order does not depend on the locale. */
export function byId({ id: one }: { id: string }, { id: other }: { id: string }): number {
  const difference = Number(one) - Number(other)
  if (difference) return difference
  return one < other ? -1 : Number(one > other)
}
