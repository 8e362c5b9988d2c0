import { diff, type PixelDifference } from '../../../src/compare/diff/diff.ts'
import fc from '../../../testkit/fast-check.ts'
import { runs } from '../../../testkit/hostile.ts'
import { drawn, jpg, type Pixels, png, touched } from '../../../testkit/pictures/pictures.ts'

/*
 * Tests changed lines if the colours before and after the change differ by less than the threshold. A line of another
 * shade counts as a change. A line that has moved a little does not.
 */

const size = { width: 590, height: 210 }
const draw = (shapes: string, background = 'white') => drawn(shapes, { ...size, background })

const compare = async (before: Pixels, after: Pixels, encode: (picture: Pixels) => Buffer = png) =>
  (await diff(encode(before), encode(after), { threshold: 0.1, ignore: [] })) as PixelDifference

const gridlines = (colour: string, move = 0) =>
  [40, 80, 120, 160, 200].map(y => `<path d="M30 ${y + 0.5 + move} H580" stroke="${colour}"/>`).join('') +
  [100, 200, 300].map(x => `<path d="M${x + 0.5 + move} 20 V220" stroke="${colour}"/>`).join('')
const bars = [1, 2, 3, 4, 5].map(
  i => `<rect x="${i * 100 - 60}" y="${200.5 - i * 30}" width="70" height="${i * 30}" fill="#1a73e8"/>`,
)
const labels = [40, 80, 120, 160, 200].map(
  y => `<text x="2" y="${y + 4}" font-size="11" fill="#666">${y}k</text>`,
)
const chart = (gridColour: string) => gridlines(gridColour) + labels.join('') + bars.join('')
const border = (colour: string, move = 0, width = 1) =>
  `<rect x="${20.5 + move}" y="${20.5 + move}" width="500" height="180" rx="8" fill="white" stroke="${colour}" stroke-width="${width}"/>`
const series = (colour: string, move = 0, width = 2) =>
  `<path transform="translate(${move} ${move})" d="M40 180 L120 150 L200 170 L280 90 L360 110 L440 40 L560 60" fill="none" stroke="${colour}" stroke-width="${width}"/>`
const curve = (colour: string, move = 0) =>
  `<path transform="translate(${move} ${move})" d="M40 180 C120 20 200 200 280 90 S440 40 560 160" fill="none" stroke="${colour}" stroke-width="2"/>`
const text = (colour: string, move = 0, about = 'font-size="12"') =>
  `<text x="${20 + move}" y="${50 + move}" fill="${colour}" ${about}>Orders of the last twelve months, 4,213,007</text>`
const line = (length: number, colour = '#e6e6e6') =>
  `<rect x="40" y="40" width="${length}" height="1" fill="${colour}"/>`

interface Found {
  what: string
  before: Pixels
  after: Pixels
  pixels: number
  /** `hidden` means that in JPGs, noise hides the change. */
  jpg?: 'hidden'
}

const found: Found[] = [
  {
    what: 'gridlines #e6e6e6 that are switched off',
    before: draw(gridlines('#e6e6e6')),
    after: draw(''),
    pixels: 5 * 550 + 3 * 190 - 2 * 15,
  },
  {
    what: 'gridlines behind bars, between labels',
    before: draw(chart('#e6e6e6')),
    after: draw(chart('#ffffff')),
    pixels: 2000,
  },
  {
    what: 'dashed gridlines that are switched off',
    before: draw('<path d="M30 80.5 H580" stroke="#e6e6e6" stroke-dasharray="4 4"/>'),
    after: draw(''),
    pixels: 270,
  },
  {
    what: 'gridlines that got paler',
    before: draw(gridlines('#e6e6e6')),
    after: draw(gridlines('#eeeeee')),
    pixels: 3000,
    jpg: 'hidden',
  },
  {
    what: 'a border that changed from #d9d9d9 to #cccccc',
    before: draw(border('#d9d9d9')),
    after: draw(border('#cccccc')),
    pixels: 2 * 480 + 2 * 160,
  },
  {
    what: 'a border of 2 pixels that changed from #d9d9d9 to #cccccc',
    before: draw(border('#d9d9d9', 0.5, 2)),
    after: draw(border('#cccccc', 0.5, 2)),
    pixels: 2 * 2 * 480,
  },
  {
    what: 'a border on a grey page that changed from #d9d9d9 to #cccccc',
    before: draw(border('#d9d9d9'), '#f5f5f5'),
    after: draw(border('#cccccc'), '#f5f5f5'),
    pixels: 2 * 480 + 2 * 160,
    jpg: 'hidden',
  },
  {
    what: 'a pale series of 2 pixels that disappeared',
    before: draw(series('#e8f0fe')),
    after: draw(''),
    pixels: 1000,
  },
  {
    what: 'a pale curve of 2 pixels that became pink',
    before: draw(curve('#e8f0fe')),
    after: draw(curve('#fce8e6')),
    pixels: 1000,
  },
  {
    what: 'a pale series that got a little darker',
    before: draw(series('#d2e3fc')),
    after: draw(series('#c6dafc')),
    pixels: 1000,
    jpg: 'hidden',
  },
  {
    what: 'text that changed from #aaaaaa to #999999',
    before: draw(text('#aaaaaa')),
    after: draw(text('#999999')),
    pixels: 500,
    jpg: 'hidden',
  },
]

