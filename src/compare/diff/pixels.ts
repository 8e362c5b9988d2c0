import type { Size } from '../../model.ts'

/** RGBA with four bytes per pixel, row by row from the top. The data's offset is a multiple of four. */
export interface Bitmap extends Size {
  data: Uint8Array
}

/** Two opaque pictures of the same size, one word per pixel, because comparing words is faster than comparing bytes. */
export interface PixelPair extends Size {
  before: Int32Array
  after: Int32Array
}

export const pixelWords = ({ data, width, height }: Bitmap): Int32Array =>
  new Int32Array(data.buffer, data.byteOffset, width * height)

export const bytesOfWords = (words: Int32Array): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset, words.byteLength)

/** Returns the red (0), green (1) or blue (2) sample of a pixel. */
export const channelOf = (pixel: number, channel: number): number => (pixel >>> (8 * channel)) & 255

/** Whether one of the three colour channels differs by at least `minDifference`. */
export const hasMoved = (a: number, b: number, minDifference: number): boolean =>
  Math.abs((a & 255) - (b & 255)) >= minDifference ||
  Math.abs(((a >>> 8) & 255) - ((b >>> 8) & 255)) >= minDifference ||
  Math.abs(((a >>> 16) & 255) - ((b >>> 16) & 255)) >= minDifference

const bufferOf = ({ data }: Bitmap) => Buffer.from(data.buffer, data.byteOffset, data.length)

/** Returns the rows in which two pictures of the same size differ. */
export function differingRows(before: Bitmap, after: Bitmap): number[] {
  const one = bufferOf(before)
  const other = bufferOf(after)
  const length = before.width * 4
  const rows = Array.from({ length: before.height }, (_, y) => y)
  return rows.filter(
    y => one.compare(other, y * length, (y + 1) * length, y * length, (y + 1) * length) !== 0,
  )
}

/** Whether a row equals the row above, as in most rows of a flat area. */
export function equalsRowAbove(pixels: Int32Array, width: number, y: number): boolean {
  const bytes = Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength)
  const length = width * 4
  const start = y * length
  return y > 0 && bytes.compare(bytes, start - length, start, start, start + length) === 0
}

/** Returns the upper left part of a picture. If the width does not change, the result shares the picture's memory. */
export function cropBitmap(picture: Bitmap, { width, height }: Size): Bitmap {
  if (picture.width === width) return { width, height, data: picture.data.subarray(0, width * height * 4) }
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const start = y * picture.width * 4
    data.set(picture.data.subarray(start, start + width * 4), y * width * 4)
  }
  return { width, height, data }
}
