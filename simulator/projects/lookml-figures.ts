import { measures as known, type Measure, type Unit } from '../content/catalogue.ts'
import { hash } from '../hash.ts'
import { labelOf } from './describe-explore.ts'
import { type Field, type LookmlModel, viewsOf } from './lookml-model.ts'
import { type Block, textIn } from './parse-lookml.ts'

/** A field of a query, with all the LookML that decides what it comes to. */
export interface QueryField {
  kind: Field['kind']
  label: string
  block: Block
  /** changes when any LookML changes that its numbers depend on */
  fingerprint: number
}

/** `order_items.revenue` as the Explore has it; undefined where it has no such field. */
export function findField(model: LookmlModel, explore: string, name: string): QueryField | undefined {
  const block = model.explore(explore)?.block
  const [alias, fieldName = ''] = name.split('.')
  const joined = block && viewsOf(explore, block).find(view => view.alias === alias)
  if (!block || !joined) return undefined
  const fields = model.fields(joined.view)
  // created_date is of the dimension group created
  const field =
    fields.find(one => one.name === fieldName) ??
    fields.find(one => textIn(one.block.type) === 'time' && fieldName.startsWith(`${one.name}_`))
  if (!field) return undefined
  const source = model.view(joined.view)?.block ?? {}
  const context = [source.sql_table_name, source.derived_table, joined.join, ...filtersOf(block)]
  const own = [resolved(field, fields), field.block.type, field.block.filters]
  return {
    kind: field.kind,
    label: labelOf(field.name, field.block),
    block: field.block,
    fingerprint: hash(plain([own, context])),
  }
}

/** A measure of the catalogue whose level the LookML decides. */
export function measureOf({ label, block, fingerprint }: QueryField): Measure {
  const like = known.find(({ name }) => name === label)
  const format = textIn(block.value_format_name) ?? ''
  const unit = unitOf(format) ?? like?.unit ?? 'count'
  const level = like?.level ?? (unit === 'percent' ? 5 + (hash(label) % 80) : 1000 + (hash(label) % 90_000))
  return {
    adds: unit === 'percent' ? 'rate' : 'flow',
    ...like,
    name: label,
    unit,
    level: level * shareOf(fingerprint),
  }
}

/** From 0.75 to 1.25. */
export const shareOf = (fingerprint: number): number => 0.75 + (fingerprint % 1000) / 2000

function unitOf(format: string): Unit | undefined {
  if (/^(usd|eur|gbp)/.test(format)) return 'money'
  return format.startsWith('percent') ? 'percent' : undefined
}

const filtersOf = (explore: Block): unknown[] =>
  ['sql_always_where', 'sql_always_having', 'always_filter', 'conditionally_filter'].map(
    name => explore[name],
  )

/** The field's SQL with that of the view's other fields in it: `${sale_price} - ${cost}`. */
function resolved(field: Field, all: readonly Field[], depth = 0): string {
  const sql = textIn(field.block.sql) ?? field.name
  if (depth > 9) return sql
  return sql.replaceAll(/\$\{(\w+)\}/g, (whole, name) => {
    const other = all.find(one => one.name === name)
    return other ? `(${resolved(other, all, depth + 1)})` : whole
  })
}

/** Without what the parser notes of the text itself: spaces and order of writing. */
function plain(value: unknown): string {
  return JSON.stringify(value, (key, inside) => {
    if (key.startsWith('$')) return undefined
    return typeof inside === 'string' ? inside.trim().replaceAll(/\s+/g, ' ') : inside
  })
}
