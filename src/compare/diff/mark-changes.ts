import pixelmatch from 'pixelmatch'
import type { Rectangle, Size } from '../../model.ts'
import {
  addCounts,
  type Box,
  boxesWithin,
  changeMark,
  countSegment,
  emptyCounts,
  type Marked,
  type SegmentCounts,
  segmentEnd,
  segmentStart,
  segmentWidth,
  shadeMark,
  undecidedMark,
  withCounts,
} from './areas.ts'
import { bytesOfWords, type PixelPair, rowRepeats } from './decode-bitmap.ts'
import { hasNeighbours, markLines, type ShadeLimits, shadeFinder } from './shades.ts'

/**
 * pixelmatch (https://github.com/mapbox/pixelmatch) decides which pixels changed. It takes up to 100 ns for each pixel,
 * because it checks for anti-aliasing. Three shortcuts make large changes fast, with the same result:
 * - Rows that are equal in both pictures are skipped.
 * - A row that repeats the rows around it gets the marks of the row above.
 * - In flat areas, pixelmatch compares each pair of colours only once.
 */

interface MarkRules {
  /** Two colours count as different if their distance is greater than this. From 0 to 1. */
  threshold: number
  /** Pixels in these rectangles are not compared. */
  ignore: readonly Rectangle[]
  /** The limits that decide whether a difference below the threshold counts as a change of shade. */
  limits: ShadeLimits
}

const ignoredMark = 255

/** Marks and counts the changed pixels. `rows` has the rows that differ between the pictures, in ascending order. */
export function markChanges(pair: PixelPair, rows: readonly number[], rules: MarkRules): Marked {
  const { width, height } = pair
  const data = new Uint8Array(width * height)
  const ignored = boxesWithin(rules.ignore, pair)
  fillBoxes(data, width, ignored, ignoredMark)
  const repeated = repeatedRows(pair, rows, ignored)
  const table = emptyTable(pair)
  const markBand = bandMarker(pair, data, table, rules)
  for (const band of bandsOf(rows.filter(y => !repeated.has(y)))) markBand(band)
  for (const y of repeated) {
    data.copyWithin(y * width, (y - 1) * width, y * width)
    copyRowAbove(table, y)
  }
  fillBoxes(data, width, ignored, 0)
  const { perRow } = table
  const open = indexesOf(table.isOpen)
  markLines(
    pair,
    data,
    open.map(segment => segmentStart(segment, perRow, width)),
    rules.limits,
  )
  for (const segment of open) countSegment({ data, width }, segment, table)
  return withCounts({ width, height, data, rows }, table)
}

interface SegmentTable extends SegmentCounts {
  /**
   * One byte per segment. 1 if the segment has undecided pixels. The changes in such segments are counted at the end.
   */
  isOpen: Uint8Array
}

function emptyTable(size: Size): SegmentTable {
  const counts = emptyCounts(size)
  return { ...counts, isOpen: new Uint8Array(counts.changed.length) }
}

function copyRowAbove(table: SegmentTable, y: number): void {
  const { perRow, changed, shaded, isOpen } = table
  for (let segment = y * perRow, above = segment - perRow; above < y * perRow; segment++, above++)
    addCounts(table, segment, changed[above] as number, shaded[above] as number)
  isOpen.copyWithin(y * perRow, (y - 1) * perRow, y * perRow)
}

function indexesOf(flags: Uint8Array): number[] {
  const indexes: number[] = []
  for (let i = flags.indexOf(1); i >= 0; i = flags.indexOf(1, i + 1)) indexes.push(i)
  return indexes
}

function fillBoxes(data: Uint8Array, width: number, boxes: readonly Box[], mark: number): void {
  for (const { left, top, right, bottom } of boxes)
    for (let y = top; y < bottom; y++) data.fill(mark, y * width + left, y * width + right)
}

/** The number of additional rows above and below a band. pixelmatch reads up to two rows away from a pixel. */
const contextRows = 2

