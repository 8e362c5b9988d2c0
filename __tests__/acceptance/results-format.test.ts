import { decideLabelEvent, gateOf } from '../../src/acceptance/decide-label-event.ts'
import {
  asOutdated,
  formatAcceptance,
  formatResults,
  markAfter,
  mayReplace,
  parseAcceptance,
  parseResults,
  resultsPath,
  type StoredResults,
} from '../../src/acceptance/results-format.ts'
import { compareAttempts } from '../../src/github/workflow-run.ts'
import { asListed, emptyFacts } from '../../src/verdict-facts.ts'
import fc from '../../testkit/fast-check.ts'

const sha = 'a'.repeat(40)
const hash = (digit: string) => digit.repeat(64)
const facts = {
  ...emptyFacts,
  targets: 3,
  noun: 'dashboard',
  rendered: 3,
  changed: asListed(['Sales', 'Returns']),
  unchanged: 1,
} as const
const stored: StoredResults = {
  pullRequest: 7,
  sha,
  baseBranch: 'main',
  run: { id: 100, attempt: 2 },
  at: '2026-11-28T11:00:00.700Z',
  facts,
  failures: [],
  outputs: { status: 'success', results: '[]' },
  targets: [
    {
      key: 'dashboard-1',
      name: 'Sales',
      status: 'changed',
      hash: hash('1'),
      picture: { blob: 'b'.repeat(40), path: 'results/7/sales.png' },
    },
    { key: 'dashboard-2', name: 'Returns', status: 'changed', hash: hash('2') },
    { key: 'dashboard-3', name: 'Stock', status: 'unchanged', hash: hash('3') },
  ],
}
const event = {
  action: 'labeled',
  label: 'looker-accepted',
  login: 'ada',
  baseBranch: 'main',
  sha,
  run: 101,
} as const
const rules = { acceptLabel: 'looker-accepted', now: new Date('2026-11-28T12:00:00Z') }

const accept = (results: StoredResults): StoredResults => {
  const decision = decideLabelEvent(event, results, rules)
  if (decision.kind !== 'repeat') throw new Error('The event did not accept the results')
  return decision.results
}

test('stored results keep all their fields when they are written and read again', () => {
  expect(parseResults(formatResults(stored))).toEqual(stored)
  const marked = { ...stored, outdatedBy: { id: 101, attempt: 1 } }
  expect(parseResults(formatResults(marked))).toEqual(marked)
})

test('an acceptance keeps all its fields when it is written and read again, and is not part of the results', () => {
  const { acceptance } = accept(stored)
  if (!acceptance) throw new Error('Nothing is accepted')
  expect(parseAcceptance(formatAcceptance(acceptance))).toEqual(acceptance)
  expect(parseResults(formatResults(accept(stored)))).toEqual(stored)
})

test('results that would be too long to be read again are stored without the output `results`', () => {
  const outputs = { status: 'success', results: 'x'.repeat(5_000_000), 'broken-content': '[]' }
  const text = formatResults({ ...stored, outputs })
  expect(parseResults(text)).toEqual({
    ...stored,
    outputs: { status: 'success', 'broken-content': '[]' },
  })
})

test('results that could not be read again are an error', () =>
  expect(() => formatResults({ ...stored, failures: ['x'.repeat(10_001)] })).toThrow('would not be readable'))

const written = JSON.parse(formatResults(stored))
const withField = (field: string, value: unknown) => JSON.stringify({ ...written, [field]: value })
const withTarget = (about: object) => withField('targets', [{ ...written.targets[0], ...about }])
const withAcceptance = (about: object) =>
  JSON.stringify({ version: 1, ...accept(stored).acceptance, ...about })
const outside = { blob: 'b'.repeat(40), path: '../x' }

