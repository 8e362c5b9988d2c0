import type { Looker40SDK } from '@looker/sdk'
import type { Simulator, SimulatorOptions } from '../../simulator/server.ts'
import { type LookmlFiles, type LookmlRepository, withGit } from '../../testkit/looker/lookml-repository.ts'
import { Client } from './client.ts'
import { faultsInAnswer } from './description.ts'
import { developerSdk, lookerSdk, refusalOf } from './looker-sdk.ts'
import {
  boardFile,
  describeWithGit,
  netRevenue,
  replaceIn,
  startWithProject,
  viewFile,
} from './shop-project.ts'

let looker: Simulator
let repository: LookmlRepository

afterEach(() => looker.close())

async function start(options: SimulatorOptions = {}): Promise<Looker40SDK> {
  ;({ looker, repository } = await startWithProject(options))
  return lookerSdk(looker)
}

const board = (about = '') => `- dashboard: sales
  title: Sales of the branch
${about}  elements:
  - name: revenue
    title: Revenue
    model: thelook
    explore: order_items
    type: single_value
    fields: [order_items.revenue]
  - name: orders
    title: Orders
    explore: order_items
    type: single_value
    fields: [order_items.orders]
`
const description = 'looker-snapshot 1-1-abc123'
const second = { clientId: 'second', clientSecret: 'secret' }

