import { sqlHtml, sqlMarkdown } from '../../src/report/sql-difference.ts'

const markdownLines = (lines: readonly string[]) => sqlMarkdown(lines).trim().split('\n').slice(1, -1)
const htmlLines = (lines: readonly string[]) =>
  sqlHtml(lines)
    .replace(/<[^>]*>/g, '')
    .split('\n')
const numbers = (count: number) => Array.from({ length: count }, (_, number) => number).join(' ')
const long = numbers(400)

test('a comment cuts a long line of SQL around its first difference and marks the cuts', () => {
  const [before = '', after = ''] = markdownLines([
    `-${long} ${'x'.repeat(600)}`,
    `+${long} ${'y'.repeat(600)}`,
  ])
  expect(before).toMatch(/^-….*399 x+…$/)
  expect(after).toBe(before.replaceAll('x', 'y').replace('-', '+'))
  expect(before).toHaveLength(500)
  expect(before.indexOf('x')).toBe(102)
})

test('a comment shows text that is added at the end of a long line of SQL', () =>
  expect(markdownLines([`-${long}`, `+${long} END`])).toEqual([
    `-…${long.slice(-100)}`,
    `+…${long.slice(-100)} END`,
  ]))

test('the report shows the whole line of SQL if it has at most 10,000 characters', () => {
  const [start, much] = [numbers(2000), numbers(3000)]
  expect(htmlLines([`-${start} x`, `+${start} y`])).toEqual([`-${start} x`, `+${start} y`])
  expect(htmlLines([`-${much} x`, `+${much} y`])).toEqual([
    `-…${much.slice(-99)} x`,
    `+…${much.slice(-99)} y`,
  ])
})

test('a long line of SQL is compared with the line that has the same start, whatever the order of the lines', () => {
  const [orders, revenue] = [`orders ${long}`, `revenue ${long}`]
  const lines = [
    `-${orders} x`,
    `-${revenue} x`,
    '-short',
    `+${revenue} y`,
    '+ an inserted line',
    `+${orders} y`,
  ]
  expect(markdownLines(lines).map(line => line.slice(-5))).toEqual([
    '399 x',
    '399 x',
    'short',
    '399 y',
    ' line',
    '399 y',
  ])
})

test.each<[string, string[]]>([
  ['equal on both sides', [` ${long}`, '-a', '+b']],
  ['new', ['-a', `+${long}`]],
  ['moved', [`-${long}`, ' a', `+${long}`]],
])('a comment shows the start of a long line of SQL that is %s', (_, lines) => {
  const place = lines.findIndex(({ length }) => length > 500)
  expect(markdownLines(lines)[place]).toBe(`${lines[place]?.slice(0, 498)}…`)
})

test('a line of SQL with 500 characters is not cut', () => {
  const lines = [`-${'x'.repeat(499)}`, `+${'x'.repeat(498)}y`]
  expect(markdownLines(lines)).toEqual(lines)
})

test.each([
  [String.raw`\u00a0`, '\u00a0'],
  [String.raw`\u200b`, '\u200b'],
  [String.raw`\u202e`, '\u202e'],
  [String.raw`\u0000`, '\0'],
  [String.raw`\udb40\udc41`, '\u{e0041}'],
  [String.raw`\ud83d`, '\ud83d'],
])('comment and report show an invisible character of SQL as the code %s', (code, character) => {
  const lines = ['-a b\t', `+a${character}b\t`]
  expect(markdownLines(lines)).toEqual(['-a b\t', `+a${code}b\t`])
  expect(htmlLines(lines)).toEqual(['-a b\t', `+a${code}b\t`])
})

test('a cut in the middle of a character leaves valid text', () => {
  const [, after = ''] = markdownLines([`-${long}`, `+${'😀'.repeat(400)}`])
  expect(after.isWellFormed()).toBe(true)
  expect(after).toMatch(/^\+(😀)+\ufffd…$/u)
})
