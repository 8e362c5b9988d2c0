import { type LookmlDashboards, readLookmlDashboards } from './lookml-dashboards.ts'
import { type LookmlGraph, readLookmlGraph } from './lookml-graph.ts'

/** A project's LookML on one side of the change. */
export interface ProjectSide extends LookmlGraph {
  /** The names of its models. */
  models: ReadonlySet<string>
  dashboard: LookmlDashboards
}

const isDashboard = (path: string) => /\.dashboard\.lookml$/i.test(path)

/** From the text of all `*.lkml` and `*.lookml` files, by path. */
export function readProjectSide(files: ReadonlyMap<string, string>): ProjectSide {
  const pick = (wanted: (path: string) => boolean) => new Map([...files].filter(([path]) => wanted(path)))
  const models = [...files.keys()].flatMap(path => /([^/]+)\.model\.(?:lkml|lookml)$/i.exec(path)?.[1] ?? [])
  return {
    models: new Set(models),
    dashboard: readLookmlDashboards(pick(isDashboard)),
    ...readLookmlGraph(pick(path => !isDashboard(path))),
  }
}