describeWithGit(withGit('an imported dashboard'), () => {
  test('the simulator imports a dashboard into the personal folder of the caller, or into the given folder', async () => {
    const sdk = await start()
    const { personal_folder_id: own } = await sdk.ok(sdk.me('personal_folder_id'))
    const mine = await sdk.ok(sdk.import_dashboard_from_lookml({ lookml: board() }))
    const shared = await sdk.ok(sdk.import_dashboard_from_lookml({ lookml: board(), folder_id: '12' }))

    expect([mine.title, mine.folder_id, shared.folder_id]).toEqual(['Sales of the branch', own, '12'])
    expect((await sdk.ok(sdk.folder_dashboards(own ?? '', 'id'))).map(({ id }) => id)).toEqual([mine.id])
    expect(looker.importedDashboards().map(({ id }) => id)).toEqual([mine.id, shared.id])
  })

  test('an imported dashboard in the simulator has the tiles of its YAML, or no tiles if the YAML has no model', async () => {
    const sdk = await start()
    const { id = '', dashboard_elements: elements } = await sdk.ok(
      sdk.import_dashboard_from_lookml({ lookml: board() }),
    )
    const client = await new Client(looker).logIn()
    await client.rendered(`dashboards/${id}/png`)

    expect(elements?.map(({ title, query }) => [title, query?.model])).toEqual([
      ['Revenue', 'thelook'],
      ['Orders', ''],
    ])
    expect([...looker.tasks.values()][0]?.content?.tiles.map(({ title }) => title)).toEqual(['Revenue'])
  })

  test("the simulator draws an imported dashboard with production's model in any workspace of the session", async () => {
    const sdk = await start()
    const { id = '' } = await sdk.ok(sdk.import_dashboard_from_lookml({ lookml: board() }))
    const production = await new Client(looker).logIn()
    const developing = await new Client(looker).logIn()
    const ref = repository.commit(netRevenue, { branch: 'x' })
    await developing.send('PATCH', '/session', { workspace_id: 'dev' })
    await developing.send('POST', '/projects/thelook/git_branch', { name: 'temporary', ref })
    const [one, other] = [
      await production.rendered(`dashboards/${id}/png`),
      await developing.rendered(`dashboards/${id}/png`),
    ]

    expect(one.equals(other)).toBe(true)
  })

  test('a dashboard import in the simulator overwrites the dashboard with the same preferred_slug in its folder', async () => {
    const sdk = await start()
    const lookml = board('  preferred_slug: Xk3nR8vQ2mTz5pLw9sYd1B\n')
    const { id, folder_id: folder } = await sdk.ok(sdk.import_dashboard_from_lookml({ lookml }))

    expect([id, folder]).toEqual(['42', '12'])
    expect((await sdk.ok(sdk.dashboard('42', 'title'))).title).toBe('Sales of the branch')
  })

  test.each([
    ['without the permission', { permissions: ['access_data' as const] }, board(), 'permission'],
    ['without a personal folder', { personalFolderId: null }, board(), 'you have no personal folder'],
    ['of text that is not YAML', {}, 'a: [', 'not valid YAML'],
    ['of a view', {}, 'view: a', 'has no dashboard'],
    ['of two dashboards', {}, board() + board(), 'more than one dashboard'],
    ['that extends another', {}, '- dashboard: a\n  extends: b\n', 'extends another'],
    ['of an empty text', {}, '', 'Validation Failed'],
  ])('the simulator refuses a dashboard import %s', async (_, about, lookml, words) => {
    await start({ users: [{ ...second, ...about }] })
    const sdk = lookerSdk(looker, second)

    expect(await refusalOf(sdk.import_dashboard_from_lookml({ lookml }))).toContain(words)
    expect(looker.importedDashboards()).toEqual([])
  })

  test('an imported dashboard whose answer was lost exists in the simulator, and is found by its description', async () => {
    const sdk = await start({ users: [second] })
    looker.fault({ on: 'dashboard', method: 'POST', effect: { lostAnswer: true } })
    const lookml = board(`  description: ${description}\n`)
    await expect(sdk.ok(sdk.import_dashboard_from_lookml({ lookml }))).rejects.toThrow()
    const search = async (text: string, by = sdk) =>
      (await by.ok(by.search_dashboards({ description: text, fields: 'id,description' }))).map(
        one => one.description,
      )

    expect(await search(description)).toEqual([description])
    expect(await search(description.toUpperCase())).toEqual([description])
    expect(await search('looker-snapshot%')).toEqual([description])
    expect(await search('looker-snapshot')).toEqual([])
    // Only the owner of a personal folder can see it.
    expect(await search(description, lookerSdk(looker, second))).toEqual([])
  })

  test('an imported dashboard in the simulator can be deleted, or moved to the trash and restored', async () => {
    const sdk = await start()
    const { id = '' } = await sdk.ok(
      sdk.import_dashboard_from_lookml({ lookml: board(`  description: ${description}\n`) }),
    )
    const found = async (about: object = {}) =>
      (await sdk.ok(sdk.search_dashboards({ description, ...about }))).length

    expect((await sdk.ok(sdk.update_dashboard(id, { deleted: true }))).deleted).toBe(true)
    expect([await found(), await found({ deleted: 'true' })]).toEqual([0, 1])
    await sdk.ok(sdk.update_dashboard(id, { deleted: false }))
    expect(await found()).toBe(1)
    await sdk.ok(sdk.delete_dashboard(id))
    expect([await found(), await found({ deleted: 'true' })]).toEqual([0, 0])
    expect((await sdk.dashboard(id)).ok).toBe(false)
    expect(await refusalOf(sdk.delete_dashboard(id))).toBe('Not found')
    expect(looker.importedDashboards()).toEqual([])
  })

  test('the simulator refuses to delete a LookML dashboard, or any dashboard without the permission', async () => {
    const sdk = await start({ users: [{ ...second, permissions: ['access_data', 'see_user_dashboards'] }] })
    const other = lookerSdk(looker, second)

    expect(await refusalOf(other.delete_dashboard('42'))).toContain('permission')
    expect(await refusalOf(sdk.delete_dashboard('thelook::sales_overview'))).toContain('LookML dashboard')
  })

  test("the simulator's answer about an imported dashboard agrees with Looker's API description", async () => {
    await start()
    const client = await new Client(looker).logIn()
    const imported = await (await client.send('POST', '/dashboards/lookml', { lookml: board() })).json()
    const found = await (await client.call('GET', '/dashboards/search?title=Sales%25')).json()

    expect(faultsInAnswer('Dashboard', imported)).toEqual([])
    expect(faultsInAnswer('Dashboard', found)).toEqual([])
    expect((await client.call('GET', '/dashboards/search?name=Sales')).status).toBe(400)
  })
})

