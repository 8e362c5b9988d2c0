import { decode } from 'jpeg-js'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'
import { diff, type PixelDifference } from '../../../src/compare/diff/diff.ts'
import { dashboardPicture } from '../../../testkit/pictures/changes.ts'
import {
  drawn,
  jpg,
  type Pixels,
  png,
  png16,
  pngOf,
  pngWithPalette,
  touched,
} from '../../../testkit/pictures/pictures.ts'

const box = (x: number, fill = '#4285f4') => `<rect x="${x}" y="30" width="100" height="80" fill="${fill}"/>`
const disc = (more = '') => `<circle cx="120" cy="80" r="55" fill="#34a853" ${more}/>`
const words = (x: number) => `<text x="${x}" y="90" font-size="28" fill="#202124">Revenue 4.2M</text>`
const bars = Array.from(
  { length: 12 },
  (_, i) => `<rect x="${i * 20}" y="${150 - i * 11}" width="14" height="${i * 11}"/>`,
)
const several = drawn(box(20) + disc('opacity="0.7"') + words(15))
const greys = drawn(bars.join('') + words(15))
const sheer = drawn(disc('fill-opacity="0.4"') + words(15), { background: '' })

const dashboard = (region: string | null, format: 'png' | 'jpg' = 'png') =>
  dashboardPicture('42', { format, width: 800, height: 600, dashboardFilters: region && `Region=${region}` })

type Pair = [before: Buffer, after: Buffer]
interface Case {
  what: string
  pair(): Pair | Promise<Pair>
  threshold?: number
  changed: number
  pixels?: number
}

const pngs = (before: string, after: string): Pair => [png(drawn(before)), png(drawn(after))]

/** Pairs of pictures, each with the number of changed pixels. pixelmatch 8 counts the same numbers. */
const table: Case[] = [
  { what: 'one pixel', pair: () => [png(several), png(touched(several, 5, 5))], changed: 1 },
  { what: 'a box that moved by a pixel', pair: () => pngs(box(20), box(21)), changed: 160 },
  { what: 'a box that moved by half a pixel', pair: () => pngs(box(20), box(20.5)), changed: 0 },
  {
    what: 'a disc with anti-aliasing and a disc without anti-aliasing',
    pair: () => pngs(disc(), disc('shape-rendering="crispEdges"')),
    changed: 0,
  },
  { what: 'text that moved by a third of a pixel', pair: () => pngs(words(15), words(15.3)), changed: 28 },
  {
    what: 'text that moved by a third of a pixel, at threshold 0.5',
    pair: () => pngs(words(15), words(15.3)),
    threshold: 0.5,
    changed: 0,
  },
  { what: 'text that moved by a pixel', pair: () => pngs(words(15), words(16)), changed: 332 },
  { what: 'a colour under the threshold', pair: () => pngs(box(20), box(20, '#4b8ef8')), changed: 0 },
  {
    what: 'a colour under the threshold, at threshold 0',
    pair: () => pngs(box(20), box(20, '#4b8ef8')),
    threshold: 0,
    changed: 8000,
  },
  { what: 'a colour over the threshold', pair: () => pngs(box(20), box(20, '#a142f4')), changed: 8000 },
  { what: 'a box that disappeared', pair: () => pngs(box(20) + words(130), words(130)), changed: 8000 },
  {
    what: 'a transparent picture and the same picture over white',
    pair: () => [png(sheer), png(drawn(disc('fill-opacity="0.4"') + words(15)))],
    changed: 0,
  },
  {
    what: 'a transparent picture and an opaque picture',
    pair: () => [png(sheer), png(drawn(disc() + words(15)))],
    changed: 8595,
  },
  { what: 'a PNG of 16 bits and a PNG of 8 bits', pair: () => [png16(several), png(several)], changed: 0 },
  { what: 'a PNG of 16 bits and another picture', pair: () => [png16(several), png(greys)], changed: 19464 },
  {
    what: 'a PNG with a palette and a PNG without a palette',
    pair: () => [pngWithPalette(greys), png(greys)],
    changed: 0,
  },
  {
    what: 'a PNG with a transparent palette and a PNG without a palette',
    pair: () => [pngWithPalette(sheer), png(sheer)],
    changed: 0,
  },
  {
    what: 'an interlaced PNG with a palette and another picture',
    pair: () => [pngWithPalette(greys, 1), png(touched(greys, 9, 9))],
    changed: 1,
  },
  { what: 'a grey PNG and a colour PNG', pair: () => [png(greys, { colorType: 0 }), png(greys)], changed: 0 },
  {
    what: 'a PNG with RGB pixels and a PNG with RGBA pixels',
    pair: () => [png(several, { colorType: 2 }), png(touched(several, 0, 0))],
    changed: 1,
  },
  {
    what: 'a PNG with other filters and compression',
    pair: () => [png(several, { filterType: -1 }), png(several, { filterType: 2, deflateLevel: 1 })],
    changed: 0,
  },
  { what: 'JPGs of quality 95 and 60', pair: () => [jpg(several, 95), jpg(several, 60)], changed: 273 },
  { what: 'a JPG and a PNG', pair: () => [jpg(several, 95), png(several)], changed: 0 },
  { what: 'a JPG and another picture', pair: () => [jpg(several, 90), jpg(greys, 90)], changed: 19560 },
  {
    what: 'a picture that became taller',
    pair: () => [png(drawn(box(20))), png(drawn(box(20), { height: 200 }))],
    changed: 9600,
    pixels: 48000,
  },
  {
    what: 'a picture that became narrower',
    pair: () => [png(drawn(box(20))), png(drawn(box(20), { width: 200 }))],
    changed: 6400,
  },
  {
    what: 'a picture that became wider and shorter',
    pair: () => [png(drawn(box(20))), png(drawn(box(21), { width: 300, height: 100 }))],
    changed: 20540,
    pixels: 44400,
  },
  {
    what: 'a dashboard with another filter',
    pair: async () => [await dashboard(null), await dashboard('EMEA')],
    changed: 46572,
    pixels: 800 * 1018,
  },
  {
    what: 'a dashboard as JPG with another filter',
    pair: async () => [await dashboard(null, 'jpg'), await dashboard('EMEA', 'jpg')],
    changed: 60611,
    pixels: 800 * 1018,
  },
  {
    what: 'a dashboard as PNG and as JPG',
    pair: async () => [await dashboard(null), await dashboard(null, 'jpg')],
    changed: 0,
    pixels: 800 * 1018,
  },
]

