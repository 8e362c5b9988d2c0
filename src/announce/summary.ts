import type * as Core from '@actions/core'

/** Adds to the step's job summary; outside of a runner there is none, which is told. */
export async function writeSummary(summary: typeof Core.summary, markdown: string): Promise<void> {
  await summary.addRaw(markdown, true).write()
}
