import fc from 'fast-check'
import { renderPart, renderSoleComment } from '../../src/comment/fit.ts'
import { parseParts } from '../../src/comment/parts.ts'
import { type CommentFacts, renderComment } from '../../src/comment/render.ts'
import type { Comparison } from '../../src/model.ts'
import { describeComparison, describeDoubts } from '../../src/report/comparison-text.ts'
import { linksOf, renderedTree, skeleton, textOf } from '../../testkit/github-markdown.ts'
import { dashboard, failed, published, rendered } from '../../testkit/results.ts'

const facts: CommentFacts = {
  host: 'acme.cloud.looker.com',
  run: { url: 'https://github.com/acme/lookml/actions/runs/7', id: 7, attempt: 1 },
  sha: '0123456789abcdef0123456789abcdef01234567',
  at: new Date('2026-11-23T18:40:12Z'),
}
const sha = 'ffac537e6cbbf934b08745a378932722df287a53'
const baseline = { kind: 'branch', ref: 'main', sha, at: new Date('2026-11-20T18:40:12Z'), run: 12 } as const
const beside = (what: string) => ({
  path: `/work/${what}.png`,
  format: 'png' as const,
  bytes: 1,
  sha256: '',
  imageUrl: `https://github.com/acme/lookml/blob/abc/${what}.png?raw=true`,
})
const size = { width: 1260, height: 900 }
const changed: Comparison = {
  status: 'changed',
  baseline,
  changedPixels: 1234,
  changedShare: 0.00109,
  shadedPixels: 0,
  sizes: { before: size, after: size },
  areas: [],
  before: beside('before'),
  difference: beside('difference'),
}
const unchanged: Comparison = {
  status: 'unchanged',
  baseline,
  changedPixels: 0,
  changedShare: 0,
  shadedPixels: 0,
}
const pdfs: Comparison = {
  status: 'incomparable',
  baseline,
  before: { ...beside('before'), format: 'pdf' },
  error: { message: 'The PDF is another one', hint: 'Look at both.' },
}
const compared = (name: string, comparison?: Comparison) =>
  rendered({ target: dashboard({ name }), path: `/work/${name}.png`, ...(comparison && { comparison }) })
const words = (text: string) => textOf(renderedTree(text)).replace(/\s+/g, ' ').trim()

