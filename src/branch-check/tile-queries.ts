import type { Filters } from '../model.ts'
import { isObject } from '../runtime/json.ts'

/** A tile on one side of the pull request. */
export interface Tile {
  /** Tiles of both sides with the same id are the same tile. */
  id: string
  title: string
  /** One query, or several queries for merged results. Empty if the tile cannot be queried. */
  queries: readonly TileQuery[]
  /** Why the tile cannot be queried, as a text for users: "the tile uses the constant @{model}, …". */
  problem?: string
  /** What to do about the problem. The default is to open the tile in Looker. */
  problemHint?: string
  /**
   * Set for a tile of the SQL Runner, whose query cannot be run on a branch and rarely depends on LookML, and for an
   * extension, whose queries are unknown.
   */
  isUncheckable?: true
}

export const sqlRunnerTile: Omit<Tile, 'id' | 'title'> = {
  queries: [],
  isUncheckable: true,
  problem: 'a SQL Runner query cannot be checked on a branch',
  problemHint: 'No action is needed if the query uses no LookML model.',
}

export const extensionTile: Omit<Tile, 'id' | 'title'> = {
  queries: [],
  isUncheckable: true,
  problem: 'an extension cannot be checked on a branch',
  problemHint: 'No action is needed if the pull request does not change the data that the extension shows.',
}

export interface TileQuery {
  /** `model::explore` */
  explore: string
  /** The name of the source query, for merged results. */
  name?: string
  body: QueryBody
  /** Fields that the tile does not show. */
  hidden: readonly string[]
  isSingleValue: boolean
  /** The arguments of `slice` for the rows that the tile shows. Undefined if it shows all rows. */
  shownRows?: readonly [start: number, end?: number]
  /** The filters of the LookML dashboard that the query listens to, ordered by name. Undefined if there are none. */
  listens?: readonly ListenedFilter[]
}

/** The body of `POST /queries/run/{format}` (API 4.0). `view` is the Explore's name. */
export interface QueryBody {
  model: string
  view: string
  fields: readonly string[]
  pivots?: readonly string[]
  fill_fields?: readonly string[]
  filters?: Readonly<Record<string, string>>
  filter_expression?: string
  sorts?: readonly string[]
  limit?: string
  column_limit?: string
  total?: boolean
  row_total?: string
  subtotals?: readonly string[]
  /** Table calculations and custom fields, as JSON. */
  dynamic_fields?: string
  query_timezone?: string
}

export interface DashboardFilter {
  name: string
  /** The filter's title in URLs and on the page. */
  title?: string
  defaultValue?: string
}

/** Connects a dashboard filter to a field of the tile. */
export interface Listen {
  filter: string
  field: string
}

export interface ListenedFilter extends Listen {
  /** The field that the filter itself names, for its suggestions and values. */
  ownField?: string
  /** `model::explore` of this field. */
  ownExplore?: string
}

/**
 * Returns the values of a dashboard's filters by name. The target's value takes precedence over the default value. An
 * empty value of the target clears the filter. Omits empty default values.
 */
export function filterValues(filters: readonly DashboardFilter[], target: Filters): Map<string, string> {
  const values = new Map<string, string>()
  for (const { name, title, defaultValue } of filters) {
    const own = target.get(name) ?? (title === undefined ? undefined : target.get(title))
    const value = own ?? (defaultValue || undefined)
    if (value !== undefined) values.set(name, value)
  }
  return values
}

/**
 * Adds the values of the dashboard's filters to a query. A dashboard filter replaces the tile's own filter of the same
 * field. An empty value removes the tile's own filter, because Looker draws the picture with this empty filter. Looker does
 * not document whether the tile's own filter still applies.
 */
export function withDashboardFilters(
  body: QueryBody,
  listens: readonly Listen[],
  values: ReadonlyMap<string, string>,
): QueryBody {
  const { filters: own, ...unfiltered } = body
  const filters = new Map(Object.entries(own ?? {}))
  for (const { filter, field } of listens) {
    const value = values.get(filter)
    if (value === '') filters.delete(field)
    else if (value !== undefined) filters.set(field, value)
  }
  return filters.size > 0 ? { ...unfiltered, filters: Object.fromEntries(filters) } : unfiltered
}

/**
 * The fields of a query from Looker, or from the text of a LookML dashboard. The keys are the same, but YAML values may
 * have other types.
 */
type QueryFields = Readonly<Record<string, unknown>>

