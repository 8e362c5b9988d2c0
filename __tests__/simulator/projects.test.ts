import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/server.ts'
import {
  createLookmlRepository,
  hasGit,
  type LookmlFiles,
  type LookmlRepository,
  withGit,
} from '../../testkit/lookml-repository.ts'
import { shopLookml } from '../../testkit/shop-lookml.ts'
import { Client } from './client.ts'
import { faultsInAnswer } from './description.ts'
import { lookerSdk } from './sdk.ts'

const describeWithGit = hasGit ? describe : describe.skip

let looker: Simulator
let repository: LookmlRepository

afterEach(() => looker.close())

async function start(options: SimulatorOptions = {}, files: LookmlFiles = shopLookml) {
  repository = createLookmlRepository(files)
  const projects = [{ id: 'thelook', repository: repository.path, aliases: repository.aliases }]
  looker = await startSimulator({ renderSeconds: 0, projects, ...options })
  return lookerSdk(looker)
}

const view = 'views/order_items.view.lkml'
const board = 'dashboards/sales_overview.dashboard.lookml'
const changed = (path: keyof typeof shopLookml, from: string, to: string): LookmlFiles => {
  if (!shopLookml[path].includes(from)) throw new Error(`${path} has no ${from}`)
  return { [path]: shopLookml[path].replace(from, to) }
}
const netRevenue = changed(view, `sql: \${price}`, `sql: \${price} - \${TABLE}.returned`)

describeWithGit(withGit("Looker's own client"), () => {
  test('reads a project, and the commit that is deployed', async () => {
    const sdk = await start()
    const main = repository.commit({})

    expect(await sdk.ok(sdk.project('thelook', 'id,uses_git,git_release_mgmt_enabled'))).toEqual({
      id: 'thelook',
      uses_git: true,
      git_release_mgmt_enabled: true,
    })
    const { name, ref } = await sdk.ok(sdk.git_branch('thelook'))
    // that of the start: a commit is not deployed by being pushed
    expect([name, ref]).toEqual(['main', expect.stringMatching(/^[0-9a-f]{40}$/)])
    expect(ref).not.toBe(main)
  })

  test.each(['ref', 'branch'] as const)('deploys by %s, and finds that deployed', async by => {
    const sdk = await start()
    const commit = repository.commit(netRevenue, { branch: 'net-revenue' })

    await sdk.ok(
      sdk.deploy_ref_to_production({
        project_id: 'thelook',
        ...(by === 'ref' ? { ref: commit } : { branch: 'net-revenue' }),
      }),
    )

    expect(await sdk.ok(sdk.git_branch('thelook'))).toMatchObject({
      name: expect.stringMatching(/^__LOOKER_PROD_/),
      ref: commit,
    })
  })

  test('reads an Explore: its files, joins and fields, with what they extend and what refines them', async () => {
    const sdk = await start()
    const explore = (name: string) =>
      sdk.ok(sdk.lookml_model_explore({ lookml_model_name: 'thelook', explore_name: name }))

    const orders = await explore('order_items')
    expect(orders).toMatchObject({
      id: 'thelook::order_items',
      label: 'Orders',
      view_name: 'order_items',
      project_name: 'thelook',
      source_file: 'thelook.model.lkml',
      files: [
        'thelook.model.lkml',
        view,
        'views/users.view.lkml',
        'explores/users.explore.lkml',
        'views/people.view.lkml',
      ],
      joins: [{ name: 'customers', from: 'users', sql_on: `\${order_items.user_id} = \${customers.id}` }],
    })
    expect(orders.fields?.measures?.find(({ name }) => name === 'order_items.revenue')).toMatchObject({
      label_short: 'Revenue',
      sql: `\${price}`,
      source_file: view,
      source_file_path: `thelook/${view}`,
      category: 'measure',
    })
    expect(orders.fields?.measures?.filter(({ view }) => view === 'customers')).toMatchObject([
      { name: 'customers.lifetime_value', original_view: 'users', source_file: 'views/people.view.lkml' },
      { name: 'customers.active_customers', source_file: 'views/users.view.lkml' },
      { name: 'customers.retention_rate', source_file: 'explores/users.explore.lkml' },
    ])
    expect((await explore('users')).source_file).toBe('explores/users.explore.lkml')
  })

  test('reads the LookML dashboards that are deployed, with their tiles and their files', async () => {
    const sdk = await start()
    const lookml = async () =>
      (await sdk.ok(sdk.all_dashboards('id'))).map(({ id }) => id).filter(id => id?.includes('::'))
    const dashboard = await sdk.ok(sdk.dashboard('thelook::sales_overview'))

    expect(await lookml()).toEqual(['thelook::customers', 'thelook::sales_overview'])
    expect(dashboard.edit_uri).toBe(
      '/projects/thelook/files/dashboards%2Fsales_overview.dashboard.lookml?line=1',
    )
    expect(dashboard.dashboard_elements?.map(({ query }) => query?.fields)).toEqual([
      ['order_items.revenue'],
      ['order_items.orders'],
      ['order_items.created_date', 'order_items.revenue'],
      ['order_items.category', 'order_items.revenue'],
    ])
    await looker.project('thelook').deploy(repository.commit({ [board]: null }))
    expect(await lookml()).toEqual(['thelook::customers'])
    expect((await sdk.dashboard('thelook::sales_overview')).ok).toBe(false)
    expect(
      (
        await sdk.create_dashboard_render_task({
          ...{
            dashboard_id: 'thelook::sales_overview',
            result_format: 'png',
            width: 400,
            height: 300,
            body: {},
          },
        })
      ).ok,
    ).toBe(false)
  })

  test('gets answers as the description has them', async () => {
    await start()
    const client = await new Client(looker).logIn()
    const read = async (path: string) => (await client.call('GET', path)).json()

    expect(faultsInAnswer('Project', await read('/projects/thelook'))).toEqual([])
    expect(faultsInAnswer('GitBranch', await read('/projects/thelook/git_branch'))).toEqual([])
    for (const explore of ['order_items', 'users'])
      expect(
        faultsInAnswer('LookmlModelExplore', await read(`/lookml_models/thelook/explores/${explore}`)),
      ).toEqual([])
    expect(faultsInAnswer('LookmlModel', await read('/lookml_models'))).toEqual([])
  })
})

