import type { RunContext } from '../github/workflow-run.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import type { VerdictFacts } from '../verdict-facts.ts'
import { isStillLabeled } from './accepted-changes.ts'
import {
  decideLabelEvent,
  gateOf,
  isAcceptLabelEvent,
  labelEventOf,
  mayBeAcceptedSoon,
} from './decide-label-event.ts'
import { gateWithoutAcceptance } from './judge.ts'
import type { StoredResults } from './results-format.ts'
import { readCurrentResults, readResults, storedResultsPath, storeResults } from './stored-results.ts'

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
  const stored = await readResults(images, path)
  const needsLabel = isAcceptLabelEvent(context)
    ? event.action === 'labeled'
    : stored?.acceptance !== undefined
  const isWithdrawn = needsLabel && !(await isStillLabeled(context, images))
  const removed = { ...event, label: acceptLabel, action: 'unlabeled' } as const
  const decision = decideLabelEvent(isWithdrawn ? removed : event, stored, {
    acceptLabel,
    now: context.began,
  })
  if (decision.kind === 'render') return undefined
  const { isAcceptanceChanged, isUnseen } = decision
  const results = isAcceptanceChanged
    ? await replaceAcceptance(context, images, decision.results)
    : await waitForAcceptance(context, images, { path, results: decision.results })
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

const maxAcceptanceReads = 3
const acceptancePauseMs = 5000

/** Waits for a run of the accept label that began at the same time, and returns the results with its acceptance. */
async function waitForAcceptance(
  context: RunContext,
  images: OpenBranch,
  { path, results }: { path: string; results: StoredResults },
): Promise<StoredResults> {
  if (!mayBeAcceptedSoon(results, context)) return results
  const { clock } = context.world
  for (let reads = 1; reads <= maxAcceptanceReads; reads++) {
    await clock.sleep(acceptancePauseMs, context.deadlines.start)
    const current = await readCurrentResults(images, path)
    if (current?.acceptance && current.sha === results.sha) return current
  }
  return results
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
