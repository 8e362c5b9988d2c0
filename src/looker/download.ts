import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { ActionError } from '../errors.ts'
import type { Format } from '../model.ts'
import { writeWhole } from '../runtime/files.ts'
import { oneLine } from '../runtime/text.ts'
import { LookerError } from './errors.ts'
import { type LookerResponse, plainWords, type ResponseReader } from './responses.ts'
import { wholeFileCheck } from './whole-file.ts'

/** A file that is whole and stands under its name. */
export interface Download {
  bytes: number
  /** In hex. */
  sha256: string
}

/** Looker has not finished the file yet (202); milliseconds that it asks to wait. */
export interface NotYet {
  notYet: number
}

/** How often a file that is not what was asked for is fetched again. */
const maxRefetches = 2
/** No picture that people look at is larger, and a disk may have no more room. */
const maxFileBytes = 500_000_000

/**
 * Streams a render task's result to disk in constant memory; gives it its name only when it is whole: of the format asked
 * for by its first bytes and its structure, whatever lengths the answer promised. A file left under that name by an
 * earlier run goes.
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
      throw error instanceof ActionError ? error : downloadError('a file that was cut off', format, error)
    }
  }

/** What is to be known of a file, gathered while it streams by. */
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
    /** The end of "Looker sent …"; undefined where the file is whole. */
    fault(response: LookerResponse): string | undefined {
      const { name, first } = formats[format]
      if (bytes === 0) return 'no bytes'
      const isOther = !head.subarray(0, first.length).equals(first.subarray(0, head.length))
      return isOther ? `${describeFile(head, format, response)} in place of a ${name}` : check.fault()
    },
    download: (): Download => ({ bytes, sha256: hash.digest('hex') }),
  }
}

/** Enough to see what a file is. */
const maxHead = 64

/** PNG (ISO 15948, 5.2), JPEG (T.81, B.1.1.3), PDF (ISO 32000, 7.5.2). */
const formats = {
  png: { name: 'PNG', type: 'image/png', first: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') },
  jpg: { name: 'JPG', type: 'image/jpeg', first: Buffer.from([0xff, 0xd8, 0xff]) },
  pdf: { name: 'PDF', type: 'application/pdf', first: Buffer.from('%PDF-') },
} satisfies Record<Format, { name: string; type: string; first: Buffer }>

/** What was sent: its type, or its first bytes or words where the type says nothing, or claims the right format. */
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

const sizeError = (maxBytes: number) =>
  new LookerError(
    `Looker sent a file of more than ${Math.round(maxBytes / 1_000_000)} MB`,
    'Make it smaller: less width and height, no long-tables, or fewer tiles.',
    { retries: 0 },
  )

const downloadError = (what: string, format: Format, cause?: unknown) =>
  new LookerError(
    `Looker said the render task succeeded, but sent ${what}`,
    `Run the job again; if it stays, download the ${formats[format].name} in Looker's own menu to see whether it can make it.`,
    { retries: maxRefetches, cause },
  )
