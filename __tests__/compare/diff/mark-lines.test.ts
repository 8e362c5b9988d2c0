import { changeMark, shadeMark, undecidedMark } from '../../../src/compare/diff/areas.ts'
import { markLines, shadeLimits } from '../../../src/compare/diff/shades.ts'

/* Tests which lines count as lines of another shade, without drawing pictures. */

const grey = (value: number) => colour(value, value, value)
const colour = (red: number, green: number, blue: number) => red | (green << 8) | (blue << 16) | (255 << 24)
const canvas = { width: 64, height: 48 }

/**
 * Counts the pixels of lines of another shade. `paint` returns the colours of a pixel before and after, or undefined
 * for white. `marked` are pixels that count as changed.
 */
function countLines(
  paint: (x: number, y: number) => [before: number, after: number] | undefined,
  marked: (x: number, y: number) => boolean = () => false,
): number {
  const { width, height } = canvas
  const pixels = width * height
  const [before, after] = [new Int32Array(pixels).fill(grey(255)), new Int32Array(pixels).fill(grey(255))]
  const data = new Uint8Array(pixels)
  for (let i = 0; i < pixels; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    const painted = paint(x, y)
    if (marked(x, y)) data[i] = changeMark
    if (!painted) continue
    before[i] = painted[0]
    after[i] = painted[1]
    if (painted[0] !== painted[1]) data[i] = undecidedMark
  }
  const segments = Array.from({ length: pixels / 32 }, (_, i) => 32 * i)
  markLines({ ...canvas, before, after }, data, segments, shadeLimits.png)
  return data.filter(mark => mark === shadeMark).length
}
const isIn = (x: number, y: number, left: number, top: number, width: number, height: number) =>
  x >= left && x < left + width && y >= top && y < top + height
const countOf = (rectangle: [number, number, number, number], after: number, before = grey(255)) =>
  countLines((x, y) => (isIn(x, y, ...rectangle) ? [before, after] : undefined))

test.each([
  ['horizontal', [10, 20, 20, 1], 20],
  ['horizontal', [10, 20, 19, 1], 0],
  ['vertical', [20, 10, 1, 20], 20],
  ['vertical', [20, 10, 1, 19], 0],
] as const)('a %s line %j has %d pixels of another shade', (_, rectangle, count) =>
  expect(countOf([...rectangle], grey(250))).toBe(count),
)

test.each([
  ['top', [0, 0, 64, 1]],
  ['bottom', [0, 47, 64, 1]],
  ['left', [0, 0, 1, 48]],
  ['right', [63, 0, 1, 48]],
] as const)('a line of another shade counts if it is at this edge of the picture: %s', (_, rectangle) =>
  expect(countOf([...rectangle], grey(250))).toBe(rectangle[2] * rectangle[3]),
)

test.each([
  ['red', colour(252, 255, 255), 40],
  ['green', colour(255, 252, 255), 40],
  ['blue', colour(255, 255, 252), 40],
  ['red, but only by two', colour(253, 255, 255), 0],
  ['green, but only by two', colour(255, 253, 255), 0],
  ['blue, but only by two', colour(255, 255, 253), 0],
])('a line that changes its %s counts if the difference is at least three', (_, after, count) =>
  expect(countOf([10, 20, 40, 1], after)).toBe(count),
)

test.each([
  [5, 200],
  [6, 0],
])('a line of %d pixels in thickness has %d pixels of another shade', (thickness, count) => {
  expect(countOf([10, 20, 40, thickness], grey(250))).toBe(count)
  expect(countOf([20, 5, thickness, 40], grey(250))).toBe(count)
})

test('a line that only moved does not count as a line of another shade', () =>
  expect(
    countLines((x, y) => {
      if (!isIn(x, y, 10, 20, 40, 2)) return undefined
      return y === 20 ? [grey(225), grey(255)] : [grey(255), grey(225)]
    }),
  ).toBe(0))

test.each([
  [46, 0],
  [47, 40],
])('the edge of an area whose pixels change by %d has %d pixels of another shade', (difference, count) => {
  // The contrast of both sides is 55, so a movement explains a change of up to 0.8 × 55 = 44, and 2 more.
  const paint = (along: number, across: number): [number, number] | undefined => {
    if (along < 4 || along >= 44) return undefined
    if (across === 20) return [grey(255), grey(255 - difference)]
    return across > 20 ? [grey(200), grey(200)] : undefined
  }
  expect(countLines((x, y) => paint(x, y))).toBe(count)
  expect(countLines((x, y) => paint(y, x))).toBe(count)
})

test('lines that alternately get darker and brighter do not count as lines of another shade', () =>
  expect(
    countLines((x, y) =>
      isIn(x, y, 10, 20, 40, 1) ? [grey(230), grey(x % 2 === 0 ? 220 : 240)] : undefined,
    ),
  ).toBe(0))

test.each([
  [7, 40],
  [8, 0],
])('a line of 40 pixels beside %d changed pixels has %d pixels of another shade', (changed, count) =>
  expect(
    countLines(
      (x, y) => (isIn(x, y, 10, 20, 40, 1) ? [grey(255), grey(250)] : undefined),
      (x, y) => isIn(x, y, 10, 18, changed, 1),
    ),
  ).toBe(count),
)
