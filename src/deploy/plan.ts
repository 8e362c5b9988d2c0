import { readAffected } from '../affected/read-affected.ts'
import { ActionError } from '../errors.ts'
import { openRepository } from '../github/client.ts'
import { findHead, findMergeBase, type MergeBase, wantedCommit } from '../github/commits.ts'
import type { RunContext } from '../github/workflow-run.ts'
import type { DeployInput } from '../input-types.ts'
import type { Looker } from '../looker/connect.ts'
import { lookmlClient } from '../looker/lookml.ts'
import type { Target } from '../model.ts'

/** The commits to deploy, and the targets to render with them. */
export interface DeployPlan {
  /** The commit whose pictures are wanted. */
  head: string
  /** The commit of the pictures before. Undefined if this instance does not render them. */
  base?: { branch: string; commit: string }
  /** The targets to render. With `only-affected`, each has the reasons why it is affected. */
  affected: { target: Target; affectedBy?: readonly string[] }[]
  unaffected: Target[]
}

export interface PlanOptions {
  deploy: DeployInput
  targets: readonly Target[]
  looker: Looker
}

/** Sends requests to GitHub and Looker, but changes nothing. @throws ActionError if GitHub does not answer */
export async function planDeploy(
  context: RunContext,
  { deploy, targets, looker }: PlanOptions,
): Promise<DeployPlan> {
  const { inputs, world } = context
  const repository = openRepository(context, context.deadlines.render)
  repository.catch(() => undefined) // The code that awaits the promise gets the error.
  const head = await findHead(wantedCommit(context, deploy.ref), deployWords, () => repository)
  const hasBefore = inputs.compare.against === 'base'
  const { commit, baseBranch } = head
  const base =
    baseBranch !== undefined && (hasBefore || deploy.onlyAffected)
      ? await findMergeBase({ commit, baseBranch }, await repository)
      : undefined
  const selection = await selectTargets(
    targets,
    base && deploy.onlyAffected ? base : undefined,
    async base => {
      const selection = await readAffected({
        targets,
        commits: [base.commit, commit],
        project: deploy.project,
        repository: await repository,
        client: lookmlClient(looker.session.send, looker.host),
        signal: context.deadlines.render,
        log: world.print,
      })
      return selection.targets.map(({ reasons }) => [...reasons])
    },
  )
  return {
    head: commit,
    ...selection,
    ...(base && hasBefore && { base: { branch: base.branch, commit: base.commit } }),
  }
}

const deployWords = {
  // LookML contains SQL, which Looker would run on the instance's data.
  forkError: () =>
    new ActionError(
      'This pull request comes from a fork. Its LookML is not deployed, because its SQL would run on the data of the instance',
      'Read its LookML, then set deploy-ref to the commit that you have read; or leave deploy empty.',
    ),
  noCommitError: () =>
    new ActionError(
      'There is no commit to deploy: this run is not for a commit',
      'Set deploy-ref to the commit, branch or tag to deploy.',
    ),
}

/** Selects the affected targets. Without a merge base the changes are unknown, so all targets are selected. */
async function selectTargets(
  targets: readonly Target[],
  base: MergeBase | undefined,
  read: (base: MergeBase) => Promise<string[][]>,
): Promise<Pick<DeployPlan, 'affected' | 'unaffected'>> {
  if (!base) return { affected: targets.map(target => ({ target })), unaffected: [] }
  const reasons = await read(base)
  const all = targets.map((target, index) => ({ target, affectedBy: reasons[index] ?? [] }))
  return {
    affected: all.filter(({ affectedBy }) => affectedBy.length > 0),
    unaffected: all.filter(({ affectedBy }) => affectedBy.length === 0).map(({ target }) => target),
  }
}
