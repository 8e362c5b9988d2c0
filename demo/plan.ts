export const targetsFile = 'dashboards.yml'

/** The text of each file in the repository, by path. */
export type Files = Readonly<Record<string, string>>

/** An event that starts the workflow. */
export interface Push {
  /** `push` and `schedule` run for the base branch. */
  event: 'push' | 'schedule' | 'pull_request'
  /** The message of the commit, or the name of the schedule. */
  message: string
  changes: Files
  /** The page shows this heading and this text. */
  explanation: { title: string; text: string }
}

/** A story of the demo: the files of a repository, the inputs of a workflow, and the events that start it. */
export interface Plan {
  /** Used on the command line, in the page, and as the name of the story's folder. */
  name: string
  title: string
  lead: string
  /** The action's inputs, except for the log-in and the targets. */
  inputs: Readonly<Record<string, string>>
  /** The files on the base branch. Their LookML is deployed to the simulated Looker. */
  files: Files
  pull?: { title: string; branch: string }
  /** The pushes in order. The first push opens the pull request, if there is one. */
  pushes: readonly [Push, ...Push[]]
  /** User-defined dashboards of the simulated Looker, as YAML. */
  dashboards?: readonly { id: string; title: string; yaml: string }[]
}

export function filesAfter({ files, pushes }: Plan, push: Push): Files {
  const done = pushes.slice(0, pushes.indexOf(push) + 1)
  return Object.assign({}, files, ...done.map(({ changes }) => changes))
}

/** Whether the plan has a LookML project, for which the demo needs git. */
export const hasLookml = ({ files }: Plan): boolean =>
  Object.keys(files).some(path => path.endsWith('.model.lkml'))
