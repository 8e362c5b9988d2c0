import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pRetry from 'p-retry'
import { fileError } from '../errors.ts'
import { sha256Of } from './text.ts'

/** Also reads files of the system such as `/proc/1/stat`, whose size is unknown. */
export const readSystemFile = (path: string): string => readFileSync(path, 'utf8')

/**
 * Returns equal keys for names that a file system may treat as equal. Some file systems ignore case or normalise
 * accented letters.
 */
export const fileKey = (file: string) => file.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')

/**
 * Returns the path relative to a folder, with `/` between folders on all systems. Returns `.` for the folder itself.
 */
export const slashPath = (folder: string, path: string) => relative(folder, path).split(sep).join('/') || '.'

export type FileRefusal = 'unreadable' | 'a folder' | 'not a file' | 'too large'
export type FileContent = { bytes: Uint8Array } | { refusal: FileRefusal }

/** Reads a file. Refuses pipes and devices at once, because a read from a pipe or a device may block or never end. */
export function readBoundedFile(path: string, maxBytes: number): FileContent {
  let descriptor: number | undefined
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const stat = fstatSync(descriptor)
    if (stat.isDirectory()) return { refusal: 'a folder' }
    if (!stat.isFile()) return { refusal: 'not a file' }
    const buffer = Buffer.alloc(Math.min(stat.size, maxBytes) + 1)
    let length = 0
    while (length < buffer.length) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null)
      if (read === 0) return { bytes: buffer.subarray(0, length) }
      length += read
    }
    return { refusal: 'too large' }
  } catch {
    return { refusal: 'unreadable' }
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

/** GitHub limits an event's payload to 25 MB (https://docs.github.com/en/webhooks/webhook-events-and-payloads). */
const maxTextBytes = 30_000_000

/** @throws if the file is not a regular file, or too large */
export function readFile(path: string): string {
  const content = readBoundedFile(path, maxTextBytes)
  if ('refusal' in content) throw new Error(`${path} is ${content.refusal}`)
  return Buffer.from(content.bytes).toString()
}

type WrittenContent = Uint8Array | AsyncIterable<string | Uint8Array>
type Rename = (from: string, to: string) => Promise<void>

/**
 * Writes a file under a temporary name, and renames it when it is complete. If `content` throws, no file remains.
 * Removes an existing file first, because it may be a link that leads out of the workspace.
 * @throws ActionError that names the file, or the error of `content`
 */
export async function writeWhole(
  path: string,
  content: WrittenContent,
  renameFile: Rename = rename,
): Promise<void> {
  const part = join(dirname(path), partName(basename(path)))
  try {
    await mkdir(dirname(path), { recursive: true })
    await rm(part, { force: true })
    // Opens the file before `content` is read. Otherwise, the stream could create the file after `content` has failed.
    const file = await open(part, 'wx')
    const pieces = content instanceof Uint8Array ? Readable.from([content]) : content
    // With a buffer of one megabyte, large files are written a quarter faster than with the default.
    await pipeline(pieces, file.createWriteStream({ highWaterMark: 1024 * 1024 }))
    await renameWithRetries(renameFile, part, path)
  } catch (error) {
    // The first error is more useful than an error of the clean-up.
    await rm(part, { force: true }).catch(() => undefined)
    throw fileError(error, basename(path)) ?? error
  }
}

/** Most file systems limit a name to this number of bytes. */
const maxFileNameBytes = 255

function partName(name: string): string {
  const part = `.${name}.part`
  if (Buffer.byteLength(part) <= maxFileNameBytes) return part
  return `.${sha256Of(name).slice(0, 16)}.part`
}

/** Renames with retries, because a virus scanner on Windows may hold a file for a moment after it was closed. */
const renameWithRetries = (renameFile: Rename, from: string, to: string) =>
  pRetry(() => renameFile(from, to), {
    retries: 5,
    minTimeout: 50,
    factor: 2,
    shouldRetry: ({ error }) => 'code' in error && /^(EPERM|EBUSY|EACCES)$/.test(String(error.code)),
  })
