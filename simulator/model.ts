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
  /** Reading folders, boards, models, dashboards, Looks and elements. */
  | 'content'
  | 'versions'
  | 'session'
  | 'user'
  /** Reading a LookML project and its manifest. */
  | 'project'
  /** Reading, creating, checking out and deleting git branches of a project. */
  | 'branch'
  | 'validate'
  /** Running, creating and merging queries. A fault's target is the format of the results. */
  | 'run'
  | 'deploy'
  | 'explore'
  /** Importing, searching, changing and deleting dashboards. A fault's target is the dashboard's id. */
  | 'dashboard'
  | 'content_validation'
  | 'unknown'

/** Permissions with Looker's own names (https://cloud.google.com/looker/docs/admin-panel-users-roles). */
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
  /** The default is `2`, `3`, …, because the user of the main API key is `1`. */
  id?: string
  name?: string
  /** The default is all permissions. */
  permissions?: Permission[]
  /** The default is the user's own folder. null means that the user has no personal folder. */
  personalFolderId?: string | null
  /** Whether Looker refuses the dev workspace to this user. The default is false. */
  isServiceAccount?: boolean
}

export interface RecordedRequest {
  /** The time when the request's headers arrived, in milliseconds since 1970. */
  at: number
  method: string
  /** The path as sent, without the query: '/api/4.0/render_tasks/dashboards/thelook%3A%3Aoverview/png'. */
  path: string
  query: Record<string, string>
  headers: IncomingHttpHeaders
  body: string
  operation: Operation
  /** 0 until the complete answer is sent, and after a broken connection. */
  status: number
}

export type Effect =
  /** Sends this answer. An object is sent as JSON, and a string is sent unchanged. */
  | { status: number; body?: unknown; headers?: Record<string, string> }
  /** Destroys the socket before any answer. */
  | { reset: true }
  /** Sends no answer until close(). */
  | { stall: true }
  /** For results: sends 200 with the correct content-type and no bytes. */
  | { empty: true }
  /**
   * For results: sends half of the file. With `true`, content-length announces the whole file. With 'chunked', the last
   * chunk is missing. With 'close', the answer ends properly, so only the file's content shows the fault.
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
  /** For results: sends 202 with Retry-After, in seconds. */
  | { status202: number }
  /** For create: the task ends with 'failure' (and the detail), or stays in another status. */
  | { taskStatus: string; detail?: string | null }
  /** For create: the task has these statuses one after the other, then succeeds. */
  | { statuses: string[] }
  /** For create: the new task is unknown afterwards. For task and results: the task is unknown from now on. */
  | { gone: true }
  /** All tokens expire before the request is handled. */
  | { expireTokens: true }
  /** For deploy: answers 400, because the commit is not in Looker's clone yet. */
  | { unfetched: true }
  /** For deploy: accepts the deploy, but does not execute it. */
  | { ignored: true }
  /** Before the request is handled, another user deploys this commit or branch. */
  | { deployedBefore: { project: string; ref: string } }
  /** Before the request is handled, another user checks out a branch. `ref` creates or moves the branch. */
  | { checkedOutBefore: { project: string; branch: string; ref?: string; user?: string } }
  /** The data changes before the request is handled, so that new results differ from earlier results. */
  | { dataBefore: true }
  /** Executes the request, then destroys the socket instead of answering. */
  | { lostAnswer: true }

export interface Fault {
  on: Operation
  /**
   * The id of the content, for example '42' or 'thelook::overview'. For 'task' and 'results', the id of the task. For
   * 'content', the path, for example 'folders/12/looks'. For 'explore', the model and the Explore, for example
   * 'thelook/order_items'. For operations of a project, the id of the project.
   */
  target?: string
  /** The HTTP method of the requests, for example `DELETE` for a branch. */
  method?: string
  /** A text that the request's body must contain. */
  body?: string
  /** How often the fault happens. The default is 1, and Infinity is possible. */
  times?: number
  /** The number of matching requests that succeed before the fault. The default is 0. */
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
  /** The seconds that a task takes in its slot, or longer if drawing the picture takes longer. The default is 1. */
  renderSeconds?: number | ((task: RenderTask) => number)
  /** The value of `expires_in`, in seconds. Tokens expire then. The default is 3600. */
  tokenSeconds?: number
  tls?: { key: string; cert: string }
  /**
   * The size of a file that is sent instead of a picture. The file is valid, and is generated while it is sent. If the
   * function returns undefined, a picture is drawn.
   */
  pictureBytes?: number | ((task: RenderTask) => number | undefined)
  /** The default is the content of a shop (content/shop.ts). */
  content?: Content
  /** The permissions of the API user. The default is all permissions. */
  permissions?: Permission[]
  users?: UserOptions[]
  /** Looker's release. The default is 26.12.3. */
  release?: string
  /** If there is a project, LookML dashboards and numbers come from its LookML. By default, there is no project. */
  projects?: ProjectOptions[]
  /**
   * Returns the database's error for a query's SQL, or undefined if the query succeeds. By default, all queries
   * succeed.
   */
  databaseError?: (sql: string) => string | undefined
  /** Whether a row of `json_bi` is a text, as in the description of the API, or an object. The default is a text. */
  biRows?: 'texts' | 'objects'
  /**
   * Whether render tasks and pictures of queries show the session's workspace. The default is false, so they show
   * production. The behaviour of a real Looker is unknown.
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
  /** Every request in order, except requests to /simulator/. */
  requests: RecordedRequest[]
  tokens: Set<string>
  /** All access tokens, including expired ones. */
  issued: string[]
  tasks: Map<string, RenderTask>
  fault(fault: Fault): void
  /**
   * Changes a dashboard. Later render tasks show the change.
   * @throws if the dashboard has no such tile or measure
   */
  edit(edit: Edit): void
  /** Returns a project, so that tests can deploy commits and change branches. @throws for an unknown id */
  project(id: string): Project
  /** Returns the imported dashboards, including deleted dashboards, but not permanently deleted ones. */
  importedDashboards(): Dashboard[]
  /** Changes the data. Later results of queries then differ from earlier results. */
  changeData(): void
  /** Returns the file of a task. Waits until it is drawn. */
  bytesOf(taskId: string): Promise<Buffer>
  close(): Promise<void>
}
