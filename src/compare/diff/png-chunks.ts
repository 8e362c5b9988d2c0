import { crc32 } from 'node:zlib'

/** A PNG's header (ISO 15948, 11.2.2). */
export interface Header {
  width: number
  height: number
  /** Bits a sample. */
  depth: number
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA. */
  colour: number
  interlaced: boolean
}

export interface Chunks {
  header: Header
  /** The compressed rows. */
  rows: Buffer
  /** Whether some colour is transparent without there being an alpha. */
  transparency: boolean
  /** The same picture as a file of no more than what was looked at here. */
  plain(): Buffer
}

export const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

const typeAt = (png: Buffer, offset: number) => png.toString('latin1', offset + 4, offset + 8)

/** Throws an Error where the header is not the first chunk, or is none. */
function headerOf(png: Buffer): Header {
  if (png.length < 33 || typeAt(png, 8) !== 'IHDR') throw new Error('it has no header')
  const [depth = 0, colour = 0, compression, filter, interlace] = png.subarray(24, 29)
  const header = { width: png.readUInt32BE(16), height: png.readUInt32BE(20), depth, colour }
  if (compression !== 0 || filter !== 0 || (interlace !== 0 && interlace !== 1))
    throw new Error('its header asks for what no PNG has')
  return { ...header, interlaced: interlace === 1 }
}

const known = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND'])

/** What there may be one of (5.6): of two, each reader takes another one. */
const single = ['IHDR', 'PLTE', 'tRNS', 'IEND'] as const

/** Throws an Error for a chunk that is cut off, damaged, one too many, or unknown where it must not be. */
export function chunksOf(png: Buffer): Chunks {
  const found = new Map<string, Buffer[]>()
  for (let offset = 8; !found.has('IEND'); ) {
    const { type, data, next } = chunkAt(png, offset)
    const list = found.get(type) ?? []
    found.set(type, list)
    list.push(data)
    offset = next
  }
  const repeated = single.find(type => (found.get(type)?.length ?? 0) > 1)
  if (repeated) throw new Error(`it has more than one ${repeated}`)
  return {
    header: headerOf(png),
    rows: Buffer.concat(found.get('IDAT') ?? []),
    transparency: found.has('tRNS'),
    plain: () => plainPng(found),
  }
}

const plainPng = (found: ReadonlyMap<string, readonly Buffer[]>) =>
  Buffer.concat([
    signature,
    ...['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'].flatMap(type =>
      (found.get(type) ?? []).map(data => chunk(type, data)),
    ),
  ])

function chunkAt(png: Buffer, offset: number): { type: string; data: Buffer; next: number } {
  const start = offset + 8
  const end = offset + 12 <= png.length ? start + png.readUInt32BE(offset) : Number.POSITIVE_INFINITY
  if (end + 4 > png.length) throw new Error('it was cut off')
  const type = typeAt(png, offset)
  if (crc32(png.subarray(offset + 4, end)) !== png.readUInt32BE(end))
    throw new Error('its checksums do not match')
  // A capital first letter: nobody can show the picture who does not know the chunk (5.4).
  if (type[0] === type[0]?.toUpperCase() && !known.has(type)) throw new Error(`it has a ${type}`)
  return { type, data: png.subarray(start, end), next: end + 4 }
}

/** A chunk as a file has it. */
export function chunk(type: string, data: Uint8Array): Buffer {
  const whole = Buffer.alloc(data.length + 12)
  whole.writeUInt32BE(data.length)
  whole.write(type, 4, 'latin1')
  whole.set(data, 8)
  whole.writeUInt32BE(crc32(whole.subarray(4, -4)), whole.length - 4)
  return whole
}
