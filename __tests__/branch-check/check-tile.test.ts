import {
  checkTile,
  type Depth,
  failsOnBoth,
  needsResults,
  type PairAnswers,
  pairQueries,
  pairTiles,
  type SideAnswers,
  type UnseenChange,
  withUnseenChange,
} from '../../src/branch-check/check-tile.ts'
import { diffSql } from '../../src/branch-check/compare-sql.ts'
import { type ResultTable, readResultTable } from '../../src/branch-check/query-result.ts'
import type { Tile, TileQuery } from '../../src/branch-check/tile-queries.ts'
import type { TileCheck } from '../../src/branch-report.ts'
import { detailAnswer } from './answers.ts'

test('a tile that cannot be checked is shown with its title and the Explores of both sides', () => {
  const side = (title: string, ...explores: string[]) => ({
    title,
    queries: explores.map(explore => ({ explore })),
    isUncheckable: true,
  })
  const pair = {
    base: side('Old', 'thelook::orders', 'thelook::users'),
    head: side('New', 'thelook::orders'),
  }
  expect(checkTile(pair as never, () => ({}) as never, 'sql' as never)).toMatchObject({
    title: 'New',
    explore: 'thelook::orders, thelook::users',
    sql: 'unchecked',
    isUncheckable: true,
  })
})

test.each([
  ['base', { kind: 'forbidden' }, { kind: 'answer', value: 'select 1' }],
  ['head', { kind: 'answer', value: 'select 1' }, { kind: 'forbidden' }],
])('without results, a tile is unchecked if the API user may not see the SQL of the %s', (_, base, head) => {
  const side = { title: 'Sales', queries: [{ explore: 'thelook::orders' }] }
  const answers = { base: { sql: base }, head: { sql: head } }
  expect(checkTile({ base: side, head: side } as never, () => answers as never, 'sql').sql).toBe('unchecked')
})

const error = (message: string) => ({ message, hint: 'Wait.' })
const answer = <T>(value: T) => ({ kind: 'answer', value }) as const
const failing = (message: string) => ({ kind: 'failing', error: error(message) }) as const
const unknown = (message: string) => ({ kind: 'unknown', error: error(message) }) as const
const forbidden = { kind: 'forbidden', error: error('forbidden') } as const
const query = (about: Partial<TileQuery> = {}): TileQuery => ({
  ...{ explore: 'thelook::orders', body: {} as TileQuery['body'], hidden: [], isSingleValue: false },
  ...about,
})
const tile = (about: Partial<Tile> = {}): Tile => ({ id: '1', title: 'Sales', queries: [query()], ...about })

/** Checks a tile with one query on both sides. */
const checkedWith = (answers: PairAnswers, depth: Depth) =>
  checkTile({ base: tile(), head: tile() }, () => answers, depth)
const about = { title: 'Sales', explore: 'thelook::orders' }

describe('the SQL of a tile', () => {
  const [one, other] = [answer('select 1'), answer('select 2')]
  test.each<[string, SideAnswers['sql'] | undefined, SideAnswers['sql'] | undefined, object]>([
    ['is the same', one, one, { sql: 'same' }],
    ['is new', undefined, one, { sql: 'new' }],
    ['is removed', one, undefined, { sql: 'removed' }],
    ['fails on the head', one, failing('a'), { sql: 'broken', numbers: 'broken', error: error('a') }],
    ['fails on the base', failing('a'), one, { sql: 'fixed' }],
    ['fails on both sides', failing('a'), failing('b'), { sql: 'failing', error: error('b') }],
    ['is unknown on the base', unknown('a'), one, { sql: 'unchecked', error: error('a') }],
    ['is unknown on the head', one, unknown('b'), { sql: 'unchecked', error: error('b') }],
    ['is unknown on both sides', unknown('a'), unknown('b'), { sql: 'unchecked', error: error('b') }],
    ['is unknown on the base and fails', unknown('a'), failing('b'), { sql: 'unchecked', error: error('a') }],
    ['is new and fails', undefined, failing('b'), { sql: 'broken', error: error('b') }],
    ['is new and unknown', undefined, unknown('b'), { sql: 'unchecked', error: error('b') }],
  ])('the state of a tile is correct if its SQL %s', (_, base, head, expected) => {
    const answers = { ...(base && { base: { sql: base } }), ...(head && { head: { sql: head } }) }
    const { numbers, headHash: __, ...checked } = checkedWith(answers, 'sql')
    expect({ ...checked, ...(numbers && 'numbers' in expected && { numbers }) }).toEqual({
      ...{ ...about, queries: [] },
      ...expected,
    })
  })

  test('the check of a tile contains the difference of changed SQL', () => {
    const { queries, ...checked } = checkedWith({ base: { sql: one }, head: { sql: other } }, 'sql')
    expect(checked).toEqual({ ...about, sql: 'changed' })
    expect(queries).toEqual([{ sqlDiff: diffSql('select 1', 'select 2') }])
  })

  test.each([
    ['base', { base: { sql: forbidden }, head: { sql: one } }],
    ['head', { base: { sql: one }, head: { sql: forbidden } }],
    ['new tile', { head: { sql: forbidden } }],
  ])('the check of SQL names the permission if the API user may not see SQL of the %s', (_, answers) =>
    expect(checkedWith(answers, 'sql')).toEqual({
      ...{ ...about, sql: 'unchecked', queries: [] },
      error: {
        message: 'The API user may not see SQL',
        hint: "Give the API user's role the permission see_sql for the models, or set numbers to true to compare results instead.",
      },
    }),
  )

  test('a tile has no state if neither side has a query', () =>
    expect(checkTile({ base: tile({ queries: [] }) }, () => ({}), 'sql')).toEqual({
      ...{ ...about, explore: '', queries: [] },
    }))
})

