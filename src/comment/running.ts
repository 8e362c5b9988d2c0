import type { Repository } from '../github/client.ts'
import { escapeMarkdown, link } from '../report/format.ts'
import { arrayOf, type Check, isCount, isText, optional, parseJson, shape } from '../runtime/json.ts'
import { count, hiddenJson } from '../runtime/text.ts'
import {
  type CommentIdentity,
  type CommentLink,
  type CommentList,
  type FoundComment,
  isMine,
  type Mark,
  parseMark,
  pauseBeforeReread,
  withUnixLines,
} from './find.ts'

/**
 * While a run is rendering, the existing comment has a line about that run at its top. Hidden marks enclose this line
 * and a list of the running jobs.
 */

export interface RunningJob {
  run: number
  attempt: number
  shard: number
  /** The number of jobs that share the comment. */
  jobs: number
  sha?: string
}

const runningMarks = { begin: '<!-- running ', json: ' -->\n', end: '<!-- /running -->\n' }

const isJob: Check = shape({
  run: isCount,
  attempt: isCount,
  shard: isCount,
  jobs: isCount,
  sha: optional(isText),
})
const isJobList = arrayOf(isJob)

/**
 * Returns the running jobs that a comment lists. Returns an empty list for unexpected JSON, because all users who may
 * edit comments can change it.
 */
export function runningJobs(body: string): RunningJob[] {
  const jobs = parseJson(findRunning(body)?.json ?? '')
  return isJobList(jobs) ? (jobs as RunningJob[]) : []
}

/** Uses no regular expression, because it would take quadratic time in a comment with many marks. */
function findRunning(body: string): { json: string; before: string; after: string } | undefined {
  const start = body.indexOf(runningMarks.begin)
  const json = body.indexOf(runningMarks.json, start)
  const end = body.indexOf(runningMarks.end, json)
  if (start < 0 || json < 0 || end < 0) return undefined
  return {
    json: body.slice(start + runningMarks.begin.length, json),
    before: body.slice(0, start),
    after: body.slice(end + runningMarks.end.length),
  }
}

/** Replaces the line about running jobs at the top of the comment. If `jobs` is empty, removes the line. */
export function withRunningJobs(body: string, jobs: readonly RunningJob[], runUrl: string): string {
  const running = findRunning(body)
  const plain = running ? running.before + running.after : body
  const mark = parseMark(plain)
  const end = plain.indexOf('\n') + 1
  if (!mark || end === 0 || jobs.length === 0) return plain
  return plain.slice(0, end) + renderRunning(jobs, mark, runUrl) + plain.slice(end)
}

function renderRunning(jobs: readonly RunningJob[], mark: Mark, runUrl: string): string {
  const data = hiddenJson(jobs)
  return `${runningMarks.begin}${data} -->\n<p>⏳ ${runningWords(jobs, mark, runUrl)}</p>\n\n${runningMarks.end}`
}

/**
 * Returns the line about running jobs as HTML: `Rendering commit abc1234 (run 8). The rest of this comment is about
 * commit 3e54851.`
 */
function runningWords(jobs: readonly RunningJob[], mark: Mark, runUrl: string): string {
  const [first, ...others] = [...jobs].sort(isNewerFirst)
  if (!first) return ''
  const { run, attempt, sha, jobs: total } = first
  const beside = others.filter(job => job.run === run && job.attempt === attempt)
  const share = total > 1 ? ` in ${1 + beside.length} of ${count(total, 'job')}` : ''
  const commit = sha === undefined ? 'a new commit' : `commit <code>${escapeMarkdown(shortSha(sha))}</code>`
  const url = runUrl.replace(/\d+$/, String(run))
  const rendering = `Rendering ${commit}${share} (${link(url, `run ${run}`)}).`
  // A job of the same run has already written the comment, so all of it is about the current commit.
  if (mark.run === run && mark.attempt === attempt) return rendering
  if (mark.sha === undefined || mark.sha === sha)
    return `${rendering} The rest of this comment is about an earlier run.`
  return `${rendering} The rest of this comment is about commit <code>${escapeMarkdown(shortSha(mark.sha))}</code>.`
}

const shortSha = (sha: string) => sha.slice(0, 7)

const isNewerFirst = (one: RunningJob, other: RunningJob) =>
  other.run - one.run || other.attempt - one.attempt || one.shard - other.shard

type RunningAttempt = Pick<RunningJob, 'run' | 'attempt'>

