import type { Looker40SDK } from '@looker/sdk'
import type { Simulator, SimulatorOptions } from '../../simulator/server.ts'
import { type LookmlRepository, withGit } from '../../testkit/looker/lookml-repository.ts'
import { Client } from './client.ts'
import { faultsInAnswer } from './description.ts'
import { developerSdk, lookerSdk, refusalOf } from './looker-sdk.ts'
import { describeWithGit, netRevenue, startWithProject, viewFile } from './shop-project.ts'

let looker: Simulator
let repository: LookmlRepository
let main: string

afterEach(() => looker.close())

async function start(options: SimulatorOptions = {}): Promise<Looker40SDK> {
  ;({ looker, repository } = await startWithProject(options))
  main = looker.project('thelook').deployed?.ref ?? ''
  return developerSdk(looker)
}

const temporary = 'looker-snapshot-1-1-abc123-head'
const second = { clientId: 'second', clientSecret: 'secret', name: 'Ada Lovelace' }
const branchOf = async (sdk: Looker40SDK) => (await sdk.ok(sdk.git_branch('thelook'))).name
const revenueSql = async (sdk: Looker40SDK) => {
  const explore = await sdk.ok(
    sdk.lookml_model_explore({ lookml_model_name: 'thelook', explore_name: 'order_items' }),
  )
  return explore.fields?.measures?.find(({ name }) => name === 'order_items.revenue')?.sql
}

describeWithGit(withGit('the workspace of an API session'), () => {
  test('the workspace of an API session in the simulator is production after each log-in', async () => {
    const developing = await start()
    const other = lookerSdk(looker)

    expect((await other.ok(other.session())).workspace_id).toBe('production')
    expect((await developing.ok(developing.session())).workspace_id).toBe('dev')
    await developing.ok(developing.update_session({ workspace_id: 'production' }))
    expect((await developing.ok(developing.session())).workspace_id).toBe('production')
  })

  test.each([
    ['without the permission develop', { permissions: ['access_data' as const] }, 'Not found'],
    ['that is a service account', { isServiceAccount: true }, 'Service accounts cannot use development mode'],
  ])(
    'the workspace of an API session in the simulator cannot be dev for a user %s',
    async (_, about, words) => {
      await start({ users: [{ ...second, ...about }] })
      const sdk = lookerSdk(looker, second)

      expect(await refusalOf(sdk.update_session({ workspace_id: 'dev' }))).toBe(words)
      expect((await sdk.ok(sdk.session())).workspace_id).toBe('production')
    },
  )

  test('the workspace of an API session decides which version of the LookML the simulator describes', async () => {
    const sdk = await start()
    const production = lookerSdk(looker)
    const head = repository.commit(netRevenue, { branch: 'net-revenue' })
    await sdk.ok(sdk.create_git_branch('thelook', { name: temporary, ref: head }))

    expect(await revenueSql(sdk)).toBe(`\${price} - \${TABLE}.returned`)
    expect(await revenueSql(production)).toBe(`\${price}`)
  })
})

