import { type Deployer, ForeignDeployError } from './deploy-commit.ts'
import { putBack } from './put-back.ts'
import { renderRound } from './render-round.ts'
import type { SavedDeploy } from './saved-state.ts'

export interface Deployment {
  /** Does the work while the commit is deployed (`renderRound`). */
  round<T>(commit: string, work: () => Promise<T>): Promise<T>
  /** Puts back what was deployed before (`putBack`). */
  putBack(): Promise<void>
}

/**
 * Reads what is deployed, and has it saved for the post step before anything is changed. `ours` are the commits that will
 * be deployed. `save` is called with undefined when nothing is to be put back any more.
 * @throws ActionError where nothing can be deployed
 */
export async function openDeployment(
  deployer: Deployer,
  { ours, isGuarded }: Pick<SavedDeploy, 'ours' | 'isGuarded'>,
  save: (saved: SavedDeploy | undefined) => void,
): Promise<Deployment> {
  const { project, signal } = deployer
  await project.check(signal)
  const before = await project.deployedCommit(signal)
  const saved = { project: project.id, before, ours, isGuarded }
  save(saved)
  let standing = before
  let how: 'done' | 'broken off' = 'done'
  return {
    async round(commit, work) {
      how = 'broken off'
      const done = await renderRound(commit, standing, deployer, work)
      standing = commit
      how = 'done'
      return done
    },
    async putBack() {
      try {
        await putBack(saved, how, deployer)
        // A deploy that was broken off may still be carried out after this one: the post step looks once more.
        if (how === 'done') save(undefined)
      } catch (error) {
        // What somebody else deployed stays. In every other case the post step tries once more.
        if (error instanceof Error && error.cause instanceof ForeignDeployError) save(undefined)
        throw error
      }
    },
  }
}
