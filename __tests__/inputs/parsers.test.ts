import { existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { instanceAddress } from '../../src/inputs/instance.ts'
import {
  apiVersion,
  artifactName,
  asWritten,
  boolean,
  decimalNumber,
  gitRef,
  lines,
  oneOf,
  type Parse,
  rectangles,
  wholeNumber,
} from '../../src/inputs/parsers.ts'
import { InputProblem, quoted } from '../../src/inputs/problem.ts'
import { workspacePath } from '../../src/inputs/workspace-path.ts'
import fc from '../../testkit/fast-check.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'
import { anyCharacter } from '../../testkit/texts.ts'

/** Returns the message with which the parser refuses the text. */
function complaint<T>(read: Parse<T>, found: string): string {
  try {
    return `no complaint, but ${String(read(found))}`
  } catch (error) {
    if (!(error instanceof InputProblem)) throw error
    return `${error.message}; ${error.hint}`
  }
}

describe('a boolean', () => {
  test.each([
    ['true', true],
    ['True', true],
    ['TRUE', true],
    ['false', false],
    ['False', false],
    ['FALSE', false],
  ])('a boolean input reads %s as %s, like the core schema of YAML', (written, value) =>
    expect(boolean(written)).toBe(value),
  )

  test.each(['yes', 'no', 'on', '1', '0', 'tRUE', 'true false', 'true\n', ' true'])(
    'a boolean input refuses %j',
    written =>
      expect(complaint(boolean, written)).toMatch(
        /is neither true nor false; write (true|false|true or false)$/,
      ),
  )
})

test.each([
  ['no', 'write false'],
  ['On', 'write true'],
  ['none', 'write true or false'],
  ['yesterday', 'write true or false'],
])('a boolean input with the value "%s" is refused with the hint: %s', (written, hint) =>
  expect(complaint(boolean, written)).toBe(`"${written}" is neither true nor false; ${hint}`),
)

test.each([
  ['0, 0, 0, 40', '"0, 0, 0, 40" has no pixels; give it a width and a height above 0'],
  ['0, 0, 40, 0', '"0, 0, 40, 0" has no pixels; give it a width and a height above 0'],
])('an ignored rectangle without pixels is refused: %s', (written, problem) =>
  expect(complaint(rectangles, written)).toBe(problem),
)

test.each(['1, 2, 3', '1, 2, 3, 4, 5', '1, 2, x, 4', '1, 2, 3.5, 4', '-1, 2, 3, 4'])(
  'the text %j is refused as an ignored rectangle',
  written => expect(complaint(rectangles, written)).toMatch(/^"[^"]*" is not a rectangle; write x, y, width/),
)

test.each([
  ['tild', 'did you mean tiled?'],
  ['SINGLE_COLUM', 'did you mean single_column?'],
  ['mosaic', 'write one of tiled, single_column'],
])('an input with a list of choices refuses "%s" with the hint: %s', (written, hint) =>
  expect(complaint(oneOf('tiled', 'single_column'), written)).toBe(
    `"${written}" is not an allowed value; ${hint}`,
  ),
)

describe('a whole number', () => {
  const read = wholeNumber(1, 100, 'a whole number of pixels')

  test.each([
    ['1', 1],
    ['100', 100],
    ['007', 7],
  ])('an input for a whole number reads %s as %d', (written, value) => expect(read(written)).toBe(value))

  test.each(['0', '101', '-1', '+1', '1.0', '1e1', '0x10', '1 000', '', ' 5', '٣', '9'.repeat(400), 'NaN'])(
    'an input for a whole number refuses %j',
    written =>
      expect(complaint(read, written)).toMatch(
        / is (not a whole number of pixels; write 1|(not a whole number of pixels|out of range); write a number from 1 to 100)$/,
      ),
  )

  test('an input for a whole number accepts only the numbers between its bounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200, max: 300 }), number => {
        const inside = number >= 1 && number <= 100
        if (inside) expect(read(String(number))).toBe(number)
        else expect(() => read(String(number))).toThrow(InputProblem)
      }),
    )
  })
})

describe('a decimal number', () => {
  const read = decimalNumber(0, 300, 'a number of seconds')

  test.each([
    ['5', 5],
    ['0.5', 0.5],
    ['.5', 0.5],
    ['300', 300],
    ['300.0', 300],
    ['0.001', 0.001],
  ])('an input for a decimal number reads %s as %d', (written, value) => expect(read(written)).toBe(value))

  test.each(['0', '0.0', '300.1', '-1', '1,5', '1e2', 'Infinity', 'NaN', '.', '5 s', '1.2.3'])(
    'an input for a decimal number refuses %j',
    written =>
      expect(complaint(read, written)).toMatch(
        / is (not a number of seconds|out of range); write (5|a number above 0, up to 300; decimals are allowed)$/,
      ),
  )
})

