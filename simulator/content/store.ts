import type { Kind, Permission } from '../model.ts'
import type { LookmlDashboard } from '../projects/lookml.ts'
import type { Workspace } from '../projects/projects.ts'
import type { QueryStore } from '../queries/store.ts'
import type { Charts } from './catalogue.ts'
import { dashboardOfElement, elementId } from './elements.ts'
import { isKnown, makeUpDashboard as madeUp, makeUpTile } from './made-up.ts'
import type { Board, Content, Dashboard, Folder, Look } from './model.ts'

interface StoreOptions {
  content: Content
  /** Ids of permanently deleted dashboards. */
  gone: ReadonlySet<string>
  user: { id: string; permissions: readonly Permission[] }
  projects: Workspace
  queries: QueryStore
  chartsOf(dashboardId: string): Charts
}

/** The part of an instance's content that one user may see. */
export class ContentStore {
  readonly #options: StoreOptions

  constructor(options: StoreOptions) {
    this.#options = options
  }

  get projects(): Workspace {
    return this.#options.projects
  }

  get queries(): QueryStore {
    return this.#options.queries
  }

  lookmlOf(id: string): LookmlDashboard | undefined {
    return this.projects.dashboards().find(one => one.id === id)
  }

  may(permission: Permission): boolean {
    return this.#options.user.permissions.includes(permission)
  }

  folder(id: string): Folder | undefined {
    const folder = this.#folderWith(id)
    return folder && this.#isOpen(folder) ? folder : undefined
  }

  folders(): Folder[] {
    return this.#options.content.folders.filter(folder => this.#isOpen(folder))
  }

  children(id: string): Folder[] {
    const { folders } = this.#options.content
    return folders.filter(folder => folder.parentId === id && this.#isOpen(folder))
  }

  isPersonalDescendant({ parentId }: Folder): boolean {
    const parent = this.#folderWith(parentId)
    return parent !== undefined && (parent.personal === true || this.isPersonalDescendant(parent))
  }

  /** Includes deleted and hidden dashboards. Without a folder id, returns the dashboards of all folders. */
  dashboards(folderId?: string): Dashboard[] {
    return this.#allDashboards().filter(
      one => (folderId === undefined || one.folderId === folderId) && this.#maySee('dashboards', one),
    )
  }

  looks(folderId?: string): Look[] {
    return this.#options.content.looks.filter(
      one => (folderId === undefined || one.folderId === folderId) && this.#maySee('looks', one),
    )
  }

  /** `id` may be a slug. */
  dashboard(id: string): Dashboard | undefined {
    const listed = this.#allDashboards().find(one => one.id === id || one.slug === id)
    const isMadeUp = isKnown(id) && !this.#isInProject(id) && !this.#options.gone.has(id)
    const found = listed ?? (isMadeUp ? { id, title: madeUp(id).title, folderId: '1' } : undefined)
    return found && this.#maySee('dashboards', found) ? found : undefined
  }

  look(id: string): Look | undefined {
    const listed = this.#options.content.looks.find(one => one.id === id)
    const found =
      listed ?? (isKnown(id) ? { id, title: makeUpTile('looks', id).title, folderId: '1' } : undefined)
    return found && this.#maySee('looks', found) ? found : undefined
  }

  board(id: string): Board | undefined {
    return this.#options.content.boards.find(board => board.id === id && !board.invisible)
  }

  /** Returns the charts with the dashboard's stored title, even if the LookML has another title. */
  charts({ id, title, lookml }: Dashboard): Charts {
    const imported = lookml && this.projects.chartsOfBlock({ id, title, lookml })
    return { ...(imported ?? this.#options.chartsOf(id)), title }
  }

  /** Whether the content exists and is neither deleted nor invisible. */
  canBeDrawn(kind: Kind, id: string): boolean {
    const dashboardId = kind === 'dashboard_elements' ? dashboardOfElement(id) : id
    if (kind === 'queries' || dashboardId === undefined) return isKnown(id)
    const found = kind === 'looks' ? this.look(id) : this.dashboard(dashboardId)
    if (kind === 'dashboard_elements' && !this.tile(id)) return false
    return found !== undefined && !found.deleted
  }

  tile(id: string) {
    const dashboard = this.dashboard(dashboardOfElement(id) ?? 'missing')
    const tiles = dashboard ? this.charts(dashboard).tiles : []
    return tiles.find((tile, place) => dashboard && elementId(dashboard.id, place, tile) === id)
  }

  /**
   * Returns the charts that a picture of the content shows. Returns undefined if the dashboard or tile does not exist.
   */
  pictured(kind: Kind, id: string): Charts | undefined {
    if (kind === 'dashboards' || kind === 'lookml_dashboards') {
      const dashboard = this.dashboard(id)
      return dashboard && this.charts(dashboard)
    }
    const look = kind === 'looks' ? this.look(id) : undefined
    const drawn = kind === 'dashboard_elements' ? this.tile(id) : makeUpTile(kind, id)
    if (!drawn) return undefined
    const title = look?.title ?? drawn.title
    return { title, tiles: [{ ...this.#options.projects.recount(drawn), title }] }
  }

  #allDashboards(): Dashboard[] {
    const { content, projects } = this.#options
    const lookml = projects.dashboards().map(({ id, title, file, project }) => ({
      ...{ id, title, folderId: 'lookml' },
      editUri: `/projects/${project.options.id}/files/${encodeURIComponent(file)}?line=1`,
    }))
    return [...content.dashboards.filter(({ id }) => !this.#isInProject(id)), ...lookml]
  }

  #isInProject(id: string): boolean {
    const [model = '', name] = id.split('::')
    return name !== undefined && this.#options.projects.model(model) !== undefined
  }

  #folderWith(id: string | null): Folder | undefined {
    return this.#options.content.folders.find(folder => folder.id === id)
  }

  #isOpen(folder: Folder): boolean {
    const parent = this.#folderWith(folder.parentId)
    if (folder.ownerId !== undefined && folder.ownerId !== this.#options.user.id) return false
    return !folder.invisible && (parent === undefined || this.#isOpen(parent))
  }

  #maySee(kind: 'dashboards' | 'looks', { id, folderId, invisible }: Look): boolean {
    const folder = this.#folderWith(folderId)
    const kinds = id.includes('::') ? 'see_lookml_dashboards' : 'see_user_dashboards'
    const wanted = kind === 'looks' ? 'see_looks' : kinds
    return !invisible && this.may('access_data') && this.may(wanted) && (!folder || this.#isOpen(folder))
  }
}
