import { type Change, type Files, reasonsOf } from './select.ts'
import { change, dashboard, shows, tileLines } from './small-project.ts'

/*
 * Changes that are easy to overlook. They cover each parameter in LookML's reference
 * (https://cloud.google.com/looker/docs/reference/lookml-quick-reference). Each change affects a picture of the target.
 */

/**
 * A change of a project. `edit` replaces the text `from` in one file with the text `to`. If `from` is the whole text of
 * the file and `to` is empty, `edit` deletes the file.
 */
interface Attack {
  files: Files
  edit: readonly [path: string, from: string, to: string]
  target?: string
  more?: Omit<Change, 'base' | 'head'>
}

function toChange({ files, edit: [path, from, to], more }: Attack): Change {
  const text = files[path] ?? ''
  const edited = change(files, { [path]: text.replace(from, () => to) }, more ?? shows('thelook::orders'))
  const head = Object.entries(edited.head).filter(([one]) => one !== path || to !== '' || text !== from)
  const base = Object.entries(edited.base).filter(([one]) => one !== path || text !== '')
  return { ...edited, base: Object.fromEntries(base), head: Object.fromEntries(head) }
}

const users = `view: users { dimension: id { sql: \${TABLE}.id ;; } }`
const usersEdit = ['users.view.lkml', '.id ;;', '.no ;;'] as const
/** Returns a project whose Explore is in a separate file. */
const explore = (text: string, view = 'view: orders {}') => ({
  'thelook.model.lkml': 'connection: "db"\ninclude: "/**/*"\n',
  'orders.explore.lkml': text,
  'views/orders.view.lkml': view,
  'users.view.lkml': users,
})
const usedIn = (text: string, view?: string): Attack => ({ files: explore(text, view), edit: usersEdit })
/** Adds a text to the view `orders`. The text refers to the view `users`, which the edit changes. */
const viewWith = (text: string): Attack => usedIn('explore: orders {}', `view: orders { ${text} }`)
const parameter = (text: string, from: string, to: string): Attack => ({
  files: explore('explore: orders {}', `view: orders {\n  ${text}\n}`),
  edit: ['views/orders.view.lkml', from, to],
})
const exploreParameter = (text: string, from: string, to: string): Attack => ({
  files: explore(`explore: orders {\n  ${text}\n}`),
  edit: ['orders.explore.lkml', from, to],
})
/** Adds `use` to the view `orders`. `use` refers by name to a block in `shared.lkml`, and the edit changes this file. */
const named = (use: string, text: string, from: string, to: string): Attack => ({
  files: { ...explore('explore: orders {}', `view: orders { ${use} }`), 'shared.lkml': text },
  edit: ['shared.lkml', from, to],
})
const shop = 'connection: "db"\nweek_start_day: monday\ninclude: "/shop/*"'
/** The Explore reads the table `people`, which the view `people` of the model `shop` makes. */
const ofOtherModel = (table: string, [from, to]: readonly [string, string], more: Files = {}): Attack => ({
  files: {
    ...more,
    ...explore(
      'explore: orders {}',
      'view: orders { derived_table: { sql: select * from ab_shop_people, s.people ;; } }',
    ),
    'thelook.model.lkml': 'connection: "db"\ninclude: "/orders.explore"\ninclude: "/views/*"',
    'shop.model.lkml': shop,
    'shop/people.view.lkml': `view: people { ${table} }`,
  },
  edit: ['shop.model.lkml', from, to],
})
const includes = 'include: "/orders.explore"\ninclude: "/views/*"\ninclude: "/users.view"\n'
const sales = 'sales.dashboard.lookml'
const onDashboard = (files: Files, edit: Attack['edit']): Attack => ({
  files,
  edit,
  target: 'thelook::sales',
  more: {},
})
const inDashboard = (text: string, files: Files, edit: Attack['edit']) =>
  onDashboard({ [sales]: text, ...files }, edit)
const usersTile = (text: string) =>
  inDashboard(text, { 'users.view.lkml': `${users}\nexplore: users {}` }, usersEdit)
const manifest = (text: string) => ({ 'manifest.lkml': text })

/** Returns a project with an extension whose script is `file`. */
const extension = (file: string, edit: Attack['edit']): Attack => ({
  files: {
    ...explore('explore: orders {}'),
    ...manifest(`constant: folder { value: "dist" } application: funnel { label: "F" file: "${file}" }`),
    [sales]:
      '- dashboard: sales\n  elements:\n  - name: a\n    type: extension\n    extension: thelook::funnel\n',
    [edit[0]]: edit[1],
  },
  edit,
})

