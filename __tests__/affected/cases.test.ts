import { type Files, reasonsOf, select } from './select.ts'
import { change, dashboard, model, orders, ordersChange, shows, tileLines } from './small-project.ts'

/*
 * Changes that a reader of LookML may overlook. Each project has the model `thelook`, the view `orders`, and an Explore
 * that shows this view.
 */

describe('a change of a view reaches a LookML dashboard', () => {
  test.each([
    ['whose tile names model and Explore', dashboard('    model: thelook', ...tileLines)],
    ['whose tile names no model', dashboard(...tileLines)],
    [
      'whose list ends at the column of its parent, which YAML 1.2 refuses',
      dashboard(...tileLines.slice(0, 2), '    fields: [orders.count,', '  orders.sum]'),
    ],
    ['with a comment glued to a list', dashboard(...tileLines).replace('count]', 'count]# all')],
    [
      'with a string of several lines that are not indented',
      dashboard(...tileLines, '    body_text: "one', 'two"'),
    ],
    [
      'with a Ruby tag',
      dashboard(
        ...tileLines,
        '    filters: !ruby/hash:ActiveSupport::HashWithIndifferentAccess',
        '      a: b',
      ),
    ],
    ['in a file with two documents', `- dashboard: other\n---\n${dashboard(...tileLines)}`],
    [
      'with a tile that is merged from an anchor',
      `- dashboard: first\n  elements:\n  - &tile\n    name: x\n    explore: orders\n${dashboard('    <<: *tile')}`,
    ],
    ['with a byte-order mark and CRLF', `\uFEFF${dashboard(...tileLines)}`.replaceAll('\n', '\r\n')],
    ['that is written as JSON', '[{"dashboard": "sales", "elements": [{"name": "a", "explore": "orders"}]}]'],
    [
      'whose name follows other keys',
      `- title: Sales\n  dashboard: sales\n  elements:\n  - explore: orders\n`,
    ],
    ['whose name has an escape', `- dashboard: "s\\x61les"\n  elements:\n  - explore: orders\n`],
    ['whose keys are quoted', `- "dashboard": 'sales'\n  "elements":\n  - "explore": "orders"\n`],
    [
      'whose tile is in an extended dashboard of the same file',
      `- dashboard: base\n  elements:\n  - explore: orders\n- dashboard: sales\n  extends: base\n`,
    ],
    ['with a filter on its Explore', '- dashboard: sales\n  filters:\n  - name: date\n    explore: orders\n'],
    ['with merged results', '- dashboard: sales\n  elements:\n  - merged_queries:\n    - explore: orders\n'],
  ])('a change of a view reaches a LookML dashboard %s', async (_, text) => {
    const reasons = await reasonsOf('thelook::sales', ordersChange({ 'sales.dashboard.lookml': text }))
    expect(reasons[0]).toMatch(/^view orders in views\/orders\.view\.lkml, used by (a tile|this dashboard)$/)
  })

  test('a change of a view reaches a dashboard that extends an imported dashboard if Looker describes its tiles', async () => {
    const files = {
      'sales.dashboard.lookml': '- dashboard: sales\n  extends: block_sales\n',
      'manifest.lkml': 'local_dependency: { project: "block" }',
    }
    const told = { tiles: { 'thelook::sales': [['thelook::orders']] } }
    expect(await reasonsOf('thelook::sales', ordersChange(files, told))).toEqual([
      'view orders in views/orders.view.lkml, used by a tile',
    ])
    expect(await reasonsOf('thelook::sales', ordersChange(files))).toEqual([
      'Looker did not describe this target, so any change may affect it',
    ])
  })

  test('a change of a view reaches a dashboard of another project if Looker says that a tile uses the view', async () => {
    const files = {
      'sales.dashboard.lookml': dashboard(...tileLines),
      'views/users.view.lkml': 'view: users {}',
    }
    const told = {
      tiles: { 'finance::sales': [['finance::people']] },
      explores: {
        'finance::people': { paths: ['views/users.view.lkml'] },
        'finance::orders': { paths: ['views/orders.view.lkml'] },
      },
    }
    const users = change(files, { 'views/users.view.lkml': 'view: users { dimension: name {} }' }, told)
    expect(await reasonsOf('finance::sales', users)).toEqual([
      'view users in views/users.view.lkml, used by a tile',
    ])
  })

  test.each(['finance::sales', 'thelook::sales'])(
    'a change of a view reaches the tile that %s has in LookML, but not yet in the deployed commit',
    async id => {
      const files = { 'sales.dashboard.lookml': dashboard(...tileLines) }
      const explores = { 'finance::orders': { paths: ['views/orders.view.lkml'] } }
      const told = { tiles: { [id]: [] }, explores }
      expect(await reasonsOf(id, ordersChange(files, told))).toEqual([
        'view orders in views/orders.view.lkml, used by a tile',
      ])
    },
  )
})

