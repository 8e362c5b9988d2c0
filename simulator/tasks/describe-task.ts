import type { RenderTask } from '../model.ts'

/** The fields of a render task, in the order of the API's description. */
const describers = {
  can: () => ({}),
  created_at: task => new Date(task.createdAt).toISOString(),
  dashboard_filters: task => task.dashboardFilters,
  dashboard_id: task => (task.kind === 'dashboards' ? idIn(task) : null),
  dashboard_style: task => task.dashboardStyle,
  finalized_at: task => task.finishedAt && new Date(task.finishedAt).toISOString(),
  height: task => task.height,
  id: task => task.id,
  look_id: task => (task.kind === 'looks' ? idIn(task) : null),
  lookml_dashboard_id: task => (task.contentId.includes('::') && isDashboard(task) ? task.contentId : null),
  query_id: task => (task.kind === 'queries' ? idIn(task) : null),
  dashboard_element_id: task => (task.kind === 'dashboard_elements' ? task.contentId : null),
  query_runtime: task => secondsBetween(task.startedAt, task.queriedAt),
  render_runtime: task => secondsBetween(task.queriedAt, task.finishedAt),
  result_format: task => task.format,
  runtime: task => secondsBetween(task.createdAt, task.finishedAt),
  status: task => task.status,
  status_detail: task => task.statusDetail,
  user_id: task => (task.version === '3.1' ? 1 : '1'),
  width: task => task.width,
} satisfies Record<string, (task: RenderTask) => unknown>

export type TaskField = keyof typeof describers

export const taskFields = Object.keys(describers) as TaskField[]

/** Without the parameter `fields`, returns all fields. */
export function describeTask(task: RenderTask, fields: TaskField[] = taskFields): Record<string, unknown> {
  return Object.fromEntries(fields.map(field => [field, describers[field](task)]))
}

function isDashboard(task: RenderTask): boolean {
  return task.kind === 'dashboards' || task.kind === 'lookml_dashboards'
}

/** In API 3.1, ids of content are integers. */
function idIn(task: RenderTask): string | number {
  return task.version === '3.1' ? Number(task.contentId) : task.contentId
}

function secondsBetween(from: number | null, to: number | null): number | null {
  return from === null || to === null ? null : (to - from) / 1000
}
