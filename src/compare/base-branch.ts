import { ActionError } from '../errors.ts'
import { gitHubError, pullRequestError } from '../github/errors.ts'
import { baseBranchOf } from '../github/event.ts'
import { pullRequestFor, type RunContext } from '../github/pull-request.ts'
import type { Repository } from '../github/repository.ts'

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
