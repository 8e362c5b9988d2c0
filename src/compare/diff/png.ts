import { promisify } from 'node:util'
import { constants, crc32, deflate, inflate } from 'node:zlib'
import type { Size } from '../../model.ts'

/**
 * Reads and writes PNGs (https://www.w3.org/TR/png-3/). Browsers write RGB or RGBA with 8 bits per sample, not
 * interlaced. Such PNGs are decoded with node:zlib and the loops in this file, which are eight times as fast as pngjs.
 * pngjs decodes all other PNGs.
 */

export interface DecodedBitmap extends Size {
  /** RGBA with four bytes per pixel, row by row from the top. The offset in the buffer is a multiple of four. */
  data: Uint8Array
  /** Whether no pixel is transparent. */
  isOpaque: boolean
}

/** The header chunk (section 11.2.1 of the specification). */
interface Header extends Size {
  /** Bits per sample. */
  depth: number
  colour: number
  isInterlaced: boolean
}

/** The colour types of section 11.2.1. */
const colourType = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 } as const

const samplesPerPixel: ReadonlyMap<number, number> = new Map([
  [colourType.grey, 1],
  [colourType.rgb, 3],
  [colourType.palette, 1],
  [colourType.greyAlpha, 2],
  [colourType.rgba, 4],
])

export const pngSignature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

/**
 * Decodes any PNG to 8-bit RGBA. Stops inflating after the number of bytes that the size in the header requires.
 * @throws Error with the fault if the file is broken
 */
export async function decodePng(png: Buffer): Promise<DecodedBitmap> {
  const chunks = readChunks(png)
  const header = readHeader(png)
  const { width, height, depth, colour, isInterlaced } = header
  const rows = await inflateRows(Buffer.concat(chunks.get('IDAT') ?? []), header)
  const isCommon = colour === colourType.rgb || colour === colourType.rgba
  if (depth !== 8 || isInterlaced || chunks.has('tRNS') || !isCommon) return decodeUncommon(chunks)
  const { pixels, isOpaque } = undoFilters(rows, header)
  const data = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)
  return { width, height, data, isOpaque }
}

/** @throws Error if the first chunk is not a valid header */
function readHeader(png: Buffer): Header {
  if (png.length < 33 || typeAt(png, 8) !== 'IHDR') throw new Error('it has no header')
  const [depth = 0, colour = 0, compression, filter, interlace] = png.subarray(24, 29)
  if (compression !== 0 || filter !== 0 || (interlace !== 0 && interlace !== 1))
    throw new Error('its header has invalid values')
  const isInterlaced = interlace === 1
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), depth, colour, isInterlaced }
}

type Chunks = ReadonlyMap<string, readonly Buffer[]>

const criticalTypes = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND'])

/**
 * Types of chunks that a PNG contains at most once (section 5.6). Two decoders may use different chunks if a type is
 * repeated.
 */
const singleTypes = ['IHDR', 'PLTE', 'tRNS', 'IEND'] as const

/** @throws Error for a chunk that is cut off, damaged or repeated, and for a critical chunk of unknown type */
function readChunks(png: Buffer): Chunks {
  const chunks = new Map<string, Buffer[]>()
  for (let offset = 8; !chunks.has('IEND'); ) {
    const { type, data, next } = readChunk(png, offset)
    const list = chunks.get(type) ?? []
    chunks.set(type, list)
    list.push(data)
    offset = next
  }
  const repeated = singleTypes.find(type => (chunks.get(type)?.length ?? 0) > 1)
  if (repeated) throw new Error(`it has more than one ${repeated}`)
  return chunks
}

const typeAt = (png: Buffer, offset: number) => png.toString('latin1', offset + 4, offset + 8)

function readChunk(png: Buffer, offset: number): { type: string; data: Buffer; next: number } {
  const start = offset + 8
  const end = offset + 12 <= png.length ? start + png.readUInt32BE(offset) : Number.POSITIVE_INFINITY
  if (end + 4 > png.length) throw new Error('it was cut off')
  const type = typeAt(png, offset)
  if (crc32(png.subarray(offset + 4, end)) !== png.readUInt32BE(end))
    throw new Error('its checksums do not match')
  // A type with a capital first letter is critical: a decoder that does not know the type cannot show the picture
  // (section 5.4).
  if (type[0] === type[0]?.toUpperCase() && !criticalTypes.has(type)) throw new Error(`it has a ${type}`)
  return { type, data: png.subarray(start, end), next: end + 4 }
}

