import {
  dashboardNamesIn,
  hasDashboards,
  isNeverNamed,
  pauseAfter,
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
])('the file %s with the text %j may define dashboards: %j', (path, text, isPossible) =>
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
])('Looker ignores the file %s even if LookML mentions the file: %j', (path, isIgnored) =>
  expect(isNeverNamed(path)).toBe(isIgnored),
)

test('names can have letters of any alphabet, and punctuation separates names', () =>
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

test('the work pauses each time after the given number of units', async () => {
  let pauses = 0
  const work = pauseAfter(10, async () => {
    pauses += 1
  })
  const pausesAfter: number[] = []
  for (const units of [9, 1, 9, 2, 10]) {
    await work(units)
    pausesAfter.push(pauses)
  }
  expect(pausesAfter).toEqual([0, 1, 1, 2, 3])
})
