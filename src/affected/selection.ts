import type { ComposedDashboard } from './dashboards.ts'

/*
 * Finds the targets that a change of a project's LookML may affect. `readAffected` asks GitHub and Looker and returns a
 * `Selection`. Everything else in this folder is pure. A target, a tile or an Explore without a reason is not affected.
 * Whatever could not be read has a reason.
 */

export interface Selection {
  /** In the order of the targets that were given. */
  targets: readonly TargetSelection[]
  /** Why the change may affect each Explore, by `model::explore`: those that a target shows, before or after. */
  explores: ReadonlyMap<string, readonly string[]>
  /** The LookML of the merge base and of the head. Undefined if it was not read: nothing changed, or reading failed. */
  sides?: { base: SelectionSide; head: SelectionSide }
}

/** A target with the reasons why the change may affect it, in words for people. */
export interface TargetSelection {
  reasons: readonly string[]
  /**
   * The tiles that the change may affect. A tile is affected if its Explore is, or its own text in a LookML dashboard;
   * not because its dashboard is. Undefined if the tiles are not known: each may be affected.
   */
  tiles?: readonly TileSelection[]
}

export interface TileSelection {
  /** Looker's id of the dashboard element; undefined for a Look, a query, and an element of a LookML dashboard's text. */
  id?: string
  /** The element's `name` in the text of a LookML dashboard (`SelectionSide.dashboard`). */
  name?: string
  /** Its Explores before and after, as `model::explore`. Empty if they are not known. */
  explores: readonly string[]
  reasons: readonly string[]
}

/** The LookML of one commit. */
export interface SelectionSide {
  commit: string
  /** The text of all LookML files by their paths. */
  files: ReadonlyMap<string, string>
  /** The names of the project's models. */
  models: ReadonlySet<string>
  /**
   * A LookML dashboard by its name: `sales` of `thelook::sales`. Undefined if no file of the project defines it. If its
   * file cannot be read as YAML, it has no elements and a `problem`.
   */
  dashboard(name: string): ComposedDashboard | undefined
}
