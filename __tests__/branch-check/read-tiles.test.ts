import { composeDashboard } from '../../src/affected/compose-dashboards.ts'
import { readDashboards } from '../../src/affected/lookml-dashboards.ts'
import { lookmlTiles, readConstants, tileReader } from '../../src/branch-check/read-tiles.ts'
import { queryKey, type Tile } from '../../src/branch-check/tile-queries.ts'
import type { Call } from '../../src/looker/http.ts'
import type { Filters, Target } from '../../src/model.ts'

const noFilters: Filters = new Map()

function tilesOf(text: string, filters = noFilters, manifest = ''): Tile[] {
  const all = readDashboards('sales.dashboard.lookml', text)
  const dashboard = composeDashboard(all[0]?.name ?? '', name => all.filter(one => one.name === name))
  if (!dashboard) throw new Error('There is no dashboard')
  return lookmlTiles(dashboard, { model: 'thelook', filters, constants: readConstants(manifest) })
}

const dashboard = (elements: string, more = '') => `- dashboard: sales
  title: Sales
${more}  elements:
${elements}`

const extensionProblem = [
  'an extension cannot be checked on a branch',
  'No action is needed if the pull request does not change the data that the extension shows.',
] as const

describe('a tile of a LookML dashboard', () => {
  test('a tile of a LookML dashboard is queried with the parameters of its LookML', () =>
    expect(
      tilesOf(
        dashboard(`  - name: by_category
    title: By category
    model: shop
    explore: orders
    type: looker_pie
    fields: [orders.category, orders.revenue, margin]
    pivots: [orders.year]
    fill_fields: [orders.created_date]
    filters:
      orders.status: complete
      orders.year: 2026
    sorts: [orders.revenue desc]
    limit: 20
    column_limit: 5
    total: true
    row_total: right
    subtotals: [orders.brand]
    query_timezone: Europe/Berlin
    filter_expression: \${orders.price} > 3
    dynamic_fields:
    - table_calculation: margin
      expression: \${orders.revenue} * 0.1
    hidden_fields: [orders.brand]
`),
      ),
    ).toEqual([
      {
        id: 'by_category',
        title: 'By category',
        queries: [
          {
            explore: 'shop::orders',
            hidden: ['orders.brand'],
            isSingleValue: false,
            body: {
              model: 'shop',
              view: 'orders',
              fields: ['orders.category', 'orders.revenue', 'margin'],
              pivots: ['orders.year'],
              fill_fields: ['orders.created_date'],
              filters: { 'orders.status': 'complete', 'orders.year': '2026' },
              sorts: ['orders.revenue desc'],
              limit: '20',
              column_limit: '5',
              total: true,
              row_total: 'right',
              subtotals: ['orders.brand'],
              query_timezone: 'Europe/Berlin',
              filter_expression: `\${orders.price} > 3`,
              dynamic_fields: `[{"table_calculation":"margin","expression":"\${orders.revenue} * 0.1"}]`,
            },
          },
        ],
      },
    ]))

  const one = (more: string) =>
    dashboard(`  - name: revenue\n    explore: orders\n    fields: [orders.revenue]\n${more}`)
  const modelOf = (tiles: Tile[]) => tiles[0]?.queries[0]?.body.model
  const filtersOf = (tiles: Tile[]) => tiles[0]?.queries[0]?.body.filters

  test('a tile of a LookML dashboard without a model uses the dashboard’s model, or the model that includes the dashboard', () => {
    expect(modelOf(tilesOf(one('    model: own\n')))).toBe('own')
    expect(modelOf(tilesOf(`${one('')}  model: shop\n`))).toBe('shop')
    expect(modelOf(tilesOf(one('')))).toBe('thelook')
  })

  test('a tile of a LookML dashboard takes the dashboard’s fixed time zone, but not user_timezone', () => {
    const zoneOf = (zone: string) =>
      tilesOf(`${one('')}  query_timezone: ${zone}\n`)[0]?.queries[0]?.body.query_timezone
    expect(zoneOf('America/New_York')).toBe('America/New_York')
    expect(zoneOf('user_timezone')).toBeUndefined()
  })

  test.each([
    ['row_total: true', { row_total: 'right' }],
    ['row_total: left', { row_total: 'left' }],
    ['total: yes', { total: true }],
    ['total: no', {}],
    ["dynamic_fields: '[]'", {}],
    ['dynamic_fields: []', {}],
    [`dynamic_fields: '[{"table_calculation":"a"}]'`, { dynamic_fields: '[{"table_calculation":"a"}]' }],
  ])(
    'a tile of a LookML dashboard has the totals and calculations of its parameters: %s',
    (line, settings) => {
      const { total, row_total, dynamic_fields } = tilesOf(one(`    ${line}\n`))[0]?.queries[0]?.body ?? {}
      expect(JSON.parse(JSON.stringify({ total, row_total, dynamic_fields }))).toEqual(settings)
    },
  )

  const filtered = `${one('    filters:\n      orders.status: complete\n    listen:\n      Region: orders.region\n      State: orders.status\n')}  filters:
  - name: Region
    title: Sales region
    type: field_filter
    default_value: West
  - name: State
    default_value: ''
`

  test('a tile of a LookML dashboard uses the target’s dashboard filters, or the defaults of these filters', () => {
    expect(filtersOf(tilesOf(filtered))).toEqual({ 'orders.status': 'complete', 'orders.region': 'West' })
    expect(filtersOf(tilesOf(filtered, new Map([['Region', 'East']])))).toMatchObject({
      'orders.region': 'East',
    })
    expect(filtersOf(tilesOf(filtered, new Map([['Sales region', 'East']])))).toMatchObject({
      'orders.region': 'East',
    })
    expect(filtersOf(tilesOf(filtered, new Map([['Region', '']])))).toEqual({ 'orders.status': 'complete' })
    expect(filtersOf(tilesOf(filtered, new Map([['State', 'open']])))).toMatchObject({
      'orders.status': 'open',
    })
  })

  test('a tile of merged results of a LookML dashboard has a query with separate filters for each source', () => {
    const tiles = tilesOf(
      dashboard(
        `  - name: merged
    title: Merged
    merged_queries:
    - name: orders
      explore: orders
      fields: [orders.date, orders.revenue]
    - explore: users
      model: people
      fields: [users.date, users.count]
    listen:
    - Date: orders.date
    - Date: users.date
  filters:
  - name: Date
    default_value: 7 days
`.replace('  filters:', '  filters:'),
      ),
    )
    expect(tiles[0]?.queries.map(({ name, explore, body }) => [name, explore, body.filters])).toEqual([
      ['orders', 'thelook::orders', { 'orders.date': '7 days' }],
      ['query 2', 'people::users', { 'users.date': '7 days' }],
    ])
  })

  test('a text tile and a button of a LookML dashboard are left out', () =>
    expect(
      tilesOf(
        dashboard('  - name: note\n    type: text\n    body_text: Hello\n  - name: go\n    type: button\n'),
      ),
    ).toEqual([]))

  test('a tile of a LookML dashboard cannot be queried if its LookML names no Explore or no fields', () => {
    const problem = "the tile's LookML names no Explore or no fields"
    expect(tilesOf(dashboard('  - name: odd\n    type: looker_line\n'))).toMatchObject([{ problem }])
    expect(tilesOf(dashboard('  - name: odd\n    explore: orders\n'))).toMatchObject([{ problem }])
  })

  test('an extension in a LookML dashboard cannot be checked', () => {
    const [problem, problemHint] = extensionProblem
    const text = dashboard('  - name: funnel\n    type: extension\n    extension: thelook::funnel\n')
    expect(tilesOf(text)).toEqual([
      { id: 'funnel', title: 'funnel', queries: [], isUncheckable: true, problem, problemHint },
    ])
  })

  test('a tile of an old LookML dashboard is queried if it lists dimensions and measures separately', () =>
    expect(
      tilesOf(
        dashboard(
          '  - name: old\n    base_view: orders\n    dimensions: [orders.a]\n    measures: [orders.b]\n',
        ),
      )[0]?.queries[0]?.body,
    ).toEqual({ model: 'thelook', view: 'orders', fields: ['orders.a', 'orders.b'] }))

  test('the value of a constant may contain a constant, and has a limit if a constant contains itself', () => {
    const manifest =
      'constant: a { value: "x_@{b}" }\nconstant: b { value: "y" }\nconstant: c { value: "@{c}@{c}" }'
    const constants = readConstants(manifest)
    expect(constants.get('a')).toBe('x_y')
    expect(constants.get('c')?.length).toBeLessThan(100_000)
  })

  test.each([
    ['a comment after its header', 'constant: a { # value: "old" until 2024\n  value: "new"\n}'],
    [
      'a comment with another value after its end',
      'constant: a { value: "new" } # constant: a { value: "old" }',
    ],
    ['a comment with one quote', '# 12" wide\nconstant: a { value: "new" } # 12"'],
  ])('the value of a constant is read correctly beside %s', (_, manifest) =>
    expect(readConstants(manifest)).toEqual(new Map([['a', 'new']])),
  )

  test('the value of a constant may contain quotes and number signs', () =>
    expect(readConstants('constant: a { value: "#1 \\"x\\" # y" }')).toEqual(new Map([['a', '#1 "x" # y']])))

  test('a tile of a LookML dashboard uses the constants of the manifest', () => {
    const text = one('    model: "@{model}"\n')
    const manifest = `project_name: "shop"\n# constant: model { value: "old" }\nconstant: model {\n  value: "shop_prod"\n  export: override_optional\n}\n`
    expect(modelOf(tilesOf(text, noFilters, manifest))).toBe('shop_prod')
    expect(tilesOf(text)).toMatchObject([
      { queries: [], problem: 'the tile uses the constant @{model}, whose value is unknown' },
    ])
  })

  test('a tile of a LookML dashboard is checked if only its title or its chart has a constant of unknown value', () => {
    const text = one('    title: "@{region} sales"\n    series_labels: {a: "@{region}"}\n')
    expect(tilesOf(text)).toMatchObject([{ title: '@{region} sales', queries: [{}] }])
    expect(tilesOf(text)[0]?.problem).toBeUndefined()
    const filter = tilesOf(one('    filters: {orders.region: "@{region}"}\n'))
    expect(filter[0]?.problemHint).toBe(
      "Define the constant in the project's manifest, or write its value into the tile.",
    )
  })

  test.each([
    ["name: ''\n    title: ''", 'orders'],
    ["name: ' (2)'\n    title: ''", 'orders'],
    ["name: ' (2)'\n    title: Revenue", 'Revenue'],
    ['name: (2) b', '(2) b'],
  ])('a tile of a LookML dashboard without a title has the name of its Explore: %j', (names, title) => {
    const text = `  - ${names}\n    explore: orders\n    fields: [orders.revenue]\n`
    expect(tilesOf(dashboard(text))[0]?.title).toBe(title)
  })

  test('an inherited tile of a LookML dashboard keeps its query, with the parameters that the dashboard overrides', () => {
    const text = `${dashboard('  - name: revenue\n    title: Own title\n', '  extends: base\n')}
- dashboard: base
  elements:
  - name: revenue
    title: Base title
    explore: orders
    fields: [orders.revenue]
  - name: cost
    explore: orders
    fields: [orders.cost]
`
    expect(tilesOf(text).map(({ title, queries }) => [title, queries[0]?.body.fields])).toEqual([
      ['Own title', ['orders.revenue']],
      ['cost', ['orders.cost']],
    ])
  })
})

