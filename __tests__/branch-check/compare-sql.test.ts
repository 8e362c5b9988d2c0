import { diffSql, isSameSql } from '../../src/branch-check/compare-sql.ts'

const sql = `SELECT
    order_items.category  AS "order_items.category",
    SUM(order_items.sale_price) AS "order_items.revenue"
FROM shop.order_items  AS order_items
GROUP BY 1
LIMIT 500`

test.each([
  ['white space at line ends', sql.replaceAll('\n', '  \n')],
  ['Windows line ends', sql.replaceAll('\n', '\r\n')],
  ['empty lines at the end', `${sql}\n\n`],
  [
    'the query’s context',
    `${sql}\n\n-- Looker Query Context '{"user_id":7,"history_slug":"x","instance_slug":"y"}'`,
  ],
  [
    'the state of a derived table',
    `-- use existing order_facts in looker_scratch.LR_ABC_order_facts\n${sql}`,
  ],
  [
    'a derived table that would be built',
    `-- generate derived table order_facts\n-- finished order_facts\n${sql}`,
  ],
  ['a remark about totals', `${sql}\n-- sql for creating the total and/or determining pivot columns`],
])('%s is no difference', (_, other) => expect(isSameSql(sql, other)).toBe(true))

test.each([
  ['a field’s expression', sql.replace('SUM(order_items.sale_price)', 'SUM(order_items.cost)')],
  ['an author’s comment', sql.replace('FROM', '-- without returns\nFROM')],
  ['the name of a derived table', sql.replace('shop.order_items', 'looker_scratch.LR_ABC_order_items')],
  ['a comment at the end of a line', sql.replace('GROUP BY 1', 'GROUP BY 1 -- use existing x')],
  ['indentation', sql.replace('    SUM', 'SUM')],
])('%s is a difference', (_, other) => expect(isSameSql(sql, other)).toBe(false))

test('a difference is shown line by line, without Looker’s comments', () =>
  expect(diffSql(sql, `${sql.replace('sale_price', 'cost')}\n-- Looker Query Context '{}'`)?.lines).toEqual([
    ' SELECT',
    '     order_items.category  AS "order_items.category",',
    '-    SUM(order_items.sale_price) AS "order_items.revenue"',
    '+    SUM(order_items.cost) AS "order_items.revenue"',
    ' FROM shop.order_items  AS order_items',
    ' GROUP BY 1',
    ' LIMIT 500',
  ]))
