import { compareResults, isEqualValue } from '../../src/branch-check/compare-results.ts'
import { QueryFailure, type ResultTable, readResultTable } from '../../src/branch-check/query-result.ts'
import type { ResultDiff } from '../../src/branch-report.ts'
import { changeTable } from '../../src/report/changed-rows.ts'
import { resultWords } from '../../src/report/tile-words.ts'
import fc from '../../testkit/fast-check.ts'
import { detailAnswer } from './answers.ts'

function tableOf(answer: unknown, limit = Number.POSITIVE_INFINITY): ResultTable {
  const table = readResultTable(answer, limit)
  if (!table) throw new Error('This is no answer of a query')
  return table
}

const shop = { dimensions: ['orders.category'], measures: ['orders.revenue #'] }
const options = { hidden: new Set<string>(), isSingleValue: false }

function compare(
  before: unknown,
  after: unknown,
  more: Partial<typeof options> = {},
): ResultDiff | undefined {
  return compareResults(tableOf(before), tableOf(after), { ...options, ...more })
}

const wordsOf = (diff: ResultDiff | undefined) => diff && resultWords(diff)

describe('two results', () => {
  test('two query results are equal if only the order of their rows differs', () =>
    expect(
      compare(
        detailAnswer(
          [
            ['a', 1],
            ['b', 2],
          ],
          shop,
        ),
        detailAnswer(
          [
            ['b', 2],
            ['a', 1],
          ],
          shop,
        ),
      ),
    ).toBeUndefined())

  test('the difference of two query results names the changed, added and removed rows', () => {
    const diff = compare(
      detailAnswer(
        [
          ['a', 1],
          ['b', 2],
          ['c', 3],
        ],
        shop,
      ),
      detailAnswer(
        [
          ['b', 4],
          ['a', 1],
          ['d', 5],
          ['e', 6],
        ],
        shop,
      ),
    )
    expect(diff?.rows).toEqual({ before: 3, after: 4, changed: 1, added: 2, removed: 1 })
    expect(wordsOf(diff)).toBe('1 of 3 rows changed, 2 added, 1 removed')
    expect(diff && changeTable(diff)).toEqual({
      header: ['', 'Category', 'Revenue'],
      rows: [
        ['', 'b', '$2 → $4 (+100.0 %)'],
        ['added', 'e', '$6'],
        ['added', 'd', '$5'],
        ['removed', 'c', '$3'],
      ],
      omitted: 0,
    })
  })

  test('the difference of two query results with a single value names both values', () => {
    const single = { measures: ['orders.revenue #'] }
    const diff = compare(detailAnswer([[2_370_000]], single), detailAnswer([[2_030_000]], single))
    expect(wordsOf(diff)).toBe('$2370000 → $2030000 (−14.3 %)')
    expect(diff?.value).toEqual({
      label: 'Revenue',
      before: { text: '$2370000', number: 2_370_000 },
      after: { text: '$2030000', number: 2_030_000 },
    })
  })

  test('the difference of two query results of a single-value tile names the values in the first row', () =>
    expect(
      wordsOf(
        compare(
          detailAnswer(
            [
              ['2026-11', 5],
              ['2026-10', 4],
            ],
            shop,
          ),
          detailAnswer(
            [
              ['2026-11', 6],
              ['2026-10', 4],
            ],
            shop,
          ),
          { isSingleValue: true },
        ),
      ),
    ).toBe('$5 → $6 (+20.0 %)'))

  test('the difference of two query results of a single-value tile names the changed rows if the first rows are equal', () =>
    expect(
      wordsOf(
        compare(
          detailAnswer(
            [
              ['2026-11', 5],
              ['2026-10', 4],
            ],
            shop,
          ),
          detailAnswer(
            [
              ['2026-11', 5],
              ['2026-10', 3],
            ],
            shop,
          ),
          { isSingleValue: true },
        ),
      ),
    ).toBe('1 of 2 rows changed'))

  test.each<[string, object, [string, number][] | undefined, string | undefined]>([
    [
      'names the values if only the order of the rows changed',
      { isSingleValue: true },
      undefined,
      '$5 → $4 (−20.0 %)',
    ],
    ['without a single value does not depend on the order of rows', {}, undefined, undefined],
    [
      'does not depend on an order that changes by itself',
      { isSingleValue: true },
      [
        ['b', 4],
        ['a', 5],
      ],
      undefined,
    ],
    [
      'names the values if two requests had the same order',
      { isSingleValue: true },
      [
        ['a', 5],
        ['b', 4],
      ],
      '$5 → $4 (−20.0 %)',
    ],
  ])('the difference of two query results %s', (_, more, again, words) => {
    const [before, after] = [
      [
        ['a', 5],
        ['b', 4],
      ],
      [
        ['b', 4],
        ['a', 5],
      ],
    ]
    const diff = compareResults(tableOf(detailAnswer(before, shop)), tableOf(detailAnswer(after, shop)), {
      ...options,
      ...more,
      again: again && tableOf(detailAnswer(again, shop)),
    })
    expect(diff && wordsOf(diff)).toBe(words)
    expect(diff?.isHidden).toBeUndefined()
  })

  test.each<[string, [number, number?], string | undefined]>([
    ['that shows its first row', [0, 1], '1 row added, 1 removed'],
    ['that shows its last row', [-1], '1 row added, 1 removed'],
    ['that shows all rows', [0, 2], undefined],
  ])('the order of the rows counts for a tile %s', (_, shownRows, words) => {
    const rows: [string, number][] = [
      ['a', 5],
      ['b', 4],
    ]
    const [before, after] = [rows, [...rows].reverse()].map(one =>
      tableOf(detailAnswer(one, { ...shop, totals: [9] })),
    ) as [ResultTable, ResultTable]
    const diff = (again?: ResultTable) => compareResults(before, after, { ...options, shownRows, again })
    expect(wordsOf(diff())).toBe(words)
    expect(wordsOf(diff(before))).toBe(words)
    expect(diff(after)).toBeUndefined()
  })

  test('rows that a tile does not show count as changed, too', () => {
    const tables = [1, 2].map(value =>
      tableOf(
        detailAnswer(
          [
            ['a', 5],
            ['b', value],
          ],
          shop,
        ),
      ),
    ) as [ResultTable, ResultTable]
    expect(wordsOf(compareResults(...tables, { ...options, shownRows: [0, 1] }))).toBe('1 of 2 rows changed')
  })

  test('the difference of two query results contains the subtotals that differ', () => {
    const fields = { dimensions: ['orders.brand', 'orders.category'], measures: ['orders.revenue #'] }
    const answerWith = (subtotal: number) =>
      detailAnswer(
        [
          ['x', 'a', 5],
          ['x', null, 4],
        ],
        {
          ...fields,
          more: {
            subtotals_data: {
              1: [
                {
                  'orders.brand': { value: 'x' },
                  'orders.category': { value: null },
                  'orders.revenue': { value: subtotal, rendered: `$${subtotal}` },
                  $$$__grouping__$$$: ['orders.brand'],
                },
              ],
            },
          },
        },
      )
    expect(compare(answerWith(9), answerWith(9))).toBeUndefined()
    const diff = compare(answerWith(9), answerWith(7))
    expect(wordsOf(diff)).toBe('1 of 3 rows changed')
    expect(diff && changeTable(diff).rows).toEqual([['x', 'Subtotal', '$9 → $7 (−22.2 %)']])
  })

  test('the difference of two query results of a single-value tile without measures names the first dimension', () => {
    const fields = { dimensions: ['orders.category', 'orders.id'] }
    const [one, other] = [
      [
        ['x', 1],
        ['y', 2],
      ],
      [
        ['y', 2],
        ['x', 1],
      ],
    ]
    const diff = compare(detailAnswer(one, fields), detailAnswer(other, fields), { isSingleValue: true })
    expect(diff?.value).toMatchObject({ before: { text: 'x' }, after: { text: 'y' } })
  })

  test('each of several equal rows is matched with only one row of the other query result', () => {
    const diff = compare(
      detailAnswer(
        [
          ['a', 1],
          ['a', 2],
          ['a', 2],
          ['a', 3],
        ],
        shop,
      ),
      detailAnswer(
        [
          ['a', 3],
          ['a', 2],
          ['a', 1],
          ['a', 9],
          ['a', 2],
        ],
        shop,
      ),
    )
    expect(diff?.rows).toEqual({ before: 4, after: 5, changed: 0, added: 1, removed: 0 })
  })

  test('thousands of identical rows with the same dimensions are matched in any order', () => {
    const rows = Array.from({ length: 2300 }, (_, index) => ['a', index])
    expect(compare(detailAnswer(rows, shop), detailAnswer(rows.toReversed(), shop))).toBeUndefined()
  })

  test('thousands of rows with the same dimensions and nearly equal numbers are compared in their order', () => {
    const compareRows = (count: number) => {
      const rows = Array.from({ length: count }, (_, index) => ['a', index + 0.5])
      const after = rows.map(([name = '', value = 0]) => [name, Number(value) * (1 + 1e-12)])
      const [first, ...others] = after
      return compare(detailAnswer(rows, shop), detailAnswer([...others, first ?? []], shop))?.rows.changed
    }
    expect(compareRows(2300)).toBe(2300)
    expect(compareRows(100)).toBeUndefined()
  })

  test('rows with the same dimensions and nearly equal numbers are matched in any order', () => {
    const diff = compare(
      detailAnswer(
        [
          ['a', 0.3],
          ['a', 5],
        ],
        shop,
      ),
      detailAnswer(
        [
          ['a', 7],
          ['a', 0.1 + 0.2],
        ],
        shop,
      ),
    )
    expect(diff && changeTable(diff).rows).toEqual([['a', '$5 → $7 (+40.0 %)']])
  })

  test('a null value in a query result is not equal to zero or to an empty string', () => {
    expect(compare(detailAnswer([['a', null]], shop), detailAnswer([['a', 0]], shop))?.rows.changed).toBe(1)
    const texts = { measures: ['orders.names'] }
    expect(compare(detailAnswer([[null]], texts), detailAnswer([['']], texts))?.rows.changed).toBe(1)
    expect(wordsOf(compare(detailAnswer([[null]], shop), detailAnswer([['x', 1]], shop)))).toBe(
      '1 row added, 1 removed',
    )
  })

  test('rows of two query results with a null dimension are matched', () =>
    expect(compare(detailAnswer([[null, 1]], shop), detailAnswer([[null, 1]], shop))).toBeUndefined())

  test('all rows of a query result count as added or removed if the other result is empty', () => {
    const diff = compare(detailAnswer([], shop), detailAnswer([['a', 1]], shop))
    expect(diff?.rows).toEqual({ before: 0, after: 1, changed: 0, added: 1, removed: 0 })
    expect(compare(detailAnswer([], shop), detailAnswer([], shop))).toBeUndefined()
  })

  test('the difference names only the old value if a single value is missing after the change', () => {
    const single = { measures: ['orders.revenue #'] }
    expect(wordsOf(compare(detailAnswer([[5]], single), detailAnswer([], single)))).toBe('$5 → none')
  })

  test('numbers written as strings are compared by their values', () =>
    expect(
      compare(detailAnswer([['a', '12.50']], shop), detailAnswer([['a', '12.5']], shop)),
    ).toBeUndefined())

  test('measures that contain text are equal only if all characters are equal', () => {
    const texts = { dimensions: ['orders.category'], measures: ['orders.names'] }
    const diff = compare(detailAnswer([['a', 'x, y']], texts), detailAnswer([['a', 'x']], texts))
    expect(diff && changeTable(diff).rows).toEqual([['a', 'x, y → x']])
    const codes = compare(detailAnswer([['a', '00123']], texts), detailAnswer([['a', '123']], texts))
    expect(codes && changeTable(codes).rows).toEqual([['a', '00123 → 123']])
    expect(codes?.changes[0]?.values[0]?.after).toEqual({ text: '123' })
    expect(compare(detailAnswer([['a', '1.0']], texts), detailAnswer([['a', '1']], texts))).toBeDefined()
  })

  test('dimensions that contain dates are equal only if all characters are equal', () => {
    const byDay = { dimensions: ['orders.created_date'], measures: ['orders.revenue #'] }
    const diff = compare(
      detailAnswer(
        [
          ['2026-11-01', 1],
          ['2026-11-02', 2],
        ],
        byDay,
      ),
      detailAnswer(
        [
          ['2026-11-02', 2],
          ['2026-11-03', 3],
        ],
        byDay,
      ),
    )
    expect(diff?.rows).toEqual({ before: 2, after: 2, changed: 0, added: 1, removed: 1 })
  })

  test('two query results count as different if a table calculation changed', () => {
    const calculated = { ...shop, calculations: ['share #'] }
    const diff = compare(detailAnswer([['a', 1, 0.5]], calculated), detailAnswer([['a', 1, 0.6]], calculated))
    expect(diff && changeTable(diff)).toMatchObject({
      header: ['Category', 'Share'],
      rows: [['a', '$0.5 → $0.6 (+20.0 %)']],
    })
  })

  test('two query results count as different if a total changed, even if no row changed', () => {
    const diff = compare(
      detailAnswer([['a', 1]], { ...shop, totals: [1] }),
      detailAnswer([['a', 1]], { ...shop, totals: [2] }),
    )
    expect(wordsOf(diff)).toBe('total of Revenue: $1 → $2 (+100.0 %)')
  })

  test('a changed row is reported together with the total that it changes', () => {
    const diff = compare(
      detailAnswer([['a', 1]], { ...shop, totals: [1] }),
      detailAnswer([['a', 2]], { ...shop, totals: [2] }),
    )
    expect(diff?.rows.changed).toBe(1)
    expect(diff?.totals).toHaveLength(1)
    expect(wordsOf(diff)).toMatch(/^1 of 1 row changed/)
  })

  test('pivoted values are matched by their row and pivot value, in any order', () => {
    const byYear = (...values: string[]) => ({ ...shop, pivots: { field: 'orders.year', values } })
    const before = detailAnswer(
      [
        ['a', 1, 2],
        ['b', 3, 4],
      ],
      byYear('2025', '2026'),
    )
    expect(
      compare(
        before,
        detailAnswer(
          [
            ['b', 4, 3],
            ['a', 2, 1],
          ],
          byYear('2026', '2025'),
        ),
      ),
    ).toBeUndefined()
    const diff = compare(
      before,
      detailAnswer(
        [
          ['a', 1, 2],
          ['b', 3, 5],
        ],
        byYear('2025', '2026'),
      ),
    )
    expect(diff && changeTable(diff)).toMatchObject({
      header: ['Category', 'Revenue (2026)'],
      rows: [['b', '$4 → $5 (+25.0 %)']],
    })
  })

  test('a pivot value that is missing on one side counts as a change of its rows', () => {
    const byYear = (...values: string[]) => ({ ...shop, pivots: { field: 'orders.year', values } })
    const diff = compare(
      detailAnswer([['a', 1]], byYear('2025')),
      detailAnswer([['a', 1, 2]], byYear('2025', '2026')),
    )
    expect(diff && changeTable(diff)).toMatchObject({
      header: ['Category', 'Revenue (2026)'],
      rows: [['a', 'none → $2']],
    })
  })

  test('a pivot value without values that is missing on one side counts as a changed set of columns', () => {
    const byYear = (...values: string[]) => ({ ...shop, pivots: { field: 'orders.year', values } })
    const [one, two] = [
      detailAnswer([['a', 1]], byYear('2025')),
      detailAnswer([['a', 1, null]], byYear('2025', '2026')),
    ]
    expect(wordsOf(compare(one, two))).toBe('new column Revenue (2026)')
    expect(wordsOf(compare(two, one))).toBe('without the column Revenue (2026)')
    expect(compare(two, two)).toBeUndefined()
    expect(compare(one, two, { hidden: new Set(['orders.revenue']) })).toBeUndefined()
    const again = (answer: object) =>
      compareResults(tableOf(one), tableOf(two), { ...options, again: tableOf(answer) })
    expect(again(one)?.addedColumns).toEqual(['Revenue (2026)'])
    expect(again(two)).toBeUndefined()
  })

  test('the difference of two query results names the columns that only one result has', () => {
    const diff = compare(
      detailAnswer([['a', 1, 2]], { ...shop, measures: ['orders.revenue #', 'orders.cost #'] }),
      detailAnswer([['a', 1, 2]], { ...shop, measures: ['orders.revenue #', 'orders.profit #'] }),
    )
    expect(diff?.addedColumns).toEqual(['Profit'])
    expect(diff?.removedColumns).toEqual(['Cost'])
    expect(wordsOf(diff)).toBe('new column Profit, without the column Cost')
  })

  test('two query results with different dimensions have no matching rows', () => {
    const diff = compare(
      detailAnswer([['a', 1]], shop),
      detailAnswer(
        [
          ['a', 1],
          ['b', 1],
        ],
        { ...shop, dimensions: ['orders.brand'] },
      ),
    )
    expect(diff?.rows).toEqual({ before: 1, after: 2, changed: 0, added: 2, removed: 1 })
    expect(diff?.addedColumns).toEqual(['Brand'])
    expect(diff?.dimensions).toEqual(['Brand', 'Category'])
    expect(diff?.changes.map(({ kind, key }) => [kind, key])).toEqual([
      ['added', ['a', undefined]],
      ['added', ['b', undefined]],
      ['removed', [undefined, 'a']],
    ])
    expect(diff && changeTable(diff).rows.at(-1)).toEqual(['removed', '', 'a', '$1'])
  })

  test('the difference of two query results mentions hidden fields if the tile hides all changed fields', () => {
    const two = { ...shop, measures: ['orders.revenue #', 'orders.cost #'] }
    const diff = compare(detailAnswer([['a', 1, 2]], two), detailAnswer([['a', 1, 3]], two), {
      hidden: new Set(['orders.cost']),
    })
    expect(wordsOf(diff)).toBe('1 of 1 row changed, in fields that the tile hides')
    expect(diff?.columns).toEqual(['Revenue'])
  })

  test('the difference of two query results does not mention hidden fields if one of several visible fields changed', () => {
    const fields = {
      dimensions: ['orders.category'],
      measures: ['orders.cost #', 'orders.revenue #', 'orders.count #'],
    }
    const diff = compare(detailAnswer([['a', 1, 2, 3]], fields), detailAnswer([['a', 2, 2, 4]], fields), {
      hidden: new Set(['orders.cost']),
    })
    expect(wordsOf(diff)).toBe('1 of 1 row changed')
  })

  test('equal rows are matched if one side has more rows with the same dimensions', () => {
    const rows = (...numbers: number[]) =>
      detailAnswer(
        numbers.map(number => ['a', number]),
        shop,
      )
    expect(compare(rows(1, 2), rows(2))?.rows).toEqual({
      before: 2,
      after: 1,
      changed: 0,
      added: 0,
      removed: 1,
    })
    expect(compare(rows(2), rows(1, 2))?.rows).toEqual({
      before: 1,
      after: 2,
      changed: 0,
      added: 1,
      removed: 0,
    })
  })

  test('rows of two query results are also matched by hidden dimensions', () => {
    const two = { ...shop, dimensions: ['orders.id', 'orders.category'] }
    const diff = compare(
      detailAnswer(
        [
          ['1', 'a', 1],
          ['2', 'a', 2],
        ],
        two,
      ),
      detailAnswer(
        [
          ['1', 'a', 1],
          ['2', 'a', 3],
        ],
        two,
      ),
      { hidden: new Set(['orders.id']) },
    )
    expect(diff?.rows.changed).toBe(1)
    expect(diff && changeTable(diff).rows).toEqual([['a', '$2 → $3 (+50.0 %)']])
  })

  test('the difference of two query results names the row limit if a result has reached the limit', () => {
    const limits = (before: unknown, after: unknown, limit?: number) =>
      compareResults(tableOf(before, limit), tableOf(after, limit), options)?.limits
    expect(limits(detailAnswer([['a', 1]], shop), detailAnswer([['a', 2]], shop))).toEqual([])
    expect(limits(detailAnswer([['a', 1]], shop), detailAnswer([['a', 2]], shop), 1)).toEqual([
      'only the first 1 rows were compared',
    ])
    const cut = detailAnswer([['a', 2]], { ...shop, more: { columns_truncated: 'yes' } })
    expect(limits(detailAnswer([['a', 1]], shop), cut)).toEqual([
      'after, Looker left out columns beyond its limit',
    ])
  })
})

