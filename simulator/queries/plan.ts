import { randomBytes } from 'node:crypto'
import { hash } from '../hash.ts'
import type { LookmlModel } from '../projects/lookml-model.ts'
import { isBlock } from '../projects/parse-lookml.ts'
import { ExploreSql, type Mode, type SqlField, shareOf } from './explore-sql.ts'
import { type Condition, type FilterKind, readFilter } from './filters.ts'

/** The body of a query, with the keys of Looker's API. */
export interface QueryBody {
  model?: string
  view?: string
  fields?: string[] | null
  pivots?: string[] | null
  fill_fields?: string[] | null
  filters?: Record<string, string> | null
  filter_expression?: string | null
  sorts?: string[] | null
  limit?: string | number | null
  column_limit?: string | number | null
  total?: boolean | null
  row_total?: string | null
  subtotals?: string[] | null
  vis_config?: Record<string, unknown> | null
  filter_config?: Record<string, unknown> | null
  visible_ui_sections?: string | null
  dynamic_fields?: string | null
  client_id?: string | null
  query_timezone?: string | null
}

export const queryKeys = [
  ...(['model', 'view', 'fields', 'pivots', 'fill_fields', 'filters', 'filter_expression', 'sorts'] as const),
  ...(['limit', 'column_limit', 'total', 'row_total', 'subtotals', 'vis_config', 'filter_config'] as const),
  ...(['visible_ui_sections', 'dynamic_fields', 'client_id', 'query_timezone'] as const),
]

/** Thrown if Looker cannot run a query. `status` and `message` come from Looker's answer. */
export class QueryRefused extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

interface Calculation {
  name: string
  label: string
  expression: string
  format: { value_format?: unknown; value_format_name?: unknown }
}

interface PlannedFilter {
  field: SqlField
  expression: string
  condition: Condition
}

interface Sort {
  name: string
  descending: boolean
}

export interface QueryPlan {
  dimensions: SqlField[]
  pivots: SqlField[]
  measures: SqlField[]
  calculations: Calculation[]
  filters: PlannedFilter[]
  sorts: Sort[]
  limit: number
  columnLimit: number
  total: boolean
  rowTotal: boolean
  body: QueryBody
  /** Looker's comment, Looker's remarks, and the statement. The comment is different each time. */
  sql: string
  /** The SQL statement without Looker's comment and remarks. */
  statement: string
  /** Whether the SQL differs between development mode and production. Looker then adds a remark. */
  isConditional: boolean
  /** Whether a native derived table has `dev_filters`. Looker then adds another remark. */
  hasDevFilters: boolean
}

interface Models {
  mode: Mode
  model(name: string): { model: LookmlModel } | undefined
}

/** @throws QueryRefused if the LookML has no such Explore or field */
export function planQuery(workspace: Models, body: QueryBody, limit?: number): QueryPlan {
  const found = workspace.model(body.model ?? '')
  if (!found?.model.explore(body.view ?? '')) throw new QueryRefused(404, 'Not found')
  const explore = new ExploreSql(found.model, body.view ?? '', workspace.mode)
  const custom = customFields(explore, body)
  const calculations = calculationsIn(body)
  const get = (name: string): SqlField => custom.get(name) ?? fieldOf(explore, name)
  const names = (body.fields ?? []).filter(name => calculations.every(one => one.name !== name))
  const fields = names.map(get)
  if (fields.length === 0) throw new QueryRefused(400, 'Must query at least one dimension or measure')
  const pivots = fields.filter(({ name }) => body.pivots?.includes(name))
  const filters = Object.entries({ ...explore.defaultFilters(), ...body.filters }).map(
    ([name, expression]) => {
      const field = get(name)
      return { field, expression, condition: readFilter(String(expression), filterKindOf(field)) }
    },
  )
  const measures = fields.filter(({ kind }) => kind === 'measure')
  const dimensions = fields.filter(field => field.kind !== 'measure' && !pivots.includes(field))
  const plan = {
    ...{ dimensions, pivots, measures, calculations, filters, body },
    sorts: sortsOf(body, [...dimensions, ...pivots, ...measures]),
    limit: limit ?? numberIn(body.limit, 500),
    columnLimit: numberIn(body.column_limit, 50),
    total: body.total === true,
    rowTotal: body.row_total === 'right' && pivots.length > 0,
    isConditional: explore.hasConditionalSql,
    hasDevFilters: explore.hasDevFilters,
  }
  const { remarks, statement } = statementOf(explore, plan)
  const context = { user_id: 1, history_slug: randomBytes(16).toString('hex'), instance_slug: instance }
  const comment = `-- Looker Query Context '${JSON.stringify(context)}'`
  return { ...plan, statement, sql: [comment, ...remarks, statement].join('\n') }
}

const instance = hash('simulator').toString(16).padStart(32, '0')

function fieldOf(explore: ExploreSql, name: string): SqlField {
  const field = explore.field(name)
  if (field) return field
  throw new QueryRefused(
    400,
    `View Not Found: Unknown or inaccessible field "${name}". Check for missing joins or an incorrect field name.`,
  )
}

const numberIn = (value: string | number | null | undefined, otherwise: number): number => {
  const number = value === null || value === undefined || value === '' ? otherwise : Number(value)
  return number < 0 ? Number.MAX_SAFE_INTEGER : number
}

