import fc from 'fast-check'
import { oneLine } from '../../src/runtime/text.ts'
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
