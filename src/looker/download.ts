import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { crc32 } from 'node:zlib'
import { ActionError } from '../errors.ts'
import type { Format } from '../model.ts'
import { writeWhole } from '../runtime/files.ts'
import { oneLine } from '../runtime/text.ts'
import { type Clean, type LookerResponse, plainWords, type ResponseReader } from './http.ts'
import { LookerError } from './looker-errors.ts'

export interface Download {
  bytes: number
  sha256: string
}

/**
 * The result if Looker has not finished the file (status 202). `notYet` is the wait that Looker asks for before the
 * next request, in milliseconds.
 */
export interface NotYet {
  notYet: number
}

/** The maximum number of repeated downloads after a wrong or incomplete file. */
const maxRefetches = 2
/** The maximum size of a file. Real pictures are smaller. The limit protects the runner's disk. */
const maxFileBytes = 500_000_000

/**
 * Streams a render task's result to disk in constant memory. The file gets its final name only if its first bytes and
 * its structure show a complete file of the format. Does not trust the length in the response. Replaces an existing
 * file.
 */
export const downloadTo =
  (path: string, format: Format, { maxBytes = maxFileBytes } = {}): ResponseReader<Download> =>
  async (response, alive, clean = text => text) => {
    const file = followFile(format, maxBytes)
    async function* followed() {
      file.announced(response)
      for await (const chunk of Readable.fromWeb(
        (response.body ?? new Blob([]).stream()) as ReadableStream,
      )) {
        alive()
        file.update(chunk)
        yield chunk
      }
      const fault = file.fault(response, clean)
      if (fault) throw downloadError(fault, format)
    }
    try {
      await writeWhole(path, followed())
      return file.download()
    } catch (error) {
      throw error instanceof ActionError ? error : downloadError('a file that was cut off', format, error)
    }
  }

/** Collects the size, the hash and the faults of a file during the download. */
function followFile(format: Format, maxBytes: number) {
  const hash = createHash('sha256')
  const check = wholeFileCheck(format)
  let head = Buffer.alloc(0)
  let bytes = 0
  const refuseFrom = (size: number) => {
    if (size > maxBytes) throw sizeError(maxBytes)
  }
  return {
    announced: ({ headers }: LookerResponse) => refuseFrom(Number(headers.get('content-length'))),
    update(chunk: Uint8Array) {
      bytes += chunk.length
      refuseFrom(bytes)
      hash.update(chunk)
      check.update(chunk)
      if (head.length < maxHead) head = Buffer.concat([head, chunk.subarray(0, maxHead - head.length)])
    },
    /** Returns the rest of a sentence that begins with "Looker sent". Returns undefined if the file is complete. */
    fault(response: LookerResponse, clean: Clean): string | undefined {
      const { name, first } = formats[format]
      if (bytes === 0) return 'no bytes'
      const isOther = !head.subarray(0, first.length).equals(first.subarray(0, head.length))
      return isOther
        ? `${describeFile(clean(textIn(head)), { format, head, response })} in place of a ${name}`
        : check.fault()
    },
    download: (): Download => ({ bytes, sha256: hash.digest('hex') }),
  }
}

/**
 * The number of bytes to keep for a quote in an error message. This is more than `maxQuoted`, because the action
 * removes secrets before it shortens the text.
 */
const maxHead = 16_384
/** The maximum number of characters that an error quotes from a file of the wrong format. */
const maxQuoted = 64

const textIn = (head: Uint8Array) => new TextDecoder().decode(head, { stream: true })

/**
 * The first bytes of each format: PNG (https://www.w3.org/TR/png/#5PNG-file-signature), JPEG
 * (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1.1.3), PDF (ISO 32000, 7.5.2).
 */
