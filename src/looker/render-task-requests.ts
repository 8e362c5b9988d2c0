import type { ApiVersion, Dashboard, Format, Target } from '../model.ts'
import { isObject } from '../runtime/json.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { encodeFilters, targetKinds } from '../targets.ts'
import { type JsonFields, plainWords, type ResponseReader, readJson } from './http.ts'
import { unexpectedResponse } from './looker-errors.ts'
import type { Session } from './session.ts'

export interface RenderTask {
  id: string
  /** Looker's status of the task. Looker may send a status that this action does not know. */
  status: string
  /** Looker's `status_detail`. May be empty. */
  detail: string
  /** Looker's time for queries and rendering, in milliseconds. Undefined if Looker does not return it. */
  renderTime?: number
}

export function createLookerClient(
  send: Session['send'],
  version: ApiVersion,
  { host, clean }: { host: string; clean: Secrets['clean'] },
) {
  const task = readTask(host, clean)
  return {
    createRenderTask: (target: Target) => send({ method: 'POST', ...creationCall(target, version) }, task),
    renderTask: (id: string) =>
      send(
        { method: 'GET', path: `/render_tasks/${encodeURIComponent(id)}`, query: { fields: pollFields } },
        task,
      ),
    renderTaskResults: <T>(id: string, read: ResponseReader<T>) =>
      send({ method: 'GET', path: `/render_tasks/${encodeURIComponent(id)}/results` }, read),
    queryBySlug: (slug: string) =>
      send(
        { method: 'GET', path: `/queries/slug/${encodeURIComponent(slug)}`, query: { fields: 'id' } },
        readQueryId(host),
      ),
  }
}

export type LookerClient = ReturnType<typeof createLookerClient>

const taskFields = 'id,status,status_detail'
const pollFields = `${taskFields},query_runtime,render_runtime`

function creationCall(target: Target, version: ApiVersion) {
  const { kind, id, output, width, height } = target
  const path = `/render_tasks/${targetKinds[kind].resource[version]}/${encodeURIComponent(id)}/${output.format satisfies Format}`
  if (kind !== 'dashboard' && kind !== 'lookml_dashboard')
    return { path, query: { width, height, fields: taskFields } }
  return {
    path,
    query: { width, height, fields: taskFields, ...dashboardQuery(target) },
    json: dashboardBody(target),
  }
}

function dashboardQuery({ output, longTables, theme }: Dashboard) {
  const paper =
    output.format === 'pdf'
      ? { pdf_paper_size: output.paperSize, pdf_landscape: output.landscape || undefined }
      : {}
  return { ...paper, long_tables: longTables || undefined, theme }
}

function dashboardBody({ filters, style, tabIds }: Dashboard) {
  return {
    ...(filters.size > 0 && { dashboard_filters: encodeFilters(filters) }),
    ...(style && { dashboard_style: style }),
    ...(tabIds.length > 0 && { tab_ids: tabIds }),
  }
}

/** What to do if a render task has this status. */
export const nextStep = {
  enqueued_for_query: 'wait',
  querying: 'wait',
  enqueued_for_render: 'wait',
  rendering: 'wait',
  success: 'fetch',
  failure: 'fail',
} as const satisfies Record<string, 'wait' | 'fetch' | 'fail'>

export const isKnownStatus = (status: string): status is keyof typeof nextStep =>
  Object.hasOwn(nextStep, status)

const readTask =
  (host: string, clean: Secrets['clean']): ResponseReader<RenderTask> =>
  async response => {
    const answer = await readJson(host, response)
    const { id, status, status_detail: detail, ...runtimes } = isObject(answer) ? answer : {}
    if (!isId(id) || clean(String(id)) !== String(id) || typeof status !== 'string')
      throw unexpectedResponse(host, 'something that is not a render task')
    return {
      id: String(id),
      // A known status stays as it is, even if a secret is a part of it.
      status: isKnownStatus(status) ? status : plainWords(status, clean, 100),
      detail: typeof detail === 'string' ? plainWords(detail, clean) : '',
      ...renderTimeIn(runtimes),
    }
  }

/**
 * Returns the render time in milliseconds. Looker returns `query_runtime` and `render_runtime` in seconds (RenderTask,
 * API 4.0 and 3.1).
 */
function renderTimeIn({ query_runtime: queries, render_runtime: rendering }: JsonFields) {
  const seconds = Number(queries) + Number(rendering)
  const isKnown = typeof queries === 'number' && typeof rendering === 'number' && seconds > 0
  return isKnown && { renderTime: seconds * 1000 }
}

const readQueryId =
  (host: string): ResponseReader<string> =>
  async response => {
    const answer = await readJson(host, response)
    if (!isObject(answer) || !isId(answer.id)) throw unexpectedResponse(host, 'something that is not a query')
    return String(answer.id)
  }

/** Whether the id can be a part of a path. For example, the id `..` would lead to a different path. */
const isId = (id: unknown): id is string | number =>
  typeof id === 'string' ? /^(?!\.\.?$)[!-~]{1,255}$/.test(id) : Number.isSafeInteger(id)
