import { type Described, type Files, reasonsOf, select } from './select.ts'
import { change, shows } from './small-project.ts'

/*
 * The action cannot read imported projects. In these tests, the imported project `//block/…` defines the views `facts`
 * and `people`, and the Explores `sales` and `base`. The view `facts` is derived from `users`.
 */

const model = (...more: string[]) => ({
  'thelook.model.lkml': [
    'connection: "db"',
    'include: "//block/*.lkml"',
    'include: "/**/*.lkml"',
    ...more,
  ].join('\n'),
})
const described = (explore: string, ...views: string[]) => ({
  ...shows(`thelook::${explore}`),
  explores: { [`thelook::${explore}`]: { paths: [], views: new Set(views) } },
})

describe('a refinement of an imported view', () => {
  const users = { 'refine/users.lkml': 'view: +users { sql_table_name: a.users ;; }' }
  const edited = { 'refine/users.lkml': 'view: +users { sql_table_name: b.users ;; }' }
  const words = ['view +users in refine/users.lkml, used by a tile']

  test('a refinement of an imported view affects an imported Explore with a view that may be derived from it', async () =>
    expect(
      await reasonsOf('42', change({ ...model(), ...users }, edited, described('sales', 'facts'))),
    ).toEqual(words))

  test('a refinement of an imported view affects an Explore of this project that joins a view derived from it', async () => {
    const files = { ...model('explore: orders { join: facts {} }'), ...users }
    expect(await reasonsOf('42', change(files, edited, described('orders', 'orders', 'facts')))).toEqual(
      words,
    )
  })

  test('a refinement of an imported view affects an Explore that reads a table that Looker publishes from an imported Explore', async () => {
    const files = {
      ...model('explore: orders {}'),
      ...users,
      'views/sums.view.lkml':
        'view: sums { derived_table: { publish_as_db_view: yes explore_source: sales { column: id {} } } }',
      'views/orders.view.lkml': 'view: orders { derived_table: { sql: select * from s.ab_thelook_sums ;; } }',
    }
    const more = described('orders', 'orders')
    const explores = { ...more.explores, 'thelook::sales': { paths: [], views: new Set(['facts']) } }
    expect(await reasonsOf('42', change(files, edited, { ...more, explores }))).toEqual(words)
  })

  test.each([
    ['in Liquid', 'derived_table: { sql: select * from {{ facts.SQL_TABLE_NAME }} ;; }'],
    [
      'in Liquid with a filter',
      'derived_table: { sql: select * from {{ facts.SQL_TABLE_NAME | upcase }} ;; }',
    ],
    [
      'in an assignment',
      'derived_table: { sql: {% assign t = facts.SQL_TABLE_NAME %} select 1 from {{ t }} ;; }',
    ],
    ['in lower case', `dimension: id { sql: (select max(id) from \${facts.sql_table_name}) ;; }`],
  ])(
    'a refinement of an imported view affects an Explore whose SQL names the table of a derived view %s',
    async (_, use) => {
      const files = {
        ...model('explore: orders {}'),
        ...users,
        'views/orders.view.lkml': `view: orders { ${use} }`,
      }
      expect(await reasonsOf('42', change(files, edited, described('orders', 'orders')))).toEqual(words)
    },
  )

  test.each([
    ['the view', 'd1_thelook_users', {}, words],
    ['a view that extends it', 'd1_thelook_ours', { 'ours.lkml': 'view: ours { extends: [users] }' }, words],
    ['no view', 'dim_users', {}, []],
  ])(
    'a refinement of an imported view, which may be a table of the database, affects an Explore whose SQL names %s',
    async (_, table, more: Files, expected) => {
      const view = `view: orders { derived_table: { sql: select * from scratch.${table} ;; } }`
      const files = { ...model('explore: orders {}'), ...users, ...more, 'views/orders.view.lkml': view }
      expect(await reasonsOf('42', change(files, edited, described('orders', 'orders')))).toEqual(expected)
    },
  )

  test('a refinement of an imported view does not affect an Explore that uses no imported view', async () => {
    const files = { ...model('explore: orders {}'), ...users }
    expect(await reasonsOf('42', change(files, edited, described('orders', 'orders')))).toEqual([])
  })

  test('a refinement of an imported view does not affect an Explore of a model that does not include the refinement', async () => {
    const other = { 'other.model.lkml': 'connection: "db"\ninclude: "//block/views/*"\n' }
    const more = {
      ...shows('other::sales'),
      explores: { 'other::sales': { paths: [], views: new Set(['facts']) } },
    }
    expect(await reasonsOf('42', change({ ...model(), ...users, ...other }, edited, more))).toEqual([])
  })
})

test('a refinement of an imported Explore affects an imported Explore that may extend it', async () => {
  const base = { 'refine/base.lkml': 'explore: +base { label: "A" }' }
  const edited = { 'refine/base.lkml': 'explore: +base { label: "B" }' }
  expect(
    await reasonsOf('42', change({ ...model(), ...base }, edited, described('sales', 'people'))),
  ).toEqual(['explore +base in refine/base.lkml, used by a tile'])
})

describe('an include that moves above the include of an imported project', () => {
  const swap = (path: string, text: string, more?: object) => {
    const includes = (list: string[]) => ['include: "/views/*"', ...list, 'explore: orders {}'].join('\n')
    const files = {
      'thelook.model.lkml': includes(['include: "/all"', `include: "/${path}"`]),
      'all.lkml': 'include: "//block/refinements/*"',
      'views/orders.view.lkml': 'view: orders {}',
      [path]: text,
    }
    const edited = { 'thelook.model.lkml': includes([`include: "/${path}"`, 'include: "/all"']) }
    return change(files, edited, { ...described('orders', 'orders'), ...more })
  }

  test.each([
    ['view: +orders { label: "A" }', 'view +orders'],
    ['week_start_day: monday', 'week_start_day'],
  ])(
    'an include that moves above the include of an imported project affects the Explore: %s',
    async (text, name) =>
      expect(await reasonsOf('42', swap('more.lkml', text))).toContain(
        `${name} in more.lkml (included in another order in the model thelook), used by a tile`,
      ),
  )

  test('an include that moves above the include of an imported project affects the included dashboard', async () => {
    const path = 'sales.dashboard.lookml'
    const edited = swap(path, '- dashboard: sales\n', { tiles: { 'thelook::sales': [] } })
    expect(await reasonsOf('thelook::sales', edited)).toContain(
      `dashboard sales in ${path} (included in another order in the model thelook)`,
    )
  })
})

