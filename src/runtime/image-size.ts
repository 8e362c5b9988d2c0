import type { PictureFormat, Size } from '../model.ts'

/** Reads only the header. Returns undefined if the header is invalid. */
export function imageSize(bytes: Uint8Array, format: PictureFormat): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = format === 'png' ? pngSize(view) : jpgSize(view)
  return size && size.width > 0 && size.height > 0 ? size : undefined
}

/** Reads the signature and the chunk IHDR, which begins with width and height (https://www.w3.org/TR/png/#11IHDR). */
function pngSize(view: DataView): Size | undefined {
  if (view.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452) return
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

/**
 * Reads segments up to the frame's segment (SOF). This segment contains height and width
 * (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.2.2).
 */
function jpgSize(view: DataView): Size | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return
  for (let at = 2; at + 9 <= view.byteLength && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1)
    if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    // A marker may begin with any number of 0xff.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return undefined
}

/** Whether the marker is SOF0 to SOF15. DHT, JPG and DAC have codes in the same range. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