describeWithGit(withGit('what a deploy changes in the pictures'), () => {
  const pictures = [
    'dashboards/thelook%3A%3Asales_overview',
    'dashboards/thelook%3A%3Acustomers',
    'dashboards/42',
    'looks/11',
  ]

  test.each<[string, LookmlFiles, boolean[]]>([
    ["a measure's SQL", netRevenue, [true, false, true, false]],
    [
      "a dimension's SQL that a measure is made of",
      changed(view, '.sale_price', '.net_price'),
      [true, false, true, false],
    ],
    ['the kind of a chart', changed(board, 'looker_pie', 'looker_bar'), [true, false, false, false]],
    [
      'what a measure is called',
      changed(view, 'measure: revenue {', 'measure: revenue { label: "Net revenue"'),
      [true, false, false, false],
    ],
    [
      'a view that is extended',
      changed('views/people.view.lkml', '.value', '.worth'),
      [false, true, false, false],
    ],
    [
      'a refinement',
      changed('explores/users.explore.lkml', 'sql: 0.8', 'sql: 0.9'),
      [false, false, false, false],
    ],
    ['a table', changed('views/users.view.lkml', 'shop.users', 'shop.accounts'), [false, true, false, true]],
    [
      'a filter of the Explore',
      changed('thelook.model.lkml', 'label: "Orders"', `sql_always_where: \${user_id} > 0 ;;`),
      [true, false, true, false],
    ],
    [
      'spaces and a comment',
      changed(view, 'measure: revenue {', '# what we earn\n  measure:   revenue {'),
      [false, false, false, false],
    ],
  ])('%s', async (_, files, changes) => {
    await start()
    const client = await new Client(looker).logIn()
    const drawn = () =>
      Promise.all(pictures.map(what => client.rendered(`${what}/png`, 'width=700&height=500')))
    const before = await drawn()
    const main = looker.project('thelook').deployed?.ref ?? ''

    await looker.project('thelook').deploy(repository.commit(files, { branch: 'feature' }))
    const after = await drawn()
    await looker.project('thelook').deploy(main)

    expect(after.map((picture, place) => !picture.equals(before[place] as Buffer))).toEqual(changes)
    expect((await drawn()).every((picture, place) => picture.equals(before[place] as Buffer))).toBe(true)
  })

  test('tasks that were made before it show what was deployed then', async () => {
    await start()
    const client = await new Client(looker).logIn()
    const early = await client.createdId('dashboards/42/png')
    await looker.project('thelook').deploy(repository.commit(netRevenue))
    const late = await client.createdId('dashboards/42/png')
    await Promise.all([client.ended(early), client.ended(late)])

    expect((await looker.bytesOf(early)).equals(await looker.bytesOf(late))).toBe(false)
  })
})