describe('a file that another include brings', () => {
  const imported = 'include: "//block/**/*"'
  const reasonsFor = (id: string, before: string[], after: string[], more: Files = {}) => {
    const text = (includes: string[]) => ({
      'thelook.model.lkml': ['connection: "db"', ...includes, 'explore: orders {}'].join('\n'),
    })
    const files = {
      ...text(before),
      'boards/sales.dashboard.lookml': '- dashboard: sales\n',
      'views/orders.view.lkml': 'view: orders {}',
      ...more,
    }
    const told = described('orders', 'orders')
    return reasonsOf(id, change(files, text(after), told))
  }
  const words = (name: string) => `${name} (included in another order in the model thelook)`

  test.each<[string, string[], string[]]>([
    [
      'after the include of an imported project',
      ['include: "/boards/*"', imported],
      [imported, 'include: "/boards/sales.dashboard"'],
    ],
    [
      'before the include of an imported project',
      [imported, 'include: "/boards/*"'],
      ['include: "/boards/sales.dashboard"', imported],
    ],
    [
      'after an import in the same list',
      ['include: ["/boards/*", "//block/**/*"]'],
      ['include: ["//block/**/*", "/boards/sales.dashboard"]'],
    ],
    [
      'after the include of an imported project, and not through another file',
      ['include: "/all"', imported],
      [imported, 'include: "/boards/*"'],
    ],
  ])(
    'a dashboard is affected if another include brings its file %s, because the imported project may define it, too',
    async (_, before, after) =>
      expect(
        await reasonsFor('thelook::sales', before, after, { 'all.lkml': 'include: "/boards/*"' }),
      ).toEqual([words('dashboard sales in boards/sales.dashboard.lookml')]),
  )

  test('an Explore is affected if another include brings its view after the include of an imported project', async () =>
    expect(
      await reasonsFor('42', ['include: "/views/*"', imported], [imported, 'include: "/views/orders.view"']),
    ).toEqual([`${words('view orders in views/orders.view.lkml')}, used by a tile`]))

  test('a dashboard is not affected if another include brings its file on the same side of the include of an imported project', async () =>
    expect(
      await reasonsFor(
        'thelook::sales',
        ['include: "/boards/*"', imported],
        ['include: "/views/*"', 'include: "/boards/sales.dashboard"', imported, 'include: "/**/*.dashboard"'],
      ),
    ).toEqual([]))

  test('an Explore is not affected if a file no longer repeats an earlier import of another model', async () => {
    const repeated = 'include: "//block/views/users.view"'
    const files = {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\nexplore: orders {}',
      'other.model.lkml': `connection: "db"\n${repeated}\ninclude: "/repeated"\ninclude: "/views/*"`,
      'repeated.lkml': repeated,
      'views/orders.view.lkml': 'view: orders {}',
    }
    const changed = change(files, { 'repeated.lkml': '# empty' }, described('orders', 'orders'))
    expect(await reasonsOf('42', changed)).toEqual([])
  })
})

describe('a block that moves before an include of an imported project', () => {
  const move = (block: string, include: string, more: Files = {}) => {
    const files = { ...model('explore: orders {}'), 'views/orders.view.lkml': 'view: orders {}', ...more }
    return change(
      { ...files, 'more.lkml': `include: "${include}"\n${block}\n` },
      { 'more.lkml': `${block}\ninclude: "${include}"\n` },
      described('orders', 'orders'),
    )
  }

  test.each([
    ['view: +orders { label: "A" }', 'view +orders'],
    ['week_start_day: monday', 'week_start_day'],
  ])(
    'a block that moves before an include of an imported project affects the Explore: %s',
    async (block, name) =>
      expect(await reasonsOf('42', move(block, '//block/refinements/*'))).toEqual([
        `${name} in more.lkml (moved before or after an include), used by a tile`,
      ]),
  )

  test('a block that moves before an include of a file that includes an imported project affects the Explore', async () => {
    const edited = move('view: +orders { label: "A" }', '/all', {
      'all.lkml': 'include: "//block/refinements/*"',
    })
    expect(await reasonsOf('42', edited)).toEqual([
      'view +orders in more.lkml (moved before or after an include), used by a tile',
    ])
  })

  test('a block that moves before an include does not affect the Explore if the included file lacks that block', async () => {
    const edited = move('view: +orders { label: "A" }', '/all', { 'all.lkml': 'view: other {}' })
    expect(await reasonsOf('42', edited)).toEqual([])
  })
})

describe('a new include of an imported project', () => {
  const other = (path: string, files: Files) => {
    const text = files[path] ?? ''
    return { [path]: `${text}\ninclude: "//block/refinements/*"` }
  }

  test('a new include of an imported project affects every Explore of the model that includes it', async () => {
    const files = model('explore: orders {}')
    const edited = other('thelook.model.lkml', files)
    expect(await reasonsOf('42', change(files, edited, shows('thelook::orders')))).toEqual([
      'thelook.model.lkml, which includes other files of an imported project',
    ])
  })

  test('a new include of an imported project affects every LookML dashboard of the model, because the project may define the dashboard', async () => {
    const edited = other('thelook.model.lkml', model('explore: orders {}'))
    const told = { tiles: { 'thelook::imported': [] } }
    expect(await reasonsOf('thelook::imported', change(model('explore: orders {}'), edited, told))).toEqual([
      'thelook.model.lkml, which includes other files of an imported project',
    ])
  })

  test('a new include of an imported project affects no Explore of a model that does not include the file', async () => {
    const files = {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\nexplore: orders {}',
      'other.model.lkml': 'connection: "db"',
    }
    const edited = other('other.model.lkml', files)
    expect(await reasonsOf('42', change(files, edited, shows('thelook::orders')))).toEqual([])
  })
})

