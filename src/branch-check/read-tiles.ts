import type { ComposedDashboard } from '../affected/compose-dashboards.ts'
import type { LookmlElement, YamlObject } from '../affected/lookml-dashboards.ts'
import { type JsonFields, objectIn, objectsIn, plainWords, readObject } from '../looker/http.ts'
import { LookerError } from '../looker/looker-errors.ts'
import type { Session } from '../looker/session.ts'
import { type Filters, type Target, tileTypesWithoutQuery } from '../model.ts'
import { isObject } from '../runtime/json.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { targetKinds } from '../targets.ts'
import {
  type DashboardFilter,
  displayOf,
  exploreName,
  extensionTile,
  filterValues,
  type Listen,
  listensOf,
  listOfTexts,
  optionalText,
  sqlRunnerTile,
  type Tile,
  type TileQuery,
  toQueryBody,
  withDashboardFilters,
} from './tile-queries.ts'

/**
 * The content of a target in production. Both sides of the pull request have these tiles, unless the tiles come from
 * LookML.
 */
interface LookerContent {
  /** The dashboard's own id, if the target names the dashboard by a slug. */
  id?: string
  title?: string
  tiles: Tile[]
}

export interface TileReader {
  /**
   * Takes one administrative call, or one query call if the target is a query. Merged results take more calls: one for
   * the list of their queries, and one for each query.
   */
  read(target: Target): Promise<LookerContent>
  /** Whether Looker answers that the target does not exist. Takes one call. Returns false for every other error. */
  isMissing(target: Target): Promise<boolean>
}

export function tileReader(
  send: Session['send'],
  { host, clean }: { host: string; clean: Secrets['clean'] },
): TileReader {
  const get = (path: string, fields: string) =>
    send(
      { method: 'GET', path, query: { fields } },
      readObject(host, 'tile', answer => answer),
    )
  const reader: Reader = {
    title: value => (typeof value === 'string' ? plainWords(value, clean, 200) : ''),
    mergedQuery: id => get(`/merge_queries/${encodePart(id)}`, 'source_queries(name,query_id,query_slug)'),
    query: id => get(/^\d+$/.test(id) ? `/queries/${id}` : `/queries/slug/${encodePart(id)}`, queryFields),
  }
  const pathOf = ({ kind, id }: Target) => `/${targetKinds[kind].resource['4.0']}/${encodePart(id)}`
  return {
    isMissing: target =>
      get(pathOf(target), 'id').then(
        () => false,
        error => error instanceof LookerError && error.status === 404,
      ),
    async read(target) {
      const { kind, id } = target
      const path = pathOf(target)
      switch (kind) {
        case 'dashboard':
        case 'lookml_dashboard':
          return readDashboardTiles(await get(path, dashboardFields), target.filters, reader)
        case 'look':
          return readLookTile(await get(path, `title,query(${queryFields})`), id, reader)
        case 'dashboard_element':
          return readSingleTile(await get(path, elementFields), reader)
        case 'query':
          return readQueryTile(await reader.query(id), id)
      }
    },
  }
}

const encodePart = (id: string) => encodeURIComponent(id.toWellFormed())

const queryFields =
  'model,view,fields,pivots,fill_fields,filters,filter_expression,sorts,limit,column_limit,total,row_total,subtotals,dynamic_fields,query_timezone,vis_config'
const listenFields = 'listen(dashboard_filter_name,field)'
const makerFields = `result_maker(sql_query_id,merge_result_id,query(${queryFields}),filterables(model,view,name,${listenFields}))`
const elementFields = `id,title,title_text,type,look_id,filter_id,extension_id,merge_result_id,query(${queryFields}),look(title,query(${queryFields})),${makerFields}`
const dashboardFields = `id,title,query_timezone,dashboard_filters(name,title,default_value),dashboard_elements(${elementFields})`

interface Reader {
  title(value: unknown): string
  mergedQuery(id: string): Promise<JsonFields>
  query(id: string): Promise<JsonFields>
}

interface DashboardValues {
  timezone: unknown
  values: ReadonlyMap<string, string>
}

