import { isObject } from '../runtime/json.ts'
import { isTemporaryBranch } from './branch-name.ts'

/** What the post step needs to restore the API user's branch in one project. Holds no secret. */
export interface SavedProject {
  id: string
  /** The branch to check out at the end. */
  before: string
  /** The temporary branches that this step creates there. */
  ours: readonly string[]
}

/** Empty if there is nothing to restore. */
export function readSavedBranches(saved: unknown): SavedProject[] {
  if (!Array.isArray(saved)) return []
  const projects = saved.filter(isObject).flatMap(({ id, before, ours }): SavedProject[] => {
    if (typeof id !== 'string' || typeof before !== 'string' || !Array.isArray(ours)) return []
    return [{ id, before, ours: ours.filter(name => typeof name === 'string' && isTemporaryBranch(name)) }]
  })
  return projects.filter(({ ours }) => ours.length > 0)
}
