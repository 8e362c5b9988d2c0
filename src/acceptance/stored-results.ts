import { ActionError } from '../errors.ts'
import { gitHubError } from '../github/github-errors.ts'
import {
  addMark,
  disagreementOf,
  isOfSameJob,
  type JobMark,
  jobMarkChecks,
  jobMarkOf,
  pullStateOf,
} from '../github/shared-jobs.ts'
import { acceptanceWriterOf, resultsWriterOf, sharedKey, writerOf } from '../github/step-identity.ts'
import { compareAttempts, pullRequestFor, type RunContext } from '../github/workflow-run.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import { type BranchTip, type Entry, filesBelow, newFile, readBlob } from '../images-branch/branch-tip.ts'
import { arrayOf, parseJson, shape } from '../runtime/json.ts'
import { disagreementReason } from '../verdict.ts'
import { mayRepeat } from './decide-label-event.ts'
import {
  acceptancePath,
  addAcceptance,
  asOutdated,
  formatAcceptance,
  formatResults,
  isSameBase,
  markAfter,
  marksPath,
  mayReplace,
  parseAcceptance,
  parseResults,
  resultsFolder,
  resultsPath,
  type StoredAcceptance,
  type StoredResults,
  withAcceptance,
} from './results-format.ts'

/** The paths of this job's results, and of the acceptance that it shares with the other jobs of a `shard`. */
export interface StoredPaths {
  results: string
  acceptance: string
  /** The marks of the jobs of a `shard`. */
  marks: string
}

/** Returns undefined if `fail-on-change` is off, or if the run has no pull request. */
export function storedPaths(context: RunContext): StoredPaths | undefined {
  const { compare, comment, shard } = context.inputs
  const pullRequest = pullRequestFor(context)
  if (!compare.failOnChange || pullRequest === undefined) return undefined
  const { env } = context.world
  const own = { pullRequest, commentKey: comment.key, shard: shard.index, writer: resultsWriterOf(env) }
  const commentKey = sharedKey(comment.key, shard.index, env) ?? comment.key
  const shared = { pullRequest, commentKey, writer: acceptanceWriterOf(env) }
  return {
    results: resultsPath(own),
    acceptance: acceptancePath(shared),
    marks: marksPath({ ...shared, writer: writerOf(env) }),
  }
}

interface StoredFiles {
  results?: StoredResults | undefined
  /** May have another base branch than the results. */
  acceptance?: StoredAcceptance | undefined
  marks?: readonly JobMark[] | undefined
}

/** @throws ActionError if GitHub does not return the files */
export async function readStored(images: OpenBranch, paths: StoredPaths): Promise<StoredFiles> {
  try {
    return await readStoredAt(images, await images.tip(), paths)
  } catch (error) {
    throw gitHubError(error, 'The stored results could not be read', 'contents: read')
  }
}

/** Reads the results at the current tip of the branch. `readStored` reads the tip only once. */
export async function readCurrentResults(
  images: OpenBranch,
  paths: StoredPaths,
): Promise<StoredResults | undefined> {
  let results: StoredResults | undefined
  await images.commit({
    message: '',
    changes: async tip => {
      results = (await readStoredAt(images, tip, paths)).results
      return { entries: [] } // Nothing is committed.
    },
  })
  return results
}

async function readStoredAt(
  images: OpenBranch,
  head: BranchTip | undefined,
  paths: StoredPaths,
): Promise<StoredFiles> {
  if (!head) return {}
  const folder = paths.results.slice(0, paths.results.lastIndexOf('/'))
  const repository = await images.repository()
  const files = await filesBelow(repository, head, folder)
  const read = async (path: string) => {
    const file = files.find(entry => `${folder}/${entry.path}` === path)
    return file?.sha ? (await readBlob(repository, file.sha)).toString() : ''
  }
  const [results, acceptance, marks] = await Promise.all([
    read(paths.results),
    read(paths.acceptance),
    read(paths.marks),
  ])
  const [own, accepted] = [parseResults(results), parseAcceptance(acceptance)]
  return { results: own && withAcceptance(own, accepted), acceptance: accepted, marks: parseMarks(marks) }
}

const isMarkList = arrayOf(shape(jobMarkChecks))

function parseMarks(json: string): JobMark[] | undefined {
  const marks = parseJson(json)
  return isMarkList(marks) ? (marks as JobMark[]) : undefined
}

/**
 * Adds the mark of this job to the stored marks. Leaves out the marks of jobs that no longer exist.
 * @returns undefined if the job shares no targets
 */
function withOwnMark(
  { inputs: { shard } }: RunContext,
  { marks = [] }: StoredFiles,
  own: JobMark,
): JobMark[] | undefined {
  if (shard.total === 1 || shard.list === undefined) return undefined
  return addMark(marks, own).filter(mark => mark.shard < shard.total)
}