describe('a second query of the base', () => {
  const confirmed = (before: unknown, after: unknown, again: unknown) =>
    compareResults(tableOf(before), tableOf(after), { ...options, again: tableOf(again) })

  test('a second query of the base excludes rows that change without the pull request', () => {
    const diff = confirmed(
      detailAnswer(
        [
          ['now', 1],
          ['fixed', 5],
        ],
        shop,
      ),
      detailAnswer(
        [
          ['now', 2],
          ['fixed', 6],
        ],
        shop,
      ),
      detailAnswer(
        [
          ['now', 2],
          ['fixed', 5],
        ],
        shop,
      ),
    )
    expect(diff?.rows.changed).toBe(1)
    expect(diff?.unstableRows).toBe(1)
    expect(diff && changeTable(diff).rows).toEqual([['fixed', '$5 → $6 (+20.0 %)']])
  })

  test('rows that both the second query of the base and the query of the head add or remove are excluded', () =>
    expect(
      confirmed(
        detailAnswer([['old', 1]], shop),
        detailAnswer([['new', 2]], shop),
        detailAnswer([['new', 2]], shop),
      ),
    ).toBeUndefined())

  test('a second query of the base excludes only those values of a row that change without the pull request', () => {
    const values = { ...shop, measures: ['orders.revenue #', 'orders.count #'] }
    const diff = confirmed(
      detailAnswer([['a', 1, 10]], values),
      detailAnswer([['a', 2, 20]], values),
      detailAnswer([['a', 1, 20]], values),
    )
    expect(diff && changeTable(diff)).toMatchObject({
      header: ['Category', 'Revenue'],
      rows: [['a', '$1 → $2 (+100.0 %)']],
    })
  })

  test('a second query of the base does not exclude rows of the head that differ from both results of the base', () =>
    expect(
      confirmed(
        detailAnswer([['a', 1]], shop),
        detailAnswer([['a', 9]], shop),
        detailAnswer([['a', 2]], shop),
      )?.rows.changed,
    ).toBe(1))
})

