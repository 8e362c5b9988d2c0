import type { BranchCheck } from '../../src/branch-report.ts'
import { toEntries } from '../../src/comment/entry.ts'
import { renderPart, renderSoleComment } from '../../src/comment/fit-and-fold.ts'
import { type CommentFacts, parseParts, renderComment } from '../../src/comment/parts.ts'
import type { Comparison, Published } from '../../src/model.ts'
import { describeDoubts } from '../../src/report/baseline-doubts.ts'
import { describeComparison } from '../../src/report/descriptions.ts'
import fc from '../../testkit/fast-check.ts'
import { linksOf, renderedTree, skeleton, textOf } from '../../testkit/pages/github-markdown.ts'
import { dashboard, failed, published, rendered, tile } from '../../testkit/results.ts'

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
  const images = new Map([['/work/sales.png', 'https://github.com/acme/lookml/blob/abc/after.png?raw=true']])
  const withStrip = { ...changed, strip: { ...beside('strip'), isComplete: true } } as Comparison
  const blobs = (text: string) => linksOf(renderedTree(text)).filter(url => url.includes('/blob/'))
  const address = (file: string) => `https://github.com/acme/lookml/blob/abc/${file}.png?raw=true`

  test('the comment shows a strip with the changed areas, and the whole pictures with a legend are folded', () => {
    const text = renderSoleComment([published(compared('sales', withStrip), { images })], facts)
    expect(blobs(text)).toEqual(['strip', 'before', 'after', 'difference'].map(address))
    expect(words(text)).toContain('Red edge: before. Green edge: after. Outlined: changed areas.')
    const [open = '', folded = ''] = text.split('<details>')
    expect(open).toContain('strip.png')
    expect(open).not.toContain('before.png')
    expect(words(folded)).toMatch(/^Before, after and difference Before ?After ?Difference Red: changed/)
  })

  test('the comment says that a strip leaves out changes, and links to the difference, also without the folded pictures', () => {
    const partial = { ...changed, strip: { ...beside('strip'), isComplete: false } } as Comparison
    const [entry] = toEntries([published(compared('sales', partial), { images })], {
      ...facts,
      shared: new Set(),
    })
    const sentence = 'This picture leaves out some of the changes. The difference shows all of them.'
    expect(words(entry?.short ?? '')).toContain(sentence)
    expect(blobs(entry?.short ?? '')).toEqual(['strip', 'difference'].map(address))
    expect(words(entry?.full ?? '')).toContain(sentence)
    const [whole] = toEntries([published(compared('sales', withStrip))], { ...facts, shared: new Set() })
    expect(words(whole?.full ?? '')).not.toContain('leaves out')
  })

  test('the comment shows before, after and difference in columns of equal width if the comparison has no strip', () => {
    const tree = renderedTree(renderSoleComment([published(compared('sales', changed), { images })], facts))
    const [column, cell] = ['th[width]()', 'td(a[href](img[alt,src]()))']
    expect(skeleton(tree)).toContain(
      `table(tbody(tr(${column} ${column} ${column}) tr(${cell} ${cell} ${cell}))) p(sub(b()))`,
    )
    expect(textOf(tree)).not.toContain('Before, after and difference')
    expect(textOf(tree)).not.toContain('Red edge')
  })

  test.each<[string, Partial<Comparison>, string]>([
    ['changed pixels', {}, 'Red: changed'],
    ['shades', { changedPixels: 0, shadedPixels: 5 }, 'Blue: another shade'],
    ['one pixel', { changedPixels: 1 }, 'Red: changed'],
    ['one pixel and shades', { changedPixels: 1, shadedPixels: 1 }, 'Red: changed · Blue: another shade'],
    ['a changed size without other changes', { changedPixels: 0, shadedPixels: 0 }, 'Red: changed'],
    ['noise', { noisePixels: 3 }, 'Red: changed · Amber: noise between two renders of this commit'],
  ])('the comment explains the color of %s in the difference image', (_, more, legend) => {
    const comparison = { ...withStrip, ...more } as Comparison
    const text = renderSoleComment([published(compared('sales', comparison), { images })], facts)
    expect(text).toContain(`<p><sub>${legend}</sub></p>`)
  })

  const report = { id: 9, url: 'https://github.com/acme/lookml/actions/runs/7/artifacts/9' }
  const archive = { id: 8, url: 'https://github.com/acme/lookml/actions/runs/7/artifacts/8' }

  test('the comment links to the report if no picture can be shown', () => {
    const text = renderSoleComment([compared('sales', changed)], { ...facts, report })
    expect(text).toContain(`<td><a href="${report.url}">Open</a></td>`)
    expect(text).not.toContain('<details>')
  })

  test('the comment links to the archive, or says what to set, if the pictures of a change are not published', () => {
    const { imageUrl: _, ...difference } = beside('difference')
    const hidden = { ...changed, difference } as Comparison
    const inArchive = renderSoleComment([compared('sales', hidden)], { ...facts, archive })
    expect(inArchive).toContain(`<td>in <a href="${archive.url}">the download</a></td>`)
    const nowhere = renderSoleComment([compared('sales', hidden)], facts)
    expect(words(nowhere)).toContain('not published: set images: branch or artifact: zip')
    expect(nowhere).not.toContain('artifact</td>')
  })

  test('the comment links to the report instead of a picture that is only in the archive', () =>
    expect(renderSoleComment([compared('sales')], { ...facts, report, archive })).toContain(
      `<p><a href="${report.url}">dashboards-42.png</a></p>`,
    ))

  test('the comment names the archive instead of a PDF that is only in the archive', () => {
    const pdf = { file: 'pack.pdf', output: { format: 'pdf', landscape: false } } as const
    const text = renderSoleComment([rendered({ target: dashboard(pdf) })], { ...facts, report, archive })
    expect(text).toContain(`<p>pack.pdf, in <a href="${archive.url}">the download</a></p>`)
  })

  test('the line of an unchanged target names the archive if the picture is only there', () => {
    const text = renderSoleComment([compared('same', unchanged)], { ...facts, archive })
    expect(text).toContain(` · dashboards-42.png, in <a href="${archive.url}">the download</a>`)
  })

  test('the comment names failed targets before changed targets, and folds unchanged targets', () => {
    const results = [
      compared('same', unchanged),
      compared('fresh', { status: 'new', ref: 'main' }),
      failed({ target: dashboard({ name: 'broken' }) }),
      compared('sales', changed),
      compared('also-same', unchanged),
      compared('pack', pdfs),
    ]
    const text = words(renderSoleComment(results, facts))
    expect(text).toMatch(
      /^1 of 6 dashboards could not be rendered: broken; 1 changed, 1 could not be compared, 1 new /,
    )
    const inOrder = ['❌ broken', 'sales', 'fresh', 'pack', '2 unchanged', 'also-same']
    const places = inOrder.map(words => text.lastIndexOf(words))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(text).toMatch(/the PDF before the change ?Not compared: The PDF is another one\. Look at both\./)
  })

  test('the comment names the common baseline of all targets only once', () => {
    const text = words(renderSoleComment([compared('a', changed), compared('b', unchanged)], facts))
    expect(text.match(/main at ffac537/g)).toHaveLength(1)
  })

  test('the comment shows the previous size if the size changed', () => {
    const before = { width: 1260, height: 1100 }
    const other = { ...changed, sizes: { before, after: size } }
    expect(words(renderSoleComment([compared('sales', other)], facts))).toContain(
      '1,234 pixels, 0.1 %; it was 1260 × 1100 and is 1260 × 900',
    )
  })

  test.each([3, 400])(
    'the comment with %d pictures of each kind is complete and not longer than GitHub allows',
    many => {
      const kinds: Comparison[] = [changed, unchanged, pdfs, { status: 'new', ref: 'main' }]
      const results = kinds.flatMap(kind =>
        Array.from({ length: many }, (_, index) => compared(`${kind.status}-${index}.`, kind)),
      )
      const text = renderSoleComment(results, facts)
      expect(text.length).toBeLessThan(65_536)
      expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0)
      const names = results
        .map(({ target }) => target.name)
        .filter(name => many === 3 || name.startsWith('changed'))
      expect(names.filter(name => !text.includes(name))).toEqual([])
    },
  )

  test.each([40, 500])('the comment names each of %d changed dashboards', many => {
    const names = Array.from({ length: many }, (_, index) => `Dashboard ${index}, which changed.`)
    const results = [
      ...names.map(name => compared(name, withStrip)),
      ...Array.from({ length: 20 }, (_, index) => compared(`same ${index}`, unchanged)),
    ]
    const text = renderSoleComment(results, facts)
    expect(names.filter(name => !text.includes(name))).toEqual([])
    expect(text).toContain('20 unchanged')
    expect(text).not.toMatch(/<ul>\s*<\/ul>/)
  })
})

