import type { ResultDiff, ShownValue, TileCheck } from '../../src/branch-report.ts'
import { changeShare, changeTable } from '../../src/report/changed-rows.ts'
import {
  checkWords,
  drawingWords,
  failingTileWords,
  orderTiles,
  resultWords,
  tilesHtml,
  tilesMarkdown,
  tileWords,
} from '../../src/report/tile-words.ts'
import { resultDiff } from '../../testkit/results.ts'

const tile = (title: string, more: Partial<TileCheck>): TileCheck => ({
  title,
  explore: 'thelook::order_items',
  queries: [],
  ...more,
})
const error = { message: 'Unknown field', hint: 'Correct the LookML.' }
const withSql = (line: string) => ({ queries: [{ sqlDiff: { lines: [line], isWhole: false } }] })
const markdown = (tiles: TileCheck[], most = 10_000) => tilesMarkdown({ tiles }, most)

describe('the tiles of a target in a comment', () => {
  test('the comment shows tiles with the same error on one line with the next step', () =>
    expect(
      markdown([
        tile('Revenue', { sql: 'unchecked', error }),
        tile('Orders', { sql: 'unchecked', error: { ...error, message: 'Too slow' } }),
        tile('Margin', { sql: 'unchecked', error }),
      ]),
    ).toBe(
      '<p>❌ <b>Revenue, Margin</b>: not checked: Unknown field. Correct the LookML.</p>\n' +
        '<p>❌ <b>Orders</b>: not checked: Too slow. Correct the LookML.</p>\n',
    ))

  test('the comment shows tiles with the same error on one line, which opens to the changed SQL of each tile', () => {
    const text = markdown([
      tile('Revenue', { sql: 'broken', numbers: 'broken', error, ...withSql('+SELECT 1') }),
      tile('Margin', { sql: 'broken', numbers: 'broken', error, ...withSql('+SELECT 2') }),
    ])
    expect(text).toContain(
      '<summary>❌ <b>Revenue, Margin</b>: broken by this pull request: Unknown field</summary>',
    )
    expect(text).toMatch(
      /<p>Revenue<\/p>\n\n```diff\n\+SELECT 1\n```\n\n<p>Margin<\/p>\n\n```diff\n\+SELECT 2/,
    )
    expect(text.match(/Correct the LookML/g)).toHaveLength(1)
  })

  test('the comment shows tiles that only one side has on one line, and each changed tile on its own line', () =>
    expect(
      markdown([
        tile('Revenue', { sql: 'removed' }),
        tile('Orders', { sql: 'changed', ...withSql('+SELECT 1') }),
        tile('Margin', { sql: 'removed' }),
        tile('Stock', { sql: 'changed', ...withSql('+SELECT 2') }),
      ]).match(/<b>.*?<\/b>: [^<]*/g),
    ).toEqual(['<b>Revenue, Margin</b>: removed', '<b>Orders</b>: SQL changed', '<b>Stock</b>: SQL changed']))

  test.each([900, 1500, 2500, 6000])(
    'the comment has at most %d characters for tiles: the last tiles lose their SQL first, then their lines',
    most => {
      const tiles = Array.from({ length: 12 }, (_, place) =>
        tile(`Tile ${place}.`, { sql: 'changed', ...withSql(`+SELECT ${'x'.repeat(300)}`) }),
      )
      const text = markdown(tiles, most)
      expect(text.length).toBeLessThanOrEqual(most)
      expect(text.length).toBeGreaterThan(Math.min(most, 5000) - 700)
      const names = [...text.matchAll(/<b>Tile (\d+)\./g)].map(([, place]) => Number(place))
      expect(names).toEqual([...names.keys()])
      if (names.length < 12) expect(text).toContain(`<p>${12 - names.length} more tile`)
    },
  )

  test.each<[TileCheck['sql'], string]>([
    ['new', 'new'],
    ['removed', 'removed'],
    ['fixed', 'failed before, works now'],
    ['failing', 'failed before this pull request, too'],
  ])('the comment describes a tile whose SQL is %s as "%s"', (sql, words) => {
    const text = markdown([tile('Revenue', { ...(sql && { sql }) })])
    expect(text).toContain(`<b>Revenue</b>: ${words}`)
    expect(text).not.toContain('undefined')
  })

  test('the comment on a tile that failed before contains the error and the advice', () => {
    const reason = { message: 'The link failed', hint: 'Run the job again.' }
    expect(markdown([tile('Revenue', { sql: 'fixed', error: reason })])).toContain(
      '<b>Revenue</b>: failed before, works now: The link failed. Run the job again.',
    )
  })

  test('the comment on a tile of merged results names only the queries whose numbers changed', () => {
    const value = { label: 'Revenue', before: { text: '1', number: 1 }, after: { text: '2', number: 2 } }
    const results = resultDiff({
      value,
      columns: ['Revenue'],
      changes: [{ kind: 'changed', key: [], values: [value] }],
    })
    const queries = [{ name: 'Query 1' }, { name: 'Query 2', results }]
    const text = markdown([tile('Revenue', { sql: 'changed', numbers: 'changed', queries })])
    expect(text).toContain('<b>Revenue</b>: Query 2: 1 → 2 (+100.0 %)')
    expect(text).not.toContain('<table>')
  })

  test('the comment shows the rows of a tile without dimensions as a table', () => {
    const values = [{ before: { text: '1', number: 1 }, after: { text: '2', number: 2 } }]
    const results = resultDiff({
      rows: { before: 2, after: 2, changed: 2, added: 0, removed: 0 },
      columns: ['Revenue'],
      changes: [
        { kind: 'changed', key: [], values },
        { kind: 'changed', key: [], values },
      ],
    })
    const text = markdown([tile('Revenue', { sql: 'changed', numbers: 'changed', queries: [{ results }] })])
    expect(text).toContain('<table>')
    expect(text.match(/1 → 2/g)).toHaveLength(2)
  })

  test('the comment gives the number of tiles whose lines do not fit', () =>
    expect(
      markdown(
        [tile('Revenue', { sql: 'unchecked', error }), tile('Margin', { sql: 'unchecked', error })],
        120,
      ),
    ).toBe('<p>2 more tiles</p>\n'))

  test('the comment lists the tiles with equal numbers and unknown SQL on one line', () =>
    expect(
      markdown([tile('Revenue', { numbers: 'unchanged' }), tile('Orders', { numbers: 'unchanged' })]),
    ).toBe('<p>Same numbers: Revenue, Orders</p>\n'))
})

test('the report shows tiles with the same error in one list item with the next step', () => {
  const html = tilesHtml({
    tiles: [
      tile('Orders', { sql: 'same' }),
      tile('Revenue', { sql: 'broken', error, ...withSql('+SELECT 1') }),
      tile('Margin', { sql: 'broken', error, ...withSql('+SELECT 2') }),
    ],
  })
  expect(html.match(/<li/g)).toHaveLength(2)
  expect(html).toContain(
    '<li class="bad"><details><summary>Revenue, Margin: broken by this pull request: Unknown field</summary><p>Correct the LookML.</p><p>Revenue</p>',
  )
  expect(html).toContain(
    '</pre><p>Margin</p><pre class="sql" tabindex="0" role="region" aria-label="SQL difference"><ins>+SELECT 2</ins></pre>',
  )
})

test('a tile with equal numbers is not summed up with the others if its results reached a limit', () => {
  const limited = (words: string) => ({ numbers: 'unchanged', queries: [{ limits: [words] }] }) as const
  const text = markdown([
    tile('Orders', { sql: 'same', numbers: 'unchanged' }),
    tile('Revenue', { sql: 'changed', ...limited('only the first 5,000 rows were compared') }),
    tile('Margin', { sql: 'same', ...limited('Looker left out columns beyond its limit') }),
  ])
  expect(text).toContain(
    '<b>Revenue</b>: SQL changed, same numbers, only the first 5,000 rows were compared<',
  )
  expect(text).toContain('<b>Margin</b>: same SQL, same numbers, Looker left out columns beyond its limit<')
  expect(text).toContain('<p>Same SQL: Orders</p>')
})

test('a tile that counts as changed without other numbers is shown with the reason', () => {
  const text = markdown([
    tile('Orders', { sql: 'changed', numbers: 'changed', error, ...withSql('+SELECT 1') }),
  ])
  expect(text).toContain('<b>Orders</b>: SQL changed: Unknown field<')
  expect(text).toContain('+SELECT 1')
})

test('a tile with the same SQL and changed numbers is shown with its numbers', () => {
  const text = markdown([tile('Orders', { sql: 'same', numbers: 'changed' })])
  expect(text).toContain('<b>Orders</b>: same SQL, numbers changed<')
})

describe('a line about all tiles of a target', () => {
  const [same, changed, broken, unchecked] = [
    tile('a', { sql: 'same' }),
    tile('b', { sql: 'changed', numbers: 'changed' }),
    tile('c', { sql: 'broken' }),
    tile('d', { sql: 'unchecked' }),
  ]
  const limits = ['only the first 5,000 rows were compared']
  const limited = tile('g', { sql: 'changed', numbers: 'unchanged', queries: [{ limits }] })
  const runner = tile('e', { sql: 'unchecked', isUncheckable: true })

  test.each<[string, TileCheck[]]>([
    ['no query is affected', []],
    ['1 tile, same SQL', [same]],
    ['2 tiles, same SQL', [same, runner]],
    ['2 tiles of SQL Runner or extensions, not checked', [runner, runner]],
    ['1 tile, same numbers, changed SQL', [tile('f', { sql: 'changed', numbers: 'unchanged' })]],
    [
      '2 tiles, same numbers, 1 with changed SQL',
      [same, tile('f', { sql: 'changed', numbers: 'unchanged' })],
    ],
    ['1 tile, same numbers', [tile('f', { numbers: 'unchanged' })]],
    [
      '2 tiles, same numbers, 1 with changed SQL (1 tile: only the first 5,000 rows were compared)',
      [same, limited],
    ],
    ['1 tile: 1 changed', [changed]],
    ['2 tiles: 1 changed', [same, tile('h', { sql: 'fixed' })]],
    ['1 tile: 1 failed before this pull request, too', [tile('i', { sql: 'failing', error })]],
    ['3 tiles: 2 changed', [changed, same, changed]],
    ['4 tiles: 1 broken, 1 not checked, 1 changed', [same, changed, broken, unchecked]],
  ])('the tiles of a target are summed up as "%s"', (words, tiles) =>
    expect(checkWords({ tiles })).toBe(words),
  )

  test('the tiles that failed before are named with their reasons', () => {
    const failing = (title: string, message: string) => ({
      ...same,
      ...{ title, sql: 'failing' as const, error: { message, hint: '' } },
    })
    expect(failingTileWords({ tiles: [same, changed, broken, unchecked] })).toBe('')
    const tiles = [failing('A', 'Not found'), same, failing('B', 'No field'), failing('C', 'Not found')]
    expect(failingTileWords({ tiles })).toBe('A, C: Not found; B: No field')
    const many = Array.from({ length: 7 }, (_, index) => failing(`T${index}`, `Reason ${index}`))
    expect(failingTileWords({ tiles: many })).toMatch(/^T0: Reason 0; .*T4: Reason 4; 2 more reasons$/)
  })

  test('the tiles of a target are sorted by the importance of their results', () =>
    expect(orderTiles([same, changed, unchecked, broken]).map(({ title }) => title)).toEqual([
      'c',
      'd',
      'b',
      'a',
    ]))
})

describe('a drawing that uses the model of production', () => {
  const words = (count: number) => {
    const modelTiles = Array.from({ length: count }, (_, index) => `T${index}`)
    return drawingWords({ tiles: [], drawing: { modelTiles, textHash: '' } })
  }

  test('the note about a picture with the model of production names up to ten tiles with changed numbers', () => {
    expect(words(0)).toBe('')
    expect(words(2)).toMatch(/changed numbers of T0, T1$/)
    expect(words(10)).toMatch(/ T8, T9$/)
    expect(words(12)).toMatch(/ T8, T9 and 2 more$/)
  })
})

test.each([
  [undefined, ''],
  [{}, ', so the picture before is of production'],
  [{ problem: error }, '; not drawn: Unknown field'],
])('a target that only production has is described with the drawing %j', (drawing, words) => {
  const whole = drawing && { modelTiles: [], textHash: '', ...drawing }
  expect(drawingWords({ tiles: [], isProductionOnly: true, ...(whole && { drawing: whole }) })).toBe(
    `production has this target, but the merge base does not${words}`,
  )
})

describe('the words for a single value', () => {
  const wordsFor = (before: ShownValue, after: ShownValue) =>
    resultWords(resultDiff({ value: { label: 'Revenue', before, after }, columns: ['Revenue'] }))

  test('a changed single value is described with more digits if its format hides the change', () => {
    expect(wordsFor({ text: '1 %', number: 1 }, { text: '2 %', number: 2 })).toBe('1 % → 2 % (+100.0 %)')
    expect(wordsFor({ text: '1 %', number: 1 }, { text: '1 %', number: 1.01 })).toBe('1 % → 1 % (+1.0 %)')
    expect(wordsFor({ text: '1 %', number: 1 }, { text: '1 %', number: 1 })).toBe('1 of 1 row changed')
  })

  test('a single value that differs only in its last digits did not change', () => {
    const after = { text: '10.000000000000002', number: 10.000000000000002 }
    expect(wordsFor({ text: '10', number: 10 }, after)).toBe('1 of 1 row changed')
    expect(wordsFor({ text: 'a' }, { text: 'b' })).toBe('a → b')
  })
})

test('the comment shows the times of both queries below the rows of a tile', () => {
  const values = [{ before: { text: '1', number: 1 }, after: { text: '2', number: 2 } }]
  const ranAt = { before: new Date('2026-11-20T10:00:01Z'), after: new Date('2026-11-20T10:02:03Z') }
  const results = resultDiff({
    dimensions: ['Month'],
    columns: ['Revenue'],
    changes: [{ kind: 'changed', key: ['2026-11'], values }],
    ranAt,
  })
  const text = markdown([tile('Revenue', { sql: 'changed', numbers: 'changed', queries: [{ results }] })])
  expect(text).toContain('before ran at 10:00:01, after at 10:02:03 UTC')
})

describe('a tile whose numbers changed', () => {
  const pair = (before: number, after: number) => ({
    before: { text: String(before), number: before },
    after: { text: String(after), number: after },
  })
  const diff = (more: Partial<ResultDiff>) =>
    resultDiff({
      rows: { before: 2, after: 2, changed: 0, added: 0, removed: 0 },
      dimensions: ['Month'],
      columns: ['Revenue', 'Orders'],
      ...more,
    })

  test('the table of a tile with changed numbers has an empty cell for each unchanged value', () => {
    const changes = [
      { kind: 'changed' as const, key: ['2026-11'], values: [pair(1, 2), undefined] },
      { kind: 'changed' as const, key: ['2026-10'], values: [undefined, pair(3, 4)] },
    ]
    expect(changeTable(diff({ changes })).rows).toEqual([
      ['2026-11', '1 → 2 (+100.0 %)', ''],
      ['2026-10', '', '3 → 4 (+33.3 %)'],
    ])
  })

  test('the comment on a tile with changed numbers names all columns that only one side has', () =>
    expect(resultWords(diff({ addedColumns: ['A', 'B'], removedColumns: ['C', 'D'] }))).toBe(
      'new columns A, B, without the columns C, D',
    ))

  test('the words of a tile with several queries name the changed rows of one query and the error of another', () => {
    const results = resultDiff({ rows: { before: 30, after: 30, changed: 30, added: 0, removed: 0 } })
    const queries = [{ name: 'query 1', results }, { name: 'query 2' }]
    expect(tileWords(tile('Revenue', { sql: 'changed', numbers: 'changed', error, queries }))).toBe(
      'Revenue: query 1: 30 of 30 rows changed; another query: Unknown field',
    )
  })

  test.each<[Partial<TileCheck>, string]>([
    [{ sql: 'broken', numbers: 'broken' }, 'broken by this pull request: Unknown field'],
    [{ sql: 'unchecked', numbers: 'changed' }, 'not checked: Unknown field'],
    [{ sql: 'changed', numbers: 'unchecked' }, 'SQL changed, numbers not checked: Unknown field'],
  ])(
    'the words of a tile with the state %j of a query name the changed rows of another query',
    (state, words) => {
      const results = resultDiff({ rows: { before: 30, after: 30, changed: 30, added: 0, removed: 0 } })
      const queries = [{ name: 'Margin', results }]
      expect(tileWords(tile('Sales', { ...state, error, queries }))).toBe(
        `Sales: ${words}; Margin: 30 of 30 rows changed`,
      )
    },
  )

  test('the comment on a tile with changed numbers mentions that the SQL is unknown', () => {
    expect(tileWords(tile('Revenue', { numbers: 'changed' }))).toBe('Revenue: SQL not known, numbers changed')
    expect(tileWords(tile('Revenue', { sql: 'changed', numbers: 'changed' }))).toBe(
      'Revenue: SQL changed, numbers changed',
    )
  })

  test('the comment on a tile with changed SQL shows each line of the difference', () => {
    const sqlDiff = { lines: ['-SELECT 1', '+SELECT 2'], isWhole: false }
    expect(markdown([tile('Revenue', { sql: 'changed', queries: [{ sqlDiff }] })])).toContain(
      '```diff\n-SELECT 1\n+SELECT 2\n```',
    )
  })
})

test.each<[number | undefined, number | undefined, string | undefined]>([
  [5, 6, '+20.0 %'],
  [6, 3, '−50.0 %'],
  [-2, -1, '+50.0 %'],
  [10_000, 10_001, '+0.01 %'],
  [5, 5, undefined],
  [0, 5, undefined],
  [1e-308, 1e308, undefined],
  [undefined, 5, undefined],
  [5, undefined, undefined],
])('the change from %p to %p is described as a share of the old value: %s', (before, after, share) => {
  const shown = (number: number | undefined) => number !== undefined && { text: String(number), number }
  const [left, right] = [shown(before), shown(after)]
  expect(changeShare({ ...(left && { before: left }), ...(right && { after: right }) })).toBe(share)
})

const rowOf = (about: Partial<ResultDiff['changes'][number]> = {}) =>
  ({ kind: 'changed', key: ['CA'], values: [], ...about }) as const
const detailed = (query: TileCheck['queries'][number]) =>
  markdown([tile('Revenue', { sql: 'changed', numbers: 'changed', queries: [query] })])

test.each<[Partial<TileCheck>, string]>([
  [{ sql: 'broken', error }, 'broken by this pull request: Unknown field'],
  [{ sql: 'unchecked' }, 'not checked'],
  [{ sql: 'changed' }, 'SQL changed'],
  [{ sql: 'changed', numbers: 'unchecked', error }, 'SQL changed, numbers not checked: Unknown field'],
  [{ sql: 'changed', numbers: 'changed' }, 'SQL changed, numbers changed'],
  [{ numbers: 'unchanged' }, 'SQL not known, same numbers'],
])('a tile with the state %j is described as "%s"', (state, words) =>
  expect(tileWords(tile('Revenue', state))).toBe(`Revenue: ${words}`),
)

test.each<[string, Partial<ResultDiff>]>([
  [
    '2 of 3 rows changed, 1 added, 4 removed',
    { rows: { before: 3, after: 0, changed: 2, added: 1, removed: 4 } },
  ],
  ['1 row added, 4 removed', { rows: { before: 3, after: 0, changed: 0, added: 1, removed: 4 } }],
  ['2 rows removed', { rows: { before: 3, after: 0, changed: 0, added: 0, removed: 2 } }],
])('the number of changed rows is described as "%s"', (words, about) =>
  expect(resultWords(resultDiff(about))).toBe(words),
)

test('a changed total is described if no row changed, and only then', () => {
  const about = {
    columns: ['Orders', 'Revenue'],
    totals: [undefined, { before: { text: '1', number: 1 }, after: { text: '2', number: 2 } }],
  }
  const rows = { before: 1, after: 1, changed: 0, added: 0, removed: 0 }
  expect(resultWords(resultDiff({ ...about, rows }))).toBe('total of Revenue: 1 → 2 (+100.0 %)')
  expect(resultWords(resultDiff(about))).toBe('1 of 1 row changed')
  expect(resultWords(resultDiff({ rows }))).toBe('numbers changed')
  expect(resultWords(resultDiff({ rows, isHidden: true }))).toBe(
    'numbers changed, in fields that the tile hides',
  )
})

test('the comment names the limits of a query and the rows that change without the pull request', () => {
  const changes = [rowOf(), rowOf()]
  expect(detailed({ results: resultDiff({ changes, limits: ['500 rows'], unstableRows: 1 }) })).toContain(
    '<p><sub>500 rows · 1 row that also change without this pull request do not count</sub></p>',
  )
  expect(detailed({ results: resultDiff({ changes }) })).not.toContain('<sub>')
})

test('the table of a tile has the first ten rows in a comment, and two hundred in the report', () => {
  const values = [{ before: { text: '1' }, after: { text: '2' } }]
  const results = resultDiff({
    ...{ dimensions: ['State'], columns: ['Orders'] },
    changes: Array.from({ length: 211 }, () => rowOf({ values })),
  })
  const text = detailed({ results })
  expect(text.match(/<tr>/g)).toHaveLength(11)
  expect(text).toContain('<tr><th>State</th><th>Orders</th></tr><tr><td>CA</td><td>1 → 2</td></tr>')
  expect(text).toContain('<p><sub>201 more rows</sub></p>')
  const page = tilesHtml({ tiles: [tile('Revenue', { sql: 'changed', queries: [{ results }] })] })
  expect(page.match(/<tr>/g)).toHaveLength(201)
  expect(page).toContain('<table class="rows">')
  expect(page).toContain('<p class="quiet">11 more rows</p>')
})

test('the table of a tile has a note about a single row that is left out', () => {
  const changes = Array.from({ length: 11 }, () => rowOf())
  expect(detailed({ results: resultDiff({ changes }) })).toContain('<p><sub>1 more row</sub></p>')
})

test('the comment shows a single changed row as a table if the result has a dimension', () => {
  const values = [{ before: { text: '1' }, after: { text: '2' } }]
  const results = resultDiff({
    ...{ dimensions: ['State'], columns: ['Orders'] },
    changes: [rowOf({ values })],
  })
  expect(detailed({ results })).toContain('<tr><td>CA</td><td>1 → 2</td></tr>')
})

test('a comment has at most 120 lines of the difference of the SQL', () => {
  const lines = Array.from({ length: 121 }, (_, place) => `+line ${place}`)
  const block = (all: string[]) => detailed({ sqlDiff: { lines: all, isWhole: false } })
  expect(block(lines)).toContain('+line 119\n@@ 1 more lines @@\n```')
  expect(block(lines.slice(1))).not.toContain('@@')
  expect(block(['+a `````b`'])).toContain('\n``````diff\n+a `````b`\n``````\n')
  expect(block(['+<!-- a\u202e\tb\0'])).toContain('+<!\u200b-- a\\u202e\tb\\u0000\n')
})

test('the report marks failed and changed tiles, and added and removed lines of SQL', () => {
  const sqlDiff = { lines: ['-a', '+b', ' <c>'], isWhole: false }
  const html = tilesHtml({
    tiles: [
      tile('One', { sql: 'broken', error }),
      tile('Two', { sql: 'changed', queries: [{ name: 'Query 1', sqlDiff }] }),
      tile('Three', { sql: 'same' }),
    ],
  })
  expect(html).toBe(
    '<ul class="tiles"><li class="bad">One: broken by this pull request: Unknown field<p>Correct the LookML.</p></li>\n' +
      '<li class="changed"><details><summary>Two: SQL changed</summary><p>Query 1</p><pre class="sql" tabindex="0" role="region" aria-label="SQL difference"><del>-a</del>\n<ins>+b</ins>\n &lt;c&gt;</pre></details></li>\n' +
      '<li>Three: same SQL</li></ul>',
  )
})
