import { PNG } from 'pngjs'
import { decodePng } from '../../../src/compare/diff/png.ts'
import fc from '../../../testkit/fast-check.ts'
import { adam7, chunk, type Form, pngOf } from '../../../testkit/pictures/pictures.ts'

const samples: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const depths: Record<number, number[]> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
}

/** Returns the number of bytes in each row of each pass. Does not count the byte with the filter. */
const rowsOf = ({ width, height, depth, colour, interlace }: Form): number[] =>
  (interlace ? adam7 : [[0, 0, 1, 1] as const]).flatMap(([x, y, dx, dy]) => {
    const columns = Math.max(0, Math.ceil((width - x) / dx))
    const bytes = Math.ceil((columns * depth * (samples[colour] ?? 0)) / 8)
    return columns === 0 ? [] : Array<number>(Math.max(0, Math.ceil((height - y) / dy))).fill(bytes)
  })

const kinds = Object.entries(depths).flatMap(([colour, list]) =>
  list.map(depth => ({ colour: +colour, depth })),
)

const forms: fc.Arbitrary<Form> = fc.constantFrom(...kinds).chain(({ colour, depth }) =>
  fc.record({
    colour: fc.constant(colour),
    depth: fc.constant(depth),
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.integer({ min: 1, max: 20 }),
    interlace: fc.constantFrom(0, 1),
    palette: colour === 3 ? bytes(3 * 2 ** depth) : fc.constant(undefined),
    transparency: fc.option(transparencyOf(colour, depth), { nil: undefined }),
  }),
)

function bytes(length: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength: length, maxLength: length })
}

/**
 * Returns the content of the chunk tRNS. For a palette, this is the alpha of each colour. Otherwise, this is the
 * transparent colour. Returns undefined for a picture with an alpha channel.
 */
function transparencyOf(colour: number, depth: number): fc.Arbitrary<Uint8Array | undefined> {
  if (colour >= 4) return fc.constant(undefined)
  if (colour === 3) return fc.uint8Array({ minLength: 1, maxLength: 2 ** depth })
  const value = fc.integer({ min: 0, max: 2 ** depth - 1 })
  return fc
    .tuple(value, value, value)
    .map(values => new Uint8Array(values.slice(0, colour === 2 ? 3 : 1).flatMap(v => [v >> 8, v & 255])))
}

/** Pictures with random bytes. These bytes are valid for every filter. Rows of zeros are common, as in flat areas. */
const pictures = forms.chain(form =>
  fc
    .tuple(
      ...rowsOf(form).map(length =>
        fc.tuple(
          fc.integer({ min: 0, max: 4 }),
          fc.oneof(bytes(length), fc.constant(new Uint8Array(length))),
        ),
      ),
    )
    .map(rows => pngOf(form, Buffer.concat(rows.map(([filter, row]) => Buffer.from([filter, ...row]))))),
)

test('a random PNG is decoded to the same pixels as by pngjs', async () => {
  await fc.assert(
    fc.asyncProperty(pictures, async file => {
      const expected = PNG.sync.read(file)
      const { width, height, data, isOpaque } = await decodePng(file)
      expect([width, height]).toEqual([expected.width, expected.height])
      expect(Buffer.compare(data, expected.data)).toBe(0)
      if (isOpaque)
        expect(expected.data.filter((_, i) => i % 4 === 3).every(alpha => alpha === 255)).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['with RGB pixels', 2, 3, true],
  ['of RGBA', 6, 4, true],
  ['of RGBA with one transparent row', 6, 4, false],
])('the decoder recognizes whether a PNG %s is opaque', async (_, colour, samples, expected) => {
  const row = (alpha: number, filter = 0) => [filter, ...[1, 2, 3, alpha].slice(0, samples)]
  const blank = [2, 0, 0, 0, 0].slice(0, samples + 1)
  const rows = [row(255), blank, row(expected ? 255 : 254), blank, row(255)]
  const form = { width: 1, height: 5, depth: 8, colour, interlace: 0 }
  expect(await decodePng(pngOf(form, Buffer.from(rows.flat())))).toMatchObject({ isOpaque: expected })
})

test('a PNG is decoded if its rows are split into many chunks', async () => {
  const file = pngOf({ width: 1, height: 1, depth: 8, colour: 2, interlace: 0 }, Buffer.from([0, 1, 2, 3]))
  const [head, body, tail] = [file.subarray(0, 33), file.subarray(41, -16), file.subarray(-12)]
  const split = [...body].map(byte => chunk('IDAT', Buffer.from([byte])))
  expect((await decodePng(Buffer.concat([head, ...split, tail]))).data).toEqual(
    new Uint8Array([1, 2, 3, 255]),
  )
})
