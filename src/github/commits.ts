import { ActionError } from '../errors.ts'
import { fields, openRepository, type Repository, shaOf, textOf } from './client.ts'
import { gitHubError, messageOf, pullRequestError, statusOf } from './github-errors.ts'
import {
  baseBranchOf,
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
  /** `findHead` reads this pull request if the event lacks the head commit or the base branch. */
  pullRequest?: number | undefined
  /** Whether the event's pull request comes from another repository. */
  isOfFork?: boolean
}

interface HeadCommit {
  commit: string
  baseBranch?: string
}

/** The commit where the head left its base branch. */
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
  return { ref, pullRequest, isOfFork, head: run.sha, baseBranch: baseBranchOf(run) }
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
  return { commit, ...(baseBranch !== undefined && { baseBranch }) }
}

const isFullSha = (ref: string) => /^[0-9a-f]{40}$/i.test(ref)

async function readPullRequest({ octokit, owner, repo }: Repository, number: number) {
  try {
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number })
    const isOfFork = data.head?.repo?.full_name !== baseRepositoryOf(data)
    return { ...branchesOf(data), isOfFork }
  } catch (error) {
    throw gitHubError(error, `Pull request #${number} could not be read`, 'pull-requests: read')
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
 */
export async function withNamedPullRequest(context: RunContext): Promise<WorkflowRun> {
  const { run, world } = context
  const number = pullRequestFor(context)
  if (number === undefined || run.payload.pull_request?.number === number) return run
  // The event may be about another pull request, whose labels and head do not belong to this one.
  const { action: _action, label: _label, pull_request: _pull, ...payload } = run.payload
  try {
    const { octokit, owner, repo } = await openRepository(context, context.deadlines.start)
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number })
    const pull = toPullRequest({ ...data })
    const repository = { ...payload.repository, full_name: baseRepositoryOf(data) }
    return { ...run, sha: pull.head?.sha, payload: { ...payload, repository, pull_request: pull } }
  } catch (error) {
    const { message } = gitHubError(error, 'It could not be read', 'pull-requests: read')
    world.print(`The head of pull request #${number} is not known. ${message}.`)
    return { ...run, sha: undefined, payload }
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

/**
 * @param withoutBase how to run without a merge base, for example "set compare to none". Undefined if the run needs one
 * @throws ActionError if GitHub cannot compare the commits
 */
export async function findMergeBase(
  { commit, baseBranch }: Required<HeadCommit>,
  repository: Repository,
  withoutBase?: string,
): Promise<MergeBase> {
  const { octokit, owner, repo } = repository
  const basehead = `${baseBranch}...${commit}`
  try {
    // Page 1 would contain up to 300 changed files with their lines. The action does not need them.
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
      ...{ owner, repo, basehead, per_page: 1, page: 2 },
    })
    const { merge_base_commit: base } = fields(data, 'comparison of commits')
    return { branch: baseBranch, commit: shaOf(base, 'comparison of commits') }
  } catch (error) {
    throw await toMergeBaseError(error, { commit, baseBranch }, { repository, withoutBase })
  }
}

async function toMergeBaseError(
  error: unknown,
  { commit, baseBranch }: Required<HeadCommit>,
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
      'Give the pull request a base branch that exists, then push a commit. Running the job again does not help, because its event keeps the old base branch.',
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

/** Whether the history of `head` lacks a commit. Needs `contents: read`. Sends one request without retries. */
async function isUnmerged(
  { octokit, owner, repo }: Repository,
  commit: string,
  head: string,
): Promise<boolean> {
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
    owner,
    repo,
    basehead: `${commit}...${head}`,
    // Page 1 would contain the changed files, which may be large. The action does not need them.
    per_page: 1,
    page: 2,
    request: { once: true },
  })
  return ['behind', 'diverged'].includes(textOf(data, 'status', 'comparison of commits'))
}

export interface Base {
  branch: string
  /** The pull request's newest commit, if known. */
  head: string | undefined
}

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
      return head !== undefined && (await isUnmerged(repository, commit, head))
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
