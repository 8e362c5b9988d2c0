import {
  displayOf,
  filterValues,
  listOfTexts,
  optionalText,
  queryKey,
  toQueryBody,
  withDashboardFilters,
} from '../../src/branch-check/tile-queries.ts'

test.each<[object, object]>([
  [{ fields: ['a', 'b'], dimensions: ['c'] }, { fields: ['a', 'b'] }],
  [{ fields: 'a, b,' }, { fields: ['a', 'b'] }],
  [{ dimensions: ['a'], measures: 'b' }, { fields: ['a', 'b'] }],
  [
    { pivots: ['a'], fill_fields: ['b'], sorts: ['c desc'], subtotals: ['d'] },
    { pivots: ['a'], fill_fields: ['b'], sorts: ['c desc'], subtotals: ['d'] },
  ],
  [{ pivots: [], fill_fields: null, sorts: '', subtotals: [null] }, {}],
  [
    { filters: { a: 'x', b: ['x', 'y'], c: 7, d: '', e: null, f: true } },
    { filters: { a: 'x', b: 'x,y', c: '7', f: 'true' } },
  ],
  [{ filters: [{ a: 'x' }, null, 'b', { b: 'y' }] }, { filters: { a: 'x', b: 'y' } }],
  [{ filters: {} }, {}],
  [{ filters: 'a' }, {}],
  [
    { filter_expression: 'x', limit: 500, column_limit: '50' },
    { filter_expression: 'x', limit: '500', column_limit: '50' },
  ],
  [{ filter_expression: '', limit: false, column_limit: null }, {}],
  [{ total: true }, { total: true }],
  [{ total: 'yes' }, { total: true }],
  [{ total: false }, {}],
  [{ total: 'no' }, {}],
  [{ row_total: true }, { row_total: 'right' }],
  [{ row_total: 'left' }, { row_total: 'left' }],
  [{ row_total: false }, {}],
  [{ dynamic_fields: '[{}]' }, { dynamic_fields: '[{}]' }],
  [{ dynamic_fields: [{ a: 1 }] }, { dynamic_fields: '[{"a":1}]' }],
  [{ dynamic_fields: [] }, {}],
  [{ dynamic_fields: '[]' }, {}],
  [{ dynamic_fields: '' }, {}],
  [{ query_timezone: 'UTC' }, { query_timezone: 'UTC' }],
  [{ query_timezone: 'user_timezone' }, {}],
  [{ query_timezone: 'query_saved_timezone' }, {}],
])('the query of a tile with %j has %j', (tile, query) =>
  expect(toQueryBody({ ...tile }, 'thelook', 'orders')).toEqual({
    model: 'thelook',
    view: 'orders',
    fields: [],
    ...query,
  }),
)

test.each<[object, object]>([
  [{}, {}],
  [{ type: 'looker_single_record' }, { shownRows: [0, 1] }],
  [{ type: 'marketplace_viz_radial_gauge::radial_gauge' }, { shownRows: [0, 1] }],
  [{ limit_displayed_rows: true }, {}],
  [{ limit_displayed_rows: false, limit_displayed_rows_values: { show_hide: 'show', num_rows: '3' } }, {}],
  ...([
    ['show', 'first', '3', [0, 3]],
    ['show', 'last', 3, [-3]],
    ['hide', 'first', '3', [3]],
    ['hide', 'last', '3', [0, -3]],
  ].map(([show_hide, first_last, num_rows, shownRows]) => [
    {
      limit_displayed_rows: true,
      limit_displayed_rows_values: { show_hide, first_last, num_rows },
    },
    { shownRows },
  ]) as [object, object][]),
  [
    {
      limit_displayed_rows: 'yes',
      limit_displayed_rows_values: { show_hide: 'show', first_last: 'first', num_rows: '' },
    },
    {},
  ],
])('the settings %j of a tile are read as %j', (settings, display) =>
  expect(displayOf({ ...settings })).toEqual({ hidden: [], isSingleValue: false, ...display }),
)

test('a tile without a model or an Explore has no query', () => {
  expect(toQueryBody({ fields: ['a'] }, undefined, 'orders')).toBeUndefined()
  expect(toQueryBody({ fields: ['a'] }, 'thelook', undefined)).toBeUndefined()
})

test("the target sets a dashboard's filter by its name or title, and the other filters keep their defaults", () => {
  const filter = (name: string, title?: string, defaultValue?: string) => ({ name, title, defaultValue })
  const filters = [
    filter('a', 'A', 'default'),
    filter('b', 'B', 'default'),
    filter('c', undefined, 'default'),
    filter('d', 'D', ''),
    filter('e', 'E'),
    filter('f', 'F', 'default'),
  ]
  const target = new Map([
    ['a', 'by name'],
    ['A', 'by title'],
    ['B', 'by title'],
    ['F', ''],
  ])
  expect([...filterValues(filters as never, target)]).toEqual([
    ['a', 'by name'],
    ['b', 'by title'],
    ['c', 'default'],
    ['f', ''],
  ])
})

test("a dashboard's filter replaces the tile's own filter of the same field", () => {
  const body = { model: 'thelook', view: 'orders', fields: [], filters: { a: 'own', b: 'own' } }
  const listens = [
    { filter: 'A', field: 'a' },
    { filter: 'C', field: 'c' },
    { filter: 'D', field: 'd' },
  ]
  const values = new Map([
    ['A', 'new'],
    ['C', 'more'],
  ])
  expect(withDashboardFilters(body, listens, values).filters).toEqual({ a: 'new', b: 'own', c: 'more' })
  const plain = { model: 'thelook', view: 'orders', fields: [] }
  expect(withDashboardFilters(plain, listens, new Map())).toEqual(plain)
  const cleared = new Map([['A', '']])
  expect(withDashboardFilters(body, listens, cleared).filters).toEqual({ b: 'own' })
  expect(withDashboardFilters({ ...plain, filters: { a: 'own' } }, listens, cleared)).toEqual(plain)
})

test('queries that differ only in the order of their keys and filters are equal', () => {
  const body = { model: 'thelook', view: 'orders', fields: ['a', 'b'], filters: { a: 'x', b: 'y' } }
  const { model, ...others } = { ...body, filters: { b: 'y', a: 'x' } }
  expect(queryKey({ ...others, model })).toBe(queryKey(body))
  expect(queryKey({ ...body, fields: ['b', 'a'] })).not.toBe(queryKey(body))
  expect(queryKey({ ...body, filters: { a: 'y', b: 'x' } })).not.toBe(queryKey(body))
})

test.each([
  ['a', 'a'],
  ['', undefined],
  [0, '0'],
  [false, 'false'],
  [null, undefined],
  [['a'], undefined],
])('the text of the value %j is %j', (value, text) => expect(optionalText(value)).toBe(text))

test.each([
  [
    ['a', 7, '', null],
    ['a', '7'],
  ],
  [' a ,, b ', ['a', 'b']],
  [7, []],
])('the texts in %j are %j', (value, texts) => expect(listOfTexts(value)).toEqual(texts))
