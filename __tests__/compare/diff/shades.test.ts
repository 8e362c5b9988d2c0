import { diff, type PixelDifference } from '../../../src/compare/diff/diff.ts'
import { drawn, jpg, type Pixels, png } from '../../../testkit/pictures/pictures.ts'

/* Tests colours that differ by less than the threshold. Areas count as changed. Edges and noise do not. */

const size = { width: 600, height: 240 }
const draw = (shapes: string, background = 'white') => drawn(shapes, { ...size, background })

/**
 * The colours of heat maps, with small steps between them: ColorBrewer's blues, viridis, a diverging palette, Looker's
 * greens, and Material's greys.
 */
const ramps = {
  blues: ['#f7fbff', '#deebf7', '#c6dbef', '#9ecae1', '#6baed6', '#4292c6', '#2171b5', '#08519c', '#08306b'],
  viridis: [
    '#440154',
    '#482878',
    '#3e4989',
    '#31688e',
    '#26828e',
    '#1f9e89',
    '#35b779',
    '#6ece58',
    '#b5de2b',
  ],
  diverging: [
    '#d73027',
    '#f46d43',
    '#fdae61',
    '#fee090',
    '#ffffbf',
    '#e0f3f8',
    '#abd9e9',
    '#74add1',
    '#4575b4',
  ],
  greens: ['#e5f5e0', '#d5efcf', '#c7e9c0', '#b4e1af', '#a1d99b', '#8bcd87', '#74c476', '#5ab769', '#41ab5d'],
  greys: ['#fafafa', '#f5f5f5', '#f0f0f0', '#eeeeee', '#e8e8e8', '#e0e0e0', '#d6d6d6', '#cccccc', '#bdbdbd'],
}

/** Draws eight cells, each of 60 by 30 pixels. */
const heatMap = (colours: readonly string[]) =>
  draw(
    colours
      .slice(0, 8)
      .map((colour, i) => `<rect x="${20 + i * 62}" y="40" width="60" height="30" fill="${colour}"/>`)
      .join(''),
  )

const tile = (fill: string) => draw(`<rect x="40" y="40" width="200" height="100" fill="${fill}"/>`)
const status = (fill: string) => draw(`<rect x="40" y="40" width="4" height="24" fill="${fill}"/>`)
const bar = (fill: string, height: number) =>
  draw(`<rect x="40" y="${200 - height}" width="16" height="${height}" fill="${fill}"/>`)
const cell = 60 * 30
const all = size.width * size.height

interface Found {
  what: string
  before: Pixels
  after: Pixels
  /** The number of pixels that count as changed or shaded in a PNG. */
  pixels: number
  /** Whether the differences of all these pixels are below the threshold. */
  pale: boolean
  /**
   * Whether the change is found in a JPG, or ignored because the noise of a JPG hides shapes that are thinner than its
   * blocks.
   */
  jpg?: 'found' | 'ignored'
}

const found: Found[] = [
  ...Object.entries(ramps).map(([name, colours]) => ({
    what: `each cell of a heat map (${name}) by one step`,
    before: heatMap(colours),
    after: heatMap(colours.slice(1)),
    pixels: 8 * cell,
    pale: name === 'greens' || name === 'greys',
  })),
  {
    what: "a tile's amber",
    before: tile('#fbbc04'),
    after: tile('#f9ab00'),
    pixels: 200 * 100,
    pale: true,
  },
  {
    what: "a status' red, in a stripe of 4 pixels",
    before: status('#d93025'),
    after: status('#ea4335'),
    pixels: 4 * 24,
    pale: true,
    jpg: 'ignored',
  },
  {
    what: 'the page from white to grey',
    before: draw(''),
    after: draw('', '#e8e8e8'),
    pixels: all,
    pale: true,
  },
  {
    what: 'the page of a dark theme',
    before: draw('', '#000000'),
    after: draw('', '#1a1a1a'),
    pixels: all,
    pale: false,
  },
  {
    what: 'a tile of a dark theme',
    before: draw('<rect x="40" y="40" width="200" height="100" fill="#202124"/>', '#000000'),
    after: draw('<rect x="40" y="40" width="200" height="100" fill="#292a2d"/>', '#000000'),
    pixels: 200 * 100,
    pale: true,
    jpg: 'ignored',
  },
  {
    what: 'a pale bar, which grew by a pixel',
    before: bar('#e8f0fe', 80),
    after: bar('#e8f0fe', 81),
    pixels: 16,
    pale: true,
    jpg: 'ignored',
  },
  {
    what: 'a strong bar, which grew by a pixel',
    before: bar('#1a73e8', 80),
    after: bar('#1a73e8', 81),
    pixels: 16,
    pale: false,
    jpg: 'ignored',
  },
  {
    what: 'an area by two of 255',
    before: tile('#f0f0f0'),
    after: tile('#f2f2f2'),
    pixels: 200 * 100,
    pale: true,
    jpg: 'ignored',
  },
]

const compared = async (before: Buffer, after: Buffer) =>
  (await diff(before, after, { threshold: 0.1, ignore: [] })) as PixelDifference