/**
 * Returns the rows that get the marks of the row above. In both pictures, such a row is equal to the two rows above and
 * the two rows below.
 */
function repeatedRows(pair: PixelPair, rows: readonly number[], ignored: readonly Box[]): Set<number> {
  const { before, after, width } = pair
  const borders = new Set(ignored.flatMap(({ top, bottom }) => [top, bottom]))
  const repeatsBefore = rowRepeats(bytesOfWords(before), 4 * width)
  const repeatsAfter = rowRepeats(bytesOfWords(after), 4 * width)
  const equal = new Set(rows.filter(y => !borders.has(y) && repeatsBefore(y) && repeatsAfter(y)))
  return new Set(rows.filter(y => [-2, -1, 0, 1, 2].every(step => equal.has(y + step))))
}

/** The maximum number of rows in a band, so that pixelmatch's output for a band fits into the processor's cache. */
const maxBandRows = 64

function bandsOf(rows: readonly number[]): number[][] {
  const bands: number[][] = []
  for (const y of rows) {
    const band = bands.at(-1)
    if (band && y - (band[0] as number) < maxBandRows) band.push(y)
    else bands.push([y])
  }
  return bands
}

/** Neighbouring rows of both pictures. */
interface Band extends PixelPair {
  /** The index of the band's first pixel within the whole picture. */
  offset: number
  /** One byte per pixel. 1 if pixelmatch can skip the pixel. */
  ignoreMask: Uint8Array
  /** Four bytes per pixel. If pixelmatch found a change, the fourth byte is not 0. */
  output: Uint8Array
}

/**
 * Returns a function that marks the pixels in a band: changes that pixelmatch finds, and areas with a different shade.
 * Other differing pixels stay undecided. The bands must be passed from top to bottom.
 */
function bandMarker(
  pair: PixelPair,
  data: Uint8Array,
  table: SegmentTable,
  { threshold, limits }: MarkRules,
): (rows: readonly number[]) => void {
  const { width } = pair
  const { perRow } = table
  const isShaded = shadeFinder(pair, limits)
  const cutBand = bandCutter(pair)
  const markFlatPixels = flatMarker(pair, data, table, colourJudge(threshold))
  const decide = (segment: number, { offset, output }: Band) => {
    const start = segmentStart(segment, perRow, width)
    for (let i = start, end = segmentEnd(start, width); i < end; i++) {
      if (data[i] !== undecidedMark) continue
      if (output[4 * (i - offset) + 3] !== 0) data[i] = changeMark
      else if (isShaded(i)) data[i] = shadeMark
      else table.isOpen[segment] = 1
    }
    if (table.isOpen[segment] === 0) countSegment({ data, width }, segment, table)
  }
  return rows => {
    const band = cutBand(rows)
    const undecided: number[] = []
    for (const y of rows)
      for (let column = 0; column < perRow; column++) {
        const segment = y * perRow + column
        if (markFlatPixels(segment, y * width + column * segmentWidth, band)) undecided.push(segment)
      }
    if (undecided.length === 0) return
    const { before, after, height, ignoreMask, output } = band
    const options = toOptions({ threshold, ignoreMask, includeAA: false })
    pixelmatch(bytesOfWords(before), bytesOfWords(after), output, width, height, options)
    for (const segment of undecided) decide(segment, band)
  }
}

/**
 * The keys must have the same order in each call. Otherwise, V8 would discard the compiled function and interpret it
 * again.
 */
const toOptions = ({ threshold, ignoreMask, includeAA }: PixelmatchOptions) => ({
  threshold,
  ignoreMask,
  includeAA,
  diffMask: true,
})

interface PixelmatchOptions {
  threshold: number
  ignoreMask: Uint8Array
  /** Whether anti-aliased pixels count as changed. */
  includeAA: boolean
}

/**
 * Returns a function that cuts a band out of both pictures. All bands share the memory of the mask and the output, so
 * only one band can be in use at a time.
 */
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

