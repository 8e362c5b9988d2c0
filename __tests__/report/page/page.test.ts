import { createHash } from 'node:crypto'
import type { Published, Result } from '../../../src/model.ts'
import { type ReportFacts, reportPage } from '../../../src/report/page/page.ts'
import fc from '../../../testkit/fast-check.ts'
import { bare, linksOf, skeleton, textOf } from '../../../testkit/pages/github-markdown.ts'
import { type Element, elements, entryText, parsed, type Tree, wordsOf } from '../../../testkit/pages/html.ts'
import { changed, main } from '../../../testkit/pictures/changes.ts'
import { dashboard, failed, published, rendered } from '../../../testkit/results.ts'
import { textWith } from '../../../testkit/texts.ts'

const runUrl = 'https://github.com/acme/lookml/actions/runs/1'
const archive = { id: 8, url: `${runUrl}/artifacts/8` }
const facts = (more: Partial<ReportFacts> = {}): ReportFacts => ({
  title: 'Looker snapshots',
  host: 'acme.cloud.looker.com',
  at: new Date('2026-11-03T14:05:00Z'),
  ...more,
})

/** The first bytes of a picture with 640 × 480 pixels, in each format. */
const headers = {
  png: Buffer.from('89504e470d0a1a0a0000000d4948445200000280000001e008020000', 'hex'),
  jpg: Buffer.from('ffd8ffe000040000ffc4000400ffffc2000b0801e002800300', 'hex'),
}
const bytesOf = async (path: string) => (path.endsWith('jpg') ? headers.jpg : headers.png)

async function pageOf(
  results: readonly Result<Published>[],
  more: Partial<ReportFacts> = {},
  most?: number,
  read = bytesOf,
) {
  let page = ''
  for await (const piece of reportPage(results, facts(more), read, most)) page += piece
  return page
}

const treeOf = async (...args: Parameters<typeof pageOf>) => parsed(await pageOf(...args))
const mainOf = (tree: Tree) => elements(tree, 'main')[0] as Element
const target = dashboard
const named = (name: string, about: Parameters<typeof dashboard>[0] = {}) =>
  rendered({ target: target({ name, ...about }), path: `/out/${name}.png` })
const pdf = (name: string) =>
  rendered({
    target: target({
      name,
      file: `${name}.pdf`,
      output: { format: 'pdf', paperSize: 'a4', landscape: true },
    }),
    path: `/out/${name}.pdf`,
  })

