import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, problem, send, sendHalf } from './api/answers.ts'
import { changeByHand } from './admin.ts'
import { shop } from './content/shop.ts'
import { allPermissions, ContentStore, type StoreOptions } from './content/store.ts'
import { dashboard } from './content/made-up.ts'
import { Deploys } from './content/edits.ts'
import { answer, type Looker } from './api/endpoints.ts'
import { Faults } from './faults.ts'
import { bytesOfBuffer } from './tasks/synthetic-file.ts'
import type { Effect, RecordedRequest, Simulator, SimulatorOptions } from './model.ts'
import { Projects } from './projects/projects.ts'
import { type Route, route } from './api/routes.ts'
import { Tasks } from './tasks/tasks.ts'
import { Tokens } from './tokens.ts'

export type * from './model.ts'

/*
 * A Looker to try against.
 *
 * It simulates what a client of render tasks meets, in API 4.0 and 3.1: log-in and log-out, tokens that
 * expire, creating render tasks of dashboards, LookML dashboards, Looks, queries and dashboard elements, the
 * queue and its slots, the statuses, results with 202 until they are there, Looker's errors, and real
 * pictures. It also tells of its content: folders, boards, models, dashboards with their tiles, Looks,
 * queries, and its release. Content is a shop's unless told (content/shop.ts); an id that is not listed is
 * a made-up dashboard of a small catalogue, but 404 and `missing` are nowhere. The API user sees what its
 * permissions let it see. Faults strike on request, and a deploy changes a dashboard on request.
 *
 * It is stricter than Looker: a parameter, body key or field that the API's description does not have is
 * refused with 400, so that a client cannot send rubbish unnoticed.
 *
 * It does not simulate: other calls (`/user` answers with a line), rate limits (add a fault with 429),
 * results that go cold, real data, and themes other than light and dark. How long a task takes is what you
 * tell it.
 */

