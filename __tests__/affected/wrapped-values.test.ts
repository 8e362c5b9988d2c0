import { expect, test } from '@jest/globals'
import { readDashboards } from '../../src/affected/lookml-dashboards.ts'
import { indentWrappedValues } from '../../src/affected/wrapped-values.ts'

const dashboardWith = (...lines: string[]) =>
  ['- dashboard: sales', '  elements:', '  - name: a', ...lines, '    explore: orders', ''].join('\n')
const elementIn = (text: string) => readDashboards('x', text)[0]?.elements[0]?.parameters

// Ruby's YAML library reads these texts. PyYAML, which uses the same parser, returns the same values.
test.each<[string, string[], unknown]>([
  [
    'a quoted text with escaped line ends',
    ['    v: "<div style=\\"padding:\\', '    \\ 3px\\"\\', '    >\\n\\t<b>x</b></div>"'],
    '<div style="padding: 3px">\n\t<b>x</b></div>',
  ],
  ['a quoted text without any indentation', ['    v: "one', 'two', '', 'three"'], 'one two\nthree'],
  ['a quoted text with an indentation of a tab', ['    v: "one', '\ttwo"'], 'one two'],
  ['a text in single quotes', ["    v: 'it''s", "    two'"], "it's two"],
  ['a text with an anchor and a tag', ['    v: &a !!str "one', '    two"'], 'one two'],
  ['a text after a quoted key', ['    "v": "one', '    two"'], 'one two'],
  ['text with the characters of YAML', ['    v: "one', 'k: [x', '- # y"'], 'one k: [x - # y'],
  ['a list in brackets', ['    v: [a, "]",', "    it's, # ]", '    "c"', '    ]'], ['a', ']', "it's", 'c']],
  ['a map in brackets', ['    v: {', '    a: "}",', '  b: {c: d}', '}'], { a: '}', b: { c: 'd' } }],
  ['a comment directly after a quote', ['    v: "one"# two'], 'one'],
  ['a comment directly after a bracket', ['    v: [one]# two'], ['one']],
  ['a comment directly after a wrapped text', ['    v: "one', '    two"# three "'], 'one two'],
  ['a wrapped text after a block text', ['    u: |', '      a: "b', '    v: "one', '    two"'], 'one two'],
])('a LookML dashboard is read with %s', (_, lines, value) =>
  expect(elementIn(dashboardWith(...lines))).toMatchObject({ name: 'a', v: value, explore: 'orders' }),
)

test('a LookML dashboard is read with wrapped text and with CRLF', () =>
  expect(elementIn(dashboardWith('    v: "one', '    two"').replaceAll('\n', '\r\n'))).toMatchObject({
    v: 'one two',
  }))

test('a LookML dashboard is read with a byte-order mark', () => {
  const text = `\uFEFF${dashboardWith('    v: one')}`
  expect(elementIn(text)).toMatchObject({ v: 'one' })
  expect(elementIn(text.replaceAll('\n', '\r\n'))).toMatchObject({ v: 'one' })
})

test('wrapped text in an item of a list is read', () =>
  expect(elementIn(dashboardWith('    v:', '    - "one', '    two"'))).toMatchObject({ v: ['one two'] }))

test('the lines of a block text stay as they are, although another text is wrapped', () => {
  const block = ['    u: |', '      k: "a', '      b"', '    v: "one', '    two"']
  expect(elementIn(dashboardWith(...block))).toMatchObject({ u: 'k: "a\nb"\n' })
})

test.each([
  ['the end of the document in quotes', dashboardWith('    v: "one', '---', 'two"'), 'line 4, column 12'],
  ['a tab in brackets', dashboardWith('    v: [a', '\tb]'), 'line 5'],
  ['a quote that is never closed', dashboardWith('    v: "one', '      two'), 'line 7'],
  // The quotes belong to an unquoted text of two lines, so Ruby refuses the text.
  [
    'quotes within an unquoted text',
    dashboardWith('    t: "x"# y', '    v: one', '      "two', '    - three"'),
    'line 4',
  ],
])('a LookML dashboard is not read with %s', (_, text, place) => expect(() => elementIn(text)).toThrow(place))

test('a text without wrapped values does not change', () =>
  expect(
    indentWrappedValues(dashboardWith('    v: "one', '      two"', '    w: [a,', '      b]')),
  ).toBeUndefined())
