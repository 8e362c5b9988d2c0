import {
  type ChangedRow,
  hashableValue,
  isEqualNumber,
  type ResultDiff,
  type ShownValue,
  type ValuePair,
} from '../branch-report.ts'
import { addToList } from '../runtime/lists.ts'
import { sha256Of } from '../runtime/text.ts'
import {
  allRows,
  type Cell,
  type Column,
  emptyPivots,
  type ResultTable,
  type Row,
  reachedLimits,
  withDistinctLabels,
} from './query-result.ts'

interface CompareOptions {
  hidden: ReadonlySet<string>
  /** Whether the tile shows only the first value of the first row. */
  isSingleValue: boolean
  /** The arguments of `slice` for the rows that the tile shows. Undefined if it shows all rows. */
  shownRows?: readonly [start: number, end?: number] | undefined
  /**
   * The base's results from a second request. A value counts as changed only if it differs from the results of both
   * requests.
   */
  again?: ResultTable | undefined
}

/** If matching a group of rows with the same dimensions needs more comparisons, only identical rows are matched. */
const maxComparedCells = 5_000_000

/**
 * Matches rows by their dimensions. If the tile shows only some rows, it may show other rows although both results have
 * the same rows. Those rows then count as added and removed.
 * @returns undefined if nothing differs
 */
export function compareResults(
  base: ResultTable,
  head: ResultTable,
  { shownRows, ...rest }: CompareOptions,
): ResultDiff | undefined {
  const [after = head, before = base, again] = withDistinctLabels([head, base, rest.again ?? []].flat())
  const options = { ...rest, again }
  const all = diffTables(before, after, options)
  if (!shownRows || (all && !all.isHidden)) return all
  const shown = ({ subtotals: _, totals: __, ...table }: ResultTable): ResultTable => ({
    ...table,
    rows: table.rows.slice(...shownRows),
  })
  const ofShown = diffTables(shown(before), shown(after), { ...options, again: again && shown(again) })
  return ofShown ?? all
}

function diffTables(
  before: ResultTable,
  after: ResultTable,
  options: CompareOptions,
): ResultDiff | undefined {
  const columns = columnsOf(before, after, options)
  const columnsAgain = options.again ? columnsOf(options.again, after, options) : columns
  const first = compareTables(before, after, columns)
  const second = options.again && compareTables(options.again, after, columnsAgain)
  const { differences, totals, unstable } = second
    ? differencesToBoth(first, second)
    : { ...first, unstable: 0 }
  const addedColumns = columns.addedColumns.filter(label => columnsAgain.addedColumns.includes(label))
  const removedColumns = columns.removedColumns.filter(label => columnsAgain.removedColumns.includes(label))
  const isShown = ({ field }: Column) => !options.hidden.has(field)
  const shownDimensions = columns.dimensions.filter(isShown)
  const shown = columns.values.filter(isShown)
  const isPartlyHidden = ![...columns.dimensions, ...columns.values].every(isShown)
  // A single-value tile may show another row, although both results have the same rows.
  const inTile = shown.length > 0 ? shown.slice(0, 2) : shownDimensions.slice(0, 1)
  const isOtherRow =
    options.isSingleValue &&
    [before, options.again].every(one => !one || differingCells(firstRow(one), firstRow(after), inTile).size)
  const countOfDifferences = differences.length + totals.size + addedColumns.length + removedColumns.length
  if (countOfDifferences === 0 && !isOtherRow) return undefined
  const isVisible = differences.some(
    ({ kind, cells }) => kind !== 'changed' || shown.some(({ id }) => cells.has(id)),
  )
  const hasVisible =
    isVisible ||
    isOtherRow ||
    addedColumns.length + removedColumns.length > 0 ||
    shown.some(({ id }) => totals.has(id))
  const count = (wanted: ChangedRow['kind']) => differences.filter(({ kind }) => kind === wanted).length
  const value = firstValue(before, after, options)
  return {
    rows: {
      before: allRows(before).length,
      after: allRows(after).length,
      changed: count('changed'),
      added: count('added'),
      removed: count('removed'),
    },
    ...(value && { value }),
    dimensions: shownDimensions.map(({ label }) => label),
    columns: shown.map(({ label }) => label),
    changes: [...differences]
      .sort(byImportance(shown))
      .map(difference => toChange(difference, shownDimensions, shown)),
    ...(totals.size > 0 && { totals: shown.map(({ id }) => totals.get(id)) }),
    addedColumns,
    removedColumns,
    ...(!hasVisible && { isHidden: true }),
    ...(isPartlyHidden && { hiddenHash: hashDifferences(differences, totals) }),
    ...(unstable > 0 && { unstableRows: unstable }),
    limits: reachedLimits(before, after),
    ranAt: {
      ...(before.ranAt && { before: before.ranAt }),
      ...(after.ranAt && { after: after.ranAt }),
    },
  }
}

