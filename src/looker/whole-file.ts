import { crc32 } from 'node:zlib'
import type { Format } from '../model.ts'

/** Checks in constant memory, while a file is streamed, whether the file is complete. */
export interface WholeFileCheck {
  update(bytes: Uint8Array): void
  /** The fault, as the end of a sentence "Looker sent …"; undefined if the file is complete. Call it after the last byte. */
  fault(): string | undefined
}

/** Reads the structure of the format. The length that the server declares plays no role. */
export function wholeFileCheck(format: Format): WholeFileCheck {
  return format === 'pdf' ? pdfCheck() : structureCheck(structures[format])
}

/** The bytes that a reader has not used yet. The reader yields if it needs more. */
interface Source {
  rest: Uint8Array
}
type Reading<T> = Generator<undefined, T, Uint8Array>
type Structure = (source: Source) => Reading<'whole' | 'broken'>

const cutOff = 'a file that was cut off'
/** Bytes that may follow the end of the file, for example a line end that a script added. */
const maxBehind = 2

function structureCheck(structure: Structure): WholeFileCheck {
  const source: Source = { rest: new Uint8Array(0) }
  const reading = structure(source)
  let end: 'whole' | 'broken' | undefined
  let behind = 0
  reading.next()
  return {
    update(bytes) {
      if (end) behind += bytes.length
      else {
        const { done, value } = reading.next(bytes)
        if (done) [end, behind] = [value, source.rest.length]
      }
    },
    fault() {
      if (end === 'broken') return 'a file that is broken'
      if (end === undefined) return cutOff
      return behind > maxBehind ? `a file with ${behind} bytes after its end` : undefined
    },
  }
}

const structures = { png: readPng, jpg: readJpg } satisfies Record<Exclude<Format, 'pdf'>, Structure>

/** Chunks with their checksums up to IEND (ISO 15948, 5.3). */
function* readPng(source: Source): Reading<'whole' | 'broken'> {
  yield* pass(source, 8)
  for (;;) {
    const head = yield* take(source, 8)
    let sum = crc32(head.subarray(4))
    yield* pass(source, head.readUInt32BE(0), part => {
      sum = crc32(part, sum)
    })
    if ((yield* take(source, 4)).readUInt32BE(0) !== sum) return 'broken'
    if (head.toString('latin1', 4) === 'IEND') return 'whole'
  }
}

/** Segments, and the scans between them, up to the end of the image (T.81, B.1.1). */
function* readJpg(source: Source): Reading<'whole' | 'broken'> {
  yield* pass(source, 2)
  for (;;) {
    const marker = yield* nextMarker(source)
    if (marker === 0xd9) return 'whole'
    if (marker === 0x01) continue
    const length = (yield* take(source, 2)).readUInt16BE(0)
    if (length < 2) return 'broken'
    yield* pass(source, length - 2)
  }
}

/** In a scan, FF 00 is data and FF D0 to FF D7 are restart markers. FF may be repeated before any marker (T.81, B.1.1.2). */
function* nextMarker(source: Source): Reading<number> {
  for (;;) {
    const at = source.rest.indexOf(0xff)
    source.rest = at < 0 ? source.rest.subarray(source.rest.length) : source.rest.subarray(at + 1)
    if (at < 0) {
      yield* refill(source)
      continue
    }
    let code = 0xff
    while (code === 0xff) code = (yield* take(source, 1)).readUInt8(0)
    if (code !== 0 && !(code >= 0xd0 && code <= 0xd7)) return code
  }
}

function* refill(source: Source): Reading<void> {
  while (source.rest.length === 0) source.rest = yield
}

/** Skips `length` bytes, and calls `see` with each part of them. */
function* pass(source: Source, length: number, see: (part: Uint8Array) => void = () => {}): Reading<void> {
  for (let left = length; left > 0; ) {
    yield* refill(source)
    const part = source.rest.subarray(0, left)
    see(part)
    left -= part.length
    source.rest = source.rest.subarray(part.length)
  }
}

function* take(source: Source, length: number): Reading<Buffer> {
  const parts: Uint8Array[] = []
  yield* pass(source, length, part => parts.push(part))
  return Buffer.concat(parts)
}

/** Finds `%%EOF` in the last kilobyte (ISO 32000, 7.5.5 and Annex H). */
function pdfCheck(): WholeFileCheck {
  let tail = Buffer.alloc(0)
  return {
    update: bytes => {
      tail = Buffer.concat([tail, bytes.subarray(-1024)]).subarray(-1024)
    },
    fault: () => (tail.includes('%%EOF') ? undefined : cutOff),
  }
}
