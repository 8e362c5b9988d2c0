import type { IncomingHttpHeaders } from 'node:http'
import type { Content, Dashboard } from './content/model.ts'
import type { Project, ProjectOptions } from './projects/project.ts'
import type { Edit, RenderTask } from './tasks/model.ts'

export type { Change, Edit, Format, Kind, PictureSpec, RenderTask, Style, Version } from './tasks/model.ts'

export type Operation =
  | 'login'
  | 'logout'
  | 'create'
  | 'task'
  | 'results'
  | 'query'
  /** Reading folders, boards, models, dashboards, Looks and elements */
  | 'content'
  | 'versions'
  | 'session'
  | 'user'
  /** A LookML project and its manifest */
  | 'project'
  /** The git branches of a project: reading, creating, checking out, deleting */
  | 'branch'
  | 'validate'
  /** Running, creating and merging queries; a fault's target is the format of the results */
  | 'run'
  | 'deploy'
  | 'explore'
  /** Importing, searching, changing and deleting dashboards; a fault's target is the dashboard's id */
  | 'dashboard'
  | 'content_validation'
  | 'unknown'

/** Looker's own names (https://cloud.google.com/looker/docs/admin-panel-users-roles). */
export type Permission =
  | 'access_data'
  | 'see_looks'
  | 'see_user_dashboards'
  | 'see_lookml_dashboards'
  | 'explore'
  | 'download_without_limit'
  | 'deploy'
  | 'develop'
  | 'see_sql'
  | 'save_dashboards'

/** A further user of the simulated Looker, with an API key. */
export interface UserOptions {
  clientId: string
  clientSecret: string
  /** Default `2`, `3`, …; the user of the main API key is `1` */
  id?: string
  name?: string
  /** Default: all */
  permissions?: Permission[]
  /** Default: a folder of the user's own; null for a user without one */
  personalFolderId?: string | null
  /** Refused the dev workspace; default false */
  isServiceAccount?: boolean
}

export interface RecordedRequest {
  /** When the request's headers arrived, in ms since the epoch */
  at: number
  method: string
  /** without the query, as it was sent: '/api/4.0/render_tasks/dashboards/thelook%3A%3Aoverview/png' */
  path: string
  query: Record<string, string>
  headers: IncomingHttpHeaders
  body: string
  operation: Operation
  /** 0 until the whole answer is sent; it stays 0 if the connection breaks */
  status: number
}

export type Effect =
  /** This answer; an object becomes JSON, a string is sent unchanged */
  | { status: number; body?: unknown; headers?: Record<string, string> }
  /** The socket is destroyed before any answer */
  | { reset: true }
  /** No answer until close() */
  | { stall: true }
  /** results: 200, the right content-type, no bytes */
  | { empty: true }
  /**
   * results: half of the file. With `true`, content-length announces the whole file. With 'chunked', the last chunk is
   * missing. With 'close', the answer ends properly, so only the file itself shows that it is incomplete.
   */
  | { cut: true | 'chunked' | 'close' }
  /** results: the whole file, then the connection is closed */
  | { closes: true }
  /** results: 200 with this text */
  | { instead: string; contentType?: string }
  /** results: 200 with exactly these bytes */
  | { bytes: Buffer; contentType?: string }
  /** ms before the request is handled */
  | { late: number }
  /** results: 202 with this Retry-After, in seconds */
  | { status202: number }
  /** create: the task ends with 'failure' (and the detail), or stays in another status */
  | { taskStatus: string; detail?: string | null }
  /** create: the task has these statuses one after the other, then succeeds */
  | { statuses: string[] }
  /** create: the new task is unknown afterwards; task, results: that task is unknown from now on */
  | { gone: true }
  /** All tokens expire before the request is handled */
  | { expireTokens: true }
  /** deploy: the commit is not in Looker's clone yet: 400 */
  | { unfetched: true }
  /** deploy: accepted, but not carried out */
  | { ignored: true }
  /** Before the request is handled, a person deploys that commit or branch */
  | { deployedBefore: { project: string; ref: string } }
  /** Before the request is handled, a person checks out a branch; with a ref, it is created or moved there */
  | { checkedOutBefore: { project: string; branch: string; ref?: string; user?: string } }
  /** Before the request is handled, the data changes: every fresh result differs from earlier ones */
  | { dataBefore: true }
  /** The request is carried out, then the socket is destroyed instead of an answer */
  | { lostAnswer: true }

