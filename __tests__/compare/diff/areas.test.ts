import { PNG } from 'pngjs'
import {
  cellIndex,
  changeMark,
  connectedCells,
  emptyGrid,
  findAreas,
  noiseMark,
  shadeMark,
} from '../../../src/compare/diff/areas.ts'
import { diff, type PixelDifference } from '../../../src/compare/diff/diff.ts'
import type { Rectangle, Size } from '../../../src/model.ts'
import fc from '../../../testkit/fast-check.ts'
import { drawn, type Pixels, png, touched } from '../../../testkit/pictures/pictures.ts'

const size = { width: 640, height: 400 }
const box = (x: number, y: number, width = 1, height = 1): Rectangle => ({ x, y, width, height })

/** Returns marks. All pixels inside of the rectangles `boxes` are marked. */
function marksOf({ width, height }: Size, boxes: readonly Rectangle[], mark: number = changeMark) {
  const data = new Uint8Array(width * height)
  for (const { x, y, ...part } of boxes)
    for (let row = y; row < Math.min(y + part.height, height); row++)
      data.fill(mark, row * width + x, row * width + Math.min(x + part.width, width))
  const grid = emptyGrid({ width, height })
  for (const [i, found] of data.entries())
    if (found === changeMark || found === shadeMark)
      grid.cells[cellIndex(grid.stride, i % width, Math.floor(i / width))] = 1
  return { width, height, data, rows: [...Array(height).keys()], grid }
}
const areasOf = (boxes: readonly Rectangle[], mark?: number) =>
  findAreas(marksOf(size, boxes, mark), [size, size], [])

interface Case {
  what: string
  marked: Rectangle[]
  mark?: number
  areas: Rectangle[]
}

const scattered = Array.from({ length: 40 }, (_, i) => box((i % 8) * 80, Math.floor(i / 8) * 80))

const marked: Case[] = [
  { what: 'nothing', marked: [], areas: [] },
  { what: 'a pixel', marked: [box(5, 7)], areas: [box(5, 7)] },
  { what: 'a pixel of another shade', marked: [box(5, 7)], mark: shadeMark, areas: [box(5, 7)] },
  { what: 'noise', marked: [box(5, 7, 30, 30)], mark: noiseMark, areas: [] },
  { what: 'the last pixel', marked: [box(639, 399)], areas: [box(639, 399)] },
  { what: 'the whole picture', marked: [box(0, 0, 640, 400)], areas: [box(0, 0, 640, 400)] },
  {
    what: 'two letters of a word',
    marked: [box(10, 10, 8, 12), box(21, 10, 8, 12)],
    areas: [box(10, 10, 19, 12)],
  },
  {
    what: 'two pixels of cells that touch by a corner',
    marked: [box(0, 0), box(63, 63)],
    areas: [box(0, 0, 64, 64)],
  },
  {
    what: 'two pixels of cells that touch by the other corner',
    marked: [box(63, 0), box(0, 63)],
    areas: [box(0, 0, 64, 64)],
  },
  { what: 'two separate places', marked: [box(0, 0), box(64, 0)], areas: [box(0, 0), box(64, 0)] },
  {
    what: 'the end of a row and the beginning of the next',
    marked: [box(639, 0), box(0, 32)],
    areas: [box(639, 0), box(0, 32)],
  },
  {
    what: 'a line from corner to corner',
    marked: Array.from({ length: 400 }, (_, i) => box(i, i)),
    areas: [box(0, 0, 400, 400)],
  },
  {
    what: 'a frame and a box inside it',
    marked: [box(0, 0, 300, 1), box(0, 0, 1, 300), box(100, 100, 20, 20), box(400, 0, 20, 20), box(200, 299)],
    areas: [box(0, 0, 300, 300), box(400, 0, 20, 20)],
  },
  {
    what: 'two rows of tiles whose changes begin at different heights',
    marked: [
      box(400, 10, 90, 60),
      box(20, 20, 90, 60),
      box(200, 15, 90, 60),
      box(300, 160, 90, 60),
      box(20, 150, 90, 60),
    ],
    areas: [
      box(20, 20, 90, 60),
      box(200, 15, 90, 60),
      box(400, 10, 90, 60),
      box(20, 150, 90, 60),
      box(300, 160, 90, 60),
    ],
  },
  {
    what: 'a side bar beside two rows',
    marked: [
      box(0, 0, 50, 400),
      box(400, 4, 50, 50),
      box(200, 2, 50, 50),
      box(200, 182, 50, 50),
      box(400, 180, 50, 50),
    ],
    areas: [
      box(0, 0, 50, 400),
      box(200, 2, 50, 50),
      box(400, 4, 50, 50),
      box(200, 182, 50, 50),
      box(400, 180, 50, 50),
    ],
  },
  { what: 'sixteen separate places', marked: scattered.slice(0, 16), areas: scattered.slice(0, 16) },
  {
    what: 'seventeen places, of which the two closest are joined',
    marked: [...scattered.slice(0, 16), box(80, 150)],
    areas: [...scattered.slice(0, 9), box(80, 80, 1, 71), ...scattered.slice(10, 16)],
  },
]

