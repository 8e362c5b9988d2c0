export const targetsFile = 'dashboards.yml'

/** Maps the path of each file in the repository to its text. */
export type Files = Readonly<Record<string, string>>

/** An event that starts the workflow. */
export interface Push {
  /** `push` and `schedule` run for the base branch. */
  event: 'push' | 'schedule' | 'pull_request'
  /** The message of the commit, or the name of the schedule. */
  message: string
  changes: Files
  /** A heading and a text that the page shows for this event. */
  explanation: { title: string; text: string }
}

/** The plan of a story: the files of a repository, the inputs of a workflow, and the events that start the workflow. */
export interface Plan {
  /** The name of the story on the command line, in the page, and in the file system. */
  name: string
  title: string
  lead: string
  /** The action's inputs, except for the log-in and the targets. */
  inputs: Readonly<Record<string, string>>
  /** The files on the base branch. Their LookML is deployed to the simulated Looker. */
  files: Files
  pull?: { title: string; branch: string }
  /** The pushes in order. If the plan has a pull request, the first push opens the pull request. */
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
