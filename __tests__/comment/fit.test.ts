import fc from 'fast-check'
import { renderSoleComment } from '../../src/comment/fit.ts'
import type { CommentFacts } from '../../src/comment/render.ts'
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
  test('shows each picture below its heading, with its facts, and ends with one quiet line', () => {
    const tree = renderedTree(
      renderSoleComment([rendered({}, { images: new Map([[rendered().path, image]]) })], facts({ report })),
    )
    expect(skeleton(tree)).toBe(
      'h2() h3(a[href]()) p(a[href](img[alt,src]()) br() sub()) p(sub(a[href]() code() a[href]()))',
    )
    expect(textOf(tree).replace(/\s+/g, ' ').trim()).toBe(
      '1 picture from Looker dashboards-42 PNG · 1260 × 900 · 212 KB · rendered in 12.3 s All on one page · commit 0123456 · run 7 · 2026-11-23 18:40 UTC · acme.cloud.looker.com',
    )
    expect(linksOf(tree)).toEqual([dashboard().url, image, report.url, run.url])
  })

  test('links to a PDF where it opens in the browser, or to the archive', () => {
    const pdf = rendered({
      path: '/work/west.pdf',
      target: dashboard({ file: 'west.pdf', output: { format: 'pdf', landscape: false, paperSize: 'a4' } }),
    })
    const own = { id: 3, url: 'https://github.com/acme/lookml/actions/runs/7/artifacts/3' }
    expect(
      renderSoleComment([published(pdf, { files: new Map([[pdf.path, own]]) })], facts({ report })),
    ).toContain(`<p><a href="${own.url}">west.pdf</a><br><sub>PDF · a4 ·`)
    const archive = { id: 8, url: 'https://github.com/acme/lookml/actions/runs/7/artifacts/8' }
    expect(renderSoleComment([pdf], facts({ report, archive }))).toContain(
      `<p>west.pdf, in <a href="${archive.url}">the download</a><br>`,
    )
    expect(renderSoleComment([pdf, rendered()], facts())).toMatch(/^## 2 files from Looker/)
  })

  test('tells of what failed first, folded, with what to do', () => {
    const text = renderSoleComment([rendered(), failed()], facts())
    expect(text).toMatch(
      /^## 1 picture from Looker, 1 failed\n\n<details><summary>❌ <b>dashboards-42<\/b>: Looker found no/,
    )
    expect(text).toContain('<p>Check the id.</p>')
  })

  test('names the attempt when the run was run again', () => {
    expect(renderSoleComment([rendered()], facts({ run: { ...run, attempt: 3 } }))).toContain(
      'run 7</a>, attempt 3',
    )
  })
})

test('text in the comment stays text, pings nobody, and links to nothing', () => {
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
      expect(bare(textOf(tree))).toContain(bare(`n${name}: m${message}`))
      expect(bare(textOf(tree))).toContain(bare(`h${hint}`))
      expect(linksOf(tree)).toEqual([target.url, target.url, run.url])
    }),
  )
})

test.each([1, 60, 400])('a comment of %d entries of each kind is whole, and never too long', count => {
  const shownPicture = rendered({}, { images: new Map([[rendered().path, image]]) })
  const results = Array.from({ length: count }, () => [shownPicture, failed()]).flat()
  const text = renderSoleComment(results, facts({ report }))
  expect(text.length).toBeLessThanOrEqual(65_536 - 1_500)
  const shown = (text.match(/<h3>/g)?.length ?? 0) + (text.match(/<details>/g)?.length ?? 0)
  expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length)
  const left = /(\d+) more targets? (?:is|are) left out/.exec(text)?.[1] ?? '0'
  expect(shown + Number(left)).toBe(count * 2)
})
