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

/** The value of a ref before its last write, and how many reads still return it. */
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

/** The emulator, and the data that our proxy in front of it stores because the emulator does not. */
export interface World {
  repository: string
  private: boolean
  /** The proxy's address. */
  apiUrl: string
  /** The emulator's address, which its links contain. */
  emulatorUrl: string
  /** All valid tokens with their permissions. A person's token has no list of permissions. */
  tokens: Map<string, Permissions | undefined>
  releases: Map<number, { tag: string; immutable: boolean }>
  assets: StoredAsset[]
  /** Refs that refuse writes, from `refs/` on, with the message of GitHub's refusal. */
  protectedRefs: Map<string, string>
  /** Set by a scenario that wants rate limits. */
  limiter?: { refuse(call: Call): Answer | undefined }
  isRenamed: boolean
  /** Comments that did not change lately. The emulator stores only the real time. */
  oldComments: Set<number>
  /** How many reads of a ref return the value before a write. */
  lagReads: number
  laggingRefs: Map<string, LaggingRef>
  /** Sends an unchanged request to the emulator. */
  send(call: Call): Promise<Answer>
  /** Sends a request as the organization's owner, without faults and records. @throws if GitHub refuses it */
  ask<T>(method: string, path: string, body?: object): Promise<T>
  /** Reads a path. @returns undefined if it does not exist */
  find<T>(path: string): Promise<T | undefined>
  /** Creates a token. The default app is the one to which a job's own token belongs. */
  installationToken(permissions: Permissions, app?: App): Promise<string>
  /** The login of GraphQL's `viewer` for each token. */
  logins: Map<string, string>
  close(): Promise<void>
}
