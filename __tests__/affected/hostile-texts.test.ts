import { readBlocks } from '../../src/affected/lookml-blocks.ts'
import { readDashboards, UnreadableDashboards } from '../../src/affected/lookml-dashboards.ts'
import { readLookmlProject } from '../../src/affected/project.ts'
import { textWithin } from '../../src/affected/texts.ts'
import { reasonsOf, textsOf } from './select.ts'
import { change, model, shows } from './small-project.ts'

/* For these texts, a careless parser takes quadratic time or much memory, and the tests of this file take minutes. */

const megabyte = 1024 * 1024
const parsedTexts = () => ({ blocks: new Map(), dashboards: new Map() })
const file = 'views/large.view.lkml'
const why = /could not be read \(.+\) and may change anything$/

describe('a file of LookML that cannot be parsed affects every target:', () => {
  test.each<[string, string, string]>([
    ['5 MB of brackets', '['.repeat(5 * megabyte), 'out of place'],
    ['5 MB of braces', '{'.repeat(5 * megabyte), 'out of place'],
    ['5 MB of quotes', '"'.repeat(5 * megabyte + 1), 'is not closed|no colon'],
    ['400 KB of block headers without a block', 'view: a '.repeat(50_000), 'more than 20,000 blocks'],
    ['400 KB of block headers on separate lines', 'view: a\n'.repeat(50_000), 'more than 20,000 blocks'],
    ['block headers whose blocks are never closed', 'view: a {\n'.repeat(50_000), 'nested too deeply'],
    ['a million nested lists', `a: ${'[a,'.repeat(megabyte / 4)}`, 'is not closed'],
    ['SQL without an end', 'sql: '.repeat(megabyte / 4), 'does not end with ;;'],
    [
      'thousands of parameters with SQL on one line',
      'sql_x: a '.repeat(megabyte / 8),
      'more than 20,000 blocks',
    ],
    ['a large YAML file', '- view: a\n'.repeat(megabyte / 8), 'larger than 256 KB'],
    ['YAML with many blocks', '- view: a\n'.repeat(20_000), 'more than 90,000 words'],
  ])('a file of LookML that cannot be parsed affects every target: %s', async (_, text, problem) => {
    expect(readBlocks(text)).toEqual({ blocks: [], problem: expect.stringMatching(problem) })
    const edited = change({ [file]: text }, { [file]: `${text} ` }, shows('thelook::orders'))
    expect(await reasonsOf('42', edited)).toContainEqual(expect.stringMatching(why))
  })
})

test.each<[string, string]>([
  ['comments', '#\n'.repeat(2 * megabyte)],
  ['blanks', ' '.repeat(5 * megabyte)],
  ['empty lines', '\r\n'.repeat(megabyte)],
])('5 MB of %s contain no blocks', (_, text) => expect(readBlocks(text)).toEqual({ blocks: [] }))

test('5 MB of stray semicolons are a single statement', () =>
  expect(readBlocks(';'.repeat(5 * megabyte)).blocks.map(({ kind }) => kind)).toEqual([
    'unexpected characters',
  ]))

test.each<[string, string]>([
  ['one long name', 'a'.repeat(5 * megabyte)],
  ['references that are never closed', `\${ `.repeat(megabyte)],
  ['unknown constants', '@{a}'.repeat(megabyte / 4)],
  ['qualified names', 'a . '.repeat(megabyte)],
])('a file of LookML with 5 MB of SQL is read without an error: %s', async (_, sql) => {
  const text = `view: orders { dimension: id { sql: ${sql} ;; } }`
  const edited = change({}, { 'views/orders.view.lkml': text }, shows('thelook::orders'))
  expect(await reasonsOf('42', edited)).toEqual(['view orders in views/orders.view.lkml, used by a tile'])
})

test('a SQL comment with a reference to the table of a view does not make a file unreadable', () => {
  const sql = `-- base view: $${'{b.SQL_TABLE_NAME}'}\nselect 1`
  expect(readBlocks(`view: a { derived_table: { sql: ${sql} ;; } }`).problem).toBeUndefined()
})

describe('a text with very many parts does not overflow the stack:', () => {
  const many = 300_000
  test('very many values in the settings of a tile do not overflow the stack', () => {
    const text = textWithin({ a: Array(many).fill('b'), c: JSON.stringify(Array(many).fill(1)) })
    expect(text.split('\n').filter(line => line === 'b').length).toBe(many)
  })

  test('very many tables that the SQL of a view writes do not overflow the stack', () => {
    const sql = Array.from({ length: many }, (_, index) => `create table a${index} as b;\n`).join('')
    const { blocks } = readBlocks(`view: orders { derived_table: { sql_create: ${sql} ;; } }`)
    expect(blocks[0]?.written).toHaveLength(many)
  })

  test('very many dashboards in a file that cannot be read do not overflow the stack', async () => {
    const most = 200_000
    const files = { 'a.dashboard.lookml': `- dashboard: a\n${'- dashboard: b\n'.repeat(most)}  x: [` }
    const { dashboards } = await readLookmlProject(textsOf(files), parsedTexts(), async () => undefined)
    expect(await dashboards.namesOfSlug('dashboard: a', async () => undefined)).toHaveLength(most + 1)
  })
})

test('a view that uses a constant with too many values counts as using every block', async () => {
  const doubled = Array.from(
    { length: 60 },
    (_, index) => `constant: c${index} { value: "@{c${index + 1}}@{c${index + 1}}" }`,
  )
  const files = {
    'manifest.lkml': doubled.join('\n'),
    'views/orders.view.lkml': 'view: orders { sql_table_name: @{c0} ;; }',
    'views/users.view.lkml': 'view: users {}',
  }
  const edited = { 'views/users.view.lkml': 'view: users { label: "A" }' }
  expect(await reasonsOf('42', change(files, edited, shows('thelook::orders')))).toEqual([
    'view users in views/users.view.lkml, used by a tile',
  ])
})

