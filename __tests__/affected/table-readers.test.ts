import { type Files, select } from './select.ts'
import { change, model, shows } from './small-project.ts'

/* Explores that read a table which changed LookML writes or publishes. Their SQL may stay the same. */

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

async function readersAfter(base: Files, head: Files): Promise<string[]> {
  const { tableReaders } = await select(['42'], {
    ...change(base, head),
    ...shows('thelook::orders', 'thelook::others'),
  })
  return [...tableReaders]
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
  expect(await readersAfter(base, head)).toEqual(['thelook::orders']),
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
  expect(await readersAfter(base, head)).toEqual([]),
)