describe('a change of a LookML dashboard with unreadable YAML', () => {
  const path = 'folder/other_name.dashboard.lookml'
  const unreadable = `${path} cannot be read as YAML, so any change may affect it`
  const text = dashboard('    model: thelook', ...tileLines).replace('count]', 'count, -]')

  test('a change of a LookML dashboard with unreadable YAML affects that dashboard, even if the file has another name', async () => {
    const edited = change({ [path]: text }, { [path]: text.replace('orders.count', 'orders.sum') })
    expect(await reasonsOf('thelook::sales', edited)).toEqual([
      `dashboard sales in ${path}, which defines this dashboard`,
      unreadable,
    ])
  })

  test('a LookML dashboard with unreadable YAML and an unknown constant is affected by every Explore', async () => {
    const unknown = { [path]: text.replace('explore: orders', 'explore: "@{unknown}"') }
    expect(await reasonsOf('thelook::sales', ordersChange(unknown))).toContain(
      'view orders in views/orders.view.lkml, used by this dashboard',
    )
  })

  test('a change of a LookML dashboard with unreadable YAML affects the dashboards that extend it', async () => {
    const small = { [path]: text, 'small.dashboard.lookml': '- dashboard: small\n  extends: sales\n' }
    const edited = change(small, { [path]: text.replace('orders.count', 'orders.sum') })
    expect(await reasonsOf('thelook::small', edited)).toEqual([
      `dashboard sales in ${path}, which this dashboard extends`,
      unreadable,
    ])
  })
})

