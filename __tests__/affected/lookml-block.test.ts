import { hasWritingKey, isWritingKey, namesWrittenIn, tableUse } from '../../src/affected/lookml-block.ts'

test.each<[string, string[]]>([
  ['create table people as select 1', ['people']],
  ['create table if not exists scratch.people (id int)', ['people']],
  ['CREATE OR REPLACE TABLE "SCRATCH"."PEOPLE" AS', ['"PEOPLE"']],
  ['create materialized view a.b.people', ['people']],
  ['create or replace table function people(a int64)', ['people']],
  ['create or replace model people options()', ['people']],
  ['create function scratch.people(a int)', ['people']],
  ['create temporary table people', []],
  ['create temp function people()', []],
  ['create table #people (id int)', []],
  ['insert into people select 1', ['people']],
  ['insert overwrite table people', ['people']],
  ['insert people values (1)', ['people']],
  ['merge into people using x', ['people']],
  ['update only people set a = 1', ['people']],
  ['on duplicate key update set a = 1', []],
  ['for update of people', []],
  ['when matched then insert values (1)', []],
  ['on delete cascade', []],
  ['copy into people from x', ['people']],
  ['truncate table people', ['people']],
  ['delete from people where a', ['people']],
  ['alter table x rename to people', ['x', 'people']],
  ['rename table x to people', ['people']],
  ['alter table x swap with people', ['x', 'people']],
  ['drop table if exists people', ['people']],
  ['refresh materialized view people', ['people']],
  ['create table -- all\n people', ['people']],
  ['create table /* all */ people', ['people']],
  ['create table {% if a %} people {% endif %}', ['people']],
  ['create table @{schema}.people', ['people']],
  ['create table @{people}', ['@{people}']],
  ['create table a.{{ b }}_people', [' _people']],
  [`create table \${SQL_TABLE_NAME} as`, []],
  ['select created table_people, $update x', []],
  ['insert into a select 1; delete from b', ['a', 'b']],
  ['create table', []],
])('the SQL %j writes the tables %j', (sql, names) => expect(namesWrittenIn(sql)).toEqual(names))

test.each([
  ['sql_create', true],
  ['sql_step', true],
  ['sql_preamble', true],
  ['sql_trigger', true],
  ['sql_trigger_value', true],
  ['sql', false],
  ['sql_table_name', false],
  ['my_sql_step', false],
  ['sql_steps', false],
])('the parameter %s may write to the database: %s', (key, isWriting) =>
  expect(isWritingKey(key)).toBe(isWriting),
)

test.each([
  ['sql: a ;; sql_step: b ;;', true],
  ['sql_trigger_value: a ;;', true],
  ['sql: a ;; my_sql_step: b ;;', false],
])('one of the parameters %j may write to the database: %s', (text, isWriting) =>
  expect(hasWritingKey(text)).toBe(isWriting),
)

test.each<[string, string[]]>([
  [`from \${orders.SQL_TABLE_NAME}`, ['orders']],
  [`from \${ orders . sql_table_name }`, ['orders']],
  ['from {{ orders.SQL_TABLE_NAME }} {{- users.SQL_TABLE_NAME -}}', ['orders', 'users']],
  [`from \${@{prefix}orders.SQL_TABLE_NAME}`, ['@{prefix}orders']],
  [`from \${orders.id} \${SQL_TABLE_NAME}`, []],
])('the SQL %j uses the tables of the views %j', (sql, views) =>
  expect([...sql.matchAll(tableUse)].map(([, name]) => name)).toEqual(views),
)
