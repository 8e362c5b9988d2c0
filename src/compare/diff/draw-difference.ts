import type { Rectangle, Size } from '../../model.ts'
import { boxesWithin, type Marks } from './areas.ts'
import { type Bitmap, pixelWords, rowRepeats } from './decode-bitmap.ts'
import { encodePalettePng } from './png.ts'

/**
 * The number of greys in the palette. The palette has 64 pale greys for the "after" picture, and 64 pale reds for
 * pixels that exist in only one picture. It also has a colour for each mark, and a colour for the hatching.
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
 * Draws the "after" picture in pale greys, changed pixels in red, pixels with a different shade in blue, and noise in
 * amber. Pixels that exist in only one picture are pale red, and pixels that exist in neither picture are white.
 * Ignored rectangles are hatched. A PNG with a palette has a quarter of the bytes to compress.
 * @param marks the marks of the common part
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

/** Draws a frame and thin diagonal lines, so that the picture stays visible between the lines. */
function hatch(ignore: readonly Rectangle[], canvas: Canvas): void {
  for (const { left, top, right, bottom } of boxesWithin(ignore, canvas))
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) {
        const isFrame = x === left || x === right - 1 || y === top || y === bottom - 1
        if (isFrame || (x + y) % 8 === 0) canvas.rows[y * (canvas.width + 1) + 1 + x] = hatching
      }
}
