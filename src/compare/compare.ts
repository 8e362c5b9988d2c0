import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import type { AcceptedChanges, AcceptedResult } from '../acceptance/accepted-changes.ts'
import { hashOf } from '../acceptance/stored-targets.ts'
import { ActionError, thrownOf } from '../errors.ts'
import { hasBaseBranch, unmergedCommits } from '../github/commits.ts'
import { baselineBranch, type RunContext } from '../github/workflow-run.ts'
import { downloadBaseline, readBranchBaselines, type StoredBaseline } from '../images-branch/baselines.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import { blobSha } from '../images-branch/branch-tip.ts'
import { baselineKey } from '../images-branch/picture-names.ts'
import type {
  Baseline,
  Compared,
  Comparison,
  Fault,
  RecordedBaseline,
  Rectangle,
  Rendered,
  RenderResult,
  Target,
} from '../model.ts'
import { describeComparison, describeLeftOut } from '../report/descriptions.ts'
import { isChanged, sidecarPaths, sidecarsOf, toSidecarTarget } from '../results.ts'
import { imageSize } from '../runtime/image-size.ts'
import { sha256Of } from '../runtime/text.ts'
import { orAborted } from '../runtime/time.ts'
import { headingWithAddress, isOfLookml } from '../targets.ts'
import { type CompareRules, changeOf, compareFile, type FoundBaseline } from './compare-file.ts'
import { type ComparedResult, confirmChange } from './confirm-changes.ts'
import { startDiffThread } from './diff-thread.ts'

interface Comparer {
  /**
   * Compares a target with its baseline. With `confirm-changes`, renders a changed target a second time. Does not
   * throw. If the comparison fails, the result contains the reason.
   */
  compare(result: RenderResult, options: PictureCompareOptions): Promise<RenderResult<Compared>>
  close(): Promise<void>
}

export interface PictureCompareOptions {
  /** The "before" picture, if this run has rendered one. Otherwise, the baseline of the base branch is used. */
  before?: RenderedBefore | undefined
  /** Renders a target a second time with the same settings. Undefined if that is no longer possible. */
  render?: (target: Target) => Promise<RenderResult>
}

const maxConcurrentDownloads = 4

/** Starts to read the baselines of the base branch. */
export function openComparer(
  context: RunContext,
  images: OpenBranch,
  acceptance: AcceptedChanges | undefined,
): Comparer {
  const { world, inputs, deadlines } = context
  const { threshold, tolerance, confirmChanges } = inputs.compare
  const branchSource = branchBaselines(context, images)
  const diffThread = startDiffThread(world.comparer, world.clock)
  const stop = () => void diffThread.close(deadlines.compare.reason)
  deadlines.compare.addEventListener('abort', stop)
  const rules = { threshold, tolerance, diffThread }
  const slots = pLimit(maxConcurrentDownloads)
  const compareOnce = (result: Rendered, baselines: BaselineSource) =>
    slots(async () => {
      const find = () => orAborted(deadlines.compare, baselines.find(result))
      return { ...result, comparison: await compareFile(result, find, rules) }
    })
  const confirm = async (compared: ComparedResult, render: PictureCompareOptions['render']) => {
    if (!confirmChanges || !render || !isChanged(compared)) return compared
    world.core.debug(`${headingWithAddress(compared)}: changed, so it is rendered again`)
    const again = await render(toSidecarTarget(compared.target, 'again'))
    return slots(() => confirmChange(compared, again, rules))
  }
  return {
    async compare(result, { before, render }) {
      const baselines = before ? renderedBaseline(before) : branchSource
      if (!baselines) return result
      if (result.status === 'failure' || deadlines.publish.aborted)
        return removeAllSidecars(result, inputs.outputDirectory)
      const confirmed = await confirm(await compareOnce(result, baselines), render)
      const isUnmerged = (commit: string) =>
        orAborted(deadlines.compare, baselines.isUnmerged?.(commit) ?? Promise.resolve(false)).catch(
          () => false,
        )
      const checked = await markUnmerged(confirmed, isUnmerged)
      const compared = acceptance ? await slots(() => markAccepted(checked, acceptance, rules)) : checked
      await removeFormerSidecars(compared.path, compared.comparison)
      const words = [describeComparison(compared.comparison), describeLeftOut(compared)].filter(Boolean)
      world.print(`${headingWithAddress(compared)}: ${words.join('; ')}`)
      const outside = await rectanglesOutside(compared)
      return { ...compared, ...(outside.length > 0 && { outside }) }
    },
    async close() {
      deadlines.compare.removeEventListener('abort', stop)
      await diffThread.close()
    },
  }
}

