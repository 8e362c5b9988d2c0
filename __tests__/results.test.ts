import type { BranchCheck, TileCheck } from '../src/branch-report.ts'
import type { Compared, Comparison, Result, Target } from '../src/model.ts'
import {
  acceptedChangeOf,
  describeApiCalls,
  failAll,
  failedResult,
  filePaths,
  findGated,
  findUnaccepted,
  groupByReason,
  sidecarPath,
  sidecarPaths,
  sumApiCalls,
  sumRows,
  tally,
  toSidecarTarget,
  withLinks,
} from '../src/results.ts'
import { dashboard, failed, rendered, resultDiff } from '../testkit/results.ts'

const baseline = { kind: 'branch', ref: 'main', sha: 'c'.repeat(40), at: new Date(0), run: 12 } as const
const error = { message: 'The picture is broken', hint: 'Look at it.' }
const file = (name: string, more: { imageUrl?: string } = {}) => ({
  ...{ path: `/work/${name}.png`, format: 'png', bytes: 1, sha256: 'd'.repeat(64) },
  ...more,
})
const size = { width: 10, height: 10 }
const equal = { baseline, changedPixels: 0, changedShare: 0, shadedPixels: 0 } as const
const unchanged: Comparison = { ...equal, status: 'unchanged' }
const changed = {
  ...equal,
  status: 'changed',
  sizes: { before: size, after: size },
  areas: [],
  before: file('before'),
  difference: file('difference'),
} as unknown as Extract<Comparison, { status: 'changed' }>
const incomparable: Comparison = { status: 'incomparable', baseline, error }
const accepted = { login: 'ada', commit: 'abc', hash: 'd'.repeat(64) }

const tiles = (numbers: TileCheck['numbers'], more: Partial<BranchCheck> = {}): BranchCheck => ({
  tiles: [{ title: 'Orders', explore: 'shop::orders', queries: [], ...(numbers && { numbers }) }],
  ...more,
})
const undrawn = { drawing: { problem: error, textHash: 'e', modelTiles: [] } }
const pdf = dashboard({ output: { format: 'pdf', landscape: false } })

const gatedCases: [string, Result<Compared>, 'changed' | 'incomparable' | undefined][] = [
  ['a changed picture', rendered({ comparison: changed }), 'changed'],
  ['an unchanged picture', rendered({ comparison: unchanged }), undefined],
  ['a picture that was not compared', rendered(), undefined],
  ['a picture that could not be compared', rendered({ comparison: incomparable }), 'incomparable'],
  ['a PDF that differs', rendered({ target: pdf, comparison: incomparable }), undefined],
  ['a PDF with changed tiles', rendered({ target: pdf, check: tiles('changed') }), 'changed'],
  ['a failed target', failed(), undefined],
  ['a failed target with changed tiles', failed({ check: tiles('changed') }), 'changed'],
  ['a dashboard that was not drawn', rendered({ check: tiles('unchanged', undrawn) }), 'incomparable'],
  [
    'a new dashboard that was not drawn',
    rendered({ check: tiles('changed', { ...undrawn, isNew: true }) }),
    undefined,
  ],
  ['a failed dashboard that was not drawn', failed({ check: tiles('unchanged', undrawn) }), undefined],
]

test.each(gatedCases)('the result of fail-on-change is correct for %s', (_, result, status) => {
  expect(findGated([result], 'changed')).toEqual(status === 'changed' ? [result] : [])
  expect(findGated([result], 'incomparable')).toEqual(status === 'incomparable' ? [result] : [])
})

test.each<[string, Result<Compared>]>([
  ['changed picture', rendered({ comparison: { ...changed, accepted } })],
  ['picture that could not be compared', rendered({ comparison: { ...incomparable, accepted } })],
  ['change of tiles', failed({ check: tiles('changed', { accepted }) })],
])('an accepted %s is not among the changes that wait for a reviewer', (_, result) => {
  expect(acceptedChangeOf(result)).toBe(accepted)
  for (const status of ['changed', 'incomparable'] as const)
    expect(findUnaccepted([result], status)).toEqual([])
})

test('results without an acceptance have no accepted change', () => {
  const results = [
    failed(),
    rendered(),
    rendered({ comparison: unchanged }),
    rendered({ comparison: changed }),
  ]
  expect(results.map(acceptedChangeOf)).toEqual(results.map(() => undefined))
  expect(findUnaccepted(results, 'changed')).toHaveLength(1)
})

test('a PDF that cannot be compared does not need a reviewer, even if it was not drawn', () => {
  const target = dashboard({ output: { format: 'pdf' } as never })
  const incomparable = { status: 'incomparable', error } as const
  const check = { tiles: [], drawing: { textHash: 'text', modelTiles: [], problem: error } }
  const results = [
    rendered({ target, comparison: incomparable }),
    { status: 'checked' as const, target, check, apiCalls: 1 },
  ]
  expect(findUnaccepted(results, 'incomparable')).toEqual([])
})

test('compared results are counted by status', () => {
  const results = [unchanged, changed, unchanged].map(comparison => rendered({ comparison }))
  expect(tally([...results, rendered(), failed()])).toEqual(
    new Map([
      ['unchanged', 2],
      ['changed', 1],
    ]),
  )
  expect(tally([rendered(), failed()])).toBeUndefined()
})

