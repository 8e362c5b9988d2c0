import { createHash } from 'node:crypto'
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
import { isUngatedFacts, type VerdictFacts } from '../verdict-facts.ts'

/**
 * The results of a run with a gate, stored as a JSON file on the images branch. A label event uses them to repeat the
 * verdict without rendering. An acceptance applies to exactly these results.
 */
export interface StoredResults {
  pullRequest: number
  sha: string
  run: { id: number; attempt: number }
  /** ISO 8601. The time of the results by GitHub's clock. */
  at: string
  /** Without the gate, which is computed from the acceptance each time. */
  facts: Omit<VerdictFacts, 'gate'>
  /** The reasons that fail the step even if a reviewer accepts all changes. */
  failures: readonly string[]
  targets: readonly StoredTarget[]
  /** The step's outputs, for a label event. */
  outputs?: Readonly<Record<string, string>>
  acceptance?: StoredAcceptance
}

export interface StoredTarget {
  /** A key of the target and its options. It is the same in each run. */
  key: string
  name: string
  status: 'unchanged' | 'changed' | 'incomparable' | 'new' | 'failed'
  /** SHA-256 of the file, of SQL and numbers, or of all three. Undefined if nothing was rendered. */
  hash?: string
  /** The hash of an accepted result that counts as equal, although its bytes differ. */
  equals?: string
  picture?: StoredPicture
}

/** A file by its git blob id and its path on the images branch. */
export interface StoredPicture {
  blob: string
  path: string
}

export interface StoredAcceptance {
  login: string
  /** ISO 8601. */
  at: string
  sha: string
  /** Targets that had changed or could not be compared. */
  targets: readonly AcceptedTarget[]
}

export type AcceptedTarget = Pick<StoredTarget, 'key' | 'hash' | 'picture'>

export const resultsFolder = 'results'

/** Returns the path on the images branch. The key is hashed, because it may hold any text. */
export function resultsPath(about: { pullRequest: number; commentKey: string; shard: number }): string {
  const key = createHash('sha256').update(about.commentKey).digest('hex').slice(0, 16)
  return `${resultsFolder}/${about.pullRequest}/${key}-${about.shard}.json`
}

/** The format's version. Files of another version are treated as absent. */
const version = 1

export const formatResults = (results: StoredResults): string =>
  `${JSON.stringify({ version, ...results }, null, 1)}\n`

/** The maximum size in bytes. 500 targets with long names take about 300 KB. */
const maxBytes = 5_000_000

/**
 * Reads a file that all users with write access to the repository can change.
 * @returns undefined if any part of the file does not have the form that this action writes
 */
export function parseResults(json: string): StoredResults | undefined {
  if (json.length > maxBytes) return undefined
  const file = parseJson(json)
  if (!isObject(file) || file.version !== version) return undefined
  const { version: _, ...results } = file
  return isStoredResults(results) ? results : undefined
}

const isCommitSha: Check = value => typeof value === 'string' && /^[0-9a-f]{7,64}$/.test(value)
const isHash: Check = value => typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value)
const isLogin: Check = value => typeof value === 'string' && /^[\w-]{1,100}(\[bot\])?$/.test(value)
const isTime: Check = value =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value))
/** Allows long texts, because the results of hundreds of targets are long. */
const isOutputs: Check = value =>
  isObject(value) &&
  Object.entries(value).every(([name, text]) => /^[a-z-]{1,30}$/.test(name) && typeof text === 'string')

const isPath: Check = value => isText(value) && !/(^|\/)\.\.?(\/|$)|^\//.test(String(value))

const isStoredPicture = shape({ blob: isHash, path: isPath })

const isResults = shape({
  pullRequest: isCount,
  sha: isCommitSha,
  run: shape({ id: isCount, attempt: isCount }),
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
      picture: optional(isStoredPicture),
    }),
  ),
  outputs: optional(isOutputs),
  acceptance: optional(
    shape({
      login: isLogin,
      at: isTime,
      sha: isCommitSha,
      targets: arrayOf(shape({ key: isText, hash: optional(isHash), picture: optional(isStoredPicture) })),
    }),
  ),
})

const isStoredResults = (value: unknown): value is StoredResults => isResults(value)

/** Whether a run may replace stored results: results of a newer run or attempt are kept. */
export const mayReplace = (stored: StoredResults | undefined, { run }: Pick<StoredResults, 'run'>): boolean =>
  stored === undefined ||
  run.id > stored.run.id ||
  (run.id === stored.run.id && run.attempt >= stored.run.attempt)
