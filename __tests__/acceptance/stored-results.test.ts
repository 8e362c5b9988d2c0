import { isAccepted, isCovered, labelEventOf, mayRepeat } from '../../src/acceptance/decide-label-event.ts'
import {
  formatAcceptance,
  formatResults,
  type StoredAcceptance,
  type StoredResults,
  type StoredTarget,
} from '../../src/acceptance/results-format.ts'
import {
  markBeginning,
  readStored,
  storeAcceptance,
  storedPaths,
  storeResults,
} from '../../src/acceptance/stored-results.ts'
import {
  acceptanceKey,
  hashContent,
  hashOf,
  toStoredContent,
  toStoredTargets,
} from '../../src/acceptance/stored-targets.ts'
import type {
  BranchCheck,
  BrokenContent,
  ContentReport,
  ResultDiff,
  TileCheck,
} from '../../src/branch-report.ts'
import { blobSha } from '../../src/images-branch/branch-tip.ts'
import type { Compared, Result } from '../../src/model.ts'
import { emptyFacts } from '../../src/verdict-facts.ts'
import { changed } from '../../testkit/pictures/changes.ts'
import { dashboard, failed, rendered, resultDiff } from '../../testkit/results.ts'

describe('the hash of a result, which an acceptance must match', () => {
  const tile = { title: 'Orders', explore: 'shop::orders', sql: 'changed', queries: [] } as const
  const ranAt = (time: string) => ({
    ...tile,
    queries: [
      {
        results: resultDiff({ ranAt: { before: new Date(time) } }),
      },
    ],
  })
  const drawing = { textHash: 'text', modelTiles: [] }
  const problem = { message: 'It extends another one', hint: '' }
  const checked = (check: BranchCheck, about: Partial<Compared> = {}) =>
    hashOf(rendered({ check, comparison: changed(), ...about }))
  const unchanged = {
    comparison: {
      status: 'unchanged',
      baseline: changed().baseline,
      changedPixels: 0,
      changedShare: 0,
      shadedPixels: 0,
    },
  } as const
  const different = (one: string | undefined, other: string | undefined) => {
    expect(one).toMatch(/^[0-9a-f]{64}$/)
    expect(other).toMatch(/^[0-9a-f]{64}$/)
    expect(one).not.toBe(other)
  }

  test('the hash of a rendered target is the hash of its file, and a failed target has no hash', () => {
    expect(hashOf(rendered({ sha256: 'ab' }))).toBe('ab')
    expect(hashOf(failed())).toBeUndefined()
  })

  test('the hash of a checked target changes with the results of its tiles, and not with the time of the queries', () => {
    different(checked({ tiles: [tile] }), checked({ tiles: [{ ...tile, sql: 'new' }] }))
    expect(checked({ tiles: [ranAt('2026-11-20')] })).toBe(checked({ tiles: [ranAt('2026-11-21')] }))
  })

  test.each<[string, (message: string, rows: number) => TileCheck]>([
    [
      'the error of another tile that fails on both commits',
      message => ({ ...tile, sql: 'failing', error: { message, hint: '' } }),
    ],
    [
      'the error of a changed query that fails on both commits',
      message => ({ ...tile, numbers: 'changed', error: { message, hint: '' } }),
    ],
    [
      'the number of rows that differ in every run',
      (_, unstableRows) => ({ ...tile, queries: [{ results: resultDiff({ unstableRows }) }] }),
    ],
  ])('the hash of a checked target does not change with %s', (_, tileOf) =>
    expect(checked({ tiles: [tile, tileOf('Job 1 failed', 1)] })).toBe(
      checked({ tiles: [tile, tileOf('Job 2 failed', 2)] }),
    ),
  )

  test.each<[string, Partial<TileCheck>]>([
    ['the SQL of a failing query', { queries: [{ sqlDiff: { lines: ['+ 1'], isWhole: false } }] }],
    ['the state of the results', { numbers: 'unchecked' }],
    ['the SQL of the head', { headHash: 'abc' }],
    ['the results', { queries: [{ results: resultDiff({ addedColumns: ['Margin'] }) }] }],
    ['the limits of the results', { queries: [{ limits: ['5,000 rows'] }] }],
  ])('the hash of a checked target changes with %s', (_, about) => {
    const failing = { ...tile, error: { message: 'Job 1 failed', hint: '' } }
    different(checked({ tiles: [failing] }), checked({ tiles: [{ ...failing, ...about }] }))
  })

  test.each([
    ['stays the same if Looker builds a persistent derived table again', ' FROM a.', '1709664574784', true],
    ['changes with a table that is the same on both sides', ' FROM a.', '1709664574784_x', false],
    ['changes with a table that differs between both sides', '+FROM a.', '1709664574784', false],
  ])('the hash of a checked target %s', (_, start, time, expected) => {
    const hashWith = (name: string) => {
      const sqlDiff = { lines: ['-1', '+2', `${start}LR_6YUJU${name}_orders AS orders`], isWhole: false }
      return checked({ tiles: [{ ...tile, queries: [{ sqlDiff }] }] })
    }
    expect(hashWith(time) === hashWith('1729203524061')).toBe(expected)
  })

  describe('the values in the hash of a checked target', () => {
    type Value = [text: string, number?: number]
    const shown = ([text, number]: Value) => ({ text, ...(number !== undefined && { number }) })
    const hashWith = (...rows: [key: string, value: Value][]) => {
      const changes = rows.map(([key, value]) => ({
        kind: 'changed' as const,
        key: [key],
        values: [{ after: shown(value) }],
      }))
      return checked({ tiles: [{ ...tile, queries: [{ results: resultDiff({ changes }) }] }] })
    }

    test.each<[string, Value, Value]>([
      ['a whole number', ['20', 20], ['20.000000000000004', 20.000000000000004]],
      ['a fraction', ['0.3', 0.3], ['0.30000000000000004', 0.30000000000000004]],
      ['a one', ['1', 1], ['0.9999999999999999', 0.9999999999999999]],
      ['a sum with cents', ['€123,456,789.25', 123456789.25], ['€123,456,789.25', 123456789.25000001]],
      ['a small number', ['-1e-7', -1e-7], ['-1.0000000000000002e-7', -1.0000000000000002e-7]],
      ['a large whole number', ['2400000000', 2400000000], ['2400000000.0000005', 2400000000.0000005]],
    ])('the hash is the same if only the last digits of %s differ', (_, one, other) =>
      expect(hashWith(['a', one])).toBe(hashWith(['a', other])),
    )

    test.each<[string, Value, Value]>([
      ['another number', ['1.25', 1.25], ['1.25000001', 1.25000001]],
      ['a number with another sign', ['20', 20], ['-20', -20]],
      ['a zero', ['0', 0], ['1e-17', 1e-17]],
      ['a text with digits', ['00123'], ['123']],
      ['a large whole number', ['1234567890123', 1234567890123], ['1234567890124', 1234567890124]],
      ['a large number with cents', ['2400000000.00', 2400000000], ['2400000010.01', 2400000010.01]],
      [
        'a whole number with too many digits',
        ['12345678901234567', 1.2345678901234568e16],
        ['12345678901234569', 1.2345678901234568e16],
      ],
      ['another currency', ['$20.00', 20], ['€20.00', 20]],
    ])('the hash changes with %s', (_, one, other) => different(hashWith(['a', one]), hashWith(['a', other])))

    test('the hash is the same if only the last digits of a fraction in the key of a row differ', () =>
      expect(hashWith(['0.3', ['5', 5]])).toBe(hashWith(['0.30000000000000004', ['5', 5]])))

    test.each([
      ['0.3', '0.3000001'],
      ['1.1', '1.10'],
      ['12345678901', '12345678902'],
      ['NaN', 'Infinity'],
    ])('the hash changes if the key of a row is not %s but %s', (one, other) =>
      different(hashWith([one, ['5', 5]]), hashWith([other, ['5', 5]])),
    )

    test('the hash changes if two rows swap their values, and not if the rows have another order', () => {
      const [five, six] = [
        ['5', 5],
        ['6', 6],
      ] as [Value, Value]
      expect(hashWith(['a', five], ['b', six])).toBe(hashWith(['b', six], ['a', five]))
      different(hashWith(['a', five], ['b', six]), hashWith(['a', six], ['b', five]))
    })

    test('the hash changes with the single value and the totals, and not with their last digits', () => {
      const before = { text: '20', number: 20 }
      const hashOfDiff = (about: Partial<ResultDiff>) =>
        checked({ tiles: [{ ...tile, queries: [{ results: resultDiff(about) }] }] })
      const value = (number: number) =>
        hashOfDiff({ value: { label: 'a', before, after: { text: `${number}`, number } } })
      const total = (number: number) =>
        hashOfDiff({ totals: [{ before, after: { text: `${number}`, number } }] })
      for (const hashOfNumber of [value, total]) {
        expect(hashOfNumber(30)).toBe(hashOfNumber(30.000000000000004))
        different(hashOfNumber(30), hashOfNumber(31))
      }
    })
  })

  test('the hash of a checked target changes if a tile is added or removed', () =>
    different(checked({ tiles: [tile] }), checked({ tiles: [tile, tile] })))

  test('the hash of a checked target does not change with tiles that are the same on both commits, or with the order of tiles', () => {
    const [same, other] = [
      { ...tile, sql: 'same' },
      { ...tile, title: 'Returns' },
    ] as const
    const hash = checked({ tiles: [tile, other] })
    expect(checked({ tiles: [same, tile, { ...same, numbers: 'unchanged' }, other] })).toBe(hash)
    expect(checked({ tiles: [other, tile] })).toBe(hash)
  })

  test.each<[Partial<TileCheck>]>([
    [{ sql: 'failing' }],
    [{ sql: 'unchecked', isUncheckable: true }],
    [{ sql: 'same', headHash: 'abc' }],
    [{ sql: 'same', queries: [{ limits: ['5,000 rows'] }] }],
    [{ numbers: 'unchanged', queries: [{ sqlDiff: { lines: ['+ 1'], isWhole: false } }] }],
  ])('the hash of a checked target changes if a reviewer has not seen the tile %j', about =>
    different(checked({ tiles: [tile] }), checked({ tiles: [tile, { ...tile, ...about }] })),
  )

  test('the hash of a checked target changes with the drawn picture, and not with the picture of production', () => {
    const [one, other] = [{ sha256: '11' }, { sha256: '22' }]
    different(checked({ tiles: [tile], drawing }, one), checked({ tiles: [tile], drawing }, other))
    expect(checked({ tiles: [tile] }, one)).toBe(checked({ tiles: [tile] }, other))
    expect(checked({ tiles: [tile], drawing }, { ...one, ...unchanged })).toBe(
      checked({ tiles: [tile], drawing }, { ...other, ...unchanged }),
    )
  })

  test.each([{ problem }, {}])(
    'the hash of a changed dashboard changes with its text, whether it was drawn or not: %j',
    about => {
      const ofText = (textHash: string) =>
        checked({ tiles: [tile], drawing: { ...drawing, textHash, ...about } })
      different(ofText('one'), ofText('other'))
    },
  )

  test('the hash of a dashboard that was drawn as a PDF changes with its text, and not with the file', () => {
    const target = dashboard({ output: { format: 'pdf', landscape: false } })
    const comparison = { status: 'incomparable', error: problem } as const
    const pdf = (textHash: string, about: Partial<Compared> = {}) =>
      checked({ tiles: [tile], drawing: { ...drawing, textHash } }, { target, comparison, ...about })
    expect(pdf('one', { sha256: '11' })).toBe(pdf('one', { sha256: '22' }))
    expect(pdf('one', unchanged)).toBe(pdf('one'))
    different(pdf('one'), pdf('other'))
    const picture = { target: dashboard() }
    different(pdf('one', { ...picture, sha256: '11' }), pdf('one', { ...picture, sha256: '22' }))
  })

  test('the hash of a failed target with tiles is the hash of its tiles', () =>
    expect(hashOf(failed({ check: { tiles: [tile] } }))).toBe(checked({ tiles: [tile] })))
})