test('a view that uses a long constant in hundreds of names counts as using every block', async () => {
  const names = Array.from({ length: 200 }, (_, index) => `x${index}@{c}`).join(' ')
  const files = {
    'manifest.lkml': `constant: c { value: "${'a '.repeat(10_000)}" }`,
    'views/orders.view.lkml': `view: orders { sql_table_name: ${names} ;; }`,
    'views/users.view.lkml': 'view: users {}',
  }
  const edited = { 'views/users.view.lkml': 'view: users { label: "A" }' }
  expect(await reasonsOf('42', change(files, edited, shows('thelook::orders')))).toEqual([
    'view users in views/users.view.lkml, used by a tile',
  ])
})

test('reading the LookML fails if each of a thousand derived tables reads an undefined Explore and extends the next one', async () => {
  const chain = Array.from(
    { length: 1100 },
    (_, index) =>
      `view: v${index} { extends: [v${index + 1}] derived_table: { explore_source: u${index} {} } }`,
  )
  const files = {
    'thelook.model.lkml': ['explore: e0 { from: v0 }', ...chain].join('\n'),
    'views/users.view.lkml': 'view: users {}',
  }
  const edited = { 'views/users.view.lkml': 'view: users { label: "A" }' }
  await expect(reasonsOf('42', change(files, edited, shows('thelook::e0')))).rejects.toThrow(
    'Too many derived tables read Explores that are not defined',
  )
})

describe('a dashboard that is not parsed is affected by any change:', () => {
  const head = '- dashboard: sales\n  elements:\n  - explore: orders\n'
  const edited = { 'views/orders.view.lkml': 'view: orders {}' }

  test.each<[string, string, string | RegExp]>([
    ['larger than 256 KB', `${head}${'#\n'.repeat(150_000)}`, 'larger than 256 KB'],
    [
      'with too many words',
      `${head}  x: [${',{}'.repeat(80_000)}]\n`,
      'more than 90,000 words and punctuation marks',
    ],
    [
      'with too many escapes',
      `${head}  x: "${'\\q'.repeat(100_000)}"\n`,
      'more than 90,000 words and punctuation marks',
    ],
    ['with too many brackets', `${head}  x: ${'['.repeat(101)}${']'.repeat(101)}\n`, 'too many brackets'],
    [
      'with too many nested lists',
      `${head}  x:\n    ${'- '.repeat(20_000)}a\n`,
      /nested lists|not a list of dashboards|Nested|nest|depth|call stack/i,
    ],
    ['with a long chain of merge keys', `${head}${mergedChain(2000)}`, 'merge keys'],
    ['with YAML aliases that multiply', `${head}${multiplied()}`, 'alias'],
  ])(
    'a dashboard %s is not parsed, and is affected by any change and by each Explore that its text names',
    async (_, text, problem) => {
      expect(() => readDashboards('x', text)).toThrow(UnreadableDashboards)
      expect(() => readDashboards('x', text)).toThrow(problem)
      expect(await reasonsOf('thelook::sales', change({ 'sales.dashboard.lookml': text }, edited))).toEqual([
        'sales.dashboard.lookml cannot be read as YAML, so any change may affect it',
        'view orders in views/orders.view.lkml, used by this dashboard',
      ])
    },
  )
})

function mergedChain(count: number): string {
  const lines = Array.from(
    { length: count },
    (_, index) => `  k${index + 1}: &k${index + 1} {<<: *k${index}, a${index}: 1}\n`,
  )
  return `  k0: &k0 {a: 1}\n${lines.join('')}`
}

function multiplied(): string {
  const lines = [...'bcdef'].map(
    (name, index) => `  ${name}: &${name} [${Array(9).fill(`*${'abcde'[index]}`).join(', ')}]\n`,
  )
  return `  a: &a [x, x, x, x, x, x, x, x, x]\n${lines.join('')}`
}

test.each([
  ['300 dashboards that extend each other in a chain', 300, 1],
  ['20 dashboards that each extend 20 dashboards', 20, 20],
])('a dashboard is affected by a change at the end of %s', async (_, count, bases) => {
  const all = Array.from({ length: count }, (_, index) => {
    const names = Array.from({ length: bases }, (_, offset) => `d${index + 1 + offset}`)
    return `- dashboard: d${index}\n  extends: [${names.join(', ')}]\n  title: A\n`
  })
  const last = `- dashboard: d${count}\n  title: A\n`
  const text = all.join('')
  const files = {
    'sales.dashboard.lookml': '- dashboard: sales\n  extends: d0\n',
    'all.dashboard.lookml': text,
  }
  const edited = { 'last.dashboard.lookml': last.replace('A', 'B') }
  const reasons = await reasonsOf(
    'thelook::sales',
    change({ ...files, 'last.dashboard.lookml': last }, edited),
  )
  expect(reasons).toContain(`dashboard d${count} in last.dashboard.lookml, which this dashboard extends`)
})

test('the reading of LookML ends between two files if the run is canceled', async () => {
  const texts = textsOf({ 'thelook.model.lkml': model, 'a.lkml': '['.repeat(megabyte), 'b.lkml': '[' })
  const parsed = parsedTexts()
  const ended = readLookmlProject(texts, parsed, () => Promise.reject(new Error('cancelled')))
  await expect(ended).rejects.toThrow('cancelled')
  expect(parsed.blocks.has('[')).toBe(false)
})
