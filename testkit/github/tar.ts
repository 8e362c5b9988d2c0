import { gzipSync } from 'node:zlib'

/**
 * Returns a gzipped tar archive like GitHub's archive of a repository. If a path is too long for its header, a pax
 * record before the file contains the path.
 */
export function tarball(files: ReadonlyMap<string, Buffer>): Buffer {
  const entries = [...files].flatMap(([path, bytes]) => {
    if (Buffer.byteLength(path) <= 100) return [entry(path, bytes, '0')]
    return [entry('pax', paxRecord(path), 'x'), entry(path.slice(0, 90), bytes, '0')]
  })
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)]))
}

/** Returns a pax record. The length at its start includes the length's own digits. */
function paxRecord(path: string): Buffer {
  const rest = ` path=${path}\n`
  let length = Buffer.byteLength(rest)
  while (String(length).length + Buffer.byteLength(rest) !== length) length++
  return Buffer.from(`${length}${rest}`)
}

function entry(path: string, bytes: Buffer, type: '0' | 'x'): Buffer {
  const header = Buffer.alloc(512)
  header.write(path, 0, 100)
  header.write('0000644\0', 100)
  header.write('0000000\0'.repeat(2), 108)
  header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write(`${'0'.repeat(11)}\0`, 136)
  header.write(' '.repeat(8), 148)
  header.write(type, 156)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)])
}
