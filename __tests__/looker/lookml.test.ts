import { type Simulator, startSimulator } from '../../simulator/server.ts'
import { lookmlClient } from '../../src/looker/lookml.ts'
import { projectOf, UnknownCommitError } from '../../src/looker/project.ts'
import type { Session } from '../../src/looker/session.ts'
import { sessionOn } from '../../testkit/looker/content.ts'
import { createLookmlRepository, hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'

/* What Looker tells of the LookML behind targets, and of a project, as the simulated one has it. */

const describeWithGit = hasGit ? describe : describe.skip

let looker: Simulator
afterEach(() => looker.close())

async function start() {
  const repository = createLookmlRepository()
  looker = await startSimulator({ projects: [{ id: 'thelook', repository: repository.path }] })
  const { session, host, secrets } = sessionOn(looker)
  const project = projectOf({ id: 'thelook', host, send: session.send, clean: secrets.clean })
  return { client: lookmlClient(session.send, host), project, repository }
}

describeWithGit(withGit('the LookML behind a target'), () => {
  test('has an Explore for each tile of a dashboard', async () => {
    const { client } = await start()
    const { kind, tiles } = await client.queriesOf({
      kind: 'lookml_dashboard',
      id: 'thelook::sales_overview',
    })
    expect(kind).toBe('dashboard')
    expect(tiles.map(({ explores }) => explores)).toEqual(Array(5).fill(['thelook::order_items']))
    expect(new Set(tiles.map(({ id }) => id)).size).toBe(5)
  })

  test.each(['look', 'query'] as const)('has one Explore for a %s', async kind => {
    const { client } = await start()
    const queries = await client.queriesOf({ kind, id: '7' })
    expect(queries).toMatchObject({
      kind: 'query',
      tiles: [{ explores: [expect.stringMatching(/^\w+::\w+$/)], settings: expect.any(Array) }],
    })
  })

  test('is not found for a target that does not exist', async () => {
    const { client } = await start()
    await expect(client.queriesOf({ kind: 'dashboard', id: '9056' })).rejects.toMatchObject({ status: 404 })
  })

  test('has the files of an Explore: those of its views, and of what these extend', async () => {
    const { client } = await start()
    const { files, views } = await client.explore('thelook::users')
    expect(views).toContain('users')
    expect(files).toEqual(
      expect.arrayContaining([
        { project: 'thelook', path: 'views/users.view.lkml' },
        { project: 'thelook', path: 'views/people.view.lkml' },
        { project: 'thelook', path: 'explores/users.explore.lkml' },
      ]),
    )
  })
})

describe('the tiles of a dashboard that Looker describes', () => {
  const query = { model: 'thelook', view: 'orders' }
  const tilesIn = async (answer: object) => {
    const send: Session['send'] = (_call, read) =>
      Promise.resolve(
        read(
          { status: 200, headers: new Headers(), body: new Response(JSON.stringify(answer)).body },
          () => undefined,
        ),
      )
    return (await lookmlClient(send, 'looker.example').queriesOf({ kind: 'dashboard', id: '1' })).tiles
  }

  test.each<[string, object, object[]]>([
    ['a query', { id: '1', type: 'vis', query }, [{ id: '1', explores: ['thelook::orders'] }]],
    ['a Look', { id: '1', type: 'vis', look: { query } }, [{ id: '1', explores: ['thelook::orders'] }]],
    [
      'merged results',
      { id: '1', result_maker: { filterables: [query, { model: 'finance', view: 'ledger' }] } },
      [{ id: '1', explores: ['thelook::orders', 'finance::ledger'] }],
    ],
    [
      'SQL Runner, which depends on no LookML',
      { id: '1', result_maker: { sql_query_id: '9' } },
      [{ id: '1', explores: [] }],
    ],
    ['a text', { id: '1', type: 'text' }, []],
    ['a button', { id: '1', type: 'button' }, []],
    ['a text with a query', { id: '1', type: 'text', query: {} }, [{ id: '1' }]],
    ['an unknown kind', { id: '1', type: 'tile_group' }, [{ id: '1' }]],
    ['a Look that is not told', { id: '1', type: 'text', look_id: '7' }, [{ id: '1' }]],
  ])('are known for %s', async (_, element, tiles) => {
    expect(await tilesIn({ dashboard_elements: [element] })).toEqual(tiles)
  })

  test.each([{}, { dashboard_elements: null }, { dashboard_elements: ['x'] }])(
    'are one unknown tile in the answer %j',
    async answer => expect(await tilesIn(answer)).toEqual([{}]),
  )
})

describeWithGit(withGit('a project'), () => {
  test('deploys a commit, and finds that one deployed', async () => {
    const { project, repository } = await start()
    const commit = repository.commit({ 'views/new.view.lkml': 'view: new {}' }, { branch: 'change' })
    await project.check()
    await project.deploy(commit)
    await expect(project.deployedCommit()).resolves.toBe(commit)
  })

  test('refuses a commit that it does not have yet with an error that is worth another try', async () => {
    const { project } = await start()
    await expect(project.deploy('0'.repeat(40))).rejects.toThrow(UnknownCommitError)
  })
})