export interface Fault {
  on: Operation
  /**
   * Only for this content id ('42', 'thelook::overview'). For 'task' and 'results', the id of the task. For 'content', the
   * path ('folders/12/looks'). For 'explore', 'thelook/order_items'. For operations of a project, the project's id
   */
  target?: string
  /** Only for requests with this HTTP method, such as `DELETE` for a branch */
  method?: string
  /** Only for requests whose body contains this text */
  body?: string
  /** How often the fault happens; default 1, can be Infinity */
  times?: number
  /** How many matching requests succeed before the fault; default 0 */
  after?: number
  effect: Effect
}

export interface SimulatorOptions {
  /** On 127.0.0.1; the default 0 takes a free port */
  port?: number
  clientId?: string
  clientSecret?: string
  /** How many render tasks run at once; default 2, as in Looker */
  slots?: number
  /**
   * How long a task takes in its slot; default 1. If drawing the picture takes longer, the task takes longer, too.
   * finishedAt is always right.
   */
  renderSeconds?: number | ((task: RenderTask) => number)
  /** expires_in of a token; default 3600. Tokens really expire */
  tokenSeconds?: number
  tls?: { key: string; cert: string }
  /**
   * The size of a valid file that is sent instead of a picture. It is generated while it is sent. If the function returns
   * undefined for a task, a picture is drawn
   */
  pictureBytes?: number | ((task: RenderTask) => number | undefined)
  /** Folders, dashboards, Looks and boards; default: a shop's (content/shop.ts) */
  content?: Content
  /** The permissions of the API user; default: all */
  permissions?: Permission[]
  /** Further users, each with an API key */
  users?: UserOptions[]
  /** Looker's release; default 26.12.3 */
  release?: string
  /** LookML projects; default: none. With a project, LookML dashboards and numbers come from its LookML */
  projects?: ProjectOptions[]
  /** Returns the database's error for a query's SQL; undefined for a query that runs. Default: all run */
  databaseError?: (sql: string) => string | undefined
  /** Whether a row of `json_bi` is a text, as the description has it, or an object. Default: a text */
  biRows?: 'texts' | 'objects'
  /**
   * Whether render tasks and pictures of queries show the session's workspace. It is not known what a real Looker does.
   * Default false: they show production
   */
  picturesFollowWorkspace?: boolean
  /** Whether `GET /dashboards/{model::name}` follows the session's workspace; default true */
  dashboardsFollowWorkspace?: boolean
  /** The address that people open; default: the simulator's own */
  webServerUrl?: string
}

export interface Simulator {
  /** http://127.0.0.1:port */
  url: string
  clientId: string
  clientSecret: string
  /** Every request in order, except those to /simulator/ */
  requests: RecordedRequest[]
  /** The valid access tokens */
  tokens: Set<string>
  /** Every access token since the start */
  issued: string[]
  tasks: Map<string, RenderTask>
  fault(fault: Fault): void
  /** Changes a dashboard for every later task; throws if it has no such tile or measure */
  edit(edit: Edit): void
  /** A LookML project with its deploys and branches, which people can change, too; throws for an unknown id */
  project(id: string): Project
  /** The imported dashboards, including deleted ones, but without those that were deleted permanently */
  importedDashboards(): Dashboard[]
  /** Changes the data, so that later results of queries differ from earlier ones */
  changeData(): void
  /** The file of that task; waits until it is drawn */
  bytesOf(taskId: string): Promise<Buffer>
  close(): Promise<void>
}
