import fc from 'fast-check'
import pixelmatch from 'pixelmatch'
import { markChanges } from '../../../src/compare/diff/changes.ts'
import { rowsThatDiffer, wordsOf } from '../../../src/compare/diff/pixels.ts'
import { runs } from '../../../testkit/hostile.ts'
import { drawn, type Pixels } from '../../../testkit/pictures.ts'

/* Which pixels changed is what pixelmatch says, to the pixel. */

function ours(before: Pixels, after: Pixels, threshold: number) {
  const { width, height } = before
  const data = new Uint8Array(width * height)
  const marks = { width, height, data, rows: rowsThatDiffer(before, after) }
  const pair = { width, height, before: wordsOf(before), after: wordsOf(after) }
  return { count: markChanges(pair, marks, threshold), marked: [...data].map(Boolean) }
}

function theirs({ width, height, data }: Pixels, after: Pixels, threshold: number) {
  const mask = new Uint8Array(data.length)
  const count = pixelmatch(data, after.data, mask, width, height, { threshold, diffMask: true })
  return { count, marked: [...new Uint32Array(mask.buffer)].map(Boolean) }
}

/** Few colours, so that areas and the edges between them come about, and two that hardly differ. */
const colours = [0xffffffff, 0xff000000, 0xff808080, 0xff818181, 0xffc0c0c0, 0xff3498db, 0xfff0f0f0]

const pairs = fc
  .record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, height }) => {
    const any = fc.oneof(
      fc.constantFrom(...colours),
      fc.nat(0xffffff).map(colour => colour + 0xff000000),
    )
    const boxes = fc.array(
      fc.record({
        left: fc.nat(width),
        top: fc.nat(height),
        right: fc.nat(width),
        bottom: fc.nat(height),
        colour: any,
      }),
      { maxLength: 12 },
    )
    return fc.record({ size: fc.constant({ width, height }), both: boxes, before: boxes, after: boxes })
  })

type Boxes = { left: number; top: number; right: number; bottom: number; colour: number }[]

function painted({ width, height }: { width: number; height: number }, boxes: Boxes): Pixels {
  const words = new Uint32Array(width * height).fill(0xffffffff)
  for (const { left, top, right, bottom, colour } of boxes)
    for (let y = top; y < bottom; y++) words.fill(colour, y * width + left, y * width + Math.max(left, right))
  return { width, height, data: Buffer.from(words.buffer) }
}

test('of two pictures of areas, lines and dots the same pixels changed as pixelmatch says', () => {
  fc.assert(
    fc.property(pairs, fc.constantFrom(0, 0.05, 0.1, 0.5, 1), ({ size, both, before, after }, threshold) => {
      const pair = [painted(size, [...both, ...before]), painted(size, [...both, ...after])] as const
      expect(ours(...pair, threshold)).toEqual(theirs(...pair, threshold))
    }),
    runs(2000),
  )
})

const words = (x: number, colour = '#202124') =>
  `<text x="${x}" y="60" font-size="24" fill="${colour}">Revenue by region</text><circle cx="120" cy="110" r="40" fill="${colour}" fill-opacity="0.6"/>`

test.each([
  ['moved by a third of a pixel', words(10), words(10.3)],
  ['moved by two pixels', words(10), words(12)],
  ['of another colour', words(10), words(10, '#1a73e8')],
  ['gone', words(10), ''],
])(
  'of smoothed text and shapes that are %s the same pixels changed as pixelmatch says',
  (_, before, after) => {
    const pair = [drawn(before), drawn(after)] as const
    expect(ours(...pair, 0.1)).toEqual(theirs(...pair, 0.1))
    expect(ours(...pair, 0.1).count).toBeGreaterThan(0)
  },
)
