import { InputProblem } from '../../src/inputs/problem.ts'
import { readYaml, type Yaml } from '../../src/inputs/yaml.ts'
import fc from '../../testkit/fast-check.ts'
import { textWith } from '../../testkit/texts.ts'

/** Reads the text. Returns the message for the user, or undefined if the text is valid. */
function problemWith(text: string, place: 'filters' | 'targets' = 'filters'): string | undefined {
  try {
    readYaml(text, place)
    return undefined
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error
    return `${error.message}; ${error.hint}`
  }
}

describe('YAML', () => {
  test.each<[string, Yaml]>([
    ['a: 1\nb: [yes, 1.0]', { a: '1', b: ['yes', '1.0'] }],
    ['- a\n- { b: c }', ['a', { b: 'c' }]],
    ['__proto__: a', Object.fromEntries([['__proto__', 'a']])],
    ['- &x { a: b }\n- *x', [{ a: 'b' }, { a: 'b' }]],
    ['- &x [a]\n- { b: *x }', [['a'], { b: ['a'] }]],
    ['? a\n: b', { a: 'b' }],
    ['a:\nb: ""', { a: '', b: '' }],
    ['# all\na: b # and more\n#c: d', { a: 'b' }],
    ['', null],
  ])('the YAML reader keeps every text of %j as it was written', (text, value) =>
    expect(readYaml(text, 'targets')).toEqual(value),
  )

  test('a text in YAML may have several lines, except in filters', () =>
    expect(readYaml('- target: dashboards/42\n  tab-ids: |\n    3\n    4\n', 'targets')).toEqual([
      { target: 'dashboards/42', 'tab-ids': '3\n4\n' },
    ]))
})

describe('a value that YAML would change', () => {
  const kept = 'begins with a character that YAML reserves; put it in quotes: '
  test.each([
    ['Count: !=5', `"!=5" ${kept}Count: "!=5"`],
    ['Count: |5\u2028years', `"|5 years" ${kept}Count: "|5\\u2028years"`],
    ['{ Count: !=5, Region: West }', `"!=5" ${kept}Count: "!=5"`],
    ['Region: !EMEA', `"!EMEA" ${kept}Region: "!EMEA"`],
    ['{ Region: !EMEA West }', `"!EMEA West" ${kept}Region: "!EMEA West"`],
    ['Region: ! West # not the west', `"! West" ${kept}Region: "! West"`],
    ['Region: !!str 5', `"!!str 5" ${kept}Region: "!!str 5"`],
    ['Order Date: &x', `"&x" ${kept}Order Date: "&x"`],
    ['Region: &x West', `"&x West" ${kept}Region: "&x West"`],
    ['Region: *x', `"*x" ${kept}Region: "*x"`],
    ['Region: *star*\nDate: 7 days', `"*star*" ${kept}Region: "*star*"`],
    ['Region: *star wars', `"*star wars" ${kept}Region: "*star wars"`],
    ['Region: |', `"|" ${kept}Region: "|"`],
    ['Count: >5', `">5" ${kept}Count: ">5"`],
    ['Count: >100', `">100" ${kept}Count: ">100"`],
    ['Count: >= 100', `">= 100" ${kept}Count: ">= 100"`],
    ['Count: |2 x', `"|2 x" ${kept}Count: "|2 x"`],
    ['Brand: %shirt%', `"%shirt%" ${kept}Brand: "%shirt%"`],
    ['{Brand: %shirt%}', `"%shirt%" ${kept}Brand: "%shirt%"`],
    ['Brand: @acme', `"@acme" ${kept}Brand: "@acme"`],
    ['Region: - West', `"- West" ${kept}Region: "- West"`],
    ['Brand: "Acme" Inc', `"\\"Acme\\" Inc" ${kept}Brand: "\\"Acme\\" Inc"`],
    ['State: [CA, !OR]', `"!OR" ${kept}"!OR"`],
    ['- !=5', `"!=5" ${kept}"!=5"`],
    ['- *star wars', `"*star wars" ${kept}"*star wars"`],
    [
      'Store: Store #12',
      '"Store #12" has a # after a space, which begins a comment; put it in quotes: Store: "Store #12"',
    ],
    [
      '{ Store: Store #12 }',
      '"Store #12" has a # after a space, which begins a comment; put it in quotes: Store: "Store #12"',
    ],
    ['Store: #12', '"#12" has a # after a space, which begins a comment; put it in quotes: Store: "#12"'],
    [
      'State:\n  - Store #12',
      '"Store #12" has a # after a space, which begins a comment; put it in quotes: "Store #12"',
    ],
    [
      'Title: A: B',
      '"A: B" has a colon before a space, which begins a mapping; put it in quotes: Title: "A: B"',
    ],
    [
      '{ Title: A: B }',
      '"A: B" has a colon before a space, which begins a mapping; put it in quotes: Title: "A: B"',
    ],
    [
      'Region: West, Date: 7 days',
      '"West, Date: 7 days" contains another key; write one key per line, or all of them between { and }',
    ],
    [
      '{ Region: West, East }',
      '"West, East" has a comma, which ends a value between braces; put it in quotes: Region: "West, East"',
    ],
    ['{ East }', '"East" has no value; write a colon and a space after it, then the value'],
    ['{ Region:West }', '"Region:West" has no value; write a colon and a space after it, then the value'],
    ['Time: 12:', '"12:" has a colon before a space, which begins a mapping; put it in quotes: Time: "12:"'],
    ['Region: West\n  East', '"West East" is on more than one line; write the filter on one line, in quotes'],
    ['Region: |\n  West', '"West" is on more than one line; write the filter on one line, in quotes'],
    [
      'Region: "West\n  East"',
      '"West East" is on more than one line; write the filter on one line, in quotes',
    ],
    ['[a, b]: c', 'the YAML has a key that is not a string; put the key in quotes'],
  ])(
    'a filter that YAML would change is refused, and the message shows the needed quotes: %j',
    (text, problem) => expect(problemWith(text)).toBe(problem),
  )
})