describe('a target without a changed picture', () => {
  const image = 'https://github.com/acme/lookml/blob/abc/after.png?raw=true'
  const href = 'https://acme.cloud.looker.com/dashboards/42'
  const shown = (comparison?: Comparison, about: Parameters<typeof rendered>[0] = {}, images = true) =>
    renderSoleComment(
      [
        rendered(
          {
            target: dashboard({ name: 'sales' }),
            path: '/work/sales.png',
            ...(comparison && { comparison }),
            ...about,
          },
          images ? { images: new Map([['/work/sales.png', image]]) } : {},
        ),
      ],
      facts,
    )
  const link = `<a href="${href}">sales</a>`
  const picture = `<a href="${image}"><img src="${image}" alt="sales"></a>`
  const folded = `<p>${picture}<br><a href="${href}">Open in Looker</a></p>\n</details>\n`
  const broken: Comparison = { status: 'incomparable', error: { message: 'It is broken', hint: 'Look.' } }
  const lacking: Comparison = { status: 'new', ref: 'main', sha }

  test.each<[string, string, string]>([
    [
      'a new picture is folded',
      shown({ status: 'new', ref: 'main' }),
      `<details><summary><b>sales</b> · new</summary>\n${folded}\n`,
    ],
    [
      'a picture that the base lacks has the reason',
      shown(lacking),
      `<details><summary><b>sales</b></summary>\n${folded}<p><sub>New: main at ffac537 does not have it</sub></p>\n\n`,
    ],
    [
      'a picture that could not be compared has a mark and the reason',
      shown(broken),
      `<details><summary>⚠️ <b>sales</b></summary>\n${folded}<p><sub>Not compared: It is broken. Look.</sub></p>\n\n`,
    ],
    [
      'a picture that is not on the images branch is only named',
      shown(broken, {}, false),
      `<p>⚠️ ${link} · dashboards-42.png<br><sub>Not compared: It is broken. Look.</sub></p>\n\n`,
    ],
    [
      'the reasons why the target is affected follow',
      shown(broken, { affectedBy: ['a.lkml', 'b.lkml'] }, false),
      'Look. · Affected by a.lkml; b.lkml</sub></p>',
    ],
    [
      'a picture without a comparison is open, with the reasons why the target is affected',
      shown(undefined, { affectedBy: ['a.lkml'] }),
      `<h3>${link}</h3>\n<p>${picture}</p>\n<p><sub>Affected by a.lkml</sub></p>\n\n`,
    ],
    [
      'the ignored rectangles are counted in the list of unchanged targets',
      shown(unchanged, { target: dashboard({ name: 'sales', ignore: [{ x: 0, y: 0, ...size }] }) }),
      `<li>${link} · <a href="${image}">picture</a> · 1 rectangle is ignored</li>`,
    ],
  ])('the comment shows a target without a changed picture: %s', (_, text, html) =>
    expect(text).toContain(html),
  )
})

