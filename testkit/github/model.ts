import type { Answer, Call } from './blobs.ts'

export interface Permissions {
  contents?: 'read' | 'write'
  'pull-requests'?: 'read' | 'write'
}

/** A GitHub App with its only installation. */
export interface App {
  id: number
  slug: string
  installation: number
}

/** The value of a ref before its last write, and the number of reads that will still return that value. */
export interface LaggingRef {
  before: string | undefined
  reads: number
}

export interface StoredAsset {
  release: number
  name: string
  bytes: Buffer
  /** Undefined until the upload is answered. */
  id?: number
}

/** The emulator, and the data that only our proxy stores. */
export interface World {
  repository: string
  private: boolean
  /** The proxy's address. */
  apiUrl: string
  /** The emulator's address. The links in the emulator's responses begin with it. */
  emulatorUrl: string
  /** All valid tokens with their permissions. A user's token has no permissions here. */
  tokens: Map<string, Permissions | undefined>
  releases: Map<number, { tag: string; immutable: boolean }>
  assets: StoredAsset[]
  /** The refs that refuse writes, each with the message of GitHub's refusal. Their names begin with `refs/`. */
  protectedRefs: Map<string, string>
  /** Set by a scenario with rate limits. */
  limiter?: { refuse(call: Call): Answer | undefined }
  isRenamed: boolean
  /** Comments that count as old. The emulator stores only the real time. */
  oldComments: Set<number>
  /** After a write to a ref, this number of reads of the ref returns the value before the write. */
  lagReads: number
  laggingRefs: Map<string, LaggingRef>
  /** Sends an unchanged request to the emulator. */
  send(call: Call): Promise<Answer>
  /**
   * Sends a request as the organization's owner. The request has no faults and is not recorded.
   * @throws if GitHub refuses the request
   */
  ask<T>(method: string, path: string, body?: object): Promise<T>
  find<T>(path: string): Promise<T | undefined>
  /** Creates a token. The default app is the app of a job's own token. */
  installationToken(permissions: Permissions, app?: App): Promise<string>
  /** By token: the login that GraphQL's `viewer` returns. */
  logins: Map<string, string>
  close(): Promise<void>
}