/** No running job is unknown, because each job removes its mark when it begins again. */
const disagreementWith = (context: RunContext, marks: readonly JobMark[] = []) =>
  disagreementOf(marks, {
    ...{ run: context.run, shard: context.inputs.shard.index, running: [] },
    pull: mayRepeat(context) ? pullStateOf(context.run) : undefined,
  })

/** Whether the jobs of a `shard` do not agree, so that their verdicts together may leave out targets. */
export const hasDisagreement = ({ run }: RunContext, { results, marks = [] }: StoredFiles): boolean =>
  results?.failures.includes(disagreementReason) ||
  disagreementOf(marks.filter(({ pull }) => pull === pullStateOf(run))) !== undefined

/** Compares the list of a job that has no targets, and therefore stores no results. */
export async function disagreementOnBranch(
  context: RunContext,
  images: OpenBranch,
): Promise<ActionError | undefined> {
  if (context.isGuarded) return undefined
  const stored = await commitStored(context, images, current => {
    const marks = withOwnMark(context, current, jobMarkOf(context, { results: [] }))
    return marks && { acceptance: current.acceptance, marks }
  })
  return disagreementWith(context, stored?.marks)
}

interface StoredState {
  /** False if the branch has results of a newer run, and after an error. */
  isStored: boolean
  /** The error if GitHub did not store the results. */
  error?: unknown
  /** The error if the jobs of this run do not agree. It is also one of the stored failures. */
  disagreement?: ActionError | undefined
}

/**
 * Commits the results with their changed pictures to the images branch, unless the branch has results of a newer run.
 * With `acceptance: 'keep'`, keeps the acceptance. With `acceptance: 'replace'`, keeps only an acceptance of the same
 * label or a newer label. Removes the acceptance if the pull request has another base branch now.
 */
export async function storeResults(
  context: RunContext,
  images: OpenBranch,
  { results, acceptance, mark }: { results: StoredResults; acceptance: 'keep' | 'replace'; mark: JobMark },
): Promise<StoredState> {
  const removals = await findClosedResults(context, images, results)
  let disagreement: ActionError | undefined
  const change: StoredChange = current => {
    if (!mayReplace(current.results, results)) return undefined
    const { acceptance: stored } = current
    const isKept =
      stored && isSameBase(stored, results) && (acceptance === 'keep' || stored.run >= results.run.id)
    const marks = withOwnMark(context, current, mark)
    disagreement = disagreementWith(context, marks)
    const reasons = disagreement ? [disagreementReason] : []
    const failures = [...new Set([...results.failures, ...reasons])]
    return {
      results: { ...results, failures, ...markAfter(current.results, results) },
      acceptance: isKept ? stored : undefined,
      marks,
    }
  }
  try {
    const stored = await commitStored(context, images, change, removals)
    return { isStored: stored !== undefined, disagreement }
  } catch (error) {
    return { isStored: false, disagreement, error }
  }
}

/**
 * Commits results that a label event accepted, or whose acceptance it removed. Removes the acceptance for all jobs of a
 * `shard`, unless a newer label accepted the results. Stores nothing if another run has stored its results in the
 * meantime, or has begun to render the same commit.
 * @returns the stored results, or undefined if nothing was stored
 */
export async function storeAcceptance(
  context: RunContext,
  images: OpenBranch,
  results: StoredResults,
): Promise<StoredResults | undefined> {
  const { acceptance: own } = results
  const isNewer = (acceptance: StoredAcceptance | undefined) => (acceptance?.run ?? 0) > context.run.id
  const stored = await commitStored(context, images, ({ results: current, acceptance }) => {
    if (current && (current.outdatedBy || compareAttempts(current.run, results.run) !== 'same'))
      return undefined
    if (own) return { results, acceptance: addAcceptance(acceptance, own) }
    return { results, acceptance: isNewer(acceptance) ? acceptance : undefined }
  })
  return stored && withAcceptance(results, stored.acceptance)
}

/**
 * Marks the stored results before this run renders their commit again. A label event then never repeats their verdict,
 * even if this run is killed, or if GitHub refuses to store its results. Also removes the job's mark for this commit, so
 * that the other jobs do not compare theirs with it. Does not throw: if GitHub refuses this, it probably refuses the
 * results, too, and the step then reports that.
 */
export async function markBeginning(context: RunContext, images: OpenBranch): Promise<void> {
  const paths = storedPaths(context)
  const { run, isGuarded, inputs } = context
  if (paths === undefined || run.sha === undefined || isGuarded) return
  const own = { sha: run.sha.toLowerCase(), run: { id: run.id, attempt: run.attempt } }
  try {
    const change: StoredChange = current => {
      const { acceptance, marks = [] } = current
      const results = asOutdated(current.results, own)
      const isOwnMark = (mark: JobMark) =>
        mark.pull === pullStateOf(run) && isOfSameJob(mark, { run, shard: inputs.shard.index })
      const others = marks.filter(mark => !isOwnMark(mark))
      const isMarked = others.length < marks.length
      return results || isMarked ? { results, acceptance, marks: isMarked ? others : undefined } : undefined
    }
    if (change(await readStored(images, paths))) await commitStored(context, images, change)
  } catch {
    // The comment also shows that there are newer results (see `findMismatch`).
  }
}

