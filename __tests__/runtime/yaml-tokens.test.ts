import { boundedTokens } from '../../src/runtime/yaml-tokens.ts'

const countOf = (text: string) => [...boundedTokens(text, excess => new RangeError(excess))].length

test('the tokens of a YAML text are its words and punctuation marks, and include all of its text', () => {
  const text = 'a: [b, "c\\n"] # d\n'
  const tokens = [...boundedTokens(text, excess => new Error(excess))]
  expect(tokens).toEqual(expect.arrayContaining(['a', ':', '[', 'b', ',', '"c\\n"', ']', '# d']))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: yaml marks the starts of documents and plain words with control characters.
  expect(tokens.join('').replace(/[\x02\x1f]/g, '')).toBe(text)
})

test('a YAML text has at most 90,000 words and punctuation marks', () => {
  // The first token marks the start of a document.
  expect(countOf('['.repeat(89_999))).toBe(90_000)
  expect(() => countOf('['.repeat(90_000))).toThrow(
    new RangeError('more than 90,000 words and punctuation marks'),
  )
})

test('each backslash in a YAML text counts as one more word', () => {
  const escapes = `"${'\\n'.repeat(45_000)}"`
  expect(countOf(escapes + '['.repeat(44_998))).toBe(45_000)
  expect(() => countOf(escapes + '['.repeat(44_999))).toThrow(RangeError)
})
