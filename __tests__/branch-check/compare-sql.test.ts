import { diffLines, diffSql, replacedTables } from '../../src/branch-check/compare-sql.ts'
import fc from '../../testkit/fast-check.ts'

const isSameSql = (before: string, after: string) => diffSql(before, after) === undefined

/**
 * Applies the diff to a text.
 * @throws if the diff does not fit the text
 */
function apply(diff: readonly string[], text: readonly string[]): string[] {
  const rest = [...text]
  const result: string[] = []
  for (const line of diff) {
    const gap = /^@@ (\d+) equal/.exec(line)
    if (gap) result.push(...rest.splice(0, Number(gap[1])))
    else if (line.startsWith('+')) result.push(line.slice(1))
    else {
      expect(rest.shift()).toBe(line.slice(1))
      if (line.startsWith(' ')) result.push(line.slice(1))
    }
  }
  return [...result, ...rest]
}

const changes = (lines: readonly string[]) => lines.filter(line => /^[-+]/.test(line))

/**
 * Returns the minimum number of insertions and deletions from one text to the other. Uses the classic table of partial
 * results.
 */
function distance(one: readonly string[], other: readonly string[]): number {
  let row = other.map((_, place) => place + 1)
  row.unshift(0)
  for (const [index, line] of one.entries()) {
    const next = [index + 1]
    for (const [place, otherLine] of other.entries())
      next.push(line === otherLine ? (row[place] ?? 0) : 1 + Math.min(row[place + 1] ?? 0, next[place] ?? 0))
    row = next
  }
  return row.at(-1) ?? 0
}

const lines = fc.array(fc.constantFrom('a', 'b', 'c', '-- x', '+', ''), { maxLength: 25 })

describe('a line diff', () => {
  test('a line diff turns one text into the other with as few changes as possible', () =>
    fc.assert(
      fc.property(lines, lines, (one, other) => {
        const found = diffLines(one, other).lines
        expect(apply(found, one)).toEqual(other)
        expect(changes(found)).toHaveLength(distance(one, other))
      }),
    ))

  test('a line diff shows three lines around a change, and the number of lines that are left out', () =>
    expect(diffLines([...'abcdefghij'], [...'abcdeXghij']).lines).toEqual([
      '@@ 2 equal lines @@',
      ' c',
      ' d',
      ' e',
      '-f',
      '+X',
      ' g',
      ' h',
      ' i',
    ]))

  test('a line diff of equal texts is empty', () =>
    expect(diffLines(['a', 'b'], ['a', 'b']).lines).toEqual([]))

  test('a line diff of texts with thousands of different lines shows the whole first text, then the whole second text', () => {
    const many = (letter: string) => Array.from({ length: 3000 }, (_, index) => `${letter}${index}`)
    const diff = diffLines(['same', ...many('a')], ['same', ...many('b')])
    expect(diff.isWhole).toBe(true)
    expect(diff.lines.slice(0, 3)).toEqual([' same', '-a0', '-a1'])
    expect(diff.lines).toHaveLength(6001)
  })

  test('a line diff of long texts with few different lines takes only a few steps', () => {
    const text = Array.from({ length: 50_000 }, (_, index) => `line ${index % 7}`)
    const changed = text.with(10, 'x').with(40_000, 'y')
    expect(changes(diffLines(text, changed).lines)).toEqual(['-line 3', '+x', '-line 2', '+y'])
  })
})

const sql = `SELECT
    order_items.category  AS "order_items.category",
    SUM(order_items.sale_price) AS "order_items.revenue"
FROM shop.order_items  AS order_items
GROUP BY 1
LIMIT 500`

test.each([
  ['a change of white space at line ends', sql.replaceAll('\n', '  \n')],
  ['a change to Windows line endings', sql.replaceAll('\n', '\r\n')],
  ['an addition of empty lines at the end', `${sql}\n\n`],
  [
    'Looker’s comment about the context of the query',
    `${sql}\n\n-- Looker Query Context '{"user_id":7,"history_slug":"x","instance_slug":"y"}'`,
  ],
  [
    'Looker’s comment about the state of a derived table',
    `-- use existing order_facts in looker_scratch.LR_ABC_order_facts\n${sql}`,
  ],
  [
    'Looker’s comment about a derived table that it would build',
    `-- generate derived table order_facts\n-- finished order_facts\n${sql}`,
  ],
  [
    'Looker’s comment about a derived table that it extends',
    `-- increment persistent derived table e_incremental_pdt to generation 2\n${sql}`,
  ],
  ['Looker’s comment about totals', `${sql}\n-- sql for creating the total and/or determining pivot columns`],
])('%s does not count as a difference in SQL', (_, other) => expect(isSameSql(sql, other)).toBe(true))

test.each([
  ['a field’s expression', sql.replace('SUM(order_items.sale_price)', 'SUM(order_items.cost)')],
  ['an author’s comment', sql.replace('FROM', '-- without returns\nFROM')],
  ['the name of a derived table', sql.replace('shop.order_items', 'looker_scratch.LR_ABC_order_items')],
  ['a comment at the end of a line', sql.replace('GROUP BY 1', 'GROUP BY 1 -- use existing x')],
  ['indentation', sql.replace('    SUM', 'SUM')],
  [
    'SQL after a comment like Looker’s',
    sql.replace('GROUP', '/* Looker Query Context */ WHERE a /* */\nGROUP'),
  ],
  ['text in quotes', sql.replace('FROM', `, 'a\n-- finished b\n'\nFROM`)],
  ['text in double quotes', sql.replace('FROM', ', "a\n-- finished b\n"\nFROM')],
  ['a name with a backquote', sql.replace('FROM', ', `a\n-- finished b\n`\nFROM')],
  ['SQL after the end of a block comment', sql.replace('GROUP', '/*\n-- finished */ WHERE a /*\n*/\nGROUP')],
  ['SQL after a carriage return', sql.replace('GROUP', '-- finished a\rWHERE a\nGROUP')],
  ['white space in quotes', sql.replace('FROM', `, 'a \n'\nFROM`), sql.replace('FROM', `, 'a\n'\nFROM`)],
  ['a line end to a carriage return', sql.replace('FROM', '-- a\rFROM'), sql.replace('FROM', '-- a\nFROM')],
])('a change of %s counts as a difference in SQL', (_, other, before = sql) =>
  expect(isSameSql(before, other)).toBe(false),
)

