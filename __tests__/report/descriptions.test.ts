import type { BranchReport, BrokenContent } from '../../src/branch-report.ts'
import type { Changed, Compared, Comparison } from '../../src/model.ts'
import { describeDoubts } from '../../src/report/baseline-doubts.ts'
import {
  contentErrors,
  describeBaseline,
  describeBranchCheck,
  describeChange,
  describeComparison,
  describeContent,
  describeLeftOut,
  describeReasons,
  describeRectangle,
  describeUnaffected,
} from '../../src/report/descriptions.ts'
import { dashboard, rendered } from '../../testkit/results.ts'

const sha = 'c0ffee0'.padEnd(40, '0')
const baseline = { kind: 'branch', ref: 'main', sha, at: new Date('2026-11-20T18:40:12Z'), run: 12 } as const
const unchanged: Comparison = {
  status: 'unchanged',
  baseline,
  changedPixels: 0,
  changedShare: 0,
  shadedPixels: 0,
}
const incomparable: Comparison = {
  status: 'incomparable',
  baseline,
  error: { message: 'The picture is broken', hint: 'Look at it.' },
}

describe('the description of a comparison', () => {
  test.each<[string, Comparison]>([
    ['unchanged', unchanged],
    [
      'unchanged: 12 pixels of difference, within max-changed-pixels',
      { ...unchanged, changedPixels: 12, changedShare: 0.001 },
    ],
    ['not compared: The picture is broken', incomparable],
    ['new, as nothing is recorded for main with these options yet', { status: 'new', ref: 'main' }],
    ['new, as main at c0ffee0 does not have it', { status: 'new', ref: 'main', sha }],
    [
      'unchanged, compared with main: nothing is recorded for release/2.1',
      { ...unchanged, baseline: { ...baseline, insteadOf: 'release/2.1' } },
    ],
  ])('a comparison is described as "%s"', (words, comparison) =>
    expect(describeComparison(comparison)).toBe(words),
  )
})

describe('the description of a change', () => {
  const size = { width: 1260, height: 900 }
  const file = { path: '/work/a.png', format: 'png', bytes: 1, sha256: '' } as const
  const changed = (more: Partial<Changed>): Changed => ({
    ...{ status: 'changed', baseline, changedPixels: 0, changedShare: 0, shadedPixels: 0 },
    ...{ sizes: { before: size, after: size }, areas: [], before: file, difference: file },
    ...more,
  })
  const pixels = { changedPixels: 1234, changedShare: 0.004 }

  test.each<[string, Partial<Changed>]>([
    ['1,234 pixels, 0.4 %', pixels],
    ['9,424 pixels of another shade', { shadedPixels: 9424 }],
    ['1,234 pixels, 0.4 %, and 1 pixel of another shade', { ...pixels, shadedPixels: 1 }],
    [
      '1,234 pixels, 0.4 %; it was 1260 × 900 and is 1260 × 950',
      { ...pixels, sizes: { before: size, after: { ...size, height: 950 } } },
    ],
    [
      '1,234 pixels, 0.4 %; it was 1260 × 900 and is 1200 × 900',
      { ...pixels, sizes: { before: size, after: { ...size, width: 1200 } } },
    ],
  ])('a change is described as "%s"', (words, more) => {
    expect(describeChange(changed(more))).toBe(words)
    expect(describeComparison(changed(more))).toBe(`changed (${words})`)
  })

  test('the description of a change mentions no doubt if the before picture is from a second instance', () => {
    const instance = { kind: 'instance', url: 'https://staging.acme.looker.com/dashboards/42' } as const
    expect(describeDoubts(changed({ baseline: instance }), { at: baseline.at })).toEqual([])
    expect(describeBaseline(instance, baseline.at)).toBe('staging.acme.looker.com')
  })

  test('the description of a baseline names its branch, its commit, and the run that recorded the baseline', () => {
    const later = new Date(baseline.at.getTime() + 4 * 86_400_000)
    expect(describeBaseline(baseline, later)).toBe('main at c0ffee0, recorded 4 days earlier by run 12')
    expect(describeBaseline({ kind: 'commit', ref: 'main', sha }, later)).toBe(
      'main at c0ffee0, rendered in this run',
    )
  })
})

