import '../../testkit/runner/one-realm.ts'
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { ActionError, asActionError, fileError } from '../../src/errors.ts'
import { readBoundedFile, readFile, slashPath, writeWhole } from '../../src/runtime/files.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

const bytes = Buffer.from('a picture')
const systemError = (code: string, about: object = {}) =>
  Object.assign(new Error(`${code}: words of the system`), { code, ...about })

/** Returns a rename function that fails for the first `times` calls and works for all further calls. */
function failingRename(code: string, times: number) {
  let calls = 0
  const renameFile = async (from: string, to: string) => {
    calls += 1
    if (calls <= times) throw systemError(code, { syscall: 'rename', path: from, dest: to })
    await rename(from, to)
  }
  return { renameFile, calls: () => calls }
}

describe('writing a file', () => {
  test.each(['EPERM', 'EBUSY', 'EACCES'])(
    'the rename of a written file is repeated if it fails twice with %s',
    async code => {
      const folder = temporaryFolder()
      const { renameFile, calls } = failingRename(code, 2)
      await writeWhole(join(folder, 'a.png'), bytes, renameFile)
      expect(readFileSync(join(folder, 'a.png'))).toEqual(bytes)
      expect(readdirSync(folder)).toEqual(['a.png'])
      expect(calls()).toBe(3)
    },
  )

  test('the rename of a written file is not repeated after any other error, and the error names the file', async () => {
    const folder = temporaryFolder()
    const { renameFile, calls } = failingRename('EXDEV', 9)
    await expect(writeWhole(join(folder, 'a.png'), bytes, renameFile)).rejects.toMatchObject({
      name: 'ActionError',
      message: 'a.png could not be written: EXDEV: words of the system',
      hint: "Check output-directory, and the runner's disk.",
    })
    expect(calls()).toBe(1)
    expect(readdirSync(folder)).toEqual([])
  })

  test('a written file is deleted if each attempt to rename it is refused', async () => {
    const folder = temporaryFolder()
    const { renameFile, calls } = failingRename('EBUSY', 99)
    await expect(writeWhole(join(folder, 'a.png'), bytes, renameFile)).rejects.toBeInstanceOf(ActionError)
    expect(calls()).toBe(6)
    expect(readdirSync(folder)).toEqual([])
  })

  test.each([
    ['of ASCII letters', 'n'.repeat(255)],
    ['of letters with four bytes', `${'𝒳'.repeat(62)}.html`],
  ])('a file with the longest possible name %s is written', async (_, name) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, name), 'before')
    await writeWhole(join(folder, name), bytes)
    expect(readdirSync(folder)).toEqual([name])
    expect(readFileSync(join(folder, name))).toEqual(bytes)
  })

  test('an error of the content is unchanged after the writing of a file fails', async () => {
    const error = new Error('the connection broke')
    // biome-ignore lint/correctness/useYield: the content fails before its first piece.
    async function* content(): AsyncGenerator<Uint8Array> {
      throw error
    }
    await expect(writeWhole(join(temporaryFolder(), 'a.png'), content())).rejects.toBe(error)
  })

  // Each write to `/dev/full` fails as if the disk were full (https://man7.org/linux/man-pages/man4/full.4.html).
  const onLinux = process.platform === 'linux' ? test : test.skip
  onLinux('the error for a full disk names the file', async () => {
    const full = new Error('not thrown')
    const error = await import('node:fs/promises')
      .then(({ writeFile }) => writeFile('/dev/full', 'x'))
      .then(
        () => full,
        error => error,
      )
    expect(fileError(error, 'report.html')).toMatchObject({
      message: 'report.html could not be written: the disk is full',
      hint: "Free space on the runner's disk, or set output-directory.",
    })
  })
})

describe('an error of the system', () => {
  test.each([
    ['EMFILE', 'too many files are open', /ulimit -n/],
    ['ENFILE', 'too many files are open', /ulimit -n/],
    ['ENOSPC', 'the disk is full', /Free space/],
    ['EDQUOT', 'the disk quota is used up', /Free space/],
  ])('the system error %s is explained without a request for a bug report', (code, reason, hint) => {
    expect(asActionError(systemError(code, { syscall: 'open', path: '/x' }))).toMatchObject({
      message: `The runner has reached a limit: ${reason}`,
      hint: expect.stringMatching(hint),
    })
  })

  test.each([
    ['of a connection', systemError('ECONNRESET', { syscall: 'read' })],
    ['without a system call', systemError('ENOSPC')],
    ['that is not an Error', 'ENOSPC'],
  ])('an error %s does not count as a file system error', (_, error) =>
    expect(fileError(error, 'a.png')).toBeUndefined(),
  )
})

test.each([
  [['pictures'], 'pictures'],
  [['out', 'pictures', 'a.png'], 'out/pictures/a.png'],
  [[], '.'],
])('the relative path of %j is %s', (parts, expected) =>
  expect(slashPath('workspace', join('workspace', ...parts))).toBe(expected),
)

test.each([
  ['a folder', '', 'a folder'],
  ['a missing file', 'missing', 'unreadable'],
  ['a file that is too large', 'large', 'too large'],
])('the reader of files refuses %s', (_, name, refusal) => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'large'), 'x'.repeat(101))
  expect(readBoundedFile(join(folder, name), 100)).toEqual({ refusal })
})

test.each([0, 1, 99, 100])('a file of %d bytes is read if the limit is 100 bytes', size => {
  const path = join(temporaryFolder(), 'a')
  writeFileSync(path, 'x'.repeat(size))
  const content = readBoundedFile(path, 100)
  expect('bytes' in content && Buffer.from(content.bytes).toString()).toBe('x'.repeat(size))
})

test('a file of the runner is read if it is a regular file of at most 30 MB', () => {
  const path = join(temporaryFolder(), 'event.json')
  writeFileSync(path, '{"é":1}')
  expect(readFile(path)).toBe('{"é":1}')
  truncateSync(path, 700_000_000)
  expect(() => readFile(path)).toThrow('too large')
  expect(() => readFile('/dev/zero')).toThrow('not a file')
})
