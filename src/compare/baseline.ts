import { readFile } from 'node:fs/promises'
import { baselineKey } from '../baselines/file-name.ts'
import { downloadBaseline, readBaselines, type StoredBaseline } from '../baselines/store.ts'
import { ActionError } from '../errors.ts'
import { gitHubError } from '../github/errors.ts'
import { baseBranchOf } from '../github/event.ts'
import { blobSha } from '../github/images-branch.ts'
import { baselineBranch, pullRequestFor, type RunContext } from '../github/pull-request.ts'
import { openRepository, type Repository } from '../github/repository.ts'
import type { Baseline, Rendered, Result } from '../model.ts'
import type { FoundBaseline } from './compare-file.ts'

/** What a target is compared with. */
export interface BaselineSource {
  /** @throws ActionError that says why there is nothing to compare with */
  find(result: Rendered): Promise<FoundBaseline>
}

/** The same target, rendered elsewhere in the same run: on a second instance. */
export const renderedBaseline = (host: string, other: Result): BaselineSource => ({
  find: async () => {
    if (other.status !== 'success')
      throw new ActionError(`${host} did not render it: ${other.error.message}`, other.error.hint)
    const baseline: Baseline = { kind: 'instance', url: other.target.url }
    return { kind: 'file', baseline, bytes: await readFile(other.path) }
  },
})

/**
 * What is stored for the pull request's base branch, read at once. Undefined where there is nothing to compare with: a run
 * for a branch, whose pictures are stored.
 */
export function branchBaselines(context: RunContext): BaselineSource | undefined {
  if (context.inputs.compare.against !== 'base' || baselineBranch(context) !== undefined) return undefined
  const stored = readBranch(context)
  stored.catch(() => undefined) // Told for each target.
  return {
    find: async ({ target, path }) => {
      const { repository, ref, baselines } = await stored
      const found = baselines.get(baselineKey(target, context.inputs.looker.base.host))
      if (!found) return { kind: 'nothing', ref }
      const { imageUrl } = found
      const baseline: Baseline = { kind: 'branch', ref, sha: found.commit, at: found.at }
      if (blobSha(await readFile(path)) === found.blob) return { kind: 'same', baseline, imageUrl }
      refuseHuge(found)
      return { kind: 'file', baseline, bytes: await downloadBaseline(repository, found), imageUrl }
    },
  }
}

async function readBranch(context: RunContext) {
  const repository = await openRepository(context)
  const ref = await baseBranch(context, repository)
  return { repository, ref, baselines: await readBaselines(repository, context.inputs.images.ref, ref) }
}

/** More bytes than this GitHub does not give in one piece, and no picture that can be compared has. */
const maxBytes = 100_000_000

function refuseHuge({ bytes, path }: StoredBaseline): void {
  if (bytes <= maxBytes) return
  throw new ActionError(
    `The recorded picture ${path} is too large to be fetched`,
    'Give the target a smaller width or height.',
  )
}

/** @throws ActionError where there is no pull request, or GitHub does not tell of it */
async function baseBranch(context: RunContext, { octokit, owner, repo }: Repository): Promise<string> {
  const known = baseBranchOf(context.run)
  if (known) return known
  const number = pullRequestFor(context)
  if (number === undefined)
    throw new ActionError(
      'There is no base branch to compare with: this run is for no pull request, and records nothing',
      'With compare: base, a push, schedule or workflow_dispatch records the pictures of its branch, and a pull request is compared; for other events set pull-request, or compare to the base URL of a second instance.',
    )
  try {
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number })
    return data.base.ref
  } catch (error) {
    const fact = `The base branch of pull request #${number} could not be read`
    throw gitHubError(error, fact, 'pull-requests: read')
  }
}
