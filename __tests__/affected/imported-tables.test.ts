import { type Change, type Files, reasonsOf } from './select.ts'

/*
 * The Explore `reader` of the model `a` reads a table by its name. The view `writer` makes this table. The action cannot
 * read the imported project `//block/…`, which defines the views `facts` and `facts_config`. The view `facts` is derived
 * from `facts_config`.
 */

const imports = 'include: "//block/*.view"'
const facts = `\${facts.SQL_TABLE_NAME}`
const publishing = (from: string) =>
  `view: writer { derived_table: { publish_as_db_view: yes sql: select * from ${from} ;; } }`
const writing = (statement: string, from: string) =>
  `view: writer { derived_table: { sql_trigger_value: select 1 ;; sql_create: ${statement} as select * from ${from} ;; } }`

const readerOf = (table: string): Files => ({
  'manifest.lkml':
    'project_name: "mine" local_dependency: { project: "block" } constant: shop { value: "acme" }',
  'a.model.lkml': 'connection: "db"\ninclude: "/a/*.view"\nexplore: reader {}',
  'a/reader.view.lkml': `view: reader { derived_table: { sql: select * from scratch.${table} ;; } measure: count {} }`,
})
/** Adds the model `b`, which imports the block. */
const withModel = (files: Files, view: string): Files => ({
  ...files,
  'b.model.lkml': `connection: "db"\nweek_start_day: monday\n${imports}\ninclude: "/b/*.view"\nexplore: writer {}`,
  'b/writer.view.lkml': view,
})
/** Adds the same files to the model `a`, which imports the block. */
const inModel = (files: Files, view: string): Files => ({
  ...files,
  'a.model.lkml': `connection: "db"\n${imports}\ninclude: "/a/*.view"\ninclude: "/b/*.view"\nexplore: reader {}\nexplore: writer {}`,
  'b/writer.view.lkml': view,
})

const configEdit = ['b/config.view.lkml', 'raw.facts_2025', 'raw.facts_2026'] as const
const config = { 'b/config.view.lkml': 'view: +facts_config { sql_table_name: raw.facts_2025 ;; }' }
const numbers = Array.from({ length: 101 }, (_, index) => index)
const manyConstants = numbers.map(number => `constant: c${number} { value: "${number}" }`).join('\n')
const manyUses = numbers.map(number => `@{c${number}}`).join(', ')
const told = {
  tiles: { 42: [['a::reader']] },
  explores: { 'a::reader': { paths: ['a/reader.view.lkml'], views: new Set(['reader']) } },
}

function toChange(base: Files, [path, from, to]: readonly [string, string, string]): Change {
  const edited = (base[path] ?? '').replace(from, () => to)
  return { base, head: { ...base, [path]: edited }, ...told }
}

const extending = 'view: writer { extends: [facts] }'
const settingEdit = ['b.model.lkml', 'monday', 'sunday'] as const