const compared = async ([before, after]: Pair, threshold = 0.1) =>
  (await diff(before, after, { threshold, ignore: [] })) as PixelDifference

describe('the count of changed pixels', () => {
  test.each(table)(
    'the number of changed pixels is correct for $what',
    async ({ pair, threshold = 0.1, changed, pixels = 240 * 160 }) => {
      const files = await pair()
      const ours = await compared(files, threshold)
      expect(ours).toMatchObject({ kind: 'compared', changedPixels: changed, pixels })
      expect(countedElsewhere(files, threshold)).toBe(changed)
      expect(ours.picture === undefined).toBe(changed + ours.shadedPixels === 0)
    },
  )
})

/** Counts the changed pixels with other decoders and a single call of pixelmatch. */
function countedElsewhere(files: Pair, threshold: number): number {
  const [a, b] = files.map(overWhite) as [Pixels, Pixels]
  const [width, height] = [Math.min(a.width, b.width), Math.min(a.height, b.height)]
  const [one, other] = [a, b].map(pixels => corner(pixels, width, height)) as [Buffer, Buffer]
  const alone = [a, b].map(pixels => pixels.width * pixels.height - width * height)
  const common = pixelmatch(one, other, undefined, width, height, { threshold })
  return common + (alone[0] ?? 0) + (alone[1] ?? 0)
}

function overWhite(file: Buffer): Pixels {
  if (file[0] === 0xff) return decode(file)
  const { width, height, data } = PNG.sync.read(file)
  for (let i = 0; i < data.length; i += 4) {
    const alpha = (data[i + 3] ?? 0) / 255
    for (let k = i; k < i + 3; k++) data[k] = Math.round((data[k] ?? 0) * alpha + 255 * (1 - alpha))
    data[i + 3] = 255
  }
  return { width, height, data }
}

function corner({ width: stride, data }: Pixels, width: number, height: number): Buffer {
  const rows = Array.from({ length: height }, (_, y) =>
    data.subarray(y * stride * 4, (y * stride + width) * 4),
  )
  return Buffer.concat(rows)
}

test('two files with equal bytes are compared without decoding them', async () => {
  const broken = Buffer.from('not a picture')
  expect(await diff(broken, Buffer.from(broken), { threshold: 0.1, ignore: [] })).toEqual({ kind: 'equal' })
})

test('a comparison of pictures with different sizes returns both sizes', async () => {
  const pair: Pair = [png(drawn(box(20))), png(drawn(box(20), { height: 200 }))]
  const sizes = { before: { width: 240, height: 160 }, after: { width: 240, height: 200 } }
  expect(await compared(pair)).toMatchObject({ isResized: true, sizes })
  expect(await compared([pair[0], png(drawn(box(21)))])).toMatchObject({ isResized: false })
})

test.each(['before', 'after'] as const)('the error for a broken picture names the side: %s', async side => {
  const [whole, broken] = [png(several), Buffer.from('<html>')]
  const options = { threshold: 0.1, ignore: [] }
  const compared = side === 'before' ? diff(broken, whole, options) : diff(whole, broken, options)
  await expect(compared).rejects.toMatchObject({
    message: expect.stringContaining(`The ${side} picture cannot be compared`),
    hint: expect.stringMatching(side === 'before' ? /record the baseline again/ : /^Run the job again/),
  })
})

test('a tall and a wide picture are not compared, because their difference image would be huge', async () => {
  const blank = (width: number, height: number) =>
    pngOf({ depth: 8, colour: 0, interlace: 0, width, height }, Buffer.alloc((width + 1) * height))
  const compared = diff(blank(10, 9000), blank(9000, 10), { threshold: 0.1, ignore: [] })

  await expect(compared).rejects.toThrow(/10 × 9000 and 9000 × 10 pixels.* more than 50 megapixels/)
})