describe('a changed block is found', () => {
  test.each<[string, string, string]>([
    [
      'if it follows a block on the same line',
      'view: a { dimension: id {} } view: orders { dimension: x {} }',
      'x',
    ],
    ['if the block name is on the next line', 'view: a {}\nview:\n  orders {\n  dimension: x {}\n}', 'x'],
    [
      'if a comment is before the block name',
      'view: a {}\nview: # the orders\n  orders { dimension: x {} }',
      'x',
    ],
    ['if the block header has two colons', 'view: a {}\nview:: orders { dimension: x {} }', 'x'],
    ['if no space follows the colon of the block header', 'view: a {}\nview:orders{dimension:x{}}', 'x'],
    [
      'in a refinement if a space follows the plus sign',
      'view: a {}\nview: + orders { dimension: x {} }',
      'x',
    ],
    [
      'if a string above it looks like a block header',
      'view: orders { description: "\nexplore: a {\n" dimension: x {} }',
      'x',
    ],
    ['if a comment above it looks like the end of the block', 'view: orders { # }\n dimension: x {} }', 'x'],
    [
      'if it follows SQL with braces',
      `view: orders { dimension: y { sql: {fn now()} } ;; } dimension: x {} }`,
      'x',
    ],
    ['in the LookML syntax before 2016', '- view: orders\n  fields:\n  - dimension: x\n', 'x'],
    ['in a file that ends in the middle of a block', 'view: orders { dimension: x {', 'x'],
  ])('a changed block is found %s', async (_, text, edited) => {
    const head = text.replace(new RegExp(`\\b${edited}\\b`), 'other')
    expect(head).not.toBe(text)
    const files = change(
      { 'views/more.view.lkml': text },
      { 'views/more.view.lkml': head },
      shows('thelook::orders'),
    )
    expect(await reasonsOf('42', files)).not.toEqual([])
  })

  test.each([
    ['with characters other than ASCII in the block name', 'öl'],
    ['with a hyphen in the block name', 'olive-oil'],
  ])('a changed block is found %s', async (_, name) => {
    const files = { 'views/z.view.lkml': `view: a {}\nview: ${name} {\n  dimension: x {}\n}\n` }
    const joined = {
      'thelook.model.lkml': `connection: "db"\ninclude: "/**/*"\nexplore: orders { join: ${name} { sql_on: 1=1 ;; } }`,
    }
    const edited = { 'views/z.view.lkml': files['views/z.view.lkml'].replace('x {}', 'y {}') }
    expect(await reasonsOf('42', change({ ...files, ...joined }, edited, shows('thelook::orders')))).toEqual([
      `view ${name} in views/z.view.lkml, used by a tile`,
    ])
  })

  test('a changed block is found in a file below .github', async () => {
    const path = '.github/orders.view.lkml'
    const edited = change(
      { [path]: 'view: +orders {}' },
      { [path]: 'view: +orders { label: "x" }' },
      shows('thelook::orders'),
    )
    expect(await reasonsOf('42', edited)).toEqual([`view +orders in ${path}, used by a tile`])
  })

  test.each([
    [
      'a long access grant',
      'access_grant: staff {\n  user_attribute: team\n  allowed_values: ["a",\n"b",\n"c",\n"d",\n"e"]\n}\nview: unused {}',
      'required_access_grants: [staff]',
    ],
    [
      'a named value format',
      'named_value_format: staff {\n\n\n\n  value_format: "e"\n}',
      'value_format_name: staff',
    ],
    ['a map layer', 'map_layer: staff { file: "e" }', 'map_layer_name: staff'],
    ['a datagroup', 'datagroup: staff { sql_trigger: select "e" ;; }', 'datagroup_trigger: staff'],
  ])(
    'a changed definition affects a target if a field of its Explore names the definition: %s',
    async (_, text, parameter) => {
      const view = { 'views/orders.view.lkml': `view: orders { dimension: id { ${parameter} } }` }
      const edited = change(
        { ...view, 'shared.lkml': text },
        { 'shared.lkml': text.replace('"e"', '"f"') },
        shows('thelook::orders'),
      )
      expect(await reasonsOf('42', edited)).toEqual([
        expect.stringMatching(/^\w+ staff in shared\.lkml, used by a tile$/),
      ])
    },
  )

  test('a changed view is found if a constant contains a part of the name of the view', async () => {
    const files = {
      'manifest.lkml': 'constant: kind { value: "order" }',
      'thelook.model.lkml': 'connection: "db"\ninclude: "/**/*"\nexplore: sales { from: @{kind}s }',
    }
    expect(await reasonsOf('42', ordersChange(files, shows('thelook::sales')))).toEqual([
      'view orders in views/orders.view.lkml, used by a tile',
    ])
    const renamed = change(
      files,
      { 'manifest.lkml': 'constant: kind { value: "user" }' },
      shows('thelook::sales'),
    )
    expect(await reasonsOf('42', renamed)).toContain('constant kind in manifest.lkml, used by a tile')
  })

  test('a changed view is found if the SQL of another view names the table of the changed view', async () => {
    const files = {
      'views/orders.view.lkml': `view: orders { derived_table: { sql: select * from scratch.d1_thelook_facts ;; } }`,
      'views/facts.view.lkml': 'view: facts { derived_table: { publish_as_db_view: yes sql: select 1 ;; } }',
    }
    const edited = { 'views/facts.view.lkml': files['views/facts.view.lkml'].replace('select 1', 'select 2') }
    expect(await reasonsOf('42', change(files, edited, shows('thelook::orders')))).toEqual([
      'view facts in views/facts.view.lkml, used by a tile',
    ])
  })

  test('a new number format is found if a changed tile of a LookML dashboard uses it', async () => {
    const tile = dashboard(...tileLines)
    const format = { 'formats.lkml': 'named_value_format: euro { value_format: "0" }' }
    const used = { 'sales.dashboard.lookml': `${tile}    value_format_name: euro\n` }
    const unused = { 'sales.dashboard.lookml': tile }
    const words = 'named_value_format euro in formats.lkml, used by a tile'
    expect(await reasonsOf('thelook::sales', change(unused, { ...used, ...format }))).toContain(words)
    expect(await reasonsOf('thelook::sales', change(used, { ...unused, ...format }))).not.toContain(words)
  })

  test('a changed Explore is found if a derived table is built from it', async () => {
    const facts =
      'view: facts { derived_table: { explore_source: orders { bind_all_filters: yes column: id {} } } }'
    const files = { 'thelook.model.lkml': `${model}explore: facts {}\n`, 'views/facts.view.lkml': facts }
    expect(await reasonsOf('42', ordersChange(files, shows('thelook::facts')))).toEqual([
      'view orders in views/orders.view.lkml, used by a tile',
    ])
  })
})