const attacks: Record<string, Attack> = {
  'a join': usedIn('explore: orders { join: users { sql_on: 1=1 ;; } }'),
  'a join with view_name': usedIn('explore: orders { join: people { view_name: users } }'),
  'an Explore with from': usedIn('explore: orders { from: users }'),
  'an Explore with view_name': usedIn('explore: orders { view_name: users }'),
  'an Explore that extends one with a join': usedIn(
    'explore: orders { extends: [base] }\nexplore: base { extension: required join: users {} }',
  ),
  'extends without brackets': usedIn(
    'explore: orders { extends: base }\nexplore: base { extension: required join: users {} }',
  ),
  extends__all: usedIn(
    'explore: orders { extends__all: [[base]] }\nexplore: base { extension: required join: users {} }',
  ),
  'a refinement with a join': usedIn('explore: orders {}\nexplore: +orders { join: users {} }'),
  'a refinement that extends': usedIn(
    'explore: orders {}\nexplore: +orders { extends: [base] }\nexplore: base { join: users {} }',
  ),
  'two refinements': usedIn('explore: orders {}\nexplore: +orders {}\nexplore: +orders { join: users {} }'),
  'a join in quotes': usedIn('explore: "orders" { join: "users" { } }'),
  'a join that another join needs': usedIn(
    'explore: orders { join: users {} join: x { from: orders required_joins: [users] } }',
  ),
  sql_always_where: exploreParameter(`sql_always_where: \${id} > 1 ;;`, '> 1', '> 2'),
  sql_always_having: exploreParameter(`sql_always_having: \${count} > 1 ;;`, '> 1', '> 2'),
  always_filter: exploreParameter('always_filter: { filters: [orders.id: "1"] }', '"1"', '"2"'),
  'always_filter in the old syntax': exploreParameter(
    'always_filter: { filters: { field: id value: "1" } }',
    '"1"',
    '"2"',
  ),
  conditionally_filter: exploreParameter(
    'conditionally_filter: { filters: [id: "1"] unless: [id] }',
    '"1"',
    '"2"',
  ),
  access_filter: exploreParameter(
    'access_filter: { field: orders.id user_attribute: team }',
    'team',
    'region',
  ),
  'always_join of a view': usedIn('explore: orders { always_join: [users] join: users {} }'),
  always_join: exploreParameter('always_join: [a]', '[a]', '[b]'),
  'fields of an Explore': exploreParameter('fields: [ALL_FIELDS*]', 'ALL_FIELDS*', 'orders.small*'),
  'an aggregate table': exploreParameter(
    'aggregate_table: a { query: { dimensions: [id] } materialization: { persist_for: "1 hour" } }',
    '[id]',
    '[no]',
  ),
  'the datagroup of an aggregate table': {
    files: {
      ...explore('explore: orders { aggregate_table: a { materialization: { datagroup_trigger: daily } } }'),
      'shared.lkml': 'datagroup: daily { sql_trigger: select 1 ;; }',
    },
    edit: ['shared.lkml', 'select 1', 'select 2'],
  },
  'a query timezone': exploreParameter('query_timezone: "UTC"', 'UTC', 'Europe/Berlin'),
  symmetric_aggregates: exploreParameter('symmetric_aggregates: yes', 'yes', 'no'),
  cancel_grouping_fields: exploreParameter('cancel_grouping_fields: [a]', '[a]', '[b]'),
  sql_preamble: exploreParameter('sql_preamble: create temp function f() ;;', 'f()', 'g()'),
  sql_table_name: parameter('sql_table_name: a.b ;;', 'a.b', 'a.c'),
  'a join by foreign_key': exploreParameter('join: users { foreign_key: a }', ': a', ': b'),
  'the type of a join': exploreParameter('join: users { type: inner }', 'inner', 'cross'),
  'the relationship of a join': exploreParameter(
    'join: users { relationship: one_to_one }',
    'one_to',
    'many_to',
  ),
  'sql_where of a join': exploreParameter('join: users { sql_where: 1=1 ;; }', '1=1', '1=2'),
  'the view_label of an Explore': exploreParameter('view_label: "A"', '"A"', '"B"'),
  'a removed Explore': {
    files: explore('explore: orders {}'),
    edit: ['orders.explore.lkml', 'explore: orders {}', ''],
  },
  'an Explore that becomes a template': exploreParameter('label: "x"', 'label: "x"', 'extension: required'),
  'a required access grant of an Explore': {
    files: {
      ...explore('explore: orders { required_access_grants: [staff] }'),
      'shared.lkml': 'access_grant: staff { user_attribute: a allowed_values: ["1"] }',
    },
    edit: ['shared.lkml', '"1"', '"2"'],
  },

  'a view that extends': viewWith('extends: [users]'),
  'a view that extends a view that extends': {
    files: {
      ...explore('explore: orders {}', 'view: orders { extends: [a] }'),
      'a.view.lkml': 'view: a { extends: [users] }',
    },
    edit: usersEdit,
  },
  'a refinement that extends a view': usedIn(
    'explore: orders {}',
    'view: orders {}\nview: +orders { extends: [users] }',
  ),
  'a derived table of SQL': viewWith(`derived_table: { sql: select * from \${users.SQL_TABLE_NAME} ;; }`),
  'a derived table with spaces in its reference': viewWith(
    `derived_table: { sql: select * from \${ users . SQL_TABLE_NAME } ;; }`,
  ),
  'a table name that is another view': viewWith(`sql_table_name: \${users.SQL_TABLE_NAME} ;;`),
  'a derived table with create_process': viewWith(
    `derived_table: { create_process: { sql_step: insert into x select * from \${users.SQL_TABLE_NAME} ;; } }`,
  ),
  'a derived table with sql_create': viewWith(
    `derived_table: { sql_create: create table \${SQL_TABLE_NAME} as select * from \${users.SQL_TABLE_NAME} ;; }`,
  ),
  'the trigger of a derived table': viewWith(
    `derived_table: { sql: select 1 ;; sql_trigger_value: select max(id) from \${users.SQL_TABLE_NAME} ;; }`,
  ),
  'a native derived table': {
    files: {
      ...explore(
        'explore: orders {}',
        'view: orders { derived_table: { explore_source: people { column: id {} } } }',
      ),
      'people.explore.lkml': 'explore: people { from: users }',
    },
    edit: usersEdit,
  },
  'a native derived table of a refined Explore': {
    files: {
      ...explore(
        'explore: orders {}',
        'view: orders { derived_table: { explore_source: people { column: id {} } } }',
      ),
      'people.explore.lkml': 'explore: people { from: orders2 }\nview: orders2 {}',
      'more.lkml': 'explore: +people { join: users {} }',
    },
    edit: usersEdit,
  },
  'a native derived table with its filters': parameter(
    'derived_table: { explore_source: orders { column: id {} filters: [orders.id: "1"] } }',
    '"1"',
    '"2"',
  ),
  'a native derived table with a derived column': parameter(
    'derived_table: { explore_source: orders { derived_column: n { sql: rank() over (order by a) ;; } } }',
    'by a',
    'by b',
  ),
  'an incremental table': parameter(
    'derived_table: { increment_key: "a" increment_offset: 3 }',
    ': 3',
    ': 4',
  ),
  'a set': parameter('set: small { fields: [id] }', '[id]', '[no]'),
  'the fields of a join': {
    files: explore('explore: orders { join: users { fields: [users.small*] } }'),
    edit: ['orders.explore.lkml', 'small*', 'large*'],
  },
  'a set of a joined view': {
    files: {
      ...explore('explore: orders { join: users { fields: [users.small*] } }'),
      'users.view.lkml': 'view: users { set: small { fields: [id] } }',
    },
    edit: ['users.view.lkml', '[id]', '[no]'],
  },
  'liquid with the value of another view': usedIn(
    'explore: orders { join: users {} }',
    'view: orders { dimension: id { html: {{ users.id._value }} ;; } }',
  ),
  'liquid with a condition on another view': viewWith(
    `derived_table: { sql: select {% if users.id._in_query %} 1 {% endif %} from \${users.SQL_TABLE_NAME} ;; }`,
  ),
  'a templated filter': parameter(
    'derived_table: { sql: select * from t where {% condition a %} x {% endcondition %} ;; }',
    '} x {',
    '} y {',
  ),
  'a parameter': parameter(
    'parameter: p { allowed_value: { label: "A" value: "a" } default_value: "a" }',
    'default_value: "a"',
    'default_value: "b"',
  ),
  'a user attribute in liquid': parameter(
    "dimension: id { sql: {{ _user_attributes['a'] }} ;; }",
    "['a']",
    "['b']",
  ),
  'a user attribute in the table name': parameter(
    "sql_table_name: {{ _user_attributes['schema'] }}.a ;;",
    '.a ;;',
    '.b ;;',
  ),
  'a dimension in another alphabet': parameter(`dimension: größe { sql: \${TABLE}.a ;; }`, '.a', '.b'),
  'a link': parameter('dimension: id { link: { label: "x" url: "/dashboards/1" } }', '/1', '/2'),
  'drill fields': parameter('measure: n { drill_fields: [id] }', '[id]', '[no]'),
  'a drill to a dashboard': parameter(
    'measure: n { html: <a href="/dashboards/thelook::a">x</a> ;; }',
    '::a',
    '::b',
  ),
  'a case': parameter(
    `dimension: c { case: { when: { sql: \${id} = 1 ;; label: "A" } else: "B" } }`,
    'else: "B"',
    'else: "C"',
  ),
  'a case in the old syntax': parameter(
    `dimension: c { sql_case: { A: \${id} = 1 ;; else: "B" } }`,
    '= 1',
    '= 2',
  ),
  tiers: parameter('dimension: t { type: tier tiers: [0, 10] }', '10', '20'),
  bins: parameter('dimension: t { type: bin bins: [0, 10] }', '10', '20'),
  filters: parameter('measure: n { type: count filters: [id: "1"] }', '"1"', '"2"'),
  'a label': parameter('dimension: id { label: "A" }', '"A"', '"B"'),
  'a group label': parameter('dimension: id { group_label: "A" group_item_label: "B" }', '"B"', '"C"'),
  'a value format': parameter('dimension: id { value_format: "0.0" }', '0.0', '0.00'),
  'a value format that looks like a comment': parameter(
    'dimension: id { value_format: "#,##0" }',
    '##0',
    '##0.0',
  ),
  order_by_field: parameter('dimension: id { order_by_field: a }', ': a', ': b'),
  timeframes: parameter('dimension_group: d { type: time timeframes: [date] }', '[date]', '[week]'),
  'an expression': parameter(`dimension: id { expression: \${a} + 1 ;; }`, '+ 1', '+ 2'),
  'a percentile': parameter('measure: p { type: percentile percentile: 50 }', '50', '90'),
  suggestions: parameter('filter: f { suggestions: ["a"] }', '"a"', '"b"'),
  'dimension by @{constant}': {
    files: {
      ...explore('explore: orders {}', 'view: orders { dimension: @{kind}_id {} }'),
      ...manifest('constant: kind { value: "a" }'),
    },
    edit: ['manifest.lkml', '"a"', '"b"'],
  },
  'a published view': {
    files: {
      ...explore(
        'explore: orders {}',
        'view: orders { derived_table: { sql: select * from SCRATCH.LR_THELOOK_USERS ;; } }',
      ),
      'users.view.lkml': `view: users { derived_table: { publish_as_db_view: yes sql: select x.id ;; } }`,
    },
    edit: usersEdit,
  },
  'a query view (required_access_grants of a field)': named(
    'dimension: id { required_access_grants: [staff] }',
    'access_grant: staff { user_attribute: a allowed_values: ["1"] }',
    '"1"',
    '"2"',
  ),
  'a named value format': named(
    'dimension: id { value_format_name: euro }',
    'named_value_format: euro { value_format: "0" }',
    '"0"',
    '"0.0"',
  ),
  'a map layer': named(
    'dimension: id { map_layer_name: states }',
    'map_layer: states { url: "https://a.example" }',
    'a.example',
    'b.example',
  ),

  // Dashboards and the settings of a chart can refer to shared definitions.
  'a format in a dashboard': inDashboard(
    dashboard(...tileLines, '    series_value_format: {orders.count: {name: euro}}'),
    { 'formats.lkml': 'named_value_format: euro { value_format: "0" }' },
    ['formats.lkml', '"0"', '"0.0"'],
  ),
  'a format in a custom field of a dashboard': inDashboard(
    dashboard(...tileLines, `    dynamic_fields: '[{"measure":"x","value_format_name":"euro"}]'`),
    { 'formats.lkml': 'named_value_format: euro { value_format: "0" }' },
    ['formats.lkml', '"0"', '"0.0"'],
  ),
  'a format that an unknown constant in a dashboard may name': inDashboard(
    dashboard(...tileLines, '    value_format: "@{format}"'),
    { 'formats.lkml': 'named_value_format: euro { value_format: "0" }' },
    ['formats.lkml', '"0"', '"0.0"'],
  ),
  'a map of a dashboard': inDashboard(
    dashboard(...tileLines, '    map: states'),
    { 'maps.lkml': 'map_layer: states { file: "a.json" }' },
    ['maps.lkml', 'a.json', 'b.json'],
  ),
  'a format of a chart that Looker describes': {
    ...named('', 'named_value_format: euro { value_format: "0" }', '"0"', '"0.0"'),
    more: { ...shows('thelook::orders'), settings: 'series_formats\neuro' },
  },
  'a constant in the title of a dashboard': inDashboard(
    dashboard(...tileLines).replace('Sales', '"@{company} sales"'),
    manifest('constant: company { value: "A" }'),
    ['manifest.lkml', '"A"', '"B"'],
  ),
  'a constant in a text of a dashboard': inDashboard(
    `${dashboard(...tileLines)}  - name: words\n    type: text\n    body_text: "@{company}"\n`,
    manifest('constant: company { value: "A" }'),
    ['manifest.lkml', '"A"', '"B"'],
  ),
  'a constant in a dashboard that YAML refuses': inDashboard(
    dashboard(...tileLines, '    title: "@{company}"', '    x: [-]'),
    manifest('constant: company { value: "A" }'),
    ['manifest.lkml', '"A"', '"B"'],
  ),

  'merged results': usersTile(
    '- dashboard: sales\n  elements:\n  - name: m\n    merged_queries:\n    - explore: users\n',
  ),
  'a dashboard filter on another Explore': usersTile(
    `${dashboard('    explore: orders')}  filters:\n  - name: f\n    type: field_filter\n    explore: users\n    field: users.id\n`,
  ),
  field_filters: onDashboard({ [sales]: dashboard('    explore: orders', '    field_filters: [a]') }, [
    sales,
    '[a]',
    '[b]',
  ]),
  listen: onDashboard({ [sales]: dashboard('    explore: orders', '    listen: {date: orders.a}') }, [
    sales,
    'orders.a',
    'orders.b',
  ]),
  dynamic_fields: onDashboard(
    { [sales]: dashboard('    explore: orders', '    dynamic_fields: [{table_calculation: a}]') },
    [sales, ': a}', ': b}'],
  ),
  'an extended dashboard in another file': onDashboard(
    {
      [sales]: '- dashboard: sales\n  extends: base\n',
      'base.dashboard.lookml': dashboard('    explore: orders').replace('sales', 'base'),
    },
    ['base.dashboard.lookml', 'Sales', 'More'],
  ),
  'the Explore of an extended dashboard in another file': inDashboard(
    '- dashboard: sales\n  extends: [a, base]\n',
    {
      'base.dashboard.lookml': '- dashboard: base\n  elements:\n  - explore: users\n',
      'users.view.lkml': `${users}\nexplore: users {}`,
    },
    usersEdit,
  ),
  'a dashboard that an extended dashboard extends': onDashboard(
    {
      [sales]: '- dashboard: sales\n  extends: a\n',
      'a.dashboard.lookml': '- dashboard: a\n  extends: b\n',
      'b.dashboard.lookml': '- dashboard: b\n  title: A\n',
    },
    ['b.dashboard.lookml', 'A', 'B'],
  ),
  'an extended dashboard whose name has a constant': onDashboard(
    {
      [sales]: '- dashboard: sales\n  extends: "@{kind}_board"\n',
      'b.dashboard.lookml': '- dashboard: own_board\n  title: A\n',
      ...manifest('constant: kind { value: "own" }'),
    },
    ['b.dashboard.lookml', 'A', 'B'],
  ),
  'a tile whose Explore has a constant': inDashboard(
    dashboard('    explore: "@{kind}ers"'),
    { 'users.view.lkml': `${users}\nexplore: users {}`, ...manifest('constant: kind { value: "us" }') },
    usersEdit,
  ),
  'a tile whose Explore has a constant, in text that YAML refuses': inDashboard(
    dashboard('    explore: "@{kind}ers"', '    x: [-]'),
    { 'users.view.lkml': `${users}\nexplore: users {}`, ...manifest('constant: kind { value: "us" }') },
    usersEdit,
  ),
  'a tile whose Explore has a constant that no manifest defines': inDashboard(
    dashboard('    explore: "@{kind}ers"'),
    { 'users.view.lkml': `${users}\nexplore: users {}` },
    usersEdit,
  ),
  'a tile whose Explore has a constant that no manifest defines, in text that YAML refuses': inDashboard(
    dashboard('    explore: "@{kind}ers"', '    x: [-]'),
    { 'users.view.lkml': `${users}\nexplore: users {}` },
    usersEdit,
  ),
  'a tile whose model has a constant': inDashboard(
    dashboard('    model: "@{kind}"', '    explore: users'),
    { 'users.view.lkml': `${users}\nexplore: users {}`, ...manifest('constant: kind { value: "thelook" }') },
    usersEdit,
  ),
  'a dashboard that a model no longer includes': onDashboard(
    {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/boards/*.dashboard"\n',
      'boards/s.dashboard.lookml': '- dashboard: sales\n',
    },
    ['thelook.model.lkml', 'include: "/boards/*.dashboard"', ''],
  ),
  'a dashboard in a file whose name ends with .lkml': onDashboard(
    { 'boards/s.dashboard.lkml': '- dashboard: sales\n  title: A\n' },
    ['boards/s.dashboard.lkml', 'A', 'B'],
  ),
  'a view in a file with the extension of a dashboard': {
    files: {
      ...explore('explore: orders { join: people {} }'),
      'people.dashboard.lkml': users.replace('users', 'people'),
    },
    edit: ['people.dashboard.lkml', '.id ;;', '.no ;;'],
  },
  'a tile with a comment between its lines': usersTile(
    dashboard('    # model: x', '    explore: users # orders'),
  ),
  'a tile in a list in brackets': usersTile('- dashboard: sales\n  elements: [{name: a, explore: users}]\n'),
  'an escaped key': usersTile(
    '- "dash\\x62oard": sales\n  elements: [{name: a, explore: users}]\n- dashboard: b\n',
  ),
  'a name in capital letters': {
    ...onDashboard({ [sales]: '- dashboard: Sales\n  title: A\n' }, [sales, 'A', 'B']),
    more: { tiles: { 'thelook::sales': [] } },
  },

  week_start_day: {
    files: explore('explore: orders {}\nweek_start_day: monday'),
    edit: ['orders.explore.lkml', 'monday', 'sunday'],
  },
  fiscal_month_offset: {
    files: explore('explore: orders {}\nfiscal_month_offset: 1'),
    edit: ['orders.explore.lkml', '1', '2'],
  },
  case_sensitive: {
    files: explore('explore: orders {}\ncase_sensitive: no'),
    edit: ['orders.explore.lkml', 'no', 'yes'],
  },
  persist_for: {
    files: explore('explore: orders {}\npersist_for: "1 hour"'),
    edit: ['orders.explore.lkml', '1 hour', '2 hours'],
  },
  persist_with: {
    files: explore('explore: orders {}\npersist_with: a'),
    edit: ['orders.explore.lkml', ': a', ': b'],
  },
  default_value_formats: {
    files: explore('explore: orders {}\ndefault_value_formats: { currency: "usd" }'),
    edit: ['orders.explore.lkml', 'usd', 'eur'],
  },
  'the connection by a constant': {
    files: {
      ...explore('explore: orders {}'),
      'thelook.model.lkml': 'connection: "@{db}"\ninclude: "/**/*"',
      ...manifest('constant: db { value: "a" }'),
    },
    edit: ['manifest.lkml', '"a"', '"b"'],
  },
  'a table by a constant': {
    files: {
      ...explore('explore: orders {}', 'view: orders { sql_table_name: @{schema}.a ;; }'),
      ...manifest('constant: schema { value: "a" }'),
    },
    edit: ['manifest.lkml', '"a"', '"b"'],
  },
  'a constant of a constant': {
    files: {
      ...explore('explore: orders {}', 'view: orders { sql_table_name: @{a}.a ;; }'),
      ...manifest('constant: a { value: "@{b}" }\nconstant: b { value: "x" }'),
    },
    edit: ['manifest.lkml', '"x"', '"y"'],
  },
  'a view whose name is made of two constants': {
    files: {
      ...explore('explore: orders { join: x { from: @{a}@{b} } }'),
      ...manifest('constant: a { value: "us" }\nconstant: b { value: "ers" }'),
    },
    edit: usersEdit,
  },
  'a view whose name is a constant': {
    files: {
      ...explore('explore: orders { join: people {} }'),
      'people.view.lkml': 'view: @{a}ple { dimension: id {} }',
      ...manifest('constant: a { value: "peo" }'),
    },
    edit: ['people.view.lkml', 'id', 'no'],
  },
  'a name with a constant that no manifest defines': usedIn('explore: orders { join: x { from: @{a}ers } }'),
  'a view whose own name has a constant that no manifest defines': {
    files: {
      ...explore('explore: orders { from: @{a}ers }'),
      'users.view.lkml': users.replace('view: users', 'view: @{a}ers'),
    },
    edit: usersEdit,
  },
  'a name with a constant that two manifests define': {
    files: {
      ...explore('explore: orders { join: x { from: @{a}ers } }'),
      ...manifest('constant: a { value: "lov" }'),
      'block/manifest.lkml': 'constant: a { value: "us" }',
    },
    edit: usersEdit,
  },
  override_constant: {
    files: {
      ...explore('explore: orders {}'),
      ...manifest('local_dependency: { project: "b" override_constant: a { value: "1" } }'),
    },
    edit: ['manifest.lkml', '"1"', '"2"'],
  },
  'a remote dependency': {
    files: {
      ...explore('explore: orders {}'),
      ...manifest('remote_dependency: b { url: "https://a.example/b" ref: "1" }'),
    },
    edit: ['manifest.lkml', '"1"', '"2"'],
  },
  'the lock of a remote dependency': {
    files: { ...explore('explore: orders {}'), 'manifest_lock.lkml': 'lock: { project: "b" ref: "1" }' },
    edit: ['manifest_lock.lkml', '"1"', '"2"'],
  },
  'an include by a constant': {
    files: {
      'thelook.model.lkml':
        'connection: "db"\ninclude: "/views/*"\ninclude: "/@{folder}/*"\nexplore: orders {}',
      'a/more.lkml': 'view: +orders { label: "A" }',
      ...manifest('constant: folder { value: "b" }'),
    },
    edit: ['manifest.lkml', '"b"', '"a"'],
  },
  'an include of another project': {
    files: { 'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\nexplore: orders {}' },
    edit: [
      'thelook.model.lkml',
      'include: "/views/*"',
      'include: "/views/*"\ninclude: "//block/refine_orders"',
    ],
  },
  'an include with dots': {
    files: {
      'models/thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\nexplore: orders {}',
      'thelook.model.lkml': '',
      'more/a.lkml': 'view: +orders { label: "A" }',
    },
    edit: ['models/thelook.model.lkml', 'explore:', 'include: "../more/*"\nexplore:'],
  },
  'an include without a folder': {
    files: {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\nexplore: orders {}',
      'deep/in/more.view.lkml': 'view: +orders { label: "A" }',
    },
    edit: ['thelook.model.lkml', 'explore:', 'include: "more.view"\nexplore:'],
  },
  'an include with a class of characters': {
    files: {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\nexplore: orders {}',
      'a/more.lkml': 'view: +orders { label: "A" }',
    },
    edit: ['thelook.model.lkml', 'explore:', 'include: "/[a-c]/*"\nexplore:'],
  },
  'a second file with the name of the model': {
    ...onDashboard({ [sales]: '- dashboard: sales\n', 'x/thelook.model.lkml': '' }, [
      'x/thelook.model.lkml',
      '',
      'include: "/views/*"\n',
    ]),
  },
  'an include of the root folder in a project whose name is also the name of a folder': {
    files: {
      ...manifest('project_name: "shop"'),
      'thelook.model.lkml': 'connection: "db"\ninclude: "/shop/*"\ninclude: "/base/*"\nexplore: orders {}\n',
      'shop/users.view.lkml': users,
      'base/orders.view.lkml': 'view: orders {}',
      'views/orders.view.lkml': '',
      'extra.view.lkml': 'view: +orders { label: "A" }',
    },
    edit: ['thelook.model.lkml', 'explore:', 'include: "/extra.view"\nexplore:'],
  },
  'an include of files that an include may find outside of the root folder': {
    files: {
      'thelook.model.lkml':
        'connection: "db"\ninclude: "../extra/*"\ninclude: "/views/*"\nexplore: orders {}\n',
      'views/orders.view.lkml': 'view: orders {}',
      'extra/more.view.lkml': 'view: +orders { label: "A" }',
    },
    edit: ['thelook.model.lkml', 'explore:', 'include: "/extra/more.view"\nexplore:'],
  },
  'a tile of an imported dashboard with the name of a dashboard that the model does not include': {
    files: {
      ...manifest('local_dependency: { project: "hub" }'),
      'thelook.model.lkml':
        'connection: "db"\ninclude: "/*.view"\ninclude: "//hub/*"\ninclude: "/dashboards/*.dashboard"\nexplore: users {}',
      'dashboards/old/sales.dashboard.lookml': dashboard(...tileLines),
      'users.view.lkml': users,
    },
    edit: usersEdit,
    target: 'thelook::sales',
    more: { tiles: { 'thelook::sales': [['thelook::users']] } },
  },
  'an include in the YAML syntax before 2016': {
    files: {
      'thelook.model.lkml': '',
      'thelook.model.lookml': '- connection: db\n- include: "views/*.view.lookml" # all\n- explore: orders\n',
      'views/orders.view.lkml': '',
      'views/orders.view.lookml': '- view: orders\n  fields:\n  - dimension: id\n',
      'more.view.lookml': '- view: orders2\n- week_start_day: sunday\n',
    },
    edit: ['thelook.model.lookml', '# all', "\n- include: 'more.view'"],
  },
  ...Object.fromEntries(
    [
      ['that loses its opening quote', '"views/*.view.lookml"', 'views/*.view.lookml"'],
      ['that gains its opening quote', "views/*.view.lookml'", "'views/*.view.lookml'"],
      ['that gains a closing quote', 'views/*.view.lookml', 'views/*.view.lookml"'],
      ['that gains a second line', 'views/*.view.lookml', 'views/*.view.lookml\n    more'],
      ['that gains a comma', 'views/*.view.lookml', 'views/*.view.lookml,'],
    ].map(([title = '', from = '', to = '']) => [
      `an include ${title}, in the YAML syntax before 2016`,
      {
        files: {
          'thelook.model.lkml': '',
          'thelook.model.lookml': `- connection: db\n- include: ${from}\n- explore: orders\n`,
          'views/orders.view.lkml': '',
          'views/orders.view.lookml': '- view: orders\n  fields:\n  - dimension: id\n',
        },
        edit: ['thelook.model.lookml', from, to],
      } satisfies Attack,
    ]),
  ),
  'the YAML syntax before 2016 with indented blocks': {
    files: {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/**/*"\nexplore: orders { join: people {} }',
      'people.view.lookml': '  - view: people\n    fields:\n    - dimension: id\n',
    },
    edit: ['people.view.lookml', 'id', 'no'],
  },
  'the YAML syntax before 2016 with keys in another order': {
    files: {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/**/*"\nexplore: orders { join: people {} }',
      'people.view.lookml': '- label: People\n  view: people\n  fields:\n  - dimension: id\n',
    },
    edit: ['people.view.lookml', 'id', 'no'],
  },
  // Looker may refuse the whole file.
  ...Object.fromEntries(
    [
      ['a quote that is not closed', 'label: A', 'A', '"A'],
      ['a tab', 'label: A', '  label', '\tlabel'],
      ['a colon in a value', 'label: A', 'A', 'A: B'],
      ['a bracket that is not closed', 'label: A', 'A', '[A'],
      ['a key with another indentation', 'label: A\n  hidden: true', '  hidden', '   hidden'],
      ['a tag', 'label: A', 'A', '!ruby/object:A A'],
      ['a byte that is not UTF-8', 'label: A', 'A', '\uDCE4'],
    ].map(([title = '', text = '', from = '', to = '']) => [
      `${title} in another Explore, in the YAML syntax before 2016`,
      {
        files: {
          'thelook.model.lkml': '',
          'thelook.model.lookml': `- connection: db\n- explore: orders\n- explore: other\n  ${text}\n`,
        },
        edit: ['thelook.model.lookml', from, to],
      } satisfies Attack,
    ]),
  ),
  'a statement of a file whose name is not ASCII': {
    files: {
      'thelook.model.lkml':
        'connection: "db"\ninclude: "/views/*"\ninclude: "/caf\u00E9"\nexplore: orders {}',
      'cafe\u0301.lkml': 'week_start_day: monday',
    },
    edit: ['cafe\u0301.lkml', 'monday', 'sunday'],
  },
  'a statement of a file whose name is not UTF-8': {
    files: {
      'thelook.model.lkml':
        'connection: "db"\ninclude: "/views/*"\ninclude: "/caf\u00E9"\nexplore: orders {}',
      'caf\uFFFD.lkml': 'week_start_day: monday',
    },
    edit: ['caf\uFFFD.lkml', 'monday', 'sunday'],
  },

  'localized labels': {
    files: { ...explore('explore: orders {}'), 'de.strings.json': '{"a": "A"}' },
    edit: ['de.strings.json', '"A"', '"B"'],
  },
  'the title of a dashboard after 100 spaces in a file with an unusual name': onDashboard(
    { 'sales.lookml': `-${' '.repeat(100)}dashboard: sales\n${' '.repeat(101)}title: A\n` },
    ['sales.lookml', 'A\n', 'B\n'],
  ),
  ...Object.fromEntries(
    [
      ['braces', '- {dashboard: sales, title: A}'],
      ['braces below a comment about a dashboard', '# Sales dashboard\n- {dashboard: sales, title: A}'],
      ['JSON', '[{"dashboard": "sales", "title": "A"}]'],
      ['many spaces', `-${' '.repeat(50)}dashboard: sales`],
    ].map(([title = '', text = '']) => [
      `the order of two definitions of a dashboard with ${title}`,
      onDashboard(
        {
          'thelook.model.lkml': 'include: "/a.dashboard"\ninclude: "/b.dashboard"',
          'a.dashboard.lookml': text,
          'b.dashboard.lookml': text.replace('A', 'B'),
        },
        [
          'thelook.model.lkml',
          'include: "/a.dashboard"\ninclude: "/b.',
          'include: "/b.dashboard"\ninclude: "/a.',
        ],
      ),
    ]),
  ),
  'a second file without content for a model': {
    files: { ...explore('explore: orders {}'), 'old/thelook.model.lkml': '' },
    edit: ['old/thelook.model.lkml', '', '# Empty'],
  },
  'the title of a dashboard whose name contains two colons': {
    files: { [sales]: '- dashboard: a::b\n  title: A\n' },
    edit: [sales, 'title: A', 'title: B'],
    ...{ target: 'thelook::a::b', more: {} },
  },
  ...Object.fromEntries(
    [
      [
        'in a model',
        'thelook.model.lkml',
        'include: "/r1"\ninclude: "/r2"',
        'include: "/r2"\ninclude: "/r1"',
      ],
      [
        'in a file with a view',
        'r3.lkml',
        'include: "/r2"\nview: +users {}',
        'view: +users {}\ninclude: "/r2"',
      ],
    ].map(([title = '', path = '', before = '', after = '']) => [
      `the order of a refinement and a file that cannot be split into blocks, ${title}`,
      {
        files: {
          ...explore('explore: orders { join: users {} }'),
          'thelook.model.lkml': `${includes}include: "/r3"`,
          'r1.lkml': 'view: +users { dimension: id { sql: x.one ;; } }',
          'r2.lkml': 'view: +users { dimension: id { sql: x.two ;; html: <!-- view: orders { --> ;; } }',
          'r3.lkml': '',
          [path]: path === 'r3.lkml' ? before : `${includes}${before}`,
        },
        edit: [path, before, after],
      } satisfies Attack,
    ]),
  ),
  'a setting of another model whose SQL creates the table': ofOtherModel(
    'derived_table: { create_process: { sql_step: create table s.people as select 1 ;; } }',
    ['week_start_day: monday', 'week_start_day: sunday'],
  ),
  'a setting of another model whose SQL creates the table, with the SQL in a constant': ofOtherModel(
    'derived_table: { create_process: { sql_step: @{ddl} ;; } }',
    ['week_start_day: monday', 'week_start_day: sunday'],
    manifest('constant: ddl { value: "create table s.people as select 1" }'),
  ),
  'the connection of another model that publishes the table': ofOtherModel(
    'derived_table: { publish_as_db_view: yes sql: select 1 ;; }',
    ['connection: "db"', 'connection: "lake"'],
  ),
  'a deleted model that publishes the table': ofOtherModel(
    'derived_table: { publish_as_db_view: yes sql: select 1 ;; }',
    [shop, ''],
  ),
  'an empty manifest that is new': onDashboard(
    { ...explore('explore: orders {}'), [sales]: dashboard('    type: text'), ...manifest('') },
    ['manifest.lkml', '', '# No parameters'],
  ),
  'the deleted connection of a model whose dashboard has no data': onDashboard(
    { ...explore('explore: orders {}'), [sales]: dashboard('    type: text') },
    ['thelook.model.lkml', 'connection: "db"', ''],
  ),
  'an unknown statement in a model whose dashboard has no data': onDashboard(
    { ...explore('explore: orders {}'), [sales]: dashboard('    type: text') },
    ['thelook.model.lkml', 'connection: "db"', 'connection: "db"\nfoo: yes'],
  ),
  'the settings of localization': {
    files: {
      ...explore('explore: orders {}'),
      ...manifest('localization_settings: { default_locale: en localization_level: permissive }'),
    },
    edit: ['manifest.lkml', 'permissive', 'strict'],
  },
  ...Object.fromEntries(
    [
      ['a map that is named by its path', 'maps/states.json', '"/maps/states.json"'],
      ['a map whose path is written without the extension', 'maps/states.json', '"maps/states"'],
      ['a map whose path is written in other upper-case letters', 'maps/States.JSON', '"maps/states.json"'],
      ['a map in the form of an address', 'maps/us states.json', '"maps/us%20states.json?v=1#a"'],
      ['a map by a constant', 'maps/states.json', '"maps/@{area}.json"'],
      ['a map by a constant that is not defined', 'maps/states.json', '"maps/@{other}.json"'],
      ['a map below .github', '.github/states.json', '".github/states.json"'],
      ['a map whose path has no quotes', 'maps/states.json', 'maps/states.json'],
      ['a map whose path has single quotes', 'maps/states.json', "'maps/states.json'"],
      ['a map whose path ends with a space', 'maps/states.json', '"maps/states.json "'],
      ['a map whose name has two extensions', 'maps/states.topo.json', '"maps/states"'],
    ].map(([title = '', path = '', file = '']) => [
      title,
      {
        files: {
          ...explore('explore: orders {}', 'view: orders { dimension: id { map_layer_name: states } }'),
          'maps.lkml': `map_layer: states { file: ${file} }`,
          ...manifest('constant: area { value: "states" }'),
          [path]: 'one',
        },
        edit: [path, 'one', 'two'],
      } satisfies Attack,
    ]),
  ),
  'a map that is named in a file with a syntax error': {
    files: {
      ...explore('explore: orders {}', 'view: orders { dimension: id { map_layer_name: states } }'),
      'maps.lkml': 'map_layer: states { file: "maps/states.json"',
      'maps/states.json': 'one',
    },
    edit: ['maps/states.json', 'one', 'two'],
  },
  'a map that is named in an unreadable file': {
    files: { ...explore('explore: orders {}'), 'maps.lkml': '', 'maps/states.json': 'one' },
    edit: ['maps/states.json', 'one', 'two'],
    more: { ...shows('thelook::orders'), unread: ['maps.lkml'] },
  },
  'a custom visualization': {
    files: {
      ...explore('explore: orders {}'),
      ...manifest('visualization: { id: "a" label: "A" file: "viz/a.js" }'),
      'viz/a.js': 'one',
    },
    edit: ['viz/a.js', 'one', 'two'],
  },
  'a dependency of a custom visualization': {
    files: {
      ...explore('explore: orders {}'),
      ...manifest(
        'visualization: { id: "a" file: "viz/a.js" dependencies: ["https://b.example/b.js", "viz/c.js"] }',
      ),
      'viz/c.js': 'one',
    },
    edit: ['viz/c.js', 'one', 'two'],
  },
  'a chunk of an extension': extension('dist/bundle.js', ['dist/241.chunk.js', 'one', 'two']),
  'a deleted chunk of an extension': extension('dist/bundle.js', ['dist/241.chunk.js', 'one', '']),
  'an added chunk of an extension': extension('dist/bundle.js', ['dist/241.chunk.js', '', 'two']),
  'a file below the folder of an extension': extension('/Dist/bundle.js', ['dist/media/logo', 'one', 'two']),
  'a chunk of an extension in the root folder': extension('bundle.js', ['241.chunk.js', 'one', 'two']),
  'a chunk of an extension whose folder is a constant': extension('@{folder}/bundle.js', [
    'dist/241.chunk.js',
    'one',
    'two',
  ]),
  'a chunk of an extension in a manifest with a syntax error': {
    files: {
      ...explore('explore: orders {}'),
      ...manifest('application: a { file: "dist/bundle.js"'),
      'dist/241.chunk.js': 'one',
    },
    edit: ['dist/241.chunk.js', 'one', 'two'],
  },
  'a chunk of an extension that a dashboard shows': {
    ...extension('dist/bundle.js', ['dist/241.chunk.js', 'one', 'two']),
    target: 'thelook::sales',
  },

  'a filter of another model': onDashboard(
    {
      [sales]: `${dashboard('    explore: orders')}  filters:\n  - name: f\n    model: other\n    explore: people\n`,
      'other.model.lkml': 'connection: "one"\nexplore: people { from: orders }',
    },
    ['other.model.lkml', '"one"', '"two"'],
  ),
  'the connection of the model of a tile': onDashboard(
    {
      [sales]: dashboard('    model: other', '    explore: people'),
      'other.model.lkml': 'connection: "one"\nexplore: people { from: orders }',
    },
    ['other.model.lkml', '"one"', '"two"'],
  ),
  'the connection of the model of a dashboard': onDashboard(
    {
      [sales]: dashboard('    explore: people').replace('title:', 'model: other\n  title:'),
      'other.model.lkml': 'connection: "one"\nexplore: people { from: orders }',
    },
    ['other.model.lkml', '"one"', '"two"'],
  ),
  'the connection of the model of an extended dashboard': onDashboard(
    {
      [sales]: '- dashboard: sales\n  extends: base\n',
      'base.dashboard.lookml':
        '- dashboard: base\n  model: other\n  elements:\n  - {name: a, explore: people}\n',
      'other.model.lkml': 'connection: "one"\nexplore: people { from: orders }',
    },
    ['other.model.lkml', '"one"', '"two"'],
  ),
  'a model in a tile that is merged from an anchor': onDashboard(
    {
      [sales]:
        '- dashboard: sales\n  x: &m {model: other}\n  elements:\n  - {<<: *m, name: a, explore: people}\n',
      'other.model.lkml': 'connection: "one"\nexplore: people { from: orders }',
    },
    ['other.model.lkml', '"one"', '"two"'],
  ),
  'a derived table of a derived table of a derived table': {
    files: {
      ...explore('explore: orders {}', `view: orders { derived_table: { sql: \${a.SQL_TABLE_NAME} ;; } }`),
      'a.view.lkml': `view: a { derived_table: { sql: \${b.SQL_TABLE_NAME} ;; } }`,
      'b.view.lkml': 'view: b { derived_table: { explore_source: c { column: id {} } } }',
      'c.explore.lkml': 'explore: c { from: users }',
    },
    edit: usersEdit,
  },
  'a cycle of extends': {
    files: {
      ...explore('explore: orders {}', 'view: orders { extends: [a] }'),
      'a.view.lkml': 'view: a { extends: [b] }',
      'b.view.lkml': 'view: b { extends: [a, users] }',
    },
    edit: usersEdit,
  },
  'a table that SQL names in capital letters and quotes': {
    files: {
      ...explore(
        'explore: orders {}',
        'view: orders { derived_table: { sql: select * from "SCRATCH"."LR_X_USERS" ;; } }',
      ),
      'users.view.lkml': 'view: users { derived_table: { publish_as_db_view: yes sql: select x.id ;; } }',
    },
    edit: usersEdit,
  },
  'a view in the comment of a template': viewWith(
    `derived_table: { sql: {% comment %} x {% endcomment %} select * from {{ users.SQL_TABLE_NAME }} ;; }`,
  ),
  'liquid that names the table of another view': viewWith(
    `derived_table: { sql: select * from {% if a._is_filtered %} \${users.SQL_TABLE_NAME} {% else %} b {% endif %} ;; }`,
  ),
  'an Explore in a native derived table of a refinement': usedIn(
    'explore: orders {}\nexplore: people { from: users }',
    'view: orders {}\nview: +orders { derived_table: { explore_source: people { column: id {} } } }',
  ),
  'the source of a native derived table in quotes': usedIn(
    'explore: orders {}\nexplore: people { from: users }',
    'view: orders { derived_table: { explore_source: "people" { column: id {} } } }',
  ),
  'a source that a constant names': {
    files: {
      ...explore(
        'explore: orders {}\nexplore: people { from: users }',
        'view: orders { derived_table: { explore_source: @{p}ople { column: id {} } } }',
      ),
      ...manifest('constant: p { value: "pe" }'),
    },
    edit: usersEdit,
  },
  'a join that a constant names': {
    files: {
      ...explore('explore: orders { join: @{u}ers { sql_on: 1=1 ;; } }'),
      ...manifest('constant: u { value: "us" }'),
    },
    edit: usersEdit,
  },
  'SQL that a constant holds': {
    files: {
      ...explore('explore: orders {}', 'view: orders { derived_table: { sql: @{all} ;; } }'),
      ...manifest(`constant: all { value: "select * from \${users.SQL_TABLE_NAME}" }`),
    },
    edit: usersEdit,
  },
  'a constant in a plain parameter': {
    files: {
      ...explore('explore: orders {}', 'view: orders { dimension: id { label: "@{l}" } }'),
      ...manifest('constant: l { value: "A" }'),
    },
    edit: ['manifest.lkml', '"A"', '"B"'],
  },
  'a constant in a list': {
    files: {
      ...explore('explore: orders {}', 'view: orders { dimension_group: d { timeframes: [@{t}] } }'),
      ...manifest('constant: t { value: "date" }'),
    },
    edit: ['manifest.lkml', '"date"', '"week"'],
  },
  'a constant that is removed': {
    files: {
      ...explore('explore: orders {}', 'view: orders { sql_table_name: @{s}.a ;; }'),
      ...manifest('constant: s { value: "A" }'),
    },
    edit: ['manifest.lkml', 'constant: s { value: "A" }', 'project_name: "x"'],
  },
  'a view that takes the place of another file': {
    files: { ...explore('explore: orders { join: people {} }') },
    edit: ['new/people.view.lkml', '', 'view: people { dimension: id {} }'],
  },
  'a refinement in a new file': {
    files: explore('explore: orders {}'),
    edit: ['new/more.lkml', '', 'view: +orders { dimension: id {} }'],
  },
  'a file that becomes unreadable': {
    files: explore('explore: orders { join: users {} }'),
    edit: ['users.view.lkml', '.id ;; }', '.id'],
  },
  'a map whose layer is in a refinement of a model': named(
    'dimension: id { map_layer_name: states }',
    'map_layer: states { file: "a.json" property_key: "x" }',
    '"x"',
    '"y"',
  ),
  'the format of a parameter': named(
    'parameter: p { type: unquoted allowed_value: { value: "a" } } measure: n { value_format_name: euro }',
    'named_value_format: euro { value_format: "0" strict_value_format: no }',
    ': no',
    ': yes',
  ),
  'a datagroup of a derived table': named(
    'derived_table: { sql: select 1 ;; datagroup_trigger: daily }',
    'datagroup: daily { sql_trigger: select 1 ;; }',
    'select 1',
    'select 2',
  ),
  'a block after a comment with a quote': parameter('# it\'s "here\n dimension: id {}', ': id', ': no'),
  'a string of several lines with braces': parameter(
    'dimension: a { description: "one\n}\ntwo" }\n dimension: id {}',
    ': id',
    ': no',
  ),
  'SQL with a hash': parameter("dimension: a { sql: '#' || a ;; }\n dimension: id {}", ': id', ': no'),
  'a comment within SQL': parameter('dimension: a { sql: a -- ;\n + 1 ;; }', '+ 1', '+ 2'),
  'a value that consists of liquid': parameter(
    'dimension: a { html: {{ value | round: 1 }} ;; }',
    ': 1',
    ': 2',
  ),
  'an empty block that gets contents': {
    files: explore('explore: orders {}', 'view: orders {}'),
    edit: ['views/orders.view.lkml', '{}', '{ label: "A" }'],
  },
  'a name with other upper-case letters in a tile': {
    ...onDashboard({ [sales]: dashboard('    explore: Orders') }, ['views/orders.view.lkml', '', '']),
    files: {
      [sales]: dashboard('    explore: Orders'),
      'views/orders.view.lkml': users.replace('users', 'orders'),
    },
    edit: ['views/orders.view.lkml', '.id ;;', '.no ;;'],
    more: { explores: { 'thelook::Orders': { paths: [], views: new Set(['orders']) } } },
  },
  'an include list': {
    files: {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\nexplore: orders {}',
      'a/more.lkml': 'view: +orders { label: "A" }',
    },
    edit: ['thelook.model.lkml', '"/views/*"', '["/views/*", "/a/more"]'],
  },
  'an include that is commented out': {
    files: {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\ninclude: "/a/more"\nexplore: orders {}',
      'a/more.lkml': 'view: +orders { label: "A" }',
    },
    edit: ['thelook.model.lkml', 'include: "/a', '# include: "/a'],
  },
  'an include in a file that another includes': {
    files: {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\ninclude: "/a/*"\nexplore: orders {}',
      'a/b.lkml': '',
      'c/more.lkml': 'view: +orders { label: "A" }',
    },
    edit: ['a/b.lkml', '', 'include: "../c/more"'],
  },

  // Files that the action cannot read completely.
  'the datagroup of a model with a syntax error': {
    files: {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/**/*"\npersist_with: daily\nexplore: x {',
      'orders.explore.lkml': 'explore: orders {}',
      'shared.lkml': 'datagroup: daily { sql_trigger: select 1 ;; }',
    },
    edit: ['shared.lkml', 'select 1', 'select 2'],
  },
  'a visualization of a manifest with a syntax error': {
    files: {
      ...explore('explore: orders {}'),
      ...manifest('visualization: { id: "a" file: "viz/a.js"'),
      'viz/a.js': 'one',
    },
    edit: ['viz/a.js', 'one', 'two'],
  },
  'an include with spaces': {
    files: {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\nexplore: orders {}',
      'a/more.lkml': 'view: +orders { label: "A" }',
    },
    edit: ['thelook.model.lkml', 'explore:', 'include: " /a/more "\nexplore:'],
  },
  'a name with an emoji': {
    files: { ...explore('explore: orders { join: 🍕 {} }'), 'a.view.lkml': 'view: 🍕 { dimension: id {} }' },
    edit: ['a.view.lkml', 'id', 'no'],
  },
  'a view after a string with an escaped quote': parameter(
    'dimension: a { label: "\\"}" }\n dimension: id {}',
    ': id',
    ': no',
  ),
  'a brace in liquid': parameter(
    'dimension: a { html: {% if a %}{{ b }}}{% endif %} ;; }\n dimension: id {}',
    ': id',
    ': no',
  ),
  'SQL that ends in the middle of a line': parameter(
    'dimension: a { sql: a;;} dimension: id {}',
    ': id',
    ': no',
  ),
  'a comment after SQL': parameter('dimension: a { sql: a ;; # }\n}\n dimension: id {}', ': id', ': no'),
  'an unknown parameter': parameter('sql_new_thing: select a from b ;;', 'from b', 'from c'),
  'an unknown nested block': parameter('new_thing: a { deeper: { value: 1 } }', ': 1', ': 2'),
  'a refinement before its view': {
    files: { ...explore('explore: orders {}', 'view: +orders { label: "A" }\nview: orders {}') },
    edit: ['views/orders.view.lkml', '"A"', '"B"'],
  },
  'the order of two refinements in a file': {
    files: explore(
      'explore: orders {}',
      'view: orders {}\nview: +orders { label: "A" }\nview: +orders { label: "B" }\n',
    ),
    edit: [
      'views/orders.view.lkml',
      'view: +orders { label: "A" }\nview: +orders { label: "B" }',
      'view: +orders { label: "B" }\nview: +orders { label: "A" }',
    ],
  },
}

