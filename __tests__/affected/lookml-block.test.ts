import { tableUse } from '../../src/affected/lookml-block.ts'

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
