import type { IWriteQuery, Looker40SDK } from '@looker/sdk'
import type { Simulator, SimulatorOptions } from '../../simulator/server.ts'
import type { LookmlFiles, LookmlRepository } from '../../testkit/looker/lookml-repository.ts'
import { withGit } from '../../testkit/looker/lookml-repository.ts'
import { Client } from './client.ts'
import { faultsInAnswer } from './description.ts'
import { developerSdk, lookerSdk, refusalOf } from './looker-sdk.ts'
import { describeWithGit, netRevenue, replaceIn, startWithProject, viewFile } from './shop-project.ts'

let looker: Simulator
let repository: LookmlRepository

afterEach(() => looker.close())

async function start(options: SimulatorOptions = {}): Promise<Looker40SDK> {
  ;({ looker, repository } = await startWithProject(options))
  return lookerSdk(looker)
}

const query = (about: Partial<IWriteQuery> = {}): IWriteQuery => ({
  model: 'thelook',
  view: 'order_items',
  fields: ['order_items.category', 'order_items.revenue'],
  ...about,
})

type Row = Record<string, { value: unknown; rendered?: string }>
interface Detail {
  data: Row[]
  totals_data?: Record<string, unknown>
  pivots?: { key: string; is_total: boolean }[]
  fields: Record<string, { name: string; label: string; label_short?: string; hidden?: boolean }[]>
  sql: string | null
  truncated: string
  row_limit: number
  from_cache: boolean
  applied_filters: Record<string, { value: string }>
  errors?: { message: string; level: string; message_details: string | null }[]
}

// In the client's types, the results of all formats are texts.
const run = async (sdk: Looker40SDK, body: IWriteQuery, about: object = {}): Promise<Detail> =>
  (await sdk.ok(sdk.run_inline_query({ result_format: 'json_detail', body, ...about }))) as never
const sqlOf = (sdk: Looker40SDK, body: IWriteQuery = query()) =>
  sdk.ok(sdk.run_inline_query({ result_format: 'sql', body }))
const plain = (sql: string) => sql.replaceAll(/^--.*\n/gm, '')
const numbersOf = ({ data }: Detail, field = 'order_items.revenue') => data.map(row => row[field]?.value)

/** Opens a new session, and checks out a commit with these files in its dev workspace. */
async function checkOut(files: LookmlFiles): Promise<Looker40SDK> {
  const sdk = await developerSdk(looker)
  const ref = repository.commit(files, { branch: 'changed' })
  await sdk.ok(sdk.create_git_branch('thelook', { name: `temporary-${ref.slice(0, 7)}`, ref }))
  return sdk
}

