import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import fc from '../../testkit/fast-check.ts'
import { deepJson, expectReadable, hostileJson, hostileText, runs } from '../../testkit/hostile.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'
import { given, problemsOf } from '../../testkit/runner/inputs.ts'
import { readManifest } from '../../testkit/runner/manifest.ts'

const names = Object.keys(readManifest('action.yml').inputs)
const secret = 'hG7kq2mVzX9pLw4tRb6n'

/** Checks that each problem is readable, names an input, and gives the position if the input is a list. */
function expectProblems(problems: readonly string[]): void {
  for (const problem of problems) {
    const [, name = ''] = /^([a-z-]+)(?:, item \d+)?: /.exec(problem) ?? []
    expect(names).toContain(name)
    expectReadable(problem)
    expect(problem).not.toContain(secret)
  }
}

const read = (inputs: Record<string, string>) =>
  expectProblems(problemsOf(given({ 'client-secret': secret, ...inputs })))

/** Texts with syntax that YAML has and JSON does not have. */
const yaml = fc.oneof(
  hostileText,
  hostileJson.map(value => JSON.stringify(value)),
  fc.array(hostileJson).map(value => JSON.stringify(value)),
  fc.constantFrom(
    ...[
      '- &a [*a]',
      '- &a { target: *a }',
      '- &a {? *a : b}',
      '- ? [a, b]\n  : c',
      '- ? {a: b}\n  : c',
      '- ? \n  : c',
    ],
    ...[
      '- !!binary aGk=',
      '- !!set {a, b}',
      '- !!omap [a: b]',
      '- !!js/function x',
      '- !<tag:x,2000:y> z',
      '[,]',
      '- ',
    ],
    ...[
      '- {target: dashboards/42, target: looks/7}',
      '- <<: {target: dashboards/42}',
      '- &a x\n- *b',
      '- "\\ud800"',
    ],
    ...[
      '- {__proto__: x, target: dashboards/42}',
      '- {target: {a: b}}',
      '- {target: dashboards/42, filters: {a: {b: c}}}',
    ],
    ...[
      '- a\n--- \n- b',
      '%TAG ! tag:x\n---\n- !y z',
      '- |\n a\n b',
      '? - a',
      '- [[[[',
      '- {a: b',
      '-\t- a',
      '- @a',
      '- `a',
    ],
  ),
  fc.nat(12).map(levels => bomb(levels)),
)

/** Returns YAML in which each line refers ten times to the previous line. */
const bomb = (levels: number) =>
  Array.from(
    { length: levels + 1 },
    (_, level) => `- &a${level} [${Array(10).fill(level === 0 ? 'x' : `*a${level - 1}`)}]`,
  ).join('\n')

const mappings = fc
  .array(
    fc.dictionary(fc.oneof(fc.constantFrom(...names, 'name', 'target'), hostileText), hostileJson, {
      maxKeys: 4,
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map(list => JSON.stringify(list.map(mapping => ({ target: 'dashboards/42', ...mapping }))))

const anyValue = fc.oneof({ weight: 4, arbitrary: hostileText }, { weight: 2, arbitrary: yaml }, mappings)

describe('inputs of arbitrary text', () => {
  test.each(names.filter(name => name !== 'client-secret'))(
    'an input with arbitrary text is read or refused with a readable message: %s',
    name =>
      fc.assert(
        fc.property(anyValue, value => read({ [name]: value })),
        runs(30),
      ),
  )

  test('no message about arbitrary inputs contains the client-secret', () =>
    fc.assert(
      fc.property(
        hostileText.filter(value => value.trim().length > 3),
        fc.constantFrom(...names),
        (value, name) => {
          const problems = problemsOf(given({ [name]: 'nonsense', 'client-secret': `${secret}${value}` }))
          expectProblems(problems)
        },
      ),
      runs(200),
    ))

  test('arbitrary texts in all inputs at once are read or refused with a readable message', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), anyValue), inputs => {
        read({ ...inputs, 'client-secret': secret })
      }),
      runs(150),
    ))

  test('no message about an input contains a secret that a user has written into the wrong input', () => {
    for (const name of names) read({ [name]: secret, filters: `[${secret}]`, 'client-secret': secret })
  })
})

describe('inputs that are much too long', () => {
  const huge = 200_000
  const shapes: [string, string][] = [
    ['one word', 'a'.repeat(huge)],
    ['one dashboard', `dashboards/${'a'.repeat(huge)}`],
    ['one LookML dashboard', `dashboards/${'é'.repeat(huge)}::b`],
    ['one filter', `dashboards/42?${'a'.repeat(huge)}=b`],
    ['one host', `https://${'a'.repeat(huge)}/dashboards/42`],
    ['spaces', `dashboards/42${' '.repeat(huge)}x`],
    ['slashes', '/'.repeat(huge)],
    ['folders', 'a/'.repeat(huge / 2)],
    ['steps upwards', '../'.repeat(huge / 2)],
    ['dots', '.'.repeat(huge)],
    ['numbers', '9'.repeat(huge)],
    ['spaces and marks', ' #'.repeat(huge / 2)],
    ['the same target 20,000 times', 'dashboards/42\n'.repeat(20_000)],
    ['nested lists', `- ${deepJson(100_000)}`],
    ['nested mappings', `- ${'{a: '.repeat(20_000)}${'}'.repeat(20_000)}`],
    ['an unclosed list of 100,000 levels', `- ${'['.repeat(100_000)}`],
    ['dashes', '- '.repeat(2_000)],
    ['aliases that expand to billions of values', bomb(30)],
    ['a setting', JSON.stringify([{ target: 'dashboards/42', ['a\n'.repeat(10_000)]: 'x' }])],
    [
      'an invalid filter',
      JSON.stringify([{ target: 'dashboards/42', filters: { ['a\n'.repeat(10_000)]: {} } }]),
    ],
    ['a tag', `- !${'a'.repeat(10_000)} x`],
    ['an alias', `- *${'a'.repeat(10_000)}`],
  ]
  test.each(shapes)(
    'an input is read or refused quickly even if it is much too long: %s',
    async (_, value) => {
      const all = names.filter(name => name !== 'client-secret' && name !== 'targets-file')
      read(Object.fromEntries(all.map(name => [name, value])))
      read({ targets: '', 'targets-file': value })
      await setTimeout(1) // Jest can detect an exceeded time limit only while the test waits.
    },
  )
})

const million = 1_000_000
test.each(names)(
  'an input with more than a million characters is refused because of its length: %s',
  name => {
    const problems = problemsOf(given({ 'client-secret': secret, [name]: 'a'.repeat(million + 1) }))
    expect(problems).toContainEqual(
      expect.stringMatching(/it has 1,000,001 characters.*shorten it to 1,000,000/),
    )
  },
)

describe('a targets file', () => {
  const workspace = temporaryFolder()
  const file = join(workspace, 'targets.yml')
  const readFile = () =>
    expectProblems(
      problemsOf(
        given({ 'client-secret': secret, targets: '', 'targets-file': 'targets.yml' }, { workspace }),
      ),
    )

  test('a targets file with arbitrary bytes is read or refused with a readable message', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
          fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.concat([Buffer.from('- '), bytes])),
          anyValue.map(text => Buffer.from(text)),
          anyValue.map(text => Buffer.from(`\ufeff${text}`, 'utf16le')),
        ),
        bytes => {
          writeFileSync(file, bytes)
          readFile()
        },
      ),
      runs(150),
    ))
})
