import { createHash } from 'node:crypto'
import { type ContentReport, checkStateOf, isDrawnCheck } from '../branch-report.ts'
import { ActionError } from '../errors.ts'
import { gitHubError } from '../github/github-errors.ts'
import { compareAttempts, pullRequestFor, type RunContext, resultsWriterOf } from '../github/workflow-run.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import { type BranchTip, type Entry, filesBelow, newFile, readBlob } from '../images-branch/branch-tip.ts'
import { baselineKey } from '../images-branch/picture-names.ts'
import { sortUploads } from '../images-branch/upload-files.ts'
import type { Compared, Result, Target } from '../model.ts'
import { acceptedChangeOf, isPicture, isRemoved, isUncountedPdf } from '../results.ts'
import { oneLine } from '../runtime/text.ts'
import { nameInList } from '../targets.ts'
import { changeOfResult } from '../verdict-facts.ts'
import {
  asOutdated,
  formatResults,
  isSameBase,
  markAfter,
  mayReplace,
  parseResults,
  resultsFolder,
  resultsPath,
  type StoredResults,
  type StoredTarget,
} from './results-format.ts'

/** Returns undefined if `fail-on-change` is off, or if the run has no pull request. */
export function storedResultsPath(context: RunContext): string | undefined {
  const { compare, comment, shard } = context.inputs
  const pullRequest = pullRequestFor(context)
  if (!compare.failOnChange || pullRequest === undefined) return undefined
  const writer = resultsWriterOf(context.world.env)
  return resultsPath({ pullRequest, commentKey: comment.key, shard: shard.index, writer })
}

/** @throws ActionError if GitHub does not return the results */
export async function readResults(images: OpenBranch, path: string): Promise<StoredResults | undefined> {
  try {
    const head = await images.tip()
    return head && (await readResultsAt(images, head, path))
  } catch (error) {
    throw gitHubError(error, 'The stored results could not be read', 'contents: read')
  }
}

/** Reads the results at the current tip of the branch. `readResults` reads the tip only once. */
export async function readCurrentResults(
  images: OpenBranch,
  path: string,
): Promise<StoredResults | undefined> {
  let results: StoredResults | undefined
  await images.commit({
    message: '',
    changes: async tip => {
      results = tip && (await readResultsAt(images, tip, path))
      return { entries: [] } // Nothing is committed.
    },
  })
  return results
}

async function readResultsAt(
  images: OpenBranch,
  head: BranchTip,
  path: string,
): Promise<StoredResults | undefined> {
  const folder = path.slice(0, path.lastIndexOf('/'))
  const repository = await images.repository()
  const files = await filesBelow(repository, head, folder)
  const file = files.find(entry => `${folder}/${entry.path}` === path)
  return file?.sha ? parseResults((await readBlob(repository, file.sha)).toString()) : undefined
}

/**
 * Commits the results with their changed pictures to the images branch, unless the branch has results of a newer run.
 * With `acceptance: 'keep'`, keeps the acceptance from the branch, unless the pull request has another base branch now.
 * @returns whether the results were stored
 */
export async function storeResults(
  context: RunContext,
  images: OpenBranch,
  { results, acceptance }: { results: StoredResults; acceptance: 'keep' | 'replace' },
): Promise<boolean> {
  const removals = await findClosedResults(context, images, results)
  const change: ResultsChange = current => {
    if (!mayReplace(current, results)) return undefined
    const mayKeep = acceptance === 'keep' && current && isSameBase(current, results)
    const kept = mayKeep && current.acceptance ? { acceptance: current.acceptance } : {}
    return { ...results, ...kept, ...markAfter(current, results) }
  }
  return commitResults(context, images, { change, removals })
}

/**
 * Commits results that a label event accepted, or whose acceptance it removed. Stores nothing if another run has stored
 * its results in the meantime, or has begun to render the same commit.
 * @returns whether the results were stored
 */
export const storeAcceptance = (
  context: RunContext,
  images: OpenBranch,
  results: StoredResults,
): Promise<boolean> =>
  commitResults(context, images, {
    change: current =>
      current && (current.outdatedBy || compareAttempts(current.run, results.run) !== 'same')
        ? undefined
        : results,
  })

