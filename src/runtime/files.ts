import { createWriteStream, readFileSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export const readFile = (path: string): string => readFileSync(path, 'utf8')

/** Gives a file its name when it is whole; what stands in its way, a link out of the workspace say, goes first. */
export async function writeWhole(path: string, content: AsyncIterable<string> | Uint8Array): Promise<void> {
  const part = `${path}.part`
  await mkdir(dirname(path), { recursive: true })
  await rm(part, { force: true })
  try {
    const pieces = content instanceof Uint8Array ? Readable.from([content]) : content
    await pipeline(pieces, createWriteStream(part, { flags: 'wx' }))
    await rename(part, path)
  } finally {
    await rm(part, { force: true })
  }
}