/** pngjs has no limit for interlaced PNGs, so the caller must first inflate the rows and check their size. */
async function decodeUncommon(chunks: Chunks): Promise<DecodedBitmap> {
  const { PNG } = await import('pngjs')
  const { width, height, data } = PNG.sync.read(withCheckedChunksOnly(chunks))
  return { width, height, data, isOpaque: false }
}

const withCheckedChunksOnly = (chunks: Chunks) =>
  Buffer.concat([
    pngSignature,
    ...['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'].flatMap(type =>
      (chunks.get(type) ?? []).map(data => encodeChunk(type, data)),
    ),
  ])

async function inflateRows(compressed: Buffer, header: Header): Promise<Buffer> {
  const length = rowBytes(header)
  const limits = { chunkSize: Math.max(64, length + 1), maxOutputLength: length }
  const rows = await promisify(inflate)(compressed, limits).catch(error => {
    throw error.code === 'ERR_BUFFER_TOO_LARGE' ? new Error('it has more rows than its header says') : error
  })
  if (rows.length < length) throw new Error('it has fewer rows than its header says')
  return rows
}

/** Returns the number of bytes in all rows. Each row has one additional byte for its filter. */
function rowBytes({ width, height, depth, colour, isInterlaced }: Header): number {
  const bits = depth * (samplesPerPixel.get(colour) ?? Number.NaN)
  if (![1, 2, 4, 8, 16].includes(depth) || Number.isNaN(bits))
    throw new Error('its header is not that of a PNG')
  const passBytes = (columns: number, rows: number) =>
    columns === 0 ? 0 : rows * (1 + Math.ceil((columns * bits) / 8))
  if (!isInterlaced) return passBytes(width, height)
  return adam7Passes.reduce(
    (sum, [x, y, dx, dy]) => sum + passBytes(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)),
    0,
  )
}

/**
 * For each pass: the first column, the first row, the step between columns, and the step between rows (section 8.1).
 */
const adam7Passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

interface Unfiltered {
  /** RGBA with one word per pixel. */
  pixels: Int32Array
  isOpaque: boolean
}

/**
 * Undoes the filters of an 8-bit RGB or RGBA picture (section 9.2). The result of an RGBA picture shares the memory of
 * `rows`. A word contains the four samples of a pixel. All four samples are added at once, without a carry between
 * them.
 * @throws RangeError for an unknown filter
 */
function undoFilters(rows: Buffer, { width, height, colour }: Header): Unfiltered {
  const isRgb = colour === colourType.rgb
  const pixels = isRgb
    ? new Int32Array(width * height)
    : new Int32Array(rows.buffer, rows.byteOffset, width * height)
  const length = width * (isRgb ? 3 : 4)
  const zeros = Buffer.alloc(length)
  // By the specification, the pixels above the first row and to the left of the first column are 0.
  let above: Int32Array = new Int32Array(width)
  let commonBits = -1
  for (let y = 0; y < height; y++) {
    const filter = rows[y * (length + 1)] as number
    const start = y * (length + 1) + 1
    const row = pixels.subarray(y * width, (y + 1) * width)
    const undo = undoFilter[filter]
    if (!undo) throw new RangeError(`it has the unknown filter ${filter}`)
    // In a flat area, most rows equal the row above. Copying such a row is faster.
    if (y > 0 && undo === undoUp && rows.compare(zeros, 0, length, start, start + length) === 0)
      row.set(above)
    else {
      if (isRgb) widenToWords(rows.subarray(start, start + length), row)
      else rows.copyWithin(y * length, start, start + length)
      commonBits &= undo(row, above)
      if (isRgb) makeOpaque(row)
    }
    above = row
  }
  return { pixels, isOpaque: isRgb || commonBits >>> 24 === 255 }
}

/**
 * Copies RGB samples into words. Leaves the alpha samples at any value: filters never mix the samples of a pixel, and
 * `makeOpaque` sets the alpha samples at the end.
 */
function widenToWords(rgb: Uint8Array, row: Int32Array): void {
  for (let x = 0, i = 0; x < row.length; x++, i += 3)
    row[x] = (rgb[i] as number) | ((rgb[i + 1] as number) << 8) | ((rgb[i + 2] as number) << 16)
}

function makeOpaque(pixels: Int32Array): void {
  for (let i = 0; i < pixels.length; i++) pixels[i] = (pixels[i] as number) | 0xff000000
}

/** Undoes a filter in a row. Returns the bits that are set in all pixels of the row. */
type UndoFilter = (row: Int32Array, above: Int32Array) => number

const undoNone: UndoFilter = row => {
  let bits = -1
  for (let x = 0; x < row.length; x++) bits &= row[x] as number
  return bits
}

