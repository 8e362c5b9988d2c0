import type { Size } from '../../model.ts'
import type { Bitmap } from './pixels.ts'

/** jpeg-js takes 13 to 22 bytes a pixel beside the picture itself, by how its colours were sampled. */
const maxMegabytes = 1024

/**
 * From the frame header (T.81, B.2.2), which may stand behind any number of other segments. Throws an Error where
 * there is none.
 */
export function sizeOfJpg(jpg: Buffer): Size {
  for (let offset = 2; offset + 9 <= jpg.length; ) {
    const [mark, marker = 0] = jpg.subarray(offset, offset + 2)
    if (mark !== 0xff) break
    if (isFrame(marker)) return frameSize(jpg, offset)
    // Marks may be repeated to fill up.
    offset += marker === 0xff ? 1 : 2 + jpg.readUInt16BE(offset + 2)
  }
  throw new Error('it has no frame header')
}

function frameSize(jpg: Buffer, offset: number): Size {
  const size = { width: jpg.readUInt16BE(offset + 7), height: jpg.readUInt16BE(offset + 5) }
  // A height of 0 stands further down (B.2.5): nobody writes that, and nobody reads it.
  if (size.width === 0 || size.height === 0) throw new Error('it has no pixels')
  return size
}

/** SOF0 to SOF15, but for DHT, JPG and DAC, which share their numbers. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** As 8-bit RGBA. Throws an Error with the fact where the file is broken, or would take too much memory. */
export async function decodeJpg(jpg: Buffer): Promise<Bitmap> {
  const { decode } = await import('jpeg-js')
  const { width, height, data } = decode(jpg, {
    useTArray: true,
    tolerantDecoding: false,
    maxMemoryUsageInMB: maxMegabytes,
  })
  return { width, height, data }
}
