import type { PictureFormat } from '../../model.ts'
import type { LineLimits } from './lines.ts'
import { hasMoved, type PixelPair } from './pixels.ts'

/*
 * A change of shade is smaller than the threshold, but people see it if it fills an area: the cell of a heat map, the
 * background of a tile. The edges of text and shapes that are rendered again differ as little, but they are one pixel
 * thick: no block of three by three pixels on them has a single colour.
 */

/** Differences of a colour channel, 1 to 255, that count although they are under the threshold. */
export interface ShadeLimits extends LineLimits {
  /** The smallest difference of an area. */
  minArea: number
}

/**
 * A slow gradient moves by 1 if its start does, and rounding changes the sum across a line by 2. Flat parts of a JPG move by
 * up to 8 if their neighbours or the quality change (Chromium's and jpeg-js' encoders, qualities 50 to 95).
 */
export const shadeLimits: Readonly<Record<PictureFormat, ShadeLimits>> = {
  png: { minArea: 2, minDifference: 1, minSum: 3 },
  jpg: { minArea: 12, minDifference: 8, minSum: 12 },
}

/** Finds pixels that changed from one flat area's colour to another's. Call it for pixels in ascending order. */
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

/** The last pixel in the row of a block of three by three pixels of one colour that includes the pixel; -1 if none does. */
function flatUntil(pixels: Int32Array, i: number, width: number): number {
  const colour = pixels[i] as number
  // From the right: the farther the block reaches, the fewer pixels of an area are looked at.
  for (let column = i + 1; column >= i - 1; column--)
    for (let centre = column - width; centre <= column + width; centre += width)
      if (isInside(pixels, centre, width) && isBlock(pixels, centre, width, colour)) return column + 1
  return -1
}

/** Whether a pixel has eight neighbours. A read outside of the array would make all reads of it slow. */
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
