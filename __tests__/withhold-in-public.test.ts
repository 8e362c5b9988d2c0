import { withholdDetails } from '../src/withhold-in-public.ts'
import { dashboard, failed, rendered } from '../testkit/results.ts'

const secret = 'Revenue of ACME'

/** A branch check in which each text is secret. */
const check = {
  tiles: [
    {
      title: secret,
      explore: secret,
      sql: 'broken' as const,
      numbers: 'changed' as const,
      error: { message: secret, hint: secret },
      queries: [{ name: secret, sqlDiff: { lines: [secret], isWhole: true } }],
    },
  ],
  drawing: { modelTiles: [secret], textHash: secret, problem: { message: secret, hint: secret } },
}
const target = dashboard({ title: secret, filters: new Map([['Region', secret]]), name: secret })
const error = { message: secret, hint: secret }

test.each([
  ['a rendered target', rendered({ target, check, title: secret, distinction: secret })],
  ['a failed target', failed({ target, check, error, title: secret, distinction: secret })],
])('the public version of %s contains the states of its tiles, and no text from Looker', (_, result) => {
  const shown = withholdDetails(result, 0)
  expect(JSON.stringify({ ...shown, target: { ...shown.target, filters: [] } })).not.toContain(secret)
  expect('filters' in shown.target && shown.target.filters.size).toBe(0)
  expect(shown.check?.tiles).toEqual([
    { title: 'Tile 1', explore: '', sql: 'broken', numbers: 'changed', queries: [] },
  ])
})
