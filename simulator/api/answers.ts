import { once } from 'node:events'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Bytes, firstBytes } from '../tasks/synthetic-file.ts'

export type UrlParameters = Record<string, string>

/** `body` is a text, or an object that the simulator sends as JSON. An answer may have a file instead, or no body. */
export interface Answer {
  status: number
  headers?: Record<string, string>
  body?: unknown
  file?: Bytes
}

type Cut = true | 'chunked' | 'close'

export interface FieldError {
  field: string
  code: 'missing_field' | 'invalid'
  message: string
}

const documentation = 'https://cloud.google.com/looker/docs/'

export function answerProblem(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: documentation } }
}

export const answerNotFound = (): Answer => answerProblem(404, 'Not found')

export const answerForbidden = (): Answer => answerProblem(403, 'You do not have permission to do that')

export function answerInvalid(errors: FieldError[]): Answer {
  const details = errors.map(error => ({ ...error, documentation_url: documentation }))
  return {
    status: 422,
    body: { message: 'Validation Failed', errors: details, documentation_url: documentation },
  }
}

export function refuseOthers(query: Record<string, string>, known: readonly string[]): Answer | undefined {
  const strange = Object.keys(query).filter(name => !known.includes(name))
  if (strange.length === 0) return undefined
  return answerProblem(400, `Not a parameter of this call: ${strange.join(', ')}`)
}

/** Refuses a body that is not a JSON object, and keys that the call does not support. */
export function readJson<T extends object>(
  { headers, body }: { headers: IncomingHttpHeaders; body: string },
  known: readonly (keyof T & string)[],
): { values: T } | { refused: Answer } {
  if (!/^application\/json\b/.test(headers['content-type'] ?? ''))
    return { refused: answerProblem(400, 'A body in JSON (content-type: application/json) is required') }
  const values = parseObject(body)
  if (!values) return { refused: answerProblem(400, 'The body has to be a JSON object') }
  const strange = Object.keys(values).filter(key => !(known as readonly string[]).includes(key))
  if (strange.length > 0)
    return { refused: answerProblem(400, `Not in the body of this call: ${strange.join(', ')}`) }
  return { values: values as T }
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

export async function sendAnswer(response: ServerResponse, answer: Answer): Promise<void> {
  const { status, headers = {}, body, file } = answer
  if (file) {
    response.writeHead(status, { 'content-length': file.length, ...headers })
    // Sending fails if the client has closed the connection or if the simulator is being closed.
    await pipeline(Readable.from(file.chunks(), { objectMode: false }), response).catch(() => {})
    return
  }
  const json = body !== undefined && typeof body !== 'string'
  const text = json ? JSON.stringify(body) : (body ?? '')
  const type = json ? { 'content-type': 'application/json; charset=utf-8' } : {}
  const length = status === 204 ? {} : { 'content-length': String(Buffer.byteLength(String(text))) }
  response.writeHead(status, { ...type, ...length, ...headers })
  response.end(text)
}

/** Sends half of a file. `cut` decides how a client can detect the missing half (see `Effect` in model.ts). */
export async function sendHalf(
  response: ServerResponse,
  file: Bytes,
  headers: Record<string, string>,
  cut: Cut,
): Promise<void> {
  if (cut === 'close') {
    // Without a length and without chunks, the end of the connection is the end of the body.
    response.removeHeader('transfer-encoding')
    response.shouldKeepAlive = false
    response.writeHead(200, { ...headers, connection: 'close' })
  } else {
    response.writeHead(200, cut === true ? { ...headers, 'content-length': file.length } : headers)
  }
  for (const chunk of firstBytes(file, Math.floor(file.length / 2))) {
    if (response.destroyed) return
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')])
  }
  if (cut === 'close') response.end()
  // Waits until the written bytes are sent, then closes the socket.
  else response.write('', () => response.socket?.destroySoon())
}
