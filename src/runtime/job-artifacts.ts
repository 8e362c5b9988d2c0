import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { readBoundedFile } from './files.ts'

type JobEnv = Readonly<Record<string, string | undefined>>

/**
 * The runner empties RUNNER_TEMP at the start of each job
 * (https://docs.github.com/actions/reference/workflows-and-actions/variables), so the steps of a job share this file.
 */
const fileOf = ({ RUNNER_TEMP }: JobEnv) => RUNNER_TEMP && join(RUNNER_TEMP, 'looker-snapshot-artifacts')

/** A runner that does not empty its folder must not mix jobs. */
const jobLabel = ({ GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB }: JobEnv) =>
  JSON.stringify([GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB])

const maxListBytes = 1_000_000

/** The artifacts that earlier steps of this job have uploaded, by name. Empty if nothing is known. */
export function readJobArtifacts(env: JobEnv): string[] {
  const file = fileOf(env)
  const content = file ? readBoundedFile(file, maxListBytes) : undefined
  if (!content || !('bytes' in content)) return []
  const job = `${jobLabel(env)} `
  return new TextDecoder()
    .decode(content.bytes)
    .split('\n')
    .flatMap(line => (line.startsWith(job) ? [line.slice(job.length)] : []))
}

/** Remembers an artifact for the job's later steps. Does nothing if that fails: then their uploads fail, as GitHub refuses them. */
export function addJobArtifact(env: JobEnv, name: string): void {
  const file = fileOf(env)
  if (!file) return
  try {
    appendFileSync(file, `${jobLabel(env)} ${name}\n`)
  } catch {
    // Outside of a runner, the folder may be missing.
  }
}
