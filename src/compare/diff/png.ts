import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import type { DecodedBitmap } from './pixels.ts'
import { chunksOf, type Header } from './png-chunks.ts'
import { unfilter } from './png-filters.ts'

/*
 * What browsers write (RGB or RGBA of 8 bits, not interlaced) is decoded here, by node:zlib and a loop for the
 * filters: eight times as fast as pngjs, which decodes the rest.
 */

/** How many samples a pixel has. */
const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

/**
 * Any PNG, as 8-bit RGBA. Never inflates more than the header tells. Throws an Error with the fact where the file
 * is broken.
 */
export async function decodePng(png: Buffer): Promise<DecodedBitmap> {
  const { header, rows, transparency, plain } = chunksOf(png)
  const { width, height, depth, colour, interlaced } = header
  const raw = await inflateRows(rows, header)
  if (depth !== 8 || interlaced || transparency || (colour !== 2 && colour !== 6))
    return decodeOthers(plain())
  const { pixels, isOpaque } = unfilter(raw, header)
  return {
    width,
    height,
    data: new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength),
    isOpaque,
  }
}

/** The rows were inflated before: pngjs, which has no limit for those that are interlaced, meets no surprise. */
async function decodeOthers(png: Buffer): Promise<DecodedBitmap> {
  const { PNG } = await import('pngjs')
  const { width, height, data } = PNG.sync.read(png)
  return { width, height, data, isOpaque: false }
}

async function inflateRows(rows: Buffer, header: Header): Promise<Buffer> {
  const length = rawLength(header)
  const limits = { chunkSize: Math.max(64, length + 1), maxOutputLength: length }
  const raw = await promisify(inflate)(rows, limits).catch(error => {
    throw error.code === 'ERR_BUFFER_TOO_LARGE' ? new Error('it has more rows than its header tells') : error
  })
  if (raw.length < length) throw new Error('it has fewer rows than its header tells')
  return raw
}

/** Bytes of all rows, each with the one that names its filter. */
function rawLength({ width, height, depth, colour, interlaced }: Header): number {
  const bits = depth * (samples[colour] ?? Number.NaN)
  if (![1, 2, 4, 8, 16].includes(depth) || Number.isNaN(bits)) throw new Error('its header tells of no PNG')
  const pass = (columns: number, rows: number) =>
    columns === 0 ? 0 : rows * (1 + Math.ceil((columns * bits) / 8))
  if (!interlaced) return pass(width, height)
  return adam7.reduce(
    (sum, [x, y, dx, dy]) => sum + pass(Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)),
    0,
  )
}

/** Of each pass its first column and row, and the steps to the next (ISO 15948, 8.2). */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const
