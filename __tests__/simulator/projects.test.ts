import type { Simulator } from '../../simulator/server.ts'
import { type LookmlRepository, withGit } from '../../testkit/looker/lookml-repository.ts'
import { Client } from './client.ts'
import { faultsInAnswer } from './description.ts'
import { lookerSdk } from './looker-sdk.ts'
import { boardFile, describeWithGit, netRevenue, startWithProject, viewFile } from './shop-project.ts'

let looker: Simulator
let repository: LookmlRepository

afterEach(() => looker.close())

async function start() {
  ;({ looker, repository } = await startWithProject())
  return lookerSdk(looker)
}

describeWithGit(withGit("Looker's own client"), () => {
  test("Looker's own client reads a project, and the commit that is deployed", async () => {
    const sdk = await start()
    const main = repository.commit({})

    expect(await sdk.ok(sdk.project('thelook', 'id,uses_git,git_release_mgmt_enabled'))).toEqual({
      id: 'thelook',
      uses_git: true,
      git_release_mgmt_enabled: true,
    })
    const { name, ref } = await sdk.ok(sdk.git_branch('thelook'))
    // A push does not deploy a commit, so the first commit is still deployed.
    expect([name, ref]).toEqual(['main', expect.stringMatching(/^[0-9a-f]{40}$/)])
    expect(ref).not.toBe(main)
  })

  test.each(['ref', 'branch'] as const)(
    'a deploy by %s changes the deployed commit in the simulator',
    async by => {
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
    },
  )

  test("Looker's own client reads the files, joins and fields of an Explore, including extended and refined fields", async () => {
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
        viewFile,
        'views/users.view.lkml',
        'explores/users.explore.lkml',
        'views/people.view.lkml',
      ],
      joins: [{ name: 'customers', from: 'users', sql_on: `\${order_items.user_id} = \${customers.id}` }],
    })
    expect(orders.fields?.measures?.find(({ name }) => name === 'order_items.revenue')).toMatchObject({
      label_short: 'Revenue',
      sql: `\${price}`,
      source_file: viewFile,
      source_file_path: `thelook/${viewFile}`,
      category: 'measure',
    })
    expect(orders.fields?.measures?.filter(({ view }) => view === 'customers')).toMatchObject([
      { name: 'customers.lifetime_value', original_view: 'users', source_file: 'views/people.view.lkml' },
      { name: 'customers.active_customers', source_file: 'views/users.view.lkml' },
      ...['customers_lost', 'churn_rate', 'q1_cohort', 'q2_cohort', 'q3_cohort'].map(name => ({
        name: `customers.${name}`,
      })),
      { name: 'customers.retention_rate', source_file: 'explores/users.explore.lkml' },
    ])
    expect((await explore('users')).source_file).toBe('explores/users.explore.lkml')
  })

  test("Looker's own client reads from which Explore and dimension the suggested values of a field are", async () => {
    const sdk = await start()
    const suggest = 'suggest_explore: users suggest_dimension: users.state'
    const refined = `view: +order_items { dimension: region { ${suggest} } }`
    await looker.project('thelook').deploy(repository.commit({ 'explores/regions.explore.lkml': refined }))
    const { fields } = await sdk.ok(
      sdk.lookml_model_explore({ lookml_model_name: 'thelook', explore_name: 'order_items' }),
    )
    const field = (name: string) => fields?.dimensions?.find(one => one.name === name)
    expect(field('order_items.region')).toMatchObject({
      suggest_explore: 'users',
      suggest_dimension: 'users.state',
    })
    expect(field('order_items.category')).toMatchObject({
      suggest_explore: 'order_items',
      suggest_dimension: 'order_items.category',
    })
  })

  test("Looker's own client reads the LookML dashboards that are deployed, with their tiles and their files", async () => {
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
      ['order_items.category', 'order_items.region', 'order_items.revenue'],
    ])
    await looker.project('thelook').deploy(repository.commit({ [boardFile]: null }))
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

  test("Looker's own client gets answers that agree with Looker's API description", async () => {
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
