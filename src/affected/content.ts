/** What Looker tells of an Explore, on one side of the change. */
export interface Explore {
  /** The project that it is defined in. */
  project: string
  /** The files of the deployed project that it is made of, relative to the project's root. */
  files: ReadonlySet<string>
}

/** What Looker tells of a target, on one side of the change. */
export interface Content {
  kind: 'dashboard' | 'query'
  /** The Explores of each tile that has a query, as `model::explore`; merged results have several. */
  tiles: readonly (readonly string[])[]
  /** A LookML dashboard's own. */
  lookml?: LookmlDashboard
}

export interface LookmlDashboard {
  /** What stands in its id behind the model's name. */
  name: string
  file: LookmlFile
}

/** `unknown`: nobody knows where the dashboard is defined, or its file could not be read. */
export type LookmlFile = 'unknown' | { path: string; bases: readonly string[] }

/** Nothing could be learned: anything may touch it. */
export type Unreadable = 'unreadable'
/** It does not exist there: another side has it, or nothing shows it. */
export type Absent = 'absent'

/** The project as it is on one side of the change: what each target shows, in the targets' order, and their Explores. */
export interface Side {
  contents: readonly (Content | Unreadable | Absent)[]
  /** By `model::explore`. */
  explores: ReadonlyMap<string, Explore | Unreadable>
}