describe('the comment', () => {
  test('shows before, after and what differs in columns of one width, and two of them larger when unfolded', () => {
    const images = new Map([
      ['/work/sales.png', 'https://github.com/acme/lookml/blob/abc/after.png?raw=true'],
    ])
    const tree = renderedTree(renderSoleComment([published(compared('sales', changed), { images })], facts))
    // Each opens in its full size when it is clicked.
    const picture = 'a[href](img[alt,src]())'
    const [column, cell] = ['th[width]()', `td(${picture})`]
    expect(skeleton(tree)).toContain(
      `table(tbody(tr(${column} ${column} ${column}) tr(${cell} ${cell} ${cell}))) p(sub(b())) details(summary() p(br() ${picture}) p(br() ${picture}))`,
    )
    expect(linksOf(tree).filter(url => url.includes('/blob/'))).toEqual(
      ['before', 'after', 'difference', 'before', 'after'].map(
        what => `https://github.com/acme/lookml/blob/abc/${what}.png?raw=true`,
      ),
    )
    expect(textOf(tree)).toContain(
      '1,234 pixels, 0.1 % · before is main at ffac537, recorded 3 days earlier by run 12 · PNG · 1260 × 900',
    )
  })

  test('links to the report where it can show no picture, and has nothing to unfold', () => {
    const report = { id: 9, url: 'https://github.com/acme/lookml/actions/runs/7/artifacts/9' }
    const text = renderSoleComment([compared('sales', changed)], { ...facts, report })
    expect(text).toContain(`<td><a href="${report.url}">Open</a></td>`)
    expect(text).not.toContain('<details>')
  })

  test('tells what changed first, then what failed, and folds what did not change into one line', () => {
    const results = [
      compared('same', unchanged),
      compared('fresh', { status: 'new', ref: 'main' }),
      failed({ target: dashboard({ name: 'broken' }) }),
      compared('sales', changed),
      compared('also-same', unchanged),
      compared('pack', pdfs),
    ]
    const text = words(renderSoleComment(results, facts))
    expect(text).toMatch(/^Looker: 1 changed, 1 new, 1 not compared, 2 unchanged, 1 failed /)
    const inOrder = ['sales', 'broken', 'fresh', 'pack', '2 unchanged since main at ffac537', 'also-same']
    const places = inOrder.map(words => text.indexOf(words))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(text).toContain('new: nothing is recorded for main with these options yet')
    expect(text).toMatch(/the one before ?not compared: The PDF is another one\. Look at both\./)
  })

  test('says how large it was where the size changed', () => {
    const before = { width: 1260, height: 1100 }
    const other = { ...changed, sizes: { before, after: size } }
    expect(words(renderSoleComment([compared('sales', other)], facts))).toContain(
      '1,234 pixels, 0.1 %; it was 1260 × 1100 and is 1260 × 900',
    )
  })

  test.each([3, 400])('is whole and never too long with %d pictures of each kind', many => {
    const kinds: Comparison[] = [changed, unchanged, pdfs, { status: 'new', ref: 'main' }]
    const results = kinds.flatMap(kind =>
      Array.from({ length: many }, (_, index) => compared(`${kind.status}-${index}`, kind)),
    )
    const text = renderSoleComment(results, facts)
    expect(text.length).toBeLessThan(65_536)
    expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0)
    const shown = results.filter(({ target }) => text.includes(`>${target.name}<`)).length
    if (many === 3) expect(shown).toBe(results.length)
    else expect(text).toContain(`${results.length - shown} more targets are left out here`)
  })
})

describe('the parts of several jobs', () => {
  const results = [compared('sales', changed), failed(), compared('same', unchanged), compared('plain')]
  const part = (index: number, some = results) => renderPart(some, facts, { index, total: 4 })

  test('make one comment, with what changed or failed in any of them first', () => {
    const text = words(renderComment([part(0, [compared('same', unchanged)]), part(2)], facts, 4))
    expect(text).toMatch(/^Looker: 1 changed, 2 unchanged, 1 failed \(2 of 4 jobs done\) sales/)
    expect(text.indexOf('sales')).toBeLessThan(text.indexOf('1 unchanged since'))
  })

  test('link to the report of each', () => {
    const report = (id: number) => ({
      id,
      url: `https://github.com/acme/lookml/actions/runs/7/artifacts/${id}`,
    })
    const both = [1, 2].map(id =>
      renderPart(results, { ...facts, report: report(id) }, { index: id, total: 2 }),
    )
    const tree = renderedTree(renderComment(both, facts, 2))
    expect(textOf(tree)).toContain('All on one page: part 1, part 2')
    expect(linksOf(tree)).toEqual(expect.arrayContaining([report(1).url, report(2).url]))
  })

  test('are found again in the comment, whatever they say', () =>
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }), names => {
        const texts = [...names, '--> <!-- end -->\n', '<!-- rest 0 -->\n']
        const parts = texts.map((name, index) =>
          part(index, [compared(name, changed), failed({ error: { message: name, hint: name } })]),
        )
        expect(parseParts(`<!-- a marker -->\n${renderComment(parts, facts, texts.length)}`)).toEqual(parts)
      }),
    ))

  test('fit into one comment, however many there are', () => {
    const many = Array.from({ length: 200 }, (_, index) => compared(`target-${index}`, changed))
    const parts = Array.from({ length: 4 }, (_, index) => part(index, many))
    expect(renderComment(parts, facts, 4).length).toBeLessThan(65_536 - 500)
  })

  test('are not found in a comment that is not shared, or that somebody has edited', () => {
    expect(parseParts(renderSoleComment(results, facts))).toEqual([])
    expect(parseParts('<!-- part {"shard": -->\ntext\n<!-- end -->\n')).toEqual([])
  })
})

