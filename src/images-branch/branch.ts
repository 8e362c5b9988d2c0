import type { Repository } from '../github/client.ts'
import { gitHubError, statusOf } from '../github/github-errors.ts'
import { once } from '../runtime/time.ts'
import { type BranchTip, readTip } from './branch-tip.ts'
import { commitOnTop, type ImagesCommit } from './commit-to-branch.ts'
import { blobUploads, type Priority } from './upload-files.ts'

/**
 * The images branch during a run. The branch is read once. Files are uploaded while Looker renders, and committed at
 * the end.
 */
export interface OpenBranch {
  repository(): Promise<Repository>
  /** `heads/looker-snapshots`, or `looker/snapshots` for the ref `refs/looker/snapshots`. */
  ref: string
  /** Returns the tip at the time of the first call. Returns undefined if the branch does not exist. */
  tip(): Promise<BranchTip | undefined>
  /**
   * Uploads a file. The file is visible only after a commit contains it.
   * @returns the SHA of the file's blob
   * @throws RefusedFileError if GitHub refuses only this file
   * @throws UnsentFileError if the step has already sent too many files
   */
  upload(path: string, priority?: Priority): Promise<string>
  /**
   * Commits on top of the current tip.
   * @returns the commit's SHA
   */
  commit(change: Omit<ImagesCommit, 'ref'>): Promise<string | undefined>
  /** Returns the error if the branch could not be read, or if a commit failed. Later commits probably fail, too. */
  failure(): unknown
}

export function openBranch(open: () => Promise<Repository>, ref: string): OpenBranch {
  let failure: unknown
  const repository = once(open)
  // GitHub may not find the commit of a ref that has just moved. This error is ignored, because `commitOnTop` reads the
  // tip again.
  const isIgnored = (error: unknown) => statusOf(error) === 404
  const tip = once(async () => {
    try {
      const open = await repository()
      return (await readTip(open, ref)) ?? (await readUncertainTip(open, ref))
    } catch (error) {
      if (!isIgnored(error)) failure = error
      throw error
    }
  })
  const tipIfFound = () =>
    tip().catch((error: unknown) => {
      if (!isIgnored(error)) throw error
      return undefined
    })
  const existing = once(async () => new Set((await tipIfFound())?.files?.flatMap(({ sha }) => sha ?? [])))
  const { upload } = blobUploads(repository, existing)
  return {
    repository,
    ref,
    tip,
    upload,
    async commit(change) {
      try {
        return await commitOnTop(await repository(), { ref, ...change }, await tipIfFound())
      } catch (error) {
        failure = error
        throw error
      }
    },
    failure: () => failure,
  }
}

/**
 * Reads the tip again after GitHub has not found the branch. GitHub also answers 404 if the token may not see the
 * repository (https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#404-not-found-for-an-existing-resource).
 * Without this check, such a run would find no baselines, and `fail-on-change` would pass.
 */
async function readUncertainTip(repository: Repository, ref: string): Promise<BranchTip | undefined> {
  const { octokit, owner, repo } = repository
  try {
    await octokit.rest.repos.get({ owner, repo })
  } catch (error) {
    throw gitHubError(error, 'The repository could not be read', 'contents: read')
  }
  return readTip(repository, ref)
}