describe('the results of a tile', () => {
  const tableOf = (value: number) =>
    readResultTable(
      detailAnswer([['a', value]], { dimensions: ['x.a'], measures: ['x.b #'] }),
      9,
    ) as ResultTable
  const [two, three] = [answer(tableOf(2)), answer(tableOf(3))]
  const ofMeasure = (...rows: null[][]) =>
    answer(readResultTable(detailAnswer(rows, { measures: ['x.b #'] }), 9) as ResultTable)
  const [empty, nothing] = [ofMeasure(), ofMeasure([null])]
  const failsOnBothSides = {
    message: 'The query fails on both commits: b',
    hint: 'If the database was not available, run the job again. Otherwise, correct the LookML or the tile.',
  }
  const failsBefore = { message: 'a', hint: 'If the database was not available, run the job again.' }
  const bothChanged = { sql: 'changed', numbers: 'changed' }
  const noData = {
    message:
      'The query returns no data or only zeros on both commits, so the effect of the change is unknown',
    hint: "Check the filters, and the API user's user attributes: an access filter may hide all rows.",
  }
  const sides = (
    base: SideAnswers['results'],
    head: SideAnswers['results'],
    [before, after]: SideAnswers['sql'][] = [answer('select 1'), answer('select 2')],
  ) => ({ base: { sql: before, results: base }, head: { sql: after, results: head } }) as PairAnswers
  const stateOf = ({ sql, numbers, error }: ReturnType<typeof checkTile>) => ({ sql, numbers, error })

  test.each<[string, PairAnswers, object]>([
    ['are the same', sides(two, two), { sql: 'changed', numbers: 'unchanged' }],
    ['differ', sides(two, three), { sql: 'changed', numbers: 'changed' }],
    [
      'differ, and whose SQL is hidden',
      sides(two, three, [forbidden, forbidden]),
      { sql: undefined, numbers: 'changed' },
    ],
    ['fail on the head', sides(two, failing('b')), { sql: 'broken', numbers: 'broken', error: error('b') }],
    ['fail on the base', sides(failing('a'), two), { sql: 'fixed', numbers: 'changed', error: failsBefore }],
    [
      'fail in the first request for the base, and differ from the second one',
      { ...sides(failing('a'), three), again: two },
      { sql: 'changed', numbers: 'changed' },
    ],
    [
      'fail in the first request for the base, and are the same in the second one',
      { ...sides(failing('a'), two), again: two },
      { sql: 'changed', numbers: 'unchanged' },
    ],
    [
      'fail in the second request for the base',
      { ...sides(two, two), again: failing('c') },
      { sql: 'changed', numbers: 'unchanged' },
    ],
    [
      'fail in both requests for the base',
      { ...sides(failing('a'), two), again: failing('c') },
      { sql: 'fixed', numbers: 'changed', error: failsBefore },
    ],
    [
      'fail on both sides, but not in the second request for the base',
      { ...sides(failing('a'), failing('b')), again: two },
      { sql: 'changed', numbers: 'changed', error: failsOnBothSides },
    ],
    [
      'fail on both sides',
      sides(failing('a'), failing('b')),
      { sql: 'changed', numbers: 'changed', error: failsOnBothSides },
    ],
    [
      'fail on both sides, and whose SQL is hidden',
      sides(failing('a'), failing('b'), [forbidden, forbidden]),
      { sql: undefined, numbers: 'changed', error: failsOnBothSides },
    ],
    ['are empty on both sides', sides(empty, empty), { ...bothChanged, error: noData }],
    ['are null on both sides', sides(nothing, nothing), { ...bothChanged, error: noData }],
    ['are empty on the head', sides(two, empty), bothChanged],
    ['are empty on the base', sides(empty, two), bothChanged],
    [
      'are empty on both sides, and whose SQL is hidden',
      sides(empty, empty, [forbidden, forbidden]),
      { sql: undefined, numbers: 'changed', error: noData },
    ],
    [
      'are unknown on the base',
      sides(unknown('a'), failing('b')),
      { sql: 'changed', numbers: 'unchecked', error: error('a') },
    ],
    [
      'are unknown on the head',
      sides(unknown('a'), unknown('b')),
      { sql: 'changed', numbers: 'unchecked', error: error('b') },
    ],
    [
      'are hidden on the head',
      sides(two, forbidden),
      { sql: 'changed', numbers: 'unchecked', error: error('forbidden') },
    ],
    [
      'are unknown in the second request for the base',
      { ...sides(two, three), again: unknown('c') },
      { sql: 'changed', numbers: 'unchecked', error: error('c') },
    ],
    [
      'differ only from the first request for the base',
      { ...sides(two, three), again: three },
      { sql: 'changed', numbers: 'unchanged' },
    ],
    [
      'were not requested',
      sides(undefined, undefined),
      {
        ...{ sql: 'changed', numbers: 'unchecked' },
        error: { message: 'The results of the query were not requested', hint: 'Run the job again.' },
      },
    ],
    [
      'were not requested, because the SQL is the same',
      sides(undefined, undefined, [answer('select 1'), answer('select 1')]),
      { sql: 'same', numbers: 'unchanged' },
    ],
    ['are new', { head: { sql: answer('select 1'), results: two } }, { sql: 'new' }],
    [
      'are new and fail',
      { head: { sql: answer('select 1'), results: failing('b') } },
      { sql: 'broken', numbers: 'broken', error: error('b') },
    ],
    ['are removed', { base: { sql: answer('select 1') } }, { sql: 'removed' }],
  ])('the state of a tile is correct if its results %s', (_, answers, expected) =>
    expect(stateOf(checkedWith(answers, 'numbers'))).toEqual(expected),
  )

  const dated = { dimensions: ['x.day'], measures: ['x.b #', 'x.c #'] }
  const goal = { measures: ['x.b #', 'x.c #'], calculations: ['goal #'] }
  const days = [
    ['2026-01-01', 0, null],
    ['2026-01-02', 0, null],
  ]
  const both = { dimensions: ['x.day'], pivots: { field: 'x.a', values: ['a'] }, measures: ['x.b #'] }
  test.each<[string, Parameters<typeof detailAnswer>, object, string]>([
    ['one row of zeros', [[[0, null]], { measures: ['x.b #', 'x.c #'] }], {}, 'changed'],
    ['one row of zeros as text', [[['0.00']], { measures: ['x.b #'] }], {}, 'changed'],
    ['one row with a zero and a number', [[[0, 1]], { measures: ['x.b #', 'x.c #'] }], {}, 'unchanged'],
    ['one row of zeros with a constant', [[[0, 0, 5]], goal], {}, 'changed'],
    ['rows of zeros', [days, dated], {}, 'unchanged'],
    ['rows of zeros that Looker fills in', [days, dated], { fill_fields: ['x.day'] }, 'changed'],
    [
      'rows of numbers among rows that Looker fills in',
      [[...days, ['2026-01-03', 1, null]], dated],
      { fill_fields: ['x.day'] },
      'unchanged',
    ],
    ['pivoted zeros', [[['2026-01-01', 0]], both], { pivots: ['x.a'], fill_fields: ['x.day'] }, 'unchanged'],
    [
      'pivoted zeros that Looker fills in',
      [[['2026-01-01', 0]], both],
      { pivots: ['x.a'], fill_fields: ['x.day', 'x.a'] },
      'changed',
    ],
    ['a list of dimensions', [[['a']], { dimensions: ['x.a'] }], { fill_fields: ['x.a'] }, 'unchanged'],
  ])(
    'if the SQL differs and both sides have %s, the numbers have the correct state',
    (_, [rows, options], settings, expected) => {
      const side = tile({ queries: [query({ body: settings as TileQuery['body'] })] })
      const results = answer(readResultTable(detailAnswer(rows, options), 9) as ResultTable)
      const { numbers } = checkTile({ base: side, head: side }, () => sides(results, results), 'numbers')
      expect(numbers).toBe(expected)
    },
  )

  const sameSql = [answer('select 1'), answer('select 1')]
  test('a tile with the same SQL is unchanged, and says that it has no data on both sides', () => {
    const check = (results: SideAnswers['results']) =>
      checkedWith(sides(results, results, sameSql), 'all numbers')
    expect(stateOf(check(empty))).toEqual({ sql: 'same', numbers: 'unchanged', error: undefined })
    expect(check(empty).queries[0]?.limits).toEqual(['no data or only zeros on both commits'])
    expect(check(two).queries).toEqual([])
  })

  test('a tile with the same SQL is changed if its results are needed and fail on both sides', () =>
    expect(stateOf(checkedWith(sides(failing('a'), failing('b'), sameSql), 'all numbers'))).toEqual({
      ...{ sql: 'same', numbers: 'changed' },
      error: failsOnBothSides,
    }))

  test.each([
    ['fail', failing('a')],
    ['are empty', empty],
  ])(
    'the effect on a tile is unknown if its results %s on both sides, unless its SQL differs',
    (_, results) => {
      const isUnknown = (sql?: SideAnswers['sql'][]) =>
        checkedWith(sides(results, results, sql), 'numbers').isEffectUnknown
      expect(isUnknown([forbidden, forbidden])).toBe(true)
      expect(isUnknown()).toBeUndefined()
    },
  )

  test('the SQL of a tile is unknown if one query has the same SQL and another query has hidden SQL', () => {
    const both = tile({ queries: [query({ name: 'same' }), query({ name: 'hidden' })] })
    const one = answer('select 1')
    const answers = ({ head }: { head?: TileQuery | undefined }) =>
      sides(two, two, head?.name === 'same' ? [one, one] : [forbidden, forbidden])
    expect(stateOf(checkTile({ base: both, head: both }, answers, 'numbers'))).toEqual({
      ...{ sql: undefined, numbers: 'unchanged', error: undefined },
    })
  })

  test('the check of a tile contains the difference of visible fields if the results differ', () => {
    const settings = query({ hidden: ['x.b'], isSingleValue: true, name: 'Sales' })
    const pair = { base: tile(), head: tile({ queries: [settings] }) }
    const { queries } = checkTile(pair, () => sides(two, three), 'numbers')
    expect(queries).toMatchObject([{ name: 'Sales', results: { columns: [], value: { label: 'A' } } }])
    expect(queries[0]?.results?.isHidden).toBe(true)
  })
})

