import fc from 'fast-check'
import jpeg from 'jpeg-js'
import { PNG } from 'pngjs'
import { wholeFileCheck } from '../../src/looker/whole-file.ts'
import type { Format } from '../../src/model.ts'

/** Small, of every colour, so that its compressed data holds bytes of all kinds. */
const picture = {
  width: 40,
  height: 30,
  data: Buffer.from(Array.from({ length: 40 * 30 * 4 }, (_, at) => (at * 97) % 251)),
}
const png = PNG.sync.write(Object.assign(new PNG(picture), { data: picture.data }))
const jpg = jpeg.encode(picture, 90).data
const pdf = Buffer.concat([
  Buffer.from('%PDF-1.7\n'),
  Buffer.alloc(3000, 'looker '),
  Buffer.from('\n%%EOF\n'),
])
const whole = { png, jpg, pdf } satisfies Record<Format, Buffer>
const formats = ['png', 'jpg', 'pdf'] as const

function faultOf(format: Format, ...pieces: readonly Uint8Array[]): string | undefined {
  const check = wholeFileCheck(format)
  for (const piece of pieces) check.update(piece)
  return check.fault()
}

describe.each(formats)('a %s', format => {
  const bytes = whole[format]
  const cutAt = (cuts: readonly number[]) => {
    const edges = [0, ...[...cuts].sort((one, other) => one - other), bytes.length]
    return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge))
  }

  test('is whole, however it is cut into pieces', () => {
    expect(faultOf(format, bytes)).toBeUndefined()
    expect(faultOf(format, ...[...bytes].map(byte => Uint8Array.of(byte)))).toBeUndefined()
    const cuts = fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 })
    fc.assert(fc.property(cuts, cuts => expect(faultOf(format, ...cutAt(cuts))).toBeUndefined()))
  })

  test('is whole with a line end behind it', () =>
    expect(faultOf(format, bytes, Buffer.from('\r\n'))).toBeUndefined())

  test('is cut off wherever it ends before its end', () => {
    const end = format === 'pdf' ? bytes.length - 2 : bytes.length - 1
    const lengths = Array.from({ length: end }, (_, index) => index)
    const faults = new Set(lengths.map(length => faultOf(format, bytes.subarray(0, length))))
    expect([...faults]).toEqual(['a file that was cut off'])
  })
})

describe('a PNG', () => {
  test('is broken or cut off where a byte changed on its way', () => {
    const place = fc.integer({ min: 8, max: png.length - 1 })
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Buffer.from(png)
        changed[place] = (changed[place] ?? 0) ^ change
        expect(faultOf('png', changed)).toMatch(/^a file that (is broken|was cut off)$/)
      }),
    )
  })

  test('says so where more than a line end stands behind its end', () =>
    expect(faultOf('png', png, Buffer.from('<html>'))).toBe('a file with 6 bytes after its end'))
})

describe('a JPG', () => {
  const segment = (marker: number, content: Buffer) =>
    Buffer.concat([Buffer.from([0xff, marker, 0, content.length + 2]), content])

  test('is cut off where its own end is missing, though another JPG inside it has one', () => {
    const thumbnail = segment(0xe1, Buffer.from([0xff, 0xd8, 0xff, 0xd9]))
    const holding = Buffer.concat([jpg.subarray(0, 2), thumbnail, jpg.subarray(2)])
    expect(faultOf('jpg', holding)).toBeUndefined()
    expect(faultOf('jpg', holding.subarray(0, 10))).toBe('a file that was cut off')
  })

  test('is broken where a segment is shorter than its length', () =>
    expect(faultOf('jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1]))).toBe('a file that is broken'))
})
