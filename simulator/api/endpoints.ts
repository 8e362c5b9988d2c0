import { type Answer, forbidden, notFound, problem } from './answers.ts'
import { answerWith } from './fields.ts'
import { readContent } from '../content/read.ts'
import type { ContentStore } from '../content/store.ts'
import { readCreation, readFields } from '../tasks/creation.ts'
import { exists, savedQuery } from '../content/made-up.ts'
import type { Deploys } from '../content/edits.ts'
import { tell } from '../tasks/describe-task.ts'
import type { Effect, Permission, RecordedRequest, RenderTask } from '../model.ts'
import type { Projects } from '../projects/projects.ts'
import { deployRef, readExplore, readGitBranch, readProject } from '../projects/read-project.ts'
import type { Route } from './routes.ts'
import type { Tasks } from '../tasks/tasks.ts'
import type { Tokens } from '../tokens.ts'

/** What the endpoints work on. */
export interface Looker {
  key: { id: string; secret: string }
  tokens: Tokens
  tasks: Tasks
  deploys: Deploys
  content: ContentStore
  projects: Projects
  permissions: readonly Permission[]
  /** as GET /versions tells it */
  about: { release: string; webServerUrl: string; url: string }
}

type Of<Name extends Route['operation']> = Extract<Route, { operation: Name }>

const TYPES = { png: 'image/png', jpg: 'image/jpeg', pdf: 'application/pdf' }

/** The answer to a request: pure protocol, sent (or spoiled) by the server. */
export async function answer(
  looker: Looker,
  route: Route,
  request: RecordedRequest,
  effect: Effect | undefined,
): Promise<Answer> {
  if (route.operation === 'login') return login(looker, request)
  if (route.operation === 'versions') return versions(looker, request)
  const token = looker.tokens.of(request.headers.authorization)
  if (token === undefined) return problem(401, 'Requires authentication.')
  switch (route.operation) {
    case 'logout':
      looker.tokens.revoke(token)
      return { status: 204 }
    case 'create':
      return create(looker, route, request, effect)
    case 'task':
      return task(looker, route, request, effect)
    case 'results':
      return results(looker, route, request, effect)
    case 'query':
      return query(route, request)
    case 'content':
      return readContent(looker.content, route, request.query)
    case 'project': {
      const project = looker.projects.project(route.id)
      return route.call === 'project' ? readProject(project, request.query) : readGitBranch(project)
    }
    case 'deploy':
      return deployRef(looker.projects.project(route.id), request.query, looker.permissions, effect)
    case 'explore':
      return readExplore(looker.projects, route, request.query)
    case 'unknown':
      return route.about === 'user' ? describeUser() : notFound()
  }
}

/** The key stands in the form body, or in the query as the description (but no longer the docs) has it. */
function login({ key, tokens }: Looker, request: RecordedRequest): Answer {
  const form = Object.fromEntries(new URLSearchParams(request.body))
  const { client_id: id, client_secret: secret } = { ...request.query, ...form }
  return id === key.id && secret === key.secret ? { status: 200, body: tokens.issue() } : notFound()
}

function create(
  { tasks, content }: Looker,
  route: Of<'create'>,
  request: RecordedRequest,
  effect: Effect | undefined,
): Answer {
  if (!content.may('download_without_limit')) return forbidden()
  const creation = readCreation(route, request, content)
  if ('refused' in creation) return creation.refused
  const { spec, fields } = creation.order
  const pictured = content.pictured(spec.kind, spec.contentId)
  const task = tasks.create({ ...spec, content: pictured }, route.version, effect)
  return { status: 200, body: tell(task, fields) }
}

function task(
  looker: Looker,
  route: Of<'task'>,
  request: RecordedRequest,
  effect: Effect | undefined,
): Answer {
  const found = findTask(looker, route.taskId, effect)
  const strange = Object.keys(request.query).filter(name => name !== 'fields')
  if (strange.length > 0) return problem(400, `Not a parameter of this call: ${strange.join(', ')}`)
  const read = readFields(request.query.fields)
  if ('refused' in read) return read.refused
  return found ? { status: 200, body: tell(found, read.fields) } : notFound()
}

async function results(
  looker: Looker,
  route: Of<'results'>,
  request: RecordedRequest,
  effect: Effect | undefined,
): Promise<Answer> {
  const found = findTask(looker, route.taskId, effect)
  const strange = Object.keys(request.query)
  if (strange.length > 0) return problem(400, `Not a parameter of this call: ${strange.join(', ')}`)
  if (!found || found.status === 'failure') return notFound()
  if (found.status !== 'success') return { status: 202, headers: { 'retry-after': '2' } }
  return {
    status: 200,
    headers: { 'content-type': TYPES[found.format] },
    file: await looker.tasks.bytesOf(found),
  }
}

function findTask(looker: Looker, id: string, effect: Effect | undefined): RenderTask | undefined {
  const found = looker.tasks.all.get(id)
  if (found && effect && 'gone' in effect) found.gone = true
  return found?.gone ? undefined : found
}

function query(route: Of<'query'>, request: RecordedRequest): Answer {
  const wrong = route.version === '3.1' && route.by === 'id' && !/^\d+$/.test(route.key)
  if (wrong || !exists(route.key)) return notFound()
  const { id, slug } = savedQuery(route.key)
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
function versions({ about }: Looker, { query }: RecordedRequest): Answer {
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
