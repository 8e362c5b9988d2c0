import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { deepJson, hostileJson, hostileText, spoiled } from '../hostile.ts'

/** An answer that is written to the socket as bytes, because HTTP libraries refuse to send it. */
export interface WireAnswer {
  status: number
  headers: Readonly<Record<string, string>>
  body: Buffer
  /** How the body ends, or how the connection fails. */
  framing: 'length' | 'chunked' | 'closed' | 'cut' | 'reset' | 'silent' | 'no HTTP'
}

export function sendWire(response: ServerResponse, { status, headers, body, framing }: WireAnswer): void {
  const { socket } = response
  if (!socket || framing === 'silent') return
  socket.on('error', () => undefined)
  if (framing === 'reset') return void socket.resetAndDestroy()
  if (framing === 'no HTTP') return void socket.end(body)
  const size = framing === 'cut' ? body.length + 7 : body.length
  const length = framing === 'length' || framing === 'cut' ? { 'content-length': String(size) } : {}
  const frame = framing === 'chunked' ? { 'transfer-encoding': 'chunked' } : length
  const lines = Object.entries({ ...headers, ...frame }).map(([name, value]) => `${name}: ${value}\r\n`)
  const chunk = [Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]
  const sent =
    framing === 'chunked' && body.length > 0
      ? Buffer.concat(chunk)
      : framing === 'chunked'
        ? '0\r\n\r\n'
        : body
  socket.write(`HTTP/1.1 ${status} Status\r\n${lines.join('')}connection: close\r\n\r\n`)
  // After a complete body, only the client closes the connection. If the server also closed the connection, undici
  // might fail.
  if (status >= 200 && (framing === 'length' || framing === 'chunked')) socket.write(sent)
  else if (framing === 'cut') socket.write(sent, () => socket.resetAndDestroy())
  else socket.end(sent)
}

export const right = (body: unknown, status = 200): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)),
  framing: 'length',
})

/** A header's value: any text without line ends. */
const headerText = hostileText.map(text =>
  [...text]
    .filter(one => one >= ' ' && one < '\x7f')
    .join('')
    .slice(0, 2000),
)

const headers = (echoed: string) =>
  fc
    .record(
      {
        'content-type': fc.oneof(
          fc.constantFrom(
            'application/json',
            'text/html; charset=utf-16',
            ';',
            `application/${echoed}`,
            'a/b/c',
            '\xff/\xfe',
          ),
          headerText,
        ),
        'content-encoding': fc.constantFrom(
          'gzip',
          'deflate',
          'br',
          'zstd',
          'identity',
          'gzip, gzip',
          echoed,
        ),
        'retry-after': fc.oneof(
          fc.constantFrom('0', '-1', '1', '99999999999', '1e9', 'NaN', 'Thu, 32 Foo 2026', '\xff', '1.5'),
          headerText,
        ),
        location: fc.oneof(
          fc.constantFrom(
            '//',
            'http://[',
            'https://user:pw@host/',
            `https://${echoed}.example/`,
            'javascript:1',
            '/login',
          ),
          headerText.map(text => `https://${text}/`),
          fc.constant(`https://${'a'.repeat(5000)}/`),
        ),
        link: fc.constantFrom('<', '<x>; rel="next"', `<https://${echoed}/>; rel="next"`),
        'x-accepted-github-permissions': headerText,
        'x-ratelimit-remaining': fc.constantFrom('0', '-1', 'x'),
        'x-ratelimit-reset': fc.constantFrom('0', '9999999999999', 'x', '-1'),
      },
      { requiredKeys: [] },
    )
    .map(found => ({ ...found }))

const html = (echoed: string) =>
  `<!doctype html><html><head><title>502 Bad Gateway</title></head><body><script>alert("${echoed}")</script>${'<p>x</p>'.repeat(50)}</body></html>`

const bodies = (whole: object, echoed: string): fc.Arbitrary<Buffer> =>
  fc.oneof(
    { weight: 6, arbitrary: spoiled(whole).map(value => Buffer.from(JSON.stringify(value))) },
    { weight: 3, arbitrary: hostileJson.map(value => Buffer.from(JSON.stringify(value))) },
    { weight: 2, arbitrary: hostileText.map(text => Buffer.from(text)) },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(
          hostileText,
          fc.array(fc.record({ field: hostileJson, message: hostileText, code: hostileJson })),
        )
        .map(([text, errors]) =>
          Buffer.from(JSON.stringify({ message: `${text} ${echoed} ${text}`, errors })),
        ),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        Buffer.alloc(0),
        Buffer.from(html(echoed)),
        Buffer.from(JSON.stringify({ message: html(echoed) })),
        Buffer.from(JSON.stringify(html(echoed))),
        Buffer.from(deepJson(20_000)),
        Buffer.from(`{"message":${deepJson(20_000)},"id":${deepJson(9)}}`),
        gzipSync(JSON.stringify(whole)),
        gzipSync(JSON.stringify(whole)).subarray(0, -9),
        Buffer.from(JSON.stringify({ ...whole, message: 'x'.repeat(300_000), id: 'x'.repeat(300_000) })),
        Buffer.from(`{"message":"\xff\xfe\xc0`, 'latin1'),
        Buffer.from(JSON.stringify({ ...whole, id: echoed, status: echoed })),
        Buffer.from(`{"id":1e999,"status":"success","access_token":"\\ud800"}`),
      ),
    },
  )

const statuses = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(200, 201) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      202,
      204,
      205,
      206,
      301,
      302,
      304,
      307,
      401,
      403,
      404,
      409,
      422,
      429,
      500,
      502,
      503,
    ),
  },
  { weight: 2, arbitrary: fc.integer({ min: 100, max: 599 }) },
)

/**
 * Generates any correct or wrong answer. The answer may contain the secret `echoed`. The action must not show this
 * secret.
 */
export const hostileAnswer = (whole: object, echoed: string): fc.Arbitrary<WireAnswer> =>
  fc.record({
    status: statuses,
    headers: headers(echoed),
    body: bodies(whole, echoed),
    framing: fc.oneof(
      { weight: 12, arbitrary: fc.constant('length' as const) },
      { weight: 4, arbitrary: fc.constantFrom('chunked' as const, 'closed' as const) },
      { weight: 2, arbitrary: fc.constantFrom('cut' as const, 'reset' as const, 'no HTTP' as const) },
    ),
  })
