import { PNG } from 'pngjs'
import { diff, type PixelDifference } from '../../../src/compare/diff/diff.ts'
import { drawn, type Pixels, png, touched } from '../../../testkit/pictures/pictures.ts'

/* Pixels that differ between two renders of the picture after are noise, not changes. */

const tile = (x: number, fill = '#1a73e8') => `<rect x="${x}" y="20" width="50" height="50" fill="${fill}"/>`
const both = drawn(tile(20) + tile(120))
const blank = drawn(tile(20))
const compare = async (before: Pixels, after: Pixels, again: Pixels) =>
  (await diff(png(before), png(after), { threshold: 0.1, ignore: [], again: png(again) })) as PixelDifference

const table: [what: string, again: Pixels, changed: number, shaded: number][] = [
  ['the second is as the baseline', both, 0, 0],
  ['the second is as the first', blank, 2500, 0],
  ['the second differs elsewhere', touched(blank, 5, 5), 2500, 0],
  [
    'the second differs in a part of it',
    drawn(`${tile(20)}<rect x="120" y="20" width="50" height="10"/>`),
    2000,
    0,
  ],
  ['the second has another size', drawn(tile(20), { height: 170 }), 2500, 0],
]
test.each(table)('a tile is blank in the first render: %s', async (_, again, changed, shaded) =>
  expect(await compare(both, blank, again)).toMatchObject({ changedPixels: changed, shadedPixels: shaded }),
)

test('an area of another shade is noise if only one render has it', async () => {
  const [amber, dark] = [drawn(tile(20, '#fbbc04')), drawn(tile(20, '#f9ab00'))]
  expect(await compare(amber, dark, amber)).toMatchObject({ changedPixels: 0, shadedPixels: 0 })
  expect(await compare(amber, dark, dark)).toMatchObject({ changedPixels: 0, shadedPixels: 2500 })
})

test('noise is amber in the difference image and no area; a change is red', async () => {
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
