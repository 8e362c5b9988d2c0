/**
 * Encodes a segment of a JPG: its marker, its length and its bytes (https://www.w3.org/Graphics/JPEG/itu-t81.pdf,
 * B.1.1.4).
 */
const segment = (marker: number, ...bytes: number[]) => [
  0xff,
  marker,
  (bytes.length + 2) >> 8,
  (bytes.length + 2) & 255,
  ...bytes,
]

/**
 * Creates a progressive JPG with many empty scans. Each scan has about twenty bytes, but takes as long to decode as a
 * whole picture.
 */
export function slowJpg({ width, height, scans }: { width: number; height: number; scans: number }): Buffer {
  const [high, low] = [(size: number) => size >> 8, (size: number) => size & 255]
  const blocks = Math.ceil(width / 8) * Math.ceil(height / 8)
  const head = [
    ...[0xff, 0xd8],
    ...segment(0xdb, 0, ...Array<number>(64).fill(1)),
    ...segment(0xc2, 8, high(height), low(height), high(width), low(width), 1, 1, 0x11, 0),
    // The table has a single code, 0. The code means 2^14 blocks plus the number in the next 14 bits.
    ...segment(0xc4, 0x10, 1, ...Array<number>(15).fill(0), 0xe0),
  ]
  const runs = Array<number>(Math.ceil((Math.ceil(blocks / 16_384) * 15) / 8)).fill(0)
  const scan = [...segment(0xda, 1, 1, 0x00, 1, 63, 0), ...runs]
  return Buffer.concat([
    Buffer.from(head),
    ...Array<Buffer>(scans).fill(Buffer.from(scan)),
    Buffer.from([0xff, 0xd9]),
  ])
}
