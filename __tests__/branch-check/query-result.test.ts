import { limitRows, QueryFailure, readResultTable } from '../../src/branch-check/query-result.ts'

test.each([
  [undefined, undefined, Number.POSITIVE_INFINITY],
  ['500', '500', Number.POSITIVE_INFINITY],
  ['0', '0', Number.POSITIVE_INFINITY],
  ['5000', '5000', Number.POSITIVE_INFINITY],
  ['5001', '5000', 5000],
  ['-1', '5000', 5000],
  ['all', '5000', 5000],
])(
  'a query with the limit %j runs with the limit %j, and its result has at most %d rows',
  (own, limit, rowLimit) => {
    const body = { model: 'thelook', view: 'orders', ...(own !== undefined && { limit: own }) }
    const { limited, rowLimit: found } = limitRows(body as never)
    expect(limited).toEqual({ ...body, ...(limit !== undefined && { limit }) })
    expect(found).toBe(rowLimit)
  },
)

describe("the errors in Looker's answer to a query", () => {
  const read = (...errors: object[]) => readResultTable({ fields: {}, data: [], errors }, 500)

  test.each([
    [{ message: 'No.' }, 'No.'],
    [{ message_details: 'No column x' }, 'No column x'],
    [{ message: '', message_details: '' }, 'the query fails'],
    [{ level: 'error' }, 'the query fails'],
    [{ level: 'info', fatal: true, message: 'No.' }, 'No.'],
  ])('the error %j is a failure', (error, words) =>
    expect(() => read(error)).toThrow(new QueryFailure(words)),
  )

  test.each(['info', 'warning', 'warn'])('an error of the level %s is only a remark', level =>
    expect(read({ level, message: 'Old' })?.rows).toEqual([]),
  )
})

test.each([
  [null, '∅'],
  [7, '7'],
  [true, 'true'],
  [['a', 1], '["a",1]'],
  [{ a: 1 }, '{"a":1}'],
])('the value %j without a text of Looker is shown as %s', (value, text) => {
  const fields = { dimensions: [{ name: 'orders.tags', label_short: 'Tags' }], measures: [] }
  const table = readResultTable({ fields, data: [{ 'orders.tags': { value } }] }, 500)
  expect([...(table?.rows[0]?.values() ?? [])].map(cell => cell.text)).toEqual([text])
})
