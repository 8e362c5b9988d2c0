import { ActionError, asActionError } from '../errors.ts'
import { hasLabel } from '../github/event.ts'
import { isAsDeployed, pullRequestFor, type RunContext } from '../github/pull-request.ts'
import { headingOf } from '../heading.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import type { Compared, Result } from '../model.ts'
import { findUnaccepted, type Publication, type Rendering } from '../results.ts'
import { isChangedCheck } from '../tile-check.ts'
import {
  type Acceptance as AcceptanceFacts,
  changeOfResult,
  factsOf,
  type Gate,
  listed,
} from '../verdict-facts.ts'
import {
  type AcceptedChanges,
  hashOf,
  openAcceptance,
  pathFor,
  storeResults,
  toStoredTargets,
} from './acceptance.ts'
import type { StoredAcceptance } from './stored-results.ts'

/** Adds what reviewers accepted, and what decides the headline besides the results. */
export async function judge(
  context: RunContext,
  images: OpenBranch,
  rendering: Rendering,
): Promise<Rendering> {
  const { looker, compare } = context.inputs
  const { lookml, disturbance, branch } = rendering
  const accepted = openAcceptance(context, images)
  const results = accepted
    ? await Promise.all(rendering.results.map(result => noteAcceptedCheck(result, accepted)))
    : rendering.results
  const gate = compare.failOnChange ? await gateFor(context, images, results) : undefined
  const judged = {
    ...(gate && { gate }),
    ...(isAsDeployed(context) && { deployedAt: looker.base.host }),
    ...(lookml && { lookml }),
    ...(disturbance && { disturbance }),
    ...(branch && branch.omittedQueries > 0 && { omittedQueries: branch.omittedQueries }),
  }
  return { ...rendering, results, judged }
}

/** Changed SQL, numbers and drawings are accepted only if a reviewer accepted exactly these. */
async function noteAcceptedCheck(
  result: Result<Compared>,
  accepted: AcceptedChanges,
): Promise<Result<Compared>> {
  const { check, target } = result
  const change = changeOfResult(result)
  const isGated = (check && isChangedCheck(check)) || change === 'changed' || change === 'incomparable'
  if (!check || !isGated || !('file' in target)) return result
  const found = await accepted.find(target)
  if (!found || found.hash !== hashOf(result)) return result
  const { login, commit, hash } = found
  return { ...result, check: { ...check, accepted: { login, commit, hash } } }
}

async function gateFor(
  context: RunContext,
  images: OpenBranch,
  results: readonly Result<Compared>[],
): Promise<Gate> {
  const { acceptLabel } = context.inputs.compare
  if (pullRequestFor(context) === undefined) return {}
  const stored = await openAcceptance(context, images)
    ?.current()
    .catch(() => undefined)
  if (stored) return { acceptLabel, acceptance: acceptanceFacts(stored, results) }
  if (!hasLabel(context.run, acceptLabel)) return { acceptLabel }
  const labelOnly = {
    login: '',
    commit: context.run.sha ?? '',
    changedSince: listed([]),
    isLabelOnly: true,
  } as const
  return { acceptLabel, acceptance: labelOnly }
}

function acceptanceFacts(
  { login, sha }: StoredAcceptance,
  results: readonly Result<Compared>[],
): AcceptanceFacts {
  const unaccepted = [...findUnaccepted(results, 'changed'), ...findUnaccepted(results, 'incomparable')]
  return { login, commit: sha, changedSince: listed(unaccepted.map(headingOf)) }
}

/**
 * Stores the results of a run with a gate on the images branch.
 * @param failures what fails the step whatever a reviewer accepts, in words
 * @returns why they could not be stored
 */
export async function storeVerdict(
  context: RunContext,
  images: OpenBranch,
  { results, unaffected, judged = {} }: Publication,
  failures: readonly string[],
): Promise<ActionError | undefined> {
  const pullRequest = pullRequestFor(context)
  const { run } = context
  if (pathFor(context) === undefined || pullRequest === undefined || run.sha === undefined) return undefined
  const { gate: _, ...about } = judged
  try {
    const stored = {
      pullRequest,
      sha: run.sha.toLowerCase(),
      run: { id: run.id, attempt: run.attempt },
      facts: factsOf(results, { ...about, unaffected: unaffected.length }),
      failures,
      targets: await toStoredTargets(context, images, results),
    }
    const isStored = await storeResults(context, images, { results: stored, acceptance: 'keep' })
    if (!isStored) context.world.print('A newer run has stored its results already; they stay.')
    return undefined
  } catch (error) {
    const { message, hint } = asActionError(error)
    return new ActionError(
      `The results could not be stored, so that no label can accept them: ${message}`,
      hint,
      { cause: error },
    )
  }
}
