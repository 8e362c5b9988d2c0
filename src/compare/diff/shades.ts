import type { PictureFormat, Size } from '../../model.ts'
import { changeMark, connectedCells, segmentEnd, shadeMark, undecidedMark } from './areas.ts'
import { channelOf, hasMoved, type PixelPair } from './decode-bitmap.ts'

/**
 * A change of shade is a difference below the threshold that fills an area, such as the cell of a heat map. Readers see
 * such a change, although each pixel differs only slightly. The edges of text and shapes may differ slightly between
 * two renders, too. But edges are only one pixel thick, so they contain no block of three by three pixels of a single
 * colour.
 */

/** The smallest differences of a colour channel that count as changes, from 1 to 255. */
export interface ShadeLimits extends LineLimits {
  /** The smallest difference that counts for an area. */
  minArea: number
}

/**
 * In a PNG, a difference of 1 in an area does not count, because a slow gradient changes by 1 everywhere if its start
 * changes by 1. A sum of 2 across a line does not count, because rounding changes sums by up to 2. In a JPG, flat areas
 * change by up to 8 if the quality or a neighbouring area changes (measured with Chromium's and jpeg-js' encoders,
 * qualities 50 to 95).
 */
export const shadeLimits: Readonly<Record<PictureFormat, ShadeLimits>> = {
  png: { minArea: 2, minDifference: 1, minSum: 3 },
  jpg: { minArea: 12, minDifference: 8, minSum: 12 },
}

/**
 * Returns a function that checks whether a pixel is in a flat area in both pictures, and whether these areas differ in
 * colour. The function must be called for pixels in ascending order.
 */
export function shadeFinder(
  { before, after, width }: PixelPair,
  { minArea }: ShadeLimits,
): (i: number) => boolean {
  let flatBefore = -1
  let flatAfter = -1
  return i => {
    if (!hasMoved(before[i] as number, after[i] as number, minArea)) return false
    if (flatBefore < i) flatBefore = flatUntil(before, i, width)
    if (flatBefore < i) return false
    if (flatAfter < i) flatAfter = flatUntil(after, i, width)
    return flatAfter >= i
  }
}

/**
 * Searches for a block of three by three pixels of one colour around the pixel `i`. Returns the block's last pixel in
 * the row of `i`, or -1 if there is no such block.
 */
function flatUntil(pixels: Int32Array, i: number, width: number): number {
  const colour = pixels[i] as number
  const x = i % width
  // Most pixels of edges and text have no equal neighbour in their row.
  const first = x > 0 && pixels[i - 1] === colour ? i - 1 : i
  const last = x < width - 1 && pixels[i + 1] === colour ? i + 1 : i
  if (first === last) return -1
  // Begins at the right, because a block that ends farther to the right also answers the question for the next pixels.
  for (let column = last; column >= first; column--)
    for (let centre = column - width; centre <= column + width; centre += width)
      if (hasNeighbours(pixels, centre, width) && isBlock(pixels, centre, width, colour)) return column + 1
  return -1
}

/**
 * Whether a pixel has eight neighbours. Call this before reading them, because a read outside of the array would slow
 * down all reads.
 */
export function hasNeighbours(pixels: Int32Array, i: number, width: number): boolean {
  const column = i % width
  return i >= width && i < pixels.length - width && column > 0 && column < width - 1
}

const isBlock = (pixels: Int32Array, centre: number, width: number, colour: number) =>
  pixels[centre] === colour &&
  pixels[centre - 1] === colour &&
  pixels[centre + 1] === colour &&
  pixels[centre - width] === colour &&
  pixels[centre + width] === colour &&
  pixels[centre - width - 1] === colour &&
  pixels[centre - width + 1] === colour &&
  pixels[centre + width - 1] === colour &&
  pixels[centre + width + 1] === colour

/**
 * Lines that are one or two pixels thick contain no block of three by three pixels, so `shadeFinder` does not find
 * them. Examples are gridlines that are switched off, a border or small text with another colour, and a pale series. A
 * line's change of shade counts if the line is at least 20 pixels long. Text and shapes that move slightly between two
 * renders do not count. Three rules exclude them:
 * - A line that moves by part of a pixel: one pixel loses the amount that the next pixel gains. The sum across the line
 *   stays the same.
 * - An area's edge that moves by part of a pixel: the sum across the edge changes by less than the contrast between its
 *   two sides.
 * - Text that moves: some of its pixels get darker, and others get brighter. If the shade of a line changes, all its
 *   pixels change in the same direction.
 */