describe('the key of a target in stored results', () => {
  const [left, right] = [
    { x: 0, y: 0, width: 10, height: 10 },
    { x: 90, y: 0, width: 10, height: 10 },
  ]
  const key = (about: Parameters<typeof dashboard>[0]) => acceptanceKey(dashboard(about), 'acme.looker.com')

  test('a target has the same key under another name, and with its ignored rectangles in another order', () => {
    expect(key({ name: 'again' })).toBe(key({}))
    expect(key({ ignore: [left, right] })).toBe(key({ ignore: [right, left] }))
  })

  test('a target has another key if other rectangles are ignored', () => {
    expect(key({ ignore: [left] })).not.toBe(key({}))
    expect(key({ ignore: [left] })).not.toBe(key({ ignore: [right] }))
  })
})

describe('broken content', () => {
  const broken = (kind: 'dashboard' | 'look', id: string, ...messages: string[]) => ({
    kind,
    id,
    title: 'Sales',
    url: 'https://x',
    messages,
  })
  const report = (...all: BrokenContent[]): ContentReport => ({ broken: all, leftOut: 0 })
  const [first, second] = [broken('dashboard', '1', 'a', 'b'), broken('look', '1', 'c')]

  const covers = (accepted: ContentReport, own: ContentReport) =>
    isCovered(hashContent(own), hashContent(accepted))

  test.each([
    ['the same content in another order', report(second, broken('dashboard', '1', 'b', 'a'))],
    ['one error fewer', report(broken('dashboard', '1', 'a'), second)],
    ['one dashboard fewer', report(second)],
  ])('an acceptance of broken content covers %s', (_, own) =>
    expect(covers(report(first, second), own)).toBe(true),
  )

  test.each([
    ['another dashboard', report(broken('dashboard', '2', 'a', 'b'), second)],
    ['a Look with the same id', report(broken('look', '1', 'a', 'b'), second)],
    ['another error', report(broken('dashboard', '1', 'a', 'x'), second)],
    ['one more error', report(broken('dashboard', '1', 'a', 'b', 'c'))],
    ['one more dashboard without errors', report(first, second, broken('dashboard', '2'))],
  ])('an acceptance of broken content does not cover %s', (_, own) =>
    expect(covers(report(first, second), own)).toBe(false),
  )

  test('an acceptance of content whose errors are left out covers the same errors, also if they are no longer left out', () => {
    const hidden = (...hiddenMessages: string[]) =>
      report({ ...broken('dashboard', '1', 'Errors are left out'), hiddenMessages })
    expect(covers(hidden('a', 'b'), hidden('a'))).toBe(true)
    expect(covers(hidden('a', 'b'), report(first))).toBe(true)
    expect(covers(hidden('a', 'b'), hidden('a', 'c'))).toBe(false)
  })

  test('an acceptance without single errors covers only the same hash', () => {
    const { hash } = hashContent(report(first))
    expect(isCovered(hashContent(report(first)), { hash })).toBe(true)
    expect(isCovered(hashContent(report(broken('dashboard', '1', 'a'))), { hash })).toBe(false)
    expect(isCovered({}, {})).toBe(false)
  })

  test('broken content is stored as one changed target', () => {
    const name = 'Broken content outside the targets'
    expect(toStoredContent(report(first))).toEqual([
      { key: 'content-validation', name, status: 'changed', ...hashContent(report(first)) },
    ])
    expect(toStoredContent(report({ ...first, isTarget: true }))).toMatchObject([{ name: 'Broken content' }])
    expect(toStoredContent(report())).toEqual([])
    expect(toStoredContent(undefined)).toEqual([])
  })
})