const noDashboard: DashboardValues = { timezone: undefined, values: new Map() }

async function readDashboardTiles(
  answer: JsonFields,
  filters: Filters,
  reader: Reader,
): Promise<LookerContent> {
  const all = objectsIn(answer.dashboard_filters).map(toDashboardFilter)
  const surroundings = { timezone: answer.query_timezone, values: filterValues(all, filters) }
  const tiles: Tile[] = []
  const { dashboard_elements: elements } = answer
  for (const element of Array.isArray(elements) ? elements : [undefined]) {
    const tile = isObject(element) ? await readDashboardTile(element, surroundings, reader) : unknownTile
    if (tile) tiles.push(tile)
  }
  return { ...(typeof answer.id === 'string' && { id: answer.id }), ...titleIn(answer.title, reader), tiles }
}

const unknownTile: Tile = {
  ...{ id: '', title: 'Unknown tile', queries: [] },
  problem: 'Looker does not describe this tile',
}

async function readSingleTile(answer: JsonFields, reader: Reader): Promise<LookerContent> {
  const tile = await readDashboardTile(answer, noDashboard, reader)
  return { ...(tile && { title: tile.title }), tiles: tile ? [tile] : [] }
}

function readLookTile({ title, query }: JsonFields, id: string, reader: Reader): LookerContent {
  const about = titleIn(title, reader)
  return {
    ...about,
    tiles: [toLookerTile({ id, title: about.title ?? `Look ${id}` }, [toQuery(objectIn(query))])],
  }
}

const readQueryTile = (query: JsonFields, id: string): LookerContent => ({
  tiles: [toLookerTile({ id, title: `Query ${id}` }, [toQuery(query)])],
})

const titleIn = (title: unknown, reader: Reader): { title?: string } => {
  const words = reader.title(title)
  return words === '' ? {} : { title: words }
}

/** Reads a filter from Looker's answer or from LookML. In LookML, the default value may be a list. */
function toDashboardFilter(filter: Readonly<Record<string, unknown>>): DashboardFilter {
  const title = optionalText(filter.title)
  const value = Array.isArray(filter.default_value)
    ? listOfTexts(filter.default_value).join(',')
    : optionalText(filter.default_value)
  return {
    name: optionalText(filter.name) ?? title ?? '',
    ...(title !== undefined && { title }),
    ...(value !== undefined && { defaultValue: value }),
  }
}

/** @returns undefined for an element without data, such as a text or a button */
async function readDashboardTile(
  element: JsonFields,
  surroundings: DashboardValues,
  reader: Reader,
): Promise<Tile | undefined> {
  const maker = objectIn(element.result_maker)
  const look = objectIn(element.look)
  const query = [element.query, look.query, maker.query].map(objectIn).find(({ view }) => view !== undefined)
  const filterables = objectsIn(maker.filterables)
  const about = aboutTile(element, look, query, reader)
  if (optionalText(maker.sql_query_id) !== undefined) return { ...about, ...sqlRunnerTile }
  if (query) return toLookerTile(about, [toQuery(query, { surroundings, filterable: filterables[0] })])
  const merge = optionalText(element.merge_result_id) ?? optionalText(maker.merge_result_id)
  if (merge !== undefined) return readMerged(about, merge, { filterables, surroundings, reader })
  if (optionalText(element.extension_id) !== undefined) return { ...about, ...extensionTile }
  const isFilter = optionalText(element.filter_id) !== undefined
  const showsData =
    optionalText(element.look_id) !== undefined ||
    filterables.length > 0 ||
    !(isFilter || tileTypesWithoutQuery.has(element.type))
  return showsData ? toLookerTile(about, []) : undefined
}

function aboutTile(
  element: JsonFields,
  look: JsonFields,
  query: JsonFields | undefined,
  { title }: Reader,
): Pick<Tile, 'id' | 'title'> {
  const id = optionalText(element.id) ?? ''
  const words = [element.title, element.title_text, look.title].map(title).find(text => text !== '')
  return { id, title: words ?? optionalText(query?.view) ?? `tile ${id}` }
}

