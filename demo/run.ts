import type { StoredArtifact } from '../__tests__/support/artifacts.ts'
import type { LogLine } from './log.ts'
import type { Push } from './options.ts'

/** One of the output `results`. */
export interface ResultEntry {
  target: string
  name: string
  format: string
  status: 'success' | 'failure'
  /** Relative to the workspace. */
  file?: string
  bytes?: number
  seconds?: number
}

/** What a run of the action left behind. */
export interface Run extends Push {
  /** The workflow run's. */
  id: string
  /** Of the commit it ran for. */
  sha: string
  seconds: number
  /** Markdown. */
  summary: string
  /** The pull request's comment after it, in Markdown; undefined where it wrote none. */
  comment: string | undefined
  outputs: Record<string, string>
  results: ResultEntry[]
  artifacts: StoredArtifact[]
  log: LogLine[]
}

export interface PullRequest {
  number: number
  title: string
  author: string
  branch: string
  base: string
}

/** What the page tells of. */
export interface Story {
  looker: { url: string; simulated: boolean }
  /** `acme/lookml` */
  repository: string
  pull: PullRequest
  /** Of the step, beside the log-in and the targets. */
  inputs: Record<string, string>
  /** In their order. */
  runs: [Run, ...Run[]]
}

export const latestOf = ({ runs }: Story): Run => runs.at(-1) ?? runs[0]
