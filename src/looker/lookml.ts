import { type Target, tileTypesWithoutQuery } from '../model.ts'
import { isObject } from '../runtime/json.ts'
import { targetKinds } from '../targets.ts'
import { type JsonFields, objectIn, objectsIn, readObject } from './http.ts'
import type { Session } from './session.ts'

/** The Explores of a target's tiles. Leaves out tiles without a query. */
interface TargetQueries {
  kind: 'dashboard' | 'query'
  /** The dashboard's id. A target may name the dashboard by its slug instead. */
  id?: string
  tiles: TileQueries[]
  filters?: FilterSource[] | 'unknown'
}

/** The Explore (`model::explore`) of a dashboard's filter. */
export interface FilterSource {
  explore: string
  /**
   * The filter's field, if its control shows suggested values without a click, for example as check boxes.
   */
  suggestedField?: string
}

interface TileQueries {
  id?: string
  /**
   * The Explores as `model::explore`. Undefined if Looker does not return them. Empty if the tile does not depend on
   * LookML.
   */
  explores?: string[]
  /** The chart's settings and the custom fields, as Looker returns them. Undefined if unknown. */
  settings?: readonly unknown[]
  /**
   * The text of a SQL Runner query that uses no LookML model. The SQL may read a view that LookML publishes in the
   * database.
   */
  sql?: string
}

type SqlTile = TileQueries & { sqlQuery: string }

/** The files and views that an Explore uses. */
export interface ExploreSources {
  fields: FieldSources[]
  /**
   * All files of the Explore's model (the API's "List of model source files"). They include files that the Explore does
   * not use.
   */
  modelFiles: SourceFile[]
  /** Whether Looker returned the files of the model. If not, `modelFiles` contains at most the Explore's own file. */
  hasModelFiles: boolean
  /** The original names and the aliases of the Explore's views. */
  views: string[]
  /** Whether Looker returned all of the Explore's views. */
  hasViews: boolean
}

interface FieldSources {
  /** The field's full name, such as `orders.id`. */
  name: string
  views: string[]
  /** The files that may define the field. */
  files: SourceFile[]
  /** The name of the Explore from which Looker reads suggested values. */
  suggestExplore?: string
}

/** A file with a path relative to the project's root. `project` is set if Looker names the file's project. */
export interface SourceFile {
  project?: string
  path: string
}

/**
 * Finds the LookML that a target uses. All calls are administrative (`non_query`, API 4.0), except for the calls that
 * read a query or a SQL Runner query.
 */
