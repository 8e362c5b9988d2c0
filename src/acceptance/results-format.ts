import { ActionError } from '../errors.ts'
import { compareAttempts, isRunAttempt, type RunAttempt } from '../github/workflow-run.ts'
import {
  arrayOf,
  type Check,
  isCount,
  isObject,
  isText,
  oneOfValues,
  optional,
  parseJson,
  shape,
} from '../runtime/json.ts'
import { sha256Of } from '../runtime/text.ts'
import { isUngatedFacts, type VerdictFacts } from '../verdict-facts.ts'

/**
 * The results of a run with `fail-on-change`, as a JSON file on the images branch. After a label event, the step
 * repeats the verdict from these results without rendering. An acceptance applies to exactly these results.
 */
export interface StoredResults {
  pullRequest: number
  sha: string
  /** The base branch of the pull request. Undefined if it was not known. */
  baseBranch?: string
  run: RunAttempt
  /** The time by GitHub's clock, in ISO 8601. */
  at: string
  /** The gate, which says whether the changes are accepted, is not stored: `gateOf` computes it from the acceptance. */
  facts: Omit<VerdictFacts, 'gate'>
  /** The reasons to fail the step even if a reviewer accepts all changes. */
  failures: readonly string[]
  targets: readonly StoredTarget[]
  outputs?: Readonly<Record<string, string>>
  /** Stored in a separate file, which the jobs of a `shard` share. Set only if it has the same base branch. */
  acceptance?: StoredAcceptance
  /**
   * The run that began last to render the same commit again. Until its results are stored, label events do not repeat
   * the verdict of these results: the results of that run may be different, and GitHub may refuse to store them.
   */
  outdatedBy?: RunAttempt
}

export interface StoredTarget {
  /** Identifies the target with its options. The key is the same in all runs. */
  key: string
  name: string
  status: 'unchanged' | 'changed' | 'incomparable' | 'new' | 'failed'
  /** The hash of the result, computed by `hashOf`. */
  hash?: string
  /**
   * Set if a reviewer accepted a result that counts as equal to this result, but has other bytes: the hash of the
   * accepted result.
   */
  equals?: string
  /** The hashes of the single errors in broken content. */
  errors?: readonly string[]
  picture?: StoredPicture
}

/** The git blob of a picture, and its path on the images branch. */
interface StoredPicture {
  blob: string
  path: string
}

/** What a reviewer accepted with one label, in all jobs of a `shard`. */
export interface StoredAcceptance {
  login: string
  /** The id of the run that the label started. A newer label starts a run with a higher id. */
  run: number
  baseBranch?: string
  /** In ISO 8601. */
  at: string
  sha: string
  /** The changed and the incomparable targets that the reviewer accepted. */
  targets: readonly AcceptedTarget[]
}

export interface AcceptedTarget extends Pick<StoredTarget, 'key' | 'hash' | 'errors' | 'picture'> {
  /**
   * Set if the accepted result was not compared. The reviewer did not see its difference, so the acceptance does not
   * cover the same result if a later run compares it and finds a change.
   */
  isUncompared?: true
}

export const resultsFolder = 'results'

/**
 * The path contains a hash of the comment key, because the key may contain any character. It contains the writer,
 * because a step must not repeat the verdict of another step with the same key.
 */
export function resultsPath(about: {
  pullRequest: number
  commentKey: string
  shard: number
  /** See `resultsWriterOf`. */
  writer: string
}): string {
  return `${storedBefore(about)}-${about.shard}.json`
}

/**
 * Returns the path of the acceptance. The jobs of a `shard` share the file, and so do the results of different lists of
 * targets: a target that a reviewer accepted may later belong to another job or list.
 */
export const acceptancePath = (about: {
  pullRequest: number
  /** The key that the jobs share (see `sharedKey`). */
  commentKey: string
  /** See `acceptanceWriterOf`. */
  writer: string
}): string => `${storedBefore(about)}-accepted.json`

/** Returns the path of the marks of the jobs that share the targets (see `JobMark`). */
export const marksPath = (about: Parameters<typeof acceptancePath>[0]): string =>
  `${storedBefore(about)}-jobs.json`

function storedBefore(about: { pullRequest: number; commentKey: string; writer: string }): string {
  const key = sha256Of(about.commentKey).slice(0, 16)
  return `${resultsFolder}/${about.pullRequest}/${key}-${about.writer}`
}

/** The version of the file format. Files with a different version are ignored. */
const version = 1

/**
 * Returns the content of the results' file. If the file would be too long to be read again, leaves out the output
 * `results`, the only part that may be long.
 * @throws ActionError if the results cannot be read again, because a label could then not accept them
 */
export function formatResults(results: StoredResults): string {
  const { acceptance: _, ...own } = results
  const { outputs: { results: __, ...shortOutputs } = {}, ...rest } = own
  return readable([own, { ...rest, outputs: shortOutputs }], parseResults)
}

/** @throws ActionError if the acceptance cannot be read again */
export const formatAcceptance = (acceptance: StoredAcceptance): string =>
  readable([acceptance], parseAcceptance)

/** Returns the text of the first file that can be read again. */
function readable(files: readonly object[], parse: (text: string) => unknown): string {
  const texts = files.map(file => `${JSON.stringify({ version, ...file }, null, 1)}\n`)
  const text = texts.find(parse)
  if (text === undefined)
    throw new ActionError('The stored file would not be readable', 'This is unexpected: please report it.')
  return text
}

/** The maximum length of the file. The results of 500 targets with long names take about 300 KB without outputs. */
const maxLength = 5_000_000

/**
 * Parses stored results. Checks every field, because all users with write access to the repository can change the file.
 * @returns undefined if the file does not have the form that this action writes
 */
