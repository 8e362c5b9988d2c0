import type { Header } from './png-chunks.ts'

export interface Unfiltered {
  /** RGBA, of all rows. */
  pixels: Int32Array
  isOpaque: boolean
}

/**
 * Undoes the filters of the rows of a PNG (ISO 15948, 9.2) of RGB or RGBA, 8 bits each; of RGBA in the same memory. Four
 * samples at once: a word is a pixel, whose bytes are added each for itself. Throws a RangeError for a filter that does
 * not exist.
 */
export function unfilter(raw: Buffer, { width, height, colour }: Header): Unfiltered {
  const isRgb = colour === 2
  const pixels = isRgb
    ? new Int32Array(width * height)
    : new Int32Array(raw.buffer, raw.byteOffset, width * height)
  const length = width * (isRgb ? 3 : 4)
  const zeros = Buffer.alloc(length)
  // Above the first row and left of the first column all counts as zeros.
  let above: Int32Array = new Int32Array(width)
  let common = -1
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (length + 1)] as number
    const start = y * (length + 1) + 1
    const row = pixels.subarray(y * width, (y + 1) * width)
    const undo = inverse[filter]
    if (!undo) throw new RangeError(`there is no filter ${filter}`)
    // Most rows of an area are as the one above.
    if (y > 0 && undo === up && raw.compare(zeros, 0, length, start, start + length) === 0) row.set(above)
    else {
      if (isRgb) widen(raw.subarray(start, start + length), row)
      else raw.copyWithin(y * length, start, start + length)
      undo(row, above)
      if (isRgb) makeOpaque(row)
      else common &= commonBits(row)
    }
    above = row
  }
  return { pixels, isOpaque: isRgb || common >>> 24 === 255 }
}

/** Its alpha may be anything until the row is done: no byte of a pixel has a say in another. */
function widen(rgb: Uint8Array, row: Int32Array): void {
  for (let x = 0, i = 0; x < row.length; x++, i += 3)
    row[x] = (rgb[i] as number) | ((rgb[i + 1] as number) << 8) | ((rgb[i + 2] as number) << 16)
}

function makeOpaque(pixels: Int32Array): void {
  for (let i = 0; i < pixels.length; i++) pixels[i] = (pixels[i] as number) | 0xff000000
}

function commonBits(row: Int32Array): number {
  let common = -1
  for (let x = 0; x < row.length; x++) common &= row[x] as number
  return common
}

type Undo = (row: Int32Array, above: Int32Array) => void

const none: Undo = () => undefined

const sub: Undo = row => {
  for (let x = 0, left = 0; x < row.length; x++) {
    left = plus(row[x] as number, left)
    row[x] = left
  }
}

const up: Undo = (row, above) => {
  for (let x = 0; x < row.length; x++) row[x] = plus(row[x] as number, above[x] as number)
}

const average: Undo = (row, above) => {
  for (let x = 0, left = 0; x < row.length; x++) {
    left = plus(row[x] as number, mean(left, above[x] as number))
    row[x] = left
  }
}

const paeth: Undo = (row, above) => {
  for (let x = 0, left = 0, corner = 0; x < row.length; x++) {
    const over = above[x] as number
    // Where two of the three are equal, which is nearly everywhere in a chart, all bytes are predicted alike.
    const guess = over === corner ? left : left === corner ? over : predict(left, over, corner)
    left = plus(row[x] as number, guess)
    row[x] = left
    corner = over
  }
}

const inverse: readonly Undo[] = [none, sub, up, average, paeth]

/** Sums of bytes, each modulo 256: the upper bits apart, so that nothing is carried over. */
const plus = (a: number, b: number) => ((a & 0x7f7f7f7f) + (b & 0x7f7f7f7f)) ^ ((a ^ b) & 0x80808080)

/** Means of bytes, rounded down. */
const mean = (a: number, b: number) => (a & b) + (((a ^ b) >>> 1) & 0x7f7f7f7f)

const predict = (a: number, b: number, c: number) =>
  nearest(a & 255, b & 255, c & 255) |
  (nearest((a >>> 8) & 255, (b >>> 8) & 255, (c >>> 8) & 255) << 8) |
  (nearest((a >>> 16) & 255, (b >>> 16) & 255, (c >>> 16) & 255) << 16) |
  (nearest(a >>> 24, b >>> 24, c >>> 24) << 24)

/** Whichever of left, above and upper left is nearest to left + above - upper left. */
function nearest(a: number, b: number, c: number): number {
  const toA = Math.abs(b - c)
  const toB = Math.abs(a - c)
  const toC = Math.abs(a + b - c - c)
  return toA <= toB && toA <= toC ? a : toB <= toC ? b : c
}
