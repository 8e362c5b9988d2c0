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

/** The value of a ref before its last write. The next `reads` reads still return this value. */
interface LaggingRef {
  before: string | undefined
  reads: number
}

export interface StoredAsset {
  release: number
  name: string
  bytes: Buffer
  /** The id of the asset. Undefined until the upload has ended. */
  id?: number
}

/** The emulator, and the data that our proxy adds. */
export interface World {
  repository: string
  private: boolean
  apiUrl: string
  /** The links in the emulator's responses contain this address. */
  emulatorUrl: string
  /** All valid tokens with their permissions. The token of a user has no list of permissions. */
  tokens: Map<string, Permissions | undefined>
  releases: Map<number, { tag: string; immutable: boolean }>
  assets: StoredAsset[]
  /** Maps a protected ref, such as `refs/heads/main`, to the message with which GitHub refuses writes. */
  protectedRefs: Map<string, string>
  /** Refuses requests above the rate limits. Set by scenarios with rate limits. */
  limiter?: { refuse(call: Call): Answer | undefined }
  isRenamed: boolean
  /** The ids of comments that count as old. The emulator stores only real times. */
  oldComments: Set<number>
  /** The number of reads after a write to a ref that still return the old value. */
  lagReads: number
  laggingRefs: Map<string, LaggingRef>
  /** Sends a request to the emulator without a change. */
  send(call: Call): Promise<Answer>
  /**
   * Sends a request as the organization's owner, without faults and without a record.
   * @throws if GitHub refuses the request
   */
  ask<T>(method: string, path: string, body?: object): Promise<T>
  find<T>(path: string): Promise<T | undefined>
  /** Creates a token. The default app is the app of a job's own token. */
  installationToken(permissions: Permissions, app?: App): Promise<string>
  /** Maps a token to the login that GraphQL's `viewer` returns. */
  logins: Map<string, string>
  close(): Promise<void>
}
