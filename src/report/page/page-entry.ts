import { isDrawnCheck, isFailedTile } from '../../branch-report.ts'
import type {
  Baseline,
  Compared,
  Comparison,
  Failed,
  Published,
  PublishedSidecar,
  Result,
  Size,
} from '../../model.ts'
import { imageSize } from '../../runtime/image-size.ts'
import { headingOf, titleOf } from '../../targets.ts'
import { changeOfResult } from '../../verdict-facts.ts'
import type { Now } from '../baseline-doubts.ts'
import { describeNew } from '../descriptions.ts'
import { escapeHtml } from '../format.ts'
import { drawingWords, tilesHtml } from '../tile-words.ts'
import { compareFigure, image, isShowable, type RenderedImage, trioOf } from './comparison.ts'
import { baselineName, entryFacts, filtersOf } from './facts.ts'
import { type ArchivePlace, anchor, icon } from './icons.ts'

interface EntryFacts extends ArchivePlace, Now {}

/**
 * Yields the entry of a target with its picture. If the picture changed, adds the "before" picture and the difference
 * image.
 */
export async function* pictureEntry(
  picture: RenderedImage,
  ids: EntryIds,
  facts: EntryFacts,
  bytesOf: (path: string) => Promise<Uint8Array>,
): AsyncGenerator<string> {
  const { path, target } = picture
  const id = ids.entryOf(picture)
  const trio = trioOf(picture)
  if (trio) {
    yield opening(picture, id, facts, { isShown: true, drawn: trio.sizes.after })
    yield* compareFigure(trio, { id, changes: ids.changesOf(picture) }, bytesOf)
  } else {
    const bytes = await bytesOf(path)
    const { format } = target.output
    const drawn = imageSize(bytes, format)
    const { before, after, name, alt } = showsProduction(picture)
      ? productionFigure(picture)
      : figure(picture)
    yield `${opening(picture, id, facts, { isShown: true, drawn })}\n${before}`
    yield* image({ alt, name, format, size: drawn }, bytes)
    yield after
  }
  if (picture.production) {
    const { format } = target.output
    const bytes = await bytesOf(picture.production.path)
    const { before, after, name, alt } = productionFigure(picture)
    yield before
    yield* image({ alt, name, format, size: imageSize(bytes, format) }, bytes)
    yield after
  }
  yield '\n</article>\n'
}

const figure = (result: Result) => ({
  before: '<figure class="shot">',
  after: '</figure>',
  name: titleOf(result),
  alt: `${headingOf(result)}, as Looker drew it`,
})

/** Whether the picture shows production instead of the pull request. This happens only with `dev-mode`. */
const showsProduction = ({ check }: RenderedImage) => check !== undefined && !isDrawnCheck(check)

/** Describes the picture of production. The figure is folded, because it shows nothing of the pull request. */
const productionFigure = (result: Result) => ({
  before: '<details class="production"><summary>Production now</summary><figure class="shot">',
  after: '</figure></details>',
  name: `${titleOf(result)}, production now`,
  alt: `${headingOf(result)}, production now`,
})

/** Describes the picture of a changed LookML dashboard, or the reason why it has no picture. */
function drawingNote({ check }: Result): string {
  const words = check ? drawingWords(check) : ''
  if (words === '') return ''
  const hint = check?.drawing?.problem ? `. ${check.drawing.problem.hint}` : ''
  return `<p class="quiet">${escapeHtml(words.charAt(0).toUpperCase() + words.slice(1) + hint)}</p>`
}

/** Returns an entry without a picture: of a failure, a PDF, or a picture that exceeds the page's maximum size. */
export function plainEntry(result: Result<Published>, ids: EntryIds, facts: EntryFacts): string {
  const body =
    result.status === 'failure'
      ? // Each failed tile has a line of its own, so no other text is needed.
        result.check?.tiles.some(isFailedTile)
        ? ''
        : failureCard(result)
      : result.status === 'checked'
        ? ''
        : fileCard(result, facts)
  return `${opening(result, ids.entryOf(result), facts)}\n${body}\n</article>\n`
}

