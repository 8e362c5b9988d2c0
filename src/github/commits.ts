import { ActionError } from '../errors.ts'
import { fields, listOf, openRepository, type Repository, shaOf, textOf } from './client.ts'
import { gitHubError, messageOf, pullRequestError, statusOf } from './github-errors.ts'
import {
  baseBranchOf,
  baseTipOf,
  type Payload,
  pullRequestFor,
  type RunContext,
  toPullRequest,
  type WorkflowRun,
} from './workflow-run.ts'

/** The inputs and the event's data that decide the commit to deploy or to check. */
interface WantedCommit {
  /** The value of `deploy-ref`: a commit, branch or tag. */
  ref?: string | undefined
  /** The commit of the run, if the event contains it. */
  head?: string | undefined
  baseBranch?: string | undefined
  baseTip?: string | undefined
  /** `findHead` reads this pull request if the event lacks the head commit or the base branch. */
  pullRequest?: number | undefined
  /** Whether the event's pull request comes from another repository. */
  isOfFork?: boolean
}

interface HeadCommit {
  commit: string
  baseBranch?: string
  /** A commit of the base branch from the time before the pull request was merged, if the event names it. */
  baseTip?: string
  /** `findMergeBase` reads this pull request if it is already merged. */
  pullRequest?: number
}

/** The commit where the head left its base branch. It is never the head itself. */
export interface MergeBase {
  branch: string
  commit: string
}

export function wantedCommit(context: RunContext, ref: string | undefined): WantedCommit {
  const { run } = context
  const pullRequest = pullRequestFor(context)
  const { pull_request: pull, repository } = run.payload
  // `withNamedPullRequest` could not read the pull request of the input `pull-request`. `findHead` tries again.
  if (pullRequest !== undefined && pull?.number !== pullRequest) return { ref, pullRequest }
  const isOfFork = pull !== undefined && pull.head?.repo?.full_name !== repository?.full_name
  const base = { baseBranch: baseBranchOf(run), baseTip: baseTipOf(run) }
  return { ref, pullRequest, isOfFork, head: run.sha, ...base }
}

/** The caller creates the errors, because only the caller knows the purpose of the commit. */
export interface HeadErrors {
  forkError(): ActionError
  noCommitError(): ActionError
}

/** @throws ActionError if the commit is unknown, or belongs to a fork */
export async function findHead(
  wanted: WantedCommit,
  { forkError, noCommitError }: HeadErrors,
  repository: () => Promise<Repository>,
): Promise<HeadCommit> {
  const { ref, pullRequest } = wanted
  const named = ref ?? wanted.head
  const isIncomplete = named === undefined || wanted.baseBranch === undefined
  const pull =
    pullRequest !== undefined && isIncomplete
      ? await readPullRequest(await repository(), pullRequest)
      : undefined
  if (ref === undefined && (wanted.isOfFork || pull?.isOfFork)) throw forkError()
  const head = named ?? pull?.head
  if (head === undefined) throw noCommitError()
  const origin = ref === undefined ? 'run' : 'deploy-ref'
  const commit = isFullSha(head) ? head : await resolveCommit(await repository(), head, origin)
  const baseBranch = wanted.baseBranch ?? pull?.baseBranch
  const { baseTip } = wanted
  return {
    commit,
    ...(baseBranch !== undefined && { baseBranch }),
    ...(baseTip !== undefined && { baseTip }),
    ...(pullRequest !== undefined && { pullRequest }),
  }
}

const isFullSha = (ref: string) => /^[0-9a-f]{40}$/i.test(ref)

async function readPullRequest({ octokit, owner, repo }: Repository, number: number) {
  try {
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number })
    const isOfFork = data.head?.repo?.full_name !== baseRepositoryOf(data)
    const { base, merge_commit_sha: mergeCommit } = data
    return { ...branchesOf(data), isOfFork, baseTip: shaOf(base, pullRequestNoun), mergeCommit }
  } catch (error) {
    const fact = `Pull request #${number} could not be read`
    const unknown = pullRequestError(error, fact, { owner, repo, number })
    throw unknown ?? gitHubError(error, fact, 'pull-requests: read')
  }
}