describe('a changed include', () => {
  const extra = { 'extra/more.lkml': 'view: +orders { dimension: id { label: "Number" } }' }
  const narrow = {
    'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*.view.lkml"\nexplore: orders {}\n',
  }
  const words = 'view +orders in extra/more.lkml (now included by the model thelook), used by a tile'

  test('a new include of a refinement affects the refined block, even if the include is in a view file', async () => {
    const big = { 'views/big.view.lkml': 'view: big {}' }
    const edited = { 'views/big.view.lkml': 'include: "/extra/*.lkml"\nview: big {}' }
    expect(
      await reasonsOf('42', change({ ...narrow, ...extra, ...big }, edited, shows('thelook::orders'))),
    ).toEqual([words])
  })

  test('a new include of a refinement affects nothing if the model already includes the file', async () => {
    const edited = { 'thelook.model.lkml': `${model}include: "/extra/more"\n` }
    expect(await reasonsOf('42', change(extra, edited, shows('thelook::orders')))).toEqual([])
  })

  test('a new include of files affects nothing if the model already includes them, and one that cannot be split into blocks has no refinement', async () => {
    const files = { 'views/more.view.lkml': 'view: users { sql: -- view: a { ;; }' }
    const edited = { 'new.explore.lkml': 'include: "/views/*.view"\nexplore: people { from: users }' }
    expect(await reasonsOf('42', change(files, edited, shows('thelook::orders')))).toEqual([])
  })

  test('a new include does not affect a file that an unchanged include may find', async () => {
    const files = {
      'thelook.model.lkml':
        'connection: "db"\ninclude: "more.lkml"\ninclude: "/views/orders.view"\nexplore: orders {}\n',
      ...extra,
      'date.lkml': 'view: date {}',
    }
    const edited = { 'thelook.model.lkml': `${files['thelook.model.lkml']}include: "/date"\n` }
    expect(await reasonsOf('42', change(files, edited, shows('thelook::orders')))).toEqual([])
  })

  test('a removed include of a refinement affects the refined block', async () => {
    const files = { ...narrow, ...extra, 'views/big.view.lkml': 'include: "/extra/*.lkml"' }
    expect(
      await reasonsOf('42', change(files, { 'views/big.view.lkml': '' }, shows('thelook::orders'))),
    ).toEqual([words.replace('now', 'no longer')])
  })

  test('a new order of includes affects a block with two refinements', async () => {
    const lines = ['include: "/views/orders.view"', 'include: "/a.view"', 'include: "/b.view"']
    const modelWith = (list: string[]) => `connection: "db"\n${list.join('\n')}\nexplore: orders {}\n`
    const files = {
      'thelook.model.lkml': modelWith(lines),
      'a.view.lkml': 'view: +orders { label: "A" }',
      'b.view.lkml': 'view: +orders { label: "B" }',
    }
    const edited = { 'thelook.model.lkml': modelWith([lines[0] ?? '', lines[2] ?? '', lines[1] ?? '']) }
    expect(await reasonsOf('42', change(files, edited, shows('thelook::orders')))).toContain(
      'view +orders in a.view.lkml (included in another order in the model thelook), used by a tile',
    )
  })

  test('a new order of includes affects a block, even if a wildcard include may find one of the files earlier', async () => {
    const modelWith = (...names: string[]) =>
      ['connection: "db"', 'include: "b.view"', 'include: "/views/*"']
        .concat(names.map(name => `include: "/x/${name}.view"`))
        .concat('explore: orders {}')
        .join('\n')
    const files = {
      'thelook.model.lkml': modelWith('a', 'b'),
      'x/a.view.lkml': 'view: +orders { label: "A" }',
      'x/b.view.lkml': 'view: +orders { label: "B" }',
    }
    const edited = { 'thelook.model.lkml': modelWith('b', 'a') }
    expect(await reasonsOf('42', change(files, edited, shows('thelook::orders')))).toContain(
      'view +orders in x/a.view.lkml (included in another order in the model thelook), used by a tile',
    )
  })

  test.each<[string, string, readonly string[]]>([
    [
      'affects the Explore if an included file has a block with the same name',
      'explore: +orders { label: "B" }',
      ['explore orders', 'explore +orders'].map(
        one => `${one} in thelook.model.lkml (moved before or after an include), used by a tile`,
      ),
    ],
    ['does not affect the Explore if no included file has a block with the same name', 'view: users {}', []],
  ])('a move of a refinement across an include %s', async (_, text, reasons) => {
    const include = 'include: "/more.view"'
    const block = 'explore: +orders { label: "A" }'
    const modelWith = (...lines: string[]) => [narrow['thelook.model.lkml'], ...lines].join('\n')
    const files = { 'thelook.model.lkml': modelWith(include, block), 'more.view.lkml': text }
    const edited = { 'thelook.model.lkml': modelWith(block, include) }
    expect(await reasonsOf('42', change(files, edited, shows('thelook::orders')))).toEqual(reasons)
  })

  test('a new include of a LookML dashboard affects that dashboard, even if the target names the model in capital letters', async () => {
    const files = { ...narrow, 'boards/sales.dashboard.lookml': '- dashboard: sales\n  elements: []\n' }
    const edited = { 'thelook.model.lkml': `${narrow['thelook.model.lkml']}include: "/boards/*"\n` }
    const changed = change(files, edited, { tiles: { 'THELOOK::sales': [] } })
    for (const id of ['thelook::sales', 'THELOOK::sales'])
      expect(await reasonsOf(id, changed)).toContain(
        'dashboard sales in boards/sales.dashboard.lookml (now included by the model thelook)',
      )
  })
})

