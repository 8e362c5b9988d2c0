import { randomBytes } from 'node:crypto'
import { parse as parseYaml } from 'yaml'
import { type Block, isBlock, textIn } from '../projects/parse-lookml.ts'
import type { User } from '../sessions.ts'
import type { Content, Dashboard } from './model.ts'

/** Thrown if Looker cannot import the YAML. `status` and `message` come from Looker's answer. */
export class ImportRefused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export type Changes = Partial<Pick<Dashboard, 'title' | 'description' | 'deleted' | 'hidden' | 'folderId'>>

/** The content of a running instance. Imports, updates and deletions change the content. */
export class Library {
  readonly content: Content
  /** Ids of permanently deleted dashboards. */
  readonly gone = new Set<string>()
  #lastId = 30_000

  constructor(content: Content, users: readonly User[]) {
    const parentId = content.folders.some(({ id }) => id === '2') ? '2' : null
    const personal = users.flatMap(({ id: ownerId, name, personalFolderId: id }) =>
      id === null ? [] : [{ id, name, parentId, ownerId, personal: true }],
    )
    this.content = {
      ...content,
      folders: [...content.folders, ...personal],
      dashboards: content.dashboards.map(dashboard => ({ ...dashboard })),
    }
  }

  /**
   * Creates a dashboard from YAML. If the YAML's `preferred_slug` belongs to a dashboard, overwrites this dashboard.
   * @throws ImportRefused if the YAML does not contain exactly one dashboard
   */
  import(lookml: string, folderId: string | undefined, user: User): Dashboard {
    const block = readDashboard(lookml)
    const slug = textIn(block.preferred_slug)
    const about = {
      title: textIn(block.title) ?? String(block.dashboard),
      description: textIn(block.description) ?? '',
      lookml: block,
    }
    const existing = slug && this.content.dashboards.find(one => one.slug === slug)
    if (existing) return Object.assign(existing, about, folderId === undefined ? {} : { folderId })
    const folder = folderId ?? user.personalFolderId
    if (folder === null) throw new ImportRefused(422, 'folder_id is required: you have no personal folder')
    this.#lastId += 1
    const created: Dashboard = {
      id: String(this.#lastId),
      ...about,
      folderId: folder,
      slug: slug ?? randomBytes(11).toString('hex'),
    }
    this.content.dashboards.push(created)
    return created
  }

  /** Changes a dashboard. If the dashboard was made up, adds it to the stored content. */
  update(dashboard: Dashboard, changes: Changes): Dashboard {
    const listed = this.content.dashboards.find(({ id }) => id === dashboard.id)
    if (listed) return Object.assign(listed, changes)
    const changed = { ...dashboard, ...changes }
    this.content.dashboards.push(changed)
    return changed
  }

  delete(id: string): void {
    const { dashboards } = this.content
    const place = dashboards.findIndex(one => one.id === id)
    if (place >= 0) dashboards.splice(place, 1)
    this.gone.add(id)
  }
}

function readDashboard(text: string): Block {
  let all: unknown
  try {
    all = parseYaml(text, { logLevel: 'error' })
  } catch (error) {
    throw new ImportRefused(400, `LookML is not valid YAML: ${(error as Error).message.split('\n')[0]}`)
  }
  const dashboards = (Array.isArray(all) ? all : [all]).filter(isBlock)
  const [first, second] = dashboards
  if (!first || typeof first.dashboard !== 'string') throw new ImportRefused(400, 'LookML has no dashboard')
  if (second) throw new ImportRefused(400, 'LookML has more than one dashboard')
  if ('extends' in first) throw new ImportRefused(400, 'A dashboard that extends another cannot be imported')
  return first
}