const pullRequestNoun = 'pull request'
const baseRepositoryOf = (data: unknown) =>
  textOf(fields(fields(data, pullRequestNoun).base, pullRequestNoun).repo, 'full_name', pullRequestNoun)

function branchesOf(data: unknown): { head: string; baseBranch: string } {
  const { head, base } = fields(data, pullRequestNoun)
  return { head: shaOf(head, pullRequestNoun), baseBranch: textOf(base, 'ref', pullRequestNoun) }
}

/**
 * Adds the pull request of an input or a comment to the run, with its head commit. Events such as workflow_dispatch
 * contain only the commit of the default branch. If GitHub does not return the pull request, the returned run has no
 * commit.
 * @throws ActionError if the input is the number of an issue
 */
export async function withNamedPullRequest(context: RunContext): Promise<WorkflowRun> {
  const { run, world, inputs } = context
  const number = pullRequestFor(context)
  const { pull_request: own } = run.payload
  if (number === undefined) return run
  if (own?.number === number) return run.attempt > 1 ? asRepeated(context, own) : run
  // The event may be about another pull request, whose labels and head do not belong to this one.
  const { action: _action, label: _label, pull_request: _pull, ...payload } = run.payload
  try {
    const { pull, full_name } = await readPullPayload(context, number)
    const repository = { ...payload.repository, full_name }
    return { ...run, sha: pull.head?.sha, payload: { ...payload, repository, pull_request: pull } }
  } catch (error) {
    const isInput = inputs.comment.pullRequest === number
    if (isInput && statusOf(error) === 404 && (await isIssue(context, number)))
      throw new ActionError(
        `pull-request: #${number} is an issue, not a pull request`,
        'Set pull-request to the number of a pull request.',
      )
    const { message } = gitHubError(error, 'It could not be read', 'pull-requests: read')
    world.print(`The head of pull request #${number} is not known. ${message}.`)
    return { ...run, sha: undefined, payload }
  }
}

/** Whether an unknown pull request is an issue. GitHub lists the comments of pull requests and of issues. */
async function isIssue(context: RunContext, number: number): Promise<boolean> {
  try {
    const { octokit, owner, repo } = await openRepository(context, context.deadlines.start)
    await octokit.rest.issues.listComments({ owner, repo, issue_number: number, per_page: 1 })
    return true
  } catch {
    return false
  }
}

async function readPullPayload(context: RunContext, number: number) {
  const { octokit, owner, repo } = await openRepository(context, context.deadlines.start)
  const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number })
  return { pull: toPullRequest({ ...data }), full_name: baseRepositoryOf(data) }
}

/**
 * Replaces the base branch and the labels of a re-run by the current ones. A re-run has the event of the first attempt
 * (https://docs.github.com/en/actions/how-tos/manage-workflow-runs/re-run-workflows-and-jobs): a comparison with a
 * former base branch could turn the check green, and an acceptance needs a label that may be newer than the event. With
 * `fail-on-change`, removes the base branch if GitHub does not return it.
 */
async function asRepeated(
  context: RunContext,
  own: NonNullable<Payload['pull_request']>,
): Promise<WorkflowRun> {
  const { run, world, inputs } = context
  const withPull = (pull: typeof own) => ({ ...run, payload: { ...run.payload, pull_request: pull } })
  try {
    const { base = {}, labels = [] } = (await readPullPayload(context, own.number ?? 0)).pull
    return withPull({ ...own, ...(base.ref !== own.base?.ref && { base }), labels })
  } catch (error) {
    const { message } = gitHubError(error, 'It could not be read', 'pull-requests: read')
    world.print(`The current base branch of pull request #${own.number} is not known. ${message}.`)
    return inputs.compare.failOnChange ? withPull({ ...own, base: {} }) : run
  }
}

/** Resolves a branch once, so that a later push does not change the commit to deploy. */
async function resolveCommit(
  repository: Repository,
  ref: string,
  origin: 'run' | 'deploy-ref',
): Promise<string> {
  try {
    return shaOf(await readCommit(repository, ref), 'commit')
  } catch (error) {
    const [what, hint] =
      origin === 'deploy-ref'
        ? [`deploy-ref: ${ref}`, 'Set deploy-ref to a commit, branch or tag of this repository.']
        : [`The commit ${ref} of this run`, pushedOnly]
    const fact = `${what} could not be found in the repository`
    if (!isUnknownCommit(error)) throw gitHubError(error, fact, 'contents: read')
    throw new ActionError(fact, hint, { cause: error })
  }
}

