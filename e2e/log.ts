/** A line of act's log. The type has only the fields that the tests need. */
export interface Entry {
  msg: string
  jobID?: string
  matrix?: Record<string, string> | null
  stepID?: string[]
  stepResult?: string
  /**
   * The name of a workflow command. `arg` is the command's message. If the command sets an output, `name` is the name
   * of this output.
   */
  command?: string
  name?: string
  arg?: string
}

/** A job. Each job of a matrix has its own values in `matrix`. */
export interface JobRun {
  id: string
  matrix: Record<string, string>
  failed: boolean
  /** Maps the id of each step to the step's outputs. */
  outputs: Record<string, Record<string, string>>
  errors: string[]
  warnings: string[]
  masks: string[]
  /** The lines that the job's steps printed, without workflow commands. */
  said: string[]
}

/** Reads the lines of a log. Leaves out lines that are not JSON, such as act's messages before the first job. */
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
