import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { pullRequestFor, type RunContext } from '../github/pull-request.ts'
import { headlineOf } from '../headline.ts'
import type { Published, Result, Target } from '../model.ts'
import { type ReportFacts, reportPage } from '../report/page/page.ts'
import { writeWhole } from '../runtime/files.ts'
import type { BranchReport } from '../tile-check.ts'
import { factsOf, type RunFacts } from '../verdict-facts.ts'

interface Reported {
  results: readonly Result<Published>[]
  /** Targets that the change does not affect. They were not rendered. */
  unaffected: readonly Target[]
  branch?: BranchReport
  /** Looker's release, if known. */
  release?: string
  /** Facts for the headline that the results do not contain. */
  judged?: Omit<RunFacts, 'unaffected'>
}

/**
 * Writes the report page into the output directory. It links to the run's list of artifacts, because the archive is
 * uploaded at the same time and has no address yet.
 * @returns the path of the page
 */
export async function writeReport(
  context: RunContext,
  { results, unaffected, release, branch, judged }: Reported,
): Promise<string> {
  const { inputs, run, began } = context
  const { repository, sha } = run
  const path = join(inputs.outputDirectory, `${inputs.artifact.name}.html`)
  const archive = inputs.artifact.kind === 'zip' && { url: `${run.url}#artifacts` }
  const { words, nextStep, note } = headlineOf(factsOf(results, { ...judged, unaffected: unaffected.length }))
  const facts = {
    title: words,
    ...(nextStep !== undefined && { nextStep }),
    ...(note !== undefined && { note }),
    host: inputs.looker.base.host,
    ...(release && { release }),
    at: began,
    unaffected,
    ...(branch && { branch }),
    ...(repository && {
      repository: `${repository.owner}/${repository.name}`,
      run: { url: run.url, label: `Run ${run.id}` },
    }),
    ...(repository && sha && { commit: { sha, url: `${repository.url}/commit/${sha}` } }),
    ...pullRequestFacts(context),
    ...(archive && { archive }),
  }
  await writeWhole(path, inChunks(reportPage(results, facts, fileReader())))
  return path
}

/** Returns facts about the pull request. Its title is known only if the event is about this pull request. */
function pullRequestFacts(context: RunContext): Pick<ReportFacts, 'pullRequest'> {
  const { run } = context
  const number = pullRequestFor(context)
  if (number === undefined || !run.repository) return {}
  const { pull_request: pull } = run.payload
  const title = pull?.number === number && pull.title ? { title: pull.title } : {}
  const url = `${run.repository.url}/pull/${number}`
  return { pullRequest: { number, ...title, url } }
}

/** Returns a reader for whole files. All files share one buffer. */
function fileReader(): (path: string) => Promise<Uint8Array> {
  let memory = Buffer.alloc(0)
  return async path => {
    const file = await open(path)
    try {
      const { size } = await file.stat()
      if (size > memory.length) memory = Buffer.allocUnsafeSlow(size)
      const { bytesRead } = await file.read(memory, 0, size, 0)
      return memory.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  }
}

/** Joins small pieces, so the file is written in few steps. */
async function* inChunks(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = ''
  for await (const piece of pieces) {
    chunk += piece
    if (chunk.length < chunkLength) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}

/** In characters. */
const chunkLength = 64 * 1024