test('a tile that shows only its first row is changed if another row comes first', () => {
  const rows = [
    ['a', 1],
    ['b', 2],
  ]
  const sides = [rows, [...rows].reverse()].map((one, place) => {
    const table = readResultTable(detailAnswer(one, { dimensions: ['x.a'], measures: ['x.b #'] }), 9)
    return { sql: answer(`select ${place}`), results: answer(table as ResultTable) }
  })
  const stateWith = (more: Partial<TileQuery>) => {
    const one = tile({ queries: [query(more)] })
    return checkTile({ base: one, head: one }, () => ({ base: sides[0], head: sides[1] }), 'numbers').numbers
  }
  expect(stateWith({})).toBe('unchanged')
  expect(stateWith({ shownRows: [0, 1] })).toBe('changed')
})

describe('a tile with several queries', () => {
  const names = ['a', 'b']
  const merged = tile({ queries: names.map(name => query({ name, explore: `thelook::${name}` })) })
  const checkOf = (answers: Record<string, PairAnswers>, depth: Depth = 'sql') =>
    checkTile(
      { base: merged, head: merged },
      ({ base, head }) => answers[head?.name ?? base?.name ?? ''] ?? {},
      depth,
    )
  const sqlOf = (base?: string, head?: string): PairAnswers => ({
    ...(base && { base: { sql: answer(base) } }),
    ...(head && { head: { sql: answer(head) } }),
  })
  const broken = { base: { sql: answer('x') }, head: { sql: failing('lost') } }

  test.each<[string, PairAnswers, PairAnswers, string]>([
    ['the same', sqlOf('x', 'x'), sqlOf('y', 'y'), 'same'],
    ['the same and changed', sqlOf('x', 'x'), sqlOf('y', 'z'), 'changed'],
    ['the same and new', sqlOf('x', 'x'), sqlOf(undefined, 'y'), 'changed'],
    ['the same and removed', sqlOf('x', 'x'), sqlOf('y'), 'changed'],
    ['new', sqlOf(undefined, 'x'), sqlOf(undefined, 'y'), 'new'],
    ['removed', sqlOf('x'), sqlOf('y'), 'removed'],
    ['changed and broken', sqlOf('x', 'z'), broken, 'broken'],
    ['unknown and broken', { base: { sql: unknown('a') }, head: { sql: answer('x') } }, broken, 'broken'],
    [
      'unknown and changed',
      { base: { sql: unknown('a') }, head: { sql: answer('x') } },
      sqlOf('x', 'y'),
      'unchecked',
    ],
    [
      'failing and changed',
      { base: { sql: failing('a') }, head: { sql: failing('b') } },
      sqlOf('x', 'y'),
      'changed',
    ],
    [
      'failing and new',
      { base: { sql: failing('a') }, head: { sql: failing('b') } },
      sqlOf(undefined, 'y'),
      'changed',
    ],
    [
      'failing and the same',
      { base: { sql: failing('a') }, head: { sql: failing('b') } },
      sqlOf('y', 'y'),
      'failing',
    ],
    [
      'fixed and changed',
      { base: { sql: failing('a') }, head: { sql: answer('b') } },
      sqlOf('x', 'y'),
      'changed',
    ],
    [
      'fixed and new',
      { base: { sql: failing('a') }, head: { sql: answer('b') } },
      sqlOf(undefined, 'y'),
      'fixed',
    ],
  ])('the state of a tile is its most important one if its queries are %s', (_, a, b, state) => {
    const checked = checkOf({ a, b })
    expect(checked.sql).toBe(state)
    expect(checked.explore).toBe('thelook::a, thelook::b')
  })

  test('a tile has the error of its most important query', () => {
    const first = { base: { sql: unknown('first') }, head: { sql: answer('x') } }
    expect(checkOf({ a: first, b: broken }).error).toEqual(error('lost'))
    expect(checkOf({ a: sqlOf('x', 'y'), b: broken }).error).toEqual(error('lost'))
  })

  test.each([
    ['unchecked', unknown('late')],
    ['broken', failing('late')],
  ])('a tile has the error of its %s query also if another query returns no data', (state, results) => {
    const table = (...rows: number[][]) =>
      answer(readResultTable(detailAnswer(rows, { measures: ['a.b #'] }), 9) as ResultTable)
    const resultsOf = (before: SideAnswers['results'], after: SideAnswers['results']): PairAnswers => ({
      base: { sql: answer('x'), results: before },
      head: { sql: answer('y'), results: after },
    })
    const answers = { a: resultsOf(table(), table()), b: resultsOf(table([1]), results) }
    expect(checkOf(answers, 'numbers')).toMatchObject({ numbers: state, error: error('late') })
  })

  test('a query that fails on both sides hides only changed SQL with the same numbers', () => {
    const a = { base: { sql: failing('a') }, head: { sql: failing('b') } }
    const table = (value: number) =>
      answer(readResultTable(detailAnswer([[value]], { measures: ['a.b #'] }), 9) as ResultTable)
    const changedTo = (value: number): PairAnswers => ({
      base: { sql: answer('x'), results: table(1) },
      head: { sql: answer('y'), results: table(value) },
    })
    const changed = checkOf({ a, b: changedTo(2) }, 'numbers')
    expect(changed).toMatchObject({ sql: 'changed', numbers: 'changed' })
    expect(changed.error).toBeUndefined()
    expect(checkOf({ a, b: sqlOf('x', 'y') }).error).toBeUndefined()
    const same = checkOf({ a, b: changedTo(1) }, 'numbers')
    expect(same).toMatchObject({ sql: 'failing', numbers: 'unchanged', error: error('b') })
  })

  test('of queries with the same name, equal queries are paired first, and then the others in their order', () => {
    const sameName = (field: string) =>
      query({ name: 'orders', body: { model: 'm', view: 'v', fields: [field] } })
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(sameName)
    const sides = (old: unknown[], fresh: unknown[]) =>
      pairQueries({ base: tile({ queries: old as never }), head: tile({ queries: fresh as never }) })
    expect(sides([a, b], [c, b])).toEqual([
      { base: a, head: c },
      { base: b, head: b },
    ])
    expect(sides([a, b], [b, a])).toEqual([
      { base: b, head: b },
      { base: a, head: a },
    ])
    expect(sides([a, b, c], [d])).toEqual([{ base: a, head: d }, { base: b }, { base: c }])
    expect(sides([a], [b, c])).toEqual([{ base: a, head: b }, { head: c }])
  })

  test('queries of merged results are paired by their names', () => {
    const [one, two, three] = ['1', '2', '3'].map(name => query({ name })) as [
      TileQuery,
      TileQuery,
      TileQuery,
    ]
    expect(
      pairQueries({ base: tile({ queries: [one, two] }), head: tile({ queries: [three, two] }) }),
    ).toEqual([{ base: undefined, head: three }, { base: two, head: two }, { base: one }])
  })

  test('single queries are paired even if their names differ', () => {
    const [one, two] = ['1', '2'].map(name => query({ name })) as [TileQuery, TileQuery]
    expect(pairQueries({ base: tile({ queries: [one] }), head: tile({ queries: [two] }) })).toEqual([
      { base: one, head: two },
    ])
    expect(pairQueries({ base: tile({ queries: [one] }) })).toEqual([{ base: one, head: undefined }])
    expect(pairQueries({})).toEqual([])
  })
})