test('the comment links to both files of a changed PDF', () => {
  const before = beside('before').imageUrl
  const own = 'https://github.com/acme/lookml/actions/runs/7/artifacts/3'
  const target = dashboard({ name: 'pack', file: 'pack.pdf', output: { format: 'pdf', landscape: false } })
  const result = rendered(
    { target, path: '/work/pack.pdf', comparison: pdfs },
    { files: new Map([['/work/pack.pdf', { id: 3, url: own }]]) },
  )
  expect(renderSoleComment([result], facts)).toContain(
    `⚠️ <a href="${target.url}">pack</a> · <a href="${own}">pack.pdf</a> · <a href="${before}">the PDF before the change</a><br>`,
  )
  const { imageUrl: _, ...local } = beside('before')
  const both = new Map([
    ['/work/pack.pdf', { id: 3, url: own }],
    ['/work/before.png', { id: 4, url: `${own}4` }],
  ])
  const asArtifacts = rendered(
    { target, path: '/work/pack.pdf', comparison: { ...pdfs, before: local } as Comparison },
    { files: both },
  )
  expect(renderSoleComment([asArtifacts], facts)).toContain(`<a href="${own}4">the PDF before the change</a>`)
  const unpublished = rendered({ target, comparison: { ...pdfs, before: local } as Comparison })
  expect(renderSoleComment([unpublished], facts)).not.toContain('the PDF before the change')
})