describe('the report page', () => {
  test.each([
    [[rendered()], '1 target rendered by acme.cloud.looker.com'],
    [[rendered(), rendered()], '2 targets rendered by acme.cloud.looker.com'],
    [[rendered(), failed(), failed()], '1 of 3 targets rendered by acme.cloud.looker.com, 2 failed'],
    [[failed()], 'Nothing rendered by acme.cloud.looker.com, 1 failed'],
  ])('the report page has the correct result at the top (case %#)', async (results, words) => {
    const tree = await treeOf(results)
    expect(wordsOf(elements(tree, 'header')[0] as Element)).toContain(`Looker snapshots ${words}`)
  })

  test('the report page begins with the headline, the next step and the note', async () => {
    const more = {
      title: '1 of 2 dashboards changed: Sales',
      nextStep: 'Look at it.',
      note: 'Of production.',
    }
    const header = elements(await treeOf([rendered(), rendered()], more), 'header')[0] as Element
    expect(wordsOf(elements(header, 'h1')[0] as Element)).toBe(more.title)
    expect(wordsOf(header)).toMatch(
      /^1 of 2 dashboards changed: Sales Look at it\. 2 targets .* Of production\./,
    )
  })

  test('the report page distinguishes two targets with the same title below their titles', async () => {
    const [one, other] = [named('one', { id: '42' }), named('other', { id: '43' })]
    const tree = await treeOf([{ ...one, distinction: 'Sales & Co.' }, other])
    const headings = elements(mainOf(tree), 'h2')
    expect(headings.map(heading => elements(heading, 'small').map(wordsOf))).toEqual([['Sales & Co.'], []])
  })

  test('the report page shows each target with its facts, its filters and its link to Looker', async () => {
    const filters = new Map([
      ['Region', 'EMEA'],
      ['State', ''],
    ])
    const tree = await treeOf([
      named('sales', { filters, width: 640, height: 480 }),
      failed({ target: target({ name: 'lost' }), renderTaskId: 'task-7', seconds: 75 }),
      pdf('west'),
      rendered({
        target: { ...target({ name: 'jpg', output: { format: 'jpg' } }), kind: 'lookml_dashboard' },
        path: 'a.jpg',
      }),
    ])
    expect(elements(tree, 'article').map(entryText)).toEqual([
      'sales / Status: Rendered / Target: Dashboard / Format: PNG / Asked for: 640 × 480 px / File size: 212 KB / Render time: 12.3 s / Region EMEA / State any value',
      'lost / Status: Failed / Target: Dashboard / Format: PNG / Asked for: 1260 × 900 px / Failed after: 1 min 15 s / Looker found no dashboard 42 / Check the id. / Target lost, render task task-7',
      'west / Status: Rendered / Target: Dashboard / Format: PDF, A4, landscape / Asked for: 1260 × 900 px / File size: 212 KB / Render time: 12.3 s / west.pdf / It is among the files of the workflow run.',
      'jpg / Status: Rendered / Target: LookML dashboard / Format: JPG / Asked for: 1260 × 900 px / Drawn: 640 × 480 px / File size: 212 KB / Render time: 12.3 s',
    ])
    expect(linksOf(mainOf(tree))).toEqual(Array(4).fill(target().url))
  })

  test('the report page contains the exact bytes and the size of each picture', async () => {
    const jpg = rendered({ target: target({ output: { format: 'jpg' } }), path: 'a.jpg' })
    const images = elements(await treeOf([rendered(), jpg]), 'img')
    expect(images.map(({ properties }) => properties)).toEqual([
      {
        alt: expect.any(String),
        dataName: 'dashboards/42',
        width: 640,
        height: 480,
        src: `data:image/png;base64,${headers.png.toString('base64')}`,
      },
      {
        alt: expect.any(String),
        dataName: 'dashboards/42',
        width: 640,
        height: 480,
        src: `data:image/jpeg;base64,${headers.jpg.toString('base64')}`,
      },
    ])
  })

  test.each([
    ['no bytes', Buffer.alloc(0)],
    ['another format', Buffer.from('GIF89a and so on, and so on')],
    ['a PNG that is cut off', headers.png.subarray(0, 20)],
    ['a PNG with a width of 0', Buffer.concat([headers.png.subarray(0, 16), Buffer.alloc(12)])],
    ['a JPG that is cut off', headers.jpg.subarray(0, 18)],
  ])('the report page contains no picture size if the size cannot be read: %s', async (_, bytes) => {
    for (const format of ['png', 'jpg'] as const) {
      const tree = await treeOf(
        [rendered({ target: target({ output: { format } }) })],
        {},
        undefined,
        async () => bytes,
      )
      expect(elements(tree, 'img')[0]?.properties.width).toBeUndefined()
    }
  })

  test('the report page links to the artifact of a file, or to the archive if the file has no artifact', async () => {
    const own = new Map(
      ['/out/a.png', '/out/b.pdf'].map((path, id) => [path, { id, url: `${runUrl}/artifacts/${id}` }]),
    )
    const { url } = target()
    expect(
      linksOf(mainOf(await treeOf([named('a'), pdf('b')].map(result => published(result, { files: own }))))),
    ).toEqual([`${runUrl}/artifacts/0`, url, url, `${runUrl}/artifacts/1`])
    const archived = await treeOf([named('a'), pdf('b')], { archive })
    expect(linksOf(mainOf(archived))).toEqual([url, url, archive.url])
    expect(linksOf(elements(archived, 'footer')[0] as Element)).toEqual([archive.url])
  })

  test('the footer of the report page mentions no archive if the run has none', async () => {
    const [footer] = elements(await treeOf([rendered()]), 'footer')
    expect(wordsOf(footer as Element)).toBe('This page is complete and loads nothing from the network.')
  })

  test('the report page names the run in its footer', async () => {
    const commit = { sha: '4d1c0ffee8a9b2', url: 'https://github.com/acme/lookml/commit/4d1c0ffee8a9b2' }
    const tree = await treeOf([rendered()], {
      repository: 'acme/lookml',
      commit,
      run: { url: runUrl, label: 'run 128' },
    })
    const masthead = elements(tree, 'header')[0] as Element
    expect(wordsOf(masthead)).toMatch(/acme\/lookml · commit 4d1c0ff · run 128 · 3 November 2026, 14:05 UTC$/)
    expect(linksOf(masthead)).toEqual([commit.url, runUrl])
    expect(wordsOf(await treeOf([rendered()]))).toContain('acme.cloud.looker.com 3 November 2026, 14:05 UTC')
  })

  test('the report page has an index with links if there are many targets', async () => {
    expect(elements(await treeOf([rendered(), rendered(), failed()]), 'nav')).toEqual([])
    const tree = await treeOf([named('a'), failed({ target: target({ name: 'b' }) }), named('c'), pdf('d')])
    const [nav] = elements(tree, 'nav')
    expect(elements(nav as Element, 'li').map(wordsOf)).toEqual(['a', 'b failed', 'c', 'd'])
    const ids = elements(tree, 'article').map(({ properties }) => `#${properties.id}`)
    expect(linksOf(nav as Element)).toEqual(ids)
    expect(new Set(ids).size).toBe(4)
  })

  test('the index of the report page has a filter for each state that a target has', async () => {
    const isChanged = (name: string) => published({ ...named(name), comparison: changed() })
    const filters = async (...results: Result<Published>[]) =>
      elements(await treeOf(results), 'form').flatMap(form =>
        elements(form, 'label').map(label => {
          const [{ properties }] = elements(label, 'input') as [Element]
          return `${wordsOf(label)}: ${properties.value}${properties.checked ? ', checked' : ''}`
        }),
      )
    const [one, two] = [isChanged('a'), isChanged('b')]
    expect(await filters(one, two, failed(), named('d'))).toEqual([
      'All 4: all, checked',
      'Changed 2: changed',
      'Failed 1: failed',
    ])
    expect(await filters(...['a', 'b', 'c', 'd'].map(name => named(name)))).toEqual(['All 4: all, checked'])
    expect(await filters(one, two, failed())).toEqual([])
  })

  test('the report page has only the scripts and styles that it needs', async () => {
    const counts = async (...results: Result<Published>[]) => {
      const tree = await treeOf(results)
      return [elements(tree, 'style').length, elements(tree, 'script').length]
    }
    const pictures = ['a', 'b', 'c', 'd'].map(name => named(name))
    const withChange = published({ ...named('e'), comparison: changed() })
    const [plain, styled] = await Promise.all([counts(pdf('a')), counts(named('a'))])
    expect(plain).toEqual([2, 0])
    expect(styled).toEqual([2, 1])
    expect(await counts(...pictures)).toEqual([3, 2])
    expect(await counts(withChange)).toEqual([4, 3])
    expect(await counts(...pictures, withChange)).toEqual([5, 4])
  })

  test('the address of each target in the report page is made from its heading, and does not depend on other targets', async () => {
    const filters = new Map([['Region', 'EMEA']])
    const results = [
      { ...named('x'), title: 'Sales overview' },
      { ...named('x', { filters }), title: 'Sales overview' },
      published({ ...named('y'), title: 'Sales overview', comparison: changed() }),
      failed({ target: target({ name: 'zoom name' }) }),
      { ...named('z'), title: 'Продажи, Q1/Q2 — 売上' },
      { ...named('z'), title: '"><b>' },
      { ...named('z'), title: '—' },
      { ...named('z'), title: 'b' },
    ]
    const ids = elements(await treeOf(results), 'article').map(({ properties }) => properties.id)
    const [first, ...rest] = ids
    expect(first).toBe('zoom-name-2')
    expect(rest.sort()).toEqual([
      'b',
      'b-2',
      'sales-overview',
      'sales-overview-2',
      'sales-overview-region-emea',
      'target',
      'продажи-q1-q2-売上',
    ])
  })

  test('a report page without pictures needs neither dialog nor script', async () => {
    const tree = await treeOf([failed(), pdf('a')])
    expect([...elements(tree, 'dialog'), ...elements(tree, 'script')]).toEqual([])
  })
})