describeWithGit(withGit('content validation'), () => {
  const renamed = replaceIn(viewFile, 'measure: orders {', 'measure: order_count {')
  const validate = async (sdk: Looker40SDK, about: object = {}) =>
    (await sdk.ok(sdk.content_validation(about))).content_with_errors ?? []

  async function checkOut(files: LookmlFiles): Promise<Looker40SDK> {
    const sdk = await developerSdk(looker)
    await sdk.ok(
      sdk.create_git_branch('thelook', { name: 'temporary', ref: repository.commit(files, { branch: 'x' }) }),
    )
    return sdk
  }

  test('content validation in the simulator finds no errors in production', async () => {
    expect(await validate(await start())).toEqual([])
  })

  test('content validation in the simulator finds tiles, Looks and LookML tiles that the branch breaks', async () => {
    await start()
    const found = await validate(await checkOut(renamed))
    const tiles = found.filter(
      ({ dashboard, dashboard_element: element }) => dashboard?.id === '42' && element,
    )

    expect(
      tiles.map(({ dashboard, dashboard_element: element }) => [dashboard?.title, element?.title]),
    ).toEqual([
      ['Sales overview', 'Orders'],
      ['Sales overview', 'Orders by channel'],
      ['Sales overview', 'Top products'],
    ])
    expect(tiles[0]?.errors).toEqual([
      {
        message: 'Unknown field "order_items.orders".',
        field_name: 'order_items.orders',
        model_name: 'thelook',
        explore_name: 'order_items',
        removable: true,
      },
    ])
    expect(tiles[0]?.dashboard).toMatchObject({ folder: { id: '12', name: 'Sales' }, url: '/dashboards/42' })
    expect(found.flatMap(({ look }) => look?.title ?? [])).toEqual(['Top products'])
    expect(found.flatMap(({ lookml_dashboard: one }) => one?.id ?? [])).toEqual(['thelook::sales_overview'])
  })

  test('content validation in the simulator has entries without a dashboard, and dashboards without a folder', async () => {
    const production = await start()
    await production.ok(production.update_dashboard('42', { deleted: true }))
    const found = await validate(await checkOut(renamed))
    const alone = found.filter(entry => !entry.dashboard && !entry.look && !entry.lookml_dashboard)

    expect(alone.length).toBeGreaterThan(0)
    expect(alone[0]).toMatchObject({ alert: { custom_title: 'Orders' } })
    expect(found.find(({ dashboard }) => dashboard?.id === '42')?.dashboard?.folder).toBeNull()
  })

  test('content validation in the simulator reports two kinds of errors in production: filters of dashboards, and unknown Explores', async () => {
    const sdk = await start()
    const files = {
      ...replaceIn('thelook.model.lkml', 'explore: events {}', ''),
      ...replaceIn(boardFile, 'field: order_items.region', 'field: order_items.area'),
    }
    await looker.project('thelook').deploy(repository.commit(files))
    const found = await validate(sdk)

    expect(found.flatMap(({ dashboard_filter: filter }) => filter?.dimension ?? [])).toEqual([
      'order_items.area',
    ])
    expect(found.find(({ dashboard }) => dashboard?.id === '45')?.errors?.[0]?.message).toBe(
      'Unknown explore "events".',
    )
    expect(await validate(sdk, { project_names: ['other'] })).toEqual([])
  })

  test('the simulator refuses content validation without the permission develop', async () => {
    const sdk = await start({ users: [{ ...second, permissions: ['access_data'] }] })
    const other = lookerSdk(looker, second)
    looker.fault({ on: 'content_validation', effect: { status: 429, body: { message: 'Slow down' } } })

    expect(await refusalOf(sdk.content_validation({}))).toBe('Slow down')
    expect(await refusalOf(other.content_validation({}))).toBe('Not found')
  })

  test("the simulator's answer of content validation agrees with Looker's API description, except for a null folder", async () => {
    const production = await start()
    await production.ok(production.update_dashboard('42', { deleted: true }))
    await checkOut(renamed)
    const client = await new Client(looker).logIn()
    await client.send('PATCH', '/session', { workspace_id: 'dev' })
    const answer = await (await client.call('GET', '/content_validation?project_names=thelook')).json()

    expect(answer).toMatchObject({ content_with_errors: expect.arrayContaining([expect.anything()]) })
    expect(new Set(faultsInAnswer('ContentValidation', answer))).toEqual(
      new Set(['ContentValidationDashboard.folder is null']),
    )
  })
})