describe('removed rows and totals with a second answer of the base', () => {
  const confirmed = (before: unknown, after: unknown, again: unknown) =>
    compareResults(tableOf(before), tableOf(after), { ...options, again: tableOf(again) })

  test.each([
    [
      'both answers of the base have them',
      [
        ['a', 1],
        ['b', 2],
      ],
      2,
      undefined,
    ],
    ['the second answer lacks one of them', [['a', 1]], 1, 1],
    [
      'the second answer has one of them twice',
      [
        ['a', 1],
        ['a', 1],
      ],
      1,
      1,
    ],
  ])('the number of removed rows is correct if %s', (_, again, removed, unstable) => {
    const kept = ['kept', 5]
    const before = detailAnswer([['a', 1], ['b', 2], kept], shop)
    const diff = confirmed(before, detailAnswer([kept], shop), detailAnswer([...again, kept], shop))
    expect(diff?.rows.removed).toBe(removed)
    expect(diff?.unstableRows).toBe(unstable)
  })

  test('removed rows do not count if the second query of the base also has fewer rows with these dimensions', () => {
    const before = detailAnswer(
      [
        ['a', 1],
        ['a', 2],
      ],
      shop,
    )
    const diff = confirmed(before, detailAnswer([['a', 9]], shop), detailAnswer([['a', 5]], shop))
    expect(diff?.rows).toMatchObject({ changed: 1, removed: 0 })
    expect(diff?.unstableRows).toBe(1)
  })

  test('removed rows with the same dimensions are counted one by one', () => {
    const before = detailAnswer(
      [
        ['a', 1],
        ['a', 2],
        ['a', 3],
      ],
      shop,
    )
    const diff = confirmed(
      before,
      detailAnswer([], shop),
      detailAnswer(
        [
          ['a', 7],
          ['a', 8],
        ],
        shop,
      ),
    )
    expect(diff?.rows).toMatchObject({ before: 3, after: 0, removed: 2 })
    expect(diff?.unstableRows).toBe(1)
  })

  test('a row that is only in the first answer of the base does not count as removed or changed', () =>
    expect(
      confirmed(
        detailAnswer([['a', 1]], shop),
        detailAnswer([['a', 2]], shop),
        detailAnswer([['a', 2]], shop),
      ),
    ).toBeUndefined())

  test('a row that is missing in the second answer of the base counts as changed', () => {
    const diff = confirmed(
      detailAnswer([['a', 1]], shop),
      detailAnswer([['a', 2]], shop),
      detailAnswer([], shop),
    )
    expect(diff?.rows).toMatchObject({ changed: 1, added: 0 })
  })

  test('totals count as changed only if they differ from both answers of the base', () => {
    const withTotal = (total: number) => detailAnswer([['a', 1]], { ...shop, totals: [total] })
    expect(confirmed(withTotal(1), withTotal(2), withTotal(2))).toBeUndefined()
    expect(wordsOf(confirmed(withTotal(1), withTotal(3), withTotal(2)))).toMatch(
      /^total of Revenue: \$1 → \$3/,
    )
  })
})

