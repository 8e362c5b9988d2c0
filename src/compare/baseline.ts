import { readFile } from 'node:fs/promises'
import { ActionError, thrownOf } from '../errors.ts'
import { readBase, unmergedCommits } from '../github/commits.ts'
import { baselineBranch, type RunContext } from '../github/pull-request.ts'
import { downloadBaseline, readBaselines, type StoredBaseline } from '../images-branch/baselines.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import { baselineKey } from '../images-branch/file-names.ts'
import { blobSha } from '../images-branch/tree.ts'
import type { Baseline, RecordedBaseline, Rendered, RenderResult, Target } from '../model.ts'
import type { FoundBaseline } from './compare-file.ts'

/** Finds the baselines of targets. */
export interface BaselineSource {
  /** @throws ActionError if the baseline cannot be read */
  find(result: Rendered): Promise<FoundBaseline>
  /** Whether the pull request lacks a baseline's commit. Only recorded baselines have a commit. Does not throw. */
  isUnmerged?(commit: string): Promise<boolean>
}

/** The picture before, rendered in this run on the second instance or on the merge base. */
export interface RenderedBefore {
  result: RenderResult
  /** The merge base and the base branch. Undefined for the second instance. */
  commit?: { branch: string; commit: string }
}

export const renderedBaseline = ({ result, commit }: RenderedBefore): BaselineSource => ({
  find: async () => {
    if (result.status === 'success') {
      const bytes = await readFile(result.path)
      return { kind: 'file', baseline: renderedBaselineOf(result, commit), bytes }
    }
    if (commit && result.isMissing) return { kind: 'nothing', ref: commit.branch, sha: commit.commit }
    const what = commit
      ? `The merge base ${commit.commit.slice(0, 7)} could not be rendered`
      : `${new URL(result.target.url).host} did not render it`
    throw new ActionError(`${what}: ${result.error.message}`, result.error.hint, {
      cause: thrownOf(result.error),
    })
  },
})

const renderedBaselineOf = ({ target }: Rendered, commit: RenderedBefore['commit']): Baseline =>
  commit ? { kind: 'commit', ref: commit.branch, sha: commit.commit } : { kind: 'instance', url: target.url }

/**
 * Starts to read the baselines of the pull request's base branch. Undefined if the run does not compare with recorded
 * baselines.
 */
export function branchBaselines(context: RunContext, images: OpenBranch): BaselineSource | undefined {
  if (!comparesWithBranch(context)) return undefined
  const stored = readBranchBaselines(context, images)
  stored.catch(() => undefined) // find() throws it.
  return {
    isUnmerged: unmergedCommits(context, stored),
    find: async ({ target, path }) => {
      const { repository, base, branch, baselines } = await stored
      const found = baselines.get(baselineKey(target, context.inputs.looker.base.host))
      if (!found) return { kind: 'nothing', ref: base }
      const { imageUrl } = found
      const baseline = recordedBaseline(found, { base, branch })
      if (blobSha(await readFile(path)) === found.blob) return { kind: 'same', baseline, imageUrl }
      refuseHuge(found)
      return { kind: 'file', baseline, bytes: await downloadBaseline(repository, found), imageUrl }
    },
  }
}

/**
 * Returns the targets without a baseline. Undefined if the run does not compare with recorded baselines. @throws
 * ActionError
 */
export async function targetsWithoutBaseline(
  context: RunContext,
  images: OpenBranch,
  targets: readonly Target[],
): Promise<{ base: string; targets: Target[] } | undefined> {
  if (!comparesWithBranch(context)) return undefined
  const { base, baselines } = await readBranchBaselines(context, images)
  const { host } = context.inputs.looker.base
  return { base, targets: targets.filter(target => !baselines.has(baselineKey(target, host))) }
}

/**
 * Whether the run compares with recorded baselines. That is the case with `compare: base`, unless the run renders the
 * merge base itself or records baselines.
 */
const comparesWithBranch = (context: RunContext): boolean => {
  const { compare, deploy } = context.inputs
  return compare.against === 'base' && !deploy && baselineBranch(context) === undefined
}

function recordedBaseline(
  { commit, at, run, release }: StoredBaseline,
  { base, branch }: { base: string; branch: string },
): RecordedBaseline {
  const insteadOf = branch !== base && { insteadOf: base }
  return { kind: 'branch', ref: branch, sha: commit, at, run, ...(release && { release }), ...insteadOf }
}

/**
 * Reads the baselines of the base branch. If it has no baselines at all, reads those of the default branch. If only a
 * target's baseline is missing, the target is new.
 */
async function readBranchBaselines(context: RunContext, images: OpenBranch) {
  const repository = await images.repository()
  const { branch: base, head } = await readBase(context, repository)
  const read = async (branch: string) => ({ branch, baselines: await readBaselines(images, branch) })
  const own = await read(base)
  const other = context.run.payload.repository?.default_branch
  const isRecorded = own.baselines.size > 0 || other === undefined || other === base
  return { repository, base, head, ...(isRecorded ? own : await read(other)) }
}

/**
 * GitHub returns no larger blobs (https://docs.github.com/en/rest/git/blobs#get-a-blob). Comparable pictures are
 * smaller.
 */
const maxBlobBytes = 100_000_000

function refuseHuge({ bytes, path }: StoredBaseline): void {
  if (bytes <= maxBlobBytes) return
  throw new ActionError(
    `The baseline ${path} is too large to be downloaded`,
    'Give the target a smaller width or height.',
  )
}
