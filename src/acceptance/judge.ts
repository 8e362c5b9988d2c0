import { type BranchReport, isChangedCheck, unacceptedContent } from '../branch-report.ts'
import { ActionError } from '../errors.ts'
import { answerOf } from '../github/github-errors.ts'
import { jobMarkOf } from '../github/shared-jobs.ts'
import {
  baseBranchOf,
  hasLabel,
  isAsDeployed,
  pullRequestFor,
  type RunContext,
} from '../github/workflow-run.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import { branchError } from '../images-branch/branch-tip.ts'
import type { Compared, Fault, Result } from '../model.ts'
import { contentFacts, findUnaccepted, type Publication, type Rendering } from '../results.ts'
import { parseJson } from '../runtime/json.ts'
import { oneLine } from '../runtime/text.ts'
import { serverTime } from '../runtime/time.ts'
import { nameInList } from '../targets.ts'
import {
  type Acceptance as AcceptanceFacts,
  asListed,
  changeOfResult,
  factsOf,
  type Gate,
  hasGatedChange,
  isGateRed,
  type VerdictFacts,
} from '../verdict-facts.ts'
import { type AcceptedChanges, isStillLabeled } from './accepted-changes.ts'
import { isAcceptLabelEvent, isCovered } from './decide-label-event.ts'
import type { StoredAcceptance } from './results-format.ts'
import { storedPaths, storeResults, unstoredError } from './stored-results.ts'
import { contentName, hashContent, hashOf, toStoredContent, toStoredTargets } from './stored-targets.ts'

/** Marks the accepted changes, and collects the facts for the verdict that are not in the results. */
export async function judge(
  context: RunContext,
  accepted: AcceptedChanges | undefined,
  rendering: Rendering,
): Promise<Rendering> {
  const { looker, compare } = context.inputs
  const { lookml, disturbance, stopped, otherCommit, keyRefusedBy, secondKeyRefusedBy, comparedWith } =
    rendering
  const results = accepted
    ? await Promise.all(rendering.results.map(result => noteAcceptedCheck(result, accepted)))
    : rendering.results
  const branch = rendering.branch && (await noteAcceptedContent(rendering.branch, accepted))
  const noted = { ...rendering, results, ...(branch && { branch }) }
  const gate = compare.failOnChange ? await gateFor(context, accepted, noted) : undefined
  const judged = {
    ...(gate && { gate }),
    ...(isAsDeployed(context) && { deployedAt: looker.base.host }),
    ...(lookml && { lookml }),
    ...(disturbance && { disturbance }),
    ...(stopped && { stopped }),
    ...(otherCommit && { otherCommit }),
    ...(keyRefusedBy !== undefined && { keyRefusedBy }),
    ...(secondKeyRefusedBy !== undefined && { secondKeyRefusedBy }),
    ...(comparedWith && { comparedWith }),
    ...(branch && branch.omittedQueries > 0 && { omittedQueries: branch.omittedQueries }),
    ...contentFacts(branch?.content?.broken),
    ...(branch?.content?.problem !== undefined && { isContentUnchecked: true as const }),
  }
  return { ...noted, judged }
}

/** Marks the broken content as accepted if a reviewer accepted all these errors. */
async function noteAcceptedContent(
  branch: BranchReport,
  accepted: AcceptedChanges | undefined,
): Promise<BranchReport> {
  const { content } = branch
  if (!content || content.broken.length === 0) return branch
  const found = (await accepted?.findContent()) ?? []
  const own = hashContent(content)
  const same = found.find(each => isCovered(own, each))
  if (!same) return branch
  const { login, commit, hash } = same
  return { ...branch, content: { ...content, accepted: { login, commit, hash } } }
}

/** Marks the changed SQL, numbers and drawings of a target as accepted if a reviewer accepted exactly these changes. */
async function noteAcceptedCheck(
  result: Result<Compared>,
  accepted: AcceptedChanges,
): Promise<Result<Compared>> {
  const { check, target } = result
  const change = changeOfResult(result)
  const isChanged = (check && isChangedCheck(check)) || change === 'changed'
  const isGated = isChanged || change === 'incomparable'
  if (!check || !isGated || !('file' in target)) return result
  const found = await accepted.find(target)
  const same = found.find(({ hash, isUncompared }) => hash === hashOf(result) && !(isUncompared && isChanged))
  if (!same) return result
  const { login, commit, hash } = same
  return { ...result, check: { ...check, accepted: { login, commit, hash } } }
}

