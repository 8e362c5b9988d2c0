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
  /** The path of the picture, relative to the workspace. */
  file?: string
  bytes?: number
  seconds?: number
}

export interface Run extends Push {
  /** The repository's files during the run. */
  files: Files
  /** The commits that the run deployed to the simulated Looker, in order. */
  deploys: string[]
  id: string
  /** The commit for which the workflow ran. */
  sha: string
  seconds: number
  /** In Markdown. */
  summary: string
  /** The pull request's comment after the run, in Markdown. Undefined if there is no comment. */
  comment: string | undefined
  /** The front page of the images branch in Markdown. Undefined if the run did not record baselines. */
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

export interface Story {
  plan: Plan
  looker: { url: string; simulated: boolean }
  /** The commit that was deployed to the simulated Looker at the beginning of the story. */
  deployedBefore: string | undefined
  /** `acme/lookml` */
  repository: string
  /** The pull request. Undefined if the plan has no pull request. */
  pull: PullRequestView | undefined
  /** The runs in the order of their events. */
  runs: [Run, ...Run[]]
}

export const latestOf = ({ runs }: Story): Run => runs.at(-1) ?? runs[0]

/** The page shows only the results of the latest run. */
export const earlierOf = (story: Story): Run[] => story.runs.filter(run => run !== latestOf(story))

export const recordingOf = (story: Story): Run | undefined =>
  story.runs.find(({ event }) => event !== 'pull_request')

/** Returns the headline of the job summary without the escapes of Markdown. */
export const headlineOf = ({ summary }: Run): string =>
  (/^## (.*)$/m.exec(summary)?.[1] ?? '')
    .replace(/<!--.*?-->/g, '')
    .replace(/\\(?=[^\w\s])/g, '')
    .trim()
