import '../../testkit/runner/one-realm.ts'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import jpeg from 'jpeg-js'
import { PNG } from 'pngjs'
import { ActionError } from '../../src/errors.ts'
import { downloadTo, wholeFileCheck } from '../../src/looker/download.ts'
import { LookerError } from '../../src/looker/looker-errors.ts'
import type { Format } from '../../src/model.ts'
import fc from '../../testkit/fast-check.ts'
import { type Answer, serve } from '../../testkit/network/loopback.ts'
import { chunk } from '../../testkit/pictures/pictures.ts'
import { temporaryFolder } from '../../testkit/runner/folders.ts'

/** The bytes in the middle of each file. All other parts of the files are as small as their formats allow. */
const middle = Buffer.alloc(5000, 'looker')
const segment = Buffer.concat([
  Buffer.from([0xff, 0xfe, (middle.length + 2) >> 8, (middle.length + 2) & 0xff]),
  middle,
])
const whole = {
  png: Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0])),
    chunk('IDAT', middle),
    chunk('IEND', Buffer.alloc(0)),
  ]),
  jpg: Buffer.concat([Buffer.from([0xff, 0xd8]), segment, Buffer.from([0xff, 0xda, 0, 2, 0xff, 0xd9])]),
  pdf: Buffer.concat([Buffer.from('%PDF-1.7\n'), middle, Buffer.from('\n%%EOF\n')]),
} satisfies Record<Format, Buffer>
const types = { png: 'image/png', jpg: 'image/jpeg', pdf: 'application/pdf' } satisfies Record<Format, string>
const formats = Object.keys(whole) as Format[]

/** Returns a body that consists of these pieces. If `error` is set, the body fails after the last piece. */
const inPieces = (pieces: readonly Uint8Array[], error?: unknown) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      if (error === undefined) controller.close()
    },
    pull: controller => (error === undefined ? undefined : controller.error(error)),
  })

const answer = (body: Uint8Array | ReadableStream<Uint8Array> | null, headers: Record<string, string> = {}) =>
  new Response(body as ConstructorParameters<typeof Response>[0], { headers })

const unchanged = (text: string) => text

const framed = (bytes: Buffer) => ({ 'content-length': String(bytes.length) })

/** Downloads a file. Returns the result or the error, and the names of all files in the folder. */
async function download(response: Response, format: Format, folder = join(temporaryFolder(), 'pictures')) {
  let alive = 0
  const outcome = await downloadTo(join(folder, `a.${format}`), format)(
    response,
    () => alive++,
    unchanged,
  ).catch(error => error)
  return { outcome, folder, alive, files: readdirSync(folder, { recursive: true }) }
}

test.each([
  ['without a header', [chunk('IDAT', middle)], 'a file that is broken'],
  [
    'with a short header',
    [chunk('IHDR', Buffer.alloc(12, 1)), chunk('IDAT', middle)],
    'a file that is broken',
  ],
  [
    'whose header gives no width',
    [chunk('IHDR', Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 8, 6, 0, 0, 0])), chunk('IDAT', middle)],
    'a file without a picture',
  ],
])('the download of a PNG %s fails', async (_, chunks, what) => {
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  const bytes = Buffer.concat([signature, ...chunks, chunk('IEND', Buffer.alloc(0))])
  const { outcome, files } = await download(answer(bytes), 'png')
  expect(outcome.message).toBe(`Looker reported that the render task succeeded, but sent ${what}`)
  expect(files).toEqual([])
})