describe('an event of a label', () => {
  const payload = (about: object = {}) => ({
    action: 'labeled',
    label: 'looker-accepted',
    sender: 'ada',
    pull_request: { head: { sha: 'ABCDEF' }, base: { ref: 'main' } },
    ...about,
  })
  const eventOf = (about: object = {}, eventName = 'pull_request') =>
    labelEventOf({ run: { eventName, payload: payload(about) } } as never)
  const known = { login: 'ada', sha: 'abcdef', baseBranch: 'main' }
  const event = { ...known, action: 'labeled', label: 'looker-accepted' }
  const pullUpdatedAt = (time: string) => ({
    pull_request: { head: { sha: 'ABCDEF' }, base: { ref: 'main' }, updated_at: time },
  })

  test.each([
    ['a label that was added', {}, event],
    ['a label that was removed', { action: 'unlabeled' }, { ...event, action: 'unlabeled' }],
    ['a label that was added at a known time', pullUpdatedAt('1970-01-01T00:00:07Z'), { ...event, at: 7000 }],
    ['a label that was added at an invalid time', pullUpdatedAt('noon'), event],
    ['a new title', { action: 'edited', label: undefined }, { ...known, action: 'edited' }],
    ['a new base branch', { action: 'edited', label: undefined, changesBase: true }, undefined],
    ['a push', { action: 'synchronize' }, undefined],
    ['an event without a label', { label: undefined }, undefined],
    ['an event without a person', { sender: undefined }, undefined],
    ['an event without a commit', { pull_request: { head: {} } }, undefined],
    ['an event without a pull request', { pull_request: undefined }, undefined],
  ])('a label event is read from the payload of %s', (_, about, found) =>
    expect(eventOf(about)).toEqual(found),
  )

  test.each([
    ['with fail-on-change', true, false, {}, true],
    ['without fail-on-change', false, false, {}, false],
    ['in a dry run', true, true, {}, false],
    ['after a push', true, false, { action: 'synchronize' }, false],
    ['after an edit', true, false, { action: 'edited' }, true],
    ['after a change of the base branch', true, false, { action: 'edited', changesBase: true }, false],
  ])(
    'a stored verdict is reported again only for a label event with fail-on-change: %s',
    (_, failOnChange, dryRun, about, isRepeated) =>
      expect(
        mayRepeat({
          run: { eventName: 'pull_request', payload: payload(about) },
          inputs: { compare: { failOnChange }, dryRun },
        } as never),
      ).toBe(isRepeated),
  )
})

