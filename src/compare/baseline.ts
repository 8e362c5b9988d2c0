import { readFile } from 'node:fs/promises'
import { baselineKey } from '../baselines/file-name.ts'
import { downloadBaseline, readBaselines, type StoredBaseline } from '../baselines/store.ts'
import { ActionError } from '../errors.ts'
import { gitHubError, pullRequestError } from '../github/errors.ts'
import { baseBranchOf } from '../github/event.ts'
import { blobSha } from '../github/images-branch.ts'
import type { OpenBranch } from '../github/open-branch.ts'
import { baselineBranch, pullRequestFor, type RunContext } from '../github/pull-request.ts'
import type { Repository } from '../github/repository.ts'
import type { Baseline, RecordedBaseline, Rendered, Result } from '../model.ts'
import type { FoundBaseline } from './compare-file.ts'

/** What a target is compared with. */
export interface BaselineSource {
  /** @throws ActionError that says why there is nothing to compare with */
  find(result: Rendered): Promise<FoundBaseline>
}

/** The same target, rendered in the same run as it was before: on a second instance, or at the merge base. */
export interface RenderedBefore {
  result: Result
  /** The merge base, and the branch that has it; undefined of a second instance. */
  commit?: { branch: string; commit: string }
}

export const renderedBaseline = ({ result, commit }: RenderedBefore): BaselineSource => ({
  find: async () => {
    if (result.status === 'success') {
      const bytes = await readFile(result.path)
      return { kind: 'file', baseline: baselineOf(result, commit), bytes }
    }
    if (commit && result.isMissing) return { kind: 'nothing', ref: commit.branch, sha: commit.commit }
    const what = commit
      ? `The merge base ${commit.commit.slice(0, 7)} could not be rendered`
      : `${new URL(result.target.url).host} did not render it`
    throw new ActionError(`${what}: ${result.error.message}`, result.error.hint)
  },
})

const baselineOf = ({ target }: Rendered, commit: RenderedBefore['commit']): Baseline =>
  commit ? { kind: 'commit', ref: commit.branch, sha: commit.commit } : { kind: 'instance', url: target.url }

/**
 * What is stored for the pull request's base branch, read at once. Undefined where there is nothing to compare with: a run
 * for a branch, whose pictures are stored, or one that renders the merge base itself.
 */
export function branchBaselines(context: RunContext, images: OpenBranch): BaselineSource | undefined {
  const { compare, deploy } = context.inputs
  if (compare.against !== 'base' || deploy || baselineBranch(context) !== undefined) return undefined
  const stored = readBranch(context, images)
  stored.catch(() => undefined) // Told for each target.
  return {
    find: async ({ target, path }) => {
      const { repository, ref, baselines } = await stored
      const found = baselines.get(baselineKey(target, context.inputs.looker.base.host))
      if (!found) return { kind: 'nothing', ref }
      const { imageUrl } = found
      const baseline = recordedBaseline(found, ref)
      if (blobSha(await readFile(path)) === found.blob) return { kind: 'same', baseline, imageUrl }
      refuseHuge(found)
      return { kind: 'file', baseline, bytes: await downloadBaseline(repository, found), imageUrl }
    },
  }
}

const recordedBaseline = ({ commit, at, run, release }: StoredBaseline, ref: string): RecordedBaseline => ({
  kind: 'branch',
  ref,
  sha: commit,
  at,
  run,
  ...(release && { release }),
})

async function readBranch(context: RunContext, images: OpenBranch) {
  const repository = await images.repository()
  const ref = await baseBranch(context, repository)
  return { repository, ref, baselines: await readBaselines(images, ref) }
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
    const unknown = pullRequestError(error, fact, { owner, repo, number })
    throw unknown ?? gitHubError(error, fact, 'pull-requests: read')
  }
}