test('tiles are paired by their ids, in the order of the head', () => {
  const [one, two, three] = ['1', '2', '3'].map(id => tile({ id })) as [Tile, Tile, Tile]
  expect(pairTiles([one, two], [three, two])).toEqual([
    { base: undefined, head: three },
    { base: two, head: two },
    { base: one },
  ])
})

test('a tile that cannot be queried is unchecked, and the reason begins with a capital letter', () => {
  const side = tile({ problem: 'the tile uses a constant' })
  expect(checkTile({ base: tile(), head: side }, () => ({}), 'sql')).toEqual({
    ...{ ...about, sql: 'unchecked', queries: [] },
    error: { message: 'The tile uses a constant', hint: 'Open the tile in Looker on this branch.' },
  })
  expect(checkTile({ base: side }, () => ({}), 'sql').error?.message).toBe('The tile uses a constant')
})

test('a tile that can never be checked is unchecked for this reason, even if the other side has another problem', () => {
  const base = tile({ problem: 'the tile uses a constant' })
  const head = tile({
    isUncheckable: true,
    problem: 'an extension cannot be checked',
    problemHint: 'Do nothing.',
  })
  expect(checkTile({ base, head }, () => ({}), 'sql')).toMatchObject({
    isUncheckable: true,
    error: { message: 'An extension cannot be checked', hint: 'Do nothing.' },
  })
})

