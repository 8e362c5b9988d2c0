import { cellIndex, emptyGrid, type Marks } from '../../../src/compare/diff/areas.ts'
import { findPlaces, moveEdgesToGaps, type Pictures } from '../../../src/compare/diff/strip-places.ts'
import type { Rectangle, Size } from '../../../src/model.ts'
import fc from '../../../testkit/fast-check.ts'
import { drawn } from '../../../testkit/pictures/pictures.ts'

const area = (x: number, y: number, width: number, height: number): Rectangle => ({ x, y, width, height })
const blank = (size: Size) => ({ ...size, data: new Uint8Array(size.width * size.height * 4).fill(255) })

/** Returns marks in which all pixels of `areas` count as changed. */
function marksOf(size: Size, areas: readonly Rectangle[]): Marks {
  const grid = emptyGrid(size)
  for (const { x, y, width, height } of areas)
    for (let row = y; row < Math.min(y + height, size.height); row++)
      for (let column = x; column < Math.min(x + width, size.width); column++)
        grid.cells[cellIndex(grid.stride, column, row)] = 1
  return { ...size, data: new Uint8Array(0), rows: [], grid }
}

const placesOf = (size: Size, areas: readonly Rectangle[]) =>
  findPlaces(areas, marksOf(size, areas), [blank(size), blank(size)])

const page = { width: 1600, height: 2000 }

test('the strip has no places if the pictures have no changed areas', () => {
  expect(placesOf(page, [])).toEqual([])
  expect(placesOf({ width: 100, height: 100 }, [])).toEqual([])
})

test('the strip shows a small area with its surroundings, with more space above and on the left', () => {
  const [place, ...others] = placesOf(page, [area(700, 500, 40, 20)])
  expect(others).toEqual([])
  const { left, top, right, bottom } = place?.box ?? { left: 0, top: 0, right: 0, bottom: 0 }
  expect(right - left).toBeGreaterThanOrEqual(380)
  expect(bottom - top).toBeGreaterThanOrEqual(140)
  expect(700 - left).toBeGreaterThan(right - 740)
  expect(500 - top).toBeGreaterThan(bottom - 520)
  expect(place).toMatchObject({ isWhole: true, areas: [{ left: 700, top: 500, right: 740, bottom: 520 }] })
})

test('the strip shows the whole picture if the picture fits into a comment', () => {
  const size = { width: 800, height: 600 }
  expect(placesOf(size, [area(10, 10, 5, 5), area(700, 500, 5, 5)])).toMatchObject([
    { box: { left: 0, top: 0, right: 800, bottom: 600 }, isWhole: true },
  ])
  expect(placesOf({ width: 900, height: 600 }, [area(10, 10, 5, 5)])[0]?.box.right).toBeLessThan(600)
})

test.each<[what: string, areas: Rectangle[], count: number]>([
  ['areas side by side', [area(100, 100, 60, 40), area(330, 100, 60, 40)], 1],
  ['areas below each other', [area(100, 100, 300, 100), area(100, 240, 300, 100)], 1],
  ['areas far from each other', [area(100, 100, 60, 40), area(1400, 1800, 60, 40)], 2],
  ['four areas', [0, 1, 2, 3].map(i => area(100, 100 + i * 450, 60, 40)), 4],
  ['five areas', [0, 1, 2, 3, 4].map(i => area(100, 100 + i * 400, 60, 40)), 4],
])('the strip has the smallest number of places for %s', (_, areas, count) => {
  expect(placesOf(page, areas)).toHaveLength(count)
})

test('a place of the strip that is too large is cropped to the part with the most changes', () => {
  const areas = [area(0, 0, 1600, 2000)]
  const marks = marksOf(page, [area(900, 1500, 500, 300), area(0, 0, 20, 20)])
  const [place] = findPlaces(areas, marks, [blank(page), blank(page)])
  expect(place?.isWhole).toBe(false)
  const { left = 0, top = 0, right = 0, bottom = 0 } = place?.box ?? {}
  expect([right - left, bottom - top]).toEqual([1198, 740])
  const shown = (Math.min(right, 1400) - Math.max(left, 900)) * (Math.min(bottom, 1800) - Math.max(top, 1500))
  expect(shown).toBeGreaterThan(0.9 * 500 * 300)
})