function hashDifferences(differences: readonly RowDifference[], totals: RowDifference['cells']): string {
  const rows = [{ key: '', cells: totals }, ...differences].map(({ key, cells }) => {
    const pairs = [...cells].map(([id, pair]) => [
      id,
      [pair.before, pair.after].map(one => one && hashableValue(one)),
    ])
    return JSON.stringify([key, pairs])
  })
  return sha256Of(rows.sort().join())
}

interface Columns {
  /** The dimensions of both sides. The head's dimensions come first. */
  dimensions: readonly Column[]
  /** Whether both sides have the same dimensions. Otherwise, rows cannot be matched. */
  canMatch: boolean
  /** The columns of fields that exist on both sides. One side may still lack a pivot value of such a field. */
  values: readonly Column[]
  /** The labels of fields that only one side has, and of pivot values without a value that only one side has. */
  addedColumns: readonly string[]
  removedColumns: readonly string[]
}

function columnsOf(
  before: ResultTable,
  after: ResultTable,
  { hidden }: Pick<CompareOptions, 'hidden'>,
): Columns {
  const fieldsOf = ({ dimensions, values }: ResultTable) =>
    new Set([...dimensions, ...values].map(({ field }) => field))
  const [inBefore, inAfter] = [fieldsOf(before), fieldsOf(after)]
  const byId = new Map([...after.values, ...before.values].map(column => [column.id, column]))
  const missing = (table: ResultTable, other: ResultTable) => {
    const fields = fieldsOf(other)
    const lacking = [...table.dimensions, ...table.values].filter(({ field }) => !fields.has(field))
    return [
      ...new Map(lacking.map(({ field, fieldLabel }) => [field, fieldLabel])).values(),
      ...emptyPivots(table, other).flatMap(({ field, label }) => (hidden.has(field) ? [] : label)),
    ]
  }
  const namesOf = ({ dimensions }: ResultTable) => JSON.stringify(dimensions.map(({ field }) => field).sort())
  return {
    dimensions: [...after.dimensions, ...before.dimensions.filter(({ field }) => !inAfter.has(field))],
    canMatch: namesOf(before) === namesOf(after),
    values: [...byId.values()].filter(({ field }) => inBefore.has(field) && inAfter.has(field)),
    addedColumns: missing(after, before),
    removedColumns: missing(before, after),
  }
}

interface RowDifference {
  kind: ChangedRow['kind']
  key: string
  before?: Row
  after?: Row
  /** Changed cells by column id. */
  cells: ReadonlyMap<string, ValuePair>
}

interface Differences {
  differences: readonly RowDifference[]
  /** The totals that differ, by column id. */
  totals: ReadonlyMap<string, ValuePair>
}

function compareTables(before: ResultTable, after: ResultTable, columns: Columns): Differences {
  const differences: RowDifference[] = []
  const [old, fresh] = [groupRows(before, columns), groupRows(after, columns)]
  for (const key of new Set([...fresh.keys(), ...old.keys()]))
    differences.push(...compareGroup(key, old.get(key) ?? [], fresh.get(key) ?? [], columns.values))
  const totals = differingCells(before.totals ?? noCells, after.totals ?? noCells, columns.values)
  return { differences, totals }
}

