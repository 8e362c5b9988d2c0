import type { Worker } from 'node:worker_threads'
import type { ArtifactClient } from '@actions/artifact'
import type { getOctokit } from '@actions/github'
import type { SaveForPost } from './post-state.ts'
import type { Toolkit } from './runtime/log.ts'
import type { Clock } from './runtime/time.ts'

/** The part of `fetch` that the action uses. */
export type Fetch = (address: string | URL, init?: RequestInit) => Promise<Response>

/** The part of the toolkit's artifact client that the action uses. */
export type ArtifactUploader = Pick<ArtifactClient, 'uploadArtifact' | 'listArtifacts' | 'deleteArtifact'>

/** All effects of the action. `index` creates them. */
export interface World {
  /**
   * Loads the toolkit. The log-in is sent first, because loading the toolkit takes longer than loading the action
   * itself.
   */
  core(): Promise<Toolkit>
  /**
   * Prints a line, even before the toolkit is loaded. All code prints lines with this function, because a public
   * repository withholds them.
   */
  print(line: string): void
  /** Makes the runner hide a secret from now on. */
  mask(secret: string): void
  env: Readonly<Record<string, string | undefined>>
  /** Uses the proxies of the environment. */
  fetch: Fetch
  clock: Clock
  readFile(path: string): string
  /**
   * Saves the state with which the post step restores Looker if this step is killed. @throws if the state cannot be
   * saved
   */
  saveForPost: SaveForPost
  /** The defaults that `action.yml` declares. */
  defaults(): Readonly<Record<string, string>>
  /** Large modules that are loaded while Looker renders. */
  github(): Promise<typeof getOctokit>
  artifacts(): Promise<ArtifactUploader>
  /** Starts the thread that compares pictures. */
  comparer(): Worker
  /** Aborted when the runner cancels the job. The reason is an ActionError. */
  cancelled: AbortSignal
}

/** The world after the toolkit is loaded. */
export type LoadedWorld = Omit<World, 'core'> & { core: Toolkit }

export const workspaceOf = ({ env }: Pick<World, 'env'>) => env.GITHUB_WORKSPACE || process.cwd()
