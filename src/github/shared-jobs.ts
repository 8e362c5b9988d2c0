import { ActionError } from '../errors.ts'
import type { Publication } from '../results.ts'
import { type Check, isCount, isText, optional } from '../runtime/json.ts'
import { baseBranchOf, isRunAttempt, type RunAttempt, type RunContext } from './workflow-run.ts'

/**
 * What one of the jobs that share the targets (`shard`) did. The jobs compare their marks in the comment that they
 * share, and on the images branch.
 */
export interface JobMark {
  shard: number
  attempt: number
  /** The run that wrote the mark. Comments of older releases do not contain it. */
  run?: RunAttempt
  /** A hash of the targets of all jobs. */
  list?: string
  /** The commit whose LookML the results show. Not set if they show the deployed LookML. */
  commit?: string
  /** The base branch, if the results depend on it. */
  base?: string
  /**
   * The head commit and the base branch of the pull request. After a label event, a job may show the verdict of an
   * earlier run for the same commit and branch again.
   */
  pull?: string
}

/** The checks of a mark's fields, because users can change comments and files. */
export const jobMarkChecks = {
  shard: isCount,
  attempt: isCount,
  run: optional(isRunAttempt),
  list: optional(isText),
  commit: optional(isText),
  base: optional(isText),
  pull: optional(isText),
} satisfies Record<string, Check>

interface MarkContext {
  run: RunContext['run']
  inputs: Pick<RunContext['inputs'], 'shard'>
}

type MarkedResults = Pick<Publication, 'results' | 'lookmlCommit' | 'judged'>

export function jobMarkOf(
  { run, inputs: { shard } }: MarkContext,
  { results, lookmlCommit, judged }: MarkedResults,
): JobMark {
  const base = baseBranchOf(run)
  const pull = pullStateOf(run)
  const isOfBase =
    lookmlCommit !== undefined || (!judged?.comparedWith && results.some(({ comparison }) => comparison))
  return {
    ...{ shard: shard.index, attempt: run.attempt, run: { id: run.id, attempt: run.attempt } },
    ...(shard.list !== undefined && { list: shard.list }),
    ...(lookmlCommit !== undefined && { commit: lookmlCommit }),
    ...(isOfBase && base !== undefined && { base }),
    ...(pull !== undefined && { pull }),
  }
}

/** Returns the field `pull` of a mark. Undefined if the event does not contain the pull request. */
export function pullStateOf(run: RunContext['run']): string | undefined {
  const base = baseBranchOf(run)
  return run.sha === undefined || base === undefined ? undefined : `${run.sha.toLowerCase()} ${base}`
}

/** Whether a mark is of the same job in this run or in an older run. */
export const isOfSameJob = ({ run, shard }: JobMark, own: Pick<JobMark, 'run' | 'shard'>): boolean =>
  shard === own.shard && (run?.id ?? 0) <= (own.run?.id ?? 0)

/** Adds a mark. It replaces the older marks of the same job. */
export const addMark = (marks: readonly JobMark[], own: JobMark): JobMark[] => [
  ...marks.filter(mark => !isOfSameJob(mark, own)),
  own,
]

interface CurrentJob {
  run: RunAttempt
  shard: number
  /** Set after a label event, because the other jobs may repeat the verdicts that have this field `pull`. */
  pull?: string | undefined
  /** The running jobs that the comment lists. */
  running: readonly { run: number; attempt: number; shard: number }[]
}

/**
 * Whether no job of this attempt will replace the mark. GitHub starts the jobs of a matrix in their order, so a job with
 * a lower index that is not running either has written its mark or does not run again. A job that repeats the verdict of
 * another run writes no mark, so the mark of that run counts.
 */
const isFinalMark = (mark: JobMark, { run, shard, running, pull }: CurrentJob): boolean =>
  mark.run?.id === run.id
    ? mark.run.attempt === run.attempt ||
      (mark.run.attempt < run.attempt &&
        mark.shard < shard &&
        !running.some(job => job.run === run.id && job.attempt === run.attempt && job.shard === mark.shard))
    : pull !== undefined && mark.pull === pull

const disagreements = {
  list: 'listed different targets, for example because the content of a folder changed in between, so some targets may be missing',
  commit:
    'checked different commits, for example because a commit was pushed in between, so some results are out of date',
  base: 'compared with different base branches, because the base branch of the pull request changed in between, so some results are out of date',
} as const

/**
 * Returns an error if jobs have listed different targets, checked different commits, or compared with different base
 * branches.
 * @param job leaves out the marks that other jobs of this attempt may still replace
 */
export function disagreementOf(marks: readonly JobMark[], job?: CurrentJob): ActionError | undefined {
  const compared = marks.filter(mark => !job || isFinalMark(mark, job))
  const differing = (['list', 'commit', 'base'] as const).find(
    key => new Set(compared.flatMap(mark => mark[key] ?? [])).size > 1,
  )
  return differing && new ActionError(`The jobs have ${disagreements[differing]}`, 'Run all jobs again.')
}