describe.each(formats)('a %s', format => {
  const bytes = whole[format]
  const name = format.toUpperCase()
  const hint = `Run the job again; if it happens again, use Looker's own menu to see whether Looker can create the ${name}.`
  const faulty = (what: string) => ({
    message: `Looker reported that the render task succeeded, but sent ${what}`,
    hint,
    retries: 2,
  })

  test.each([
    ['with a content-length', framed(bytes)],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
    ['that ends with the connection', {}],
    ['with a wrong content type', { 'content-type': 'text/html' }],
  ])('a complete download gets its file name: %s', async (_, headers: Record<string, string>) => {
    const { outcome, folder, files } = await download(answer(bytes, headers), format)
    expect(outcome).toEqual({
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    expect(files).toEqual([`a.${format}`])
    expect(readFileSync(join(folder, `a.${format}`)).equals(bytes)).toBe(true)
  })

  test('a complete download gets its file name, whatever the sizes of the pieces of data are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 8 }), async cuts => {
        const edges = [0, ...cuts.sort((one, other) => one - other), bytes.length]
        const pieces = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge))
        const { outcome, folder, alive } = await download(answer(inPieces(pieces)), format)
        expect(outcome).toMatchObject({ bytes: bytes.length })
        expect(readFileSync(join(folder, `a.${format}`)).equals(bytes)).toBe(true)
        expect(alive).toBeGreaterThan(0)
      }),
      { numRuns: 10 },
    )
  })

  test('a complete download replaces an earlier file', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, `a.${format}`), 'older')
    writeFileSync(join(folder, `.a.${format}.part`), 'left behind')
    const { outcome, files } = await download(answer(bytes), format, folder)
    expect(outcome).toMatchObject({ bytes: bytes.length })
    expect(files).toEqual([`a.${format}`])
    expect(readFileSync(join(folder, `a.${format}`)).equals(bytes)).toBe(true)
  })

  const others = formats.filter(other => other !== format)
  const html = Buffer.from('<!doctype html><title>Sign in</title>')
  test.each<[string, Response, string]>([
    ['without a body', answer(null), 'no bytes'],
    ['without any bytes', answer(Buffer.alloc(0), framed(Buffer.alloc(0))), 'no bytes'],
    ['without any bytes, as an empty chunk', answer(inPieces([Buffer.alloc(0)])), 'no bytes'],
    [
      'that is a page by its content type',
      answer(html, { 'content-type': 'text/html; charset=utf-8' }),
      `text/html in place of a ${name}`,
    ],
    [
      'that is a page with an invalid content type',
      answer(html, { 'content-type': '<b>/x' }),
      `a page that begins with "Sign in" in place of a ${name}`,
    ],
    [
      'that is a page without a content type',
      answer(html),
      `a page that begins with "Sign in" in place of a ${name}`,
    ],
    [
      'that is a page with the right content type',
      answer(html, { 'content-type': types[format] }),
      `a page that begins with "Sign in" in place of a ${name}`,
    ],
    [
      'that is JSON with a page in it, without a content type',
      answer(Buffer.from('{"message":"<!doctype html><title>502 Bad Gateway</title>"}')),
      `a page that begins with "{"message":" 502 Bad Gateway "}" in place of a ${name}`,
    ],
    [
      'that is a page whose text comes later, without a content type',
      answer(Buffer.from('<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in')),
      `a page in place of a ${name}`,
    ],
    [
      'that is text, without a content type',
      answer(Buffer.from('Bad <gateway>')),
      `a file that begins with "Bad <gateway>" in place of a ${name}`,
    ],
    [
      'that is binary data, without a content type',
      answer(Buffer.from([0, 1, 2, 0xff, 0xfe, 0x1b, 0x5b, 0x33, 0x31])),
      `a file that begins with the bytes 000102fffe1b5b33 in place of a ${name}`,
    ],
    ...others.map((other): [string, Response, string] => [
      `that is a ${other}`,
      answer(whole[other], { 'content-type': types[other] }),
      `${types[other]} in place of a ${name}`,
    ]),
    [
      'of one byte',
      answer(bytes.subarray(0, 1), { 'content-type': types[format] }),
      'a file that was cut off',
    ],
    [
      'whose connection ends before the end of the file',
      answer(bytes.subarray(0, 2000)),
      'a file that was cut off',
    ],
    ['that lacks its last bytes', answer(bytes.subarray(0, -20)), 'a file that was cut off'],
    [
      'that lacks its last bytes, with a content-length that agrees',
      answer(bytes.subarray(0, -20), framed(bytes.subarray(0, -20))),
      'a file that was cut off',
    ],
    [
      'whose connection breaks',
      answer(inPieces([bytes.subarray(0, 2000)], new TypeError('terminated')), framed(bytes)),
      'a file that was cut off',
    ],
    [
      'whose connection breaks at once',
      answer(inPieces([], new TypeError('terminated')), framed(bytes)),
      'a file that was cut off',
    ],
    [
      'whose connection breaks after the last byte',
      answer(inPieces([bytes], new TypeError('terminated'))),
      'a file that was cut off',
    ],
  ])('a broken download fails and leaves no file behind: %s', async (_, response, what) => {
    const { outcome, files } = await download(response, format)
    expect(outcome).toBeInstanceOf(LookerError)
    expect(outcome).toMatchObject(faulty(what))
    expect(files).toEqual([])
  })
})

