import { limitRows, QueryFailure, readResultTable } from '../../src/branch-check/query-result.ts'

test.each([
  [undefined, undefined, Number.POSITIVE_INFINITY],
  ['500', '500', Number.POSITIVE_INFINITY],
  ['0', '0', Number.POSITIVE_INFINITY],
  ['5000', '5000', Number.POSITIVE_INFINITY],
  ['5001', '5000', 5000],
  ['-1', '5000', 5000],
  ['all', '5000', 5000],
])(
  'a query with the limit %j runs with the limit %j, and its result has at most %d rows',
  (own, limit, rowLimit) => {
    const body = { model: 'thelook', view: 'orders', ...(own !== undefined && { limit: own }) }
    const { limited, rowLimit: found } = limitRows(body as never)
    expect(limited).toEqual({ ...body, ...(limit !== undefined && { limit }) })
    expect(found).toBe(rowLimit)
  },
)

describe("the errors in Looker's answer to a query", () => {
  const read = (...errors: object[]) =>
    readResultTable({ fields: { measures: [{ name: 'a' }] }, data: [], errors }, 500)

  test.each([
    [{ message: 'No.' }, 'No.'],
    [{ message_details: 'No column x' }, 'No column x'],
    [{ message: '', message_details: '' }, 'the query fails'],
    [{ level: 'error' }, 'the query fails'],
    [{ level: 'info', fatal: true, message: 'No.' }, 'No.'],
  ])('the error %j is a failure', (error, words) =>
    expect(() => read(error)).toThrow(new QueryFailure(words)),
  )

  test.each(['info', 'warning', 'warn'])('an error of the level %s is only a remark', level =>
    expect(read({ level, message: 'Old' })?.rows).toEqual([]),
  )
})

test.each([
  [null, '∅'],
  [7, '7'],
  [true, 'true'],
  [['a', 1], '["a",1]'],
  [{ a: 1 }, '{"a":1}'],
])('the value %j is shown as %s if Looker returns no text for the value', (value, text) => {
  const fields = { dimensions: [{ name: 'orders.tags', label_short: 'Tags' }], measures: [] }
  const table = readResultTable({ fields, data: [{ 'orders.tags': { value } }] }, 500)
  expect([...(table?.rows[0]?.values() ?? [])].map(cell => cell.text)).toEqual([text])
})

const tableOf = (answer: object, rowLimit = 500) => {
  const table = readResultTable({ fields: { measures: [{ name: 'a' }] }, data: [], ...answer }, rowLimit)
  if (!table) throw new Error('This is no answer of a query')
  return table
}
const byId = (row: ReadonlyMap<string, { text: string }> | undefined) =>
  Object.fromEntries([...(row ?? [])].map(([id, { text }]) => [id, text]))

test.each([
  ['a text', 'text'],
  ['no fields', { data: [] }],
  ['no rows', { fields: { measures: [{ name: 'a' }] } }],
  ['no fields', { fields: {}, data: [] }],
  ['rows that are not a list', { fields: { measures: [{ name: 'a' }] }, data: {} }],
  ['a row that is a text', { fields: { measures: [{ name: 'a' }] }, data: [{ a: 1 }, '{"a":1}'] }],
  ['a row that is a list', { fields: { measures: [{ name: 'a' }] }, data: [[1]] }],
  [
    'fields that are not a list',
    { fields: { dimensions: [{ name: 'b' }], measures: { name: 'a' } }, data: [] },
  ],
  ['names instead of fields', { fields: { dimensions: [{ name: 'b' }], measures: ['a'] }, data: [] }],
  ['a cell without a value', { fields: { measures: [{ name: 'a' }] }, data: [{ a: { raw: 1, html: '1' } }] }],
  [
    'a total without a value',
    { fields: { measures: [{ name: 'a' }] }, data: [], totals_data: { a: { raw: 1 } } },
  ],
  [
    'cells of an unknown pivot value',
    { fields: { measures: [{ name: 'a' }] }, data: [{ a: { 2025: { value: 1 } } }] },
  ],
  [
    'cells of a pivot value that the list of pivot values lacks',
    {
      fields: { measures: [{ name: 'a' }], pivots: [{ name: 'b' }] },
      pivots: [{ key: '2025' }],
      data: [{ a: { 2025: { value: 1 }, $$$_row_total_$$$: { value: 2 } } }],
    },
  ],
  [
    'no cells of a field',
    { fields: { measures: [{ name: 'a.b' }, { name: 'c' }] }, data: [{ a_b: 1, c: 2 }] },
  ],
])('%s is not a result of a query', (_, answer) => expect(readResultTable(answer, 500)).toBeUndefined())

test.each([
  ['a number without an object', 7, '7'],
  ['a missing value', null, '∅'],
  ["Looker's text", { value: 7, rendered: '$7' }, '$7'],
  ['an empty text of an empty value', { value: '', rendered: '' }, ''],
  ['an empty text of another value', { value: 7, rendered: '' }, '7'],
  ['a text that is not text', { value: 7, rendered: 8 }, '7'],
  ['an object without a value', {}, '∅'],
])('the text of a cell with %s is correct', (_, content, text) =>
  expect(byId(tableOf({ data: [{ a: content }] }).rows[0])).toEqual({ a: text }),
)

test('a cell without a value has its text as the value, so that two texts can differ', () => {
  const rawOf = (content: unknown) => tableOf({ data: [{ a: content }] }).rows[0]?.get('a')?.raw
  expect(rawOf({ rendered: '$5' })).toBe('$5')
  expect(rawOf({ value: null, rendered: '∅' })).toBeNull()
  expect(rawOf({})).toBeNull()
})

