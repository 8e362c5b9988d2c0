import type { ComposedDashboard, LookmlElement, YamlObject } from '../affected/dashboards.ts'
import type { Filters } from '../model.ts'
import { isObject } from '../runtime/json.ts'
import {
  type DashboardFilter,
  exploreName,
  filterValues,
  type Listen,
  listOfTexts,
  optionalText,
  type Tile,
  type TileQuery,
  toQueryBody,
  withDashboardFilters,
} from './tiles.ts'

export interface LookmlTileOptions {
  /** The model that includes the dashboard: `thelook` of `thelook::sales`. */
  model: string
  /** The target's filters. */
  filters: Filters
  /** The project's constants by name, from its manifest. */
  constants: ReadonlyMap<string, string>
}

/** Returns the tiles of a LookML dashboard's text that have a query. Tiles of the two sides are matched by `name`. */
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
  const common = { id: name, title: optionalText(fields.title) ?? optionalText(fields.name) ?? name }
  const constant = unknownConstant(fields)
  if (constant !== undefined) return { ...common, queries: [], problem: `it uses the constant ${constant}` }
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
      hidden: listOfTexts(fields.hidden_fields),
      isSingleValue: optionalText(fields.type) === 'single_value',
    }
  })
  const known = queries.filter(query => query !== undefined)
  if (known.length < queries.length)
    return { ...common, queries: [], problem: 'its text does not say which fields of which Explore it shows' }
  return { ...common, queries: known }
}

/** Reads a mapping from filters to fields. Merged results have a list of mappings, one for each query. */
function listensOf(listen: unknown, place: number): Listen[] {
  const own = Array.isArray(listen) ? listen[place] : listen
  if (!isObject(own)) return []
  return Object.entries(own).flatMap(([filter, field]) => {
    const name = optionalText(field)
    return name === undefined ? [] : [{ filter, field: name }]
  })
}

function toDashboardFilter(filter: YamlObject): DashboardFilter {
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

const constant = /@\{(\w{1,255})\}/g

/** Replaces `@{name}` in all texts. An unknown constant is left as it is. */
function withConstants(value: YamlObject, constants: ReadonlyMap<string, string>): YamlObject {
  const replace = (inner: unknown): unknown => {
    if (typeof inner === 'string')
      return inner.replace(constant, (whole, name: string) => constants.get(name) ?? whole)
    if (Array.isArray(inner)) return inner.map(replace)
    if (isObject(inner))
      return Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, replace(one)]))
    return inner
  }
  return replace(value) as YamlObject
}

const unknownConstant = (value: unknown): string | undefined =>
  /@\{\w{1,255}\}/.exec(JSON.stringify(value) ?? '')?.[0]

/** Reads the constants of a manifest (https://cloud.google.com/looker/docs/reference/param-manifest-constant). */
export function readConstants(manifest: string): Map<string, string> {
  const plain = manifest.replace(/^[ \t]*#.*$/gm, '')
  const found = plain.matchAll(
    /\bconstant\s*:\s*(\w{1,255})\s*\{[^}"]{0,1000}?\bvalue\s*:\s*"([^"]{0,10000})"/g,
  )
  return new Map([...found].map(([, name = '', value = '']) => [name, value]))
}