async function gateFor(
  context: RunContext,
  accepted: AcceptedChanges | undefined,
  rendering: Pick<Rendering, 'results' | 'branch'>,
): Promise<Gate> {
  const { acceptLabel } = context.inputs.compare
  // A label accepts stored results, and this run stores none.
  if (pullRequestFor(context) === undefined || context.isGuarded)
    return context.run.eventName === 'merge_group' ? { isMergeQueue: true } : {}
  const stored = await accepted?.current().catch(() => undefined)
  if (stored) return { acceptLabel, acceptance: acceptanceFacts(stored, rendering) }
  const { images, artifact, compare } = context.inputs
  const isUnpublished = images.kind === 'none' && artifact.kind === 'none' && compare.against !== 'none'
  return { ...gateWithoutAcceptance(context), ...(isUnpublished && { isUnpublished }) }
}

/** If the pull request has the accept label, sets `isLabelOnly`: the label was added before these results existed. */
export function gateWithoutAcceptance({ run, inputs }: RunContext): Gate {
  const { acceptLabel } = inputs.compare
  if (!hasLabel(run, acceptLabel)) return { acceptLabel }
  const labelOnly = {
    login: '',
    commit: run.sha ?? '',
    changedSince: asListed([]),
    isLabelOnly: true,
  } as const
  return { acceptLabel, acceptance: labelOnly }
}

function acceptanceFacts(
  { login, sha }: StoredAcceptance,
  { results, branch }: Pick<Rendering, 'results' | 'branch'>,
): AcceptanceFacts {
  const unaccepted = [...findUnaccepted(results, 'changed'), ...findUnaccepted(results, 'incomparable')]
  const broken = unacceptedContent(branch)
  const content = broken.length > 0 ? [contentName(broken)] : []
  return { login, commit: sha, changedSince: asListed([...unaccepted.map(nameInList), ...content]) }
}

/**
 * Removes the acceptance from the results and from the gate if the accept label was removed during the run. The step
 * then fails, even if the removal starts no run, for example because a workflow removed the label.
 */
export async function withoutWithdrawn<T extends Rendering>(
  context: RunContext,
  images: OpenBranch,
  rendering: T,
): Promise<T> {
  const { judged, results, branch } = rendering
  const { acceptance, ...gate } = judged?.gate ?? {}
  if (!acceptance || acceptance.isLabelOnly || (await isStillLabeled(context, images))) return rendering
  const content = branch?.content && withoutMark(branch.content)
  return {
    ...rendering,
    results: results.map(withoutMarks),
    ...(branch && { branch: { ...branch, ...(content && { content }) } }),
    judged: { ...judged, gate },
  }
}

function withoutMarks(result: Result<Compared>): Result<Compared> {
  const { check } = result
  const unmarked = check ? { ...result, check: withoutMark(check) } : result
  return unmarked.comparison ? { ...unmarked, comparison: withoutMark(unmarked.comparison) } : unmarked
}

function withoutMark<T extends object>(marked: T): T {
  const { accepted: _, ...rest } = marked as T & { accepted?: unknown }
  return rest as T
}

/**
 * Notes in the gate whether the results can be stored, so that the headline asks for the accept label only if a label
 * can accept them.
 * @param failure the error if the results were not stored, or if this is already certain
 */
export const noteUnstored = <T extends Rendering>(rendering: T, failure: unknown): T =>
  withUnstored(rendering, failure === undefined ? {} : { unstoredHint: branchError(failure).hint })

/** Notes that no label can accept the results, because the comment shows older results (see `showsOlderResults`). */
export const noteUnshown = <T extends Rendering>(rendering: T, { hint }: ActionError): T =>
  withUnstored(rendering, { unstoredHint: hint, isUnshown: true })

function withUnstored<T extends Rendering>(
  rendering: T,
  { unstoredHint: hint, ...unshown }: Pick<Gate, 'unstoredHint' | 'isUnshown'>,
): T {
  const { judged, results, unaffected } = rendering
  if (judged?.gate?.acceptLabel === undefined) return rendering
  const { unstoredHint: _, ...gate } = judged.gate
  const isRed = isGateRed(factsOf(results, { ...judged, unaffected: unaffected.length }))
  const unstored = hint !== undefined && isRed && { unstoredHint: oneLine(hint, 500), ...unshown }
  return { ...rendering, judged: { ...judged, gate: { ...gate, ...unstored } } }
}

/**
 * Stores the results on the images branch if `fail-on-change` is on. Stores nothing in a public repository without
 * `allow-public`, because everyone can read the branch.
 * @returns an error if the results could not be stored, and an error if the jobs of this run do not agree
 */