test.each<
  [string, Pick<StoredTarget, 'key' | 'hash' | 'equals'> & { status?: StoredTarget['status'] }, boolean]
>([
  ['the accepted result', { key: 'a', hash: '1' }, true],
  ['an accepted result that is no longer compared', { key: 'a', hash: '1', status: 'incomparable' }, true],
  ['a result that was not compared', { key: 'd', hash: '4', status: 'incomparable' }, true],
  ['a change of a result that was not compared', { key: 'd', hash: '4' }, false],
  ['a result that counts as equal', { key: 'a', hash: '2', equals: '1' }, true],
  ['another result', { key: 'a', hash: '2', equals: '3' }, false],
  ['a target without a result', { key: 'a' }, false],
  ['another target with the same result', { key: 'b', hash: '1' }, false],
  ['a target that had no result when it was accepted', { key: 'c' }, false],
])('an acceptance of a target is compared with %s', (_, target, isExpected) => {
  const targets = [
    { key: 'a', hash: '1' },
    { key: 'c' },
    { key: 'd', hash: '4', isUncompared: true as const },
  ]
  const stored = { status: 'changed', ...target } as const
  expect(isAccepted(stored, { login: 'ada', run: 1, at: '', sha: '', targets })).toBe(isExpected)
  expect(isAccepted(stored, undefined)).toBe(false)
})

const context = (about: object = {}, run = 100) =>
  ({
    world: { env: {} },
    inputs: {
      ...{ compare: { failOnChange: true }, comment: { key: 'main' }, shard: { index: 1, total: 2 } },
      ...{ images: { kind: 'branch' }, looker: { base: new URL('https://acme.looker.com:19999') } },
      ...about,
    },
    run: {
      id: run,
      url: 'https://github.com/acme/lookml/actions/runs/100',
      payload: { pull_request: { number: 7 } },
    },
  }) as unknown as Parameters<typeof storeResults>[0]
const paths = storedPaths(context()) ?? { results: '', acceptance: '', marks: '' }

