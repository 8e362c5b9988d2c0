import type { BranchCheck, TileCheck } from '../src/branch-report.ts'
import { mergeFacts } from '../src/comment/merge-facts.ts'
import type { Compared, Comparison, Result } from '../src/model.ts'
import { contentFacts } from '../src/results.ts'
import {
  asListed,
  changeOfResult,
  emptyFacts,
  factsOf,
  isUngatedFacts,
  isVerdictFacts,
  type VerdictFacts,
} from '../src/verdict-facts.ts'
import { dashboard, failed, rendered, tile } from '../testkit/results.ts'

const baseline = { kind: 'branch', ref: 'main', sha: 'c'.repeat(40), at: new Date(0), run: 12 } as const
const error = { message: 'The picture is broken', hint: 'Look at it.' }
const unchanged: Comparison = {
  status: 'unchanged',
  baseline,
  changedPixels: 0,
  changedShare: 0,
  shadedPixels: 0,
}
const incomparable: Comparison = { status: 'incomparable', baseline, error }
const fresh: Comparison = { status: 'new', ref: 'main' }
const sidecar = { path: '/work/a.png', format: 'png', bytes: 1, sha256: 'd'.repeat(64) } as const
const size = { width: 10, height: 10 }
const changed: Comparison = {
  ...unchanged,
  status: 'changed',
  changedPixels: 5,
  sizes: { before: size, after: size },
  areas: [],
  before: sidecar,
  difference: sidecar,
}

const named = (name: string, comparison?: Comparison): Compared =>
  rendered({ target: dashboard({ name }), ...(comparison && { comparison }) })
const tileCheck = (about: Partial<TileCheck> = {}): TileCheck => ({
  title: 'Orders',
  explore: 'shop::orders',
  queries: [],
  ...about,
})
const check = (about: Partial<TileCheck>, more: Partial<BranchCheck> = {}): BranchCheck => ({
  tiles: [tileCheck(about)],
  ...more,
})
const problem = { message: 'The YAML has an error', hint: 'Correct it.' }
const undrawn = { drawing: { problem, textHash: 'e'.repeat(64), modelTiles: [] } }

test('the facts of a run count its targets by result, and name them', () => {
  const results = [
    named('a', changed),
    named('b', unchanged),
    named('c', incomparable),
    named('d', fresh),
    failed({ target: dashboard({ name: 'e' }) }),
    named('f', changed),
  ]
  expect(factsOf(results, { unaffected: 4, deployedAt: 'acme.looker.com' })).toEqual({
    targets: 6,
    noun: 'dashboard',
    rendered: 5,
    failed: { total: 1, first: ['e'] },
    changed: { total: 2, first: ['a', 'f'] },
    incomparable: { total: 1, first: [{ name: 'c', reason: 'The picture is broken' }] },
    added: { total: 1, first: ['d'] },
    unchanged: 1,
    unaffected: 4,
    brokenTiles: { total: 0, first: [] },
    deployedAt: 'acme.looker.com',
    incomparableReason: error,
  })
})

test('the facts of a run name at most five targets of each list, and shorten long names', () => {
  const results = ['x'.repeat(200), 'b', 'c', 'd', 'e', 'f'].map(name => named(name, changed))
  const { total, first } = factsOf(results, { unaffected: 0 }).changed
  expect(total).toBe(6)
  expect(first).toEqual([`${'x'.repeat(99)}…`, 'b', 'c', 'd', 'e'])
})