export async function storeVerdict(
  context: RunContext,
  images: OpenBranch,
  publication: Publication,
  { failures, outputs }: StoredEnd,
): Promise<{ error?: ActionError; disagreement?: ActionError | undefined }> {
  const { results, unaffected, branch, judged = {} } = publication
  const pullRequest = pullRequestFor(context)
  const { run } = context
  if (storedPaths(context) === undefined || pullRequest === undefined || run.sha === undefined) return {}
  const { gate: _, ...about } = judged
  const facts = factsOf(results, { ...about, unaffected: unaffected.length })
  const baseBranch = baseBranchOf(run)
  // With `images: none`, the repository must store no data from Looker. Databases quote values in their messages.
  const isDataStored = context.inputs.images.kind !== 'none'
  if (context.isGuarded) return hasGatedChange(facts) ? { error: publicResultsError() } : {}
  try {
    const stored = {
      pullRequest,
      sha: run.sha.toLowerCase(),
      ...(baseBranch !== undefined && { baseBranch }),
      run: { id: run.id, attempt: run.attempt },
      at: (await timeAtGitHub(images, pullRequest)).toISOString(),
      facts: isDataStored ? facts : withoutReasons(facts),
      failures,
      outputs: isDataStored ? outputs : withoutValues(outputs),
      targets: [...(await toStoredTargets(context, images, results)), ...toStoredContent(branch?.content)],
    }
    const acceptance = isAcceptLabelEvent(context) ? 'replace' : 'keep'
    const mark = jobMarkOf(context, publication)
    const { isStored, disagreement, error } = await storeResults(context, images, {
      ...{ results: stored, acceptance, mark },
    })
    if (error !== undefined) return { error: unstoredResultsError(error), disagreement }
    if (!isStored)
      context.world.print(
        'A newer run has already stored its results, so the results of this run were not stored.',
      )
    return { disagreement }
  } catch (error) {
    return { error: unstoredResultsError(error) }
  }
}

const unstoredResultsError = (error: unknown) =>
  unstoredError(error, 'The results could not be stored, so a label cannot accept them')

const publicResultsError = () =>
  new ActionError(
    'The results were not stored, so a label cannot accept them: this repository is or may be public',
    'Set allow-public to true if all internet users may see the dashboards, or turn off fail-on-change.',
  )

/**
 * Returns GitHub's time, because label events have times of GitHub's clock. GitHub's error responses contain the time,
 * too.
 */
async function timeAtGitHub(images: OpenBranch, pullRequest: number): Promise<Date> {
  const { octokit, owner, repo } = await images.repository()
  const { headers } = await octokit.rest.pulls.get({ owner, repo, pull_number: pullRequest }).catch(answerOf)
  return new Date(serverTime(headers.date))
}

export interface StoredEnd {
  failures: readonly string[]
  outputs: Readonly<Record<string, string>>
}

/** Removes the values of tiles, and the messages of their errors. */
function withoutValues(outputs: StoredEnd['outputs']): StoredEnd['outputs'] {
  const results = parseJson(outputs.results ?? '')
  if (!Array.isArray(results)) return outputs
  const shown = results.map(result =>
    Array.isArray(result.tiles)
      ? { ...withoutMessage(result), tiles: result.tiles.map(withoutValue) }
      : result,
  )
  return { ...outputs, results: JSON.stringify(shown) }
}

const withoutValue = ({ values: _, ...tile }: { values?: unknown; error?: object }) => withoutMessage(tile)

const withoutMessage = <T extends { error?: object }>(output: T): T =>
  output.error ? { ...output, error: { ...output.error, message: unstoredMessage } } : output

/** Removes the messages of errors from the facts for the headline. */
function withoutReasons(facts: VerdictFacts): VerdictFacts {
  const { failureReason, incomparableReason, incomparable, stepErrors } = facts
  const cleaned = (fault: Fault) => ({ ...fault, message: unstoredMessage })
  const first = incomparable.first.map(({ name }) => ({ name, reason: unstoredMessage }))
  return {
    ...facts,
    incomparable: { ...incomparable, first },
    ...(failureReason && { failureReason: cleaned(failureReason) }),
    ...(incomparableReason && { incomparableReason: cleaned(incomparableReason) }),
    ...(stepErrors && { stepErrors: { ...stepErrors, first: stepErrors.first.map(cleaned) } }),
  }
}

const unstoredMessage = 'The message of this error is not stored, because images is none'
