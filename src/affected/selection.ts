import type { ComposedDashboard } from './dashboards.ts'

/**
 * Finds the targets that a change of a project's LookML may affect. `readAffected` sends requests to GitHub and Looker
 * and returns a `Selection`. Everything else in this folder is pure. Targets, tiles and Explores without a reason are
 * not affected. If content could not be read, that is a reason.
 */

export interface Selection {
  /** In the order of the given targets. */
  targets: readonly TargetSelection[]
  /**
   * Explores that a target shows before or after the change, as `model::explore`, with the reasons why they may be
   * affected.
   */
  explores: ReadonlyMap<string, readonly string[]>
  /** The LookML of the merge base and of the head. Undefined if nothing changed, or if reading failed. */
  sides?: { base: SelectionSide; head: SelectionSide }
}

/** A target with the reasons why the change may affect it, for people. */
export interface TargetSelection {
  reasons: readonly string[]
  /**
   * The tiles that the change may affect. A tile is affected if its Explore is affected, or its own text in a LookML
   * dashboard changed. An affected dashboard alone does not affect its tiles. Undefined if the tiles are not known.
   * Each tile may be affected then.
   */
  tiles?: readonly TileSelection[]
}

export interface TileSelection {
  /**
   * Looker's id of the dashboard element. Undefined for a Look, a query, and an element from a LookML dashboard's text.
   */
  id?: string
  /** The element's `name` in the text of a LookML dashboard (`SelectionSide.dashboard`). */
  name?: string
  /** The tile's Explores before and after, as `model::explore`. Empty if unknown. */
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
   * Finds a LookML dashboard by its name: `sales` of `thelook::sales`. Undefined if no file of the project defines the
   * dashboard. If its file cannot be read as YAML, the dashboard has no elements and a `problem`.
   */
  dashboard(name: string): ComposedDashboard | undefined
}
