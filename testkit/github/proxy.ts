import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { corrected, rewritten } from './answers.ts'
import type { Answer, Call } from './blobs.ts'
import { faultsInRequest } from './description.ts'
import { named, noteWrite, renamed } from './harder.ts'
import type { World } from './model.ts'
import { acceptedPermissions, noteAssets, prepared, refusals } from './rules.ts'

type Effect =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  /** Breaks the connection without executing the request. */
  | { reset: true }
  /** Executes the request, then breaks the connection instead of answering. */
  | { lostAnswer: true }
  /** Executes the request, then breaks the connection in the middle of the response. */
  | { cut: true }
  /** Never answers, and does not execute the request. */
  | { stall: true }
  /** Executes the request, and answers this number of milliseconds later. */
  | { late: number }
  /** Executes the request, and answers after the promise has settled. */
  | { until: Promise<unknown> }

type None = { none: true }

export interface GitHubFault {
  /** The default is any method. */
  method?: string
  /** Matches the path and the query. */
  path: RegExp
  /** The number of requests with this fault. The default is 1. */
  times?: number
  /** The number of matching requests that succeed before the fault. */
  after?: number
  effect: Effect
}

export interface GitHubRequest {
  at: number
  method: string
  /** The path with its query. */
  path: string
  /** GitHub's status, even if the response was lost. 0 if GitHub did not answer. */
  status: number
  /** The JSON, or the number of uploaded bytes. */
  body?: unknown
}

export interface Proxy {
  requests: GitHubRequest[]
  /** Requests of the action that differ from GitHub's description of its API. */
  violations: string[]
  fault(fault: GitHubFault): void
  close(): Promise<void>
}

/**
 * Starts a proxy in front of the emulator. The proxy records requests, injects faults, and adds behaviour that the
 * emulator lacks.
 */
export async function startProxy(world: World): Promise<Proxy> {
  const requests: GitHubRequest[] = []
  const violations: string[] = []
  const faults: GitHubFault[] = []
  // Idle connections stay open, so that only a fault breaks a connection.
  const server = createServer(
    { keepAliveTimeout: 0 },
    (request, response) => void serve(request, response).catch(() => response.destroy()),
  )
  async function serve(request: IncomingMessage, response: ServerResponse) {
    const call = await received(request)
    if (isOfAction(call)) violations.push(...faultsInRequest(named(world, call)))
    const record: GitHubRequest = { at: Date.now(), ...shown(call), status: 0 }
    requests.push(record)
    const effect: Effect | None = faults.find(fault => strikes(fault, record))?.effect ?? { none: true }
    if ('stall' in effect) return
    if ('reset' in effect) return void request.socket.resetAndDestroy()
    const answer = 'status' in effect ? failure(effect) : await carriedOut(world, call)
    record.status = answer.status
    if ('lostAnswer' in effect) return void request.socket.resetAndDestroy()
    if ('cut' in effect) return sendHalf(response, answer)
    if ('until' in effect) await effect.until
    if ('late' in effect) await sleep(effect.late, undefined, { ref: false })
    respond(response, answer)
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  world.apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
  return { requests, violations, fault: fault => void faults.push({ ...fault }), close }
}

async function received(request: IncomingMessage): Promise<Call> {
  const { method = '', headers } = request
  return { method, url: new URL(request.url ?? '/', 'http://loopback'), headers, body: await buffer(request) }
}

function shown({ method, url, headers, body }: Call): Pick<GitHubRequest, 'method' | 'path' | 'body'> {
  const isJson = headers['content-type']?.includes('json')
  const content = isJson ? JSON.parse(body.toString() || 'null') : body.length
  return { method, path: url.pathname + url.search, ...(body.length > 0 && { body: content }) }
}

/** Counts the request, and returns whether the fault applies to this request. */
function strikes(fault: GitHubFault, { method, path }: GitHubRequest): boolean {
  const { times = 1, after = 0 } = fault
  if ((fault.method ?? method) !== method || path.search(fault.path) < 0 || times === 0) return false
  if (after > 0) fault.after = after - 1
  else fault.times = times - 1
  return after === 0
}

function failure(effect: Extract<Effect, { status: number }>): Answer {
  const { status, headers, body = { message: 'The test injected a fault', documentation_url: '' } } = effect
  const content = typeof body === 'string' ? 'text/html' : 'application/json'
  return {
    status,
    headers: { 'content-type': content, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

/**
 * Whether the action sent the request. Only the action's user agent contains the runner's variable
 * ACTIONS_ORCHESTRATION_ID.
 */
const isOfAction = ({ headers }: Call) =>
  headers['user-agent']?.includes('actions_orchestration_id/') === true

async function carriedOut(world: World, received: Call): Promise<Answer> {
  const moved = renamed(world, received)
  if (moved) return moved
  const call = named(world, received)
  const answer = (await refused(world, call)) ?? (await handedOn(world, call))
  const permissions = acceptedPermissions(world, call)
  const said = permissions && { 'x-accepted-github-permissions': permissions }
  return { ...answer, headers: { ...answer.headers, ...said } }
}

async function refused(world: World, call: Call): Promise<Answer | undefined> {
  for (const refusal of refusals) {
    const answer = await refusal(world, call)
    if (answer) return answer
  }
  return undefined
}

async function handedOn(world: World, call: Call): Promise<Answer> {
  await noteWrite(world, call)
  const answer = await world.send(await prepared(world, call))
  noteAssets(world, call, answer)
  return corrected(world, call, rewritten(world, answer))
}

function respond(response: ServerResponse, { status, headers = {}, body = '' }: Answer): void {
  const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(body) }
  response.writeHead(status, { ...headers, ...length }).end(body)
}

function sendHalf(response: ServerResponse, { status, headers = {}, body = '' }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  response.write(Buffer.from(body).subarray(0, body.length / 2), () => response.socket?.destroySoon())
}