describeWithGit(withGit('the checked-out branch'), () => {
  test("the checked-out branch in the simulator is initially the user's personal branch", async () => {
    const sdk = await start()
    const production = lookerSdk(looker)

    expect(await sdk.ok(sdk.git_branch('thelook'))).toMatchObject({
      name: expect.stringMatching(/^dev-looker-snapshot-/),
      ref: main,
      personal: true,
      readonly: false,
      is_production: false,
      is_local: true,
    })
    expect(await production.ok(production.git_branch('thelook'))).toMatchObject({
      name: 'main',
      ref: main,
      is_production: true,
    })
  })

  test('the checked-out branch in the simulator belongs to the user and the project, across sessions', async () => {
    const sdk = await start({ users: [second] })
    await sdk.ok(sdk.create_git_branch('thelook', { name: temporary, ref: main }))

    expect(await branchOf(await developerSdk(looker))).toBe(temporary)
    expect(await branchOf(await developerSdk(looker, second))).toMatch(/^dev-ada-lovelace-/)
  })

  test('a new branch in the simulator is checked out at its ref and pushed to the repository', async () => {
    const pushes: unknown[] = []
    ;({ looker, repository } = await startWithProject({}, { onPush: (...push) => pushes.push(push) }))
    const sdk = await developerSdk(looker)
    const head = repository.commit(netRevenue, { branch: 'net-revenue', alias: 'ab'.repeat(20) })

    const created = await sdk.ok(sdk.create_git_branch('thelook', { name: temporary, ref: 'ab'.repeat(20) }))

    expect(created).toMatchObject({ name: temporary, ref: 'ab'.repeat(20), remote_ref: 'ab'.repeat(20) })
    expect(pushes).toEqual([[temporary, 'ab'.repeat(20)]])
    expect(repository.branches().get(temporary)).toBe(head)
  })

  test('a PUT checks out an existing branch in the simulator, and resets and force-pushes the branch if it has a ref', async () => {
    const sdk = await start()
    const personal = await branchOf(sdk)
    const head = repository.commit(netRevenue, { branch: 'net-revenue' })
    await sdk.ok(sdk.create_git_branch('thelook', { name: temporary }))
    await sdk.ok(sdk.update_git_branch('thelook', { name: temporary, ref: head }))
    expect(repository.branches().get(temporary)).toBe(head)

    await sdk.ok(sdk.update_git_branch('thelook', { name: personal ?? '' }))

    expect(await branchOf(sdk)).toBe(personal)
    expect(await revenueSql(sdk)).toBe(`\${price}`)
    // The repository has this branch, but Looker's clones do not have it yet.
    await sdk.ok(sdk.update_git_branch('thelook', { name: 'net-revenue' }))
    expect(await sdk.ok(sdk.git_branch('thelook'))).toMatchObject({ ref: head, is_local: true })
  })

  test.each([
    ['a name that exists', 'POST', { name: 'net-revenue' }, 409],
    ['no name', 'POST', {}, 422],
    ['a name that git refuses', 'POST', { name: 'two..dots' }, 422],
    ['an unknown ref', 'POST', { name: temporary, ref: '0'.repeat(40) }, 422],
    ['a key that is read-only', 'POST', { name: temporary, is_local: true }, 400],
    ['an unknown branch', 'PUT', { name: 'nowhere' }, 404],
    ['a branch that Looker made for a deploy', 'PUT', { name: '__LOOKER_PROD_12ab' }, 422],
    ["another developer's personal branch", 'PUT', { name: 'dev-mona-lisa-t8wq' }, 404],
  ])(
    'the checked-out branch in the simulator does not change after a refused request: %s',
    async (_, method, body, status) => {
      const sdk = await start()
      repository.commit(netRevenue, { branch: 'net-revenue' })
      const before = await branchOf(sdk)
      const client = await developerClient()

      expect((await client.send(method, '/projects/thelook/git_branch', body)).status).toBe(status)
      expect(await branchOf(sdk)).toBe(before)
      expect([...repository.branches().keys()]).toEqual(['main', 'net-revenue'])
    },
  )

  test('a PUT with the production branch checks out the personal branch in the simulator, as in Looker', async () => {
    const sdk = await start()
    const personal = await branchOf(sdk)
    await sdk.ok(sdk.create_git_branch('thelook', { name: temporary }))

    await sdk.ok(sdk.update_git_branch('thelook', { name: 'main' }))

    expect(await branchOf(sdk)).toBe(personal)
  })

  test('the simulator refuses to check out another branch if the user has uncommitted changes', async () => {
    const sdk = await start()
    looker.project('thelook').setUncommitted(netRevenue)
    const before = await branchOf(sdk)

    expect(await revenueSql(sdk)).toBe(`\${price} - \${TABLE}.returned`)
    expect(await refusalOf(sdk.create_git_branch('thelook', { name: temporary }))).toBe(
      `JGIT Checkout Branch failed: Checkout conflict with files: \n${viewFile}`,
    )
    expect(await branchOf(sdk)).toBe(before)
    looker.project('thelook').setUncommitted(undefined)
    expect((await sdk.create_git_branch('thelook', { name: temporary })).ok).toBe(true)
  })

  test('a person can switch the checked-out branch in the simulator at any time, even just before a request', async () => {
    const sdk = await start()
    const head = repository.commit(netRevenue, { branch: 'theirs' })
    await sdk.ok(sdk.create_git_branch('thelook', { name: temporary, ref: main }))
    looker.fault({
      on: 'branch',
      method: 'GET',
      effect: { checkedOutBefore: { project: 'thelook', branch: 'theirs' } },
    })

    expect(await sdk.ok(sdk.git_branch('thelook'))).toMatchObject({ name: 'theirs', ref: head })
    await looker.project('thelook').checkOut(temporary, { ref: head })
    expect(await sdk.ok(sdk.git_branch('thelook'))).toMatchObject({ name: temporary, ref: head })
    const posted = await fetch(`${looker.url}/simulator/branches`, {
      method: 'POST',
      body: JSON.stringify({ project: 'thelook', branch: 'theirs', user: '1' }),
    })
    expect(posted.status).toBe(200)
    expect(await branchOf(sdk)).toBe('theirs')
  })
})

