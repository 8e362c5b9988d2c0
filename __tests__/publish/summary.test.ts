import type { BranchReport } from '../../src/branch-report.ts'
import type { Published, Result, Target } from '../../src/model.ts'
import { renderSummary, type SummaryFacts } from '../../src/publish/summary.ts'
import fc from '../../testkit/fast-check.ts'
import {
  bare,
  linksOf,
  mentionsOf,
  renderedTree,
  skeleton,
  textOf,
} from '../../testkit/pages/github-markdown.ts'
import { beside, changed } from '../../testkit/pictures/changes.ts'
import { dashboard, failed, published, rendered } from '../../testkit/results.ts'
import { textWith } from '../../testkit/texts.ts'

const limit = 1024 * 1024

const facts = (more: Partial<SummaryFacts> = {}): SummaryFacts => ({
  host: 'acme.cloud.looker.com',
  directory: 'looker-snapshots',
  apiCalls: { query: 22, administrative: 1 },
  ...more,
})

const archive = { id: 8, url: 'https://github.com/acme/lookml/actions/runs/1/artifacts/8' }
const shown = (results: Result<Published>[], more: Partial<SummaryFacts> = {}) =>
  renderedTree(renderSummary(results, facts(more)))

describe('the summary', () => {
  test.each([
    [[rendered()], '1 dashboard rendered'],
    [[rendered(), rendered()], '2 dashboards rendered'],
    [[rendered(), failed()], '1 of 2 dashboards could not be rendered: dashboards/42'],
    [[failed()], '1 dashboard could not be rendered: dashboards/42'],
  ])('the summary begins with the headline for its results (case %#)', (results, heading) =>
    expect(renderSummary(results, facts())).toMatch(new RegExp(`^## ${heading}\\n`)),
  )

  test('the summary shows at most twelve small pictures of changed areas, each with a link', () => {
    const strip = {
      ...beside('/s.png'),
      ...{ width: 9, height: 9, isComplete: true },
    } as const
    const images = new Map([['/s.png', 'https://github.com/s.png']])
    const results = Array.from({ length: 14 }, (_, place) =>
      rendered(
        { target: dashboard({ name: `d-${place}` }), comparison: { ...changed(), strip } },
        { images },
      ),
    )
    const text = renderSummary(results, facts())
    const picture =
      '<a href="https://github.com/s.png"><img src="https://github.com/s.png" alt="d-0, before and after" width="400"></a>'
    expect(text).toContain(`<b>d-0</b><br>${picture}`)
    expect(text.match(/<img/g)).toHaveLength(12)
    expect(text).toContain('<p>2 more changed pictures are in the files.</p>')
  })

  test('the summary says that a strip leaves out changes, and links to the report that has the difference', () => {
    const strip = { ...beside('/s.png'), ...{ width: 9, height: 9, isComplete: false } } as const
    const images = new Map([['/s.png', 'https://github.com/s.png']])
    const report = { id: 9, url: 'https://github.com/acme/lookml/actions/runs/1/artifacts/9' }
    const text = renderSummary(
      [rendered({ comparison: { ...changed(), strip } }, { images })],
      facts({ report }),
    )
    expect(text).toContain(
      `This picture leaves out some of the changes. <a href="${report.url}">The difference</a> shows all of them.`,
    )
  })

  test('the summary has a row for each target, failed targets first, and a folded section for each reason of failures', () => {
    const west = failed({
      target: dashboard({ name: 'west', source: 'dashboards/42?Region=West' }),
      title: 'West',
      error: { message: 'Looker was restarted', hint: 'Run the job again.' },
      renderTaskId: 'task-7',
      seconds: 75,
    })
    const tree = shown([west, rendered(), failed()])
    expect(skeleton(tree)).toBe(
      [
        'h2()',
        'p()',
        `table(tbody(tr(${Array(6).fill('th[align]()').join(' ')}) ${Array(3).fill('tr(td() td(a[href]()) td() td() td[align]() td[align]())').join(' ')}))`,
        'details(summary() p() p(sub(code() code())))',
        'details(summary() p() p(sub(code())))',
        'p(sub(code()))',
      ].join(' '),
    )
    expect(textOf(tree).replace(/\s+/g, ' ').trim()).toBe(
      [
        '2 of 3 dashboards could not be rendered: West, dashboards/42 The reasons and the next steps are below. TargetResultFileSizeTime',
        '❌ failedWestLooker was restarted1 min 15 s',
        '❌ faileddashboards/42Looker found no dashboard 42',
        'rendereddashboards/42dashboards-42.png212 KB12.3 s',
        '❌ West: Looker was restarted Run the job again. Target dashboards/42?Region=West, render task task-7',
        '❌ dashboards/42: Looker found no dashboard 42 Check the id. Target dashboards/42',
        'Files in looker-snapshots · Rendered by acme.cloud.looker.com · 22 query calls and 1 administrative call',
      ].join(' '),
    )
  })

  test('the summary has no table if no target has a result', () => {
    const unaffected = [dashboard({ title: 'Sales' }), dashboard({ source: 'dashboards/43' })]
    const text = renderSummary([], facts({ unaffected }))
    expect(text).toMatch(/^## This pull request affects none of 2 targets\n/)
    expect(text).not.toContain('<table>')
    expect(text).toContain('<p>Sales; dashboards/43</p>')
  })

  test('the summary folds one section for targets that failed for the same reason', () => {
    const error = { message: 'Looker was restarted', hint: 'Run the job again.' }
    const text = renderSummary(
      [failed({ title: 'A', error }), failed({ title: 'B', error }), failed(), rendered()],
      facts(),
    )
    expect(text.match(/<details>/g)).toHaveLength(2)
    expect(text).toContain('<summary>❌ A; B: Looker was restarted</summary>\n<p>Run the job again.</p>')
  })

  test('the summary does not repeat the reason of failures if the headline contains the reason', () => {
    const text = renderSummary([failed(), failed()], facts())
    expect(text).toMatch(/^## None of 2 dashboards could be rendered: Looker found no dashboard 42\n/)
    expect(text).toContain('<p>Check the id.</p>')
    expect(text.match(/Looker found no dashboard 42/g)).toHaveLength(1)
    expect(text.match(/<tr>/g)).toHaveLength(3)
  })

  test('the summary gives the reason for a failed branch check of a target without failed tiles', () => {
    const tile = { title: 'Orders', explore: 'thelook::orders', sql: 'same', queries: [] } as const
    const text = renderSummary([failed({ check: { tiles: [tile] } }), rendered()], facts())
    expect(text).toContain('<td>1 tile, same SQL<br>Looker found no dashboard 42</td>')
  })

  test('the summary names the tiles that failed before in an unchanged target', () => {
    const about = { explore: 'thelook::orders', queries: [] }
    const same = { ...about, title: 'Orders', sql: 'same' } as const
    const error = { message: 'Not <found>', hint: 'Look.' }
    const failing = { ...about, title: 'Sessions', sql: 'failing', error } as const
    const text = renderSummary([rendered({ check: { tiles: [same, failing] } })], facts())
    expect(text).toContain('1 failed before this pull request, too<br>Sessions: Not &lt;found&gt;')
  })

  test('the summary links to the targets in Looker, the files and the archive', () => {
    const own = rendered({ path: '/work/own.png' })
    const files = new Map([
      [own.path, { id: 9, url: 'https://github.com/acme/lookml/actions/runs/1/artifacts/9' }],
    ])
    const { url } = dashboard()
    expect(linksOf(shown([published(own, { files }), rendered(), failed()]))).toEqual([
      url,
      url,
      files.get(own.path)?.url,
      url,
    ])
    expect(linksOf(shown([rendered()], { archive }))).toEqual([url, archive.url])
    const report = { id: 10, url: 'https://github.com/acme/lookml/actions/runs/1/artifacts/10' }
    expect(linksOf(shown([rendered()], { archive, report }))).toEqual([url, report.url, archive.url])
  })
})

describe('text in the summary', () => {
  const pieces = [
    '<script>alert(1)</script>',
    '</table>',
    '</details>',
    '<!--',
    '-->',
    '<![CDATA[',
    '<a href="https://evil.example">',
    '<img src=x onerror=x>',
    '[x](https://evil.example)',
    '![x](https://evil.example)',
    '<https://evil.example>',
    'https://evil.example',
    'www.evil.example',
    '**',
    '`',
    '```\n',
    '~~~',
    '\n\n',
    '\n# ',
    '\n- ',
    '\n    ',
    '\r\n',
    '|',
    '\\',
    '&lt;',
    '&#64;team',
    '&commat;',
    '@team',
    '@acme/team',
    'x@evil.example',
    '#12',
    'acme/lookml#12',
    '\0',
    '\x1b[31m',
    '\ud83d',
    '\ude00',
    '\u202e',
    '\u2066',
    '\u200b',
    '\ufeff',
    '\u2028',
    ':tada:',
    '[^1]',
    '[^1]: ',
    '$x$',
    '\t',
  ]
  const hostile = textWith(...pieces)
  const texts = fc.record({
    name: hostile,
    // The `x` keeps the text from looking like a pasted address, which the table would shorten.
    source: hostile.map(text => `x${text}`),
    file: hostile,
    // The `m` keeps the column from being empty. The table leaves out empty columns.
    message: hostile.map(text => `m${text}`),
    hint: hostile,
    task: hostile.map(text => `id${text}`),
    host: hostile,
    directory: hostile,
  })

  /**
   * Returns the part of the summary below the headline, because the headline shortens long names. Removes characters
   * that change the direction of text, because the table does not contain them.
   */
  const belowHeadline = (text: string) =>
    text.slice(text.indexOf('The reason is below')).replace(/\p{Bidi_Control}/gu, '')

  const summaryWith = (text: Record<keyof typeof harmless, string>, most?: number) => {
    const target = dashboard({ name: text.name, source: text.source, file: text.file })
    const results = [
      rendered({ target }),
      failed({ target, error: { message: text.message, hint: text.hint }, renderTaskId: text.task }),
      rendered({ target, path: 'linked' }, { files: new Map([['linked', archive]]) }),
    ]
    return renderedTree(
      renderSummary(results, { ...facts(), host: text.host, directory: text.directory }, most),
    )
  }
  const harmless = {
    name: '{name}',
    source: '{source}',
    file: '{file}',
    message: '{message}',
    hint: '{hint}',
    task: '{task}',
    host: '{host}',
    directory: '{directory}',
  }

  test.each([
    ['in a complete summary', undefined],
    ['in a shortened summary', 1],
  ])('text of users in the summary is plain and complete %s', (_, most) => {
    const plain = summaryWith(harmless, most)
    fc.assert(
      fc.property(texts, text => {
        const tree = summaryWith(text, most)
        expect(skeleton(tree)).toBe(skeleton(plain))
        expect(linksOf(tree)).toEqual(linksOf(plain))
        expect(mentionsOf(tree)).toEqual([])
        const expected = textOf(plain).replace(/\{(\w+)\}/g, (_, name: keyof typeof harmless) => text[name])
        expect(bare(belowHeadline(textOf(tree)))).toBe(bare(belowHeadline(expected)))
      }),
      { numRuns: 100 },
    )
  })

  test.each(pieces.concat('GH-12'))('the summary shows %j as plain text', piece => {
    const everywhere = Object.fromEntries(Object.keys(harmless).map(key => [key, `a ${piece} b`]))
    const tree = summaryWith(everywhere as typeof harmless)
    expect(skeleton(tree)).toBe(skeleton(summaryWith(harmless)))
    expect(mentionsOf(tree)).toEqual([])
    expect(bare(textOf(tree))).toContain(bare(`a ${piece} b`))
  })
})

describe('a summary that grows too long', () => {
  const failures = (
    count: number,
    about: (index: number) => { name?: string; message?: string; source?: string; url?: string },
  ) =>
    Array.from({ length: count }, (_, index) => {
      const { name = `target-${index}`, message = `No dashboard ${index}`, source = name, url } = about(index)
      const target = dashboard({ name, source, ...(url !== undefined && { url }) })
      return failed({
        target,
        error: { message, hint: 'Check the id, and that the API user may see the folder.' },
      })
    })

  /** Returns two numbers for a kind of entry: how many entries the summary shows, and how many it leaves out. */
  const counted = (markdown: string, opening: RegExp, words: string) => ({
    kept: markdown.match(opening)?.length ?? 0,
    left: Number(new RegExp(`(\\d+) ${words} left out here`).exec(markdown)?.[1] ?? 0),
  })
  const rows = (markdown: string) => counted(markdown, /<tr><td>/g, 'more targets are')
  const sections = (markdown: string) => counted(markdown, /<details>/g, 'more reasons of failures are')

  test.each([
    ['250 failures', failures(250, () => ({}))],
    ['5,000 failures', failures(5000, () => ({}))],
    [
      '5,000 failures with long messages',
      failures(5000, index => ({ message: `It broke ${index}. `.repeat(30) })),
    ],
    ['5,000 failures with long names', failures(5000, () => ({ name: 'ü'.repeat(100) }))],
    [
      '250 failures with very long filters',
      failures(250, () => ({
        url: `https://acme.example/dashboards/42?A=${'%20'.repeat(3000)}`,
        source: `dashboards/42?A=${'"'.repeat(3000)}`,
      })),
    ],
    [
      'one failure with filters that fill a summary',
      failures(1, () => ({
        url: `https://acme.example/dashboards/42?A=${'x'.repeat(2_000_000)}`,
        source: '&'.repeat(2_000_000),
      })),
    ],
    [
      '5,000 pictures with very long filters',
      Array.from({ length: 5000 }, () =>
        rendered({ target: dashboard({ url: `https://acme.example/dashboards/42?A=${'x'.repeat(2000)}` }) }),
      ),
    ],
  ])(
    "the summary stays within GitHub's limit and gives the number of omitted entries for %s",
    (_, results: Result<Published>[]) => {
      const markdown = renderSummary(results, facts({ directory: 'a "long" way/'.repeat(60), archive }))
      expect(Buffer.byteLength(markdown)).toBeLessThan(limit)
      const { kept, left } = rows(markdown)
      expect(kept + left).toBe(results.length)
      const folded = sections(markdown)
      expect(folded.kept + folded.left).toBe(results.filter(({ status }) => status === 'failure').length)
    },
  )

  test("the summary omits no entry if all entries fit into GitHub's limit", () => {
    const markdown = renderSummary(
      failures(250, () => ({})),
      facts(),
    )
    expect(rows(markdown)).toEqual({ kept: 250, left: 0 })
    expect(sections(markdown)).toEqual({ kept: 250, left: 0 })
    expect(markdown).not.toContain('left out')
  })

  test('a shortened summary names the place where the omitted entries are', () => {
    const text = textOf(
      renderedTree(
        renderSummary(
          failures(100, () => ({})),
          facts(),
          20_000,
        ),
      ),
    )
    expect(text).toMatch(
      /\d+ more targets are left out here\. They are in the log and in the output results, and their files are in looker-snapshots\./,
    )
    expect(text).toMatch(
      /\d+ more reasons of failures are left out here\. They are in the log and in the output results/,
    )
  })

  test('a shortened summary is cut between two entries, so that each remaining entry is complete', () => {
    const many = fc.array(textWith('<b>', '&', '\n\n', '@team', 'ü', '</details>'), {
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(many, fc.integer({ min: 4000, max: 30_000 }), (names, most) => {
        const results = failures(names.length, index => ({
          name: `n${names[index]}`,
          message: `${index}${'m'.repeat(200)}`,
        }))
        const markdown = renderSummary(results, facts(), most)
        expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(most)
        const table = rows(markdown)
        const details = sections(markdown)
        expect(table.kept + table.left).toBe(names.length)
        expect(details.kept + details.left).toBe(names.length)
        const tree = skeleton(renderedTree(markdown))
        expect(tree.match(/tr\(td\(\) td\(a\[href\]\(\)\) td\(\)\)/g)?.length ?? 0).toBe(table.kept)
        expect(tree.match(/details\(summary\(\) p\(\) p\(sub\(code\(\)\)\)\)/g)?.length ?? 0).toBe(
          details.kept,
        )
      }),
      { numRuns: 25 },
    )
  })

  test.each(['x', '"'])(
    'the summary fits into the limit of GitHub if 500 targets fail for long reasons and much content breaks: %s',
    letter => {
      const long = (index: number, length: number) => `${index} ${letter.repeat(length)}`.slice(0, length)
      const results = Array.from({ length: 500 }, (_, index) =>
        failed({
          target: dashboard({ name: long(index, 150) }),
          error: { message: long(index, 1000), hint: letter.repeat(300) },
        }),
      )
      const broken = results.map((_, index) => ({
        ...{ kind: 'dashboard', id: String(index), title: long(index, 200), url: 'https://x' },
        messages: Array<string>(4).fill(long(index, 300)),
      }))
      const commits = { base: 'a'.repeat(40), head: 'b'.repeat(40) }
      const about = { project: 'thelook', numbers: true, omittedQueries: 0, isDevelopmentSql: false }
      const branch = {
        ...about,
        ...commits,
        lookmlErrors: [],
        content: { broken, leftOut: 0 },
      } as BranchReport
      const unaffected = results.map(({ target }) => target as Target)
      expect(Buffer.byteLength(renderSummary(results, facts({ unaffected })))).toBeLessThan(limit)
      expect(Buffer.byteLength(renderSummary(results, facts({ unaffected, branch })))).toBeLessThan(limit)
    },
  )
})
