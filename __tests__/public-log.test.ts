import { ActionError, QuotingError } from '../src/errors.ts'
import type { Comparison } from '../src/model.ts'
import {
  holdLog,
  withholdBranch,
  withholdContent,
  withholdDetails,
  withholdJudged,
  withholdTarget,
  withholdWords,
  withoutDebug,
} from '../src/public-log.ts'
import type { Toolkit } from '../src/runtime/log.ts'
import { dashboard, failed, published, rendered, tile } from '../testkit/results.ts'

const secret = 'Revenue of ACME'

/** A branch check whose texts are all secret. */
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
const url = 'https://acme.cloud.looker.com/dashboards/42'
const target = dashboard({
  url: `${url}?Region=${secret}#${secret}`,
  place: secret,
  title: secret,
  filters: new Map([['Region', secret]]),
  name: secret,
})
const error = { message: secret, hint: secret }

test.each([
  ['a rendered target', rendered({ target, check, title: secret, distinction: secret })],
  ['a failed target', failed({ target, check, error, title: secret, distinction: secret })],
  [
    'a target without a picture',
    { status: 'checked' as const, target, check, title: secret, distinction: secret, apiCalls: 3 },
  ],
])('the public version of %s contains the states of its tiles, and no text from Looker', (_, result) => {
  const shown = withholdDetails(result, 0)
  expect(JSON.stringify({ ...shown, target: { ...shown.target, filters: [] } })).not.toContain(secret)
  expect('filters' in shown.target && shown.target.filters.size).toBe(0)
  expect(shown.check?.tiles).toEqual([
    { title: 'Tile 1', explore: '', sql: 'broken', numbers: 'changed', queries: [] },
  ])
})

test('the public version of a target contains its kind, id and address, and no user-defined name', () => {
  const name = 'Target 3 (dashboard 42)'
  const { title: _, place: __, ...rest } = target
  expect(withholdTarget(target, 2)).toEqual({
    ...rest,
    url,
    source: name,
    name,
    file: `${name}.png`,
    filters: new Map(),
  })
  const board = { id: '7', title: secret, url: `https://acme.cloud.looker.com/dashboards/7?a=${secret}` }
  expect(withholdTarget(tile({ dashboard: board }), 0)).toMatchObject({
    name: 'Target 1 (dashboard element 19)',
    dashboard: { id: '7', url: 'https://acme.cloud.looker.com/dashboards/7' },
  })
  expect(JSON.stringify(withholdTarget(tile({ dashboard: board }), 0))).not.toContain(secret)
  expect(withholdTarget(tile(), 0)).not.toHaveProperty('dashboard')
})

test('the public version of a failed folder contains no query in its address', () => {
  const folder = { kind: 'folder', source: 'folders/9', name: 'folders-9', id: '9' } as const
  const shown = withholdDetails(
    failed({ target: { ...folder, url: `https://x/folders/9?${secret}` }, error }),
    0,
  )
  expect(shown).toEqual({
    ...failed(),
    target: { ...folder, url: 'https://x/folders/9' },
    error: {
      message: "Looker's message is left out here, because this repository is or may be public",
      hint: 'Read it in the output results.',
    },
  })
})

test('the public version of a target keeps its comparison, without the reason', () => {
  const incomparable: Comparison = { status: 'incomparable', error }
  const fresh: Comparison = { status: 'new', ref: 'main' }
  const of = (comparison: Comparison) => {
    const shown = withholdDetails(published(rendered({ comparison })), 0)
    return shown.status === 'success' ? shown.comparison : undefined
  }
  expect(of(fresh)).toEqual(fresh)
  expect(of(incomparable)).toMatchObject({
    status: 'incomparable',
    error: { hint: 'Read it in the output results.' },
  })
  expect(JSON.stringify(of(incomparable))).not.toContain(secret)
})

test('the public version of a branch check contains no drawing if no picture was drawn', () => {
  const tiles = [{ title: secret, explore: secret, isUncheckable: true as const, queries: [] }]
  const shown = withholdDetails(rendered({ check: { numbers: 'changed', tiles } }), 0)
  expect(shown.check).toEqual({
    numbers: 'changed',
    tiles: [{ title: 'Tile 1', explore: '', isUncheckable: true, queries: [] }],
  })
  const drawn = { tiles: [], drawing: { modelTiles: [secret], textHash: secret, undrawnChange: secret } }
  expect(withholdDetails(rendered({ check: drawn }), 0).check).toEqual({
    tiles: [],
    drawing: { modelTiles: [], textHash: '' },
  })
})

