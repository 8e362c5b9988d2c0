import { setTimeout } from 'node:timers/promises'
import type * as Core from '@actions/core'
import { causeChain, openLog, quietLibraries, withoutCommands } from '../../src/runtime/log.ts'
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

test('bytes that a library prints are unchanged', () => {
  const written: unknown[] = []
  const stdout = { write: (chunk: unknown) => written.push(chunk) > 0 } as unknown as NodeJS.WriteStream
  quietLibraries(stdout)
  const bytes = Buffer.from('Uploaded bytes 12\n')
  stdout.write(bytes)
  expect(written).toEqual([bytes])
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
