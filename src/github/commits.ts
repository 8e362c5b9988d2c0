import { ActionError } from '../errors.ts'
import { gitHubError, messageOf, pullRequestError, statusOf } from './errors.ts'
import { baseBranchOf, toPullRequest, type WorkflowRun } from './event.ts'
import { pullRequestFor, type RunContext } from './pull-request.ts'
import { openRepository, type Repository } from './repository.ts'
import { textOf } from './responses.ts'

/** What is to be deployed, as the inputs and the event have it. */
export interface WantedCommit {
  /** A commit, a branch or a tag: what `deploy-ref` says. */
  ref?: string | undefined
  /** From the event, where it tells them: the head commit, and the branch that it is to be merged into. */
  head?: string | undefined
  baseBranch?: string | undefined
  /** Is read for what the event does not tell. */
  pullRequest?: number | undefined
  /** The event's pull request comes from another repository. */
  isOfFork?: boolean
}

export interface HeadCommit {
  commit: string
  /** Undefined where it is not to be merged. */
  baseBranch?: string
}

/** Where the head left its base branch, and what changed since. */
export interface MergeBase {
  branch: string
  commit: string
  /** As GitHub lists them; undefined if it does not. */
  files?: readonly ComparedFile[] | undefined
}

/** A file of GitHub's comparison ("Compare two commits"). */
interface ComparedFile {
  filename: string
  previous_filename?: string
  /** Lines. */
  changes: number
  patch?: string
}

/** The commit of a run, or the one that `ref` names. */
export function wantedCommit(context: RunContext, ref: string | undefined): WantedCommit {
  const { run } = context
  const pullRequest = pullRequestFor(context)
  const { pull_request: pull, repository } = run.payload
  // A pull request that is named, and could not be read at the start, is read again.
  if (pullRequest !== undefined && pull?.number !== pullRequest) return { ref, pullRequest }
  const isOfFork = pull !== undefined && pull.head?.repo?.full_name !== repository?.full_name
  return { ref, pullRequest, isOfFork, head: run.sha, baseBranch: baseBranchOf(run) }
}

/** Errors in the words of the caller, who knows what the commit is for. */
export interface HeadErrors {
  forkError(): ActionError
  noCommitError(): ActionError
}

/** @throws ActionError where GitHub does not tell */
export async function findHead(
  wanted: WantedCommit,
  { forkError, noCommitError }: HeadErrors,
  repository: () => Promise<Repository>,
): Promise<HeadCommit> {
  const { ref, pullRequest } = wanted
  const known = ref ?? wanted.head
  const isAsked = pullRequest !== undefined && (known === undefined || wanted.baseBranch === undefined)
  const pull = isAsked ? await readPullRequest(await repository(), pullRequest) : undefined
  if (ref === undefined && (wanted.isOfFork || pull?.isOfFork)) throw forkError()
  const head = known ?? pull?.head
  if (head === undefined) throw noCommitError()
  const commit = isFullSha(head) ? head : await resolveCommit(await repository(), head)
  const baseBranch = wanted.baseBranch ?? pull?.baseBranch
  return { commit, ...(baseBranch !== undefined && { baseBranch }) }
}

const isFullSha = (ref: string) => /^[0-9a-f]{40}$/i.test(ref)

async function readPullRequest({ octokit, owner, repo }: Repository, number: number) {
  try {
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number })
    const isOfFork = data.head.repo?.full_name !== data.base.repo.full_name
    return { head: data.head.sha, baseBranch: data.base.ref, isOfFork }
  } catch (error) {
    throw gitHubError(error, `Pull request #${number} could not be read`, 'pull-requests: read')
  }
}

/**
 * The run with the pull request that an input or a comment names, read once. The event of such a run, workflow_dispatch
 * say, only has the default branch's commit. If GitHub does not give the pull request, the run has no commit.
 */
export async function withNamedPullRequest(context: RunContext): Promise<WorkflowRun> {
  const { run, world } = context
  const number = pullRequestFor(context)
  if (number === undefined || run.payload.pull_request?.number === number) return run
  try {
    const { octokit, owner, repo } = await openRepository(context)
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number })
    const pull = toPullRequest({ ...data })
    const repository = { ...run.payload.repository, full_name: data.base.repo.full_name }
    return { ...run, sha: pull.head?.sha, payload: { ...run.payload, repository, pull_request: pull } }
  } catch (error) {
    const { message } = gitHubError(error, 'It could not be read', 'pull-requests: read')
    world.print(`The head of pull request #${number} is not known. ${message}.`)
    return { ...run, sha: undefined }
  }
}

