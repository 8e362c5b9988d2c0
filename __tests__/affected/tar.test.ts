import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { readTar } from '../../src/affected/tar.ts'
import { tarball } from '../../testkit/github/tar.ts'

const unpacked = (archive: Buffer) =>
  [...readTar(gunzipSync(archive))].map(({ path, bytes }) => [path, Buffer.from(bytes)] as const)

test('an archive gives its files back, whatever their lengths and however long their paths', () =>
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,40}){0,6}\.lkml$/),
        fc.uint8Array({ maxLength: 1500 }),
        { maxKeys: 5 },
      ),
      files => {
        const given = Object.entries(files).map(([path, bytes]) => [path, Buffer.from(bytes)] as const)
        expect(unpacked(tarball(new Map(given)))).toEqual(given)
      },
    ),
  ))

test('an archive that breaks off is an error', () => {
  const whole = gunzipSync(tarball(new Map([['views/orders.view.lkml', Buffer.alloc(2000, 'a')]])))
  expect(() => [...readTar(whole.subarray(0, 1500))]).toThrow('breaks off')
})
