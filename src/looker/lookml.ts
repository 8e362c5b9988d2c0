import type { Target } from '../model.ts'
import { isObject } from '../runtime/json.ts'
import { targetKinds } from '../target-kinds.ts'
import { type JsonFields, objectIn, objectsIn, readObject } from './responses.ts'
import type { Session } from './session.ts'

/** What a target shows: the Explores of each tile that has a query. */
export interface TargetQueries {
  kind: 'dashboard' | 'query'
  /** For each tile its Explores, as `model::explore`; undefined where Looker does not tell the tile's query. */
  tiles: (string[] | undefined)[]
}

/** What an Explore is made of. */
export interface ExploreSources {
  /** Undefined where Looker does not tell it. */
  project?: string
  /** Each file with its project, where Looker tells it; paths are relative to the project's root. */
  files: { project?: string; path: string }[]
}

/** Calls that tell which LookML a target is drawn from: all but a query's are administrative (`non_query`, API 4.0). */
export function lookmlClient(send: Session['send'], host: string) {
  const get = <T>(path: string, fields: string, read: (answer: JsonFields) => T) =>
    send({ method: 'GET', path, query: { fields } }, readObject(host, 'LookML', read))
  return {
    queriesOf: ({ kind, id }: Pick<Target, 'kind' | 'id'>): Promise<TargetQueries> => {
      const path = `/${targetKinds[kind].resource['4.0']}/${encode(id)}`
      if (kind === 'look') return get(path, `query(${query})`, answer => ofQuery(objectIn(answer.query)))
      if (kind === 'query') return get(path, query, ofQuery)
      if (kind === 'dashboard_element') return get(path, element, ofElement)
      return get(path, `dashboard_elements(${element})`, ofDashboard)
    },
    explore: (name: string): Promise<ExploreSources> => {
      const [model = '', explore = ''] = name.split('::')
      return get(`/lookml_models/${encode(model)}/explores/${encode(explore)}`, exploreFields, ofExplore)
    },
  }
}

const encode = (id: string) => encodeURIComponent(id.toWellFormed())

const query = 'model,view'
const maker = `result_maker(query(${query}),filterables(${query}))`
const element = `type,look_id,merge_result_id,query(${query}),look(query(${query})),${maker}`
const source = 'project_name,source_file,source_file_path'
const kinds = ['dimensions', 'measures', 'filters', 'parameters'] as const
const exploreFields = `project_name,source_file,files,fields(${kinds.map(kind => `${kind}(${source})`)})`

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** `view` of a query is the name of its Explore. */
function exploreOf({ model, view }: JsonFields): string[] {
  const [inModel, name] = [textIn(model), textIn(view)]
  return inModel !== undefined && name !== undefined ? [`${inModel}::${name}`] : []
}

const ofQuery = (answer: JsonFields): TargetQueries => ({ kind: 'query', tiles: [found(exploreOf(answer))] })
const found = (explores: string[]) => (explores.length > 0 ? explores : undefined)

const ofElement = (answer: JsonFields): TargetQueries => ({ kind: 'query', tiles: tileOf(answer) })

const ofDashboard = (answer: JsonFields): TargetQueries => ({
  kind: 'dashboard',
  tiles: objectsIn(answer.dashboard_elements).flatMap(tileOf),
})

/** A tile draws its own query, a Look's, or merged results, whose `filterables` name the Explores. A text has none. */
function tileOf(tile: JsonFields): (string[] | undefined)[] {
  const maker = objectIn(tile.result_maker)
  const queries = [tile.query, objectIn(tile.look).query, maker.query].filter(isObject)
  const explores = [...queries, ...objectsIn(maker.filterables)].flatMap(exploreOf)
  if (explores.length > 0) return [[...new Set(explores)]]
  const shows = isObject(tile.result_maker) || textIn(tile.look_id) || textIn(tile.merge_result_id)
  return shows || tile.type === 'vis' ? [undefined] : []
}

function ofExplore(answer: JsonFields): ExploreSources {
  const project = textIn(answer.project_name)
  const inProject = project !== undefined && { project }
  const own = [answer.source_file, ...(Array.isArray(answer.files) ? answer.files : [])]
  const files = own.flatMap(path => pathsOf(textIn(path), project)).map(path => ({ path, ...inProject }))
  const all = objectIn(answer.fields)
  return {
    ...inProject,
    files: [...files, ...kinds.flatMap(kind => objectsIn(all[kind]).flatMap(filesOfField))],
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
