import { renderSoleComment } from '../../src/comment/fit-and-fold.ts'
import type { CommentFacts } from '../../src/comment/parts.ts'
import type { Comparison } from '../../src/model.ts'
import fc from '../../testkit/fast-check.ts'
import {
  bare,
  linksOf,
  mentionsOf,
  renderedTree,
  skeleton,
  textOf,
} from '../../testkit/pages/github-markdown.ts'
import { dashboard, failed, published, rendered } from '../../testkit/results.ts'
import { textWith } from '../../testkit/texts.ts'

const run = { url: 'https://github.com/acme/lookml/actions/runs/7', id: 7, attempt: 1 }
const facts = (more: Partial<CommentFacts> = {}): CommentFacts => ({
  host: 'acme.cloud.looker.com',
  run,
  sha: '0123456789abcdef0123456789abcdef01234567',
  at: new Date('2026-11-23T18:40:12Z'),
  ...more,
})
const image = 'https://github.com/acme/lookml/blob/abc/2026-11-23/ab12.png?raw=true'
const report = { id: 9, url: 'https://github.com/acme/lookml/actions/runs/7/artifacts/9' }

describe('the comment', () => {
  test('the comment shows each picture below its heading, and ends with a footer', () => {
    const tree = renderedTree(
      renderSoleComment([rendered({}, { images: new Map([[rendered().path, image]]) })], facts({ report })),
    )
    expect(skeleton(tree)).toBe(
      'h2() h3(a[href]()) p(a[href](img[alt,src]())) p(sub(a[href]() code() a[href]()))',
    )
    expect(textOf(tree).replace(/\s+/g, ' ').trim()).toBe(
      '1 dashboard rendered dashboards/42 All on one page · commit 0123456 · run 7 · 2026-11-23 18:40 UTC · acme.cloud.looker.com',
    )
    expect(linksOf(tree)).toEqual([dashboard().url, image, report.url, run.url])
  })

  test('the comment links to the artifact of a PDF, or to the archive if the PDF has no artifact', () => {
    const pdf = rendered({
      path: '/work/west.pdf',
      target: dashboard({ file: 'west.pdf', output: { format: 'pdf', landscape: false, paperSize: 'a4' } }),
    })
    const own = { id: 3, url: 'https://github.com/acme/lookml/actions/runs/7/artifacts/3' }
    expect(
      renderSoleComment([published(pdf, { files: new Map([[pdf.path, own]]) })], facts({ report })),
    ).toContain(`<p><a href="${own.url}">west.pdf</a></p>`)
    const archive = { id: 8, url: 'https://github.com/acme/lookml/actions/runs/7/artifacts/8' }
    expect(renderSoleComment([pdf], facts({ report, archive }))).toContain(
      `<p>west.pdf, in <a href="${archive.url}">the download</a></p>`,
    )
    expect(renderSoleComment([pdf, rendered()], facts())).toMatch(/^## 2 dashboards rendered/m)
  })

  test('the comment says how many targets lack pictures because of the limit of GitHub, and where the pictures are', () => {
    const text = renderSoleComment([rendered()], facts({ report, incomplete: 67 }))
    expect(text).toContain(
      `<p>This comment lacks pictures of 67 targets, because GitHub accepts 500 new files per hour. They are in <a href="${report.url}">the report</a>.</p>`,
    )
    expect(renderSoleComment([rendered()], facts({ incomplete: 1 }))).toMatch(
      /of 1 target, .* per hour\.<\/p>/,
    )
    expect(renderSoleComment([rendered()], facts({ report }))).not.toContain('per hour')
  })

  test('the footer of the comment leaves out unknown facts', () => {
    const { sha: _sha, host: _host, ...unknown } = facts()
    expect(renderSoleComment([rendered()], unknown)).toMatch(
      /<p><sub><a href="[^"]+\/7">run 7<\/a> · 2026-11-23 18:40 UTC<\/sub><\/p>\n$/,
    )
  })

  test('the comment shows each changed target once, and accepted changes after the others', () => {
    const size = { width: 10, height: 10 }
    const file = { path: '/work/x.png', format: 'png', bytes: 1, sha256: '' } as const
    const changed = (name: string, about: Partial<Extract<Comparison, { status: 'changed' }>> = {}) =>
      rendered({
        target: dashboard({ name }),
        comparison: {
          ...{ status: 'changed', baseline: { kind: 'instance', url: 'https://x' }, changedPixels: 1 },
          ...{ changedShare: 0.1, shadedPixels: 0, sizes: { before: size, after: size }, areas: [] },
          ...{ before: file, difference: file },
          ...about,
        },
      })
    const accepted = { login: 'ada', commit: 'abc', hash: 'd' }
    const text = renderSoleComment([changed('west', { accepted }), changed('east')], facts())
    const headings = [...text.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, html = '']) =>
      html.replace(/<[^>]+>/g, ''),
    )
    expect(headings).toEqual(['east', 'west'])
  })

  test('the comment names failed targets first, with the next step', () => {
    const text = renderSoleComment([rendered(), failed()], facts())
    expect(text).toMatch(
      /## 1 of 2 dashboards could not be rendered: dashboards\/42\n\n<p>The reason and the next step are below\.<\/p>\n\n<!-- \/headline -->\n<p>❌ <b><a href="[^"]+">dashboards\/42<\/a><\/b><br>Looker found no/,
    )
    expect(text).toContain('. Check the id.</p>')
  })

  test('the comment names the attempt of a re-run', () => {
    expect(renderSoleComment([rendered()], facts({ run: { ...run, attempt: 3 } }))).toContain(
      'run 7</a>, attempt 3',
    )
  })
})