describe('a LookML dashboard that another project defines', () => {
  const files = (boards: string) => ({
    'thelook.model.lkml': `connection: "db"\ninclude: "//block/*.dashboard"\n${boards}`,
    'boards/base.dashboard.lookml': '- dashboard: base\n',
  })

  test.each([
    ['thelook::imported', []],
    ['finance::exec', ['thelook.model.lkml, which includes other files']],
  ])(
    'the LookML dashboard %s of another project is affected by a changed include of a dashboard that it may extend',
    async (id, includes) => {
      const edited = change(files('include: "/boards/*"'), files(''), { tiles: { [id]: [] } })
      expect(await reasonsOf(id, edited)).toEqual([
        ...includes,
        'boards/base.dashboard.lookml, which may define a dashboard that this dashboard extends',
      ])
    },
  )
})

describe('an imported LookML dashboard, although another dashboard file cannot be read as YAML', () => {
  const files = {
    'thelook.model.lkml':
      'connection: "db"\ninclude: "//block/*.dashboard"\ninclude: "/**/*"\nexplore: users {}\n',
    'users.view.lkml': 'view: users { sql_table_name: a ;; }',
  }
  const edited = { 'users.view.lkml': 'view: users { sql_table_name: b ;; }' }
  const reasonsFor = (name: string, more: Files) =>
    reasonsOf(
      `thelook::${name}`,
      change({ ...files, ...more }, edited, {
        tiles: { [`thelook::${name}`]: [['thelook::users']] },
        explores: { 'thelook::users': { paths: ['users.view.lkml'], views: new Set(['users']) } },
      }),
    )
  const words = ['view users in users.view.lkml, used by a tile']
  const unreadable = 'sales.dashboard.lookml cannot be read as YAML, so any change may affect it'
  const own = (title: string) => `- dashboard: own\n  title: ${title}\n`

  test.each([
    ['has an ampersand in its title', 'own.dashboard.lookml', own('[-, Sales & costs]')],
    ['has the same name as the dashboard', 'imported.dashboard.lookml', own('[-]')],
    ['names the dashboard in its title', 'own.dashboard.lookml', own('[-, My imported costs]')],
  ])(
    'the affected tiles of an imported dashboard come from Looker if a file that cannot be read %s',
    async (_, path, text) => expect(await reasonsFor('imported', { [path]: text })).toEqual(words),
  )

  test('the affected tiles of a dashboard that extends an imported dashboard come from Looker if another file cannot be read', async () => {
    const more = {
      'sales.dashboard.lookml': '- dashboard: sales\n  extends: imported\n',
      'own.dashboard.lookml': own('[-, Sales & costs]'),
    }
    expect(await reasonsFor('sales', more)).toEqual(words)
  })

  test.each(['extends: imported', 'extends: [imported]', 'extends:\n  - imported'])(
    'the affected tiles of a dashboard that extends an imported dashboard come from Looker if its own file cannot be read: %j',
    async line => {
      const text = `- dashboard: sales\n  ${line}\n  title: [-]\n`
      expect(await reasonsFor('sales', { 'sales.dashboard.lookml': text })).toEqual([unreadable, ...words])
    },
  )

  test('Looker is not asked for a dashboard that cannot be read if this project defines the dashboard that it extends', async () => {
    const more = {
      'sales.dashboard.lookml': '- dashboard: sales\n  extends: base\n  title: [-]\n',
      'base.dashboard.lookml': '- dashboard: base\n',
    }
    expect(await reasonsFor('sales', more)).toEqual([unreadable])
  })

  test('an imported dashboard may extend a dashboard that a changed file defines, although another file cannot be read', async () => {
    const more = { 'own.dashboard.lookml': own('[-, Sales & costs]') }
    const path = 'base.dashboard.lookml'
    const board = (title: string) => ({ [path]: `- dashboard: base\n  title: ${title}\n` })
    const told = { tiles: { 'thelook::imported': [] } }
    expect(
      await reasonsOf('thelook::imported', change({ ...files, ...more, ...board('A') }, board('B'), told)),
    ).toEqual([`${path}, which may define a dashboard that this dashboard extends`])
  })
})

describe('a LookML dashboard of another project', () => {
  const files = {
    'all.lkml': 'include: "/boards/*"',
    'boards/a.dashboard.lookml': '- dashboard: sales\n',
    'views/users.view.lkml': 'view: users {}',
  }
  const told = { tiles: { 'finance::sales': [], 'finance::other': [] } }

  test.each(['finance::sales', 'finance::other'])(
    'the LookML dashboard %s of another project is affected by a changed include that may bring dashboards of this project, which it may extend',
    async id =>
      expect(await reasonsOf(id, change(files, { 'all.lkml': 'include: "/boards/b*"' }, told))).toEqual([
        'all.lkml, which includes other files',
      ]),
  )

  test('a LookML dashboard that only another project defines is not affected by a changed include that brings no dashboards', async () =>
    expect(
      await reasonsOf(
        'finance::other',
        change(files, { 'views/users.view.lkml': 'include: "/views/*"' }, told),
      ),
    ).toEqual([]))
})

describe('a text-only dashboard of another project', () => {
  const reasonsFor = (text: string) => {
    const told = { tiles: { 'finance::notes': [] } }
    const files = { 'users.view.lkml': 'view: users {}' }
    return reasonsOf('finance::notes', change(files, { 'users.view.lkml': text }, told))
  }

  test('a text-only dashboard of another project is affected by unexpected characters, because Looker may refuse its model', async () =>
    expect(await reasonsFor('view: users {};')).toEqual([
      'unexpected characters in users.view.lkml, used by this dashboard',
    ]))

  test('a text-only dashboard of another project is not affected by a view', async () =>
    expect(await reasonsFor('view: users { label: "A" }')).toEqual([]))
})

