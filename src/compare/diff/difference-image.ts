import { deflateSync } from 'node:zlib'
import type { Size } from '../../model.ts'
import type { Bitmap } from './pixels.ts'
import { chunk } from './png-chunks.ts'

/** The picture after in 64 pale greys; then the mark of a changed pixel; then the greys in the mark's tint. */
const shades = 64
const changed = shades
const tinted = shades + 1
const palette = Buffer.from([
  ...Array.from({ length: shades }, (_, shade) => [192 + shade, 192 + shade, 192 + shade]).flat(),
  ...[255, 0, 0],
  ...Array.from({ length: shades }, (_, shade) => [255, 128 + shade, 128 + shade]).flat(),
])
const white = shades - 1

/**
 * Draws the second picture faded, the pixels that changed in red, and what one of the two alone has in that one's
 * pale red; what neither has is white. `mask` covers what both have: a pixel that is not zero changed.
 * Gives a PNG with a palette: a quarter of the bytes to compress.
 */
export function drawDifference(pictures: readonly [Bitmap, Bitmap], mask: Bitmap): Uint8Array {
  const [before, after] = pictures
  const width = Math.max(before.width, after.width)
  const height = Math.max(before.height, after.height)
  const rows = new Uint8Array((width + 1) * height).fill(white)
  for (let y = 0; y < height; y++) rows[y * (width + 1)] = 0
  const canvas = { width, rows }
  if (mask.width < width || mask.height < height)
    for (const picture of pictures) shade(picture, canvas, tinted)
  shade({ ...after, width: mask.width, height: mask.height, stride: after.width }, canvas, 0)
  mark(mask, canvas)
  return encode({ width, height }, rows)
}

interface Canvas {
  width: number
  /** Rows of a PNG: the filter's byte, then an index a pixel. */
  rows: Uint8Array
}

/** The upper left part of a picture whose rows are `stride` pixels long; `base` is the index of its darkest shade. */
function shade(picture: Bitmap & { stride?: number }, canvas: Canvas, base: number): void {
  const { data, width, height, stride = width } = picture
  for (let y = 0; y < height; y++) {
    let to = y * (canvas.width + 1) + 1
    const start = y * stride * 4
    for (let i = start; i < start + width * 4; i += 4) {
      const luma = 77 * (data[i] as number) + 150 * (data[i + 1] as number) + 29 * (data[i + 2] as number)
      canvas.rows[to++] = base + (luma >> 10)
    }
  }
}

function mark({ data, width, height }: Bitmap, canvas: Canvas): void {
  const pixels = new Uint32Array(data.buffer, data.byteOffset, width * height)
  for (let y = 0, i = 0; y < height; y++) {
    const start = y * (canvas.width + 1) + 1
    for (let x = 0; x < width; x++) if (pixels[i++] !== 0) canvas.rows[start + x] = changed
  }
}

/** An 8-bit PNG with the palette above. */
function encode({ width, height }: Size, rows: Uint8Array): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
