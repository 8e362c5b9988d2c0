import { existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { InputProblem } from '../../src/inputs/problem.ts'
import { workspacePath } from '../../src/inputs/workspace-path.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

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

const read = workspacePath(workspace)

/** The real place of the part of a path that exists. */
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
  ])('%s leads to %s', (written, path) => expect(read(written)).toBe(join(workspace, path)))

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
  ])('refuses %s, which leads out of the workspace', written =>
    expect(() => read(written)).toThrow(
      expect.objectContaining({
        message: `"${written}" leads out of the workspace`,
        hint: 'write a path below the repository, such as looker-snapshots',
      }),
    ),
  )

  test.each([['a\0b'], ['a/'.repeat(3000)]])('refuses %.10j, which is no path at all', written =>
    expect(() => read(written)).toThrow(/ is not a path$/),
  )

  test('may lie in a workspace that is a link itself', () =>
    expect(workspacePath(join(outside, 'link-to-work'))('new')).toBe(join(outside, 'link-to-work', 'new')))

  test('may lie in a workspace that is not there yet', () =>
    expect(workspacePath(join(workspace, 'later'))('new')).toBe(join(workspace, 'later', 'new')))

  test('stays below the workspace, whatever is written', () => {
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
