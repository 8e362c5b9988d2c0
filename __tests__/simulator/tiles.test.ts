import type { IDashboardElement, Looker40SDK } from '@looker/sdk'
import type { Measure } from '../../simulator/content/catalogue.ts'
import type { Content } from '../../simulator/content/model.ts'
import { shop } from '../../simulator/content/shop.ts'
import { figuresOfQuery } from '../../simulator/pictures/figures.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/server.ts'
import { type LookmlRepository, withGit } from '../../testkit/looker/lookml-repository.ts'
import { Client } from './client.ts'
import { faultsInAnswer } from './description.ts'
import { developerSdk, lookerSdk } from './looker-sdk.ts'
import { describeWithGit, netRevenue, startWithProject } from './shop-project.ts'

let looker: Simulator
let repository: LookmlRepository

afterEach(() => looker.close())

async function start(options: SimulatorOptions = {}): Promise<Looker40SDK> {
  ;({ looker, repository } = await startWithProject(options))
  return lookerSdk(looker)
}

type Row = Record<string, unknown>

const tileOf = async (sdk: Looker40SDK, dashboard: string, title: string): Promise<IDashboardElement> => {
  const { dashboard_elements: elements } = await sdk.ok(sdk.dashboard(dashboard))
  const found = elements?.find(element => element.title === title)
  if (!found) throw new Error(`${dashboard} has no tile ${title}`)
  return found
}

describe("a dashboard's filters", () => {
  test("the simulator describes a dashboard's filters with default values, and which field of a tile listens to a filter", async () => {
    looker = await startSimulator()
    const sdk = lookerSdk(looker)
    const { dashboard_filters: filters } = await sdk.ok(sdk.dashboard('42'))
    const { result_maker: maker } = await tileOf(sdk, '42', 'Revenue by category')

    expect(filters?.map(({ name, default_value: value }) => [name, value])).toEqual([
      ...[
        ['Date', 'last 90 days'],
        ['Region', ''],
        ['State', ''],
        ['Category', ''],
      ],
    ])
    expect(maker?.filterables).toEqual([
      {
        ...{ model: 'thelook', view: 'order_items', name: '' },
        listen: [
          { dashboard_filter_name: 'Date', field: 'order_items.created_date' },
          { dashboard_filter_name: 'Region', field: 'order_items.region' },
          { dashboard_filter_name: 'Category', field: 'order_items.category' },
        ],
      },
    ])
  })
})

