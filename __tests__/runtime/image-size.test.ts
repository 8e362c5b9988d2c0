import { imageSize } from '../../src/runtime/image-size.ts'
import { drawn, jpg, png } from '../../testkit/pictures/pictures.ts'

const picture = drawn('', { width: 240, height: 160 })
const [pngFile, jpgFile] = [png(picture), jpg(picture, 90)]

/** Returns a JPG with this segment before its frame. */
const withSegment = (...bytes: number[]) =>
  Buffer.concat([jpgFile.subarray(0, 2), Buffer.from(bytes), jpgFile.subarray(2)])
const frame = (marker: number) => [0xff, marker, 0, 17, 8, 0, 5, 0, 7, ...Array(10).fill(0)]

test.each([
  ['a PNG', 'png', pngFile],
  ['the header of a PNG', 'png', pngFile.subarray(0, 24)],
  ['a JPG', 'jpg', jpgFile],
  ['a JPG with a long segment before its frame', 'jpg', withSegment(0xff, 0xe1, 1, 2, ...Array(256).fill(9))],
  ['a JPG with padding before a marker', 'jpg', withSegment(0xff, 0xff)],
  ...[0xc4, 0xc8, 0xcc, 0xbf, 0xd0].map(
    marker => [`a JPG with the segment ${marker}`, 'jpg', withSegment(...frame(marker))] as const,
  ),
] as const)('the size of %s is in its header', (_, format, bytes) =>
  expect(imageSize(bytes, format)).toEqual({ width: 240, height: 160 }),
)

test.each([0xc0, 0xc1, 0xc2, 0xcf])('the size of a JPG is in its first frame, with the marker %d', marker =>
  expect(imageSize(withSegment(...frame(marker)), 'jpg')).toEqual({ width: 7, height: 5 }),
)

test('the size of a picture is read from a part of a larger buffer', () => {
  const buffer = Buffer.concat([Buffer.alloc(5), pngFile])
  expect(imageSize(new Uint8Array(buffer.buffer, buffer.byteOffset + 5), 'png')?.width).toBe(240)
})

test.each([
  ['a PNG that ends in its header', 'png', pngFile.subarray(0, 23)],
  ['a PNG without a signature', 'png', Buffer.concat([Buffer.from([0]), pngFile.subarray(1)])],
  [
    'a PNG with another first chunk',
    'png',
    Buffer.concat([pngFile.subarray(0, 12), Buffer.from('IDAT'), pngFile.subarray(16)]),
  ],
  [
    'a PNG without columns',
    'png',
    Buffer.concat([pngFile.subarray(0, 16), Buffer.alloc(4), pngFile.subarray(20)]),
  ],
  ['a PNG without rows', 'png', Buffer.concat([pngFile.subarray(0, 20), Buffer.alloc(4)])],
  ['a JPG as PNG', 'png', jpgFile],
  ['a PNG as JPG', 'jpg', pngFile],
  ['a JPG without a signature', 'jpg', Buffer.concat([Buffer.from([0, 0]), jpgFile.subarray(2)])],
  ['three bytes of a JPG', 'jpg', jpgFile.subarray(0, 3)],
  ['a JPG that ends before its frame', 'jpg', jpgFile.subarray(0, 20)],
  ['a JPG that ends in its frame', 'jpg', Buffer.from([0xff, 0xd8, ...frame(0xc0).slice(0, 8)])],
  ['a JPG with other bytes between its segments', 'jpg', withSegment(0, 0xe1, 0, 2)],
] as const)('%s has no size', (_, format, bytes) => expect(imageSize(bytes, format)).toBeUndefined())