describe('results on the images branch', () => {
  const picture = (path: string) => ({ blob: 'b'.repeat(40), path: `results/7/${path}` })
  const results = (about: Partial<StoredResults> = {}): StoredResults => ({
    ...{ pullRequest: 7, sha: 'a'.repeat(40), run: { id: 100, attempt: 1 }, at: '2026-11-28T11:00:00Z' },
    ...{ baseBranch: 'main', facts: emptyFacts, failures: [], targets: [] },
    ...about,
  })
  const acceptance = {
    ...{ login: 'ada', run: 90, baseBranch: 'main', at: '2026-11-28T12:00:00Z', sha: 'a'.repeat(40) },
    targets: [{ key: 'a', picture: picture('accepted.png') }],
  }
  const accepted = (about: Partial<StoredAcceptance> = {}) => ({
    [paths.acceptance]: formatAcceptance({ ...acceptance, ...about }),
  })

  /** Returns an images branch with these files. `closed` has the numbers of closed pull requests. */
  function branch(files: Record<string, string> | undefined, closed: number[] = []) {
    const written = { message: '', entries: [] as { path: string; content?: string; sha?: string | null }[] }
    const asked: number[] = []
    const blobs = Object.entries(files ?? {}).map(([path, content]) => ({
      path,
      content,
      sha: blobSha(Buffer.from(content)),
    }))
    const head = files && { files: blobs.map(({ path, sha }) => ({ path, type: 'blob', sha })) }
    const repository = {
      ...{ owner: 'acme', repo: 'lookml' },
      octokit: {
        rest: {
          git: {
            getBlob: async ({ file_sha }: { file_sha: string }) => ({
              data: {
                content: Buffer.from(blobs.find(({ sha }) => sha === file_sha)?.content ?? '').toString(
                  'base64',
                ),
              },
            }),
          },
          pulls: {
            get: async ({ pull_number }: { pull_number: number }) => {
              asked.push(pull_number)
              return { data: { state: closed.includes(pull_number) ? 'closed' : 'open' } }
            },
          },
        },
      },
    }
    const images = {
      tip: async () => head,
      repository: async () => repository,
      commit: async ({
        message,
        changes,
      }: {
        message: string
        changes: (head: unknown) => Promise<object>
      }) => Object.assign(written, { message }, await changes(head)),
    }
    return { images: images as unknown as Parameters<typeof storeResults>[1], written, asked }
  }
  const mark = { shard: 1, attempt: 1, run: { id: 100, attempt: 1 } }
  const store = async (
    { images }: ReturnType<typeof branch>,
    own = results(),
    acceptance: 'keep' | 'replace' = 'keep',
  ) =>
    storeResults(context({}, own.run.id), images, { results: own, acceptance, mark }).then(
      ({ isStored }) => isStored,
    )

  const target = {
    key: 'a',
    name: 'A',
    status: 'changed',
    hash: '1'.repeat(64),
    picture: picture('a.png'),
  } as const

  test('results are stored in one commit with the changed and the accepted pictures', async () => {
    const own = results({ targets: [target] })
    const at = branch(accepted())
    expect(await store(at, own)).toBe(true)
    expect(at.written.message).toBe(
      'Results for pull request 7\n\nhttps://github.com/acme/lookml/actions/runs/100',
    )
    expect(at.written.entries).toEqual([
      { path: paths.results, mode: '100644', type: 'blob', content: formatResults(own) },
      { path: paths.acceptance, mode: '100644', type: 'blob', content: formatAcceptance(acceptance) },
      ...['a.png', 'accepted.png'].map(name => ({
        ...{ path: `results/7/${name}`, mode: '100644', type: 'blob', sha: 'b'.repeat(40) },
      })),
    ])
  })

  test('stored results are read again with their acceptance, if the branch has them', async () => {
    const own = results()
    const files = { [`${paths.results}.txt`]: '{}', [paths.results]: formatResults(own), ...accepted() }
    expect(await readStored(branch(files).images, paths)).toEqual({
      results: { ...own, acceptance },
      acceptance,
    })
    expect(await readStored(branch({ 'results/8/a.json': '' }).images, paths)).toEqual({})
    expect(await readStored(branch(undefined).images, paths)).toEqual({})
  })

  test('an acceptance of another base branch does not belong to the results', async () => {
    const files = { [paths.results]: formatResults(results()), ...accepted({ baseBranch: 'release' }) }
    expect((await readStored(branch(files).images, paths)).results).toEqual(results())
  })

  test('the error says that results could not be read if GitHub returns another file', async () => {
    const { images } = branch({ [paths.results]: formatResults(results()) })
    const other = await branch({}).images.repository()
    const wrong = { ...images, repository: async () => other }
    await expect(readStored(wrong, paths)).rejects.toMatchObject({
      message: "The stored results could not be read: GitHub's answer is not a valid blob",
      hint: 'Run the job again.',
    })
  })

  test('stored results are ignored if they are empty', async () =>
    expect(await readStored(branch({ [paths.results]: '' }).images, paths)).toEqual({}))

  /** Returns the acceptance after a commit, `removed`, or undefined if the commit does not change it. */
  const acceptanceIn = ({ written }: ReturnType<typeof branch>) => {
    const entry = written.entries.find(({ path }) => path === paths.acceptance)
    return entry?.sha === null ? 'removed' : entry?.content
  }

  test.each<['keep' | 'replace', string, Partial<StoredAcceptance>, boolean]>([
    ['keep', 'of an older label', {}, true],
    ['replace', 'of an older label', {}, false],
    ['keep', 'of another base branch', { baseBranch: 'release' }, false],
    ['keep', 'of another base branch by a newer label', { run: 101, baseBranch: 'release' }, false],
    ['replace', 'that another job stored for the same label', { run: 100 }, true],
    ['replace', 'of a newer label', { run: 101 }, true],
  ])('new results (%s) with an acceptance %s: it stays %s', async (mode, _, about, isKept) => {
    const at = branch({ [paths.results]: formatResults(results()), ...accepted(about) })
    expect(await store(at, results(), mode)).toBe(true)
    expect(acceptanceIn(at)).toBe(isKept ? formatAcceptance({ ...acceptance, ...about }) : 'removed')
  })

  test('new results do not keep an acceptance whose base branch is unknown', async () => {
    const { baseBranch: _, ...unknown } = acceptance
    const at = branch({ [paths.acceptance]: formatAcceptance(unknown) })
    await store(at)
    expect(acceptanceIn(at)).toBe('removed')
  })

  describe('an acceptance that the jobs of a shard share', () => {
    const other = { key: 'b', hash: '2'.repeat(64) }
    const mine = { ...acceptance, run: 100, login: 'bob', targets: [{ key: 'c', hash: '3'.repeat(64) }] }
    const change = async (stored: Partial<StoredAcceptance>, own?: StoredAcceptance) => {
      const at = branch(accepted(stored))
      const changed = await storeAcceptance(context(), at.images, results(own && { acceptance: own }))
      return { at, changed }
    }

    test('the jobs of one label add to the acceptance', async () => {
      const { at, changed } = await change({ run: 100, targets: [other] }, mine)
      const both = { ...mine, targets: [other, ...mine.targets] }
      expect(acceptanceIn(at)).toBe(formatAcceptance(both))
      expect(changed?.acceptance).toEqual(both)
      const again = await change(both, mine)
      expect(acceptanceIn(again.at)).toBe(formatAcceptance(both))
    })

    test('a label replaces the acceptance of an older label, and not the acceptance of a newer label', async () => {
      expect(acceptanceIn((await change({ run: 99, targets: [other] }, mine)).at)).toBe(
        formatAcceptance(mine),
      )
      const { at, changed } = await change({ run: 101, targets: [other] }, mine)
      expect(acceptanceIn(at)).toBe(formatAcceptance({ ...acceptance, run: 101, targets: [other] }))
      expect(changed?.acceptance?.targets).toEqual([other])
    })

    test('one job withdraws the acceptance of all jobs, except for the acceptance of a newer label', async () => {
      expect(acceptanceIn((await change({ run: 99, targets: [other] })).at)).toBe('removed')
      const { at, changed } = await change({ run: 101, targets: [other] })
      expect(acceptanceIn(at)).toBe(formatAcceptance({ ...acceptance, run: 101, targets: [other] }))
      expect(changed?.acceptance?.targets).toEqual([other])
    })
  })

  test('results of an older run do not replace the results of a newer run', async () => {
    const newer = results({ run: { id: 101, attempt: 1 } })
    const at = branch({ [paths.results]: formatResults(newer), 'results/8/x.json': '' }, [8])
    expect(await store(at)).toBe(false)
    expect(at.written.entries).toEqual([])
  })

  describe('the marks of the jobs that share the targets', () => {
    const markOf = (shard: number, attempt: number, about: object = { list: 'b' }, id = 100) => ({
      ...{ shard, attempt, run: { id, attempt } },
      ...about,
    })
    const pull = { number: 7, head: { sha: 'd' }, base: { ref: 'main' } }
    const push = { pull_request: pull }
    const label = { ...push, action: 'labeled', label: 'documentation', sender: 'ada' }
    const storeMark = async (
      stored: readonly object[],
      own = markOf(1, 2, { list: 'a' }),
      event: object = push,
    ) => {
      const { images, written } = branch({ [paths.marks]: JSON.stringify(stored) })
      const shared = context({ shard: { index: own.shard, total: 3, list: 'a' } })
      const payload = { ...shared.run.payload, ...event }
      const run = { ...shared.run, attempt: own.attempt, sha: 'd', payload } as typeof shared.run
      const { disagreement } = await storeResults({ ...shared, run }, images, {
        ...{ results: results(), acceptance: 'keep', mark: own },
      })
      const contentOf = (wanted: string) => written.entries.find(({ path }) => path === wanted)?.content ?? ''
      return {
        message: disagreement?.message,
        failures: JSON.parse(contentOf(written.entries[0]?.path ?? '')).failures,
        marks: JSON.parse(
          contentOf(written.entries.find(({ path }) => path.endsWith('-jobs.json'))?.path ?? ''),
        ),
      }
    }
    const otherTargets = expect.stringContaining('The jobs have listed different targets')

    test.each([
      ['listed other targets', { list: 'b' }, otherTargets],
      ['checked another commit', { list: 'a', commit: 'c' }, expect.stringContaining('different commits')],
      ['compared with another branch', { list: 'a', base: 'c' }, expect.stringContaining('different base')],
    ])('a re-run fails if an earlier job %s, and so does a later label', async (_, about, message) => {
      const own = markOf(1, 2, { list: 'a', commit: 'd', base: 'd' })
      const stored = await storeMark([markOf(0, 1, about), markOf(1, 1)], own)
      expect(stored.message).toEqual(message)
      expect(stored.failures).toEqual(['the jobs of this run do not agree'])
      expect(stored.marks).toEqual([markOf(0, 1, about), own])
    })

    test.each<[string, object]>([
      ['a job that may still run again', markOf(2, 1)],
      ['a job that has begun to run again', markOf(0, 2, {})],
      ['a newer run', markOf(0, 1, { list: 'b' }, 101)],
      ['an older run', markOf(0, 1, { list: 'b' }, 99)],
      ['a job with the same targets', markOf(0, 1, { list: 'a' })],
    ])('a re-run does not fail because of the mark of %s', async (_, mark) => {
      expect(await storeMark([mark])).toMatchObject({ failures: [], message: undefined })
    })

    test.each([
      ['after a label, of a job that may repeat its verdict', label, 'd main', otherTargets],
      ['after a label, of another commit', label, 'e main', undefined],
      ['after a label, of another base branch', label, 'd dev', undefined],
      ['after a push', push, 'd main', undefined],
    ])('a job compares its list with the mark of an older run: %s', async (_, event, pull, message) => {
      const own = markOf(1, 1, { list: 'a' })
      for (const shard of [0, 2])
        expect(await storeMark([markOf(shard, 1, { list: 'b', pull }, 99)], own, event)).toMatchObject({
          message,
        })
    })

    test('a job whose results GitHub refuses fails, too, if the jobs do not agree', async () => {
      const { images } = branch({ [paths.marks]: JSON.stringify([markOf(0, 1)]) })
      const { commit } = images
      const refusing = {
        ...images,
        commit: async (change: Parameters<typeof commit>[0]) => {
          await commit(change)
          throw new Error('refused')
        },
      }
      const shared = context({ shard: { index: 1, total: 2, list: 'a' } })
      expect(
        await storeResults({ ...shared, run: { ...shared.run, attempt: 1 } }, refusing, {
          ...{ results: results(), acceptance: 'keep', mark: markOf(1, 1, { list: 'a' }) },
        }),
      ).toEqual({
        isStored: false,
        error: new Error('refused'),
        disagreement: expect.objectContaining({ message: otherTargets }),
      })
    })

    test('a mark replaces only the older marks of the same job', async () => {
      const own = markOf(1, 2, { list: 'a' })
      const others = [markOf(0, 1, {}, 99), markOf(0, 1, {}, 101), markOf(1, 1, {}, 101)]
      const stored = [...others, markOf(1, 1, {}, 99), markOf(1, 1)]
      expect((await storeMark(stored)).marks).toEqual([...others, own])
    })

    test('marks of jobs that no longer exist are removed', async () => {
      expect((await storeMark([markOf(3, 1)])).marks).toEqual([markOf(1, 2, { list: 'a' })])
    })

    test('a job removes its mark for the same commit when it begins, and keeps its results', async () => {
      const own = (about: object) => markOf(1, 1, { pull: 'd main', ...about })
      const kept = [
        markOf(0, 1, { pull: 'd main' }),
        own({ pull: 'e main' }),
        own({ run: { id: 101, attempt: 1 } }),
      ]
      const begin = async (marks: readonly object[]) => {
        const { images, written } = branch({ [paths.marks]: JSON.stringify(marks), ...accepted() })
        const shared = context({ shard: { index: 1, total: 2, list: 'a' } })
        const run = { ...shared.run, sha: 'd', payload: { pull_request: pull } }
        await markBeginning({ ...shared, run }, images)
        return written.entries
      }
      expect(await begin(kept)).toEqual([])
      const entries = await begin([...kept, own({}), own({ run: { id: 99, attempt: 1 } })])
      expect(entries.map(({ path, sha }) => [path, sha])).toEqual([
        [paths.acceptance, undefined],
        [paths.marks, undefined],
        ['results/7/accepted.png', 'b'.repeat(40)],
      ])
      expect(JSON.parse(entries[1]?.content ?? '')).toEqual(kept)
    })
  })

  test('results are not stored without fail-on-change', async () => {
    const { images, written } = branch({})
    const without = context({ compare: { failOnChange: false } })
    expect(await storeResults(without, images, { results: results(), acceptance: 'keep', mark })).toEqual({
      isStored: false,
    })
    expect(written.message).toBe('')
  })

  test('the commit that stores results also removes the results of closed pull requests', async () => {
    const paths = [
      'results/7/old.json',
      'results/8/a.json',
      'results/8/b/c.png',
      'results/9/a.json',
      'results/x/a',
    ]
    const at = branch(Object.fromEntries(paths.map(path => [path, ''])), [7, 8])
    await store(at)
    expect(at.asked.sort()).toEqual([8, 9])
    expect(at.written.entries.slice(1)).toEqual(
      ['results/8/a.json', 'results/8/b/c.png'].map(path => ({
        path,
        mode: '100644',
        type: 'blob',
        sha: null,
      })),
    )
  })

  test('a run looks up the state of at most ten pull requests, and each run begins with a different pull request', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, place) => [`results/${20 + place}/a`, '']),
    )
    const askedBy = async (id: number) => {
      const at = branch(files)
      await store(at, results({ run: { id, attempt: 1 } }))
      return at.asked
    }
    expect(await askedBy(120)).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29])
    expect(await askedBy(123)).toEqual([23, 24, 25, 26, 27, 28, 29, 30, 31, 20])
  })
})

