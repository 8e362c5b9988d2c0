import fc from 'fast-check'
import { createSecrets } from '../../src/runtime/secrets.ts'
import { textWith } from '../../testkit/texts.ts'

const keeping = (...kept: string[]) => {
  const masked: string[] = []
  const secrets = createSecrets(secret => masked.push(secret))
  for (const secret of kept) secrets.keep(secret)
  return { ...secrets, masked }
}

describe('a secret that is kept', () => {
  test('is masked in the log as it is, and as an address, a form and JSON spell it', () => {
    expect(keeping('s3cret').masked).toEqual(['s3cret'])
    expect(keeping('a b/"c').masked).toEqual([
      'a b/"c',
      'a%20b%2F%22c',
      'a+b%2F%22c',
      'a%20b%2f%22c',
      'a+b%2f%22c',
      'a b/\\"c',
    ])
  })

  test.each([
    [['s3cret'], 'no such key: s3cret', 'no such key: ***'],
    [['s3cret'], 's3crets3cret', '******'],
    [['s3cret'], 'S3CRET and s3cre are others', 'S3CRET and s3cre are others'],
    [['a b&c'], 'login?client_secret=a%20b%26c', 'login?client_secret=***'],
    [['a b&c'], 'login?client_secret=a+b%26c', 'login?client_secret=***'],
    [['abc', 'abcdef'], 'abcdef', '***'],
    [['id-1', 'token-2'], 'id-1 was given token-2', '*** was given ***'],
    [['$&'], 'costs $& more', 'costs *** more'],
    [['a.c'], 'abc', 'abc'],
    [[], 'nothing is kept', 'nothing is kept'],
  ])('%j: %j becomes %j', (kept, text, cleaned) => expect(keeping(...kept).clean(text)).toBe(cleaned))

  test('is cleaned from the moment when it is known', () => {
    const secrets = keeping('first')
    const before = secrets.clean('first second')
    secrets.keep('second')
    expect([before, secrets.clean('first second')]).toEqual(['*** second', '*** ***'])
  })

  test('is left in no text, whatever stands around it and however often', () => {
    const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_.~/+= '), minLength: 1 })
    const texts = fc
      .uniqueArray(secret, { minLength: 1, maxLength: 3 })
      .chain(kept => fc.tuple(fc.constant(kept), textWith(...kept, ...kept.map(encodeURIComponent))))
    fc.assert(
      fc.property(texts, ([kept, text]) => {
        const cleaned = keeping(...kept).clean(text)
        for (const one of kept) {
          expect(cleaned).not.toContain(one)
          expect(cleaned).not.toContain(encodeURIComponent(one))
          expect(cleaned).not.toContain(new URLSearchParams({ one }).toString().slice('one='.length))
        }
      }),
    )
  })

  test('may hold half an emoji', () =>
    expect(keeping('a\ud83d').clean('an a\ud83d here')).toBe('an *** here'))
})
