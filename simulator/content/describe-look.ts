import type { ILookWithQuery } from '@looker/sdk'
import { describeFolder } from './describe-folder.ts'
import { makeUpTile } from './made-up.ts'
import type { Look } from './model.ts'
import { queryOf } from './queries.ts'
import type { ContentStore } from './store.ts'

export function describeLook(store: ContentStore, look: Look): ILookWithQuery {
  const { id, title, description = null, deleted = false, folderId } = look
  const folder = store.folder(folderId)
  const query = store.queries.remember(queryOf(makeUpTile('looks', id)))
  return {
    id,
    title,
    description,
    deleted,
    folder_id: folderId,
    ...(folder && { folder: describeFolder(store, folder) }),
    query_id: query.id ?? null,
    query,
  }
}