describe('the facts of a branch check', () => {
  const broken = failed({ check: check({ title: 'Revenue\nper day', sql: 'broken', error }) })

  test('a target with a broken tile counts as broken and not as failed', () => {
    const facts = factsOf([broken, failed({ check: check({ sql: 'unchecked', error }) })], { unaffected: 0 })
    expect(facts.isCheck).toBe(true)
    expect(facts.brokenTiles).toEqual({ total: 1, first: ['Revenue per day'] })
    expect(facts.failed.total).toBe(1)
  })

  test('a failed target counts as changed if its tiles changed', () =>
    expect(factsOf([failed({ check: check({ numbers: 'changed' }) })], { unaffected: 0 })).toMatchObject({
      failed: { total: 1 },
      changed: { total: 1 },
    }))

  test.each<[string, Partial<TileCheck>[], VerdictFacts['comparedOnly']]>([
    ['SQL', [{ sql: 'same' }], 'SQL'],
    ['numbers', [{ numbers: 'unchanged' }], 'numbers'],
    ['SQL and numbers', [{ sql: 'same', numbers: 'unchanged' }], undefined],
    ['SQL of some tiles', [{ numbers: 'unchanged' }, { sql: 'same', numbers: 'unchanged' }], 'numbers'],
    ['equal numbers of changed SQL', [{ sql: 'changed', numbers: 'unchanged' }], 'numbers'],
    ['SQL, apart from a SQL Runner tile', [{ sql: 'unchecked', isUncheckable: true }], undefined],
    ['numbers, apart from a failing tile', [{ numbers: 'unchanged' }, { sql: 'failing' }], 'numbers'],
  ])(
    'the facts say whether only SQL or only numbers were compared without a difference: %s',
    (_, tiles, expected) => {
      const results = [rendered({ check: { tiles: tiles.map(tileCheck) } })]
      const facts = factsOf(results, { unaffected: 0 })
      expect(facts.comparedOnly).toBe(expected)
    },
  )

  test('a target counts as failing if all its queries failed before', () => {
    const same = checkedOnly(check({ sql: 'same' }))
    const facts = factsOf([checkedOnly(check({ sql: 'failing' })), same, broken], { unaffected: 0 })
    expect(facts).toMatchObject({ failing: 1, unchanged: 1, failed: { total: 0 } })
    expect(factsOf([same, rendered()], { unaffected: 0 }).failing).toBeUndefined()
    const runner = checkedOnly(check({ sql: 'unchecked', isUncheckable: true }))
    expect(factsOf([same, runner, runner], { unaffected: 0 })).toMatchObject({ uncheckable: 2, unchanged: 1 })
  })

  test('the facts count the tiles of unchanged targets that failed before', () => {
    const half = (...states: Partial<TileCheck>[]) =>
      checkedOnly({ tiles: [{ sql: 'failing' } as const, ...states].map(tileCheck) })
    const results = [
      half({ sql: 'same' }),
      half({ sql: 'same' }, { sql: 'failing' }),
      half({ sql: 'changed', numbers: 'changed' }),
      half(),
    ]
    expect(factsOf(results, { unaffected: 0 })).toMatchObject({ unchanged: 2, failing: 1, failingTiles: 3 })
    const facts = factsOf([checkedOnly(check({ sql: 'same' }))], { unaffected: 0 })
    expect(facts.failingTiles).toBeUndefined()
  })

  test('a dashboard that could not be drawn counts as incomparable, with the reason', () =>
    expect(
      factsOf([rendered({ check: check({ numbers: 'unchanged' }, undrawn) })], { unaffected: 0 })
        .incomparable,
    ).toEqual({ total: 1, first: [{ name: 'dashboards/42', reason: 'The YAML has an error' }] }))
})

const checkedOnly = (about: BranchCheck): Result<Compared> => ({
  status: 'checked',
  target: dashboard(),
  check: about,
  apiCalls: 0,
})

test.each<[string, Result<Compared>, ReturnType<typeof changeOfResult>]>([
  ['a failed target', failed({ check: check({ numbers: 'changed' }) }), undefined],
  ['a picture that was not compared', rendered(), undefined],
  ['a changed picture', rendered({ comparison: changed }), 'changed'],
  ['unchanged tiles without a picture', checkedOnly(check({ numbers: 'unchanged' })), 'unchanged'],
  ['changed tiles without a picture', checkedOnly(check({ numbers: 'changed' })), 'changed'],
  [
    'changed tiles with an unchanged picture',
    rendered({ comparison: unchanged, check: check({ numbers: 'changed' }) }),
    'changed',
  ],
  [
    'unchanged tiles with a changed picture',
    rendered({ comparison: changed, check: check({ numbers: 'unchanged' }) }),
    'changed',
  ],
  [
    'unchanged tiles of a dashboard that could not be drawn',
    rendered({ comparison: unchanged, check: check({ numbers: 'unchanged' }, undrawn) }),
    'incomparable',
  ],
  [
    'changed tiles of a dashboard that could not be drawn',
    rendered({ check: check({ numbers: 'changed' }, undrawn) }),
    'changed',
  ],
  ['tiles that all failed before', checkedOnly(check({ sql: 'failing' })), undefined],
  [
    'tiles that all failed before, with an unchanged picture',
    rendered({ comparison: unchanged, check: check({ sql: 'failing' }) }),
    undefined,
  ],
  [
    'tiles that all failed before, with a changed picture',
    rendered({ comparison: changed, check: check({ sql: 'failing' }) }),
    'changed',
  ],
  [
    'tiles that all failed before, apart from a SQL Runner tile',
    checkedOnly({
      tiles: [tileCheck({ sql: 'failing' }), tileCheck({ sql: 'unchecked', isUncheckable: true })],
    }),
    undefined,
  ],
  [
    'a SQL Runner tile without other affected tiles',
    checkedOnly(check({ sql: 'unchecked', isUncheckable: true })),
    undefined,
  ],
  ['a target without affected tiles', checkedOnly({ tiles: [] }), 'unchanged'],
  [
    'a failing tile beside a tile with the same SQL',
    checkedOnly({ tiles: [tileCheck({ sql: 'failing' }), tileCheck({ sql: 'same' })] }),
    'unchanged',
  ],
  [
    'a tile with a failing and a changed query',
    checkedOnly(check({ sql: 'failing', numbers: 'changed' })),
    'changed',
  ],
  ['changed tiles of a new dashboard', checkedOnly(check({ numbers: 'changed' }, { isNew: true })), 'new'],
])('the state of %s is correct', (_, result, state) => expect(changeOfResult(result)).toBe(state))