describe('a model of another project', () => {
  const files = {
    'thelook.model.lkml': '',
    'views/orders.view.lkml': 'view: orders {}',
    'views/users.view.lkml': 'view: users {}',
    'more/orders.lkml': 'view: +orders { label: "A" }',
  }
  const edited = { 'views/orders.view.lkml': 'include: "/more/*"\nview: orders {}' }
  const finance = (path: string) => ({
    ...shows('finance::ledger'),
    explores: { 'finance::ledger': { paths: [], modelPaths: new Set([path]) } },
  })

  test('a model of another project is affected by a new include in a file of this project that it includes', async () =>
    expect(await reasonsOf('42', change(files, edited, finance('views/orders.view.lkml')))).toEqual([
      'views/orders.view.lkml, which includes other files',
    ]))

  test('a model of another project is not affected by a new include in a file that it does not include', async () =>
    expect(await reasonsOf('42', change(files, edited, finance('views/users.view.lkml')))).toEqual([]))

  test('a model of another project is not affected by a new file that only defines views and Explores', async () => {
    const added = { 'views/new.view.lkml': 'view: new {}\nview: +new { label: "A" }\nview: +orders {}' }
    const other = finance('views/users.view.lkml')
    expect(await reasonsOf('42', change({ 'views/users.view.lkml': '' }, added, other))).toEqual([])
  })

  test.each<[string, string, readonly string[]]>([
    ['a new view with the name of a view of its Explore', 'view: users {}', ['view users']],
    ['a new view with the name of its Explore', 'view: ledger {}', []],
    ['a new Explore with the name of its Explore', 'explore: ledger {}', ['explore ledger']],
    ['a new Explore with the name of a view of its Explore', 'explore: users {}', []],
    ['a new refinement of a view that this project does not define', 'view: +facts {}', ['view +facts']],
    ['a new statement', 'week_start_day: monday', ['week_start_day']],
    ['a new test', 'test: users {}', []],
    ['a new label of a model', 'label: "A"', []],
    ['a new number format', 'named_value_format: euro {}', []],
  ])(
    'after %s (%s), an Explore of another project is affected by these blocks: %j',
    async (_, text, blocks) => {
      const told = {
        ...shows('finance::ledger'),
        explores: {
          'finance::ledger': {
            paths: [],
            modelPaths: new Set(['views/orders.view.lkml']),
            views: new Set(['users']),
          },
        },
      }
      expect(await reasonsOf('42', change({}, { 'new.lkml': text }, told))).toEqual(
        blocks.map(block => `${block} in new.lkml, used by a tile`),
      )
    },
  )

  test.each([
    ['a statement', ['week_start_day'], 'week_start_day: monday', 'week_start_day: sunday'],
    ['a refinement', ['view +facts'], 'view: +facts { label: "A" }', 'view: +facts { label: "B" }'],
    ['a view', [], 'view: ledger { label: "A" }', 'view: ledger { label: "B" }'],
  ])(
    'after a change of %s in a file that the deployed commit may lack, an Explore of another project is affected by %j',
    async (_, blocks, before, after) => {
      const told = {
        ...shows('finance::ledger'),
        explores: {
          'finance::ledger': { paths: [], modelPaths: new Set(['views/orders.view.lkml']) },
        },
      }
      const edited = change({ 'late.lkml': before }, { 'late.lkml': after }, told)
      expect(await reasonsOf('42', edited)).toEqual(
        blocks.map(block => `${block} in late.lkml, used by a tile`),
      )
    },
  )

  test('a model of another project is affected by a new model file only if it includes model files of this project', async () => {
    const added = { 'new.model.lkml': 'connection: "db"' }
    expect(await reasonsOf('42', change({}, added, finance('views/orders.view.lkml')))).toEqual([])
    expect(await reasonsOf('42', change({}, added, finance('thelook.model.lkml')))).toEqual([
      'connection in new.model.lkml, used by a tile',
    ])
  })
})

describe('an Explore of another project that Looker describes at another commit', () => {
  const files = {
    'thelook.model.lkml': 'connection: "db"\ninclude: "/**/*.view"\nexplore: orders { label: "A" }',
    'manifest.lkml': 'constant: brand { value: "A" }',
    'views/orders.view.lkml': 'view: orders { label: "A" }',
    'views/new/items.view.lkml': 'view: items { label: "A" }',
  }
  const reasons = (path: keyof typeof files, told: { paths: string[]; views?: string[] }) =>
    reasonsOf(
      '42',
      change(
        files,
        { [path]: files[path].replace('"A"', '"B"') },
        {
          ...shows('finance::ledger'),
          explores: {
            'finance::ledger': {
              paths: told.paths,
              modelPaths: new Set(told.paths),
              hasForeignFiles: true,
              views: new Set(told.views),
            },
          },
        },
      ),
    )
  const paths = ['views/orders.view.lkml', 'views/items.view.lkml']
  const words = ['view items in views/new/items.view.lkml, used by a tile']

  test('an Explore of another project is affected by a file that Looker does not name if Looker names a file that neither commit has', async () => {
    expect(await reasons('views/new/items.view.lkml', { paths })).toEqual(words)
    expect(await reasons('views/new/items.view.lkml', { paths: ['views/orders.view.lkml'] })).toEqual([])
  })

  test('an Explore of another project is affected by a changed include in a file that Looker does not name if Looker names a file that neither commit has', async () => {
    const edited = {
      'views/new/items.view.lkml': `include: "/more/*"\n${files['views/new/items.view.lkml']}`,
    }
    const explores = { 'finance::ledger': { paths } }
    expect(await reasonsOf('42', change(files, edited, { ...shows('finance::ledger'), explores }))).toEqual([
      'views/new/items.view.lkml, which includes other files',
    ])
  })

  test.each(['thelook.model.lkml', 'manifest.lkml'] as const)(
    'an Explore of another project is not affected by %s, although Looker names a file that neither commit has',
    async path => expect(await reasons(path, { paths })).toEqual([]),
  )

  test('an Explore of another project is affected by its view if no file that Looker names defines the view', async () => {
    const told = { paths: ['views/orders.view.lkml'], views: ['orders', 'items'] }
    expect(await reasons('views/new/items.view.lkml', told)).toEqual(words)
  })
})

test('an Explore that names its view with a constant is affected by imported views that this view is derived from', async () => {
  const files = {
    ...model(
      'explore: orders { from: @{prefix}1 }',
      'explore: derived { extends: [base] view_name: orders }',
    ),
    'manifest.lkml': 'constant: prefix { value: "v" }',
    'v1.view.lkml': 'view: v1 { derived_table: { explore_source: derived { column: id {} } } }',
  }
  const edited = { 'refine/users.lkml': 'view: +users { label: "A" }' }
  expect(await reasonsOf('42', change(files, edited, described('orders', 'v1')))).toContain(
    'view +users in refine/users.lkml, used by a tile',
  )
})