describe('the hash of a query that is new or repaired, or has a new column', () => {
  const tableWith = (...values: number[]) =>
    answer(
      readResultTable(
        detailAnswer(
          values.map(value => [value]),
          { measures: ['a.b #'] },
        ),
        9,
      ) as ResultTable,
    )
  const hashOf = (answers: PairAnswers) => checkedWith(answers, 'numbers').headHash
  const newOf = (sql: string) => hashOf({ head: { sql: answer(sql), results: tableWith(1) } })
  const hidden = (...values: number[]) => hashOf({ head: { sql: forbidden, results: tableWith(...values) } })
  const fixed = (sql: string) => hashOf({ base: { sql: failing('a') }, head: { sql: answer(sql) } })

  test('a new or repaired query has another hash if its SQL differs', () => {
    expect(newOf('select 1')).toMatch(/^[0-9a-f]{64}$/)
    expect(newOf('select 1')).toBe(newOf("select 1\n-- Looker Query Context '{}'"))
    expect(newOf('select 1')).not.toBe(newOf('select 2'))
    expect(fixed('select 1')).toBe(newOf('select 1'))
    expect(fixed('select 1')).not.toBe(fixed('select 2'))
  })

  test('a new query with hidden SQL has another hash if its results differ', () => {
    expect(hidden(1)).toBe(hidden(1))
    expect(hidden(1)).not.toBe(hidden(2))
  })

  test('a new query with hidden SQL has the same hash if only the order of its rows and the last digits differ', () =>
    expect(hidden(1, 20.000000000000004)).toBe(hidden(20, 1)))

  test('a query that runs on both sides has no hash', () =>
    expect(hashOf({ base: { sql: answer('a') }, head: { sql: answer('a') } })).toBeUndefined())

  const sqls = [answer('select 1'), forbidden] as const
  test.each(sqls)(
    'a query whose results fail only on the base has a hash of its SQL or of its results',
    sql => {
      const repaired = (...values: number[]) =>
        checkedWith(
          { base: { sql, results: failing('a') }, head: { sql, results: tableWith(...values) } },
          'all numbers',
        )
      expect(repaired(1)).toMatchObject({ sql: 'fixed', numbers: 'changed' })
      expect(repaired(1).headHash).toBe(sql === forbidden ? hidden(1) : newOf('select 1'))
    },
  )

  test('a repaired query with hidden SQL has another hash if its results differ', () => {
    const repaired = (value: number) =>
      hashOf({ base: { sql: failing('a') }, head: { sql: forbidden, results: tableWith(value) } })
    expect(repaired(1)).toBe(hidden(1))
    expect(repaired(2)).toBe(hidden(2))
  })

  test.each(sqls)('a query with a new column has a hash of its SQL or of its results', sql => {
    const wider = (value: number) =>
      answer(readResultTable(detailAnswer([[1, value]], { measures: ['a.b #', 'a.c #'] }), 9) as ResultTable)
    const hashWith = (value: number) =>
      hashOf({
        base: { sql, results: tableWith(1) },
        head: { sql: sql === forbidden ? sql : answer('select 2'), results: wider(value) },
      })
    expect(hashWith(1)).toMatch(/^[0-9a-f]{64}$/)
    expect(hashWith(1) === hashWith(2)).toBe(sql !== forbidden)
  })

  test('the effect on a new or repaired query is unknown if its SQL is hidden and it has no data', () => {
    const isUnknown = (sql: SideAnswers['sql'], base: object, ...values: number[]) =>
      checkedWith({ ...base, head: { sql, results: tableWith(...values) } }, 'numbers').isEffectUnknown
    const repaired = { base: { sql: failing('a') } }
    expect(isUnknown(forbidden, {})).toBe(true)
    expect(isUnknown(forbidden, repaired, 0)).toBe(true)
    expect(isUnknown(forbidden, {}, 1)).toBeUndefined()
    expect(isUnknown(answer('select 1'), {})).toBeUndefined()
  })

  test('a new query with hidden SQL has another hash if its totals differ', () => {
    const withTotal = (total: number) => {
      const table = { ...tableWith(1).value, totals: new Map([['a.b', { raw: total, text: '' }]]) }
      return hashOf({ head: { sql: forbidden, results: answer(table) } })
    }
    expect(withTotal(1)).not.toBe(withTotal(2))
  })
})

