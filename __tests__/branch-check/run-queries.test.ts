import { createQueryRunners } from '../../src/branch-check/run-queries.ts'
import { ActionError, TimeLimitError } from '../../src/errors.ts'
import { LookerError } from '../../src/looker/looker-errors.ts'

/** Returns a function that creates runners, whose Looker gives each query this answer. */
const runnersWith = (
  answer: string | Promise<never>,
  more: Partial<Parameters<typeof createQueryRunners>[0]> = {},
) =>
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
    ...more,
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

describe('queries that a deadline ends', () => {
  const limit = new TimeLimitError('The time limit was reached', 'Increase timeout-minutes.')
  const waiting: Parameters<typeof createQueryRunners>[0]['send'] = (_, __, signal) =>
    new Promise((_, reject) => {
      const end = () => reject(signal?.reason)
      if (signal?.aborted) end()
      else signal?.addEventListener('abort', end)
    })

  test('queries have unknown answers after their deadline, and the advice for results names numbers', async () => {
    const queriesEnd = new AbortController()
    const runner = runnersWith('', { send: waiting, queriesEnd: queriesEnd.signal })()
    const answers = [runner.sql(body()), runner.results(body()), runner.results(body('late'))]
    queriesEnd.abort(limit)
    const [sql, ...results] = await Promise.all(answers)
    const { message } = limit
    expect(sql).toEqual({ kind: 'unknown', error: { message, hint: 'Increase timeout-minutes.' } })
    for (const answer of results)
      expect(answer).toMatchObject({
        kind: 'unknown',
        error: { message, hint: expect.stringMatching(/^Increase timeout-minutes\. .*set numbers to false/) },
      })
  })

  test('a query whose last try failed keeps this failure in its unknown answer', async () => {
    const send = () => Promise.reject(limit.after(new ActionError('Looker answered 503', 'Wait.')))
    const runner = runnersWith('', { send, queriesEnd: AbortSignal.abort(limit) })()
    expect(await runner.sql(body())).toEqual({
      kind: 'unknown',
      error: {
        message: 'The time limit was reached; the last try failed: Looker answered 503',
        hint: 'Wait.',
      },
    })
  })

  test('a query throws if the whole check ends', async () => {
    const end = AbortSignal.abort(limit)
    const runner = runnersWith('', { send: waiting, signal: end, queriesEnd: end })()
    await expect(runner.sql(body())).rejects.toBe(limit)
  })
})
