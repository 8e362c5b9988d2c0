import { answerDashboards } from '../content/change-dashboards.ts'
import type { Edits } from '../content/edits.ts'
import type { Library } from '../content/library.ts'
import { findQuery, isKnown } from '../content/made-up.ts'
import { readContent } from '../content/read.ts'
import type { ContentStore } from '../content/store.ts'
import { validateContent } from '../content/validate-content.ts'
import type { Effect, RecordedRequest, RenderTask } from '../model.ts'
import { answerBranches } from '../projects/git-branches.ts'
import type { Projects, Workspace } from '../projects/projects.ts'
import {
  deployRef,
  readExplore,
  readManifest,
  readProject,
  validateProject,
} from '../projects/read-project.ts'
import { answerQuery, type Warehouse } from '../queries/run-query.ts'
import type { QueryStore } from '../queries/store.ts'
import type { Session, Sessions, User } from '../sessions.ts'
import { readCreation, readFields } from '../tasks/creation.ts'
import { describeTask } from '../tasks/describe-task.ts'
import type { Tasks } from '../tasks/tasks.ts'
import {
  type Answer,
  answerForbidden,
  answerNotFound,
  answerProblem,
  readJson,
  refuseOthers,
} from './answers.ts'
import { answerWith } from './fields.ts'
import type { Route } from './routes.ts'

export interface Looker {
  users: readonly User[]
  sessions: Sessions
  tasks: Tasks
  edits: Edits
  library: Library
  contentFor(user: User, workspace: Workspace): ContentStore
  projects: Projects
  queries: QueryStore
  warehouse: Warehouse
  dashboardsFollowWorkspace: boolean
  /** The values in the answer of GET /versions. */
  about: { release: string; webServerUrl: string; url: string }
}

type Of<Name extends Route['operation']> = Extract<Route, { operation: Name }>

const contentTypes = { png: 'image/png', jpg: 'image/jpeg', pdf: 'application/pdf' }

/** The user of a request, and everything that this user sees. */
interface RequestContext {
  looker: Looker
  session: Session
  /** The projects in the workspace of the session. The field `production` has the projects in production. */
  workspace: Workspace
  production: Workspace
  content: ContentStore
}

/** Creates the answer to a request. A fault may change the answer before the server sends it. */
export async function answerRequest(
  looker: Looker,
  route: Route,
  request: RecordedRequest,
  effect: Effect | undefined,
): Promise<Answer> {
  if (route.operation === 'login') return logIn(looker, request)
  if (route.operation === 'versions') return readVersions(looker, request)
  const session = looker.sessions.of(request.headers.authorization)
  if (session === undefined) return answerProblem(401, 'Requires authentication.')
  const { user } = session
  const production = await looker.projects.in()
  const workspace = session.workspace === 'dev' ? await looker.projects.in(user.id) : production
  const content = looker.contentFor(user, looker.dashboardsFollowWorkspace ? workspace : production)
  const context: RequestContext = { looker, session, workspace, production, content }
  switch (route.operation) {
    case 'logout':
      looker.sessions.revoke(session.token)
      return { status: 204 }
    case 'session':
      return route.call === 'GET session' ? readSession(session) : updateSession(session, request)
    case 'user':
      return readUser(user, request)
    case 'create':
      return createTask(context, route, request, effect)
    case 'task':
      return task(looker, route, request, effect)
    case 'results':
      return readResults(looker, route, request, effect)
    case 'query':
      return readQuery(looker.queries, route, request)
    case 'run':
      return answerQuery({ ...looker, ...context, user }, route, request)
    case 'content': {
      const isModel = route.call.startsWith('lookml_models')
      return readContent(isModel ? looker.contentFor(user, workspace) : content, route, request.query)
    }
    case 'dashboard':
      return answerDashboards({ user, library: looker.library, content }, route, request)
    case 'content_validation':
      return validateContent(looker.contentFor(user, workspace), user, request)
    case 'deploy':
      return deployRef(looker.projects.find(route.id), request.query, user.permissions, effect)
    case 'explore':
      return readExplore(workspace, route, request.query)
    case 'unknown':
      return answerNotFound()
    default:
      return answerProject(context, route, request)
  }
}

function answerProject(
  { looker, session, workspace }: RequestContext,
  route: Of<'project' | 'branch' | 'validate'>,
  request: RecordedRequest,
): Promise<Answer> | Answer {
  const project = looker.projects.find(route.ids[0] ?? '')
  if (route.operation === 'branch') return answerBranches(project, route, session, request)
  if (route.operation === 'validate') return validateProject(workspace, project, request.query)
  if (route.call === 'GET projects/*/manifest') return readManifest(workspace, project)
  return readProject(project, request.query)
}