test('the comment gives the reasons why a failed target is affected if no other target failed for the same reason', () => {
  const failures = ['a', 'b'].map(name => failed({ target: dashboard({ name }), affectedBy: ['x.lkml'] }))
  expect(renderSoleComment(failures.slice(0, 1), facts)).toContain(
    'Check the id.<br><sub>Affected by x.lkml</sub></p>',
  )
  expect(renderSoleComment(failures, facts)).not.toContain('Affected by')
})

test('the comment shows the tiles of a dashboard below its heading, with smaller headings', () => {
  const board = { id: '7', url: 'https://acme.cloud.looker.com/dashboards/7' }
  const tiles = ['a', 'b'].map(title =>
    rendered({ target: tile({ dashboard: board }), title, path: `/work/${title}.png` }),
  )
  const tree = renderedTree(renderSoleComment([...tiles, rendered()], facts))
  expect(skeleton(tree)).toMatch(/h3\(a\[href\]\(\) sub\(\)\) h4\(.*h4\(.* h3\(a\[href\]\(\)\)/)
  expect(words(renderSoleComment(tiles, facts))).toContain('Dashboard 7 2 tiles')
})

describe('the parts of several jobs', () => {
  const results = [compared('sales', changed), failed(), compared('same', unchanged), compared('plain')]
  const part = (index: number, some = results) => renderPart(some, facts, { index, total: 4 })

  test('the parts of several jobs form one comment, with the changed and failed targets of all jobs first', () => {
    const text = words(renderComment([part(0, [compared('same', unchanged)]), part(2)], facts, 4))
    expect(text).toMatch(
      /^1 of 5 dashboards could not be rendered: dashboards\/42; 1 changed \(2 of 4 jobs done\)/,
    )
    expect(text.lastIndexOf('sales')).toBeLessThan(text.indexOf('1 unchanged'))
  })

  test('the parts of several jobs link to the report of each job', () => {
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

  test('the parts of several jobs are found in the comment again, whatever their texts are', () =>
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }), names => {
        const texts = [...names, '--> <!-- end -->\n', '<!-- rest 0 -->\n']
        const parts = texts.map((name, index) =>
          part(index, [compared(name, changed), failed({ error: { message: name, hint: name } })]),
        )
        expect(parseParts(`<!-- a marker -->\n${renderComment(parts, facts, texts.length)}`)).toEqual(parts)
      }),
    ))

  test('the parts of four jobs with 200 changed targets each fit into one comment', () => {
    const many = Array.from({ length: 200 }, (_, index) => compared(`target-${index}`, changed))
    const parts = Array.from({ length: 4 }, (_, index) => part(index, many))
    expect(renderComment(parts, facts, 4).length).toBeLessThan(65_536 - 500)
  })

  test('no parts of jobs are found in the comment of a single job or in an edited comment', () => {
    expect(parseParts(renderSoleComment(results, facts))).toEqual([])
    expect(parseParts('<!-- part {"shard": -->\ntext\n<!-- end -->\n')).toEqual([])
  })
})