describe('a choice', () => {
  const read = oneOf('tiled', 'single_column')

  test.each([
    ['tiled', 'tiled'],
    ['Tiled', 'tiled'],
    ['SINGLE_COLUMN', 'single_column'],
  ])('an input with a list of choices reads %s as %s', (written, value) => expect(read(written)).toBe(value))

  test.each(['til', 'tiled ', 'single-column', 'toString'])(
    'an input with a list of choices refuses %j, and the error names all choices',
    written =>
      expect(complaint(read, written)).toMatch(
        / is not an allowed value; write one of tiled, single_column$/,
      ),
  )
})

describe('a list of lines', () => {
  test.each([
    ['a\nb', ['a', 'b']],
    ['a\r\nb\r\n', ['a', 'b']],
    ['\n\n  a  \n\t\n b c \n', ['a', 'b c']],
    ['\n \n', []],
  ])('an input with several lines is split from %j into %j', (written, value) =>
    expect(lines(written)).toEqual(value),
  )
})

test.each(['a', ' a\r\n b ', '4'])('a text input keeps %j unchanged', given =>
  expect(asWritten(given)).toBe(given),
)

describe('the instance', () => {
  const acme = 'https://acme.cloud.looker.com'

  test.each([
    [acme, acme],
    [`${acme}/`, acme],
    [`${acme}//`, acme],
    [`${acme}:443`, acme],
    [`${acme}:443/`, acme],
    [`${acme}/api`, acme],
    [`${acme}/api/`, acme],
    [`${acme}/api/4.0`, acme],
    [`${acme}/api/4.0/`, acme],
    [`${acme}/api/3.1`, acme],
    ['HTTPS://ACME.cloud.Looker.com', acme],
    ['acme.cloud.looker.com', acme],
    ['acme.cloud.looker.com/api/4.0/', acme],
    [`${acme}:19999`, `${acme}:19999`],
    [`${acme}:19999/api/4.0/`, `${acme}:19999`],
    ['acme.cloud.looker.com:19999', `${acme}:19999`],
    ['http://localhost:8080', 'http://localhost:8080'],
    ['http://looker.localhost:8080/', 'http://looker.localhost:8080'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.9.8.7', 'http://127.9.8.7'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('base-url accepts %s and reads it as %s', (written, origin) => {
    const read = instanceAddress(written)
    expect(read.origin).toBe(origin)
    expect(read.href).toBe(`${origin}/`)
  })

  test.each([
    ['http://acme.cloud.looker.com', 'is not https'],
    ['http://localhost.evil.example', 'is not https', 'https://localhost.evil.example'],
    ['http://127.0.0.1.evil.example', 'is not https', 'https://127.0.0.1.evil.example'],
    ['http://10.0.0.1', 'is not https', 'https://10.0.0.1'],
    ['http://acme.example:8080/x', 'is not https', 'https://acme.example:8080'],
    ['http://127.0.0.1:8080/x', "contains more than the instance's address", 'http://127.0.0.1:8080'],
    [`"${acme}"`, 'has quotes around it'],
    ["'acme.cloud.looker.com/api/4.0'", 'has quotes around it'],
    ['ftp://acme.cloud.looker.com', 'is not https'],
    ['file:///etc/passwd', 'is not https'],
    ['https://', 'is not a web address'],
    ['https://acme cloud', 'is not a web address'],
    [`https://${'a.'.repeat(127)}`, 'is not a web address'],
    ['https://acme.cloud.looker.com:99999', 'is not a web address'],
    [`${acme}/dashboards/42`, "contains more than the instance's address"],
    [`${acme}/apis`, "contains more than the instance's address"],
    [`${acme}?a=b`, "contains more than the instance's address"],
    [`${acme}/#top`, "contains more than the instance's address"],
  ])('base-url refuses %s with the reason: it %s', (written, found, instead = acme) =>
    expect(complaint(instanceAddress, written)).toBe(`${quoted(written)} ${found}; write it as ${instead}`),
  )

  test.each([
    'https://user:pa55word@acme.cloud.looker.com',
    'https://pa55word@acme.cloud.looker.com',
    'http://user:pa55word@acme.cloud.looker.com',
    'user:pa55word@acme.cloud.looker.com',
    'https://user:pa55word@acme.cloud.looker.com:99999',
  ])('base-url refuses an address with a password, and the message hides the password: %s', written => {
    const said = complaint(instanceAddress, written)
    expect(said).toMatch(/; write it as https:\/\/acme\.cloud\.looker\.com$/)
    expect(said).not.toContain('pa55word')
  })
})

describe('the version of the API', () => {
  test.each([
    ['4.0', '4.0'],
    ['4', '4.0'],
    ['3.1', '3.1'],
  ])('api-version reads %s as %s', (written, version) => expect(apiVersion(written)).toBe(version))

  test.each(['3', '3.0', '4.1', '40', '04', 'v4.0'])('api-version refuses %s', written =>
    expect(complaint(apiVersion, written)).toBe(
      `"${written}" is not an allowed value; write one of 4.0, 3.1`,
    ),
  )
})

describe("an artifact's name", () => {
  test.each([
    'looker-snapshots',
    'looker snapshots (3)',
    'Übersicht',
    'a'.repeat(250),
    'ü'.repeat(125),
    '.hidden',
  ])('artifact-name accepts %s', name => expect(artifactName(name)).toBe(name))

  test.each([...'":<>|*?\\/\r\n\t\0'])('artifact-name refuses the character %j', character =>
    expect(complaint(artifactName, `a${character}b`)).toMatch(
      /cannot be an artifact's name; leave out " : < > \| \* \? \\ \/ and line ends$/,
    ),
  )

  test.each(['a'.repeat(251), `${'ü'.repeat(125)}a`])(
    'artifact-name refuses a name if `<name>.html` would exceed 255 bytes',
    name =>
      expect(complaint(artifactName, name)).toContain(
        "cannot be an artifact's name: it has 251 bytes; shorten it to 250 bytes; a letter other than a to z takes two to four bytes",
      ),
  )

  test.each(['con', 'NUL', 'CONIN$', 'com¹'])(
    'artifact-name refuses %s, which is a device on Windows',
    name =>
      expect(complaint(artifactName, name)).toBe(
        `"${name}" is the name of a device on Windows; write another name`,
      ),
  )

  test.each([
    ['a##[b', "has a command of GitHub's runner in it; leave out ##["],
    ['sales\u202egpj', 'has the invisible character U+202E; delete it'],
  ])('artifact-name refuses %j, which would mislead readers of the log', (name, problem) =>
    expect(complaint(artifactName, name)).toContain(problem),
  )
})

describe('a branch or a whole ref', () => {
  test.each([
    ['looker-snapshots', 'heads/looker-snapshots'],
    ['looker/snapshots', 'heads/looker/snapshots'],
    ['refs/heads/looker-snapshots', 'heads/looker-snapshots'],
    ['refs/looker/snapshots', 'looker/snapshots'],
    ['größe', 'heads/größe'],
    ['a.b', 'heads/a.b'],
    ['a-x', 'heads/a-x'],
    ['header', 'heads/header'],
    ['a@b', 'heads/a@b'],
    ['refs/looker/-x', 'looker/-x'],
  ])('images-branch accepts the branch or ref %s', (written, ref) => expect(gitRef(written)).toBe(ref))

  test.each([
    'a b',
    'a..b',
    'a~1',
    'a^',
    'a:b',
    'a?',
    'a*',
    'a[b',
    'a\\b',
    'a@{1}',
    'a\tb',
    '/a',
    'a/',
    'a//b',
    '.a',
    'a/.b',
    'a.lock',
    'a.lock/b',
    'a.',
    'refs/',
    'refs/a',
    'refs/tags/v1',
    'refs/pull/7/head',
    'refs/remotes/origin/main',
    '-x',
    'refs/heads/-x',
    'refs/heads/refs/x',
    '@',
    'HEAD',
    'a'.repeat(40),
  ])('images-branch refuses the branch or ref %j', written =>
    expect(complaint(gitRef, written)).toMatch(
      / cannot be a branch; write a branch such as looker-snapshots, or a ref such as refs\/looker\/snapshots$/,
    ),
  )
})

describe('the quotation of a value in a message', () => {
  test.each([
    ['wide', '"wide"'],
    ['  a\n\tb  ', '"a b"'],
    ['say "hi"', '"say \\"hi\\""'],
    ['a'.repeat(80), `"${'a'.repeat(80)}"`],
    ['a'.repeat(81), `"${'a'.repeat(79)}…"`],
    ['a\0b\x7fc\x85d', '"a\\u0000b\\u007fc\\u0085d"'],
    ['\0'.repeat(80), `"${'\\u0000'.repeat(19)}…"`],
  ])('a message quotes the value %j as %s', (found, shown) => expect(quoted(found)).toBe(shown))

  test('a message quotes any value in one short line', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), found => {
        const shown = quoted(found)
        expect(shown).not.toMatch(/\p{Cc}/u)
        expect(shown.length).toBeLessThanOrEqual(122)
        expect(JSON.parse(shown).length).toBeLessThanOrEqual(80)
      }),
    )
  })
})

