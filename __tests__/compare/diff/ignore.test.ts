import { PNG } from 'pngjs'
import { countCovered } from '../../../src/compare/diff/areas.ts'
import { diff, type PixelDifference } from '../../../src/compare/diff/diff.ts'
import type { Rectangle } from '../../../src/model.ts'
import { drawn, png, touched } from '../../../testkit/pictures/pictures.ts'

const rectangle = (x: number, y: number, width: number, height: number): Rectangle => ({
  x,
  y,
  width,
  height,
})
const size = { width: 240, height: 160 }
const blank = drawn('')
const compare = async (before: Buffer, after: Buffer, ...ignore: Rectangle[]) =>
  (await diff(before, after, { threshold: 0.1, ignore })) as PixelDifference

const covered: [what: string, rectangles: Rectangle[], pixels: number][] = [
  ['no rectangle', [], 0],
  ['one rectangle', [rectangle(10, 20, 30, 40)], 1200],
  ['two rectangles that overlap', [rectangle(0, 0, 20, 20), rectangle(10, 10, 20, 20)], 700],
  ['a rectangle within another', [rectangle(0, 0, 20, 20), rectangle(5, 5, 2, 2)], 400],
  ['a rectangle that reaches beyond the picture', [rectangle(230, 150, 100, 100)], 100],
  ['rectangles outside the picture', [rectangle(240, 0, 10, 10), rectangle(0, 160, 10, 10)], 0],
  ['a rectangle over the whole picture', [rectangle(0, 0, 999_999, 999_999)], 240 * 160],
]
test.each(covered)('the number of ignored pixels is correct for %s', (_, rectangles, pixels) =>
  expect(countCovered(rectangles, size)).toBe(pixels),
)

test('changed pixels inside ignored rectangles do not count, and the compared pixels exclude these rectangles', async () => {
  const inside = touched(blank, 12, 12)
  const pair = [png(blank), png(inside)] as const
  expect(await compare(...pair)).toMatchObject({ changedPixels: 1, pixels: 240 * 160 })
  const ignoring = await compare(...pair, rectangle(10, 10, 20, 10))
  expect(ignoring).toMatchObject({ changedPixels: 0, shadedPixels: 0, pixels: 240 * 160 - 200 })
  expect(ignoring.picture).toBeUndefined()
  const both = await compare(pair[0], png(touched(inside, 100, 100)), rectangle(10, 10, 20, 10))
  expect(both).toMatchObject({ changedPixels: 1, pixels: 240 * 160 - 200 })
})

test('an area of another shade inside an ignored rectangle does not count', async () => {
  const tile = (fill: string) => png(drawn(`<rect x="20" y="20" width="50" height="50" fill="${fill}"/>`))
  const pair = [tile('#fbbc04'), tile('#f9ab00')] as const
  expect(await compare(...pair, rectangle(20, 20, 50, 25))).toMatchObject({ shadedPixels: 50 * 25 })
  expect(await compare(...pair, rectangle(20, 20, 50, 50))).toMatchObject({ shadedPixels: 0 })
})

test('the additional pixels of a larger picture count as changed unless a rectangle ignores them', async () => {
  const taller = png(drawn('', { height: 200 }))
  expect(await compare(png(blank), taller, rectangle(0, 160, 240, 30))).toMatchObject({
    isResized: true,
    changedPixels: 240 * 10,
    pixels: 240 * 170,
  })
})

test('the difference image shows ignored rectangles hatched and without changes', async () => {
  const after = touched(touched(blank, 12, 12), 100, 100)
  const { picture } = await compare(png(blank), png(after), rectangle(8, 8, 24, 24))
  const { data } = PNG.sync.read(Buffer.from(picture ?? []))
  const colourAt = (x: number, y: number) => [...data.subarray((y * 240 + x) * 4, (y * 240 + x) * 4 + 3)]
  expect(colourAt(8, 8)).toEqual([150, 150, 160])
  expect(colourAt(20, 20)).toEqual([150, 150, 160])
  expect(colourAt(21, 20)).toEqual([255, 255, 255])
  expect(colourAt(12, 12)).not.toEqual([255, 0, 0])
  expect(colourAt(100, 100)).toEqual([255, 0, 0])
})