test.each(found)(
  'the comparison finds this change of lines or text: $what',
  async ({ before, after, pixels }) => {
    const { changedPixels, shadedPixels } = await compare(before, after)
    expect(changedPixels).toBe(0)
    expect(shadedPixels).toBeGreaterThanOrEqual(pixels)
  },
)

test.each(found.filter(({ jpg }) => jpg !== 'hidden'))(
  'the comparison of two JPGs finds this change of lines or text: $what',
  async ({ before, after }) => {
    expect((await compare(before, after, picture => jpg(picture, 80))).shadedPixels).toBeGreaterThan(0)
  },
)

const third = 0.33
type Move = [what: string, shape: (move: number) => string]
const moves: Move[] = [
  ...['#e6e6e6', '#999999'].map((colour): Move => [`gridlines ${colour}`, move => gridlines(colour, move)]),
  ['smoothed gridlines', move => gridlines('#e6e6e6', 0.2 + move)],
  ['a border', move => border('#d9d9d9', move)],
  ['a border of 2 pixels', move => border('#cccccc', move, 2)],
  ...['#d2e3fc', '#fce8e6', '#34a853'].flatMap(colour =>
    [1, 2, 3].map(
      (width): Move => [
        `a series ${colour} with a width of ${width} px`,
        move => series(colour, move, width),
      ],
    ),
  ),
  ...['#e8f0fe', '#34a853'].map((colour): Move => [`a curve ${colour}`, move => curve(colour, move)]),
  ...['#e0e0e0', '#aaaaaa', '#202124'].flatMap(colour =>
    [10, 14].map(
      (height): Move => [
        `text ${colour} with a height of ${height} px`,
        move => text(colour, move, `font-size="${height}"`),
      ],
    ),
  ),
]

test.each(moves)('a move by a third of a pixel does not count as a change of %s', async (_, shape) => {
  for (const [page, move] of [
    ['white', third],
    ['#f5f5f5', -third],
  ] as const) {
    const [before, after] = [draw(shape(0), page), draw(shape(move), page)]
    expect(after.data.equals(before.data)).toBe(false)
    expect((await compare(before, after)).shadedPixels).toBe(0)
  }
})

