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

/** An additional user of the simulated Looker, with an API key. */
export interface UserOptions {
  clientId: string
  clientSecret: string
  /** Default `2`, `3`, …; the user of the main API key is `1` */
  id?: string
  name?: string
  /** Default: all */
  permissions?: Permission[]
  /** Default: the user's own folder; null for a user without a personal folder */
  personalFolderId?: string | null
  /** Whether the user is refused the dev workspace; default false */
  isServiceAccount?: boolean
}

export interface RecordedRequest {
  /** When the request's headers arrived, in ms since the epoch */
  at: number
  method: string
  /** Without the query, as sent: '/api/4.0/render_tasks/dashboards/thelook%3A%3Aoverview/png' */
  path: string
  query: Record<string, string>
  headers: IncomingHttpHeaders
  body: string
  operation: Operation
  /** 0 until the complete answer is sent. Stays 0 if the connection breaks */
  status: number
}

export type Effect =
  /** Sends this answer. An object is sent as JSON, a string is sent unchanged */
  | { status: number; body?: unknown; headers?: Record<string, string> }
  /** Destroys the socket before any answer */
  | { reset: true }
  /** Sends no answer until close() */
  | { stall: true }
  /** results: 200 with the right content-type and no bytes */
  | { empty: true }
  /**
   * results: half of the file. With `true`, content-length announces the whole file. With 'chunked', the last chunk is
   * missing. With 'close', the answer ends properly, so only the file's content shows the fault.
   */
  | { cut: true | 'chunked' | 'close' }
  /** results: the complete file. Then the connection is closed */
  | { closes: true }
  /** results: 200 with this text */
  | { instead: string; contentType?: string }
  /** results: 200 with exactly these bytes */
  | { bytes: Buffer; contentType?: string }
  /** Waits this many milliseconds before the request is handled */
  | { late: number }
  /** results: 202 with this Retry-After, in seconds */
  | { status202: number }
  /** create: the task ends with 'failure' (and the detail), or stays in another status */
  | { taskStatus: string; detail?: string | null }
  /** create: the task has these statuses one after the other, then succeeds */
  | { statuses: string[] }
  /** create: the new task is unknown afterwards. task, results: the task is unknown from now on */
  | { gone: true }
  /** All tokens expire before the request is handled */
  | { expireTokens: true }
  /** deploy: the commit is not in Looker's clone yet: 400 */
  | { unfetched: true }
  /** deploy: accepted, but not executed */
  | { ignored: true }
  /** Before the request is handled, a person deploys that commit or branch */
  | { deployedBefore: { project: string; ref: string } }
  /** Before the request is handled, a person checks out a branch; with a ref, it is created or moved there */
  | { checkedOutBefore: { project: string; branch: string; ref?: string; user?: string } }
  /** The data changes before the request is handled, so new results differ from earlier results */
  | { dataBefore: true }
  /** The request is executed. Then the socket is destroyed instead of an answer */
  | { lostAnswer: true }

export interface Fault {
  on: Operation
  /**
   * The content id ('42', 'thelook::overview'). For 'task' and 'results': the id of the task. For 'content': the path
   * ('folders/12/looks'). For 'explore': 'thelook/order_items'. For operations of a project: the project's id
   */
  target?: string
  /** The HTTP method of the requests, such as `DELETE` for a branch */
  method?: string
  /** A text that the request's body must contain */
  body?: string
  /** The number of times that the fault happens; default 1, can be Infinity */
  times?: number
  /** The number of matching requests that succeed before the fault; default 0 */
  after?: number
  effect: Effect
}

export interface SimulatorOptions {
  /** On 127.0.0.1. The default 0 means any free port */
  port?: number
  clientId?: string
  clientSecret?: string
  /** The number of render tasks that run at the same time; default 2, as in Looker */
  slots?: number
  /**
   * The seconds that a task takes in its slot; default 1. The task takes longer if drawing the picture takes longer.
   * finishedAt is always right.
   */
  renderSeconds?: number | ((task: RenderTask) => number)
  /** expires_in of a token; default 3600. Tokens expire accordingly */
  tokenSeconds?: number
  tls?: { key: string; cert: string }
  /**
   * The size of a valid file that is sent instead of a picture. The file is generated while it is sent. For a task
   * without a size, a picture is drawn
   */
  pictureBytes?: number | ((task: RenderTask) => number | undefined)
  /** Folders, dashboards, Looks and boards; default: a shop's (content/shop.ts) */
  content?: Content
  /** The permissions of the API user; default: all */
  permissions?: Permission[]
  /** Additional users, each with an API key */
  users?: UserOptions[]
  /** Looker's release; default 26.12.3 */
  release?: string
  /** LookML projects; default: none. With a project, LookML dashboards and numbers come from its LookML */
  projects?: ProjectOptions[]
  /** Returns the database's error for a query's SQL; undefined for a query that runs. Default: all run */
  databaseError?: (sql: string) => string | undefined
  /** Whether a row of `json_bi` is a text, as in the description, or an object. Default: a text */
  biRows?: 'texts' | 'objects'
  /**
   * Whether render tasks and pictures of queries show the session's workspace. The behaviour of a real Looker is
   * unknown. Default false: they show production
   */
  picturesFollowWorkspace?: boolean
  /** Whether `GET /dashboards/{model::name}` follows the session's workspace; default true */
  dashboardsFollowWorkspace?: boolean
  /** The web address of Looker; default: the simulator's own */
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
  /** Changes a dashboard for all later tasks. @throws if it has no such tile or measure */
  edit(edit: Edit): void
  /** Returns a LookML project with its deploys and branches, which tests can change, too. @throws for an unknown id */
  project(id: string): Project
  /** Returns the imported dashboards, including deleted ones. Permanently deleted dashboards are left out */
  importedDashboards(): Dashboard[]
  /** Changes the data, so later results of queries differ from earlier results */
  changeData(): void
  /** Returns the file of a task, after it is drawn */
  bytesOf(taskId: string): Promise<Buffer>
  close(): Promise<void>
}