const undoSub: UndoFilter = row => {
  let bits = -1
  for (let x = 0, left = 0; x < row.length; x++) {
    left = addBytes(row[x] as number, left)
    row[x] = left
    bits &= left
  }
  return bits
}

const undoUp: UndoFilter = (row, above) => {
  let bits = -1
  for (let x = 0; x < row.length; x++) {
    const pixel = addBytes(row[x] as number, above[x] as number)
    row[x] = pixel
    bits &= pixel
  }
  return bits
}

const undoAverage: UndoFilter = (row, above) => {
  let bits = -1
  for (let x = 0, left = 0; x < row.length; x++) {
    left = addBytes(row[x] as number, averageBytes(left, above[x] as number))
    row[x] = left
    bits &= left
  }
  return bits
}

const undoPaeth: UndoFilter = (row, above) => {
  let bits = -1
  for (let x = 0, left = 0, corner = 0; x < row.length; x++) {
    const over = above[x] as number
    // In charts, two of the three neighbours (left, upper and upper left) are nearly always equal. Then all four
    // samples have the same predictor.
    const guess = over === corner ? left : left === corner ? over : predictBytes(left, over, corner)
    left = addBytes(row[x] as number, guess)
    row[x] = left
    bits &= left
    corner = over
  }
  return bits
}

const undoFilter: readonly UndoFilter[] = [undoNone, undoSub, undoUp, undoAverage, undoPaeth]

/**
 * Adds the bytes of two words, each modulo 256. The top bit of each byte is added separately, so that no byte carries
 * into the next.
 */
const addBytes = (a: number, b: number) => ((a & 0x7f7f7f7f) + (b & 0x7f7f7f7f)) ^ ((a ^ b) & 0x80808080)

/** Returns a word in which each byte is the mean of the two bytes at the same position, rounded down. */
const averageBytes = (a: number, b: number) => (a & b) + (((a ^ b) >>> 1) & 0x7f7f7f7f)

const predictBytes = (a: number, b: number, c: number) =>
  predictByte(a & 255, b & 255, c & 255) |
  (predictByte((a >>> 8) & 255, (b >>> 8) & 255, (c >>> 8) & 255) << 8) |
  (predictByte((a >>> 16) & 255, (b >>> 16) & 255, (c >>> 16) & 255) << 16) |
  (predictByte(a >>> 24, b >>> 24, c >>> 24) << 24)

/**
 * Returns Paeth's predictor: the left, upper or upper left byte, whichever is nearest to left + above − upper left
 * (section 9.4).
 */
function predictByte(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner)
  const toAbove = Math.abs(left - corner)
  const toCorner = Math.abs(left + above - corner - corner)
  return toLeft <= toAbove && toLeft <= toCorner ? left : toAbove <= toCorner ? above : corner
}

/**
 * Encodes rows of palette indexes. Each row begins with its filter byte. With `Z_RLE`, deflate searches only for runs
 * of equal bytes. This is faster and makes the result smaller, because most bytes equal the previous byte in the row.
 */
export const encodePalettePng = (size: Size, palette: Uint8Array, rows: Uint8Array): Promise<Uint8Array> =>
  encodePng(encodeHeader(size, colourType.palette), encodeChunk('PLTE', palette), rows, constants.Z_RLE)

/** Encodes rows of RGBA pixels. Each row begins with its filter byte. */
export const encodeRgbaPng = (size: Size, rows: Uint8Array): Promise<Uint8Array> =>
  encodePng(encodeHeader(size, colourType.rgba), Buffer.alloc(0), rows, constants.Z_DEFAULT_STRATEGY)

/** Compresses the rows in one of libuv's threads. */
async function encodePng(
  header: Buffer,
  palette: Buffer,
  rows: Uint8Array,
  strategy: number,
): Promise<Uint8Array> {
  const data = await promisify(deflate)(rows, { level: 1, strategy, chunkSize: deflateChunk })
  return Buffer.concat([
    pngSignature,
    header,
    palette,
    encodeChunk('IDAT', data),
    encodeChunk('IEND', Buffer.alloc(0)),
  ])
}

/**
 * The size of a chunk of compressed data. One chunk is enough for most pictures. Each further chunk takes a round trip
 * between two threads.
 */
const deflateChunk = 256 * 1024

function encodeHeader({ width, height }: Size, colour: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, colour], 8)
  return encodeChunk('IHDR', header)
}

function encodeChunk(type: string, data: Uint8Array): Buffer {
  const chunk = Buffer.alloc(data.length + 12)
  chunk.writeUInt32BE(data.length)
  chunk.write(type, 4, 'latin1')
  chunk.set(data, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4)
  return chunk
}
