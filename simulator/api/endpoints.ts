import type { Edits } from '../content/edits.ts'
import { findQuery, isKnown } from '../content/made-up.ts'
import { readContent } from '../content/read.ts'
import type { ContentStore } from '../content/store.ts'
import type { Effect, Permission, RecordedRequest, RenderTask } from '../model.ts'
import type { Projects } from '../projects/projects.ts'
import { deployRef, readExplore, readGitBranch, readProject } from '../projects/read-project.ts'
import { readCreation, readFields } from '../tasks/creation.ts'
import { describeTask } from '../tasks/describe-task.ts'
import type { Tasks } from '../tasks/tasks.ts'
import type { Tokens } from '../tokens.ts'
import { type Answer, answerForbidden, answerNotFound, answerProblem } from './answers.ts'
import { answerWith } from './fields.ts'
import type { Route } from './routes.ts'

/** What the endpoints work on. */
export interface Looker {
  key: { id: string; secret: string }
  tokens: Tokens
  tasks: Tasks
  edits: Edits
  content: ContentStore
  projects: Projects
  permissions: readonly Permission[]
  /** as GET /versions tells it */
  about: { release: string; webServerUrl: string; url: string }
}

type Of<Name extends Route['operation']> = Extract<Route, { operation: Name }>

const contentTypes = { png: 'image/png', jpg: 'image/jpeg', pdf: 'application/pdf' }

/** The answer to a request: pure protocol, sent (or spoiled) by the server. */
export async function answerRequest(
  looker: Looker,
  route: Route,
  request: RecordedRequest,
  effect: Effect | undefined,
): Promise<Answer> {
  if (route.operation === 'login') return logIn(looker, request)
  if (route.operation === 'versions') return readVersions(looker, request)
  const token = looker.tokens.of(request.headers.authorization)
  if (token === undefined) return answerProblem(401, 'Requires authentication.')
  switch (route.operation) {
    case 'logout':
      looker.tokens.revoke(token)
      return { status: 204 }
    case 'create':
      return createTask(looker, route, request, effect)
    case 'task':
      return task(looker, route, request, effect)
    case 'results':
      return readResults(looker, route, request, effect)
    case 'query':
      return readQuery(route, request)
    case 'content':
      return readContent(looker.content, route, request.query)
    case 'project': {
      const project = looker.projects.find(route.id)
      return route.call === 'project' ? readProject(project, request.query) : readGitBranch(project)
    }
    case 'deploy':
      return deployRef(looker.projects.find(route.id), request.query, looker.permissions, effect)
    case 'explore':
      return readExplore(looker.projects, route, request.query)
    case 'unknown':
      return route.about === 'user' ? describeUser() : answerNotFound()
  }
}

/** The key stands in the form body, or in the query as the description (but no longer the docs) has it. */
function logIn({ key, tokens }: Looker, request: RecordedRequest): Answer {
  const form = Object.fromEntries(new URLSearchParams(request.body))
  const { client_id: id, client_secret: secret } = { ...request.query, ...form }
  return id === key.id && secret === key.secret ? { status: 200, body: tokens.issue() } : answerNotFound()
}

function createTask(
  { tasks, content }: Looker,
  route: Of<'create'>,
  request: RecordedRequest,
  effect: Effect | undefined,
): Answer {
  if (!content.may('download_without_limit')) return answerForbidden()
  const creation = readCreation(route, request, content)
  if ('refused' in creation) return creation.refused
  const { spec, fields } = creation.order
  const pictured = content.pictured(spec.kind, spec.contentId)
  const readTask = tasks.create({ ...spec, content: pictured }, route.version, effect)
  return { status: 200, body: describeTask(readTask, fields) }
}

function task(
  looker: Looker,
  route: Of<'task'>,
  request: RecordedRequest,
  effect: Effect | undefined,
): Answer {
  const found = findTask(looker, route.taskId, effect)
  const strange = Object.keys(request.query).filter(name => name !== 'fields')
  if (strange.length > 0) return answerProblem(400, `Not a parameter of this call: ${strange.join(', ')}`)
  const read = readFields(request.query.fields)
  if ('refused' in read) return read.refused
  return found ? { status: 200, body: describeTask(found, read.fields) } : answerNotFound()
}

async function readResults(
  looker: Looker,
  route: Of<'results'>,
  request: RecordedRequest,
  effect: Effect | undefined,
): Promise<Answer> {
  const found = findTask(looker, route.taskId, effect)
  const strange = Object.keys(request.query)
  if (strange.length > 0) return answerProblem(400, `Not a parameter of this call: ${strange.join(', ')}`)
  if (!found || found.status === 'failure') return answerNotFound()
  if (found.status !== 'success') return { status: 202, headers: { 'retry-after': '2' } }
  return {
    status: 200,
    headers: { 'content-type': contentTypes[found.format] },
    file: await looker.tasks.bytesOf(found),
  }
}

function findTask(looker: Looker, id: string, effect: Effect | undefined): RenderTask | undefined {
  const found = looker.tasks.all.get(id)
  if (found && effect && 'gone' in effect) found.gone = true
  return found?.gone ? undefined : found
}

function readQuery(route: Of<'query'>, request: RecordedRequest): Answer {
  const wrong = route.version === '3.1' && route.by === 'id' && !/^\d+$/.test(route.key)
  if (wrong || !isKnown(route.key)) return answerNotFound()
  const { id, slug } = findQuery(route.key)
  const told: Record<string, unknown> = {
    id: route.version === '3.1' ? Number(id) : id,
    slug,
    model: 'thelook',
    view: 'order_items',
  }
  const fields = request.query.fields?.split(',') ?? Object.keys(told)
  return { status: 200, body: Object.fromEntries(fields.map(field => [field, told[field] ?? null])) }
}

/** What people call by hand to see whether a key works. */
const describeUser = (): Answer => ({ status: 200, body: { id: '1', display_name: 'Looker Snapshot' } })

/** Needs no log-in. */
function readVersions({ about }: Looker, { query }: RecordedRequest): Answer {
  const [current, old] = ['4.0', '3.1'].map(version => ({ version, full_version: `${version}.26.12` }))
  const told = {
    looker_release_version: about.release,
    current_version: current,
    supported_versions: [current, old],
    api_server_url: about.url,
    web_server_url: about.webServerUrl,
  }
  return answerWith('ApiVersion', told, query.fields)
}
