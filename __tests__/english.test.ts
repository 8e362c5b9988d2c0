import {
  commentLines,
  type Finding,
  phrases,
  readAreas,
  showFindings,
  textLines,
} from '../scripts/english.ts'

/** The maximum number of phrases per 100 lines. Comparable projects have between 0 and 0.6. */
const limitPer100 = 1

describe('the language of comments, test titles, messages and Markdown', () => {
  const areas = readAreas()

  test('the search for hard phrases reads comments, test titles, messages and Markdown in all folders', () =>
    expect(areas.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['README.md', '__tests__', 'action.yml', 'simulator', 'src', 'testkit']),
    ))

  test.each(areas.map(area => [area.name, area] as const))(
    'the comments, test titles, messages and Markdown in %s are plain English',
    (name, area) => {
      const { lines, findings } = area
      const allowed = Math.floor((lines * limitPer100) / 100)
      if (findings.length > allowed)
        throw new Error(
          `${name} has ${findings.length} phrases that readers have to read twice, in ${lines} lines. ` +
            `Allowed are ${allowed}. Rewrite the sentences; \`node scripts/english.ts ${name}\` lists all of them:\n` +
            showFindings(findings, 30),
        )
    },
  )
})

describe('the search for hard phrases', () => {
  const matches = (text: string) => phrases.filter(({ pattern }) => pattern.test(text)).length

  test.each([
    'What is not as a reader expects it',
    'Nothing is known of what was there',
    'Undefined where there is no comment',
    'Undefined where it is none',
    'Goes by so many bytes',
    'A comment that stands already',
    'Who is told',
    'Whoever waits gets the error',
    'two looks at a render task',
  ])('the search for hard phrases finds a phrase in "%s"', text => expect(matches(text)).toBeGreaterThan(0))

  test.each([
    'Returns undefined if there is no comment',
    'Marks for unusual results',
    'A file counts as unchanged only after a comparison',
    'Decides what to render',
    'The folder where Looker saves it',
    'An alias stands for a list',
    'A Look, which looks like a chart',
  ])('the search for hard phrases finds no phrase in "%s"', text => expect(matches(text)).toBe(0))

  test('the search for hard phrases reads comments, and no code', () => {
    const code = [
      "const url = 'https://example.com' // after code",
      '/** one line */',
      '/**',
      ' * two',
      ' *',
      ' * lines `a`',
      ' */',
      'const a = 2 * 3',
      '// a line',
    ].join('\n')
    expect(commentLines(code)).toEqual([
      { line: 1, text: 'after code' },
      { line: 2, text: 'one line' },
      { line: 4, text: 'two' },
      { line: 6, text: 'lines `a`' },
      { line: 9, text: 'a line' },
    ])
  })

  test('the search for hard phrases reads messages and titles in src and __tests__, and no names', () => {
    const code = "throw new Error('It is told here')\nconst kind = 'a-name'\nimport x from 'a b c d'\n"
    expect(textLines('src/a.ts', code)).toEqual([{ line: 1, text: 'It is told here' }])
    expect(textLines('testkit/a.ts', code)).toEqual([])
  })

  test('the search for hard phrases reads Markdown without fenced code', () =>
    expect(textLines('a.md', 'One\n```\ntwo\n```\n\nthree')).toEqual([
      { line: 1, text: 'One' },
      { line: 6, text: 'three' },
    ]))

  test('the search for hard phrases lists the file with the most phrases first', () => {
    const finding = (file: string, line: number): Finding => ({ file, line, phrase: 'told', text: 'is told' })
    expect(showFindings([finding('a.ts', 1), finding('b.ts', 1), finding('b.ts', 2)], 2)).toBe(
      'b.ts:1: "told" in: is told\nb.ts:2: "told" in: is told\n… and 1 more',
    )
  })
})