/**
 * Swaps the includes of two files with definitions of the same block. The definition in the file that is included last
 * applies.
 */
const swapped = (first: string, second: string, use = ''): Attack => ({
  files: {
    'thelook.model.lkml':
      'connection: "db"\ninclude: "/views/*"\ninclude: "/a"\ninclude: "/b"\nexplore: orders {}',
    'views/orders.view.lkml': `view: orders { ${use} }`,
    'a.lkml': first,
    'b.lkml': second,
  },
  edit: ['thelook.model.lkml', 'include: "/a"\ninclude: "/b"', 'include: "/b"\ninclude: "/a"'],
})
/** Changes a view in the syntax that LookML had until 2016. */
const oldView = (text: string, from: string, to: string): Attack => ({
  files: {
    ...explore('explore: orders { join: people {} }'),
    'people.view.lookml': `- view: people\n${text}`,
  },
  edit: ['people.view.lookml', from, to],
})
/** Changes a view in a separate file. The view is joined to the Explore, and its file may have unusual line ends. */
const joined = (text: string): Attack => ({
  files: { ...explore('explore: orders { join: users {} }'), 'users.view.lkml': text },
  edit: ['users.view.lkml', 'x.id', 'x.no'],
})
const published = (files: Files): Attack => ({
  files: {
    ...explore('explore: orders {}', 'view: orders { derived_table: { sql: from s.LR_T_USERS ;; } }'),
    'users.view.lkml': 'view: users { derived_table: { sql: select x.id ;; } }',
    ...files,
  },
  edit: ['users.view.lkml', 'x.id', 'x.no'],
})
const weekly =
  'aggregate_table: weekly { query: { dimensions: [id] } materialization: { publish_as_db_view: yes } }'
