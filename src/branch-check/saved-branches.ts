import { isObject, parseJson } from '../runtime/json.ts'
import { isTemporaryBranch } from './branch-name.ts'

/** What the post step needs to restore a project's checked-out branch. Holds no secret. */
export interface SavedProject {
  id: string
  /** The branch to check out at the end. */
  before: string
  /** The temporary branches that this step creates there. */
  ours: readonly string[]
}

export const writeBranches = (saved: readonly SavedProject[]): string => JSON.stringify(saved)

/** Empty if there is nothing to restore. */
export function readBranches(text: string): SavedProject[] {
  const saved = parseJson(text)
  if (!Array.isArray(saved)) return []
  return saved.filter(isObject).flatMap(({ id, before, ours }) => {
    if (typeof id !== 'string' || typeof before !== 'string' || !Array.isArray(ours)) return []
    return [{ id, before, ours: ours.filter(name => typeof name === 'string' && isTemporaryBranch(name)) }]
  })
}