/** A branch is resolved once: a later push does not change what is deployed. */
async function resolveCommit({ octokit, owner, repo }: Repository, ref: string): Promise<string> {
  try {
    const { data } = await octokit.rest.repos.getCommit({ owner, repo, ref })
    return data.sha
  } catch (error) {
    throw gitHubError(error, `deploy-ref: ${ref} could not be found in the repository`, 'contents: read')
  }
}

/** @throws ActionError where GitHub does not tell */
export async function findMergeBase(
  { commit, baseBranch }: Required<HeadCommit>,
  { octokit, owner, repo }: Repository,
): Promise<MergeBase> {
  const basehead = `${baseBranch}...${commit}`
  try {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead })
    return { branch: baseBranch, commit: data.merge_base_commit.sha, files: data.files }
  } catch (error) {
    throw toMergeBaseError(error, { commit, baseBranch })
  }
}

function toMergeBaseError(error: unknown, { commit, baseBranch }: Required<HeadCommit>): ActionError {
  const fact = `The merge base of ${baseBranch} and ${commit} could not be found`
  if (statusOf(error) !== 404 || !/no common ancestor/i.test(messageOf(error)))
    return gitHubError(error, fact, 'contents: read')
  return new ActionError(
    `${fact}: the two have no common ancestor`,
    `Running the job again does not help. Rebase the branch on ${baseBranch}; or set compare to none, and leave only-affected out.`,
    { cause: error },
  )
}

/**
 * Whether a commit is missing from the history of `head`. One request ("Compare two commits"), which needs
 * `contents: read`, and is not repeated.
 */
async function isUnmerged(
  { octokit, owner, repo }: Repository,
  commit: string,
  head: string,
): Promise<boolean> {
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
    owner,
    repo,
    basehead: `${commit}...${head}`,
    // The changed files stand on the first page alone, up to 300 of them with their lines.
    per_page: 1,
    page: 2,
    request: { once: true },
  })
  return ['behind', 'diverged'].includes(textOf(data, 'status', 'comparison of commits'))
}

/** What a pull request, or a merge queue, goes to. */
export interface Base {
  branch: string
  /** The pull request's newest commit, if known. */
  head: string | undefined
}

/** @throws ActionError where there is no pull request, or GitHub does not tell of it */
export async function readBase(context: RunContext, { octokit, owner, repo }: Repository): Promise<Base> {
  const branch = baseBranchOf(context.run)
  if (branch) return { branch, head: context.run.sha }
  const number = pullRequestFor(context)
  if (number === undefined)
    throw new ActionError(
      'There is no base branch to compare with: this run is for no pull request, and records nothing',
      'With compare: base, a push, schedule or workflow_dispatch records the pictures of its branch, and a pull request is compared; for other events set pull-request, or compare to the base URL of a second instance.',
    )
  try {
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number })
    return { branch: data.base.ref, head: data.head.sha }
  } catch (error) {
    const fact = `The base branch of pull request #${number} could not be read`
    const unknown = pullRequestError(error, fact, { owner, repo, number })
    throw unknown ?? gitHubError(error, fact, 'pull-requests: read')
  }
}

/** The baselines of a branch come from one run or a few; of more commits nobody asks. */
const maxCommits = 5

/** Whether the pull request lacks a commit, asked once for each; no, where GitHub does not tell. Nothing is thrown. */
export function unmergedCommits(
  { world }: RunContext,
  pullRequest: Promise<Pick<Base, 'head'> & { repository: Repository }>,
): (commit: string) => Promise<boolean> {
  const asked = new Map<string, Promise<boolean>>()
  const ask = async (commit: string) => {
    try {
      const { repository, head } = await pullRequest
      return head !== undefined && (await isUnmerged(repository, commit, head))
    } catch (error) {
      world.core.debug(`Whether the pull request has the commit ${commit} is not known: ${messageOf(error)}`)
      return false
    }
  }
  return async commit => {
    if (!asked.has(commit) && asked.size === maxCommits) return false
    const answer = asked.get(commit) ?? ask(commit)
    asked.set(commit, answer)
    return answer
  }
}
