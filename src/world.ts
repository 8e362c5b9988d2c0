import type { Worker } from 'node:worker_threads'
import type { ArtifactClient } from '@actions/artifact'
import type { getOctokit } from '@actions/github'
import type { SaveForPost } from './post-state.ts'
import type { Clock } from './runtime/clock.ts'
import type { Toolkit } from './runtime/log.ts'

/** As much of `fetch` as is used here. */
export type Fetch = (address: string | URL, init?: RequestInit) => Promise<Response>

/** Everything that the action touches, handed in by `index`. */
export interface World {
  /** The toolkit takes longer to load than everything of ours: the log-in is on its way meanwhile. */
  core(): Promise<Toolkit>
  /** Prints a line, also before the toolkit is loaded. The only way to print one: a public repository withholds it. */
  print(line: string): void
  /** Has the runner hide a secret in the log from now on. */
  mask(secret: string): void
  env: Readonly<Record<string, string | undefined>>
  /** Goes by the proxies that the environment names. */
  fetch: Fetch
  clock: Clock
  readFile(path: string): string
  /** Saves what the post step has to restore if this step is killed. @throws if it cannot be saved */
  saveForPost: SaveForPost
  /** The defaults that `action.yml` declares. */
  defaults(): Readonly<Record<string, string>>
  /** Heavy parts, loaded while Looker draws. */
  github(): Promise<typeof getOctokit>
  artifacts(): Promise<ArtifactClient>
  /** Starts the thread that compares pictures. */
  comparer(): Worker
  /** Aborted, with an ActionError for its reason, when the runner cancels the job. */
  cancelled: AbortSignal
}

/** The world once the toolkit is there. */
export type LoadedWorld = Omit<World, 'core'> & { core: Toolkit }

export const workspaceOf = ({ env }: Pick<World, 'env'>) => env.GITHUB_WORKSPACE || process.cwd()