describe('an imported Explore', () => {
  const sales = described('sales', 'facts')
  const inModel = (files: Files, path: string, from: string, to: string) =>
    reasonsOf(
      '42',
      change({ ...model(), ...files }, { [path]: (files[path] ?? '').replace(from, () => to) }, sales),
    )
  const config = 'view: config { extension: required sql_table_name: a.b ;; }'

  test('an imported Explore is affected by a view that no file of this project uses', async () =>
    expect(await inModel({ 'config.lkml': config }, 'config.lkml', 'a.b', 'a.c')).toEqual([
      'view config in config.lkml, used by a tile',
    ]))

  test('an imported Explore is affected by a view if the only view that uses it is unused', async () => {
    const files = { 'config.lkml': 'view: config { extends: [base] }', 'base.lkml': 'view: base {}' }
    expect(await inModel(files, 'base.lkml', '{}', '{ label: "A" }')).toEqual([
      'view base in base.lkml, used by a tile',
    ])
  })

  test('an imported Explore is affected by an Explore template that no file of this project uses', async () => {
    const files = { 'base.lkml': 'explore: base { extension: required sql_always_where: 1=1 ;; }' }
    expect(await inModel(files, 'base.lkml', '1=1', '1=2')).toEqual([
      'explore base in base.lkml, used by a tile',
    ])
  })

  test.each([
    ['a word in the SQL of a view', 'view: more { dimension: a { sql: config.a ;; } }'],
    ['a field of an Explore', 'explore: more { fields: [config.id] from: other }'],
    ['a test', 'test: more { explore_source: config { column: config {} } }'],
    ['a file that cannot be read', 'view: more { label: "config"'],
  ])('an imported Explore is affected by a template whose name only occurs in %s', async (_, text) => {
    const explore = 'explore: config { extension: required sql_always_where: a.b ;; }'
    const files = { 'more.lkml': text, 'other.lkml': 'view: other {}' }
    for (const template of [config, explore])
      expect(await inModel({ ...files, 'config.lkml': template }, 'config.lkml', 'a.b', 'a.c')).toEqual([
        `${template.slice(0, template.indexOf(' {')).replace(':', '')} in config.lkml, used by a tile`,
      ])
  })

  test('an imported Explore is not affected by a template that an Explore of this project extends', async () => {
    const files = {
      'config.lkml': 'explore: config { extension: required sql_always_where: a.b ;; }',
      'more.lkml': 'explore: more { extends: [@{base}] from: other }\nview: other {}',
      'manifest.lkml': 'constant: base { value: "config" }',
    }
    expect(await inModel(files, 'config.lkml', 'a.b', 'a.c')).toEqual([])
  })

  test('an imported Explore is not affected by a new view that nothing uses', async () => {
    const edited = change(model(), { 'new.lkml': 'view: new {}' }, sales)
    expect(await reasonsOf('42', edited)).toEqual([])
  })

  test('an imported Explore is not affected by a view that an Explore of this project uses', async () => {
    const files = { 'users.lkml': 'view: users {}\nexplore: users {}' }
    expect(await inModel(files, 'users.lkml', '{}', '{ label: "A" }')).toEqual([])
  })

  test('an imported Explore is not affected by an Explore of this project', async () => {
    const files = { 'users.lkml': 'view: users {}\nexplore: users {}' }
    expect(await inModel(files, 'users.lkml', 'explore: users {}', 'explore: users { label: "A" }')).toEqual(
      [],
    )
  })

  test.each<[string, string, string]>([
    ['a constant that nothing uses', 'constant: brand { value: "A" }', '"B"'],
    ['the label of a model', 'label: "A"', '"B"'],
    ['an Explore that this project defines', 'explore: other { label: "A" from: users }', '"B"'],
  ])('an imported Explore is not affected by %s', async (_, text, to) => {
    const files = { 'more.lkml': text, 'users.lkml': 'view: users {}\nexplore: users {}' }
    expect(await inModel(files, 'more.lkml', '"A"', to)).toEqual([])
  })

  test('an imported Explore is affected by the views in the files that Looker names, and not by the Explores there', async () => {
    const text = 'view: users { label: "A" }\nexplore: users { label: "B" }\nexplore: more { from: users }'
    const told = { ...sales, explores: { 'thelook::sales': { paths: ['users.lkml'] } } }
    const reasons = (from: string, to: string) =>
      reasonsOf(
        '42',
        change({ ...model(), 'users.lkml': text }, { 'users.lkml': text.replace(from, to) }, told),
      )
    expect(await reasons('"A"', '"C"')).toEqual(['view users in users.lkml, used by a tile'])
    expect(await reasons('"B"', '"C"')).toEqual([])
  })

  test('an imported Explore is affected by each shared definition of its model, which imported views may use', async () => {
    const files = { 'formats.lkml': 'named_value_format: euro { value_format: "0" }' }
    expect(await inModel(files, 'formats.lkml', '"0"', '"1"')).toEqual([
      'named_value_format euro in formats.lkml, used by a tile',
    ])
  })
})