const logLines: [Comparison, string][] = [
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
]

test.each(logLines.map(([comparison, line]) => [line, comparison] as const))(
  'the log describes a comparison as “%s”',
  (line, comparison) => expect(describeComparison(comparison)).toBe(line),
)

test('the comment gives the reason if the comparison used a branch other than the base branch', () => {
  const instead = { ...baseline, insteadOf: 'release/2.1' }
  const of = (comparison: Comparison) => words(renderSoleComment([compared('sales', comparison)], facts))
  const since = 'main at ffac537, recorded 3 days earlier by run 12; nothing is recorded for release/2.1'

  for (const comparison of [changed, unchanged])
    expect(of({ ...comparison, baseline: instead } as Comparison)).toContain(`Before is ${since}.`)
})

describe('the comment on a comparison', () => {
  const now = { at: new Date('2026-11-23T18:40:12Z'), release: '26.12.3' }
  const since = (about: object, comparison: Comparison = changed) =>
    describeDoubts({ ...comparison, baseline: { ...baseline, ...about } } as Comparison, now)
  const old = { at: new Date('2026-11-08T18:40:12Z') }
  const oldRecord = 'The baseline is 15 days old, so the data may have changed'
  const lacksIt =
    "The pull request's branch does not have main's commit ffac537, so the change may come from main"
  const anotherRelease =
    'The baseline is from Looker 26.10.1, and Looker is now 26.12.3, which may draw differently'

  test.each([
    ['no doubt if the baseline is new and has the same Looker release', {}, []],
    ['another Looker release of the baseline', { release: '26.10.1' }, [anotherRelease]],
    ['the age of a baseline that is 15 days old', old, [oldRecord]],
    ['no doubt if the baseline is 14 days old', { at: new Date('2026-11-09T10:00:00Z') }, []],
    [
      'both the age and another Looker release of the baseline',
      { ...old, release: '26.10.1' },
      [anotherRelease, oldRecord],
    ],
    [
      'a baseline commit that the pull request lacks, with the advice to merge the base branch',
      { isUnmerged: true },
      [`${lacksIt}: merge main into the branch, or rebase the branch`],
    ],
    [
      'a baseline commit of another branch, with the advice to record the base branch',
      { isUnmerged: true, insteadOf: 'release/2.1' },
      [`${lacksIt}: run the workflow for release/2.1 to record its own baselines`],
    ],
  ])('the comment on a comparison mentions %s', (_, about, doubts) => expect(since(about)).toEqual(doubts))

  test('the comment mentions no doubt about the comparison of an unchanged picture', () =>
    expect(since({ ...old, release: '26.10.1' }, unchanged)).toEqual([]))

  test('the comment mentions no difference between Looker releases if the current release is unknown', () =>
    expect(
      describeDoubts({ ...changed, baseline: { ...baseline, release: '26.10.1' } } as Comparison, {
        at: now.at,
      }),
    ).toEqual([]))

  const oldRelease = { ...changed, baseline: { ...baseline, release: '26.10.1' } } as Comparison
  const comment = (...results: Published[]) =>
    words(renderSoleComment(results, { ...facts, release: '26.12.3' }))

  test('the comment mentions a doubt about comparisons once if the doubt applies to all changes', () => {
    const text = comment(compared('sales', oldRelease), compared('stock', oldRelease))
    expect(text.match(/The baseline is from Looker 26\.10\.1,/g)).toHaveLength(1)
    expect(text.indexOf('The baseline is from Looker')).toBeLessThan(text.lastIndexOf('sales'))
  })

  test('the comment mentions a doubt about one comparison below the heading of that target', () => {
    const text = comment(compared('sales', oldRelease), compared('stock', changed))
    expect(text).toMatch(/1,234 pixels, 0\.1 % ?⚠️ The baseline is from Looker 26\.10\.1,/)
  })
})

