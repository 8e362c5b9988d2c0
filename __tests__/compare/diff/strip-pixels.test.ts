import { PNG } from 'pngjs'
import { emptyGrid } from '../../../src/compare/diff/areas.ts'
import { drawStrip } from '../../../src/compare/diff/strip.ts'
import type { Rectangle, Size } from '../../../src/model.ts'

/* Tests the exact pixels of the strip. The pictures are white, and the changed area is black. */

const [white, black, none] = [0xffffffff, 0x000000ff, 0]
const [red, green, orange] = [0xe5534bff, 0x46954aff, 0xdb6d28ff]
const [grey, paleGrey, border] = [0x7f848aff, 0x7f848a1e, 0x7f848a6e]
const hatching = border
const small = { width: 60, height: 40 }

/** Returns a white picture with a black rectangle. */
function painted({ width, height }: Size, dark?: Rectangle) {
  const data = Buffer.alloc(width * height * 4, 255)
  if (dark)
    for (let y = dark.y; y < dark.y + dark.height; y++)
      for (let x = dark.x; x < dark.x + dark.width; x++) data.writeUInt32BE(black, (y * width + x) * 4)
  return { width, height, data }
}

async function drawOf(before: Size, after: Size, areas: Rectangle[]) {
  const size = {
    width: Math.min(before.width, after.width),
    height: Math.min(before.height, after.height),
  }
  const marks = { ...size, data: new Uint8Array(0), rows: [], grid: emptyGrid(size) }
  const strip = await drawStrip([painted(before), painted(after, areas[0])], areas, marks)
  if (!strip) throw new Error('There is no strip')
  const picture = PNG.sync.read(Buffer.from(strip.picture))
  const at = (x: number, y: number) => picture.data.readUInt32BE((y * picture.width + x) * 4)
  /** Returns the colours of a row or a column without repetitions, with their lengths. */
  const runs = (points: [x: number, y: number][]) => {
    const found: [colour: number, length: number][] = []
    for (const point of points) {
      const last = found.at(-1)
      if (last?.[0] === at(...point)) last[1]++
      else found.push([at(...point), 1])
    }
    return found
  }
  const row = (y: number, from = 0, to = strip.width) =>
    runs(Array.from({ length: to - from }, (_, i) => [from + i, y]))
  const column = (x: number, from = 0, to = strip.height) =>
    runs(Array.from({ length: to - from }, (_, i) => [x, from + i]))
  return { ...strip, at, row, column }
}
const changed = { x: 20, y: 10, width: 8, height: 6 }

test('two sides next to each other have a distance of 32 pixels', async () => {
  const { width, height, row } = await drawOf(small, small, [changed])
  expect({ width, height }).toEqual({ width: 62 + 32 + 62, height: 4 + 40 + 1 })
  for (const y of [0, 1, 2, 3])
    expect(row(y)).toEqual([
      [red, 62],
      [none, 32],
      [green, 62],
    ])
})

test('both sides have a border of one pixel', async () => {
  const { row, column } = await drawOf(small, small, [changed])
  expect(row(4, 0, 62)).toEqual([
    [border, 1],
    [white, 60],
    [border, 1],
  ])
  expect(row(44)).toEqual([
    [border, 62],
    [none, 32],
    [border, 62],
  ])
  expect(column(1)).toEqual([
    [red, 4],
    [white, 40],
    [border, 1],
  ])
})

test('the outline of a changed area is two pixels thick, and four pixels or more away from the area', async () => {
  const { row, column } = await drawOf(small, small, [changed])
  // The area begins 20 pixels from the left. The outline is 4 pixels away, and moves by 3 pixels into the gap.
  expect(row(4 + 12, 95, 155)).toEqual([
    [white, 13],
    [orange, 2],
    [white, 5],
    [black, 8],
    [white, 5],
    [orange, 2],
    [white, 25],
  ])
  expect(column(95 + 23, 4, 44)).toEqual([
    [white, 3],
    [orange, 2],
    [white, 5],
    [black, 6],
    [white, 5],
    [orange, 2],
    [white, 17],
  ])
  expect(row(4 + 4, 1, 61)).toEqual([
    [white, 13],
    [orange, 22],
    [white, 25],
  ])
})