test.each<[string, string]>([
  ['invalid JSON', '{'],
  ['an output that is not a string', withField('outputs', { status: 1 })],
  ['an output with a space in its name', withField('outputs', { 'a b': '' })],
  ['a list instead of an object', '[]'],
  ['no content', ''],
  ['an unknown format version', withField('version', 2)],
  ['an invalid commit', withField('sha', 'main')],
  ['an unknown key', withField('isAccepted', true)],
  ['a base branch that is not a text', withField('baseBranch', 7)],
  ['a run that is not a number', withField('run', { id: '100', attempt: 1 })],
  ['no list of targets', withField('targets', undefined)],
  [
    'a picture outside of the branch',
    withField('targets', [{ key: 'a', name: 'a', status: 'changed', picture: outside }]),
  ],
  ['a mark that is not a run', withField('outdatedBy', true)],
  ['more than 5 MB', withField('outputs', { results: 'x'.repeat(5_000_000) })],
  ['a time in another format', withField('at', '28 November 2026')],
  ['a time that does not exist', withField('at', '2026-13-28T11:00:00Z')],
  ['a commit that is too short', withField('sha', 'abc123')],
  ['a number of a pull request that is text', withField('pullRequest', '7')],
  ['a failure that is not text', withField('failures', [1])],
  ['facts with a gate', withField('facts', { ...facts, gate: {} })],
  ['an output that is a list', withField('outputs', [])],
  ['a target with an unknown status', withTarget({ status: 'ok' })],
  ['a target without a key', withTarget({ key: undefined })],
  ['a target without a name', withTarget({ name: undefined })],
  ['a target with a short hash', withTarget({ hash: 'ab' })],
  ['a target that equals a short hash', withTarget({ equals: 'ab' })],
  ['a picture with an absolute path', withTarget({ picture: { blob: sha, path: '/etc/x' } })],
  [
    'a picture outside the folder of stored results',
    withTarget({ picture: { blob: sha, path: 'baselines/x.png' } }),
  ],
  ['a picture without a path', withTarget({ picture: { blob: sha } })],
  ['a picture without a blob id', withTarget({ picture: { blob: 'main', path: 'x' } })],
])('stored results are ignored if they contain %s', (_, json) => expect(parseResults(json)).toBeUndefined())

test.each([
  ['long outputs', withField('outputs', { results: 'x'.repeat(4_000_000) })],
  ['dots in the name of a picture', withTarget({ picture: { blob: sha, path: 'results/7/a..b.png' } })],
  ...['unchanged', 'changed', 'incomparable', 'new', 'failed'].map(status => [
    `the status ${status}`,
    withTarget({ status }),
  ]),
])('stored results are read if they contain %s', (_, json = '') => expect(parseResults(json)).toBeDefined())

test.each<[string, object]>([
  ['no person', { login: undefined }],
  ['a person with an impossible name', { login: 'ada lovelace' }],
  ['an invalid commit', { sha: 'main' }],
  ['an invalid time', { at: 'yesterday' }],
  ['no run', { run: undefined }],
  ['a base branch that is not a text', { baseBranch: 7 }],
  ['no targets', { targets: undefined }],
  ['a target without a key', { targets: [{ hash: hash('1') }] }],
  ['an unknown key', { isAccepted: true }],
  ['an unknown format version', { version: 2 }],
])('a stored acceptance is ignored if it contains %s', (_, about) =>
  expect(parseAcceptance(withAcceptance(about))).toBeUndefined(),
)

test('a stored acceptance is read if an app accepted the changes', () =>
  expect(parseAcceptance(withAcceptance({ login: 'renovate[bot]' }))).toBeDefined())

test('text that is not stored results is ignored, whatever it contains', () =>
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), text => {
      expect(parseResults(text)).toBeUndefined()
      expect(parseAcceptance(text)).toBeUndefined()
    }),
  ))

test('the path of stored results contains the pull request, a hash of the comment key, the step, and the job', () => {
  const about = { pullRequest: 7, commentKey: '../../x -->', shard: 2, writer: 'a1' }
  const path = resultsPath(about)
  expect(path).toMatch(/^results\/7\/[0-9a-f]{16}-a1-2\.json$/)
  expect(resultsPath({ ...about, commentKey: 'other' })).not.toBe(path)
})

const other = 'b'.repeat(40)

test.each([
  [sha, { id: 100, attempt: 2 }, true],
  [sha, { id: 100, attempt: 1 }, false],
  [sha, { id: 99, attempt: 1 }, false],
  [sha, { id: 99, attempt: 9 }, true],
  [other, { id: 99, attempt: 9 }, false],
  [sha, { id: 101, attempt: 1 }, true],
  [other, { id: 101, attempt: 1 }, true],
])(
  'results of the commit %s from run %j replace the results of run 100, attempt 2: %s',
  (commit, run, expected) => expect(mayReplace(stored, { sha: commit, run })).toBe(expected),
)

test('any run may store results if no results are stored yet', () =>
  expect(mayReplace(undefined, { sha, run: { id: 1, attempt: 1 } })).toBe(true))

