import type { Target } from '../model.ts'
import { isObject } from '../runtime/json.ts'
import { targetKinds } from '../target-kinds.ts'
import { type JsonFields, objectIn, objectsIn, readObject } from './responses.ts'
import type { Session } from './session.ts'

/** What a target shows: the Explores of each tile that has a query. */
export interface TargetQueries {
  kind: 'dashboard' | 'query'
  tiles: TileQueries[]
  /** The Explores of a dashboard's filters. */
  filters?: string[]
}

export interface TileQueries {
  /** Of the dashboard element. */
  id?: string
  /** As `model::explore`; undefined if Looker does not tell them, empty if the tile depends on no LookML. */
  explores?: string[]
  /** The settings of its chart, and its custom fields, as Looker gives them. Undefined if they are not known. */
  settings?: readonly unknown[]
}

/** What an Explore is made of. */
export interface ExploreSources {
  /** Of its fields. With the project, if Looker tells it. Paths are relative to the project's root. */
  files: SourceFile[]
  /** All files of its model ("List of model source files"): more than the Explore is made of. */
  modelFiles: SourceFile[]
  /** The views in it, by their own names and by those that they have in the Explore. */
  views: string[]
}

export interface SourceFile {
  project?: string
  path: string
}

/** Calls that tell which LookML a target is drawn from: all but a query's are administrative (`non_query`, API 4.0). */
export function lookmlClient(send: Session['send'], host: string) {
  const get = <T>(path: string, fields: string, read: (answer: JsonFields) => T) =>
    send({ method: 'GET', path, query: { fields } }, readObject(host, 'LookML', read))
  return {
    queriesOf: ({ kind, id }: Pick<Target, 'kind' | 'id'>): Promise<TargetQueries> => {
      const path = `/${targetKinds[kind].resource['4.0']}/${encode(id)}`
      if (kind === 'look') return get(path, tileQuery, answer => ofQuery(objectIn(answer.query)))
      if (kind === 'query') return get(path, `${query},${settings}`, ofQuery)
      if (kind === 'dashboard_element') return get(path, element, ofElement)
      return get(path, `dashboard_elements(${element}),dashboard_filters(model,explore)`, ofDashboard)
    },
    explore: (name: string): Promise<ExploreSources> => {
      const [model = '', explore = ''] = name.split('::')
      return get(`/lookml_models/${encode(model)}/explores/${encode(explore)}`, exploreFields, ofExplore)
    },
  }
}

const encode = (id: string) => encodeURIComponent(id.toWellFormed())

const query = 'model,view'
const settings = 'dynamic_fields,vis_config'
const tileQuery = `query(${query},${settings})`
const maker = `result_maker(sql_query_id,${tileQuery},filterables(${query}))`
const element = `id,type,look_id,merge_result_id,${tileQuery},look(${tileQuery}),${maker}`
const source = 'view,original_view,project_name,source_file,source_file_path'
const kinds = ['dimensions', 'measures', 'filters', 'parameters'] as const
const exploreFields = `project_name,view_name,joins(name,from),source_file,files,fields(${kinds.map(kind => `${kind}(${source})`)})`

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** `view` of a query is the name of its Explore. */
function exploreOf({ model, view }: JsonFields): string[] {
  const [inModel, name] = [textIn(model), textIn(view)]
  return inModel !== undefined && name !== undefined ? [`${inModel}::${name}`] : []
}

function ofQuery(answer: JsonFields): TargetQueries {
  const explores = exploreOf(answer)
  const tile = withSettings([answer])
  return { kind: 'query', tiles: [explores.length > 0 ? { ...tile, explores } : tile] }
}

const withSettings = (queries: readonly JsonFields[]): Pick<TileQueries, 'settings'> =>
  queries.length > 0 && queries.every(query => query.vis_config !== undefined)
    ? { settings: queries.flatMap(query => [query.vis_config, query.dynamic_fields]) }
    : {}

const ofElement = (answer: JsonFields): TargetQueries => ({ kind: 'query', tiles: tileOf(answer) })

function ofDashboard({
  dashboard_elements: elements,
  dashboard_filters: filters,
}: JsonFields): TargetQueries {
  return {
    kind: 'dashboard',
    tiles: Array.isArray(elements) ? elements.flatMap(tileOf) : [{}],
    filters: objectsIn(filters).flatMap(({ model, explore }) => exploreOf({ model, view: explore })),
  }
}

/** Dashboard elements that show no data. */
const typesWithoutQuery = new Set<unknown>(['text', 'button'])

/** A tile draws its own query, a Look's, or merged results, whose `filterables` name the Explores. */
function tileOf(answer: unknown): TileQueries[] {
  if (!isObject(answer)) return [{}]
  const maker = objectIn(answer.result_maker)
  const queries = [answer.query, objectIn(answer.look).query, maker.query].filter(isObject)
  const explores = [...queries, ...objectsIn(maker.filterables)].flatMap(exploreOf)
  const id = textIn(answer.id)
  const tile = {
    ...(id !== undefined && { id }),
    // Looker does not describe the queries of merged results.
    ...(textIn(answer.merge_result_id) === undefined && withSettings(queries)),
  }
  if (explores.length > 0) return [{ ...tile, explores: [...new Set(explores)] }]
  // A tile of SQL Runner.
  if (textIn(maker.sql_query_id) !== undefined) return [{ ...tile, explores: [] }]
  const showsData = queries.length > 0 || textIn(answer.look_id) || textIn(answer.merge_result_id)
  return showsData || !typesWithoutQuery.has(answer.type) ? [tile] : []
}

function ofExplore(answer: JsonFields): ExploreSources {
  const project = textIn(answer.project_name)
  const listed = [answer.source_file, ...(Array.isArray(answer.files) ? answer.files : [])]
  const modelFiles = listed
    .flatMap(path => pathsOf(textIn(path), project))
    .map(path => ({ path, ...(project !== undefined && { project }) }))
  const all = objectIn(answer.fields)
  const fields = kinds.flatMap(kind => objectsIn(all[kind]))
  const views = [
    answer.view_name,
    ...objectsIn(answer.joins).flatMap(({ name, from }) => [name, from]),
    ...fields.flatMap(({ view, original_view: original }) => [view, original]),
  ]
  return {
    files: fields.flatMap(filesOfField),
    modelFiles,
    views: [...new Set(views.flatMap(view => textIn(view) ?? []))],
  }
}

/** `source_file_path` begins with the project's name, `source_file` does not. */
function filesOfField({ project_name: name, source_file: file, source_file_path: whole }: JsonFields) {
  const project = textIn(name)
  const paths = textIn(file) === undefined ? pathsOf(textIn(whole), project) : pathsOf(textIn(file))
  return paths.map(path => ({ path, ...(project !== undefined && { project }) }))
}

/** Where the path may begin with its project's name, with and without it: a folder may have that name, too. */
function pathsOf(path: string | undefined, project?: string): string[] {
  if (path === undefined) return []
  const relative = path.replace(/^\/+/, '')
  const isInside = project !== undefined && relative.startsWith(`${project}/`)
  return isInside ? [relative, relative.slice(project.length + 1)] : [relative]
}
