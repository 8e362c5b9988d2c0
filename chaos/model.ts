/** Those that the action talks to; `second` is the Looker instance that `compare` names. */
export type Service = 'looker' | 'second' | 'github' | 'artifacts'
export const services = ['looker', 'second', 'github', 'artifacts'] as const satisfies Service[]

/** What can become of a request. */
export type FaultKind =
  /** The connection breaks before anything was read. */
  | 'reset'
  /** The request is read, and the connection closed without an answer. */
  | 'hang-up'
  /** Carried out, and the connection breaks where the answer should come. */
  | 'lost answer'
  /** Carried out; half of the answer's body, then the connection breaks. */
  | 'cut body'
  /** Carried out; half of the answer's body, then its end, so that only what it says can tell. */
  | 'short body'
  /** The whole answer, and the connection closed behind it. */
  | 'closed behind'
  /** No answer for ever. */
  | 'stall'
  /** Carried out; half of the answer's body, then nothing for ever. */
  | 'stall in the body'
  /** Carried out, later. */
  | 'slow'
  | '429'
  | '429 with Retry-After'
  /** GitHub's secondary rate limit in its other form, 403. */
  | '403 with Retry-After'
  | '500'
  /** 502, 503, 504: what stands before a service answers for it. */
  | 'gateway'
  /** Every access token dies before the request is looked at. */
  | 'expired tokens'
  /** Looker forgets the render task. */
  | 'gone'
  /** The renderer itself crashes. */
  | 'crash'
  /** A tile's own error: Looker cannot render it. */
  | 'tile error'
  | 'strange status'
  | 'not yet'
  | 'no bytes'
  | 'web page'

/** What is done to one request. */
export interface Fault {
  kind: FaultKind
  /** The status of an answer in place of the service's. */
  status?: number
  /** Of Retry-After. */
  seconds?: number
  /** How much later. */
  milliseconds?: number
}

/** A request that comes to a service. */
export interface IncomingRequest {
  service: Service
  /** `create`, `POST git/blobs`, `FinalizeArtifact`, `blob`. */
  operation: string
  /** Which one of its operation it is, from 1. */
  nth: number
  /** Milliseconds since faults began. */
  at: number
}

/** A request that came by, and what was done to it. */
export interface ObservedRequest extends Omit<IncomingRequest, 'nth'> {
  method: string
  path: string
  fault?: Fault
}

/** The commits that are deployed on the way. */
export interface Commits {
  /** What is deployed at the beginning. */
  before: string
  mergeBase: string
  /** The pull request's. */
  head: string
  /** What a person deploys in between, where one does. */
  byHand: string
}