/** Returns a project whose view `orders` reads the published table of an aggregate table. */
const publishedWith = (explores: string, table: string): Attack => ({
  files: {
    ...explore('explore: orders {}', `view: orders { derived_table: { sql: from s.LR_T_${table} ;; } }`),
    'people.lkml': explores.replace('@{weekly}', weekly),
    ...manifest('constant: table { value: "by_day" }'),
  },
  edit: usersEdit,
})
/** Changes an included file that has only top-level parameters. */
const including = (include: string, path: string): Attack => ({
  files: {
    'thelook.model.lkml': `connection: "db"\ninclude: "/views/*"\ninclude: "${include}"\nexplore: orders {}`,
    [path]: 'week_start_day: monday',
  },
  edit: [path, 'monday', 'sunday'],
})
const people = 'view: people { dimension: id {} }'
/**
 * Returns a file with two dashboards. An anchor connects them, so the text of one dashboard cannot be separated from
 * the text of the other.
 */
const withAnchor = (value: string) =>
  `- dashboard: other\n  title: &title R&D\n- dashboard: sales\n  title: *title\n  description: ${value}\n`
/** Changes how the description of a dashboard is written in YAML. Ruby then reads another value. */
const notation = (from: string, to: string) =>
  onDashboard({ [sales]: withAnchor(from) }, [sales, `description: ${from}`, `description: ${to}`])
/** Looker's answers about the model `finance` of another project. The model includes a folder of this project. */
const foreignModel = {
  ...shows('finance::ledger'),
  explores: {
    'finance::ledger': {
      ...{ paths: [], modelPaths: new Set(['views/orders.view.lkml']), views: new Set(['ledger']) },
      hasForeignFiles: true,
    },
  },
}
/** Swaps a refinement of `orders` and an include in the model's file. */
const movedBehind = (before: string, after: string, files: Files = {}): Attack => {
  const start = 'connection: "db"\ninclude: "/views/*"\nexplore: orders {}\n'
  const refinement = 'view: +orders { label: "B" }\n'
  return {
    files: {
      'thelook.model.lkml': `${start}${before}${refinement}`,
      'a.lkml': 'view: +orders { label: "A" }',
      ...files,
    },
    edit: ['thelook.model.lkml', `${before}${refinement}`, `${refinement}${after}`],
  }
}
/** Adds an include of a file to a model. The include that the model already has seems to match the same file. */
const includedTwice = (known: string, added: string, path: string): Attack => {
  const start = `connection: "db"\ninclude: "/base/*"\nexplore: orders {}\ninclude: "${known}"\n`
  return {
    files: {
      'thelook.model.lkml': start,
      'base/orders.view.lkml': 'view: orders {}',
      'views/orders.view.lkml': '',
      [path]: 'view: +orders { label: "A" }',
    },
    edit: ['thelook.model.lkml', start, `${start}include: "${added}"\n`],
  }
}
/** A dashboard with an Explore of the model `finance`. This project has an Explore of the same name. */
const ofFinance = (dashboards: Files): Attack => ({
  ...onDashboard(
    { 'users.view.lkml': users, 'ledger.lkml': 'explore: ledger { from: orders }', ...dashboards },
    usersEdit,
  ),
  more: {
    explores: { 'finance::ledger': { paths: [], modelPaths: new Set(['users.view.lkml']) } },
  },
})
/** Changes the model `other`. A dashboard refers to this model, but not in its elements. */
const nestedQuery = (...lines: string[]) =>
  onDashboard(
    {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\ninclude: "/*.dashboard"\n',
      [sales]: ['- dashboard: sales', ...lines, ''].join('\n'),
      'other.model.lkml': 'connection: "one"\ninclude: "/views/*"\nexplore: people { from: orders }',
    },
    ['other.model.lkml', '"one"', '"two"'],
  )
/** Adds a file to a folder of this project. A model of another project includes this folder. */
const newFile = (path: string, text: string): Attack => ({
  files: {},
  edit: [path, '', text],
  more: foreignModel,
})
/** A dashboard of another project. The dashboard uses no content of this project. */
const foreignDashboard = {
  tiles: { 'finance::exec': [['finance::ledger']] },
  explores: { 'finance::ledger': { paths: [], views: new Set(['ledger']), hasForeignFiles: true } },
}