test('titles and messages in the comment are plain text without mentions and links', () => {
  const any = textWith(
    '<img src=x onerror=alert(1)>',
    '@acme/team',
    '#12',
    'GH-12',
    '|',
    '`',
    '\n\n# x',
    '[a](b)',
    '</details>',
    '&amp;',
  )
  const harmless = skeleton(renderedTree(renderSoleComment([rendered(), failed()], facts())))
  fc.assert(
    fc.property(any, any, any, (name, message, hint) => {
      const target = dashboard({ name: `n${name}` })
      const tree = renderedTree(
        renderSoleComment(
          [rendered({ target }), failed({ target, error: { message: `m${message}`, hint: `h${hint}` } })],
          facts(),
        ),
      )
      expect(skeleton(tree)).toBe(harmless)
      expect(mentionsOf(tree)).toEqual([])
      expect(bare(textOf(tree))).toContain(bare(`❌n${name}m${message}`))
      expect(bare(textOf(tree))).toContain(bare(`h${hint}`))
      expect(linksOf(tree)).toEqual([target.url, target.url, run.url])
    }),
  )
})

const named = (kind: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${kind} ${index} of a long list`)
const shown = (name: string) =>
  rendered(
    { target: dashboard({ name }), path: `/work/${name}.png` },
    { images: new Map([[`/work/${name}.png`, image]]) },
  )
test.each(['x', '"', '@a'])(
  'the comment fits into the limit of GitHub if 500 targets with long names fail and all reasons are long: %s',
  letter => {
    const long = (index: number, length: number) => `${index} ${letter.repeat(length)}`.slice(0, length)
    const targets = Array.from({ length: 500 }, (_, index) => dashboard({ name: long(index, 118) }))
    const errors = { total: 9, first: Array.from({ length: 5 }, (_, index) => long(index, 600)) }
    const unaffected = targets.map(target => ({ ...target, title: target.name }))
    const lookml = { action: 'compile', errors } as const
    const sameReason = targets.map(target => failed({ target }))
    const ownReasons = targets.map((target, index) =>
      failed({ target, error: { message: long(index, 1000), hint: 'Check the id.' } }),
    )
    const most = 65_536 - 1000
    expect(renderSoleComment(sameReason, facts({ unaffected, verdict: { lookml } })).length).toBeLessThan(
      most,
    )
    expect(renderSoleComment(ownReasons, facts({ unaffected })).length).toBeLessThan(most)
  },
)

test('the comment shows the pictures of targets that have thousands of filter values', () => {
  const values = Array.from({ length: 3000 }, (_, index) => `SKU${10_000 + index}`).join(',')
  const results = Array.from({ length: 12 }, (_, index) => {
    const { target, ...more } = shown(`dashboard ${index}`)
    const url = `${target.url}?SKU=${encodeURIComponent(values)}`
    return { ...more, target: { ...target, url, filters: new Map([['SKU', values]]) } }
  })
  expect(renderSoleComment(results, facts()).match(/<img/g)).toHaveLength(12)
})

const failedAs = (name: string, message = `Looker found no ${name}`) =>
  failed({ target: dashboard({ name }), error: { message, hint: 'Check the id.' } })

describe.each([1, 28, 500])(
  'a comment on %d failed targets and the same number of rendered targets',
  count => {
    const failures = named('Failed', count)
    const text = renderSoleComment(
      [...named('Rendered', count).map(shown), ...failures.map(name => failedAs(name))],
      facts({ report }),
    )

    test('a comment on many failed targets is not longer than GitHub allows', () =>
      expect(text.length).toBeLessThanOrEqual(65_536 - 1_500))

    test('a comment on many failed targets closes each HTML element', () =>
      expect(textOf(renderedTree(text))).not.toContain('<'))

    test('a comment on many failed targets names each failed target', () =>
      expect(failures.filter(name => !text.includes(name))).toEqual([]))

    test('a comment on many failed targets has no empty folded section', () =>
      expect(text).not.toMatch(/<ul>\s*<\/ul>|<\/summary>\s*<\/details>/))
  },
)

describe('dashboards and Looks outside the targets that the pull request breaks', () => {
  const brokenContent = (count: number) =>
    named('Broken', count).map((title, index) => ({
      kind: 'dashboard' as const,
      id: String(index),
      title,
      url: `https://acme.cloud.looker.com/dashboards/${index}`,
      messages: ['Orders: Unknown field "order_items.orders"'],
    }))
  const commentWith = (count: number, leftOut = 0) => {
    const sides = { base: 'a'.repeat(40), head: 'b'.repeat(40) }
    const content = { broken: brokenContent(count), leftOut }
    const states = { numbers: true, lookmlErrors: [], omittedQueries: 0, isDevelopmentSql: false }
    return renderSoleComment(
      [rendered()],
      facts({ branch: { project: 'shop', ...sides, ...states, content } }),
    )
  }

  test('the comment lists dashboards outside the targets that the pull request breaks, with a link and the reason', () => {
    const tree = renderedTree(commentWith(2))
    expect(textOf(tree)).toContain('This pull request breaks 2 dashboards outside the targets')
    expect(linksOf(tree)).toContain('https://acme.cloud.looker.com/dashboards/1')
    expect(textOf(tree)).toContain('Unknown field "order_items.orders"')
    expect(textOf(tree)).toContain(
      'Before is the merge base aaaaaaa, after is commit bbbbbbb: SQL and results of the LookML project shop',
    )
    expect(textOf(tree)).not.toContain('more')
  })

  test('the comment gives the number of broken dashboards outside the targets that it cannot list', () => {
    const text = commentWith(1000)
    const listed = text.match(/<li><a href="[^"]+\/dashboards\/\d+">Broken/g) ?? []
    expect(listed.length).toBeGreaterThan(20)
    expect(text).toContain(`<li>${1000 - listed.length} more</li>`)
    expect(text.length).toBeLessThanOrEqual(65_536 - 1_500)
  })

  test('the comment gives only the number of broken dashboards in personal folders', () => {
    const text = commentWith(0, 3)
    expect(text).toContain('This pull request breaks 3 dashboards or Looks in personal folders')
    expect(text).toMatch(/personal folders<\/b><\/p>\n\n/)
    expect(text).not.toContain('<ul>')
  })

  test('the comment does not mention content outside the targets if nothing is broken', () =>
    expect(commentWith(0)).not.toContain('breaks'))
})

