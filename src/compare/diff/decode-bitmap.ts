import { ActionError } from '../../errors.ts'
import type { PictureFormat, Size } from '../../model.ts'
import { imageSize } from '../../runtime/image-size.ts'
import { withThousands } from '../../runtime/text.ts'
import { type DecodedBitmap, decodePng, pngSignature } from './png.ts'

/** RGBA with four bytes per pixel, row by row from the top. The offset of `data` is a multiple of four. */
export interface Bitmap extends Size {
  data: Uint8Array
}

/** Two opaque pictures of the same size, with one word per pixel, because words are compared faster than bytes. */
export interface PixelPair extends Size {
  before: Int32Array
  after: Int32Array
}

export const pixelWords = ({ data, width, height }: Bitmap): Int32Array =>
  new Int32Array(data.buffer, data.byteOffset, width * height)

export const bytesOfWords = (words: Int32Array): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset, words.byteLength)

/** Returns the red (0), green (1) or blue (2) sample of a pixel. */
export const channelOf = (pixel: number, channel: number): number => (pixel >>> (8 * channel)) & 255

/** Whether a colour channel differs by at least `minDifference`. */
export const hasMoved = (a: number, b: number, minDifference: number): boolean =>
  Math.abs((a & 255) - (b & 255)) >= minDifference ||
  Math.abs(((a >>> 8) & 255) - ((b >>> 8) & 255)) >= minDifference ||
  Math.abs(((a >>> 16) & 255) - ((b >>> 16) & 255)) >= minDifference

const bufferOf = ({ data }: Bitmap) => Buffer.from(data.buffer, data.byteOffset, data.length)

export function differingRows(before: Bitmap, after: Bitmap): number[] {
  const one = bufferOf(before)
  const other = bufferOf(after)
  const length = before.width * 4
  const rows = Array.from({ length: before.height }, (_, y) => y)
  return rows.filter(
    y => one.compare(other, y * length, (y + 1) * length, y * length, (y + 1) * length) !== 0,
  )
}

/** Returns a function that checks whether row `y` equals the row above. `length` is the number of bytes in a row. */
export function rowRepeats(data: Uint8Array, length: number): (y: number) => boolean {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return y => {
    const start = y * length
    return y > 0 && bytes.compare(bytes, start - length, start, start, start + length) === 0
  }
}

/** Returns the upper left part of a picture. If the width stays the same, the result shares the picture's memory. */
export function cropBitmap(picture: Bitmap, { width, height }: Size): Bitmap {
  if (picture.width === width) return { width, height, data: picture.data.subarray(0, width * height * 4) }
  const data = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const start = y * picture.width * 4
    data.set(picture.data.subarray(start, start + width * 4), y * width * 4)
  }
  return { width, height, data }
}

export type Side = 'before' | 'after'

/**
 * The maximum size, for example a dashboard of 1920 × 26,000 pixels. Decoding and comparing two PNGs of this size takes
 * one gigabyte of memory. A runner has at least seven gigabytes.
 */
const maxMegapixels = 50
/**
 * The maximum width and height. The comparison takes several gigabytes for a picture with millions of rows or columns.
 */
const maxSide = 100_000

/**
 * The memory limit for jpeg-js, which takes 13 to 22 bytes per pixel in addition to the picture, depending on the
 * chroma subsampling.
 */
const maxJpgMegabytes = 1024

export interface Decoded extends Bitmap {
  format: PictureFormat
}

interface Decoder {
  format: PictureFormat
  signature: Buffer
  /**
   * Decodes to 8-bit RGBA.
   * @throws Error with the fault if the file is broken
   */
  decode(bytes: Buffer): Promise<DecodedBitmap>
}

const decoders: readonly Decoder[] = [
  { format: 'png', signature: pngSignature, decode: decodePng },
  { format: 'jpg', signature: Buffer.from([0xff, 0xd8, 0xff]), decode: decodeJpg },
]

/**
 * Decodes a PNG or a JPG, and blends transparent pixels with white, as a browser does.
 * @throws ActionError if the file is broken, of another format, or too large
 */
export async function decodeBitmap(bytes: Uint8Array, side: Side): Promise<Decoded> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const decoder = decoders.find(({ signature }) => file.subarray(0, signature.length).equals(signature))
  if (!decoder) throw unreadableError(side, 'it is neither a PNG nor a JPG')
  const { format, decode } = decoder
  const brokenError = (fact: string, cause?: unknown) =>
    unreadableError(side, `the ${format.toUpperCase()} is broken (${fact})`, cause)
  const size = imageSize(file, format)
  if (!size) throw brokenError('its header gives no size')
  if (isTooLarge(size) || Math.max(size.width, size.height) > maxSide) throw tooLargeError(side, size)
  const bitmap = await decode(file).catch(error => {
    throw brokenError((error as Error).message, error)
  })
  // A file may have two headers with different sizes, so the size of the decoded picture is checked, too.
  if (bitmap.width !== size.width || bitmap.height !== size.height)
    throw brokenError('its data does not have the size that its header gives')
  return { ...blendWithWhite(bitmap), format }
}

const isTooLarge = ({ width, height }: Size) => width * height > maxMegapixels * 1e6

/**
 * Checks the size of the difference image, which covers both pictures. A wide and a high picture together need much
 * more memory than each of them.
 * @throws ActionError
 */
export function refuseHugeUnion(before: Size, after: Size): void {
  const union = {
    width: Math.max(before.width, after.width),
    height: Math.max(before.height, after.height),
  }
  if (!isTooLarge(union)) return
  const sizes = [before, after].map(({ width, height }) => `${width} × ${height}`)
  throw new ActionError(
    `The pictures cannot be compared: they have ${sizes.join(' and ')} pixels, and the difference image would have more than ${maxMegapixels} megapixels`,
    'Check the sizes of both pictures in the artifact. Set width and height of the target, so that both have similar sizes.',
  )
}

async function decodeJpg(jpg: Buffer): Promise<DecodedBitmap> {
  const { decode } = await import('jpeg-js')
  const options = { useTArray: true as const, tolerantDecoding: false, maxMemoryUsageInMB: maxJpgMegabytes }
  try {
    const { width, height, data } = decode(jpg, options)
    return { width, height, data, isOpaque: true }
  } catch (error) {
    // jpeg-js relies on the order of the segments.
    throw error instanceof TypeError ? new Error('its segments are damaged', { cause: error }) : error
  }
}

const unreadableError = (side: Side, fact: string, cause?: unknown) =>
  new ActionError(
    `The ${side} picture cannot be compared: ${fact}`,
    side === 'before'
      ? 'Run the workflow on the branch that recorded it, to record the baseline again.'
      : 'Run the job again; if that does not help, look at the picture in the artifact.',
    { cause },
  )

const tooLargeError = (side: Side, { width, height }: Size) =>
  new ActionError(
    `The ${side} picture cannot be compared: it is ${width} × ${height} pixels`,
    `The limits are ${maxMegapixels} megapixels, and ${withThousands(maxSide)} pixels in each direction. Give the target a smaller width or height, or render its tabs or tiles one by one.`,
  )

/** Changes the given array. */
function blendWithWhite({ data, width, height, isOpaque }: DecodedBitmap): Bitmap {
  for (let i = 3; i < data.length && !isOpaque; i += 4) {
    const alpha = data[i] as number
    if (alpha === 255) continue
    for (let k = i - 3; k < i; k++) data[k] = Math.round(255 + (((data[k] as number) - 255) * alpha) / 255)
    data[i] = 255
  }
  return { data, width, height }
}
