import { type Answer, answerInvalid, answerNotFound, answerProblem, type FieldError } from '../api/answers.ts'
import type { Route } from '../api/routes.ts'
import { tabIdsOf } from '../content/made-up.ts'
import type { ContentStore } from '../content/store.ts'
import type { Format, PictureSpec, RecordedRequest, Style } from '../model.ts'
import { type TaskField, taskFields } from './describe-task.ts'

type Creation = Extract<Route, { operation: 'create' }>
type Order = { spec: PictureSpec; fields: TaskField[] | undefined }

const paperSizes = ['letter', 'legal', 'tabloid', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5']
const dashboardStyles = ['tiled', 'single_column']
// Prevents huge pictures after a typing error. Looker documents no limit.
const maxPixels = 20_000

export function readCreation(
  route: Creation,
  request: RecordedRequest,
  content: ContentStore,
): { order: Order } | { refused: Answer } {
  const { version, kind, contentId } = route
  const body = readBody(route, request)
  if ('refused' in body) return body
  const strangers = [
    ...Object.keys(request.query).filter(name => !parametersOf(route).includes(name)),
    ...Object.keys(body.values).filter(name => !bodyKeysOf(route).includes(name)),
  ]
  if (strangers.length > 0)
    return { refused: answerProblem(400, `Not in API ${version} for ${kind}: ${strangers.join(', ')}`) }
  const fields = readFields(request.query.fields)
  if ('refused' in fields) return fields
  const numeric = version === '3.1' && kind !== 'lookml_dashboards'
  if (!content.canBeDrawn(kind, contentId) || (numeric && !/^\d+$/.test(contentId)))
    return { refused: answerNotFound() }
  const errors = [...problemsOf(route, request.query), ...problemsOfBody(route, body.values)]
  if (errors.length > 0) return { refused: answerInvalid(errors) }
  return { order: { spec: specOf(route, request.query, body.values), fields: fields.fields } }
}

/** `text` is a list such as `id,status`. Refuses a name that is not a field of a render task. */
export function readFields(
  text: string | undefined,
): { fields: TaskField[] | undefined } | { refused: Answer } {
  const names = text?.split(',').map(name => name.trim())
  const strange = names?.filter(name => !taskFields.includes(name as TaskField)) ?? []
  if (strange.length > 0)
    return { refused: answerProblem(400, `Not a field of a render task: ${strange.join(', ')}`) }
  return { fields: names as TaskField[] | undefined }
}

function isDashboard({ kind }: Creation): boolean {
  return kind === 'dashboards' || kind === 'lookml_dashboards'
}

function parametersOf(route: Creation): string[] {
  const all = ['width', 'height', 'fields']
  if (isDashboard(route)) all.push('pdf_paper_size', 'pdf_landscape')
  if (isDashboard(route) && route.version === '4.0') all.push('long_tables', 'theme')
  return all
}

function bodyKeysOf({ version }: Creation): string[] {
  return ['dashboard_filters', 'dashboard_style', ...(version === '4.0' ? ['tab_ids'] : [])]
}

type Values = Record<string, unknown>

function readBody(route: Creation, request: RecordedRequest): { values: Values } | { refused: Answer } {
  if (!isDashboard(route)) {
    if (request.body === '') return { values: {} }
    return { refused: answerProblem(400, `Creating a render task of ${route.kind} takes no body`) }
  }
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    return { refused: answerProblem(400, 'A body in JSON (content-type: application/json) is required') }
  try {
    const values: unknown = JSON.parse(request.body)
    if (typeof values === 'object' && values !== null && !Array.isArray(values))
      return { values: values as Values }
  } catch {
    // The return statement below refuses invalid JSON, and also JSON that is not an object.
  }
  return { refused: answerProblem(400, 'The body has to be a JSON object') }
}

function problemsOf(route: Creation, query: Record<string, string>): FieldError[] {
  const errors: FieldError[] = []
  const formats = isDashboard(route) ? ['pdf', 'png', 'jpg'] : ['png', 'jpg']
  if (!formats.includes(route.format)) errors.push(oneOf('result_format', formats))
  for (const side of ['width', 'height'] as const) {
    const text = query[side] ?? ''
    if (text === '') errors.push({ field: side, code: 'missing_field', message: `${side} is required` })
    else if (!/^\d+$/.test(text) || Number(text) < 1 || Number(text) > maxPixels)
      errors.push(invalid(side, `has to be an integer from 1 to ${maxPixels}`))
  }
  if (query.pdf_paper_size !== undefined && !paperSizes.includes(query.pdf_paper_size))
    errors.push(oneOf('pdf_paper_size', paperSizes))
  for (const flag of ['pdf_landscape', 'long_tables'] as const)
    if (query[flag] !== undefined && !['true', 'false'].includes(query[flag]))
      errors.push(oneOf(flag, ['true', 'false']))
  return errors
}

function problemsOfBody(route: Creation, values: Values): FieldError[] {
  const errors: FieldError[] = []
  const { dashboard_filters: filters = null, dashboard_style: style = null, tab_ids: tabs = null } = values
  if (filters !== null && typeof filters !== 'string')
    errors.push(invalid('dashboard_filters', 'has to be a string in URL query format'))
  if (style !== null && !dashboardStyles.includes(style as string))
    errors.push(oneOf('dashboard_style', dashboardStyles))
  if (tabs !== null && !Array.isArray(tabs)) errors.push(invalid('tab_ids', 'has to be a list'))
  else if (tabs !== null) {
    const known = tabIdsOf(route.contentId)
    const strange = (tabs as unknown[]).filter(tab => !known.includes(tab as string))
    if (strange.length > 0)
      errors.push(invalid('tab_ids', `does not know ${strange.join(', ')}; there are ${known.join(', ')}`))
  }
  return errors
}

function invalid(field: string, message: string): FieldError {
  return { field, code: 'invalid', message: `${field} ${message}` }
}

function oneOf(field: string, values: string[]): FieldError {
  return invalid(field, `must be one of: ${values.join(', ')}`)
}

function specOf(route: Creation, query: Record<string, string>, values: Values): PictureSpec {
  return {
    kind: route.kind,
    contentId: route.contentId,
    format: route.format as Format,
    width: Number(query.width),
    height: Number(query.height),
    dashboardFilters: (values.dashboard_filters as string | null | undefined) ?? null,
    dashboardStyle: (values.dashboard_style as Style | null | undefined) ?? null,
    tabIds: (values.tab_ids as string[] | null | undefined) ?? null,
    pdfPaperSize: query.pdf_paper_size ?? null,
    pdfLandscape: query.pdf_landscape === 'true',
    longTables: query.long_tables === 'true',
    theme: query.theme ?? null,
  }
}
