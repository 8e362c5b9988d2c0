import { type Files, select } from './select.ts'
import { change, model, shows } from './small-project.ts'

/* Changes of an Explore's results that its SQL in development mode may not show. */

const explores = `${model}explore: others {}\n`
const reading = (table: string, more = ''): Files => ({
  'thelook.model.lkml': explores,
  'views/orders.view.lkml': `view: orders { ${table} ${more} measure: count { type: count } }`,
  'others.view.lkml': 'view: others { sql_table_name: others ;; }',
})
const writer = (condition: string, more = '') => ({
  'people.view.lkml': `view: writer { derived_table: { create_process: { sql_step: create table scratch.people as select * from users where ${condition} ;; } ${more} } }`,
})
const publisher = (condition: string) => ({
  'people.view.lkml': `view: people { derived_table: { sql: select * from users where ${condition} ;; publish_as_db_view: yes } }`,
})
const source = (field: string) => ({
  'source.view.lkml': `view: source { dimension: ${field} { sql: 1 ;; } }`,
})

/** Returns the Explores that the change affects in a way which their SQL may not show. */
async function unseenAfter(base: Files, head: Files): Promise<object> {
  const { unseen } = await select(['42'], {
    ...change(base, head),
    ...shows('thelook::orders', 'thelook::others'),
  })
  return Object.fromEntries([...unseen].filter(([, kinds]) => kinds.length > 0))
}

test.each<[string, Files, Files]>([
  [
    'that a changed step writes',
    { ...reading('sql_table_name: scratch.people ;;'), ...writer('1') },
    writer('2'),
  ],
  [
    'that a removed step writes',
    { ...reading('sql_table_name: scratch.people ;;'), ...writer('1') },
    { 'people.view.lkml': '' },
  ],
  [
    'that a step writes from a changed view',
    {
      ...reading('sql_table_name: scratch.people ;;'),
      ...writer(`\${source.SQL_TABLE_NAME}`),
      ...source('a'),
    },
    source('b'),
  ],
  [
    'that a changed view publishes',
    { ...reading('sql_table_name: looker_scratch.ab_thelook_people ;;'), ...publisher('1') },
    publisher('2'),
  ],
  [
    'with the name in a constant',
    {
      ...reading('sql_table_name: scratch.@{table} ;;'),
      'manifest.lkml': 'constant: table { value: "people" }',
      ...writer('1'),
    },
    writer('2'),
  ],
])('an Explore reads a changed table %s', async (_, base, head) =>
  expect(await unseenAfter(base, head)).toEqual({ 'thelook::orders': ['table'] }),
)

test.each<[string, Files, Files]>([
  [
    'the table stays the same',
    { ...reading('sql_table_name: scratch.people ;;'), ...writer('1') },
    reading('sql_table_name: scratch.people ;;', 'dimension: id {}'),
  ],
  [
    'the Explore uses the view that publishes the table',
    { ...reading('extends: [people]'), ...publisher('1') },
    publisher('2'),
  ],
  [
    'the Explore uses a table that only its own view writes',
    reading('derived_table: { create_process: { sql_step: create table scratch.people as select 1 ;; } }'),
    reading('derived_table: { create_process: { sql_step: create table scratch.people as select 2 ;; } }'),
  ],
])('no Explore reads a changed table if %s', async (_, base, head) =>
  expect(await unseenAfter(base, head)).toEqual({}),
)

const production = (name: string, table: string) =>
  `view: ${name} { sql_table_name:\n-- if prod -- ${table}\n-- if dev -- dev.orders\n ;; dimension: id {} }`
const views = (one: string, two: string) => ({
  'views/orders.view.lkml': production(one, 'prod.one'),
  'two.view.lkml': production(two, 'prod.two'),
})
const exploreFrom = (view: string) => ({
  'thelook.model.lkml': `${model}explore: +orders { from: ${view} }\n`,
})
const readingTable = (table: string) => ({
  'views/orders.view.lkml': production('orders', table),
  'people.view.lkml': 'view: people { sql_table_name: people ;; }',
})
const included = (pattern: string) => ({
  'thelook.model.lkml': `connection: "db"\ninclude: "/views/*"${pattern}\nexplore: orders {}\n`,
  'views/orders.view.lkml': 'view: orders { dimension: id {} }',
  'more/orders.lkml': production('+orders', 'prod.two'),
})
const renamedPeople = { 'people.view.lkml': 'view: people { sql_table_name: users ;; }' }

test.each<[string, Files, Files]>([
  [
    'takes another view',
    { ...views('orders', 'two'), ...exploreFrom('orders'), 'others.view.lkml': 'view: others {}' },
    exploreFrom('two'),
  ],
  ['has a view whose name changes', views('orders', 'other'), views('other', 'orders')],
  ['reads another view only in production', readingTable(`\${people.SQL_TABLE_NAME}`), renamedPeople],
  ['gets a refinement from a file', included(''), included('\ninclude: "/more/*"')],
])('an Explore uses other SQL in production if it %s', async (_, base, head) =>
  expect(await unseenAfter(base, head)).toMatchObject({ 'thelook::orders': ['productionSql'] }),
)

test.each<[string, Files, Files]>([
  [
    'another part of the view changes',
    { 'views/orders.view.lkml': production('orders', 'prod.one') },
    { 'views/orders.view.lkml': production('orders', 'prod.one').replace('id {', 'id { label: "A"') },
  ],
  [
    'only another Explore uses it',
    views('orders', 'others'),
    { 'x.view.lkml': 'view: +orders { label: "A" }' },
  ],
])('an Explore uses the same SQL in production if %s', async (_, base, head) =>
  expect(await unseenAfter(base, head)).toEqual({}),
)
