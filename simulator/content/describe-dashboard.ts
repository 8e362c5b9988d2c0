import type { IDashboard } from '@looker/sdk'
import { describeElements, describeFilters } from './describe-element.ts'
import { describeFolder } from './describe-folder.ts'
import { dashboardTabs, tabIdsOf } from './made-up.ts'
import type { Dashboard } from './model.ts'
import type { ContentStore } from './store.ts'

/** Describes a dashboard without its tiles. Folders and lists contain this description. */
export function describeDashboard(store: ContentStore, dashboard: Dashboard): IDashboard {
  const { id, title, description = null, slug = null, hidden = false, deleted = false, folderId } = dashboard
  const folder = store.folder(folderId)
  const [model] = id.includes('::') ? id.split('::') : []
  return {
    id,
    title,
    description,
    slug,
    hidden,
    deleted,
    deleted_at: deleted ? new Date('2026-06-01T08:00:00Z') : null,
    folder_id: folderId,
    ...(folder && { folder: describeFolder(store, folder) }),
    ...(model && { model: { id: model, label: model } }),
    query_timezone: null,
    edit_uri: dashboard.editUri ?? null,
    readonly: model !== undefined,
  }
}

export function describeWholeDashboard(store: ContentStore, dashboard: Dashboard): IDashboard {
  return {
    ...describeDashboard(store, dashboard),
    dashboard_elements: describeElements(store, dashboard),
    dashboard_filters: describeFilters(store, dashboard),
    dashboard_layouts: dashboardTabs.map(({ label }, order) => ({
      id: tabIdsOf(dashboard.id)[order] ?? '',
      dashboard_id: dashboard.id,
      label,
      order,
      type: 'newspaper',
      active: order === 0,
    })),
  }
}