describe('a file that is downloaded over HTTP', () => {
  const fetched = async (wire: Answer) => {
    const { url } = await serve(wire)
    return download(await fetch(url), 'png')
  }

  test('a complete download over HTTP gets its file name', async () => {
    const { outcome, files } = await fetched(
      response => void response.writeHead(200, framed(whole.png)).end(whole.png),
    )
    expect(outcome).toMatchObject({ bytes: whole.png.length })
    expect(files).toEqual(['a.png'])
  })

  test.each<[string, Record<string, string>]>([
    ['before its content-length', framed(whole.png)],
    ['in the middle of its chunks', { 'transfer-encoding': 'chunked' }],
  ])('a download over HTTP leaves no file behind if it breaks off %s', async (_, headers) => {
    const { outcome, files } = await fetched(response => {
      response.writeHead(200, headers)
      response.write(whole.png.subarray(0, -12), () => response.destroy())
    })
    expect(outcome).toMatchObject({
      message: 'Looker reported that the render task succeeded, but sent a file that was cut off',
    })
    expect(files).toEqual([])
  })

  test('a download over HTTP leaves no file behind if the connection ends before the end of the file', async () => {
    const { outcome, files } = await fetched(response => {
      response.socket?.end(
        `HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${whole.png.subarray(0, 100).toString('latin1')}`,
        'latin1',
      )
    })
    expect(outcome).toMatchObject({
      message: 'Looker reported that the render task succeeded, but sent a file that was cut off',
    })
    expect(files).toEqual([])
  })
})

describe('a file that is larger than any picture', () => {
  const tooLarge = {
    message: 'Looker sent a file of more than 500 MB',
    hint: 'Make the picture smaller: reduce width and height, leave out long-tables, or remove tiles.',
    retries: 0,
  }

  test('a download is refused if its content-length is larger than any picture', async () => {
    const { outcome, files } = await download(answer(whole.png, { 'content-length': '500000001' }), 'png')
    expect(outcome).toMatchObject(tooLarge)
    expect(files).toEqual([])
  })

  test('a download that becomes larger than any picture is refused, and the written part is deleted', async () => {
    const folder = temporaryFolder()
    const read = downloadTo(join(folder, 'a.png'), 'png', { maxBytes: 2_000_000 })
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: controller => {
        sent += 100_000
        controller.enqueue(Buffer.alloc(100_000))
      },
    })
    await expect(read(answer(endless), () => undefined, unchanged)).rejects.toMatchObject({
      ...tooLarge,
      message: 'Looker sent a file of more than 2 MB',
    })
    expect(sent).toBeLessThan(10_000_000)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('an error of the disk', () => {
  test('the error for a full disk names the disk instead of Looker, with a next step', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'a.png'))
    const { outcome, files } = await download(answer(whole.png), 'png', folder)
    expect(outcome).toBeInstanceOf(ActionError)
    expect(outcome).not.toBeInstanceOf(LookerError)
    expect(outcome).toMatchObject({
      message: expect.stringMatching(/^a\.png could not be written: /),
      hint: "Check output-directory, and the runner's disk.",
    })
    expect(files).toEqual(['a.png'])
  })

  test('an error is reported if the folder for downloads is a file', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'pictures'), '')
    const path = join(folder, 'pictures', 'a.png')
    await expect(
      downloadTo(path, 'png')(answer(whole.png), () => undefined, unchanged),
    ).rejects.toMatchObject({
      message: expect.stringContaining('a.png could not be written'),
    })
  })

  // Skipped for root, because root can write everywhere, and on Windows, because a folder has no such mode there.
  const ordinary = process.getuid?.() === 0 || process.platform === 'win32' ? test.skip : test
  ordinary('an error is reported if the folder for downloads is not writable', async () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o500)
    const { outcome, files } = await download(answer(whole.png), 'png', folder)
    chmodSync(folder, 0o700)
    expect(outcome).toMatchObject({ message: expect.stringContaining('a.png could not be written') })
    expect(files).toEqual([])
  })
})