const moreAttacks: Record<string, Attack> = {
  // In these cases, two names differ only in letter case. Looker's documentation allows only lowercase letters.
  'a join in capital letters': usedIn('explore: orders { join: USERS {} }'),
  'a view that is defined in capital letters': {
    files: {
      ...explore('explore: orders { join: people {} }'),
      'people.view.lkml': people.replace('people', 'People'),
    },
    edit: ['people.view.lkml', 'id', 'no'],
  },
  'a view that extends in capital letters': viewWith('extends: [Users]'),
  'a table of a view in capital letters': viewWith(`sql_table_name: \${Users.SQL_TABLE_NAME} ;;`),
  'a refinement of an Explore in capital letters': usedIn(
    'explore: orders {}\nexplore: +Orders { join: users {} }',
  ),
  'a refinement of a view in capital letters': usedIn(
    'explore: orders {}\nview: +Orders { extends: [users] }',
  ),
  'the source of a native derived table in capital letters': usedIn(
    'explore: orders {}\nexplore: people { from: users }',
    'view: orders { derived_table: { explore_source: People { column: id {} } } }',
  ),
  'a format in capital letters': named(
    'dimension: id { value_format_name: Euro }',
    'named_value_format: euro { value_format: "0" }',
    '"0"',
    '"0.0"',
  ),
  'an Explore that a tile names in capital letters': {
    ...inDashboard(
      dashboard('    explore: Users'),
      { 'users.view.lkml': `${users}\nexplore: users {}` },
      usersEdit,
    ),
    more: { explores: { 'thelook::Users': { paths: [], views: new Set(['Users']) } } },
  },
  'the connection of a model that a tile names in capital letters': {
    ...onDashboard(
      { ...explore('explore: orders {}'), [sales]: dashboard('    model: Thelook', '    explore: orders') },
      ['thelook.model.lkml', '"db"', '"other"'],
    ),
    more: { explores: { 'Thelook::orders': { paths: [], views: new Set(['orders']) } } },
  },

  'a file with the line ends of old Macs': joined(
    '# users\rview: users {\r  dimension: id { sql: x.id ;; }\r}\r',
  ),
  'a line after a comment that ends with a carriage return': joined(
    'view: users {\n  # id\r  dimension: id { sql: x.id ;; }\n}\n',
  ),
  'a hash in an unknown expression': parameter('filter_expression: a#1 ;;\n dimension: id {}', '#1', '#2'),
  'a hash in a list': parameter('set: s { fields: [a#1\n, b] }', '#1', '#2'),
  'a second colon before SQL': parameter('dimension: id { sql: a ;; }', 'sql: a', 'sql:: a'),
  'a view behind an expression without an end': {
    files: {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/**/*"\nexplore: people { from: users }',
      'views/orders.view.lkml': `view: orders { dimension: a { html: "x" } }\n${users}`,
    },
    edit: ['views/orders.view.lkml', '.id ;;', '.no ;;'],
    more: {
      ...shows('thelook::people'),
      explores: { 'thelook::people': { paths: [], views: new Set(['users', 'people']) } },
    },
  },
  'a comment in SQL in the syntax before 2016': oldView(
    '  derived_table:\n    sql: |\n      #standardSQL\n      select 1\n',
    '#standard',
    '#legacy',
  ),
  'a blank line in folded text in the syntax before 2016': oldView(
    '  derived_table:\n    sql: >\n      select a\n      from b\n',
    'a\n',
    'a\n\n',
  ),
  'an empty line in plain text in the syntax before 2016': oldView(
    '  derived_table:\n    sql: select a -- note\n\n      from b\n',
    'note\n\n',
    'note\n',
  ),
  'a comment in quoted text in the syntax before 2016': oldView("  label: 'a\n    # b'\n", '# b', '# c'),
  'an anchor in another view in the syntax before 2016': {
    files: {
      ...explore('explore: orders { join: people {} }'),
      'people.view.lookml':
        '- view: other\n  sql_table_name: &table a.b\n- view: people\n  sql_table_name: *table\n',
    },
    edit: ['people.view.lookml', 'a.b', 'a.c'],
  },
  ...Object.fromEntries(
    (
      [
        ['map_layer: m', 'map_layer_name: m'],
        ['named_value_format: euro', 'value_format_name: euro'],
        ['access_grant: staff', 'required_access_grants: [staff]'],
      ] as const
    ).map(([text, use]) => [
      `${text} in the syntax before 2016`,
      {
        files: {
          ...explore('explore: orders {}', `view: orders { dimension: id { ${use} } }`),
          'shared.lookml': `- ${text}\n  value: one\n`,
        },
        edit: ['shared.lookml', 'one', 'two'],
      } satisfies Attack,
    ]),
  ),

  'the order of two included statements': swapped('week_start_day: monday', 'week_start_day: sunday'),
  'the order of two included formats': swapped(
    'named_value_format: euro { value_format: "0" }',
    'named_value_format: euro { value_format: "1" }',
    'dimension: x { value_format_name: euro }',
  ),
  'the order of two included dashboards': {
    files: {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/a.dashboard"\ninclude: "/b.dashboard"\n',
      'a.dashboard.lookml': '- dashboard: sales\n  title: A\n',
      'b.dashboard.lookml': '- dashboard: sales\n  title: B\n',
    },
    edit: [
      'thelook.model.lkml',
      'include: "/a.dashboard"\ninclude: "/b.dashboard"',
      'include: "/b.dashboard"\ninclude: "/a.dashboard"',
    ],
    target: 'thelook::sales',
    more: {},
  },
  'the order of two refinements, one of which is named by a constant': {
    files: {
      ...explore('explore: orders {}'),
      ...manifest('constant: v { value: "orders" }'),
      'more.lkml': 'view: +orders { label: "A" }\nview: +@{v} { label: "B" }',
    },
    edit: [
      'more.lkml',
      'view: +orders { label: "A" }\nview: +@{v} { label: "B" }',
      'view: +@{v} { label: "B" }\nview: +orders { label: "A" }',
    ],
  },
  'the order of two included refinements, one of which is named by a constant': {
    ...swapped('view: +orders { label: "A" }', 'view: +@{v} { label: "B" }'),
    files: {
      ...swapped('view: +orders { label: "A" }', 'view: +@{v} { label: "B" }').files,
      ...manifest('constant: v { value: "orders" }'),
    },
  },
  'the order of two included refinements, one of which is in capital letters': swapped(
    'view: +orders { label: "A" }',
    'view: +Orders { label: "B" }',
  ),
  'the order of two included dashboards whose names follow other keys': {
    ...onDashboard(
      {
        'thelook.model.lkml': 'connection: "db"\ninclude: "/a.dashboard"\ninclude: "/b.dashboard"\n',
        'a.dashboard.lookml': '- title: A\n  dashboard: sales\n',
        'b.dashboard.lookml': '- title: B\n  dashboard: sales\n',
      },
      [
        'thelook.model.lkml',
        'include: "/a.dashboard"\ninclude: "/b.dashboard"',
        'include: "/b.dashboard"\ninclude: "/a.dashboard"',
      ],
    ),
  },
  'the order of two included dashboards whose names have an escape': onDashboard(
    {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/a.dashboard"\ninclude: "/b.dashboard"\n',
      'a.dashboard.lookml': '- dashboard: "s\\x61les"\n  title: A\n',
      'b.dashboard.lookml': '- dashboard: sales\n  title: B\n',
    },
    [
      'thelook.model.lkml',
      'include: "/a.dashboard"\ninclude: "/b.dashboard"',
      'include: "/b.dashboard"\ninclude: "/a.dashboard"',
    ],
  ),
  'the order of two included dashboards that extend other dashboards of their files': onDashboard(
    {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/a.dashboard"\ninclude: "/b.dashboard"\n',
      'a.dashboard.lookml': '- dashboard: sales\n  extends: x\n- dashboard: x\n  title: A\n',
      'b.dashboard.lookml': '- dashboard: sales\n  extends: y\n- dashboard: y\n  title: B\n',
    },
    [
      'thelook.model.lkml',
      'include: "/a.dashboard"\ninclude: "/b.dashboard"',
      'include: "/b.dashboard"\ninclude: "/a.dashboard"',
    ],
  ),
  'a refinement that moves between the files of one include': {
    files: {
      'thelook.model.lkml':
        'connection: "db"\ninclude: "/views/*"\ninclude: ["/a", "/b"]\nview: +orders { label: "B" }\nexplore: orders {}',
      'a.lkml': '',
      'b.lkml': 'view: +orders { label: "A" }',
    },
    edit: [
      'thelook.model.lkml',
      'include: ["/a", "/b"]\nview: +orders { label: "B" }',
      'include: "/a"\nview: +orders { label: "B" }\ninclude: "/b"',
    ],
  },
  'a refinement that moves behind an include, which gets another spelling': movedBehind(
    'include: "/a"\n',
    'include: "a.lkml"\n',
  ),
  'a refinement that moves behind an include, which loses its star': movedBehind(
    'include: "/a*"\n',
    'include: "/a"\n',
  ),
  'a refinement that moves behind an include, which skips another file': movedBehind(
    'include: "/more"\n',
    'include: "/a"\n',
    { 'more.lkml': 'include: "a"' },
  ),
  'an include of a file that another included file also includes, but behind a refinement': {
    files: {
      'thelook.model.lkml':
        'connection: "db"\ninclude: "/views/*"\ninclude: "/b"\nview: +orders { label: "B" }\ninclude: "/c"\nexplore: orders {}',
      'a.lkml': 'view: +orders { label: "A" }',
      'b.lkml': 'include: "/a"\nview: b {}',
      'c.lkml': 'include: "/a"',
    },
    edit: ['b.lkml', 'include: "/a"\n', ''],
  },
  'an include besides two stars at the end of another': includedTwice(
    '/more/**',
    '/more/a/b',
    'more/a/b.lkml',
  ),
  'an include besides two stars within a name': includedTwice('/m**/b', '/more/a/b', 'more/a/b.lkml'),
  'an include of a hidden file': includedTwice('/**/*', '/more/.b', 'more/.b.lkml'),
  'an include of a file in a hidden folder': includedTwice('/**/*', '/.more/b', '.more/b.lkml'),
  'the order of two included dashboards with spaces in their names': {
    ...onDashboard(
      {
        'thelook.model.lkml': 'connection: "db"\ninclude: "/a.dashboard"\ninclude: "/b.dashboard"\n',
        'a.dashboard.lookml': '- dashboard: all sales\n  title: A\n',
        'b.dashboard.lookml': '- dashboard: all sales # B\n  title: B\n',
      },
      [
        'thelook.model.lkml',
        'include: "/a.dashboard"\ninclude: "/b.dashboard"',
        'include: "/b.dashboard"\ninclude: "/a.dashboard"',
      ],
    ),
    target: 'thelook::all sales',
  },
  'a refinement that moves behind an include': {
    files: {
      'thelook.model.lkml':
        'connection: "db"\ninclude: "/views/*"\nview: +orders { label: "B" }\ninclude: "/more/*"\nexplore: orders {}',
      'more/a.lkml': 'view: +orders { label: "A" }',
    },
    edit: [
      'thelook.model.lkml',
      'view: +orders { label: "B" }\ninclude: "/more/*"',
      'include: "/more/*"\nview: +orders { label: "B" }',
    ],
  },
  'a statement of a newly included file that cannot be split into blocks': {
    files: {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\nexplore: orders {}',
      'odd.lkml': 'week_start_day: monday\nexplore: x {',
    },
    edit: ['thelook.model.lkml', 'explore:', 'include: "/odd"\nexplore:'],
  },
  'a statement in an included folder': including('/more', 'more/a.lkml'),
  'a statement in an included folder with a slash at its end': including('/more/', 'more/a.lkml'),
  'a file of the root that a file in a folder includes': {
    files: {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/models/a"\nexplore: orders {}',
      'models/a.lkml': 'include: "more/*"',
      'models/more/b.lkml': '',
      'more/b.lkml': 'week_start_day: monday',
    },
    edit: ['more/b.lkml', 'monday', 'sunday'],
  },

  'a published view by extends': published({
    'users.view.lkml': 'view: users { extends: [base] derived_table: { sql: select x.id ;; } }',
    'base.view.lkml': 'view: base { extends: [stable] }',
    'stable.view.lkml': 'view: stable { derived_table: { publish_as_db_view: yes } }',
  }),
  'a published view in a file that cannot be split into blocks': published({
    'more.lkml': 'view: +users { derived_table: { publish_as_db_view: yes } ',
  }),
  'a published aggregate table': publishedWith('explore: people { from: users @{weekly} }', 'people__weekly'),
  'a published aggregate table whose prefix is unknown': publishedWith(
    'explore: people { from: users @{weekly} }',
    'x_weekly',
  ),
  'an aggregate table that a refinement publishes': publishedWith(
    'explore: people { from: users }\nexplore: +people { @{weekly} }',
    'people__weekly',
  ),
  'an aggregate table that a template publishes': publishedWith(
    'explore: base { extension: required @{weekly} }\nexplore: people { from: users extends: [base] }',
    'people__weekly',
  ),
  'an aggregate table that a template publishes, with one underscore in the name': publishedWith(
    'explore: base { extension: required @{weekly} }\nexplore: people { from: users extends: [base] }',
    'people_weekly',
  ),
  'an aggregate table with underscores that a template publishes': publishedWith(
    'explore: base { extension: required @{weekly} }\nexplore: a__b { from: users extends: [base] }',
    'a__b__weekly',
  ),
  'a published aggregate table of an Explore that extends an imported Explore': publishedWith(
    'explore: people { from: users extends: [imported] }',
    'people__weekly',
  ),
  'a published aggregate table whose name is a constant': publishedWith(
    'explore: people { from: users aggregate_table: @{table} { materialization: { publish_as_db_view: yes } } }',
    'people__by_day',
  ),
  'a published table in a file that cannot be split into blocks': {
    files: {
      ...explore(
        'explore: orders {}',
        'view: orders { derived_table: { sql: from s.LR_T_PEOPLE__WEEKLY ;; } }',
      ),
      'odd.lkml': `explore: people { join: users {} @{weekly} `.replace('@{weekly}', weekly),
    },
    edit: usersEdit,
  },
  'a view that reads the table with its name, which other SQL writes': {
    files: {
      ...explore('explore: orders {}'),
      'users.view.lkml':
        'view: users { derived_table: { sql_create: create table s.orders as select x.id ;; } }',
    },
    edit: ['users.view.lkml', 'x.id', 'x.no'],
  },
  'a written table with an unknown end, after a table of another view that begins the same': {
    files: {
      ...explore(
        'explore: orders {}',
        'view: orders { derived_table: { sql: from dai{{ p }}, da{{ p }} ;; } }',
      ),
      'a.view.lkml': 'view: a { derived_table: { sql_create: create table daily as select 1 ;; } }',
      'b.view.lkml': 'view: b { derived_table: { sql_create: create table data as select x.id ;; } }',
    },
    edit: ['b.view.lkml', 'x.id', 'x.no'],
  },
  'a written table with an unknown end, before a table of another view that begins the same': {
    files: {
      ...explore(
        'explore: orders {}',
        'view: orders { derived_table: { sql: from da{{ p }}, dai{{ p }} ;; } }',
      ),
      'a.view.lkml': 'view: a { derived_table: { sql_create: create table daily as select 1 ;; } }',
      'b.view.lkml': 'view: b { derived_table: { sql_create: create table data as select x.id ;; } }',
    },
    edit: ['b.view.lkml', 'x.id', 'x.no'],
  },
  'a view with confusing fields that reads the table with its name, which other SQL writes': {
    files: {
      ...explore(
        'explore: orders {}',
        'view: orders { dimension: sql_table_name { label: "derived_table" tags: ["derived_table:"] } }',
      ),
      'users.view.lkml':
        'view: users { derived_table: { sql_create: create table s.orders as select x.id ;; } }',
    },
    edit: ['users.view.lkml', 'x.id', 'x.no'],
  },
  'a view in the syntax before 2016 that reads the table with its name, which other SQL writes': {
    files: {
      ...explore('explore: orders {}', '- view: orders\n  fields:\n  - dimension: id\n'),
      'users.view.lkml':
        'view: users { derived_table: { sql_create: create table s.orders as select x.id ;; } }',
    },
    edit: ['users.view.lkml', 'x.id', 'x.no'],
  },
  'a view whose table has the name of the view by Liquid, and which other SQL writes': {
    files: {
      ...explore('explore: orders {}', 'view: orders { sql_table_name: s.{{ _view._name }} ;; }'),
      'users.view.lkml':
        'view: users { derived_table: { sql_create: create table s.orders as select x.id ;; } }',
    },
    edit: ['users.view.lkml', 'x.id', 'x.no'],
  },
  'a constant that holds SQL that writes a table': {
    files: {
      ...explore('explore: orders {}', 'view: orders { derived_table: { sql: from s.people ;; } }'),
      'users.view.lkml': 'view: users { derived_table: { sql_create: @{sql} ;; } }',
      ...manifest('constant: sql { value: "create table s.people as select x.id" }'),
    },
    edit: ['manifest.lkml', 'x.id', 'x.no'],
  },
  'a view that reads the table with its name, which Looker publishes': {
    files: {
      ...explore('explore: orders { from: lr_t_users }', 'view: lr_t_users { dimension: a {} }'),
      'users.view.lkml': 'view: users { derived_table: { publish_as_db_view: yes sql: select x.id ;; } }',
    },
    edit: ['users.view.lkml', 'x.id', 'x.no'],
  },
  'a published view whose name is a constant': published({
    'users.view.lkml': 'view: @{name} { derived_table: { publish_as_db_view: yes sql: select x.id ;; } }',
    ...manifest('constant: name { value: "users" }'),
  }),

  'a custom calendar': viewWith('dimension_group: d { type: custom_calendar based_on_calendar: users }'),
  'a field of a custom calendar': viewWith(
    'dimension_group: d { type: custom_calendar based_on_calendar: users.date }',
  ),

  'a dashboard without tiles in a file without .dashboard in its name': {
    ...onDashboard({ 'boards/sales.lookml': '- dashboard: sales\n  title: A\n' }, [
      'boards/sales.lookml',
      'A',
      'B',
    ]),
    more: { tiles: { 'thelook::sales': [] } },
  },
  'the order of two definitions of a dashboard in a file without .dashboard in its name': {
    ...onDashboard(
      { 'boards/sales.lookml': '- dashboard: sales\n  title: A\n- title: B\n  dashboard: sales\n' },
      [
        'boards/sales.lookml',
        '- dashboard: sales\n  title: A\n- title: B\n  dashboard: sales\n',
        '- title: B\n  dashboard: sales\n- dashboard: sales\n  title: A\n',
      ],
    ),
  },
  'a dashboard without tiles whose name follows another key': {
    ...onDashboard({ 'boards/sales.lookml': '- title: A\n  dashboard: sales\n' }, [
      'boards/sales.lookml',
      'A',
      'B',
    ]),
    more: { tiles: { 'thelook::sales': [] } },
  },
  'the model of a query in a parameter of a dashboard': nestedQuery(
    '  tabs:',
    '  - name: t',
    '    elements: [{name: a, model: other, explore: people}]',
  ),
  'the model of a query in a parameter of a text': nestedQuery(
    '  elements:',
    '  - name: a',
    '    type: text',
    '    model: other',
    '    sources: [{explore: people}]',
  ),
  'the base of an unreadable dashboard, whose name follows a comment': onDashboard(
    {
      [sales]: '- dashboard: sales\n  extends: base\n  title: [-]\n',
      'base.lookml': '- dashboard:\n    # the base\n    base\n  title: A\n',
    },
    ['base.lookml', 'title: A', 'title: B'],
  ),
  'an Explore of the model that an unreadable dashboard names for all tiles': ofFinance({
    [sales]: '- dashboard: sales\n  model: finance\n  title: [-]\n  elements:\n  - explore: ledger\n',
  }),
  'an Explore of an unreadable base, whose model the extending dashboard names': ofFinance({
    [sales]: '- dashboard: sales\n  extends: base\n  model: finance\n',
    'base.dashboard.lookml': '- dashboard: base\n  title: [-]\n  elements:\n  - explore: ledger\n',
  }),
  'an Explore in a filter of a base, whose model the extending dashboard names': ofFinance({
    [sales]: '- dashboard: sales\n  extends: base\n  model: finance\n',
    'base.dashboard.lookml': '- dashboard: base\n  filters:\n  - {name: f, explore: ledger}\n',
  }),
  'a constant in a dashboard whose name has another constant': {
    ...onDashboard(
      {
        [sales]: '- dashboard: "@{kind}_sales"\n  title: "@{company}"\n',
        ...manifest('constant: kind { value: "own" }\nconstant: company { value: "A" }'),
      },
      ['manifest.lkml', '"A"', '"B"'],
    ),
    ...{ target: 'thelook::own_sales', more: { tiles: { 'thelook::own_sales': [] } } },
  },
  'the base that an unreadable dashboard names with an escape': {
    ...onDashboard(
      {
        [sales]: '- dashboard: sales\n  extends: "b\\x61se"\n  title: [-]\n',
        'base.dashboard.lookml': '- dashboard: base\n  title: A\n',
      },
      ['base.dashboard.lookml', 'title: A', 'title: B'],
    ),
    more: { tiles: { 'thelook::sales': [] } },
  },
  'the last digit of a long number': notation('9007199254740993', '9007199254740992'),
  'a number that loses its fraction': notation('1.0', '1'),
  'an octal number that becomes a decimal number': notation('010', '10'),
  'an octal number that becomes a text': notation('010', '"010"'),
  'a truth value that becomes a text': notation('yes', '"yes"'),
  'the order of integer keys': notation('{2: a, 1: b}', '{1: b, 2: a}'),
  'the notation of a number behind an alias': onDashboard(
    { [sales]: '- dashboard: other\n  title: &number 010\n- dashboard: sales\n  title: *number\n' },
    [sales, '010', '"010"'],
  ),
  'a format that a tile names in capital letters': inDashboard(
    dashboard(...tileLines, '    value_format_name: Euro'),
    { 'formats.lkml': 'named_value_format: euro { value_format: "0" }' },
    ['formats.lkml', '"0"', '"0.0"'],
  ),
  'an anchor with a dot in another dashboard': onDashboard(
    { [sales]: '- dashboard: base\n  x: &.a {title: A}\n- dashboard: sales\n  <<: *.a\n' },
    [sales, 'title: A', 'title: B'],
  ),
  'the Explore of a model of another project in text that YAML refuses': {
    ...onDashboard(
      {
        [sales]: dashboard('    model: finance', '    explore: orders', '    title: [-]'),
        'users.view.lkml': users,
      },
      usersEdit,
    ),
    more: { explores: { 'finance::orders': { paths: ['users.view.lkml'] } } },
  },
  'the Explore that text which YAML refuses calls base_view': {
    ...onDashboard(
      {
        'thelook.model.lkml': 'connection: "db"\ninclude: "//block/*"\ninclude: "/**/*"',
        [sales]: dashboard('    base_view: facts', '    title: [-]'),
        'refine.lkml': 'view: +facts { label: "A" }',
      },
      ['refine.lkml', '"A"', '"B"'],
    ),
    more: { explores: { 'thelook::facts': { paths: [], views: new Set(['facts']) } } },
  },
  'a dashboard that extends in nested lists': onDashboard(
    {
      [sales]: '- dashboard: sales\n  extends: [[base]]\n',
      'base.dashboard.lookml': '- dashboard: base\n  title: A\n',
    },
    ['base.dashboard.lookml', 'A', 'B'],
  ),
  'the built-in map of zip codes': named(
    'dimension: zip { type: zipcode }',
    'map_layer: us_zipcode_tabulation_areas { url: "https://a.example" }',
    'a.example',
    'b.example',
  ),
  'the built-in map of zip codes for a view in the syntax before 2016': {
    files: {
      ...explore('explore: orders { join: people {} }'),
      'people.view.lookml': '- view: people\n  fields:\n  - dimension: zip\n    type: zipcode\n',
      'maps.lkml': 'map_layer: us_zipcode_tabulation_areas { url: "https://a.example" }',
    },
    edit: ['maps.lkml', 'a.example', 'b.example'],
  },

  // In these cases, another project includes files of this project.
  'a new file that refines a view of another project': newFile(
    'views/ledger.view.lkml',
    'view: +ledger { label: "A" }',
  ),
  'a new file that refines an Explore of another project': newFile(
    'views/ledger.lkml',
    'explore: +ledger { label: "A" }',
  ),
  'a new file that defines a view of an Explore of another project': newFile(
    'views/ledger.view.lkml',
    'view: ledger {}',
  ),
  'a new file that defines an Explore of another project': newFile('views/x.lkml', 'explore: ledger {}'),
  'a new file that refines a view of this project, which an Explore of another project names': {
    ...newFile('views/refine.lkml', 'view: +ledger { label: "A" }'),
    files: { 'other/ledger.view.lkml': 'view: ledger {}' },
  },
  'a new file with a statement for a model of another project': newFile(
    'views/week.lkml',
    'week_start_day: sunday',
  ),
  'a new file that includes another file in a model of another project': {
    ...newFile('views/more.lkml', 'include: "/x/*"'),
    files: { 'x/ledger.lkml': 'view: +ledger { label: "A" }' },
  },
  'an include of a file that Looker names without its ending': {
    files: { 'views/more.lkml': '', 'x/ledger.lkml': 'view: +ledger { label: "A" }' },
    edit: ['views/more.lkml', '', 'include: "/x/*"'],
    more: {
      ...foreignModel,
      explores: {
        'finance::ledger': {
          ...foreignModel.explores['finance::ledger'],
          modelPaths: new Set(['views/more']),
        },
      },
    },
  },
  'a new file for a model of another project that cannot be split into blocks': newFile(
    'views/odd.lkml',
    'view: +ledger {',
  ),
  'the translations of a dashboard of another project': {
    files: { 'de.strings.json': '{"a": "A"}' },
    edit: ['de.strings.json', '"A"', '"B"'],
    target: 'finance::exec',
    more: foreignDashboard,
  },
  'the translations of an Explore of another project': {
    files: { 'de.strings.json': '{"a": "A"}' },
    edit: ['de.strings.json', '"A"', '"B"'],
    more: { ...foreignDashboard, ...shows('finance::ledger') },
  },
  'a dashboard that a dashboard of another project may extend': {
    files: { [sales]: '- dashboard: sales\n  title: A\n' },
    edit: [sales, 'title: A', 'title: B'],
    ...{ target: 'finance::exec', more: foreignDashboard },
  },
  'a file that could not be read, with a dashboard that a dashboard of another project may extend': {
    files: { [sales]: '- dashboard: sales\n  title: A\n' },
    edit: [sales, 'title: A', 'title: B'],
    ...{ target: 'finance::exec', more: { ...foreignDashboard, unread: [sales] } },
  },
  'a constant in a dashboard that a dashboard of another project may extend': {
    files: { [sales]: '- dashboard: sales\n  title: "@{c}"\n', ...manifest('constant: c { value: "A" }') },
    edit: ['manifest.lkml', '"A"', '"B"'],
    ...{ target: 'finance::exec', more: foreignDashboard },
  },
  'a map whose name has another Unicode form': {
    files: {
      ...explore('explore: orders {}', 'view: orders { dimension: id { map_layer_name: states } }'),
      'maps.lkml': 'map_layer: states { file: "maps/caf\u00E9.json" }',
      'maps/cafe\u0301.json': 'one',
    },
    edit: ['maps/cafe\u0301.json', 'one', 'two'],
  },

  // Files that have an unusual name or layout.
  'a statement in a file whose name ends with .dashboard.lkml': {
    files: { ...explore('explore: orders {}'), 'more.dashboard.lkml': 'week_start_day: monday\n' },
    edit: ['more.dashboard.lkml', 'monday', 'sunday'],
  },
  'a view in a file with the extension of a dashboard, with the brace on the next line': {
    files: {
      ...explore('explore: orders {}'),
      'more.dashboard.lookml': 'view:\n  +orders\n{\n  label: "A"\n}\n',
    },
    edit: ['more.dashboard.lookml', '"A"', '"B"'],
  },
  'a line after a comment that ends with a line separator': joined(
    'view: users { # id\u2028 dimension: id { sql: x.id ;; }\n}\n',
  ),
  'a line after a comment that ends with the control character for the next line': joined(
    'view: users { # id\u0085 dimension: id { sql: x.id ;; }\n}\n',
  ),
  'a statement in a file that an include names in single quotes': {
    files: {
      'thelook.model.lkml': 'connection: "db"\ninclude: "/views/*"\ninclude: \'/more/a\'\nexplore: orders {}',
      'more/a.lkml': 'week_start_day: monday',
    },
    edit: ['more/a.lkml', 'monday', 'sunday'],
  },
  'a statement in a file that an include names with a percent code': including(
    '/more%20files/a',
    'more files/a.lkml',
  ),

  'a join in capital letters in a file that cannot be split into blocks': {
    files: { ...explore('explore: orders {}'), 'odd.lkml': 'explore: +orders { join: USERS {}' },
    edit: usersEdit,
  },

  // The name of the changed block has a constant whose value is unknown.
  'an Explore whose name has a constant that no manifest defines': {
    files: explore('explore: orders_@{env} { from: orders sql_always_where: 1=1 ;; }'),
    edit: ['orders.explore.lkml', '1=1', '1=2'],
    more: {
      ...shows('thelook::orders_new'),
      explores: { 'thelook::orders_new': { paths: ['views/orders.view.lkml'], views: new Set(['orders']) } },
    },
  },
  'a refinement whose name is a constant that no manifest defines': {
    files: explore('explore: orders {}', 'view: orders {}\nview: +@{view} { label: "A" }'),
    edit: ['views/orders.view.lkml', '"A"', '"B"'],
  },
  'a format whose name is a constant that no manifest defines': named(
    'dimension: id { value_format_name: euro }',
    'named_value_format: @{unit} { value_format: "0" }',
    '"0"',
    '"0.0"',
  ),
  'a format of a dashboard whose name is a constant that no manifest defines': inDashboard(
    dashboard(...tileLines, '    series_value_format: {orders.count: {name: euro}}'),
    { 'formats.lkml': 'named_value_format: @{unit} { value_format: "0" }' },
    ['formats.lkml', '"0"', '"0.0"'],
  ),

  // The SQL of one view writes a table that another view reads.
  ...Object.fromEntries(
    [
      ['sql_create: create or replace table scratch.people as select x.id ;;', 'from scratch.people'],
      ['sql_create: CREATE TABLE IF NOT EXISTS "SCRATCH"."PEOPLE" AS SELECT x.id ;;', 'from scratch.people'],
      [
        'sql_create: create or replace model @{ds}.people options(k=3) as select x.id ;;',
        'from ml.predict(model @{ds}.people, table a)',
      ],
      [
        'create_process: { sql_step: create or replace model a.{% parameter users.p %}_people as select x.id ;; }',
        'from ml.centroids(model a.{% parameter users.p %}_people)',
      ],
      ['create_process: { sql_step: insert into scratch.people select x.id ;; }', 'from scratch.people'],
      ['create_process: { sql_step: update people set a = x.id ;; }', 'from people'],
      ['create_process: { sql_step: merge into people using x.id ;; }', 'from people'],
      ['create_process: { sql_step: select x.id into people ;; }', 'from people'],
      ['create_process: { sql_step: delete from people where x.id ;; }', 'from people'],
      ['sql_create: create table -- all\n people as select x.id ;;', 'from people'],
      ['sql_create: create table {% if a %} s.people {% endif %} as select x.id ;;', 'from s.people'],
      ['sql_trigger_value: insert into people select x.id ;;', 'from people'],
      ['create_process: { sql_step: delete people where x.id ;; }', 'from people'],
      ['create_process: { sql_step: truncate table people /* x.id */ ;; }', 'from people'],
      ['create_process: { sql_step: copy people from x.id ;; }', 'from people'],
      ['create_process: { sql_step: alter table x.id rename to people ;; }', 'from people'],
      ['create_process: { sql_step: alter table x.id swap with people ;; }', 'from people'],
      ['create_process: { sql_step: rename table x.id to people ;; }', 'from people'],
      ['create_process: { sql_step: undrop table people /* x.id */ ;; }', 'from people'],
      ['create_process: { sql_step: refresh materialized view people /* x.id */ ;; }', 'from people'],
      ['create_process: { sql_step: update only people set a = x.id ;; }', 'from people'],
      ['sql_create: create macro people(a) as x.id ;;', 'select people(1)'],
      ['sql_create: create sequence people start x.id ;;', "select nextval('people')"],
      ['sql_create: create synonym people for x.id ;;', 'from people'],
      ['create_process: { sql_step: create schema people clone x.id ;; }', 'from people.a'],
      ['create_process: { sql_step: create stream people on table x.id ;; }', 'from people'],
      [
        'create_process: { sql_step: create row access policy p on people filter using (x.id) ;; }',
        'from people',
      ],
      ['sql_create: create table people_daily as select x.id ;;', 'from people_{% parameter period %}'],
      ['sql_create: create table daily_people as select x.id ;;', 'from {{ period }}_people'],
      ['sql_create: create table `p.s.People_2026` as select x.id ;;', 'from `p.s.people_*`'],
      ['sql_create: create function scratch.people(a int) as (x.id) ;;', 'select scratch.people(1)'],
      [
        'sql_create: create or replace table function people(a int64) as (x.id) ;;',
        'select * from people(1)',
      ],
    ].map(([written = '', read = '']) => [
      `SQL that writes to the database: ${written}`,
      {
        files: {
          ...explore('explore: orders {}', `view: orders { derived_table: { sql: select a ${read} ;; } }`),
          'users.view.lkml': `view: users { derived_table: { ${written} } }`,
          ...manifest('constant: ds { value: "scratch" }'),
        },
        edit: ['users.view.lkml', 'x.id', 'x.no'],
      } satisfies Attack,
    ]),
  ),

  'the language of a dashboard without data': onDashboard(
    {
      [sales]: '- dashboard: sales\n  title: hello\n  elements:\n  - {name: a, type: text}\n',
      ...manifest('localization_settings: { default_locale: en }'),
    },
    ['manifest.lkml', 'en', 'de'],
  ),
  'a file that Looker may refuse, on a dashboard without data': onDashboard(
    {
      [sales]: '- dashboard: sales\n  title: hello\n  elements:\n  - {name: a, type: text}\n',
      'more.lkml': 'view: more { label: "a" }',
    },
    ['more.lkml', '"a"', '"a";'],
  ),

  'a constant in a dashboard that this one extends, if the name of that dashboard is a constant, too':
    onDashboard(
      {
        'base.dashboard.lookml': '- dashboard: "@{base}"\n  title: "@{title}"\n',
        [sales]: '- dashboard: sales\n  extends: everything\n  elements:\n  - {name: a, type: text}\n',
        ...manifest('constant: base { value: "everything" }\nconstant: title { value: "A" }'),
      },
      ['manifest.lkml', '"A"', '"B"'],
    ),

  // A dashboard shows the values of filters with buttons, and Looker reads these values from another Explore.
  ...Object.fromEntries(
    [
      ['buttons', 'ui_config: {type: button_toggles}'],
      ['a control within the dashboard', 'ui_config: {type: dropdown_menu, display: inline}'],
      ['check boxes, in text that YAML refuses', 'ui_config: {type: checkboxes}\n    x: [-]'],
      ['a control that is a constant', 'ui_config: {type: "@{control}"}'],
    ].map(([title = '', control = '']) => [
      `the suggested values of a filter with ${title}`,
      inDashboard(
        `- dashboard: sales\n  filters:\n  - name: f\n    explore: orders\n    field: orders.id\n    ${control}\n`,
        {
          ...manifest('constant: control { value: "button_group" }'),
          'views/orders.view.lkml': 'view: orders { dimension: id { suggest_explore: people } }',
          'users.view.lkml': `${users}\nexplore: people { from: users }`,
        },
        usersEdit,
      ),
    ]),
  ),
  'the suggested values of a filter for a dimension group': inDashboard(
    '- dashboard: sales\n  filters:\n  - {name: f, explore: orders, field: orders.made_month_name, ui_config: {display: inline}}\n',
    {
      'views/orders.view.lkml':
        'view: orders { dimension_group: made { timeframes: [month_name] suggest_explore: people } }',
      'users.view.lkml': `${users}\nexplore: people { from: users }`,
    },
    usersEdit,
  ),
  ...Object.fromEntries(
    [
      ['that text which YAML refuses extends', '- dashboard: sales\n  title: [-]\n  extends: base\n', 'base'],
      ['with several definitions', '- dashboard: sales\n  title: A\n', 'sales'],
    ].map(([title, text = '', name = '']) => [
      `the suggested values of a filter in a dashboard ${title}`,
      inDashboard(
        text,
        {
          'base.dashboard.lookml': `- dashboard: ${name}\n  filters:\n  - {name: f, explore: orders, field: orders.id, ui_config: {display: inline}}\n`,
          'views/orders.view.lkml': 'view: orders { dimension: id { suggest_explore: people } }',
          'users.view.lkml': `${users}\nexplore: people { from: users }`,
        },
        usersEdit,
      ),
    ]),
  ),
  ...Object.fromEntries(
    [
      ['whose name is in capital letters', 'PEOPLE', 'explore: people { from: users }'],
      ['in a file that cannot be split into blocks', 'people', 'explore: people { from: users'],
    ].map(([title, name, text = '']) => [
      `the suggested values from an Explore ${title}`,
      inDashboard(
        '- dashboard: sales\n  filters:\n  - {name: f, explore: orders, field: orders.id, ui_config: {display: inline}}\n',
        {
          'views/orders.view.lkml': `view: orders { dimension: id { suggest_explore: ${name} } }`,
          'people.explore.lkml': text,
          'users.view.lkml': users,
        },
        usersEdit,
      ),
    ]),
  ),
  'the suggested values from an Explore that a file outside of the model defines, too': inDashboard(
    '- dashboard: sales\n  filters:\n  - {name: f, explore: orders, field: orders.id, ui_config: {display: inline}}\n',
    {
      'thelook.model.lkml':
        'connection: "db"\ninclude: "/views/*"\ninclude: "/users.view"\ninclude: "/**/*.dashboard"\nexplore: orders {}\n',
      'other/people.explore.lkml': 'explore: people { from: orders }',
      'views/orders.view.lkml': 'view: orders { dimension: id { suggest_explore: people } }',
      'users.view.lkml': `${users}\nexplore: people { from: users }`,
    },
    usersEdit,
  ),
  'the suggested values of a filter that has the alias of a field': inDashboard(
    '- dashboard: sales\n  filters:\n  - {name: f, explore: orders, field: orders.country, ui_config: {display: inline}}\n',
    {
      'views/orders.view.lkml':
        'view: orders { dimension: region { suggest_explore: people alias: [country] } }',
      'users.view.lkml': `${users}\nexplore: people { from: users }`,
    },
    usersEdit,
  ),
  'the suggested values of a filter for a view in the syntax before 2016': inDashboard(
    '- dashboard: sales\n  filters:\n  - {name: f, explore: orders, field: orders.id, ui_config: {display: inline}}\n',
    {
      'views/orders.view.lkml': '- view: orders\n  fields:\n  - dimension: id\n    suggest_explore: people\n',
      'users.view.lkml': `${users}\nexplore: people { from: users }`,
    },
    usersEdit,
  ),

  'a view in the syntax before 2016 in the file of a dashboard': {
    files: {
      ...explore('explore: orders { join: users {} }'),
      'users.view.lkml': '',
      'users.dashboard.lookml':
        '- dashboard: other\n  title: A\n\n- view: users\n  fields:\n  - dimension: id\n    sql: x.id\n',
    },
    edit: ['users.dashboard.lookml', 'x.id', 'x.no'],
  },
  'a table that the SQL of a view in the syntax before 2016 writes': {
    files: {
      ...explore('explore: orders {}', 'view: orders { derived_table: { sql: select a from s.people ;; } }'),
      'users.view.lkml':
        '- view: users\n  derived_table:\n    sql_create: create table s.people as select x.id\n',
    },
    edit: ['users.view.lkml', 'x.id', 'x.no'],
  },
  'a map whose file is named without quotes': {
    files: {
      ...explore('explore: orders {}', 'view: orders { dimension: id { map_layer_name: states } }'),
      'maps.lkml': 'map_layer: states { file: data/us.topojson }',
      'data/us.topojson': 'one',
    },
    edit: ['data/us.topojson', 'one', 'two'],
  },
  'an include inside of a view': {
    files: {
      'thelook.model.lkml': 'include: "/views/*"\nexplore: orders {}',
      'views/orders.view.lkml': 'view: orders { include: "/more/a.view" dimension: id {} }',
      'more/a.view.lkml': 'week_start_day: monday',
    },
    edit: ['more/a.view.lkml', 'monday', 'sunday'],
  },
  'a text of a dashboard with a tab after the hyphen': onDashboard(
    { 'sales.lookml': '-\tdashboard: sales\n    title: A\n    elements: [{type: text}]\n' },
    ['sales.lookml', 'title: A', 'title: B'],
  ),
  'a text of a dashboard in braces': onDashboard(
    { 'sales.lookml': '- {dashboard: sales, title: A, elements: [{type: text}]}\n' },
    ['sales.lookml', 'title: A', 'title: B'],
  ),
  'the suggested values of a filter whose field contains a constant': inDashboard(
    '- dashboard: sales\n  filters:\n  - {name: f, explore: orders, field: "orders.@{f}", ui_config: {display: inline}}\n',
    {
      ...manifest('constant: f { value: "id" }'),
      'views/orders.view.lkml': 'view: orders { dimension: id { suggest_explore: people } }',
      'users.view.lkml': `${users}\nexplore: people { from: users }`,
    },
    usersEdit,
  ),
  // Looker may read these characters differently, or report an error.
  ...Object.fromEntries(
    [
      ['U+00A0 at the end of HTML', 'html: {{value}}\u00A0;;', '\u00A0', ''],
      ['U+00A0 instead of a space', 'label: "A"', ': ', ':\u00A0'],
      ['a byte-order mark within a block', 'label: "A"', 'label', '\uFEFFlabel'],
      ['a carriage return instead of a line feed after a comment', '# a\n label: "A"', '\n', '\r'],
      ['U+2028 instead of a line feed after a comment', '# a\n label: "A"', '\n', '\u2028'],
      ['two semicolons after a string', 'label: "A"', '"A"', '"A" ;;'],
      ['a comma between statements', 'label: "A"', '"A"', '"A",'],
      ['quotes around the name of a field', 'dimension: id {}', 'id', '"id"'],
      ['a missing space after a string', 'label: "A" hidden: yes', '" h', '"h'],
    ].map(([title = '', text = '', from = '', to = '']) => [title, parameter(text, from, to)]),
  ),
  // Looker may refuse the whole file.
  ...Object.fromEntries(
    [
      ['two semicolons after a string', 'label: "A"', '"A"', '"A" ;;'],
      ['an unknown parameter of SQL', 'sql_always_where: a ;;', 'where', 'order_by'],
      ['a byte that is not UTF-8', 'label: "A"', 'A', '\uDCE4'],
      ['a missing comma in a list', 'fields: [a, b]', ',', ''],
      ['two commas in a list', 'fields: [a, b]', ',', ',,'],
      ['a semicolon in a list', 'fields: [a, b]', ',', ';'],
      ['a colon without a value in a list', 'filters: [a: "1"]', ' "1"', ''],
      ['a list that mixes values and pairs', 'filters: [a: "1", b: "2"]', ': "2"', ''],
      ['a list that mixes pairs and values', 'filters: [a, b]', 'b]', 'b: "2"]'],
      ['a quoted key in a list of pairs', 'filters: [a: "1"]', '[a', '["a"'],
      ['a field without a name', 'dimension: id {}', ' id', ''],
      ['a text without quotes', 'label: "A"', '"A"', 'A'],
      ['a second colon in a list', 'filters: [a: "1"]', '"1"', '"1": "2"'],
      ['a list in a list', 'fields: [a, b]', 'b]', '[b]]'],
      ['braces in a list', 'fields: [a, b]', 'a,', '{a},'],
      ['a name with a slash', 'dimension: id {}', 'id', 'i/d'],
      ['a value in single quotes', 'label: "A"', '"A"', "'A'"],
      ['a value in typographic quotes', 'label: "A"', '"A"', '“A”'],
      ['a key in quotes', 'label: "A"', 'label', '"label"'],
      ['a key with an invisible character', 'label: "A"', 'label', 'la\u200Bbel'],
      ['a key with a hyphen', 'label: "A"', 'label', '-label'],
      ['U+00A0 instead of a space', 'label: "A"', ': "', ':\u00A0"'],
    ].map(([title = '', text = '', from = '', to = '']) => [
      `${title} in another view of the file`,
      {
        files: {
          ...explore('explore: orders {}'),
          'views/orders.view.lkml': `view: orders {}\nview: a { ${text} }`,
        },
        edit: ['views/orders.view.lkml', from, to],
      } satisfies Attack,
    ]),
  ),
  // Looker refuses the whole file, or may refuse it.
  ...Object.fromEntries(
    [
      ['a byte that is not UTF-8', 'title: A', '\uDCE4'],
      ['a noncharacter', 'title: A', 'A\uFFFE'],
      ['a control character', 'title: "A"', '"A\u0001"'],
      ['a line separator', 'title: A', 'A\u2028'],
      ['a tag', 'title: A', '!x A'],
      ['a line that contains only a tab', 'title: A', 'A\n\t\n'],
      ['a tab before a comment', 'title: A', 'A\n\t# B'],
      ['a colon before a bracket', 'x: [a]', '[a:]'],
      ['a colon after a bracket', 'x: [a]', '[:a]'],
      ['a text after a question mark', 'x: {a: b}', '{a: ?b}'],
      ['a key without a text', 'x: {a: b}', '{? : b}'],
      ['a key with several lines', 'x: {a: b}', '{a\n    a: b}'],
      ['a colon on the next line', 'x: {a: b}', '{a\n    : b}'],
      ['a double-quoted text that is not closed', 'title: "A"', '"A\\"'],
      ['a single-quoted text that is not closed', "title: 'A'", "'A''"],
    ].map(([title = '', text = '', to = '']) => [
      `${title} in another dashboard of the file`,
      onDashboard({ [sales]: `- dashboard: sales\n- dashboard: other\n  ${text}\n` }, [
        sales,
        text.replace(/^\w+: /, ''),
        to,
      ]),
    ]),
  ),
  'a text of a dashboard after a byte-order mark': onDashboard(
    { 'sales.lookml': '\uFEFF- dashboard: sales\n  title: A\n' },
    ['sales.lookml', ': A', ': B'],
  ),
  'a view whose name is a byte that is not UTF-8': {
    files: explore('explore: orders { join: \uDCE4 {} }', 'view: \uDCE4 { dimension: id { sql: x.id ;; } }'),
    edit: ['views/orders.view.lkml', 'x.id', 'x.no'],
  },
  'a tab before the comment of a view of before 2016': oldView('  label: A\n  # B\n', '  # B', '\t# B'),
  'a statement of before 2016 in the list item of a label': {
    files: {
      'thelook.model.lookml': '- label: A\n  connection: db\n- include: "*.view"\n- explore: orders\n',
      'orders.view.lookml': '- view: orders\n',
    },
    edit: ['thelook.model.lookml', 'db', 'dc'],
  },
  'U+00A0 at the end of the file of a dashboard': onDashboard(
    { [sales]: '- dashboard: sales\n  title: A\n' },
    [sales, 'A\n', 'A\u00A0\n'],
  ),
  'a tab at the end of the file of a dashboard': onDashboard(
    { [sales]: '- dashboard: sales\n  title: A\n' },
    [sales, 'A\n', 'A\n\t'],
  ),
  'U+00A0 before the comment of a view of before 2016': oldView('  label: A\n  # B\n', '  # B', '\u00A0# B'),
  'two semicolons after a block': parameter('label: "A" }\nview: other {', '\n', ';;\n'),
  'U+00A0 at the end of a file': { ...joined('view: users {}\n'), edit: ['users.view.lkml', '\n', '\u00A0'] },
  'a dashboard that moves to the second document of a file': onDashboard(
    { [sales]: '- dashboard: other\n- dashboard: sales\n' },
    [sales, '- dashboard: sales', '---\n- dashboard: sales'],
  ),
  'a dashboard with an alias that moves to the second document of a file': onDashboard(
    { [sales]: '- dashboard: other\n- {dashboard: sales, a: &a 1, b: *a}\n' },
    [sales, '- {dash', '---\n- {dash'],
  ),
  'the YAML version of a dashboard': onDashboard({ [sales]: '%YAML 1.1\n---\n- dashboard: sales\n' }, [
    sales,
    '1.1',
    '1.2',
  ]),

  'a refinement with a space after its plus sign, behind an expression without an end': {
    files: {
      ...explore('explore: orders {}'),
      'more.lkml':
        'view: a { dimension: b { html: "x" } }\nview: + orders { dimension: id { sql: x.id ;; } }',
    },
    edit: ['more.lkml', 'x.id', 'x.no'],
  },
  'a refinement that a constant names, behind an expression without an end': {
    files: {
      ...explore('explore: orders {}'),
      ...manifest('constant: v { value: "orders" }'),
      'more.lkml': 'view: a { dimension: b { html: "x" } }\nview: +@{v} { dimension: id { sql: x.id ;; } }',
    },
    edit: ['more.lkml', 'x.id', 'x.no'],
  },
  'a line break between a SQL comment and the end of an expression': parameter(
    `dimension: id { sql: \${TABLE}.id -- key\n ;; }`,
    '-- key\n ;;',
    '-- key ;;',
  ),
  ...Object.fromEntries(
    Object.entries({
      'a field': `\${key}`,
      'a field with a line break in its braces': `\${\n  key}`,
      'the output of Liquid': '{{ _filters["orders.key"] | sql_quote }}',
      'a tag of Liquid': '{% parameter key %}',
    }).map(([value, sql]) => [
      `a line break between ${value}, which may end with a SQL comment, and the end of an expression`,
      parameter(`dimension: id { sql: ${sql}\n ;; }`, '\n ;;', ' ;;'),
    ]),
  ),
  'an include with a wildcard to the same files by name, if two files refine the same view': {
    files: {
      'thelook.model.lkml':
        'connection: "db"\ninclude: "/views/*"\ninclude: "/refinements/*"\nexplore: orders {}\n',
      'views/orders.view.lkml': 'view: orders { dimension: id { sql: a ;; } }',
      'refinements/a.lkml': 'view: +orders { dimension: id { sql: b ;; } }',
      'refinements/b.lkml': 'view: +orders { dimension: id { sql: c ;; } }',
    },
    edit: [
      'thelook.model.lkml',
      'include: "/refinements/*"',
      'include: "/refinements/a"\ninclude: "/refinements/b"',
    ],
  },
  ...Object.fromEntries(
    Object.entries({
      'before an unchanged wildcard': ['/refinements/*', '/refinements/a"\ninclude: "/refinements/*'],
      'after an unchanged wildcard': ['/refinements/*', '/refinements/*"\ninclude: "/refinements/b'],
      'a second time': [
        '/refinements/b"\ninclude: "/refinements/a',
        '/refinements/b"\ninclude: "/refinements/a"\ninclude: "/refinements/b',
      ],
    }).map(([place, [before = '', after = '']]) => [
      `an include ${place} of one of two files that refine the same view`,
      {
        files: {
          'thelook.model.lkml': `connection: "db"\ninclude: "/views/*"\ninclude: "${before}"\nexplore: orders {}\n`,
          'views/orders.view.lkml': 'view: orders { dimension: id { sql: a ;; } }',
          'refinements/a.lkml': 'view: +orders { dimension: id { sql: b ;; } }',
          'refinements/b.lkml': 'view: +orders { dimension: id { sql: c ;; } }',
        },
        edit: ['thelook.model.lkml', before, after],
      } satisfies Attack,
    ]),
  ),
  ...Object.fromEntries(
    [
      ['an earlier', 'view: +orders { dimension: id { sql: c\n-- was view: people {\n ;; } }', 'b'],
      ['a later', 'view: +orders { dimension: id { sql: c ;; } }', 'b\n-- was view: people {\n'],
    ].map(([place = '', included = '', sql = '']) => [
      `${place} include of a refinement, if one of two refinements is in a file that cannot be split into blocks`,
      {
        files: {
          'thelook.model.lkml':
            'connection: "db"\ninclude: "/views/*"\ninclude: "/outer"\ninclude: "/second"\nexplore: orders {}\n',
          'views/orders.view.lkml': 'view: orders { dimension: id { sql: a ;; } }',
          'outer.lkml': `include: "/first"\nview: +orders { dimension: id { sql: ${sql} ;; } }\ninclude: "/second"`,
          'first.lkml': 'view: first {}',
          'second.lkml': 'include: "/included"',
          'included.lkml': included,
        },
        edit: ['first.lkml', 'view: first {}', 'include: "/included"\nview: first {}'],
      } satisfies Attack,
    ]),
  ),
  'an include of one of two files that define a dashboard, before an unchanged wildcard': onDashboard(
    {
      ...explore('explore: orders {}'),
      'more.lkml': 'include: "/boards/*"',
      'boards/a.dashboard.lookml': '- dashboard: sales\n  title: A\n',
      'boards/b.dashboard.lookml': '- dashboard: sales\n  title: B\n',
    },
    ['more.lkml', 'include: "/boards/*"', 'include: "/boards/b.dashboard"\ninclude: "/boards/*"'],
  ),
}

