import { ActionError } from '../errors.ts'
import type { Exception, ListedCollection, Member } from '../input-types.ts'
import type { ContentClient, Folder, Listing } from '../looker/content.ts'
import { LookerError } from '../looker/looker-errors.ts'
import type { Collection } from '../model.ts'
import { capitalized } from '../runtime/text.ts'
import { collectionKinds } from '../targets.ts'

export interface CollectionContent {
  title?: string
  members: Member[]
  /** The entries of `except` that match neither a member nor a subfolder. */
  unusedExceptions: Exception[]
}

/**
 * Lists a collection's members without those in `except`. The order is the same in every job.
 * @throws ActionError with the reason if there is nothing to render
 */
export async function readMembers(
  collection: ListedCollection,
  client: ContentClient,
  ofLookml: LookmlMembers = async () => [],
): Promise<CollectionContent> {
  const {
    title,
    members,
    subfolders = [],
  } = await readCollection(collection, client, ofLookml).catch(error => {
    throw collectionError(error, collection)
  })
  const { except } = collection
  const unusedExceptions = except.filter(
    exception => !members.some(isNamedBy(exception)) && !isOneOf(subfolders, exception),
  )
  const remaining = members.filter(member => !except.some(exception => isNamedBy(exception)(member)))
  if (remaining.length === 0) throw emptyError(collection, { title, isExcepted: members.length > 0 })
  return { members: remaining, unusedExceptions, ...(title && { title }) }
}

interface WholeCollection {
  title?: string
  members: Member[]
  subfolders?: string[]
}

/** Returns the dashboards that the LookML of a pull request has for a model. Looker's list may lack some of them. */
type LookmlMembers = (model: string) => Promise<readonly Member[]>

async function readCollection(
  collection: ListedCollection,
  client: ContentClient,
  ofLookml: LookmlMembers,
): Promise<WholeCollection> {
  const { id, kind, except } = collection
  switch (kind) {
    case 'folder': {
      const folders = except.filter(exception => exception.kind === 'folder')
      return readFolderContent(client, { ...collection, except: folders.map(({ id }) => id) })
    }
    case 'board':
      return refuseTrash(collection, await readBoardContent(client, id, ofLookml))
    case 'model': {
      const [dashboards, inLookml] = await Promise.all([client.dashboards(), ofLookml(id)])
      const listed = dashboards.filter(member => member.id.startsWith(`${id}::`))
      const missing = inLookml.filter(member => listed.every(other => other.id !== member.id))
      return { members: [...listed, ...missing].sort(byId) }
    }
    case 'tiles': {
      const { title, members } = refuseTrash(collection, await client.tiles(id))
      const dashboard = { id, url: collection.url, ...(title && { title }) }
      return { ...(title && { title }), members: members.map(tile => ({ ...tile, dashboard })) }
    }
  }
}

/**
 * The maximum number of a board's members. A board with more members counts as a mistake, because each Look takes a
 * call.
 */
const maxBoardMembers = 5000

/**
 * Lists a board's members in the board's order. Omits deleted and hidden content, which a board also contains. One call
 * lists all dashboards, and each Look takes one call.
 */
async function readBoardContent(
  client: ContentClient,
  id: string,
  ofLookml: LookmlMembers,
): Promise<Listing> {
  const board = await client.board(id)
  if (board.members.length > maxBoardMembers)
    throw new ActionError(
      `Board ${id} has more than ${maxBoardMembers} items`,
      'List each dashboard and Look that you want to render.',
    )
  const listed = board.members.some(({ kind }) => kind !== 'look') ? await client.dashboards() : []
  const dashboards = new Map(listed.map(dashboard => [dashboard.id, dashboard]))
  const listsLookml = listed.some(({ kind }) => kind === 'lookml_dashboard')
  const checkDashboard = async (member: Member): Promise<Member | undefined> => {
    const dashboard = dashboards.get(member.id)
    if (dashboard) return { ...member, ...dashboard }
    if (member.kind !== 'lookml_dashboard') return undefined
    // If Looker lists no LookML dashboards at all, the LookML dashboards of the board may still exist.
    if (!listsLookml) return member
    const [model = ''] = member.id.split('::')
    const inLookml = await ofLookml(model)
    return inLookml.some(other => other.id === member.id) ? member : undefined
  }
  const checked = board.members.map(member =>
    member.kind === 'look' ? checkLook(client, member) : checkDashboard(member),
  )
  const members = (await Promise.all(checked)).filter(member => member !== undefined)
  return { ...board, members: members.map(inPlace('board', board.title)) }
}

async function checkLook(client: ContentClient, member: Member): Promise<Member | undefined> {
  try {
    const { deleted, title } = await client.look(member.id)
    return deleted ? undefined : { ...(title && { title }), ...member }
  } catch (error) {
    if (error instanceof LookerError && error.status === 404) return undefined
    throw error
  }
}

const isNamedBy =
  ({ kind, id }: Exception) =>
  (member: Member) =>
    kind === member.kind && (id === member.id || id === member.slug)

const isOneOf = (subfolders: readonly string[], { kind, id }: Exception) =>
  kind === 'folder' && subfolders.includes(id)

const describeCollection = ({ kind, id }: Collection) => `${collectionKinds[kind].noun} ${id}`

