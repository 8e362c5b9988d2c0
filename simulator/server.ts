import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { answerAdmin } from './admin.ts'
import { answerProblem, sendAnswer } from './api/answers.ts'
import { answerRequest, type Looker } from './api/endpoints.ts'
import { type Route, readRoute } from './api/routes.ts'
import { Edits } from './content/edits.ts'
import { Library } from './content/library.ts'
import { makeUpDashboard } from './content/made-up.ts'
import { shop } from './content/shop.ts'
import { ContentStore } from './content/store.ts'
import { applyEarlyEffect, deliver, spoilReply } from './effects.ts'
import { Faults } from './faults.ts'
import type { RecordedRequest, Simulator, SimulatorOptions } from './model.ts'
import { Projects, type Workspace } from './projects/projects.ts'
import { QueryStore } from './queries/store.ts'
import { readUsers, Sessions, type User } from './sessions.ts'
import { Tasks } from './tasks/tasks.ts'

export type * from './model.ts'

/*
 * A simulated Looker, API 4.0 and 3.1.
 *
 * The simulator has log-in and log-out, tokens that expire, render tasks and content. A render task renders a
 * dashboard, a LookML dashboard, a Look, a query or a dashboard element. It waits in a queue with slots and has
 * Looker's statuses. A request for its result gets 202 until the picture is finished. The pictures are real. Content
 * means folders, boards, models, dashboards with their tiles, Looks and queries. The default is the content of a shop
 * (content/shop.ts). An unlisted id gets a made-up dashboard from a small catalogue. Only the ids 404 and `missing` do
 * not exist. Each API key belongs to a user (sessions.ts), and the user's permissions decide which content is visible.
 *
 * A LookML project is a git repository (projects/). Explores, LookML dashboards and numbers come from the deployed
 * commit. In the dev workspace, they come from the branch that the user has checked out. Without a project, LookML
 * dashboards are made up like all other dashboards. A test can inject faults, edit a dashboard as a user does in
 * Looker, and deploy or check out a commit of a project.
 *
 * A query's SQL and results come from the LookML (queries/). Equal SQL has equal results. The picture of a project's
 * dashboard shows the results of the dashboard's queries. Clients can import, find, change and delete dashboards
 * (content/library.ts), and validate content against the session's workspace.
 *
 * The simulator is stricter than Looker, so that tests notice a client's mistakes. If the API's description lacks a
 * parameter, body key or field of a request, the simulator answers 400.
 *
 * The behaviour of a real Looker is unknown in these cases. The simulator's behaviour is invented:
 * - the status and message of a refused workspace, branch, query or import, unless the code links to a source
 * - whether a row of `json_bi` is a text or an object (`biRows`)
 * - whether pictures show the dev workspace (`picturesFollowWorkspace`)
 * - whether the API describes LookML dashboards as in the dev workspace (`dashboardsFollowWorkspace`)
 * - that a refused push leaves the new branch checked out
 *
 * The simulator lacks all other calls of the API. It also lacks asynchronous queries, subtotals, the SQL of a pivot's
 * limits, symmetric aggregates, Liquid in SQL, access filters, results as csv, txt, html, md or xlsx, rate limits (add
 * a fault with 429), the expiry of render results, real data, themes that are neither light nor dark, the cached
 * validation (GET validate), pull requests, and commits made in Looker. Options and faults decide how long a task or a
 * request takes.
 */

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const looker = createLooker(options)
  await looker.projects.open()
  const faults = new Faults()
  const requests: RecordedRequest[] = []
  const end = new AbortController()
  const server = createHttpServer({ looker, faults, requests, end: end.signal }, options)
  const url = await listen(server, options)
  Object.assign(looker.about, { url, webServerUrl: options.webServerUrl ?? url })
  return {
    url,
    clientId: looker.users[0]?.clientId ?? '',
    clientSecret: looker.users[0]?.clientSecret ?? '',
    requests,
    tokens: looker.sessions.alive,
    issued: looker.sessions.issued,
    tasks: looker.tasks.all,
    fault: fault => faults.add(fault),
    edit: edit => looker.edits.add(edit),
    project: id => looker.projects.get(id),
    importedDashboards: () => looker.library.content.dashboards.filter(({ lookml }) => lookml !== undefined),
    changeData: () => {
      looker.warehouse.version += '+'
    },
    bytesOf: taskId => bytesOf(looker, taskId),
    close: async () => {
      end.abort()
      looker.tasks.close()
      const closed = new Promise(resolve => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function createLooker(options: SimulatorOptions): Looker {
  const { slots = 2, renderSeconds = 1, pictureBytes, content = shop } = options
  const edits = new Edits()
  const users = readUsers(options)
  const queries = new QueryStore()
  const library = new Library(content, users)
  return {
    about: { release: options.release ?? '26.12.3', url: '', webServerUrl: '' },
    users,
    projects: new Projects(options.projects ?? [], users),
    queries,
    warehouse: {
      version: '',
      cache: new Map(),
      errorIn: options.databaseError ?? (() => undefined),
      biRows: options.biRows ?? 'texts',
      picturesFollowWorkspace: options.picturesFollowWorkspace ?? false,
    },
    dashboardsFollowWorkspace: options.dashboardsFollowWorkspace ?? true,
    edits,
    library,
    contentFor: (user: User, projects: Workspace) => {
      const chartsOf = (id: string) => {
        const { title, tiles } = makeUpDashboard(id)
        const recounted = { title, tiles: tiles.map(tile => projects.recount(tile)) }
        return edits.applyTo(id, projects.chartsOf(id) ?? recounted)
      }
      return new ContentStore({
        content: library.content,
        gone: library.gone,
        user,
        projects,
        queries,
        chartsOf,
      })
    },
    sessions: new Sessions(options.tokenSeconds ?? 3600),
    tasks: new Tasks({ slots, renderSeconds, ...(pictureBytes === undefined ? {} : { pictureBytes }) }),
  }
}

function createHttpServer(stage: Stage, { tls }: SimulatorOptions): Server {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    handle(stage, request, response).catch((error: unknown) => {
      // The client has closed the connection, the simulator has been closed, or the simulator has a bug.
      if (response.headersSent || stage.end.aborted) response.destroy()
      else void sendAnswer(response, answerProblem(500, `The simulator failed: ${error}`))
    })
  }
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  // A client that polls every few seconds keeps its connection, as behind Looker's load balancer.
  server.keepAliveTimeout = 60_000
  return server
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
    const answer = await answerAdmin({ ...looker, faults }, request)
    return sendAnswer(response, answer)
  }
  const asked = readRoute(request.method ?? 'GET', url.pathname)
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
  const effect = faults.takeEffect(record, contentIdOf(asked, looker))
  if (!(await applyEarlyEffect(stage, effect, response))) return
  // If the effect has a status, the request is not executed. For example, no task is created, and no token is issued.
  const done = effect && 'status' in effect ? effect : await answerRequest(looker, asked, record, effect)
  const reply = spoilReply(done, effect)
  if (effect && 'lostAnswer' in effect) return void response.destroy()
  await deliver(response, reply, effect, record)
}

function contentIdOf(asked: Route, { tasks }: Looker): string | undefined {
  if (asked.operation === 'content') return asked.path
  if (asked.operation === 'explore') return `${asked.model}/${asked.explore}`
  if (asked.operation === 'deploy') return asked.id
  if (asked.operation === 'run') return asked.ids.at(-1)
  if ('ids' in asked) return asked.ids[0]
  if ('contentId' in asked) return asked.contentId
  return 'taskId' in asked ? tasks.all.get(asked.taskId)?.contentId : undefined
}