/** Starts a Looker on 127.0.0.1. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { slots = 2, renderSeconds = 1, pictureBytes } = options
  const deploys = new Deploys()
  const projects = new Projects(options.projects ?? [])
  await projects.open()
  const { permissions = allPermissions } = options
  const about = { release: options.release ?? '26.12.3', url: '', webServerUrl: '' }
  const looker: Looker = {
    about,
    projects,
    permissions,
    content: storeOf({ content: options.content ?? shop, permissions, projects, deploys }),
    key: { id: options.clientId ?? 'simulator-id', secret: options.clientSecret ?? 'simulator-secret' },
    tokens: new Tokens(options.tokenSeconds ?? 3600),
    deploys,
    tasks: new Tasks({ slots, renderSeconds, ...(pictureBytes === undefined ? {} : { pictureBytes }) }),
  }
  const faults = new Faults()
  const requests: RecordedRequest[] = []
  const end = new AbortController()
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    handle({ looker, faults, requests, end: end.signal }, request, response).catch((error: unknown) => {
      // the connection or the simulator is gone, or the simulator itself is wrong: then it says so
      if (response.headersSent || end.signal.aborted) response.destroy()
      else void send(response, problem(500, `The simulator failed: ${error}`))
    })
  }
  const server = options.tls ? createTlsServer(options.tls, listener) : createServer(listener)
  // a client that polls every few seconds keeps its connection, as with Looker's load balancer
  server.keepAliveTimeout = 60_000
  const url = await listen(server, options)
  Object.assign(about, { url, webServerUrl: options.webServerUrl ?? url })
  const close = async (): Promise<void> => {
    end.abort()
    looker.tasks.close()
    const closed = new Promise(resolve => server.close(resolve))
    server.closeAllConnections()
    await closed
  }
  return {
    url,
    clientId: looker.key.id,
    clientSecret: looker.key.secret,
    requests,
    tokens: looker.tokens.alive,
    issued: looker.tokens.issued,
    tasks: looker.tasks.all,
    fault: fault => faults.add(fault),
    deploy: deploy => looker.deploys.add(deploy),
    project: id => {
      const project = projects.project(id)
      if (!project) throw new Error(`There is no project ${id}`)
      return project
    },
    bytesOf: taskId => bytesOf(looker, taskId),
    close,
  }
}

type StoreParts = Omit<StoreOptions, 'chartsOf'> & { deploys: Deploys }

function storeOf({ deploys, ...options }: StoreParts): ContentStore {
  const { projects } = options
  const chartsOf = (id: string) => {
    const { title, tiles } = dashboard(id)
    const recounted = { title, tiles: tiles.map(tile => projects.recount(tile)) }
    return deploys.applyTo(id, projects.chartsOf(id) ?? recounted)
  }
  return new ContentStore({ ...options, chartsOf })
}

async function listen(server: Server, { port = 0, tls }: SimulatorOptions): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve)
  })
  return `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function bytesOf({ tasks }: Looker, taskId: string): Promise<Buffer> {
  const task = tasks.all.get(taskId)
  if (!task) throw new Error(`There is no render task ${taskId}`)
  return Buffer.concat([...(await tasks.bytesOf(task)).chunks()])
}

interface Stage {
  looker: Looker
  faults: Faults
  requests: RecordedRequest[]
  end: AbortSignal
}

async function handle(stage: Stage, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { looker, faults } = stage
  const url = new URL(request.url ?? '/', 'http://simulator')
  if (url.pathname.startsWith('/simulator/')) {
    const answer = await changeByHand({ faults, deploys: looker.deploys }, request)
    return send(response, answer)
  }
  const asked = route(request.method ?? 'GET', url.pathname)
  const record: RecordedRequest = {
    at: Date.now(),
    method: request.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers,
    body: '',
    operation: asked.operation,
    status: 0,
  }
  stage.requests.push(record)
  record.body = Buffer.concat(await request.toArray()).toString()
  const effect = faults.strike(asked.operation, contentIdOf(asked, looker))
  if (!(await letThrough(stage, effect, response))) return
  // a status is an answer in place of the work: no task is made, no token given out
  const done = effect && 'status' in effect ? effect : await answer(looker, asked, record, effect)
  const reply = effectOnReply(done, effect)
  if (effect && 'lostAnswer' in effect) return void response.destroy()
  await deliver(response, reply, effect, record)
}

function contentIdOf(asked: Route, { tasks }: Looker): string | undefined {
  if (asked.operation === 'content') return asked.path
  if (asked.operation === 'explore') return `${asked.model}/${asked.explore}`
  if (asked.operation === 'project' || asked.operation === 'deploy') return asked.id
  if ('contentId' in asked) return asked.contentId
  return 'taskId' in asked ? tasks.all.get(asked.taskId)?.contentId : undefined
}

/** Effects that come before the request is looked at; false where they end it. */
async function letThrough(
  stage: Stage,
  effect: Effect | undefined,
  response: ServerResponse,
): Promise<boolean> {
  if (!effect) return true
  if ('late' in effect) await sleep(effect.late, undefined, { signal: stage.end })
  if ('deployedBefore' in effect) {
    const { project, ref } = effect.deployedBefore
    await stage.looker.projects.project(project)?.deploy(ref)
  }
  if ('expireTokens' in effect) stage.looker.tokens.revokeAll()
  if ('reset' in effect) response.destroy()
  return !('reset' in effect || 'stall' in effect)
}

/** Effects that change the answer: they only spoil what would have gone well. */
function effectOnReply(reply: Answer, effect: Effect | undefined): Answer {
  if (!effect || reply.status >= 300) return reply
  if ('instead' in effect)
    return {
      status: 200,
      headers: { 'content-type': effect.contentType ?? 'text/html' },
      body: effect.instead,
    }
  if ('bytes' in effect)
    return {
      status: 200,
      headers: { ...reply.headers, ...(effect.contentType ? { 'content-type': effect.contentType } : {}) },
      file: bytesOfBuffer(effect.bytes),
    }
  if ('empty' in effect) return { ...reply, file: bytesOfBuffer(Buffer.alloc(0)) }
  if ('status202' in effect) return { status: 202, headers: { 'retry-after': String(effect.status202) } }
  return reply
}

async function deliver(
  response: ServerResponse,
  reply: Answer,
  effect: Effect | undefined,
  record: RecordedRequest,
): Promise<void> {
  record.status = reply.status
  response.on('close', () => {
    if (!response.writableFinished) record.status = 0
  })
  if (effect && 'cut' in effect && reply.file)
    return sendHalf(response, reply.file, reply.headers ?? {}, effect.cut)
  if (effect && 'closes' in effect) response.shouldKeepAlive = false
  return send(response, reply)
}
