import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  artifactCalls,
  type CallName,
  type Fields,
  type Records,
  type StoredArtifact,
  twirpError,
} from './artifact-calls.ts'
import { type Answer, blobFolder, type Call, createBlobStore, refuse } from './blobs.ts'

export type { StoredArtifact } from './artifact-calls.ts'
export { unzip } from './zip.ts'

export interface Fault {
  /** The name of a call, or `blob` for all requests to a signed URL. */
  on: CallName | 'blob'
  /** The number of requests with this fault. The default is 1. */
  times?: number
  /** The status of the response. The default is 500. */
  status?: number
  /** Breaks the connection without executing the request. */
  reset?: boolean
  /** Never answers, and does not execute the request. */
  stall?: boolean
  /** Executes the request, then breaks the connection instead of answering. */
  lostAnswer?: boolean
  /** Executes the request, then breaks the connection in the middle of the response. */
  cut?: boolean
}

export interface ArtifactService {
  url: string
  /** Returns the variables that the runner sets for the artifact client. Each job of a run has its own `jobId`. */
  env(ids?: { runId?: string; jobId?: string }): Record<string, string>
  /** The artifacts, sorted by id, without deleted artifacts. */
  artifacts: StoredArtifact[]
  /** The requests in the order of arrival. `body` is the message of a call, or the number of bytes for a signed URL. */
  requests: { at: number; method: string; path: string; body: unknown }[]
  fault(fault: Fault): void
  close(): Promise<void>
}

const twirpPath = /^\/twirp\/github\.actions\.results\.api\.v1\.ArtifactService\/(\w+)$/

/**
 * Starts a simulated artifact service on a loopback port. It has the calls that @actions/artifact 6 uses: Twirp calls
 * in JSON, and uploads to signed URLs. A token is valid only for its run and job. The service's addresses contain
 * `hostname`, even if that host name does not lead to the service.
 */
export async function startArtifactService({ hostname = '127.0.0.1' } = {}): Promise<ArtifactService> {
  const records: Records = { url: '', reserved: [], artifacts: [], blobs: createBlobStore() }
  const requests: ArtifactService['requests'] = []
  const faults: (Fault & { times: number })[] = []
  const server = createServer(
    (request, response) => void serve(request, response).catch(() => response.destroy()),
  )
  async function serve(request: IncomingMessage, response: ServerResponse) {
    const call = await receive(request)
    requests.push({ at: Date.now(), method: call.method, path: request.url ?? '', body: shown(call) })
    const fault = faults.find(({ on, times }) => times > 0 && on === operation(call))
    if (fault) fault.times -= 1
    if (fault?.stall) return
    if (fault?.reset) return void request.socket.resetAndDestroy()
    const refused = fault && !fault.cut && !fault.lostAnswer
    const answer = refused ? failure(fault) : route(records, call)
    if (fault?.lostAnswer) request.socket.resetAndDestroy()
    else if (fault?.cut) sendHalf(response, answer)
    else send(response, answer)
  }
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  records.url = `http://${hostname}:${(server.address() as AddressInfo).port}`
  return {
    url: records.url,
    env: ids => environment(records.url, ids),
    artifacts: records.artifacts,
    requests,
    fault: fault => void faults.push({ times: 1, ...fault }),
    close: () =>
      new Promise(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

const someRun = 'ce7f54c7-61c7-4aae-887f-30da475f5f1a'
const someJob = 'ca395085-040a-526b-2ce8-bdc85f692774'

function environment(url: string, { runId = someRun, jobId = someJob } = {}) {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const scopes = `Actions.GenericRead:00000000 Actions.Results:${runId}:${jobId}`
  const token = [part({ typ: 'JWT', alg: 'none' }), part({ scp: scopes }), 'unsigned'].join('.')
  return { ACTIONS_RESULTS_URL: `${url}/`, ACTIONS_RUNTIME_URL: `${url}/`, ACTIONS_RUNTIME_TOKEN: token }
}

async function receive(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const url = new URL(request.url ?? '/', 'http://loopback')
  return { method: request.method ?? '', url, headers: request.headers, body: Buffer.concat(chunks) }
}

function operation({ url }: Call): string | undefined {
  return url.pathname.startsWith(blobFolder) ? 'blob' : twirpPath.exec(url.pathname)?.[1]
}

function shown(call: Call): unknown {
  return operation(call) === 'blob' ? call.body.length : JSON.parse(call.body.toString() || 'null')
}

function failure({ on, status = 500 }: Fault): Answer {
  // On GitHub, a status of 502 comes from a gateway in front of the service, with a page instead of JSON.
  if (status === 502)
    return { status, headers: { 'content-type': 'text/html' }, body: '<html>Bad gateway</html>' }
  return on === 'blob'
    ? refuse(status, 'InternalError')
    : twirpError(status, 'internal', 'the test injected a fault')
}

function route(records: Records, call: Call): Answer {
  const name = operation(call)
  if (name === 'blob') return records.blobs.handle(call)
  if (!name || !Object.hasOwn(artifactCalls, name)) return twirpError(404, 'bad_route', 'no such call')
  const fields = JSON.parse(call.body.toString()) as Fields
  return refusal(call, name, fields) ?? artifactCalls[name as CallName](records, fields)
}

/**
 * Refuses calls about artifacts of other runs. A job may create only its own artifacts, but may list and delete the
 * artifacts of all jobs of its run.
 */
function refusal({ headers }: Call, name: string, fields: Fields): Answer | undefined {
  const payload = headers.authorization?.split('.')[1] ?? ''
  const scope = /Actions\.Results:([^:]+):([^" ]+)/.exec(Buffer.from(payload, 'base64url').toString())
  if (!scope) return twirpError(401, 'unauthenticated', 'no token')
  const writes = name === 'CreateArtifact' || name === 'FinalizeArtifact'
  const ownRun = scope[1] === fields.workflow_run_backend_id
  const ownJob = scope[2] === fields.workflow_job_run_backend_id
  if (ownRun && (ownJob || !writes)) return undefined
  return twirpError(403, 'permission_denied', 'the token is for another run or job')
}

function send(response: ServerResponse, { status, headers = {}, body = '' }: Answer) {
  response.writeHead(status, {
    'content-length': Buffer.byteLength(body),
    'x-ms-request-id': randomUUID(),
    'x-ms-version': '2025-01-05',
    ...headers,
  })
  response.end(body)
}

function sendHalf(response: ServerResponse, { status, headers = {}, body = '' }: Answer) {
  response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers })
  response.write(Buffer.from(body).subarray(0, body.length / 2), () => response.socket?.destroySoon())
}