describe('an interval of numbers', () => {
  const list = 'looks like a list, but is not a list; put it in quotes: '
  test.each([
    [
      'Count: [0, 20]',
      '"[0, 20]" may be an interval or two values; write Count: "[0, 20]" for the interval, or Count: "0,20" for the two values',
    ],
    [
      '{ Count: [0,20], A: b }',
      '"[0,20]" may be an interval or two values; write Count: "[0,20]" for the interval, or Count: "0,20" for the two values',
    ],
    [
      'Count: [-1.5, inf]',
      '"[-1.5, inf]" may be an interval or two values; write Count: "[-1.5, inf]" for the interval, or Count: "-1.5,inf" for the two values',
    ],
    ['Count: [,20]', `"[,20]" ${list}Count: "[,20]"`],
    [
      'Count: [20,]',
      '"[20,]" may be an interval or two values; write Count: "[20,]" for the interval, or Count: "20," for the two values',
    ],
    ['Count: [0, 20)', `"[0, 20)" ${list}Count: "[0, 20)"`],
    ['Count: [0,9],[20,29]', `"[0,9],[20,29]" ${list}Count: "[0,9],[20,29]"`],
    ['{ Count: NOT [0, 20], A: b }', `"NOT [0, 20]" ${list}Count: "NOT [0, 20]"`],
    ['{ Count: (0, 20], A: b }', `"(0, 20]" ${list}Count: "(0, 20]"`],
    [
      '{ Count: (0, 20), A: b }',
      '"(0, 20)" has a comma, which ends a value between braces; put it in quotes: Count: "(0, 20)"',
    ],
    [
      '{ Count: NOT (3, 12) }',
      '"NOT (3, 12)" has a comma, which ends a value between braces; put it in quotes: Count: "NOT (3, 12)"',
    ],
  ])('an interval of numbers in a filter is refused without quotes: %j', (text, problem) =>
    expect(problemWith(text)).toBe(problem),
  )

  test.each<[string, Yaml]>([
    ['Count: "[0, 20]"', { Count: '[0, 20]' }],
    ['Count: "0,20"', { Count: '0,20' }],
    ['Count: (0, 20)', { Count: '(0, 20)' }],
    ['Count: ["0", "20"]', { Count: ['0', '20'] }],
    ['Count:\n  - 0\n  - 20', { Count: ['0', '20'] }],
    ['Count: [0, 20, 40]', { Count: ['0', '20', '40'] }],
    ['Count: [CA, OR]', { Count: ['CA', 'OR'] }],
  ])('an interval of numbers in a filter is read as it is written: %j', (text, value) =>
    expect(readYaml(text, 'filters')).toEqual(value),
  )

  test('an interval of numbers is read as a list outside of filters', () => {
    expect(readYaml('- { target: dashboards/42, tab-ids: [1, 2] }', 'targets')).toEqual([
      { target: 'dashboards/42', 'tab-ids': ['1', '2'] },
    ])
    expect(problemWith('- { target: dashboards/42, filters: { Count: [1, 2] } }', 'targets')).toMatch(
      /^"\[1, 2\]" may be/,
    )
  })
})

