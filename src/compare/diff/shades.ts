import type { Pair } from './pixels.ts'

/*
 * A change of shade is smaller than the threshold, and yet is seen where it fills an area: a heat map's cell, a tile's
 * background. Text and edges that are drawn anew differ as little, but never by an area: smoothing is a pixel thick,
 * so that no block of three by three pixels around it has one colour alone.
 */

/**
 * How far a channel must move at least, of 255. Slow gradients move by 1 when their start does; flat parts of a JPG by
 * up to 8 where their neighbours change or its quality does (Chromium's and jpeg-js' encoders, qualities 50 to 95).
 */
export const leastShades = { png: 2, jpg: 12 } as const

/** Tells of pixels, asked for from the first to the last, which moved from one flat area's colour to another's. */
export function shadeFinder({ before, after, width }: Pair, least: number): (i: number) => boolean {
  let flatBefore = -1
  let flatAfter = -1
  return i => {
    if (!isApart(before[i] as number, after[i] as number, least)) return false
    if (flatBefore < i) flatBefore = flatUntil(before, i, width)
    if (flatBefore < i) return false
    if (flatAfter < i) flatAfter = flatUntil(after, i, width)
    return flatAfter >= i
  }
}

/** Whether any of the three colour channels differs by that much. */
const isApart = (a: number, b: number, least: number) =>
  Math.abs((a & 255) - (b & 255)) >= least ||
  Math.abs(((a >>> 8) & 255) - ((b >>> 8) & 255)) >= least ||
  Math.abs(((a >>> 16) & 255) - ((b >>> 16) & 255)) >= least

/** The last pixel of the row in a block of three by three of one colour that this one is in; -1 where there is none. */
function flatUntil(pixels: Int32Array, i: number, width: number): number {
  const colour = pixels[i] as number
  // From the right: the farther the block reaches, the fewer pixels of an area have to be looked at.
  for (let column = i + 1; column >= i - 1; column--)
    for (let centre = column - width; centre <= column + width; centre += width)
      if (isInside(pixels, centre, width) && isBlock(pixels, centre, width, colour)) return column + 1
  return -1
}

/** Not at the picture's edge. Also, to read outside of an array makes every read of it slow. */
function isInside(pixels: Int32Array, i: number, width: number): boolean {
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
