import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { RenderedBefore } from '../compare/compare.ts'
import { ActionError, thrownOf } from '../errors.ts'
import type { Looker } from '../looker/connect.ts'
import { readContentInfo } from '../looker/content.ts'
import { shortCommitName } from '../looker/deployable-project.ts'
import type { Fault, RenderResult, Target } from '../model.ts'
import { failedResult } from '../results.ts'
import { count } from '../runtime/text.ts'
import type { Clock } from '../runtime/time.ts'
import { addressOf, targetKinds } from '../targets.ts'

/** The result of a target with the head's LookML, and the target's "before" picture. */
export interface Pair {
  result: RenderResult
  before?: RenderedBefore | undefined
  /** Whether a collection listed the target from the commit deployed before, and the head lacks the target. */
  isMissingMember?: true
}

export interface DeployedCommits {
  /** The commit to deploy. */
  head: string
  /** The commit for the "before" pictures. Undefined if this instance renders no "before" pictures. */
  base?: { branch: string; commit: string }
}

interface MissingOptions {
  commits: DeployedCommits
  directory: string
  /** Whether Looker finds the target after the previous commit is deployed again. */
  existsOnPrevious: (target: Target) => Promise<boolean>
}

/**
 * Replaces a missing member by its "before" picture, marked as removed. Returns undefined if there is no "before"
 * picture to show, because nothing is compared or the other side lacks the member, too. The member still fails if
 * Looker does not find it on the previous commit, because the API user may then not see it.
 */
export async function showMissing(pair: Pair, options: MissingOptions): Promise<Pair | undefined> {
  const { before, result } = pair
  const { target } = result
  if (!pair.isMissingMember || !('file' in target)) return pair
  if (before && !hasNoPicture(before)) return showBefore(target, before, options)
  return (await options.existsOnPrevious(target)) ? undefined : { result }
}

const hasNoPicture = ({ result }: RenderedBefore) => result.status === 'failure' && result.isMissing === true

async function showBefore(
  target: Target,
  before: RenderedBefore,
  { commits, directory }: MissingOptions,
): Promise<Pair> {
  const { result } = before
  const removal = removalFault(target, before, commits)
  if (result.status === 'failure') {
    const { message, hint } = result.error
    const removed = lackingFact(target, commits)
    const error = new ActionError(
      `${removed}, and its picture before could not be rendered: ${message}`,
      hint,
      {
        publicFact: removed,
        cause: thrownOf(result.error),
      },
    )
    return { result: failedResult(target, error, { apiCalls: result.apiCalls }) }
  }
  const path = join(directory, target.file)
  try {
    await rename(result.path, path)
  } catch (error) {
    return { result: failedResult(target, error, { apiCalls: result.apiCalls }) }
  }
  return { result: { ...result, target, path }, before: { ...before, removal } }
}

const lackingFact = ({ kind }: Target, { head }: DeployedCommits) =>
  `Commit ${shortCommitName(head)} does not have the ${targetKinds[kind].noun}`

function removalFault(target: Target, { commit, result }: RenderedBefore, commits: DeployedCommits): Fault {
  const renamed = 'If it was renamed, list the new name as a target of its own to see it.'
  if (commit)
    return {
      message: `This pull request removes the ${targetKinds[target.kind].noun}`,
      hint: `The picture shows the merge base ${shortCommitName(commit.commit)}. ${renamed}`,
    }
  const host = 'url' in result.target ? new URL(result.target.url).host : ''
  return {
    message: lackingFact(target, commits),
    hint: `The picture shows ${host}. ${renamed}`,
  }
}

interface LookOptions {
  clock: Clock
  signal: AbortSignal
}

const secondLookMs = 5000

/**
 * Asks Looker a second time if the first answer is no. A server of Looker may read the deployed LookML late, so only a
 * second answer proves that content is missing.
 */
export async function lookTwice<T>(
  look: () => Promise<T>,
  isFound: (answer: T) => boolean,
  { clock, signal }: LookOptions,
): Promise<T> {
  const answer = await look()
  if (isFound(answer)) return answer
  await clock.sleep(secondLookMs, signal).catch(() => undefined)
  return look()
}

/** Whether Looker finds the target on the commit that is deployed now. Returns false if Looker does not answer. */
export const existsInLooker = (
  target: Target,
  { looker, ...options }: LookOptions & { looker: Looker },
): Promise<boolean> =>
  lookTwice(
    () =>
      readContentInfo(target, looker.contentFor()).then(
        info => info?.deleted !== true,
        () => false,
      ),
    isFound => isFound,
    options,
  )

export function leftOutWarning(leftOut: readonly Target[], { head, base }: DeployedCommits): ActionError {
  const commit = `commit ${shortCommitName(head)}`
  const lacking = base
    ? `neither ${commit} nor the merge base ${shortCommitName(base.commit)} has`
    : `${commit} does not have`
  const words = (targets: string) =>
    `Looker listed ${targets} from the commit deployed before, but ${lacking} ${leftOut.length === 1 ? 'it' : 'them'}`
  return new ActionError(
    words(leftOut.map(addressOf).join(', ')),
    'Not rendered. If this is not what you expect, bring this branch up to date, or deploy the newest commit of the default branch.',
    { publicFact: words(count(leftOut.length, 'target')) },
  )
}
