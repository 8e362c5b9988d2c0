import type { BothSides, LookmlProject } from './project.ts'
import { isDashboardFile } from './texts.ts'

/** A LookML dashboard that the head defines and the merge base does not. */
export interface AddedDashboard {
  name: string
  title?: string
}

/**
 * Returns the dashboards that the head adds to a model. Reads only changed files. If it is uncertain which model
 * includes a file, its dashboards count for each possible model.
 */
export function addedDashboards([base, head]: BothSides, model: string): AddedDashboard[] {
  const paths = [...head.lookml.keys()].filter(
    path => isDashboardFile(path) && head.versions.get(path) !== base.versions.get(path),
  )
  const added = paths
    .filter(path => isIncluded(path, model, head))
    .flatMap(path => head.dashboards.definedIn(path))
    .filter(({ name }) => base.dashboards.definitions(name).length === 0)
  return added.map(({ name, parameters: { title } }) => ({
    name,
    ...(typeof title === 'string' && title !== '' && { title }),
  }))
}

function isIncluded(path: string, model: string, { models, includes }: LookmlProject): boolean {
  const includedBy = (name: string, reading: 'certain' | 'possible') =>
    includes.from(models.get(name) ?? [], reading).has(path)
  if (includedBy(model, 'certain')) return true
  return includedBy(model, 'possible') && ![...models.keys()].some(name => includedBy(name, 'certain'))
}