describe('the reason of all targets that could not be compared', () => {
  const removed = { ...incomparable, isRemoved: true } as const
  const other = { ...incomparable, error: { ...error, message: 'Another reason' } }

  test.each<[string, Result<Compared>[], VerdictFacts['incomparableReason']]>([
    ['two targets with the same reason', [named('a', incomparable), named('b', incomparable)], error],
    ['one target, and a changed one', [named('a', incomparable), named('b', changed)], error],
    ['targets with different reasons', [named('a', incomparable), named('b', other)], undefined],
    ['a removed target', [named('a', removed)], undefined],
    ['no such target', [named('a', unchanged)], undefined],
  ])('the facts contain a shared reason only if it has a next step: %s', (_, results, reason) =>
    expect(factsOf(results, { unaffected: 0 }).incomparableReason).toEqual(reason),
  )

  test('the reason of several jobs is the reason of each job that could not compare a target', () => {
    const one = {
      ...emptyFacts,
      incomparable: asListed([{ name: 'a', reason: 'r' }]),
      incomparableReason: error,
    }
    const { incomparableReason: _, ...unshared } = one
    expect(mergeFacts([one, emptyFacts, one]).incomparableReason).toEqual(error)
    expect(mergeFacts([one, unshared]).incomparableReason).toBeUndefined()
  })
})

test('two PDFs that differ do not count as incomparable', () => {
  const target = dashboard({ output: { format: 'pdf', landscape: false } })
  expect(
    factsOf([rendered({ target, comparison: incomparable })], { unaffected: 0 }).incomparable.total,
  ).toBe(0)
})

test.each<[string, Result<Compared>[], VerdictFacts['noun']]>([
  ['no target', [], 'target'],
  [
    'a dashboard and a LookML dashboard',
    [rendered(), rendered({ target: dashboard({ kind: 'lookml_dashboard' }) })],
    'dashboard',
  ],
  ['a Look', [rendered({ target: { ...tile(), kind: 'look' } })], 'Look'],
  ['a query', [rendered({ target: { ...tile(), kind: 'query' } })], 'query'],
  ['a tile', [rendered({ target: tile() })], 'tile'],
  ['a tile and a dashboard', [rendered({ target: tile() }), rendered()], 'target'],
  [
    'a folder that could not be read',
    [
      failed({
        target: { kind: 'folder', source: 'folders/9', name: 'folders-9', url: 'https://x', id: '9' },
      }),
    ],
    'target',
  ],
])('the noun for the targets of a run with %s is correct', (_, results, noun) =>
  expect(factsOf(results, { unaffected: 0 }).noun).toBe(noun),
)

test.each<[string, Result<Compared>[], string | undefined]>([
  ['only comparisons without a baseline', [named('a', fresh), named('b', fresh)], 'main'],
  ['one comparison with a baseline', [named('a', fresh), named('b', unchanged)], undefined],
  ['a target that the merge base lacks', [named('a', { ...fresh, sha: 'c'.repeat(40) })], undefined],
  ['no comparison', [named('a')], undefined],
  ['a comparison without a baseline and a failed target', [named('a', fresh), failed()], 'main'],
])('the facts name the branch without baselines after %s: %s', (_, results, branch) =>
  expect(factsOf(results, { unaffected: 0 }).unrecordedBranch).toBe(branch),
)