describe('the masthead of the page', () => {
  const mastheadOf = async (results: readonly Result<Published>[], more: Partial<ReportFacts> = {}) =>
    elements(await treeOf(results, more), 'header')[0] as Element
  const branch = {
    ...{ project: 'shop', base: 'a'.repeat(40), head: 'b'.repeat(40), numbers: true },
    ...{ lookmlErrors: [], omittedQueries: 0, isDevelopmentSql: false },
  }
  const check = { tiles: [] }

  test('the report page lists broken content outside the targets with links and errors', async () => {
    const url = 'https://acme.cloud.looker.com/looks/7'
    const broken = [
      { kind: 'look', id: '7', title: 'Top products', url, messages: ['Unknown field'] },
    ] as const
    const masthead = await mastheadOf([rendered()], {
      branch: { ...branch, content: { broken, leftOut: 1 } },
    })
    const [section] = elements(masthead, 'section')
    expect(section?.properties.ariaLabel).toBe('Broken content')
    expect(wordsOf(section as Element)).toMatch(
      /^This pull request breaks 1 Look .*Top products: Unknown field$/,
    )
    expect(linksOf(section as Element)).toEqual([url])
    const onlyHidden = { branch: { ...branch, content: { broken: [], leftOut: 1 } } }
    const [other] = elements(await mastheadOf([rendered()], onlyHidden), 'section')
    expect(elements(other as Element, 'ul')).toEqual([])
    expect(elements(await mastheadOf([rendered()], { branch }), 'section')).toEqual([])
  })

  test('the report page names the pull request, the next step, and targets that were not rendered', async () => {
    const pullRequest = { number: 12, url: 'https://github.com/acme/lookml/pull/12' }
    const masthead = await mastheadOf([rendered()], {
      ...{ pullRequest: { ...pullRequest, title: 'Split shipping' }, nextStep: 'Look at them.' },
      ...{ note: 'The pictures show production.', unaffected: [target({ title: 'Stock' })], branch },
    })
    const lines = elements(masthead, 'p').map(wordsOf)
    expect(lines).toEqual([
      'Look at them.',
      'Pull request #12: Split shipping',
      '1 target rendered by acme.cloud.looker.com',
      '3 November 2026, 14:05 UTC',
      expect.stringMatching(/^Before is the merge base aaaaaaa.*\.$/),
      'The pictures show production.',
      '1 target is not affected by the change, and not rendered: Stock.',
    ])
    const plain = elements(await mastheadOf([rendered()], { pullRequest }), 'p').map(wordsOf)
    expect(plain.slice(0, 2)).toEqual(['Pull request #12', '1 target rendered by acme.cloud.looker.com'])
  })

  const isChanged = published({ ...named('c'), comparison: changed() })
  test.each<[string, Result<Published>[]]>([
    ['2 targets rendered by acme.cloud.looker.com, Looker 26.12.3', [rendered(), rendered()]],
    ['1 of 2 targets rendered by acme.cloud.looker.com, Looker 26.12.3, 1 failed', [rendered(), failed()]],
    ['Nothing rendered by acme.cloud.looker.com, Looker 26.12.3, 2 failed', [failed(), failed()]],
    ['1 failed, 1 changed, 1 not compared', [named('a'), isChanged, failed()]],
  ])('the report page sums up its targets: %s', async (words, results) => {
    const masthead = await mastheadOf(results, { release: '26.12.3' })
    expect(
      wordsOf(elements(masthead, 'p').find(p => [p.properties.className].flat()[0] === 'tally') as Element),
    ).toBe(words)
  })

  test('the report page of a branch check says how many targets were checked', async () =>
    expect(wordsOf(await mastheadOf([rendered({ check }), failed({ check })]))).toContain(
      '2 targets checked by',
    ))
})