const isNewerAttempt = (one: RunningAttempt, other: RunningAttempt) =>
  one.run > other.run || (one.run === other.run && one.attempt > other.attempt)

const isSameJob = (one: RunningJob, other: RunningJob) =>
  one.run === other.run && one.attempt === other.attempt && one.shard === other.shard

/**
 * Returns the jobs that still run after the job `own` has written its result: jobs of newer runs, and other jobs of the
 * same run. Jobs of older runs are left out, because only the newest run writes the comment.
 */
export const stillRunning = (jobs: readonly RunningJob[], own: RunningJob): RunningJob[] =>
  jobs.filter(job => !isNewerAttempt(own, job) && !isSameJob(job, own))

/**
 * Adds this job to the comment's list of running jobs.
 * @returns undefined if a newer run has written the comment, or is already rendering
 */
export function markRunning(body: string, own: RunningJob, runUrl: string): string | undefined {
  const mark = parseMark(body)
  const jobs = runningJobs(body)
  if (!mark || isNewerAttempt(mark, own) || jobs.some(job => isNewerAttempt(job, own))) return undefined
  return withRunningJobs(body, [...stillRunning(jobs, own), own], runUrl)
}

export const unmarkRunning = (body: string, own: RunningJob, runUrl: string): string =>
  withRunningJobs(
    body,
    runningJobs(body).filter(job => !isSameJob(job, own)),
    runUrl,
  )

/** A running job and the comment that lists it. The post step may have to remove the job from the comment. */
export interface ShownRunning {
  comment: number
  job: RunningJob
  runUrl: string
}

/**
 * Finds the comment of this step. If there is none, finds the comment that the step wrote in an earlier run with other
 * inputs. Two calls of a reusable workflow have the same place, so two such comments may belong to different steps.
 */
function findOwn(found: readonly FoundComment[], plan: CommentIdentity): FoundComment | undefined {
  const { place, run } = plan
  const mine = found.find(comment => isMine(comment, plan))
  if (mine || place === undefined) return mine
  const [former, ...others] = found.filter(({ mark }) => mark.place === place)
  return former && others.length === 0 && former.mark.run < run.id ? former : undefined
}

/** The maximum number of writes. The line is written again if another job overwrites it. */
const maxShowRounds = 4

/**
 * Adds this job to the line about running jobs in the existing comment. Does nothing if there is no comment. Reads a
 * shared comment again, because a job that begins at the same time may write its old text over the line.
 * @param save saves the data for the post step. Called before the comment is changed
 */
export async function showRunning(
  repository: Repository,
  plan: CommentIdentity,
  list: CommentList,
  { job, runUrl, save }: Omit<ShownRunning, 'comment'> & { save(shown: ShownRunning): void },
): Promise<ShownRunning | undefined> {
  let shown: ShownRunning | undefined
  try {
    for (let round = 1; round <= maxShowRounds; round++) {
      const found = findOwn(await list.current(), plan)
      const body = found && markRunning(found.body, job, runUrl)
      if (!found || body === undefined) break
      if (shown && runningJobs(found.body).some(other => isSameJob(other, job))) break
      const own = { comment: found.id, job, runUrl }
      save(own)
      await updateBody(repository, found, body)
      shown = own
      if (job.jobs === 1) break
      await pauseBeforeReread(repository)
    }
  } catch {
    // A later write reports the error.
  }
  return shown
}

/**
 * Removes this job from the line about running jobs. Does nothing if the comment does not list the job any more. Sends
 * each request only once, because the results are already complete. The post step tries again.
 */
export async function hideRunning(
  repository: Repository,
  { comment, job, runUrl }: ShownRunning,
): Promise<void> {
  const { octokit, owner, repo } = repository
  const { data } = await octokit.rest.issues.getComment({
    owner,
    repo,
    comment_id: comment,
    request: { once: true },
  })
  const before = withUnixLines(data.body ?? '')
  const body = unmarkRunning(before, job, runUrl)
  if (body !== before) await updateBody(repository, { id: comment }, body)
}

/** Sends the request only once. A second try could overwrite a newer comment of another job. */
const updateBody = ({ octokit, owner, repo }: Repository, { id }: Pick<CommentLink, 'id'>, body: string) =>
  octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body, request: { once: true } })

const isShownShape = shape({ comment: isCount, job: isJob, runUrl: isText })

/** Returns undefined if the main step saved no comment for the post step. */
export const readShownRunning = (saved: unknown): ShownRunning | undefined =>
  isShownShape(saved) ? (saved as ShownRunning) : undefined
