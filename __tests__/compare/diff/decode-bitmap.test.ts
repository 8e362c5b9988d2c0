import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deflateSync } from 'node:zlib'
import { decodeBitmap, hasMoved } from '../../../src/compare/diff/decode-bitmap.ts'
import { ActionError } from '../../../src/errors.ts'
import { chunk, drawn, jpg, png, pngOf, pngWithPalette } from '../../../testkit/pictures/pictures.ts'
import { temporaryFolder } from '../../../testkit/runner/folders.ts'

const rgb = { width: 2, height: 2, depth: 8, colour: 2, interlace: 0 }
const rows = Buffer.from([0, 1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5, 6])
const whole = pngOf(rgb, rows)
const photo = jpg(drawn('<circle cx="50" cy="50" r="40"/>'), 90)

/** Returns a copy of the file in which other bytes begin at the offset. */
function changed(file: Buffer, offset: number, ...bytes: number[]): Buffer {
  const copy = Buffer.from(file)
  copy.set(bytes, offset)
  return copy
}

const frame = photo.indexOf(Buffer.from([0xff, 0xc0]))
const palette = Buffer.from([1, 2, 3])
const coloured = pngOf({ ...rgb, colour: 3, palette }, Buffer.alloc(6))

/** Returns the PNG with an additional chunk after the header. */
const withChunk = (type: string, data: Uint8Array, file = whole) =>
  Buffer.concat([file.subarray(0, 33), chunk(type, data), file.subarray(33)])

function header(width: number, height: number): Buffer {
  const bytes = Buffer.from(whole.subarray(16, 29))
  bytes.writeUInt32BE(width, 0)
  bytes.writeUInt32BE(height, 4)
  return bytes
}

const broken: [what: string, file: Buffer, fact: RegExp][] = [
  ['an empty file', Buffer.alloc(0), /neither a PNG nor a JPG/],
  ['a web page', Buffer.from('<html>'), /neither a PNG nor a JPG/],
  ['a PNG signature without anything else', whole.subarray(0, 8), /gives no size/],
  ['a PNG that is cut off in its rows', whole.subarray(0, -20), /cut off/],
  ['a PNG without its end', whole.subarray(0, -12), /cut off/],
  ['a PNG with a flipped bit', changed(whole, 45, 0), /checksums/],
  ['a PNG with a width of 0', pngOf({ ...rgb, width: 0 }, rows), /gives no size/],
  ['a PNG with an invalid depth', pngOf({ ...rgb, depth: 7 }, rows), /header/],
  ['a PNG with an invalid colour type', pngOf({ ...rgb, colour: 5 }, rows), /header/],
  ['a PNG with an invalid interlacing method', pngOf({ ...rgb, interlace: 2 }, rows), /header/],
  ['a PNG with a depth that its colour type does not allow', pngOf({ ...rgb, depth: 4 }, rows), /broken/],
  ['a PNG with too few rows', pngOf({ ...rgb, height: 3 }, rows), /fewer rows/],
  ['a PNG with too many rows', pngOf({ ...rgb, height: 1 }, rows), /more rows/],
  ['an interlaced PNG with too many rows', pngOf({ ...rgb, interlace: 1 }, Buffer.alloc(99)), /more rows/],
  [
    'a PNG whose compressed rows are cut off',
    pngOf(rgb, rows, deflateSync(rows).subarray(0, -8)),
    /end of file/,
  ],
  ['a PNG whose rows are not compressed', pngOf(rgb, rows, Buffer.from('rows')), /compression method/],
  ['a PNG without rows', pngOf(rgb, rows, Buffer.alloc(0)), /end of file|fewer rows/],
  ['a PNG with an invalid filter', pngOf(rgb, changed(rows, 7, 5)), /unknown filter 5/],
  [
    'a PNG with a colour outside its palette',
    pngOf({ ...rgb, colour: 3, palette }, Buffer.from([0, 0, 1, 0, 0, 0])),
    /palette/,
  ],
  ['a PNG without its palette', pngOf({ ...rgb, colour: 3 }, Buffer.alloc(6)), /palette/],
  ['a PNG with two headers', withChunk('IHDR', whole.subarray(16, 29)), /more than one IHDR/],
  ['a PNG with a second, larger header', withChunk('IHDR', header(20_000, 20_000)), /more than one IHDR/],
  [
    'a PNG with a second, larger header and a palette',
    withChunk('IHDR', header(20_000, 20_000), coloured),
    /more than one IHDR/,
  ],
  ['a PNG with two palettes', withChunk('PLTE', palette, coloured), /more than one PLTE/],
  ['a JPG marker without anything else', photo.subarray(0, 3), /gives no size/],
  ['a JPG that is cut off in its tables', photo.subarray(0, 100), /gives no size/],
  ['a JPG that is cut off in its scan', photo.subarray(0, photo.length - 300), /broken/],
  ['a JPG with a garbled scan', changed(photo, photo.length - 400, ...Array(300).fill(0xff)), /broken/],
  ['a JPG with a height of 0', changed(photo, frame + 5, 0, 0), /gives no size/],
]