const noCells: Row = new Map()

const firstRow = ({ rows: [first = noCells] }: ResultTable): Row => first

/**
 * Groups rows by the values of their dimensions. If the sides have different dimensions, the keys also contain the
 * names of the dimensions, so that no key occurs on both sides.
 */
function groupRows(table: ResultTable, { dimensions, canMatch }: Columns): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  const own = canMatch ? dimensions : table.dimensions
  const side = canMatch ? '' : own.map(({ field }) => field).join('\n')
  for (const row of allRows(table)) {
    const key = side + JSON.stringify(own.map(({ id }) => keyValue(row.get(id)?.raw)))
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}

/** Rounds fractions, so that tiny differences do not matter. Keeps whole numbers, because they may be ids. */
const keyValue = (raw: unknown): unknown =>
  typeof raw === 'number' && !Number.isInteger(raw) ? Number(raw.toPrecision(10)) : (raw ?? null)

/** Pairs equal rows first, and then the remaining rows in their order. */
function compareGroup(
  key: string,
  before: readonly Row[],
  after: readonly Row[],
  values: readonly Column[],
): RowDifference[] {
  const old = new Set(before)
  const fresh = new Set(after)
  if (before.length > 1 || after.length > 1) {
    matchIdentical(old, fresh, values)
    if (old.size * fresh.size * values.length <= maxComparedCells) matchEqual(old, fresh, values)
  }
  const differences: RowDifference[] = []
  const [left, right] = [[...old], [...fresh]]
  for (const [index, row] of right.entries()) {
    const other = left[index]
    const cells = other ? differingCells(other, row, values) : shownCells(undefined, row, values)
    if (!other) differences.push({ kind: 'added', key, after: row, cells })
    else if (cells.size > 0) differences.push({ kind: 'changed', key, before: other, after: row, cells })
  }
  for (const row of left.slice(right.length))
    differences.push({ kind: 'removed', key, before: row, cells: shownCells(row, undefined, values) })
  return differences
}

function matchIdentical(old: Set<Row>, fresh: Set<Row>, values: readonly Column[]): void {
  const signature = (row: Row) => JSON.stringify(values.map(({ id }) => row.get(id)?.raw))
  const known = new Map<string, Row[]>()
  for (const row of old) addToList(known, signature(row), row)
  for (const row of fresh) {
    const match = known.get(signature(row))?.pop()
    if (!match) continue
    old.delete(match)
    fresh.delete(row)
  }
}

function matchEqual(old: Set<Row>, fresh: Set<Row>, values: readonly Column[]): void {
  for (const row of fresh)
    for (const other of old)
      if (values.every(column => isEqualCell(other, row, column))) {
        old.delete(other)
        fresh.delete(row)
        break
      }
}

function differingCells(before: Row, after: Row, values: readonly Column[]): Map<string, ValuePair> {
  const cells = new Map<string, ValuePair>()
  for (const column of values)
    if (!isEqualCell(before, after, column))
      cells.set(column.id, pairOf(column, before.get(column.id), after.get(column.id)))
  return cells
}

const isEqualCell = (before: Row, after: Row, { id, isNumeric }: Column): boolean =>
  isEqualValue(before.get(id)?.raw ?? null, after.get(id)?.raw ?? null, isNumeric)

const shownCells = (before: Row | undefined, after: Row | undefined, values: readonly Column[]) =>
  new Map(values.map(column => [column.id, pairOf(column, before?.get(column.id), after?.get(column.id))]))

/** Some databases return a number as a text, to keep all digits. */
export function isEqualValue(before: unknown, after: unknown, isNumeric: boolean): boolean {
  const [one, other] = [toNumber(before, isNumeric), toNumber(after, isNumeric)]
  if (one !== undefined && other !== undefined) return isEqualNumber(one, other)
  return JSON.stringify(before) === JSON.stringify(after)
}

function toNumber(value: unknown, isNumeric: boolean): number | undefined {
  if (typeof value === 'number') return value
  if (!isNumeric || typeof value !== 'string' || value.trim() === '') return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}