/**
 * Logs in with the API key in the body or in the query. Looker's documentation shows only the body, and the API's
 * description has the query.
 */
function logIn({ users, sessions }: Looker, request: RecordedRequest): Answer {
  const form = Object.fromEntries(new URLSearchParams(request.body))
  const { client_id: id, client_secret: secret } = { ...request.query, ...form }
  const user = users.find(({ clientId, clientSecret }) => clientId === id && clientSecret === secret)
  return user ? { status: 200, body: sessions.issue(user) } : answerNotFound()
}

const readSession = ({ workspace }: Session): Answer =>
  answerWith('ApiSession', { can: {}, workspace_id: workspace, sudo_user_id: null }, undefined)

/** Changes the workspace of a session. Looker's real status for a user who may not use the dev workspace is unknown. */
function updateSession(session: Session, request: RecordedRequest): Answer {
  const body = readJson<{ workspace_id?: string }>(request, ['workspace_id'])
  if ('refused' in body) return body.refused
  const { workspace_id: wanted = session.workspace } = body.values
  if (wanted !== 'dev' && wanted !== 'production')
    return answerProblem(400, `No workspace is called ${wanted}`)
  const { user } = session
  if (wanted === 'dev' && user.isServiceAccount)
    return answerProblem(400, 'Service accounts cannot use development mode')
  if (wanted === 'dev' && !user.permissions.includes('develop')) return answerNotFound()
  session.workspace = wanted
  return readSession(session)
}

function readUser(user: User, { query }: RecordedRequest): Answer {
  const [first = '', ...last] = user.name.split(' ')
  const described = {
    ...{ can: {}, id: user.id, display_name: user.name, first_name: first, last_name: last.join(' ') },
    ...{ email: null, is_disabled: false, personal_folder_id: user.personalFolderId, home_folder_id: '1' },
    is_service_account: user.isServiceAccount,
  }
  return refuseOthers(query, ['fields']) ?? answerWith('User', described, query.fields)
}

/** Creates a render task. In every workspace, its picture shows production, unless `picturesFollowWorkspace` is set. */
function createTask(
  { looker, session, workspace, production }: RequestContext,
  route: Of<'create'>,
  request: RecordedRequest,
  effect: Effect | undefined,
): Answer {
  const { picturesFollowWorkspace } = looker.warehouse
  const content = looker.contentFor(session.user, picturesFollowWorkspace ? workspace : production)
  if (!content.may('download_without_limit')) return answerForbidden()
  const creation = readCreation(route, request, content)
  if ('refused' in creation) return creation.refused
  const { spec, fields } = creation.order
  const pictured = content.pictured(spec.kind, spec.contentId)
  const readTask = looker.tasks.create({ ...spec, content: pictured }, route.version, effect)
  return { status: 200, body: describeTask(readTask, fields) }
}

function task(
  looker: Looker,
  route: Of<'task'>,
  request: RecordedRequest,
  effect: Effect | undefined,
): Answer {
  const found = findTask(looker, route.taskId, effect)
  const strange = refuseOthers(request.query, ['fields'])
  if (strange) return strange
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
  const strange = refuseOthers(request.query, [])
  if (strange) return strange
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

function readQuery(queries: QueryStore, route: Of<'query'>, request: RecordedRequest): Answer {
  const saved = queries.find(route.key)
  if (saved) return answerWith('Query', saved, request.query.fields)
  const wrong = route.version === '3.1' && route.by === 'id' && !/^\d+$/.test(route.key)
  if (wrong || !isKnown(route.key)) return answerNotFound()
  const { id, slug } = findQuery(route.key)
  const described: Record<string, unknown> = {
    id: route.version === '3.1' ? Number(id) : id,
    slug,
    model: 'thelook',
    view: 'order_items',
    fields: ['order_items.category', 'order_items.revenue'],
  }
  const fields = request.query.fields?.split(',') ?? Object.keys(described)
  return { status: 200, body: Object.fromEntries(fields.map(field => [field, described[field] ?? null])) }
}

/** Answers `GET /versions`, which needs no log-in. */
function readVersions({ about }: Looker, { query }: RecordedRequest): Answer {
  const [current, old] = ['4.0', '3.1'].map(version => ({ version, full_version: `${version}.26.12` }))
  const described = {
    looker_release_version: about.release,
    current_version: current,
    supported_versions: [current, old],
    api_server_url: about.url,
    web_server_url: about.webServerUrl,
  }
  return answerWith('ApiVersion', described, query.fields)
}
