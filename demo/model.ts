import type { StoredArtifact } from '../testkit/github/artifacts.ts'
import type { Files, Plan, Push } from './plan.ts'
import type { LogLine } from './read-log.ts'

/** One of the output `results`. */
export interface ResultEntry {
  target: string
  name: string
  /** In Looker. */
  title?: string
  format: string
  status: 'success' | 'failure'
  comparison?: { status: 'unchanged' | 'changed' | 'new' | 'incomparable' }
  /** Relative to the workspace. */
  file?: string
  bytes?: number
  seconds?: number
}

/** What a run of the action left behind. */
export interface Run extends Push {
  /** What lies in the repository when it runs. */
  files: Files
  /** What it deployed to the simulated Looker, in order; the commits. */
  deploys: string[]
  /** The workflow run's. */
  id: string
  /** Of the commit it ran for. */
  sha: string
  /** `push` to the base branch, or `pull_request`. */
  event: string
  seconds: number
  /** Markdown. */
  summary: string
  /** The pull request's comment after it, in Markdown; undefined where it wrote none. */
  comment: string | undefined
  /** The images branch's front page after it, in Markdown; undefined where it records nothing. */
  frontPage: string | undefined
  outputs: Record<string, string>
  results: ResultEntry[]
  artifacts: StoredArtifact[]
  log: LogLine[]
}

export interface PullRequestView {
  number: number
  title: string
  author: string
  branch: string
  base: string
}

/** What the page tells of. */
export interface Story {
  looker: { url: string; simulated: boolean }
  /** What was deployed before all of it; where the Looker is simulated. */
  deployedBefore: string | undefined
  /** `acme/lookml` */
  repository: string
  pull: PullRequestView
  plan: Plan
  /** Of the step, beside the log-in and the targets. */
  inputs: Record<string, string>
  /** In their order. */
  runs: [Run, ...Run[]]
}

export const latestOf = ({ runs }: Story): Run => runs.at(-1) ?? runs[0]

/** Those before the one whose results the page shows. */
export const earlierOf = (story: Story): Run[] => story.runs.filter(run => run !== latestOf(story))

/** The run whose pictures the later ones are compared with; undefined where there is none. */
export const recordingOf = (story: Story): Run | undefined =>
  earlierOf(story).find(({ event }) => event === 'push')
