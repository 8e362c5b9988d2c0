import { setTimeout } from 'node:timers/promises'
import type * as Core from '@actions/core'
import fc from 'fast-check'
import { openLog, withoutCommands } from '../../src/runtime/log-commands.ts'
import { textWith } from '../../testkit/texts.ts'

/** The toolkit's printing functions, each of which tells what it was given. */
function toolkit() {
  const printed: string[] = []
  const say = (message: string | Error, properties?: Core.AnnotationProperties) =>
    void printed.push(String(message), ...(properties?.title ? [properties.title] : []))
  const functions = {
    info: say,
    debug: say,
    notice: say,
    warning: say,
    error: say,
    setFailed: say,
    startGroup: say,
  }
  const group = <T>(name: string, task: () => Promise<T>) => {
    say(name)
    return task()
  }
  const core = { ...functions, group, setSecret: say } as unknown as typeof Core
  return { printed, core: withoutCommands(core) }
}

const anyText = textWith('##[', '#', '[', '::', 'stop-commands', ']', '\n', ' ')

test('printed words hold no command of the runner, whatever they were', () =>
  fc.assert(
    fc.property(anyText, text => {
      const { printed, core } = toolkit()
      const seen = text.replace(/[\u200b\p{Bidi_Control}]/gu, '')
      core.info(text)
      core.debug(text)
      for (const level of [core.notice, core.warning, core.error]) level(text, { title: text })
      core.setFailed(text)
      core.startGroup(text)
      core.group(text, async () => undefined)
      for (const line of printed.flatMap(words => words.split('\n'))) {
        expect(line).not.toContain('##[')
        expect(line).not.toMatch(/^\s*::/)
        expect(seen).toContain(line.replaceAll('\u200b', '').trim())
      }
    }),
  ))

test('200,000 empty lines are looked through at once', async () => {
  const printed: string[] = []
  openLog(text => printed.push(text)).print(`${'\n'.repeat(200_000)}::x`)
  expect(printed.join('').trim()).toBe(':\u200b:x')
  await setTimeout(1) // Jest's own limit fails what has worked for longer, as soon as it waits.
})

test('words that are no command are printed as they are', () => {
  const { printed, core } = toolkit()
  core.info('✓ dashboards/thelook::overview: # 1 [of 2]')
  expect(printed).toEqual(['✓ dashboards/thelook::overview: # 1 [of 2]'])
})

test('a secret is masked letter by letter', () => {
  const { printed, core } = toolkit()
  core.setSecret('a##[b')
  openLog(text => printed.push(text)).mask('a##[b%')
  expect(printed).toEqual(['a##[b', '::add-mask::a##[b%25\n'])
})

test('words that are printed before the toolkit is there hold no command either', () => {
  const printed: string[] = []
  openLog(text => printed.push(text)).print('::add-path::x ##[stop-commands]y')
  expect(printed).toEqual([':\u200b:add-path::x ##\u200b[stop-commands]y\n'])
})