const outside = temporaryFolder()
const workspace = join(outside, 'work')
mkdirSync(join(workspace, 'inner'), { recursive: true })
mkdirSync(join(outside, 'work-too'))
writeFileSync(join(outside, 'secret.yml'), '- dashboards/1')
symlinkSync(outside, join(workspace, 'out'))
symlinkSync(join(outside, 'secret.yml'), join(workspace, 'list.yml'))
symlinkSync(join(workspace, 'inner'), join(workspace, 'in'))
symlinkSync('..', join(workspace, 'inner', 'up'))
symlinkSync(workspace, join(outside, 'link-to-work'))
mkdirSync(join(workspace, '.git'))
symlinkSync('.git', join(workspace, 'git-link'))

const read = workspacePath(workspace)

/** Resolves the symbolic links in a path. The last parts of the path need not exist. */
const whereItIs = (path: string): string => (existsSync(path) ? realpathSync(path) : whereItIs(dirname(path)))

describe('a path in the workspace', () => {
  test.each([
    ['looker-snapshots', 'looker-snapshots'],
    ['./looker-snapshots/', 'looker-snapshots'],
    ['a/b/c', 'a/b/c'],
    ['a/../b', 'b'],
    ['.', '.'],
    ['..a/b', '..a/b'],
    ['inner/new', 'inner/new'],
    ['in/new', 'in/new'],
    ['inner/up/new', 'inner/up/new'],
    ['a b/ü', 'a b/ü'],
    [join(workspace, 'whole'), 'whole'],
  ])('the output path %s leads to %s', (written, path) => expect(read(written)).toBe(join(workspace, path)))

  test.each([
    ['..'],
    ['../'],
    ['../work-too'],
    ['a/../../b'],
    ['/'],
    ['/etc/passwd'],
    [join(outside, 'work-too', 'x')],
    ['out'],
    ['out/new'],
    ['out/new/deeper'],
    ['list.yml'],
    ['inner/up/out'],
    ['inner/up/out/x'],
  ])('an output path that leads out of the workspace is refused: %s', written =>
    expect(() => read(written)).toThrow(
      expect.objectContaining({
        message: `"${written}" leads out of the workspace`,
        hint: 'write a path below the repository, such as looker-snapshots',
      }),
    ),
  )

  test.each([
    ['a\u0007b', '"a\\u0007b" is not a path'],
    ['a\nb', '"a b" is not a path'],
    ['a\u202eb', '"a\\u202eb" has the invisible character U+202E'],
    ['##[group]', '"##[group]" has a command of GitHub\'s runner in it'],
  ])('an output path that would mislead readers of the log is refused: %j', (written, message) =>
    expect(() => read(written)).toThrow(message),
  )

  test.each([
    '.git',
    '.git/pictures',
    'inner/.git',
    '.GIT/pictures',
    '.git./pictures',
    '.git /pictures',
    'a/../.git',
    'git-link',
    'git-link/pictures',
  ])('an output path that leads into the folder of git is refused: %s', written =>
    expect(() => read(written)).toThrow(
      expect.objectContaining({
        message: `"${written}" leads into .git, the folder of git itself`,
        hint: 'write a path below the repository, such as looker-snapshots',
      }),
    ),
  )

  test.each(['.github', '.gitignored', 'git', 'a.git'])('the output path %s is accepted', written =>
    expect(read(written)).toBe(join(workspace, written)),
  )

  test.each([
    ['a NUL character', 'a\0b'],
    ['6,000 characters', 'a/'.repeat(3000)],
  ])('output-directory refuses a path with %s', (_, written) =>
    expect(() => read(written)).toThrow(/ is not a path$/),
  )

  test('an output path is accepted if the workspace is a symbolic link', () =>
    expect(workspacePath(join(outside, 'link-to-work'))('new')).toBe(join(outside, 'link-to-work', 'new')))

  test('an output path is accepted if the workspace does not exist yet', () =>
    expect(workspacePath(join(workspace, 'later'))('new')).toBe(join(workspace, 'later', 'new')))

  test('an accepted output path is inside the workspace, whatever text the input has', () => {
    const steps = fc.array(
      fc.constantFrom('..', '.', 'a', 'inner', 'up', 'out', 'in', '', 'work', 'work-too'),
    )
    fc.assert(
      fc.property(steps, parts => {
        const written = parts.join('/')
        let path: string
        try {
          path = read(written)
        } catch (error) {
          expect(error).toBeInstanceOf(InputProblem)
          return
        }
        expect(`${whereItIs(path)}/`).toMatch(new RegExp(`^${workspace}/`))
      }),
    )
  })
})
