import type { Size } from '../../model.ts'

/** Rows from the top, four bytes (RGBA) a pixel, at an offset that an Int32Array can take. */
export interface Bitmap extends Size {
  data: Uint8Array
}

export interface DecodedBitmap extends Bitmap {
  /** Whether it is known that no pixel is transparent. */
  isOpaque: boolean
}

/** A word a pixel: quicker to compare than four bytes. */
export const wordsOf = ({ data, width, height }: Bitmap): Int32Array =>
  new Int32Array(data.buffer, data.byteOffset, width * height)

/** Two pictures of one size, neither of them transparent anywhere. */
export interface Pair extends Size {
  before: Int32Array
  after: Int32Array
}

const bytesOf = ({ data }: Bitmap) => Buffer.from(data.buffer, data.byteOffset, data.length)

/** The rows in which two pictures of one size differ anywhere. */
export function rowsThatDiffer(before: Bitmap, after: Bitmap): number[] {
  const one = bytesOf(before)
  const other = bytesOf(after)
  const length = before.width * 4
  const rows = Array.from({ length: before.height }, (_, y) => y)
  return rows.filter(
    y => one.compare(other, y * length, (y + 1) * length, y * length, (y + 1) * length) !== 0,
  )
}

/** Most rows of an area are. */
export function isAsRowAbove(picture: Bitmap, y: number): boolean {
  const bytes = bytesOf(picture)
  const length = picture.width * 4
  const start = y * length
  return y > 0 && bytes.compare(bytes, start - length, start, start, start + length) === 0
}
