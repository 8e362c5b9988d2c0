import type { Answer, Call } from './blobs.ts'

export interface Permissions {
  contents?: 'read' | 'write'
  'pull-requests'?: 'read' | 'write'
}

/** Each is installed once, under its own id. */
export interface App {
  id: number
  slug: string
  installation: number
}

/** The value of a ref before its last write, and how many reads still return it. */
export interface LaggingRef {
  before: string | undefined
  reads: number
}

export interface StoredAsset {
  release: number
  name: string
  bytes: Buffer
  /** Known once the upload is answered. */
  id?: number
}

/** The emulator, and what our proxy in front of it keeps because the emulator does not. */
export interface World {
  repository: string
  private: boolean
  /** Of the proxy. */
  apiUrl: string
  /** What the emulator's own links begin with. */
  emulatorUrl: string
  /** Every token that is good; a person's has no list of permissions. */
  tokens: Map<string, Permissions | undefined>
  releases: Map<number, { tag: string; immutable: boolean }>
  assets: StoredAsset[]
  /** Whole refs, with GitHub's words where somebody writes to them. */
  protectedRefs: Map<string, string>
  /** Set by a scenario that wants rate limits. */
  limiter?: { refuse(call: Call): Answer | undefined }
  isRenamed: boolean
  /** Comments that did not change lately. The emulator stores only the real time. */
  oldComments: Set<number>
  /** How many reads of a ref return the value before a write. */
  lagReads: number
  laggingRefs: Map<string, LaggingRef>
  /** Hands a request on as it is. */
  send(call: Call): Promise<Answer>
  /** As the organization's owner, past faults and records. Throws where that fails. */
  ask<T>(method: string, path: string, body?: object): Promise<T>
  /** Undefined where it is not found. */
  find<T>(path: string): Promise<T | undefined>
  /** Of the app that a job's own token belongs to unless told. */
  installationToken(permissions: Permissions, app?: App): Promise<string>
  /** What GraphQL's `viewer` is called, by the token. */
  logins: Map<string, string>
  close(): Promise<void>
}
