import type { RunContext } from '../github/workflow-run.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import type { VerdictFacts } from '../verdict-facts.ts'
import { isStillLabeled } from './accepted-changes.ts'
import { decideLabelEvent, gateOf, isAcceptLabelEvent, labelEventOf } from './decide-label-event.ts'
import { gateWithoutAcceptance } from './judge.ts'
import type { StoredResults } from './results-format.ts'
import { readResults, storedResultsPath, storeResults } from './stored-results.ts'

export interface RepeatedVerdict {
  /** The commit of the results, in lower case. */
  sha: string
  facts: VerdictFacts
  failures: readonly string[]
  outputs?: Readonly<Record<string, string>>
}

/**
 * Answers a label event from the stored results of the head commit. If the event added or removed the accept label,
 * changes the stored acceptance before the verdict is repeated.
 * @returns undefined if the head commit has no stored results. The step then renders
 */
export async function repeatVerdict(
  context: RunContext,
  images: OpenBranch,
): Promise<RepeatedVerdict | undefined> {
  const event = labelEventOf(context)
  const path = storedResultsPath(context)
  const { acceptLabel } = context.inputs.compare
  if (!event || path === undefined) return undefined
  const isWithdrawn =
    event.action === 'labeled' && isAcceptLabelEvent(context) && !(await isStillLabeled(context, images))
  const current = isWithdrawn ? { ...event, action: 'unlabeled' as const } : event
  const decision = decideLabelEvent(current, await readResults(images, path), {
    acceptLabel,
    now: context.began,
  })
  if (decision.kind === 'render') return undefined
  const { isAcceptanceChanged, isUnseen } = decision
  const results = isAcceptanceChanged
    ? await replaceAcceptance(context, images, decision.results)
    : decision.results
  if (!results) return undefined
  const { acceptance } = results
  const repeated = 'is shown again, and nothing is rendered.'
  const words = acceptance
    ? `Commit ${acceptance.sha.slice(0, 7)} is accepted by @${acceptance.login}. Its verdict ${repeated}`
    : `The verdict of commit ${results.sha.slice(0, 7)} ${repeated}`
  const unseen = `The label ${acceptLabel} was added before these results, so it does not accept them.`
  context.world.print(isUnseen ? `${unseen} ${words}` : words)
  const { facts, failures, outputs } = results
  const isRemoved = isWithdrawn || decision.results.acceptance !== acceptance
  const gate = acceptance || isRemoved ? gateOf(results, acceptLabel) : gateWithoutAcceptance(context)
  return { sha: results.sha, facts: { ...facts, gate }, failures, ...(outputs && { outputs }) }
}

/**
 * Stores the results with the changed acceptance. If a person removed the label meanwhile, this run also removes the
 * acceptance. The run for the event `unlabeled` may have read the results before the acceptance was stored.
 * @returns undefined if the results were not stored
 */
async function replaceAcceptance(
  context: RunContext,
  images: OpenBranch,
  results: StoredResults,
): Promise<StoredResults | undefined> {
  const store = async (changed: StoredResults) =>
    (await storeResults(context, images, { results: changed, acceptance: 'replace' })) ? changed : undefined
  const stored = await store(results)
  if (!stored?.acceptance || (await isStillLabeled(context, images))) return stored
  const { acceptance: _, ...withdrawn } = stored
  return store(withdrawn)
}
