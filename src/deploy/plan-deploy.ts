import { readAffected } from '../affected/read-affected.ts'
import { ActionError } from '../errors.ts'
import { openRepository, type Repository } from '../github/client.ts'
import { findHead, findMergeBase, isUnmerged, type MergeBase, wantedCommit } from '../github/commits.ts'
import { pullRequestFor, type RunContext } from '../github/workflow-run.ts'
import type { DeployInput } from '../input-types.ts'
import type { Looker } from '../looker/connect.ts'
import { shortCommitName } from '../looker/deployable-project.ts'
import { lookmlClient } from '../looker/lookml.ts'
import type { Target } from '../model.ts'
import { isSameCommit } from './deployer.ts'
import type { DeployedCommits } from './missing-members.ts'

export interface DeployPlan extends DeployedCommits {
  /** Set if the results do not show the pull request, because `deploy-ref` names another commit. */
  otherCommit?: ActionError
  /** The targets to render. With `only-affected`, each has the reasons why it is affected. */
  affected: { target: Target; affectedBy?: readonly string[] }[]
  unaffected: Target[]
}

interface PlanOptions {
  deploy: DeployInput
  targets: readonly Target[]
  looker: Looker
}

/**
 * Chooses the commits and the targets. Only reads from GitHub and Looker.
 * @throws ActionError if GitHub does not answer
 */
export async function planDeploy(
  context: RunContext,
  { deploy, targets, looker }: PlanOptions,
): Promise<DeployPlan> {
  const { inputs, world } = context
  const repository = openRepository(context, context.deadlines.render)
  repository.catch(() => undefined) // `await repository` throws the error.
  const head = await findHead(wantedCommit(context, deploy.ref), deployWords, () => repository)
  const hasBefore = inputs.compare.against === 'base'
  const { commit, baseBranch } = head
  const base =
    baseBranch !== undefined && (hasBefore || deploy.onlyAffected)
      ? await findMergeBase(
          { ...head, baseBranch },
          await repository,
          'set compare to none and remove only-affected',
        )
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
  const otherCommit =
    deploy.ref === undefined ? undefined : await findOtherCommit(context, commit, await repository)
  return {
    head: commit,
    ...(otherCommit && { otherCommit }),
    ...selection,
    ...(base && hasBefore && { base: { branch: base.branch, commit: base.commit } }),
  }
}

/**
 * Returns an error if `deploy-ref` names a commit that does not contain the head of the pull request. A merge of the
 * head and the base branch contains it.
 */
async function findOtherCommit(
  context: RunContext,
  commit: string,
  repository: Repository,
): Promise<ActionError | undefined> {
  const { sha: head } = context.run
  if (pullRequestFor(context) === undefined || head === undefined || isSameCommit(commit, head))
    return undefined
  const lacksHead = await isUnmerged(repository, head, commit).catch(() => true)
  return lacksHead
    ? new ActionError(
        `The results show commit ${shortCommitName(commit)}, which deploy-ref names, and not the head ${shortCommitName(head)} of the pull request`,
        'After a review of the head, set deploy-ref to it.',
      )
    : undefined
}

const deployWords = {
  // LookML contains SQL. Looker would run a fork's SQL on the instance's data.
  forkError: () =>
    new ActionError(
      'This pull request comes from a fork. Its LookML is not deployed, because its SQL would run on the data of the instance',
      'Review its LookML, then set deploy-ref to the reviewed commit, or leave deploy empty.',
    ),
  noCommitError: () =>
    new ActionError(
      'This run has no commit to deploy',
      'Set deploy-ref to the commit, branch or tag to deploy.',
    ),
}

/** Without a merge base, the changes are unknown, so all targets count as affected. */
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