test('the comment gives only the names of failed targets if the headline gives the common reason', () => {
  const failures = named('Target', 3).map(name => failedAs(name, 'Looker does not know this API key (404)'))
  const text = renderSoleComment(failures, facts({ verdict: { keyRefusedBy: 'acme.cloud.looker.com' } }))
  expect(text).not.toContain('does not know this API key (404)')
  for (const name of named('Target', 3)) expect(text).toContain(name)
})

test('the comment shows one message for all targets that failed for the same reason', () => {
  const text = renderSoleComment(
    named('Target', 7).map(name => failedAs(name, 'The key is refused')),
    facts(),
  )
  expect(text.match(/The key is refused/g)).toHaveLength(1)
  for (const name of named('Target', 7)) expect(text).toContain(name)
})

test('the comment shows the first four pictures, and folds each further picture below its heading', () => {
  const tree = renderedTree(renderSoleComment(named('Picture', 6).map(shown), facts()))
  expect(skeleton(tree).match(/details\(summary\(b\(a/g)).toHaveLength(2)
  expect(skeleton(tree).match(/h3\(/g)).toHaveLength(4)
  expect(renderSoleComment(named('Picture', 5).map(shown), facts())).toContain(
    '<details><summary><b><a href="https://acme.cloud.looker.com/dashboards/42">Picture 4 of a long list</a></b></summary>\n<p><a',
  )
  expect(renderSoleComment(named('Picture', 5).map(shown), facts())).toMatch(/<\/a><\/p>\n<\/details>\n\n/)
})

test('failed targets do not reduce the number of pictures that the comment shows unfolded', () => {
  const results = [...named('Failed', 4).map(name => failedAs(name)), ...named('Picture', 4).map(shown)]
  expect(renderSoleComment(results, facts())).not.toContain('<details>')
})

describe('a comment with little space', () => {
  const failures = named('Failed', 4).map(name => failedAs(name, `${name}: ${'x'.repeat(300)}`))
  /** Returns the text of a comment with at most `characters` characters. Leaves out the headline and the footer. */
  const body = (characters: number, results: Parameters<typeof renderSoleComment>[0], more = {}) => {
    const text = renderSoleComment(results, facts(more), characters)
    expect(text.length).toBeLessThanOrEqual(characters)
    return textOf(renderedTree(text.split('<!-- /headline -->')[1] ?? ''))
      .replace(/ of a long list|x{9,}/g, '')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/(All on one page|Download|commit).*$/, '')
  }
  const texts = (kind: string, from: number, to: number) =>
    named(kind, to + 1)
      .slice(from)
      .map(name => name.replace(' of a long list', ''))

  test('a comment with little space leaves out pictures rather than names of targets', () =>
    expect(body(2800, [...failures, ...named('Rendered', 8).map(shown)])).toBe(
      [
        ...['❌ Failed 0Failed 0: … Failed, too:', texts('Failed', 1, 3).join(', ')],
        ...['Rendered:', texts('Rendered', 0, 7).join(', ')],
        "This comment has no space for all pictures. They are in the run's summary. ",
      ].join(' '),
    ))

  test('a comment with little space links to the pictures that it does not show', () =>
    expect(body(4200, [...failures, ...named('Rendered', 8).map(shown)])).toMatch(
      [
        ...texts('Failed', 0, 3).map(name => `❌ ${name}${name}: …`),
        ...texts('Rendered', 0, 3).map(name => `${name} · picture`),
        ...['Rendered, too:', texts('Rendered', 4, 7).join(', '), 'This comment has no space'],
      ].join(' '),
    ))

  const size = { width: 1260, height: 900 }
  const side = { path: '/work/b.png', format: 'png', bytes: 1, sha256: '' } as const
  const at = new Date('2026-11-20T18:40:12Z')
  const measured = {
    baseline: { kind: 'branch', ref: 'main', sha: 'c'.repeat(40), at, run: 12 },
    changedPixels: 0,
    changedShare: 0,
    shadedPixels: 5,
  } as const
  const sides = { areas: [], before: side, difference: side, sizes: { before: size, after: size } }
  const compared = (name: string, comparison: Comparison) =>
    rendered(
      { target: dashboard({ name }), path: `/work/${name}.png`, comparison },
      { images: new Map([[`/work/${name}.png`, image]]) },
    )
  const changedAs = (name: string) => compared(name, { status: 'changed', ...measured, ...sides })

  test('a comment with little space lists changed targets with links, and then only their names', () => {
    const changes = named('Sales', 12).map(changedAs)
    expect(body(5000, changes)).toMatch(
      /^Before is main at ccccccc, .+ 12\. Sales 0 BeforeAfterDifference.+ Changed, too Sales 1 · picture .+ Sales 11 · picture $/,
    )
    expect(body(3300, changes)).toMatch(
      /12\. Changed Sales 0 · picture .+ · picture Changed, too: Sales \d+, .*Sales 11 This comment has no space/,
    )
    expect(body(2500, changes)).toMatch(
      /12\. Changed: Sales 0, Sales 1, .+, Sales 11 This comment has no space/,
    )
  })

  test('a comment with little space counts the unchanged targets that it does not name', () => {
    const same = named('Same', 40).map(name =>
      compared(name, { ...measured, status: 'unchanged', shadedPixels: 0 }),
    )
    const text = body(4000, same)
    const [, last = '', left = ''] = /Same (\d+) · picture (\d+) more $/.exec(text) ?? []
    expect(Number(last)).toBeGreaterThan(3)
    expect(Number(last) + 1 + Number(left)).toBe(40)
    expect(body(60_000, same)).toMatch(/40 unchanged Same 0 · picture .+ Same 39 · picture $/)
    expect(renderSoleComment(same, facts(), 1600)).toContain('<p>40 unchanged</p>')
  })

  test.each<[string, object, string, string]>([
    ['the report', { report, archive: report }, report.url, 'the report'],
    [
      'the archive',
      { archive: { ...report, url: `${report.url}8` } },
      `${report.url}8`,
      'the workflow artifact',
    ],
    ['the run', {}, run.url, 'the run&#39;s summary'],
  ])('a comment with little space says that the omitted pictures are in %s', (_, more, url, words) => {
    const text = renderSoleComment([...failures, ...named('Rendered', 8).map(shown)], facts(more), 2800)
    expect(text).toContain(
      `<p>This comment has no space for all pictures. They are in <a href="${url}">${words}</a>.</p>\n\n`,
    )
    expect(renderSoleComment(failures, facts(more))).not.toContain('no space')
  })

  test('a comment with little space shortens names until all of them fit', () => {
    const long = named('Sales', 30).map(name => changedAs(`${name} ${'of the world '.repeat(12)}`))
    expect(body(9000, long)).toContain('…')
    for (const characters of [9000, 5500, 4500, 3400])
      expect(body(characters, long).match(/Sales \d+/g)).toHaveLength(30)
  })
})

test('unaffected targets are named in a folded line', () => {
  const unaffected = [dashboard({ name: 'Sales <b>' }), dashboard({ name: 'Stock', title: 'Stock' })]
  const text = renderSoleComment([rendered()], facts({ unaffected }))
  expect(text).toContain(
    '<details><summary>2 targets are not affected by the change, and not rendered</summary>\n<p>Sales &lt;b&gt;; Stock</p>\n</details>\n\n',
  )
  expect(renderSoleComment([rendered()], facts({ unaffected: [] }))).not.toContain('not affected')
  const many = named('Target', 500).map(name => dashboard({ name }))
  const [, names = ''] =
    /not rendered<\/summary>\n<p>(.*)<\/p>/.exec(
      renderSoleComment([rendered()], facts({ unaffected: many })),
    ) ?? []
  expect(names).toMatch(/^Target 0 of a long list; .*…$/)
  expect(names.length).toBe(1000)
})

describe('the reasons why nothing was rendered', () => {
  const listed = (count: number, shownCount: number) => {
    const problems = { total: count, first: named('Reason <', shownCount) }
    const stopped = { reason: 'Several inputs are wrong', hint: 'Correct them.', problems }
    return renderSoleComment([], facts({ verdict: { stopped } }))
  }

  test('the reasons why nothing was rendered are a list, with the number of omitted reasons', () => {
    expect(listed(2, 2)).toContain(
      '<ul>\n<li>Reason &lt; 0 of a long list</li>\n<li>Reason &lt; 1 of a long list</li>\n</ul>\n\n',
    )
    expect(listed(7, 5)).toContain('<li>Reason &lt; 4 of a long list</li>\n<li>and 2 more</li>\n</ul>\n\n')
  })

  test('a single reason why nothing was rendered is not shown as a list', () =>
    expect(listed(1, 1)).not.toContain('<li>'))

  test('the reasons why LookML was refused are cut to one line each', () => {
    const errors = { total: 2, first: ['x'.repeat(2000), 'Unknown\nview'] }
    const text = renderSoleComment([failed()], facts({ verdict: { lookml: { action: 'compile', errors } } }))
    expect(text).toContain(`<ul>\n<li>${'x'.repeat(499)}…</li>\n<li>Unknown view</li>\n</ul>`)
  })
})

test('Markdown, HTML, mentions and addresses in a heading of the comment are shown as plain text', () =>
  fc.assert(
    fc.property(
      textWith(
        '*',
        '_',
        '`',
        '[a](https://x.example)',
        '<b>',
        '@acme/team',
        '#12',
        'https://x.example',
        'www.x.example',
        '$x$',
        ':tada:',
        '~~',
        ' #',
        '|',
        '\\',
      ),
      name => {
        const tree = renderedTree(
          renderSoleComment([failed({ target: dashboard({ name: `n${name}z` }) })], facts()),
        )
        const [heading] = skeleton(tree).match(/^h2\(.*?\)/) ?? []
        expect(heading).toBe('h2()')
        expect(mentionsOf(tree)).toEqual([])
      },
    ),
  ))
