import { createHash } from 'node:crypto'
import {
  type BrokenContent,
  type ContentReport,
  checkStateOf,
  hashableValue,
  isDrawnCheck,
  type ShownValue,
  type TileCheck,
} from '../branch-report.ts'
import type { RunContext } from '../github/workflow-run.ts'
import type { OpenBranch } from '../images-branch/branch.ts'
import { baselineKey } from '../images-branch/picture-names.ts'
import { sortUploads } from '../images-branch/upload-files.ts'
import type { Compared, Result, Target } from '../model.ts'
import { acceptedChangeOf, isPicture, isRemoved, isUncountedPdf } from '../results.ts'
import { isObject } from '../runtime/json.ts'
import { oneLine, sha256Of } from '../runtime/text.ts'
import { nameInList } from '../targets.ts'
import { changeOfResult } from '../verdict-facts.ts'
import type { StoredTarget } from './results-format.ts'
import { storedPaths } from './stored-results.ts'

/**
 * Returns a key of all options that affect the picture, and of the rectangles that its comparison leaves out: a reviewer
 * who accepts a picture has not seen the changes in these rectangles. The same target may be listed twice with different
 * rectangles.
 */
export function acceptanceKey(target: Target, host: string): string {
  const key = baselineKey(target, host)
  if (target.ignore.length === 0) return key
  const rectangles = target.ignore.map(({ x, y, width, height }) => [x, y, width, height].join()).sort()
  return `${key}-${sha256Of(rectangles.join(';')).slice(0, 16)}`
}

/** Uploads the changed pictures, unless `images` is `none`. */
export async function toStoredTargets(
  context: RunContext,
  images: OpenBranch,
  results: readonly Result<Compared>[],
): Promise<StoredTarget[]> {
  const folder = storedPaths(context)?.results.replace(/\.json$/, '')
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
export const contentName = (broken: readonly Pick<BrokenContent, 'isTarget'>[]): string =>
  broken.some(({ isTarget }) => isTarget) ? 'Broken content' : 'Broken content outside the targets'

/** Stores broken content as if it were a changed target, so that the accept label accepts it, too. */
export const toStoredContent = (content: ContentReport | undefined): StoredTarget[] =>
  content && content.broken.length > 0
    ? [
        {
          ...{ key: contentTargetKey, name: contentName(content.broken), status: 'changed' },
          ...hashContent(content),
        },
      ]
    : []

/** Each error has its own hash, so that an acceptance stays valid if the pull request repairs some of the content. */
export function hashContent({ broken }: ContentReport): { hash: string; errors: string[] } {
  const errors = broken
    .flatMap(({ kind, id, messages, hiddenMessages = messages }) =>
      ['', ...hiddenMessages].map(message => JSON.stringify([kind, id, message])),
    )
    .map(error => sha256Of(error).slice(0, 16))
    .sort()
  return { hash: sha256Of(errors.join('\n')), errors }
}

/**
 * Properties of a tile that may have another value in each run of the same commit: the times of the queries, the number
 * of rows that differ even between two results of the merge base, and error messages, in which databases quote times and
 * job numbers. Hashes need no messages: the states, SQL, rows and `headHash` of the tile cover every change.
 */
const varyingProperties: ReadonlySet<string> = new Set(['ranAt', 'unstableRows', 'error'])

/** A replacer for JSON. The database may return rows that changed by the same amount in another order in each run. */
function toHashable(key: string, value: unknown): unknown {
  if (varyingProperties.has(key)) return undefined
  if (key === 'key' && Array.isArray(value)) return value.map(hashableKey)
  if (key === 'lines' && Array.isArray(value)) return value.map(hashableLine)
  if (key === 'changes' && Array.isArray(value))
    return value.map(row => JSON.stringify(row, toHashable)).sort()
  return isObject(value) && 'number' in value ? hashableValue(value as unknown as ShownValue) : value
}

/**
 * Removes the time from the names of persistent derived tables, such as `LR_6YUJU1709664574784_orders`, in a line of SQL
 * that is the same on both sides. Looker builds these tables again at any time. In other lines, another name may mean
 * that the pull request changes the table.
 */
const hashableLine = (line: string): string =>
  line.startsWith(' ') ? line.replace(/\b(L[A-Z][_$][A-Z\d]{5})\d{13}(?=_)/gi, '$1') : line

/** Rounds a fraction in the key of a row, as the comparison does. Keeps ids, and texts such as `1.10`. */
function hashableKey(text: string): unknown {
  const number = Number(text)
  const isFraction = Number.isFinite(number) && !Number.isInteger(number) && String(number) === text
  return isFraction ? Number(number.toPrecision(10)) : text
}

/** A later push may affect more tiles without changing them. Such tiles do not end an acceptance. */
const hasNoDifference = ({ sql = 'same', numbers = 'unchanged', headHash, queries }: TileCheck): boolean =>
  sql === 'same' && numbers === 'unchanged' && headHash === undefined && queries.length === 0

/**
 * Returns a SHA-256 of the result that a reviewer sees. Without `dev-mode`, this is the hash of the file. If the pull
 * request removes the target, it is a constant, because new data does not change the removal. With `dev-mode`, the hash
 * covers the SQL and results of the tiles that differ between both commits, the text of a changed dashboard, and its
 * changed drawing. The text is necessary, because a drawing may not show each of its changes. A drawing as a PDF is left
 * out: Looker prints the time into each PDF, so each PDF has another hash.
 */
export function hashOf(result: Result<Compared>): string | undefined {
  const { check } = result
  if (isRemoved(result)) return sha256Of('removed')
  if (!check) return result.status === 'success' ? result.sha256 : undefined
  const hash = createHash('sha256')
  const tiles = check.tiles
    .filter(tile => !hasNoDifference(tile))
    .map(tile => JSON.stringify(tile, toHashable))
  for (const tile of tiles.sort()) hash.update(tile)
  if (check.drawing) hash.update(check.drawing.textHash)
  const isShown = result.status === 'success' && isDrawnCheck(check) && isPicture(result)
  if (isShown && result.comparison?.status !== 'unchanged') hash.update(result.sha256)
  return hash.digest('hex')
}