describe('the path of stored results', () => {
  test('results have a path for each pull request and each job', () => {
    const resultsOf = (about: object) => storedPaths(context(about))?.results
    expect(paths.results).toMatch(/^results\/7\/[0-9a-f]{16}-[0-9a-f]{12}-1\.json$/)
    expect(resultsOf({ shard: { index: 0, total: 2 } })).toMatch(/-0\.json$/)
    expect(resultsOf({ comment: { key: 'other' } })).not.toBe(paths.results)
  })

  test('the jobs that share the targets have one path for their acceptance, even if their number changes', () => {
    const pathOf = (shard: string, about: object = {}) => {
      const [index, total] = shard.split('/').map(Number)
      const world = { env: { GITHUB_WORKFLOW: 'CI', GITHUB_JOB: 'snapshot', INPUT_SHARD: shard } }
      const job = context({ comment: { key: `CI / snapshot ${index}` }, shard: { index, total }, ...about })
      return storedPaths({ ...job, world } as never)?.acceptance
    }
    expect(pathOf('0/2')).toMatch(/^results\/7\/[0-9a-f]{16}-[0-9a-f]{12}-accepted\.json$/)
    expect(pathOf('1/2')).toBe(pathOf('0/2'))
    expect(pathOf('2/3')).toBe(pathOf('0/2'))
    expect(pathOf('0/2', { comment: { key: 'other' } })).not.toBe(pathOf('0/2'))
  })

  test('results have no path without fail-on-change, or outside of a pull request', () => {
    expect(storedPaths(context({ compare: { failOnChange: false } }))).toBeUndefined()
    const { inputs } = context()
    expect(storedPaths({ inputs, run: { payload: {} } } as never)).toBeUndefined()
  })
})

