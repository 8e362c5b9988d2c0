import { apiFields } from '../../simulator/api/fields.ts'
import { growTree } from '../../simulator/content/large-tree.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/server.ts'
import { Client } from './client.ts'
import { faultsInAnswer } from './description.ts'
import { lookerSdk } from './looker-sdk.ts'

let looker: Simulator

async function start(options: SimulatorOptions = {}) {
  looker = await startSimulator({ renderSeconds: 0, ...options })
  return lookerSdk(looker)
}

afterEach(() => looker.close())

const ids = (list: { id?: string }[]) => list.map(({ id }) => id)

describe("Looker's own client", () => {
  test("Looker's own client reads a folder, its content, and the folders below it", async () => {
    const sdk = await start()

    expect(await sdk.ok(sdk.folder('12', 'id,name,is_personal'))).toEqual({
      id: '12',
      name: 'Sales',
      is_personal: false,
    })
    expect(ids(await sdk.ok(sdk.folder_dashboards('12')))).toEqual(['42', '43', '46', '9047'])
    expect(ids(await sdk.ok(sdk.folder_looks('12')))).toEqual(['7', '9010'])
    expect(ids(await sdk.ok(sdk.folder_children({ folder_id: '1', limit: 2, offset: 1 })))).toEqual([
      '14',
      '15',
    ])
  })

  test("Looker's own client reads whether dashboards and Looks are hidden or deleted", async () => {
    const sdk = await start()

    expect(await sdk.ok(sdk.folder_dashboards('12', 'id,hidden,deleted'))).toEqual([
      { id: '42', hidden: false, deleted: false },
      { id: '43', hidden: false, deleted: false },
      { id: '46', hidden: true, deleted: false },
      { id: '9047', hidden: false, deleted: true },
    ])
    expect(await sdk.ok(sdk.look('9010', 'id,deleted'))).toEqual({ id: '9010', deleted: true })
  })

  test("Looker's own client reads whether folders are personal or below a personal folder", async () => {
    const sdk = await start()
    const fields = 'is_personal,is_personal_descendant'

    expect(await sdk.ok(sdk.folder('21', fields))).toEqual({
      is_personal: true,
      is_personal_descendant: false,
    })
    expect(await sdk.ok(sdk.folder('22', fields))).toEqual({
      is_personal: false,
      is_personal_descendant: true,
    })
  })

  test("Looker's own client reads a board and the separate order of its items", async () => {
    const sdk = await start()
    const { section_order: order = [], board_sections: sections = [], title } = await sdk.ok(sdk.board('3'))

    const shown = order?.map(id => sections?.find(section => section.id === id)) ?? []
    const [first, second, third] = shown.map(section =>
      section?.visible_item_order?.map(id => section.board_items?.find(item => item.id === id)),
    )
    expect([title, ...shown.map(section => section?.title)]).toEqual([
      ...['Monday morning', 'How we sell', 'What we have', 'Last year'],
    ])
    expect(shown[2]?.deleted_at).toEqual(expect.anything())
    expect(first).toMatchObject([
      { lookml_dashboard_id: 'thelook::sales_overview', dashboard_id: null },
      { look_id: '7' },
      { dashboard_id: '42' },
    ])
    expect(second?.[1]).toMatchObject({ custom_url: 'https://acme.example/handbook', dashboard_id: null })
    expect(third).toHaveLength(1)
  })

  test("Looker's own client reads a dashboard with its tiles and their queries, and each tile by its id", async () => {
    const sdk = await start()
    const { title, dashboard_elements: elements = [] } = await sdk.ok(
      sdk.dashboard('42', 'title,dashboard_elements(id,title,query(model,view,fields))'),
    )

    expect(title).toBe('Sales overview')
    expect(elements?.[5]).toEqual({
      id: '24',
      title: 'Revenue by category',
      query: {
        model: 'thelook',
        view: 'order_items',
        fields: ['order_items.category', 'order_items.revenue'],
      },
    })
    expect(await sdk.ok(sdk.dashboard_element('24', 'id,title,dashboard_id'))).toEqual({
      id: '24',
      title: 'Revenue by category',
      dashboard_id: '42',
    })
    expect(await sdk.ok(sdk.dashboard_element('thelook::overview::top_products', 'title'))).toEqual({
      title: 'Top products',
    })
  })

  test("Looker's own client reads text tiles, Look tiles, merged results and tiles of an unknown kind", async () => {
    const sdk = await start()
    const elements = await sdk.ok(sdk.dashboard_dashboard_elements('48'))

    expect(elements.slice(-4)).toMatchObject([
      { type: 'text', title_text: 'How to read this' },
      { look_id: '7', look: { title: 'Weekly revenue', query: { view: 'order_items' } } },
      { result_maker: { filterables: [{ view: 'order_items' }, { view: 'events' }] } },
      { type: 'button' },
    ])
  })

  test("Looker's own client reads all dashboards that are not deleted, including LookML dashboards, and the models", async () => {
    const sdk = await start()
    const all = ids(await sdk.ok(sdk.all_dashboards('id,title')))
    const [model] = await sdk.ok(sdk.all_lookml_models({ fields: 'name,project_name' }))

    expect(all).toEqual(expect.arrayContaining(['42', '46', 'thelook::overview']))
    expect(all).not.toContain('9047')
    expect(model).toEqual({ name: 'thelook', project_name: 'thelook' })
    expect((await sdk.ok(sdk.lookml_model('thelook'))).explores).toContainEqual(
      expect.objectContaining({ name: 'order_items' }),
    )
  })

  test("Looker's own client reads the titles of dashboards and Looks", async () => {
    const sdk = await start()
    const titles = await Promise.all(
      ['51', '52', '53', '54'].map(async id => (await sdk.ok(sdk.dashboard(id, 'title'))).title),
    )

    expect(titles).toEqual([
      '日本の売上',
      'نظرة عامة على المبيعات',
      expect.stringMatching(/^.{200}$/),
      expect.stringContaining('<img src=x'),
    ])
  })

  test("Looker's own client reads 500 dashboards folder by folder", async () => {
    const sdk = await start({ content: growTree(500) })
    const found: (string | undefined)[] = []
    const walk = async (folder: string): Promise<void> => {
      found.push(...ids(await sdk.ok(sdk.folder_dashboards(folder, 'id'))))
      for (const { id = '' } of await sdk.ok(sdk.folder_children({ folder_id: folder, fields: 'id' })))
        await walk(id)
    }
    await walk('100')

    expect([found.length, new Set(found).size]).toEqual([500, 500])
  })

  test("Looker's own client reads Looker's release and web address", async () => {
    const sdk = await start({ release: '26.14.1', webServerUrl: 'https://bi.acme.example' })

    expect(await sdk.ok(sdk.versions('looker_release_version,web_server_url,api_server_url'))).toEqual({
      looker_release_version: '26.14.1',
      web_server_url: 'https://bi.acme.example',
      api_server_url: looker.url,
    })
  })
})

