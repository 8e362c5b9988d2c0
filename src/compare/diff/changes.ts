import { smoothsEdge } from './anti-aliasing.ts'
import { changeMark, type Marks } from './marks.ts'
import type { Pair } from './pixels.ts'

/*
 * The pixels that pixelmatch 7 counts, in a quarter of its time where all changed: colours are words here, nothing is
 * transparent, rows that are equal are left out, and of an area the colours are measured once. Of the others that tell
 * anti-aliasing apart, odiff is a native program of 5 MB for each platform.
 */

/** Between the two colours that are the farthest apart. */
const maxDistance = 35_215

/**
 * Marks the pixels whose colours are farther apart than the threshold, 0 to 1, but for those that smooth an edge in
 * either picture, and counts them.
 */
export function markChanges(pair: Pair, marks: Marks, threshold: number): number {
  const tolerated = maxDistance * threshold * threshold
  let count = 0
  for (const y of marks.rows) count += markRow(pair, y, marks.data, tolerated)
  return count
}

function markRow(pair: Pair, y: number, marks: Uint8Array, tolerated: number): number {
  const { before, after, width } = pair
  let count = 0
  let one = 0
  let other = 0
  let isApart = false
  for (let x = 0; x < width; x++) {
    const i = y * width + x
    const a = before[i] as number
    const b = after[i] as number
    if (a === b) continue
    if (a !== one || b !== other) {
      one = a
      other = b
      isApart = distance(a, b) > tolerated
    }
    if (!isApart || smoothsEdge(before, after, pair, x, y) || smoothsEdge(after, before, pair, x, y)) continue
    marks[i] = changeMark
    count++
  }
  return count
}

/** Squared, in YIQ (Kotsarenko and Ramos, "Measuring perceived color difference", 2010). */
function distance(a: number, b: number): number {
  const red = (a & 255) - (b & 255)
  const green = ((a >>> 8) & 255) - ((b >>> 8) & 255)
  const blue = ((a >>> 16) & 255) - ((b >>> 16) & 255)
  const y = red * 0.29889531 + green * 0.58662247 + blue * 0.11448223
  const i = red * 0.59597799 - green * 0.2741761 - blue * 0.32180189
  const q = red * 0.21147017 - green * 0.52261711 + blue * 0.31114694
  return 0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q
}