describe('an imported Explore', () => {
  const imported: Files = {
    'thelook.model.lkml': 'connection: "db"\ninclude: "//block/*.lkml"\ninclude: "/**/*.lkml"\n',
    'refine/users.lkml': `view: +users { dimension: name { sql: \${TABLE}.name ;; } }`,
  }
  const edited = {
    'refine/users.lkml': imported['refine/users.lkml']?.replace('TABLE}.name', 'TABLE}.full_name') ?? '',
  }
  const told = {
    ...shows('thelook::sales'),
    explores: { 'thelook::sales': { paths: ['refine/users.lkml'] } },
  }
  const words = ['view +users in refine/users.lkml, used by a tile']

  test.each<[string, Files]>([
    [
      'an imported Explore that this project refines',
      { 'refine/sales.lkml': 'explore: +sales { label: "Ours" }' },
    ],
    ['an imported Explore that this project does not refine', {}],
  ])('%s is affected by a refined imported view if Looker names the file of the view', async (_, files) => {
    expect(await reasonsOf('42', change({ ...imported, ...files }, edited, told))).toEqual(words)
  })

  test('an imported Explore is affected by a refined view if Looker names the view and not its file', async () => {
    const byName = { ...told, explores: { 'thelook::sales': { paths: [], views: new Set(['users']) } } }
    expect(await reasonsOf('42', change(imported, edited, byName))).toEqual(words)
  })

  test('an imported Explore is affected by a refinement of an imported view from which its views may be derived', async () => {
    const other = { ...told, explores: { 'thelook::sales': { paths: [], views: new Set(['orders']) } } }
    expect(await reasonsOf('42', change(imported, edited, other))).toEqual(words)
  })

  test('an imported Explore is not affected by a refinement of a view that this project defines', async () => {
    const own = { 'users.view.lkml': 'view: users {}\nexplore: users {}' }
    const other = { ...told, explores: { 'thelook::sales': { paths: [], views: new Set(['orders']) } } }
    expect(await reasonsOf('42', change({ ...imported, ...own }, edited, other))).toEqual([])
  })

  test('an imported Explore is affected if an Explore of this project extends it', async () => {
    const files = { ...imported, 'our.lkml': 'explore: our_sales { extends: [sales] }' }
    const ours = {
      ...shows('thelook::our_sales'),
      explores: { ...told.explores, 'thelook::our_sales': told.explores['thelook::sales'] },
    }
    expect(await reasonsOf('42', change(files, edited, ours))).toEqual(words)
  })

  test('an imported Explore is affected by any change if Looker does not describe it', async () => {
    expect(await reasonsOf('42', change(imported, edited, shows('thelook::sales')))).toEqual([
      'Looker did not describe the Explore thelook::sales, so any change may affect it',
      ...words,
    ])
  })

  test('an imported Explore of another project is affected by a view that its imported view uses', async () => {
    const files = {
      'views/orders.view.lkml': `view: orders { derived_table: { sql: select * from \${users.SQL_TABLE_NAME} ;; } }`,
      'views/users.view.lkml': 'view: users {}',
    }
    const finance = {
      ...shows('finance::o'),
      explores: { 'finance::o': { paths: ['views/orders.view.lkml'] } },
    }
    const users = { 'views/users.view.lkml': 'view: users { sql_table_name: people ;; }' }
    expect(await reasonsOf('42', change(files, users, finance))).toEqual([
      'view users in views/users.view.lkml, used by a tile',
    ])
    const nothing = { ...finance, explores: { 'finance::o': { paths: [] } } }
    expect(await reasonsOf('42', change(files, users, nothing))).toEqual([])
  })
})

