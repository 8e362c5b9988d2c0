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
  /** Calls that read folders, boards, models, dashboards, Looks and elements. */
  | 'content'
  | 'versions'
  | 'session'
  | 'user'
  /** Calls that read a LookML project or its manifest. */
  | 'project'
  /** Calls that read, create, check out or delete git branches of a project. */
  | 'branch'
  | 'validate'
  /** Calls that create, run or merge queries. The target of a fault is the format of the results. */
  | 'run'
  | 'deploy'
  | 'explore'
  /** Calls that import, search, change or delete dashboards. The target of a fault is the dashboard's id. */
  | 'dashboard'
  | 'content_validation'
  | 'unknown'

/** Permissions have Looker's own names (https://cloud.google.com/looker/docs/admin-panel-users-roles). */
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
  /**
   * The user's id. The default is `2` for the first additional user, `3` for the second, and so on. The user of the
   * main API key has the id `1`.
   */
  id?: string
  name?: string
  /** The default is all permissions. */
  permissions?: Permission[]
  /**
   * The id of the user's personal folder. The default is the folder that the user owns. null means that the user has no
   * personal folder.
   */
  personalFolderId?: string | null
  /** Whether Looker refuses the dev workspace to this user. The default is false. */
  isServiceAccount?: boolean
}

export interface RecordedRequest {
  /** The time when the request's headers arrived, in milliseconds since 1970. */
  at: number
  method: string
  /**
   * The path of the request as the client sent it, without the query. For example:
   * '/api/4.0/render_tasks/dashboards/thelook%3A%3Aoverview/png'.
   */
  path: string
  query: Record<string, string>
  headers: IncomingHttpHeaders
  body: string
  operation: Operation
  /** The status of the answer. 0 until the complete answer is sent, and after a broken connection. */
  status: number
}

export type Effect =
  /** Sends this answer. An object is sent as JSON. A string is sent unchanged. */
  | { status: number; body?: unknown; headers?: Record<string, string> }
  /** Destroys the socket without an answer. */
  | { reset: true }
  /** Sends no answer until the simulator is closed. */
  | { stall: true }
  /** For results: sends 200 with the correct content-type and no bytes. */
  | { empty: true }
  /**
   * For results: sends half of the file. With `true`, the header content-length has the size of the whole file. With
   * 'chunked', the chunk that marks the end is missing. With 'close', the answer ends correctly, so only the file's
   * content shows that half of it is missing.
   */
  | { cut: true | 'chunked' | 'close' }
  /** For results: sends the complete file, then closes the connection. */
  | { closes: true }
  /** For results: sends 200 with this text. */
  | { instead: string; contentType?: string }
  /** For results: sends 200 with exactly these bytes. */
  | { bytes: Buffer; contentType?: string }
  /** Waits this number of milliseconds before the request is handled. */
  | { late: number }
  /** For results: sends 202 with this number of seconds in the header Retry-After. */
  | { status202: number }
  /**
   * For create: with 'failure', the task fails with this detail. With a status such as 'rendering', the task stays in
   * this status.
   */
  | { taskStatus: string; detail?: string | null }
  /** For create: the task passes through these statuses in order, then succeeds. */
  | { statuses: string[] }
  /**
   * For create: the simulator forgets the new task. For task and results: the simulator forgets the task from this
   * request on.
   */
  | { gone: true }
  /** Before the request is handled, all tokens expire. */
  | { expireTokens: true }
  /** For deploy: answers 400, as Looker does if the commit is not in its clone yet. */
  | { unfetched: true }
  /** For deploy: answers that the deploy succeeded, but does not deploy. */
  | { ignored: true }
  /** Before the request is handled, another user deploys this commit or branch. */
  | { deployedBefore: { project: string; ref: string } }
  /**
   * Before the request is handled, another user checks out this branch. With `ref`, the user first creates the branch
   * at this ref or moves it there.
   */
  | { checkedOutBefore: { project: string; branch: string; ref?: string; user?: string } }
  /** Before the request is handled, the data changes. Later results of queries then differ from earlier results. */
  | { dataBefore: true }
  /** Executes the request, then destroys the socket without an answer. */
  | { lostAnswer: true }