/** Removes the sidecar files of a target that is not compared, such as a "before" picture of the second instance. */
async function removeAllSidecars(result: RenderResult, directory: string): Promise<RenderResult> {
  if ('file' in result.target) await removeFormerSidecars(join(directory, result.target.file))
  return result
}

/**
 * Removes a "before" picture, difference image or strip that does not belong to the comparison. The file may be from an
 * earlier run or the second instance.
 */
async function removeFormerSidecars(path: string, comparison?: Comparison): Promise<void> {
  const kept = comparison ? sidecarsOf(comparison).map(sidecar => sidecar.path) : []
  const rest = sidecarPaths(path).filter(sidecar => !kept.includes(sidecar))
  await Promise.all(rest.map(sidecar => rm(sidecar, { force: true }).catch(() => undefined)))
}

/** Marks a result as accepted if a reviewer accepted the same result, or a picture that counts as equal. */
async function markAccepted(
  result: ComparedResult,
  acceptance: AcceptedChanges,
  rules: CompareRules,
): Promise<ComparedResult> {
  const { comparison } = result
  if (comparison.status !== 'changed' && comparison.status !== 'incomparable') return result
  const isChanged = comparison.status === 'changed'
  const candidates = (await acceptance.find(result.target)).filter(
    ({ isUncompared }) => !(isUncompared && isChanged),
  )
  let found = candidates.find(({ hash }) => hash === hashOf(result))
  for (const candidate of isChanged ? candidates : [])
    found ??= (await equalsAccepted(result, { candidate, acceptance, rules })) ? candidate : undefined
  if (!found) return result
  const { blob: _, isUncompared: __, ...accepted } = found
  return { ...result, comparison: { ...comparison, accepted } }
}

/** Compares a picture with an accepted picture, with the same rules as for a baseline. */
async function equalsAccepted(
  result: ComparedResult,
  {
    candidate,
    acceptance,
    rules: { threshold, tolerance, diffThread },
  }: { candidate: AcceptedResult; acceptance: AcceptedChanges; rules: CompareRules },
): Promise<boolean> {
  const { target, path, check } = result
  try {
    const bytes = await acceptance.download(candidate)
    if (!bytes) return false
    // The hash of a target with checked tiles covers the picture and the tiles.
    const sha256 = sha256Of(bytes)
    if (check && candidate.hash !== hashOf({ ...result, sha256 })) return false
    const options = { threshold, ignore: target.ignore }
    const difference = await diffThread.compare(bytes, await readFile(path), options)
    return !changeOf(difference, tolerance)
  } catch {
    return false // A picture that cannot be compared with the accepted picture is not accepted.
  }
}

/** Sets `isUnmerged` on a changed picture if the baseline's commit is not part of the pull request. */
async function markUnmerged(
  result: ComparedResult,
  isUnmerged: (commit: string) => Promise<boolean>,
): Promise<ComparedResult> {
  if (!isChanged(result)) return result
  const { comparison } = result
  const { baseline } = comparison
  if (baseline.kind !== 'branch' || !(await isUnmerged(baseline.sha))) return result
  return { ...result, comparison: { ...comparison, baseline: { ...baseline, isUnmerged: true } } }
}

export async function rectanglesOutside({ target, path }: Rendered): Promise<Rectangle[]> {
  const { format } = target.output
  if (format === 'pdf' || target.ignore.length === 0) return []
  const size = imageSize(await readFile(path), format)
  return size ? target.ignore.filter(({ x, y }) => x >= size.width || y >= size.height) : []
}

interface BaselineSource {
  /**
   * Returns the baseline of a rendered target.
   * @throws ActionError if the baseline cannot be read
   */
  find(result: Rendered): Promise<FoundBaseline>
  /** Whether the commit of a recorded baseline is not part of the pull request. Does not throw. */
  isUnmerged?(commit: string): Promise<boolean>
}

/** The "before" picture that this run rendered: on the second instance, for the merge base or in production. */
export interface RenderedBefore {
  result: RenderResult
  /** The base branch and the merge base. Undefined for a picture of the second instance or of production. */
  commit?: { branch: string; commit: string }
  /** Says that the head lacks the target. The picture to compare is then this picture. */
  removal?: Fault
}

