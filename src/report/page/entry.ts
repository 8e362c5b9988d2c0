import { headingOf, titleOf } from '../../heading.ts'
import type { Failed, Published, Result, Size } from '../../model.ts'
import { imageSize } from '../../runtime/image-size.ts'
import type { Now } from '../comparison-text.ts'
import { escapeHtml } from '../text.ts'
import { tilesHtml } from '../tile-checks.ts'
import { badge, notCompared, sidecarLink } from './badge.ts'
import { compareFigure } from './comparison.ts'
import { factsOf, filtersOf } from './facts.ts'
import { anchor, icon, type Places } from './icons.ts'
import { type EntryIds, headingIdOf } from './ids.ts'
import { image, isPicture, type RenderedImage, trioOf } from './image.ts'
import { standingOf } from './order.ts'

/** When the page is made, and what can be had beside it. */
export interface EntryFacts extends Places, Now {}

/** A target whose picture stands in the page, and where it changed, what it was and what differs. */
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
    yield `${opening(picture, id, facts, { isShown: true, drawn })}\n<figure class="shot">`
    yield* image({ alt: altOf(picture), name: titleOf(picture), format, size: drawn }, bytes)
    yield '</figure>'
  }
  yield '\n</article>\n'
}

const altOf = (result: Result) => `${headingOf(result)}, as Looker drew it`

/** A target without a picture in the page: a failure, a PDF, a picture that found no room. */
export function plainEntry(result: Result<Published>, ids: EntryIds, facts: EntryFacts): string {
  const body =
    result.status === 'failure'
      ? failureCard(result)
      : result.status === 'checked'
        ? ''
        : fileCard(result, facts)
  return `${opening(result, ids.entryOf(result), facts)}\n${body}\n</article>\n`
}

interface ShownPicture {
  /** The page shows the picture, so the header links to its file. */
  isShown: boolean
  /** The picture's real size. */
  drawn?: Size | undefined
}

function opening(
  result: Result<Published>,
  id: string,
  now: Now,
  { isShown, drawn }: ShownPicture = { isShown: false },
): string {
  const { target } = result
  const comparison = result.status === 'success' ? result.comparison : undefined
  const fileUrl = isShown && result.status === 'success' ? result.links.artifactUrl : undefined
  const links = [
    fileUrl && 'file' in target ? anchor(fileUrl, 'Open the file', `Open the file: ${target.file}`) : '',
    anchor(target.url, `Open in Looker${icon('away')}`, `Open in Looker: ${titleOf(result)}`),
  ]
  return `<article id="${id}" data-standing="${standingOf(result)}" aria-labelledby="${headingIdOf(id)}">
<header><h2 id="${headingIdOf(id)}">${escapeHtml(titleOf(result))}</h2>${badge(comparison)}<p class="away">${links.join('')}</p></header>
${result.check ? tilesHtml(result.check) : ''}${foldIfUnchanged(result, factsOf(result, now, drawn))}${filtersOf(target)}${notCompared(comparison)}`
}

/** An unchanged entry is small, so its facts are folded. */
const foldIfUnchanged = (result: Result<Published>, facts: string) =>
  standingOf(result) === 'unchanged' ? `<details><summary>Facts</summary>${facts}</details>` : facts

function fileCard(result: Published, { archive }: Places): string {
  const { target, links } = result
  const what = isPicture(result) ? 'picture' : 'PDF'
  const why = isPicture(result) ? 'There was no room for it in this page. ' : ''
  const where = links.artifactUrl
    ? anchor(links.artifactUrl, `Open the ${what}`)
    : archive
      ? `It is in the ${anchor(archive.url, 'workflow artifact')}.`
      : 'It is among the files of the workflow run.'
  return `<div class="card file">${icon('file')}<div><p><strong>${escapeHtml(target.file)}</strong></p><p>${why}${where}</p>${besideIt(result)}</div></div>`
}

/** Links to what a changed picture would be shown beside. */
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