function collectionError(error: unknown, collection: Collection): unknown {
  if (!(error instanceof LookerError)) return error
  if (error.status === 404)
    return new ActionError(
      `Looker found no ${describeCollection(collection)}`,
      "Check the id, and that the API user may see the content. The user's role needs the permissions see_user_dashboards, see_lookml_dashboards and see_looks. Looker gives the same answer if content does not exist or the user may not see it.",
      { cause: error },
    )
  if (error.status === 403)
    return new ActionError(
      `Looker does not let the API user see ${describeCollection(collection)} (403)`,
      'Give the API user View access to the folder, and its role the permissions see_user_dashboards, see_lookml_dashboards and see_looks.',
      { cause: error },
    )
  return error
}

/** @throws ActionError if the collection is in Looker's trash */
function refuseTrash(collection: Collection, listing: Listing): Listing {
  if (!listing.deleted) return listing
  throw new ActionError(
    `${capitalized(describeCollection(collection))} is in Looker's trash`,
    'Restore it in Looker, or remove it from targets.',
  )
}

interface Emptiness {
  title: string | undefined
  /** Whether the collection is empty only because `except` excludes every member. */
  isExcepted: boolean
}

function emptyError(collection: Collection, { title, isExcepted }: Emptiness): ActionError {
  const name = capitalized(describeCollection(collection)) + (title ? ` (${title})` : '')
  if (isExcepted)
    return new ActionError(
      `${name} is empty, because its except list leaves out everything`,
      'Remove the collection from targets, or shorten its except list.',
    )
  const [fact, hint] = {
    folder: [
      'has no dashboard or Look that the API user may see',
      'Check the permissions of the API user. Deleted and hidden content is left out. Set recursive: true to include subfolders.',
    ],
    board: [
      'contains no dashboard or Look that the API user may see',
      'Check that the API user may see the content of the board. Links and deleted content are left out.',
    ],
    model: [
      'has no LookML dashboard that the API user may see',
      "Check the model's name, that its dashboards are deployed, and that the API user's role has see_lookml_dashboards and the model.",
    ],
    tiles: ['has only texts, buttons and groups', 'Render the dashboard itself, without tiles: true.'],
  }[collection.kind] as [string, string]
  return new ActionError(`${name} ${fact}`, hint)
}

interface FolderContent {
  title?: string
  members: Member[]
  /** The ids of all subfolders, including the excluded subfolders. */
  subfolders: string[]
}

interface FolderOptions {
  id: string
  recursive: boolean
  except: readonly string[]
}

type FolderClient = Pick<ContentClient, 'folder' | 'folderDashboards' | 'folderLooks' | 'folderChildren'>

/** The maximum number of folders in a tree. A tree with more folders counts as a mistake. */
const maxFolders = 1000

/**
 * Lists the content of a folder, then the content of its subfolders in the same way. In each folder, dashboards come
 * before Looks, and both are sorted by id. Omits personal folders.
 * @throws ActionError if the folder itself is personal
 * @throws LookerError
 */
async function readFolderContent(client: FolderClient, options: FolderOptions): Promise<FolderContent> {
  const root = await client.folder(options.id)
  if (root?.isPersonal)
    throw new ActionError(
      `Folder ${options.id} is a personal folder, and personal folders are not rendered`,
      'Move the content into a shared folder, or list its dashboards one by one.',
    )
  const seen = new Set([options.id])
  const { title, hasChildren = true } = root ?? {}
  const members = await readBranch(client, { ...options, hasChildren, ...(title && { title }) }, seen)
  const subfolders = [...seen].slice(1)
  return { members, subfolders, ...(root?.title && { title: root.title }) }
}

type FolderBranch = FolderOptions & Pick<Folder, 'hasChildren' | 'title'>

async function readBranch(client: FolderClient, branch: FolderBranch, seen: Set<string>): Promise<Member[]> {
  const { id, recursive, except, hasChildren, title } = branch
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
  const members = wanted.map(child => readBranch(client, { recursive, except, ...child }, seen))
  const own = [...dashboards.sort(byId), ...looks.sort(byId)]
  return [...own.map(inPlace('folder', title)), ...(await Promise.all(members)).flat()]
}

const inPlace =
  (noun: 'folder' | 'board', title: string | undefined) =>
  (member: Member): Member =>
    title ? { ...member, place: `${noun} ${title}` } : member

/**
 * Reads all pages. Stops after a page without new children, because an old Looker without paging returns the same
 * children again. Stops at `maxFolders`, because a faulty Looker may return new children on every page.
 */
async function readChildren(client: FolderClient, id: string): Promise<Folder[]> {
  const children = new Map<string, Folder>()
  for (;;) {
    const known = children.size
    for (const child of await client.folderChildren(id, known)) children.set(child.id, child)
    if (children.size === known || children.size > maxFolders) return [...children.values()]
  }
}

/**
 * Compares numeric ids as numbers, and all other ids by code units, so that the order does not depend on the locale.
 */
export function byId({ id: one }: { id: string }, { id: other }: { id: string }): number {
  const difference = Number(one) - Number(other)
  if (difference) return difference
  return one < other ? -1 : Number(one > other)
}
