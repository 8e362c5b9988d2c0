import { hash } from '../hash.ts'
import { labelOf } from '../projects/describe-explore.ts'
import { type Field, type JoinedView, type LookmlModel, viewsOf } from '../projects/lookml-model.ts'
import { type Block, isBlock, textIn } from '../projects/parse-lookml.ts'

export type Mode = 'dev' | 'production'

/** A field of an Explore with its generated SQL. */
export interface SqlField {
  /** `order_items.revenue` */
  name: string
  alias: string
  view: string
  kind: Field['kind']
  label: string
  block: Block
  /** The end of the name of a dimension in a group: `date`, `week`, … Undefined for other fields. */
  timeframe?: string
  sql: string
  /** The aliases of the views that the SQL refers to. */
  aliases: ReadonlySet<string>
  /** A hash of the SQL without comments. If the hash changes, the field's numbers change. */
  fingerprint: number
  /** Multiplies the measure's number in the catalogue. The factor is smaller if the SQL subtracts a term. */
  share: number
}

export interface From {
  /** The FROM clause and the joins, one per line. */
  lines: string[]
  /** The derived tables, in the form of a WITH clause. */
  derived: string[]
  /** Looker's remarks about persistent derived tables. */
  remarks: string[]
}

/** Generates the SQL for the fields and tables of an Explore. The SQL follows no particular dialect. */
export class ExploreSql {
  readonly #model: LookmlModel
  readonly #mode: Mode
  readonly #views: Map<string, JoinedView>
  readonly #explore: Block

  /** @throws if the model has no such Explore */
  constructor(model: LookmlModel, explore: string, mode: Mode) {
    const found = model.explore(explore)
    if (!found) throw new Error(`There is no Explore ${explore} in ${model.name}`)
    this.#model = model
    this.#mode = mode
    this.#explore = found.block
    this.#views = new Map(viewsOf(explore, found.block).map(view => [view.alias, view]))
  }

  /** `name` is text such as `order_items.revenue`. Returns undefined for an unknown field. */
  field(name: string): SqlField | undefined {
    const [alias = '', own = ''] = name.split('.')
    const view = this.#views.get(alias)?.view
    const found = view === undefined ? undefined : this.#find(view, own)
    if (view === undefined || !found) return undefined
    const { field, timeframe } = found
    const aliases = new Set([alias])
    const sql = this.#expression(alias, own, aliases)
    const { lines, derived } = this.from(aliases)
    const context = [...lines, ...derived, ...this.always()].join(' ')
    return {
      ...{ name, alias, view, sql, aliases, kind: field.kind, block: field.block },
      label: labelOf(timeframe === undefined ? field.name : own, field.block),
      ...(timeframe === undefined ? {} : { timeframe }),
      fingerprint: hash(plainSql(`${sql} ${context}`)),
      share: shareOf(plainSql(sql), plainSql(context)),
    }
  }

  /** Returns the FROM clause for these views, and the joins that they need. */
  from(aliases: Iterable<string>): From {
    const wanted = this.#withJoins(aliases)
    const from: From = { lines: [], derived: [], remarks: [] }
    for (const [alias, { view, join }] of this.#views) {
      if (join && !wanted.has(alias)) continue
      const { table, derived, remark } = this.#table(view)
      if (derived) from.derived.push(derived)
      if (remark) from.remarks.push(remark)
      from.lines.push(join ? `${this.#join(alias, join, table)}` : `FROM ${table}  AS ${alias}`)
    }
    return from
  }