/**
 * Marks the stored results before this run renders their commit again. A label event then never repeats their verdict,
 * even if this run is killed, or if GitHub refuses to store its results. Does not throw: if GitHub refuses the mark, it
 * probably refuses the results, too, and the step then reports that.
 */
export async function markOutdated(context: RunContext, images: OpenBranch): Promise<void> {
  const path = storedResultsPath(context)
  const { run, isGuarded } = context
  if (path === undefined || run.sha === undefined || isGuarded) return
  const own = { sha: run.sha.toLowerCase(), run: { id: run.id, attempt: run.attempt } }
  try {
    if (asOutdated(await readResults(images, path), own))
      await commitResults(context, images, { change: current => asOutdated(current, own) })
  } catch {
    // The comment also shows that there are newer results (see `isShownNewer`).
  }
}

/** Returns the results to store instead of the current ones. Returns undefined to store nothing. */
type ResultsChange = (current: StoredResults | undefined) => StoredResults | undefined

/** @returns whether anything was stored */
async function commitResults(
  context: RunContext,
  images: OpenBranch,
  {
    change,
    removals,
  }: { change: ResultsChange; removals?: (head: BranchTip | undefined) => Promise<Entry[]> },
): Promise<boolean> {
  const path = storedResultsPath(context)
  if (path === undefined) return false
  let isStored = false
  await images.commit({
    message: `Results for pull request #${pullRequestFor(context)}\n\n${context.run.url}`,
    changes: async head => {
      const stored = change(head && (await readResultsAt(images, head, path)))
      isStored = stored !== undefined
      if (!stored) return { entries: [] }
      const entries = [newFile(path, formatResults(stored)), ...pictureEntries(stored)]
      return { entries: [...entries, ...((await removals?.(head)) ?? [])] }
    },
  })
  return isStored
}

/** @param what a clause such as "The results could not be stored" */
export function unstoredError(error: unknown, what: string): ActionError {
  const refusal = gitHubError(error, what, 'contents: write')
  if (refusal !== error) return refusal
  return new ActionError(`${what}: ${refusal.message}`, refusal.hint, { cause: error })
}

/** Returns the changed and the accepted pictures. Later runs compare their pictures with the accepted pictures. */
function pictureEntries({ targets, acceptance }: StoredResults): Entry[] {
  const pictures = [...targets, ...(acceptance?.targets ?? [])].flatMap(({ picture }) => picture ?? [])
  const byPath = new Map(pictures.map(({ path, blob }) => [path, blob]))
  return [...byPath].map(([path, sha]) => ({ path, mode: '100644', type: 'blob', sha }))
}

/**
 * Returns a key of all options that affect the picture, and of the rectangles that its comparison leaves out: a reviewer
 * who accepts a picture has not seen the changes in these rectangles. The same target may be listed twice with different
 * rectangles.
 */
export function acceptanceKey(target: Target, host: string): string {
  const key = baselineKey(target, host)
  if (target.ignore.length === 0) return key
  const rectangles = target.ignore.map(({ x, y, width, height }) => [x, y, width, height].join()).sort()
  return `${key}-${createHash('sha256').update(rectangles.join(';')).digest('hex').slice(0, 16)}`
}

/** Uploads the changed pictures, unless `images` is `none`. */
export async function toStoredTargets(
  context: RunContext,
  images: OpenBranch,
  results: readonly Result<Compared>[],
): Promise<StoredTarget[]> {
  const folder = storedResultsPath(context)?.replace(/\.json$/, '')
  const host = context.inputs.looker.base.host
  return Promise.all(
    results.flatMap(result => {
      if (!('file' in result.target)) return []
      return [toStoredTarget(result, { key: acceptanceKey(result.target, host), folder, context, images })]
    }),
  )
}