describe('the order of changed rows', () => {
  const measures = ['orders.names', 'orders.revenue #', 'orders.cost #']
  const keysOf = (before: Parameters<typeof detailAnswer>[0], after: typeof before, hidden: string[] = []) =>
    compare(detailAnswer(before, { ...shop, measures }), detailAnswer(after, { ...shop, measures }), {
      hidden: new Set(hidden),
    })?.changes.map(({ kind, key }) => `${kind} ${key.join()}`)

  test('changed rows begin with the largest increase or decrease of the first number', () =>
    expect(
      keysOf(
        [
          ['a', 'x', 10, 1],
          ['b', 'x', 10, 1],
          ['c', 'x', 10, 1],
          ['d', 'x', 10, 1],
        ],
        [
          ['a', 'y', 13, 9],
          ['b', 'x', 0, 1],
          ['c', 'x', null, 99],
          ['d', 'x', 30, 1],
        ],
      ),
    ).toEqual(['changed d', 'changed b', 'changed c', 'changed a']))

  test('changed rows are sorted by the next number if the first number did not change', () =>
    expect(
      keysOf(
        [
          ['a', 'x', 1, 5],
          ['b', 'x', 1, 5],
        ],
        [
          ['a', 'x', 1, 6],
          ['b', 'x', 1, 60],
        ],
      ),
    ).toEqual(['changed b', 'changed a']))

  test('changed rows are not sorted by numbers that the tile hides', () =>
    expect(
      keysOf(
        [
          ['a', 'x', 1, 5],
          ['b', 'x', 1, 5],
        ],
        [
          ['a', 'x', 9, 6],
          ['b', 'x', 2, 60],
        ],
        ['orders.cost'],
      ),
    ).toEqual(['changed a', 'changed b']))

  test('the list of rows has changed rows first, added rows next, and removed rows last', () =>
    expect(
      keysOf(
        [
          ['gone', 'x', 99, 1],
          ['a', 'x', 1, 1],
        ],
        [
          ['new', 'x', 50, 1],
          ['newer', 'x', 60, 1],
          ['a', 'x', 2, 1],
        ],
      ),
    ).toEqual(['changed a', 'added newer', 'added new', 'removed gone']))
})

