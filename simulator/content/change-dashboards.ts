import {
  type Answer,
  answerForbidden,
  answerInvalid,
  answerNotFound,
  answerProblem,
  readJson,
  refuseOthers,
} from '../api/answers.ts'
import { answerWith } from '../api/fields.ts'
import type { RecordedRequest } from '../model.ts'
import type { User } from '../sessions.ts'
import { describeDashboard, describeWholeDashboard } from './describe-dashboard.ts'
import { ImportRefused, type Library } from './library.ts'
import type { Dashboard } from './model.ts'
import type { ContentStore } from './store.ts'

export const dashboardCalls = [
  'POST dashboards/lookml',
  'GET dashboards/search',
  'PATCH dashboards/*',
  'DELETE dashboards/*',
] as const
type DashboardCall = (typeof dashboardCalls)[number]

interface DashboardContext {
  user: User
  library: Library
  content: ContentStore
}

export function answerDashboards(
  context: DashboardContext,
  { call, ids: [id = ''] }: { call: DashboardCall; ids: readonly string[] },
  request: RecordedRequest,
): Answer {
  const { content, library, user } = context
  if (call === 'GET dashboards/search') return searchDashboards(content, request.query)
  const strange = refuseOthers(request.query, [])
  if (strange) return strange
  if (call === 'POST dashboards/lookml') return importDashboard(context, request)
  const found = content.dashboard(id)
  if (!found) return answerNotFound()
  if (found.id.includes('::')) return answerProblem(405, 'A LookML dashboard cannot be changed')
  if (!user.permissions.includes('save_dashboards')) return answerForbidden()
  if (call === 'PATCH dashboards/*') return updateDashboard(context, found, request)
  library.delete(found.id)
  return { status: 204 }
}

function importDashboard({ user, library, content }: DashboardContext, request: RecordedRequest): Answer {
  const read = readJson<{ lookml?: string; folder_id?: string }>(request, ['lookml', 'folder_id'])
  if ('refused' in read) return read.refused
  if (!user.permissions.includes('save_dashboards')) return answerForbidden()
  const { lookml, folder_id: folder } = read.values
  if (!lookml)
    return answerInvalid([{ field: 'lookml', code: 'missing_field', message: 'lookml is required' }])
  if (folder !== undefined && !content.folder(folder)) return answerNotFound()
  try {
    const imported = library.import(lookml, folder, user)
    return answerWith('Dashboard', describeWholeDashboard(content, imported), undefined)
  } catch (error) {
    if (error instanceof ImportRefused) return answerProblem(error.status, error.message)
    throw error
  }
}

interface Changed {
  title?: string
  description?: string
  deleted?: boolean
  hidden?: boolean
  folder_id?: string
}

function updateDashboard(
  { library, content }: DashboardContext,
  found: Dashboard,
  request: RecordedRequest,
): Answer {
  const keys = ['title', 'description', 'deleted', 'hidden', 'folder_id'] as const
  const read = readJson<Changed>(request, keys)
  if ('refused' in read) return read.refused
  const { folder_id: folderId, ...changes } = read.values
  const changed = library.update(found, { ...changes, ...(folderId !== undefined && { folderId }) })
  return answerWith('Dashboard', describeWholeDashboard(content, changed), undefined)
}

const texts = ['id', 'slug', 'title', 'description', 'folder_id'] as const
const searchParameters = [
  ...texts,
  ...['content_favorite_id', 'deleted', 'user_id', 'view_count', 'content_metadata_id', 'curate'],
  ...[
    'last_viewed_at',
    'fields',
    'page',
    'per_page',
    'limit',
    'offset',
    'sorts',
    'filter_or',
    'not_owned_by',
  ],
]

/** Finds user-defined dashboards. Ignores the case of letters. In a searched text, `%` and `_` are wildcards. */
function searchDashboards(content: ContentStore, query: Record<string, string>): Answer {
  const strange = refuseOthers(query, searchParameters)
  if (strange) return strange
  const all = content.dashboards().filter(({ id }) => !id.includes('::'))
  const alive = all.filter(({ deleted = false }) => deleted === (query.deleted === 'true'))
  const found = alive
    .map(one => describeDashboard(content, one))
    .filter(one =>
      texts.every(name => query[name] === undefined || like(query[name]).test(String(one[name] ?? ''))),
    )
  const { limit, offset = '0' } = query
  const end = limit === undefined ? undefined : Number(offset) + Number(limit)
  return answerWith('Dashboard', found.slice(Number(offset), end), query.fields)
}

function like(pattern: string): RegExp {
  const escaped = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('%', '.*').replaceAll('_', '.')}$`, 'is')
}
