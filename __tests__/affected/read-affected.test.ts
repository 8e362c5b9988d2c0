import { readAffected } from '../../src/affected/read-affected.ts'
import { lookmlClient } from '../../src/looker/lookml.ts'
import type { Session } from '../../src/looker/session.ts'
import type { Target } from '../../src/model.ts'
import { hasGit, withGit } from '../../testkit/looker/lookml-repository.ts'
import { type RealFile, realRepository } from './real-repository.ts'
import { model, orders } from './small-project.ts'

/* The tests compare two commits of a real repository. Looker answers that dashboard 42 shows the Explore `orders`. */

const describeWithGit = hasGit ? describe : describe.skip

type RealFiles = Readonly<Record<string, RealFile>>

const view = `view: orders { dimension: id { map_layer_name: states } }`
const project: RealFiles = { 'thelook.model.lkml': model, 'views/orders.view.lkml': view }

const query = { model: 'thelook', view: 'orders', vis_config: {}, dynamic_fields: null }

type Answers = Readonly<Record<string, object>>

const chart = { id: '1', type: 'vis', query }
const dashboardOf = (...elements: object[]) => ({ dashboard_elements: elements, dashboard_filters: [] })

async function run(
  base: RealFiles,
  head: RealFiles,
  element: object = chart,
  {
    kind = 'dashboard',
    id = '42',
    answers = {} as Answers,
    failing = '(no path)',
    deployed = {} as RealFiles | 'unknown',
  } = {},
) {
  const hub = realRepository()
  const commits = [hub.commit({ ...project, ...base }), hub.commit({ ...project, ...base, ...head })] as const
  const requests: string[] = []
  const send: Session['send'] = ({ path }, read) => {
    if (path.includes(failing)) return Promise.reject(new Error('Looker is down'))
    requests.push(path)
    const answer = answers[path] ?? (kind === 'dashboard' ? dashboardOf(element) : element)
    const { body } = new Response(JSON.stringify(answer))
    return Promise.resolve(read({ status: 200, headers: new Headers(), body }, () => undefined))
  }
  const lines: string[] = []
  const { targets, sides } = await readAffected({
    commits,
    targets: [{ kind, id, name: id } as Target],
    project: 'thelook',
    repository: hub.repository,
    client: lookmlClient(send, 'looker.example'),
    deployedCommit: async () => {
      if (deployed === 'unknown') throw new Error('Looker is down')
      return hub.commit({ ...project, ...base, ...deployed })
    },
    signal: hub.repository.signal,
    log: line => void lines.push(line),
  })
  const archives = hub.requests.filter(path => path.startsWith('tarball/'))
  return { reasons: targets[0]?.reasons, lines, archives: archives.length, requests, sides, commits }
}

const narrow = 'connection: "db"\ninclude: "/views/*"\nexplore: orders {}\n'
const layer = (file: string): RealFiles => ({ 'maps.lkml': `map_layer: states { file: "${file}" }` })