/**
 * Returns the files to store. Without an acceptance, the current one is removed. Other files that are undefined stay.
 * Returns undefined to store nothing.
 */
type StoredChange = (current: StoredFiles) => StoredFiles | undefined

/** Returns the stored files, or undefined if `change` stores nothing. */
async function commitStored(
  context: RunContext,
  images: OpenBranch,
  change: StoredChange,
  removals: (head: BranchTip | undefined) => Promise<Entry[]> = async () => [],
): Promise<StoredFiles | undefined> {
  const paths = storedPaths(context)
  if (paths === undefined) return undefined
  let stored: StoredFiles | undefined
  await images.commit({
    message: `Results for pull request ${pullRequestFor(context)}\n\n${context.run.url}`,
    changes: async head => {
      const current = await readStoredAt(images, head, paths)
      stored = change(current)
      if (!stored) return { entries: [] }
      const { results, acceptance, marks } = stored
      const entries = [
        ...(results ? [newFile(paths.results, formatResults(results))] : []),
        ...(acceptance ? [newFile(paths.acceptance, formatAcceptance(acceptance))] : []),
        ...(current.acceptance && !acceptance ? [removalOf(paths.acceptance)] : []),
        ...(marks ? [newFile(paths.marks, `${JSON.stringify(marks)}\n`)] : []),
        ...pictureEntries(stored),
      ]
      return { entries: [...entries, ...(await removals(head))] }
    },
  })
  return stored
}

/** @param what a clause such as "The results could not be stored" */
export function unstoredError(error: unknown, what: string): ActionError {
  const refusal = gitHubError(error, what, 'contents: write')
  if (refusal !== error) return refusal
  return new ActionError(`${what}: ${refusal.message}`, refusal.hint, { cause: error })
}

/** Returns the changed and the accepted pictures. Later runs compare their pictures with the accepted pictures. */
function pictureEntries({ results, acceptance }: StoredFiles): Entry[] {
  const pictures = [...(results?.targets ?? []), ...(acceptance?.targets ?? [])].flatMap(
    ({ picture }) => picture ?? [],
  )
  const byPath = new Map(pictures.map(({ path, blob }) => [path, blob]))
  return [...byPath].map(([path, sha]) => ({ path, mode: '100644', type: 'blob', sha }))
}

const maxStateLookups = 10

/**
 * Finds closed pull requests with stored results, so that the next commit removes these results. Looks up at most
 * `maxStateLookups` pull requests. Begins at a place that depends on the run's id, so that later runs look up the other
 * pull requests.
 * @returns a function that returns the files to remove in a commit
 */
async function findClosedResults(
  { run }: RunContext,
  images: OpenBranch,
  { pullRequest: own }: StoredResults,
): Promise<(head: BranchTip | undefined) => Promise<Entry[]>> {
  const none = async () => []
  try {
    const head = await images.tip()
    const repository = await images.repository()
    if (!head) return none
    const folders = await filesBelow(repository, head, resultsFolder)
    const numbers = folders.map(({ path }) => Number(path.split('/')[0])).filter(Number.isSafeInteger)
    const others = [...new Set(numbers)].filter(number => number !== own)
    const start = others.length > 0 ? run.id % others.length : 0
    const asked = [...others.slice(start), ...others.slice(0, start)].slice(0, maxStateLookups)
    const { octokit, owner, repo } = repository
    const isClosed = async (number: number) => {
      const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number })
      return data.state === 'closed' ? [number] : []
    }
    const closed = (await Promise.all(asked.map(number => isClosed(number).catch(() => [])))).flat()
    if (closed.length === 0) return none
    return async at =>
      at ? (await Promise.all(closed.map(number => removalsOf(images, at, number)))).flat() : []
  } catch {
    return none
  }
}

async function removalsOf(images: OpenBranch, head: BranchTip, number: number): Promise<Entry[]> {
  const folder = `${resultsFolder}/${number}`
  const entries = await filesBelow(await images.repository(), head, folder)
  const nested = await Promise.all(
    entries.map(async ({ path, type }) => {
      if (type === 'blob') return [`${folder}/${path}`]
      const below = await filesBelow(await images.repository(), head, `${folder}/${path}`)
      return below.map(file => `${folder}/${path}/${file.path}`)
    }),
  )
  return nested.flat().map(removalOf)
}

const removalOf = (path: string): Entry => ({ path, mode: '100644', type: 'blob', sha: null })
