import { smoothsEdge } from './anti-aliasing.ts'
import { cellAt } from './grid.ts'
import { type Counts, changeMark, type Marks, shadeMark } from './marks.ts'
import type { Pair } from './pixels.ts'
import { shadeFinder } from './shades.ts'

/*
 * The pixels that pixelmatch 7 counts, in a quarter of its time where all changed: colours are words here, nothing is
 * transparent, rows that are equal are left out, and of an area the colours are measured once. Of the others that tell
 * anti-aliasing apart, odiff is a native program of 5 MB for each platform.
 */

/** Between the two colours that are the farthest apart. */
const maxDistance = 35_215

export interface Measures {
  /** From how far apart colours differ, 0 to 1. */
  threshold: number
  /** How far a channel moves at least, of 255, in what is another shade. */
  leastShade: number
}

/**
 * Marks and counts the pixels whose colours are farther apart than the threshold, but for those that smooth an edge in
 * either picture; and of the others those of areas of another shade.
 */
export function markChanges(pair: Pair, marks: Marks, { threshold, leastShade }: Measures): Counts {
  const tolerated = maxDistance * threshold * threshold
  const isShaded = shadeFinder(pair, leastShade)
  let changedPixels = 0
  let shadedPixels = 0
  for (const y of marks.rows) {
    const row = markRow(pair, y, marks, tolerated, isShaded)
    changedPixels += row.changedPixels
    shadedPixels += row.shadedPixels
  }
  return { changedPixels, shadedPixels }
}

function markRow(
  pair: Pair,
  y: number,
  { data, grid }: Marks,
  tolerated: number,
  isShaded: (i: number) => boolean,
): Counts {
  const { before, after, width } = pair
  const { cells, stride } = grid
  let changedPixels = 0
  let shadedPixels = 0
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
    if (!isApart) {
      if (!isShaded(i)) continue
      data[i] = shadeMark
      shadedPixels++
    } else {
      if (smoothsEdge(before, after, pair, x, y) || smoothsEdge(after, before, pair, x, y)) continue
      data[i] = changeMark
      changedPixels++
    }
    cells[cellAt(stride, x, y)] = 1
  }
  return { changedPixels, shadedPixels }
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
