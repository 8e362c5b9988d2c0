import {
  attempt,
  type InputProblem,
  labelOf,
  misspelledInputs,
  quoted,
  refuseHidden,
} from '../../src/inputs/problem.ts'

const visible = ['a', 'é', '\u0301', '7', '-', '+', '😀']
const joiners = ['\u200c', '\u200d']

test.each(joiners)(
  'an invisible joiner (%j) in an input is kept between any two visible characters',
  joiner => {
    for (const before of visible)
      for (const after of visible) {
        const text = `${before}${joiner}${after}`
        expect(refuseHidden(text)).toBe(text)
        expect(quoted(text)).toBe(`"${text}"`)
      }
  },
)

test.each(joiners)(
  'an invisible joiner (%j) in an input is refused at the start, at the end and beside a space',
  joiner => {
    for (const text of [`${joiner}a`, `a${joiner}`, `a ${joiner}b`, `a${joiner} b`])
      expect(() => refuseHidden(text)).toThrow(/has the invisible character U\+200[CD]$/)
    for (const text of [`a ${joiner}b`, `a${joiner} b`]) expect(quoted(text)).not.toContain(joiner)
  },
)

test('the message about an invisible character contains its code with at least four digits', () =>
  expect(() => refuseHidden('a\u00adb')).toThrow('"a\\u00adb" has the invisible character U+00AD'))

test('an input with bytes that are not UTF-8 is refused', () => {
  const error = attemptOf(() => refuseHidden('a\ufffdb'))
  expect(error?.message).toBe('"a\ufffdb" has U+FFFD in the place of a character that was not UTF-8')
  expect(error?.hint).toBe('write that character again')
  expect(error?.name).toBe('InputProblem')
})

test('the message about an invisible character above U+FFFF contains the codes of both surrogates', () =>
  expect(quoted('a\u{e0001}b')).toBe('"a\\udb40\\udc01b"'))

test('a message quotes at most 120 characters of an input', () => {
  expect(quoted(`${'\u0001'.repeat(19)}abcd`)).toHaveLength(120)
  expect(quoted(`${'\u0001'.repeat(19)}abcde`)).toBe(`"${'\\u0001'.repeat(19)}…"`)
})

test.each([
  ['base url-1', 'base url-1'],
  ['!base', '"!base"'],
  ['base!', '"base!"'],
  ['a'.repeat(61), `"${'a'.repeat(61)}"`],
])('a message about the setting %j begins with %s', (name, shown) => expect(labelOf(name)).toBe(shown))

test('only inputs that are similar to a known input count as misspelled', () => {
  const env = { INPUT_WITDH: '8', INPUT_WIDTH: '9', INPUT_: '', INPUT_OTHER: '', WITDH: '' }
  expect(misspelledInputs(env, new Set(['width', 'x']))).toEqual([['witdh', 'width']])
})

test('an error that is not an input problem is thrown again', () => {
  const fault = new Error('A fault')
  const read = () => {
    throw fault
  }
  expect(() => attempt(read, () => undefined, 'targets')).toThrow(fault)
})

function attemptOf(read: () => unknown): InputProblem | undefined {
  const problems: InputProblem[] = []
  attempt(read, (_, problem) => problems.push(problem), 'targets')
  return problems[0]
}