describe('a comment like Looker’s within the SQL', () => {
  const withComment = (start: string, end: string) => `SELECT ${start}\n-- finished a\n${end}`

  test.each([
    ['text in quotes', `'a''b' "c" \`d\``],
    ['a comment with a quote', "1 -- don't"],
    ['a block comment with a quote', "1 /* don't */"],
    ['a regular expression', `a ~ '^\\d+$' AND b`],
    ['brackets', `a['b'], [c d], $1, x[1]`],
    ['a word that may be a comment', 'a # b'],
    ['a name that ends with q', "seq 'a'"],
  ])('after %s, a comment like Looker’s is left out', (_, start) =>
    expect(isSameSql(withComment(start, '1'), `SELECT ${start}\n1`)).toBe(true),
  )

  test.each([
    ['an open quote', "'a", "'"],
    ['a doubled quote within an open quote', "'a''", "'"],
    ['a quote that some databases escape', `'a\\'`, "'"],
    ['three quotes', `'''a'b`, `'''`],
    ['a quote of Oracle', `q'[it's`, "]'"],
    ['a quote of Oracle for national characters', `NQ'[it's`, "]'"],
    ['a quote of PostgreSQL', '$$a', '$$'],
    ['a quote with a name', '$b$a', '$b$'],
    ['a name of SQL Server with a quote', `[it's] + 'a`, "'"],
    ['a quote after #', "# it's 'a", "'"],
    ['a quote after //', "// it's 'a", "'"],
    ['a quote after -- without a space', "1 --'a", "'"],
    ['a comment within a comment', '/* /* */ a', '*/'],
    ['a comment that MySQL executes', "/*! ' */ ' '", "'"],
    ['an open comment', '/* a', '*/'],
    ['an open quote after a carriage return', "-- a\r'b", "'"],
  ])('after %s, a comment like Looker’s is compared', (_, start, end) =>
    expect(isSameSql(withComment(start, end), `SELECT ${start}\n${end}`)).toBe(false),
  )

  test('the last line is left out after SQL that databases read differently', () => {
    const odd = String.raw`SELECT 'a\'' AS b`
    expect(isSameSql(odd, `${odd}\n-- Looker Query Context '{}'\n`)).toBe(true)
  })

  test('very long SQL with open brackets and comments is compared in a moment', () => {
    const long = '[/ -- a\n'.repeat(200_000)
    expect(isSameSql(long, `${long}\n-- finished a`)).toBe(true)
    expect(isSameSql('['.repeat(1_000_000), '# '.repeat(500_000))).toBe(false)
  })
})

test('a difference in SQL is shown line by line, without Looker’s comments', () =>
  expect(diffSql(sql, `${sql.replace('sale_price', 'cost')}\n-- Looker Query Context '{}'`)?.lines).toEqual([
    ' SELECT',
    '     order_items.category  AS "order_items.category",',
    '-    SUM(order_items.sale_price) AS "order_items.revenue"',
    '+    SUM(order_items.cost) AS "order_items.revenue"',
    ' FROM shop.order_items  AS order_items',
    ' GROUP BY 1',
    ' LIMIT 500',
  ]))

const built = (id: string, time = '1767226241142', name = 'daily') =>
  `SELECT 1 FROM scratch.LR$${id}${time}_${name} AS orders`

test.each<[string, string, string, string[]]>([
  ['another definition', built('CC1E4'), built('FK2B7'), ['daily']],
  ['the same definition, built again', built('CC1E4'), built('CC1E4', '1767312641142'), []],
  [
    'another definition, in the names of BigQuery',
    'FROM `a.LR_CC1E41767226241142_x`',
    'FROM `a.LR_FK2B71767226241142_x`',
    ['x'],
  ],
  [
    'another definition, in names without a time',
    built('MZXOU', 'IAKM62RC1F2XOCYF'),
    built('AAXOU', 'IAKM62RC1F2XOCYF'),
    ['daily'],
  ],
  ['no persistent table after', built('CC1E4'), 'SELECT 1 FROM orders', ['daily']],
  ['a persistent table only after', 'SELECT 1 FROM orders', built('CC1E4'), []],
  [
    'an aggregate table before',
    built('LB415', '1619827209021', 'orders$monthly'),
    'SELECT 1 FROM orders',
    ['orders$monthly'],
  ],
  [
    'a changed table and a table that stays',
    `${built('CC1E4')} JOIN ${built('R81JE', '1768435399246', 'users')}`,
    `${built('FK2B7')} JOIN ${built('R81JE', '1768435399246', 'users')}`,
    ['daily'],
  ],
])('the persistent tables that only the SQL before reads are found: %s', (_, before, after, names) =>
  expect(replacedTables(before, after)).toEqual(names),
)
