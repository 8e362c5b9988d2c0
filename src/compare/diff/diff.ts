import type { Rectangle, Size } from '../../model.ts'
import {
  boxesWithin,
  type Counts,
  countCovered,
  excludeNoise,
  findAreas,
  type Marked,
  type Marks,
} from './areas.ts'
import {
  type Bitmap,
  cropBitmap,
  type Decoded,
  decodeBitmap,
  differingRows,
  pixelWords,
  rowRepeats,
} from './bitmap.ts'
import { markChanges } from './mark-changes.ts'
import { encodePalettePng } from './png.ts'
import { shadeLimits } from './shades.ts'
import { type DrawnStrip, drawStrip } from './strip.ts'

export interface DiffOptions {
  /** Colours with at least this distance are different. From 0 to 1, like pixelmatch's `threshold`. */
  threshold: number
  /** Pixels in these rectangles are not compared. */
  ignore: readonly Rectangle[]
  /** A second render of the picture after. Differences between the two renders are noise, not changes. */
  again?: Uint8Array
}

/** The difference of two pictures. Pixels that only one picture has count as changed. */
export interface PixelDifference extends Counts {
  kind: 'compared'
  /** The number of pixels that at least one picture has, without ignored pixels. */
  pixels: number
  sizes: { before: Size; after: Size }
  isResized: boolean
  /** The changed areas, in reading order: at most 18 rectangles. */
  areas: readonly Rectangle[]
  /** A PNG with the size of the larger picture. Undefined if neither a pixel nor the size changed. */
  picture?: Uint8Array
  /** The changed areas before and after. Undefined if there are no areas. */
  strip?: DrawnStrip
}

/** `equal` means that the bytes are the same, so neither file was decoded. */
export type Difference = { kind: 'equal' } | PixelDifference

/**
 * Compares two PNG or JPG files. If their sizes differ, compares the common part at the upper left.
 * @throws ActionError if a file is broken or too large
 */
export async function diff(before: Uint8Array, after: Uint8Array, options: DiffOptions): Promise<Difference> {
  if (Buffer.compare(before, after) === 0) return { kind: 'equal' }
  // Both files are inflated at the same time, in libuv's threads.
  const pictures = await Promise.all([decodeBitmap(before, 'before'), decodeBitmap(after, 'after')])
  const { ignore } = options
  const sizes = { before: sizeOf(pictures[0]), after: sizeOf(pictures[1]) }
  const common = {
    width: Math.min(sizes.before.width, sizes.after.width),
    height: Math.min(sizes.before.height, sizes.after.height),
  }
  const noise = options.again && (await findNoise(pictures[1], options.again, options))
  const found = findChanges(pictures, common, options)
  const { marks, ...inside } = noise ? excludeNoise(found.marks, noise) : found
  const countCompared = (size: Size) => area(size) - countCovered(ignore, size)
  const pixels = countCompared(sizes.before) + countCompared(sizes.after) - countCompared(common)
  const changedPixels = inside.changedPixels + pixels - countCompared(common)
  const { shadedPixels } = inside
  const isResized = area(sizes.before) !== area(common) || area(sizes.after) !== area(common)
  const compared = { kind: 'compared', changedPixels, shadedPixels, pixels, sizes, isResized } as const
  if (changedPixels + shadedPixels === 0 && !isResized) return { ...compared, areas: [] }
  const areas = findAreas(marks, pictures, ignore)
  // The strip takes longer to compress, so another thread compresses it while the difference image is drawn.
  const [strip, picture] = await Promise.all([
    drawStrip(pictures, areas, marks),
    drawDifference(pictures, marks, ignore),
  ])
  return { ...compared, areas, picture, ...(strip && { strip }) }
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height })
const area = ({ width, height }: Size) => width * height

function findChanges(
  pictures: readonly [Decoded, Decoded],
  common: Size,
  { threshold, ignore }: DiffOptions,
): Marked {
  const [before, after] = [cropBitmap(pictures[0], common), cropBitmap(pictures[1], common)]
  const pair = { ...common, before: pixelWords(before), after: pixelWords(after) }
  const limits = shadeLimits[pictures.some(({ format }) => format === 'jpg') ? 'jpg' : 'png']
  return markChanges(pair, differingRows(before, after), { threshold, ignore, limits })
}

