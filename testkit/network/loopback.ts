import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { atEnd } from '../runner/folders.ts'

export interface Request {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: string
}

export type Answer = (response: ServerResponse, request: Request) => void

export interface Loopback {
  /** `http://127.0.0.1:41234` */
  url: URL
  host: string
  /** All requests so far, in order. */
  requests: Request[]
  close(): Promise<void>
}

/** Starts a server that is closed at the end of the test file. */
export async function serve(answer: Answer, port = 0): Promise<Loopback> {
  const requests: Request[] = []
  const server = createServer(async (message, response) => {
    const request = await received(message)
    requests.push(request)
    answer(response, request)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.closeAllConnections()
    if (server.listening) await new Promise(resolve => server.close(resolve))
  }
  closing.add(close)
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  return { url, host: url.host, requests, close }
}

const closing = new Set<() => Promise<void>>()

atEnd(() => {
  for (const close of closing) void close()
})

/** Returns the answers one after the other, and then repeats the last answer. */
export function inTurn(...answers: [Answer, ...Answer[]]): Answer {
  const [last] = answers.slice(-1) as [Answer]
  return (response, request) => (answers.shift() ?? last)(response, request)
}

/** Returns a loopback port without a server. */
export async function closedPort(): Promise<number> {
  const { url, close } = await serve(() => undefined)
  await close()
  return Number(url.port)
}

async function received(message: IncomingMessage): Promise<Request> {
  const { pathname, searchParams } = new URL(message.url ?? '', 'http://loopback')
  const body = await text(message).catch(() => '')
  return { method: message.method ?? '', path: pathname, query: searchParams, headers: message.headers, body }
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Answer =>
  response =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body))

export const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  response =>
    void response.writeHead(code, headers).end()

export const page =
  (html: string, code = 200): Answer =>
  response =>
    void response.writeHead(code, { 'content-type': 'text/html' }).end(html)

/** Breaks the connection before an answer. */
export const reset: Answer = response => void response.socket?.resetAndDestroy()

/** Keeps the connection open, but never answers. */
export const silent: Answer = () => undefined

/** Breaks the connection before the announced end of the body. */
export const cut =
  (beginning: string): Answer =>
  response => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': beginning.length + 100 })
    response.write(beginning, () => response.destroy())
  }

/** Sends bytes until the client closes the connection. Then calls `left` with the number of bytes. */
export function endless(code: number, left: (bytes: number) => void): Answer {
  const chunk = Buffer.alloc(64 * 1024, 'a')
  return response => {
    let bytes = 0
    response.on('close', () => left(bytes))
    response.writeHead(code, { 'content-type': 'application/json' })
    response.write('{"message":"')
    const more = () => {
      while (!response.destroyed) {
        bytes += chunk.length
        if (!response.write(chunk)) return void response.once('drain', more)
      }
    }
    more()
  }
}