const pushedOnly = 'Run the workflow for a commit that was pushed to this repository.'

async function readCommit({ octokit, owner, repo }: Repository, ref: string): Promise<unknown> {
  // Page 1 would contain the changed files, which may be large. The action does not need them.
  const { data } = await octokit.rest.repos.getCommit({ owner, repo, ref, per_page: 1, page: 2 })
  return data
}

/**
 * Whether GitHub says that a commit, branch or tag does not exist. The status is then 422
 * (https://github.com/zizmorcore/zizmor/pull/972). With 404, the token may also lack a permission.
 */
const isUnknownCommit = (error: unknown) =>
  statusOf(error) === 422 && /^No commit found/i.test(messageOf(error))

type HeadWithBase = HeadCommit & { baseBranch: string }

/**
 * After a merge, the base branch contains the head, so the head itself would be their merge base, and the pull request
 * would seem to change nothing. The merge base is then that of an earlier tip of the base branch.
 * @param withoutBase how to run without a merge base, for example "set compare to none". Undefined if the run needs one
 * @throws ActionError if GitHub cannot compare the commits, or if the base branch contains the head and no earlier tip
 * is known
 */
export async function findMergeBase(
  head: HeadWithBase,
  repository: Repository,
  withoutBase?: string,
): Promise<MergeBase> {
  const { commit, baseBranch: branch } = head
  try {
    const current = await readMergeBase(branch, commit, repository)
    if (!isSameSha(current, commit)) return { branch, commit: current }
    const former = await findFormerMergeBase(head, repository)
    if (former !== undefined) {
      const [at, before] = [commit, former].map(sha => sha.slice(0, 7))
      repository.log(
        `${branch} already contains commit ${at}. Before the merge, their merge base was ${before}.`,
      )
      return { branch, commit: former }
    }
  } catch (error) {
    throw await toMergeBaseError(error, head, { repository, withoutBase })
  }
  const otherwise = withoutBase === undefined ? '' : `, or ${withoutBase}`
  throw new ActionError(
    `The merge base of ${branch} and ${commit} could not be found: ${branch} already contains this commit`,
    `If the pull request is open, push a commit that ${branch} does not have. If it is merged, run the workflow on the event pull_request, which names the commit of ${branch} before the merge${otherwise}.`,
  )
}

const isSameSha = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

async function readMergeBase(
  base: string,
  head: string,
  { octokit, owner, repo }: Repository,
  request: { once?: true } = {},
): Promise<string> {
  // Page 1 would contain up to 300 changed files with their lines. The action does not need them.
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
    ...{ owner, repo, basehead: `${base}...${head}`, per_page: 1, page: 2, request },
  })
  return shaOf(fields(data, 'comparison of commits').merge_base_commit, 'comparison of commits')
}

/** Whether the history of `head` contains a commit. Needs `contents: read`. With `once`, a failed request is final. */
export const containsCommit = async (
  repository: Repository,
  commit: string,
  head: string,
  request?: { once: true },
): Promise<boolean> => isSameSha(await readMergeBase(commit, head, repository, request), commit)

/** Returns undefined if GitHub names no tip of the base branch that lacks the head. */
async function findFormerMergeBase(head: HeadCommit, repository: Repository): Promise<string | undefined> {
  for await (const tip of formerTips(head, repository)) {
    const base = await readMergeBase(tip, head.commit, repository).catch(error => {
      if (statusOf(error) === 404) return undefined
      throw error
    })
    if (base !== undefined && !isSameSha(base, head.commit)) return base
  }
  return undefined
}

/**
 * Yields commits that were the tip of the base branch before the merge. GitHub updates `base.sha` when commits are
 * pushed to the pull request (measured in https://github.com/apache/texera/pull/8096). A merge commit has the tip of
 * the base branch as its first parent, or as a later one if a person merged the base branch into the head.
 */