/** Returns a reader for a Looker that has answers only for these paths. */
function readerWith(answers: Record<string, object>) {
  const calls: string[] = []
  const send = async <T>(call: Call, read: (response: Response, alive: () => void) => Promise<T>) => {
    calls.push(call.path)
    return read(new Response(JSON.stringify(answers[call.path])), () => undefined)
  }
  const { read } = tileReader(send as Parameters<typeof tileReader>[0], {
    host: 'acme.looker.com',
    clean: text => text,
  })
  return { calls, read }
}

const target = (kind: Target['kind'], id: string, filters = noFilters) => ({ kind, id, filters }) as Target
const orders = { model: 'thelook', view: 'orders', fields: ['orders.revenue'], filters: null, pivots: null }

describe('a tile that Looker describes', () => {
  const dashboard42 = (...elements: object[]) => ({
    '/dashboards/42': {
      title: 'Sales',
      query_timezone: 'Europe/Berlin',
      dashboard_filters: [{ name: 'Region', title: 'Region', default_value: 'West' }],
      dashboard_elements: elements,
    },
  })

  test.each([{ dashboard_elements: null }, { dashboard_elements: [null] }, {}])(
    'a dashboard whose tiles Looker does not describe has an unknown tile: %j',
    async answer => {
      const { read } = readerWith({ '/dashboards/42': { title: 'Sales', ...answer } })
      expect((await read(target('dashboard', '42'))).tiles).toEqual([
        { id: '', title: 'Unknown tile', queries: [], problem: 'Looker does not describe this tile' },
      ])
    },
  )

  test('a tile in Looker’s answer is queried with the dashboard’s filters and time zone', async () => {
    const element = {
      id: '7',
      title: 'Revenue',
      type: 'vis',
      query: { ...orders, vis_config: { type: 'single_value', hidden_fields: ['orders.cost'] } },
      result_maker: {
        filterables: [{ listen: [{ dashboard_filter_name: 'Region', field: 'orders.region' }] }],
      },
    }
    const { read } = readerWith(dashboard42(element))
    const { title, tiles } = await read(target('dashboard', '42', new Map([['Region', 'East']])))
    expect(title).toBe('Sales')
    expect(tiles).toEqual([
      {
        id: '7',
        title: 'Revenue',
        queries: [
          {
            explore: 'thelook::orders',
            hidden: ['orders.cost'],
            isSingleValue: true,
            body: {
              model: 'thelook',
              view: 'orders',
              fields: ['orders.revenue'],
              filters: { 'orders.region': 'East' },
              query_timezone: 'Europe/Berlin',
            },
          },
        ],
      },
    ])
  })

  test('a tile in Looker’s answer that shows a Look has the Look’s query and title', async () => {
    const { read } = readerWith(
      dashboard42({ id: '8', look_id: '3', look: { title: 'My Look', query: orders } }),
    )
    expect((await read(target('dashboard', '42'))).tiles).toMatchObject([
      { title: 'My Look', queries: [{ explore: 'thelook::orders' }] },
    ])
  })

  test('a tile of merged results in Looker’s answer has a query for each source', async () => {
    const element = {
      id: '9',
      title: 'Merged',
      merge_result_id: 'abc',
      result_maker: {
        merge_result_id: 'abc',
        filterables: [
          { listen: [] },
          { listen: [{ dashboard_filter_name: 'Region', field: 'users.region' }] },
        ],
      },
    }
    const { read, calls } = readerWith({
      ...dashboard42(element),
      '/merge_queries/abc': {
        source_queries: [
          { query_id: '11', name: 'orders' },
          { query_slug: 'Xy', name: '' },
        ],
      },
      '/queries/11': orders,
      '/queries/slug/Xy': { ...orders, view: 'users' },
    })
    const { tiles } = await read(target('dashboard', '42'))
    expect(tiles[0]?.queries.map(({ name, explore, body }) => [name, explore, body.filters])).toEqual([
      ['orders', 'thelook::orders', undefined],
      ['query 2', 'thelook::users', { 'users.region': 'West' }],
    ])
    expect(calls).toHaveLength(4)
  })

  test.each<[string, object, string, string]>([
    [
      'SQL Runner tile',
      { result_maker: { sql_query_id: '5' } },
      'a SQL Runner query cannot be checked on a branch',
      'No action is needed if the query uses no LookML model.',
    ],
    ['extension', { type: 'vis', extension_id: 'thelook::funnel' }, ...extensionProblem],
  ])(
    'a tile in Looker’s answer cannot be checked if it is an %s',
    async (_, element, problem, problemHint) => {
      const { read } = readerWith(dashboard42({ id: '1', title: 'A', ...element }))
      expect((await read(target('dashboard', '42'))).tiles).toEqual([
        { id: '1', title: 'A', queries: [], isUncheckable: true, problem, problemHint },
      ])
    },
  )

  test.each([
    ['a text', { type: 'text', title_text: 'Note' }],
    ['a button', { type: 'button' }],
    ['a group', { type: 'group', title: 'KPIs' }],
    ['a filter of the dashboard', { type: 'filter', filter_id: '5' }],
  ])('an element in Looker’s answer is left out if it is %s', async (_, element) => {
    const { read } = readerWith(dashboard42({ id: '1', ...element }))
    expect((await read(target('dashboard', '42'))).tiles).toEqual([])
  })

  test.each([
    ['has no query', { type: 'vis' }, 'Looker does not return the query of this tile'],
    ['has an unknown type and no query', { type: 'new' }, 'Looker does not return the query of this tile'],
    ['has no type and no query', {}, 'Looker does not return the query of this tile'],
    [
      'has a query without fields',
      { type: 'vis', query: { ...orders, fields: null } },
      "the tile's query names no fields",
    ],
  ])('a tile in Looker’s answer cannot be queried if it %s', async (_, element, problem) => {
    const { read } = readerWith(dashboard42({ id: '2', title: 'Odd', ...element }))
    expect((await read(target('dashboard', '42'))).tiles).toEqual([
      { id: '2', title: 'Odd', queries: [], problem },
    ])
  })

  test.each([
    ['look', '3', { '/looks/3': { title: 'My Look', query: orders } }],
    ['query', 'AbC', { '/queries/slug/AbC': orders }],
    ['dashboard_element', '7', { '/dashboard_elements/7': { id: '7', title: 'Tile', query: orders } }],
    [
      'lookml_dashboard',
      'a::b',
      { '/dashboards/a%3A%3Ab': { dashboard_elements: [{ id: '1', query: orders }] } },
    ],
  ] as const)('the tiles are read for a target of the kind %s', async (kind, id, answers) => {
    const { tiles } = await readerWith(answers).read(target(kind, id))
    expect(tiles).toMatchObject([{ queries: [{ explore: 'thelook::orders' }] }])
  })
})

test('two queries have the same key if they differ only in the order of parameters', () => {
  const body = { model: 'a', view: 'b', fields: ['x', 'y'], filters: { p: '1', q: '2' } }
  expect(queryKey({ filters: { q: '2', p: '1' }, fields: ['x', 'y'], view: 'b', model: 'a' })).toBe(
    queryKey(body),
  )
  expect(queryKey({ ...body, fields: ['y', 'x'] })).not.toBe(queryKey(body))
  expect(queryKey({ ...body, limit: '5' })).not.toBe(queryKey(body))
})