describe('dimensions', () => {
  const two = (...dimensions: string[]) => ({ ...shop, dimensions })

  test('dimensions match in any order', () =>
    expect(
      compare(
        detailAnswer([['a', 'x', 1]], two('orders.category', 'orders.brand')),
        detailAnswer([['x', 'a', 1]], two('orders.brand', 'orders.category')),
      ),
    ).toBeUndefined())

  test('dimensions with fractions match with a tolerance, and dimensions with whole numbers only exactly', () => {
    const of = (key: number) => detailAnswer([[key, 1]], two('orders.price #'))
    expect(compare(of(0.1 + 0.2), of(0.3))).toBeUndefined()
    expect(compare(of(0.3), of(0.31))?.rows).toMatchObject({ added: 1, removed: 1 })
    expect(compare(of(9_007_199_254_740_990), of(9_007_199_254_740_991))?.rows.added).toBe(1)
  })

  test('hidden dimensions of a tile are left out of the rows', () => {
    const diff = compare(
      detailAnswer([['a', 'x', 1]], two('orders.category', 'orders.brand')),
      detailAnswer([['a', 'x', 2]], two('orders.category', 'orders.brand')),
      { hidden: new Set(['orders.category']) },
    )
    expect(diff?.dimensions).toEqual(['Brand'])
    expect(diff?.changes[0]?.key).toEqual(['x'])
  })
})

