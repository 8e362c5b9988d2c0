import type { RunContext } from '../github/workflow-run.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import type { VerdictFacts } from '../verdict-facts.ts'
import { pathFor, readResults, storeResults } from './acceptance.ts'
import { decideLabelEvent, gateOf, labelEventOf } from './label-event.ts'

/** The verdict of a commit whose results are stored. */
export interface RepeatedVerdict {
  facts: VerdictFacts
  /** The reasons that fail the step even if a reviewer accepts all changes. */
  failures: readonly string[]
  /** The outputs of the run that stored the results. */
  outputs?: Readonly<Record<string, string>>
}

/**
 * Answers a label event from the stored results of the head commit. If the accept label was added or removed, changes
 * the acceptance first.
 * @returns undefined if no results of the head commit are stored. The event is handled like a push then
 */
export async function repeatVerdict(
  context: RunContext,
  images: OpenBranch,
): Promise<RepeatedVerdict | undefined> {
  const event = labelEventOf(context)
  const path = pathFor(context)
  const { acceptLabel } = context.inputs.compare
  if (!event || path === undefined) return undefined
  const decision = decideLabelEvent(event, await readResults(images, path), {
    acceptLabel,
    now: context.began,
  })
  if (decision.kind === 'render') return undefined
  const { results, isAcceptanceChanged } = decision
  if (isAcceptanceChanged && !(await storeResults(context, images, { results, acceptance: 'replace' })))
    return undefined
  const { acceptance } = results
  context.world.print(
    acceptance
      ? `Commit ${acceptance.sha.slice(0, 7)} is accepted by @${acceptance.login}. Its verdict is repeated, and nothing is rendered.`
      : `The verdict of commit ${results.sha.slice(0, 7)} is repeated, and nothing is rendered.`,
  )
  const { facts, failures, outputs } = results
  return { facts: { ...facts, gate: gateOf(results, acceptLabel) }, failures, ...(outputs && { outputs }) }
}