/**
 * Returns a function that marks the differing pixels in a segment. If three neighbours of a pixel have its colour in
 * both pictures, the difference is no anti-aliasing, and the pixel is decided at once. Other differing pixels stay
 * undecided. The function returns whether the segment has undecided pixels. If it has none, the function counts its
 * changes.
 */
function flatMarker(
  { before, after, width }: PixelPair,
  data: Uint8Array,
  table: SegmentTable,
  isApart: ColourJudge,
): (segment: number, start: number, band: Band) => boolean {
  /** Whether a pixel has the same colour as the pixel to its left and is in the same flat area, in both pictures. */
  const isSameAsLeft = (i: number) =>
    before[i] === before[i - 1] &&
    after[i] === after[i - 1] &&
    before[i] === before[i - width + 1] &&
    after[i] === after[i - width + 1] &&
    data[i] !== ignoredMark
  const isInside = (i: number) => i >= width && isFlat(before, i, width) && isFlat(after, i, width)
  const isBetween = (i: number) => isEven(before, i, width) && isEven(after, i, width)
  /**
   * Marks a differing pixel, and the next pixels of its row in the same flat area. Returns the first pixel after the
   * marked pixels.
   */
  const markRun = (i: number, end: number, { ignoreMask, offset }: Band): number => {
    let next = i + 1
    if (isInside(i)) while (next < end && isSameAsLeft(next)) next++
    else if (!isBetween(i)) {
      data[i] = undecidedMark
      ignoreMask[i - offset] = 0
      return next
    }
    data.fill(isApart(before[i] as number, after[i] as number) ? changeMark : undecidedMark, i, next)
    return next
  }
  return (segment, start, band) => {
    const end = segmentEnd(start, width)
    let changes = 0
    let isUndecided = false
    for (let i = start, next = i; i < end; i = next) {
      next = i + 1
      if (before[i] === after[i] || data[i] === ignoredMark) continue
      next = markRun(i, end, band)
      if (data[i] === changeMark) changes += next - i
      else isUndecided = true
    }
    if (!isUndecided) addCounts(table, segment, changes, 0)
    return isUndecided
  }
}

/**
 * Whether a pixel has the same colour as its neighbours to the left, above, and to the upper right. The pixel must not
 * be in the first row. In the first and the last column, one of these neighbours is instead a pixel at the other end of
 * a row. The result is still right, because pixelmatch counts the picture's edge as a neighbour of the same colour.
 */
function isFlat(pixels: Int32Array, i: number, width: number): boolean {
  const colour = pixels[i]
  return colour === pixels[i - 1] && colour === pixels[i - width] && colour === pixels[i - width + 1]
}

/** Whether at least three of a pixel's eight neighbours have its colour. False at the picture's edges. */
function isEven(pixels: Int32Array, i: number, width: number): boolean {
  if (!hasNeighbours(pixels, i, width)) return false
  const colour = pixels[i]
  const equal =
    +(pixels[i - width - 1] === colour) +
    +(pixels[i - width] === colour) +
    +(pixels[i - width + 1] === colour) +
    +(pixels[i - 1] === colour) +
    +(pixels[i + 1] === colour) +
    +(pixels[i + width - 1] === colour) +
    +(pixels[i + width] === colour) +
    +(pixels[i + width + 1] === colour)
  return equal > 2
}

/** Limits the memory if all colours of the pictures differ. */
const maxKnownPairs = 100_000

/** Caches pixelmatch's result for each pair of colours. */
function colourJudge(threshold: number): ColourJudge {
  const known = new Map<number, boolean>()
  const [one, other] = [new Int32Array(1), new Int32Array(1)]
  const options = toOptions({ threshold, ignoreMask: new Uint8Array(1), includeAA: true })
  const output = new Uint8Array(4)
  const ask = (before: number, after: number): boolean => {
    one[0] = before
    other[0] = after
    return pixelmatch(bytesOfWords(one), bytesOfWords(other), output, 1, 1, options) === 1
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