test.each(moves.filter(([what]) => /gridlines|series|text #aaa/.test(what)))(
  'a move by a third of a pixel in a JPG does not count as a change of %s',
  async (_, shape) => {
    const [before, after] = [draw(shape(0)), draw(shape(third))]
    expect((await compare(before, after, picture => jpg(picture, 80))).shadedPixels).toBe(0)
  },
)

test.each([
  ['with other spacing', 'font-size="12" letter-spacing="0.02"'],
  ['a little larger', 'font-size="12.05"'],
])('text does not count as changed if it is rendered again %s', async (_, about) => {
  for (const colour of ['#aaaaaa', '#202124'])
    expect((await compare(draw(text(colour)), draw(text(colour, 0, about)))).shadedPixels).toBe(0)
})

test.each([
  ['a series', series('#d2e3fc')],
  ['a curve', curve('#34a853')],
])('%s without anti-aliasing does not count as changed', async (_, shape) => {
  const crisp = `<g shape-rendering="crispEdges">${shape}</g>`
  expect((await compare(draw(shape), draw(crisp))).shadedPixels).toBe(0)
})

test('JPG noise around lines and text does not count as a change', async () => {
  const picture = draw(chart('#e6e6e6') + series('#d2e3fc') + text('#aaaaaa'))
  for (const [before, after] of [
    [jpg(picture, 95), jpg(picture, 50)],
    [jpg(picture, 80), jpg(picture, 90)],
    [png(picture), jpg(picture, 80)],
  ] as const)
    expect(await diff(before, after, { threshold: 0.1, ignore: [] })).toMatchObject({ shadedPixels: 0 })
})

test('a line of another shade counts as a change if it is at least 20 pixels long', async () => {
  expect((await compare(draw(''), draw(line(19)))).shadedPixels).toBe(0)
  expect((await compare(draw(''), draw(line(20)))).shadedPixels).toBe(20)
})

test.each([
  ['red', '#c8d0d0', '#d8d0d0'],
  ['green', '#d0c8d0', '#d0d8d0'],
  ['blue', '#d0d0c8', '#d0d0d8'],
])(
  'a line whose %s differs counts as a change if nearly all of it gets darker or brighter',
  async (_, darker, brighter) => {
    const halves = (one: string, other: string) =>
      draw(`<path d="M40 40.5 h30" stroke="${one}"/><path d="M70 40.5 h30" stroke="${other}"/>`, '#d0d0d0')
    const before = draw('', '#d0d0d0')
    expect((await compare(before, halves(darker, darker))).shadedPixels).toBe(60)
    expect((await compare(before, halves(darker, brighter))).shadedPixels).toBe(0)
  },
)

test('a line of another shade inside an ignored rectangle does not count as a change', async () => {
  const ignore = [{ x: 30, y: 30, width: 100, height: 20 }]
  const compared = await diff(png(draw('')), png(draw(line(50))), { threshold: 0.1, ignore })
  expect(compared).toMatchObject({ changedPixels: 0, shadedPixels: 0 })
})

test('the smoothed edges of a new label do not count as lines of another shade', async () => {
  const compared = await compare(draw(''), draw(text('#202124')))
  expect(compared.changedPixels).toBeGreaterThan(100)
  expect(compared.shadedPixels).toBe(0)
})

test('a line of another shade is one of the changed areas', async () => {
  expect((await compare(draw(''), draw(line(100)))).areas).toEqual([{ x: 40, y: 40, width: 100, height: 1 }])
  const both = await compare(draw(''), touched(draw(line(100)), 400, 200))
  expect(both.areas).toEqual([
    { x: 40, y: 40, width: 100, height: 1 },
    { x: 400, y: 200, width: 1, height: 1 },
  ])
})

interface Stripe {
  colour: number
  start: number
  thickness: number
}

/**
 * Draws a grey picture with a stripe. As in a browser, the colours at the edges of the stripe are between those of the
 * stripe and the background.
 */
function striped(background: number, isVertical: boolean, length: number, stripe?: Stripe): Pixels {
  const side = 60
  const data = Buffer.alloc(side * side * 4, 255)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const [along, across] = isVertical ? [y, x] : [x, y]
      const covered = stripe
        ? Math.min(across + 1, stripe.start + stripe.thickness) - Math.max(across, stripe.start)
        : 0
      const share = along >= 10 && along < 10 + length ? Math.max(0, covered) : 0
      const grey = Math.round(background + ((stripe?.colour ?? 0) - background) * share)
      data.fill(grey, (y * side + x) * 4, (y * side + x) * 4 + 3)
    }
  return { width: side, height: side, data }
}

const greys = fc.integer({ min: 60, max: 255 })
const lengths = fc.integer({ min: 1, max: 50 })
/** Differences between two greys. All of them are below the threshold. */
const contrasts = fc.integer({ min: 3, max: 20 })
const stripes = fc.record({
  background: greys,
  contrast: contrasts,
  isVertical: fc.boolean(),
  length: lengths,
  start: fc.integer({ min: 0, max: 58 }),
  thickness: fc.constantFrom(1, 2),
})

test('a new or missing thin line counts as a change if it is at least 20 pixels long', () =>
  fc.assert(
    fc.asyncProperty(stripes, fc.boolean(), async (stripe, isAdded) => {
      const { background, contrast, isVertical, length } = stripe
      const without = striped(background, isVertical, length)
      const line = striped(background, isVertical, length, { ...stripe, colour: background - contrast })
      const { changedPixels, shadedPixels } = await (isAdded
        ? compare(without, line)
        : compare(line, without))
      expect(changedPixels).toBe(0)
      expect(shadedPixels).toBe(length < 20 ? 0 : length * stripe.thickness)
    }),
    runs(80),
  ))

test('a line or area that moves by up to half a pixel does not count as a change', () =>
  fc.assert(
    fc.asyncProperty(
      fc.record({
        background: greys,
        colour: greys,
        isVertical: fc.boolean(),
        start: fc.double({ min: 2, max: 40, noNaN: true }),
        thickness: fc.double({ min: 1, max: 12, noNaN: true }),
        move: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
      }),
      async ({ background, isVertical, move, ...stripe }) => {
        const before = striped(background, isVertical, 60, stripe)
        const after = striped(background, isVertical, 60, { ...stripe, start: stripe.start + move })
        const difference = await diff(png(before), png(after), { threshold: 0.1, ignore: [] })
        if (difference.kind !== 'equal') expect(difference.shadedPixels).toBe(0)
      },
    ),
    runs(100),
  ))