describe('a file that cannot be read', () => {
  test('a file that cannot be read affects every target of the project if any LookML changed', async () => {
    const files = ordersChange(
      { 'generated/mid.view.lkml': '' },
      { ...shows('thelook::orders'), unread: ['generated/mid.view.lkml'] },
    )
    const words =
      'generated/mid.view.lkml could not be read (it is a Git LFS pointer) and may contain anything'
    const { targets } = await select(['42', 'thelook::any'], files)
    for (const { reasons } of targets) expect(reasons).toContain(words)
  })

  test.each<[string, string, readonly string[]]>([
    ['cannot be parsed', 'view: mid {', []],
    ['cannot be read', '', ['mid.lkml']],
  ])('a model may include every file if a file that it includes %s', async (_, text, unread) => {
    const files = {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/mid"\ninclude: "/views/*"\nexplore: orders {}\n',
      'mid.lkml': text,
      'more/day.lkml': 'week_start_day: monday',
    }
    const edited = change(
      files,
      { 'more/day.lkml': 'week_start_day: sunday' },
      { ...shows('thelook::orders'), unread },
    )
    expect(await reasonsOf('42', edited)).toContain('week_start_day in more/day.lkml, used by a tile')
  })

  test('a file that cannot be read affects nothing if no LookML changed', async () => {
    const files = change(
      { 'x.view.lkml': '' },
      { 'README.md': 'x' },
      { ...shows('thelook::orders'), unread: ['x.view.lkml'] },
    )
    expect(await reasonsOf('42', files)).toEqual([])
  })

  test('a changed file that cannot be parsed is named by its path', async () => {
    const odd = (label: string) => ({ 'odd.lkml': `view: orders { label: "${label}"` })
    expect(await reasonsOf('42', change(odd('A'), odd('B'), shows('thelook::orders')))).toContain(
      'odd.lkml, used by a tile',
    )
  })

  test('a target is affected by a changed view if an unreadable file names the Explore and the view', async () => {
    const broken = {
      'views/mid.view.lkml': `view: mid { derived_table: { sql: select * from \${leaf.SQL_TABLE_NAME} ;; }`,
      'views/leaf.view.lkml': 'view: leaf {}',
    }
    const joined = {
      'thelook.model.lkml':
        'connection: "db"\ninclude: "/**/*"\nexplore: orders { join: mid {} }\nexplore: lonely { from: orders }',
    }
    const leaf = { 'views/leaf.view.lkml': 'view: leaf { label: "x" }' }
    const files = change({ ...broken, ...joined }, leaf, {
      tiles: { 42: [['thelook::orders']], 43: [['thelook::lonely']] },
    })
    const { targets } = await select(['42', '43'], files)
    expect(targets[0]?.reasons).toEqual(['view leaf in views/leaf.view.lkml, used by a tile'])
    expect(targets[1]?.reasons).toEqual([])
  })
})