describe('an Explore of this project that imported files may refine', () => {
  const refinements = { 'refine.lkml': 'view: +facts { label: "A" }' }
  const edited = { 'refine.lkml': 'view: +facts { label: "B" }' }
  const reasons = (told: Partial<Described>) =>
    reasonsOf(
      '42',
      change({ ...model('explore: orders {}'), ...refinements }, edited, {
        ...shows('thelook::orders'),
        explores: { 'thelook::orders': { paths: ['views/orders.view.lkml'], ...told } },
      }),
    )

  test('an Explore of this project is affected by a view that an imported refinement joins', async () =>
    expect(await reasons({ views: new Set(['orders', 'facts']) })).toEqual([
      'view +facts in refine.lkml, used by a tile',
    ]))

  test('an Explore of this project is affected by refinements of imported views if some of its fields are imported', async () =>
    expect(await reasons({ views: new Set(['orders']), hasForeignFiles: true })).toEqual([
      'view +facts in refine.lkml, used by a tile',
    ]))

  test('an Explore is not affected by refinements of other views if all of its fields are in this project', async () =>
    expect(await reasons({ views: new Set(['orders']) })).toEqual([]))

  test('the alias of a view in a join is not a view of another project', async () => {
    const files = { ...model('explore: orders { join: buyers { from: orders } }'), ...refinements }
    const told = {
      ...shows('thelook::orders'),
      explores: { 'thelook::orders': { paths: [], views: new Set(['orders', 'buyers']) } },
    }
    expect(await reasonsOf('42', change(files, edited, told))).toEqual([])
  })

  test.each([
    'explore: base { extension: required sql_always_where: 1=1 ;; }',
    'view: base { extension: required sql_table_name: 1=1 ;; }',
  ])(
    'an Explore of this project is affected by an unused template that imported refinements may extend: %s',
    async template => {
      const files = { ...model('explore: orders {}'), 'base.lkml': template }
      const head = { 'base.lkml': template.replace('1=1', '1=2') }
      const explores = {
        'thelook::orders': { paths: ['views/orders.view.lkml'], views: new Set(['orders']) },
      }
      const told = { ...shows('thelook::orders'), explores }
      expect(await reasonsOf('42', change(files, head, told))).toEqual([
        `${template.slice(0, template.indexOf(':'))} base in base.lkml, used by a tile`,
      ])
      const unused = { 'base.lkml': template.replace('extension: required', '') }
      const edited = { 'base.lkml': unused['base.lkml'].replace('1=1', '1=2') }
      expect(await reasonsOf('42', change({ ...files, ...unused }, edited, told))).toEqual([])
    },
  )

  test('an Explore of this project is affected if Looker does not describe it', async () => {
    const files = change({ ...model('explore: orders {}'), ...refinements }, edited, shows('thelook::orders'))
    expect(await reasonsOf('42', files)).toEqual([
      'Looker did not describe the Explore thelook::orders, so any change may affect it',
    ])
  })

  test('no request to Looker is made for a template that the Explore extends, because Looker does not describe templates', async () => {
    const files = {
      ...model('explore: orders { extends: [middle] }'),
      'middle.lkml': 'explore: middle { extends: [base] extension: required }',
      'users.lkml': 'view: users {}\nexplore: users {}',
    }
    const edit = { 'users.lkml': 'view: users { label: "A" }\nexplore: users {}' }
    const selection = await select(['42'], change(files, edit, described('orders', 'orders', 'facts')))
    expect(selection.asked).toEqual(['thelook::orders'])
    expect(selection.targets[0]?.reasons).toEqual([])
  })

  test('an Explore is affected by the views of an Explore that its derived table reads, and that extends an imported one', async () => {
    const files = {
      ...model('explore: orders {}', 'explore: more { extends: [base] }'),
      'views/orders.view.lkml': 'view: orders { derived_table: { explore_source: more { column: id {} } } }',
      'users.lkml': 'view: users {}',
      'people.lkml': 'explore: people { join: users {} from: orders }',
    }
    const edit = { 'users.lkml': 'view: users { label: "A" }' }
    const explores = {
      'thelook::orders': { paths: [], views: new Set(['orders']) },
      'thelook::more': { paths: [], views: new Set(['users']) },
    }
    const told = { ...shows('thelook::orders'), explores }
    expect(await reasonsOf('42', change(files, edit, told))).toEqual([
      'view users in users.lkml, used by a tile',
    ])
  })

  test('no request to Looker is made for an Explore that the change already affects', async () => {
    const files = change(
      { ...model('explore: orders {}') },
      { 'views/orders.view.lkml': 'view: orders { label: "A" }' },
      shows('thelook::orders'),
    )
    expect((await select(['42'], files)).asked).toEqual([])
  })

  test('no request to Looker is made for an Explore that one of many changes affects', async () => {
    const views = Array.from({ length: 70 }, (_, index) => [`views/${index}.view.lkml`, `view: v${index} {}`])
    const edited = views.map(([path, text]) => [path, text?.replace('{}', '{ label: "A" }')])
    const files = change(
      { ...model('explore: orders {}', 'explore: v40 {}'), ...Object.fromEntries(views) },
      { ...Object.fromEntries(edited), 'views/orders.view.lkml': 'view: orders { label: "A" }' },
      { tiles: { 42: [['thelook::orders'], ['thelook::v40']] } },
    )
    expect((await select(['42'], files)).asked).toEqual([])
  })

  test('no request to Looker is made for an Explore if a file outside its model also defines its view', async () => {
    const files = {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\nexplore: orders {}',
      'x/orders.view.lkml': 'view: orders {}',
      'views/users.view.lkml': 'view: users {}',
    }
    const edit = change(
      files,
      { 'views/users.view.lkml': 'view: users { label: "A" }' },
      shows('thelook::orders'),
    )
    expect((await select(['42'], edit)).asked).toEqual([])
  })

  test('no request to Looker is made for an Explore in an unreadable file if its model imports no files', async () => {
    const files = {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/**/*"\n',
      'odd.lkml': 'explore: orders { join: users {}',
      'users.lkml': 'view: users {}',
    }
    const edit = change(files, { 'users.lkml': 'view: users { label: "A" }' }, shows('thelook::orders'))
    expect((await select(['42'], edit)).asked).toEqual([])
  })

  test('no request to Looker is made for an Explore whose model imports no files', async () => {
    const files = {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/**/*"\nexplore: orders {}',
      'users.lkml': 'view: users {}',
    }
    const edit = change(files, { 'users.lkml': 'view: users { label: "A" }' }, shows('thelook::orders'))
    expect((await select(['42'], edit)).asked).toEqual([])
  })
})