export interface Fault {
  on: Operation
  /**
   * Limits the fault to requests for this id. The default is any id. For most operations, `target` is the content's id,
   * for example '42' or 'thelook::overview'. For 'task' and 'results', it is the task's id. For 'content', it is the
   * path, for example 'folders/12/looks'. For 'explore', it is the model and the Explore, for example
   * 'thelook/order_items'. For operations of a project, it is the project's id.
   */
  target?: string
  /** The HTTP method of the requests, for example `DELETE` for a branch. */
  method?: string
  /** A text that the request's body must contain. */
  body?: string
  /** How many requests the fault affects. The default is 1. Infinity is allowed. */
  times?: number
  /** The number of matching requests before the fault takes effect. The default is 0. */
  after?: number
  effect: Effect
}

export interface SimulatorOptions {
  /** A port of 127.0.0.1. The default 0 means any free port. */
  port?: number
  clientId?: string
  clientSecret?: string
  /** The number of render tasks that run at the same time. The default is 2, as in Looker. */
  slots?: number
  /**
   * The number of seconds from the start of a task to its end. A task takes longer if drawing its picture takes longer.
   * The default is 1.
   */
  renderSeconds?: number | ((task: RenderTask) => number)
  /**
   * The number of seconds after which a token expires, which is also the value of `expires_in`. The default is 3600.
   */
  tokenSeconds?: number
  tls?: { key: string; cert: string }
  /**
   * If set, the simulator sends a valid file with this number of bytes instead of a drawn picture. The file is
   * generated while it is sent. If the function returns undefined, the picture is drawn.
   */
  pictureBytes?: number | ((task: RenderTask) => number | undefined)
  /** The content of the instance. The default is the content of a shop (content/shop.ts). */
  content?: Content
  /** The permissions of the API user. The default is all permissions. */
  permissions?: Permission[]
  users?: UserOptions[]
  /** Looker's release. The default is 26.12.3. */
  release?: string
  /**
   * The LookML projects of the instance. If there is a project, LookML dashboards and all numbers come from its LookML.
   * By default, there is no project.
   */
  projects?: ProjectOptions[]
  /**
   * Returns the database's error for a query's SQL, or undefined if the query succeeds. By default, all queries
   * succeed.
   */
  databaseError?: (sql: string) => string | undefined
  /** Whether each row of `json_bi` is a text, as in the API's description, or an object. The default is a text. */
  biRows?: 'texts' | 'objects'
  /**
   * Whether the pictures of render tasks and queries show the session's workspace. The default is false, and pictures
   * then show production. The behaviour of a real Looker is unknown.
   */
  picturesFollowWorkspace?: boolean
  /** Whether `GET /dashboards/{model::name}` follows the session's workspace. The default is true. */
  dashboardsFollowWorkspace?: boolean
  /** The address of Looker's web pages. The default is the simulator's own address. */
  webServerUrl?: string
}

export interface Simulator {
  /** `http://127.0.0.1:port` */
  url: string
  clientId: string
  clientSecret: string
  /** All requests in order, without requests to /simulator/. */
  requests: RecordedRequest[]
  tokens: Set<string>
  /** All access tokens, including expired ones. */
  issued: string[]
  tasks: Map<string, RenderTask>
  fault(fault: Fault): void
  /**
   * Changes a dashboard. All later render tasks show the change.
   * @throws if the dashboard has no such tile or measure
   */
  edit(edit: Edit): void
  /**
   * Returns a project, so that tests can deploy commits and change branches.
   * @throws if no project has this id
   */
  project(id: string): Project
  /** Returns the imported dashboards. Includes deleted dashboards. Leaves out permanently deleted dashboards. */
  importedDashboards(): Dashboard[]
  /** Changes the data. Later results of queries then differ from earlier results. */
  changeData(): void
  /** Waits until the file of a task is drawn, and returns the file. */
  bytesOf(taskId: string): Promise<Buffer>
  close(): Promise<void>
}