describe('the mark of stored results that a run renders again', () => {
  const [older, newer, rerun] = [
    { id: 99, attempt: 1 },
    { id: 101, attempt: 1 },
    { id: 99, attempt: 2 },
  ] as const

  test.each([newer, rerun, stored.run])('run %j marks the stored results of its commit', run =>
    expect(asOutdated(stored, { sha, run })).toEqual({ ...stored, outdatedBy: run }),
  )

  test('an older run marks nothing', () => expect(asOutdated(stored, { sha, run: older })).toBeUndefined())

  test('a run of another commit marks nothing', () =>
    expect(asOutdated(stored, { sha: other, run: newer })).toBeUndefined())

  test('a run does not replace the mark of a newer run', () => {
    const marked = { ...stored, outdatedBy: { id: 102, attempt: 1 } }
    expect(asOutdated(marked, { sha, run: newer })).toBeUndefined()
    expect(asOutdated(marked, { sha, run: rerun })).toEqual({ ...stored, outdatedBy: rerun })
  })

  test.each([
    ['has no mark if the run has marked the results that it replaces', rerun, rerun, undefined],
    ['has no mark if the run is newer than the run with the mark', newer, older, undefined],
    [
      'has no mark if the run is newer than the results that it replaces',
      { id: 100, attempt: 3 },
      undefined,
      undefined,
    ],
    ['keeps the mark of a run that may have begun later', newer, rerun, rerun],
    ['keeps the mark of a newer run', newer, { id: 102, attempt: 1 }, { id: 102, attempt: 1 }],
    ['has a mark if the order of both results is unknown', rerun, undefined, rerun],
  ])('a new result %s', (_, run, outdatedBy, expected) => {
    const current = outdatedBy ? { ...stored, outdatedBy } : stored
    expect(markAfter(current, { sha, run }).outdatedBy).toEqual(expected)
  })

  test('results of another commit have no mark', () =>
    expect(markAfter({ ...stored, outdatedBy: newer }, { sha: other, run: newer })).toEqual({}))

  test('a label event renders if the stored results have a mark', () =>
    expect(decideLabelEvent(event, { ...stored, outdatedBy: newer }, rules)).toEqual({ kind: 'render' }))
})

test('the order of two runs is known unless the run with the lower id is a re-run', () => {
  const attempt = fc.record({ id: fc.integer({ min: 1, max: 4 }), attempt: fc.integer({ min: 1, max: 3 }) })
  const opposite = { older: 'newer', same: 'same', newer: 'older', unknown: 'unknown' }
  fc.assert(
    fc.property(attempt, attempt, (one, another) => {
      const order = compareAttempts(one, another)
      expect(compareAttempts(another, one)).toBe(opposite[order])
      const lower = one.id < another.id ? one : another
      expect(order === 'unknown').toBe(one.id !== another.id && lower.attempt > 1)
      if (order === 'newer')
        expect(one.id * 10 + one.attempt).toBeGreaterThan(another.id * 10 + another.attempt)
    }),
  )
})

describe('a label event', () => {
  test('a label event renders the targets if no results are stored', () =>
    expect(decideLabelEvent(event, undefined, rules)).toEqual({ kind: 'render' }))

  test('a label event renders the targets and accepts nothing if the stored results are for another commit', () =>
    expect(decideLabelEvent({ ...event, sha: 'b'.repeat(40) }, stored, rules)).toEqual({ kind: 'render' }))

  test('a label event renders the targets if the stored results are for another base branch, or either is unknown', () => {
    const { baseBranch: _, ...unknown } = stored
    const { baseBranch: _main, ...without } = event
    expect(decideLabelEvent({ ...event, baseBranch: 'release' }, stored, rules)).toEqual({ kind: 'render' })
    expect(decideLabelEvent(event, unknown, rules)).toEqual({ kind: 'render' })
    expect(decideLabelEvent(without, unknown, rules)).toEqual({ kind: 'render' })
  })

  test('an edit of the title repeats the verdict and keeps the acceptance', () => {
    const { label: _, ...edit } = { ...event, action: 'edited' } as const
    const results = accept(stored)
    expect(decideLabelEvent(edit, results, rules)).toEqual({
      ...{ kind: 'repeat', results, isAcceptanceChanged: false },
    })
  })

  test.each(['labeled', 'unlabeled'] as const)(
    'a label event (%s) for a label other than the accept label keeps the stored results unchanged',
    action => {
      const decision = decideLabelEvent({ ...event, action, label: 'documentation' }, accept(stored), rules)
      expect(decision).toEqual({ kind: 'repeat', results: accept(stored), isAcceptanceChanged: false })
    },
  )

  test('adding the accept label stores the accepted results and the user who accepted them', () =>
    expect(accept(stored).acceptance).toEqual({
      login: 'ada',
      run: 101,
      baseBranch: 'main',
      at: '2026-11-28T12:00:00.000Z',
      sha,
      targets: [
        {
          key: 'dashboard-1',
          hash: hash('1'),
          picture: { blob: 'b'.repeat(40), path: 'results/7/sales.png' },
        },
        { key: 'dashboard-2', hash: hash('2') },
      ],
    }))

  test('the accept label is recognized in upper and lower case', () =>
    expect(decideLabelEvent({ ...event, label: 'Looker-Accepted' }, stored, rules)).toMatchObject({
      isAcceptanceChanged: true,
    }))

  test.each<[string, { run?: number; at?: number }]>([
    ['of a later run', { run: 99 }],
    ['of the same run, which is repeated', { run: 100 }],
    ['of a later attempt', { at: Date.parse('2026-11-28T10:59:59Z') }],
  ])('the accept label does not accept results %s', (_, about) => {
    for (const results of [stored, accept(stored)])
      expect(decideLabelEvent({ ...event, ...about }, results, rules)).toEqual({
        ...{ kind: 'repeat', results, isAcceptanceChanged: false, isUnseen: true },
      })
  })

  test('the accept label accepts results that were stored in the same second', () =>
    expect(
      decideLabelEvent({ ...event, at: Date.parse('2026-11-28T11:00:00Z') }, stored, rules),
    ).toMatchObject({ isAcceptanceChanged: true }))

  test('the removal of the accept label withdraws the acceptance', () =>
    expect(decideLabelEvent({ ...event, action: 'unlabeled' }, accept(stored), rules)).toEqual({
      kind: 'repeat',
      results: stored,
      isAcceptanceChanged: true,
    }))

  test('the removal of the accept label changes nothing if nothing was accepted', () =>
    expect(decideLabelEvent({ ...event, action: 'unlabeled' }, stored, rules)).toMatchObject({
      results: stored,
      isAcceptanceChanged: false,
    }))
})