test('the comment on a target that was checked without a picture shows no picture of production', () => {
  const tiles = [{ title: 'Orders', explore: 'shop::orders', numbers: 'changed', queries: [] }] as const
  const check = { numbers: 'changed', tiles } as const
  const text = renderSoleComment([{ status: 'checked', target: dashboard(), apiCalls: 1, check }], facts)
  expect(text).toContain('<b>Orders</b>')
  expect(text).not.toMatch(/Production now|undefined/)
})

describe('the entry of a target with checked tiles', () => {
  const [image, production] = ['https://x.example/own.png', 'https://x.example/production.png']
  const checkOf = (
    about: Partial<BranchCheck> = {},
    numbers: 'changed' | 'unchanged' = 'changed',
  ): BranchCheck => ({
    tiles: [{ title: 'Orders', explore: 'shop::orders', sql: 'changed', numbers, queries: [] }],
    ...about,
  })
  const entryOf = (result: Parameters<typeof toEntries>[0][0]) => {
    const [entry, ...others] = toEntries([result], { at: facts.at, shared: new Set() })
    expect(others).toEqual([])
    return { full: '', short: '', line: '', ...entry }
  }
  const withPicture = (about: Parameters<typeof rendered>[0]) =>
    rendered({ path: '/work/own.png', ...about }, { images: new Map([['/work/own.png', image]]) })
  const title = '<a href="https://acme.cloud.looker.com/dashboards/42">dashboards/42</a>'

  test('the line of a checked target lists the states of its tiles', () => {
    const { rank, line, targets } = entryOf(rendered({ check: checkOf() }))
    expect({ rank, targets }).toEqual({ rank: 'changed', targets: 1 })
    expect(line).toBe(`<li>${title}: 1 tile: 1 changed</li>\n`)
  })

  test('a target with unchanged tiles is shown as a single line', () => {
    const { rank, full, short, line } = entryOf(withPicture({ check: checkOf({}, 'unchanged') }))
    expect(rank).toBe('same')
    expect([full, short]).toEqual([line, line])
  })

  test('the picture of production is small and folded, and the short text leaves it out', () => {
    const { full, short } = entryOf(withPicture({ check: checkOf() }))
    expect(full).toMatch(/^<h3>/)
    expect(full).toContain(
      `<details><summary>Production now</summary>\n<p><a href="${image}"><img src="${image}" alt="dashboards/42, production now" width="400"></a></p>\n</details>\n`,
    )
    expect(short).toMatch(/^<h3>.*<\/h3>\n/)
    expect(short).toContain('Orders')
    expect(short).not.toContain('Production now')
  })

  test('the long text of a checked target gives the reasons why the target is affected', () => {
    const { full, short } = entryOf(rendered({ check: checkOf(), affectedBy: ['view orders in a.lkml'] }))
    expect(full).toMatch(/<p><sub>[^<]*view orders in a\.lkml[^<]*<\/sub><\/p>\n\n$/)
    expect(short).not.toContain('a.lkml')
  })

  test('a failed target whose tiles did not fail has its own error', () => {
    const { rank, full, short } = entryOf(failed({ check: checkOf() }))
    expect(rank).toBe('failed')
    for (const text of [full, short])
      expect(text).toContain('</h3>\n<p>❌ Looker found no dashboard 42. Check the id.</p>\n')
  })

  test('the full stop at the end of an error is not repeated', () =>
    expect(
      entryOf(failed({ check: checkOf(), error: { message: 'It failed.', hint: 'Wait.' } })).full,
    ).toContain('<p>❌ It failed. Wait.</p>'))

  test('a failed target whose tiles failed has only the errors of its tiles', () => {
    const broken = { ...checkOf().tiles[0], sql: 'broken' } as BranchCheck['tiles'][0]
    expect(entryOf(failed({ check: checkOf({ tiles: [broken] }) })).full).not.toContain('Check the id')
  })

  test('the long text about tiles has at most 15,000 characters, and the short text has at most 3,000', () => {
    const tiles = Array.from({ length: 300 }, (_, index) => ({
      ...{ title: `Tile ${index}`, explore: 'shop::orders', sql: 'broken' as const, queries: [] },
      error: { message: `Error ${index} ${'x'.repeat(200)}`, hint: 'Wait.' },
    }))
    const { full, short } = entryOf(failed({ check: checkOf({ tiles }) }))
    expect(full.length).toBeGreaterThan(14_000)
    expect(full.length).toBeLessThan(15_500)
    expect(short.length).toBeGreaterThan(2500)
    expect(short.length).toBeLessThan(3500)
  })

  const problem = { message: 'the model is missing', hint: 'Open it.' }
  const drawing = { textHash: '', modelTiles: [] }

  test('the reason for a missing drawing is a note with the next step', () => {
    const { full, short, line } = entryOf(rendered({ check: checkOf({ drawing: { ...drawing, problem } }) }))
    const note = '<p><sub>Not drawn: the model is missing. Open it.</sub></p>\n'
    expect(full).toContain(note)
    expect(short).toContain(note)
    expect(line).toContain(': 1 tile: 1 changed; not drawn: the model is missing</li>')
  })

  test('a changed drawing is shown as a changed picture, together with the picture of production', () => {
    const about = { check: checkOf({ drawing }), comparison: changed }
    const sidecar = { ...beside('production'), path: '/work/production.png' }
    const result = { ...withPicture(about), production: { ...sidecar, links: { imageUrl: production } } }
    const { full, short } = entryOf(result as Published)
    for (const text of [full, short]) expect(text).toContain('Changed: <b>1,234 pixels, 0.1 %</b>')
    expect(full).toContain(`<img src="${production}"`)
  })

  test('a drawing that was not compared is shown in the long text, and is not called production', () => {
    const { full, short } = entryOf(withPicture({ check: checkOf({ drawing }) }))
    expect(full).toContain(`<p><a href="${image}"><img src="${image}" alt="dashboards/42"></a></p>\n`)
    expect(full).not.toContain('Production now')
    expect(short).not.toContain('<img')
  })

  test('the reason for a drawing that cannot be compared is in both texts', () => {
    const incomparable = {
      status: 'incomparable',
      error: { message: 'too large', hint: 'Crop it.' },
    } as const
    const { full, short } = entryOf(withPicture({ check: checkOf({ drawing }), comparison: incomparable }))
    for (const text of [full, short])
      expect(text).toContain('<p><sub>Not compared: too large. Crop it.</sub></p>\n')
  })

  test('the comment shows nothing below the heading for a drawing that is not on the images branch', () => {
    const { full } = entryOf(rendered({ check: checkOf({ drawing }) }))
    expect(full).toMatch(/^<h3>.*<\/h3>\n<p><b>Orders<\/b>/)
  })

  test('an unchanged drawing is not shown', () => {
    const { full } = entryOf(withPicture({ check: checkOf({ drawing }), comparison: unchanged }))
    expect(full).not.toContain('<img')
  })
})