/** Decides how to read the field's filter expressions. */
export function filterKindOf({ kind, timeframe, block }: SqlField): FilterKind {
  if (timeframe !== undefined || /^(date|time|date_.*)$/.test(String(block.type))) return 'date'
  const isText = ['string', 'yesno', 'list', 'zipcode', 'undefined'].includes(String(block.type))
  return kind === 'measure'
    ? isText && block.type !== undefined
      ? 'text'
      : 'number'
    : isText
      ? 'text'
      : 'number'
}

function dynamicIn({ dynamic_fields: text }: QueryBody): Record<string, unknown>[] {
  if (!text) return []
  try {
    const listed: unknown = JSON.parse(text)
    return Array.isArray(listed) ? listed.filter(isBlock) : []
  } catch {
    throw new QueryRefused(400, 'dynamic_fields is not JSON')
  }
}

function calculationsIn(body: QueryBody): Calculation[] {
  return dynamicIn(body).flatMap(field => {
    const name = field.table_calculation
    if (typeof name !== 'string') return []
    const { value_format, value_format_name, label = name, expression = '' } = field
    const format = { value_format, value_format_name }
    return { name, label: String(label), expression: String(expression), format }
  })
}

/** Returns the measures and dimensions that the query defines itself, by name. */
function customFields(explore: ExploreSql, body: QueryBody): Map<string, SqlField> {
  const custom = new Map<string, SqlField>()
  for (const field of dynamicIn(body)) {
    const name = field.measure ?? field.dimension
    if (typeof name !== 'string') continue
    const isMeasure = field.measure !== undefined
    const base = typeof field.based_on === 'string' ? fieldOf(explore, field.based_on) : undefined
    const expression = String(field.expression ?? base?.sql ?? '1')
    const used = new Set(base?.aliases)
    const sql = expression.replaceAll(/\$\{([\w.]+)\}/g, (_, reference: string) => {
      const other = fieldOf(explore, reference)
      for (const alias of other.aliases) used.add(alias)
      return other.sql
    })
    const type = String(field.type ?? 'count_distinct').toUpperCase()
    const whole = isMeasure ? `${type === 'COUNT_DISTINCT' ? 'COUNT(DISTINCT ' : `${type}(`}${sql})` : sql
    custom.set(name, {
      ...{ name, view: base?.view ?? '', alias: base?.alias ?? '', aliases: used, sql: whole },
      kind: isMeasure ? 'measure' : 'dimension',
      label: String(field.label ?? name),
      block: { type: isMeasure ? 'number' : 'string', value_format_name: field.value_format_name },
      fingerprint: hash(`${whole} ${base?.fingerprint ?? ''}`),
      share: shareOf(whole, String(base?.fingerprint ?? '')),
    })
  }
  return custom
}

/**
 * Reads the query's sorts, such as `order_items.revenue desc 0`. A query without sorts begins with the latest date or
 * the largest number.
 */
function sortsOf({ sorts }: QueryBody, fields: readonly SqlField[]): Sort[] {
  const listed = (sorts ?? []).map(text => {
    const [name = '', direction] = text.split(' ')
    return { name, descending: direction === 'desc' }
  })
  if (listed.length > 0) return listed
  const time = fields.find(({ timeframe }) => timeframe !== undefined)
  const first = time ?? fields.find(({ kind }) => kind === 'measure') ?? fields[0]
  return first ? [{ name: first.name, descending: first === time || first.kind === 'measure' }] : []
}

type Unfinished = Omit<QueryPlan, 'sql' | 'statement'>

function statementOf(explore: ExploreSql, plan: Unfinished): { remarks: string[]; statement: string } {
  const { dimensions, pivots, measures, filters, sorts, limit, body } = plan
  const columns = [...dimensions, ...pivots, ...measures]
  const aliases = [...columns, ...filters.map(({ field }) => field)].flatMap(field => [...field.aliases])
  const { lines, derived, remarks } = explore.from(aliases)
  const conditions = (isMeasure: boolean) =>
    filters
      .filter(({ field }) => (field.kind === 'measure') === isMeasure)
      .flatMap(({ field, condition }) => condition.sql(field.sql) ?? [])
  const expression = body.filter_expression ? [`/* filter expression */ ${body.filter_expression}`] : []
  const where = [...explore.always(), ...conditions(false), ...expression]
  const having = conditions(true)
  const groups = dimensions.length + pivots.length
  const places = sorts.flatMap(({ name, descending }) => {
    const place = columns.findIndex(column => column.name === name)
    return place < 0 ? [] : [`${place + 1}${descending ? ' DESC' : ''}`]
  })
  const statement = [
    ...(derived.length > 0 ? [`WITH ${derived.join(',\n')}`] : []),
    `SELECT\n${columns.map(({ name, sql }) => `    ${sql}  AS "${name}"`).join(',\n')}`,
    ...lines,
    ...(where.length > 0 ? [`WHERE ${where.map(one => `(${one})`).join(' AND ')}`] : []),
    ...(groups > 0
      ? [
          `GROUP BY\n    ${columns
            .slice(0, groups)
            .map((_, at) => at + 1)
            .join(',\n    ')}`,
        ]
      : []),
    ...(having.length > 0 ? [`HAVING ${having.join(' AND ')}`] : []),
    ...(places.length > 0 && groups > 0 ? [`ORDER BY\n    ${places.join(',\n    ')}`] : []),
    ...(limit < Number.MAX_SAFE_INTEGER ? [`LIMIT ${limit}`] : []),
  ]
  return { remarks, statement: statement.join('\n') }
}