function pairOf({ isNumeric }: Column, before: Cell | undefined, after: Cell | undefined): ValuePair {
  const shown = ({ raw, text }: Cell): ShownValue => {
    const number = toNumber(raw, isNumeric)
    return { text, ...(number !== undefined && { number }) }
  }
  return { ...(before && { before: shown(before) }), ...(after && { after: shown(after) }) }
}

/**
 * Returns the differences that are in both comparisons. A difference in only one comparison comes from changing data,
 * not from the LookML.
 */
function differencesToBoth(first: Differences, second: Differences): Differences & { unstable: number } {
  const byAfter = new Map(second.differences.map(one => [one.after, one]))
  const removed = new Map<string, number>()
  for (const { kind, key } of second.differences)
    if (kind === 'removed') removed.set(key, (removed.get(key) ?? 0) + 1)
  const differences = first.differences.flatMap((one): RowDifference[] => {
    if (one.kind === 'removed') {
      const left = removed.get(one.key) ?? 0
      removed.set(one.key, left - 1)
      return left > 0 ? [one] : []
    }
    const other = byAfter.get(one.after)
    if (!other || one.kind !== 'changed' || other.kind !== 'changed') return other ? [one] : []
    const cells = new Map([...one.cells].filter(([id]) => other.cells.has(id)))
    return cells.size > 0 ? [{ ...one, cells }] : []
  })
  const totals = new Map([...first.totals].filter(([id]) => second.totals.has(id)))
  return { differences, totals, unstable: first.differences.length - differences.length }
}

function toChange(
  { kind, before, after, cells }: RowDifference,
  dimensions: readonly Column[],
  values: readonly Column[],
): ChangedRow {
  const row = after ?? before
  return {
    kind,
    key: dimensions.map(({ id }) => row?.get(id)?.text),
    values: values.map(({ id }) => cells.get(id)),
  }
}

const changeKinds = ['changed', 'added', 'removed']

/** Sorts by kind (changed, added, removed), and then by the size of the difference. */
function byImportance(values: readonly Column[]) {
  const size = ({ cells }: RowDifference): number => {
    for (const { id } of values) {
      const { before, after } = cells.get(id) ?? {}
      if (before?.number !== undefined || after?.number !== undefined)
        return Math.abs((after?.number ?? 0) - (before?.number ?? 0))
    }
    return 0
  }
  return (one: RowDifference, other: RowDifference) =>
    changeKinds.indexOf(one.kind) - changeKinds.indexOf(other.kind) || size(other) - size(one)
}

/**
 * Returns the first visible value of the first row, as a single-value tile shows it. Other tiles have such a value only
 * if both results are a single row without dimensions, and begin with the same column.
 */
function firstValue(
  before: ResultTable,
  after: ResultTable,
  { hidden, isSingleValue, again }: CompareOptions,
): (ValuePair & { label: string }) | undefined {
  const isRow = ({ rows, dimensions }: ResultTable) => rows.length <= 1 && dimensions.length === 0
  const columnOf = ({ values, dimensions }: ResultTable) =>
    [...values, ...dimensions].find(({ field }) => !hidden.has(field))
  const [own, column = own] = [columnOf(before), columnOf(after)]
  const isSame = own === undefined || own.id === column?.id
  if (!column || !(isSingleValue || (isRow(before) && isRow(after) && isSame))) return undefined
  const cell = firstRow(after).get(column.id)
  if (!isSame) return { label: column.label, ...textsOf(pairOf(column, firstRow(before).get(own.id), cell)) }
  const isUnstable = again && isEqualCell(firstRow(again), firstRow(after), column)
  return {
    label: column.label,
    ...pairOf(column, firstRow(isUnstable ? again : before).get(column.id), cell),
  }
}

/** Omits the numbers, because the values of different fields have no difference. */
const textsOf = ({ before, after }: ValuePair): ValuePair => ({
  ...(before && { before: { text: before.text } }),
  ...(after && { after: { text: after.text } }),
})
