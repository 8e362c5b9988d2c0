/** The services that the action uses. `second` is the Looker instance in the input `compare`. */
export type Service = 'looker' | 'second' | 'github' | 'artifacts'
export const services = ['looker', 'second', 'github', 'artifacts'] as const satisfies Service[]

export type FaultKind =
  /** The connection breaks before the request is read. */
  | 'reset'
  /** The request is read. The connection is closed without an answer. */
  | 'hang-up'
  /** The request is executed. The connection breaks before the answer. */
  | 'lost answer'
  /** The request is executed. The connection breaks after half of the answer's body. */
  | 'cut body'
  /** The request is executed. The answer ends properly after half of its body, so only the content shows the fault. */
  | 'short body'
  /** The connection is closed after a complete answer. */
  | 'closed behind'
  /** The service never answers. */
  | 'stall'
  /** The request is executed. Only half of the answer's body arrives, and the connection remains open. */
  | 'stall in the body'
  /** The request is executed after a delay. */
  | 'slow'
  | '429'
  | '429 with Retry-After'
  /** GitHub's secondary rate limit has status 403 or 429. */
  | '403 with Retry-After'
  /** GitHub's primary rate limit is used up, and ends only after the step's deadline. */
  | 'used-up limit'
  /** GitHub refuses a file. */
  | 'refused file'
  /** GitHub refuses a tree, a commit or a ref although the branch has not moved. A later request succeeds. */
  | 'passing refusal'
  | '500'
  /** A gateway in front of the service answers 502, 503 or 504. */
  | 'gateway'
  /** All access tokens expire before the request is handled. */
  | 'expired tokens'
  /** Looker no longer has the render task. */
  | 'gone'
  /** Looker's renderer crashes. */
  | 'crash'
  /** Looker cannot render a tile because of an error in the tile. */
  | 'tile error'
  | 'strange status'
  | 'not yet'
  | 'no bytes'
  | 'web page'

export interface Fault {
  kind: FaultKind
  /** The status of the answer that replaces the service's answer. */
  status?: number
  /** The value of Retry-After. */
  seconds?: number
  milliseconds?: number
}

export interface IncomingRequest {
  service: Service
  /** The name of the operation, for example `create`, `POST git/blobs`, `FinalizeArtifact` or `blob`. */
  operation: string
  /** The number of this request among the requests of the same operation. Starts at 1. */
  nth: number
  /** Milliseconds since faults began. */
  at: number
}

export interface ObservedRequest extends Omit<IncomingRequest, 'nth'> {
  method: string
  path: string
  fault?: Fault
}

export interface Commits {
  /** The commit that is deployed at the beginning. */
  before: string
  mergeBase: string
  head: string
  /** The commit that another user deploys during the run, if the plan says so. */
  byHand: string
}
