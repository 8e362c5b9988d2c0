import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { ActionError } from '../errors.ts'
import type { Format } from '../model.ts'
import { LookerError } from './errors.ts'
import type { Answer, Read } from './http.ts'

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

/**
 * Streams a render task's result to disk in constant memory; gives it its name only when it is whole: not empty,
 * of the format asked for by its first bytes, and all there. A file left under that name by an earlier run goes.
 */
export const downloadTo =
  (path: string, format: Format): Read<Download> =>
  async (response, alive) => {
    const part = join(dirname(path), `.${basename(path)}.part`)
    try {
      await mkdir(dirname(path), { recursive: true })
      await rm(part, { force: true })
      const download = await stream(response, part, alive)
      await checkFile(part, download.bytes, format, response)
      await rename(part, path)
      return download
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined)
      throw error instanceof LookerError
        ? error
        : (diskError(error, path) ?? downloadError('a file that was cut off', format, error))
    }
  }

/** A full disk or a folder that may not be written is no fault of Looker's, and fetching again does not help. */
const diskError = (error: unknown, path: string) =>
  error instanceof Error && 'syscall' in error && ('path' in error || error.syscall === 'write')
    ? new ActionError(
        `${basename(path)} could not be written: ${error.message}`,
        "Check output-directory, and the runner's disk.",
        { cause: error },
      )
    : undefined

async function stream(response: Answer, part: string, alive: () => void): Promise<Download> {
  const hash = createHash('sha256')
  let bytes = 0
  async function* metered(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      alive()
      bytes += chunk.length
      hash.update(chunk)
      yield chunk
    }
  }
  // Opened before the body is touched: a stream that opens it by itself may still do so after it failed.
  const file = await open(part, 'wx')
  const body = Readable.fromWeb((response.body ?? new Blob([]).stream()) as ReadableStream)
  // A megabyte's buffer writes large files a quarter faster than the default (measured).
  await pipeline(body, metered, file.createWriteStream({ highWaterMark: 1024 * 1024 }))
  return { bytes, sha256: hash.digest('hex') }
}

interface Signature {
  name: string
  first: Buffer
  /** Stands within so many of the last bytes. */
  last: { bytes: Buffer; within: number }
}

/** PNG (ISO 15948, 5.2 and 11.2.5), JPEG (T.81, B.1.1.3), PDF (ISO 32000, 7.5). */
const signatures = {
  png: {
    name: 'PNG',
    first: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    last: { bytes: Buffer.from('IEND'), within: 16 },
  },
  jpg: {
    name: 'JPG',
    first: Buffer.from([0xff, 0xd8, 0xff]),
    last: { bytes: Buffer.from([0xff, 0xd9]), within: 1024 },
  },
  pdf: { name: 'PDF', first: Buffer.from('%PDF-'), last: { bytes: Buffer.from('%%EOF'), within: 1024 } },
} satisfies Record<Format, Signature>

async function checkFile(part: string, bytes: number, format: Format, response: Answer): Promise<void> {
  if (bytes === 0) throw downloadError('no bytes', format)
  const { name, first, last } = signatures[format]
  await using file = await open(part)
  const head = await bytesAt(file, 0, first.length)
  if (!head.equals(first)) throw downloadError(`${typeOf(response)} in place of a ${name}`, format)
  // Only a body that ends with its connection can be cut without anyone telling: then the file itself must.
  const framed = response.headers.has('content-length') || response.headers.has('transfer-encoding')
  const tail = await bytesAt(file, Math.max(0, bytes - last.within), last.within)
  if (!framed && !tail.includes(last.bytes)) throw downloadError('a file that was cut off', format)
}

async function bytesAt(
  file: Awaited<ReturnType<typeof open>>,
  position: number,
  length: number,
): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

const typeOf = (response: Answer) =>
  /^\s*([\w.+-]{1,30}\/[\w.+-]{1,40})\s*(;|$)/.exec(response.headers.get('content-type') ?? '')?.[1] ??
  'another file'

const downloadError = (what: string, format: Format, cause?: unknown) =>
  new LookerError(
    `Looker said the render task succeeded, but sent ${what}`,
    `Run the job again; if it stays, download the ${signatures[format].name} in Looker's own menu to see whether it can make it.`,
    { retries: maxRefetches, cause },
  )
