import type { ProjectChange } from '../affected/changes.ts'
import { readAffected, readChange, readLookmlNames } from '../affected/read-affected.ts'
import { ActionError } from '../errors.ts'
import { openRepository, type Repository } from '../github/client.ts'
import { containsCommit, findHead, findMergeBase, type MergeBase, wantedCommit } from '../github/commits.ts'
import { pullRequestFor, type RunContext } from '../github/workflow-run.ts'
import type { DeployInput } from '../input-types.ts'
import type { Looker } from '../looker/connect.ts'
import { deployedCommitOn, shortCommitName } from '../looker/deployable-project.ts'
import { lookmlClient } from '../looker/lookml.ts'
import type { LookmlNames } from '../looker/validate-lookml.ts'
import type { Target } from '../model.ts'
import type { Secrets } from '../runtime/secrets.ts'
import { once } from '../runtime/time.ts'
import { isSameCommit } from './deployer.ts'
import type { DeployedCommits } from './missing-members.ts'

export interface DeployPlan extends DeployedCommits {
  /** Set if the results do not show the pull request, because `deploy-ref` names another commit. */
  otherCommit?: ActionError
  /** The targets to render. With `only-affected`, each has the reasons why it is affected. */
  affected: { target: Target; affectedBy?: readonly string[] }[]
  unaffected: Target[]
  /** @throws ActionError if GitHub does not list the files of the commit */
  namesOn(commit: string): Promise<LookmlNames>
}

export interface PlanOptions {
  deploy: DeployInput
  targets: readonly Target[]
  looker: Looker
  /** Set if the caller has already found the commits to list the targets. */
  commits?: (() => Promise<DeployCommits>) | undefined
}

export interface DeployCommits {
  head: string
  /** The merge base. Undefined if the run needs none. */
  base?: MergeBase | undefined
  repository: Repository
  /** Compares the LookML of both commits. Undefined without a merge base. */
  change?: (() => Promise<ProjectChange | undefined>) | undefined
}

/** @throws ActionError if GitHub does not answer, or if the pull request comes from a fork */
export async function findDeployCommits(context: RunContext, deploy: DeployInput): Promise<DeployCommits> {
  const { inputs, deadlines } = context
  const opened = openRepository(context, deadlines.render)
  opened.catch(() => undefined) // `await opened` throws the error.
  const found = await findHead(wantedCommit(context, deploy.ref), deployWords, () => opened)
  const { commit: head, baseBranch } = found
  const repository = await opened
  if (baseBranch === undefined || !(inputs.compare.against === 'base' || deploy.onlyAffected))
    return { head, repository }
  const withoutBase = 'set compare to none and remove only-affected'
  const base = await findMergeBase({ ...found, baseBranch }, repository, withoutBase)
  const change = once(() =>
    readChange({
      ...{ commits: [base.commit, head], project: deploy.project, repository },
      signal: deadlines.render,
    }),
  )
  return { head, base, repository, change }
}

/**
 * Chooses the commits and the targets. Only reads from GitHub and Looker.
 * @throws ActionError if GitHub does not answer
 */
export async function planDeploy(
  context: RunContext & { secrets: Pick<Secrets, 'clean'> },
  { deploy, targets, looker, commits }: PlanOptions,
): Promise<DeployPlan> {
  const { inputs, world, secrets, deadlines } = context
  const { host, session } = looker
  const { head, base, repository, change } = await (commits?.() ?? findDeployCommits(context, deploy))
  const selection = await selectTargets(
    targets,
    base && deploy.onlyAffected ? base : undefined,
    async base => {
      const selection = await readAffected({
        targets,
        commits: [base.commit, head],
        ...(change && { change: change() }),
        project: deploy.project,
        repository,
        client: lookmlClient(session.send, host),
        deployedCommit: () =>
          deployedCommitOn(looker, { id: deploy.project, clean: secrets.clean }, deadlines.render),
        signal: deadlines.render,
        log: world.print,
      })
      return selection.targets.map(({ reasons }) => [...reasons])
    },
  )
  const otherCommit = deploy.ref === undefined ? undefined : await findOtherCommit(context, head, repository)
  return {
    head,
    ...(otherCommit && { otherCommit }),
    ...selection,
    namesOn: commit => readLookmlNames(commit, repository),
    ...(base && inputs.compare.against === 'base' && { base: { branch: base.branch, commit: base.commit } }),
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
  const hasHead = await containsCommit(repository, head, commit).catch(() => false)
  return hasHead
    ? undefined
    : new ActionError(
        `The results show commit ${shortCommitName(commit)}, which deploy-ref names, and not the head ${shortCommitName(head)} of the pull request`,
        'After a review of the head, set deploy-ref to it.',
      )
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
