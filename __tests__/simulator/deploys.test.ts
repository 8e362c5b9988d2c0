import type { Simulator, SimulatorOptions } from '../../simulator/server.ts'
import {
  createLookmlRepository,
  type LookmlFiles,
  type LookmlRepository,
  withGit,
} from '../../testkit/looker/lookml-repository.ts'
import { Client } from './client.ts'
import { boardFile, describeWithGit, netRevenue, startWithProject, viewFile } from './shop-project.ts'

let looker: Simulator
let repository: LookmlRepository

afterEach(() => looker.close())

async function start(options: SimulatorOptions = {}) {
  ;({ looker, repository } = await startWithProject(options))
}

describeWithGit(withGit('a deploy that Looker refuses'), () => {
  const refusal = async (query: string) => {
    const client = await new Client(looker).logIn()
    const answer = await client.call('POST', `/projects/thelook/deploy_ref_to_production?${query}`)
    return [answer.status, ((await answer.json()) as { message: string }).message]
  }

  test.each<[string, string, string, SimulatorOptions]>([
    ['with a branch and a ref', 'branch=main&ref=main', 'Can only specify either', {}],
    ['with neither a branch nor a ref', '', 'Either a branch or a ref', {}],
    ['of an unknown commit', `ref=${'0'.repeat(40)}`, 'Could not find ref', {}],
    ['with an unknown parameter', 'ref=main&force=true', 'Not a parameter', {}],
    ['in a project without git', 'ref=main', 'Git must be configured', { projects: [{ id: 'thelook' }] }],
  ])('the simulator refuses a deploy %s', async (_, query, words, options) => {
    await start(options)

    expect(await refusal(query)).toEqual([400, expect.stringContaining(words)])
    expect(looker.project('thelook').deploys.length).toBeLessThan(2)
  })

  test('the simulator refuses a deploy without the permission, or of an unknown project', async () => {
    await start({ permissions: ['access_data'] })
    const client = await new Client(looker).logIn()
    const status = async (path: string) => (await client.call('POST', path)).status

    expect(await status('/projects/thelook/deploy_ref_to_production?ref=main')).toBe(403)
    expect(await status('/projects/other/deploy_ref_to_production?ref=main')).toBe(404)
  })

  test('the simulator refuses to deploy a commit outside the production branch without advanced deploy mode', async () => {
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
      { [viewFile]: 'view: order_items { measure: revenue { type sum } }' },
      `${viewFile}: Parse error@1,`,
    ],
    ['with an Explore without a view', { [viewFile]: null }, 'could not find a view named "order_items"'],
    ['with an invalid dashboard', { [boardFile]: '- title: nothing' }, 'A list of dashboards is expected'],
  ])('the simulator refuses a deploy of LookML %s, and names the errors', async (_, files, words) => {
    await start()
    const before = looker.project('thelook').deployed

    expect(await refusal(`ref=${repository.commit(files as LookmlFiles)}`)).toEqual([
      400,
      expect.stringContaining(words),
    ])
    expect(looker.project('thelook').deployed).toBe(before)
  })
})

describeWithGit(withGit('a deploy on request'), () => {
  const deploy = (client: Client, ref: string) =>
    client.call('POST', `/projects/thelook/deploy_ref_to_production?ref=${ref}`).then(({ status }) => status)

  test('a deploy of a commit in the simulator fails until the simulated Looker has fetched the commit', async () => {
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

  test('a fault of the simulator accepts a deploy without carrying it out', async () => {
    await start()
    const client = await new Client(looker).logIn()
    const before = looker.project('thelook').deployed
    looker.fault({ on: 'deploy', target: 'thelook', effect: { ignored: true } })

    expect(await deploy(client, repository.commit(netRevenue))).toBe(204)
    expect(looker.project('thelook').deployed).toBe(before)
  })

  test('a fault of the simulator deploys another commit just before the second render task is created', async () => {
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

  test('a request to the simulator triggers a deploy by another person', async () => {
    await start()
    const post = (deploy: object) =>
      fetch(`${looker.url}/simulator/deploys`, { method: 'POST', body: JSON.stringify(deploy) })
    const ref = repository.commit(netRevenue, { branch: 'theirs' })

    expect((await post({ project: 'thelook', ref: 'theirs' })).status).toBe(200)
    expect(looker.project('thelook').deployed?.ref).toBe(ref)
    expect(await (await post({ project: 'thelook', ref: 'nowhere' })).json()).toMatchObject({
      message: 'Could not find ref nowhere',
    })
    expect((await post({ project: 'other', ref: 'main' })).status).toBe(400)
  })

  test('a deploy in the simulator accepts the SHA of the simulated GitHub, which differs from the SHA in git', async () => {
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
