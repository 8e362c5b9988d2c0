import { deflateSync } from 'node:zlib'
import type { Rectangle, Size } from '../../model.ts'
import { partsOf } from './ignore.ts'
import type { Marks } from './marks.ts'
import { type Bitmap, isAsRowAbove, wordsOf } from './pixels.ts'
import { chunk, signature } from './png-chunks.ts'

/**
 * The picture after in 64 pale greys; the greys in the tint of what changed; then the marks, in their order: of a pixel
 * that changed, of one of another shade, and of noise; then the hatching over what is ignored.
 */
const greys = 64
const tinted = greys
const marked = 2 * greys - 1
const hatching = marked + 4
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
 * Draws the second picture faded, the pixels that changed in red, those of another shade in blue, noise in amber, and what
 * one of the two alone has in that one's pale red; what neither has is white, what is ignored is hatched. `marks` cover
 * what both have. Gives a PNG with a palette: a quarter of the bytes to compress.
 */
export function drawDifference(
  pictures: readonly [Bitmap, Bitmap],
  marks: Marks,
  ignore: readonly Rectangle[],
): Uint8Array {
  const [before, after] = pictures
  const width = Math.max(before.width, after.width)
  const height = Math.max(before.height, after.height)
  const rows = new Uint8Array((width + 1) * height)
  const canvas = { width, height, rows }
  if (marks.width < width || marks.height < height) {
    rows.fill(white)
    for (let y = 0; y < height; y++) rows[y * (width + 1)] = 0
    for (const picture of pictures) tint(picture, canvas)
  }
  fade(after, marks, canvas)
  hatch(ignore, canvas)
  return encode({ width, height }, rows)
}

interface Canvas extends Size {
  /** Rows of a PNG: the filter's byte, then an index a pixel. */
  rows: Uint8Array
}

function tint(picture: Bitmap, canvas: Canvas): void {
  const pixels = wordsOf(picture)
  for (let y = 0, i = 0; y < picture.height; y++) {
    const to = y * (canvas.width + 1) + 1
    for (let x = 0; x < picture.width; x++) canvas.rows[to + x] = tinted + greyOf(pixels[i++] as number)
  }
}

/** What both have: the marks, and what is not marked in grey. */
function fade(picture: Bitmap, marks: Marks, canvas: Canvas): void {
  const pixels = wordsOf(picture)
  const stride = canvas.width + 1
  const withMarks = new Set(marks.rows)
  for (let y = 0; y < marks.height; y++) {
    const to = y * stride + 1
    const isPlain = !withMarks.has(y) && !withMarks.has(y - 1)
    if (isPlain && isAsRowAbove(picture, y))
      canvas.rows.copyWithin(to, to - stride, to - stride + marks.width)
    else
      fadeRow(
        pixels.subarray(y * picture.width),
        marks.data.subarray(y * marks.width, (y + 1) * marks.width),
        canvas.rows.subarray(to),
      )
  }
}

function fadeRow(pixels: Int32Array, marks: Uint8Array, row: Uint8Array): void {
  for (let x = 0; x < marks.length; x++) {
    const mark = marks[x] as number
    row[x] = mark === 0 ? greyOf(pixels[x] as number) : marked + mark
  }
}

const greyOf = (pixel: number) =>
  (77 * (pixel & 255) + 150 * ((pixel >>> 8) & 255) + 29 * ((pixel >>> 16) & 255)) >> 10

/** Thin lines, eight pixels apart, and a frame: what lies below is still seen. */
function hatch(ignore: readonly Rectangle[], canvas: Canvas): void {
  for (const { left, top, right, bottom } of partsOf(ignore, canvas))
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) {
        const isFrame = x === left || x === right - 1 || y === top || y === bottom - 1
        if (isFrame || (x + y) % 8 === 0) canvas.rows[y * (canvas.width + 1) + 1 + x] = hatching
      }
}

/** An 8-bit PNG with the palette above. */
function encode({ width, height }: Size, rows: Uint8Array): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3], 8)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