describe('the parts that a comparison leaves out', () => {
  const area = { x: 0, y: 10, width: 1260, height: 40 }
  const compared = (ignored: number, comparison?: Comparison): Compared =>
    rendered({
      target: dashboard({ ignore: Array.from({ length: ignored }, () => area) }),
      ...(comparison && { comparison }),
    })

  test.each([
    ['', compared(0, unchanged)],
    ['1 rectangle is ignored', compared(1, unchanged)],
    ['2 rectangles are ignored', compared(2, unchanged)],
    ['confirmed by a second render', compared(0, { ...unchanged, noisePixels: 0 })],
    [
      '1 rectangle is ignored; 500 pixels of noise between two renders',
      compared(1, { ...unchanged, noisePixels: 500 }),
    ],
  ])('the ignored parts of a comparison are described as "%s"', (words, result) =>
    expect(describeLeftOut(result)).toBe(words),
  )

  test('the ignored parts are not described for a target without a comparison', () => {
    expect(describeLeftOut(compared(1))).toBe('')
    expect(describeLeftOut(compared(1, incomparable))).toBe('')
    expect(describeLeftOut(compared(1, { status: 'new', ref: 'main' }))).toBe('')
  })

  test('an ignored rectangle is described in the syntax of the input ignore', () =>
    expect(describeRectangle(area)).toBe('0, 10, 1260, 40'))
})

describe('doubts about a change', () => {
  const doubts = (days: number, more: { release?: string } = {}) =>
    describeDoubts(incomparable, { at: new Date(baseline.at.getTime() + days * 86_400_000), ...more })

  test('doubts about a change mention the age of a baseline of more than two weeks', () => {
    expect(doubts(14)).toEqual([])
    expect(doubts(15)).toEqual(['The baseline is 15 days old, so the data may have changed'])
  })

  test("doubts about a change mention Looker's release if it differs from the release of the baseline", () => {
    const comparison = { ...incomparable, baseline: { ...baseline, release: '26.10.1' } }
    const doubtsWith = (release: string) => describeDoubts(comparison, { at: baseline.at, release })
    expect(doubtsWith('26.10.1')).toEqual([])
    expect(doubtsWith('26.12.3')).toEqual([
      'The baseline is from Looker 26.10.1, and Looker is now 26.12.3, which may draw differently',
    ])
  })

  test.each([
    [{}, 'merge main into the branch, or rebase the branch'],
    [{ insteadOf: 'dev' }, 'run the workflow for dev to record its own baselines'],
  ])('doubts about a change mention a commit that the branch does not have: %j', (more, nextStep) => {
    const unmerged = { ...baseline, isUnmerged: true, ...more } as const
    expect(describeDoubts({ ...incomparable, baseline: unmerged }, { at: baseline.at })).toEqual([
      `The pull request's branch does not have main's commit c0ffee0, so the change may come from main: ${nextStep}`,
    ])
  })

  test("doubts about a change do not mention Looker's release if the release of one side is unknown", () =>
    expect(doubts(0, { release: '26.12.3' })).toEqual([]))

  test('an unchanged picture is described without doubts', () =>
    expect(describeDoubts(unchanged, { at: new Date('2027-11-20T18:40:12Z') })).toEqual([]))
})

test('a list of reasons contains three reasons and the number of the remaining reasons', () => {
  expect(describeReasons(['a', 'b', 'c'])).toBe('a; b; c')
  expect(describeReasons(['a', 'b', 'c', 'd', 'e'])).toBe('a; b; c; 2 more')
})

test('the number of targets that were not rendered is described', () => {
  expect(describeUnaffected([dashboard()])).toBe('1 target is not affected by the change, and not rendered')
  expect(describeUnaffected([dashboard(), dashboard()])).toBe(
    '2 targets are not affected by the change, and not rendered',
  )
})

