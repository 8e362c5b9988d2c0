import { titleCase } from '../names.ts'
import { textIn } from '../projects/parse-lookml.ts'
import type { SqlField } from './explore-sql.ts'
import { filterKindOf, type QueryPlan } from './plan.ts'
import { type Cell, isCell, type ResultRow, type Results, rowTotalKey } from './results.ts'

interface About {
  plan: QueryPlan
  results: Results
  problem: string | undefined
  seesSql: boolean
  isCached: boolean
  ranAt: Date
}

/** After a database error, returns one row with the error. */
export function describeRows({ results, problem }: About, formatted: boolean): unknown[] {
  if (problem !== undefined) return [{ looker_error: problem }]
  const plain = (cell: Cell) => (formatted ? (cell.rendered ?? cell.value) : cell.value)
  return results.rows.map(row => mapRow(row, plain))
}

/**
 * Returns the answer in the format `json_detail`, which Looker does not document. Looker's own chart library and public
 * scripts read the `value` of each cell. The cells of a pivoted measure are nested by pivot key
 * (https://github.com/looker-open-source/components).
 */
export function describeDetail(about: About): Record<string, unknown> {
  const { plan, results, problem, seesSql, isCached, ranAt } = about
  const { dimensions, pivots, measures, calculations, body } = plan
  const detail = (cell: Cell, isMeasure = true) => ({ ...cell, ...(isMeasure && { links: [] }) })
  const names = new Set([...measures, ...calculations].map(({ name }) => name))
  const rows = results.rows.map(row =>
    Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [name, mapCell(cell, one => detail(one, names.has(name)))]),
    ),
  )
  return {
    id: 'q'.padEnd(22, '0'),
    fields: {
      dimensions: dimensions.map(field => describeColumn(field, seesSql)),
      measures: measures.map(field => describeColumn(field, seesSql)),
      pivots: pivots.map(field => describeColumn(field, seesSql)),
      table_calculations: calculations.map(({ name, label, expression, format }) => ({
        ...{ name, label, expression, type: 'number', measure: true, is_table_calculation: true },
        ...{ value_format: format.value_format ?? null, align: 'right', can_pivot: true },
      })),
    },
    ...(pivots.length > 0 && { pivots: results.pivots.map(describePivot) }),
    data: problem === undefined ? rows : [],
    ...(results.totals &&
      problem === undefined && { totals_data: mapRow(results.totals, cell => detail(cell)) }),
    ...{ title: body.view ?? '', model: body.model, view: body.view, explore: body.view },
    ...{ has_totals: plan.total, has_row_totals: plan.rowTotal, has_subtotals: false },
    ...{ columns_truncated: yesNo(results.hasMoreColumns), truncated: yesNo(results.isTruncated) },
    row_limit: plan.limit < Number.MAX_SAFE_INTEGER ? plan.limit : -1,
    ...{ number_format: '1,234.56', null_sort_treatment: 'low', timezone: body.query_timezone ?? 'UTC' },
    applied_filters: Object.fromEntries(
      plan.filters.map(({ field, expression }) => [
        field.name,
        { field: describeColumn(field, seesSql), value: expression },
      ]),
    ),
    filter_expression: body.filter_expression ?? null,
    applied_filter_expression: body.filter_expression ?? null,
    sql: seesSql ? plan.sql : null,
    ...{ sql_explain: null, runtime: isCached ? '0.010' : '0.412', from_cache: isCached, added_params: {} },
    ran_at: ranAt.toISOString(),
    ...describeErrors(plan, problem),
  }
}

const yesNo = (is: boolean) => (is ? 'yes' : 'no')

/**
 * Returns the list of errors. Looker adds remarks about development mode to the same list
 * (https://github.com/spectacles-ci/spectacles, models.py).
 */
