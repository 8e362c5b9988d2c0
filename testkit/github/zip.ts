import { inflateRawSync } from 'node:zlib'

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50

/**
 * Returns the files of an archive by name, in the archive's order, without folders. Reads the directory at the end of
 * the archive, because an archive that was written to a stream has no sizes at its start. Does not support archives
 * above 4 GiB.
 * @throws if the archive is damaged
 */
export function unzip(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'))
  if (end < 0 || bytes.readUInt32LE(end) !== endOfDirectory) throw new Error('Not a zip archive')
  const files = new Map<string, Buffer>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (bytes.readUInt32LE(at) !== directoryEntry) throw new Error(`No directory entry at byte ${at}`)
    const nameLength = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    if (!name.endsWith('/')) files.set(name, content(bytes, at))
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return files
}

function content(bytes: Buffer, entry: number): Buffer {
  const method = bytes.readUInt16LE(entry + 10)
  const local = bytes.readUInt32LE(entry + 42)
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
  const stored = bytes.subarray(start, start + bytes.readUInt32LE(entry + 20))
  const plain = method === 0 ? stored : inflateRawSync(stored)
  if (plain.length !== bytes.readUInt32LE(entry + 24)) throw new Error('A file of the archive is cut')
  return plain
}
