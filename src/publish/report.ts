import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isAsDeployed, type RunContext } from '../github/pull-request.ts'
import type { Links } from '../links.ts'
import type { Result, Target } from '../model.ts'
import { reportPage } from '../report/page/page.ts'
import { writeWhole } from '../runtime/files.ts'

interface Reported {
  results: readonly Result[]
  /** Not rendered, as the change does not touch them. */
  unaffected: readonly Target[]
  files: Links['files']
  /** Looker's, where it is known. */
  release?: string
}

/**
 * Writes the page with everything into the output directory. Of the archive it links to the run's list: it is uploaded
 * at the same time.
 * @returns its path
 */
export async function writeReport(
  context: RunContext,
  { results, unaffected, files, release }: Reported,
): Promise<string> {
  const { inputs, run, began } = context
  const path = join(inputs.outputDirectory, `${inputs.artifact.name}.html`)
  const archive = inputs.artifact.kind === 'zip' && { url: `${run.url}#artifacts` }
  const facts = {
    title: 'Looker snapshots',
    host: inputs.looker.base.host,
    ...(release && { release }),
    at: began,
    isAsDeployed: isAsDeployed(context),
    unaffected,
    files,
    ...(run.owner && {
      repository: `${run.owner}/${run.repo}`,
      run: { url: run.url, label: `Run ${run.id}` },
    }),
    ...(run.sha && {
      commit: { sha: run.sha, url: `${run.serverUrl}/${run.owner}/${run.repo}/commit/${run.sha}` },
    }),
    ...(archive && { archive }),
  }
  await writeWhole(path, reportPage(results, facts, readFile))
  return path
}