describeWithGit(withGit('the tiles of a LookML dashboard'), () => {
  test("the tiles of a LookML dashboard in the simulator come from its file, with the dashboard's model as default", async () => {
    const sdk = await start()
    const tile = await tileOf(sdk, 'thelook::sales_overview', 'Revenue by category and region')
    const { dashboard_filters: filters } = await sdk.ok(sdk.dashboard('thelook::sales_overview'))

    expect(tile).toMatchObject({
      id: 'thelook::sales_overview::revenue_by_category_and_region',
      lookml_link_id: 'revenue_by_category_and_region',
      query: {
        ...{ model: 'thelook', view: 'order_items', pivots: ['order_items.region'], total: true },
        row_total: 'right',
        sorts: ['order_items.category'],
      },
      result_maker: {
        filterables: [{ listen: [{ dashboard_filter_name: 'Category', field: 'order_items.category' }] }],
      },
    })
    expect(filters?.map(({ name, default_value: value, dimension }) => [name, value, dimension])).toEqual([
      ['Region', '', 'order_items.region'],
      ['Category', '-Dresses', 'order_items.category'],
    ])
  })

  test.each([true, false])(
    "an option of the simulator decides whether LookML dashboards come from the session's workspace: %s",
    async dashboardsFollowWorkspace => {
      const production = await start({ dashboardsFollowWorkspace })
      const board = 'dashboards/returns.dashboard.lookml'
      const head = repository.commit(
        { [board]: '- dashboard: returns\n  elements: []\n', ...netRevenue },
        { branch: 'x' },
      )
      const sdk = await developerSdk(looker)
      await sdk.ok(sdk.create_git_branch('thelook', { name: 'temporary', ref: head }))

      expect((await sdk.dashboard('thelook::returns', 'id')).ok).toBe(dashboardsFollowWorkspace)
      expect((await production.dashboard('thelook::returns', 'id')).ok).toBe(false)
      const task = { result_format: 'png', width: 300, height: 200, body: {} }
      const rendered = await sdk.create_dashboard_render_task({ dashboard_id: 'thelook::returns', ...task })
      expect(rendered.ok).toBe(false)
    },
  )

  test('a tile of merged results in a LookML dashboard of the simulator has ids of its source queries', async () => {
    const sdk = await start()
    const board = `- dashboard: merged
  elements:
  - name: Both
    title: Both
    merged_queries:
    - model: thelook
      explore: order_items
      fields: [order_items.category, order_items.revenue]
    - explore: inventory_items
      fields: [inventory_items.category, inventory_items.stock_value]
      join_fields: [{source_field_name: inventory_items.category, field_name: order_items.category}]
    listen:
    - Category: order_items.category
    - Category: inventory_items.category
  - name: note
    type: text
    title_text: Read me
`
    const ref = repository.commit({ 'dashboards/merged.dashboard.lookml': board })
    await looker.project('thelook').deploy(ref)
    const tile = await tileOf(sdk, 'thelook::merged', 'Both')
    const { source_queries: sources = [] } = await sdk.ok(sdk.merge_query(tile.merge_result_id ?? ''))
    const queries = await Promise.all(sources?.map(source => sdk.ok(sdk.query(source.query_id ?? ''))) ?? [])

    expect(tile.query ?? null).toBeNull()
    expect(tile.result_maker?.filterables?.map(({ view, listen }) => [view, listen?.[0]?.field])).toEqual([
      ['order_items', 'order_items.category'],
      ['inventory_items', 'inventory_items.category'],
    ])
    expect(queries.map(({ model, view }) => [model, view])).toEqual([
      ['thelook', 'order_items'],
      ['thelook', 'inventory_items'],
    ])
    const { dashboard_elements: elements } = await sdk.ok(sdk.dashboard('thelook::merged'))
    expect(elements?.[1]).toMatchObject({ type: 'text', title_text: 'Read me' })
  })

  test("the simulator's picture of a LookML dashboard shows the results of the tile's query", async () => {
    const sdk = await start()
    const client = await new Client(looker).logIn()
    await client.rendered('dashboards/thelook%3A%3Asales_overview/png')
    const [task] = [...looker.tasks.values()]
    const { tiles = [], filters = [] } = task?.content ?? {}
    const run = async (title: string, filter: Record<string, string> = {}) => {
      const { query } = await tileOf(sdk, 'thelook::sales_overview', title)
      const { model = '', view = '', fields, pivots } = query ?? {}
      const body = { model, view, fields: fields ?? [], pivots: pivots ?? [], filters: filter }
      return (await sdk.ok(sdk.run_inline_query({ result_format: 'json', body }))) as unknown as Row[]
    }
    const figuresOf = (title: string) => {
      const tile = tiles.find(one => one.title === title)
      if (!tile) throw new Error(`The picture has no ${title}`)
      const measure = 'measures' in tile ? tile.measures[0] : tile.measure
      return { measure: measure as Measure, figures: figuresOfQuery(tile, filters) }
    }

    const { measure, figures } = figuresOf('Revenue')
    expect(figures.single(measure).value).toBe((await run('Revenue'))[0]?.['order_items.revenue'])
    const table = figuresOf('Revenue by category and region')
    // The value of the dashboard's filter Category is -Dresses. The filter applies to this tile.
    const rows = await run('Revenue by category and region', { 'order_items.category': '-Dresses' })
    const drawn = table.figures.split(table.measure, 'Category').map(part => {
      const cells = table.figures.splitPart?.(table.measure, part, 'Region') ?? []
      return [part.name, Object.fromEntries(cells.map(({ name, value }) => [name, value]))]
    })
    expect(Object.fromEntries(drawn)).toEqual(
      Object.fromEntries(rows.map(row => [row['order_items.category'], row['order_items.revenue']])),
    )
    const series = figuresOf('Revenue over time')
    const days = await run('Revenue over time')
    expect(series.figures.series(series.measure)).toEqual(
      days.map(row => row['order_items.revenue']).reverse(),
    )
  })
})

describe('a tile of SQL Runner', () => {
  test('the simulator describes an SQL Runner tile by the id of its SQL query', async () => {
    const content: Content = {
      ...shop,
      dashboards: [{ id: '71', title: 'By hand', folderId: '1', extras: ['sql_runner', 'merged'] }],
    }
    looker = await startSimulator({ content })
    const sdk = lookerSdk(looker)
    const { query, result_maker: maker } = await tileOf(sdk, '71', 'By hand')

    expect([query ?? null, maker?.sql_query_id, maker?.query_id]).toEqual([null, 's1', null])
    const client = await new Client(looker).logIn()
    const answer = await (await client.call('GET', '/dashboards/71')).json()
    expect(faultsInAnswer('Dashboard', answer)).toEqual([])
  })
})