describe('no target is affected by a change of', () => {
  const sales = { 'sales.dashboard.lookml': dashboard('    model: thelook', ...tileLines) }

  test.each<[string, Files]>([
    ['a comment', { 'views/orders.view.lkml': `# note\n${orders}` }],
    [
      'the layout of a block',
      { 'views/orders.view.lkml': orders.replaceAll('\n', '\r\n').replace('{', '\n{ # orders') },
    ],
    ['a script of another tool', { 'etl/job.py': 'x=2' }],
    ['a view that no Explore uses', { 'views/date.view.lkml': 'view: date {}' }],
    ['another Explore of the model', { 'thelook.model.lkml': `${model}explore: others { from: orders }\n` }],
    ['another dashboard of the project', { 'other.dashboard.lookml': '- dashboard: other\n' }],
    ['a test', { 'tests.lkml': 'test: count { explore_source: orders { column: id {} } }' }],
    ['an agent', { 'thelook.model.lkml': `${model}agent: sales { instructions: "Name the orders." }\n` }],
    [
      'another dashboard with comments, braces and YAML aliases',
      {
        'other.dashboard.lookml':
          '# Others\n- dashboard: other\n  elements:\n  - &tile {name: a, listen: {Date: orders.date}}\n  listen: {Date: orders.date}\n',
      },
    ],
  ])('no target is affected by a change of %s', async (_, head) => {
    expect(await reasonsOf('thelook::sales', change(sales, head))).toEqual([])
  })

  test('no target is affected by a change of a line break after HTML or after a column of the own table', async () => {
    const view = (space: string) => ({
      'views/orders.view.lkml': `view: orders { dimension: id { sql: \${TABLE}.id${space};; html: {{ value }}${space};; } }`,
    })
    expect(await reasonsOf('thelook::sales', change({ ...sales, ...view('\n') }, view(' ')))).toEqual([])
  })

  test('no target is affected by a change of an unused view, even if its name is a common word', async () => {
    const files = {
      ...sales,
      'views/orders.view.lkml': `view: orders { dimension: date { type: date sql: DATE(\${TABLE}.id) ;; } }`,
      'views/date.view.lkml': 'view: date { dimension: id {} }',
    }
    const edited = { 'views/date.view.lkml': 'view: date { dimension: no {} }' }
    expect(await reasonsOf('thelook::sales', change(files, edited))).toEqual([])
  })

  test('no target is affected by a change of a view with many constants that two manifests define', async () => {
    const constants = (value: string) =>
      Array.from({ length: 7 }, (_, index) => `constant: c${index} { value: "${value}" }`).join('\n')
    const view = (sql: string) =>
      `view: facts { derived_table: { sql_trigger_value: ${sql}, @{c0} @{c1} @{c2} @{c3} @{c4} @{c5} @{c6} ;; } }`
    const files = {
      ...sales,
      'manifest.lkml': constants('small orders'),
      'block/manifest.lkml': constants('large orders'),
      'views/facts.view.lkml': view('select 1'),
    }
    const edited = { 'views/facts.view.lkml': view('select 2') }
    expect(await reasonsOf('thelook::sales', change(files, edited))).toEqual([])
  })

  test('no target is affected by a block that moves before an include with a new spelling, if the include finds no block of its name', async () => {
    const models = (...lines: string[]) => ({
      'thelook.model.lkml': ['connection: "db"', 'include: "/**/*.dashboard"', ...lines, ''].join('\n'),
      'views/users.view.lkml': 'view: users {}',
    })
    const files = { ...sales, ...models('include: "/views/*.view"', 'explore: orders {}') }
    const edited = models('explore: orders {}', 'include: "/views/**/*.view.lkml"')
    expect(await reasonsOf('thelook::sales', change(files, edited))).toEqual([])
  })

  test('no target is affected by a change of the values that Looker suggests only in a menu', async () => {
    const filter =
      '  filters:\n  - {name: f, explore: orders, field: orders.id, ui_config: {display: popover}}\n'
    const files = {
      'sales.dashboard.lookml': `- dashboard: sales\n${filter}`,
      'views/orders.view.lkml': 'view: orders { dimension: id { suggest_explore: users } }',
      'views/users.view.lkml': 'view: users {}\nexplore: users {}',
    }
    const edited = { 'views/users.view.lkml': 'view: users { label: "x" }\nexplore: users {}' }
    expect(await reasonsOf('thelook::sales', change(files, edited))).toEqual([])
  })

  test('no target is affected by a change of a view that writes a temporary table with a common name', async () => {
    const view = (sql: string) => `view: facts { derived_table: { create_process: { ${sql} } } }`
    const steps = `sql_step: create temp table date as select 1 ;; sql_step: create table \${SQL_TABLE_NAME} as select * from date ;; sql_step: merge \${SQL_TABLE_NAME} using date on 1=1 when matched then update set a = 1 ;;`
    const files = {
      ...sales,
      'views/orders.view.lkml': `view: orders { dimension: day { sql: date(\${TABLE}.date, 'set') ;; } }`,
      'views/facts.view.lkml': view(steps),
    }
    const edited = { 'views/facts.view.lkml': view(steps.replace('select 1', 'select 2')) }
    expect(await reasonsOf('thelook::sales', change(files, edited))).toEqual([])
  })
})