export function parseResults(json: string): StoredResults | undefined {
  const results = parseFile(json)
  return isStoredResults(results) ? results : undefined
}

/** Checks every field, as `parseResults` does. */
export function parseAcceptance(json: string): StoredAcceptance | undefined {
  const acceptance = parseFile(json)
  return isStoredAcceptance(acceptance) ? acceptance : undefined
}

function parseFile(json: string): unknown {
  if (json.length > maxLength) return undefined
  const file = parseJson(json)
  if (!isObject(file) || file.version !== version) return undefined
  const { version: _, ...content } = file
  return content
}

const isCommitSha: Check = value => typeof value === 'string' && /^[0-9a-f]{7,64}$/.test(value)
const isHash: Check = value => typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value)
const isLogin: Check = value => typeof value === 'string' && /^[\w-]{1,100}(\[bot\])?$/.test(value)
const isTime: Check = value =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value))
/** Outputs may have any length, because the results of hundreds of targets are long. */
const isOutputs: Check = value =>
  isObject(value) &&
  Object.entries(value).every(([name, text]) => /^[a-z-]{1,30}$/.test(name) && typeof text === 'string')

/** Other paths would replace files that the action needs, for example the baselines. */
const isPath: Check = value =>
  isText(value) && String(value).startsWith(`${resultsFolder}/`) && !/\/\.{0,2}(\/|$)/.test(String(value))

const isStoredPicture = shape({ blob: isHash, path: isPath })

const isResults = shape({
  pullRequest: isCount,
  sha: isCommitSha,
  baseBranch: optional(isText),
  run: isRunAttempt,
  at: isTime,
  facts: isUngatedFacts,
  failures: arrayOf(isText),
  targets: arrayOf(
    shape({
      key: isText,
      name: isText,
      status: oneOfValues('unchanged', 'changed', 'incomparable', 'new', 'failed'),
      hash: optional(isHash),
      equals: optional(isHash),
      errors: optional(arrayOf(isText)),
      picture: optional(isStoredPicture),
    }),
  ),
  outputs: optional(isOutputs),
  outdatedBy: optional(isRunAttempt),
})

const isAcceptanceFile = shape({
  login: isLogin,
  run: isCount,
  baseBranch: optional(isText),
  at: isTime,
  sha: isCommitSha,
  targets: arrayOf(
    shape({
      key: isText,
      hash: optional(isHash),
      errors: optional(arrayOf(isText)),
      picture: optional(isStoredPicture),
      isUncompared: optional(oneOfValues(true)),
    }),
  ),
})

const isStoredAcceptance = (value: unknown): value is StoredAcceptance => isAcceptanceFile(value)
const isStoredResults = (value: unknown): value is StoredResults => isResults(value)

interface OfBase {
  baseBranch?: string | undefined
}

/**
 * Whether two runs have the same base branch. An author can change the base branch of a pull request, and reviewers
 * have then not seen the change against the new base branch. An unknown base branch is never the same.
 */
export const isSameBase = (one: OfBase, other: OfBase): boolean =>
  one.baseBranch !== undefined && one.baseBranch === other.baseBranch

/** Adds the acceptance to the results, unless it has another base branch. */
export const withAcceptance = (
  { acceptance: _, ...results }: StoredResults,
  acceptance: StoredAcceptance | undefined,
): StoredResults => ({
  ...results,
  ...(acceptance && isSameBase(results, acceptance) && { acceptance }),
})

/**
 * Adds what one job accepts to the stored acceptance. The acceptance of a newer label replaces the acceptance of an older
 * label, even if its job ends first. Jobs that handle the same label add to each other's acceptance.
 */
export function addAcceptance(stored: StoredAcceptance | undefined, own: StoredAcceptance): StoredAcceptance {
  if (!stored || stored.run < own.run) return own
  if (stored.run > own.run) return stored
  const targets = [...stored.targets, ...own.targets]
  return { ...own, targets: [...new Map(targets.map(target => [JSON.stringify(target), target])).values()] }
}

type ResultsRun = Pick<StoredResults, 'sha' | 'run'>

/**
 * Whether results may replace the stored results. An older run never replaces the results of a newer run. A re-run of
 * an older run may replace the results of a newer run only if both have the same commit.
 */
export function mayReplace(stored: StoredResults | undefined, { sha, run }: ResultsRun): boolean {
  if (stored === undefined) return true
  const order = compareAttempts(run, stored.run)
  return order === 'unknown' ? sha === stored.sha || run.id > stored.run.id : order !== 'older'
}

/**
 * Marks stored results before `run` renders their commit again.
 * @returns undefined if there is nothing to mark
 */
export function asOutdated(
  stored: StoredResults | undefined,
  { sha, run }: ResultsRun,
): StoredResults | undefined {
  const isOlderThan = (other: RunAttempt) => compareAttempts(run, other) === 'older'
  if (stored?.sha !== sha || isOlderThan(stored.run)) return undefined
  return stored.outdatedBy && isOlderThan(stored.outdatedBy) ? undefined : { ...stored, outdatedBy: run }
}

/**
 * Returns the mark of results that replace `stored`. A mark of a run that may have begun later stays. If the order of
 * both results is unknown, the new results get a mark, too. A run that has marked the stored results is newer than
 * they are.
 */
export function markAfter(
  stored: StoredResults | undefined,
  { sha, run }: ResultsRun,
): Pick<StoredResults, 'outdatedBy'> {
  if (stored?.sha !== sha) return {}
  const { outdatedBy } = stored
  const order = compareAttempts(run, outdatedBy ?? stored.run)
  if (order === 'same' || order === 'newer') return {}
  return { outdatedBy: outdatedBy ?? run }
}