test('a place of the strip that is too large shows its upper left part if the changes are evenly distributed', () => {
  expect(placesOf(page, [area(0, 0, 1600, 2000)])).toMatchObject([
    { box: { left: 0, top: 0, right: 1198, bottom: 740 }, isWhole: false },
  ])
})

test('the places of a strip are inside the picture, have limited sizes, and show each area once', () => {
  const one = { width: 1, height: 1 }
  const sizes = fc.record({
    width: fc.integer({ min: 1, max: 2000 }),
    height: fc.integer({ min: 1, max: 2000 }),
  })
  const parts = fc.array(
    fc.record({
      x: fc.double({ min: 0, max: 0.99, noNaN: true }),
      y: fc.double({ min: 0, max: 0.99, noNaN: true }),
      width: fc.double({ min: 0, max: 1, noNaN: true }),
      height: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 18 },
  )
  let joined = 0
  fc.assert(
    fc.property(sizes, parts, (size, list) => {
      const areas = list.map(part => {
        const [x, y] = [Math.floor(part.x * size.width), Math.floor(part.y * size.height)]
        const width = Math.max(1, Math.floor(part.width * (size.width - x)))
        return area(x, y, width, Math.max(1, Math.floor(part.height * (size.height - y))))
      })
      const picture = { ...size, data: new Uint8Array(size.width * size.height * 4) }
      const found = findPlaces(areas, marksOf(size, areas.slice(0, 1)), [picture, blank(one)])
      expect(found.length).toBeGreaterThan(0)
      expect(found.flatMap(place => place.areas)).toHaveLength(areas.length)
      if (found.length < areas.length) joined++
      for (const { box, areas: shown, isWhole } of found) {
        const { left, top, right, bottom } = box
        expect([left >= 0, top >= 0, right <= size.width, bottom <= size.height]).not.toContain(false)
        expect([right - left <= 1198, bottom - top <= 740]).not.toContain(false)
        expect([right - left >= Math.min(380, size.width), bottom - top > 0]).not.toContain(false)
        const isInside = shown.every(
          part => part.left >= left && part.top >= top && part.right <= right && part.bottom <= bottom,
        )
        expect(isInside).toBe(isWhole)
      }
    }),
    { numRuns: 60 },
  )
  expect(joined).toBeGreaterThan(0)
})

describe('the edges of a place move into gaps', () => {
  const words = drawn(
    '<text x="100" y="60" font-size="20">Revenue by region</text><path d="M0 120.5 H400" stroke="#ccc"/>',
    { width: 400, height: 160 },
  )
  const pictures: Pictures = [words, drawn('', { width: 400, height: 160 })]
  const gap = { maxMove: 80, minGap: 6 }

  test('the edges of a place in the strip move outwards into a gap if they would cut through text', () => {
    const { left, top, right, bottom } = moveEdgesToGaps(
      { left: 150, top: 52, right: 200, bottom: 55 },
      pictures,
      gap,
    )
    expect(top).toBeLessThan(44)
    expect(bottom).toBeGreaterThan(62)
    expect(left).toBeGreaterThan(60)
    expect(right).toBeLessThan(300)
    const columnsWithText = (x: number) =>
      Array.from({ length: bottom - top }, (_, y) => words.data[((top + y) * 400 + x) * 4]).some(
        red => (red ?? 255) < 128,
      )
    expect([left, left - 1, right, right + 1].map(columnsWithText)).toEqual([false, false, false, false])
  })

  test('the edges of a place in the strip may cut through horizontal lines to reach a gap', () => {
    expect(
      moveEdgesToGaps({ left: 30, top: 100, right: 60, bottom: 140 }, pictures, gap).left,
    ).toBeGreaterThan(20)
  })

  test('the edges of a place in the strip move only up to a limit', () => {
    const box = { left: 150, top: 52, right: 200, bottom: 55 }
    expect(moveEdgesToGaps(box, pictures, { maxMove: 3, minGap: 6 })).toEqual(box)
  })
})

describe('the exact places of the strip', () => {
  const boxesOf = (size: Size, ...areas: Rectangle[]) => placesOf(size, areas).map(({ box }) => box)
  const box = (left: number, top: number, right: number, bottom: number) => ({ left, top, right, bottom })

  // In blank pictures, each edge of a place moves by two pixels, to the middle of a gap of six pixels.
  test.each<[string, Rectangle, ReturnType<typeof box>]>([
    ['in the middle of the page', area(700, 500, 40, 20), box(470, 424, 854, 568)],
    ['in the upper left corner', area(0, 0, 40, 20), box(0, 0, 382, 142)],
    ['in the lower right corner', area(1560, 1980, 40, 20), box(1218, 1858, 1600, 2000)],
    ['that is larger than the minimum', area(700, 500, 400, 200), box(674, 474, 1126, 726)],
  ])('the strip shows the surroundings of an area %s', (_, one, expected) => {
    expect(boxesOf(page, one)).toEqual([expected])
  })

  test.each([
    [838, 600, true],
    [839, 600, false],
    [838, 601, false],
  ])(
    'the strip shows the whole picture of %d × %d pixels only if it fits into a comment',
    (width, height, isShown) => {
      const [first] = boxesOf({ width, height }, area(400, 300, 10, 10))
      expect(first?.right === width && first.bottom === height && first.left === 0).toBe(isShown)
    },
  )

  /** Returns a white picture with stripes of one pixel in these columns, or in these rows. */
  function striped(size: Size, from: number, to: number, direction: 'columns' | 'rows') {
    const picture = blank(size)
    const words = new Int32Array(picture.data.buffer)
    for (let i = 0; i < words.length; i++) {
      const at = direction === 'columns' ? i % size.width : Math.floor(i / size.width)
      if (at >= from && at < to && at % 2 === 0) words[i] = 0
    }
    return picture
  }
  const placeIn = (picture: ReturnType<typeof striped>, one: Rectangle) =>
    findPlaces([one], marksOf(page, [one]), [picture, blank(page)])[0]?.box

  test.each([
    [610, 607],
    [608, 676],
  ])('a side of a place moves by at most 72 pixels into a gap: stripes from %d', (from, left) => {
    const stripes = striped(page, from, 1600, 'columns')
    expect(placeIn(stripes, area(700, 500, 400, 200))?.left).toBe(left)
  })

  test.each([
    ['left', 466, 1600, { left: 463, right: 852 }],
    ['right', 0, 859, { left: 472, right: 862 }],
    ['not', 444, 881, { left: 472, right: 852 }],
  ])('a narrow place has a width of at most 402 pixels, and grows: %s', (_, from, to, sides) =>
    expect(placeIn(striped(page, from, to, 'columns'), area(700, 500, 40, 20))).toMatchObject(sides),
  )

  test.each([
    ['up', 460, 2000, { top: 457, bottom: 1196 }],
    ['down', 0, 1201, { top: 476, bottom: 1204 }],
    ['not', 440, 1231, { top: 476, bottom: 1196 }],
  ])('a tall place has a height of at most 740 pixels, and grows: %s', (_, from, to, sides) =>
    expect(placeIn(striped(page, from, to, 'rows'), area(700, 500, 400, 672))).toMatchObject(sides),
  )

  test('the places of neighbouring areas are joined if they cover at least four fifths of the joined place', () => {
    const first = area(100, 100, 400, 200)
    expect(boxesOf(page, first, { ...first, y: 472 })).toHaveLength(1)
    expect(boxesOf(page, first, { ...first, y: 473 })).toHaveLength(2)
  })
})