describe('content that the API user must not see', () => {
  test.each([
    ['folders/17', 'a folder'],
    ['boards/6', 'a board'],
    ['boards/99', 'a board that does not exist'],
    ['folders/99/dashboards', 'the content of a folder that does not exist'],
    ['dashboards/9055', 'a dashboard in a folder of another user'],
    ['dashboards/9056', 'a dashboard of another user'],
    ['dashboards/404', 'a dashboard that does not exist'],
    ['dashboard_elements/404', 'a tile that does not exist'],
    ['looks/missing', 'a Look that does not exist'],
  ])('the simulator answers %s with 404: %s', async path => {
    await start()
    const client = await new Client(looker).logIn()

    expect((await client.call('GET', `/${path}`)).status).toBe(404)
  })

  test('the simulator leaves content that the API user may not see out of lists, and does not render it', async () => {
    const sdk = await start()
    const client = await new Client(looker).logIn()
    const rendered = (what: string) => client.create(`${what}/png`).then(({ status }) => status)

    expect(ids(await sdk.ok(sdk.folder_dashboards('12')))).not.toContain('9056')
    expect(ids(await sdk.ok(sdk.folder_children({ folder_id: '1' })))).not.toContain('17')
    expect(ids(await sdk.ok(sdk.all_folders('id')))).toEqual(expect.arrayContaining(['12', '21', '22']))
    expect(ids(await sdk.ok(sdk.all_folders('id')))).not.toContain('17')
    expect(ids(await sdk.ok(sdk.all_dashboards('id')))).not.toContain('9055')
    // Deleted content cannot be rendered.
    expect(await Promise.all(['dashboards/9055', 'dashboards/9047', 'looks/9010'].map(rendered))).toEqual([
      404, 404, 404,
    ])
  })

  test('the simulator shows content according to the permissions of the API user', async () => {
    const sdk = await start({ permissions: ['access_data', 'see_lookml_dashboards'] })
    const client = await new Client(looker).logIn()

    expect(ids(await sdk.ok(sdk.all_dashboards('id')))).toEqual([
      ...['thelook::overview', 'thelook::sales_overview', 'thelook::business_pulse', 'thelook::inventory'],
    ])
    expect(await sdk.ok(sdk.folder_looks('12'))).toEqual([])
    expect((await client.create('dashboards/thelook%3A%3Aoverview/png')).status).toBe(403)
  })
})

describe('an answer of the simulator', () => {
  const calls = [
    ['Folder', 'folders'],
    ['Folder', 'folders/12'],
    ['Folder', 'folders/1/children'],
    ['Dashboard', 'folders/12/dashboards'],
    ['LookWithQuery', 'folders/12/looks'],
    ['Board', 'boards/3'],
    ['DashboardBase', 'dashboards'],
    ['Dashboard', 'dashboards/42'],
    ['Dashboard', 'dashboards/48'],
    ['Dashboard', 'dashboards/thelook%3A%3Aoverview'],
    ['DashboardElement', 'dashboards/48/dashboard_elements'],
    ['DashboardElement', 'dashboard_elements/26'],
    ['LookWithQuery', 'looks/7'],
    ['LookmlModel', 'lookml_models'],
    ['LookmlModel', 'lookml_models/thelook'],
    ['ApiVersion', 'versions'],
  ] as const

  test.each(calls)(
    "the simulator's answer is a valid %s of Looker's API description at %s",
    async (kind, path) => {
      await start()
      const client = await new Client(looker).logIn()
      const answer = await (await client.call('GET', `/${path}`)).json()

      expect(faultsInAnswer(kind, answer)).toEqual([])
    },
  )

  test("an answer of the simulator has exactly the requested fields of Looker's API description", async () => {
    await start()
    const client = await new Client(looker).logIn()
    const status = async (fields: string) =>
      (await client.call('GET', `/dashboards/42?fields=${fields}`)).status

    expect(await status(Object.keys(apiFields.Dashboard ?? {}).join())).toBe(200)
    expect(await status('id,folder(name)')).toBe(200)
    expect(await status('id,folder(colour)')).toBe(400)
    expect(await status('name')).toBe(400)
    expect(await status('id,folder(name')).toBe(400)
  })
})
