/** A line of act's log. Only the fields that the tests need are listed. */
export interface Entry {
  msg: string
  jobID?: string
  matrix?: Record<string, string> | null
  stepID?: string[]
  stepResult?: string
  /** A workflow command's name. `arg` is its message, and `name` is the name of an output. */
  command?: string
  name?: string
  arg?: string
}

/** A job of a matrix has its own values in `matrix`. */
export interface JobRun {
  id: string
  matrix: Record<string, string>
  failed: boolean
  /** The outputs of each step that has an id. */
  outputs: Record<string, Record<string, string>>
  errors: string[]
  warnings: string[]
  masks: string[]
  /** The output of the job's steps, without workflow commands. */
  said: string[]
}

/** Reads the lines of a log. Leaves out act's messages before the first job, because they are not JSON. */
export const parseEntries = (log: string): Entry[] =>
  log
    .split('\n')
    .filter(line => line.startsWith('{'))
    .map(line => JSON.parse(line))

/** Returns the jobs, sorted by id and matrix. */
export function toJobs(entries: readonly Entry[]): JobRun[] {
  const jobs = new Map<string, JobRun>()
  for (const entry of entries) {
    const { jobID: id, matrix } = entry
    if (!id) continue
    const key = `${id} ${JSON.stringify(matrix)}`
    const fresh = { errors: [], warnings: [], masks: [], said: [], outputs: {} }
    const job = jobs.get(key) ?? { id, matrix: matrix ?? {}, failed: false, ...fresh }
    jobs.set(key, addEntry(job, entry))
  }
  return [...jobs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, job]) => job)
}

function addEntry(
  job: JobRun,
  { command, arg = '', name = '', stepID = [], stepResult, msg }: Entry,
): JobRun {
  if (stepResult === 'failure') job.failed = true
  const step = stepID.at(-1) ?? ''
  if (command === 'set-output') job.outputs[step] = { ...job.outputs[step], [name]: arg }
  else if (command === 'error') job.errors.push(arg)
  else if (command === 'warning') job.warnings.push(arg)
  else if (command === 'add-mask') job.masks.push(arg)
  else job.said.push(msg.trimEnd())
  return job
}

export const formatEntries = (entries: readonly Entry[]): string =>
  entries
    .map(({ jobID = '', matrix, msg }) => `${jobID} ${Object.values(matrix ?? {})}| ${msg.trimEnd()}`)
    .join('\n')
