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
  /** Every request that came, in order. */
  requests: Request[]
  close(): Promise<void>
}

/** A server on loopback that is gone when the test file is through. */
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

/** Gives the answers one by one, then the last for ever. */
export function inTurn(...answers: [Answer, ...Answer[]]): Answer {
  const [last] = answers.slice(-1) as [Answer]
  return (response, request) => (answers.shift() ?? last)(response, request)
}

/** A port of loopback on which nobody listens. */
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

/** The connection breaks before there is an answer. */
export const reset: Answer = response => void response.socket?.resetAndDestroy()

/** The connection stays, and nothing comes. */
export const silent: Answer = () => undefined

/** Looks like more, and breaks off. */
export const cut =
  (beginning: string): Answer =>
  response => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': beginning.length + 100 })
    response.write(beginning, () => response.destroy())
  }

/** Bytes without an end, for as long as somebody takes them; then tells how many were sent. */
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