describeWithGit(withGit('a change in a real repository affects a dashboard'), () => {
  test.each<[string, RealFiles, RealFiles, string]>([
    [
      'of a view',
      {},
      { 'views/orders.view.lkml': orders },
      'view orders in views/orders.view.lkml, used by a tile',
    ],
    [
      'of a file whose include begins with the name of the project',
      {
        'thelook.model.lkml': `${narrow}include: "/thelook/more/week"`,
        'more/week.lkml': 'week_start_day: monday',
      },
      { 'more/week.lkml': 'week_start_day: sunday' },
      'week_start_day in more/week.lkml, used by a tile',
    ],
    [
      'of the map file to which a link leads',
      { ...layer('map.json'), 'map.json': { link: 'data/states.json' }, 'data/states.json': 'one' },
      { 'data/states.json': 'two' },
      'map.json, named by map_layer states in maps.lkml, used by a tile',
    ],
    [
      'of the map file to which a link leads with the extension of a text file',
      { ...layer('map.md'), 'map.md': { link: 'data.py' }, 'data.py': 'one' },
      { 'data.py': 'two' },
      'map.md, named by map_layer states in maps.lkml, used by a tile',
    ],
    [
      'of a map file below .github',
      { ...layer('.github/states.json'), '.github/states.json': 'one' },
      { '.github/states.json': 'two' },
      '.github/states.json, named by map_layer states in maps.lkml, used by a tile',
    ],
    [
      'of the view file to which a link leads',
      { 'views/orders.view.lkml': { link: '../orders.txt' }, 'orders.txt': 'one' },
      { 'orders.txt': 'two' },
      'views/orders.view.lkml could not be read (it is a link to a file that the action does not read) and may contain anything',
    ],
    [
      'of a submodule',
      { shared: { submodule: 'a'.repeat(40) } },
      { shared: { submodule: 'b'.repeat(40) } },
      'shared is a link, and the linked files may have changed',
    ],
    [
      'of a submodule with the name of a LookML file',
      { 'shared.lkml': { submodule: 'a'.repeat(40) } },
      { 'shared.lkml': { submodule: 'b'.repeat(40) } },
      'shared.lkml is a link, and the linked files may have changed',
    ],
    [
      'of the encoding of files',
      { '.gitattributes': '*.lkml text\n' },
      { '.gitattributes': '*.lkml text working-tree-encoding=UTF-16\n' },
      '.gitattributes, which changes how git converts files',
    ],
    [
      'of the encoding of files in a folder',
      { 'views/.gitattributes': '*.lkml working-tree-encoding=latin1\n' },
      { 'views/.gitattributes': '' },
      'views/.gitattributes, which changes how git converts files',
    ],
    [
      'of the encoding of files, if the archive lacks .gitattributes',
      { '.gitattributes': '.gitattributes export-ignore\n' },
      { '.gitattributes': '.gitattributes export-ignore\n*.lkml ident\n' },
      '.gitattributes, which changes how git converts files',
    ],
    [
      'of an include that matches files of a submodule',
      { block: { submodule: 'a'.repeat(40) }, 'thelook.model.lkml': narrow },
      { 'thelook.model.lkml': `${narrow}include: "/block/*.view"\n` },
      'thelook.model.lkml, which includes other files of an imported project',
    ],
    [
      'of an include that matches files behind a link out of the repository',
      { block: { link: '/opt/block' }, 'thelook.model.lkml': narrow },
      { 'thelook.model.lkml': `${narrow}include: "/**/*.view"\n` },
      'thelook.model.lkml, which includes other files of an imported project',
    ],
    [
      'of the encoding of files whose names have a hash sign',
      { '.gitattributes': 'a#b.lkml text\n' },
      { '.gitattributes': 'a#b.lkml ident\n' },
      '.gitattributes, which changes how git converts files',
    ],
    [
      'of the encoding of files by a name for several attributes',
      { '.gitattributes': '[attr]wide working-tree-encoding=UTF-16LE\n' },
      { 'views/.gitattributes': '*.lkml wide\n' },
      'views/.gitattributes, which changes how git converts files',
    ],
    [
      'of one byte in a file that is not UTF-8',
      { 'views/orders.view.lkml': Buffer.from('view: orders { label: "\xe9" }', 'latin1') },
      { 'views/orders.view.lkml': Buffer.from('view: orders { label: "\xe8" }', 'latin1') },
      'view orders in views/orders.view.lkml, used by a tile',
    ],
    [
      'of a label from UTF-8 to Latin-1',
      { 'views/orders.view.lkml': 'view: orders { label: "\xe9" }' },
      { 'views/orders.view.lkml': Buffer.from('view: orders { label: "\xe9" }', 'latin1') },
      'view orders in views/orders.view.lkml, used by a tile',
    ],
    [
      'of a comment in another view of the file from UTF-8 to Latin-1',
      { 'views/orders.view.lkml': `${view}\nview: a { # \xe9\n}` },
      { 'views/orders.view.lkml': Buffer.from(`${view}\nview: a { # \xe9\n}`, 'latin1') },
      'unexpected characters in views/orders.view.lkml, used by a tile',
    ],
    [
      'of a comment in the syntax before 2016 from UTF-8 to Latin-1',
      { 'views/orders.view.lkml': '- view: orders\n  # \xe9\n  label: A' },
      { 'views/orders.view.lkml': Buffer.from('- view: orders\n  # \xe9\n  label: A', 'latin1') },
      'views/orders.view.lkml could not be read (it is YAML, and Looker may refuse some of its lines) and may change anything',
    ],
    [
      'that adds a byte-order mark to a view',
      { 'views/orders.view.lkml': view },
      { 'views/orders.view.lkml': `\uFEFF${view}` },
      'unexpected characters in views/orders.view.lkml, used by a tile',
    ],
    [
      'that removes the byte-order mark of a model',
      { 'thelook.model.lkml': `\uFEFF${model}` },
      { 'thelook.model.lkml': model },
      'unexpected characters in thelook.model.lkml, used by a tile',
    ],
    [
      'of one of two files whose names differ only in bytes that are not UTF-8',
      { 'caf\xe9.lkml': 'view: a {}', 'caf\xe8.lkml': 'view: +orders {}' },
      { 'caf\xe8.lkml': 'view: +orders { label: "A" }' },
      'caf\uFFFD.lkml could not be read (another file has the same name, apart from characters that are not UTF-8) and may contain anything',
    ],
    [
      'of a Git LFS pointer',
      { 'views/orders.view.lkml': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\n' },
      { 'views/orders.view.lkml': 'version https://git-lfs.github.com/spec/v1\noid sha256:1\n' },
      'views/orders.view.lkml could not be read (it is a Git LFS pointer) and may contain anything',
    ],
  ])('a dashboard is affected by a change %s', async (_, base, head, reason) => {
    const { reasons } = await run(base, head)
    expect(reasons).toContain(reason)
  })

  test('a dashboard is not affected by a changed .gitattributes that converts only line ends', async () => {
    const { reasons } = await run(
      { '.gitattributes': '*.lkml working-tree-encoding=latin1\n' },
      { '.gitattributes': '*.lkml working-tree-encoding=latin1\n* text eol=lf\n' },
    )
    expect(reasons).toEqual([])
  })

  test('a dashboard is not affected by a changed link that no include matches', async () => {
    const { reasons } = await run(
      {
        block: { submodule: 'a'.repeat(40) },
        'thelook.model.lkml': narrow,
        'more/x.view.lkml': 'view: x {}',
      },
      { 'thelook.model.lkml': `${narrow}include: "/more/*.view"\n` },
    )
    expect(reasons).toEqual([])
  })

  const sqlTile = { id: '1', type: 'vis', result_maker: { sql_query_id: '9' } }
  const published = (sql: string): RealFiles => ({
    'facts.view.lkml': `view: facts { derived_table: { publish_as_db_view: yes sql: ${sql} ;; } }`,
    'people.view.lkml': `view: a { derived_table: { sql_create: create table s.people as ${sql} ;; } }`,
  })

  test.each<[string, object, boolean]>([
    [
      'that names a published view',
      { sql: 'select * from scratch.LR_THELOOK_FACTS', model_name: null },
      true,
    ],
    [
      'that names a table that an imported view may publish',
      { sql: 'select * from scratch.LR_THELOOK_LEDGER', model_name: null },
      true,
    ],
    ['that names a table of sql_create', { sql: 'select * from s.people', model_name: null }, true],
    ['that names a part of a table of sql_create', { sql: 'select * from `s.peo*`', model_name: null }, true],
    ['that uses a model', { sql: 'select 1', model_name: 'thelook' }, true],
    ['that uses only tables of the database', { sql: 'select * from facts2', model_name: null }, false],
  ])('the affected dashboards are correct for an SQL Runner query %s', async (_, answer, isAffected) => {
    const answers = { '/sql_queries/9': answer }
    const { reasons } = await run(published('select 1'), published('select 2'), sqlTile, { answers })
    expect(reasons).toEqual(
      isAffected ? ['Looker does not describe one of its tiles, so any change may affect it'] : [],
    )
  })

  test('a dashboard with only an SQL Runner query is affected if a view may write any table', async () => {
    const writer = (sql: string): RealFiles => ({
      'w.view.lkml': `view: w { derived_table: { sql_create: create table s.@{unknown} as ${sql} ;; } }`,
    })
    const answers = { '/sql_queries/9': { sql: 'select * from s.people', model_name: null } }
    const { reasons } = await run(writer('select 1'), writer('select 2'), sqlTile, { answers })
    expect(reasons).toEqual(['Looker does not describe one of its tiles, so any change may affect it'])
  })

  test('a dashboard with only an SQL Runner query is affected by a LookML file that cannot be read', async () => {
    const pointer = (oid: string) => ({
      'big.view.lkml': `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\n`,
    })
    const answers = { '/sql_queries/9': { sql: 'select * from ab_thelook_big', model_name: null } }
    const { reasons } = await run(pointer('0'), pointer('1'), sqlTile, { answers })
    expect(reasons).toEqual(['Looker does not describe one of its tiles, so any change may affect it'])
  })

  test('a dashboard with only an SQL Runner query is not affected by a changed translation', async () => {
    const answers = { '/sql_queries/9': { sql: 'select 1', model_name: null } }
    const { reasons } = await run({}, { 'de.strings.json': '{}' }, sqlTile, { answers })
    expect(reasons).toEqual([])
  })

  test('a dashboard is affected by a changed value format even if only a chart setting of a tile uses the format', async () => {
    const formats = (value: string) => ({
      'formats.lkml': `named_value_format: euro { value_format: "${value}" }`,
    })
    const element = (format: string) => ({
      id: '1',
      type: 'vis',
      query: { ...query, vis_config: { format } },
    })
    const { reasons } = await run(formats('0'), formats('0.0'), element('euro'))
    expect(reasons).toEqual(['named_value_format euro in formats.lkml, used by a tile'])
    expect((await run(formats('0'), formats('0.0'), element('usd'))).reasons).toEqual([])
  })

  test('a dashboard is affected by any changed value format if the chart settings of a tile are unknown', async () => {
    const formats = (value: string) => ({
      'formats.lkml': `named_value_format: euro { value_format: "${value}" }`,
    })
    const merged = {
      id: '1',
      type: 'vis',
      merge_result_id: '9',
      result_maker: { filterables: [query, query] },
    }
    const { reasons } = await run(formats('0'), formats('0.0'), merged)
    expect(reasons).toEqual(['named_value_format euro in formats.lkml, used by a tile'])
  })

  test.each<[string, object | undefined, boolean]>([
    ['names the visualization', { type: 'thelook::funnel' }, true],
    ['is unknown', undefined, true],
    ['names another visualization', { type: 'looker_column' }, false],
  ])(
    'a dashboard with a tile of another project is affected by a changed visualization only if the chart setting %s',
    async (_, config, isAffected) => {
      const manifest = (label: string) => ({
        'manifest.lkml': `visualization: { id: "funnel" label: "${label}" url: "https://a.example" }`,
      })
      const element = { id: '1', type: 'vis', query: { ...query, model: 'finance', vis_config: config } }
      const answers = {
        '/lookml_models/finance/explores/orders': {
          ...{ project_name: 'finance', view_name: 'orders', joins: [], source_file: 'a.model.lkml' },
          ...{ files: ['a.model.lkml'], fields: { dimensions: [] } },
        },
      }
      const { reasons } = await run(manifest('A'), manifest('B'), element, { answers })
      expect(reasons).toEqual(isAffected ? ['visualization in manifest.lkml, used by a tile'] : [])
    },
  )
})

const sales = (title: string) =>
  `- dashboard: sales\n  preferred_slug: abcdefghijklmnopqrstuv\n  title: ${title}\n  elements:\n  - {name: a, explore: orders}\n`

describeWithGit(withGit('a filter that Looker describes'), () => {
  const views = (sql: string) => ({
    'views/orders.view.lkml': 'view: orders { dimension: id { suggest_explore: people } }',
    'users.view.lkml': `view: users { sql_table_name: ${sql} ;; }\nexplore: people { from: users }`,
  })
  const select = (filter: object, id = '42') =>
    run(views('a'), views('b'), chart, {
      id,
      answers: {
        [`/dashboards/${encodeURIComponent(id)}`]: { dashboard_elements: [], dashboard_filters: [filter] },
      },
    })
  const words = ['view users in users.view.lkml, used by this dashboard']

  test.each<[string, object, string[]]>([
    ['with buttons', { type: 'button_group', display: 'popover' }, words],
    ['in the dashboard', { type: 'dropdown_menu', display: 'inline' }, words],
    ['in a menu', { type: 'dropdown_menu', display: 'popover' }, []],
  ])(
    'a dashboard is affected by the suggested values of a filter only if the dashboard shows the values: %s',
    async (_, control, expected) => {
      const filter = { model: 'thelook', explore: 'orders', dimension: 'orders.id', ui_config: control }
      expect((await select(filter)).reasons).toEqual(expected)
    },
  )

  const suggested = async (orders: string, explores = '', dimension = 'orders.type') => {
    const control = { type: 'button_group', display: 'inline' }
    const filter = { model: 'thelook', explore: 'orders', dimension, ui_config: control }
    const files = (sql: string) => ({
      ...views(sql),
      'views/orders.view.lkml': orders,
      'more.explore.lkml': explores,
    })
    const answers = { '/dashboards/42': { dashboard_elements: [], dashboard_filters: [filter] } }
    return (await run(files('a'), files('b'), chart, { answers })).reasons
  }

  test('a dashboard is not affected by the suggested values of a field with a parameter named like the filtered field', async () => {
    const fields = 'dimension: type {} dimension: id { type: string suggest_explore: people }'
    expect(await suggested(`view: orders { ${fields} }`)).toEqual([])
  })

  test('a dashboard is not affected by the suggested values of a field if the filtered field has no alias', async () => {
    const fields =
      'dimension: type {} dimension: region { alias: [area] } dimension: id { alias: [days_type] suggest_explore: people }'
    expect(await suggested(`view: orders { ${fields} }`)).toEqual([])
  })

  test('a dashboard is not affected by the suggested values of an equally named field that its Explore does not use', async () => {
    const campaigns = 'view: campaigns { dimension: type { suggest_explore: people } } explore: campaigns {}'
    expect(await suggested('view: orders { dimension: type {} }', campaigns)).toEqual([])
  })

  test.each([
    ['under an alias', 'explore: +orders { join: buyers { from: clients } }', 'buyers.type'],
    ['by a view that extends it', 'view: +orders { extends: [clients] }', 'orders.type'],
    ['by a refinement', 'view: +orders { dimension: type { suggest_explore: people } }', 'orders.type'],
    [
      'if the file has another problem',
      'view: +orders { dimension: type { suggest_explore: people } } }',
      'orders.type',
    ],
    [
      'if constants contain its name',
      'constant: kind { value: "type" }\nexplore: +orders { join: clients {} }',
      'clients.@{kind}',
    ],
  ])(
    'a dashboard is affected by the suggested values of a field that its Explore uses %s',
    async (_, explores, field) => {
      const clients = 'view: clients { dimension: type { suggest_explore: people } }'
      const reasons = await suggested(`view: orders { dimension: type {} }\n${clients}`, explores, field)
      expect(reasons).toEqual(words)
    },
  )

  test('a dashboard is not affected by the suggested values of a field of the same name in another model', async () => {
    const other = (label: string) => ({
      'other.model.lkml': 'include: "other.lkml"',
      'other.lkml': `view: campaigns { dimension: id { suggest_explore: visitors label: "${label}" } }\nexplore: visitors {}`,
    })
    const filter = {
      ...{ model: 'thelook', explore: 'orders', dimension: 'orders.id' },
      ui_config: { type: 'button_group', display: 'inline' },
    }
    const { reasons } = await run(
      { 'thelook.model.lkml': narrow, ...views('a'), ...other('A') },
      other('B'),
      chart,
      {
        id: '42',
        answers: { '/dashboards/42': { dashboard_elements: [], dashboard_filters: [filter] } },
      },
    )
    expect(reasons).toEqual([])
  })

  test.each<[string, string, object, string, string[]]>([
    ['of an imported field', '', { suggest_explore: 'people' }, 'customers.id', words],
    [
      'of a refined imported field, by its alias',
      'view: +customers { dimension: id { suggest_explore: people } }',
      { suggest_explore: 'people' },
      'customers.old_id',
      words,
    ],
    ['of its own Explore', '', { suggest_explore: 'orders' }, 'customers.id', []],
    ['of an unknown Explore', '', {}, 'customers.id', []],
    [
      'of another imported field',
      '',
      { name: 'customers.zip', suggest_explore: 'people' },
      'customers.id',
      [],
    ],
  ])(
    'a dashboard is affected only by suggested values of the filtered field that Looker describes: %s',
    async (_, refinement, field, dimension, expected) => {
      const control = { type: 'button_group', display: 'inline' }
      const filter = { model: 'thelook', explore: 'orders', dimension, ui_config: control }
      const files = (sql: string) => ({
        'thelook.model.lkml': 'include: "//block/**/*"\ninclude: "/**/*.view"\n',
        'views/orders.view.lkml': `view: orders {}\nexplore: orders { join: customers {} }\n${refinement}`,
        'users.view.lkml': views(sql)['users.view.lkml'],
      })
      const imported = { project_name: 'block', source_file: 'customers.view.lkml' }
      const fields = [
        { name: 'customers.id', view: 'customers', ...imported },
        { name: 'customers.zip', view: 'customers', ...imported },
      ].map(one => ({
        ...one,
        ...(((field as { name?: string }).name ?? 'customers.id') === one.name && field),
      }))
      const described = {
        ...{ project_name: 'thelook', view_name: 'orders', joins: [{ name: 'customers' }] },
        ...{ source_file: 'views/orders.view.lkml', files: [], fields: { dimensions: fields } },
      }
      const path = (explore: string) => `/lookml_models/thelook/explores/${explore}`
      const { reasons, requests } = await run(files('a'), files('b'), chart, {
        answers: {
          '/dashboards/42': { dashboard_elements: [], dashboard_filters: [filter] },
          [path('orders')]: described,
        },
      })
      expect(reasons).toEqual(expected)
      expect(requests).toEqual(['/dashboards/42', path('orders')])
    },
  )

  test('a LookML dashboard without a definition is affected by a change of the Explore of its filter', async () => {
    const { reasons } = await select({ model: 'thelook', explore: 'people' }, 'thelook::imported')
    expect(reasons).toEqual(words)
  })
})

describeWithGit(withGit('a target that belongs to a LookML dashboard'), () => {
  const tile = { kind: 'dashboard_element', id: 'thelook::sales::7' }
  const board = (title: string) => ({ 'sales.dashboard.lookml': sales(title) })

  test('a tile is affected by a change of a constant in the text of its dashboard', async () => {
    const constant = (value: string) => ({ 'manifest.lkml': `constant: brand { value: "${value}" }` })
    const { reasons } = await run({ ...board('"@{brand}"'), ...constant('A') }, constant('B'), chart, tile)
    expect(reasons).toEqual(['constant brand in manifest.lkml, used by its query'])
  })

  test('a tile is affected by a change of the Explore in its LookML, even if Looker describes another commit', async () => {
    const files = (sql: string) => ({
      'sales.dashboard.lookml':
        '- dashboard: sales\n  elements:\n  - {name: b, explore: people}\n  - {name: a, explore: orders}\n',
      'people.view.lkml': `view: people { sql_table_name: ${sql} ;; }\nexplore: people {}`,
    })
    const reasonsFor = async (id: string) =>
      (await run(files('a'), files('b'), chart, { ...tile, id })).reasons
    const reasons = ['view people in people.view.lkml, used by its query']
    expect(await reasonsFor('thelook::sales::b')).toEqual(reasons)
    expect(await reasonsFor('thelook::sales::a')).toEqual([])
    // No tile has this name, so the id may belong to any tile.
    expect(await reasonsFor('thelook::sales::7')).toEqual(reasons)
    expect(await reasonsFor('finance::sales::b')).toContain(
      'Looker did not describe the Explore finance::people, so any change may affect it',
    )
  })

  test.each([
    ['sales', 'b::c'],
    ['sa::les', 'b'],
  ])(
    'a tile is affected by a change of its Explore in LookML if its id has two more colons: %s::%s',
    async (name, tileName) => {
      const files = (sql: string) => ({
        'sales.dashboard.lookml': `- dashboard: ${name}\n  elements:\n  - {name: "${tileName}", explore: people}\n`,
        'people.view.lkml': `view: people { sql_table_name: ${sql} ;; }\nexplore: people {}`,
      })
      const id = `thelook::${name}::${tileName}`
      const { reasons } = await run(files('a'), files('b'), chart, { ...tile, id })
      expect(reasons).toContain('view people in people.view.lkml, used by its query')
    },
  )

  test('a text tile is affected by a change of the language settings in the manifest', async () => {
    const settings = (locale: string) => ({
      'manifest.lkml': `localization_settings: { default_locale: ${locale} }`,
    })
    const text = { id: tile.id, type: 'text' }
    const { reasons } = await run({ ...board('A'), ...settings('en') }, settings('de'), text, tile)
    expect(reasons).toEqual(['localization_settings in manifest.lkml, used by its query'])
  })

  test('a tile is affected if its model no longer includes its dashboard', async () => {
    const models = { 'thelook.model.lkml': model.replace('include: "/**/*.dashboard.lookml"\n', '') }
    const { reasons } = await run(board('A'), models, chart, tile)
    expect(reasons).toEqual([
      'dashboard sales in sales.dashboard.lookml (no longer included by the model thelook)',
    ])
  })

  test('a tile of a dashboard without a definition is affected by each changed dashboard', async () => {
    const { reasons } = await run(board('A'), board('B'), chart, { ...tile, id: 'thelook::imported::7' })
    expect(reasons).toEqual([
      'sales.dashboard.lookml, which may define a dashboard that this dashboard extends',
    ])
  })

  test('a dashboard that the target names by its slug is affected by a change of its LookML', async () => {
    const { reasons } = await run(board('A'), board('B'), chart, { id: 'abcdefghijklmnopqrstuv' })
    expect(reasons).toEqual(['dashboard sales in sales.dashboard.lookml, which defines this dashboard'])
  })

  test('a dashboard that the target names by a slug of digits is affected by a change of its LookML', async () => {
    const numbered = (title: string) => ({
      'sales.dashboard.lookml': sales(title).replace('abcdefghijklmnopqrstuv', '1234567'),
    })
    const { reasons } = await run(numbered('A'), numbered('B'), chart, { id: '1234567' })
    expect(reasons).toEqual(['dashboard sales in sales.dashboard.lookml, which defines this dashboard'])
  })
})

describeWithGit(withGit('a dashboard that the target names by its slug'), () => {
  test('a dashboard that the target names by its slug is affected by a change of its unreadable YAML', async () => {
    const file = (title: string) => ({
      'sales.dashboard.lookml': `${sales(title)}# x\n`.replace('a, ', 'a,# y\n'),
    })
    const { reasons } = await run(file('A'), file('B'), chart, { id: 'abcdefghijklmnopqrstuv' })
    expect(reasons).toContain('dashboard sales in sales.dashboard.lookml, which defines this dashboard')
  })
})

describeWithGit(withGit('a dashboard whose LookML is found by the answer of Looker'), () => {
  const slug = 'abcdefghijklmnopqrstuv'
  const answerWith = (answer: object) => ({ [`/dashboards/${slug}`]: { ...dashboardOf(), ...answer } })
  const board = (name: string, title: string) => `- dashboard: ${name}\n  title: ${title}\n`
  const withSlug = (name: string, title: string) => `${board(name, title)}  preferred_slug: ${slug}\n`
  const path = 'sales.dashboard.lookml'

  test('a dashboard that the target names by a slug is affected by a change of LookML without the slug', async () => {
    const { reasons } = await run({ [path]: board('sales', 'A') }, { [path]: board('sales', 'B') }, chart, {
      id: slug,
      answers: answerWith({ id: 'thelook::sales' }),
    })
    expect(reasons).toEqual([`dashboard sales in ${path}, which defines this dashboard`])
  })

  test.each<[string, string, string, string]>([
    [
      'a change of the second dashboard',
      withSlug('one', 'A') + withSlug('two', 'A'),
      withSlug('one', 'A') + withSlug('two', 'B'),
      `dashboard two in ${path}, which defines this dashboard`,
    ],
    [
      'a new dashboard',
      withSlug('one', 'A'),
      withSlug('one', 'A') + withSlug('two', 'A'),
      `dashboard two in ${path}, which defines this dashboard`,
    ],
    [
      'a new dashboard if the slug belongs to a dashboard without it in LookML',
      board('sales', 'A'),
      board('sales', 'A') + withSlug('two', 'A'),
      `dashboard two in ${path}, which defines this dashboard`,
    ],
  ])('a target that names two dashboards by their slug is affected by %s', async (_, base, head, reason) => {
    const answers = answerWith({ id: 'thelook::sales' })
    const { reasons } = await run({ [path]: base }, { [path]: head }, chart, { id: slug, answers })
    expect(reasons).toContain(reason)
  })

  const usersTile = '  elements:\n  - {name: b, explore: users}\n'
  const files = (more: string) => ({
    'users.explore.lkml': 'include: "/users.view"\nexplore: users {}',
    'users.view.lkml': `view: users { ${more} }`,
    [path]: withSlug('sales', 'A') + usersTile,
  })

  test.each(['thelook::sales_old', 'finance::sales', '42'])(
    'a tile in LookML affects a target that names the dashboard by its slug, although the slug belongs to the dashboard %s in the deployed commit',
    async id => {
      const answers = answerWith({ id, dashboard_elements: [chart] })
      const { reasons } = await run(files(''), files('label: "A"'), chart, { id: slug, answers })
      expect(reasons).toContain('view users in users.view.lkml, used by a tile')
    },
  )

  test('a dashboard that the target names by its slug is not affected by another model that includes the dashboard', async () => {
    const other = (day: string) => ({
      ...files(''),
      'thelook.model.lkml': 'connection: "db"\ninclude: "/**/*.explore"\ninclude: "/**/*.dashboard"\n',
      'other.model.lkml': `include: "/**/*.dashboard"\nweek_start_day: ${day}\n`,
    })
    const select = async (id: string) =>
      (await run(other('monday'), other('sunday'), chart, { id: slug, answers: answerWith({ id }) })).reasons
    expect(await select('thelook::sales')).toEqual([])
    const words = 'week_start_day in other.model.lkml, used by a tile'
    expect(await select('thelook::sales_old')).toContain(words)
  })
})

describeWithGit(withGit('the filters of a dashboard'), () => {
  const users = (text: string) => ({ 'users.view.lkml': `view: users { ${text} }\nexplore: users {}` })
  const suggests = { type: 'field_filter', model: 'thelook', explore: 'users' }
  const reasonsFor = async (id: string, answer: object) => {
    const answers = { [`/dashboards/${encodeURIComponent(id)}`]: { ...dashboardOf(chart), ...answer } }
    return (await run(users(''), users('label: "A"'), chart, { id, answers })).reasons
  }

  test.each(['42', 'finance::exec', 'thelook::imported'])(
    'the dashboard %s is affected by a change of the Explore of its filter if Looker returns the filter',
    async id =>
      expect(await reasonsFor(id, { dashboard_filters: [suggests] })).toEqual([
        'view users in users.view.lkml, used by this dashboard',
      ]),
  )

  test.each<[string, object]>([
    ['no filters', { dashboard_filters: null }],
    ['a filter that is no object', { dashboard_filters: [null] }],
    ['a filter on a field without its Explore', { dashboard_filters: [{ ...suggests, explore: null }] }],
    ['a filter on an Explore without its model', { dashboard_filters: [{ ...suggests, model: null }] }],
  ])('a dashboard is affected by any change if Looker returns %s', async (_, answer) =>
    expect(await reasonsFor('42', answer)).toEqual([
      'Looker does not describe its filters, so any change may affect it',
    ]),
  )

  test('a dashboard is not affected by a change of a view if its filter uses no Explore', async () => {
    const date = { type: 'date_filter', model: null, explore: null }
    expect(await reasonsFor('42', { dashboard_filters: [date] })).toEqual([])
  })
})

describeWithGit(withGit('merged results'), () => {
  const users = (text: string) => ({ 'users.view.lkml': `view: users { ${text} }\nexplore: users {}` })
  test.each<[string, object]>([
    ['without queries', { filterables: [] }],
    ['with one query', { filterables: [query] }],
    ['with a query that the API user may not see', { filterables: [query, { model: null, view: null }] }],
    ['with only the query of the tile itself', { query, filterables: [] }],
  ])('a tile of merged results %s is affected by any change', async (_, maker) => {
    const element = { id: '1', type: 'vis', merge_result_id: '9', result_maker: maker }
    const { reasons } = await run(users(''), users('label: "A"'), element)
    expect(reasons).toEqual(['Looker does not describe one of its tiles, so any change may affect it'])
  })
})

describeWithGit(withGit('an Explore of another project'), () => {
  const ledger = { id: '1', type: 'vis', query: { ...query, model: 'finance', view: 'ledger' } }
  const about = {
    ...{ project_name: 'finance', source_file: 'finance.model.lkml', view_name: 'ledger' },
    ...{ joins: [], fields: { dimensions: [] } },
  }
  const reasonsFor = async (answer: object) => {
    const answers = { '/lookml_models/finance/explores/ledger': { ...about, ...answer } }
    const { reasons } = await run({}, { 'views/orders.view.lkml': orders }, ledger, { answers })
    return reasons
  }
  const file = 'views/orders.view.lkml'
  const words = [`view orders in ${file}, used by a tile`]
  const fields = (field: object) => ({ dimensions: [{ view: 'orders', ...field }] })

  test.each<[string, object]>([
    ['in the folder of imported projects', { files: ['a.lkml', `imported_projects/thelook/${file}`] }],
    ['with slashes before the project', { files: ['a.lkml', `//thelook/${file}`] }],
    ['with the project name before the path', { files: ['a.lkml', `thelook/${file}`] }],
    [
      'as the full path of a field',
      {
        files: ['a.lkml'],
        fields: fields({
          project_name: 'thelook',
          source_file_path: `finance/imported_projects/thelook/${file}`,
        }),
      },
    ],
    [
      'as the path of a field of the importing project',
      {
        files: ['a.lkml'],
        fields: fields({ project_name: 'finance', source_file: `imported_projects/thelook/${file}` }),
      },
    ],
  ])('an Explore of another project is affected by a changed file that Looker names %s', async (_, answer) =>
    expect(await reasonsFor(answer)).toEqual(words),
  )

  test('an Explore of another project is affected by any change if Looker returns no file of its model or its fields', async () =>
    expect(await reasonsFor({ fields: fields({}) })).toEqual([
      'Looker did not describe the Explore finance::ledger, so any change may affect it',
    ]))

  test.each([
    { project_name: 'thelook', source_file: 'views/users.view.lkml' },
    { project_name: 'finance', source_file: 'views/ledger.view.lkml' },
  ])(
    'an Explore of another project is affected by any change if Looker returns no files for its model',
    async field => {
      const answer = { fields: fields(field) }
      expect(await reasonsFor(answer)).toEqual([
        'Looker did not describe the Explore finance::ledger, so any change may affect it',
      ])
    },
  )

  test('an Explore of another project is not affected if all of its files belong to that project', async () =>
    expect(await reasonsFor({ files: ['finance.model.lkml', 'views/ledger.view.lkml'] })).toEqual([]))

  test.each<[string, object, readonly string[]]>([
    ['only files of its own project', { project_name: 'finance', source_file: 'orders.view.lkml' }, []],
    ['a file of this project', { project_name: 'thelook', source_file: 'users.view.lkml' }, words],
    ['an unknown file', {}, words],
  ])(
    'a view with the name of a view of an Explore of another project, in a file that Looker does not name: %s defines its field',
    async (_, field, expected) => {
      const answers = {
        '/lookml_models/finance/explores/ledger': {
          ...about,
          files: ['finance.model.lkml', '//thelook/users.view.lkml'],
          fields: fields(field),
        },
      }
      const base = { 'users.view.lkml': 'view: users {}', [file]: 'view: orders { label: "Old" }' }
      const { reasons } = await run(base, { [file]: orders }, ledger, { answers })
      expect(reasons).toEqual(expected)
    },
  )
})

describeWithGit(withGit('an imported Explore'), () => {
  const imports = {
    'thelook.model.lkml': 'connection: "db"\ninclude: "//block/*"\ninclude: "/views/*"\nexplore: orders {}\n',
    'views/users.view.lkml': 'view: users {}\nexplore: people { from: users }',
  }
  const about = {
    ...{ project_name: 'thelook', source_file: 'thelook.model.lkml', files: ['thelook.model.lkml'] },
    ...{ view_name: 'ledger', joins: [], fields: { dimensions: [] }, errors: [] },
  }
  const reasonsFor = async (answer: object) => {
    const ledger = { id: '1', type: 'vis', query: { ...query, view: 'ledger' } }
    const answers = { '/lookml_models/thelook/explores/ledger': { ...about, ...answer } }
    const head = { 'views/users.view.lkml': 'view: users { label: "A" }\nexplore: people { from: users }' }
    return (await run(imports, head, ledger, { answers })).reasons
  }

  test.each<[string, object]>([
    ['without its view', { view_name: null }],
    ['without its joins', { joins: null }],
    ['with a join without a name', { joins: [{ name: null, from: null }] }],
    ['without its fields', { fields: null }],
    ['without lists of fields', { fields: { dimensions: null } }],
    ['with an error', { errors: [{ field_error: false }] }],
  ])('an imported Explore is affected by any change if Looker describes it %s', async (_, answer) =>
    expect(await reasonsFor(answer)).toEqual([
      'Looker did not describe the Explore thelook::ledger, so any change may affect it',
    ]),
  )

  test.each<[string, object]>([
    ['its views', {}],
    ['its views and an error in a field', { errors: [{ field_error: true }] }],
  ])(
    'an imported Explore is not affected by a view that it does not use if Looker returns %s',
    async (_, answer) => expect(await reasonsFor(answer)).toEqual([]),
  )
})

describeWithGit(withGit('a dashboard counts as affected'), () => {
  test('a dashboard counts as affected if GitHub does not return the commits, and the log gives the reason', async () => {
    const { repository, requests } = realRepository()
    const octokit = new Proxy(repository.octokit, {
      get: () => {
        throw new Error('GitHub is down')
      },
    })
    const lines: string[] = []
    const { targets, sides } = await readAffected({
      commits: ['a'.repeat(40), 'b'.repeat(40)],
      targets: [{ kind: 'dashboard', id: '42', name: '42' } as Target],
      project: 'thelook',
      repository: { ...repository, octokit },
      client: lookmlClient(() => Promise.reject(new Error('not needed')), 'looker.example'),
      deployedCommit: () => Promise.reject(new Error('not needed')),
      signal: repository.signal,
      log: line => void lines.push(line),
    })
    expect(targets).toEqual([
      { reasons: ["The project's LookML could not be read, so any target may be affected"] },
    ])
    expect(sides).toBeUndefined()
    expect(requests).toEqual([])
    expect(lines).toEqual([
      expect.stringMatching(/GitHub is down\. Every target is rendered\. Run the job again/),
    ])
  })

  test('a dashboard counts as affected if Looker names no file of an Explore that the project does not define', async () => {
    const element = { id: '1', type: 'vis', query: { ...query, view: 'imported' } }
    const { reasons } = await run({}, { 'views/orders.view.lkml': orders }, element)
    expect(reasons).not.toEqual([])
  })
})

describeWithGit(withGit('a dashboard that extends an imported dashboard'), () => {
  const path = 'sales.dashboard.lookml'
  const board = (more = '') => `- dashboard: sales\n  extends: imported\n${more}`
  const files = { [path]: board() }
  const reasonsFor = async (
    more: { deployed: RealFiles; kind?: string; id?: string },
    base: RealFiles = files,
  ) => {
    const text = { id: 'thelook::sales::1', type: 'text' }
    const edited = { 'views/orders.view.lkml': orders }
    const about = { kind: 'lookml_dashboard', id: 'thelook::sales', ...more }
    return (await run(base, edited, text, { ...about, answers: answersOf(text) })).reasons
  }
  const answersOf = (tile: object) => ({ '/dashboards/thelook%3A%3Asales': dashboardOf(tile) })
  const reason = (file: string) =>
    `Looker describes the deployed commit, whose ${file} differs from the merge base, so any change may affect it`

  test('a dashboard that extends an imported dashboard is affected by any change if its own file differs in the deployed commit', async () =>
    expect(await reasonsFor({ deployed: { [path]: '- dashboard: sales\n' } })).toEqual([reason(path)]))

  test('a dashboard that only the deployed commit defines is not affected by another change', async () =>
    expect(await reasonsFor({ deployed: { [path]: '- dashboard: sales\n' } }, {})).toEqual([]))

  test('a dashboard that extends an imported dashboard is affected by any change if the manifest differs in the deployed commit', async () => {
    const manifest = (ref: string) => ({
      'manifest.lkml': `remote_dependency: block { url: "a" ref: "${ref}" }`,
    })
    expect(await reasonsFor({ deployed: manifest('v1') }, { ...files, ...manifest('v2') })).toEqual([
      reason('manifest.lkml'),
    ])
  })

  test('a tile of a dashboard that extends an imported dashboard is affected by any change if the file of the dashboard differs in the deployed commit', async () => {
    const deployed = { [path]: board('  title: A\n') }
    expect(await reasonsFor({ deployed, kind: 'dashboard_element', id: 'thelook::sales::1' })).toEqual([
      reason(path),
    ])
  })

  test('a dashboard that extends an imported dashboard is not affected by another change if only other files differ in the deployed commit', async () => {
    const other = { 'other.dashboard.lookml': '- dashboard: other\n' }
    const deployed = { 'other.dashboard.lookml': '- dashboard: more\n', 'users.view.lkml': 'view: users {}' }
    expect(await reasonsFor({ deployed }, { ...files, ...other })).toEqual([])
  })

  test.each<[string, RealFiles, string]>([
    [
      'defined the extended dashboard',
      { 'imported.dashboard.lookml': '- dashboard: imported\n' },
      'imported.dashboard.lookml',
    ],
    [
      'has another file with a definition of the model',
      { 'old/thelook.model.lkml': model },
      'old/thelook.model.lkml',
    ],
    ['did not include the imported dashboards', { 'boards.lkml': 'include: "/sales.*"' }, 'boards.lkml'],
    [
      'has another include in the model',
      { 'thelook.model.lkml': model.replace('"/**/*.dashboard.lookml"', '"/sales.*"') },
      'thelook.model.lkml',
    ],
  ])(
    'a dashboard that extends an imported dashboard is affected by any change if the deployed commit %s',
    async (_, deployed, file) => {
      const boards = { 'boards.lkml': 'include: "//block/*.dashboard"' }
      expect(await reasonsFor({ deployed }, { ...files, ...boards })).toEqual([reason(file)])
    },
  )

  test('a dashboard that extends one whose name has a constant is affected by any change if another dashboard file differs in the deployed commit', async () => {
    const constant = { 'manifest.lkml': 'constant: b { value: "base" }' }
    const base = { ...constant, [path]: '- dashboard: sales\n  extends: "@{b}_board"\n' }
    const named = 'base.dashboard.lookml'
    const deployed = { [named]: '- dashboard: base_board\n' }
    const tile = '  elements:\n  - name: 1\n    type: text\n'
    expect(await reasonsFor({ deployed }, { ...base, [named]: `- dashboard: base_board\n${tile}` })).toEqual([
      reason(named),
    ])
  })

  test('a dashboard that extends a dashboard of this project is not affected by another change if its file differs in the deployed commit', async () => {
    const base = { ...files, 'imported.dashboard.lookml': '- dashboard: imported\n' }
    expect(await reasonsFor({ deployed: { [path]: '- dashboard: sales\n' } }, base)).toEqual([])
  })

  test('a dashboard that extends an imported dashboard is affected by any change if the deployed commit cannot be read, and the log gives the reason', async () => {
    const { reasons, lines } = await run(files, { 'views/orders.view.lkml': orders }, chart, {
      kind: 'lookml_dashboard',
      id: 'thelook::sales',
      answers: answersOf({ id: 'thelook::sales::1', type: 'text' }),
      deployed: 'unknown',
    })
    expect(reasons).toEqual([
      'Looker describes the deployed commit, which could not be compared with the merge base, so any change may affect it',
    ])
    expect(lines).toEqual([
      expect.stringMatching(
        /^The deployed commit could not be compared with the merge base: Looker is down\. /,
      ),
    ])
  })
})

describeWithGit(withGit('an imported dashboard'), () => {
  const path = 'thelook.model.lkml'
  const imports = (project = 'block') => ({ [path]: `${model}include: "//${project}/dashboards/*"\n` })
  const manifest = (ref: string) => ({
    'manifest.lkml': `remote_dependency: block { url: "a" ref: "${ref}" }`,
  })
  const answers = { '/dashboards/thelook%3A%3Aboard': dashboardOf({ id: '1', type: 'text' }) }
  const reasonsFor = async (base: RealFiles, about: object) => {
    const text = { id: '1', type: 'text' }
    const board = { kind: 'lookml_dashboard', id: 'thelook::board', answers, ...about }
    return (await run({ ...manifest('v2'), ...base }, { 'views/orders.view.lkml': orders }, text, board))
      .reasons
  }
  const reason = (file: string) =>
    `Looker describes the deployed commit, whose ${file} differs from the merge base, so any change may affect it`

  test('an imported dashboard of a model of this project is affected by any change if the manifest differs in the deployed commit', async () =>
    expect(await reasonsFor(imports(), { deployed: manifest('v1') })).toEqual([reason('manifest.lkml')]))

  test('a tile of an imported dashboard is affected by any change if the manifest differs in the deployed commit', async () =>
    expect(
      await reasonsFor(imports(), {
        ...{ deployed: manifest('v1'), kind: 'dashboard_element', id: 'thelook::board::1' },
      }),
    ).toEqual([reason('manifest.lkml')]))

  test('an imported dashboard of a model of this project is affected by any change if the includes of imported projects differ in the deployed commit', async () =>
    expect(await reasonsFor(imports(), { deployed: imports('other') })).toEqual([reason(path)]))

  test.each<[string, RealFiles, object]>([
    ['a dashboard of a model without imports', {}, {}],
    ['a dashboard of a model of another project', imports(), { id: 'finance::board' }],
    ['a user-defined dashboard', imports(), { kind: 'dashboard', id: '42' }],
  ])(
    '%s is not affected by another change if the manifest differs in the deployed commit',
    async (_, base, about) => {
      const others = { '/dashboards/finance%3A%3Aboard': dashboardOf({ id: '1', type: 'text' }) }
      const known = { answers: { ...answers, ...others } }
      expect(await reasonsFor(base, { ...known, ...about, deployed: manifest('v1') })).toEqual([])
    },
  )

  test('a dashboard of a model with imports is not affected by another change if only the deployed commit has its file', async () =>
    expect(
      await reasonsFor(imports(), { deployed: { 'board.dashboard.lookml': '- dashboard: board\n' } }),
    ).toEqual([]))
})

describeWithGit(withGit('a change in a real repository affects no dashboard'), () => {
  test.each<[string, RealFiles, number]>([
    [
      'of texts and scripts, and no archive is read',
      { 'README.md': 'words', 'etl/job.py': 'x', '.github/workflows/a.yml': 'x' },
      0,
    ],
    ['of a file that no LookML names, and one archive is read', { 'data/states.json': 'x' }, 1],
    ['of a text file in a folder with the name of a view file', { 'a.view.lkml/x.txt': 'x' }, 1],
  ])('no dashboard is affected by a change %s', async (_, head, count) => {
    const { reasons, archives, lines } = await run({}, head)
    expect(reasons).toEqual([])
    expect(archives).toBe(count)
    expect(lines).toEqual([])
  })
})

describeWithGit(withGit('a tile of a LookML dashboard whose name contains two colons'), () => {
  test('a tile of a LookML dashboard whose name contains two colons is affected by its definition', async () => {
    const board = (text: string) => ({
      'a.dashboard.lookml': `- dashboard: a::b\n  elements:\n  - {name: c, type: text, body_text: ${text}}\n`,
    })
    const id = 'thelook::a::b::c'
    const kind = 'dashboard_element'
    const { reasons } = await run(board('A'), board('B'), { id, type: 'text' }, { kind, id })
    expect(reasons).toContain('dashboard a::b in a.dashboard.lookml, which defines this dashboard')
  })
})

describeWithGit(withGit('a text tile of a LookML dashboard'), () => {
  test("a text tile of a LookML dashboard is affected if the dashboard's model loses its connection", async () => {
    const text = '- dashboard: sales\n  elements:\n  - {name: a, type: text, body_text: Hello}\n'
    const models = 'models/thelook.model.lkml'
    const [base, head] = [`connection: "db"\ninclude: "/*"\n`, `include: "/*"\n`]
    const tile = { id: 'thelook::sales::a', type: 'text', dashboard_id: 'thelook::sales' }
    const { reasons } = await run({ [models]: base, 'a.dashboard.lookml': text }, { [models]: head }, tile, {
      kind: 'dashboard_element',
      id: 'thelook::sales::a',
    })
    expect(reasons).toEqual([`connection in ${models}, used by its query`])
  })
})

describeWithGit(withGit('the log of a run with only-affected'), () => {
  test('the log gives the reason for each LookML file that could not be read', async () => {
    const { lines } = await run(
      { 'a.lkml': Buffer.from('\0'), 'b.lkml': 'view: a {' },
      { 'views/orders.view.lkml': orders },
    )
    expect(lines).toEqual([
      'a.lkml could not be read: it is not a text file.',
      'b.lkml could not be read: a block in it is not closed.',
    ])
  })
})

describeWithGit(withGit('the requests to Looker for only-affected'), () => {
  const kind = 'lookml_dashboard'
  const board = (title: string) => ({ 'sales.dashboard.lookml': sales(title) })
  const changed = ['dashboard sales in sales.dashboard.lookml, which defines this dashboard']

  test('no request is sent for a LookML dashboard whose text is complete', async () => {
    const { reasons, requests } = await run(board('A'), board('B'), chart, { kind, id: 'thelook::sales' })
    expect(reasons).toEqual(changed)
    expect(requests).toEqual([])
  })

  test('a request is sent for a LookML dashboard that extends an unknown dashboard', async () => {
    const more = { 'sales.dashboard.lookml': `${sales('A')}  extends: imported\n` }
    const { requests } = await run(more, { 'views/orders.view.lkml': orders }, chart, {
      kind,
      id: 'thelook::sales',
      answers: { '/dashboards/thelook::sales': { dashboard_elements: [chart] } },
    })
    expect(requests).not.toEqual([])
  })

  test('the log gives the reason if Looker does not describe an Explore, and any change affects the dashboard', async () => {
    const element = { id: '1', type: 'vis', query: { ...query, view: 'imported' } }
    const { reasons, lines } = await run({}, { 'views/orders.view.lkml': orders }, element, {
      failing: '/explores/',
    })
    expect(reasons).toEqual([
      'Looker did not describe the Explore thelook::imported, so any change may affect it',
    ])
    expect(lines).toEqual(['The files of the Explore thelook::imported could not be read: Looker is down.'])
  })

  test('the log gives the reason if Looker does not describe a target, and any change affects the target', async () => {
    const { reasons, lines } = await run({}, { 'views/orders.view.lkml': orders }, chart, {
      failing: '/dashboards/',
    })
    expect(reasons).toEqual(['Looker did not describe this target, so any change may affect it'])
    expect(lines).toEqual(['The content of 42 could not be read: Looker is down.'])
  })
})

describeWithGit(withGit('the LookML of both commits'), () => {
  test('the LookML of both commits is returned, with the dashboards of each commit', async () => {
    const board = (title: string) => ({ 'sales.dashboard.lookml': sales(title) })
    const { sides, commits } = await run(board('A'), board('B'))
    const title = { base: 'A', head: 'B' }
    for (const [index, side] of (['base', 'head'] as const).entries()) {
      expect(sides?.[side].commit).toBe(commits[index])
      expect(sides?.[side].models).toEqual(new Set(['thelook']))
      expect(sides?.[side].files.get('sales.dashboard.lookml')).toBe(sales(title[side]))
      expect(sides?.[side].dashboard({ model: 'thelook', name: 'sales' })?.parameters.title).toBe(title[side])
      expect(sides?.[side].dashboard({ model: 'thelook', name: 'other' })).toBeUndefined()
    }
  })

  test.each<[string, RealFiles, boolean]>([
    ['in the model', { 'thelook.model.lkml': 'explore: web { from: orders }' }, true],
    [
      'in an included file',
      { 'thelook.model.lkml': narrow, 'views/web.lkml': 'explore: web { from: orders }' },
      true,
    ],
    [
      'with a constant in its name',
      {
        'thelook.model.lkml': 'explore: @{site} { from: orders }',
        'manifest.lkml': 'constant: site { value: "web" }',
      },
      true,
    ],
    [
      'in a file that the model does not include',
      { 'thelook.model.lkml': narrow, 'other/web.lkml': 'explore: web { from: orders }' },
      false,
    ],
    [
      'in another model',
      { 'thelook.model.lkml': narrow, 'web.model.lkml': 'include: "/views/*" explore: web { from: orders }' },
      false,
    ],
    ['as a template', { 'thelook.model.lkml': 'explore: web { from: orders extension: required }' }, false],
    ['without its view', { 'thelook.model.lkml': 'explore: web {}' }, false],
    [
      'with a join of a missing view',
      { 'thelook.model.lkml': 'explore: web { from: orders join: users {} }' },
      false,
    ],
    ['only as a refinement', { 'thelook.model.lkml': 'explore: +web { from: orders }' }, false],
  ])('the LookML of a commit certainly defines an Explore or not: %s', async (_, files, isDefined) => {
    const all = Object.entries(files).map(([path, text]) => [
      path,
      path === 'thelook.model.lkml' && text !== narrow ? `include: "/views/*"\n${text}` : text,
    ])
    const { sides } = await run(
      { ...Object.fromEntries(all), 'views/orders.view.lkml': orders },
      { 'views/new.view.lkml': 'view: new {}' },
    )
    const found = { base: isDefined, head: isDefined }
    expect({
      base: sides?.base.definesExplore({ model: 'thelook', name: 'web' }),
      head: sides?.head.definesExplore({ model: 'thelook', name: 'web' }),
    }).toEqual(found)
  })
})