  /** Returns the conditions that apply to all queries of the Explore. */
  always(): string[] {
    const texts = ['sql_always_where', 'sql_always_having'].map(name => textIn(this.#explore[name]))
    return texts.flatMap(text => (text ? [this.#resolve(text, '', new Set())] : []))
  }

  /** Returns the Explore's default filters. A default filter applies unless the query filters the same field. */
  defaultFilters(): Record<string, string> {
    const blocks = ['always_filter', 'conditionally_filter'].map(name => this.#explore[name])
    const filters = blocks.map(block => (isBlock(block) && isBlock(block.filters) ? block.filters : {}))
    const entries = filters.flatMap(one => Object.entries(one)).filter(([name]) => !name.startsWith('$'))
    const base = [...this.#views.keys()][0]
    return Object.fromEntries(
      entries.map(([name, value]) => [name.includes('.') ? name : `${base}.${name}`, String(value)]),
    )
  }

  /** Whether the SQL of a derived table differs in development mode. Looker then adds a remark to the results. */
  get hasConditionalSql(): boolean {
    const tables = [...this.#views.values()].map(({ view }) => this.#model.view(view)?.block ?? {})
    return tables.some(({ sql_table_name, derived_table }) =>
      /--\s*if (dev|prod)\s*--/.test(`${sql_table_name} ${isBlock(derived_table) ? derived_table.sql : ''}`),
    )
  }

  /** Whether a native derived table has `dev_filters`. Looker then adds a remark to the results. */
  get hasDevFilters(): boolean {
    const tables = [...this.#views.values()].map(({ view }) => this.#model.view(view)?.block.derived_table)
    return tables.some(
      table => isBlock(table) && isBlock(table.explore_source) && 'dev_filters' in table.explore_source,
    )
  }

  #find(view: string, name: string): { field: Field; timeframe?: string } | undefined {
    const fields = this.#model.fields(view)
    const field = fields.find(one => one.name === name && !one.isGroup)
    if (field) return { field }
    const group = fields.find(one => one.isGroup && name.startsWith(`${one.name}_`))
    return group && { field: group, timeframe: name.slice(group.name.length + 1) }
  }

  #expression(alias: string, name: string, used: Set<string>, depth = 0): string {
    const view = this.#views.get(alias)?.view ?? alias
    const found = this.#find(view, name)
    if (!found || depth > 9) return `${alias}.${name}`
    used.add(alias)
    const { field, timeframe } = found
    const own = textIn(field.block.sql)
    const inner = own === undefined ? `${alias}.${field.name}` : this.#resolve(own, alias, used, depth)
    if (timeframe !== undefined) return timeSql(timeframe, inner)
    if (field.kind !== 'measure')
      return textIn(field.block.type) === 'yesno' ? `CASE WHEN ${inner} THEN 'Yes' ELSE 'No' END` : inner
    return this.#aggregate(field, alias, inner, used, depth)
  }

  #aggregate({ block }: Field, alias: string, inner: string, used: Set<string>, depth: number): string {
    const filters = isBlock(block.filters) ? Object.entries(block.filters) : []
    const conditions = filters
      .filter(([name]) => !name.startsWith('$'))
      .map(([name, value]) => {
        const [first = '', second] = name.split('.')
        const place = second === undefined ? ([alias, first] as const) : ([first, second] as const)
        return `${this.#expression(...place, used, depth + 1)} = '${String(value)}'`
      })
    const value = conditions.length > 0 ? `CASE WHEN ${conditions.join(' AND ')} THEN ${inner} END` : inner
    const type = textIn(block.type) ?? 'string'
    if (type === 'count')
      return conditions.length > 0 ? `COUNT(CASE WHEN ${conditions.join(' AND ')} THEN 1 END)` : 'COUNT(*)'
    return aggregates[type]?.(value) ?? value
  }

  /** Replaces the references in a text: `${TABLE}`, `${field}`, `${view.field}`, `@{constant}`. */
  #resolve(text: string, alias: string, used: Set<string>, depth = 0): string {
    const resolved = forMode(text, this.#mode)
      .replaceAll(/@\{(\w+)\}/g, (whole, name) => this.#model.constants.get(name) ?? whole)
      .replaceAll(/\$\{([\w.]+)\}/g, (_, reference: string) => {
        if (reference === 'TABLE') return alias
        const [first = '', second] = reference.split('.')
        if (second === 'SQL_TABLE_NAME') return this.#table(first).table
        const place = second === undefined ? ([alias, first] as const) : ([first, second] as const)
        return this.#expression(...place, used, depth + 1)
      })
      .trim()
    // Adds a line break, because the text that follows would otherwise be part of the SQL comment.
    return /--[^\n]*$/.test(resolved) ? `${resolved}\n` : resolved
  }

  /** Adds all views to which the join conditions refer. */
  #withJoins(aliases: Iterable<string>): Set<string> {
    const wanted = new Set(aliases)
    for (const alias of wanted) {
      const condition = textIn(this.#views.get(alias)?.join?.sql_on)
      if (condition) this.#resolve(condition, alias, wanted)
    }
    return wanted
  }

  #join(alias: string, join: Block, table: string): string {
    const kind = (textIn(join.type) ?? 'left_outer').replace('_outer', '').replaceAll('_', ' ').toUpperCase()
    const on = textIn(join.sql_on)
    const using = textIn(join.foreign_key)
    const condition = on
      ? ` ON ${this.#resolve(on, alias, new Set())}`
      : using
        ? ` ON ${this.#resolve(`\${${using}}`, [...this.#views.keys()][0] ?? '', new Set())} = ${alias}.id`
        : ''
    return `${kind} JOIN ${table}  AS ${alias}${condition}`
  }

  #table(view: string): { table: string; derived?: string; remark?: string } {
    const block = this.#model.view(view)?.block ?? {}
    const name = textIn(block.sql_table_name)
    const { derived_table: table } = block
    if (!isBlock(table)) return { table: name === undefined ? view : this.#resolve(name, view, new Set()) }
    const text = textIn(table.sql)
    const sql =
      text === undefined
        ? plainSql(JSON.stringify(table.explore_source ?? {}))
        : this.#resolve(text, view, new Set())
    if (!persistence.some(parameter => parameter in table))
      return { table: view, derived: `${view} AS (${sql})` }
    const id = hash(plainSql(sql)).toString(36).toUpperCase().padStart(5, '0').slice(-5)
    const stored = `looker_scratch.LR$${id}${buildTime}_${view}`
    return { table: stored, remark: `-- use existing ${view} in ${stored}` }
  }
}

/** The time at which Looker built all tables, in milliseconds. It is a part of their names. */
const buildTime = 1_767_226_241_142

const persistence = ['datagroup_trigger', 'persist_for', 'sql_trigger_value', 'materialized_view']

const aggregates: Record<string, (value: string) => string> = {
  sum: value => `COALESCE(SUM(${value}), 0)`,
  sum_distinct: value => `COALESCE(SUM(DISTINCT ${value}), 0)`,
  average: value => `AVG(${value})`,
  average_distinct: value => `AVG(DISTINCT ${value})`,
  count_distinct: value => `COUNT(DISTINCT ${value})`,
  min: value => `MIN(${value})`,
  max: value => `MAX(${value})`,
  median: value => `MEDIAN(${value})`,
  list: value => `STRING_AGG(DISTINCT ${value}, '|RECORD|')`,
}

function timeSql(timeframe: string, inner: string): string {
  if (timeframe === 'raw') return inner
  if (timeframe === 'time') return `TO_CHAR(${inner}, 'YYYY-MM-DD HH24:MI:SS')`
  return timeframe === 'date' ? `DATE(${inner})` : `DATE_TRUNC('${timeframe}', ${inner})`
}

/** Removes lines of the other mode. A line of one mode begins with `-- if dev --` or `-- if prod --`. */
function forMode(text: string, mode: Mode): string {
  const marked = /^\s*--\s*if (dev|prod)\s*--/
  const other = mode === 'dev' ? 'prod' : 'dev'
  return text
    .split('\n')
    .filter(line => marked.exec(line)?.[1] !== other)
    .map(line => line.replace(marked, ''))
    .join('\n')
}

/** Removes comments and normalizes white space, because they do not affect a number. */
const plainSql = (sql: string): string =>
  sql
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/(?<=\() | (?=\))/g, '')
    .trim()

/** Returns a factor near 1. Each subtracted term makes the factor smaller, and each added term makes it larger. */
export function shareOf(sql: string, context: string): number {
  const term = / ([-+]) [\w.]+(?:\([^()]*\))?/g
  const first = sql.replaceAll(term, '')
  return [...sql.matchAll(term)].reduce(
    (share, [text, sign]) => share * (1 + (sign === '-' ? -1 : 1) * (0.06 + (hash(text) % 100) / 800)),
    0.75 + (hash(`${first} ${context}`) % 1000) / 2000,
  )
}
