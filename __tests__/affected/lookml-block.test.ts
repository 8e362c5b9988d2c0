import { partsOfName, partsWithPlaceholder, tableUse } from '../../src/affected/lookml-block.ts'

test.each<[string, string[]]>([
  [`from \${orders.SQL_TABLE_NAME}`, ['orders']],
  [`from \${ orders . sql_table_name }`, ['orders']],
  ['from {{ orders.SQL_TABLE_NAME }} {{- users.SQL_TABLE_NAME -}}', ['orders', 'users']],
  [`from \${@{prefix}orders.SQL_TABLE_NAME}`, ['@{prefix}orders']],
  [`from \${@{a}@{b}.SQL_TABLE_NAME} {% if c %}{{orders.SQL_TABLE_NAME}}`, ['@{a}@{b}', 'orders']],
  [`from \${orders.id} \${SQL_TABLE_NAME}`, []],
  ['from {{ orders.SQL_TABLE_NAME | upcase }} {{-users.SQL_TABLE_NAME}}', ['orders', 'users']],
  ['{% assign table = orders.SQL_TABLE_NAME %}', ['orders']],
  [`from \${order-items.SQL_TABLE_NAME} \${orders.SQL_TABLE_NAMES}`, ['order-items']],
])('the SQL %j uses the tables of the views %j', (sql, views) =>
  expect([...sql.matchAll(tableUse)].map(([, name]) => name)).toEqual(views),
)

test.each<[string, string[]]>([
  ['from Fact_{% parameter period %}', ['fact_*']],
  ['from {{ period }}_Fact', ['*_fact']],
  ['from a_{{ period }}_b and c_*', ['a_*', 'c_*']],
  ['from Quite_a_very_long_table_name_{{ period }}', ['quite_a_very_lon*']],
  ['from {{ period }}_quite_a_very_long_table_Name', ['*_long_table_name']],
  ['from {{ table }}', []],
  [`from {{ 'fact_' | append: period }} {{ "day" | append: "_Fact" }}`, ['fact_*', '*_fact']],
])('the SQL %j contains the parts of names %j', (sql, parts) => {
  expect([...partsWithPlaceholder(sql)]).toEqual(parts)
})

test('the parts of a name have at most 16 characters', () => {
  expect(partsOfName('Ab')).toEqual(['a*', '*b', 'ab*', '*ab'])
  const parts = partsOfName('Quite_a_very_long_table_Name')
  expect(parts).toHaveLength(32)
  expect(parts).toEqual(expect.arrayContaining(['quite_a_very_lon*', '*_long_table_name']))
})
