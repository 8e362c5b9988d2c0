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
  /** folders, boards, models, dashboards, Looks, elements: what they are called and what is in them */
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

/** Looker's own names; each lets the API user see or do one thing. */
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
  /** ms since the epoch, when the request's head arrived */
  at: number
  method: string
  /** without the query, as it was sent: '/api/4.0/render_tasks/dashboards/thelook%3A%3Aoverview/png' */
  path: string
  query: Record<string, string>
  headers: IncomingHttpHeaders
  body: string
  operation: Operation
  /** 0 until answered, and for ever where the connection broke before the answer was whole */
  status: number
}

export type Effect =
  /** answered with this; an object becomes JSON, a string is sent as it is */
  | { status: number; body?: unknown; headers?: Record<string, string> }
  /** the socket is destroyed before any answer */
  | { reset: true }
  /** never answered, until close() */
  | { stall: true }
  /** results: 200, the right content-type, no bytes */
  | { empty: true }
  /**
   * results: half of the file, then the end. `true` promised the whole by content-length, 'chunked' ends
   * without the last chunk, 'close' ends cleanly, so that only the file itself tells.
   */
  | { cut: true | 'chunked' | 'close' }
  /** results: whole, and the connection closed behind it */
  | { closes: true }
  /** results: 200 with this text */
  | { instead: string; contentType?: string }
  /** results: 200 with exactly these bytes */
  | { bytes: Buffer; contentType?: string }
  /** ms until the request is looked at */
  | { late: number }
  /** results: 202 with this Retry-After, in seconds */
  | { status202: number }
  /** create: the task ends with 'failure' (and the detail), or stays in this status for ever */
  | { taskStatus: string; detail?: string | null }
  /** create: the task walks through these statuses in its time, then succeeds */
  | { statuses: string[] }
  /** create: the task made is unknown afterwards; task, results: that task is unknown from now on */
  | { gone: true }
  /** every token dies before the request is looked at */
  | { expireTokens: true }
  /** deploy: the commit is not in Looker's clone yet: 400 */
  | { unfetched: true }
  /** deploy: accepted, and not carried out */
  | { ignored: true }
  /** before the request is looked at, a person deploys that commit or branch by hand */
  | { deployedBefore: { project: string; ref: string } }
  /** Before the request is handled, a person checks out a branch; with a ref, it is created or moved there */
  | { checkedOutBefore: { project: string; branch: string; ref?: string; user?: string } }
  /** Before the request is handled, the data changes: every fresh result differs from earlier ones */
  | { dataBefore: true }
  /** the request is carried out, then the socket is destroyed instead of an answer */
  | { lostAnswer: true }

export interface Fault {
  on: Operation
  /**
   * only for this content id ('42', 'thelook::overview'); for 'task' and 'results' that of the task, for 'content'
   * the path ('folders/12/looks'), for 'explore' 'thelook/order_items', for all others that concern a project its id
   */
  target?: string
  /** Only for requests with this HTTP method, such as `DELETE` for a branch */
  method?: string
  /** Only for requests whose body contains this text */
  body?: string
  /** how often it strikes; 1 unless told, Infinity allowed */
  times?: number
  /** how many matching requests go through first; 0 unless told */
  after?: number
  effect: Effect
}

export interface SimulatorOptions {
  /** 0, the default, takes any free one; the simulator listens on 127.0.0.1 alone */
  port?: number
  clientId?: string
  clientSecret?: string
  /** how many render tasks are under way at once; 2 unless told, as in Looker */
  slots?: number
  /**
   * how long a task takes once it has a slot, 1 unless told. A real picture is drawn in that time; where
   * drawing takes longer, so does the task (finishedAt is true in any case).
   */
  renderSeconds?: number | ((task: RenderTask) => number)
  /** expires_in of a token, 3600 unless told; tokens really expire */
  tokenSeconds?: number
  tls?: { key: string; cert: string }
  /**
   * instead of a picture, a valid file of exactly that many bytes, generated while it is sent; a task for
   * which the function gives undefined is drawn
   */
  pictureBytes?: number | ((task: RenderTask) => number | undefined)
  /** what stands in its folders and on its boards; a shop's (content/shop.ts) unless told */
  content?: Content
  /** What the API user may do; default: everything */
  permissions?: Permission[]
  /** Further users, each with an API key */
  users?: UserOptions[]
  /** Looker's release, as GET /versions tells it; 26.12.3 unless told */
  release?: string
  /** its LookML projects; none unless told. With one, LookML dashboards and numbers come from what is deployed */
  projects?: ProjectOptions[]
  /** What the database says is wrong with a query's SQL; undefined for a query that runs. Default: all run */
  databaseError?: (sql: string) => string | undefined
  /** Whether a row of `json_bi` is a text, as the description has it, or an object. Default: a text */
  biRows?: 'texts' | 'objects'
  /**
   * Whether render tasks and pictures of queries follow the session's workspace, which is not known of Looker.
   * Default false: they are drawn from production
   */
  picturesFollowWorkspace?: boolean
  /** Whether `GET /dashboards/{model::name}` follows the session's workspace; default true */
  dashboardsFollowWorkspace?: boolean
  /** where people open Looker; the simulator's own address unless told */
  webServerUrl?: string
}

export interface Simulator {
  /** http://127.0.0.1:port */
  url: string
  clientId: string
  clientSecret: string
  /** every request in order, but those to /simulator/ */
  requests: RecordedRequest[]
  /** the access tokens alive now */
  tokens: Set<string>
  /** every access token ever given out */
  issued: string[]
  tasks: Map<string, RenderTask>
  fault(fault: Fault): void
  /** changes a dashboard for every task created from here on; throws where it has no such tile or measure */
  edit(edit: Edit): void
  /** a LookML project: what is deployed and was, and `deploy`, as a person does it by hand; throws without it */
  project(id: string): Project
  /** The imported dashboards that exist, deleted ones included unless they were deleted for good */
  importedDashboards(): Dashboard[]
  /** The data changes: every fresh result of a query differs from earlier ones */
  changeData(): void
  /** what Looker gives for that task, whole; waits until it is drawn */
  bytesOf(taskId: string): Promise<Buffer>
  close(): Promise<void>
}
