import type { Size } from '../../model.ts'

/** RGBA, four bytes a pixel, row by row from the top. The data's offset is a multiple of four. */
export interface Bitmap extends Size {
  data: Uint8Array
}

/** Two opaque pictures of the same size, one word a pixel: words compare faster than four bytes. */
export interface PixelPair extends Size {
  before: Int32Array
  after: Int32Array
}

export const pixelWords = ({ data, width, height }: Bitmap): Int32Array =>
  new Int32Array(data.buffer, data.byteOffset, width * height)

export const bytesOfWords = (words: Int32Array): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset, words.byteLength)

const bufferOf = ({ data }: Bitmap) => Buffer.from(data.buffer, data.byteOffset, data.length)

/** The rows in which two pictures of the same size differ. */
export function differingRows(before: Bitmap, after: Bitmap): number[] {
  const one = bufferOf(before)
  const other = bufferOf(after)
  const length = before.width * 4
  const rows = Array.from({ length: before.height }, (_, y) => y)
  return rows.filter(
    y => one.compare(other, y * length, (y + 1) * length, y * length, (y + 1) * length) !== 0,
  )
}

/** Whether a row equals the row above it, as most rows of a flat area do. */
export function equalsRowAbove(picture: Bitmap, y: number): boolean {
  const bytes = bufferOf(picture)
  const length = picture.width * 4
  const start = y * length
  return y > 0 && bytes.compare(bytes, start - length, start, start, start + length) === 0
}

/** The upper left part of a picture. If the width stays, the result shares the picture's memory. */
export function cropBitmap(picture: Bitmap, { width, height }: Size): Bitmap {
  if (picture.width === width) return { width, height, data: picture.data.subarray(0, width * height * 4) }
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const start = y * picture.width * 4
    data.set(picture.data.subarray(start, start + width * 4), y * width * 4)
  }
  return { width, height, data }
}