describe('the reason of all failures', () => {
  const reasonOf = (...results: Result<Compared>[]) => factsOf(results, { unaffected: 0 }).failureReason
  const other = failed({ error: { ...error, hint: 'Another hint.' } })

  test.each<[string, Result<Compared>[], VerdictFacts['failureReason']]>([
    ['all targets failed for it', [failed({ error }), failed({ error })], error],
    ['a target was rendered', [failed({ error }), rendered()], undefined],
    ['the next steps differ', [failed({ error }), other], undefined],
    [
      'all tiles failed for it',
      [failed({ check: check({ sql: 'broken', error }) }), failed({ error })],
      error,
    ],
    [
      'the tiles of a failed target did not fail',
      [failed({ error, check: check({ sql: 'same' }) }), failed({ error })],
      error,
    ],
    ['there is no target', [], undefined],
  ])(
    'the facts contain the reason of all failures only if all failures have the same reason: %s',
    (_, results, reason) => expect(reasonOf(...results)).toEqual(reason),
  )

  test('the reason of all failures is shortened', () => {
    const { message = '', hint = '' } =
      reasonOf(failed({ error: { message: 'm'.repeat(900), hint: 'h'.repeat(900) } })) ?? {}
    expect(message).toBe(`${'m'.repeat(199)}…`)
    expect(hint).toBe(`${'h'.repeat(499)}…`)
  })
})

test('the facts about broken content contain its number and its titles', () => {
  expect(contentFacts([])).toEqual({})
  const look = { kind: 'look', id: '7', title: `${'x'.repeat(150)}`, url: '', messages: [] } as const
  expect(contentFacts([look, { ...look, title: 'Top\nproducts' }]).brokenContent).toEqual({
    count: '2 Looks outside the targets',
    titles: { total: 2, first: [`${'x'.repeat(99)}…`, 'Top products'] },
  })
})

const list = (...first: string[]) => ({ total: first.length, first })
const acceptance = { login: 'ada', commit: 'abc1234', changedSince: list() }

