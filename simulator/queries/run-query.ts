import {
  type Answer,
  answerForbidden,
  answerInvalid,
  answerNotFound,
  answerProblem,
  readJson,
  refuseOthers,
  type UrlParameters,
} from '../api/answers.ts'
import { answerWith } from '../api/fields.ts'
import type { RecordedRequest } from '../model.ts'
import { tileOfQuery } from '../projects/lookml-tiles.ts'
import type { Workspace } from '../projects/projects.ts'
import type { User } from '../sessions.ts'
import { drawPicture } from '../tasks/draw-picture.ts'
import { bytesOfBuffer } from '../tasks/synthetic-file.ts'
import { describeBi, describeDetail, describeRows } from './describe-results.ts'
import { planQuery, type QueryBody, type QueryPlan, QueryRefused, queryKeys } from './plan.ts'
import { resultsOf } from './results.ts'
import type { QueryStore } from './store.ts'

export const queryCalls = [
  'POST queries/run/*',
  'GET queries/*/run/*',
  'POST queries',
  'GET merge_queries/*',
] as const
type QueryCall = (typeof queryCalls)[number]

/** Everything that affects results, except the SQL. */
export interface Warehouse {
  /** The version of the data. It is empty at the start, and changes whenever the data changes. */
  version: string
  /** Maps an SQL statement to the version of the data in its cached result. */
  cache: Map<string, string>
  /** Returns the database's error for a statement. Returns undefined if the statement succeeds. */
  errorIn(sql: string): string | undefined
  /** Whether each row of json_bi is a text, as in the API's description, or an object. */
  biRows: 'texts' | 'objects'
  /** Whether pictures of queries show the session's workspace. The behaviour of a real Looker is unknown. */
  picturesFollowWorkspace: boolean
}

interface QueryContext {
  user: User
  workspace: Workspace
  production: Workspace
  queries: QueryStore
  warehouse: Warehouse
}

const runParameters = [
  ...['limit', 'apply_formatting', 'apply_vis', 'cache', 'image_width', 'image_height', 'cache_only'],
  ...['generate_drill_links', 'force_production', 'path_prefix', 'rebuild_pdts', 'server_table_calcs'],
]

/** Answers the calls that create, run and merge queries. */
export async function answerQuery(
  context: QueryContext,
  { call, ids }: { call: QueryCall; ids: readonly string[] },
  request: RecordedRequest,
): Promise<Answer> {
  const { user, queries } = context
  if (call === 'GET merge_queries/*')
    return answerWith('MergeQuery', queries.findMerge(ids[0] ?? ''), request.query.fields)
  const isRun = call !== 'POST queries'
  const strange = refuseOthers(request.query, isRun ? runParameters : ['fields'])
  if (strange) return strange
  // Whether Looker needs `explore` is unknown. Spectacles' list of permissions lacks it
  // (https://docs.spectacles.dev/cli/guides/how-to-create-an-api-key/).
  if (!user.permissions.includes('access_data') || !user.permissions.includes('explore'))
    return answerNotFound()
  const read = call === 'GET queries/*/run/*' ? savedBody(queries, ids[0]) : readQueryBody(request)
  if ('refused' in read) return read.refused
  if (!isRun) return answerWith('Query', queries.remember(read.values), request.query.fields)
  try {
    return await run(context, { body: read.values, format: ids.at(-1) ?? '' }, request.query)
  } catch (error) {
    if (error instanceof QueryRefused) return answerProblem(error.status, error.message)
    throw error
  }
}

function readQueryBody(request: RecordedRequest): { values: QueryBody } | { refused: Answer } {
  const read = readJson<QueryBody>(request, queryKeys)
  if ('refused' in read) return read
  const missing = (['model', 'view'] as const).filter(key => !read.values[key])
  if (missing.length === 0) return read
  return {
    refused: answerInvalid(
      missing.map(field => ({ field, code: 'missing_field' as const, message: `${field} is required` })),
    ),
  }
}

function savedBody(queries: QueryStore, id = ''): { values: QueryBody } | { refused: Answer } {
  const saved = queries.find(id)
  if (!saved) return { refused: answerNotFound() }
  const keys = queryKeys.filter(key => saved[key] !== null && saved[key] !== undefined)
  return { values: Object.fromEntries(keys.map(key => [key, saved[key]])) }
}

async function run(
  { user, workspace, production, warehouse }: QueryContext,
  { body, format }: { body: QueryBody; format: string },
  query: UrlParameters,
): Promise<Answer> {
  const mayForce = query.force_production === 'true' ? production : workspace
  const isPicture = format === 'png' || format === 'jpg'
  const used = isPicture && !warehouse.picturesFollowWorkspace ? production : mayForce
  const plan = planQuery(used, body, query.limit === undefined ? undefined : Number(query.limit))
  if (isPicture) return drawQuery(used, body, format, query)
  const seesSql = user.permissions.includes('see_sql')
  if (format === 'sql') return seesSql ? textAnswer(plan.sql) : answerForbidden()
  const problem = warehouse.errorIn(plan.statement)
  const { version, isCached } = versionFor(warehouse, plan, query.cache !== 'false')
  const results = resultsOf(plan, version)
  const about = { plan, results, problem, seesSql, isCached, ranAt: new Date() }
  if (format === 'json') return jsonAnswer(describeRows(about, query.apply_formatting === 'true'))
  if (format === 'json_detail') return jsonAnswer(describeDetail(about))
  if (format === 'json_bi') return jsonAnswer(describeBi(about, warehouse.biRows))
  return answerProblem(400, `The simulator has no results as ${format}`)
}

const textAnswer = (body: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
})

const jsonAnswer = (body: unknown): Answer => ({ status: 200, body })

/**
 * Returns the version of the data for a query. If the SQL contains random numbers, each run of the query gets a new
 * version.
 */
function versionFor(
  { version, cache }: Warehouse,
  { statement }: QueryPlan,
  mayBeCached: boolean,
): { version: string; isCached: boolean } {
  if (/\bRAND(OM)?\(\)/i.test(statement)) return { version: String(Math.random()), isCached: false }
  const cached = cache.get(statement)
  if (mayBeCached && cached !== undefined) return { version: cached, isCached: true }
  cache.set(statement, version)
  return { version, isCached: false }
}

async function drawQuery(
  workspace: Workspace,
  body: QueryBody,
  format: 'png' | 'jpg',
  { image_width: width = '800', image_height: height = '600' }: UrlParameters,
): Promise<Answer> {
  const tile = tileOfQuery(
    workspace.models().map(({ model }) => model),
    body,
    workspace.mode,
  )
  if (!tile) return answerProblem(400, 'The simulator draws no query without a measure')
  const picture = await drawPicture({
    ...{ kind: 'queries', contentId: 'inline', format, width: Number(width), height: Number(height) },
    ...{ dashboardFilters: null, dashboardStyle: null, tabIds: null, pdfPaperSize: null, theme: null },
    ...{ pdfLandscape: false, longTables: false, content: { title: tile.title, tiles: [tile] } },
  })
  return {
    status: 200,
    headers: { 'content-type': format === 'png' ? 'image/png' : 'image/jpeg' },
    file: bytesOfBuffer(picture),
  }
}
