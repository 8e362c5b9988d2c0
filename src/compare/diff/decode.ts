import { ActionError } from '../../errors.ts'
import type { PictureFormat, Size } from '../../model.ts'
import { imageSize } from '../../runtime/image-size.ts'
import { decodeJpg } from './jpg.ts'
import type { Bitmap, DecodedBitmap } from './pixels.ts'
import { decodePng } from './png.ts'
import { signature as pngSignature } from './png-chunks.ts'

/** Which of the two that are held against each other. */
export type Which = 'before' | 'after'

/**
 * What is decoded at most: a dashboard 1920 pixels wide and 26,000 high. Decoding two of them and comparing
 * takes a gigabyte for PNG; a runner has seven or more.
 */
export const maxMegapixels = 50

export interface Decoded extends Bitmap {
  format: PictureFormat
}

interface Format {
  format: PictureFormat
  /** The first bytes of every file. */
  signature: Buffer
  /** Throws an Error with the fact where the file is broken. */
  decode(bytes: Buffer): Promise<DecodedBitmap>
}

const formats: readonly Format[] = [
  { format: 'png', signature: pngSignature, decode: decodePng },
  { format: 'jpg', signature: Buffer.from([0xff, 0xd8, 0xff]), decode: decodeJpg },
]

/**
 * Decodes a PNG or a JPG; what is transparent is seen over white, as in a browser. Throws an ActionError for what
 * is broken, neither, or larger than can be compared, the last before anything is decoded.
 */
export async function decodeBitmap(bytes: Uint8Array, which: Which): Promise<Decoded> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found = formats.find(({ signature }) => file.subarray(0, signature.length).equals(signature))
  if (!found) throw unreadableError(which, 'it is neither a PNG nor a JPG')
  const { format, decode } = found
  const broken = (fact: string, cause?: unknown) =>
    unreadableError(which, `the ${format.toUpperCase()} is broken (${fact})`, cause)
  const size = imageSize(file, format)
  if (!size) throw broken('its header tells no size')
  if (size.width * size.height > maxMegapixels * 1e6) throw tooLargeError(which, size)
  const bitmap = await decode(file).catch(error => {
    throw broken((error as Error).message, error)
  })
  // Readers differ in which of two headers they go by: the one that was looked at above has to be the picture's.
  if (bitmap.width !== size.width || bitmap.height !== size.height) throw broken('it has another size inside')
  return { ...overWhite(bitmap), format }
}

const unreadableError = (which: Which, fact: string, cause?: unknown) =>
  new ActionError(
    `The picture ${which} cannot be compared: ${fact}`,
    which === 'before'
      ? 'Have it rendered anew: run the workflow on the branch that recorded it.'
      : 'Run the job again; if it stays, look at the picture in the artifact.',
    { cause },
  )

const tooLargeError = (which: Which, { width, height }: Size) =>
  new ActionError(
    `The picture ${which} cannot be compared: it is ${width} × ${height} pixels`,
    `Up to ${maxMegapixels} megapixels are compared: give the target a smaller width or height, or render its tabs or tiles one by one.`,
  )

/** In place. */
function overWhite({ data, width, height, isOpaque }: DecodedBitmap): Bitmap {
  for (let i = 3; i < data.length && !isOpaque; i += 4) {
    const alpha = data[i] as number
    if (alpha === 255) continue
    for (let k = i - 3; k < i; k++) data[k] = Math.round(255 + (((data[k] as number) - 255) * alpha) / 255)
    data[i] = 255
  }
  return { data, width, height }
}
