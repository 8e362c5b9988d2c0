import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { recordKey } from '../baselines/file-name.ts'
import { type Recorded, readRecords, recordedBytes } from '../baselines/store.ts'
import { ActionError } from '../errors.ts'
import { gitHubFault, type Repository } from '../github/client.ts'
import { baseBranchOf } from '../github/event.ts'
import { blobSha } from '../github/images-branch.ts'
import { type Delivery, pullRequestFor, recordedBranch, repositoryOf } from '../github/pull-request.ts'
import type { Comparison, Rendered, Result } from '../model.ts'
import { comparisonLine } from '../report/comparison-text.ts'
import { besidePaths, besidesOf } from '../results.ts'
import { count } from '../runtime/text.ts'
import { type Before, heldAgainst } from './compare-file.ts'
import { differ } from './diff-thread.ts'

/** The picture that each is held against, and what that is called. */
interface Earlier {
  called: string
  find(result: Rendered, place: number): Promise<Before>
}

/** More bytes than this GitHub does not give in one piece, and no picture that can be compared has. */
const mostBytes = 100_000_000
/** So many earlier pictures are fetched at a time; they are compared one after the other. */
const fetching = 4

/**
 * Holds what was rendered against what stood there before: the base branch's record, or what the second instance
 * rendered (`second`, in the order of the targets). A comparison that fails says why; nothing is thrown.
 */
export async function compare(
  delivery: Delivery,
  results: readonly Result[],
  second: readonly Result[] | undefined,
): Promise<Result[]> {
  const earlier = second ? ofInstance(delivery, second) : await ofBase(delivery)
  if (!earlier || delivery.limits.delivery.aborted) return [...results]
  const { world, inputs, limits } = delivery
  const { threshold, tolerance } = inputs.compare
  const made = differ(world.comparer)
  const stop = () => void made.close()
  limits.delivery.addEventListener('abort', stop)
  const rules = { threshold, tolerance, differ: made }
  const slots = pLimit(fetching)
  const one = async (result: Result, place: number): Promise<Result> => {
    if (result.status === 'failure') {
      await tidy(join(inputs.outputDirectory, result.target.file))
      return result
    }
    const comparison = await heldAgainst(result, () => earlier.find(result, place), rules)
    await tidy(result.path, comparison)
    world.core.info(`${result.target.name}: ${comparisonLine(comparison)}`)
    return { ...result, comparison }
  }
  try {
    return await world.core.group(`Comparing ${count(results.length, 'target')} with ${earlier.called}`, () =>
      Promise.all(results.map((result, place) => slots(one, result, place))),
    )
  } finally {
    limits.delivery.removeEventListener('abort', stop)
    await made.close()
  }
}

/** What stands beside a picture is this comparison's, not what an earlier run left or the second instance gave. */
async function tidy(path: string, comparison?: Comparison): Promise<void> {
  const kept = comparison ? besidesOf(comparison).map(beside => beside.path) : []
  const rest = besidePaths(path).filter(beside => !kept.includes(beside))
  await Promise.all(rest.map(beside => rm(beside, { force: true }).catch(() => undefined)))
}

function ofInstance({ inputs }: Delivery, second: readonly Result[]): Earlier {
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
async function ofBase(delivery: Delivery): Promise<Earlier | undefined> {
  if (delivery.inputs.compare.against !== 'base' || recordedBranch(delivery) !== undefined) return undefined
  try {
    const repository = await repositoryOf(delivery)
    return inRecords(delivery, repository, await baseBranch(delivery, repository))
  } catch (error) {
    return { called: 'the base branch', find: () => Promise.reject(error) }
  }
}

function inRecords({ inputs }: Delivery, repository: Repository, ref: string): Earlier {
  const records = readRecords(repository, inputs.images.ref, ref)
  records.catch(() => undefined)
  const find: Earlier['find'] = async ({ target, path }) => {
    const recorded = (await records).get(recordKey(target, inputs.looker.base.host))
    if (!recorded) return { kind: 'nothing', ref }
    const { imageUrl } = recorded
    const baseline = { kind: 'branch', ref, sha: recorded.commit, at: recorded.at } as const
    if (blobSha(await readFile(path)) === recorded.blob) return { kind: 'same', baseline, imageUrl }
    refuseHuge(recorded)
    return { kind: 'file', baseline, bytes: await recordedBytes(repository, recorded), imageUrl }
  }
  return { called: ref, find }
}

function refuseHuge({ bytes, path }: Recorded): void {
  if (bytes <= mostBytes) return
  throw new ActionError(
    `The recorded picture ${path} is too large to be fetched`,
    'Give the target a smaller width or height.',
  )
}

/** @throws ActionError where there is no pull request, or GitHub does not tell of it */
async function baseBranch(delivery: Delivery, { octokit, owner, repo }: Repository): Promise<string> {
  const known = baseBranchOf(delivery.run)
  if (known) return known
  const number = pullRequestFor(delivery)
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
    throw gitHubFault(error, fact, 'pull-requests: read')
  }
}