/** The SQL of one view writes a table, and the SQL of the view `start` reads it. The written SQL changes. */
function written(
  write: string,
  read: string,
  constants = '',
  { name = 'start', from = 'start' } = {},
): Attack {
  const writer = `view: w { derived_table: { sql_create: ${write} where 1 ;; } }`
  return {
    files: {
      'manifest.lkml': constants,
      'thelook.model.lkml': `connection: "db"\ninclude: "/**/*"\nexplore: ${name} { from: ${from} }\n`,
      'w.view.lkml': writer,
      'start.view.lkml': `view: start { ${read} }`,
    },
    edit: ['w.view.lkml', 'where 1', 'where 2'],
    more: shows(`thelook::${name}`),
  }
}
const inField = (sql: string) => `dimension: id {} measure: a { sql: (select max(x) from ${sql}) ;; }`
const inTable = (sql: string) => `sql_table_name: ${sql} ;; parameter: p { type: unquoted }`

const writtenTables: Record<string, Attack> = {
  'a cloned schema that a field reads': written('create schema s clone t', inField('s.people')),
  'a cloned database that a field reads': written('create database d clone t', inField('d.public.people')),
  'a sequence that a field reads': written(
    'create sequence people',
    'dimension: id { sql: people.nextval ;; }',
  ),
  'a table whose name the reader completes with a filter of Liquid': written(
    'create table fact_daily as select x',
    inField("{{ 'fact_' | append: 'daily' }}"),
  ),
  'a table whose name the reader begins with a filter of Liquid': written(
    'create table daily_fact as select x',
    inField(`{{ p._parameter_value | append: "_fact" }}`),
  ),
  'a table with the name of the Explore': written(
    'create table people as select x',
    inTable('s.{{ _explore._name }}'),
    '',
    { name: 'people', from: 'start' },
  ),
  'a partition of a table': written('create table people_2026 partition of people', inTable('people')),
  'a table that inherits': written('create table new (a int) inherits (old, s.people)', inTable('people')),
  'a table whose start is a constant of the reader': written(
    'create table co_fact_daily as select x',
    inTable('s.@{pre}_{% parameter p %}'),
    'constant: pre { value: "co_fact" }',
  ),
  'a table whose start is a constant of the writer': written(
    'create table s.@{pre}_daily as select x',
    inTable('co_fact_{% parameter p %}'),
    'constant: pre { value: "co_fact" }',
  ),
  'a table that a statement in a constant writes': written(
    '@{ddl} s.people as select x',
    inTable('s.people'),
    'constant: ddl { value: "create or replace table" }',
  ),
}