interface MergedQueries {
  filterables: readonly JsonFields[]
  surroundings: DashboardValues
  reader: Reader
}

/** `filterables` has an entry for each query of the merged results, in the same order. */
async function readMerged(
  about: Pick<Tile, 'id' | 'title'>,
  id: string,
  { filterables, surroundings, reader }: MergedQueries,
): Promise<Tile> {
  const { source_queries: list } = await reader.mergedQuery(id)
  const sources = objectsIn(list)
  const queries: (TileQuery | undefined)[] = []
  for (const [place, source] of sources.entries()) {
    const own = optionalText(source.query_id) ?? optionalText(source.query_slug)
    const query = own === undefined ? undefined : await reader.query(own)
    const named = reader.title(source.name) || `query ${place + 1}`
    const filterable = filterables.length === sources.length ? filterables[place] : undefined
    const read = query && toQuery(query, { surroundings, filterable })
    queries.push(read && { ...read, name: named })
  }
  if (filterables.length > 0 && filterables.length !== sources.length)
    return {
      ...about,
      queries: [],
      problem: 'Looker does not return the filters of the queries of this tile',
    }
  return toLookerTile(about, queries)
}

function toLookerTile(about: Pick<Tile, 'id' | 'title'>, queries: readonly (TileQuery | undefined)[]): Tile {
  const known = queries.filter(query => query !== undefined)
  if (known.length < queries.length || known.length === 0)
    return { ...about, queries: [], problem: 'Looker does not return the query of this tile' }
  const hasFields = known.every(({ body }) => body.fields.length > 0)
  return hasFields
    ? { ...about, queries: known }
    : { ...about, queries: [], problem: "the tile's query names no fields" }
}

interface QuerySurroundings {
  surroundings: DashboardValues
  filterable: JsonFields | undefined
}

function toQuery(
  query: JsonFields,
  { surroundings, filterable }: QuerySurroundings = { surroundings: noDashboard, filterable: undefined },
): TileQuery | undefined {
  const zone = optionalText(query.query_timezone) ?? surroundings.timezone
  const body = toQueryBody(
    { ...query, query_timezone: zone },
    optionalText(query.model),
    optionalText(query.view),
  )
  if (!body) return undefined
  return {
    explore: exploreName(body),
    body: withDashboardFilters(body, objectsIn(filterable?.listen).flatMap(toListen), surroundings.values),
    ...displayOf(objectIn(query.vis_config)),
  }
}

function toListen({ dashboard_filter_name: name, field }: JsonFields): Listen[] {
  const [filter, target] = [optionalText(name), optionalText(field)]
  return filter === undefined || target === undefined ? [] : [{ filter, field: target }]
}

interface LookmlTileOptions {
  /** The model that includes the dashboard: `thelook` of `thelook::sales`. */
  model: string
  filters: Filters
  constants: ReadonlyMap<string, string>
}

/**
 * Returns the tiles that have a query. A tile's id is its name in LookML, so that the tiles of both sides can be
 * paired.
 */
export function lookmlTiles(dashboard: ComposedDashboard, options: LookmlTileOptions): Tile[] {
  const parameters = withConstants(dashboard.parameters, options.constants)
  const filters = [...dashboard.filtersByName.values()].map(filter =>
    toDashboardFilter(withConstants(filter, options.constants)),
  )
  const values = filterValues(filters, options.filters)
  return [...dashboard.elementsByName].flatMap(([name, element]) =>
    element.queries.length === 0 ? [] : [toLookmlTile(name, element, { parameters, values, options })],
  )
}

interface LookmlValues {
  parameters: YamlObject
  values: ReadonlyMap<string, string>
  options: LookmlTileOptions
}