describe.each([
  ['//block', 'local_dependency: { project: "block" }'],
  ['/block', 'local_dependency: { project: "block" override_constant: project { value: "x" } }'],
  ['/block', 'constant: CORE { value: "block" } local_dependency: { project: "@{CORE}" }'],
  ['/block', 'remote_dependency: block { url: "https://a.example/block" ref: "main" }'],
])('an include that begins with %s, with the manifest %s', (block, manifest) => {
  const including = (...names: string[]) => ({
    'manifest.lkml': manifest,
    'thelook.model.lkml': [
      'connection: "db"',
      ...names.map(name => `include: "${name.replace('block', block)}"`),
      'include: "/views/*"',
      'explore: orders {}',
    ].join('\n'),
  })
  const told = described('orders', 'orders')
  const reason = 'thelook.model.lkml, which includes other files of an imported project'

  test('an Explore is affected if its model includes another file of an imported project', async () =>
    expect(await reasonsOf('42', change(including('block/a.view'), including('block/b.view'), told))).toEqual(
      [reason],
    ))

  test('an Explore is affected if a file of its model moves to the other side of the import', async () => {
    const refine = { 'r.lkml': 'view: +orders { label: "A" }' }
    const [before, after] = [including('block/a', '/r'), including('/r', 'block/a')]
    expect(await reasonsOf('42', change({ ...refine, ...before }, after, told))).toContain(reason)
  })
})

describe.each(['', '/thelook', '//thelook'])('an include of own files that begins with “%s/”', prefix => {
  const including = (path: string) => ({
    'manifest.lkml': 'project_name: "thelook"',
    'more/refine.view.lkml': 'view: +orders { sql_table_name: a ;; }',
    'more/week.lkml': 'week_start_day: monday',
    'thelook.model.lkml': `connection: "db"\ninclude: "/views/*"\ninclude: "${prefix}${path}"\nexplore: orders {}`,
  })

  test('an Explore is affected by a refinement that its model begins to include', async () =>
    expect(
      await reasonsOf(
        '42',
        change(including('/none'), including('/more/refine.view'), shows('thelook::orders')),
      ),
    ).toEqual(['view +orders in more/refine.view.lkml (now included by the model thelook), used by a tile']))

  test('an Explore is affected by a statement in an included file', async () => {
    const edited = { 'more/week.lkml': 'week_start_day: sunday' }
    const edit = change(including('/more/week'), edited, shows('thelook::orders'))
    expect(await reasonsOf('42', edit)).toEqual(['week_start_day in more/week.lkml, used by a tile'])
  })
})

test.each(['dw_users', 'users'])(
  'a refinement of a view that an imported view reads affects an Explore that reads the imported view, although another view, which comes first, reads the table %s',
  async table => {
    const files = {
      'thelook.model.lkml': `connection: "db"\ninclude: "//hub/**/*.view"\ninclude: "/views/*.view"\nexplore: orders {}\nview: customers { sql_table_name: dw.${table} ;; }`,
      'views/orders.view.lkml': `view: orders { derived_table: { sql: select 1 from \${users.SQL_TABLE_NAME} ;; } }`,
      'views/people_refined.view.lkml': 'view: +people { sql_table_name: prod.people ;; }',
      'views/users_refined.view.lkml': 'view: +users { dimension: segment {} }',
    }
    const edited = { 'views/people_refined.view.lkml': 'view: +people { sql_table_name: test.people ;; }' }
    expect(await reasonsOf('42', change(files, edited, described('orders', 'orders')))).toEqual([
      'view +people in views/people_refined.view.lkml, used by a tile',
    ])
  },
)

describe('an Explore counts as using imported files if', () => {
  const people = { 'refine.lkml': 'view: +people { label: "A" }' }
  const edited = { 'refine.lkml': 'view: +people { label: "B" }' }
  test.each<[string, Files, string[]]>([
    [
      'only a file that cannot be parsed names its view',
      { ...model('explore: orders { join: facts {} }'), 'odd.lkml': 'view: old { label: "facts"' },
      ['orders', 'facts'],
    ],
    [
      'only a file that cannot be parsed defines the Explore',
      { ...model(), 'odd.lkml': 'explore: orders { join: facts {}' },
      ['facts'],
    ],
    [
      'its view extends a view with a hyphen in its name',
      { ...model('explore: orders {}'), 'views/orders.view.lkml': 'view: orders { extends: [fact-view] }' },
      ['orders'],
    ],
    [
      'its calendar is imported',
      {
        ...model('explore: orders {}'),
        'views/orders.view.lkml':
          'view: orders { dimension_group: d { type: custom_calendar based_on_calendar: fiscal } }',
      },
      ['orders', 'fiscal'],
    ],
    [
      'this project defines its view only in files that the model does not include',
      {
        'thelook.model.lkml':
          'connection: "db"\ninclude: "//block/x/*.view"\ninclude: "/refine"\nexplore: orders { from: facts }',
        'x/facts.view.lkml': 'view: facts {}',
        'other.model.lkml': 'include: "/x/*.view"',
      },
      ['facts'],
    ],
  ])('an Explore counts as using imported files if %s', async (_, files, views) => {
    expect(
      await reasonsOf('42', change({ ...files, ...people }, edited, described('orders', ...views))),
    ).toEqual(['view +people in refine.lkml, used by a tile'])
  })
})

test.each<[string, string, string]>([
  ['begins to include', 'explore:', 'include: "/imports"\nexplore:'],
  ['no longer includes', 'include: "/more"\n', ''],
  ['begins to include, with a space before the name,', 'explore:', 'include: " //block/refine"\nexplore:'],
])('an Explore is affected if its model %s files of an imported project', async (_, from, to) => {
  const files = {
    'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\ninclude: "/more"\nexplore: orders {}',
    'imports.lkml': 'include: "//block/refine/*"',
    'more.lkml': 'include: "//block/more/*"',
  }
  const edited = { 'thelook.model.lkml': files['thelook.model.lkml'].replace(from, to) }
  const reasons = await reasonsOf('42', change(files, edited, shows('thelook::orders')))
  expect(
    reasons.filter(reason => reason.includes('which includes other files of an imported project')),
  ).toHaveLength(1)
})

