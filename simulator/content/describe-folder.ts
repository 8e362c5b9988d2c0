import type { IFolder } from '@looker/sdk'
import type { Folder } from './model.ts'
import type { ContentStore } from './store.ts'

export function describeFolder(store: ContentStore, folder: Folder): IFolder {
  const { id, name, parentId, personal = false } = folder
  return {
    id,
    name,
    parent_id: parentId,
    child_count: store.children(id).length,
    is_personal: personal,
    is_personal_descendant: store.isPersonalDescendant(folder),
    is_shared_root: name === 'Shared' && parentId === null,
    is_users_root: name === 'Users' && parentId === null,
    is_embed: false,
  }
}