describe('a difference in fields that the tile hides', () => {
  const hidden = new Set(['orders.cost'])
  const both = (...totals: number[]) => ({
    ...shop,
    measures: ['orders.revenue #', 'orders.cost #'],
    ...(totals.length > 0 && { totals }),
  })
  test.each<[string, object, object, true | undefined]>([
    ['a changed value', detailAnswer([['a', 1, 2]], both()), detailAnswer([['a', 1, 3]], both()), true],
    ['a changed total', detailAnswer([], both(1, 2)), detailAnswer([], both(1, 3)), true],
    ['a total that the tile shows', detailAnswer([], both(1, 2)), detailAnswer([], both(2, 2)), undefined],
    ['a new row', detailAnswer([], both()), detailAnswer([['a', 1, 3]], both()), undefined],
    ['a removed row', detailAnswer([['a', 1, 3]], both()), detailAnswer([], both()), undefined],
    ['a new column', detailAnswer([['a', 1]], shop), detailAnswer([['a', 1, 3]], both()), undefined],
    ['a removed column', detailAnswer([['a', 1, 3]], both()), detailAnswer([['a', 1]], shop), undefined],
  ])(
    'a difference is marked as hidden only if the tile does not show the changed fields: %s',
    (_, before, after, isHidden) => {
      const diff = compare(before, after, { hidden })
      expect(diff).toBeDefined()
      expect(diff?.isHidden).toBe(isHidden)
    },
  )
})

describe('the hash of differences in fields that the tile hides', () => {
  const hidden = new Set(['orders.cost', 'orders.brand'])
  const measures = ['orders.revenue #', 'orders.cost #']
  const both = { dimensions: ['orders.category', 'orders.brand'], measures }
  const hashOf = (...after: [string, string, number, number][]) => {
    const before = [['a', 'x', 1, 2] as [string, string, number, number]]
    return compare(detailAnswer(before, both), detailAnswer(after, both), { hidden })?.hiddenHash
  }

  test.each<[string, [string, string, number, number]]>([
    ['value', ['a', 'x', 9, 4]],
    ['dimension', ['a', 'y', 9, 3]],
  ])('the hash changes with a hidden %s', (_, row) => {
    const one = hashOf(['a', 'x', 9, 3])
    expect(one).toMatch(/^[0-9a-f]{64}$/)
    expect(hashOf(row)).not.toBe(one)
  })

  test('the hash does not change with the order of the rows and the last digits', () =>
    expect(hashOf(['a', 'x', 9, 0.3], ['b', 'x', 1, 1])).toBe(
      hashOf(['b', 'x', 1, 1], ['a', 'x', 9, 0.30000000000000004]),
    ))

  test('a result whose fields are all visible has no such hash', () => {
    const diff = compare(detailAnswer([['a', 1]], shop), detailAnswer([['a', 2]], shop))
    expect(diff).not.toHaveProperty('hiddenHash')
  })
})

test('a value that changes by itself is not named beside another value that the change affects', () => {
  const row = (...values: number[]) =>
    detailAnswer([values], { measures: ['orders.cost #', 'orders.revenue #'] })
  const again = tableOf(row(2, 5))
  const diff = compareResults(tableOf(row(1, 5)), tableOf(row(2, 6)), { ...options, again })
  expect(wordsOf(diff)).toBe('1 of 1 row changed')
})