test('each button of the dialog in the report page has a name and a key', async () => {
  const buttonsOf = async (result: Result<Published>) => {
    const [dialog] = elements(await treeOf([result]), 'dialog')
    return elements(dialog as Element, 'button').map(({ properties }) => {
      expect(String(properties.title)).toContain(String(properties.ariaLabel))
      return [properties.dataDo, properties.title, properties.ariaPressed].filter(Boolean).join(': ')
    })
  }
  const buttons = [
    'previous: Previous picture (←)',
    'next: Next picture (→)',
    'less: Smaller (−)',
    'more: Larger (+)',
    'fit: Whole picture or full size (0 or 1)',
    'close: Close (Esc)',
  ]
  expect(await buttonsOf(rendered())).toEqual(buttons)
  expect(await buttonsOf(rendered({ comparison: changed() }))).toEqual([
    'outlines: Outlines (o): true',
    'previous-change: Previous change (p)',
    'next-change: Next change (n)',
    ...buttons,
  ])
})

test('the address of a change in the report page differs from the addresses of all targets', async () => {
  const area = { x: 0, y: 0, width: 9, height: 9 }
  const withChanges = published({
    ...named('sales'),
    comparison: changed({ areas: [area, { ...area, x: 90 }] }),
  })
  const tree = await treeOf([withChanges, named('sales-1')])
  const ids = elements(mainOf(tree), 'span').flatMap(({ properties }) => properties.id ?? [])
  expect(ids).toEqual(['sales-change-1', 'sales-2'])
})

