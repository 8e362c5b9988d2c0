import pixelmatch from 'pixelmatch'
import type { Rectangle } from '../../model.ts'
import {
  type Box,
  boxesWithin,
  changeMark,
  countMarks,
  type Marked,
  segmentEnd,
  segmentWidth,
  shadeMark,
  undecidedMark,
} from './areas.ts'
import { bytesOfWords, equalsRowAbove, type PixelPair } from './bitmap.ts'
import { markLines, type ShadeLimits, shadeFinder } from './shades.ts'

/**
 * pixelmatch (https://github.com/mapbox/pixelmatch) decides which pixels changed. It takes up to 100 ns for each pixel,
 * because it checks for anti-aliasing. Shortcuts with the same result keep large changes fast: equal rows are skipped,
 * rows that repeat the rows around them get the same marks, and inside of flat areas pixelmatch is called only once for
 * each pair of colours.
 */

export interface MarkRules {
  /** Colours with a greater distance are different, 0 to 1. */
  threshold: number
  /** Pixels in these rectangles are not compared. */
  ignore: readonly Rectangle[]
  /** Limits for differences below the threshold. */
  limits: ShadeLimits
}

/** A mark used only in this file. */
const ignoredMark = 255

/** Marks and counts the changed pixels. `rows` are the rows in which the pictures differ, from the top. */
export function markChanges(pair: PixelPair, rows: readonly number[], rules: MarkRules): Marked {
  const { width, height } = pair
  const data = new Uint8Array(width * height)
  const ignored = boxesWithin(rules.ignore, pair)
  fillBoxes(data, width, ignored, ignoredMark)
  const repeated = repeatedRows(pair, rows, ignored)
  const segments = new Map<number, number[]>()
  const markBand = bandMarker(pair, data, rules)
  for (const band of bandsOf(rows.filter(y => !repeated.has(y)))) {
    for (const y of band) segments.set(y, differingSegments(pair, y))
    markBand(
      band,
      band.flatMap(y => segments.get(y) ?? []),
    )
  }
  for (const y of repeated) {
    data.copyWithin(y * width, (y - 1) * width, y * width)
    segments.set(y, segments.get(y - 1)?.map(start => start + width) ?? [])
  }
  fillBoxes(data, width, ignored, 0)
  const all = [...segments.values()].flat()
  markLines(pair, data, all, rules.limits)
  return countMarks({ width, height, data, rows }, all)
}

function fillBoxes(data: Uint8Array, width: number, boxes: readonly Box[], mark: number): void {
  for (const { left, top, right, bottom } of boxes)
    for (let y = top; y < bottom; y++) data.fill(mark, y * width + left, y * width + right)
}

/** pixelmatch reads pixels up to two rows away. */
const contextRows = 2

/** Returns the rows with the same marks as the row above, because all rows around them are equal in both pictures. */
function repeatedRows(pair: PixelPair, rows: readonly number[], ignored: readonly Box[]): Set<number> {
  const { before, after, width } = pair
  const borders = new Set(ignored.flatMap(({ top, bottom }) => [top, bottom]))
  const equal = new Set(
    rows.filter(y => !borders.has(y) && equalsRowAbove(before, width, y) && equalsRowAbove(after, width, y)),
  )
  return new Set(rows.filter(y => [-2, -1, 0, 1, 2].every(step => equal.has(y + step))))
}

/** The maximum height of a band. pixelmatch's output for a band fits into the processor's cache. */
const maxBandRows = 64

/** Splits the rows into bands, which are compared one by one. */
function bandsOf(rows: readonly number[]): number[][] {
  const bands: number[][] = []
  for (const y of rows) {
    const band = bands.at(-1)
    if (band && y - (band[0] as number) < maxBandRows) band.push(y)
    else bands.push([y])
  }
  return bands
}

/** Returns the start index of each segment of row `y` in which the pictures differ. */
function differingSegments({ before, after, width }: PixelPair, y: number): number[] {
  const starts: number[] = []
  for (let start = y * width; start < (y + 1) * width; start += segmentWidth) {
    const end = segmentEnd(start, width)
    let i = start
    while (i < end && before[i] === after[i]) i++
    if (i < end) starts.push(start)
  }
  return starts
}