describe('the facts of several jobs', () => {
  const one: VerdictFacts = {
    ...emptyFacts,
    targets: 5,
    noun: 'dashboard',
    rendered: 4,
    failed: list('a'),
    changed: list('b', 'c', 'd'),
    incomparable: { total: 1, first: [{ name: 'e', reason: 'r' }] },
    added: list('f'),
    unchanged: 2,
    failing: 1,
    uncheckable: 2,
    failingTiles: 3,
    unaffected: 3,
    brokenTiles: list('g'),
    omittedQueries: 4,
    failureReason: error,
  }

  test('the facts of several jobs are added up', () =>
    expect(mergeFacts([one, { ...one, changed: list('x', 'y', 'z'), isCheck: true }])).toEqual({
      targets: 10,
      noun: 'dashboard',
      rendered: 8,
      failed: list('a', 'a'),
      changed: { total: 6, first: ['b', 'c', 'd', 'x', 'y'] },
      incomparable: { total: 2, first: Array(2).fill({ name: 'e', reason: 'r' }) },
      added: list('f', 'f'),
      unchanged: 4,
      failing: 2,
      uncheckable: 4,
      failingTiles: 6,
      unaffected: 6,
      brokenTiles: list('g', 'g'),
      omittedQueries: 8,
      isCheck: true,
      failureReason: error,
    }))

  test('the facts of several jobs contain each fact that one of the jobs has', () => {
    const facts = {
      keyRefusedBy: 'acme.looker.com',
      lookml: { action: 'compile', errors: list('x') },
      disturbance: { kind: 'branch', name: 'dev', host: 'acme.looker.com' },
      stopped: { reason: 'r', hint: 'h', problems: list() },
      gate: { acceptLabel: 'ok', isUnpublished: true },
      otherCommit: { message: 'm', hint: 'h' },
      unrecordedBranch: 'main',
      hasOtherBaselines: true,
      deployedAt: 'acme.looker.com',
      brokenContent: { count: '1 Look', titles: list('x') },
      isContentUnchecked: true,
      isCheck: true,
      comparedOnly: 'SQL',
      secondKeyRefusedBy: 'eu.looker.com',
      unpublished: 'no baseline of main was recorded',
      comparedWith: { host: 'eu.looker.com' },
    } as const
    expect(mergeFacts([emptyFacts, { ...emptyFacts, ...facts }])).toEqual({ ...emptyFacts, ...facts })
    expect(mergeFacts([])).toEqual(emptyFacts)
  })

  test.each([
    { unchanged: 1 },
    { changed: list('a') },
    { incomparable: { total: 1, first: [{ name: 'a', reason: 'r' }] } },
  ])(
    'the facts of several jobs name no branch without baselines if a job compared a target: %j',
    compared => {
      const unrecorded = {
        ...emptyFacts,
        added: list('b'),
        unrecordedBranch: 'main',
        hasOtherBaselines: true,
      } as const
      const { unrecordedBranch, hasOtherBaselines } = mergeFacts([unrecorded, { ...emptyFacts, ...compared }])
      expect([unrecordedBranch, hasOtherBaselines]).toEqual([undefined, undefined])
    },
  )

  test.each<[string, VerdictFacts[], VerdictFacts['noun']]>([
    ['dashboards', [one, one], 'dashboard'],
    ['dashboards and Looks', [one, { ...one, noun: 'Look' }], 'target'],
    ['dashboards, and with a job that has no targets', [emptyFacts, one], 'dashboard'],
  ])('the noun for the targets of jobs with %s is correct', (_, parts, noun) =>
    expect(mergeFacts(parts).noun).toBe(noun),
  )

  const { failureReason: _, ...withoutReason } = one
  test.each<[string, VerdictFacts[], VerdictFacts['failureReason']]>([
    ['the jobs have the same reason', [one, one], error],
    ['a job has no reason', [one, withoutReason], undefined],
    ['the first job has no reason', [withoutReason, one], undefined],
    ['a job has another message', [one, { ...one, failureReason: { ...error, message: 'x' } }], undefined],
    ['a job has another next step', [one, { ...one, failureReason: { ...error, hint: 'x' } }], undefined],
    ['a job without targets has no reason', [emptyFacts, one], error],
  ])('the facts of several jobs have a common reason only if all failures have it: %s', (_, parts, reason) =>
    expect(mergeFacts(parts).failureReason).toEqual(reason),
  )

  const stopped = { reason: 'r', hint: 'h', problems: list() }
  test.each<[string, VerdictFacts[], VerdictFacts['stopped']]>([
    ['no job rendered a target', [{ ...emptyFacts, failed: list('a'), stopped }, emptyFacts], stopped],
    ['another job rendered targets', [{ ...emptyFacts, failed: list('a'), stopped }, one], undefined],
    ['the job that stopped has no targets', [{ ...emptyFacts, stopped }, one], undefined],
  ])('the facts of several jobs say why one of the jobs stopped: %s', (_, parts, expected) =>
    expect(mergeFacts(parts).stopped).toEqual(expected),
  )

  const gated = (more: Partial<VerdictFacts>, about: object | undefined): VerdictFacts => ({
    ...emptyFacts,
    ...more,
    gate: { acceptLabel: 'ok', ...(about && { acceptance: { ...acceptance, ...about } }) },
  })
  const change = { changed: list('a') }
  test.each<[string, VerdictFacts[], object | undefined]>([
    ['all jobs with changes have the same acceptance', [gated(change, {}), gated(change, {})], acceptance],
    ['a job without changes has none', [gated(change, {}), gated({}, undefined)], acceptance],
    ['only the last job has changes', [gated({}, undefined), gated(change, {})], acceptance],
    ['a job with changes has none', [gated(change, {}), gated(change, undefined)], undefined],
    [
      'a job with incomparable targets has none',
      [gated(change, {}), gated({ incomparable: one.incomparable }, undefined)],
      undefined,
    ],
    [
      'a job with broken content has none',
      [gated(change, {}), gated({ brokenContent: { count: '1 Look', titles: list('x') } }, undefined)],
      undefined,
    ],
    ['another person accepted', [gated(change, {}), gated(change, { login: 'bob' })], undefined],
    ['another commit was accepted', [gated(change, {}), gated(change, { commit: 'def' })], undefined],
    [
      'one label came too early',
      [gated(change, {}), gated(change, { isLabelOnly: true })],
      { ...acceptance, isLabelOnly: true },
    ],
    ['no job has changes', [gated({}, {}), gated({}, undefined)], acceptance],
    [
      'targets changed afterwards',
      [gated(change, { changedSince: list('x') }), gated(change, { changedSince: list('y') })],
      { ...acceptance, changedSince: list('x', 'y') },
    ],
  ])('the acceptance of several jobs is correct if %s', (_, parts, expected) =>
    expect(mergeFacts(parts).gate).toEqual({
      acceptLabel: 'ok',
      ...(expected && { acceptance: expected }),
    }),
  )
})

