import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { ActionError } from '../errors.ts'
import type { Format } from '../model.ts'
import { writeWhole } from '../runtime/files.ts'
import { oneLine } from '../runtime/text.ts'
import { LookerError } from './errors.ts'
import { type LookerResponse, plainWords, type ResponseReader } from './responses.ts'
import { wholeFileCheck } from './whole-file.ts'

/** A complete file under its final name. */
export interface Download {
  bytes: number
  /** In hex. */
  sha256: string
}

/** Looker has not finished the file yet (202). `notYet` is the wait in milliseconds that Looker asks for. */
export interface NotYet {
  notYet: number
}

/** How often a wrong or incomplete file is downloaded again. */
const maxRefetches = 2
/** Real pictures are smaller, and the disk of a runner is limited. */
const maxFileBytes = 500_000_000

/**
 * Streams a render task's result to disk in constant memory. The file gets its name only if its first bytes and its
 * structure show a complete file of the format; the length in the response plays no role. It replaces an earlier file.
 */
export const downloadTo =
  (path: string, format: Format, { maxBytes = maxFileBytes } = {}): ResponseReader<Download> =>
  async (response, alive) => {
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
      const fault = file.fault(response)
      if (fault) throw downloadError(fault, format)
    }
    try {
      await writeWhole(path, followed())
      return file.download()
    } catch (error) {
      throw error instanceof LookerError
        ? error
        : (diskError(error, path) ?? downloadError('a file that was cut off', format, error))
    }
  }

/** Collects the size, the hash and the faults of a file while it is streamed. */
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
    /** The end of a sentence "Looker sent …"; undefined if the file is complete. */
    fault(response: LookerResponse): string | undefined {
      const { name, first } = formats[format]
      if (bytes === 0) return 'no bytes'
      const isOther = !head.subarray(0, first.length).equals(first.subarray(0, head.length))
      return isOther ? `${describeFile(head, format, response)} in place of a ${name}` : check.fault()
    },
    download: (): Download => ({ bytes, sha256: hash.digest('hex') }),
  }
}

/** Enough bytes to recognise the kind of a file. */
const maxHead = 64

/** PNG (ISO 15948, 5.2), JPEG (T.81, B.1.1.3), PDF (ISO 32000, 7.5.2). */
const formats = {
  png: { name: 'PNG', type: 'image/png', first: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') },
  jpg: { name: 'JPG', type: 'image/jpeg', first: Buffer.from([0xff, 0xd8, 0xff]) },
  pdf: { name: 'PDF', type: 'application/pdf', first: Buffer.from('%PDF-') },
} satisfies Record<Format, { name: string; type: string; first: Buffer }>

/** Describes a wrong file by its content type. If that is missing or of the right format, by its first words or bytes. */
function describeFile(head: Buffer, format: Format, { headers }: LookerResponse): string {
  const [, type] = /^\s*([\w.+-]{1,30}\/[\w.+-]{1,40})\s*(;|$)/.exec(headers.get('content-type') ?? '') ?? []
  if (type && type !== formats[format].type) return type
  const text = oneLine(new TextDecoder().decode(head, { stream: true }), maxHead)
  const isText = /^[^\p{Cc}\p{Co}\p{Cn}\ufffd]+$/u.test(text)
  if (!isText) return `a file that begins with the bytes ${head.toString('hex', 0, 8)}`
  const words = plainWords(text, unchanged => unchanged)
  if (words === text) return `a file that begins with "${text}"`
  const whole = words.replace(/\s*<[^<>]*$/, '') // Without the tag that the head ends in.
  return whole === '' ? 'a page' : `a page that begins with "${whole}"`
}

/** A full disk, or a folder without write permission. Another download would fail in the same way. */
const diskError = (error: unknown, path: string) =>
  error instanceof Error && 'syscall' in error && ('path' in error || error.syscall === 'write')
    ? new ActionError(
        `${basename(path)} could not be written: ${error.message}`,
        "Check output-directory, and the runner's disk.",
        { cause: error },
      )
    : undefined

const sizeError = (maxBytes: number) =>
  new LookerError(
    `Looker sent a file of more than ${Math.round(maxBytes / 1_000_000)} MB`,
    'Make it smaller: less width and height, no long-tables, or fewer tiles.',
    { retries: 0 },
  )

const downloadError = (what: string, format: Format, cause?: unknown) =>
  new LookerError(
    `Looker said the render task succeeded, but sent ${what}`,
    `Run the job again; if it happens again, use Looker's own menu to see whether Looker can create the ${formats[format].name}.`,
    { retries: maxRefetches, cause },
  )
