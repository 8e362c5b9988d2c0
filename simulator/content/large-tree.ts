import type { Content, Dashboard, Folder } from './model.ts'

const names = ['Sales', '売上', 'مبيعات', 'Lager & Versand', 'Élan', '<b>Ops</b>', '財務・経理', 'Support']

/**
 * Creates `count` dashboards in a tree of folders. Folder 100 is the root of the tree, and each folder contains nine
 * dashboards.
 */
export function growTree(count: number): Content {
  const folders: Folder[] = [{ id: '1', name: 'Shared', parentId: null }]
  const dashboards: Dashboard[] = []
  for (let place = 0; place < count; place += 1) {
    const folder = Math.floor(place / 9)
    if (place % 9 === 0) folders.push(folderAt(folder))
    dashboards.push({
      id: String(1000 + place),
      title: `${names[place % names.length]} ${place + 1}${place % 50 === 7 ? ', and more'.repeat(19) : ''}`,
      folderId: String(100 + folder),
    })
  }
  return { folders, dashboards, looks: [], boards: [] }
}

function folderAt(place: number): Folder {
  const parentId = place === 0 ? '1' : String(100 + Math.floor((place - 1) / 3))
  return { id: String(100 + place), name: `${names[place % names.length]} ${place}`, parentId }
}