test.each([
  [{ name: 'orders.id', label_short: 'Id', label: 'Orders Id' }, 'Id', 'Orders Id', false],
  [{ name: 'orders.id', label_short: '', label: 'Orders Id' }, 'Orders Id', 'Orders Id', false],
  [{ name: 'orders.id' }, 'orders.id', 'orders.id', false],
  [{ name: 'orders.id', is_numeric: true }, 'orders.id', 'orders.id', true],
  [{ name: 'orders.id', type: 'number' }, 'orders.id', 'orders.id', true],
])(
  'the field %j has a column with the labels %s and %s (numeric: %s)',
  (field, label, fullLabel, isNumeric) =>
    expect(tableOf({ fields: { dimensions: [field] } }).dimensions).toEqual([
      { id: 'orders.id', field: 'orders.id', label, fieldLabel: label, fullLabel, isNumeric },
    ]),
)

describe('a pivoted result', () => {
  const pivots = [
    { key: '2025', data: { 'orders.year': 2025 } },
    { key: '2026', labels: { 'orders.year': 'This year' } },
    { key: 'other' },
    { key: '$$total', is_total: true, data: { 'orders.year': 1 } },
    { key: 7 },
  ]
  const fields = {
    dimensions: [{ name: 'orders.id' }, { name: 'orders.year' }],
    pivots: [{ name: 'orders.year' }],
    measures: [{ name: 'orders.count' }],
    table_calculations: [{ name: 'share' }],
  }
  const data = [
    {
      'orders.id': { value: 1 },
      'orders.count': { 2025: { value: 2 }, 2026: { value: 3 } },
      share: { value: 4 },
    },
  ]
  const table = tableOf({ pivots, fields, data, totals_data: { 'orders.count': { 2025: { value: 9 } } } })

  test('a pivoted result has one column for each pivot value, and one for each calculation with a single value', () =>
    expect(table.values.map(({ label }) => label)).toEqual([
      'orders.count (2025)',
      'orders.count (This year)',
      'orders.count (other)',
      'orders.count (Total)',
      'share',
    ]))

  test('the pivoted field is not a dimension of the rows', () =>
    expect(table.dimensions.map(({ field }) => field)).toEqual(['orders.id']))

  test('the cells of a pivoted result belong to a pivot value', () => {
    const cells = {
      'orders.id': '1',
      '["orders.count","2025"]': '2',
      '["orders.count","2026"]': '3',
      share: '4',
    }
    expect(byId(table.rows[0])).toEqual(cells)
    expect(byId(table.totals)).toEqual({ '["orders.count","2025"]': '9' })
  })
})

describe('the limits of a result', () => {
  const rows = (count: number, cells: object = { a: 1 }) => Array.from({ length: count }, () => cells)
  const measures = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `m${index}` }))
  const cellsOf = (count: number) => Object.fromEntries(measures(count).map(({ name }) => [name, 1]))

  test('a result has at most two million cells', () => {
    const read = (count: number) =>
      tableOf({ fields: { measures: measures(count) }, data: rows(5000, cellsOf(count)) })
    expect(read(399).values).toHaveLength(399)
    expect(() => read(400)).toThrow("Looker's answer is larger than 2,000,000 cells")
  })

  test('each pivot value multiplies the cells of a result', () => {
    const pivots = [{ key: 'a' }, { key: 'b' }]
    const read = (count: number) =>
      tableOf({ pivots, fields: { measures: measures(count) }, data: rows(5000, cellsOf(count)) })
    expect(read(199).values).toHaveLength(398)
    expect(() => read(200)).toThrow('2,000,000 cells')
  })

  test.each<[number, number, number, string[]]>([
    [499, 500, 499, []],
    [500, 500, 500, ['only the first 500 rows were compared']],
    [5000, Number.POSITIVE_INFINITY, 5000, []],
    [5001, Number.POSITIVE_INFINITY, 5000, ['only the first 5,000 rows were compared']],
  ])('of %d rows with the limit %d, %d are compared', (count, rowLimit, compared, limits) => {
    const table = tableOf({ data: rows(count) }, rowLimit)
    expect(table.rows).toHaveLength(compared)
    expect(table.limits).toEqual(limits)
  })

  test.each([
    [true, 1],
    ['yes', 1],
    ['no', 0],
    [undefined, 0],
  ])('a result names the limit of columns if Looker has cut the columns: %j', (columns_truncated, count) =>
    expect(tableOf({ columns_truncated }).limits).toHaveLength(count),
  )
})

test.each([
  ['2026-11-28T11:00:00Z', new Date('2026-11-28T11:00:00Z')],
  ['yesterday', undefined],
  [7, undefined],
])('the time of a result is read from %j', (ran_at, time) => expect(tableOf({ ran_at }).ranAt).toEqual(time))

test.each([
  'Note: This query contains derived tables with conditional SQL for Development Mode. Query results in Production Mode might be different.',
  'Note: This query contains derived tables with Development Mode filters. Query results in Production Mode might be different.',
])('a query has not failed if its answer contains this remark without a level: %s', message => {
  expect(tableOf({ errors: [{ message }] }).rows).toEqual([])
  expect(() => tableOf({ errors: [{ message }, { message: 'Unknown column x' }] })).toThrow(
    'Unknown column x',
  )
})

test.each([
  ['Note: Conditional SQL for development mode was used', true, false],
  [
    'Note: This query contains derived tables with Development Mode filters. Query results in Production Mode might be different.',
    false,
    true,
  ],
  ['Something else', false, false],
])(
  'the remark %j tells whether a query has different SQL (%s) or filters (%s) in development mode',
  (message, isDevelopmentSql, hasDevFilters) =>
    expect(tableOf({ errors: [{ level: 'info', message }] })).toMatchObject({
      isDevelopmentSql,
      hasDevFilters,
    }),
)