describe('the gate', () => {
  test('the gate has no acceptance if no user added the accept label', () =>
    expect(gateOf(stored, 'looker-accepted')).toEqual({ acceptLabel: 'looker-accepted' }))

  test('the gate lists no changed target if a user accepted exactly these results', () =>
    expect(gateOf(accept(stored), 'looker-accepted').acceptance).toEqual({
      login: 'ada',
      commit: sha,
      changedSince: asListed([]),
    }))

  const later = (target: Partial<StoredResults['targets'][number]>): StoredResults => {
    const { acceptance } = accept(stored)
    const targets = stored.targets.map(each => (each.key === 'dashboard-1' ? { ...each, ...target } : each))
    return { ...stored, sha: 'c'.repeat(40), targets, ...(acceptance && { acceptance }) }
  }

  test.each<[string, Parameters<typeof later>[0], string[]]>([
    ['lists a target whose result differs from the accepted one', { hash: hash('9') }, ['Sales']],
    [
      'does not list a target whose result equals the accepted one within the tolerance',
      { hash: hash('9'), equals: hash('1') },
      [],
    ],
    [
      'lists a target whose result equals a result that no user accepted',
      { hash: hash('9'), equals: hash('8') },
      ['Sales'],
    ],
    ['does not list a target that has the accepted result again', { hash: hash('1') }, []],
    [
      'does not list an accepted target that is unchanged again',
      { hash: hash('9'), status: 'unchanged' },
      [],
    ],
    ['lists a target with another key', { key: 'dashboard-9', hash: hash('1') }, ['Sales']],
    ['lists a target that could not be compared', { status: 'incomparable', hash: hash('7') }, ['Sales']],
  ])('the gate after an acceptance %s', (_, target, changedSince) =>
    expect(gateOf(later(target), 'looker-accepted').acceptance?.changedSince).toEqual(asListed(changedSince)),
  )

  test('the gate after an acceptance lists no entry of a target that is listed twice with two accepted results', () => {
    const [sales, ...others] = stored.targets
    if (!sales) throw new Error('There is no target')
    const twice = {
      ...stored,
      targets: [sales, { ...sales, name: 'Sales again', hash: hash('4') }, ...others],
    }
    const acceptance = accept(twice).acceptance ?? stored.acceptance
    const changedSince = (targets: StoredResults['targets']) =>
      gateOf({ ...twice, targets, ...(acceptance && { acceptance }) }, 'looker-accepted').acceptance
        ?.changedSince
    expect(changedSince(twice.targets)).toEqual(asListed([]))
    expect(changedSince(twice.targets.map(target => ({ ...target, hash: hash('5') })))?.total).toBe(3)
  })

  test('the gate after an acceptance lists a changed target without a hash', () => {
    const { hash: _, ...bare } = stored.targets[0] ?? { hash: '', key: '', name: '', status: 'changed' }
    const accepted = accept({ ...stored, targets: [bare] })
    expect(gateOf(accepted, 'looker-accepted').acceptance?.changedSince).toEqual(asListed(['Sales']))
  })
})
