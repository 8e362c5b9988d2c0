import {
  Constants,
  constantsIn,
  dashboardNamesIn,
  hasDashboards,
  isNeverNamed,
  textWithin,
  wordsIn,
} from '../../src/affected/texts.ts'

test.each([
  ['a.dashboard.lookml', '', true],
  ['a.dashboard.lkml', 'view: a {}', true],
  ['a.lookml', '- dashboard: a\n', true],
  ['a.lookml', '- title: A\n  dashboard: a\n', true],
  ['a.lookml', '- "dashboard": a\n', true],
  ['a.lookml', '- view: a\n', false],
  ['a.lookml', 'view: a { dashboard: b }\n', false],
  ['a.view.lkml', '# - dashboard: a\n', false],
])('whether the file %s with the text %j may define dashboards: %j', (path, text, isPossible) =>
  expect(hasDashboards(path, text)).toBe(isPossible),
)

test('the names of dashboards are found without parsing the YAML', () =>
  expect(
    dashboardNamesIn(
      "- dashboard: a # one\n- title: B\n  dashboard: \"b c\"\n-  'dashboard' :  'd'\n- view: e\nmy dashboard: f\n",
    ),
  ).toEqual(['a', 'b c', 'd']))

test.each([
  ['README.md', true],
  ['etl/job.py', true],
  ['.gitignore', true],
  ['docs/LICENSE', true],
  ['.github/workflows/a.yml', true],
  ['.github/workflows/a.yaml', true],
  ['.github/states.json', false],
  ['a.yml', false],
  ['MY_LICENSE', false],
  ['states.json', false],
])('whether Looker ignores the file %s if LookML mentions it: %j', (path, isIgnored) =>
  expect(isNeverNamed(path)).toBe(isIgnored),
)

test('words of any alphabet can be names, and punctuation separates them', () =>
  expect(wordsIn(`öl-tank, a_1.b;\n\${größe} 大 \ufffd`)).toEqual([
    'öl',
    'tank',
    'a_1',
    'b',
    'größe',
    '大',
    '\ufffd',
  ]))

test.each<[unknown, string[]]>([
  ['a', ['a']],
  [undefined, []],
  [null, []],
  [[undefined, 'a'], ['a']],
  [7, []],
  [{ a: { b: ['c'] } }, ['a', 'b', 'c']],
  ['{"a": "\\u0062"}', ['{"a": "\\u0062"}', 'a', 'b']],
  [' ["\\u0061"]', [' ["\\u0061"]', 'a']],
  ['{a', ['{a']],
  ['"\\u0061"', ['"\\u0061"']],
])('the texts of the value %j are %j', (value, texts) =>
  expect(textWithin(value).split('\n').filter(Boolean).sort()).toEqual(texts.sort()),
)

describe('the constants of manifests', () => {
  const constants = new Constants()
  const values = { a: 'x', b: '@{a}@{a}', loop: '@{loop}', money: '$& $1' }
  for (const [name, value] of Object.entries(values)) constants.add(name, value)
  for (const value of ['one', 'two_@{a}']) constants.add('two', value)
  for (let level = 0; level < 25; level++) constants.add(`n${level}`, `@{n${level + 1}}`)
  constants.add('n25', 'deep')
  for (let index = 0; index < 9; index++) constants.add('many', `m${index}`)

  test.each<[string, string[] | undefined]>([
    ['a', ['a']],
    ['@{a}', ['x']],
    ['1@{ a }2@{a}3', ['1x2x3']],
    ['@{b}', ['xx']],
    ['@{two}!', ['one!', 'two_x!']],
    ['@{money}', ['$& $1']],
    ['@{n8}', ['deep']],
    ['@{n5}', undefined],
    ['@{loop}', undefined],
    ['@{unknown}', undefined],
    ['@{a} @{unknown}', undefined],
    ['@{many}', ['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8']],
    ['@{many}@{many}', undefined],
    ['@{', ['@{']],
    ['@{}', ['@{}']],
  ])('the possible readings of %j are %j', (text, readings) =>
    expect(constants.readings(text)).toEqual(readings),
  )

  test.each<[string, string[] | undefined]>([
    ['a b', ['a', 'b']],
    ['a @{ b', ['a', 'b']],
    ['c_@{a}s d', ['c_', 'a', 's', 'd', 'c_xs']],
    ['@{two}', ['two', 'one', 'two_x']],
    ['d @{unknown}', undefined],
  ])('the words of %j include the words in the values of its constants: %j', (text, words) => {
    const found = constants.wordsIn(text)
    expect(found && [...found]).toEqual(words)
  })

  test('constants with very long values have unknown words', () => {
    const long = new Constants()
    long.add('a', 'x'.repeat(1_000_001))
    expect(long.wordsIn('@{a}')?.size).toBe(2)
    expect(long.wordsIn('@{a}b @{a}c')).toBeUndefined()
  })

  test('the names of the constants in a text are found', () =>
    expect(constantsIn('@{a} @{ b } @{c d} @{}')).toEqual(['a', 'b']))
})