/** A picture with many different colours. Its compressed data contains every kind of byte. */
const picture = {
  width: 40,
  height: 30,
  data: Buffer.from(Array.from({ length: 40 * 30 * 4 }, (_, at) => (at * 97) % 251)),
}
const png = PNG.sync.write(Object.assign(new PNG(picture), { data: picture.data }))
const jpg = jpeg.encode(picture, 90).data
const pdf = Buffer.concat([
  Buffer.from('%PDF-1.7\n'),
  Buffer.alloc(3000, 'looker '),
  Buffer.from('\n%%EOF\n'),
])
const colourful = { png, jpg, pdf } satisfies Record<Format, Buffer>

function faultOf(format: Format, ...pieces: readonly Uint8Array[]): string | undefined {
  const check = wholeFileCheck(format)
  for (const piece of pieces) check.update(piece)
  return check.fault()
}

describe.each(formats)('the structure of a %s', format => {
  const bytes = colourful[format]
  const cutAt = (cuts: readonly number[]) => {
    const edges = [0, ...[...cuts].sort((one, other) => one - other), bytes.length]
    return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge))
  }

  test('a file is recognized as complete, whatever the sizes of the pieces of data are', () => {
    expect(faultOf(format, bytes)).toBeUndefined()
    expect(faultOf(format, ...[...bytes].map(byte => Uint8Array.of(byte)))).toBeUndefined()
    const cuts = fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 })
    fc.assert(fc.property(cuts, cuts => expect(faultOf(format, ...cutAt(cuts))).toBeUndefined()))
  })

  test('a file is recognized as complete if a line break follows its end', () =>
    expect(faultOf(format, bytes, Buffer.from('\r\n'))).toBeUndefined())

  test('a file is recognized as incomplete if it is cut at any place before its end', () => {
    const end = format === 'pdf' ? bytes.length - 2 : bytes.length - 1
    const lengths = Array.from({ length: end }, (_, index) => index)
    const faults = new Set(lengths.map(length => faultOf(format, bytes.subarray(0, length))))
    expect([...faults]).toEqual(['a file that was cut off'])
  })
})

describe('a PNG', () => {
  test('a PNG is recognized as broken if any byte has changed', () => {
    const place = fc.integer({ min: 8, max: png.length - 1 })
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Buffer.from(png)
        changed[place] = (changed[place] ?? 0) ^ change
        expect(faultOf('png', changed)).toMatch(/^a file that (is broken|was cut off)$/)
      }),
    )
  })

  test('a PNG is refused if it contains no picture', () =>
    expect(faultOf('png', png.subarray(0, 33), chunk('IEND', Buffer.alloc(0)))).toBe(
      'a file without a picture',
    ))

  test('a PNG is refused if more than a line break follows its end', () =>
    expect(faultOf('png', png, Buffer.from('<html>'))).toBe('a file with 6 bytes after its end'))
})

describe('a JPG', () => {
  const segment = (marker: number, content: Buffer) =>
    Buffer.concat([Buffer.from([0xff, marker, 0, content.length + 2]), content])

  test('a JPG is recognized as incomplete if its end is missing, even if an embedded JPG has an end', () => {
    const thumbnail = segment(0xe1, Buffer.from([0xff, 0xd8, 0xff, 0xd9]))
    const holding = Buffer.concat([jpg.subarray(0, 2), thumbnail, jpg.subarray(2)])
    expect(faultOf('jpg', holding)).toBeUndefined()
    expect(faultOf('jpg', holding.subarray(0, 10))).toBe('a file that was cut off')
  })

  test('a JPG is refused if it contains no picture', () =>
    expect(faultOf('jpg', Buffer.from([0xff, 0xd8, 0xff, 0xd9]))).toBe('a file without a picture'))

  test('a JPG is recognized as broken if a segment is shorter than its length field', () =>
    expect(faultOf('jpg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 1]))).toBe('a file that is broken'))
})

test('the error about a file that begins with a secret contains no part of the secret', async () => {
  const secret = 'hG7kq2mVzX9pLw4tRb6nhG7kq2mVzX9pLw4tRb6n'
  for (const before of ['', ' '.repeat(30), 'words '.repeat(8), `${' '.repeat(2000)}words`]) {
    const body = answer(Buffer.from(before + secret.repeat(30)))
    const clean = (text: string) => text.replaceAll(secret, '***')
    const read = downloadTo(join(temporaryFolder(), 'a.png'), 'png')
    const error = await read(body, () => undefined, clean).catch(error => error)
    expect(error.message).toContain('a file that begins with')
    expect(error.message).not.toContain(secret.slice(0, 3))
  }
})
