import { isObject, parseJson } from '../runtime/json.ts'

/** What the action's post step needs to put back what was deployed. Holds no secret. */
export interface SavedDeploy {
  project: string
  /** The commit that was deployed before the step. */
  before: string
  /** The commits that the step deploys. */
  ours: readonly string[]
  /** The repository is public, or may be: the post step prints nothing that Looker says. */
  isGuarded: boolean
}

/** The name under which the runner keeps it between the steps ("Sending values to the pre and post actions"). */
export const stateName = 'deploy'

export const writeState = (saved: SavedDeploy): string => JSON.stringify(saved)

/** Undefined where nothing is to be put back. */
export function readState(text: string): SavedDeploy | undefined {
  const saved = parseJson(text)
  if (!isObject(saved)) return undefined
  const { project, before, ours, isGuarded } = saved
  if (typeof project !== 'string' || typeof before !== 'string' || !Array.isArray(ours)) return undefined
  return {
    project,
    before,
    ours: ours.filter(commit => typeof commit === 'string'),
    isGuarded: isGuarded !== false,
  }
}