describe('the bytes of the pictures', () => {
  const sized = (name: string, bytes: number) => ({ ...named(name), bytes })
  const shownIn = (tree: Tree) => elements(tree, 'img').map(({ properties }) => properties.dataName)

  test('the report page shows a link instead of each picture beyond the size limit, and the number of these pictures', async () => {
    const files = new Map([['/out/b.png', { id: 9, url: `${runUrl}/artifacts/9` }]])
    const results = [sized('a', 600), sized('b', 600), sized('c', 400), sized('d', 1)]
    const tree = await treeOf(
      results.map(result => published(result, { files })),
      {},
      1000,
    )
    expect(shownIn(tree)).toEqual(['a', 'c'])
    expect(wordsOf(tree)).toContain('2 pictures did not fit into this page')
    const second = elements(tree, 'article')[1] as Element
    expect(wordsOf(second)).toContain('The file did not fit into this page. Open the picture')
    expect(linksOf(second)).toEqual([target().url, `${runUrl}/artifacts/9`])
  })

  test('the pictures of the report page have at most 64 MB by default', async () => {
    const tree = await treeOf([sized('a', 60_000_000), sized('b', 4_000_000), sized('c', 1)])
    expect(shownIn(tree)).toEqual(['a', 'b'])
    expect(wordsOf(tree)).toContain('1 picture did not fit into this page, which has space for 64.0 MB')
    expect(wordsOf(await treeOf([sized('a', 64_000_000)]))).not.toContain('did not fit')
  })

  test('targets without a picture do not count as pictures that did not fit into the report page', async () =>
    expect(wordsOf(await treeOf([failed(), pdf('a')]))).not.toContain('did not fit into this page'))

  test('each picture is read when it is written into the report page', async () => {
    const asked: string[] = []
    const results = [named('a'), failed(), pdf('b'), named('c')]
    const page = reportPage(results, facts(), async path => {
      asked.push(path)
      return headers.png
    })
    let text = ''
    for await (const piece of page) {
      text += piece
      const pictures = text.split('<figure').length - 1
      expect(asked).toEqual(['/out/a.png', '/out/c.png'].slice(0, pictures))
    }
    expect(asked).toHaveLength(2)
  })

  test('the report page fails with an error if a picture cannot be read', async () => {
    const gone = new Error('ENOENT')
    await expect(pageOf([rendered()], {}, undefined, () => Promise.reject(gone))).rejects.toBe(gone)
  })
})

