import { findCollisions, makeFileName, parseFileName } from '../../src/inputs/file-name.ts'
import { parseLookerUrl, type TargetUrl } from '../../src/inputs/looker-url.ts'
import { InputProblem } from '../../src/inputs/problem.ts'
import type { Target } from '../../src/model.ts'
import fc from '../../testkit/fast-check.ts'
import { anyCharacter } from '../../testkit/texts.ts'

/** Returns the file name that a target in the list gets. */
const called = (source: string) => {
  const address = parseLookerUrl(source) as TargetUrl
  return makeFileName(address, address.filters)
}

const address = (id: string): TargetUrl => ({
  kind: 'dashboard',
  id,
  filters: new Map(),
  ignoredParameters: [],
  path: '',
})

describe('the file name made from a target', () => {
  test.each([
    ['dashboards/42', 'dashboards-42'],
    ['dashboards-next/42', 'dashboards-42'],
    ['dashboards/thelook::overview', 'dashboards-thelook-overview'],
    ['lookml_dashboards/thelook::overview', 'dashboards-thelook-overview'],
    ['looks/7', 'looks-7'],
    ['queries/aBc123', 'queries-abc123'],
    ['explore/thelook/orders?qid=aBc123', 'queries-abc123'],
    ['dashboard_elements/19', 'dashboard-elements-19'],
    ['dashboards/42?Region=EMEA', 'dashboards-42-region-emea'],
    ['dashboards/42?Order+Date=7+days&State=CA,OR', 'dashboards-42-order-date-7-days-state-ca-or'],
    ['dashboards/42?Region=', 'dashboards-42-region'],
    ['dashboards/42?Region=%25%25', 'dashboards-42-region'],
    ['dashboards/42?theme=Dark', 'dashboards-42'],
    ['dashboards/42?Gr%C3%B6%C3%9Fe=%E5%A4%A7', 'dashboards-42-größe-大'],
    ['dashboards/42?Region=..%2F..%2Fetc', 'dashboards-42-region-etc'],
  ])('the file name of the target %s is %s', (written, name) => expect(called(written)).toBe(name))

  test('the file name of a target is the same for both Unicode forms of an accented letter', () =>
    expect(called(`dashboards/42?Stadt=${encodeURIComponent('Köln'.normalize('NFD'))}`)).toBe(
      called(`dashboards/42?Stadt=${encodeURIComponent('Köln'.normalize('NFC'))}`),
    ))

  test('the file name of a target is cut and ends with a hash if it would be too long', () => {
    const long = (last: string) =>
      makeFileName(address('42'), new Map([['Region', `${'x'.repeat(5000)}${last}`]]))
    expect(long('a')).toMatch(/^dashboards-42-region-x+-[\da-f]{8}$/)
    expect(long('a')).toHaveLength(100)
    expect(long('a')).toBe(long('a'))
    expect(long('a')).not.toBe(long('b'))
  })

  test('the file name of a target is valid, whatever its filters are', () => {
    const side = fc.string({ unit: anyCharacter, maxLength: 300 })
    fc.assert(
      fc.property(fc.array(fc.tuple(side, side)), pairs => {
        const name = makeFileName(address('42'), new Map(pairs))
        expect(parseFileName(name)).toBe(name)
        expect(name).toMatch(/^dashboards-42/)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(100)
      }),
    )
  })
})

describe('a file name in the inputs', () => {
  test.each([
    'west-coast',
    'West Coast (2026)',
    'Ünïcode 大 🎉',
    'v1.2',
    "it's",
    'console',
    'common',
    'a#b@c',
    '0',
    'a'.repeat(200),
    'ü'.repeat(100),
  ])('the name %s of a target is accepted as a file name', name => expect(parseFileName(name)).toBe(name))

  test.each([
    '',
    '.',
    '..',
    '.hidden',
    'ends in a dot.',
    ' begins with a space',
    'ends with a space ',
    'a/b',
    'a\\b',
    '../up',
    'a:b',
    'a"b',
    'a<b',
    'a>b',
    'a|b',
    'a*b',
    'a?b',
    'a\nb',
    'a\0b',
    'a\x7fb',
    'half an emoji \ud83d',
    'two\u2028lines',
  ])('the name %j of a target is refused as a file name', name => {
    const read = () => parseFileName(name)
    expect(read).toThrow(InputProblem)
    expect(read).toThrow("cannot be a file's name")
    expect(read).toThrow(
      expect.objectContaining({
        hint: 'write up to 200 letters, digits, dashes, dots or spaces, without a dot or space at the start or end',
      }),
    )
  })
})