export function toQueryBody(
  query: QueryFields,
  model: string | undefined,
  explore: string | undefined,
): QueryBody | undefined {
  if (model === undefined || explore === undefined) return undefined
  const own = listOfTexts(query.fields)
  // Old LookML dashboards list dimensions and measures separately.
  const fields = own.length > 0 ? own : [...listOfTexts(query.dimensions), ...listOfTexts(query.measures)]
  const filters = filtersIn(query.filters)
  return {
    model,
    view: explore,
    fields,
    ...listEntry('pivots', query.pivots),
    ...listEntry('fill_fields', query.fill_fields),
    ...(Object.keys(filters).length > 0 && { filters }),
    ...textEntry('filter_expression', query.filter_expression),
    ...listEntry('sorts', query.sorts),
    ...textEntry('limit', query.limit),
    ...textEntry('column_limit', query.column_limit),
    ...((query.total === true || query.total === 'yes') && { total: true }),
    ...textEntry('row_total', query.row_total === true ? 'right' : query.row_total),
    ...listEntry('subtotals', query.subtotals),
    ...dynamicFields(query.dynamic_fields),
    ...timezone(query.query_timezone),
  }
}

export const exploreName = ({ model, view }: Pick<QueryBody, 'model' | 'view'>) => `${model}::${view}`

/** Queries with the same key have the same answer. */
export function queryKey(body: QueryBody): string {
  const sorted = (record: object) => Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1))
  return JSON.stringify(sorted({ ...body, ...(body.filters && { filters: sorted(body.filters) }) }))
}

/** The YAML parser returns some texts as numbers or booleans. */
export const optionalText = (value: unknown): string | undefined => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Accepts a list, or a text with commas. */
export function listOfTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(item => optionalText(item) ?? [])
  if (typeof value !== 'string') return []
  return value
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '')
}

/** Reads the settings of a tile's visualization. */
export function displayOf(settings: QueryFields): Pick<TileQuery, 'hidden' | 'isSingleValue' | 'shownRows'> {
  const type = optionalText(settings.type) ?? ''
  const shownRows = showsFirstRow.test(type) ? ([0, 1] as const) : displayedRows(settings)
  return {
    hidden: listOfTexts(settings.hidden_fields),
    isSingleValue: type === 'single_value',
    ...(shownRows && { shownRows }),
  }
}

const showsFirstRow = /single_record|gauge/

/** Reads the option "Limit Displayed Rows" (https://cloud.google.com/looker/docs/table-options). */
function displayedRows(settings: QueryFields): TileQuery['shownRows'] {
  const { limit_displayed_rows: isLimited, limit_displayed_rows_values: limits } = settings
  const { show_hide: kind, first_last: end, num_rows: many } = isObject(limits) ? limits : {}
  const rows = Number(many)
  if ((isLimited !== true && isLimited !== 'yes') || !Number.isInteger(rows) || rows <= 0) return undefined
  if (kind === 'hide') return end === 'last' ? [0, -rows] : [rows]
  return end === 'last' ? [-rows] : [0, rows]
}

type ListKey = 'pivots' | 'fill_fields' | 'sorts' | 'subtotals'
type TextKey = 'filter_expression' | 'limit' | 'column_limit' | 'row_total'

function listEntry<K extends ListKey>(key: K, value: unknown): Partial<Record<K, string[]>> {
  const items = listOfTexts(value)
  return items.length > 0 ? ({ [key]: items } as Partial<Record<K, string[]>>) : {}
}

function textEntry<K extends TextKey>(key: K, value: unknown): Partial<Record<K, string>> {
  const found = value === false ? undefined : optionalText(value)
  return found === undefined ? {} : ({ [key]: found } as Partial<Record<K, string>>)
}

/** Accepts a mapping from fields to filters, or, in older LookML, a list of such mappings. */
function filtersIn(value: unknown): Record<string, string> {
  const mappings = Array.isArray(value) ? value.filter(isObject) : isObject(value) ? [value] : []
  const entries = mappings.flatMap(mapping => Object.entries(mapping))
  return Object.fromEntries(
    entries.flatMap(([field, filter]) => {
      const words = Array.isArray(filter) ? listOfTexts(filter).join(',') : optionalText(filter)
      return words === undefined ? [] : [[field, words]]
    }),
  )
}

function dynamicFields(value: unknown): { dynamic_fields?: string } {
  if (Array.isArray(value)) return value.length > 0 ? { dynamic_fields: JSON.stringify(value) } : {}
  return typeof value === 'string' && value !== '' && value !== '[]' ? { dynamic_fields: value } : {}
}

/** `user_timezone` and `query_saved_timezone` are settings, not time zones. */
function timezone(value: unknown): { query_timezone?: string } {
  const found = optionalText(value)
  return found === undefined || /^(user|query_saved)_timezone$/.test(found) ? {} : { query_timezone: found }
}

/** For merged results, `listen` is a list with a mapping for each query. */
export function listensOf(listen: unknown, place: number): Listen[] {
  const own = Array.isArray(listen) ? listen[place] : listen
  if (!isObject(own)) return []
  return Object.entries(own).flatMap(([filter, field]) => {
    const name = optionalText(field)
    return name === undefined ? [] : [{ filter, field: name }]
  })
}