const suggestedFilter = (field: string) =>
  `- dashboard: sales\n  filters:\n  - {name: f, explore: orders, field: orders.${field}, ui_config: {display: inline}}\n`
/** The dashboard shows the suggested values of the field. They are from the Explore `people`, which the edit changes. */
const suggestedValues = (field: string, files: Files) =>
  inDashboard(
    suggestedFilter(field),
    { ...files, 'users.view.lkml': `${users}\nexplore: people { from: users }` },
    usersEdit,
  )
const suggestingRefinement = {
  'more.lkml': 'view: +orders { dimension: region { suggest_explore: people } }',
}
const manyConstants = Array.from({ length: 101 }, (_, index) => `constant: c${index} { value: "${index}" }`)
const manyUses = manyConstants.map((_, index) => `@{c${index}}`).join(', ')
const twoValues = [1, 2].map(value =>
  Array.from({ length: 7 }, (_, index) => `constant: c${index} { value: "${value}" }`).join('\n'),
)
const withOtherManifest = (attack: Attack): Attack => ({
  ...attack,
  files: { ...attack.files, 'block/manifest.lkml': twoValues[1] ?? '' },
})
const ddl = 'constant: ddl { value: "create table" }'
const oddModel = (moved: string) => ({
  files: {
    'thelook.model.lkml': `connection: "db"\ninclude: "/views/*"\n${moved} { label: "A" }\ninclude: "/odd/*.view"\nexplore: orders {}\n`,
    'odd/odd.view.lkml': 'view: odd {',
  },
  edit: [
    'thelook.model.lkml',
    `${moved} { label: "A" }\ninclude: "/odd/*.view"`,
    `include: "/odd/**/*.view.lkml"\n${moved} { label: "A" }`,
  ] as const,
})