test.each<[Comparison, string]>([
  [unchanged, 'unchanged'],
  [
    { ...unchanged, changedPixels: 1 } as Comparison,
    'unchanged: 1 pixel of difference, within max-changed-pixels',
  ],
  [changed, 'changed (1,234 pixels, 0.1 %)'],
  [
    { ...changed, shadedPixels: 9424 } as Comparison,
    'changed (1,234 pixels, 0.1 %, and 9,424 pixels of another shade)',
  ],
  [
    { ...changed, changedPixels: 0, changedShare: 0, shadedPixels: 9424 } as Comparison,
    'changed (9,424 pixels of another shade)',
  ],
  [{ status: 'new', ref: 'main' }, 'new, as nothing is recorded for main with these options yet'],
  [pdfs, 'not compared: The PDF is another one'],
  [
    { ...unchanged, baseline: { ...baseline, insteadOf: 'release/2.1' } } as Comparison,
    'unchanged, compared with main: nothing is recorded for release/2.1',
  ],
])('the log describes %j', (comparison, line) => expect(describeComparison(comparison)).toBe(line))

test('the comment says that it was compared with another branch than the base, and why', () => {
  const instead = { ...baseline, insteadOf: 'release/2.1' }
  const of = (comparison: Comparison) => words(renderSoleComment([compared('sales', comparison)], facts))
  const since = 'main at ffac537, recorded 3 days earlier by run 12; nothing is recorded for release/2.1'

  expect(of({ ...changed, baseline: instead } as Comparison)).toContain(`before is ${since} ·`)
  expect(of({ ...unchanged, baseline: instead } as Comparison)).toContain(`1 unchanged since ${since} `)
})

describe('the doubts about a comparison', () => {
  const now = { at: new Date('2026-11-23T18:40:12Z'), release: '26.12.3' }
  const since = (about: object, comparison: Comparison = changed) =>
    describeDoubts({ ...comparison, baseline: { ...baseline, ...about } } as Comparison, now)
  const old = { at: new Date('2026-11-08T18:40:12Z') }
  const oldRecord = 'What is recorded is 15 days old, so the data may be what changed'
  const lacksIt =
    "The pull request's branch does not have main's commit ffac537, so what changed may come from main"
  const anotherRelease = 'Looker was 26.10.1 then and is 26.12.3 now, which may draw differently'

  test.each([
    ['nothing of a young baseline of the same release', {}, []],
    ['another release', { release: '26.10.1' }, [anotherRelease]],
    ['an old baseline', old, [oldRecord]],
    ['nothing of one of 14 days', { at: new Date('2026-11-09T10:00:00Z') }, []],
    ['both', { ...old, release: '26.10.1' }, [anotherRelease, oldRecord]],
    [
      'a commit that the pull request lacks, and to update its branch',
      { isUnmerged: true },
      [`${lacksIt}: merge main into it, or rebase it, so that both show the same`],
    ],
    [
      'such a commit of another branch, and to record the base branch',
      { isUnmerged: true, insteadOf: 'release/2.1' },
      [`${lacksIt}: run the workflow for release/2.1, so that it has pictures of its own`],
    ],
  ])('tell of %s', (_, about, doubts) => expect(since(about)).toEqual(doubts))

  test('are not told of a picture that did not change', () =>
    expect(since({ ...old, release: '26.10.1' }, unchanged)).toEqual([]))

  test("are not told where Looker's release is not known now", () =>
    expect(
      describeDoubts({ ...changed, baseline: { ...baseline, release: '26.10.1' } } as Comparison, {
        at: now.at,
      }),
    ).toEqual([]))

  test('stand right below the facts in the comment', () => {
    const comparison = { ...changed, baseline: { ...baseline, release: '26.10.1' } } as Comparison
    const told = words(renderSoleComment([compared('sales', comparison)], { ...facts, release: '26.12.3' }))
    expect(told).toMatch(/by run 12, Looker 26\.10\.1 ·.* rendered in \S+ s ?⚠️ Looker was 26\.10\.1 then/)
  })
})
