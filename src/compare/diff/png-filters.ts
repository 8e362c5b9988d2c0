/**
 * Undoes the filters of a PNG's rows in place (ISO 15948, 9.2), four samples at once: a word is a pixel, whose bytes
 * are added each for itself. `filters` names one for each row; throws a RangeError for one that does not exist.
 */
export function unfilter(pixels: Int32Array, width: number, filters: Uint8Array): void {
  const nothing = new Int32Array(width)
  for (let y = 0; y < filters.length; y++) {
    const filter = filters[y] as number
    const undo = inverse[filter]
    if (!undo) throw new RangeError(`there is no filter ${filter}`)
    const start = y * width
    // Above the first row and left of the first column all counts as zeros.
    undo(pixels.subarray(start, start + width), y === 0 ? nothing : pixels.subarray(start - width, start))
  }
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
