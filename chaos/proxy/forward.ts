import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request as send } from 'node:http'
import { buffer } from 'node:stream/consumers'

export interface Call {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

export async function readCall(request: IncomingMessage): Promise<Call> {
  const { method = 'GET', url: path = '/', headers } = request
  return { method, path, headers, body: await buffer(request) }
}

/** The proxy does not forward these headers, because each connection has its own. */
const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date'])

/** Sends the request to the service. Replaces the service's address in the answer by the proxy's address. */
export async function forward(
  { method, path, headers, body }: Call,
  upstream: string,
  here: string,
): Promise<Answer> {
  const { host, port } = new URL(upstream)
  const outgoing = send({
    // Each request has a new connection, because the service may close an idle connection at any time.
    agent: false,
    host: '127.0.0.1',
    port,
    method,
    path,
    headers: { ...endToEnd(headers), host, 'content-length': body.length },
  })
  outgoing.end(body)
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
  const answer = {
    status: response.statusCode ?? 0,
    headers: endToEnd(response.headers) as Record<string, string>,
    body: await buffer(response),
  }
  const isText = /json|xml/.test(answer.headers['content-type'] ?? '')
  return isText ? { ...answer, body: Buffer.from(answer.body.toString().replaceAll(upstream, here)) } : answer
}

const endToEnd = (headers: IncomingHttpHeaders) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)))
