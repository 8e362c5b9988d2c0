import { crc32, deflateSync } from 'node:zlib'
import { Resvg } from '@resvg/resvg-js'
import { encode } from 'jpeg-js'
import { PNG } from 'pngjs'
import { fontFiles, fontName } from '../../simulator/pictures/text.ts'

export interface Form {
  width: number
  height: number
  depth: number
  colour: number
  interlace: number
  palette?: Uint8Array | undefined
  transparency?: Uint8Array | undefined
}

/** Creates a PNG of any form. `rows` are the uncompressed bytes, including the filter bytes. */
export function pngOf(form: Form, rows: Uint8Array, compressed = deflateSync(rows)): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(form.width, 0)
  header.writeUInt32BE(form.height, 4)
  header.set([form.depth, form.colour, 0, 0, form.interlace], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...(form.palette ? [chunk('PLTE', form.palette)] : []),
    ...(form.transparency ? [chunk('tRNS', form.transparency)] : []),
    chunk('IDAT', compressed),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

export function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}

/** Returns the pixels of a drawing. The default size is 240 by 160. */
export function drawn(shapes: string, { width = 240, height = 160, background = 'white' } = {}) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`
  const font = { fontFiles: [fontFiles.regular], loadSystemFonts: false, defaultFontFamily: fontName }
  const { pixels } = new Resvg(svg, { font, ...(background && { background }) }).render()
  return { width, height, data: straight(pixels) }
}

/** Converts resvg's premultiplied alpha to the alpha of PNG files. */
function straight(pixels: Uint8Array): Buffer {
  const data = Buffer.from(pixels)
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3] ?? 0
    if (alpha === 255 || alpha === 0) continue
    for (let k = i; k < i + 3; k++) data[k] = Math.min(255, Math.round(((data[k] ?? 0) * 255) / alpha))
  }
  return data
}

export interface Pixels {
  width: number
  height: number
  data: Buffer
}

/** Encodes a PNG with a fixed filter, because pngjs would take half a second in jest to try all filters. */
export function png({ width, height, data }: Pixels, options: object = {}): Buffer {
  const picture = new PNG({ width, height })
  data.copy(picture.data)
  return PNG.sync.write(picture, { filterType: 1, ...options })
}

export const jpg = (pixels: Pixels, quality: number): Buffer => encode(pixels, quality).data

/** Creates a PNG with 16 bits per sample by repeating the 8 bits. */
export function png16({ width, height, data }: Pixels): Buffer {
  const rows = Array.from({ length: height }, (_, y) => {
    const row = data.subarray(y * width * 4, (y + 1) * width * 4)
    return Buffer.from([0, ...row].flatMap((byte, i) => (i === 0 ? [0] : [byte, byte])))
  })
  return pngOf({ width, height, depth: 16, colour: 6, interlace: 0 }, Buffer.concat(rows))
}

/** Creates a PNG with a palette. The picture may have at most 256 colours. */
export function pngWithPalette({ width, height, data }: Pixels, interlace = 0): Buffer {
  const colours = new Map<number, number>()
  const indexAt = (x: number, y: number): number => {
    const colour = data.readUInt32BE((y * width + x) * 4)
    colours.set(colour, colours.get(colour) ?? colours.size)
    return colours.get(colour) ?? 0
  }
  const passes = interlace ? adam7 : [[0, 0, 1, 1] as const]
  const rows = passes.flatMap(([x0, y0, dx, dy]) =>
    range(y0, height, dy).map(y => [0, ...range(x0, width, dx).map(x => indexAt(x, y))]),
  )
  const list = [...colours.keys()]
  const palette = Buffer.from(
    list.flatMap(colour => [colour >>> 24, (colour >>> 16) & 255, (colour >>> 8) & 255]),
  )
  const transparency = Buffer.from(list.map(colour => colour & 255))
  return pngOf(
    { width, height, depth: 8, colour: 3, interlace, palette, transparency },
    Buffer.from(rows.flat()),
  )
}

const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => from + i * step)

/** The first column and row of each Adam7 pass, and the distances of columns and rows. */
export const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const

/** Returns a copy in which one pixel has another colour. */
export function touched(pixels: Pixels, x: number, y: number): Pixels {
  const data = Buffer.from(pixels.data)
  data.set([255, 0, 255, 255], (y * pixels.width + x) * 4)
  return { ...pixels, data }
}