/** A group of neighbouring rows of both pictures. */
interface Band extends PixelPair {
  /** The index of the band's first pixel in the pictures. */
  offset: number
  /** One byte per pixel. 0 if pixelmatch has to compare the pixel. */
  ignoreMask: Uint8Array
  /** Four bytes per pixel. Not transparent if pixelmatch found a change. */
  output: Uint8Array
}

/**
 * Returns a function that marks the changes that pixelmatch finds in some rows, and areas with a different shade. Other
 * pixels that differ stay undecided. The rows must be passed from top to bottom.
 */
function bandMarker(
  pair: PixelPair,
  data: Uint8Array,
  { threshold, limits }: MarkRules,
): (rows: readonly number[], segments: readonly number[]) => void {
  const { width } = pair
  const isApart = colourJudge(threshold)
  const isShaded = shadeFinder(pair, limits)
  const cutBand = bandCutter(pair)
  return (rows, segments) => {
    const band = cutBand(rows)
    const { before, after, height, offset, ignoreMask, output } = band
    markFlatPixels(pair, data, { segments, band, isApart })
    const options = { threshold, ignoreMask, diffMask: true }
    pixelmatch(bytesOfWords(before), bytesOfWords(after), output, width, height, options)
    for (const start of segments)
      for (let i = start, end = segmentEnd(start, width); i < end; i++) {
        if (data[i] !== undecidedMark) continue
        if (output[4 * (i - offset) + 3] !== 0) data[i] = changeMark
        else if (isShaded(i)) data[i] = shadeMark
      }
  }
}

/** Returns a function that cuts bands out of the pictures. All bands share the same mask and output. */
function bandCutter({ before, after, width, height }: PixelPair): (rows: readonly number[]) => Band {
  const maxPixels = width * Math.min(height, maxBandRows + 2 * contextRows)
  const masks = new Uint8Array(maxPixels)
  const outputs = new Uint8Array(4 * maxPixels)
  return rows => {
    const top = Math.max(0, (rows[0] as number) - contextRows)
    const bottom = Math.min(height, (rows.at(-1) as number) + 1 + contextRows)
    const [offset, end] = [top * width, bottom * width]
    return {
      width,
      height: bottom - top,
      before: before.subarray(offset, end),
      after: after.subarray(offset, end),
      offset,
      ignoreMask: masks.subarray(0, end - offset).fill(1),
      output: outputs.subarray(0, 4 * (end - offset)).fill(0),
    }
  }
}

/** Whether the distance of two opaque colours exceeds the threshold. */
type ColourJudge = (before: number, after: number) => boolean

interface FlatSearch {
  segments: readonly number[]
  band: Band
  isApart: ColourJudge
}

/**
 * Decides about pixels inside of flat areas. A pixel that has the colour of three neighbours in both pictures is never
 * anti-aliasing. All other pixels that differ are left to pixelmatch.
 */
function markFlatPixels(
  { before, after, width }: PixelPair,
  data: Uint8Array,
  { segments, band: { ignoreMask, offset }, isApart }: FlatSearch,
): void {
  for (const start of segments)
    for (let i = start, end = segmentEnd(start, width); i < end; i++) {
      const one = before[i] as number
      const other = after[i] as number
      if (one === other || data[i] === ignoredMark) continue
      data[i] = undecidedMark
      if (i < width || !isFlat(before, i, width) || !isFlat(after, i, width)) ignoreMask[i - offset] = 0
      else if (isApart(one, other)) data[i] = changeMark
    }
}

/**
 * Whether a pixel below the first row has the colour of three neighbours. In the first and the last column, one of the
 * three pixels is not a neighbour. The result is still right, because pixelmatch counts the picture's edge as a
 * neighbour of the same colour.
 */
function isFlat(pixels: Int32Array, i: number, width: number): boolean {
  const colour = pixels[i]
  return colour === pixels[i - 1] && colour === pixels[i - width] && colour === pixels[i - width + 1]
}

/** Limits the memory for pictures in which all colours differ. */
const maxKnownPairs = 100_000

/** Compares two colours with pixelmatch, and remembers the results. */
function colourJudge(threshold: number): ColourJudge {
  const known = new Map<number, boolean>()
  const [one, other] = [new Int32Array(1), new Int32Array(1)]
  const options = { threshold, includeAA: true }
  const ask = (before: number, after: number): boolean => {
    one[0] = before
    other[0] = after
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
