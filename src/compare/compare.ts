import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { baselineKey } from '../baselines/file-name.ts'
import { downloadBaseline, readBaselines, type StoredBaseline } from '../baselines/store.ts'
import { ActionError } from '../errors.ts'
import { gitHubError } from '../github/errors.ts'
import { baseBranchOf } from '../github/event.ts'
import { blobSha } from '../github/images-branch.ts'
import { baselineBranch, pullRequestFor, type RunContext } from '../github/pull-request.ts'
import type { Repository } from '../github/repository.ts'
import { openRepository } from '../github/repository.ts'
import type { Comparison, Rendered, Result } from '../model.ts'
import { describeComparison } from '../report/comparison-text.ts'
import { sidecarPaths, sidecarsOf } from '../results.ts'
import { count } from '../runtime/text.ts'
import { compareFile, type FoundBaseline } from './compare-file.ts'
import { startDiffThread } from './diff-thread.ts'

/** The picture that each is held against, and what that is called. */
interface BaselineSource {
  called: string
  find(result: Rendered, place: number): Promise<FoundBaseline>
}

/** More bytes than this GitHub does not give in one piece, and no picture that can be compared has. */
const maxBaselineBytes = 100_000_000
/** So many earlier pictures are fetched at a time; they are compared one after the other. */
const maxFetches = 4

/**
 * Holds what was rendered against what stood there before: the base branch's record, or what the second instance
 * rendered (`second`, in the order of the targets). A comparison that fails says why; nothing is thrown.
 */
export async function compareAll(
  context: RunContext,
  results: readonly Result[],
  second: readonly Result[] | undefined,
): Promise<Result[]> {
  const earlier = second ? fromSecondInstance(context, second) : await fromBaseBranch(context)
  if (!earlier || context.deadlines.publish.aborted) return [...results]
  const { world, inputs, deadlines } = context
  const { threshold, tolerance } = inputs.compare
  const made = startDiffThread(world.comparer)
  const stop = () => void made.close()
  deadlines.publish.addEventListener('abort', stop)
  const rules = { threshold, tolerance, differ: made }
  const slots = pLimit(maxFetches)
  const one = async (result: Result, place: number): Promise<Result> => {
    if (result.status === 'failure') {
      if ('file' in result.target) await removeStaleSidecars(join(inputs.outputDirectory, result.target.file))
      return result
    }
    const comparison = await compareFile(result, () => earlier.find(result, place), rules)
    await removeStaleSidecars(result.path, comparison)
    world.core.info(`${result.target.name}: ${describeComparison(comparison)}`)
    return { ...result, comparison }
  }
  try {
    return await world.core.group(`Comparing ${count(results.length, 'target')} with ${earlier.called}`, () =>
      Promise.all(results.map((result, place) => slots(one, result, place))),
    )
  } finally {
    deadlines.publish.removeEventListener('abort', stop)
    await made.close()
  }
}

/** What stands beside a picture is this comparison's, not what an earlier run left or the second instance gave. */
async function removeStaleSidecars(path: string, comparison?: Comparison): Promise<void> {
  const kept = comparison ? sidecarsOf(comparison).map(beside => beside.path) : []
  const rest = sidecarPaths(path).filter(beside => !kept.includes(beside))
  await Promise.all(rest.map(beside => rm(beside, { force: true }).catch(() => undefined)))
}

function fromSecondInstance({ inputs }: RunContext, second: readonly Result[]): BaselineSource {
  const { against } = inputs.compare
  const called = typeof against === 'string' ? '' : against.base.host
  return {
    called,
    find: async (_, place) => {
      const other = second[place]
      if (other?.status !== 'success')
        throw new ActionError(
          `${called} did not render it: ${other?.error.message ?? 'it was not asked'}`,
          other?.error.hint ?? '',
        )
      const baseline = { kind: 'instance', url: other.target.url } as const
      return { kind: 'file', baseline, bytes: await readFile(other.path) }
    },
  }
}

/** Undefined where there is nothing to compare with: a run for a branch, whose pictures are recorded. */
async function fromBaseBranch(context: RunContext): Promise<BaselineSource | undefined> {
  if (context.inputs.compare.against !== 'base' || baselineBranch(context) !== undefined) return undefined
  try {
    const repository = await openRepository(context)
    return fromStore(context, repository, await readBaseBranch(context, repository))
  } catch (error) {
    return { called: 'the base branch', find: () => Promise.reject(error) }
  }
}

function fromStore({ inputs }: RunContext, repository: Repository, ref: string): BaselineSource {
  const records = readBaselines(repository, inputs.images.ref, ref)
  records.catch(() => undefined)
  const find: BaselineSource['find'] = async ({ target, path }) => {
    const recorded = (await records).get(baselineKey(target, inputs.looker.base.host))
    if (!recorded) return { kind: 'nothing', ref }
    const { imageUrl } = recorded
    const baseline = { kind: 'branch', ref, sha: recorded.commit, at: recorded.at } as const
    if (blobSha(await readFile(path)) === recorded.blob) return { kind: 'same', baseline, imageUrl }
    refuseHugeBaseline(recorded)
    return { kind: 'file', baseline, bytes: await downloadBaseline(repository, recorded), imageUrl }
  }
  return { called: ref, find }
}

function refuseHugeBaseline({ bytes, path }: StoredBaseline): void {
  if (bytes <= maxBaselineBytes) return
  throw new ActionError(
    `The recorded picture ${path} is too large to be fetched`,
    'Give the target a smaller width or height.',
  )
}

/** @throws ActionError where there is no pull request, or GitHub does not tell of it */
async function readBaseBranch(context: RunContext, { octokit, owner, repo }: Repository): Promise<string> {
  const known = baseBranchOf(context.run)
  if (known) return known
  const number = pullRequestFor(context)
  if (number === undefined)
    throw new ActionError(
      'There is no base branch to compare with: this run is for no pull request and no branch',
      'With compare: base, run on pushes and pull requests; elsewhere set compare to the base URL of a second instance.',
    )
  try {
    const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number })
    return data.base.ref
  } catch (error) {
    const fact = `The base branch of pull request #${number} could not be read`
    throw gitHubError(error, fact, 'pull-requests: read')
  }
}
