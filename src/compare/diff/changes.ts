import pixelmatch from 'pixelmatch'
import type { Rectangle } from '../../model.ts'
import { type Box, boxesWithin } from './boxes.ts'
import { type Counts, cellIndex, changeMark, emptyGrid, type Marks, shadeMark } from './marks.ts'
import { bytesOfWords, type PixelPair } from './pixels.ts'
import { shadeFinder } from './shades.ts'

/*
 * pixelmatch (https://github.com/mapbox/pixelmatch) decides which pixels changed. It spends about 100 ns on each of them,
 * because it looks for anti-aliasing. Two shortcuts leave its answers as they are and keep whole-picture changes fast: rows
 * that are equal are left out, and inside flat areas pixelmatch is asked only once for each pair of colours.
 */

export interface MarkRules {
  /** Colours count as different if their distance is greater, 0 to 1. */
  threshold: number
  /** Pixels in these rectangles are not compared. */
  ignore: readonly Rectangle[]
  /** The smallest difference of a colour channel that counts in an area of another shade, 1 to 255. */
  minShade: number
}

/** Marks and counts the pixels that changed. `rows` are the rows in which the pictures differ, from the top. */
export function markChanges(
  pair: PixelPair,
  rows: readonly number[],
  { threshold, ignore, minShade }: MarkRules,
): Counts & { marks: Marks } {
  const { width, height } = pair
  const marks: Marks = { width, height, data: new Uint8Array(width * height), rows, grid: emptyGrid(pair) }
  const ignored = boxesWithin(ignore, pair)
  const isApart = colourJudge(threshold)
  const isShaded = shadeFinder(pair, minShade)
  const hidden = new Uint8Array(width * (maxBandRows + 2 * contextRows))
  const output = new Uint8Array(hidden.length * 4)
  let changedPixels = 0
  let shadedPixels = 0
  for (const range of rangesOf(rows)) {
    const band = cutBand(pair, range, hidden)
    hideUncompared(band, ignored)
    markFlatPixels(band, marks, isApart)
    const found = output.subarray(0, band.hidden.length * 4).fill(0)
    pixelmatch(bytesOfWords(band.before), bytesOfWords(band.after), found, width, band.height, {
      threshold,
      ignoreMask: band.hidden,
      diffMask: true,
    })
    const counts = markOtherPixels(band, found, marks, isShaded)
    changedPixels += counts.changedPixels
    shadedPixels += counts.shadedPixels
  }
  return { marks, changedPixels, shadedPixels }
}

/** Rows from `start` up to, but without, `end`. */
interface Range {
  start: number
  end: number
}

/** pixelmatch looks at the neighbours of a pixel's neighbours. */
const contextRows = 2

/** Keeps pixelmatch's output for a band small enough for the processor's cache. */
const maxBandRows = 64

/** Ranges of at most `maxBandRows` rows that cover the given rows. */
function rangesOf(rows: readonly number[]): Range[] {
  const ranges: Range[] = []
  for (const y of rows) {
    const range = ranges.at(-1)
    if (range && y - range.start < maxBandRows) range.end = y + 1
    else ranges.push({ start: y, end: y + 1 })
  }
  return ranges
}

/** A range of rows with the rows around it, as pictures of their own. */
interface Band extends PixelPair {
  /** The row of the whole picture with which the band begins. */
  top: number
  /** The rows to be compared, counted in the whole picture. */
  range: Range
  /** One byte a pixel: why pixelmatch does not compare the pixel; 0 if it does. */
  hidden: Uint8Array
}

/** Reasons in `hidden`. */
const uncompared = 1
const flat = 2

function cutBand({ before, after, width, height }: PixelPair, range: Range, hidden: Uint8Array): Band {
  const top = Math.max(0, range.start - contextRows)
  const bottom = Math.min(height, range.end + contextRows)
  const cut = (pixels: Int32Array) => pixels.subarray(top * width, bottom * width)
  const band = { width, height: bottom - top, before: cut(before), after: cut(after), top, range }
  return { ...band, hidden: hidden.subarray(0, width * band.height) }
}

