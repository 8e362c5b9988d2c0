import type { ChangedFile, Changes } from '../affected/changes.ts'
import { ActionError } from '../errors.ts'
import { gitHubError } from '../github/errors.ts'
import type { Repository } from '../github/repository.ts'

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

/** Where the head left its base branch, and what changed since. */
export interface MergeBase {
  branch: string
  commit: string
  changes: Changes
}

/** GitHub lists no more changed files ("Compare two commits"). */
const maxFiles = 300

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
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({ owner, repo, basehead })
    return { branch: baseBranch, commit: data.merge_base_commit.sha, changes: changesOf(data.files) }
  } catch (error) {
    throw gitHubError(
      error,
      `The merge base of ${baseBranch} and ${commit} could not be found`,
      'contents: read',
    )
  }
}

interface GitHubFile {
  filename: string
  previous_filename?: string
  /** Lines. */
  changes: number
  patch?: string
}

function changesOf(files: readonly GitHubFile[] | undefined): Changes {
  if (!files) return { unknown: 'GitHub did not tell which files changed' }
  if (files.length >= maxFiles) return { unknown: `GitHub lists no more than ${maxFiles} changed files` }
  return { files: files.map(changedFile) }
}

const changedFile = ({
  filename: path,
  previous_filename: previousPath,
  patch,
}: GitHubFile): ChangedFile => ({
  path,
  ...(previousPath !== undefined && { previousPath }),
  ...(patch !== undefined && { patch }),
})
