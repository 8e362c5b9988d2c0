import { capitalized, count, hiddenJson, oneLine, withThousands } from '../../src/runtime/text.ts'
import fc from '../../testkit/fast-check.ts'
import { textWith } from '../../testkit/texts.ts'

describe('one line', () => {
  test.each([
    ['a\n b\t\r\nc', undefined, 'a b c'],
    ['  a  ', undefined, 'a'],
    ['a\0\x1b[31mb', undefined, 'a [31mb'],
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['ab🎉cd', 4, 'ab\ufffd…'],
    ['a\ud800b', undefined, 'a\ufffdb'],
    ['sales\u202egpj\u2066', undefined, 'salesgpj'],
    ['', undefined, ''],
  ])('the text %j becomes one line, with the limit %s: %j', (text, longest, line) =>
    expect(oneLine(text, longest)).toBe(line),
  )

  test('a text that becomes one line has no control characters and is not longer than the limit', () => {
    fc.assert(
      fc.property(textWith('\n', '\0', '\x1b', '\u0085', '\u2028', 'x'.repeat(200)), text => {
        const line = oneLine(text)
        expect(line).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
        expect(line.length).toBeLessThanOrEqual(300)
      }),
    )
  })
})

test('JSON in an invisible line ends neither a comment nor a line, and is read unchanged', () => {
  const value = { text: '--> <!-- \u2028\u2029' }
  expect(hiddenJson(value)).toBe(String.raw`{"text":"\u002d\u002d\u003e \u003c!\u002d\u002d \u2028\u2029"}`)
  expect(JSON.parse(hiddenJson(value))).toEqual(value)
})

test('a number has the noun in the singular or the plural', () => {
  expect([0, 1, 2].map(number => count(number, 'target'))).toEqual(['0 targets', '1 target', '2 targets'])
  expect(count(2, 'query', 'queries')).toBe('2 queries')
})

test('a text begins with a capital letter', () => expect(capitalized('not all')).toBe('Not all'))

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [12_345_678, '12,345,678'],
])('the number %i is written as %s', (whole, text) => expect(withThousands(whole)).toBe(text))