describe('the policy of the page', () => {
  const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

  test.each([
    ['without comparisons', rendered()],
    ['with comparisons', rendered({ comparison: changed() })],
  ])(
    'the content security policy of a report page %s allows only its own styles and scripts',
    async (_, result) => {
      const tree = await treeOf([result])
      const hashes = (name: string) =>
        elements(tree, name)
          .map(element => sha256(textOf(element)))
          .join(' ')
      const policies = elements(tree, 'meta').filter(
        ({ properties }) => properties.httpEquiv?.toString() === 'Content-Security-Policy',
      )
      expect(policies.map(({ properties }) => properties.content)).toEqual([
        `default-src 'none'; img-src data:; style-src ${hashes('style')}; script-src ${hashes('script')}; base-uri 'none'; form-action 'none'`,
      ])
    },
  )

  test('the content security policy of the report page comes before everything that it restricts', async () => {
    const page = await pageOf([rendered()])
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.search(/<(style|script|link|img)/))
  })

  test('the report page contains only addresses of Looker and GitHub', async () => {
    const commit = { sha: 'abc', url: 'https://github.com/acme/lookml/commit/abc' }
    const page = await pageOf([named('a'), failed(), pdf('b'), rendered()], {
      archive,
      commit,
      run: { url: runUrl, label: 'run' },
    })
    const hosts = [...page.matchAll(/[a-z]+:\/\/([^/"' ]+)/gi)].map(([, host]) => host)
    expect([...new Set(hosts)].sort()).toEqual(['acme.cloud.looker.com', 'github.com'])
    expect(page).not.toMatch(
      /url\(|@import|@font-face|fetch\(|XMLHttpRequest|WebSocket|sendBeacon|import\(|<iframe|<object|<embed|srcset|\son\w+=|\sstyle=/,
    )
  })
})

describe('text in the page', () => {
  const pieces = [
    '<script>alert(1)</script>',
    '</script>',
    '</style>',
    '</title>',
    '</article>',
    '</main>',
    '</dialog>',
    '<!--',
    '-->',
    '<![CDATA[',
    '<img src=x onerror=x>',
    '<a href="https://evil.example">',
    '"',
    "'",
    '" onload="x',
    "' x='",
    '`',
    '>',
    '<',
    '&lt;',
    '&quot',
    '&#0;',
    '\0',
    '\x1b[31m',
    '\r\n',
    '\n\n',
    '\t',
    '\ud83d',
    '\ude00',
    '\u202e',
    '\u2066',
    '\u2028',
    '\ufeff',
    '\u200b',
    '=',
  ]
  const keys = [
    'title',
    'host',
    'repository',
    'sha',
    'label',
    'pull',
    'name',
    'file',
    'written',
    'filter',
    'value',
    'message',
    'hint',
    'task',
    'ref',
  ] as const
  type Texts = Record<(typeof keys)[number], string>
  const every = (text: (key: keyof Texts) => string) =>
    Object.fromEntries(keys.map(key => [key, text(key)])) as Texts
  // Texts that are never empty. The page leaves out empty texts, and the tree would then be different.
  const hostile = fc
    .array(textWith(...pieces), { minLength: keys.length, maxLength: keys.length })
    .map(texts => every(key => `x${texts[keys.indexOf(key)]}`))

  const treeWith = (text: Texts, most?: number) => {
    const about = target({
      name: text.name,
      file: text.file,
      source: text.written,
      filters: new Map([[text.filter, text.value]]),
    })
    const results = [
      rendered({ target: about }),
      rendered({ target: { ...about, output: { format: 'pdf', landscape: false } } }),
      failed({ target: about, error: { message: text.message, hint: text.hint }, renderTaskId: text.task }),
      rendered({ target: about, path: 'own' }, { files: new Map([['own', archive]]) }),
      rendered({ target: about, comparison: changed({ baseline: { ...main, ref: text.ref } }) }),
      rendered({ target: about, comparison: { status: 'new', ref: text.ref } }),
      rendered({
        target: about,
        comparison: { status: 'incomparable', error: { message: text.message, hint: text.hint } },
      }),
    ]
    return treeOf(
      results,
      {
        title: text.title,
        host: text.host,
        repository: text.repository,
        archive,
        commit: { sha: text.sha, url: 'https://github.com/acme' },
        run: { url: runUrl, label: text.label },
        pullRequest: { number: 12, title: text.pull, url: 'https://github.com/acme/lookml/pull/12' },
      },
      most,
    )
  }

  const outward = (tree: Tree) => linksOf(tree).filter(link => !link.startsWith('#'))
  /** Returns the links of the report's index. */
  const inward = (tree: Tree) => elements(tree, 'nav').flatMap(linksOf)
  const inOrder = (tree: Tree) => elements(tree, 'article').map(({ properties }) => `#${properties.id}`)

  test.each([
    ['with pictures', undefined],
    ['without space for pictures', 0],
  ])('text of users changes no element, attribute or link of a report page %s', async (_, most) => {
    const plain = await treeWith(
      every(key => `{${key}}`),
      most,
    )
    await fc.assert(
      fc.asyncProperty(hostile, async text => {
        const tree = await treeWith(text, most)
        expect(skeleton(tree)).toBe(skeleton(plain))
        expect(outward(tree)).toEqual(outward(plain))
        for (const link of inward(tree)) expect(link).toMatch(/^#[\p{L}\p{M}\p{N}-]+$/u)
        expect(inward(tree)).toEqual(inOrder(tree))
        const expected = textOf(mainOf(plain)).replace(/\{(\w+)\}/g, (_, key: keyof Texts) => text[key])
        expect(bare(textOf(mainOf(tree)))).toBe(bare(expected))
        expect(textOf(tree)).not.toMatch(/[^\P{Cc}\n]/u)
      }),
      { numRuns: 100 },
    )
  })

  test.each(pieces)('the report page shows %j as plain text', async piece => {
    const tree = await treeWith(every(() => `a ${piece} b`))
    expect(skeleton(tree)).toBe(skeleton(await treeWith(every(() => 'x'))))
    expect(bare(textOf(mainOf(tree)))).toContain(bare(`a ${piece} b`))
    expect(elements(tree, 'title').map(textOf).map(bare)).toEqual([bare(`a ${piece} b`)])
  })

  test('text of users in the address of a link in the report page is escaped', async () => {
    const url = 'https://acme.example/dashboards/42?A="><img src=x>&B=\'\n'
    expect(linksOf(mainOf(await treeOf([failed({ target: target({ url }) })])))).toEqual([url.trim()])
  })

  test.each(['javascript:alert(1)', 'data:text/html,<b>', '//evil.example', ' https://evil.example', ''])(
    'the report page contains no link to the address %j',
    async url => {
      const tree = await treeOf([rendered({ target: target({ url }) })], {
        run: { url, label: 'run' },
        archive: { url },
      })
      expect(linksOf(tree).filter(link => !link.startsWith('data:image/'))).toEqual([])
    },
  )
})
