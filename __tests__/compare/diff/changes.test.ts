import fc from 'fast-check'
import pixelmatch from 'pixelmatch'
import { markChanges } from '../../../src/compare/diff/changes.ts'
import { cellAt, emptyGrid } from '../../../src/compare/diff/grid.ts'
import { changeMark, shadeMark } from '../../../src/compare/diff/marks.ts'
import { rowsThatDiffer, wordsOf } from '../../../src/compare/diff/pixels.ts'
import { runs } from '../../../testkit/hostile.ts'
import { drawn, type Pixels } from '../../../testkit/pictures.ts'

/* What changed is what pixelmatch says, to the pixel; of the rest, what moved from area to area is another shade. */

const leastShade = 2

function ours(before: Pixels, after: Pixels, threshold: number): number[] {
  const { width, height } = before
  const data = new Uint8Array(width * height)
  const grid = emptyGrid(before)
  const marks = { width, height, data, rows: rowsThatDiffer(before, after), grid }
  const pair = { width, height, before: wordsOf(before), after: wordsOf(after) }
  const { changedPixels, shadedPixels } = markChanges(pair, marks, { threshold, leastShade })
  const marked = [...data]
  const cells = new Set(
    marked.flatMap((mark, i) => (mark ? [cellAt(grid.stride, i % width, Math.floor(i / width))] : [])),
  )
  expect([...grid.cells].map(Boolean)).toEqual([...grid.cells].map((_, cell) => cells.has(cell)))
  const count = (mark: number) => marked.filter(one => one === mark).length
  expect([changedPixels, shadedPixels]).toEqual([count(changeMark), count(shadeMark)])
  return marked
}

function expected(before: Pixels, after: Pixels, threshold: number): number[] {
  const { width, height } = before
  const mask = new Uint8Array(before.data.length)
  pixelmatch(before.data, after.data, mask, width, height, { threshold, diffMask: true })
  const [flatBefore, flatAfter] = [inAreas(before), inAreas(after)]
  const isShaded = (i: number) =>
    flatBefore.has(i) &&
    flatAfter.has(i) &&
    [0, 1, 2].some(
      channel =>
        Math.abs((before.data[i * 4 + channel] ?? 0) - (after.data[i * 4 + channel] ?? 0)) >= leastShade,
    )
  return [...new Uint32Array(mask.buffer)].map((found, i) =>
    found ? changeMark : isShaded(i) ? shadeMark : 0,
  )
}

/** The pixels of all blocks of three by three that have one colour. */
function inAreas(picture: Pixels): Set<number> {
  const { width, height } = picture
  const words = wordsOf(picture)
  const found = new Set<number>()
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const block = [-1, 0, 1].flatMap(dy => [-1, 0, 1].map(dx => (y + dy) * width + x + dx))
      if (new Set(block.map(i => words[i])).size === 1) for (const i of block) found.add(i)
    }
  return found
}

/** Few colours, so that areas and the edges between them come about, and two that hardly differ. */
const colours = [
  0xffffffff, 0xff000000, 0xff808080, 0xff818181, 0xffc0c0c0, 0xff3498db, 0xfff0f0f0, 0xfff4f4f4,
]

const pairs = fc
  .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 12 }) })
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

test('of areas, lines and dots those pixels are marked that pixelmatch finds, and areas of another shade', () => {
  fc.assert(
    fc.property(pairs, fc.constantFrom(0, 0.05, 0.1, 0.5, 1), ({ size, both, before, after }, threshold) => {
      const pair = [painted(size, [...both, ...before]), painted(size, [...both, ...after])] as const
      expect(ours(...pair, threshold)).toEqual(expected(...pair, threshold))
    }),
    runs(1000),
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
  'of smoothed text and shapes that are %s those pixels are marked that pixelmatch finds',
  (_, before, after) => {
    const pair = [drawn(before), drawn(after)] as const
    expect(ours(...pair, 0.1)).toEqual(expected(...pair, 0.1))
    expect(ours(...pair, 0.1)).toContain(changeMark)
  },
)