test('failures with the same message and the same next step are one group', () => {
  const [a, b] = [failed({ error }), failed({ error: { ...error, hint: 'Wait.' } })]
  expect(groupByReason([a, b, a])).toEqual([[a, a], [b]])
})

test('all targets fail with the reason why a run stops', () => {
  const thrown = Object.assign(new Error('No host'), { hint: 'Check base-url.' })
  const { results, stopped } = failAll([dashboard(), dashboard({ id: '7' })], thrown)
  expect(results).toEqual([dashboard(), dashboard({ id: '7' })].map(target => failedResult(target, thrown)))
  expect(stopped).toEqual({
    reason: 'No host',
    hint: results[0]?.error.hint,
    problems: { total: 0, first: [] },
  })
})

test('the files of a result are its file, the files of its comparison, and the file of its branch check', () => {
  const strip = { ...file('strip'), ...size, isComplete: true }
  const comparison = { ...changed, strip } as Comparison
  const production = file('production') as never
  const check = tiles('changed', { file: '/work/rows.csv' })
  expect(filePaths(rendered({ path: '/work/a.png', comparison, production, check }))).toEqual([
    '/work/a.png',
    '/work/before.png',
    '/work/difference.png',
    '/work/strip.png',
    '/work/production.png',
    '/work/rows.csv',
  ])
  expect(filePaths(rendered({ path: '/work/a.png', comparison: incomparable }))).toEqual(['/work/a.png'])
  expect(filePaths(rendered({ path: '/work/a.png' }))).toEqual(['/work/a.png'])
  expect(filePaths(failed({ check }))).toEqual(['/work/rows.csv'])
  expect(filePaths(failed())).toEqual([])
})

test.each<[Target['output'], string, string]>([
  [{ format: 'png' }, 'sales.again.png', 'sales.numbers.json'],
  [{ format: 'jpg' }, 'sales.jpg.again.jpg', 'sales.jpg.numbers.json'],
  [{ format: 'pdf', landscape: false }, 'sales.pdf.again.pdf', 'sales.pdf.numbers.json'],
])(
  'the additional files of a target with the output %j have names that no target can have',
  (output, again, numbers) => {
    const target = dashboard({ name: 'sales', file: `sales.${output.format}`, output })
    expect(toSidecarTarget(target, 'again')).toEqual({ ...target, file: again })
    expect(sidecarPath(target.file, 'numbers', 'json')).toBe(numbers)
  },
)

test('the possible paths of files of an earlier comparison are listed', () =>
  expect(sidecarPaths('/work/a.b.jpg').map(path => path.replaceAll('\\', '/'))).toEqual([
    '/work/a.b.jpg.before.png',
    '/work/a.b.jpg.before.jpg',
    '/work/a.b.jpg.before.pdf',
    '/work/a.b.jpg.difference.png',
    '/work/a.b.jpg.strip.png',
  ]))

test('the numbers of rows and of calls are added up', () => {
  const rows = { before: 1, after: 2, changed: 3, added: 4, removed: 5 }
  expect(sumRows([resultDiff({ rows }), resultDiff({ rows })])).toEqual({
    ...{ before: 2, after: 4, changed: 6, added: 8, removed: 10 },
  })
  const sum = sumApiCalls([
    { query: 40, administrative: 1 },
    { query: 4, administrative: 1 },
  ])
  expect(describeApiCalls(sum)).toBe('44 query calls and 2 administrative calls')
  expect(describeApiCalls({ query: 1, administrative: 1 })).toBe('1 query call and 1 administrative call')
})

describe('the links of published files', () => {
  const urls = {
    artifactUrl: (path: string) => `artifact:${path}`,
    imageUrl: (path: string) => (path.includes('before') ? undefined : `image:${path}`),
    releaseUrl: () => undefined,
  }
  const linked = (about: Partial<Compared>) => {
    const result = withLinks(rendered({ path: '/work/a.png', ...about }), urls)
    if (result.status !== 'success') throw new Error('The result has another status')
    return result
  }

  test('a published file has the link of each place where it was published', () => {
    const { links, production } = linked({ production: file('production') as never })
    expect(links).toEqual({ artifactUrl: 'artifact:/work/a.png', imageUrl: 'image:/work/a.png' })
    expect(production?.links.imageUrl).toBe('image:/work/production.png')
  })

  test('the files of a changed picture have links, and keep a link from an earlier run', () => {
    const strip = { ...file('strip'), ...size, isComplete: true }
    const before = file('before', { imageUrl: 'image:old' })
    const { comparison } = linked({ comparison: { ...changed, before, strip } as Comparison })
    expect(comparison).toMatchObject({
      status: 'changed',
      before: { links: { artifactUrl: 'artifact:/work/before.png', imageUrl: 'image:old' } },
      difference: { links: { imageUrl: 'image:/work/difference.png' } },
      strip: { isComplete: true, links: { imageUrl: 'image:/work/strip.png' } },
    })
  })

  test('the before file of a picture that could not be compared has links', () => {
    const { comparison } = linked({ comparison: { ...incomparable, before: file('before') } as Comparison })
    expect(comparison).toMatchObject({
      error,
      before: { links: { artifactUrl: 'artifact:/work/before.png' } },
    })
    expect(linked({ comparison: incomparable }).comparison).toEqual(incomparable)
    expect(linked({ comparison: unchanged }).comparison).toEqual(unchanged)
  })

  test('results without a file have no links', () => expect(withLinks(failed(), urls)).toEqual(failed()))
})