interface ShownPicture {
  /** Whether the page shows the picture. The entry's header then links to the picture's file. */
  isShown: boolean
  /** The real size of the picture. */
  drawn?: Size | undefined
}

function opening(
  result: Result<Published>,
  id: string,
  now: Now,
  { isShown, drawn }: ShownPicture = { isShown: false },
): string {
  const { target, comparison } = result
  const fileUrl = isShown && result.status === 'success' ? result.links.artifactUrl : undefined
  const links = [
    fileUrl && 'file' in target ? anchor(fileUrl, 'Open the file', `Open the file: ${target.file}`) : '',
    anchor(target.url, `Open in Looker${icon('away')}`, `Open in Looker: ${titleOf(result)}`),
  ]
  const distinction =
    result.distinction === undefined ? '' : ` <small>${escapeHtml(result.distinction)}</small>`
  return `<article id="${id}" data-standing="${stateOf(result)}" aria-labelledby="${headingIdOf(id)}">
<header><h2 id="${headingIdOf(id)}">${escapeHtml(titleOf(result))}${distinction}</h2>${badge(comparison)}<p class="away">${links.join('')}</p></header>
${result.check ? tilesHtml(result.check) : ''}${drawingNote(result)}${foldIfUnchanged(result, entryFacts(result, now, drawn))}${filtersOf(target)}${notCompared(comparison)}`
}

/** Folds the facts of an unchanged target, so that its entry is small. */
const foldIfUnchanged = (result: Result<Published>, facts: string) =>
  stateOf(result) === 'unchanged' ? `<details><summary>Facts</summary>${facts}</details>` : facts

function fileCard(result: Published, { archive }: ArchivePlace): string {
  const { target, links } = result
  const what = isShowable(result) ? 'picture' : 'PDF'
  const why = isShowable(result) ? 'The file did not fit into this page. ' : ''
  const where = links.artifactUrl
    ? anchor(links.artifactUrl, `Open the ${what}`)
    : archive
      ? `It is in the ${anchor(archive.url, 'workflow artifact')}.`
      : 'It is among the files of the workflow run.'
  return `<div class="card file">${icon('file')}<div><p><strong>${escapeHtml(target.file)}</strong></p><p>${why}${where}</p>${besideIt(result)}</div></div>`
}

function besideIt({ comparison }: Published): string {
  if (comparison?.status !== 'changed') return ''
  const links = [
    sidecarLink(comparison.before, 'Before'),
    sidecarLink(comparison.difference, 'Difference'),
  ].filter(link => link !== '')
  return links.length === 0 ? '' : `<p>Beside it: ${links.join(', ')}</p>`
}

function failureCard({ target, error, renderTaskId }: Failed): string {
  const task = renderTaskId === undefined ? '' : `, render task <code>${escapeHtml(renderTaskId)}</code>`
  return `<div class="card failed"><p><strong>${escapeHtml(error.message)}</strong></p><p>${escapeHtml(error.hint)}</p>
<p class="quiet">Target <code>${escapeHtml(target.source)}</code>${task}</p></div>`
}

export function badge(comparison: Comparison | undefined): string {
  if (!comparison) return ''
  const { status } = comparison
  return `<p class="badge ${status}">${wordsOf(comparison)}</p>`
}

function wordsOf(comparison: Comparison): string {
  switch (comparison.status) {
    case 'changed':
      return 'Changed'
    case 'unchanged':
      return unchanged(comparison.baseline)
    case 'new':
      return `New: ${escapeHtml(comparison.sha ? describeNew(comparison) : `nothing recorded for ${comparison.ref} yet`)}`
    case 'incomparable':
      return 'Not compared'
  }
}

const unchanged = (baseline: Baseline) =>
  baseline.kind === 'instance'
    ? `The same on ${baselineName(baseline)}`
    : `Unchanged since ${baselineName(baseline)}`