export function lookmlClient(send: Session['send'], host: string) {
  const get = <T>(path: string, fields: string, read: (answer: JsonFields) => T) =>
    send({ method: 'GET', path, query: { fields } }, readObject(host, 'LookML', read))
  const read = ({ kind, id }: Pick<Target, 'kind' | 'id'>) => {
    const path = `/${targetKinds[kind].resource['4.0']}/${encode(id)}`
    if (kind === 'look') return get(path, tileQuery, answer => ofQuery(objectIn(answer.query)))
    if (kind === 'query') return get(path, `${query},${settings}`, ofQuery)
    if (kind === 'dashboard_element') return get(path, element, ofElement)
    return get(
      path,
      `id,dashboard_elements(${element}),dashboard_filters(type,model,explore,dimension,ui_config)`,
      ofDashboard,
    )
  }
  /**
   * Reads the SQL of a SQL Runner query. If the query may use a LookML model, leaves out its SQL, because that SQL may
   * contain names of views instead of tables.
   */
  const readSql = async ({ sqlQuery, ...tile }: SqlTile): Promise<TileQueries> => {
    const path = `/sql_queries/${encode(sqlQuery)}`
    const answer = await get(path, 'model_name,sql', answer => answer).catch(() => undefined)
    const sql = nonEmptyText(answer?.sql)
    const usesModel = sql?.includes('${') || (answer?.model_name !== null && answer?.model_name !== '')
    return sql === undefined || usesModel ? tile : { ...tile, explores: [], sql }
  }
  return {
    queriesOf: async (target: Pick<Target, 'kind' | 'id'>): Promise<TargetQueries> => {
      const { tiles, ...queries } = await read(target)
      const all = tiles.map(async tile => ('sqlQuery' in tile ? await readSql(tile) : tile))
      return { ...queries, tiles: await Promise.all(all) }
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
const resultMakerFields = `result_maker(sql_query_id,merge_result_id,${settings},${tileQuery},filterables(${query}))`
const element = `id,type,look_id,filter_id,merge_result_id,${tileQuery},look(${tileQuery}),${resultMakerFields}`
const source = 'name,view,original_view,project_name,source_file,source_file_path,suggest_explore'
const kinds = ['dimensions', 'measures', 'filters', 'parameters'] as const
const exploreFields = `project_name,view_name,joins(name,from),source_file,files,errors(field_error),fields(${kinds.map(kind => `${kind}(${source})`)})`

const nonEmptyText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** Whether an answer contains an id, even if the id has an unexpected form. */
const isSet = (id: unknown) => id !== undefined && id !== null && id !== ''

/** Returns the Explore of a query. The query's field `view` contains the Explore's name. */
function exploreOf({ model, view }: JsonFields): string[] {
  const [inModel, name] = [nonEmptyText(model), nonEmptyText(view)]
  return inModel !== undefined && name !== undefined ? [`${inModel}::${name}`] : []
}

type ReadQueries = Omit<TargetQueries, 'tiles'> & { tiles: (TileQueries | SqlTile)[] }

function ofQuery(answer: JsonFields): ReadQueries {
  const explores = exploreOf(answer)
  const tile = withSettings([answer])
  return { kind: 'query', tiles: [explores.length > 0 ? { ...tile, explores } : tile] }
}

/** @param others settings that apply in addition to those of the queries. Looker does not always return them. */
function withSettings(
  queries: readonly JsonFields[],
  others: JsonFields = {},
): Pick<TileQueries, 'settings'> {
  const isKnown = queries.every(one => one.vis_config !== undefined && one.dynamic_fields !== undefined)
  return queries.length > 0 && isKnown
    ? { settings: [...queries, others].flatMap(one => [one.vis_config, one.dynamic_fields]) }
    : {}
}

const ofElement = (answer: JsonFields): ReadQueries => ({ kind: 'query', tiles: tileOf(answer) })

function ofDashboard({
  id,
  dashboard_elements: elements,
  dashboard_filters: filters,
}: JsonFields): ReadQueries {
  const own = nonEmptyText(id)
  return {
    kind: 'dashboard',
    ...(own !== undefined && { id: own }),
    tiles: Array.isArray(elements) ? elements.flatMap(tileOf) : [{}],
    filters: filterSources(filters),
  }
}

/** Filters on a date, a number or a text have no Explore. */
function filterSources(filters: unknown): FilterSource[] | 'unknown' {
  if (!Array.isArray(filters)) return 'unknown'
  const sources = filters.flatMap(filter => (isObject(filter) ? filterSource(filter) : [undefined]))
  const known = sources.filter(source => source !== undefined)
  return known.length === sources.length ? known : 'unknown'
}

function filterSource(filter: JsonFields): (FilterSource | undefined)[] {
  const { type, model, explore, dimension, ui_config: control } = filter
  const names = exploreOf({ model, view: explore })
  const needsExplore = isSet(explore) || nonEmptyText(type)?.includes('field')
  if (names.length === 0 && needsExplore) return [undefined]
  const field = showsSuggestions(control) ? nonEmptyText(dimension) : undefined
  return names.map(name => ({ explore: name, ...(field !== undefined && { suggestedField: field }) }))
}

/**
 * Whether a filter's control shows the suggested values without a click
 * (https://cloud.google.com/looker/docs/reference/param-lookml-dashboard#ui_config).
 */
export const showsSuggestions = (control: unknown): boolean =>
  isObject(control) &&
  (control.display === 'inline' || /button|check|radio|slider|toggle/.test(String(control.type)))

/**
 * Reads the queries of a tile: its own query, a Look's query, or merged results. The `filterables` of merged results
 * name the Explores.
 */
function tileOf(answer: unknown): (TileQueries | SqlTile)[] {
  if (!isObject(answer)) return [{}]
  const maker = objectIn(answer.result_maker)
  const queries = [answer.query, objectIn(answer.look).query, maker.query].filter(isObject)
  const filterables = Array.isArray(maker.filterables) ? maker.filterables.map(objectIn) : []
  const isMerged = [answer, maker].some(one => isSet(one.merge_result_id))
  const sources = [...queries, ...filterables]
  // Merged results have at least two queries. A query without an Explore is a query that the API user may not see.
  const isComplete = (!isMerged || filterables.length > 1) && sources.every(one => exploreOf(one).length > 0)
  const explores = isComplete ? sources.flatMap(exploreOf) : []
  const id = nonEmptyText(answer.id)
  const tile = {
    ...(id !== undefined && { id }),
    // Looker does not return the queries of merged results.
    ...(!isMerged && withSettings(queries, maker)),
  }
  if (explores.length > 0) return [{ ...tile, explores: [...new Set(explores)] }]
  const sqlQuery = nonEmptyText(maker.sql_query_id)
  if (sqlQuery !== undefined) return [{ ...tile, sqlQuery }]
  const showsData = queries.length > 0 || isSet(answer.look_id) || isMerged
  const isFilter = isSet(answer.filter_id)
  return showsData || !(isFilter || tileTypesWithoutQuery.has(answer.type)) ? [tile] : []
}

function ofExplore(answer: JsonFields): ExploreSources {
  const project = nonEmptyText(answer.project_name)
  const ofModel = pathsIn(answer.files)
  const modelFiles = [nonEmptyText(answer.source_file), ...ofModel].flatMap(path =>
    sourceFiles(path, project),
  )
  const all = objectIn(answer.fields)
  const fields = kinds.flatMap(kind => objectsIn(all[kind])).map(ofField)
  const others = [
    answer.view_name,
    ...objectsIn(answer.joins).flatMap(({ name, from }) => [name, from]),
  ].flatMap(view => nonEmptyText(view) ?? [])
  return {
    fields,
    modelFiles,
    hasModelFiles: ofModel.length > 0,
    views: [...new Set([...others, ...fields.flatMap(({ views }) => views)])],
    hasViews: hasViews(answer),
  }
}

function ofField(field: JsonFields): FieldSources {
  const suggestExplore = nonEmptyText(field.suggest_explore)
  return {
    name: nonEmptyText(field.name) ?? '',
    views: [field.view, field.original_view].flatMap(view => nonEmptyText(view) ?? []),
    files: filesOfField(field),
    ...(suggestExplore !== undefined && { suggestExplore }),
  }
}

/** Returns an empty list if one of the items is not a text. */
const pathsIn = (value: unknown): string[] =>
  Array.isArray(value) && value.every(item => typeof item === 'string') ? value : []

/** Whether the description of an Explore is complete. If the Explore has an error, some of its views may be missing. */
function hasViews({ view_name: view, joins, fields, errors }: JsonFields): boolean {
  const lists = objectIn(fields)
  return (
    nonEmptyText(view) !== undefined &&
    Array.isArray(joins) &&
    joins.every(join => nonEmptyText(objectIn(join).name) !== undefined) &&
    kinds.some(kind => Array.isArray(lists[kind])) &&
    objectsIn(errors).every(error => error.field_error === true)
  )
}

/**
 * Returns the possible paths of a field's file. `source_file_path` begins with the project's name, but `source_file`
 * does not.
 */
function filesOfField({ project_name: name, source_file: file, source_file_path: whole }: JsonFields) {
  const project = nonEmptyText(name)
  const path = nonEmptyText(file)
  if (path === undefined) return sourceFiles(nonEmptyText(whole), project)
  return [importedFile(path) ?? sourceFile(path, project)]
}

const sourceFile = (path: string, project: string | undefined): SourceFile => ({
  path: path.replace(/^\/+/, ''),
  ...(project !== undefined && { project }),
})

/**
 * Returns the possible paths of a file. A project's name at the beginning of a path may be a folder, or a prefix that
 * Looker has added. For such a path, returns the paths with and without the name. A file of an imported project belongs
 * to that project.
 */
function sourceFiles(path: string | undefined, project: string | undefined): SourceFile[] {
  if (path === undefined) return []
  const imported = importedFile(path)
  if (imported) return [imported]
  const relative = sourceFile(path, project)
  const isInside = project !== undefined && relative.path.startsWith(`${project}/`)
  return isInside ? [relative, sourceFile(relative.path.slice(project.length + 1), project)] : [relative]
}

/**
 * Returns undefined for a file that is not in the folder of an imported project. Looker names such files
 * `imported_projects/block/views/a.view.lkml` (https://github.com/datahub-project/datahub/pull/8086).
 */
function importedFile(path: string): SourceFile | undefined {
  const [, project, inProject = ''] = /^(?:.*\bimported_projects\/|\/\/)([^/]+)\/(.+)$/.exec(path) ?? []
  return project === undefined ? undefined : sourceFile(inProject, project)
}
