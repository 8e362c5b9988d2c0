import { PNG } from 'pngjs'
import { diff } from '../../../src/compare/diff/diff.ts'
import { drawn, type Pixels, png, touched } from '../../../testkit/pictures/pictures.ts'

const several = drawn('<rect x="20" y="30" width="100" height="80" fill="#4285f4"/>')

describe('the difference image', () => {
  const difference = async (before: Buffer, after: Buffer) => {
    const compared = await diff(before, after, { threshold: 0.1, ignore: [] })
    return PNG.sync.read(Buffer.from((compared.kind === 'compared' && compared.picture) || []))
  }
  const colourAt = ({ width, data }: Pixels, x: number, y: number) => [
    ...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
  ]

  test('the difference image shows changed pixels in red over a pale grey copy of the new picture', async () => {
    const drawing = await difference(png(several), png(touched(several, 5, 5)))
    const red = Array.from({ length: 240 * 160 }, (_, i) => i).filter(
      i => drawing.data.readUInt32BE(i * 4) === 0xff0000ff,
    )
    expect(red).toEqual([5 * 240 + 5])
    expect([drawing.width, drawing.height]).toEqual([240, 160])
    expect(colourAt(drawing, 0, 0)).toEqual([255, 255, 255, 255])
    const [r = 0, g = 0, b = 0] = colourAt(drawing, 30, 40)
    expect([r > 200 && r < 255, g === r, b === r]).toEqual([true, true, true])
  })

  test('the difference image shows areas of another shade in blue', async () => {
    const tile = (fill: string) => png(drawn(`<rect x="20" y="30" width="100" height="80" fill="${fill}"/>`))
    const drawing = await difference(tile('#fbbc04'), tile('#f9ab00'))
    expect([colourAt(drawing, 20, 30), colourAt(drawing, 119, 109)]).toEqual([
      [0, 96, 255, 255],
      [0, 96, 255, 255],
    ])
    expect(colourAt(drawing, 19, 30)).toEqual([255, 255, 255, 255])
  })

  test('the difference image is pale red in areas that only one picture has, and white in areas that neither has', async () => {
    const drawing = await difference(
      png(drawn('', { width: 50, height: 80 })),
      png(drawn('', { width: 90, height: 40 })),
    )
    expect([drawing.width, drawing.height]).toEqual([90, 80])
    expect(colourAt(drawing, 10, 10)).toEqual([255, 255, 255, 255])
    expect(colourAt(drawing, 10, 60)).toEqual([255, 191, 191, 255])
    expect(colourAt(drawing, 70, 10)).toEqual([255, 191, 191, 255])
    expect(colourAt(drawing, 70, 60)).toEqual([255, 255, 255, 255])
  })
})