test('forty separate changed places are joined into sixteen areas', () =>
  expect(areasOf(scattered)).toHaveLength(16))

const chessboard = Array.from({ length: 16 }, (_, i) =>
  box(((2 * i) % 8) * 80 + (Math.floor(i / 4) % 2 === 0 ? 80 : 0), Math.floor(i / 4) * 80),
)

test.each([80, 240])(
  'of seventeen changed places, the two places with the smallest common area are joined: 240, %d',
  y => {
    const above = box(240, y - 80)
    const rest = chessboard.filter(place => place.x !== above.x || place.y !== above.y)
    const areas = areasOf([...chessboard, box(240, y)])
    expect(areas).toHaveLength(16)
    expect(areas).toEqual(expect.arrayContaining([...rest, box(240, y - 80, 1, 81)]))
  },
)

test('two changed areas whose borders touch are not joined', () =>
  expect(areasOf([box(0, 0, 320, 1), box(0, 0, 1, 300), box(320, 200, 9, 9)])).toEqual([
    box(0, 0, 320, 300),
    box(320, 200, 9, 9),
  ]))

test('changed places that are too many to be joined one by one form an area for each group of places', () => {
  const large = { width: 1280, height: 800 }
  const group = (left: number, top: number) =>
    Array.from({ length: 36 }, (_, i) => box(left + (i % 6) * 64, top + Math.floor(i / 6) * 64))
  const marks = marksOf(large, [...group(0, 64), ...group(768, 384)])
  expect(findAreas(marks, [large, large], [])).toEqual([box(0, 64, 321, 321), box(768, 384, 321, 321)])
})

test.each(marked)('the changed areas are correct for $what', ({ marked, mark, areas }) =>
  expect(areasOf(marked, mark)).toEqual(areas),
)

const resized: [what: string, before: Size, after: Size, ignore: Rectangle[], areas: Rectangle[]][] = [
  ['that became higher', { width: 64, height: 40 }, { width: 64, height: 60 }, [], [box(0, 40, 64, 20)]],
  ['that became narrower', { width: 64, height: 40 }, { width: 50, height: 40 }, [], [box(50, 0, 14, 40)]],
  [
    'that became larger',
    { width: 64, height: 40 },
    { width: 70, height: 60 },
    [],
    [box(64, 0, 6, 60), box(0, 40, 64, 20)],
  ],
  [
    'that became wider and lower',
    { width: 64, height: 40 },
    { width: 70, height: 30 },
    [],
    [box(64, 0, 6, 30), box(0, 30, 64, 10)],
  ],
  [
    'whose new rows are ignored',
    { width: 64, height: 40 },
    { width: 64, height: 60 },
    [box(0, 40, 99, 20)],
    [],
  ],
  [
    'whose first new rows are ignored',
    { width: 64, height: 40 },
    { width: 64, height: 60 },
    [box(0, 0, 64, 45)],
    [box(0, 45, 64, 15)],
  ],
  [
    'whose new corner is ignored',
    { width: 64, height: 40 },
    { width: 64, height: 60 },
    [box(0, 50, 64, 10), box(0, 0, 9, 60)],
    [box(9, 40, 55, 10)],
  ],
  [
    'with an ignored rectangle in the middle of its new rows',
    { width: 64, height: 40 },
    { width: 64, height: 60 },
    [box(20, 45, 20, 5)],
    [box(0, 40, 64, 20)],
  ],
]