/** Returns undefined if the sizes of the two renders differ, because their pixels cannot be matched. */
async function findNoise(
  after: Decoded,
  bytes: Uint8Array,
  options: DiffOptions,
): Promise<Marks | undefined> {
  const again = await decodeBitmap(bytes, 'after')
  const { width, height } = after
  if (again.width !== width || again.height !== height) return undefined
  return findChanges([again, after], { width, height }, options).marks
}

/**
 * The palette has four parts: 64 pale greys for the picture after, the same greys in red for a part that only one
 * picture has, a colour for each mark, and the hatching of ignored rectangles.
 */
const greys = 64
const firstTint = greys
const firstMark = 2 * greys - 1
const hatching = firstMark + 4
const palette = Buffer.from([
  ...Array.from({ length: greys }, (_, grey) => [192 + grey, 192 + grey, 192 + grey]).flat(),
  ...Array.from({ length: greys }, (_, grey) => [255, 128 + grey, 128 + grey]).flat(),
  ...[255, 0, 0],
  ...[0, 96, 255],
  ...[230, 150, 0],
  ...[150, 150, 160],
])
const white = greys - 1

/**
 * Draws the picture after in pale greys, changed pixels in red, pixels with a different shade in blue, and noise in
 * amber. A part that only one picture has is pale red, and a part that neither picture has is white. Ignored rectangles
 * are hatched. Returns a PNG with a palette, which reduces the bytes to compress to a quarter. `marks` cover the common
 * part.
 */
export function drawDifference(
  pictures: readonly [Bitmap, Bitmap],
  marks: Marks,
  ignore: readonly Rectangle[],
): Promise<Uint8Array> {
  const [before, after] = pictures
  const width = Math.max(before.width, after.width)
  const height = Math.max(before.height, after.height)
  const rows = new Uint8Array((width + 1) * height)
  const canvas = { width, height, rows }
  if (marks.width < width || marks.height < height) {
    rows.fill(white)
    for (let y = 0; y < height; y++) rows[y * (width + 1)] = 0
    for (const picture of pictures) drawTinted(picture, canvas)
  }
  drawMarked(after, marks, canvas)
  hatch(ignore, canvas)
  return encodePalettePng({ width, height }, palette, rows)
}

interface Canvas extends Size {
  /** The rows of a PNG: a byte for the filter, then one palette index per pixel. */
  rows: Uint8Array
}

function drawTinted(picture: Bitmap, canvas: Canvas): void {
  const pixels = pixelWords(picture)
  for (let y = 0, i = 0; y < picture.height; y++) {
    const to = y * (canvas.width + 1) + 1
    for (let x = 0; x < picture.width; x++) canvas.rows[to + x] = firstTint + greyOf(pixels[i++] as number)
  }
}

function drawMarked(picture: Bitmap, marks: Marks, canvas: Canvas): void {
  const pixels = pixelWords(picture)
  const stride = canvas.width + 1
  const withMarks = new Set(marks.rows)
  const repeatsPicture = rowRepeats(picture.data, 4 * picture.width)
  const repeatsMarks = rowRepeats(marks.data, marks.width)
  for (let y = 0; y < marks.height; y++) {
    const to = y * stride + 1
    if (repeatsPicture(y) && repeatsMarks(y)) {
      canvas.rows.copyWithin(to, to - stride, to - stride + marks.width)
      continue
    }
    const row = canvas.rows.subarray(to, to + marks.width)
    drawGreys(pixels.subarray(y * picture.width), row)
    if (withMarks.has(y)) drawMarks(marks.data.subarray(y * marks.width), row)
  }
}

function drawGreys(pixels: Int32Array, row: Uint8Array): void {
  for (let x = 0; x < row.length; x++) row[x] = greyOf(pixels[x] as number)
}

function drawMarks(marks: Uint8Array, row: Uint8Array): void {
  for (let x = 0; x < row.length; x++) {
    const mark = marks[x] as number
    if (mark !== 0) row[x] = firstMark + mark
  }
}

const greyOf = (pixel: number) =>
  (77 * (pixel & 255) + 150 * ((pixel >>> 8) & 255) + 29 * ((pixel >>> 16) & 255)) >> 10

/** Draws a frame, and thin lines eight pixels apart, so that the picture stays visible. */
function hatch(ignore: readonly Rectangle[], canvas: Canvas): void {
  for (const { left, top, right, bottom } of boxesWithin(ignore, canvas))
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) {
        const isFrame = x === left || x === right - 1 || y === top || y === bottom - 1
        if (isFrame || (x + y) % 8 === 0) canvas.rows[y * (canvas.width + 1) + 1 + x] = hatching
      }
}
