import pixelmatch from 'pixelmatch'
import { cellIndex, changeMark, shadeMark } from '../../../src/compare/diff/areas.ts'
import { differingRows, pixelWords } from '../../../src/compare/diff/decode-bitmap.ts'
import { markChanges } from '../../../src/compare/diff/mark-changes.ts'
import type { Rectangle } from '../../../src/model.ts'
import fc from '../../../testkit/fast-check.ts'
import { runs } from '../../../testkit/hostile.ts'
import { drawn, type Pixels } from '../../../testkit/pictures/pictures.ts'

/*
 * The tested code skips equal rows, works in bands, and compares flat areas only once. Its marks must be the same as
 * after a single call of pixelmatch with the two whole pictures. A pixel that pixelmatch does not find has another
 * shade if the pixel is flat in both pictures and its colours differ.
 */

const minArea = 2

/** With these limits, no line counts as changed. Lines have tests of their own. */
const limits = { minArea, minDifference: 1, minSum: 10_000 }

const pairOf = (before: Pixels, after: Pixels) => ({
  width: before.width,
  height: before.height,
  before: pixelWords(before),
  after: pixelWords(after),
})

/** Returns the marks. Checks that the counts and the cells match the marks. */
function marksOf(before: Pixels, after: Pixels, threshold: number, ignore: Rectangle[] = []): Uint8Array {
  const rules = { threshold, ignore, limits }
  const { marks, ...counts } = markChanges(pairOf(before, after), differingRows(before, after), rules)
  const { data, grid, width } = marks
  const cells = new Uint8Array(grid.cells.length)
  const found = { changedPixels: 0, shadedPixels: 0 }
  for (const [i, mark] of data.entries()) {
    if (mark === changeMark) found.changedPixels++
    if (mark === shadeMark) found.shadedPixels++
    if (mark !== 0) cells[cellIndex(grid.stride, i % width, Math.floor(i / width))] = 1
  }
  expect(counts).toEqual(found)
  expect(Buffer.compare(grid.cells, cells)).toBe(0)
  return data
}

function expectedMarks(
  before: Pixels,
  after: Pixels,
  threshold: number,
  ignore: Rectangle[] = [],
): Uint8Array {
  const { width, height } = before
  const output = new Uint8Array(before.data.length)
  const ignoreMask = Uint8Array.from({ length: width * height }, (_, i) =>
    ignore.some(
      ({ x, y, ...size }) =>
        i % width >= x && i % width < x + size.width && i >= y * width && i < (y + size.height) * width,
    )
      ? 1
      : 0,
  )
  const options = { threshold, ignoreMask, diffMask: true }
  pixelmatch(before.data, after.data, output, width, height, options)
  const [flatBefore, flatAfter] = [flatPixels(before), flatPixels(after)]
  const isShaded = (i: number) =>
    !ignoreMask[i] &&
    flatBefore.has(i) &&
    flatAfter.has(i) &&
    [0, 1, 2].some(
      channel =>
        Math.abs((before.data[i * 4 + channel] ?? 0) - (after.data[i * 4 + channel] ?? 0)) >= minArea,
    )
  return Uint8Array.from(new Uint32Array(output.buffer), (found, i) =>
    found ? changeMark : isShaded(i) ? shadeMark : 0,
  )
}

/** Lists the pixels with wrong marks, in the form `x, y: mark instead of expected mark`. */
const mismatches = (marks: Uint8Array, expected: Uint8Array, { width }: Pixels) =>
  Buffer.compare(marks, expected) === 0
    ? []
    : [...marks].flatMap((mark, i) =>
        mark === expected[i]
          ? []
          : [`${i % width}, ${Math.floor(i / width)}: ${mark} instead of ${expected[i]}`],
      )

/**
 * Returns the indexes of flat pixels. A pixel is flat if it is part of a block of three by three pixels with only one
 * colour.
 */
function flatPixels(picture: Pixels): Set<number> {
  const { width, height } = picture
  const words = pixelWords(picture)
  const flat = new Set<number>()
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const block = [-1, 0, 1].flatMap(dy => [-1, 0, 1].map(dx => (y + dy) * width + x + dx))
      if (new Set(block.map(i => words[i])).size === 1) for (const i of block) flat.add(i)
    }
  return flat
}

/** There are only a few colours, so that flat areas with edges are likely. Some of the colours differ only a little. */
const colours = [
  0xffffffff, 0xff000000, 0xff808080, 0xff818181, 0xffc0c0c0, 0xff3498db, 0xfff0f0f0, 0xfff4f4f4,
]

type Boxes = { left: number; top: number; right: number; bottom: number; colour: number }[]

const pairs = fc
  .record({
    width: fc.integer({ min: 1, max: 40 }),
    height: fc.oneof(
      { weight: 9, arbitrary: fc.integer({ min: 1, max: 12 }) },
      fc.integer({ min: 60, max: 140 }),
    ),
  })
  .chain(size => {
    const { width, height } = size
    const anyColour = fc.oneof(
      fc.constantFrom(...colours),
      fc.nat(0xffffff).map(colour => colour + 0xff000000),
    )
    const boxes = fc.array(
      fc.record({
        left: fc.nat(width),
        top: fc.nat(height),
        right: fc.nat(width),
        bottom: fc.nat(height),
        colour: anyColour,
      }),
      { maxLength: 12 },
    )
    const ignore = fc.array(
      fc.record({
        x: fc.nat(width),
        y: fc.nat(height),
        width: fc.integer({ min: 1, max: 20 }),
        height: fc.integer({ min: 1, max: 20 }),
      }),
      { maxLength: 2 },
    )
    return fc.record({ size: fc.constant(size), both: boxes, before: boxes, after: boxes, ignore })
  })

function painted({ width, height }: { width: number; height: number }, boxes: Boxes): Pixels {
  const words = new Uint32Array(width * height).fill(0xffffffff)
  for (const { left, top, right, bottom, colour } of boxes)
    for (let y = top; y < bottom; y++) words.fill(colour, y * width + left, y * width + Math.max(left, right))
  return { width, height, data: Buffer.from(words.buffer) }
}

test('the comparison marks the same pixels as pixelmatch, and additionally areas of another shade', () => {
  fc.assert(
    fc.property(
      pairs,
      fc.constantFrom(0, 0.05, 0.1, 0.5, 1),
      ({ size, both, before, after, ignore }, threshold) => {
        const pair = [painted(size, [...both, ...before]), painted(size, [...both, ...after])] as const
        const expected = expectedMarks(...pair, threshold, ignore)
        expect(mismatches(marksOf(...pair, threshold, ignore), expected, pair[0])).toEqual([])
      },
    ),
    runs(400),
  )
})

const words = (x: number, colour = '#202124') =>
  `<text x="${x}" y="60" font-size="24" fill="${colour}">Revenue by region</text><circle cx="120" cy="110" r="40" fill="${colour}" fill-opacity="0.6"/>`

test.each([
  ['move by a third of a pixel', words(10), words(10.3)],
  ['move by two pixels', words(10), words(12)],
  ['get another colour', words(10), words(10, '#1a73e8')],
  ['disappear', words(10), ''],
])(
  'the comparison marks the same pixels as pixelmatch for anti-aliased text and shapes that %s',
  (_, before, after) => {
    const pair = [drawn(before), drawn(after)] as const
    const marks = marksOf(...pair, 0.1)
    expect(mismatches(marks, expectedMarks(...pair, 0.1), pair[0])).toEqual([])
    expect(marks).toContain(changeMark)
  },
)