describe('the targets of stored results', () => {
  const upload = async (path: string) => `blob of ${path}`
  const store = (about: object, ...results: Result<Compared>[]) =>
    toStoredTargets(context(about), { upload } as never, results)
  const drawing = { textHash: 'text', modelTiles: [] }
  const tiles = (numbers: 'changed' | 'unchanged', more: Partial<BranchCheck> = {}): BranchCheck => ({
    tiles: [{ title: 'Orders', explore: 'shop::orders', numbers, queries: [] }],
    ...more,
  })
  const sha256 = '1'.repeat(64)
  const isChanged = (about: Partial<Compared> = {}) =>
    rendered({ path: '/out/a.png', title: 'Sales', sha256, comparison: changed(), ...about })

  const incomparable = { status: 'incomparable', error: { message: 'It is a PDF', hint: '' } } as const
  const pdf = rendered({
    target: dashboard({ output: { format: 'pdf' } as never }),
    comparison: incomparable,
  })

  test('a changed target is stored with its picture', async () => {
    const [target] = await store({}, isChanged())
    const key = target?.key ?? ''
    expect(key).toMatch(/^dashboard-42-[0-9a-f]{16}$/)
    expect(target).toEqual({
      ...{ key, name: 'Sales', status: 'changed', hash: sha256 },
      picture: {
        blob: 'blob of /out/a.png',
        path: `${paths.results.replace('.json', '')}/${key}.${'1'.repeat(16)}.png`,
      },
    })
  })

  test('the hash of an accepted picture that counts as equal is stored only if the bytes differ', async () => {
    const withAccepted = (hash: string) =>
      isChanged({ comparison: changed({ accepted: { login: 'ada', commit: 'abc', hash } }) })
    const stored = await store({}, withAccepted('2'.repeat(64)), withAccepted(sha256))
    expect(stored.map(({ equals }) => equals)).toEqual(['2'.repeat(64), undefined])
  })

  test.each<[string, Result<Compared>, object, string]>([
    ['changed tiles and the picture of production', isChanged({ check: tiles('changed') }), {}, 'changed'],
    [
      'a changed drawing that was not compared',
      rendered({ check: tiles('changed', { drawing }) }),
      {},
      'changed',
    ],
    ['a changed target with images: none', isChanged(), { images: { kind: 'none' } }, 'changed'],
    ['a changed target without fail-on-change', isChanged(), { compare: { failOnChange: false } }, 'changed'],
    ['a new target', rendered({ comparison: { status: 'new', ref: 'main' } }), {}, 'new'],
    ['a target without a comparison', rendered(), {}, 'unchanged'],
    ['a picture that cannot be compared', rendered({ comparison: incomparable }), {}, 'incomparable'],
    ['a PDF that cannot be compared', pdf, {}, 'unchanged'],
    ['a failure', failed(), {}, 'failed'],
    ['a failure with changed tiles', failed({ check: tiles('changed') }), {}, 'changed'],
    ['a failure with unchanged tiles', failed({ check: tiles('unchanged') }), {}, 'failed'],
  ])('a target is stored without a picture: %s', async (_, result, about, status) => {
    const [target] = await store(about, result)
    expect(target?.status).toBe(status)
    expect(target).not.toHaveProperty('picture')
    expect(target?.hash).toBe(hashOf(result))
  })

  test('a changed drawing is stored with its picture', async () => {
    const [target] = await store({}, isChanged({ check: tiles('unchanged', { drawing }) }))
    expect(target).toMatchObject({ status: 'changed', picture: { blob: 'blob of /out/a.png' } })
  })

  test('a collection that could not be read is not stored', async () => {
    const { kind: _, file: __, ...about } = dashboard()
    expect(await store({}, failed({ target: { ...about, kind: 'folder' } }))).toEqual([])
  })
})