describe('the value of a single-value tile', () => {
  test.each<[string, object, object, Partial<typeof options>, object | undefined]>([
    [
      'the first measure that the tile shows',
      detailAnswer([[1, 5]], { measures: ['orders.cost #', 'orders.revenue #'] }),
      detailAnswer([[2, 6]], { measures: ['orders.cost #', 'orders.revenue #'] }),
      { hidden: new Set(['orders.cost']) },
      { label: 'Revenue', before: { text: '$5', number: 5 }, after: { text: '$6', number: 6 } },
    ],
    [
      'the first dimension, without measures',
      detailAnswer([['x']], { dimensions: ['orders.category'] }),
      detailAnswer([['y']], { dimensions: ['orders.category'] }),
      { isSingleValue: true },
      { label: 'Category', before: { text: 'x' }, after: { text: 'y' } },
    ],
    [
      'that of another measure before',
      detailAnswer([[1]], { measures: ['orders.cost #'] }),
      detailAnswer([[2]], { measures: ['orders.revenue #'] }),
      { isSingleValue: true },
      { label: 'Revenue', before: { text: '$1' }, after: { text: '$2' } },
    ],
    [
      'none for a row that begins with another column',
      detailAnswer([[1, 2]], { measures: ['orders.cost #', 'orders.revenue #'] }),
      detailAnswer([[2]], { measures: ['orders.revenue #'] }),
      {},
      undefined,
    ],
    [
      'none for a row that begins with another pivot value',
      detailAnswer([[1, 2]], {
        measures: ['orders.cost #'],
        pivots: { field: 'orders.year', values: ['2025', '2026'] },
      }),
      detailAnswer([[2]], {
        measures: ['orders.cost #'],
        pivots: { field: 'orders.year', values: ['2026'] },
      }),
      {},
      undefined,
    ],
    [
      'none for rows with dimensions',
      detailAnswer([['a', 1]], shop),
      detailAnswer([['a', 2]], shop),
      {},
      undefined,
    ],
    [
      'none for several rows',
      detailAnswer([[1], [2]], { measures: ['orders.cost #'] }),
      detailAnswer([[3]], { measures: ['orders.cost #'] }),
      {},
      undefined,
    ],
    [
      'none if the tile hides every field',
      detailAnswer([[1]], { measures: ['orders.cost #'] }),
      detailAnswer([[2]], { measures: ['orders.cost #'] }),
      { hidden: new Set(['orders.cost']) },
      undefined,
    ],
  ])('the value of a single-value tile is %s', (_, before, after, more, value) => {
    const diff = compare(before, after, more)
    expect(diff).toBeDefined()
    expect(diff?.value).toEqual(value)
  })
})

test('a measure that is missing on the base counts as one added column, not as one for each pivot value', () => {
  const pivots = { field: 'orders.year', values: ['2025', '2026'] }
  const diff = compare(
    detailAnswer([['a', 1, 2]], { ...shop, pivots }),
    detailAnswer([['a', 1, 9, 2, 9]], { ...shop, measures: ['orders.revenue #', 'orders.cost #'], pivots }),
  )
  expect(diff?.addedColumns).toEqual(['Cost'])
  expect(diff?.removedColumns).toEqual([])
})

test('the difference of two results says when each query ran', () => {
  const ran = (time: string | undefined, value: number) =>
    detailAnswer([['a', value]], { ...shop, more: { ran_at: time } })
  const [first, second] = ['2026-11-20T10:00:00+00:00', '2026-11-20T10:05:00+00:00']
  expect(compare(ran(first, 1), ran(second, 2))?.ranAt).toEqual({
    before: new Date(first),
    after: new Date(second),
  })
  expect(compare(ran(undefined, 1), ran(undefined, 2))?.ranAt).toEqual({})
})

const value = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constantFrom(null, 0.1, 'x'))
const rows = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', null), value, value), { maxLength: 12 })
const two = { ...shop, measures: ['orders.revenue #', 'orders.names'] }

test('the numbers of equal, changed, added and removed rows do not depend on the order of the rows', () =>
  fc.assert(
    fc.property(rows, rows, fc.func(fc.nat()), (before, after, order) => {
      const shuffled = [...after].sort((one, other) => order(one) - order(other))
      const diff = compare(detailAnswer(before, two), detailAnswer(after, two))
      expect(compare(detailAnswer(before, two), detailAnswer(shuffled, two))?.rows).toEqual(diff?.rows)
      expect(compare(detailAnswer(before, two), detailAnswer([...before].reverse(), two))).toBeUndefined()
      const { added, removed } = diff?.rows ?? { added: 0, removed: 0 }
      expect(after.length - before.length).toBe(added - removed)
    }),
  ))

test('two numbers in query results are equal if they differ by at most a billionth', () => {
  expect(isEqualValue(1e12, 1e12 + 100, true)).toBe(true)
  expect(isEqualValue(1e12, 1e12 + 10_000, true)).toBe(false)
  expect(isEqualValue(0.1 + 0.2, 0.3, true)).toBe(true)
  expect(isEqualValue(0, 1e-12, true)).toBe(false)
})

test('a number in a query result is not equal to an empty text or to a word', () => {
  expect(isEqualValue(0, '', true)).toBe(false)
  expect(isEqualValue('1e999', '2e999', true)).toBe(false)
  expect(isEqualValue('1.0', '1', false)).toBe(false)
  expect(isEqualValue(' ', 0, true)).toBe(false)
})

describe('an answer of Looker', () => {
  test.each([null, [], 'text', {}, { data: [] }, { fields: {}, data: {} }])(
    'the answer %j of Looker is not a query result',
    answer => expect(readResultTable(answer, 500)).toBeUndefined(),
  )

  test("a query has failed if Looker's answer contains an error of the database", () =>
    expect(() =>
      readResultTable(
        {
          fields: {},
          data: [],
          errors: [{ message: 'The database said no.', message_details: 'No column x' }],
        },
        500,
      ),
    ).toThrow(new QueryFailure('The database said no. No column x')))

  test("a query has not failed if Looker's answer contains a note about development mode", () =>
    expect(
      tableOf(
        detailAnswer([['a', 1]], {
          ...shop,
          more: {
            errors: [
              {
                message:
                  'Note: This query contains derived tables with conditional SQL for Development Mode. Query results in Production Mode might be different.',
                level: 'info',
                fatal: false,
              },
            ],
          },
        }),
      ).isDevelopmentSql,
    ).toBe(true))

  test('a query result contains the time at which Looker ran the query', () =>
    expect(tableOf(detailAnswer([], shop)).ranAt).toEqual(new Date('2026-11-20T10:00:00Z')))

  test('a query result with more rows than the tile asks for is cut and marked as cut', () => {
    const table = tableOf(
      detailAnswer(
        Array.from({ length: 5001 }, (_, row) => [row, 1]),
        shop,
      ),
    )
    expect(table.rows).toHaveLength(5000)
    expect(table.limits).toEqual(['only the first 5,000 rows were compared'])
  })

  test('a query result with millions of columns is refused with an error that gives the limit', () => {
    const names = Array.from({ length: 3000 }, (_, index) => ({ name: `f${index}`, key: `k${index}` }))
    const answer = { fields: { dimensions: [], measures: names, pivots: [] }, pivots: names, data: [] }
    expect(() => readResultTable(answer, 500)).toThrow("Looker's answer is larger than 2,000,000 cells")
  })
})