describeWithGit(withGit("a query's SQL"), () => {
  test('the simulator writes the SQL of a query from the LookML, with joins, filters, sorts and limit', async () => {
    const sdk = await start()
    const sql = await sqlOf(
      sdk,
      query({
        fields: ['customers.state', 'order_items.created_week', 'order_items.revenue', 'order_items.orders'],
        filters: { 'order_items.category': 'Jeans,Shoes', 'order_items.orders': '>100' },
        sorts: ['order_items.revenue desc'],
        limit: '12',
      }),
    )

    expect(plain(sql)).toBe(`SELECT
    customers.state  AS "customers.state",
    DATE_TRUNC('week', order_items.created_at)  AS "order_items.created_week",
    COALESCE(SUM(order_items.sale_price), 0)  AS "order_items.revenue",
    COUNT(DISTINCT order_items.order_id)  AS "order_items.orders"
FROM shop.order_items  AS order_items
LEFT JOIN shop.users  AS customers ON order_items.user_id = customers.id
WHERE ((order_items.category = 'Jeans' OR order_items.category = 'Shoes'))
GROUP BY
    1,
    2
HAVING (COUNT(DISTINCT order_items.order_id) > 100)
ORDER BY
    3 DESC
LIMIT 12`)
  })

  test('the SQL of a query in the simulator begins with a comment that differs each time', async () => {
    const sdk = await start()
    const [one, other] = [await sqlOf(sdk), await sqlOf(sdk)]

    expect(one).toMatch(/^-- Looker Query Context '\{"user_id":1,"history_slug":"[0-9a-f]{32}"/)
    expect(one).not.toBe(other)
    expect(plain(one)).toBe(plain(other))
  })

  test("the SQL of a query in the simulator comes from the session's workspace, or from production on request", async () => {
    const production = await start()
    const sdk = await checkOut(netRevenue)
    const forced = await sdk.ok(
      sdk.run_inline_query({ result_format: 'sql', body: query(), force_production: true }),
    )

    expect(await sqlOf(sdk)).toContain('SUM(order_items.sale_price - order_items.returned)')
    expect(plain(forced)).toBe(plain(await sqlOf(production)))
    expect(forced).not.toContain('returned')
  })

  test('the SQL of a query in the simulator contains the lines for development mode only in the dev workspace', async () => {
    const production = await start()
    const table = `derived_table: { sql: SELECT * FROM
-- if prod -- shop.order_items
-- if dev -- dev.order_items
;; }`
    const conditional = replaceIn(viewFile, 'sql_table_name: shop.order_items ;;', table)
    const sdk = await checkOut(conditional)
    await looker.project('thelook').deploy('changed')

    expect(await sqlOf(sdk)).toMatch(/FROM\s+dev\.order_items/)
    expect(await sqlOf(production)).toMatch(/FROM\s+shop\.order_items/)
    // The list of errors contains a remark and no error.
    expect((await run(sdk, query())).errors).toEqual([
      expect.objectContaining({ level: 'info', message: expect.stringContaining('for Development Mode') }),
    ])
  })

  test('the SQL of a query in the simulator names the table of a persistent derived table', async () => {
    const sdk = await start()
    const persistent = (from: string) =>
      replaceIn(
        viewFile,
        'sql_table_name: shop.order_items ;;',
        `derived_table: { sql: SELECT * FROM ${from} ;; datagroup_trigger: nightly }`,
      )
    const [one, other] = [
      await sqlOf(await checkOut(persistent('shop.orders'))),
      await sqlOf(await checkOut(persistent('shop.sales'))),
    ]

    expect(one).toMatch(/-- use existing order_items in looker_scratch\.LR\$\w+_order_items/)
    expect(/FROM (\S+)/.exec(plain(one))?.[1]).not.toBe(/FROM (\S+)/.exec(plain(other))?.[1])
    expect(await sqlOf(sdk)).not.toContain('looker_scratch')
  })

  test.each([
    ['an unknown Explore', { view: 'orders' }, 'Not found'],
    ['an unknown model', { model: 'other' }, 'Not found'],
    ['an unknown field', { fields: ['order_items.profit'] }, /^View Not Found: .*"order_items\.profit"/],
    ['no field', { fields: [] }, 'Must query at least one dimension or measure'],
    ['no model', { model: '' }, 'Validation Failed'],
  ])('the simulator refuses a query with %s', async (_, about, words) => {
    const sdk = await start()

    expect(await refusalOf(sdk.run_inline_query({ result_format: 'sql', body: query(about) }))).toMatch(words)
  })

  test('the simulator does not return the SQL of a query to a user without see_sql', async () => {
    const sdk = await start({ permissions: ['access_data', 'explore'] })

    expect(await refusalOf(sdk.run_inline_query({ result_format: 'sql', body: query() }))).toContain(
      'permission',
    )
    const detail = await run(sdk, query())
    expect(detail.sql).toBeNull()
    expect(JSON.stringify(detail)).not.toContain('sale_price')
  })
})

describeWithGit(withGit('the results of a query'), () => {
  test('the results of a query in the simulator have a row for each value of a dimension, the largest value first', async () => {
    const sdk = await start()
    const { data, sql, row_limit: limit, fields } = await run(sdk, query())
    const numbers = data.map(row => Number(row['order_items.revenue']?.value))

    expect(data.map(row => row['order_items.category']?.value)).toEqual(
      expect.arrayContaining(['Outerwear', 'Jeans', 'Sweaters', 'Shoes', 'Accessories', 'Dresses']),
    )
    expect(numbers).toEqual(numbers.toSorted((one, other) => other - one))
    expect(data[0]?.['order_items.revenue']?.rendered).toMatch(/^\$\d{3},\d{3}$/)
    expect(plain(sql ?? '')).toBe(plain(await sqlOf(sdk)))
    expect([limit, fields.measures?.[0]?.name]).toEqual([500, 'order_items.revenue'])
  })

  test('the rows of a query in the simulator add up to the total, by one dimension, by two, and over time', async () => {
    const sdk = await start()
    const sum = async (...dimensions: string[]) => {
      const fields = [...dimensions, 'order_items.revenue'].map(name =>
        name.replace(/^(?!order)/, 'order_items.'),
      )
      const detail = await run(sdk, query({ fields, limit: '5000' }))
      return numbersOf(detail).reduce((whole: number, part) => whole + Number(part), 0)
    }
    const whole = await sum()

    expect(whole).toBeGreaterThan(1_000_000)
    for (const parts of [['category'], ['category', 'region'], ['created_date'], ['created_month', 'region']])
      expect((await sum(...parts)) / whole).toBeCloseTo(1, 5)
  })

  test.each<[string, LookmlFiles, boolean]>([
    ["a measure's SQL", netRevenue, true],
    ['the table of the view', replaceIn(viewFile, 'shop.order_items', 'shop.sales'), true],
    ["the dimension's SQL", replaceIn(viewFile, '.category', '.department'), true],
    ['SQL that the query does not use', replaceIn(viewFile, '.order_id', '.id'), false],
    [
      'a comment and white space',
      replaceIn(viewFile, `sql: \${price} ;;`, `sql:\n  \${price} -- net\n ;;`),
      false,
    ],
    [
      'a label',
      replaceIn(viewFile, 'measure: revenue {', 'measure: revenue {\n    description: "Net"'),
      false,
    ],
  ])(
    'the results of a query in the simulator change only if the used SQL changes: %s',
    async (_, files, changes) => {
      const sdk = await start()
      const [before, after] = [await run(sdk, query()), await run(await checkOut(files), query())]

      expect(JSON.stringify(numbersOf(after)) !== JSON.stringify(numbersOf(before))).toBe(changes)
    },
  )

  test('a measure that subtracts a column has lower values in the simulator, in total and in each row', async () => {
    const sdk = await start()
    const bodies = [
      query({ fields: ['order_items.revenue'] }),
      query({ sorts: ['order_items.category'] }),
      query({ fields: ['order_items.region', 'order_items.revenue'], sorts: ['order_items.region'] }),
    ]
    const before = await Promise.all(bodies.map(async body => numbersOf(await run(sdk, body))))
    const branch = await checkOut(netRevenue)
    const after = await Promise.all(bodies.map(async body => numbersOf(await run(branch, body))))

    for (const [at, numbers] of after.entries())
      for (const [row, number] of numbers.entries()) expect(number).toBeLessThan(Number(before[at]?.[row]))
  })

  test('the results of a query in the simulator have a long label with the view and a short label for each field', async () => {
    const sdk = await start()
    const custom = JSON.stringify([
      { measure: 'mean', label: 'Mean', based_on: 'order_items.revenue', type: 'average' },
    ])
    const fields = ['customers.state', 'order_items.revenue', 'mean']
    const detail = await run(sdk, query({ fields, dynamic_fields: custom }))
    expect(
      Object.values(detail.fields).flatMap(list => list.map(one => [one.label, one.label_short])),
    ).toEqual([
      ['Customers State', 'State'],
      ['Order items Revenue', 'Revenue'],
      ['Mean', 'Mean'],
    ])
  })

  test('the results of a query in the simulator follow filters, sorts and limits', async () => {
    const sdk = await start()
    const all = await run(sdk, query())
    const filtered = await run(
      sdk,
      query({
        filters: { 'order_items.category': '-Jeans,-Shoes' },
        sorts: ['order_items.category'],
        limit: '3',
      }),
    )
    const one = await run(
      sdk,
      query({ fields: ['order_items.revenue'], filters: { 'order_items.category': 'Jeans' } }),
    )

    expect(filtered.data.map(row => row['order_items.category']?.value)).toEqual([
      ...['Accessories', 'Dresses', 'Outerwear'],
    ])
    expect([all.truncated, filtered.truncated]).toEqual(['no', 'yes'])
    expect(filtered.applied_filters['order_items.category']?.value).toBe('-Jeans,-Shoes')
    const jeans = all.data.find(row => row['order_items.category']?.value === 'Jeans')
    expect(numbersOf(one)).toEqual([jeans?.['order_items.revenue']?.value])
    const large = numbersOf(await run(sdk, query({ filters: { 'order_items.revenue': '>400000' } })))
    expect(large.length).toBeGreaterThan(0)
    expect(large.length).toBeLessThan(all.data.length)
  })

  test('the results of a query in the simulator have only the days of a date filter, the latest day first', async () => {
    const sdk = await start()
    const fields = ['order_items.created_date', 'order_items.orders']
    const week = await run(sdk, query({ fields, filters: { 'order_items.created_date': '7 days' } }))

    expect(week.data.map(row => row['order_items.created_date']?.value)).toEqual([
      ...['2026-06-29', '2026-06-28', '2026-06-27', '2026-06-26', '2026-06-25', '2026-06-24', '2026-06-23'],
    ])
  })

  test('the results of a query in the simulator are empty, null or zero if no value passes the filter', async () => {
    const sdk = await start()
    const filters = { 'order_items.category': 'Hats' }
    const fields = ['order_items.revenue', 'order_items.orders', 'order_items.average_order_value']

    expect((await run(sdk, query({ filters }))).data).toEqual([])
    expect((await run(sdk, query({ fields, filters }))).data).toEqual([
      {
        'order_items.revenue': { value: 0, rendered: '$0', links: [] },
        'order_items.orders': { value: 0, rendered: '0', links: [] },
        'order_items.average_order_value': { value: null, links: [] },
      },
    ])
  })

  test('NULLIF in SQL leads to null in the results of the simulator', async () => {
    const sdk = await start()
    const values = numbersOf(
      await run(sdk, query({ fields: ['order_items.category', 'order_items.average_order_value'] })),
      'order_items.average_order_value',
    )
    const branch = await checkOut(replaceIn(viewFile, `\${TABLE}.category`, `NULLIF(\${TABLE}.category, '')`))

    expect(values.filter(value => value === null)).toHaveLength(1)
    expect(numbersOf(await run(branch, query()), 'order_items.category')).toContain(null)
  })

  test('measures of the types list and date have texts and dates as results in the simulator', async () => {
    await start()
    const measures = `measure: names { type: list sql: \${category} ;; }
  measure: latest { type: date sql: MAX(\${TABLE}.created_at) ;; }
  measure: revenue {`
    const sdk = await checkOut(replaceIn(viewFile, 'measure: revenue {', measures))
    const { data } = await run(sdk, query({ fields: ['order_items.names', 'order_items.latest'] }))

    expect(data[0]?.['order_items.names']?.value).toMatch(/^Names \w, Names \w, Names \w$/)
    expect(data[0]?.['order_items.latest']?.value).toMatch(/^2026-\d\d-\d\d$/)
  })

  test('the results of a pivoted query in the simulator are nested by pivot key, with totals of rows and columns', async () => {
    const sdk = await start()
    const body = query({
      fields: ['order_items.category', 'order_items.region', 'order_items.revenue'],
      pivots: ['order_items.region'],
      total: true,
      row_total: 'right',
    })
    const { data, pivots, totals_data: totals, fields } = await run(sdk, body)
    const keys = ['North America', 'EMEA', 'APAC', 'Latin America', '$$$_row_total_$$$']
    const first = data[0]?.['order_items.revenue'] as unknown as Row
    const valueIn = (cells: unknown, key: string) => Number((cells as Row)[key]?.value)

    expect(pivots?.map(({ key, is_total: isTotal }) => [key, isTotal])).toEqual(
      keys.map(key => [key, key.startsWith('$')]),
    )
    expect([fields.dimensions, fields.pivots].map(list => list?.map(({ name }) => name))).toEqual([
      ['order_items.category'],
      ['order_items.region'],
    ])
    expect(Object.keys(first)).toEqual(keys)
    const parts = keys.slice(0, 4).reduce((sum, key) => sum + valueIn(first, key), 0)
    expect(parts / valueIn(first, '$$$_row_total_$$$')).toBeCloseTo(1, 5)
    const column = data.reduce((sum, row) => sum + valueIn(row['order_items.revenue'], 'EMEA'), 0)
    expect(column / valueIn(totals?.['order_items.revenue'], 'EMEA')).toBeCloseTo(1, 5)
  })

  test('the results of a query in the simulator contain table calculations and measures of the query', async () => {
    const sdk = await start()
    const dynamic = [
      {
        table_calculation: 'share',
        label: 'Share',
        expression: `\${order_items.revenue} / sum(\${order_items.revenue})`,
        value_format_name: 'percent_1',
      },
      { table_calculation: 'before', expression: `offset(\${order_items.revenue}, -1)` },
      { measure: 'prices', based_on: 'order_items.price', type: 'max', label: 'Highest price' },
    ]
    const { data, fields } = await run(
      sdk,
      query({
        fields: ['order_items.category', 'order_items.revenue', 'prices', 'share', 'before'],
        dynamic_fields: JSON.stringify(dynamic),
      }),
    )
    const shares = data.map(row => Number(row.share?.value))

    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9)
    expect(data[0]?.share?.rendered).toMatch(/^\d\d\.\d%$/)
    expect(data.map(row => row.before?.value)).toEqual([null, ...numbersOf({ data } as Detail).slice(0, -1)])
    expect(fields.table_calculations?.map(({ name }) => name)).toEqual(['share', 'before'])
    expect(fields.measures?.map(({ name }) => name)).toEqual(['order_items.revenue', 'prices'])
  })

  test('the results of a query in the simulator contain hidden fields, marked as hidden', async () => {
    const sdk = await start()
    const { fields } = await run(sdk, query({ fields: ['order_items.user_id', 'order_items.revenue'] }))

    expect(fields.dimensions?.[0]).toMatchObject({ name: 'order_items.user_id', hidden: true })
  })

  test('the results of a query in the simulator stop at the row limit', async () => {
    const sdk = await start()
    const body = query({ view: 'users', fields: ['users.id', 'users.active_customers'] })

    expect((await run(sdk, body)).data).toHaveLength(500)
    expect((await run(sdk, { ...body, limit: '-1' })).data.length).toBeGreaterThan(5000)
    expect((await run(sdk, body, { limit: 7 })).data).toHaveLength(7)
  })

  test('the results of a query in the simulator come from the cache if the client does not send cache=false', async () => {
    const sdk = await start()
    const first = await run(sdk, query())
    looker.changeData()
    const [cached, fresh] = [await run(sdk, query()), await run(sdk, query(), { cache: false })]

    expect([first.from_cache, cached.from_cache, fresh.from_cache]).toEqual([false, true, false])
    expect(numbersOf(cached)).toEqual(numbersOf(first))
    expect(numbersOf(fresh)).not.toEqual(numbersOf(first))
  })

  test('the results of a query in the simulator differ if the SQL is random or the data has changed', async () => {
    await start()
    const sdk = await checkOut(replaceIn(viewFile, `sql: \${price} ;;`, `sql: \${price} * RANDOM() ;;`))
    const stable = lookerSdk(looker)
    const twice = async (by: Looker40SDK) => [
      numbersOf(await run(by, query(), { cache: false })),
      numbersOf(await run(by, query(), { cache: false })),
    ]

    const [one, other] = await twice(sdk)
    expect(one).not.toEqual(other)
    looker.fault({
      on: 'run',
      target: 'json_detail',
      after: 1,
      body: 'revenue',
      effect: { dataBefore: true },
    })
    const [before, after] = await twice(stable)
    expect(before).not.toEqual(after)
  })

  test('the results of a query in the simulator contain a database error in each format, as in Looker', async () => {
    const sdk = await start({
      databaseError: sql => (sql.includes('returned') ? 'column "returned" does not exist' : undefined),
    })
    const branch = await checkOut(netRevenue)

    expect((await run(sdk, query())).errors).toBeUndefined()
    const { data, errors } = await run(branch, query())
    expect([data, errors?.[0]]).toEqual([
      [],
      expect.objectContaining({ level: 'error', message_details: 'column "returned" does not exist' }),
    ])
    expect(await branch.ok(branch.run_inline_query({ result_format: 'json', body: query() }))).toEqual([
      { looker_error: 'column "returned" does not exist' },
    ])
    expect(await sqlOf(branch)).toContain('returned')
  })
})

