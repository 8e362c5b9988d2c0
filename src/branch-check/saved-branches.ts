import { isObject, parseJson } from '../runtime/json.ts'
import { isTemporaryBranch } from './branch-name.ts'

/** What the post step needs to restore the API user's branches. Holds no secret. */
export interface SavedBranches {
  projects: readonly SavedProject[]
  /** The repository is public, or may be: the post step prints nothing that Looker says. */
  isGuarded: boolean
}

/** What is restored in one project. */
export interface SavedProject {
  id: string
  /** The branch to check out at the end. */
  before: string
  /** The temporary branches that this step creates there. */
  ours: readonly string[]
}

/** The name of the state (https://docs.github.com/actions/reference/workflow-commands#sending-values-to-the-pre-and-post-actions). */
export const branchesStateName = 'branches'

/** Empty if there is nothing to restore. */
export const writeBranches = (saved: SavedBranches): string =>
  saved.projects.some(({ ours }) => ours.length > 0) ? JSON.stringify(saved) : ''

/** Undefined if there is nothing to restore. */
export function readBranches(text: string): SavedBranches | undefined {
  const saved = parseJson(text)
  if (!isObject(saved) || !Array.isArray(saved.projects)) return undefined
  const projects = saved.projects.filter(isObject).flatMap(({ id, before, ours }): SavedProject[] => {
    if (typeof id !== 'string' || typeof before !== 'string' || !Array.isArray(ours)) return []
    return [{ id, before, ours: ours.filter(name => typeof name === 'string' && isTemporaryBranch(name)) }]
  })
  return { projects, isGuarded: saved.isGuarded !== false }
}
