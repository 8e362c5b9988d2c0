import type { DecodedBitmap } from './pixels.ts'

/** jpeg-js takes 13 to 22 bytes a pixel beside the picture itself, by how its colours were sampled. */
const maxMegabytes = 1024

/** As 8-bit RGBA. Throws an Error with the fact where the file is broken, or would take too much memory. */
export async function decodeJpg(jpg: Buffer): Promise<DecodedBitmap> {
  const { decode } = await import('jpeg-js')
  const { width, height, data } = decode(jpg, {
    useTArray: true,
    tolerantDecoding: false,
    maxMemoryUsageInMB: maxMegabytes,
  })
  return { width, height, data, isOpaque: true }
}