describe('a branch check', () => {
  const branch: BranchReport = {
    project: 'shop',
    base: 'a'.repeat(40),
    head: 'b'.repeat(40),
    numbers: true,
    lookmlErrors: [],
    omittedQueries: 0,
    isDevelopmentSql: false,
  }
  const described = (more: Partial<BranchReport> = {}) => describeBranchCheck({ ...branch, ...more })
  const [sides = ''] = described()

  test('the description of a branch check names its commits and its project', () => {
    expect(described()).toHaveLength(1)
    expect(sides).toMatch(
      / merge base a{7}, after is commit b{7}: SQL and results of the LookML project shop/,
    )
    expect(sides).toMatch(/ in development mode, on the data of production$/)
    expect(described({ numbers: false })[0]).toMatch(/: SQL of the LookML project shop in development mode$/)
    const hidden = described({ isSqlHidden: true })
    expect(hidden[0]).toMatch(/: results of the LookML project shop/)
    expect(hidden[1]).toMatch(/^The API user may not see SQL \(permission see_sql\)/)
  })

  test.each<[string, Partial<BranchReport>, RegExp]>([
    ['SQL for development mode', { isDevelopmentSql: true }, /-- if dev --/],
    ['filters for development mode', { hasDevFilters: true }, /dev_filters.* reason alone$/],
    [
      'a persistent table that only the merge base reads',
      { replacedTables: { names: ['daily'], tiles: 1 } },
      /^In 1 tile, before comes from the persistent table daily, .* built it, .* newer data/,
    ],
    [
      'many persistent tables that only the merge base reads',
      { replacedTables: { names: ['a', 'b', 'c', 'd', 'e', 'f', 'g'], tiles: 3 } },
      /^In 3 tiles, .* tables a, b, c, d, e, 2 more, .* built them,/,
    ],
    ['LookML that depends on user attributes', { changesAccess: true }, /other users see$/],
    ['one query beyond the limit', { omittedQueries: 1 }, /^1 query was not run/],
    ['queries beyond the limit', { omittedQueries: 7 }, /^7 queries were not run/],
    [
      'content that was not checked',
      { content: { broken: [], leftOut: 0, problem: 'Looker 26.1 took too long.' } },
      /were not checked: Looker 26\.1 took too long$/,
    ],
  ])('the description of a branch check has an additional sentence for %s', (_, more, words) =>
    expect(described(more)).toEqual([sides, expect.stringMatching(words)]),
  )

  test('the description of a branch check mentions filters for development mode only if it compares numbers', () =>
    expect(described({ hasDevFilters: true, numbers: false })).toHaveLength(1))

  test('the description of a branch check does not mention content without errors', () =>
    expect(described({ content: { broken: [], leftOut: 0 } })).toEqual([sides]))

  test('a run without a branch check has no description of a branch check', () =>
    expect(describeBranchCheck(undefined)).toEqual([]))
})

describe('broken content outside the targets', () => {
  const broken = (...messages: string[]): BrokenContent => ({
    kind: 'dashboard',
    id: '7',
    title: 'Sales',
    url: 'https://acme.cloud.looker.com/dashboards/7',
    messages,
  })

  test.each([
    [['a', 'b', 'c'], 'a; b; c'],
    [['a', 'b', 'c', 'd'], 'a; b; c; and 1 more error'],
    [['a', 'b', 'c', 'd', 'e'], 'a; b; c; and 2 more errors'],
  ])('broken content outside the targets is described by its first three errors: %j', (messages, words) =>
    expect(contentErrors(broken(...messages))).toBe(words),
  )

  test.each([
    [0, 0, undefined],
    [1, 0, 'This pull request breaks 1 dashboard outside the targets'],
    [2, 3, 'This pull request breaks 2 dashboards outside the targets, and 3 more in personal folders'],
    [0, 1, 'This pull request breaks 1 dashboard or Look in personal folders'],
    [0, 3, 'This pull request breaks 3 dashboards or Looks in personal folders'],
  ])(
    'the description gives the number of broken dashboards and Looks: %d shown and %d omitted entries',
    (shown, leftOut, words) =>
      expect(describeContent({ broken: Array.from({ length: shown }, () => broken('a')), leftOut })).toBe(
        words,
      ),
  )

  test('the description of broken content outside the targets names the user who accepted it', () =>
    expect(
      describeContent({
        broken: [broken('a')],
        leftOut: 0,
        accepted: { login: 'mona', commit: sha, hash: '' },
      }),
    ).toBe('This pull request breaks 1 dashboard outside the targets, accepted by @mona for commit c0ffee0'))
})