function toLookmlTile(
  name: string,
  element: LookmlElement,
  { parameters, values, options }: LookmlValues,
): Tile {
  const fields = withConstants(element.parameters, options.constants)
  const titles = [fields.title, fields.name, fields.explore].map(optionalText)
  const common = { id: name, title: titles.find(text => text && !unnamed.test(text)) ?? name }
  const merged = Array.isArray(fields.merged_queries) ? fields.merged_queries.filter(isObject) : []
  const own = merged.length > 0 ? merged : [fields]
  const queries = own.map((query, place): TileQuery | undefined => {
    const model =
      optionalText(query.model) ??
      optionalText(fields.model) ??
      optionalText(parameters.model) ??
      options.model
    const body = toQueryBody(
      { query_timezone: parameters.query_timezone, ...query },
      model,
      optionalText(query.explore) ?? optionalText(query.base_view),
    )
    if (!body || body.fields.length === 0) return undefined
    const named = merged.length > 0 ? (optionalText(query.name) ?? `query ${place + 1}`) : undefined
    return {
      explore: exploreName(body),
      ...(named !== undefined && { name: named }),
      body: withDashboardFilters(body, listensOf(fields.listen, place), values),
      ...displayOf(fields),
    }
  })
  const known = queries.filter(query => query !== undefined)
  if (known.length < queries.length && fields.type === 'extension') return { ...common, ...extensionTile }
  const constant = unknownConstant(queries.map((query, place) => query?.body ?? own[place]))
  if (constant !== undefined)
    return {
      ...{ ...common, queries: [] },
      problem: `the tile uses the constant ${constant}, whose value is unknown`,
      problemHint: "Define the constant in the project's manifest, or write its value into the tile.",
    }
  if (known.length < queries.length)
    return { ...common, queries: [], problem: "the tile's LookML names no Explore or no fields" }
  return { ...common, queries: known }
}

/** Looker gives tiles without a title the names ``, ` (2)`, ` (3)` and so on. */
const unnamed = /^\s*(?:\(\d+\))?$/

const constant = /@\{(\w{1,255})\}/g

/** Replaces `@{name}` with the constant's value in all texts. A text with an unknown constant stays unchanged. */
export function withConstants(value: YamlObject, constants: ReadonlyMap<string, string>): YamlObject {
  const replace = (inner: unknown): unknown => {
    if (typeof inner === 'string') return replaceConstants(inner, constants)
    if (Array.isArray(inner)) return inner.map(replace)
    if (isObject(inner))
      return Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, replace(one)]))
    return inner
  }
  return replace(value) as YamlObject
}

const replaceConstants = (text: string, constants: ReadonlyMap<string, string>): string =>
  text.replace(constant, (whole, name: string) => constants.get(name) ?? whole)

const unknownConstant = (value: unknown): string | undefined =>
  /@\{\w{1,255}\}/.exec(JSON.stringify(value) ?? '')?.[0]

/**
 * Reads the constants of a manifest (https://cloud.google.com/looker/docs/reference/param-manifest-constant). Replaces
 * constants in the values of other constants.
 */
export function readConstants(manifest: string): Map<string, string> {
  const plain = manifest.replace(/("(?:[^"\\]|\\[\s\S]){0,10000}"?)|#.*/g, '$1')
  const found = plain.matchAll(
    /\bconstant\s*:\s*(\w{1,255})\s*\{[^}"]{0,1000}?\bvalue\s*:\s*"((?:[^"\\]|\\[\s\S]){0,10000})"/g,
  )
  const constants = new Map(
    [...found].map(([, name = '', value = '']) => [name, value.replaceAll('\\"', '"')]),
  )
  const expanded = [...constants].map(([name, value]): [string, string] => {
    let whole = value
    for (let depth = 0; depth < maxNestedValues; depth++) {
      if (lengthAfter(whole, constants) > maxValueLength) break
      whole = replaceConstants(whole, constants)
    }
    return [name, whole]
  })
  return new Map(expanded)
}

/** Returns the length of the text after `replaceConstants`, without building the text. */
const lengthAfter = (text: string, constants: ReadonlyMap<string, string>): number =>
  [...text.matchAll(constant)].reduce(
    (length, [use, name = '']) => length + (constants.get(name) ?? use).length - use.length,
    text.length,
  )

/** Limits for constants in the values of constants. */
const maxNestedValues = 10
const maxValueLength = 10_000
