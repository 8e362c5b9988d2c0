/** A file of a tar archive. */
export interface TarFile {
  path: string
  bytes: Uint8Array
}

const block = 512

/**
 * The regular files of a tar archive, as `git archive` writes it (POSIX pax: a header of 512 bytes before each file, whose
 * long path may stand in a record before that).
 * @throws RangeError where it breaks off
 */
export function* readTar(archive: Uint8Array): Generator<TarFile> {
  let longPath: string | undefined
  for (let at = 0; at + block <= archive.length; ) {
    const header = archive.subarray(at, at + block)
    if (header[0] === 0) return
    const size = Number.parseInt(textOf(header, 124, 12), 8)
    const body = at + block
    if (!Number.isSafeInteger(size) || size < 0 || body + size > archive.length)
      throw new RangeError('The archive breaks off')
    const bytes = archive.subarray(body, body + size)
    const type = textOf(header, 156, 1)
    if (type === 'x') longPath = pathIn(bytes)
    else {
      if (type === '0' || type === '') yield { path: longPath ?? pathOf(header), bytes }
      longPath = undefined
    }
    at = body + Math.ceil(size / block) * block
  }
}

const decoder = new TextDecoder()

/** Up to the first zero. */
function textOf(header: Uint8Array, from: number, length: number): string {
  const field = header.subarray(from, from + length)
  const end = field.indexOf(0)
  return decoder.decode(end < 0 ? field : field.subarray(0, end))
}

function pathOf(header: Uint8Array): string {
  const [prefix, name] = [textOf(header, 345, 155), textOf(header, 0, 100)]
  return prefix === '' ? name : `${prefix}/${name}`
}

/** `52 path=…\n`, among other records. */
const pathIn = (records: Uint8Array): string | undefined =>
  /(?:^|\n)\d+ path=([^\n]*)\n/.exec(decoder.decode(records))?.[1]
