import { type Simulator, startSimulator } from '../../simulator/server.ts'
import { projectOf, UnknownCommitError } from '../../src/looker/deployable-project.ts'
import { lookmlClient } from '../../src/looker/lookml.ts'
import type { Session } from '../../src/looker/session.ts'
import { describeLookmlError, newLookmlErrors, readValidation } from '../../src/looker/validate-lookml.ts'
import { sessionOn } from '../../testkit/looker/content.ts'
import { createLookmlRepository, hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'

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
  test('the description of a dashboard names an Explore for each tile', async () => {
    const { client } = await start()
    const { kind, tiles } = await client.queriesOf({
      kind: 'lookml_dashboard',
      id: 'thelook::sales_overview',
    })
    expect(kind).toBe('dashboard')
    expect(tiles.map(({ explores }) => explores)).toEqual(Array(5).fill(['thelook::order_items']))
    expect(new Set(tiles.map(({ id }) => id)).size).toBe(5)
  })

  test.each(['look', 'query'] as const)(
    'the description of a target of the kind %s names one Explore',
    async kind => {
      const { client } = await start()
      const queries = await client.queriesOf({ kind, id: '7' })
      expect(queries).toMatchObject({
        kind: 'query',
        tiles: [{ explores: [expect.stringMatching(/^\w+::\w+$/)], settings: expect.any(Array) }],
      })
    },
  )

  test('the description of a target is undefined if the target does not exist', async () => {
    const { client } = await start()
    await expect(client.queriesOf({ kind: 'dashboard', id: '9056' })).rejects.toMatchObject({ status: 404 })
  })

  test('the description of an Explore names the files of its views and of the views that they extend', async () => {
    const { client } = await start()
    const { fields, views } = await client.explore('thelook::users')
    expect(views).toContain('users')
    expect(fields.flatMap(({ files }) => files)).toEqual(
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
  const tilesIn = async (answer: object, sqlQuery?: object) => {
    const send: Session['send'] = async ({ path }, read) => {
      const told = path === '/sql_queries/9' ? sqlQuery : answer
      if (!told) throw new Error('404')
      const { body } = new Response(JSON.stringify(told))
      return read({ status: 200, headers: new Headers(), body }, () => undefined)
    }
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
      'merged results of which only one query is known',
      { id: '1', result_maker: { merge_result_id: '9', filterables: [query] } },
      [{ id: '1' }],
    ],
    [
      'merged results with a number as their id',
      { id: '1', merge_result_id: 9, result_maker: { filterables: [query] } },
      [{ id: '1' }],
    ],
    [
      'two queries of which the API user may see only one',
      { id: '1', query, result_maker: { filterables: [query, { model: null, view: null }] } },
      [{ id: '1' }],
    ],
    [
      'two queries of which one is missing',
      { id: '1', query, result_maker: { filterables: [null] } },
      [{ id: '1' }],
    ],
    [
      'a query with settings',
      { id: '1', query: { ...query, vis_config: { a: 1 }, dynamic_fields: null } },
      [{ id: '1', explores: ['thelook::orders'], settings: [{ a: 1 }, null, undefined, undefined] }],
    ],
    [
      'a query with settings outside of the query',
      {
        ...{ id: '1', query: { ...query, vis_config: {}, dynamic_fields: null } },
        result_maker: { vis_config: { a: 1 }, dynamic_fields: '[]' },
      },
      [{ id: '1', explores: ['thelook::orders'], settings: [{}, null, { a: 1 }, '[]'] }],
    ],
    [
      'a query without custom fields',
      { id: '1', query: { ...query, vis_config: {} } },
      [{ id: '1', explores: ['thelook::orders'] }],
    ],
    ['a text', { id: '1', type: 'text' }, []],
    ['a button', { id: '1', type: 'button' }, []],
    ['a text with a query', { id: '1', type: 'text', query: {} }, [{ id: '1' }]],
    ['a group', { id: '1', type: 'group' }, []],
    ['a filter of the dashboard', { id: '1', type: 'filter', filter_id: '5' }, []],
    ['an unknown kind', { id: '1', type: 'new' }, [{ id: '1' }]],
    ['a Look that Looker does not describe', { id: '1', type: 'text', look_id: '7' }, [{ id: '1' }]],
    ['a Look with a number as its id', { id: '1', type: 'text', look_id: 7 }, [{ id: '1' }]],
  ])("the tiles in Looker's description of a dashboard are correct for %s", async (_, element, tiles) => {
    expect(await tilesIn({ dashboard_elements: [element] })).toEqual(tiles)
  })

  test.each<[string, object | undefined, object]>([
    ['that uses no LookML', { sql: 'select 1', model_name: null }, { explores: [], sql: 'select 1' }],
    ['that uses a LookML model', { sql: 'select 1', model_name: 'thelook' }, {}],
    ['that may use a LookML model', { sql: 'select 1' }, {}],
    ['that uses a view', { sql: `select * from \${users.SQL_TABLE_NAME}`, model_name: null }, {}],
    ['that Looker does not describe', undefined, {}],
  ])(
    "the tiles in Looker's description of a dashboard are correct for an SQL Runner query %s",
    async (_, sqlQuery, tile) => {
      const element = { id: '1', result_maker: { sql_query_id: '9' } }
      expect(await tilesIn({ dashboard_elements: [element] }, sqlQuery)).toEqual([{ id: '1', ...tile }])
    },
  )

  test.each([{}, { dashboard_elements: null }, { dashboard_elements: ['x'] }])(
    "Looker's description %j of a dashboard is read as one unknown tile",
    async answer => expect(await tilesIn(answer)).toEqual([{}]),
  )
})