/** The Explore reads a published table whose name begins in a file that cannot be split. The view `table` changes. */
const extendedInFile = (child: string, name: string, more: Files = {}): Attack => ({
  files: {
    ...more,
    ...explore('explore: orders {}', `view: orders { sql_table_name: scratch.${name} ;; }`),
    'child.lkml': child,
    'table.view.lkml': 'view: table { derived_table: { publish_as_db_view: yes sql: select 1 ;; } }',
  },
  edit: ['table.view.lkml', 'select 1', 'select 2'],
})

const uncertainNames: Record<string, Attack> = {
  'the suggested values of a filter whose alias is in the view, and whose Explore is in a refinement':
    suggestedValues('country', {
      'views/orders.view.lkml': 'view: orders { dimension: region { alias: [country] } }',
      ...suggestingRefinement,
    }),
  'the suggested values of a filter whose alias is in a refinement, and whose Explore is in the view':
    suggestedValues('country', {
      'views/orders.view.lkml': 'view: orders { dimension: region { suggest_explore: people } }',
      'more.lkml': 'view: +orders { dimension: region { alias: [state, orders.country] } }',
    }),
  'the suggested values of a filter whose alias is in a file that cannot be split into blocks':
    suggestedValues('country', {
      'views/orders.view.lkml': 'view: orders { dimension: region { alias: [country] }',
      ...suggestingRefinement,
    }),
  'the suggested values of a filter whose alias is in a view of before 2016': suggestedValues('country', {
    'views/orders.view.lkml': '- view: orders\n  fields:\n  - dimension: region\n    alias: [country]\n',
    ...suggestingRefinement,
  }),
  'the suggested values of a filter for a duration': suggestedValues('days_open', {
    'views/orders.view.lkml':
      'view: orders { dimension_group: open { type: duration intervals: [day] suggest_explore: people } }',
  }),
  'the position of a refined view before an include that finds a file which cannot be split and has a new spelling':
    oddModel('view: +orders'),
  'the position of a refined Explore before an include that finds a file which cannot be split and has a new spelling':
    oddModel('explore: +orders'),
  'a view that a file extends, if the file has a SQL comment like the header of a view': {
    files: {
      ...explore('explore: orders {}', 'view: orders { sql_table_name: scratch.ab_thelook_child ;; }'),
      'child.view.lkml':
        'view: child { extends: [table] dimension: x { sql: 1 -- was view: old_people {\n ;; } }',
      'table.view.lkml': 'view: table { derived_table: { publish_as_db_view: yes sql: select 1 ;; } }',
    },
    edit: ['table.view.lkml', 'select 1', 'select 2'],
  },
  'a published view that a file which cannot be split extends': extendedInFile(
    'view: child { extends: [table]',
    'ab_thelook_child',
  ),
  'a published view that two files which cannot be split extend': extendedInFile(
    'view: child { extends: [middle]',
    'ab_thelook_child',
    { 'middle.view.lkml': 'view: middle { extends: [table]' },
  ),
  'a published view that a file which cannot be split extends by a constant': extendedInFile(
    'view: @{a}ild { extends__all: [[users], [@{b}le]]',
    'ab_thelook_child',
    manifest('constant: a { value: "ch" } constant: b { value: "tab" }'),
  ),
  'a view that an Explore joins in a file which cannot be split, if it inherits a published aggregate table':
    extendedInFile('explore: child { extends: [middle] join: table {}', 'ab_thelook_child__by_week', {
      'weekly.explore.lkml':
        'explore: weekly { from: users aggregate_table: by_week { materialization: { publish_as_db_view: yes } } }',
      'middle.explore.lkml': 'explore: middle { extends: [weekly] }',
    }),
  'the view of an Explore that a constant names in a file that cannot be split': {
    files: {
      ...explore('explore: orders {}'),
      ...manifest('constant: name { value: "orders" }'),
      'odd.lkml': 'explore: +@{name} { join: users {}',
    },
    edit: usersEdit,
  },
  'the view of an Explore that a constant in quotes names in a file that cannot be split': {
    files: {
      ...explore('explore: orders {}'),
      ...manifest('constant: name { value: "der" }'),
      'odd.lkml': 'explore: "+or@{name}s" { join: users {}',
    },
    edit: usersEdit,
  },
  'the view of an Explore that an unknown constant names in a file that cannot be split': {
    files: { ...explore('explore: orders {}'), 'odd.lkml': 'explore: +@{name} { join: users {}' },
    edit: usersEdit,
  },
  'a manifest that cannot be split': {
    files: { ...explore('explore: orders { from: @{a} }'), ...manifest('constant: a { value: "orders" ') },
    edit: ['manifest.lkml', 'orders', 'users'],
  },
  'a view that a constant in a manifest that cannot be split names': {
    files: { ...explore('explore: orders { from: @{a} }'), ...manifest('constant: a { value: "users" ') },
    edit: usersEdit,
  },
  'a view that a constant in a manifest that cannot be split names, although another manifest defines the constant':
    {
      files: {
        ...explore('explore: orders { join: x { from: @{a}ers } }', 'view: orders {}\nview: others {}'),
        ...manifest('constant: a { value: "us" '),
        'block/manifest.lkml': 'constant: a { value: "oth" }',
      },
      edit: usersEdit,
    },
  'a table that a statement in a constant of a manifest that cannot be split writes': written(
    '@{ddl} s.people as select x',
    inTable('s.people'),
    ddl.replace('}', ''),
  ),
  ...Object.fromEntries(
    Object.entries({
      'a kind of object': ['create or replace @{word} s.people as select', 'view'],
      'a word of an insert': ['insert @{word} s.people select', 'overwrite'],
    }).map(([what, [sql = '', word = '']]) => [
      `a table of a statement with too many constants, one of which is ${what}`,
      written(
        `${sql} ${manyUses}`,
        inTable('s.people'),
        [`constant: word { value: "${word}" }`, ...manyConstants].join('\n'),
      ),
    ]),
  ),
  'a table that a statement in a constant writes, if the block uses more than 100 constants': written(
    `@{ddl} s.people as select ${manyUses}`,
    inTable('s.people'),
    [ddl, ...manyConstants].join('\n'),
  ),
  'a view that a block with more than 100 constants uses': {
    files: {
      ...explore(
        'explore: orders {}',
        `view: orders { derived_table: { sql: select ${manyUses} from \${@{v}ers.SQL_TABLE_NAME} ;; } }`,
      ),
      ...manifest(['constant: v { value: "us" }', ...manyConstants].join('\n')),
    },
    edit: usersEdit,
  },
  'a constant in a block with more than 100 constants': {
    files: {
      ...explore('explore: orders {}', `view: orders { derived_table: { sql: select ${manyUses} ;; } }`),
      ...manifest(manyConstants.join('\n')),
    },
    edit: ['manifest.lkml', '"77"', '"x"'],
  },
  'a view whose name has more than 100 constants': {
    files: {
      ...explore(`explore: orders { from: ${manyUses.replaceAll(', ', '')} }`),
      'users.view.lkml': users.replace('users', manyUses.replaceAll(', ', '')),
      ...manifest(manyConstants.join('\n')),
    },
    edit: usersEdit,
  },
  'a part of a table whose start is a constant of a reader with more than 100 constants': written(
    'create table co_fact_daily as select x',
    `sql_table_name: s.@{pre}_{% parameter p %} ;; parameter: p { type: unquoted description: "${manyUses}" }`,
    ['constant: pre { value: "co_fact" }', ...manyConstants].join('\n'),
  ),
  'a table that a statement in a constant writes, if two manifests define seven other constants':
    withOtherManifest(
      written(
        `@{ddl} s.people as select @{c0}, @{c1}, @{c2}, @{c3}, @{c4}, @{c5}, @{c6}`,
        inTable('s.people'),
        `${ddl}\n${twoValues[0]}`,
      ),
    ),
  'a table that a block with seven constants of two manifests reads by a part of its name': withOtherManifest(
    written(
      'create table co_fact_daily as select x',
      `sql_table_name: s.@{pre}_{% parameter p %} ;; parameter: p { type: unquoted description: "@{c0} @{c1} @{c2} @{c3} @{c4} @{c5} @{c6}" }`,
      `constant: pre { value: "co_fact" }\n${twoValues[0]}`,
    ),
  ),
  'a published aggregate table whose name is a constant that no manifest defines': {
    files: {
      ...explore(
        'explore: orders {}',
        'view: orders { derived_table: { sql: select * from ab_thelook_people__weekly ;; } }',
      ),
      'users.view.lkml': `${users}\nexplore: people { from: users aggregate_table: @{table} { materialization: { publish_as_db_view: yes } } }`,
    },
    edit: usersEdit,
  },
  'the order of two included refinements, one of which is named by a constant that no manifest defines':
    swapped('view: +orders { label: "A" }', 'view: +@{v} { label: "B" }'),
  'the order of two refinements, one of which is named by a constant that no manifest defines': {
    files: {
      ...explore('explore: orders {}'),
      'more.lkml': 'view: +orders { label: "A" }\nview: +@{v} { label: "B" }',
    },
    edit: [
      'more.lkml',
      'view: +orders { label: "A" }\nview: +@{v} { label: "B" }',
      'view: +@{v} { label: "B" }\nview: +orders { label: "A" }',
    ],
  },
}

test.each(Object.entries({ ...attacks, ...moreAttacks, ...writtenTables, ...uncertainNames }))(
  'a target is affected by a change of %s',
  async (_, attack) => {
    const changed = toChange(attack)
    expect(changed.base).not.toEqual(changed.head)
    const reasons = await reasonsOf(attack.target ?? '42', changed)
    expect(reasons.filter(reason => !reason.startsWith('Looker did not'))).not.toEqual([])
  },
)
