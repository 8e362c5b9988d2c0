export type TarEntry =
  | { kind: 'file'; path: string; bytes: Uint8Array }
  | { kind: 'link'; path: string; target: string }

/** The maximum size of a record, which contains the path of the next file if the path is too long for the header. */
const maxRecordBytes = 1024 * 1024
const blockBytes = 512

/**
 * Reads a tar archive from `git archive`, chunk by chunk
 * (https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html). A header of 512 bytes precedes each file. A
 * long path is in a separate record before the header.
 * @throws RangeError if the archive is incomplete, or is not an archive
 */
export async function* readTar(
  pieces: AsyncIterable<Uint8Array>,
  isWanted: (path: string, size: number) => boolean,
): AsyncGenerator<TarEntry> {
  const reader = new PieceReader(pieces)
  let records: Records = {}
  for (;;) {
    const bytes = await reader.take(blockBytes)
    if (bytes[0] === 0) return
    const header = readTarHeader(bytes)
    if (isRecord(header)) records = { ...records, ...(await takeRecords(reader, header)) }
    else {
      const named = {
        ...header,
        path: records.path ?? header.path,
        target: records.linkpath ?? header.target,
      }
      const entry = await takeEntry(reader, named, isWanted)
      if (entry) yield entry
      records = {}
    }
  }
}

/**
 * Whether the entry is a record: `x` for the next entry, `g` for all entries, or `L` for a long path in GNU tar's
 * format.
 */
const isRecord = ({ type }: TarHeader) => type === 'x' || type === 'g' || type === 'L'

async function takeRecords(reader: PieceReader, { type, size, padding }: TarHeader): Promise<Records> {
  if (size > maxRecordBytes) throw new RangeError("GitHub's archive is broken: a record is too long")
  const bytes = await reader.take(size)
  await reader.skip(padding)
  if (type === 'g') return {}
  return type === 'x' ? recordsIn(bytes) : { path: tarNameIn(bytes) }
}

async function takeEntry(
  reader: PieceReader,
  { type, path, target, size, padding }: TarHeader,
  isWanted: (path: string, size: number) => boolean,
): Promise<TarEntry | undefined> {
  const isFile = type === '0' || type === ''
  if (isFile && isWanted(path, size)) {
    const bytes = await reader.take(size)
    await reader.skip(padding)
    return { kind: 'file', path, bytes }
  }
  await reader.skip(size + padding)
  return type === '2' ? { kind: 'link', path, target } : undefined
}

interface Records {
  path?: string
  linkpath?: string
}

interface TarHeader {
  type: string
  size: number
  /** The number of bytes between the end of the file and the next header. */
  padding: number
  path: string
  target: string
}

function readTarHeader(header: Uint8Array): TarHeader {
  const size = Number.parseInt(tarNameIn(header.subarray(124, 136)), 8)
  if (!Number.isSafeInteger(size) || size < 0)
    throw new RangeError("GitHub's archive is broken: a header has no size")
  const [prefix, name] = [tarNameIn(header.subarray(345, 500)), tarNameIn(header.subarray(0, 100))]
  return {
    type: tarNameIn(header.subarray(156, 157)),
    size,
    padding: (blockBytes - (size % blockBytes)) % blockBytes,
    path: prefix === '' ? name : `${prefix}/${name}`,
    target: tarNameIn(header.subarray(157, 257)),
  }
}

const nameDecoder = new TextDecoder()

/** Returns a name, which ends at the first zero byte. */
function tarNameIn(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return nameDecoder.decode(end < 0 ? bytes : bytes.subarray(0, end))
}

/** Reads records of the form `52 path=…\n`. Each begins with its own length in bytes. */
function recordsIn(bytes: Uint8Array): Records {
  const records: Records = {}
  for (let start = 0; start < bytes.length; ) {
    const space = bytes.indexOf(0x20, start)
    const length = Number(nameDecoder.decode(bytes.subarray(start, space)))
    if (space < 0 || !Number.isSafeInteger(length) || length <= space - start)
      throw new RangeError("GitHub's archive is broken: a record has no length")
    const [, key, value = ''] =
      /^([^=]*)=([\s\S]*)\n$/.exec(nameDecoder.decode(bytes.subarray(space + 1, start + length))) ?? []
    if (key === 'path' || key === 'linkpath') records[key] = value
    start += length
  }
  return records
}

/** Reads exact numbers of bytes from chunks of any length. Holds only one chunk in memory. */
class PieceReader {
  readonly #pieces: AsyncIterator<Uint8Array>
  #piece: Uint8Array = new Uint8Array()

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  async take(length: number): Promise<Uint8Array> {
    const taken = new Uint8Array(length)
    let filled = 0
    await this.#pass(length, part => {
      taken.set(part, filled)
      filled += part.length
    })
    return taken
  }

  skip(length: number): Promise<void> {
    return this.#pass(length, () => undefined)
  }

  async #pass(length: number, use: (part: Uint8Array) => void): Promise<void> {
    for (let left = length; left > 0; ) {
      if (this.#piece.length === 0) await this.#next()
      const part = this.#piece.subarray(0, left)
      use(part)
      this.#piece = this.#piece.subarray(part.length)
      left -= part.length
    }
  }

  async #next(): Promise<void> {
    const { done, value } = await this.#pieces.next()
    if (done) throw new RangeError("GitHub's archive ends unexpectedly")
    this.#piece = value
  }
}