/** Limits for differences of a colour channel, 1 to 255. */
interface LineLimits {
  /** The smallest difference of a pixel on a line. */
  minDifference: number
  /** The smallest sum of differences across a line. */
  minSum: number
}

const minLength = 20

/**
 * The maximum number of pixels that a line takes in a row or column. A line of two pixels at 45° takes up to four
 * pixels, and five if it also moves.
 */
const maxThickness = 5

/**
 * The maximum movement of an area's edge, in pixels. An edge at 45° that moves by a third of a pixel both sideways and
 * down moves by two thirds within each row.
 */
const maxEdgeMove = 0.8

/**
 * Across a line, the sum of signed differences must be at least this share of the sum of absolute differences. If a
 * line only moved, positive and negative differences cancel out.
 */
const minSumShare = 0.6

/**
 * The minimum share of line pixels in a group. In measurements, the share was at least 0.95 for changed lines, and at
 * most 0.7 for moved text.
 */
const minLineShare = 0.85

/** The same share for a group of lines. In text that moved, darker and brighter pixels cancel out. */
const minDirectionShare = 0.9

/**
 * To group lines, the picture is divided into cells of 8 × 8 pixels (2 to the power of this number). Lines in
 * neighbouring cells form a group. For example, the letters of a word are a group.
 */
const cellBits = 3

/** Marks that only this file uses. If two marks apply to a pixel, the higher mark wins. */
const lineMark = undecidedMark + 1
const edgeMark = undecidedMark + 2
const movedMark = undecidedMark + 3

/** Searches the undecided pixels of the given segments for lines whose shade changed, and marks these lines. */
export function markLines(
  pair: PixelPair,
  data: Uint8Array,
  segments: readonly number[],
  limits: LineLimits,
): void {
  const { width, height } = pair
  const stride = (width >> cellBits) + 2
  const cells = new Uint8Array(stride * ((height >> cellBits) + 1))
  for (const start of segments)
    for (let i = start, end = segmentEnd(start, width); i < end; i++) {
      if (data[i] !== undecidedMark) continue
      data[i] = classify(pair, i, limits)
      if (data[i] === lineMark) cells[cellOf(i, width, stride)] = 1
    }
  for (const group of connectedCells({ cells, stride }))
    if (isOfAnotherShade(pair, data, group, stride))
      eachMarkedPixel(pair, data, group, stride, i => {
        if (data[i] === lineMark) data[i] = shadeMark
      })
}

function cellOf(i: number, width: number, stride: number): number {
  const x = i % width
  const y = (i - x) / width
  return (y >> cellBits) * stride + (x >> cellBits)
}

/**
 * Returns the mark of a pixel on a line, on an edge, or on a shape that moved. Returns 0 for a pixel inside of a larger
 * shape, and for a difference below `minDifference`.
 */
function classify(pair: PixelPair, i: number, limits: LineLimits): number {
  const { width, height } = pair
  if (!differs(pair, i, limits)) return 0
  const x = i % width
  const y = (i - x) / width
  const above = countDiffering(pair, i, -width, y, limits)
  const below = countDiffering(pair, i, width, height - 1 - y, limits)
  const left = countDiffering(pair, i, -1, x, limits)
  const right = countDiffering(pair, i, 1, width - 1 - x, limits)
  const vertical = above + 1 + below
  const horizontal = left + 1 + right
  if (Math.min(vertical, horizontal) > maxThickness) return 0
  // At 45°, the sections in the row and in the column have the same length. The higher mark wins, so the pixel is on a
  // line only if both sections cross a line.
  return Math.max(
    vertical <= horizontal
      ? classifySection(pair, { start: i - above * width, step: width, length: vertical }, limits)
      : 0,
    horizontal <= vertical
      ? classifySection(pair, { start: i - left, step: 1, length: horizontal }, limits)
      : 0,
  )
}

/** Whether a pixel differs by at least `minDifference` in a colour channel. Different colours differ by at least 1. */
const differs = ({ before, after }: PixelPair, i: number, { minDifference }: LineLimits) =>
  before[i] !== after[i] &&
  (minDifference === 1 || hasMoved(before[i] as number, after[i] as number, minDifference))

function countDiffering(pair: PixelPair, i: number, step: number, room: number, limits: LineLimits): number {
  let count = 0
  while (count < maxThickness && count < room && differs(pair, i + (count + 1) * step, limits)) count++
  return count
}

/** A run of differing pixels in a row or a column, from one side of a shape to the other. */
interface Section {
  start: number
  step: number
  length: number
}

