import type * as Core from '@actions/core'
import { ActionError, asActionError } from '../errors.ts'
import type { RunContext } from '../github/pull-request.ts'
import { renderSummary } from '../report/summary.ts'
import type { Publication } from '../results.ts'
import { slashPath } from '../runtime/files.ts'
import { withholdBranch, withholdDetails, withholdJudged, withholdTarget } from '../withhold.ts'
import { workspaceOf } from '../world.ts'

/** Adds the results to the job summary, unless `summary` is off. @returns an error if that fails */
export async function publishSummary(
  context: RunContext,
  { results, unaffected, links, apiCalls, release, judged, branch }: Publication,
): Promise<ActionError | undefined> {
  const { inputs, world, isGuarded } = context
  if (!inputs.summary) return undefined
  const facts = {
    ...(judged && { judged: isGuarded ? withholdJudged(judged) : judged }),
    unaffected: isGuarded ? unaffected.map(withholdTarget) : unaffected,
    host: inputs.looker.base.host,
    directory: slashPath(workspaceOf(world), inputs.outputDirectory),
    apiCalls,
    ...(branch && { branch: isGuarded ? withholdBranch(branch) : branch }),
    ...(release && { release }),
    ...(links.archive && { archive: links.archive }),
    ...(links.report && { report: links.report }),
  }
  const markdown = renderSummary(isGuarded ? results.map(withholdDetails) : results, facts)
  try {
    await writeSummary(world.core.summary, markdown)
    return undefined
  } catch (error) {
    return new ActionError(
      `The job summary could not be written: ${asActionError(error).message}`,
      'Set summary to false outside of a GitHub Actions job.',
      { cause: error },
    )
  }
}

/** Adds to the step's job summary. @throws outside of a GitHub Actions job */
export async function writeSummary(summary: typeof Core.summary, markdown: string): Promise<void> {
  await summary.addRaw(markdown, true).write()
}
