/** The file in the repository that lists the targets. */
export const targetsFile = 'dashboards.yml'

/** Texts of the files in the repository, by path. */
export type Files = Readonly<Record<string, string>>

/** An event that starts the workflow. */
export interface Push {
  /** `push` and `schedule` run for the base branch. */
  event: 'push' | 'schedule' | 'pull_request'
  /** The commit's message, or the name of the schedule. */
  message: string
  changes: Files
  /** A heading and a text that explain this step. */
  explanation: { title: string; text: string }
}

/** A story of the demo: a repository, a workflow, and the events that start the workflow. */
export interface Plan {
  /** The story's name on the command line, in the page, and of its folder. */
  name: string
  title: string
  /** An introduction to the story. */
  lead: string
  /** Inputs of the action, without the log-in and the targets. */
  inputs: Readonly<Record<string, string>>
  /** The files on the base branch. The simulated Looker deploys the LookML among them. */
  files: Files
  pull?: { title: string; branch: string }
  /** In order. The first push of a pull request opens it. */
  pushes: readonly [Push, ...Push[]]
  /** User-defined dashboards as YAML, which the simulated Looker has in addition to its own. */
  dashboards?: readonly { id: string; title: string; yaml: string }[]
}

export function filesAfter({ files, pushes }: Plan, push: Push): Files {
  const done = pushes.slice(0, pushes.indexOf(push) + 1)
  return Object.assign({}, files, ...done.map(({ changes }) => changes))
}

/** Whether the plan has a LookML project. The demo keeps such a project in a git repository. */
export const hasLookml = ({ files }: Plan): boolean =>
  Object.keys(files).some(path => path.endsWith('.model.lkml'))