const formats = {
  png: { name: 'PNG', type: 'image/png', first: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') },
  jpg: { name: 'JPG', type: 'image/jpeg', first: Buffer.from([0xff, 0xd8, 0xff]) },
  pdf: { name: 'PDF', type: 'application/pdf', first: Buffer.from('%PDF-') },
} satisfies Record<Format, { name: string; type: string; first: Buffer }>

/**
 * Describes a wrong file by its content type. If the content type is missing or claims the expected format, quotes the
 * beginning of the file.
 */
function describeFile(
  text: string,
  { format, head, response }: { format: Format; head: Buffer; response: LookerResponse },
): string {
  const stated = response.headers.get('content-type') ?? ''
  const [, type] = /^\s*([\w.+-]{1,30}\/[\w.+-]{1,40})\s*(;|$)/.exec(stated) ?? []
  if (type && type !== formats[format].type) return type
  const start = oneLine(text.slice(0, maxQuoted), maxQuoted)
  const isText = /^[^\p{Cc}\p{Co}\p{Cn}\ufffd]+$/u.test(start)
  if (!isText) return `a file that begins with the bytes ${head.toString('hex', 0, 8)}`
  const words = plainWords(start, unchanged => unchanged)
  if (words === start) return `a file that begins with "${start}"`
  const whole = words.replace(/\s*<[^<>]*$/, '') // Removes an incomplete tag at the end.
  return whole === '' ? 'a page' : `a page that begins with "${whole}"`
}

const sizeError = (maxBytes: number) =>
  new LookerError(
    `Looker sent a file of more than ${Math.round(maxBytes / 1_000_000)} MB`,
    'Make the picture smaller: reduce width and height, leave out long-tables, or remove tiles.',
    { retries: 0 },
  )

const downloadError = (what: string, format: Format, cause?: unknown) =>
  new LookerError(
    `Looker reported that the render task succeeded, but sent ${what}`,
    `Run the job again; if it happens again, use Looker's own menu to see whether Looker can create the ${formats[format].name}.`,
    { retries: maxRefetches, cause },
  )

/** Checks during the download, in constant memory, whether a file is complete. */
interface WholeFileCheck {
  update(bytes: Uint8Array): void
  /**
   * Describes the fault of the file, as the rest of a sentence that begins with "Looker sent". Returns undefined if the
   * file is complete. Must be called after the last byte.
   */
  fault(): string | undefined
}

/** Checks the structure of the format, because the length that the server declares may be missing or wrong. */
export function wholeFileCheck(format: Format): WholeFileCheck {
  return format === 'pdf' ? pdfCheck() : structureCheck(structures[format])
}

/** The bytes that a generator has not read yet. A generator yields to get more bytes. */
interface Source {
  rest: Uint8Array
}
type Reading<T> = Generator<undefined, T, Uint8Array>
/** A file without a picture has an end, but no data that a viewer could show. */
type End = 'whole' | 'broken' | 'without a picture'
type Structure = (source: Source) => Reading<End>

const cutOff = 'a file that was cut off'
/** The number of bytes that may follow the end of the file, for example a line end that a script added. */
const maxBehind = 2

function structureCheck(structure: Structure): WholeFileCheck {
  const source: Source = { rest: new Uint8Array(0) }
  const reading = structure(source)
  let end: End | undefined
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
      if (end === 'without a picture') return 'a file without a picture'
      if (end === undefined) return cutOff
      return behind > maxBehind ? `a file with ${behind} bytes after its end` : undefined
    },
  }
}

const structures = { png: readPng, jpg: readJpg } satisfies Record<Exclude<Format, 'pdf'>, Structure>

/** Reads chunks with their checksums up to IEND (https://www.w3.org/TR/png/#5Chunk-layout). */
function* readPng(source: Source): Reading<End> {
  yield* pass(source, 8)
  let size: Buffer | undefined
  let hasPicture = false
  for (;;) {
    const head = yield* take(source, 8)
    const name = head.toString('latin1', 4)
    const length = head.readUInt32BE(0)
    let sum = crc32(head.subarray(4))
    const see = (part: Uint8Array) => {
      sum = crc32(part, sum)
    }
    // The first chunk begins with the width and the height (https://www.w3.org/TR/png/#11IHDR).
    if (!size) {
      if (name !== 'IHDR' || length !== 13) return 'broken'
      size = yield* take(source, 8)
      see(size)
      if (size.readUInt32BE(0) === 0 || size.readUInt32BE(4) === 0) return 'without a picture'
      yield* pass(source, length - size.length, see)
    } else yield* pass(source, length, see)
    if ((yield* take(source, 4)).readUInt32BE(0) !== sum) return 'broken'
    if (name === 'IEND') return hasPicture ? 'whole' : 'without a picture'
    hasPicture ||= name === 'IDAT'
  }
}

/**
 * Reads segments, and the scans between them, up to the end of the image (https://www.w3.org/Graphics/JPEG/itu-t81.pdf,
 * B.1.1).
 */
function* readJpg(source: Source): Reading<End> {
  yield* pass(source, 2)
  let hasPicture = false
  for (;;) {
    const marker = yield* nextMarker(source)
    if (marker === 0xd9) return hasPicture ? 'whole' : 'without a picture'
    hasPicture ||= marker === 0xda // The start of a scan.
    if (marker === 0x01) continue
    const length = (yield* take(source, 2)).readUInt16BE(0)
    if (length < 2) return 'broken'
    yield* pass(source, length - 2)
  }
}

/**
 * Skips to the next marker. In a scan, FF 00 is data, and FF D0 to FF D7 are restart markers. FF may be repeated before
 * each marker (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1.1.2).
 */
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

/** Skips `length` bytes, and calls `see` with each skipped chunk. */
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
