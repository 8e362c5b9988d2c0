import { crc32, deflateSync } from 'node:zlib'
import type { Format, RenderTask } from '../model.ts'

/** A file that can be sent in chunks without being loaded into memory. */
export interface Bytes {
  length: number
  chunks(): Iterable<Buffer>
}

interface Container {
  head: Buffer
  tail: Buffer
  /** The minimum number of bytes of a padding in this format. */
  least: number
  pad(size: number): Buffer
}

const pieceBytes = 64 * 1024

export function bytesOfBuffer(buffer: Buffer): Bytes {
  return { length: buffer.length, chunks: () => [buffer] }
}

/** Yields the first `length` bytes of a file. */
export function* firstBytes(bytes: Bytes, length: number): Iterable<Buffer> {
  let left = length
  for (const chunk of bytes.chunks()) {
    if (left <= 0) return
    yield chunk.subarray(0, left)
    left -= chunk.length
  }
}

/**
 * Creates a valid file of exactly `length` bytes, for load tests. A PNG has the requested size and one colour, which
 * depends on the id and the deployed LookML. A JPG has one pixel, and a PDF has an empty page. The rest of the file is
 * padding that viewers skip.
 */
export function makeFile(task: RenderTask, length: number): Bytes {
  const { head, tail, least, pad } = containers[task.format](task, length)
  const sizes = pieces(length - head.length - tail.length, least)
  if (sizes === undefined) throw new RangeError(`A ${task.format} cannot have ${length} bytes: too few`)
  const full = pad(pieceBytes)
  return {
    length,
    *chunks() {
      yield head
      for (const size of sizes) yield size === pieceBytes ? full : pad(size)
      yield tail
    },
  }
}

/** Splits `room` into pieces of at least `least` bytes. */
function pieces(room: number, least: number): number[] | undefined {
  if (room === 0) return []
  if (room < least) return undefined
  const sizes = new Array<number>(Math.floor(room / pieceBytes)).fill(pieceBytes)
  const rest = room % pieceBytes
  if (rest >= least) sizes.push(rest)
  else if (rest > 0) sizes.splice(-1, 1, pieceBytes - least, least + rest)
  return sizes
}

const containers: Record<Format, (task: RenderTask, length: number) => Container> = {
  png: task => {
    const row = Buffer.alloc(1 + Math.ceil(task.width / 8))
    const pixels = deflateSync(Buffer.concat(new Array<Buffer>(task.height).fill(row)), { level: 9 })
    const size = Buffer.alloc(13)
    size.writeUInt32BE(task.width, 0)
    size.writeUInt32BE(task.height, 4)
    size.set([1, 3], 8) // The picture has one bit per pixel and a palette.
    return {
      head: Buffer.concat([
        Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
        pngChunk('IHDR', size),
        pngChunk('PLTE', colourOf(task.contentId + JSON.stringify(task.content ?? ''))),
      ]),
      tail: Buffer.concat([pngChunk('IDAT', pixels), pngChunk('IEND', Buffer.alloc(0))]),
      least: 12,
      pad: size => pngChunk('fiLl', Buffer.alloc(size - 12)),
    }
  },
  jpg: () => ({
    head: onePixel.subarray(0, 2),
    tail: onePixel.subarray(2),
    least: 4,
    pad: size => Buffer.concat([...jpgComments(size)]),
  }),
  pdf: (task, length) => {
    const tail = pdfTail(task, length)
    return {
      head: Buffer.from('%PDF-1.4\n'),
      tail,
      least: 2,
      pad: size => Buffer.from(`%${' '.repeat(size - 2)}\n`),
    }
  },
}

function colourOf(shown: string): Buffer {
  const crc = crc32(Buffer.from(shown))
  return Buffer.from([crc & 0xff, (crc >> 8) & 0xff, (crc >> 16) & 0xff])
}

function pngChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(data.length + 12)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write(type, 4, 'latin1')
  data.copy(chunk, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), data.length + 8)
  return chunk
}

/**
 * Yields JPEG comments with `size` bytes. A JPEG comment has at most 64 KiB, so a padding may need several comments.
 */
function* jpgComments(size: number): Iterable<Buffer> {
  for (let left = size; left > 0; ) {
    const take = left > 0xffff ? left - 32768 : left
    const comment = Buffer.alloc(take, ' ')
    comment.writeUInt16BE(0xfffe, 0)
    comment.writeUInt16BE(take - 2, 2)
    yield comment
    left -= take
  }
}

function pdfTail({ width, height }: RenderTask, length: number): Buffer {
  const objects = [
    '1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n',
    '2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n',
    `3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${width} ${height}]>>\nendobj\n`,
  ]
  const table = (at: (index: number) => number): string => {
    const rows = objects.map((_, index) => `${String(at(index)).padStart(10, '0')} 00000 n \n`).join('')
    const end = String(at(objects.length)).padStart(10, '0')
    return `xref\n0 4\n0000000000 65535 f \n${rows}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n${end}\n%%EOF\n`
  }
  // Each offset in the table has ten digits, so the length of the table does not depend on the offsets.
  const start = length - objects.join('').length - table(() => 0).length
  return Buffer.from(objects.join('') + table(index => start + objects.slice(0, index).join('').length))
}

const onePixel = Buffer.from(
  `/9j/4AAQSkZJRgABAQAAAQABAAD/2wCEABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19i
   Z2hnPk1xeXBkeFxlZ2MBERISGBUYLxoaL2NCOEJjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj
   Y2NjY//AABEIAAEAAQMBEQACEQEDEQH/xAGiAAABBQEBAQEBAQAAAAAAAAAAAQIDBAUGBwgJCgsQAAIBAwMCBAMFBQQEAAABfQEC
   AwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVm
   Z2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq
   8fLz9PX29/j5+gEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoLEQACAQIEBAMEBwUEBAABAncAAQIDEQQFITEGEkFRB2FxEyIy
   gQgUQpGhscEJIzNS8BVictEKFiQ04SXxFxgZGiYnKCkqNTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqCg4SF
   hoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2dri4+Tl5ufo6ery8/T19vf4+fr/2gAMAwEA
   AhEDEQA/AEr6A8s//9k=`,
  'base64',
)