async function* formerTips(
  { commit, baseTip, pullRequest }: HeadCommit,
  repository: Repository,
): AsyncGenerator<string> {
  if (baseTip !== undefined) yield baseTip
  if (pullRequest === undefined) return
  const pull = await readPullRequest(repository, pullRequest)
  yield pull.baseTip
  const { mergeCommit } = pull
  if (typeof mergeCommit !== 'string' || isSameSha(mergeCommit, commit)) return
  const merge = fields(await readCommit(repository, mergeCommit), 'commit')
  const parents = listOf(merge.parents, 'list of parents')
  if (parents.length > 1) yield* parents.map(parent => shaOf(parent, 'commit'))
}

async function toMergeBaseError(
  error: unknown,
  { commit, baseBranch }: HeadWithBase,
  { repository, withoutBase }: { repository: Repository; withoutBase: string | undefined },
): Promise<ActionError> {
  const fact = `The merge base of ${baseBranch} and ${commit} could not be found`
  const refused = gitHubError(error, fact, 'contents: read')
  if (statusOf(error) !== 404) return refused
  const cause = { cause: error }
  if (/no common ancestor/i.test(messageOf(error))) {
    const otherwise = withoutBase === undefined ? '' : `, or ${withoutBase}`
    const hint = `Running the job again does not help. Rebase the branch on ${baseBranch}${otherwise}.`
    return new ActionError(`${fact}: they have no common ancestor`, hint, cause)
  }
  if (await lacksCommit(repository, `heads/${baseBranch}`))
    return new ActionError(
      `${fact}: the repository has no branch ${baseBranch}`,
      'Check that the pull request has a base branch that exists, then run the job again.',
      cause,
    )
  if (await lacksCommit(repository, commit))
    return new ActionError(`${fact}: the repository does not have this commit`, pushedOnly, cause)
  return refused
}

/** Returns false if GitHub does not say whether the commit or branch exists. */
async function lacksCommit(repository: Repository, ref: string): Promise<boolean> {
  try {
    await readCommit(repository, ref)
    return false
  } catch (error) {
    return isUnknownCommit(error)
  }
}

export interface Base {
  branch: string
  /** The pull request's newest commit, if known. */
  head: string | undefined
}

/** Whether `readBase` finds the base branch, unless GitHub does not answer. */
export const hasBaseBranch = (context: RunContext): boolean =>
  baseBranchOf(context.run) !== undefined || pullRequestFor(context) !== undefined

/** @throws ActionError if the run has no pull request, or GitHub does not return it */
export async function readBase(context: RunContext, { octokit, owner, repo }: Repository): Promise<Base> {
  const branch = baseBranchOf(context.run)
  if (branch) return { branch, head: context.run.sha }
  const number = pullRequestFor(context)
  if (number === undefined)
    throw new ActionError(
      'This run has no base branch to compare with: it has no pull request, and it records no baselines',
      'Run the workflow on pull_request to compare, or on push, schedule or workflow_dispatch to record baselines. For other events, set pull-request, or set compare to the address of a second Looker instance.',
    )
  try {
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number })
    const { baseBranch, head } = branchesOf(data)
    return { branch: baseBranch, head }
  } catch (error) {
    const fact = `The base branch of pull request #${number} could not be read`
    const unknown = pullRequestError(error, fact, { owner, repo, number })
    throw unknown ?? gitHubError(error, fact, 'pull-requests: read')
  }
}

/** The maximum number of commits to check. A branch's baselines come from few commits. */
const maxCheckedCommits = 5

/** The returned function says whether the pull request lacks a commit. It returns false if GitHub does not answer. */
export function unmergedCommits(
  { world }: RunContext,
  pullRequest: Promise<Pick<Base, 'head'> & { repository: Repository }>,
): (commit: string) => Promise<boolean> {
  const answers = new Map<string, Promise<boolean>>()
  const ask = async (commit: string) => {
    try {
      const { repository, head } = await pullRequest
      return head !== undefined && !(await containsCommit(repository, commit, head, { once: true }))
    } catch (error) {
      world.core.debug(
        `GitHub did not say whether the pull request contains the commit ${commit}: ${messageOf(error)}`,
      )
      return false
    }
  }
  return async commit => {
    if (!answers.has(commit) && answers.size === maxCheckedCommits) return false
    const answer = answers.get(commit) ?? ask(commit)
    answers.set(commit, answer)
    return answer
  }
}