test('thousands of rows with the same dimensions are not compared pair by pair', () => {
  const measures = Array.from({ length: 50 }, (_, index) => `orders.m${index} #`)
  const rows = (value: number) =>
    Array.from({ length: 1000 }, (_, row) => ['same', ...measures.map(() => value + row / 1e12)])
  const shown = { dimensions: ['orders.category'], measures }
  const diff = compare(detailAnswer(rows(1), shown), detailAnswer(rows(2), shown))
  expect(diff?.rows).toMatchObject({ changed: 1000, added: 0, removed: 0 })
})

describe('fields with the same label', () => {
  const joined = {
    dimensions: ['users.name', 'products.name'],
    measures: ['orders.count #', 'users.count #', 'orders.revenue #'],
  }

  test('fields of different views with the same label have their labels with the view in a difference', () => {
    const diff = compare(
      detailAnswer([['Ada', 'Shoes', 10, 3, 1]], joined),
      detailAnswer([['Ada', 'Shoes', 20, 4, 2]], joined),
    )
    expect(diff?.dimensions).toEqual(['Users Name', 'Products Name'])
    expect(diff?.columns).toEqual(['Orders Count', 'Users Count', 'Revenue'])
  })

  test('a field that only one commit has is not confused with a field of another view', () => {
    const one = { ...joined, measures: ['users.count #'] }
    const [before, after] = [
      detailAnswer([['Ada', 'Shoes', 10, 3, 1]], joined),
      detailAnswer([['Ada', 'Shoes', 4]], one),
    ]
    expect(compare(before, after)?.removedColumns).toEqual(['Orders Count', 'Revenue'])
    expect(compare(before, after)?.columns).toEqual(['Users Count'])
    expect(compare(after, before)?.addedColumns).toEqual(['Orders Count', 'Revenue'])
  })

  test('a second result of the merge base does not change which columns are new', () => {
    const one = { ...joined, measures: ['users.count #'] }
    const before = tableOf(detailAnswer([['Ada', 'Shoes', 4]], one))
    const after = tableOf(detailAnswer([['Ada', 'Shoes', 10, 4, 1]], joined))
    const diff = compareResults(before, after, { ...options, again: before })
    expect(diff?.addedColumns).toEqual(['Orders Count', 'Revenue'])
  })

  test.each<[string, object[], string[]]>([
    [
      'are equal, too',
      [
        { name: 'orders.count', label_short: 'Count', label: 'Shop Count' },
        { name: 'users.count', label_short: 'Count', label: 'Shop Count' },
      ],
      ['orders.count', 'users.count'],
    ],
    [
      'equal the short label of another field',
      [
        { name: 'orders.count', label_short: 'Count', label: 'Orders Count' },
        { name: 'users.count', label_short: 'Count', label: 'Users Count' },
        { name: 'shop.orders_count', label_short: 'Orders Count', label: 'Shop Orders Count' },
      ],
      ['orders.count', 'Users Count', 'Orders Count'],
    ],
    [
      'are missing',
      [
        { name: 'orders.count', label_short: 'Count' },
        { name: 'users.count', label_short: 'Count', label: 'Users Count' },
      ],
      ['orders.count', 'Users Count'],
    ],
    [
      'equal the name of another field',
      [
        { name: 'orders.count', label_short: 'Count' },
        { name: 'users.count', label_short: 'Count', label: 'Users Count' },
        { name: 'calculation', label: 'orders.count' },
      ],
      ['orders.count', 'Users Count', 'calculation'],
    ],
  ])(
    'fields with the same label have distinct columns if their labels with the view %s',
    (_, measures, columns) => {
      const answer = (number: number) => ({
        fields: { measures },
        data: [
          Object.fromEntries(measures.map(field => [(field as { name: string }).name, { value: number }])),
        ],
      })
      expect(compare(answer(1), answer(2))?.columns).toEqual(columns)
    },
  )

  test('pivoted columns with the same label have the pivot key in their label', () => {
    const answer = (number: number) => ({
      fields: {
        measures: [{ name: 'orders.count', label_short: 'Count' }],
        pivots: [{ name: 'users.name' }],
      },
      pivots: ['1', '2', '3'].map(key => ({ key, labels: { 'users.name': key === '3' ? 'Bob' : 'Ada' } })),
      data: [{ 'orders.count': { 1: { value: number }, 2: { value: number }, 3: { value: number } } }],
    })
    expect(compare(answer(1), answer(2))?.columns).toEqual([
      'orders.count (1)',
      'orders.count (2)',
      'Count (Bob)',
    ])
  })

  test('a field whose label changes has the new label in a difference', () => {
    const answer = (label: string, number: number) => ({
      fields: { measures: [{ name: 'orders.count', label_short: label }] },
      data: [{ 'orders.count': { value: number } }],
    })
    expect(compare(answer('Count', 1), answer('Orders', 2))?.columns).toEqual(['Orders'])
  })
})
