import { ActionError } from '../errors.ts'
import { gitHubError } from '../github/github-errors.ts'
import { acceptanceWriterOf, resultsWriterOf, sharedKey } from '../github/step-identity.ts'
import {
  compareAttempts,
  isRunAttempt,
  pullRequestFor,
  type RunAttempt,
  type RunContext,
} from '../github/workflow-run.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import {
  type BranchTip,
  type Entry,
  filesBelow,
  type NewFile,
  newFile,
  readBlob,
} from '../images-branch/branch-tip.ts'
import { type Check, isText, parseJson, shape } from '../runtime/json.ts'
import {
  acceptancePath,
  addAcceptance,
  asOutdated,
  formatAcceptance,
  formatResults,
  isSameBase,
  listPath,
  markAfter,
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
  /** The list of targets, which the jobs of a `shard` share, too. */
  list: string
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
  return { results: resultsPath(own), acceptance: acceptancePath(shared), list: listPath(shared) }
}

interface StoredFiles {
  results?: StoredResults | undefined
  /** May have another base branch than the results. */
  acceptance?: StoredAcceptance | undefined
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
  const [results, acceptance] = await Promise.all([read(paths.results), read(paths.acceptance)])
  const [own, accepted] = [parseResults(results), parseAcceptance(acceptance)]
  return { results: own && withAcceptance(own, accepted), acceptance: accepted }
}

/** The hash of the targets that the jobs of a run share. The first job that stores its results adds the file. */
interface StoredList {
  run: RunAttempt
  list: string
}

const isListShape: Check = shape({ run: isRunAttempt, list: isText })
const isStoredList = (value: unknown): value is StoredList => isListShape(value)

interface ListCheck {
  /** Compares this job's list with the list on the branch. Returns the file to add if there is no list of this run. */
  entries(head: BranchTip | undefined): Promise<NewFile[]>
  /** Whether another job of this attempt has listed other targets. */
  hasOther(): boolean
}

/** Returns undefined if the job shares no targets or stores no results. */
function openListCheck(context: RunContext, images: OpenBranch): ListCheck | undefined {
  const path = storedPaths(context)?.list
  const { run, inputs, isGuarded } = context
  const { list, total } = inputs.shard
  if (path === undefined || list === undefined || total === 1 || isGuarded) return undefined
  const own: StoredList = { run: { id: run.id, attempt: run.attempt }, list }
  let hasOther = false
  return {
    hasOther: () => hasOther,
    async entries(head) {
      const stored = head && (await readStoredList(images, head, path))
      const age = stored && compareAttempts(stored.run, own.run)
      hasOther = age === 'same' && stored?.list !== list
      return age === 'same' || age === 'newer' ? [] : [newFile(path, `${JSON.stringify(own)}\n`)]
    },
  }
}

async function readStoredList(
  images: OpenBranch,
  head: BranchTip,
  path: string,
): Promise<StoredList | undefined> {
  const slash = path.lastIndexOf('/')
  const repository = await images.repository()
  const files = await filesBelow(repository, head, path.slice(0, slash))
  const sha = files.find(file => file.path === path.slice(slash + 1))?.sha
  const stored = sha ? parseJson((await readBlob(repository, sha)).toString()) : undefined
  return isStoredList(stored) ? stored : undefined
}

/** Compares the list of a job that has no targets, and therefore stores no results. */
export async function hasOtherStoredList(context: RunContext, images: OpenBranch): Promise<boolean> {
  const check = openListCheck(context, images)
  if (!check) return false
  const message = `List of targets\n\n${context.run.url}`
  await images.commit({ message, changes: async head => ({ entries: await check.entries(head) }) })
  return check.hasOther()
}

interface StoredState {
  /** False if the branch has results of a newer run. */
  isStored: boolean
  /** Whether another job of this run has listed other targets. */
  hasOtherTargets: boolean
}

/**
 * Commits the results with their changed pictures to the images branch, unless the branch has results of a newer run.
 * With `acceptance: 'keep'`, keeps the acceptance. With `acceptance: 'replace'`, keeps only an acceptance of the same
 * label or a newer label. Removes the acceptance if the pull request has another base branch now.
 */
