import {
  escapeMarkdown,
  formatAge,
  formatBytes,
  formatDuration,
  formatPixels,
  formatShare,
  formatTime,
  link,
  takeFitting,
} from '../../src/report/format.ts'
import fc from '../../testkit/fast-check.ts'
import { textWith } from '../../testkit/texts.ts'

const hostile = textWith(
  '<',
  '>',
  '&',
  '"',
  "'",
  '@team',
  '#12',
  'GH-7',
  '\n\n',
  '\0',
  '\ud83d',
  '\u202e',
  '&#35;',
  '&amp;',
)

/** Returns the text that a browser shows for the HTML. Fails if the HTML contains elements. */
const shown = (html: string) =>
  html
    .replaceAll('&#8203;', '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')

describe('escaped text', () => {
  test.each([
    ['West', 'West'],
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['a & b', 'a &amp; b'],
    ['&lt;', '&amp;lt;'],
    [`"it's"`, '&quot;it&#39;s&quot;'],
    ['two\n\n# lines', 'two # lines'],
    ['  tab\tand\r\nline  ', 'tab and line'],
    ['\0a\x1b[31mb\x7f', 'a [31mb'],
    ['next\u0085line\u2028and\u2029more', 'next line and more'],
    ['a\u202eb\u2066c', 'abc'],
    ['half \ud83d an emoji', 'half \ufffd an emoji'],
    ['@team', '@&#8203;team'],
    ['mail@acme.example', 'mail@&#8203;acme.example'],
    ['fixes #12', 'fixes #&#8203;12'],
    ['acme/lookml#12', 'acme/lookml#&#8203;12'],
    ['&#12;', '&amp;#&#8203;12;'],
    ['# 1 @ home', '# 1 @ home'],
    ['| a | `b` | *c* |', '| a | `b` | *c* |'],
    ['', ''],
  ])('the text %j is escaped as %s', (text, html) => expect(escapeMarkdown(text)).toBe(html))

  test('escaped text is one line without elements, and shows the original text', () => {
    fc.assert(
      fc.property(hostile, text => {
        const html = escapeMarkdown(text)
        expect(html).not.toMatch(/[<>"'\p{Cc}\p{Bidi_Control}\u2028\u2029]/u)
        expect(html.isWellFormed()).toBe(true)
        expect(shown(html)).toBe(
          text
            .toWellFormed()
            .replace(/\p{Bidi_Control}/gu, '')
            .replace(/[\s\p{Cc}]+/gu, ' ')
            .trim(),
        )
      }),
    )
  })
})

describe('a link', () => {
  test.each([
    [
      'https://acme.example/dashboards/42?a=b&c=d',
      'West',
      '<a href="https://acme.example/dashboards/42?a=b&amp;c=d">West</a>',
    ],
    ['http://localhost:8080/', '<b>', '<a href="http://localhost:8080/">&lt;b&gt;</a>'],
    ['HTTPS://acme.example/', 'West', '<a href="HTTPS://acme.example/">West</a>'],
    [
      'https://acme.example/"onclick="x',
      'West',
      '<a href="https://acme.example/&quot;onclick=&quot;x">West</a>',
    ],
    ['https://acme.example/\u202e', 'a\u202eb', '<a href="https://acme.example/%E2%80%AE">ab</a>'],
    ['javascript:alert(1)', 'West', 'West'],
    ['data:text/html,<b>', 'West', 'West'],
    [' https://acme.example', 'West', 'West'],
    ['/dashboards/42', 'West', 'West'],
    ['', '@team', '@&#8203;team'],
  ])('a link is created only if the address is an https or http address: %j', (url, text, html) =>
    expect(link(url, text)).toBe(html),
  )

  test('an address with thousands of characters is no link, because it would fill a comment', () => {
    const url = `https://acme.example/dashboards/42?SKU=${'1%2C'.repeat(2000)}`
    expect(link(url, 'West')).toBe('West')
    expect(link(url.slice(0, 1500), 'West')).toContain('<a href=')
  })
})

describe('a size', () => {
  test.each([
    [1, '1 KB'],
    [999, '1 KB'],
    [1499, '1 KB'],
    [212_345, '212 KB'],
    [999_499, '999 KB'],
    [1_000_000, '1.0 MB'],
    [1_449_999, '1.4 MB'],
    [123_456_789, '123.5 MB'],
  ])('a file size of %d bytes is written as %s', (bytes, words) => expect(formatBytes(bytes)).toBe(words))

  test('a file size of one million bytes is written as 1.0 MB and not as 1000 KB', () => {
    for (const bytes of [999_500, 999_999]) expect(formatBytes(bytes)).toBe('1.0 MB')
  })
})

describe('a duration', () => {
  test.each([
    [0, '0.0 s'],
    [4.16, '4.2 s'],
    [59.94, '59.9 s'],
    [60, '1 min 0 s'],
    [125.4, '2 min 5 s'],
    [119.6, '2 min 0 s'],
    [899.7, '15 min 0 s'],
  ])('a duration of %d seconds is written as %s', (seconds, words) =>
    expect(formatDuration(seconds)).toBe(words),
  )

  test('a duration of almost 60 seconds is written as 1 min 0 s and not as 60.0 s', () => {
    for (const seconds of [59.95, 59.99]) expect(formatDuration(seconds)).toBe('1 min 0 s')
  })
})

describe('entries that fit', () => {
  test.each([
    [['aa', 'bb', 'cc'], 6, { text: 'aabbcc', left: 0 }],
    [['aa', 'bb', 'cc'], 5, { text: 'aabb', left: 1 }],
    [['aa', 'bb', 'cc'], 1, { text: '', left: 3 }],
    [['aaa', 'b', 'c'], 2, { text: '', left: 3 }],
    [['ü', 'b'], 2, { text: 'ü', left: 1 }],
    [['🎉'], 3, { text: '', left: 1 }],
    [[], 0, { text: '', left: 0 }],
    [['a'], -1, { text: '', left: 1 }],
  ])('the entries of the list %j that fit into %d bytes are %j', (entries, most, fit) =>
    expect(takeFitting(entries, most, Buffer.byteLength)).toEqual(fit),
  )

  test('the entries of a list that fit into a limit are the longest possible beginning of the list', () => {
    fc.assert(
      fc.property(fc.array(hostile), fc.integer({ min: 0, max: 500 }), (entries, most) => {
        const { text, left } = takeFitting(entries, most, Buffer.byteLength)
        const kept = entries.length - left
        expect(text).toBe(entries.slice(0, kept).join(''))
        const bytes = (count: number) =>
          entries.slice(0, count).reduce((sum, entry) => sum + Buffer.byteLength(entry), 0)
        expect(bytes(kept)).toBeLessThanOrEqual(most)
        if (left > 0) expect(bytes(kept + 1)).toBeGreaterThan(most)
      }),
    )
  })
})

describe('the words for a comparison', () => {
  test.each([
    [1, '1 pixel'],
    [0, '0 pixels'],
    [1234, '1,234 pixels'],
    [1_134_000, '1,134,000 pixels'],
  ])('a number of %d pixels is written as %s', (pixels, words) => expect(formatPixels(pixels)).toBe(words))

  test.each([
    [0, '0 %'],
    [1e-7, 'under 0.1 %'],
    [0.0009999, 'under 0.1 %'],
    [0.001, '0.1 %'],
    [0.0042, '0.4 %'],
    [0.12345, '12.3 %'],
    [0.5, '50 %'],
    [0.999, '99.9 %'],
    [0.99951, 'over 99.9 %'],
    [1, '100 %'],
  ])('a share of %d is written as %s', (share, words) => expect(formatShare(share)).toBe(words))

  test('a time is written in UTC', () =>
    expect(formatTime(new Date('2026-11-20T10:15:59+01:00'))).toBe('2026-11-20 09:15 UTC'))

  test.each([
    [-5, 'less than a minute earlier'],
    [0, 'less than a minute earlier'],
    [59, 'less than a minute earlier'],
    [60, '1 minute earlier'],
    [119, '1 minute earlier'],
    [120, '2 minutes earlier'],
    [7_199, '119 minutes earlier'],
    [7_200, '2 hours earlier'],
    [172_799, '47 hours earlier'],
    [4 * 86_400, '4 days earlier'],
    [14 * 86_400, '2 weeks earlier'],
    [61 * 86_400, '2 months earlier'],
    [800 * 86_400, '2 years earlier'],
  ])('a time that is %d seconds earlier is written as %s', (seconds, words) => {
    const now = new Date('2026-11-24T10:00:00Z')
    expect(formatAge(new Date(now.getTime() - seconds * 1000), now)).toBe(words)
  })
})