describe('an error in a public log', () => {
  const left = "Looker's message is left out here, because this repository is or may be public"

  test('an error in a public log is shown if it does not quote Looker', () => {
    const own = new ActionError('The disk is full', 'Make space.')
    expect(withholdWords(own)).toBe(own)
  })

  test.each([
    ['it quotes Looker', new QuotingError(secret, secret)],
    ['its cause quotes Looker', new ActionError(secret, secret, { cause: new QuotingError(secret, '') })],
    [
      'the cause of its cause quotes Looker',
      new ActionError(secret, '', { cause: new Error('', { cause: new QuotingError(secret, '') }) }),
    ],
  ])('an error in a public log is left out if %s', (_, thrown) =>
    expect(withholdWords(thrown)).toMatchObject({
      message: left,
      hint: 'Run the step in a private repository to read it.',
    }),
  )
})

test('the public version of a branch check contains the places of LookML errors and the number of broken content', () => {
  const broken = { kind: 'look', id: '7', title: secret, url: secret, messages: [secret] } as const
  const report = {
    project: 'shop',
    base: 'a',
    head: 'b',
    numbers: true,
    lookmlErrors: [{ message: secret, path: 'models/shop.lkml', line: 3 }],
    omittedQueries: 2,
    isDevelopmentSql: false,
  }
  const content = { broken: [broken], leftOut: 1, problem: secret }
  expect(withholdBranch({ ...report, content })).toEqual({
    ...report,
    lookmlErrors: [{ message: 'Looker found an error here', path: 'models/shop.lkml', line: 3 }],
    content: {
      broken: [{ kind: 'look', id: '', title: 'Look 7', url: '', messages: [] }],
      leftOut: 1,
      problem: "Looker's message is left out here, because this repository is or may be public",
    },
  })
  expect(withholdBranch({ ...report, content: { broken: [], leftOut: 0 } }).content).toEqual({
    broken: [],
    leftOut: 0,
  })
  expect(withholdBranch(report)).not.toHaveProperty('content')
  expect(withholdContent({ ...broken, kind: 'dashboard' }).title).toBe('Dashboard 7')
})

test("the public version of the verdict's facts contains numbers, and no texts of Looker", () => {
  const listed = { total: 2, first: [secret] }
  expect(
    withholdJudged({
      lookml: { action: 'deploy', errors: listed },
      brokenContent: { count: '2 Looks', titles: listed },
      stopped: { reason: secret, hint: secret, problems: listed },
      omittedQueries: 3,
    }),
  ).toEqual({
    lookml: { action: 'deploy', errors: { total: 2, first: [] } },
    brokenContent: { count: '2 Looks', titles: { total: 2, first: [] } },
    omittedQueries: 3,
  })
  expect(withholdJudged({})).toEqual({})
})

describe('a log that is held back', () => {
  const held = () => {
    const lines: string[] = []
    return { lines, log: holdLog(line => void lines.push(line)) }
  }

  test('the held-back log is printed in order after its release', () => {
    const { lines, log } = held()
    log.print('one')
    log.print('two')
    expect(lines).toEqual([])
    log.release()
    log.print('three')
    expect(lines).toEqual(['one', 'two', 'three'])
    log.release()
    expect(lines).toEqual(['one', 'two', 'three'])
    expect(log.isDropped()).toBe(false)
  })

  test('the held-back log prints only one line after it is dropped', () => {
    const { lines, log } = held()
    log.print('one')
    log.drop()
    log.drop()
    log.print('two')
    expect(lines).toEqual([
      'Lines about targets are left out here, because this repository is or may be public.',
    ])
    expect(log.isDropped()).toBe(true)
  })
})

test('the debug log is off in a public repository', () => {
  const lines: string[] = []
  const core = {
    debug: (line: string) => void lines.push(line),
    isDebug: () => true,
    warning: () => undefined,
  }
  const quiet = withoutDebug(core as unknown as Toolkit)
  quiet.debug('SQL')
  expect(lines).toEqual([])
  expect(quiet.isDebug()).toBe(false)
  expect(quiet.warning).toBe(core.warning)
})
