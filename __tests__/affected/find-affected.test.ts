import { type Change, type Files, reasonsOf, select } from './select.ts'
import { changedOrders, model, shows } from './small-project.ts'

/**
 * A project with every kind of reference in LookML. Some Explores are in the model's file, and others are in separate
 * files.
 */
const thelook: Files = {
  'manifest.lkml': 'project_name: "thelook"',
  'models/thelook.model.lkml': `
connection: "warehouse"
include: "/views/*"
include: "/explores/*"
include: "/refinements/*"
include: "/dashboards/*"
include: "/maps.lkml"
datagroup: nightly { max_cache_age: "24 hours" }
persist_with: nightly
explore: events { join: visitors { from: users  fields: []  sql_on: \${events.user_id} = \${visitors.id} ;; } }
explore: lonely {}`,
  'models/other.model.lkml':
    'connection: "other"\ninclude: "/views/lonely.view.lkml"\nexplore: alone { from: lonely }',
  'explores/orders.explore.lkml': 'explore: orders { extends: [orders_base] }',
  'explores/orders_base.explore.lkml': `
explore: orders_base {
  extension: required
  join: order_facts { sql_on: \${orders.id} = \${order_facts.id} ;; relationship: one_to_one }
}`,
  'views/orders.view.lkml': `view: orders { extends: [timestamps]  measure: revenue { type: sum  sql: \${price} ;; } }`,
  'views/timestamps.view.lkml': 'view: timestamps { extension: required  dimension: created {} }',
  'views/order_facts.view.lkml': `view: order_facts {
  derived_table: { sql: SELECT * FROM \${raw_orders.SQL_TABLE_NAME} ;; }
}`,
  'views/raw_orders.view.lkml':
    'view: raw_orders { derived_table: { explore_source: lineage { column: id {} } } }',
  'explores/lineage.explore.lkml': 'explore: lineage {}\n',
  'views/lineage.view.lkml': 'view: lineage { dimension: id {} }',
  'views/events.view.lkml': 'view: events { dimension: user_id {} }',
  'views/users.view.lkml': 'view: users { dimension: id {} }',
  'views/lonely.view.lkml': 'view: lonely {}',
  'refinements/vip.view.lkml': 'view: +orders { dimension: is_vip { type: yesno } }',
  'maps.lkml': 'map_layer: states { file: "maps/states.topojson" }',
  'dashboards/overview.dashboard.lookml': `
- dashboard: overview
  title: Overview
  elements:
  - { name: sales, model: thelook, explore: orders, fields: [orders.revenue] }
  - { name: more, model: thelook, explore: orders, fields: [orders.revenue] }
  - { name: merged, merged_queries: [ { model: thelook, explore: events }, { model: thelook, explore: orders } ] }
  - { name: words, type: text, body_text: Hello }
- dashboard: second
  elements:
  - { name: visits, explore: events }
`,
  'dashboards/small.dashboard.lookml': '- dashboard: small\n  extends: overview\n',
}

/** The targets that Looker describes, with the Explores of their tiles. */
const tiles = {
  orders: [['thelook::orders']],
  events: [['thelook::events']],
  lonely: [['thelook::lonely']],
  alone: [['other::alone']],
  ledger: [['finance::ledger']],
  three: [['thelook::orders'], ['thelook::events'], ['thelook::orders']],
  words: [],
}

/** Changes files of the project. null deletes a file. */
function edited(files: Readonly<Record<string, string | null>>, more: Partial<Change> = {}): Change {
  const head = Object.entries({ ...thelook, ...files }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  )
  return { base: thelook, head: Object.fromEntries(head), tiles, ...more }
}