describe('a value without quotes', () => {
  const marks = [
    '!',
    '&',
    '*',
    '|',
    '>',
    '%',
    '@',
    '`',
    '-',
    '?',
    ':',
    '#',
    '=',
    '~',
    '(',
    ')',
    '<',
    '^',
    'a',
    '5',
    'é',
  ]
  const value = fc
    .array(fc.constantFrom(...marks, ' '), { minLength: 1, maxLength: 6 })
    .map(characters => characters.join(''))
    .filter(text => text.trim() !== '' && !/(^|\s)#+(\s|$)/.test(text))

  /** Reads the text. Returns the value, or the message that asks the user for quotes. */
  const read = (text: string): unknown => {
    try {
      return readYaml(text, 'filters')
    } catch (error) {
      expect(error).toBeInstanceOf(InputProblem)
      return 'refused'
    }
  }

  test.each<[string, (value: string) => string]>([
    ['on a separate line', value => `Filter: ${value}\nOther: x`],
    ['between braces', value => `{ Filter: ${value}, Other: x }`],
  ])('a filter value without quotes is read exactly as written or refused: %s', (_, written) =>
    fc.assert(
      fc.property(value, value =>
        expect(['refused', { Filter: value.trim(), Other: 'x' }]).toContainEqual(read(written(value))),
      ),
      { numRuns: 500 },
    ),
  )

  test('a filter value is read as it was written after a user adds the quotes from the message', () =>
    fc.assert(
      fc.property(value, value => {
        const problem = problemWith(`Filter: ${value}`)
        const [, advice] = /put it in quotes: (Filter: ".*")$/.exec(problem ?? '') ?? []
        if (advice) expect(readYaml(advice, 'filters')).toEqual({ Filter: value.trim() })
      }),
      { numRuns: 500 },
    ))
})

describe('YAML that cannot be read', () => {
  test.each([
    ['{ Region', /^the { in line 1 has no closing }; add the }$/],
    ['Region: "West', /^the " in line 1 has no closing "; add the "$/],
    ['-\n"a" b', /^line 2 \("\\"a\\" b"\) cannot be read: .+; check its indentation and quotes$/],
    ['Region: West\nRegion: East', /^line 2 sets "Region" again; keep one of the two$/],
    ['- looks/7\n---\n- looks/8', /^line 2 \("---"\) begins a second YAML document; delete this line$/],
    ['- &a [*a]', /^the YAML contains an alias to itself; write it without aliases$/],
    ['- &a { b: *a }', /^the YAML contains an alias to itself; write it without aliases$/],
    [
      `- *${'a'.repeat(1000)}`,
      /^line 1 \("- \*a{76}…"\) has the alias "\*a{78}…", but no line above has its anchor; write the value itself$/,
    ],
    [
      '- target: looks/7\n  filters: *f',
      /^line 2 \("filters: \*f"\) has the alias "\*f", but no line above has its anchor; write the value itself$/,
    ],
    ['- Region: *', /^"\*" begins with a character that YAML reserves; put it in quotes: Region: "\*"$/],
    [
      '- Region: & Co',
      /^"& Co" begins with a character that YAML reserves; put it in quotes: Region: "& Co"$/,
    ],
    ['- filters:\n    Region: *EMEA', /^"\*EMEA" begins .+; put it in quotes: Region: "\*EMEA"$/],
    ['- filters:\n    Region: &EMEA', /^"&EMEA" begins .+; put it in quotes: Region: "&EMEA"$/],
    [
      '- target: looks/7\n  width: &w 800',
      /^line 2 \("width: &w 800"\) has an anchor of a single value: only a mapping or a list may have one; delete "&w", and write the value in place of each "\*w"$/,
    ],
    [
      '- filters:\n    Region: &r EMEA\n    Country: *r',
      /^line 2 \("Region: &r EMEA"\) has an anchor .+; delete "&r", and write the value in place of each "\*r"$/,
    ],
    [
      '- &d { target: looks/7 }\n- target: looks/8\n  <<: *d',
      /^line 3 \("<<: \*d"\) merges another mapping, which this action does not support; write the keys of that mapping instead; settings of all targets can be inputs of the step$/,
    ],
    ['['.repeat(60) + ']'.repeat(60), /^the YAML is nested too deeply; write a list/],
    ['- '.repeat(100_000), /^the YAML is nested too deeply; write a list/],
    ['{a: '.repeat(50_000), /^the YAML is nested too deeply; write a list/],
    [
      `[${',{}'.repeat(60_000)}]`,
      /^the YAML has more than 90,000 words and punctuation marks; shorten it, or write one target per line$/,
    ],
    [
      `Region: ${'a'.repeat(250_000)}`,
      /^the YAML has 250,008 characters; shorten it to 250,000, or write one target per line$/,
    ],
  ])('YAML that cannot be read is refused with the reason (case %#)', (text, problem) =>
    expect(problemWith(text, 'targets')).toMatch(problem),
  )

  test('YAML is refused if a few lines would expand to millions of lines', () => {
    const bomb = ['&a [x, x, x, x, x, x, x, x, x]']
    for (const name of 'bcdefghi')
      bomb.push(`&${name} [${`*${String.fromCharCode(name.charCodeAt(0) - 1)}, `.repeat(9)}]`)
    expect(problemWith(bomb.map(line => `- ${line}`).join('\n'))).toBe(
      'the aliases of the YAML expand to too many values; write it without aliases',
    )
  })

  test('the YAML reader throws only input problems of one line, whatever the text is', () => {
    const scraps = textWith(
      '- ',
      ': ',
      '{',
      '}',
      '[',
      ']',
      '*a',
      '&a ',
      '"',
      '\n',
      '  ',
      '|',
      '? ',
      '!',
      '%',
      '#',
    )
    fc.assert(
      fc.property(scraps, fc.constantFrom('filters' as const, 'targets' as const), (text, place) => {
        expect(problemWith(text, place) ?? '').not.toMatch(/\n/)
      }),
    )
  })
})
