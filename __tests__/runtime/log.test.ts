import { setTimeout } from 'node:timers/promises'
import type * as Core from '@actions/core'
import { causeChain, createSecrets, openLog, quietLibraries, withoutCommands } from '../../src/runtime/log.ts'
import fc from '../../testkit/fast-check.ts'
import { obeyedCommands } from '../../testkit/runner/commands.ts'
import { textWith } from '../../testkit/texts.ts'

/** Replaces the functions of the toolkit that print. The replacements record their arguments. */
function toolkit() {
  const printed: string[] = []
  const record = (message: string | Error, properties?: Core.AnnotationProperties) =>
    void printed.push(String(message), ...(properties?.title ? [properties.title] : []))
  const functions = {
    info: record,
    debug: record,
    notice: record,
    warning: record,
    error: record,
    setFailed: record,
    startGroup: record,
  }
  const group = <T>(name: string, task: () => Promise<T>) => {
    record(name)
    return task()
  }
  const core = { ...functions, group, setSecret: record } as unknown as typeof Core
  return { printed, core: withoutCommands(core) }
}

function printed(...lines: string[]): string {
  const written: string[] = []
  const { print } = openLog(text => written.push(text))
  for (const line of lines) print(line)
  return written.join('')
}

/**
 * Three kinds of characters: characters that .NET trims at the start of a line, characters that comparisons ignore in
 * some cultures, and other line ends.
 */
const oddSpaces = [
  ...'\t\n\v\f\r\x1c\x85\u00a0\u1680\u2002\u2028\u2029\u202f\u205f\u3000\ufeff\u200b\u180e\0',
]
const pieces = ['##[', '#', '[', '::', ':', 'stop-commands', 'add-mask', ']', '\r\n', ' ', ...oddSpaces]
const anyText = textWith(...pieces, '::stop-commands::x', '##[stop-commands]x')

describe('the emulation of the runner', () => {
  test.each([
    ['::stop-commands::x'],
    ['a\n\u0085 ::stop-commands::x'],
    ['a\r::stop-commands::x'],
    ['\ufeff::stop-commands::x'],
    ['words ##[stop-commands]x'],
  ])('the emulated runner executes the command in %j', text =>
    expect(obeyedCommands(text)).toContainEqual({ command: 'stop-commands', properties: {}, message: 'x' }),
  )

  test.each([['words ::stop-commands::x'], ['::unknown::x'], ['# #[stop-commands]x']])(
    'the emulated runner finds no command in %j',
    text => expect(obeyedCommands(text)).toEqual([]),
  )
})

describe('printed text', () => {
  test('text in the log gives the runner no command and is on one line', () =>
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1 }), lines => {
        const output = printed(...lines)
        expect(obeyedCommands(output)).toEqual([])
        expect(output.match(/[\p{Cc}\u2028\u2029]/gu)).toEqual(lines.map(() => '\n'))
      }),
      { numRuns: 500 },
    ))

  test('text in the log is changed only by removing control characters and breaking up commands', () =>
    fc.assert(
      fc.property(anyText, text => {
        const bare = (some: string) => some.replace(/[\s\p{Cc}\u200b\p{Bidi_Control}]/gu, '')
        expect(bare(printed(text))).toBe(bare(text))
      }),
    ))

  test.each([
    [
      'the name of a file',
      'views/a\n\u0085::stop-commands::x\n.view.lkml',
      'views/a ::stop-commands::x .view.lkml',
    ],
    ['a space that .NET trims before colons', '\u3000::add-path::x', '\u3000:\u200b:add-path::x'],
    ['a command within a line', 'a ##[stop-commands]y', 'a ##\u200b[stop-commands]y'],
    [
      'indented words',
      '  ✓ dashboards/thelook::overview: # 1 [of 2]',
      '  ✓ dashboards/thelook::overview: # 1 [of 2]',
    ],
  ])('text in the log is on one line and without a command: %s', (_, text, line) =>
    expect(printed(text)).toBe(`${line}\n`),
  )

  test('text of 200,000 empty lines is written to the log in linear time', async () => {
    expect(printed(`${'\n'.repeat(200_000)}::x`)).toBe(' :\u200b:x\n')
    expect(printed(`${'\u00a0'.repeat(200_000)}x`)).toHaveLength(200_002)
    await setTimeout(1) // Jest can detect an exceeded time limit only while the test waits.
  })
})