test.each(resized)('the changed areas are correct for a picture %s', (_, before, after, ignore, areas) => {
  const common = { width: Math.min(before.width, after.width), height: Math.min(before.height, after.height) }
  expect(findAreas(marksOf(common, []), [before, after], ignore)).toEqual(areas)
})

const sizes = fc.record({ width: fc.integer({ min: 1, max: 300 }), height: fc.integer({ min: 1, max: 300 }) })
const rectangles = (maxLength: number) =>
  fc.array(
    fc.record({
      x: fc.nat(299),
      y: fc.nat(299),
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength },
  )

test('each changed pixel is in one of at most 18 areas, which do not overlap or leave the picture', () => {
  const within = (size: Size) => (at: Rectangle) => at.x < size.width && at.y < size.height
  fc.assert(
    fc.property(sizes, sizes, rectangles(60), rectangles(3), (before, after, marked, ignore) => {
      const common = {
        width: Math.min(before.width, after.width),
        height: Math.min(before.height, after.height),
      }
      const marks = marksOf(common, marked.filter(within(common)))
      const areas = findAreas(marks, [before, after], ignore)
      const isIn = (x: number, y: number) => (at: Rectangle) =>
        x >= at.x && y >= at.y && x < at.x + at.width && y < at.y + at.height
      const width = Math.max(before.width, after.width)
      const height = Math.max(before.height, after.height)
      const uncovered: string[] = []
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const either = [before, after].filter(size => within(size)(box(x, y))).length
          const isMarked =
            either === 1 ? !ignore.some(isIn(x, y)) : either === 2 && marks.data[y * common.width + x] !== 0
          if (isMarked && !areas.some(isIn(x, y))) uncovered.push(`${x}, ${y}`)
        }
      expect(uncovered).toEqual([])
      expect(areas.length).toBeLessThanOrEqual(18)
      const corners = areas.map(({ x, y }) => areas.filter(area => isIn(x, y)(area)).length)
      expect(corners).toEqual(areas.map(() => 1))
      expect(areas.filter(area => area.x + area.width > width || area.y + area.height > height)).toEqual([])
    }),
  )
})

test('a comparison returns only the changed areas outside the ignored rectangles', async () => {
  const blank = drawn('')
  const after = touched(touched(blank, 12, 12), 100, 90)
  const compare = async (ignore: Rectangle[]) =>
    (await diff(png(blank), png(after), { threshold: 0.1, ignore })) as PixelDifference
  expect((await compare([])).areas).toEqual([box(12, 12), box(100, 90)])
  expect((await compare([box(10, 10, 20, 10)])).areas).toEqual([box(100, 90)])
  expect((await compare([box(0, 0, 240, 160)])).areas).toEqual([])
})

/* Tests that a pixel counts as noise if only one of two renders of the same target differs from the baseline. */

const tile = (x: number, fill = '#1a73e8') => `<rect x="${x}" y="20" width="50" height="50" fill="${fill}"/>`
const both = drawn(tile(20) + tile(120))
const blank = drawn(tile(20))
const compare = async (before: Pixels, after: Pixels, again: Pixels) =>
  (await diff(png(before), png(after), { threshold: 0.1, ignore: [], again: png(again) })) as PixelDifference

