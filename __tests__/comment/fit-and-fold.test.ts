import fc from 'fast-check'
import { renderSoleComment } from '../../src/comment/fit-and-fold.ts'
import type { CommentFacts } from '../../src/comment/parts.ts'
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

  test('the comment links to the artifact of a PDF, or to the archive if the PDF has no artifact of its own', () => {
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

  test('the comment names failed targets first, with the next step', () => {
    const text = renderSoleComment([rendered(), failed()], facts())
    expect(text).toMatch(
      /## 1 of 2 dashboards could not be rendered: dashboards\/42\n\n<p>The reason is below, with what to do\.<\/p>\n\n<!-- \/headline -->\n<p>❌ <b><a href="[^"]+">dashboards\/42<\/a><\/b><br>Looker found no/,
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

describe('dashboards and Looks elsewhere that the pull request breaks', () => {
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
    expect(textOf(tree)).toContain('This pull request breaks 2 dashboards elsewhere')
    expect(linksOf(tree)).toContain('https://acme.cloud.looker.com/dashboards/1')
    expect(textOf(tree)).toContain('Unknown field "order_items.orders"')
    expect(textOf(tree)).not.toContain('more')
  })

  test('the comment gives the number of broken dashboards outside the targets that do not fit', () => {
    const text = commentWith(1000)
    const listed = text.match(/<li><a href="[^"]+\/dashboards\/\d+">Broken/g) ?? []
    expect(listed.length).toBeGreaterThan(20)
    expect(text).toContain(`<li>${1000 - listed.length} more</li>`)
    expect(text.length).toBeLessThanOrEqual(65_536 - 1_500)
  })

  test('the comment gives only the number of broken dashboards in personal folders', () => {
    const text = commentWith(0, 3)
    expect(text).toContain('This pull request breaks 3 dashboards or Looks in personal folders')
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