test('messages of the Actions toolkit give the runner no command', () =>
  fc.assert(
    fc.property(anyText, text => {
      const { printed, core } = toolkit()
      core.debug(text)
      for (const level of [core.notice, core.warning, core.error]) level(text, { title: text })
      core.setFailed(text)
      core.startGroup(text)
      core.group(text, async () => undefined)
      for (const message of printed) expect(obeyedCommands(message)).toEqual([])
      const seen = text.replace(/[\u200b\p{Bidi_Control}]/gu, '')
      expect(printed[0]?.replaceAll('\u200b', '')).toBe(seen)
    }),
  ))

test('the action does not use info() of the Actions toolkit, because only its own log can be held back', () =>
  expect(toolkit().core).not.toHaveProperty('info'))

test('a secret with characters of log commands is masked exactly', () => {
  const { printed, core } = toolkit()
  core.setSecret('a##[b')
  openLog(text => printed.push(text)).mask('a##[b%\r\nc')
  expect(printed).toEqual(['a##[b', '::add-mask::a##[b%25%0D%0Ac\n'])
})

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
    [['$&'], 'costs $& more', 'costs *** more'],
    [['a.c'], 'abc', 'abc'],
    [[], 'nothing is kept', 'nothing is kept'],
  ])('with the registered secrets %j, %j becomes %j', (kept, text, cleaned) =>
    expect(keeping(...kept).clean(text)).toBe(cleaned),
  )

  test('a registered secret is removed from Base64 with any text before and after the secret', () => {
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

  test('a secret is removed from strings as soon as it is registered', () => {
    const secrets = keeping('first')
    const before = secrets.clean('first second')
    secrets.keep('second')
    expect(before).toBe('*** second')
    expect(secrets.clean('first second')).toBe('*** ***')
  })

  test('a registered secret is removed from any string, even if it occurs several times', () => {
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

  test('a registered secret may contain a lone surrogate', () =>
    expect(keeping('a\ud83d').clean('an a\ud83d here')).toBe('an *** here'))
})

describe('the chain of causes', () => {
  test('the chain of causes of an error lists every cause, with the first cause last', () => {
    const cause = new TypeError('terminated', { cause: new Error('other side closed') })
    expect(causeChain(new Error('The connection broke', { cause }))).toMatch(
      /^Error: The connection broke\n.*Caused by: TypeError: terminated\n.*Caused by: Error: other side closed\n/s,
    )
  })

  test('the chain of causes of an error lists a cause that is not an error', () =>
    expect(causeChain(new Error('broke', { cause: 'a text' }))).toMatch(/\nCaused by: a text$/))

  test('the chain of causes of an error ends if the causes form a cycle', () => {
    const error = new Error('again')
    error.cause = error
    expect(causeChain(error).split('Caused by: ')).toHaveLength(10)
  })
})

test('lines that a library prints become debug messages, and log lines of the action are unchanged', () => {
  const written: string[] = []
  const stdout = { write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream
  const print = quietLibraries(stdout)
  stdout.write('Uploaded bytes 12\n100%\n')
  stdout.write('::warning::careful\n')
  stdout.write('\n')
  print('1 dashboard rendered.\n')
  expect(written).toEqual([
    '::debug::Uploaded bytes 12%0A100%25\n',
    '::warning::careful\n',
    '\n',
    '1 dashboard rendered.\n',
  ])
})