test('a query that fails on the base and whose SQL is hidden on the head needs the results of the head', () => {
  const pair = { base: query(), head: query() }
  const answers = (results: SideAnswers['results']) => ({
    base: { sql: failing('a') },
    head: { sql: forbidden, results },
  })
  expect(needsResults(pair, answers(undefined), 'numbers')).toBe(true)
  expect(checkedWith(answers(failing('b')), 'numbers')).toMatchObject({ sql: 'failing', error: error('b') })
  expect(failsOnBoth(answers(failing('b')))).toBe(true)
  expect(checkedWith(answers(unknown('b')), 'numbers')).toMatchObject({ sql: 'unchecked', error: error('b') })
  expect(checkedWith(answers(undefined), 'sql').sql).toBe('unchecked')
})

describe('a pull request with a change that development mode cannot show', () => {
  const withChange = (more: Partial<TileCheck>, kind: UnseenChange['kind'] = 'productionSql') =>
    withUnseenChange({ title: 'a', explore: '', queries: [], ...more }, { kind, hash: 'h' })

  test.each<[string, Partial<TileCheck>, Partial<TileCheck>]>([
    ['the same SQL', { sql: 'same' }, { sql: 'changed' }],
    ['the same numbers', { sql: 'same', numbers: 'unchanged' }, { sql: 'changed', numbers: 'changed' }],
    ['hidden SQL', { numbers: 'unchanged' }, { sql: 'changed', numbers: 'changed' }],
  ])('a tile with %s counts as changed, with the reason', (_, before, after) =>
    expect(withChange(before)).toMatchObject({
      ...after,
      headHash: 'h',
      error: { message: 'The pull request changes SQL that only production runs (-- if prod --)' },
    }),
  )

  test.each<[string, Partial<TileCheck>]>([
    ['other numbers', { sql: 'changed', numbers: 'changed' }],
    ['a broken query', { sql: 'broken', numbers: 'broken' }],
    ['unknown numbers', { sql: 'changed', numbers: 'unchecked' }],
    ['a query that fails on both sides', { sql: 'failing' }],
    ['a new query', { sql: 'new' }],
  ])('a tile with %s keeps its state, and its acceptance depends on the change', (_, before) => {
    const { headHash, ...rest } = withChange({ ...before, headHash: 'g' })
    expect(rest).toEqual({ title: 'a', explore: '', queries: [], ...before })
    expect(headHash).toBe('g h')
  })

  test('an acceptance of a tile with two such changes depends on both', () => {
    const tile = withChange(withChange({ sql: 'same' }), 'table')
    expect(tile).toMatchObject({
      sql: 'changed',
      headHash: 'h h',
      error: {
        message:
          'The pull request changes LookML that writes or publishes a table, and this tile reads the table by name',
      },
    })
  })
})