function describeErrors({ isConditional, hasDevFilters, sql }: QueryPlan, problem: string | undefined) {
  const kinds = [
    ...(isConditional ? ['conditional SQL for Development Mode'] : []),
    ...(hasDevFilters ? ['Development Mode filters'] : []),
  ]
  const remarks = kinds.map(kind => ({
    message: `Note: This query contains derived tables with ${kind}. Query results in Production Mode might be different.`,
    ...{ message_details: null, level: 'info', fatal: false, sql_error_loc: null },
  }))
  const line = sql.split('\n').findIndex(text => text.startsWith('FROM ')) + 1
  const error = {
    message: 'The warehouse database encountered an error while running this query.',
    ...{ message_details: problem, level: 'error', fatal: true },
    sql_error_loc: { line, column: 1, character: null },
  }
  const errors = [...(problem === undefined ? [] : [error]), ...remarks]
  return errors.length > 0 ? { errors } : {}
}

/** Returns the answer in the format `json_bi`. It is unknown whether Looker's rows are texts or objects. */
export function describeBi(about: About, rowsAre: 'texts' | 'objects'): Record<string, unknown> {
  const { plan, results, problem, seesSql } = about
  const rows =
    problem === undefined
      ? results.rows.map(row => mapRow(row, cell => cell.value))
      : describeRows(about, false)
  const column = (field: SqlField) => {
    const { name, label } = field
    return {
      ...{ name, label, view: field.view, category: field.kind, sql: seesSql ? field.sql : null },
      ...{ dimension_group: null, field_group_label: null, field_group_variant: label, description: null },
      ...{ type: typeOf(field), view_label: field.view, hidden: isHidden(field) },
    }
  }
  return {
    metadata: {
      big_query_metadata: { total_bytes_processed: 0, backend_cache_hit: false },
      fields: {
        dimensions: plan.dimensions.map(column),
        measures: plan.measures.map(column),
        pivots: plan.pivots.map(column),
        table_calculations: plan.calculations.map(({ name, label, expression, format }) => ({
          ...{
            name,
            label,
            expression,
            align: 'right',
            value_format: format.value_format ?? null,
            measure: true,
          },
        })),
      },
      pivots: results.pivots.map(({ key, data, isTotal }) => ({
        ...{ key, data: textsOf(data), sort_values: {}, is_total: isTotal },
      })),
      ...{ has_subtotals: false, has_totals: plan.total, columns_truncated: yesNo(results.hasMoreColumns) },
      filter_expression: plan.body.filter_expression ?? null,
      filters: plan.body.filters ?? {},
      sql: seesSql ? plan.sql : null,
    },
    rows: rowsAre === 'texts' ? rows.map(row => JSON.stringify(row)) : rows,
  }
}

const textsOf = (data: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(data).map(([name, value]) => [name, String(value)]))

function describePivot({ key, data, isTotal }: Results['pivots'][number]) {
  const labels = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, String(value ?? '∅')]))
  const metadata = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, { value }]))
  return { key: isTotal ? rowTotalKey : key, is_total: isTotal, data, metadata, labels, sort_values: {} }
}

function describeColumn(field: SqlField, seesSql: boolean): Record<string, unknown> {
  const { name, alias, view, kind, label: short, block } = field
  // A field that the query defines itself has no view label.
  const label = name.startsWith(`${alias}.`) ? `${titleCase(alias)} ${short}` : short
  return {
    ...{ name, label, label_short: short, view: alias, original_view: view, scope: alias, category: kind },
    ...{ type: typeOf(field), measure: kind === 'measure', hidden: isHidden(field) },
    ...{ is_numeric: filterKindOf(field) === 'number', is_timeframe: field.timeframe !== undefined },
    value_format: textIn(block.value_format) ?? null,
    sql: seesSql ? field.sql : null,
  }
}

const isHidden = ({ block }: SqlField): boolean => block.hidden === true || block.hidden === 'yes'

const typeOf = ({ timeframe, block }: SqlField): string =>
  timeframe === undefined ? (textIn(block.type) ?? 'string') : `date_${timeframe}`

const mapRow = <T>(row: ResultRow, map: (cell: Cell) => T): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, mapCell(cell, map)]))

const mapCell = <T>(cell: ResultRow[string], map: (cell: Cell) => T): unknown =>
  isCell(cell) ? map(cell) : Object.fromEntries(Object.entries(cell).map(([key, one]) => [key, map(one)]))