async function toStoredTarget(
  result: Result<Compared>,
  {
    key,
    folder,
    context,
    images,
  }: { key: string; folder: string | undefined; context: RunContext; images: OpenBranch },
): Promise<StoredTarget> {
  const name = oneLine(nameInList(result), 300)
  const status = storedStatus(result)
  const hash = hashOf(result)
  if (hash === undefined) return { key, name, status }
  const equals = acceptedChangeOf(result)?.hash
  const picture =
    result.status === 'success' && hasOwnPicture(result) && status === 'changed' && folder !== undefined
      ? await storePicture(result, { folder, key, context, images })
      : undefined
  return {
    key,
    name,
    status,
    hash,
    ...(equals !== undefined && equals !== hash && { equals }),
    ...(picture && { picture }),
  }
}

/**
 * Whether the picture shows a change of the pull request. With `dev-mode`, only the changed drawing of a LookML
 * dashboard does. Other pictures show production.
 */
const hasOwnPicture = ({ check, comparison }: Compared): boolean =>
  !check || (isDrawnCheck(check) && comparison?.status === 'changed')

async function storePicture(
  { target, path, sha256 }: Compared,
  { folder, key, context, images }: { folder: string; key: string; context: RunContext; images: OpenBranch },
): Promise<StoredTarget['picture']> {
  if (context.inputs.images.kind === 'none') return undefined
  const name = `${key}.${sha256.slice(0, 16)}.${target.output.format}`
  const { uploaded } = await sortUploads([images.upload(path)])
  const [blob] = uploaded
  return blob === undefined ? undefined : { blob, path: `${folder}/${name}` }
}

function storedStatus(result: Result<Compared>): StoredTarget['status'] {
  const state = result.check && checkStateOf(result.check)
  if (state === 'changed') return 'changed'
  if (result.status === 'failure') return 'failed'
  const change = changeOfResult(result) ?? 'unchanged'
  // A PDF that cannot be compared does not fail the step, so it needs no acceptance.
  return change === 'incomparable' && isUncountedPdf(result) ? 'unchanged' : change
}

/** The key of broken content. No target can have this key. */
export const contentTargetKey = 'content-validation'
export const contentName = 'Broken content outside the targets'

/** Stores broken content as if it were a changed target, so that the accept label accepts it, too. */
export const toStoredContent = (content: ContentReport | undefined): StoredTarget[] =>
  content && content.broken.length > 0
    ? [{ key: contentTargetKey, name: contentName, status: 'changed', hash: contentHash(content) }]
    : []

export const contentHash = ({ broken }: ContentReport): string => {
  const errors = broken.map(({ kind, id, messages }) => JSON.stringify([kind, id, [...messages].sort()]))
  return createHash('sha256').update(errors.sort().join('\n')).digest('hex')
}

/**
 * Properties of a tile that may have another value in each run of the same commit: the times of the queries, the number
 * of rows that differ even between two results of the merge base, and error messages, in which databases quote times and
 * job numbers. Hashes need no messages: the states, SQL, rows and `headHash` of the tile cover every change.
 */
const varyingProperties: ReadonlySet<string> = new Set(['ranAt', 'unstableRows', 'error'])

/**
 * Returns a SHA-256 of the result that a reviewer sees. Without `dev-mode`, this is the hash of the file. If the pull
 * request removes the target, it is a constant, because new data does not change the removal. With `dev-mode`, the hash
 * covers the SQL and results of the tiles and the changed drawing of the dashboard. If the dashboard was not drawn, or
 * was drawn as a PDF, the hash covers the dashboard's text instead of the drawing: Looker prints the time into each PDF,
 * so each PDF has another hash.
 */
export function hashOf(result: Result<Compared>): string | undefined {
  const { check } = result
  if (isRemoved(result)) return createHash('sha256').update('removed').digest('hex')
  if (!check) return result.status === 'success' ? result.sha256 : undefined
  const hash = createHash('sha256')
  for (const tile of check.tiles)
    hash.update(JSON.stringify(tile, (key, value) => (varyingProperties.has(key) ? undefined : value)))
  if (check.drawing?.problem) hash.update(check.drawing.textHash)
  if (result.status === 'success' && check.drawing && isDrawnCheck(check)) {
    if (!isPicture(result)) hash.update(check.drawing.textHash)
    else if (result.comparison?.status !== 'unchanged') hash.update(result.sha256)
  }
  return hash.digest('hex')
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
  return nested.flat().map(path => ({ path, mode: '100644', type: 'blob', sha: null }))
}
