import pixelmatch from 'pixelmatch'
import type { Size } from '../../model.ts'
import { sameBytes } from './bytes.ts'
import { decodeBitmap } from './decode.ts'
import { drawDifference } from './difference-image.ts'
import type { Bitmap } from './pixels.ts'

/*
 * Pixels are compared by pixelmatch. Of those that tell anti-aliasing apart, odiff is twice as fast, but a native
 * program of 5 MB for each platform; @blazediff/core counts the same pixels, is as large (10 KB) and as fast where
 * little differs, and takes a quarter longer where all does.
 */

export interface DiffOptions {
  /** How different a pixel's colour may be, 0 to 1 (pixelmatch's). */
  threshold: number
}

export interface Compared {
  kind: 'compared'
  /** How many differ, not by anti-aliasing alone. A pixel that one picture alone has differs. */
  changedPixels: number
  /** How many pixels either of them has. */
  pixels: number
  sizes: { before: Size; after: Size }
  /** Whether the sizes differ. */
  resized: boolean
  /** A PNG, as wide and high as the larger, where any pixel changed. */
  picture?: Uint8Array
}

/** `equal`: byte by byte, so that neither was decoded. */
export type Difference = { kind: 'equal' } | Compared

/**
 * Holds two PNG or JPG files against each other. Of pictures of other sizes the parts that both have are compared,
 * from the upper left corner. Throws an ActionError for a file that is broken, or too large to be compared.
 */
export async function diff(
  before: Uint8Array,
  after: Uint8Array,
  { threshold }: DiffOptions,
): Promise<Difference> {
  if (sameBytes(before, after)) return { kind: 'equal' }
  // Both are inflated at the same time, in threads of libuv.
  const pictures = await Promise.all([decodeBitmap(before, 'before'), decodeBitmap(after, 'after')])
  const sizes = { before: sizeOf(pictures[0]), after: sizeOf(pictures[1]) }
  const common = {
    width: Math.min(sizes.before.width, sizes.after.width),
    height: Math.min(sizes.before.height, sizes.after.height),
  }
  const mask = new Uint8Array(area(common) * 4)
  const [one, other] = pictures.map(picture => crop(picture, common)) as [Uint8Array, Uint8Array]
  const options = { threshold, diffMask: true }
  const changedInside = pixelmatch(one, other, mask, common.width, common.height, options)
  const pixels = area(sizes.before) + area(sizes.after) - area(common)
  const changedPixels = changedInside + pixels - area(common)
  const compared: Compared = {
    kind: 'compared',
    changedPixels,
    pixels,
    sizes,
    resized: pixels > area(common),
  }
  if (changedPixels === 0) return compared
  return { ...compared, picture: drawDifference(pictures, { ...common, data: mask }) }
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height })
const area = ({ width, height }: Size) => width * height

/** The upper left part; without a copy where it is as wide as the picture. */
function crop(picture: Bitmap, { width, height }: Size): Uint8Array {
  if (picture.width === width) return picture.data.subarray(0, width * height * 4)
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const start = y * picture.width * 4
    data.set(picture.data.subarray(start, start + width * 4), y * width * 4)
  }
  return data
}
