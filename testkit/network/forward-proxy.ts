import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { atEnd } from '../runner/folders.ts'

export interface ForwardProxyOptions {
  /** `user:password`. Without these credentials, the proxy answers 407. */
  credentials?: string
  /** The status with which the proxy refuses each tunnel. `cut` closes the connection instead. */
  refusal?: number | 'cut'
}

interface ForwardProxy extends AsyncDisposable {
  /** `127.0.0.1:41234` */
  host: string
  /** The requests in order: `CONNECT looker.test:443`, or `GET http://looker.test/api/4.0/…` */
  passed: string[]
  /** Returns the hosts without duplicates, in the order of their first requests. */
  hosts(): string[]
}

/**
 * Starts an HTTP proxy on loopback that forwards plain requests and opens tunnels
 * (https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6). The proxy connects every host name to loopback. So a request
 * to a made-up host name succeeds only through the proxy.
 */
export async function startForwardProxy(options: ForwardProxyOptions = {}): Promise<ForwardProxy> {
  const passed: string[] = []
  const sockets = new Set<Duplex>()
  const server = createServer((request, response) => {
    passed.push(`${request.method} ${request.url}`)
    if (mayPass(request, options)) forward(request, response)
    else response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end()
  })
  server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    passed.push(`CONNECT ${request.url}`)
    socket.on('error', () => socket.destroy())
    const { refusal } = options
    if (!mayPass(request, options)) return refuse(socket, 407)
    if (refusal === 'cut') return void socket.destroy()
    if (refusal) return refuse(socket, refusal)
    tunnel(request.url ?? '', socket, head, sockets)
  })
  server.on('connection', (socket: Socket) => void sockets.add(socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    if (server.listening) await new Promise(resolve => server.close(resolve))
  }
  closing.add(close)
  const hosts = () => [...new Set(passed.map(line => /^\w+ (?:http:\/\/)?([^/]+)/.exec(line)?.[1] ?? line))]
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    hosts,
    [Symbol.asyncDispose]: close,
  }
}

const closing = new Set<() => Promise<void>>()

atEnd(() => {
  for (const close of closing) void close()
})

function mayPass({ headers }: IncomingMessage, { credentials }: ForwardProxyOptions): boolean {
  const [, said = ''] = headers['proxy-authorization']?.split(' ') ?? []
  return credentials === undefined || Buffer.from(said, 'base64').toString() === credentials
}

const refuse = (socket: Duplex, status: number) =>
  void socket.end(`HTTP/1.1 ${status} No\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n`)

function tunnel(target: string, socket: Duplex, head: Buffer, sockets: Set<Duplex>): void {
  const there = connect(Number(target.split(':').at(-1)), '127.0.0.1')
  sockets.add(there)
  there.on('error', () => socket.destroy())
  there.on('close', () => socket.destroy())
  socket.on('close', () => there.destroy())
  there.on('connect', () => {
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    there.write(head)
    socket.pipe(there).pipe(socket)
  })
}

function forward(request: IncomingMessage, response: ServerResponse): void {
  const { port, pathname, search } = new URL(request.url ?? '')
  const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = request.headers
  const options = { host: '127.0.0.1', port, path: pathname + search, method: request.method, headers }
  const onward = send(options, answer => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()))
  request.pipe(onward)
}