export const renderedBaseline = ({ result, commit, removal }: RenderedBefore): BaselineSource => ({
  find: async () => {
    if (result.status === 'success') {
      if (removal) return { kind: 'removed', baseline: renderedBaselineOf(result, commit), error: removal }
      const bytes = await readFile(result.path)
      return { kind: 'file', baseline: renderedBaselineOf(result, commit), bytes }
    }
    // LookML cannot add other content, so its absence is temporary or has another reason.
    if (commit && result.isMissing && isOfLookml(result.target))
      return { kind: 'nothing', ref: commit.branch, sha: commit.commit }
    const what = commit
      ? `The merge base ${commit.commit.slice(0, 7)} could not be rendered`
      : `${new URL(result.target.url).host} did not render the target`
    throw new ActionError(`${what}: ${result.error.message}`, result.error.hint, {
      cause: thrownOf(result.error),
    })
  },
})

const renderedBaselineOf = ({ target }: Rendered, commit: RenderedBefore['commit']): Baseline =>
  commit ? { kind: 'commit', ref: commit.branch, sha: commit.commit } : { kind: 'instance', url: target.url }

type BranchBaselines = Awaited<ReturnType<typeof readBranchBaselines>>

/**
 * Starts to read the baselines of the base branch. Returns undefined if the run does not compare with recorded
 * baselines.
 */
function branchBaselines(context: RunContext, images: OpenBranch): BaselineSource | undefined {
  if (!comparesWithBranch(context)) return undefined
  const stored = readBranchBaselines(context, images)
  stored.catch(() => undefined) // `find` throws the error.
  return {
    isUnmerged: unmergedCommits(context, stored),
    find: async ({ target, path }) => {
      const { repository, base, branch, baselines } = await stored
      const found = baselines.get(baselineKey(target, context.inputs.looker.base.host))
      if (!found) return { kind: 'nothing', ref: base, ...otherBaselines(await stored) }
      const { imageUrl } = found
      const baseline = recordedBaseline(found, { base, branch })
      if (blobSha(await readFile(path)) === found.blob) return { kind: 'same', baseline, imageUrl }
      refuseHuge(found)
      return { kind: 'file', baseline, bytes: await downloadBaseline(repository, found), imageUrl }
    },
  }
}

/**
 * Ignores the default branch's baselines, because a run on the base branch records the base branch's own.
 */
const otherBaselines = ({ base, branch, baselines }: BranchBaselines): { hasOtherBaselines?: true } =>
  branch === base && baselines.size > 0 ? { hasOtherBaselines: true } : {}

/**
 * Returns the targets without a baseline, or undefined if the run does not compare with recorded baselines.
 * @throws ActionError if GitHub does not return the baselines
 */
export async function targetsWithoutBaseline(
  context: RunContext,
  images: OpenBranch,
  targets: readonly Target[],
): Promise<{ base: string; targets: Target[]; hasOtherBaselines?: true } | undefined> {
  if (!comparesWithBranch(context)) return undefined
  const stored = await readBranchBaselines(context, images)
  const { host } = context.inputs.looker.base
  const unrecorded = targets.filter(target => !stored.baselines.has(baselineKey(target, host)))
  return { base: stored.base, targets: unrecorded, ...otherBaselines(stored) }
}

/**
 * Returns false if the run renders the merge base itself, or records baselines. Without a base branch, the run cannot
 * render the merge base, and the comparison fails with this reason.
 */
const comparesWithBranch = (context: RunContext): boolean => {
  const { compare, deploy } = context.inputs
  const rendersBase = deploy && hasBaseBranch(context)
  return compare.against === 'base' && !rendersBase && baselineBranch(context) === undefined
}

function recordedBaseline(
  { commit, at, run, release }: StoredBaseline,
  { base, branch }: { base: string; branch: string },
): RecordedBaseline {
  const insteadOf = branch !== base && { insteadOf: base }
  return { kind: 'branch', ref: branch, sha: commit, at, run, ...(release && { release }), ...insteadOf }
}

/**
 * The maximum size of a baseline's blob. GitHub does not return larger blobs
 * (https://docs.github.com/en/rest/git/blobs#get-a-blob). A picture of this size would be too large for a comparison
 * anyway.
 */
const maxBlobBytes = 100_000_000

function refuseHuge({ bytes, path }: StoredBaseline): void {
  if (bytes <= maxBlobBytes) return
  throw new ActionError(
    `The baseline ${path} is too large to be downloaded`,
    'Give the target a smaller width or height.',
  )
}