test('the gate of several jobs contains the next step if the results of one job could not be stored', () => {
  const unstored = { ...emptyFacts, gate: { acceptLabel: 'ok', unstoredHint: 'Set images-branch.' } }
  const stored = { ...emptyFacts, gate: { acceptLabel: 'ok' } }
  const unpublished: VerdictFacts = { ...emptyFacts, gate: { acceptLabel: 'ok', isUnpublished: true } }
  expect(mergeFacts([stored, unpublished]).gate).toEqual(unpublished.gate)
  expect(mergeFacts([stored, unstored]).gate).toEqual(unstored.gate)
})

describe('facts from JSON', () => {
  const full = {
    ...emptyFacts,
    incomparable: { total: 1, first: [{ name: 'a', reason: 'r' }] },
    changed: list('a'),
    keyRefusedBy: 'acme.looker.com',
    lookml: { action: 'check', errors: list('x') },
    disturbance: { kind: 'deployment', name: 'abc', host: 'acme.looker.com' },
    stopped: { reason: 'r', hint: 'h', problems: list() },
    otherCommit: { message: 'm', hint: 'h' },
    unrecordedBranch: 'main',
    hasOtherBaselines: true,
    deployedAt: 'acme.looker.com',
    omittedQueries: 3,
    isCheck: true,
    comparedOnly: 'SQL',
    brokenContent: { count: '1 Look', titles: list('x') },
    failureReason: error,
    incomparableReason: error,
    secondKeyRefusedBy: 'eu.looker.com',
    unpublished: 'no baseline of main was recorded',
    stepErrors: { total: 1, first: [error] },
    comparedWith: { host: 'eu.looker.com', releases: 'They differ.' },
  }
  const gate = {
    acceptLabel: 'ok',
    acceptance: { ...acceptance, isLabelOnly: true },
    unstoredHint: 'Set images-branch.',
  }

  test('facts with all fields are valid', () => {
    expect(isUngatedFacts(full)).toBe(true)
    expect(isUngatedFacts(emptyFacts)).toBe(true)
    expect(isVerdictFacts({ ...full, gate })).toBe(true)
    for (const noun of ['dashboard', 'Look', 'query', 'tile', 'target'])
      expect(isUngatedFacts({ ...full, noun })).toBe(true)
    for (const action of ['compile', 'deploy', 'check'])
      expect(isUngatedFacts({ ...full, lookml: { action, errors: list() } })).toBe(true)
    for (const kind of ['deployment', 'branch'])
      expect(isUngatedFacts({ ...full, disturbance: { ...full.disturbance, kind } })).toBe(true)
  })

  test.each([...Object.keys(full), 'noun'])('facts with a wrong value for %s are invalid', key => {
    expect(isUngatedFacts({ ...full, [key]: null })).toBe(false)
    expect(isVerdictFacts({ ...full, [key]: { x: 1 } })).toBe(false)
  })

  test.each<[string, object]>([
    ['no targets', { targets: undefined }],
    ['an unknown noun', { noun: 'model' }],
    ['a negative number', { unchanged: -1 }],
    ['a number as a name', { changed: { total: 1, first: [1] } }],
    ['a list without a total', { changed: { first: [] } }],
    ['a name without a reason', { incomparable: { total: 1, first: [{ name: 'a' }] } }],
    ['an unknown LookML action', { lookml: { action: 'read', errors: list() } }],
    ['an unknown disturbance', { disturbance: { ...full.disturbance, kind: 'tag' } }],
    ['isCheck: false', { isCheck: false }],
    ['an unknown key', { extra: 1 }],
  ])('facts with %s are invalid', (_, more) => expect(isVerdictFacts({ ...full, ...more })).toBe(false))

  test.each<[string, object]>([
    ['an unknown key', { extra: 1 }],
    ['a label that is not text', { acceptLabel: 1 }],
    ['a next step that is not text', { unstoredHint: true }],
    ['an acceptance without a person', { acceptance: { ...acceptance, login: undefined } }],
    ['an acceptance without a commit', { acceptance: { ...acceptance, commit: undefined } }],
    ['an acceptance without a list', { acceptance: { ...acceptance, changedSince: ['a'] } }],
    ['isLabelOnly: false', { acceptance: { ...acceptance, isLabelOnly: false } }],
  ])('facts are invalid if the gate has %s', (_, more) =>
    expect(isVerdictFacts({ ...full, gate: { ...gate, ...more } })).toBe(false),
  )

  test('stored facts contain no gate', () => expect(isUngatedFacts({ ...full, gate })).toBe(false))
})