test.each<[Depth, string | undefined]>([
  ['sql', undefined],
  ['numbers', 'changed'],
])('a repaired query has changed numbers only if results are compared: %s', (depth, numbers) => {
  const check = checkedWith({ base: { sql: failing('a') }, head: { sql: answer('b') } }, depth)
  expect([check.sql, check.numbers]).toEqual(['fixed', numbers])
})

test('the SQL of a query is compared once for all tiles that show the query', () => {
  const answers = { base: { sql: answer('a') }, head: { sql: answer('b') } }
  const [one, other] = [checkedWith(answers, 'sql'), checkedWith(answers, 'sql')]
  expect(one.queries[0]?.sqlDiff?.lines).toEqual(['-a', '+b'])
  expect(other.queries[0]?.sqlDiff).toBe(one.queries[0]?.sqlDiff)
})

describe('two queries with the same SQL', () => {
  const asked = { base: { sql: answer('a') }, head: { sql: answer('a') } }
  const queryOf = (more: object) => query({ body: { model: 'm', view: 'v', fields: ['a'], ...more } })

  test.each<[string, object, Depth, boolean]>([
    ['the same settings', {}, 'numbers', false],
    ['another table calculation', { dynamic_fields: '[{"table_calculation":"a"}]' }, 'numbers', true],
    ['another table calculation, of which only SQL is compared', { dynamic_fields: '[]' }, 'sql', false],
    ['totals', { total: true }, 'numbers', true],
    ['the same settings and a change after the SQL', {}, 'all numbers', true],
  ])('results of two queries with the same SQL are compared if needed, with %s', (_, more, depth, isNeeded) =>
    expect(needsResults({ base: queryOf({}), head: queryOf(more) }, asked, depth)).toBe(isNeeded),
  )

  test('a tile with the same SQL is not checked if its results are needed and unknown', () => {
    const results = unknown('too slow')
    const sides = { base: { ...asked.base, results }, head: { ...asked.head, results } }
    expect(checkedWith(sides, 'all numbers')).toEqual({
      ...{ ...about, sql: 'same', numbers: 'unchecked', error: error('too slow') },
      queries: [{}],
    })
  })
})

test.each<[string, PairAnswers, boolean]>([
  ['other SQL', { base: { sql: answer('a') }, head: { sql: answer('b') } }, true],
  ['the same SQL', { base: { sql: answer('a') }, head: { sql: answer('a') } }, false],
  ['hidden SQL', { base: { sql: forbidden }, head: { sql: forbidden } }, true],
  ['hidden SQL of the base', { base: { sql: forbidden }, head: { sql: answer('a') } }, true],
  ['failing SQL of the base', { base: { sql: failing('a') }, head: { sql: answer('a') } }, false],
  ['failing SQL of the head', { base: { sql: answer('a') }, head: { sql: failing('a') } }, false],
  ['unknown SQL of the head', { base: { sql: answer('a') }, head: { sql: unknown('a') } }, false],
  ['new SQL', { head: { sql: answer('a') } }, true],
  ['new SQL that fails', { head: { sql: failing('a') } }, false],
  ['removed SQL', { base: { sql: answer('a') } }, false],
])('results are requested only if they are needed for a query with %s', (_, answers, isNeeded) =>
  expect(needsResults({ base: query(), head: query() }, answers, 'numbers')).toBe(isNeeded),
)
