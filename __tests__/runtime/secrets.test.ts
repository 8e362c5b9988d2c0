import { createSecrets } from '../../src/runtime/secrets.ts'
import fc from '../../testkit/fast-check.ts'
import { textWith } from '../../testkit/texts.ts'

const keeping = (...kept: string[]) => {
  const masked: string[] = []
  const secrets = createSecrets(secret => masked.push(secret))
  for (const secret of kept) secrets.keep(secret)
  return { ...secrets, masked }
}

describe('a registered secret', () => {
  test('a registered secret is masked in the log in plain form, and in the encodings of URLs, forms and JSON', () => {
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
    [
      ['a b&c'],
      'sso?return=%2Flogin%3Fclient_secret%3Da%2520b%2526c',
      'sso?return=%2Flogin%3Fclient_secret%3D***',
    ],
    [
      ['a b&c'],
      'sso?return=%2Flogin%3Fclient_secret%3Da%2Bb%2526c',
      'sso?return=%2Flogin%3Fclient_secret%3D***',
    ],
    [['$&$'], 'costs $&$ more', 'costs *** more'],
    [['a.c'], 'abc', 'abc'],
    [[], 'nothing is kept', 'nothing is kept'],
    [['e', 'is'], 'a short text is no secret', 'a short text is no secret'],
  ])('with the registered secrets %j, %j becomes %j', (kept, text, cleaned) =>
    expect(keeping(...kept).clean(text)).toBe(cleaned),
  )

  test('a registered secret is removed from Base64, whatever text is before and after the secret', () => {
    const part = fc.string({ maxLength: 9 })
    fc.assert(
      fc.property(part, part, fc.constantFrom('base64', 'base64url'), (before, after, encoding) => {
        const secret = 'hG7kq2mV>?zX9pLw4tRb6n'
        const encoded = Buffer.from(before + secret + after).toString(encoding)
        const rest = keeping(secret).clean(`Basic ${encoded}`).replace('Basic ', '').split('***')
        expect(rest).toHaveLength(2)
        const decoded = rest.map(text => Buffer.from(text, 'base64').toString('latin1')).join(' ')
        expect(decoded).not.toContain(secret.slice(2, 6))
      }),
    )
  })

  test('a registered secret is removed from HTML', () =>
    expect(keeping('a<b>&"c\'').clean('<p>a&lt;b&gt;&amp;&quot;c&#39;</p>')).toBe('<p>***</p>'))

  test('a registered secret that is too short to be searched for in Base64 is removed from HTML', () =>
    expect(keeping('a<b').clean('<p>a&lt;b</p>')).toBe('<p>***</p>'))

  test('a secret is removed from strings as soon as it is registered', () => {
    const secrets = keeping('first')
    const before = secrets.clean('first second')
    secrets.keep('second')
    expect(before).toBe('*** second')
    expect(secrets.clean('first second')).toBe('*** ***')
  })

  test('a registered secret is removed from any string, even if it occurs several times', () => {
    const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_.~/+= '), minLength: 3 })
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

  test('a registered secret may contain a lone surrogate', () =>
    expect(keeping('ab+\ud83d').clean('an ab+\ud83d here')).toBe('an *** here'))
})