describe('the comparison finds another shade of', () => {
  test.each(found)('the comparison finds another shade of $what', async ({ before, after, pixels, pale }) => {
    const { changedPixels, shadedPixels } = await compared(png(before), png(after))
    expect({ all: changedPixels + shadedPixels, pale: changedPixels === 0 }).toEqual({ all: pixels, pale })
  })

  test.each(found.filter(({ jpg }) => jpg !== 'ignored'))(
    'the comparison of two JPGs finds another shade of $what',
    async ({ before, after }) => {
      const { changedPixels, shadedPixels } = await compared(jpg(before, 80), jpg(after, 80))
      expect(changedPixels + shadedPixels).toBeGreaterThan(0)
    },
  )
})

const words = (x: number, y: number, about = 'font-size="15" fill="#202124"') =>
  `<text x="${x}" y="${y}" ${about}>Revenue by region: 4,213,007 orders, 12% returned</text>`
const title = (x: number, y: number, fill: string) =>
  `<text x="${x}" y="${y}" font-size="40" fill="${fill}">Revenue 4.2M</text>`
const shapes = (move: number) =>
  `<g transform="translate(${move} ${move})"><circle cx="120" cy="90" r="60" fill="#e8f0fe"/><path d="M220 180 L580 150 L580 200 Z" fill="#fce8e6"/><path d="M220 100 C300 20 420 160 580 60" fill="none" stroke="#34a853" stroke-width="2"/><path d="M220 30.5 H580" stroke="#e0e0e0"/></g>`
const gradient = (move: number) =>
  `<linearGradient id="g" x2="0" y2="1"><stop stop-color="#fff"/><stop offset="1" stop-color="#e8f0fe"/></linearGradient><g transform="translate(0 ${move})"><rect x="20" y="20" width="300" height="200" fill="url(#g)"/></g>`
const shadow = (move: number) =>
  `<filter id="s" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="8"/></filter><g transform="translate(${move} ${move})"><rect x="60" y="60" width="300" height="100" rx="8" fill="#3c4043" fill-opacity="0.3" filter="url(#s)"/></g>`

const ignored: [what: string, before: Pixels, after: Pixels][] = [
  ['text that moved right by a third of a pixel', draw(words(20, 50)), draw(words(20.3, 50))],
  ['text that moved down by a third of a pixel', draw(words(20, 50)), draw(words(20, 50.3))],
  [
    'text with other spacing',
    draw(words(20, 50)),
    draw(words(20, 50, 'font-size="15" letter-spacing="0.02"')),
  ],
  [
    'text drawn for precision',
    draw(words(20, 50)),
    draw(words(20, 50, 'font-size="15" text-rendering="geometricPrecision"')),
  ],
  [
    'large pale text that moved by a third of a pixel',
    draw(title(20, 90, '#e8eaed')),
    draw(title(20.3, 90.3, '#e8eaed')),
  ],
  ['pale shapes and lines that moved by a third of a pixel', draw(shapes(0)), draw(shapes(0.3))],
  [
    'pale shapes without smoothing',
    draw(shapes(0)),
    draw(`<g shape-rendering="crispEdges">${shapes(0)}</g>`),
  ],
  ['a gradient that moved by a third of a pixel', draw(gradient(0)), draw(gradient(0.3))],
  ['a shadow that moved by a third of a pixel', draw(shadow(0)), draw(shadow(0.3))],
  ['a pale bar that is longer by a third of a pixel', bar('#e8f0fe', 80), bar('#e8f0fe', 80.3)],
  ['an area whose colour changes by one of 255', tile('#f0f0f0'), tile('#f1f1f1')],
]

describe('no area of another shade is found in', () => {
  test.each(ignored)('no area of another shade is found in %s', async (_, before, after) => {
    expect(await compared(png(before), png(after))).toMatchObject({ shadedPixels: 0 })
  })

  test.each(ignored)('no area of another shade is found in a JPG with %s', async (_, before, after) => {
    for (const quality of [50, 80, 95])
      expect(await compared(jpg(before, quality), jpg(after, quality))).toMatchObject({ shadedPixels: 0 })
  })

  const whole = [draw(words(20, 210) + shapes(0)), heatMap(ramps.viridis), tile('#fbbc04')]
  test.each(whole.map((picture, i) => [i, picture] as const))(
    'no area of another shade is found in the compression noise of a JPG (picture %i)',
    async (_, picture) => {
      for (const [one, other] of [
        [jpg(picture, 95), jpg(picture, 50)],
        [jpg(picture, 80), jpg(picture, 90)],
        [png(picture), jpg(picture, 80)],
      ] as const)
        expect(await compared(one, other)).toMatchObject({ shadedPixels: 0 })
    },
  )
})

test('a color difference above the threshold counts as a change and not as another shade', async () => {
  const pair = [png(tile('#ffffff')), png(tile('#4285f4'))] as const
  expect(await compared(...pair)).toMatchObject({ changedPixels: 200 * 100, shadedPixels: 0 })
  const pale = [png(tile('#fbbc04')), png(tile('#f9ab00'))] as const
  const strict = await diff(...pale, { threshold: 0, ignore: [] })
  expect(strict).toMatchObject({ changedPixels: 200 * 100, shadedPixels: 0 })
})
