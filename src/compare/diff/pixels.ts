import type { Size } from '../../model.ts'

/** Rows from the top, four bytes (RGBA) a pixel, at an offset that an Int32Array can take. */
export interface Bitmap extends Size {
  data: Uint8Array
}

/** A word a pixel: quicker to compare than four bytes. */
export const wordsOf = ({ data, width, height }: Bitmap): Int32Array =>
  new Int32Array(data.buffer, data.byteOffset, width * height)

/** Two pictures of one size, neither of them transparent anywhere. */
export interface Pair extends Size {
  before: Int32Array
  after: Int32Array
}

/** The rows in which two pictures of one size differ anywhere. */
export function rowsThatDiffer(before: Bitmap, after: Bitmap): number[] {
  const [one, other] = [before, after].map(({ data }) =>
    Buffer.from(data.buffer, data.byteOffset, data.length),
  )
  const length = before.width * 4
  const rows: number[] = []
  for (let y = 0; y < before.height; y++) {
    const [start, end] = [y * length, (y + 1) * length]
    if (one?.compare(other as Buffer, start, end, start, end) !== 0) rows.push(y)
  }
  return rows
}