describeWithGit(withGit('a deploy is refused'), () => {
  const refusal = async (query: string) => {
    const client = await new Client(looker).logIn()
    const answer = await client.call('POST', `/projects/thelook/deploy_ref_to_production?${query}`)
    return [answer.status, ((await answer.json()) as { message: string }).message]
  }

  test.each<[string, string, string, SimulatorOptions]>([
    ['with a branch and a ref', 'branch=main&ref=main', 'Can only specify either', {}],
    ['with neither', '', 'Either a branch or a ref', {}],
    ['of a commit that nobody has', `ref=${'0'.repeat(40)}`, 'Could not find ref', {}],
    ['with a parameter that is none', 'ref=main&force=true', 'Not a parameter', {}],
    ['in a project without git', 'ref=main', 'Git must be configured', { projects: [{ id: 'thelook' }] }],
  ])('%s', async (_, query, words, options) => {
    await start(options)

    expect(await refusal(query)).toEqual([400, expect.stringContaining(words)])
    expect(looker.project('thelook').deploys.length).toBeLessThan(2)
  })

  test('without the permission, and in no project', async () => {
    await start({ permissions: ['access_data'] })
    const client = await new Client(looker).logIn()
    const status = async (path: string) => (await client.call('POST', path)).status

    expect(await status('/projects/thelook/deploy_ref_to_production?ref=main')).toBe(403)
    expect(await status('/projects/other/deploy_ref_to_production?ref=main')).toBe(404)
  })

  test('of a commit beside the production branch, without advanced deploy mode', async () => {
    const bare = createLookmlRepository()
    const projects = [{ id: 'thelook', repository: bare.path, advancedDeploy: false }]
    await start({ projects })
    const [first] = looker.project('thelook').deploys
    const branch = bare.commit(netRevenue, { branch: 'feature' })

    expect(await refusal(`ref=${branch}`)).toEqual([400, expect.stringContaining('Advanced deploy mode')])
    await looker.project('thelook').deploy(bare.commit({}))
    await looker.project('thelook').deploy(first?.ref ?? '')
    expect(looker.project('thelook').deploys).toHaveLength(3)
  })

  test.each([
    [
      'that is not LookML',
      { [view]: 'view: order_items { measure: revenue { type sum } }' },
      `${view}: Parse error@1,`,
    ],
    ['with an Explore of no view', { [view]: null }, 'could not find a view named "order_items"'],
    ['with a dashboard that is none', { [board]: '- title: nothing' }, 'A list of dashboards is expected'],
  ])('of LookML %s, with what is wrong, and nothing is deployed', async (_, files, words) => {
    await start()
    const before = looker.project('thelook').deployed

    expect(await refusal(`ref=${repository.commit(files as LookmlFiles)}`)).toEqual([
      400,
      expect.stringContaining(words),
    ])
    expect(looker.project('thelook').deployed).toBe(before)
  })
})

describeWithGit(withGit('what goes wrong with deploys on request'), () => {
  const deploy = (client: Client, ref: string) =>
    client.call('POST', `/projects/thelook/deploy_ref_to_production?ref=${ref}`).then(({ status }) => status)

  test('a commit that Looker has not fetched yet, and then has', async () => {
    await start()
    const client = await new Client(looker).logIn()
    const commit = repository.commit(netRevenue)
    looker.fault({ on: 'deploy', times: 2, effect: { unfetched: true } })

    expect([
      await deploy(client, commit),
      await deploy(client, commit),
      await deploy(client, commit),
    ]).toEqual([...[400, 400, 204]])
  })

  test('a deploy that is taken and not done', async () => {
    await start()
    const client = await new Client(looker).logIn()
    const before = looker.project('thelook').deployed
    looker.fault({ on: 'deploy', target: 'thelook', effect: { ignored: true } })

    expect(await deploy(client, repository.commit(netRevenue))).toBe(204)
    expect(looker.project('thelook').deployed).toBe(before)
  })

  test('a person who deploys in between, just before the second creation', async () => {
    await start()
    const client = await new Client(looker).logIn()
    const ref = repository.commit(netRevenue, { branch: 'theirs' })
    looker.fault({
      on: 'create',
      after: 1,
      effect: { deployedBefore: { project: 'thelook', ref: 'theirs' } },
    })
    const [first, second] = [
      await client.rendered('dashboards/42/png'),
      await client.rendered('dashboards/42/png'),
    ]

    expect(first.equals(second)).toBe(false)
    expect(looker.project('thelook').deployed?.ref).toBe(ref)
  })

  test('a commit has the name that GitHub gives it', async () => {
    await start()
    const client = await new Client(looker).logIn()
    const alias = 'ab'.repeat(20)
    repository.commit(netRevenue, { branch: 'feature', alias })

    expect(await deploy(client, alias)).toBe(204)
    expect(await (await client.call('GET', '/projects/thelook/git_branch')).json()).toMatchObject({
      ref: alias,
    })
  })
})
