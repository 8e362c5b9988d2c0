import type { PictureFormat, Size } from '../model.ts'

/** How large a picture really is, as its own header tells; undefined where that cannot be read. */
export function imageSize(bytes: Uint8Array, format: PictureFormat): Size | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = format === 'png' ? pngSize(view) : jpgSize(view)
  return size && size.width > 0 && size.height > 0 ? size : undefined
}

/** PNG, 5.2 and 11.2.1: the signature, then IHDR, which begins with width and height. */
function pngSize(view: DataView): Size | undefined {
  if (view.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452) return
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

/** JPEG, B.1 and B.2.2: segments with their lengths; that of the frame (SOF) has height and width. */
function jpgSize(view: DataView): Size | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return
  for (let at = 2; at + 9 <= view.byteLength && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1)
    if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    // Any number of 0xff may stand before a marker.
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2)
  }
  return undefined
}

/** SOF0 to SOF15; what lies between them, DHT, JPG and DAC, is none. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