test.each<[string, Files, readonly [string, string, string]]>([
  [
    'a refinement of an imported view, from which a view of another model makes a published table',
    { ...withModel(readerOf('ab_b_writer'), publishing(facts)), ...config },
    configEdit,
  ],
  [
    'a refinement of an imported view, from which the SQL of another model creates a table',
    { ...withModel(readerOf('people'), writing('create table people', facts)), ...config },
    configEdit,
  ],
  [
    'a refinement of an imported view, from which a view with a constant in its name makes a published table',
    {
      ...inModel(readerOf('ab_a_acme_writer'), publishing(facts).replace('writer', '@{shop}_writer')),
      ...config,
    },
    configEdit,
  ],
  [
    'a refinement of an imported view, from which the SQL of a view with a constant in its name creates a table',
    {
      ...inModel(
        readerOf('people'),
        writing('create table people', facts).replace('writer', '@{shop}_writer'),
      ),
      ...config,
    },
    configEdit,
  ],
  [
    'a refinement of an imported view, if a file that cannot be split may extend a view with a constant in its name',
    {
      ...inModel(readerOf('people'), 'view: @{shop}_writer {}'),
      'a/reader.view.lkml': `view: reader { derived_table: { sql: select * from \${acme_writer.SQL_TABLE_NAME} ;; } }`,
      'b/more.view.lkml': 'view: +acme_writer { extends: [facts]',
      ...config,
    },
    configEdit,
  ],
  [
    'a refinement of an imported view, from which the SQL of a file that cannot be split creates a table',
    {
      ...inModel(readerOf('people'), writing('create table people', facts).slice(0, -1)),
      ...config,
    },
    configEdit,
  ],
  [
    'a refinement of an imported view, from which a file of another model that cannot be split creates a table',
    {
      ...withModel(readerOf('people'), writing('create table people', facts).slice(0, -1)),
      ...config,
    },
    configEdit,
  ],
  [
    'a refinement of an imported view, from which a file that cannot be split makes a published table',
    { ...withModel(readerOf('ab_b_writer'), publishing(facts).slice(0, -1)), ...config },
    configEdit,
  ],
  ...[inModel, withModel].map((add): [string, Files, readonly [string, string, string]] => [
    `a refinement of an imported view, from which a view with more than 100 constants ${add === inModel ? '' : 'of another model '}creates a table, if a constant contains the statement`,
    {
      ...add(readerOf('people'), writing(`@{create} people as select ${manyUses}`, facts)),
      ...config,
      'constants/manifest.lkml': `constant: create { value: "create table" }\n${manyConstants}`,
    },
    configEdit,
  ]),
  [
    'a setting of another model, if a view there extends an imported view, which may publish its table',
    withModel(readerOf('ab_b_writer'), extending),
    settingEdit,
  ],
  [
    'a setting of another model with a capital letter, if a view there extends an imported view',
    withModel(readerOf('ab_B_writer'), extending),
    settingEdit,
  ],
  [
    'the connection of another model, if an imported view may publish its table there',
    withModel(readerOf('ab_b_facts'), ''),
    ['b.model.lkml', '"db"', '"other"'],
  ],
  [
    'an include of a refinement of an imported view in another model, if a view there extends the view that uses it',
    { ...withModel(readerOf('ab_b_writer'), extending), 'c/config.view.lkml': config['b/config.view.lkml'] },
    ['b.model.lkml', 'include: "/b/*.view"', 'include: "/b/*.view"\ninclude: "/c/*.view"'],
  ],
  [
    'a refinement of an imported view in another model, if a view there extends the view that uses it',
    { ...withModel(readerOf('ab_b_writer'), extending), ...config },
    configEdit,
  ],
  [
    'a refinement of an imported view in another model, if a third model has a view of the same name',
    {
      ...withModel(readerOf('ab_b_facts'), 'view: +facts { sql_table_name: raw.facts_2025 ;; }'),
      'c.model.lkml': 'connection: "db"\ninclude: "/c/*.view"',
      'c/facts.view.lkml': 'view: facts {}',
    },
    ['b/writer.view.lkml', 'raw.facts_2025', 'raw.facts_2026'],
  ],
])('an Explore that reads a table by its name is affected by %s', async (_, files, edit) => {
  const changed = toChange(files, edit)
  expect(changed.base).not.toEqual(changed.head)
  expect(await reasonsOf('42', changed)).not.toEqual([])
})

test('an Explore that reads no table by its name is not affected by a refinement of an imported view in another model', async () => {
  const files = {
    ...withModel(readerOf('ab_b_writer'), publishing(facts)),
    ...config,
    'a.model.lkml': 'connection: "db"\ninclude: "/a/*.view"\nexplore: reader {}\nexplore: other {}',
    'a/other.view.lkml': 'view: other { extends: [people] }',
  }
  const described = { paths: ['a/other.view.lkml'], hasForeignFiles: true, views: new Set(['other']) }
  const changed = toChange(files, configEdit)
  const more = { tiles: { 42: [['a::other']] }, explores: { 'a::other': described } }
  expect(await reasonsOf('42', { ...changed, ...more })).toEqual([])
})

test.each<[string, Files]>([
  ['if SQL reads no table of this model', withModel(readerOf('ab_c_writer'), extending)],
  [
    'if this model includes no imported files',
    {
      ...withModel(readerOf('ab_b_writer'), 'view: writer {}'),
      'b.model.lkml': 'week_start_day: monday\ninclude: "/b/*.view"',
    },
  ],
])('an Explore is not affected by a setting of another model %s', async (_, files) => {
  expect(await reasonsOf('42', toChange(files, settingEdit))).toEqual([])
})