/** Changes one file: adds a label to its first block, or a time zone to its dashboard. */
function touched(path: string, more: Partial<Change> = {}): Change {
  const text = thelook[path] ?? ''
  const head = path.includes('dashboard')
    ? text.replace('title:', 'query_timezone: UTC\n  title:')
    : labelled(text)
  return edited({ [path]: head }, more)
}
const labelled = (text: string) => text.replace(/\{/, '{ label: "New" ')

describe('a target whose Explore uses a changed block', () => {
  test.each([
    ['the base view of its Explore', 'view orders in views/orders.view.lkml'],
    ['its Explore', 'explore orders in explores/orders.explore.lkml'],
    ['an Explore that its Explore extends', 'explore orders_base in explores/orders_base.explore.lkml'],
    ['a view that its view extends', 'view timestamps in views/timestamps.view.lkml'],
    ['a joined view', 'view order_facts in views/order_facts.view.lkml'],
    ['a view from which a derived table is built', 'view raw_orders in views/raw_orders.view.lkml'],
    ['an Explore from which a derived table is built', 'explore lineage in explores/lineage.explore.lkml'],
    ['a view of the Explore from which a derived table is built', 'view lineage in views/lineage.view.lkml'],
    ['a refinement of its view', 'view +orders in refinements/vip.view.lkml'],
  ])('a target is affected by a change of %s', async (_, block) => {
    const change = touched(block.split(' in ')[1] ?? '')
    expect(await reasonsOf('orders', change)).toEqual([`${block}, used by a tile`])
    expect(await reasonsOf('lonely', change)).toEqual([])
  })

  test('a target is affected by a change of a view that its Explore joins under an alias', async () =>
    expect(await reasonsOf('events', touched('views/users.view.lkml'))).toEqual([
      'view users in views/users.view.lkml, used by a tile',
    ]))

  test('the reason for an affected Look names its query instead of tiles', async () =>
    expect(
      await reasonsOf(
        'looks/7',
        touched('views/users.view.lkml', { tiles: { 'looks/7': [['thelook::events']] } }),
      ),
    ).toEqual(['view users in views/users.view.lkml, used by its query']))

  test('the reason for an affected dashboard gives the number of tiles that use the changed block', async () => {
    expect(await reasonsOf('three', touched('views/orders.view.lkml'))).toEqual([
      'view orders in views/orders.view.lkml, used by 2 tiles',
    ])
    expect(await reasonsOf('three', touched('views/users.view.lkml'))).toEqual([
      'view users in views/users.view.lkml, used by a tile',
    ])
  })

  test('the reasons for an affected target name ten changes and give the number of the remaining changes', async () => {
    const views = Object.fromEntries(
      [...'abcdefghijklm'].map(name => [`views/${name}.view.lkml`, `view: ${name} {}`]),
    )
    const joins = [...'abcdefghijklm'].map(name => `join: ${name} {}`).join(' ')
    const base = { ...thelook, ...views, 'explores/orders.explore.lkml': `explore: orders { ${joins} }` }
    const head = Object.fromEntries(
      Object.entries(base).map(([path, text]) => [path, path in views ? labelled(text) : text]),
    )
    const reasons = await reasonsOf('orders', { base, head, tiles })
    expect(reasons).toHaveLength(11)
    expect(reasons[10]).toBe('3 more changes')
  })

  test.each(['only before the change', 'only after the change'])(
    'a target is affected by a change of a block that its Explore uses %s',
    async when => {
      const without = { 'explores/orders.explore.lkml': 'explore: orders {}' }
      const lineage = { 'views/lineage.view.lkml': 'view: lineage {}' }
      const before = when.endsWith('before the change')
      const change = {
        base: before ? thelook : { ...thelook, ...without },
        head: before ? { ...thelook, ...without, ...lineage } : { ...thelook, ...lineage },
        tiles,
      }
      expect(await reasonsOf('orders', change)).toContain(
        'view lineage in views/lineage.view.lkml, used by a tile',
      )
    },
  )

  test('the reasons for an affected tile come from both its old and its new Explore', async () => {
    const change = edited({
      'dashboards/overview.dashboard.lookml': (thelook['dashboards/overview.dashboard.lookml'] ?? '').replace(
        'visits, explore: events',
        'visits, explore: lonely',
      ),
      'views/events.view.lkml': 'view: events { dimension: id {} }',
      'views/lonely.view.lkml': 'view: lonely { label: "A" }',
    })
    const [target] = (await select(['thelook::second'], change)).targets
    expect(target?.tiles).toEqual([
      {
        name: 'visits',
        explores: ['thelook::events', 'thelook::lonely'],
        reasons: [
          'its own definition in the dashboard',
          'view events in views/events.view.lkml',
          'view lonely in views/lonely.view.lkml',
        ],
      },
    ])
  })

  test('the reasons for an affected target name the old and the new path of a moved file', async () => {
    const moved = edited({
      'views/users.view.lkml': null,
      'views/people.view.lkml': thelook['views/users.view.lkml'] ?? '',
    })
    expect(await reasonsOf('events', moved)).toEqual([
      'view users in views/users.view.lkml, used by a tile',
      'view users in views/people.view.lkml, used by a tile',
    ])
  })

  test('a target is affected by a changed map file if its Explore has a field with that map', async () => {
    const base = {
      ...thelook,
      'maps/states.topojson': '1',
      'views/lonely.view.lkml': 'view: lonely { dimension: x { map_layer_name: states } }',
    }
    const change = { base, head: { ...base, 'maps/states.topojson': '2' }, tiles }
    expect(await reasonsOf('lonely', change)).toEqual([
      'maps/states.topojson, named by map_layer states in maps.lkml, used by a tile',
    ])
    expect(await reasonsOf('orders', change)).toEqual([])
  })
})

describe('every target of a model', () => {
  test.each<[string, Files, string]>([
    [
      'its connection',
      {
        'models/thelook.model.lkml': (thelook['models/thelook.model.lkml'] ?? '').replace(
          '"warehouse"',
          '"lake"',
        ),
      },
      'connection in models/thelook.model.lkml, used by a tile',
    ],
    [
      'the datagroup in its persist_with parameter',
      {
        'models/thelook.model.lkml': (thelook['models/thelook.model.lkml'] ?? '').replace(
          '24 hours',
          '1 hour',
        ),
      },
      'datagroup nightly in models/thelook.model.lkml, used by a tile',
    ],
    [
      'a statement in a file that it includes',
      { 'views/users.view.lkml': `week_start_day: sunday ${thelook['views/users.view.lkml']}` },
      'week_start_day in views/users.view.lkml, used by a tile',
    ],
  ])(
    'every target of a model, and no other target, is affected by a change of %s',
    async (_, files, reason) => {
      expect(await reasonsOf('lonely', edited(files))).toEqual([reason])
      expect(await reasonsOf('alone', edited(files))).toEqual([])
    },
  )

  test('every target of a model is affected if the model is new or deleted', async () => {
    const without = Object.fromEntries(
      Object.entries(thelook).filter(([path]) => path !== 'models/other.model.lkml'),
    )
    expect(await reasonsOf('alone', { base: without, head: thelook, tiles })).toContain(
      'models/other.model.lkml, which defines its model, is new',
    )
    expect(await reasonsOf('alone', { base: thelook, head: without, tiles })).toContain(
      'models/other.model.lkml, which defined its model, was deleted',
    )
    expect(await reasonsOf('lonely', { base: thelook, head: without, tiles })).toEqual([])
  })

  test.each(['localization_settings: { default_locale: de }', 'local_dependency: { project: "block" }'])(
    'a LookML dashboard without a query is affected by a new statement in the manifest: %s',
    async statement => {
      const board = { 'dashboards/texts.dashboard.lookml': '- dashboard: texts\n' }
      const base = { ...thelook, ...board }
      const head = { ...base, 'manifest.lkml': `${thelook['manifest.lkml']} ${statement}` }
      expect(await reasonsOf('thelook::texts', { base, head })).toEqual([
        `${statement.split(':')[0]} in manifest.lkml, used by this dashboard`,
      ])
    },
  )

  test.each([
    ['deleted', 'texts.model.lkml, which defined its model, was deleted'],
    ['new', 'texts.model.lkml, which defines its model, is new'],
  ])('a LookML dashboard without a query is affected if its model is %s', async (how, reason) => {
    const without = {
      'texts.dashboard.lookml': '- dashboard: texts\n  elements:\n  - {name: a, type: text}\n',
    }
    const withModel = { ...without, 'texts.model.lkml': 'include: "/*.dashboard"' }
    const [base, head] = how === 'new' ? [without, withModel] : [withModel, without]
    expect(await reasonsOf('texts::texts', { base, head })).toEqual([reason])
    expect(await reasonsOf('Texts::texts', { base, head, tiles: { 'Texts::texts': [] } })).toEqual([reason])
  })
})

describe('every target of the project', () => {
  test.each<[string, Files, string]>([
    [
      'an import',
      { 'manifest.lkml': 'project_name: "thelook" local_dependency: { project: "block" }' },
      'local_dependency in manifest.lkml, used by a tile',
    ],
    [
      'another version of an import',
      { 'manifest_lock.lkml': 'lock: { project: "block" ref: "2" }' },
      'lock in manifest_lock.lkml, used by a tile',
    ],
    [
      'a visualization',
      { 'manifest.lkml': 'project_name: "thelook" visualization: { id: "funnel" file: "funnel.js" }' },
      'visualization in manifest.lkml, used by a tile',
    ],
    [
      'a file that cannot be split into blocks',
      { 'views/new.view.lkml': 'view: new {' },
      'views/new.view.lkml could not be read (a block in it is not closed) and may change anything',
    ],
  ])('every target of the project is affected by a change of the project: %s', async (_, files, reason) => {
    for (const id of ['lonely', 'alone']) expect(await reasonsOf(id, edited(files))).toContain(reason)
    expect(await reasonsOf('words', edited(files))).toEqual([])
    const ledger = { explores: { 'finance::ledger': { paths: [] } } }
    expect(await reasonsOf('ledger', edited(files, ledger))).toEqual([])
  })

  test('every target of any project is affected by a change of a translation, except for text tiles', async () => {
    const change = edited({ 'de.strings.json': '{}' }, { explores: { 'finance::ledger': { paths: [] } } })
    for (const id of ['lonely', 'alone', 'ledger'])
      expect(await reasonsOf(id, change)).toEqual(['de.strings.json, which may change every label'])
    expect(await reasonsOf('words', change)).toEqual([])
  })

  test('every target of the project is affected by a change of the script of a visualization', async () => {
    const base = {
      ...thelook,
      'viz/funnel.js': '1',
      'manifest.lkml': 'visualization: { id: "funnel" file: "viz/funnel.js" }',
    }
    expect(await reasonsOf('lonely', { base, head: { ...base, 'viz/funnel.js': '2' }, tiles })).toEqual([
      'viz/funnel.js, named by visualization in manifest.lkml, used by a tile',
    ])
  })

  test.each([
    ['dist/bundle.js', 'dist/241.chunk.js', true],
    ['dist/bundle.js', 'dist/README.md', false],
    ['dist/bundle.js', 'dist2/241.chunk.js', false],
    ['dist/bundle.js', '241.chunk.js', false],
    ['bundle.js', 'style.css', true],
    ['bundle.js', 'package.json', false],
    ['bundle.js', 'src/index.js', false],
  ])(
    'with an extension whose file is %s, a change of %s affects every target: %j',
    async (file, path, isPart) => {
      const base = { ...thelook, [path]: '1', 'manifest.lkml': `application: funnel { file: "${file}" }` }
      expect(await reasonsOf('lonely', { base, head: { ...base, [path]: '2' }, tiles })).toEqual(
        isPart ? [`${path}, part of application funnel in manifest.lkml, used by a tile`] : [],
      )
    },
  )

  test.each([
    ['the folder of the extension is a link', 'dist/app/bundle.js', 'dist'],
    ['a folder of the extension is a link', 'dist/bundle.js', 'dist/chunks'],
  ])('every target is affected by a change of any other file if %s', async (_, file, link) => {
    const base = {
      ...thelook,
      'build/241.chunk.js': '1',
      'manifest.lkml': `application: funnel { file: "${file}" }`,
    }
    const change = { base, head: { ...base, 'build/241.chunk.js': '2' }, tiles, folderLinks: [link] }
    expect(await reasonsOf('lonely', change)).toEqual([
      'build/241.chunk.js, part of application funnel in manifest.lkml, used by a tile',
    ])
    expect(await reasonsOf('lonely', { ...change, folderLinks: ['dist2'] })).toEqual([])
  })
})

describe('a visualization that a tile of another project uses', () => {
  const manifest = (id: string, label: string, more = '') => ({
    ...{ 'viz/funnel.js': '1', 'pivot.js': '1' },
    'manifest.lkml': `project_name: "thelook" ${more} visualization: { id: "${id}" label: "${label}" file: "viz/funnel.js" }
application: pivot { label: "Pivot" file: "pivot.js" }`,
  })
  const ledger = (settings: string) => ({ settings, explores: { 'finance::ledger': { paths: [] } } })
  const reasons = (before: Files, after: Files, settings: string) =>
    reasonsOf('ledger', {
      base: { ...thelook, ...before },
      head: { ...thelook, ...before, ...after },
      tiles,
      ...ledger(settings),
    })
  const words = 'visualization in manifest.lkml, used by a tile'

  test.each<[string, Files, string, string, string]>([
    ['a changed visualization', manifest('funnel', 'A'), 'type\nthelook::funnel\nx', 'label: "A"', words],
    [
      'a changed visualization, in JSON',
      manifest('funnel', 'A'),
      '{"type":"thelook::funnel"}',
      'label: "A"',
      words,
    ],
    [
      'a changed visualization, in YAML',
      manifest('funnel', 'A'),
      'type: thelook::Funnel # x',
      'label: "A"',
      words,
    ],
    [
      'a visualization with spaces in its id',
      manifest('my funnel', 'A'),
      'thelook::my funnel',
      'label: "A"',
      words,
    ],
    [
      'a visualization whose id is a constant',
      manifest('@{id}', 'A', 'constant: id { value: "funnel" }'),
      'thelook::funnel',
      'label: "A"',
      words,
    ],
    ['a visualization whose id is an unknown constant', manifest('@{id}', 'A'), 'a::b', 'label: "A"', words],
    [
      'a changed extension',
      manifest('funnel', 'A'),
      'thelook::pivot',
      'label: "Pivot"',
      'application pivot in manifest.lkml, used by a tile',
    ],
  ])('a tile of another project is affected by %s', async (_, files, settings, from, reason) => {
    const after = { 'manifest.lkml': (files['manifest.lkml'] ?? '').replace(from, 'label: "B"') }
    expect(await reasons(files, after, settings)).toEqual([reason])
    expect(await reasons(files, after, 'type\nlooker_column')).toEqual([])
  })

  test('a tile of another project is not affected by a visualization that its settings do not name', async () =>
    expect(await reasons(manifest('funnel', 'A'), manifest('funnel', 'B'), 'thelook::sankey')).toEqual([]))

  test('a tile of another project is affected by the changed script of a visualization', async () =>
    expect(await reasons(manifest('funnel', 'A'), { 'viz/funnel.js': '2' }, 'thelook::funnel')).toEqual([
      'viz/funnel.js, named by visualization in manifest.lkml, used by a tile',
    ]))

  test('a tile of another project is affected by a deleted visualization', async () =>
    expect(
      await reasons(
        manifest('funnel', 'A'),
        { 'manifest.lkml': 'project_name: "thelook"' },
        'thelook::funnel',
      ),
    ).toEqual([words]))

  test('a tile of another project with a visualization is affected by any change if the manifest cannot be read', async () => {
    const change = {
      ...touched('views/users.view.lkml', ledger('thelook::funnel')),
      unread: ['manifest.lkml'],
    }
    const reason = 'manifest.lkml could not be read (it is a Git LFS pointer) and may contain anything'
    expect(await reasonsOf('ledger', change)).toEqual([reason])
    expect(await reasonsOf('ledger', { ...change, settings: 'looker_column' })).toEqual([])
  })
})

test('a target that Looker does not describe is affected by any change of LookML', async () => {
  const change = touched('views/users.view.lkml')
  expect(await reasonsOf('56', change)).toEqual([
    'Looker did not describe this target, so any change may affect it',
  ])
  expect(await reasonsOf('56', edited({ 'README.md': 'x' }))).toEqual([])
  const tile = { ...change, tiles: { 56: [['thelook::lonely'], ['finance::ledger']] } }
  expect(await reasonsOf('56', tile)).toEqual([
    'Looker did not describe the Explore finance::ledger, so any change may affect it',
  ])
})

describe('a LookML dashboard', () => {
  const path = 'dashboards/overview.dashboard.lookml'
  const overview = thelook[path] ?? ''

  test('a LookML dashboard is affected only by a change of its own text, and not by other dashboards in the file', async () => {
    expect(await reasonsOf('thelook::overview', touched(path))).toEqual([
      `dashboard overview in ${path}, which defines this dashboard`,
    ])
    expect(await reasonsOf('thelook::second', touched(path))).toEqual([])
  })

  test('a LookML dashboard is affected by a dashboard that it extends, and by the Explores of that dashboard', async () => {
    expect(await reasonsOf('thelook::small', touched(path))).toEqual([
      `dashboard overview in ${path}, which this dashboard extends`,
    ])
    expect(await reasonsOf('thelook::small', touched('views/orders.view.lkml'))).toEqual([
      'view orders in views/orders.view.lkml, used by 3 tiles',
    ])
  })

  test('a LookML dashboard is not affected by a dashboard that extends it', async () =>
    expect(
      await reasonsOf(
        'thelook::overview',
        edited({
          'dashboards/small.dashboard.lookml': '- dashboard: small\n  extends: overview\n  title: Small\n',
        }),
      ),
    ).toEqual([]))

  test('the reason for an affected LookML dashboard counts the tiles on the side with more tiles', async () => {
    const fewer = { [path]: overview.replace(/.*name: more.*\n/, '') }
    const change = { ...touched('views/orders.view.lkml'), base: { ...thelook, ...fewer } }
    expect(await reasonsOf('thelook::overview', change)).toContain(
      'view orders in views/orders.view.lkml, used by 3 tiles',
    )
  })

  test('each affected tile of a LookML dashboard is listed with its reason', async () => {
    const text = overview.replace(
      'name: more, model: thelook, explore: orders',
      'name: more, model: thelook, explore: lonely',
    )
    const { targets, explores } = await select(
      ['thelook::overview'],
      edited({ [path]: text, 'views/users.view.lkml': 'view: users {}' }),
    )
    expect(targets[0]?.tiles).toEqual([
      {
        name: 'more',
        explores: ['thelook::orders', 'thelook::lonely'],
        reasons: ['its own definition in the dashboard'],
      },
      {
        name: 'merged',
        explores: ['thelook::events', 'thelook::orders'],
        reasons: ['view users in views/users.view.lkml'],
      },
    ])
    expect([...explores].sort()).toEqual([
      ['thelook::events', ['view users in views/users.view.lkml']],
      ['thelook::lonely', []],
      ['thelook::orders', []],
    ])
  })

  test('a LookML dashboard is affected if it is new or deleted', async () => {
    const without = Object.fromEntries(Object.entries(thelook).filter(([one]) => one !== path))
    for (const [base, head] of [
      [without, thelook],
      [thelook, without],
    ] as const)
      expect(await reasonsOf('thelook::second', { base, head, tiles })).toContain(
        `dashboard second in ${path}, which defines this dashboard`,
      )
  })

  test('a LookML dashboard with a tile that names no Explore is affected by any change', async () => {
    const text = '- dashboard: odd\n  elements:\n  - name: chart\n    type: looker_line\n'
    const base = { ...thelook, 'dashboards/odd.dashboard.lookml': text }
    const head = { ...base, 'views/users.view.lkml': 'view: users {}' }
    expect(await reasonsOf('thelook::odd', { base, head })).toEqual([
      'its tile chart has no Explore, so any change may affect it',
    ])
  })

  test.each([
    [
      'with a filter on a field without an Explore',
      '- dashboard: odd\n  filters:\n  - {name: f, type: field_filter, field: users.id}\n',
      'its filter f has no Explore, so any change may affect it',
    ],
    [
      'with an escape in the name of an Explore in unreadable YAML',
      '- dashboard: odd\n  title: [-]\n  elements:\n  - {name: a, explore: "\\x75sers"}\n',
      'dashboards/odd.dashboard.lookml cannot be read as YAML, so any change may affect it',
    ],
    [
      'with an extension as a tile in unreadable YAML',
      '- dashboard: odd\n  title: [-]\n  elements:\n  - {name: a, type: extension}\n',
      'dashboards/odd.dashboard.lookml cannot be read as YAML, so any change may affect it',
    ],
    [
      'that extends a dashboard with unreadable YAML',
      '- dashboard: odd\n  extends: base\n- dashboard: base\n  title: [-]\n',
      'dashboards/odd.dashboard.lookml cannot be read as YAML, so any change may affect it',
    ],
  ])('a LookML dashboard %s is affected by any change', async (_, text, reason) => {
    const base = { ...thelook, 'dashboards/odd.dashboard.lookml': text }
    const head = { ...base, 'views/users.view.lkml': 'view: users {}' }
    expect(await reasonsOf('thelook::odd', { base, head })).toContain(reason)
  })

  test.each([
    ['a tile', 'elements:\n  - {name: a, type: extension}', 'its tile a has no Explore'],
    ['a filter', 'filters:\n  - {name: f, type: field_filter, field: a.b}', 'its filter f has no Explore'],
  ])(
    'a LookML dashboard with %s without an Explore is affected by any change, although another file cannot be read',
    async (_, lines, reason) => {
      const base = {
        ...thelook,
        'dashboards/odd.dashboard.lookml': `- dashboard: odd\n  ${lines}\n`,
        'dashboards/own.dashboard.lookml': '- dashboard: own\n  title: [-, a & b]\n',
      }
      const head = { ...base, 'views/users.view.lkml': 'view: users {}' }
      const reasons = await reasonsOf('thelook::odd', { base, head })
      expect(reasons).toEqual([`${reason}, so any change may affect it`])
    },
  )

  test.each([
    ['names an Explore with an anchor', 'explore: &a "x"', true],
    ['names an Explore with a tag', 'explore: !!str x', true],
    ['names an Explore on the next line', 'explore: >-\n      x', true],
    ['names an Explore with a constant', 'explore: "@{x}"', true],
    ['names an Explore in quotes', 'explore: "orders" # all', false],
    ['has the name of an Explore in another letter case', 'title: Orders', false],
  ])(
    'a LookML dashboard is affected by any change if an unreadable file that may define it %s: %j',
    async (_, line, isAffected) => {
      const text = `- dashboard: own\n  title: [-, a & b]\n  elements:\n  - name: a\n    ${line}\n`
      const base = {
        ...thelook,
        'dashboards/odd.dashboard.lookml': '- dashboard: odd\n',
        'dashboards/own.dashboard.lookml': text,
      }
      const head = { ...base, 'views/users.view.lkml': 'view: users {}' }
      const reason =
        'dashboards/own.dashboard.lookml names an Explore that cannot be read, so any change may affect it'
      const reasons = await reasonsOf('thelook::odd', { base, head })
      expect(reasons).toEqual(isAffected ? expect.arrayContaining([reason]) : [])
    },
  )

  test('a LookML dashboard is not affected by every change if its filters need no Explore', async () => {
    const text =
      '- dashboard: odd\n  filters:\n  - {name: f, type: date_filter}\n  - {name: g, type: number_filter}\n'
    const base = { ...thelook, 'dashboards/odd.dashboard.lookml': text }
    const head = { ...base, 'views/users.view.lkml': 'view: users {}' }
    expect(await reasonsOf('thelook::odd', { base, head })).toEqual([])
  })

  test.each([
    [
      'is affected by a new connection of its model',
      '',
      'connection: "lake"',
      ['connection in models/thelook.model.lkml, used by this dashboard'],
    ],
    ['is not affected by a new first day of the week', 'connection: "lake"\n', 'week_start_day: sunday', []],
  ])('a LookML dashboard without queries %s', async (_, before, added, reasons) => {
    const text = '- dashboard: notes\n  elements:\n  - {name: words, type: text, body_text: Hello}\n'
    const models = 'models/thelook.model.lkml'
    const rest = `${before}${thelook[models]?.replace(/^connection.*$/m, '') ?? ''}`
    const base: Files = { ...thelook, 'dashboards/notes.dashboard.lookml': text, [models]: rest }
    const head = { ...base, [models]: `${rest}\n${added}` }
    expect(await reasonsOf('thelook::notes', { base, head })).toEqual(reasons)
  })

  test('a LookML dashboard without a definition is affected by any changed dashboard, because it may extend that dashboard', async () => {
    const change = touched(path, { tiles: { 'thelook::imported': [['thelook::lonely']] } })
    expect(await reasonsOf('thelook::imported', change)).toEqual([
      `${path}, which may define a dashboard that this dashboard extends`,
    ])
  })
})

test.each([
  [
    'a parameter of a model',
    'thelook.model.lkml',
    'connection: "db"',
    'connection: "x"',
    'connection in thelook.model.lkml',
  ],
  [
    'an Explore',
    'thelook.model.lkml',
    'explore: orders {}',
    'explore: orders { label: "A" }',
    'explore orders in thelook.model.lkml',
  ],
  ['a view', 'views/orders.view.lkml', 'order_id', 'id', 'view orders in views/orders.view.lkml'],
  ['a refinement', 'more.lkml', 'label: "A"', 'label: "B"', 'view +orders in more.lkml'],
])('the reason for an affected target names %s and its file', async (_, path, from, to, reason) => {
  const base: Files = {
    'thelook.model.lkml': model,
    'views/orders.view.lkml': changedOrders,
    'more.lkml': 'view: +orders { label: "A" }',
  }
  const head = { ...base, [path]: base[path]?.replace(from, to) ?? '' }
  expect(await reasonsOf('42', { base, head, ...shows('thelook::orders') })).toEqual([
    `${reason}, used by a tile`,
  ])
})

describe('Looker is asked', () => {
  test('no request to Looker is made for an Explore that the project defines', async () => {
    const { asked } = await select(['orders', 'events', 'thelook::small'], touched('views/users.view.lkml'))
    expect(asked).toEqual([])
  })

  test('a request to Looker is made for each Explore that is in another project or uses an undefined block', async () => {
    const change = edited({
      'models/other.model.lkml': `${thelook['models/other.model.lkml']} explore: block { join: missing {} }`,
    })
    const ids = ['ledger', 'alone', '57', '58']
    const { asked } = await select(ids, {
      ...change,
      tiles: { ...tiles, 57: [['other::block']], 58: [['other::orders']] },
    })
    expect(asked).toEqual(['finance::ledger', 'other::block', 'other::orders', 'other::lineage'])
  })
})

test('a tile without a model uses the model of the dashboard that its dashboard extends', async () => {
  const included = (view: string) =>
    `connection: "db"\ninclude: "/views/${view}.view.lkml"\ninclude: "/*.dashboard.lookml"\nexplore: orders { from: ${view} }\n`
  const base: Files = {
    'one.model.lkml': included('a'),
    'two.model.lkml': included('b'),
    'views/a.view.lkml': 'view: a { dimension: id {} }',
    'views/b.view.lkml': 'view: b { dimension: id {} }',
    'base.dashboard.lookml': '- dashboard: base\n  model: two\n',
    'sales.dashboard.lookml':
      '- dashboard: sales\n  extends: base\n  elements:\n  - {name: a, explore: orders, fields: [orders.id]}\n',
  }
  const head = { ...base, 'views/b.view.lkml': 'view: b { dimension: id { sql: 1 ;; } }' }
  expect(await reasonsOf('one::sales', { base, head })).not.toEqual([])
})