describeWithGit(withGit('a project'), () => {
  test('the deployed commit of a LookML project is the commit that was deployed last', async () => {
    const { project, repository } = await start()
    const commit = repository.commit({ 'views/new.view.lkml': 'view: new {}' }, { branch: 'change' })
    await project.check()
    await project.deploy(commit)
    await expect(project.deployedCommit()).resolves.toBe(commit)
  })

  test('the error for a commit that Looker has not fetched yet allows another attempt', async () => {
    const { project } = await start()
    await expect(project.deploy('0'.repeat(40))).rejects.toThrow(UnknownCommitError)
  })
})

const read = (answer: object) =>
  readValidation({ ...answer }, 'thelook', text => text.replaceAll('s3cret', '***'))

describe('an error of Looker’s validator', () => {
  test('a LookML error names its file relative to the project', () =>
    expect(
      read({
        errors: [
          {
            severity: 'error',
            message: 'Unknown view "x".',
            file_path: 'thelook/models/shop.model.lkml',
            line_number: 12,
            model_id: 'shop',
          },
        ],
      }),
    ).toEqual([{ message: 'Unknown view "x".', path: 'models/shop.model.lkml', line: 12, model: 'shop' }]))

  test.each([
    ['models/shop.model.lkml', 'models/shop.model.lkml'],
    ['/thelook/shop.model.lkml', 'shop.model.lkml'],
    ['thelook_other/shop.model.lkml', 'thelook_other/shop.model.lkml'],
    ['thelook/imported_projects/core/orders.view.lkml', undefined],
    ['//core/orders.view.lkml', undefined],
    ['thelook/', undefined],
    ['a\nb', undefined],
    [7, undefined],
  ])('the path %j of a LookML error is read as the file %j', (file_path, path) =>
    expect(read({ errors: [{ severity: 'fatal', message: 'No', file_path }] })[0]?.path).toBe(path),
  )

  test('a warning of Looker’s validator is not reported as a LookML error', () =>
    expect(
      read({
        errors: [{ severity: 'warning', message: 'Old' }, { severity: 'info', message: 'Fine' }, 'text'],
      }),
    ).toEqual([]))

  test.each([undefined, 'Error', 7])(
    'a message with the severity %j is reported as a LookML error',
    severity => expect(read({ errors: [{ severity, message: 'No' }] })).toEqual([{ message: 'No' }]),
  )

  test('a LookML error is reported for a model that Looker did not validate', () =>
    expect(read({ models_not_validated: [{ name: 'shop' }] })).toEqual([
      { message: 'Looker did not validate the model shop', model: 'shop' },
    ]))

  test('a LookML error contains no secrets', () =>
    expect(read({ errors: [{ severity: 'error', message: 'Key s3cret' }] })[0]?.message).toBe('Key ***'))

  test('the description of a LookML error contains file and line', () => {
    expect(describeLookmlError({ message: 'Unknown view.', path: 'a.lkml', line: 3 })).toBe(
      'Unknown view (a.lkml:3)',
    )
    expect(describeLookmlError({ message: 'Unknown view', path: 'a.lkml' })).toBe('Unknown view (a.lkml)')
    expect(describeLookmlError({ message: 'Unknown view' })).toBe('Unknown view')
  })
})