const huge: [what: string, file: Buffer, size: string][] = [
  ['a PNG of 10,000 by 10,000', pngOf({ ...rgb, width: 10_000, height: 10_000 }, rows), '10000 × 10000'],
  [
    'a PNG of 4 by 4 billion',
    pngOf({ ...rgb, width: 2 ** 32 - 1, height: 2 ** 32 - 1 }, rows),
    '4294967295 × 4294967295',
  ],
  [
    'an interlaced PNG of 10,000 by 10,000',
    pngOf({ ...rgb, width: 1e4, height: 1e4, interlace: 1 }, rows),
    '10000 × 10000',
  ],
  ['a PNG of 1 by 20 million', pngOf({ ...rgb, width: 1, height: 2e7 }, rows), '1 × 20000000'],
  ['a PNG of 20 million by 1', pngOf({ ...rgb, width: 2e7, height: 1 }, rows), '20000000 × 1'],
  ['a JPG of 65,500 by 65,500', changed(photo, frame + 5, 0xff, 0xdc, 0xff, 0xdc), '65500 × 65500'],
]

const failure = (file: Buffer): Promise<ActionError> =>
  decodeBitmap(file, 'before').then(
    () => {
      throw new Error('The file was decoded')
    },
    (error: ActionError) => error,
  )

test.each(broken)('the comparison refuses %s, and the error has a next step', async (_, file, fact) => {
  const error = await failure(file)
  expect(error).toBeInstanceOf(ActionError)
  expect(error.message).toMatch(/^The before picture cannot be compared: /)
  expect(error.message).toMatch(fact)
  expect(error.hint).toMatch(/record the baseline again/)
})

test.each(huge)('the comparison refuses %s pixels before it decodes the file', async (_, file, size) => {
  const error = await failure(file)
  expect(error).toBeInstanceOf(ActionError)
  expect(error.message).toBe(`The before picture cannot be compared: it is ${size} pixels`)
  expect(error.hint).toMatch(/50 megapixels/)
})

describe('decoding takes little memory', () => {
  const bomb = deflateSync(Buffer.alloc(600e6), { level: 1 })
  const script = fileURLToPath(new URL('../../../testkit/pictures/compare-peak.mjs', import.meta.url))
  const peakOf = (file: Buffer): { error: { message: string }; peak: number } => {
    const paths = ['before', 'after'].map(name => join(temporaryFolder(), name))
    writeFileSync(paths[0] as string, file)
    writeFileSync(paths[1] as string, whole)
    return JSON.parse(execFileSync(process.execPath, [script, ...paths], { encoding: 'utf8' }))
  }
  const bombs: [what: string, file: Buffer, fact: RegExp][] = [
    ['a small PNG whose rows inflate to 600 MB', pngOf(rgb, rows, bomb), /more rows/],
    [
      'a small interlaced PNG whose rows inflate to 600 MB',
      pngOf({ ...rgb, interlace: 1 }, rows, bomb),
      /more rows/,
    ],
    [
      'a small PNG of 16 bits whose rows inflate to 600 MB',
      pngOf({ ...rgb, depth: 16 }, rows, bomb),
      /more rows/,
    ],
    [
      'a complete PNG of 20,000 by 20,000 pixels',
      pngOf({ ...rgb, colour: 0, width: 2e4, height: 2e4 }, rows, bomb),
      /20000 × 20000/,
    ],
    [
      'a JPG with 7,000 by 7,000 pixels in its header',
      changed(photo, frame + 5, 0x1b, 0x58, 0x1b, 0x58),
      /broken/,
    ],
  ]

  test.each(bombs)('the comparison needs little memory for %s', (_, file, fact) => {
    const { error, peak } = peakOf(file)
    expect(error.message).toMatch(fact)
    // A Node process with an empty thread takes about 60 MB. Before jpeg-js reads the scan, it may take one gigabyte,
    // which is its limit.
    expect(peak).toBeLessThan(file[0] === 0xff ? 2e9 : 200e6)
  })
})

test('transparent pixels of a PNG are blended with white', async () => {
  const half = drawn('<rect width="240" height="160" fill="#000" fill-opacity="0.5"/>', { background: '' })
  for (const file of [png(half), pngWithPalette(half)]) {
    const { data } = await decodeBitmap(file, 'after')
    expect([...data.subarray(0, 4)]).toEqual([127, 127, 127, 255])
  }
})

test.each([0, 8, 16])(
  'a colour counts as different if the channel at bit %d differs by at least the minimum',
  shift => {
    const [dark, light] = [0x101010, 0x101010 + (5 << shift)]
    expect([4, 5, 6].map(minimum => hasMoved(dark, light, minimum))).toEqual([true, true, false])
    expect([4, 5, 6].map(minimum => hasMoved(light, dark, minimum))).toEqual([true, true, false])
  },
)