describeWithGit(withGit('other formats of results'), () => {
  test('the simulator returns plain values in the result format json, or formatted texts on request', async () => {
    const sdk = await start()
    const [first] = (await run(sdk, query())).data
    const json = (formatted: boolean) =>
      sdk.ok(
        sdk.run_inline_query({ result_format: 'json', body: query(), apply_formatting: formatted }),
      ) as unknown as Promise<Record<string, unknown>[]>

    expect((await json(false))[0]?.['order_items.revenue']).toBe(first?.['order_items.revenue']?.value)
    expect((await json(true))[0]?.['order_items.revenue']).toBe(first?.['order_items.revenue']?.rendered)
  })

  test.each(['texts', 'objects'] as const)(
    "the result format json_bi of the simulator agrees with Looker's description, with rows as %s",
    async biRows => {
      await start({ biRows })
      const client = await new Client(looker).logIn()
      const answer = await (await client.send('POST', '/queries/run/json_bi', query())).json()
      const { rows, metadata } = answer as { rows: unknown[]; metadata: { sql: string } }

      expect(faultsInAnswer('JsonBiMetadata', metadata)).toEqual([])
      expect(rows.map(row => typeof row)).toEqual(rows.map(() => (biRows === 'texts' ? 'string' : 'object')))
      expect(metadata.sql).toContain('SUM(order_items.sale_price)')
    },
  )

  test.each([
    ['production, by default', false, true],
    ["the session's workspace, if the option says so", true, false],
  ])('the simulator draws the result format png from %s', async (_, picturesFollowWorkspace, isSame) => {
    await start({ picturesFollowWorkspace })
    const draw = async (client: Client) => {
      const answer = await client.send('POST', '/queries/run/png?image_width=300&image_height=200', query())
      return Buffer.from(await answer.arrayBuffer())
    }
    const production = await draw(await new Client(looker).logIn())
    await checkOut(netRevenue)
    const client = await new Client(looker).logIn()
    await client.send('PATCH', '/session', { workspace_id: 'dev' })
    const branch = await draw(client)

    expect(production.toString('latin1', 1, 4)).toBe('PNG')
    expect(branch.equals(production)).toBe(isSame)
    const task = await client.rendered('dashboards/thelook%3A%3Asales_overview/png')
    const other = await (await new Client(looker).logIn()).rendered(
      'dashboards/thelook%3A%3Asales_overview/png',
    )
    expect(task.equals(other)).toBe(isSame)
  })
})

describeWithGit(withGit('a saved query'), () => {
  test('the simulator gives equal queries the same id, and runs a query by its id', async () => {
    const sdk = await start()
    const [one, other, third] = await Promise.all(
      [query(), query(), query({ limit: '3' })].map(body => sdk.ok(sdk.create_query(body))),
    )

    expect(one?.id).toBe(other?.id)
    expect(one?.id).not.toBe(third?.id)
    expect(await sdk.ok(sdk.query(one?.id ?? '', 'id,model,view,fields'))).toEqual({
      ...{ id: one?.id, model: 'thelook', view: 'order_items' },
      fields: ['order_items.category', 'order_items.revenue'],
    })
    const rows = await sdk.ok(sdk.run_query({ query_id: third?.id ?? '', result_format: 'json' }))
    expect(rows).toHaveLength(3)
  })
})