export async function storeResults(
  context: RunContext,
  images: OpenBranch,
  { results, acceptance }: { results: StoredResults; acceptance: 'keep' | 'replace' },
): Promise<StoredState> {
  const removals = await findClosedResults(context, images, results)
  const listCheck = openListCheck(context, images)
  const change: StoredChange = current => {
    if (!mayReplace(current.results, results)) return undefined
    const { acceptance: stored } = current
    const isKept =
      stored && isSameBase(stored, results) && (acceptance === 'keep' || stored.run >= results.run.id)
    return {
      results: { ...results, ...markAfter(current.results, results) },
      acceptance: isKept ? stored : undefined,
    }
  }
  const others = async (head: BranchTip | undefined) => [
    ...(await removals(head)),
    ...((await listCheck?.entries(head)) ?? []),
  ]
  const stored = await commitStored(context, images, { change, others })
  return { isStored: stored !== undefined, hasOtherTargets: listCheck?.hasOther() ?? false }
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
  const stored = await commitStored(context, images, {
    change: ({ results: current, acceptance }) => {
      if (current && (current.outdatedBy || compareAttempts(current.run, results.run) !== 'same'))
        return undefined
      if (own) return { results, acceptance: addAcceptance(acceptance, own) }
      return { results, acceptance: isNewer(acceptance) ? acceptance : undefined }
    },
  })
  return stored && withAcceptance(results, stored.acceptance)
}

/**
 * Marks the stored results before this run renders their commit again. A label event then never repeats their verdict,
 * even if this run is killed, or if GitHub refuses to store its results. Does not throw: if GitHub refuses the mark, it
 * probably refuses the results, too, and the step then reports that.
 */
export async function markOutdated(context: RunContext, images: OpenBranch): Promise<void> {
  const paths = storedPaths(context)
  const { run, isGuarded } = context
  if (paths === undefined || run.sha === undefined || isGuarded) return
  const own = { sha: run.sha.toLowerCase(), run: { id: run.id, attempt: run.attempt } }
  try {
    const change: StoredChange = ({ results, acceptance }) => {
      const marked = asOutdated(results, own)
      return marked && { results: marked, acceptance }
    }
    if (change(await readStored(images, paths))) await commitStored(context, images, { change })
  } catch {
    // The comment also shows that there are newer results (see `findMismatch`).
  }
}

interface ChangedFiles {
  results: StoredResults
  /** Undefined to remove the file. */
  acceptance: StoredAcceptance | undefined
}

/** Returns the files to store instead of the current ones. Returns undefined to store nothing. */
type StoredChange = (current: StoredFiles) => ChangedFiles | undefined

/** Returns the stored files, or undefined if `change` stores nothing. */
async function commitStored(
  context: RunContext,
  images: OpenBranch,
  {
    change,
    others,
  }: { change: StoredChange; others?: (head: BranchTip | undefined) => Promise<(Entry | NewFile)[]> },
): Promise<ChangedFiles | undefined> {
  const paths = storedPaths(context)
  if (paths === undefined) return undefined
  let stored: ChangedFiles | undefined
  await images.commit({
    message: `Results for pull request ${pullRequestFor(context)}\n\n${context.run.url}`,
    changes: async head => {
      const current = await readStoredAt(images, head, paths)
      stored = change(current)
      if (!stored) return { entries: [] }
      const { results, acceptance } = stored
      const entries = [
        newFile(paths.results, formatResults(results)),
        ...(acceptance ? [newFile(paths.acceptance, formatAcceptance(acceptance))] : []),
        ...(current.acceptance && !acceptance ? [removalOf(paths.acceptance)] : []),
        ...pictureEntries(stored),
      ]
      return { entries: [...entries, ...((await others?.(head)) ?? [])] }
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
function pictureEntries({ results, acceptance }: ChangedFiles): Entry[] {
  const pictures = [...results.targets, ...(acceptance?.targets ?? [])].flatMap(
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
