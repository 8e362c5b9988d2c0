import { ActionError } from '../errors.ts'
import type { Member } from '../input-types.ts'
import type { ContentClient } from '../looker/content.ts'
import type { Folder } from '../looker/content-responses.ts'

import { byId } from './order.ts'

/** What a folder holds, and the subfolders that were met on the way, those that were left out included. */
export interface FolderContent {
  title?: string
  members: Member[]
  /** Ids. */
  subfolders: string[]
}

export interface FolderPlan {
  id: string
  recursive: boolean
  /** Ids of subfolders that are left out. */
  except: readonly string[]
}

type Client = Pick<ContentClient, 'folder' | 'folderDashboards' | 'folderLooks' | 'folderChildren'>

/** A tree with more is not what anybody means to render. */
const maxFolders = 1000

/**
 * Dashboards, then Looks, each by their ids; then the subfolders likewise. Users' own folders are left out.
 * @throws ActionError where the folder is a user's own, or what Looker answers
 */
export async function readFolderContent(client: Client, plan: FolderPlan): Promise<FolderContent> {
  const root = await client.folder(plan.id)
  if (root?.isPersonal)
    throw new ActionError(
      `Folder ${plan.id} is a user's own, and personal folders are never rendered`,
      'Move what is to be rendered into a shared folder, or list its dashboards one by one.',
    )
  const met = new Set([plan.id])
  const members = await readTree(client, { ...plan, hasChildren: root?.hasChildren ?? true }, met)
  const subfolders = [...met].slice(1)
  return { members, subfolders, ...(root?.title && { title: root.title }) }
}

type Branch = FolderPlan & Pick<Folder, 'hasChildren'>

async function readTree(client: Client, branch: Branch, met: Set<string>): Promise<Member[]> {
  const { id, recursive, except, hasChildren } = branch
  const [dashboards, looks, children] = await Promise.all([
    client.folderDashboards(id),
    client.folderLooks(id),
    recursive && hasChildren ? readChildren(client, id) : [],
  ])
  const below = children.filter(child => !child.isPersonal && !met.has(child.id)).sort(byId)
  for (const child of below) met.add(child.id)
  if (met.size > maxFolders)
    throw new ActionError(
      `Folder ${id} and those around it have more than ${maxFolders} subfolders`,
      'List the folders that are to be rendered one by one.',
    )
  const wanted = below.filter(child => !except.includes(child.id))
  const trees = wanted.map(child => readTree(client, { ...branch, ...child }, met))
  return [...dashboards.sort(byId), ...looks.sort(byId), ...(await Promise.all(trees)).flat()]
}

/** All pages. A Looker that does not know pages gives the same children again. */
async function readChildren(client: Client, id: string): Promise<Folder[]> {
  const children = new Map<string, Folder>()
  for (;;) {
    const known = children.size
    for (const child of await client.folderChildren(id, known)) children.set(child.id, child)
    if (children.size === known) return [...children.values()]
  }
}
