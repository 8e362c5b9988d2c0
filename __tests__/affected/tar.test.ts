import { gunzipSync } from 'node:zlib'
import { readTar, type TarEntry } from '../../src/affected/tar.ts'
import fc from '../../testkit/fast-check.ts'
import { tarball } from '../../testkit/github/tar.ts'

async function unpacked(
  archive: Uint8Array,
  isWanted: (path: string, size: number) => boolean = () => true,
  pieceLength = 1000,
): Promise<TarEntry[]> {
  async function* pieces() {
    for (let start = 0; start < archive.length; start += pieceLength)
      yield archive.subarray(start, start + pieceLength)
  }
  const entries: TarEntry[] = []
  for await (const entry of readTar(pieces(), isWanted)) entries.push(entry)
  return entries
}

test('the files of a tar archive are read, whatever the sizes of the pieces of data are', () =>
  fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.stringMatching(/^[a-zé]{1,8}(\/[a-z]{1,40}){0,6}\.lkml$/),
        fc.uint8Array({ maxLength: 1500 }),
        { maxKeys: 5 },
      ),
      fc.integer({ min: 1, max: 2000 }),
      async (files, pieceLength) => {
        const given = Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes)] as const)
        const entries = await unpacked(gunzipSync(tarball(new Map(given))), () => true, pieceLength)
        expect(entries.map(entry => [entry.path, entry.kind === 'file' && Buffer.from(entry.bytes)])).toEqual(
          given,
        )
      },
    ),
  ))

test('unneeded files of a tar archive are skipped', async () => {
  const files = new Map([
    ['a.lkml', Buffer.from('a')],
    ['large.bin', Buffer.alloc(5000)],
    ['b.lkml', Buffer.from('b')],
  ])
  const wanted = await unpacked(
    gunzipSync(tarball(files)),
    (path, size) => path.endsWith('.lkml') && size === 1,
  )
  expect(wanted.map(({ path }) => path)).toEqual(['a.lkml', 'b.lkml'])
})

test('links and long paths in a tar archive of git are read', async () => {
  const header = (name: string, type: string, size = 0, target = '') => {
    const bytes = Buffer.alloc(512)
    bytes.write(name, 0)
    bytes.write(`${size.toString(8).padStart(11, '0')}\0`, 124)
    bytes.write(type, 156)
    bytes.write(target, 157)
    return bytes
  }
  const record = (text: string) => Buffer.concat([Buffer.from(text), Buffer.alloc(512 - text.length)])
  const long = `${'d/'.repeat(60)}x.lkml`
  const path = ` path=${long}\n`
  const archive = Buffer.concat([
    header('pax_global_header', 'g', 52),
    record(`52 comment=${'a'.repeat(40)}\n`),
    header('link.lkml', '2', 0, 'views/a.lkml'),
    header('folder/', '5'),
    header('x', 'x', path.length + 3),
    record(`${path.length + 3}${path}`),
    header('short', '0', 1),
    record('a'),
    header('@LongLink', 'L', long.length),
    record(long),
    header('short', '0', 1),
    record('b'),
    Buffer.alloc(1024),
  ])
  expect(await unpacked(archive)).toEqual([
    { kind: 'link', path: 'link.lkml', target: 'views/a.lkml' },
    { kind: 'file', path: long, bytes: new Uint8Array(Buffer.from('a')) },
    { kind: 'file', path: long, bytes: new Uint8Array(Buffer.from('b')) },
  ])
})

test.each([
  ['ends in the middle of a file', 1500, 'ends unexpectedly'],
  ['ends in the middle of a header', 700, 'ends unexpectedly'],
])('reading a tar archive fails if the archive %s', async (_, length, message) => {
  const whole = gunzipSync(tarball(new Map([['views/orders.view.lkml', Buffer.alloc(2000, 'a')]])))
  await expect(unpacked(whole.subarray(0, length))).rejects.toThrow(message)
})

test('reading a tar archive fails if the data is not an archive', async () => {
  await expect(unpacked(Buffer.alloc(2000, 'a'))).rejects.toThrow('no size')
  await expect(unpacked(Buffer.alloc(2000, '7'))).rejects.toThrow(/size|ends unexpectedly/)
})
