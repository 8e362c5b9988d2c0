import type { StoredArtifact } from '../testkit/github/artifacts.ts'
import type { Files, Plan, Push } from './plan.ts'
import type { LogLine } from './read-log.ts'

export interface ResultEntry {
  target: string
  name: string
  title?: string
  format: string
  status: 'success' | 'failure'
  comparison?: { status: 'unchanged' | 'changed' | 'new' | 'incomparable' }
  /** Relative to the workspace. */
  file?: string
  bytes?: number
  seconds?: number
}

/** One run of the action and its results. */
export interface Run extends Push {
  /** The files in the repository during the run. */
  files: Files
  /** The commits that it deployed to the simulated Looker, in order. */
  deploys: string[]
  id: string
  /** The commit that the workflow ran for. */
  sha: string
  seconds: number
  /** Markdown. */
  summary: string
  /** The pull request's comment after the run, in Markdown; undefined without a comment. */
  comment: string | undefined
  /** The front page of the images branch after a recording, in Markdown. */
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

/** A plan that was carried out. */
export interface Story {
  plan: Plan
  looker: { url: string; simulated: boolean }
  /** The commit that was deployed on the simulated Looker at the beginning. */
  deployedBefore: string | undefined
  /** `acme/lookml` */
  repository: string
  /** Undefined if the plan has no pull request. */
  pull: PullRequestView | undefined
  /** In order. */
  runs: [Run, ...Run[]]
}

export const latestOf = ({ runs }: Story): Run => runs.at(-1) ?? runs[0]

/** The runs before the latest, which is the one whose results the page shows. */
export const earlierOf = (story: Story): Run[] => story.runs.filter(run => run !== latestOf(story))

/** The first run that records, whose pictures later runs are compared with. */
export const recordingOf = (story: Story): Run | undefined =>
  story.runs.find(({ event }) => event !== 'pull_request')

/** The headline of a run's job summary. Markdown escapes are removed. */
export const headlineOf = ({ summary }: Run): string =>
  (/^## (.*)$/m.exec(summary)?.[1] ?? '')
    .replace(/<!--.*?-->/g, '')
    .replace(/\\(?=[^\w\s])/g, '')
    .trim()