describeWithGit(withGit('branches'), () => {
  test('the list of branches in the simulator contains whether a branch is personal, local or production', async () => {
    const sdk = await start()
    const personal = await branchOf(sdk)
    const head = repository.commit(netRevenue, { branch: 'net-revenue' })
    await sdk.ok(sdk.create_git_branch('thelook', { name: temporary, ref: head }))
    const listed = await sdk.ok(sdk.all_git_branches('thelook'))
    const about = (name: string | null | undefined) => listed.find(branch => branch.name === name)

    expect(listed.filter(branch => branch.personal && !branch.readonly)).toMatchObject([
      { name: personal, owner_name: 'Looker Snapshot', is_local: true, is_remote: false },
    ])
    expect(listed.filter(branch => branch.personal && branch.readonly)).toMatchObject([
      { name: 'dev-mona-lisa-t8wq', owner_name: 'Mona Lisa', is_local: false },
    ])
    expect(about('main')).toMatchObject({ is_production: true, readonly: true, remote_ref: main })
    expect(about(temporary)).toMatchObject({ is_local: true, is_remote: true, ref: head, personal: false })
    expect(about('net-revenue')).toMatchObject({ is_local: false, is_remote: true, ref: head })
    expect(await sdk.ok(sdk.find_git_branch('thelook', 'net-revenue'))).toEqual(about('net-revenue'))
  })

  test('a branch in the simulator has the number of commits by which it is behind the repository', async () => {
    const sdk = await start()
    await sdk.ok(sdk.create_git_branch('thelook', { name: temporary, ref: main }))
    repository.commit(netRevenue, { branch: temporary })

    expect(await sdk.ok(sdk.git_branch('thelook'))).toMatchObject({ ahead_count: 0, behind_count: 1 })
  })

  test('a branch in the simulator is deleted in the clone and in the repository', async () => {
    const sdk = await start()
    const personal = (await branchOf(sdk)) ?? ''
    await sdk.ok(sdk.create_git_branch('thelook', { name: temporary }))
    await sdk.ok(sdk.update_git_branch('thelook', { name: personal }))

    await sdk.ok(sdk.delete_git_branch('thelook', temporary))

    expect([...repository.branches().keys()]).toEqual(['main'])
    expect((await sdk.find_git_branch('thelook', temporary)).ok).toBe(false)
  })

  test('the simulator refuses to delete a branch that is checked out, personal, or the production branch', async () => {
    const sdk = await start()
    const personal = (await branchOf(sdk)) ?? ''
    const production = lookerSdk(looker)
    await sdk.ok(sdk.create_git_branch('thelook', { name: temporary }))
    const refused = (name: string, by = sdk) => refusalOf(by.delete_git_branch('thelook', name))

    expect(await refused(temporary)).toBe(`Cannot delete the checked out branch '${temporary}'`)
    expect(await refused(personal)).toBe(`The branch '${personal}' cannot be deleted`)
    expect(await refused('main')).toBe("The branch 'main' cannot be deleted")
    expect(await refused('nowhere')).toBe('Not found')
    expect(await refused(temporary, production)).toBe('Only allowed in development mode')
    expect(await refusalOf(production.create_git_branch('thelook', { name: 'b' }))).toBe(
      'Only allowed in development mode',
    )
    expect([...repository.branches().keys()]).toEqual([temporary, 'main'])
  })

  test("a branch remains checked out in the simulator's clone if the repository refuses its push", async () => {
    const sdk = await start()
    const personal = (await branchOf(sdk)) ?? ''
    looker.project('thelook').refusePushes(['create'])

    expect(await refusalOf(sdk.create_git_branch('thelook', { name: temporary }))).toMatch(
      /rule violations.*\nerror: failed to push some refs to 'github\.com:acme\/thelook\.git'\n$/s,
    )

    expect(await branchOf(sdk)).toBe(temporary)
    expect([...repository.branches().keys()]).toEqual(['main'])
    await sdk.ok(sdk.update_git_branch('thelook', { name: personal }))
    await sdk.ok(sdk.delete_git_branch('thelook', temporary))
    expect((await sdk.find_git_branch('thelook', temporary)).ok).toBe(false)
  })

  test('the simulator does not delete a branch if the repository refuses the deletion', async () => {
    const sdk = await start()
    const personal = (await branchOf(sdk)) ?? ''
    await sdk.ok(sdk.create_git_branch('thelook', { name: temporary }))
    await sdk.ok(sdk.update_git_branch('thelook', { name: personal }))
    looker.project('thelook').refusePushes(['delete'], 'deploy key')

    expect(await refusalOf(sdk.delete_git_branch('thelook', temporary))).toMatch(/^ERROR: The key.*read only/)
    expect([...repository.branches().keys()]).toEqual([temporary, 'main'])
    looker.project('thelook').refusePushes([])
    expect((await sdk.delete_git_branch('thelook', temporary)).ok).toBe(true)
  })

  test('a branch in the simulator cannot begin at a commit that the clone lacks until the branches are listed', async () => {
    const sdk = await start()
    const head = repository.commit(netRevenue, { branch: 'net-revenue' })
    await looker.project('thelook').hideCommit(head)
    const create = () => sdk.create_git_branch('thelook', { name: temporary, ref: head })

    expect(await refusalOf(create())).toBe(`JGIT Checkout Branch failed: Ref ${head} cannot be resolved`)
    await sdk.ok(sdk.all_git_branches('thelook'))
    expect((await create()).ok).toBe(true)
  })

  test('the simulator creates a branch even if its answer is lost', async () => {
    const sdk = await start()
    looker.fault({ on: 'branch', method: 'POST', target: 'thelook', effect: { lostAnswer: true } })

    await expect(sdk.ok(sdk.create_git_branch('thelook', { name: temporary }))).rejects.toThrow()

    expect(await branchOf(sdk)).toBe(temporary)
    expect(repository.branches().get(temporary)).toBe(main)
  })
})

describeWithGit(withGit('an answer about the session, the user or a branch'), () => {
  test("the simulator's answers about the session, the user and branches agree with Looker's API description", async () => {
    await start()
    const client = await developerClient()
    const read = async (path: string) => (await client.call('GET', path)).json()

    for (const [kind, path] of [
      ['ApiSession', '/session'],
      ['User', '/user'],
      ['GitBranch', '/projects/thelook/git_branch'],
      ['GitBranch', '/projects/thelook/git_branches'],
    ] as const)
      expect(faultsInAnswer(kind, await read(path))).toEqual([])
  })

  test("the simulator's answer to GET /user contains only the requested fields", async () => {
    await start({ users: [{ ...second, personalFolderId: null }] })
    const sdk = lookerSdk(looker)
    const other = lookerSdk(looker, second)

    expect(await sdk.ok(sdk.me('id,personal_folder_id'))).toEqual({ id: '1', personal_folder_id: '900' })
    expect(await other.ok(other.me('id,personal_folder_id'))).toEqual({ id: '2', personal_folder_id: null })
  })
})

async function developerClient(): Promise<Client> {
  const client = await new Client(looker).logIn()
  await client.send('PATCH', '/session', { workspace_id: 'dev' })
  return client
}
