import { ActionError } from '../errors.ts'
import { gitHubError, messageOf, pullRequestError } from './errors.ts'
import { baseBranchOf } from './event.ts'
import { pullRequestFor, type RunContext } from './pull-request.ts'
import type { Repository } from './repository.ts'
import { textOf } from './responses.ts'

/** What is to be deployed, as the inputs and the event have it. */
export interface Wanted {
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

export interface Head {
  commit: string
  /** Undefined where it is not to be merged. */
  baseBranch?: string
}

/** Where the head left its base branch. */
export interface MergeBase {
  branch: string
  commit: string
}

/** @throws ActionError where GitHub does not tell */
export async function findHead(wanted: Wanted, repository: () => Promise<Repository>): Promise<Head> {
  const { ref, pullRequest } = wanted
  const known = ref ?? wanted.head
  const isAsked = pullRequest !== undefined && (known === undefined || wanted.baseBranch === undefined)
  const pull = isAsked ? await readPullRequest(await repository(), pullRequest) : undefined
  if (ref === undefined && (wanted.isOfFork || pull?.isOfFork)) throw forkError()
  const head = known ?? pull?.head
  if (head === undefined)
    throw new ActionError(
      'There is no commit to deploy: this run is not for a commit',
      'Set deploy-ref to the commit, branch or tag that is to be deployed.',
    )
  const commit = isCommit(head) ? head : await readCommit(await repository(), head)
  const baseBranch = wanted.baseBranch ?? pull?.baseBranch
  return { commit, ...(baseBranch !== undefined && { baseBranch }) }
}

/**
 * LookML is SQL, which Looker runs on the instance's own connection: a fork's is deployed only where `deploy-ref` names
 * it.
 */
const forkError = () =>
  new ActionError(
    'This pull request comes from a fork, whose LookML is not deployed: it would run its SQL on the data of the instance',
    'Read its LookML, then set deploy-ref to the commit that you have read; or leave deploy empty.',
  )

const isCommit = (ref: string) => /^[0-9a-f]{40}$/i.test(ref)

async function readPullRequest({ octokit, owner, repo }: Repository, number: number) {
  try {
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number })
    const isOfFork = data.head.repo?.full_name !== data.base.repo.full_name
    return { head: data.head.sha, baseBranch: data.base.ref, isOfFork }
  } catch (error) {
    throw gitHubError(error, `Pull request #${number} could not be read`, 'pull-requests: read')
  }
}

/** A branch is resolved once: a later push does not change what is deployed. */
async function readCommit({ octokit, owner, repo }: Repository, ref: string): Promise<string> {
  try {
    const { data } = await octokit.rest.repos.getCommit({ owner, repo, ref })
    return data.sha
  } catch (error) {
    throw gitHubError(error, `deploy-ref: ${ref} could not be found in the repository`, 'contents: read')
  }
}

/** @throws ActionError where GitHub does not tell */
export async function findMergeBase(
  { commit, baseBranch }: Required<Head>,
  { octokit, owner, repo }: Repository,
): Promise<MergeBase> {
  const basehead = `${baseBranch}...${commit}`
  try {
    // The changed files stand on the first page alone, up to 300 of them with their lines.
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
      ...{ owner, repo, basehead, per_page: 1, page: 2 },
    })
    return { branch: baseBranch, commit: data.merge_base_commit.sha }
  } catch (error) {
    throw gitHubError(
      error,
      `The merge base of ${baseBranch} and ${commit} could not be found`,
      'contents: read',
    )
  }
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
  /** The commit that is to be merged into it; empty where nobody knows. */
  head: string
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

interface Opened {
  repository: Repository
  /** The pull request's newest commit; empty where nobody knows. */
  head: string
}

/** Whether the pull request lacks a commit, asked once for each; no, where GitHub does not tell. Nothing is thrown. */
export function unmergedCommits(
  { world }: RunContext,
  opened: Promise<Opened>,
): (commit: string) => Promise<boolean> {
  const asked = new Map<string, Promise<boolean>>()
  const ask = async (commit: string) => {
    try {
      const { repository, head } = await opened
      return head !== '' && (await isUnmerged(repository, commit, head))
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
