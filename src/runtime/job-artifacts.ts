import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { readBoundedFile } from './files.ts'

type JobEnv = Readonly<Record<string, string | undefined>>

/**
 * The file that the steps of a job share. The runner empties RUNNER_TEMP at the start of each job
 * (https://docs.github.com/actions/reference/workflows-and-actions/variables).
 */
const fileOf = ({ RUNNER_TEMP }: JobEnv) => RUNNER_TEMP && join(RUNNER_TEMP, 'looker-snapshot-artifacts')

/** Identifies the job, in case a runner does not empty its folder. */
const jobLabel = ({ GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB }: JobEnv) =>
  JSON.stringify([GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT, GITHUB_JOB])

const maxListBytes = 1_000_000

/** Returns the names of artifacts that earlier steps of this job have uploaded. Empty if unknown. */
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

/**
 * Stores an artifact's name for the job's later steps. Ignores errors: GitHub then refuses later uploads with the same
 * name.
 */
export function addJobArtifact(env: JobEnv, name: string): void {
  const file = fileOf(env)
  if (!file) return
  try {
    appendFileSync(file, `${jobLabel(env)} ${name}\n`)
  } catch {
    // Outside of a runner, the folder may be missing.
  }
}