const table: [what: string, again: Pixels, changed: number, shaded: number][] = [
  ['the second render equals the baseline', both, 0, 0],
  ['the second render equals the first', blank, 2500, 0],
  ['the second render differs elsewhere', touched(blank, 5, 5), 2500, 0],
  [
    'the second render has another colour in a part of the tile',
    drawn(`${tile(20)}<rect x="120" y="20" width="50" height="10"/>`),
    2500,
    0,
  ],
  [
    'the second render has a part of the tile',
    drawn(`${tile(20)}<rect x="120" y="20" width="50" height="10" fill="#1a73e8"/>`),
    2000,
    0,
  ],
  ['the second render has another size', drawn(tile(20), { height: 170 }), 2500, 0],
]
test.each(table)(
  'a tile that is blank in the first render has the correct number of changed pixels if %s',
  async (_, again, changed, shaded) =>
    expect(await compare(both, blank, again)).toMatchObject({ changedPixels: changed, shadedPixels: shaded }),
)

test('an area that differs from the baseline in both renders is a change, even if the renders differ from each other', async () => {
  const [blue, red, green] = ['#4285f4', '#ea4335', '#34a853'].map(fill => drawn(tile(20, fill))) as [
    Pixels,
    Pixels,
    Pixels,
  ]
  expect(await compare(blue, red, green)).toMatchObject({ changedPixels: 2500 })
  const taller = (fill: string) => drawn(tile(20, fill), { height: 200 })
  expect((await compare(blue, taller('#ea4335'), taller('#34a853'))).areas[0]).toEqual({
    ...{ x: 20, y: 20, width: 50, height: 50 },
  })
})

test('an area of another shade counts as noise if only one of two renders has it', async () => {
  const [amber, dark] = [drawn(tile(20, '#fbbc04')), drawn(tile(20, '#f9ab00'))]
  expect(await compare(amber, dark, amber)).toMatchObject({ changedPixels: 0, shadedPixels: 0 })
  expect(await compare(amber, dark, dark)).toMatchObject({ changedPixels: 0, shadedPixels: 2500 })
})

test('the difference image shows noise in amber and changes in red', async () => {
  const { picture } = await compare(both, touched(blank, 5, 5), both)
  expect(picture).toBeUndefined()
  const changed = await compare(both, touched(blank, 5, 5), touched(both, 5, 5))
  const { data } = PNG.sync.read(Buffer.from(changed.picture ?? []))
  const colourAt = (x: number, y: number) => [...data.subarray((y * 240 + x) * 4, (y * 240 + x) * 4 + 3)]
  expect(changed.changedPixels).toBe(1)
  expect(changed.areas).toEqual([{ x: 5, y: 5, width: 1, height: 1 }])
  expect([colourAt(5, 5), colourAt(140, 40)]).toEqual([
    [255, 0, 0],
    [230, 150, 0],
  ])
})

test('cells that touch at an edge or a corner are in the same group, in any arrangement', () =>
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 49, maxLength: 49 }), isSet => {
      // Each row ends with an empty cell.
      const stride = 8
      const places = isSet.flatMap((set, i) => (set ? [{ x: i % 7, y: Math.floor(i / 7) }] : []))
      const cells = new Uint8Array(stride * 7)
      for (const { x, y } of places) cells[y * stride + x] = 1
      const groups = places.map((_, i) => i)
      for (const _ of places)
        for (const [i, one] of places.entries())
          for (const [k, other] of places.entries())
            if (Math.abs(one.x - other.x) <= 1 && Math.abs(one.y - other.y) <= 1)
              groups[i] = Math.min(groups[i] ?? 0, groups[k] ?? 0)
      const expected = Map.groupBy(places, (_, i) => groups[i])
      const sorted = (lists: number[][]) => lists.map(list => list.sort((a, b) => a - b).join()).sort()
      expect(sorted(connectedCells({ cells, stride }))).toEqual(
        sorted([...expected.values()].map(list => list.map(({ x, y }) => y * stride + x))),
      )
    }),
  ))