function classifySection(pair: PixelPair, section: Section, { minSum }: LineLimits): number {
  const red = absoluteSum(pair, section, 0)
  const green = absoluteSum(pair, section, 1)
  const blue = absoluteSum(pair, section, 2)
  const channel = strongestChannel(red, green, blue)
  const sum = Math.abs(signedSum(pair, section, channel))
  if (sum < minSum || sum < minSumShare * Math.max(red, green, blue)) return movedMark
  return sum < minSum + maxEdgeMove * contrastOf(pair, section, channel) ? edgeMark : lineMark
}

/**
 * Returns the contrast between the two sides of a section in the "before" picture. 0 if the picture ends at one side.
 */
function contrastOf(
  { before, width }: PixelPair,
  { start, step, length }: Section,
  channel: Channel,
): number {
  const one = start - step
  const other = start + length * step
  const isCut = step === 1 ? start % width === 0 || other % width === 0 : one < 0 || other >= before.length
  if (isCut) return 0
  return Math.abs(channelOf(before[one] as number, channel) - channelOf(before[other] as number, channel))
}

const channels = [0, 1, 2] as const
type Channel = (typeof channels)[number]

const channelDifference = ({ before, after }: PixelPair, i: number, channel: Channel): number =>
  channelOf(after[i] as number, channel) - channelOf(before[i] as number, channel)

function signedSum(pair: PixelPair, { start, step, length }: Section, channel: Channel): number {
  let sum = 0
  for (let k = 0; k < length; k++) sum += channelDifference(pair, start + k * step, channel)
  return sum
}

function absoluteSum(pair: PixelPair, { start, step, length }: Section, channel: Channel): number {
  let sum = 0
  for (let k = 0; k < length; k++) sum += Math.abs(channelDifference(pair, start + k * step, channel))
  return sum
}

function strongestChannel(red: number, green: number, blue: number): Channel {
  if (green >= red && green >= blue) return 1
  return red >= blue ? 0 : 2
}

/**
 * Whether the lines in a group of cells are long enough, and whether nearly all of their pixels changed in the same
 * direction.
 */
function isOfAnotherShade(
  pair: PixelPair,
  data: Uint8Array,
  cells: readonly number[],
  stride: number,
): boolean {
  // Most groups are only a few cells of text, and are skipped here.
  if (cells.length << cellBits < minLength) return false
  const box = { left: Number.POSITIVE_INFINITY, top: Number.POSITIVE_INFINITY, right: 0, bottom: 0 }
  let lines = 0
  let others = 0
  eachMarkedPixel(pair, data, cells, stride, (i, x, y) => {
    const mark = data[i]
    if (mark === changeMark || mark === movedMark) others++
    if (mark !== lineMark) return
    lines++
    if (x < box.left) box.left = x
    if (y < box.top) box.top = y
    if (x >= box.right) box.right = x + 1
    if (y >= box.bottom) box.bottom = y + 1
  })
  const length = Math.max(box.right - box.left, box.bottom - box.top)
  if (length < minLength || lines < minLength || lines < minLineShare * (lines + others)) return false
  return hasOneDirection(pair, data, cells, stride)
}

/** Whether nearly all lines got darker, or nearly all lines got brighter. */
function hasOneDirection(
  pair: PixelPair,
  data: Uint8Array,
  cells: readonly number[],
  stride: number,
): boolean {
  const signed: [number, number, number] = [0, 0, 0]
  const absolute: [number, number, number] = [0, 0, 0]
  eachMarkedPixel(pair, data, cells, stride, i => {
    if (data[i] !== lineMark && data[i] !== edgeMark) return
    for (const channel of channels) {
      const difference = channelDifference(pair, i, channel)
      signed[channel] += difference
      absolute[channel] += Math.abs(difference)
    }
  })
  const channel = strongestChannel(...absolute)
  return Math.abs(signed[channel]) >= minDirectionShare * absolute[channel]
}

function eachMarkedPixel(
  { width, height }: Size,
  data: Uint8Array,
  cells: readonly number[],
  stride: number,
  visit: (i: number, x: number, y: number) => void,
): void {
  const size = 1 << cellBits
  for (const cell of cells) {
    const left = (cell % stride) * size
    const top = Math.floor(cell / stride) * size
    const right = Math.min(left + size, width)
    const bottom = Math.min(top + size, height)
    for (let y = top; y < bottom; y++)
      for (let x = left, i = y * width + left; x < right; x++, i++) if (data[i] !== 0) visit(i, x, y)
  }
}