describe('a dashboard of the same name that only another model includes', () => {
  const files = {
    'thelook.model.lkml':
      'connection: "db"\ninclude: "//block/*"\ninclude: "/boards/*"\ninclude: "/refine"\ninclude: "/views/*"\nexplore: orders {}',
    'other.model.lkml': 'include: "/x/*"',
    'x/sales.dashboard.lookml': '- dashboard: sales\n  elements:\n  - {name: a, explore: orders}\n',
    'boards/more.dashboard.lookml': '- dashboard: more\n  extends: sales\n',
    'refine.lkml': 'view: +facts { label: "A" }',
  }
  test.each(['sales', 'more'])(
    "the affected tiles of the dashboard “%s” come from Looker's description if only another model includes its file",
    async name => {
      const more = {
        tiles: { [`thelook::${name}`]: [['thelook::facts']] },
        explores: {
          'thelook::facts': { paths: [], views: new Set(['facts']) },
          'thelook::orders': { paths: [], views: new Set(['orders']) },
        },
      }
      const edited = { 'refine.lkml': 'view: +facts { label: "B" }' }
      expect(await reasonsOf(`thelook::${name}`, change(files, edited, more))).toEqual([
        'view +facts in refine.lkml, used by a tile',
      ])
    },
  )
})

describe("a path in Looker's description of an Explore of another project", () => {
  const file = { 'thelook.model.lkml': '', 'views/orders.view.lkml': 'view: orders {}' }
  test.each([
    'views/orders.view.lkml',
    '/views/orders.view.lkml',
    './views/orders.view.lkml',
    'views/orders.view',
    'orders.view.lkml',
    'thelook/views/orders.view.lkml',
    'finance/imported_projects/thelook/views/orders.view.lkml',
    'Views/Orders.view.lkml',
  ])(
    "the path %s in Looker's description of an Explore means the file views/orders.view.lkml",
    async path => {
      const edited = { 'views/orders.view.lkml': 'view: orders { label: "A" }' }
      const more = { ...shows('finance::ledger'), explores: { 'finance::ledger': { paths: [path] } } }
      expect(await reasonsOf('42', change(file, edited, more))).toEqual([
        'view orders in views/orders.view.lkml, used by a tile',
      ])
    },
  )
})

describe('a file that could not be split into blocks, in a model with imports', () => {
  const unsplit = 'view: a { derived_table: { sql: -- was view: b { once\n select 1 ;; } }\n'

  test('a change of an Explore that such a file adds to an imported Explore affects the Explores that may use it', async () => {
    const own = (filter: string) => ({
      'own.lkml': `explore: own { from: facts sql_always_where: ${filter} ;; }`,
    })
    const files = { ...model(), 'more.lkml': `explore: +base { extends: [own] }\n${unsplit}` }
    const told = described('sales', 'facts')
    expect(await reasonsOf('42', change({ ...files, ...own('1') }, own('2'), told))).toEqual([
      'explore own in own.lkml, used by a tile',
    ])
  })

  test('a refinement of an imported view affects an Explore that such a file may derive from the view', async () => {
    const users = (table: string) => ({ 'users.lkml': `view: +users { sql_table_name: ${table} ;; }` })
    const filter = `explore: +start { sql_always_where: id in (select id from \${facts.SQL_TABLE_NAME}) ;; }\n`
    const files = {
      ...model(),
      'start.lkml': 'explore: start { from: v }\nview: v { dimension: id {} }',
      'more.lkml': `${filter}${unsplit}`,
    }
    const told = {
      ...shows('thelook::start'),
      explores: { 'thelook::start': { paths: ['start.lkml'], views: new Set(['start', 'v']) } },
    }
    expect(await reasonsOf('42', change({ ...files, ...users('a') }, users('b'), told))).toEqual([
      'view +users in users.lkml, used by a tile',
    ])
  })

  test('an include of imported files may begin with a constant', async () => {
    const files = {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/**/*.lkml"',
      'start.lkml': 'explore: start {}\nview: start {}',
      'more.lkml': `include: "@{block}/*.lkml"\n${unsplit}`,
      'manifest.lkml': 'constant: block { value: "//block" }',
    }
    const users = (table: string) => ({ 'users.lkml': `view: +users { sql_table_name: ${table} ;; }` })
    const told = {
      ...shows('thelook::start'),
      explores: {
        'thelook::start': { paths: [], hasForeignFiles: true, views: new Set(['start', 'facts']) },
      },
    }
    expect(await reasonsOf('42', change({ ...files, ...users('a') }, users('b'), told))).toEqual([
      'view +users in users.lkml, used by a tile',
    ])
  })
})

test.each([
  ['a reference', '@{source} a', `\${facts.SQL_TABLE_NAME}`],
  ['a query', '(@{source})', `select * from \${facts.SQL_TABLE_NAME}`],
])(
  'a refinement of an imported view affects a view that reads a derived view by %s in a constant',
  async (_, sql, value) => {
    const files = {
      ...model('explore: start {}'),
      'manifest.lkml': `constant: source { value: "${value}" }`,
      'start.lkml': `view: start { derived_table: { sql: select * from ${sql} ;; } }`,
    }
    const users = (table: string) => ({ 'users.lkml': `view: +users { sql_table_name: ${table} ;; }` })
    const told = {
      ...shows('thelook::start'),
      explores: { 'thelook::start': { paths: ['start.lkml'], views: new Set(['start']) } },
    }
    expect(await reasonsOf('42', change({ ...files, ...users('a') }, users('b'), told))).toEqual([
      'view +users in users.lkml, used by a tile',
    ])
  },
)

test("a file in Looker's description of an Explore may have another letter case and a folder before it", async () => {
  const files = {
    'thelook.model.lkml': 'connection: "db"\ninclude: "/**/*.lkml"',
    'views/extra.view.lkml': 'view: extra { dimension: id {} }',
    'views/unnamed.view.lkml': 'view: unnamed { dimension: id {} }',
  }
  const told = {
    ...shows('other::start'),
    explores: { 'other::start': { paths: ['hub/Views/EXTRA.view.lkml'], views: new Set(['start']) } },
  }
  const edited = { 'views/extra.view.lkml': 'view: extra { dimension: id { sql: 1 ;; } }' }
  expect(await reasonsOf('42', change(files, edited, told))).toEqual([
    'view extra in views/extra.view.lkml, used by a tile',
  ])
  const unnamed = { 'views/unnamed.view.lkml': 'view: unnamed { dimension: id { sql: 1 ;; } }' }
  expect(await reasonsOf('42', change(files, unnamed, told))).toEqual([])
})