describe('new errors', () => {
  const error = (message: string, line = 1) => ({ message, path: 'a.lkml', line })

  test('a LookML error is not new if the earlier validation has the same error at another line', () =>
    expect(newLookmlErrors([error('a', 1)], [error('a', 9), error('b', 2)])).toEqual([error('b', 2)]))

  test('a LookML error is new if it occurs more often than in the earlier validation', () =>
    expect(newLookmlErrors([error('a', 1)], [error('a', 1), error('a', 5)])).toEqual([error('a', 5)]))

  test('a LookML error is new if the earlier validation has the same error only in another file', () => {
    const moved = { ...error('a'), path: 'b.lkml' }
    expect(newLookmlErrors([error('a')], [moved])).toEqual([moved])
  })

  describe('of two commits whose files and models are known', () => {
    const side = (files: string[], models: string[] = []) => ({
      files: new Set(files),
      models: new Set(models),
    })
    const inFile = (path: string, model = 'shop') => ({ message: 'a', path, model })

    test('a LookML error is not new if its file was renamed', () => {
      const names = { base: side(['old.lkml']), head: side(['new.lkml']) }
      expect(newLookmlErrors([inFile('old.lkml')], [inFile('new.lkml')], names)).toEqual([])
    })

    test('a LookML error is not new if its model was renamed', () => {
      const names = { base: side(['a.lkml'], ['shop']), head: side(['a.lkml'], ['store']) }
      expect(newLookmlErrors([inFile('a.lkml')], [inFile('a.lkml', 'store')], names)).toEqual([])
    })

    test('a LookML error is new if its file was renamed and a copy has the same error', () => {
      const names = { base: side(['old.lkml']), head: side(['new.lkml', 'copy.lkml']) }
      const after = [inFile('new.lkml'), inFile('copy.lkml')]
      expect(newLookmlErrors([inFile('old.lkml')], after, names)).toEqual([inFile('copy.lkml')])
    })

    test.each([
      ['the old file still exists', side(['old.lkml']), side(['old.lkml', 'new.lkml'])],
      ['the new file existed before', side(['old.lkml', 'new.lkml']), side(['new.lkml'])],
      ['both files exist on both sides', side(['old.lkml', 'new.lkml']), side(['old.lkml', 'new.lkml'])],
      ['the files are unknown', side([]), side([])],
    ])('a LookML error in another file is new if %s', (_, base, head) => {
      const after = [inFile('new.lkml')]
      expect(newLookmlErrors([inFile('old.lkml')], after, { base, head })).toEqual(after)
    })

    test('a LookML error is new if its file was renamed and another model reports it', () => {
      const names = { base: side(['old.lkml'], ['shop', 'b']), head: side(['new.lkml'], ['shop', 'b']) }
      const after = [inFile('new.lkml', 'b')]
      expect(newLookmlErrors([inFile('old.lkml')], after, names)).toEqual(after)
    })
  })
})