/** Hides the rows around the range, and the ignored pixels. */
function hideUncompared({ width, top, range, hidden }: Band, ignored: readonly Box[]): void {
  hidden.fill(uncompared)
  hidden.fill(0, (range.start - top) * width, (range.end - top) * width)
  for (const box of ignored)
    for (let y = Math.max(box.top, range.start); y < Math.min(box.bottom, range.end); y++)
      hidden.fill(uncompared, (y - top) * width + box.left, (y - top) * width + box.right)
}

/** Whether two opaque colours are farther apart than the threshold. */
type ColourJudge = (before: number, after: number) => boolean

/**
 * Marks the changes inside flat areas, and hides these pixels from pixelmatch: a pixel that has the colour of three
 * neighbours in both pictures is never anti-aliasing.
 */
function markFlatPixels(
  { before, after, width, top, range, hidden }: Band,
  { data }: Marks,
  isApart: ColourJudge,
) {
  const offset = top * width
  const end = (range.end - top) * width
  for (let i = (Math.max(1, range.start) - top) * width; i < end; i++) {
    const one = before[i] as number
    const other = after[i] as number
    if (one === other || hidden[i] !== 0 || !isFlat(before, i, width) || !isFlat(after, i, width)) continue
    hidden[i] = flat
    if (isApart(one, other)) data[offset + i] = changeMark
  }
}

/**
 * Whether a pixel below the first row has the colour of three neighbours. In the first and the last column, one of the three
 * is no neighbour. That does no harm: pixelmatch counts the picture's edge as a neighbour of the same colour.
 */
function isFlat(pixels: Int32Array, i: number, width: number): boolean {
  const colour = pixels[i]
  return colour === pixels[i - 1] && colour === pixels[i - width] && colour === pixels[i - width + 1]
}

/** Bounds the memory for pictures whose colours are all different. */
const maxKnownPairs = 100_000

/** Asks pixelmatch about two colours, and remembers the answer. */
function colourJudge(threshold: number): ColourJudge {
  const known = new Map<number, boolean>()
  const [one, other] = [new Int32Array(1), new Int32Array(1)]
  const ask = (before: number, after: number): boolean => {
    one[0] = before
    other[0] = after
    const options = { threshold, includeAA: true }
    return pixelmatch(bytesOfWords(one), bytesOfWords(other), undefined, 1, 1, options) === 1
  }
  let last = { before: 0, after: 0, isApart: false }
  return (before, after) => {
    if (last.before === before && last.after === after) return last.isApart
    const key = (before & 0xffffff) * 2 ** 24 + (after & 0xffffff)
    const isApart = known.get(key) ?? ask(before, after)
    if (known.size >= maxKnownPairs) known.clear()
    known.set(key, isApart)
    last = { before, after, isApart }
    return isApart
  }
}

/** Marks what pixelmatch found, and areas of another shade. Counts all marks of the band. */
function markOtherPixels(
  { before, after, width, top, range, hidden }: Band,
  found: Uint8Array,
  { data, grid }: Marks,
  isShaded: (i: number) => boolean,
): Counts {
  const { cells, stride } = grid
  let changedPixels = 0
  let shadedPixels = 0
  for (let y = range.start; y < range.end; y++)
    for (let x = 0, i = (y - top) * width, at = y * width; x < width; x++, i++, at++) {
      if (before[i] === after[i] || hidden[i] === uncompared) continue
      if (data[at] === changeMark || found[i * 4 + 3] !== 0) {
        data[at] = changeMark
        changedPixels++
      } else if (isShaded(at)) {
        data[at] = shadeMark
        shadedPixels++
      } else continue
      cells[cellIndex(stride, x, y)] = 1
    }
  return { changedPixels, shadedPixels }
}
