import { createQueryRunners } from '../../src/branch-check/run-queries.ts'
import { LookerError } from '../../src/looker/looker-errors.ts'

/** Returns a function that creates runners, whose Looker gives each query this answer. */
const runnersWith = (answer: string | Promise<never>) =>
  createQueryRunners({
    send: async (_, read) =>
      read(
        { status: 200, headers: new Headers(), body: new Blob([await answer]).stream() },
        () => undefined,
        String,
      ),
    host: 'looker.acme.com',
    clean: String,
    signal: new AbortController().signal,
    concurrency: 2,
    timeLimit: 1000,
  })

const body = (field = 'orders.count') => ({ model: 'shop', view: 'orders', fields: [field] })

test.each([
  ['SQL', 'SELECT a FROM b', 'answer'],
  ['SQL after a comment', '-- use existing a\nWITH a AS (select 1) select 2 from a', 'answer'],
  ['SQL after a comment on the same line', '/* looker */ select a from b', 'answer'],
  ['SQL in parentheses', '  ((SELECT\n  a\nFROM b))', 'answer'],
  ['SQL after the statement of a table', 'CREATE TABLE a AS SELECT 1;\n\nselect * from a', 'answer'],
  ['SQL after a statement on the same line', 'SET x = 1; SELECT TOP 5 * FROM a', 'answer'],
  ['SQL with Windows line ends', '-- a\r\nSELECT *\r\nFROM a\r\n', 'answer'],
  ['a message about fields', 'Error generating SQL. Select a field from the list.', 'unknown'],
  ['a message that begins like SQL', 'Select at least one dimension or measure.', 'unknown'],
  ['a message', 'upstream connect error or disconnect', 'unknown'],
  ['a comment', '-- Looker Query Context', 'unknown'],
  ['a web page', '<html>Select a user</html>', 'unknown'],
  ['JSON', '"select"', 'unknown'],
  ['nothing', '', 'unknown'],
])('Looker’s answer to a request for SQL is read correctly if it is %s', async (_, answer, kind) =>
  expect(await runnersWith(answer)().sql(body())).toMatchObject({ kind }),
)

test('a runner accepts results of two million cells in total', async () => {
  const columns = Array.from({ length: 100 }, (_, place) => `c${place}`)
  const row = Object.fromEntries(columns.map(name => [name, 1]))
  const fields = { measures: columns.map(name => ({ name })) }
  const create = runnersWith(JSON.stringify({ fields, data: Array(5000).fill(row) }))
  const runner = create()
  for (const field of ['a', 'b', 'c', 'd'])
    expect(await runner.results(body(field))).toMatchObject({ kind: 'answer' })
  expect(await runner.results(body('e'))).toEqual({
    kind: 'unknown',
    error: {
      message: 'The results of all tiles together have more than 2,000,000 cells',
      hint: 'Reduce the rows or columns of the tiles, or split the targets among several jobs with shard.',
    },
  })
  expect(await create().results(body('e'))).toMatchObject({ kind: 'answer' })
})

test.each<[string, object | undefined, boolean]>([
  ['are missing', undefined, true],
  ['are empty', {}, true],
  ['are no lists', { 1: { a: 1 } }, true],
  ['do not say their dimensions', { 1: [{ a: 1, b: 1 }] }, true],
  ['lack a measure', { 1: [{ a: 1, $$$__grouping__$$$: ['a'] }] }, true],
  ['have a cell without a value', { 1: [{ a: 1, b: { raw: 1 }, $$$__grouping__$$$: ['a'] }] }, true],
  ['are complete', { 1: [{ a: 1, b: 1, $$$__grouping__$$$: ['a'] }] }, false],
])('results say that subtotals were not compared if the subtotals %s', async (_, subtotals, isLimited) => {
  const fields = { dimensions: [{ name: 'a' }, { name: 'c' }], measures: [{ name: 'b' }] }
  const answer = { fields, data: [{ a: 1, b: 1, c: 1 }], subtotals_data: subtotals }
  const limitsOf = async (query: object) => {
    const found = await runnersWith(JSON.stringify(answer))().results({ ...body(), ...query })
    return found.kind === 'answer' ? found.value.limits : undefined
  }
  expect(await limitsOf({ subtotals: ['a'] })).toEqual(isLimited ? ['subtotals were not compared'] : [])
  expect(await limitsOf({})).toEqual([])
})

test.each([
  [400, 'Unknown field', undefined],
  [400, 'Access Denied', true],
  [404, 'Not found', true],
  [422, 'model: is missing', undefined],
] as const)(
  'Looker may have refused a query because of permissions depending on its answer: %s %s',
  async (status, message, mayBeRefused) => {
    const error = new LookerError(`looker.acme.com answered ${status}: ${message}`, '', {
      status,
      retries: 0,
    })
    const runner = runnersWith(Promise.reject(error))()
    for (const answer of [await runner.sql(body()), await runner.results(body())]) {
      expect(answer).toMatchObject({ kind: 'failing', error: { message } })
      expect('mayBeRefused' in answer ? answer.mayBeRefused : undefined).toBe(mayBeRefused)
    }
  },
)
