import { PNG } from 'pngjs'
import { diff, type PixelDifference } from '../../../src/compare/diff/diff.ts'
import { drawn, type Pixels, png } from '../../../testkit/pictures/pictures.ts'

/* Tests the strip: a single picture that shows each changed place before and after the change. */

const page = { width: 1300, height: 2000 }
const box = (x: number, y: number, about = 'fill="#4285f4"', width = 60, height = 40) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${about}/>`
const draw = (shapes: string, size = page) => drawn(shapes, size)

async function stripOf(before: Pixels, after: Pixels) {
  const compared = (await diff(png(before), png(after), { threshold: 0.1, ignore: [] })) as PixelDifference
  const { strip } = compared
  if (!strip) throw new Error('There is no strip')
  const picture = PNG.sync.read(Buffer.from(strip.picture))
  expect([picture.width, picture.height]).toEqual([strip.width, strip.height])
  return { ...strip, picture, bars: barsIn(picture) }
}

const colourAt = ({ width, data }: Pixels, x: number, y: number) => data.readUInt32BE((y * width + x) * 4)
const [red, green, orange] = [0xe5534bff, 0x46954aff, 0xdb6d28ff]

interface Bar {
  side: 'before' | 'after'
  x: number
  y: number
  width: number
}

/** Returns the coloured bars of the strip. Each bar is above a place. */
function barsIn(picture: Pixels): Bar[] {
  const bars: Bar[] = []
  const isBar = (x: number, y: number, colour: number) =>
    x >= 0 && y >= 0 && x < picture.width && colourAt(picture, x, y) === colour
  for (let y = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++)
      for (const [side, colour] of [
        ['before', red],
        ['after', green],
      ] as const) {
        if (!isBar(x, y, colour) || isBar(x - 1, y, colour) || isBar(x, y - 1, colour)) continue
        let end = x
        while (isBar(end, y, colour)) end++
        if (end - x > 20) bars.push({ side, x, y, width: end - x })
      }
  return bars
}

/**
 * Compares the part of the strip below a bar with the part of the picture that begins at `from`. Returns the number of
 * different pixels.
 */
function differences(
  strip: Pixels,
  bar: Bar,
  picture: Pixels,
  from: { x: number; y: number; height: number },
) {
  let count = 0
  for (let y = 0; y < from.height; y++)
    for (let x = 0; x < bar.width - 2; x++) {
      const shown = colourAt(strip, bar.x + 1 + x, bar.y + 4 + y)
      if (shown !== orange && shown !== colourAt(picture, from.x + x, from.y + y)) count++
    }
  return count
}

/** Finds the row of the picture that is the first row of a place. The place must begin at the picture's left edge. */
const topOf = (strip: Pixels, bar: Bar, picture: Pixels) =>
  Array.from({ length: 80 }, (_, y) => y).find(
    y => differences(strip, bar, picture, { x: 0, y, height: 100 }) === 0,
  ) ?? Number.NaN

test('the strip shows the two sides of a small place next to each other, at natural size', async () => {
  const [before, after] = [draw(box(100, 80)), draw(box(100, 80, 'fill="#ea4335"'))]
  const { picture, bars, isComplete, width, height } = await stripOf(before, after)
  expect(isComplete).toBe(true)
  expect(bars.map(({ side, y }) => [side, y])).toEqual([
    ['before', 0],
    ['after', 0],
  ])
  const [left, right] = bars as [Bar, Bar]
  expect(left.width).toBe(right.width)
  expect(width).toBe(2 * left.width + 32)
  // The place begins at the picture's left edge and above the box.
  const from = { x: 0, y: topOf(picture, left, before), height: height - 5 }
  expect(from.y).toBeLessThan(56)
  expect(differences(picture, left, before, from)).toBe(0)
  expect(differences(picture, right, after, from)).toBe(0)
  expect(differences(picture, right, before, from)).toBe(60 * 40)
})

test('the strip shows the two sides of a wide place one below the other', async () => {
  const wide = (fill: string) => draw(box(100, 80, `fill="${fill}"`, 700, 100))
  const { bars, width, height } = await stripOf(wide('#4285f4'), wide('#ea4335'))
  expect(bars).toMatchObject([
    { side: 'before', x: 0, y: 0, width },
    { side: 'after', x: 0, y: (height + 32) / 2, width },
  ])
})

test('the strip is transparent around its pictures, for light and dark themes', async () => {
  const { picture } = await stripOf(draw(box(100, 80)), draw(''))
  const alphas = new Set(picture.data.filter((_, i) => i % 4 === 3))
  expect(alphas.has(0)).toBe(true)
  expect(alphas.has(255)).toBe(true)
})

test('the strip outlines each changed area on both sides if the area does not fill most of the place', async () => {
  const orangePixels = ({ data }: Pixels) =>
    Array.from({ length: data.length / 4 }, (_, i) => i).filter(i => data.readUInt32BE(i * 4) === orange)
      .length
  const small = await stripOf(draw(box(100, 80)), draw(box(100, 80, 'fill="#ea4335"')))
  expect(orangePixels(small.picture)).toBeGreaterThanOrEqual(2 * 2 * 2 * (60 + 40))
  const large = await stripOf(draw(''), draw(box(100, 80, 'fill="#ea4335"', 800, 500)))
  expect(orangePixels(large.picture)).toBe(0)
})

test('the strip shows two places in reading order', async () => {
  const shapes = (fill: string) =>
    box(1100, 1800, `fill="${fill}"`, 150, 120) + box(100, 80, `fill="${fill}"`)
  const { picture, bars, isComplete } = await stripOf(draw(shapes('#4285f4')), draw(shapes('#ea4335')))
  expect(isComplete).toBe(true)
  expect(bars.map(({ side }) => side)).toEqual(['before', 'after', 'before', 'after'])
  // The smaller change is first in the strip, because it is higher on the page.
  expect(topOf(picture, bars[0] as Bar, draw(box(100, 80)))).toBeLessThan(56)
})

test('the strip shows the four places with the most changes if a picture has more than four', async () => {
  const boxes = (fill: string) =>
    [0, 1, 2, 3, 4, 5].map(i =>
      box(100 + (i % 2) * 1000, 80 + i * 340, `fill="${fill}"`, 60, i === 0 ? 4 : 60),
    )
  const [before, after] = [draw(boxes('#4285f4').join('')), draw(boxes('#ea4335').join(''))]
  const { bars, isComplete, height } = await stripOf(before, after)
  expect(bars).toHaveLength(8)
  expect(isComplete).toBe(false)
  expect(height).toBeLessThanOrEqual(1600)
})

test('the strip shows a part of the picture and is marked as incomplete if the whole picture changed', async () => {
  const words = (fill: string) => `<rect width="1300" height="2000" fill="${fill}"/>`
  const { width, height, isComplete } = await stripOf(draw(words('#ffffff')), draw(words('#202124')))
  expect(isComplete).toBe(false)
  expect(width).toBeLessThanOrEqual(1200)
  expect(height).toBeLessThanOrEqual(1600)
  expect(height).toBeGreaterThan(1400)
})

test('the strip hatches the side of a picture that lacks the shown part', async () => {
  const { picture, bars } = await stripOf(draw(''), draw('', { width: 1300, height: 2100 }))
  const [before, after] = bars as [Bar, Bar]
  const greys = ({ x, y }: Bar) =>
    new Set(
      Array.from({ length: 16 }, (_, i) => colourAt(picture, x + 10 + i, after.y - 32 - 10 + (y - before.y))),
    )
  expect([...greys(before)].sort()).toEqual([0x7f848a1e, 0x7f848a6e])
  expect([...greys(after)]).toEqual([0xffffffff])
})

test('two pictures of a few pixels have a strip', async () => {
  const strip = await stripOf(draw('', { width: 3, height: 2 }), draw(box(0, 0), { width: 3, height: 2 }))
  expect(strip).toMatchObject({ width: 2 * 5 + 32, isComplete: true })
})

test('two pictures without changed areas have no strip', async () => {
  const taller = png(draw('', { width: 1300, height: 2100 }))
  const ignore = [{ x: 0, y: 2000, width: 1300, height: 100 }]
  const compared = await diff(png(draw('')), taller, { threshold: 0.1, ignore })
  expect(compared).toMatchObject({ isResized: true, areas: [] })
  expect(compared).not.toHaveProperty('strip')
})
