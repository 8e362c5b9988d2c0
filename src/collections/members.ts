import type { Exception, ListedCollection, Member } from '../input-types.ts'
import type { ContentClient } from '../looker/content.ts'
import type { Listing } from '../looker/content-responses.ts'
import type { Collection } from '../model.ts'
import { readBoardContent } from './board.ts'
import { emptyError, readError, trashError } from './errors.ts'
import { readFolderContent } from './folder.ts'
import { byId } from './order.ts'

/** What a collection comes to. */
export interface Members {
  /** What the collection is called in Looker. */
  title?: string
  members: Member[]
  /** What `except` names and the collection does not hold. */
  unused: Exception[]
}

/**
 * Asks Looker what a collection holds, without what `except` names; in an order that is the same for every job.
 * @throws ActionError that says why there is nothing to render
 */
export async function readMembers(collection: ListedCollection, client: ContentClient): Promise<Members> {
  const {
    title,
    members,
    subfolders = [],
  } = await read(collection, client).catch(error => {
    throw readError(error, collection)
  })
  const { except } = collection
  const unused = except.filter(
    exception => !members.some(isNamedBy(exception)) && !isOneOf(subfolders, exception),
  )
  const left = members.filter(member => !except.some(exception => isNamedBy(exception)(member)))
  if (left.length === 0) throw emptyError(collection, { title, isExcepted: members.length > 0 })
  return { members: left, unused, ...(title && { title }) }
}

interface Read {
  title?: string
  members: Member[]
  subfolders?: string[]
}

async function read(collection: ListedCollection, client: ContentClient): Promise<Read> {
  const { id, kind, except } = collection
  switch (kind) {
    case 'folder': {
      const folders = except.filter(exception => exception.kind === 'folder')
      return readFolderContent(client, { ...collection, except: folders.map(({ id }) => id) })
    }
    case 'board':
      return orTrashError(collection, await readBoardContent(client, id))
    case 'model': {
      const dashboards = await client.dashboards()
      return { members: dashboards.filter(member => member.id.startsWith(`${id}::`)).sort(byId) }
    }
    case 'tiles': {
      const { title, members } = orTrashError(collection, await client.tiles(id))
      const dashboard = { id, url: collection.url, ...(title && { title }) }
      return { ...(title && { title }), members: members.map(tile => ({ ...tile, dashboard })) }
    }
  }
}

function orTrashError(collection: Collection, listing: Listing): Listing {
  if (listing.deleted) throw trashError(collection)
  return listing
}

/** Addresses know a dashboard by its slug, too. */
const isNamedBy =
  ({ kind, id }: Exception) =>
  (member: Member) =>
    kind === member.kind && (id === member.id || id === member.slug)

const isOneOf = (subfolders: readonly string[], { kind, id }: Exception) =>
  kind === 'folder' && subfolders.includes(id)