test.each([
  [20, true],
  [21, false],
])('a changed area that covers %d of 40 rows is outlined: %s', async (rows, isOutlined) => {
  const { column } = await drawOf(small, small, [{ x: 0, y: 0, width: 60, height: rows }])
  expect(column(30, 4, 44).some(([colour]) => colour === orange)).toBe(isOutlined)
})

test('an arrow between two sides points to the right', async () => {
  const { at } = await drawOf(small, small, [changed])
  const pixels = Array.from({ length: 32 * 45 }, (_, i) => [62 + (i % 32), Math.floor(i / 32)])
  const drawnPixels = pixels.filter(([x = 0, y = 0]) => at(x, y) !== none)
  expect(drawnPixels.every(([x = 0, y = 0]) => at(x, y) === grey)).toBe(true)
  const leftmost = Array.from({ length: 17 }, (_, i) => 82 - Math.abs(i - 8))
  expect(drawnPixels).toEqual(leftmost.flatMap((x, i) => [0, 1, 2].map(thickness => [x + thickness, 14 + i])))
})

test('two sides below each other have a distance of 32 pixels', async () => {
  const wide = { width: 420, height: 30 }
  const { width, height, column } = await drawOf(wide, wide, [changed])
  expect({ width, height }).toEqual({ width: 422, height: 35 + 32 + 35 })
  expect(column(421)).toEqual([
    [red, 4],
    [border, 31],
    [none, 32],
    [green, 4],
    [border, 31],
  ])
})

test('an arrow between a side and the side below it points down', async () => {
  const wide = { width: 420, height: 30 }
  const { row, column } = await drawOf(wide, wide, [changed])
  const around = (before: number, length: number, after: number) => [
    [none, before],
    [grey, length],
    [none, after],
  ]
  expect(column(211, 35, 67)).toEqual(around(20, 3, 9))
  expect(column(203, 35, 67)).toEqual(around(12, 3, 17))
  expect(column(219, 35, 67)).toEqual(around(12, 3, 17))
  expect(row(57)).toEqual(around(211, 1, 210))
})

test.each([
  [404, 2 * 404 + 32],
  [405, 405],
])('two sides of %d pixels are next to each other if they fit into a comment', async (panel, width) => {
  const size = { width: panel - 2, height: 30 }
  expect(await drawOf(size, size, [changed])).toMatchObject({ width })
})

test('rows and columns that are missing in a picture are hatched', async () => {
  const { row } = await drawOf(small, { width: 68, height: 50 }, [changed])
  // The hatching is at the pixels whose row and column have a sum that is divisible by eight.
  expect(row(4, 1, 69)).toEqual([
    [white, 60],
    [paleGrey, 4],
    [hatching, 1],
    [paleGrey, 3],
  ])
  expect(row(4 + 40, 1, 18)).toEqual([
    [hatching, 1],
    [paleGrey, 7],
    [hatching, 1],
    [paleGrey, 7],
    [hatching, 1],
  ])
})

test('a strip is wider than a comment only if it then shows more places', async () => {
  const page = { width: 1300, height: 2000 }
  const place = (y: number, width: number) => ({ x: 100, y, width, height: 380 })
  const both = await drawOf(page, page, [place(100, 500), place(1500, 500)])
  expect(both).toMatchObject({ isComplete: true })
  expect(both.width).toBeGreaterThan(840)
  const one = await drawOf(page, page, [place(100, 500)])
  expect(one).toMatchObject({ isComplete: true })
  expect(one.width).toBeLessThan(840)
})

test('two places of a strip have a distance of 28 pixels', async () => {
  const page = { width: 1300, height: 2000 }
  const areas = [changed, { ...changed, y: 1500 }]
  const { height, column } = await drawOf(page, page, areas)
  const runs = column(0)
  expect(runs.map(([colour]) => colour)).toEqual([red, border, none, red, border])
  expect(runs[2]).toEqual([none, 28])
  expect(runs.reduce((sum, [, length]) => sum + length, 0)).toBe(height)
})