/** Explains why a picture was not compared, with the next step. */
function notCompared(comparison: Comparison<PublishedSidecar> | undefined): string {
  if (comparison?.status !== 'incomparable') return ''
  const { error, before } = comparison
  const named = before
    ? `\n<p class="quiet">Before: ${sidecarLink(before, fileName(before)) || fileName(before)}</p>`
    : ''
  return `\n<div class="card"><p><strong>${escapeHtml(error.message)}</strong></p><p>${escapeHtml(error.hint)}</p>${named}</div>`
}

const fileName = ({ path }: PublishedSidecar) => escapeHtml(path.split(/[\\/]/).at(-1) ?? path)

/** Returns a link to an additional file of a target. Returns an empty text if the file is only in the archive. */
function sidecarLink({ links }: PublishedSidecar, html: string): string {
  const url = links.artifactUrl ?? links.imageUrl
  return url === undefined ? '' : anchor(url, html)
}

/** No entry can have this id, because ids of entries contain no dot. */
const headingIdOf = (id: string) => `${id}.heading`

/**
 * Gives each entry an id from its heading, such as `sales-overview`, so that a link to an entry is also valid in later
 * reports. Equal headings are numbered in the order of the targets, because the order of the page may change.
 */
export function identify(results: readonly Result<Compared>[]): EntryIds {
  const taken = new Set(['zoom-name'])
  const take = (id: string): string => {
    taken.add(id)
    return id
  }
  const entries = new Map(
    results.map(result => [result, take(firstFree(slugOf(headingOf(result)), taken))] as const),
  )
  const changes = new Map(
    results.map(result => {
      const id = entries.get(result) as string
      const free = (place: number) =>
        taken.has(`${id}-${place}`) ? `${id}-change-${place}` : `${id}-${place}`
      const ids = Array.from({ length: changeCount(result) }, (_, place) =>
        take(firstFree(free(place + 1), taken)),
      )
      return [result, ids] as const
    }),
  )
  return {
    entryOf: result => entries.get(result) as string,
    changesOf: result => changes.get(result) ?? [],
  }
}

/**
 * The ids in a page. An entry has an id such as `sales-overview`, and each of its changes has an id such as
 * `sales-overview-2`.
 */
export interface EntryIds {
  entryOf(result: Result): string
  changesOf(result: Result): readonly string[]
}

const changeCount = (result: Result<Compared>): number =>
  result.comparison?.status === 'changed' ? result.comparison.areas.length : 0

/**
 * Returns an id with letters and digits of all languages, because HTML and URLs allow such letters without escaping.
 */
const slugOf = (heading: string) =>
  heading
    .toLowerCase()
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .slice(0, 80)
    .toWellFormed()
    .replace(/^-|[-\ufffd]+$/g, '') || 'target'

function firstFree(slug: string, taken: ReadonlySet<string>): string {
  let id = slug
  for (let n = 2; taken.has(id); n++) id = `${slug}-${n}`
  return id
}

/** The most important state comes first. */
export const resultStates = ['failed', 'changed', 'new', 'not compared', 'unchanged'] as const
export type ResultState = (typeof resultStates)[number]

/** Whether at least one target was compared or checked. */
export const isComparison = (results: readonly Result<Published>[]) =>
  results.some(({ check, comparison }) => check !== undefined || comparison !== undefined)

/** A target counts as unchanged only after a comparison. */
export function stateOf(result: Result<Published>): ResultState {
  if (result.status === 'failure') return 'failed'
  const status = changeOfResult(result) ?? 'incomparable'
  return status === 'incomparable' ? 'not compared' : status
}

/**
 * Sorts the results. After a comparison, the most important states come first, as in the comment. Otherwise, the
 * results keep the order of the targets.
 */
export function inPageOrder(results: readonly Result<Published>[]): readonly Result<Published>[] {
  if (!isComparison(results)) return results
  return resultStates.flatMap(standing => results.filter(result => stateOf(result) === standing))
}
