import { deflateSync } from 'node:zlib'
import type { Rectangle, Size } from '../../model.ts'
import { partsOf } from './ignore.ts'
import { noiseMark } from './noise.ts'
import type { Bitmap } from './pixels.ts'
import { chunk, signature } from './png-chunks.ts'
import { shadeMark } from './shades.ts'

/**
 * The picture after in 64 pale greys; the greys in the tint of what changed; then the marks: of a pixel that changed, of
 * one of another shade, of the hatching over what is ignored, and of noise.
 */
const greys = 64
const tinted = greys
const changed = 2 * greys
const shaded = changed + 1
const hatching = changed + 2
const noisy = changed + 3
const palette = Buffer.from([
  ...Array.from({ length: greys }, (_, grey) => [192 + grey, 192 + grey, 192 + grey]).flat(),
  ...Array.from({ length: greys }, (_, grey) => [255, 128 + grey, 128 + grey]).flat(),
  ...[255, 0, 0],
  ...[0, 96, 255],
  ...[150, 150, 160],
  ...[230, 150, 0],
])
const white = greys - 1

/**
 * Draws the second picture faded, the pixels that changed in red, those of another shade in blue, noise in amber, and what one of
 * the two alone has in that one's pale red; what neither has is white, what is ignored is hatched. `mask` covers what both
 * have: a pixel that is not zero changed. Gives a PNG with a palette: a quarter of the bytes to compress.
 */
export function drawDifference(
  pictures: readonly [Bitmap, Bitmap],
  mask: Bitmap,
  ignore: readonly Rectangle[],
): Uint8Array {
  const [before, after] = pictures
  const width = Math.max(before.width, after.width)
  const height = Math.max(before.height, after.height)
  const rows = new Uint8Array((width + 1) * height).fill(white)
  for (let y = 0; y < height; y++) rows[y * (width + 1)] = 0
  const canvas = { width, height, rows }
  if (mask.width < width || mask.height < height)
    for (const picture of pictures) fade(picture, canvas, tinted)
  fade({ ...after, width: mask.width, height: mask.height, stride: after.width }, canvas, 0)
  mark(mask, canvas)
  hatch(ignore, canvas)
  return encode({ width, height }, rows)
}

interface Canvas extends Size {
  /** Rows of a PNG: the filter's byte, then an index a pixel. */
  rows: Uint8Array
}

/** The upper left part of a picture whose rows are `stride` pixels long; `base` is the index of its darkest grey. */
function fade(picture: Bitmap & { stride?: number }, canvas: Canvas, base: number): void {
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
  const pixels = new Int32Array(data.buffer, data.byteOffset, width * height)
  for (let y = 0, i = 0; y < height; y++) {
    const start = y * (canvas.width + 1) + 1
    for (let x = 0; x < width; x++) {
      const found = pixels[i++]
      if (found !== 0)
        canvas.rows[start + x] = found === shadeMark ? shaded : found === noiseMark ? noisy : changed
    }
  }
}

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