describe('a file name that is reserved, too long, or misleading in the log', () => {
  test.each<[string, string, string]>([
    ['sales.PNG', 'ends with a file extension', 'leave it out, the action adds it'],
    ['sales.before', 'has an ending that this action uses', 'leave out the ending .before'],
    ['sales.strip', 'has an ending that this action uses', 'leave out the ending .before'],
    ['sales.again', 'has an ending that this action uses', 'leave out the ending .before'],
    ['sales.Difference', 'has an ending that this action uses', 'leave out the ending .before'],
    ['a'.repeat(201), 'it has 201 bytes', 'shorten it to 200 bytes'],
    ['ü'.repeat(101), 'it has 202 bytes', 'a letter other than a to z takes two to four bytes'],
    ['a##[stop-commands]x', "has a command of GitHub's runner in it", 'leave out ##['],
    ['sales\u202egpj', 'has the invisible character U+202E', 'delete it'],
    ['sales\u2066x\u2069', 'has the invisible character U+2066', 'delete it'],
    ...['con', 'CON', 'nul.old', 'com1', 'LPT9', 'aux', 'CONIN$', 'conout$.x', 'COM¹', 'lpt³', 'con .x'].map(
      (name): [string, string, string] => [name, 'is the name of a device on Windows', 'write another name'],
    ),
  ])(
    'a reserved, too long or misleading name of a target is refused, and the error names the needed change: %j',
    (name, fact, hint) => {
      const read = () => parseFileName(name)
      expect(read).toThrow(InputProblem)
      expect(read).toThrow(fact)
      expect(read).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }))
      expect(read).toThrow(/^[^\p{Bidi_Control}]*$/u)
    },
  )
})

describe('targets with the same file name', () => {
  const target = (source: string, file: string): Target => ({
    kind: 'look',
    source,
    name: file,
    file,
    url: '',
    id: '1',
    width: 1,
    height: 1,
    ignore: [],
    output: { format: 'png' },
  })

  test.each([
    ['two equal names', 'a.png', 'a.png'],
    ['names that differ in case', 'West.png', 'west.PNG'],
    [
      'names that differ in the form of an accented letter',
      'Köln.png'.normalize('NFC'),
      'Köln.png'.normalize('NFD'),
    ],
  ])(
    'two targets with the same file name are refused, and the message says what to change: %s',
    (_, one, other) => {
      const found = findCollisions([
        target('looks/1', one),
        target('looks/3', 'else.png'),
        target('looks/2', other),
      ])
      expect(found.map(({ message, hint }) => `${message}; ${hint}`)).toEqual([
        `"looks/1" and "looks/2" would write the same file, ${one}; give one of them a name of its own: - { target: …, name: … }`,
      ])
    },
  )

  test('the error for targets with the same file name lists the targets of each file', () => {
    const files = ['a.png', 'b.png', 'a.png', 'b.png', 'a.png', 'c.png', 'a.pdf']
    const found = findCollisions(files.map((file, index) => target(`looks/${index}`, file)))
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(/"looks\/0".*"looks\/2".*"looks\/4".*a\.png/),
      expect.stringMatching(/"looks\/1".*"looks\/3".*b\.png/),
    ])
  })

  test('the error for three targets with the same file name lists each of them once', () => {
    const found = findCollisions([1, 2, 3].map(id => target(`looks/${id}`, 'a.png')))
    expect(found.map(({ message }) => message)).toEqual([
      '"looks/1", "looks/2" and "looks/3" would write the same file, a.png',
    ])
  })

  test('the error for many targets with the same file name is a short line', () => {
    const found = findCollisions(
      Array.from({ length: 1000 }, (_, index) => target(`looks/${index}`, 'a.png')),
    )
    expect(found.map(({ message }) => message)).toEqual([
      '"looks/0", "looks/1", "looks/2" and 997 more would write the same file, a.png',
    ])
  })

  test('targets with different file names cause no error about file names', () =>
    expect(findCollisions([target('looks/1', 'a.png'), target('looks/2', 'a.pdf')])).toEqual([]))
})
