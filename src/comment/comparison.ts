import { headingOf, subtitlesOf, titleOf } from '../heading.ts'
import type {
  ArtifactLink,
  Changed,
  Compared,
  FileLinks,
  Published,
  PublishedSidecar,
  Result,
} from '../model.ts'
import {
  describeBaseline,
  describeChange,
  describeDoubts,
  describeLeftOut,
  describeNew,
  type Now,
} from '../report/comparison-text.ts'
import { describeReasons } from '../report/lookml.ts'
import { characters, escapeMarkdown, link, takeFitting } from '../report/text.ts'
import { count } from '../runtime/text.ts'

/** A picture that changed. */
type ChangedPicture = Published & { comparison: Changed<PublishedSidecar> }

export const isChanged = (result: Published): result is ChangedPicture =>
  result.comparison?.status === 'changed'

interface Places extends Now {
  /** Shows the pictures that the comment cannot show. */
  report?: ArtifactLink
}

/** A picture that opens in its full size. */
export const shownAt = (image: string, name: string) =>
  `<a href="${image}"><img src="${image}" alt="${escapeMarkdown(name)}"></a>`

/** Before, after and what differs, in a row. */
export function sideBySide(result: ChangedPicture, places: Places): string {
  const { before, difference } = result.comparison
  const cells = [
    ['Before', before.links],
    ['After', result.links],
    ['Difference', difference.links],
  ] as const
  // Each as wide as the others, so that they can be held against one another.
  const heads = cells.map(([head]) => `<th width="33%">${head}</th>`).join('')
  const pictures = cells.map(
    ([head, links]) => `<td>${shownIn(links, `${headingOf(result)}, ${head.toLowerCase()}`, places)}</td>`,
  )
  return `<table><tr>${heads}</tr><tr>${pictures.join('')}</tr></table>`
}

/** Before and after once more, one below the other in the comment's width, folded: in a row they are small. */
export function larger(result: ChangedPicture): string {
  const before = result.comparison.before.links.imageUrl
  const after = result.links.imageUrl
  if (!before || !after) return ''
  const name = headingOf(result)
  return `<details><summary>Before and after, larger</summary>
<p>Before<br>${shownAt(before, `${name}, before`)}</p>
<p>After<br>${shownAt(after, `${name}, after`)}</p>
</details>\n`
}

function shownIn({ imageUrl, artifactUrl }: FileLinks, name: string, { report }: Places): string {
  if (imageUrl) return shownAt(imageUrl, name)
  const other = artifactUrl ?? report?.url
  return other ? link(other, 'Open') : 'in the artifact'
}

/** What the comparison came to, for the line below a picture; nothing where none was asked for. */
export function comparisonFacts(result: Compared, now: Date): string[] {
  const { comparison } = result
  const ignored = [describeLeftOut(result)].filter(Boolean)
  switch (comparison?.status) {
    case undefined:
      return []
    case 'changed':
      return [
        `<b>${describeChange(comparison)}</b>`,
        `before is ${escapeMarkdown(describeBaseline(comparison.baseline, now))}`,
        ...ignored,
      ]
    case 'unchanged':
      return [`unchanged since ${escapeMarkdown(describeBaseline(comparison.baseline, now))}`, ...ignored]
    case 'new':
      return [`<b>new</b>: ${escapeMarkdown(describeNew(comparison))}`]
    case 'incomparable':
      return [
        `<b>not compared</b>: ${escapeMarkdown(comparison.error.message)}. ${escapeMarkdown(comparison.error.hint)}`,
      ]
  }
}

/** What to know before the verdict is believed. */
export const doubtsOf = ({ comparison }: Compared, now: Now): string =>
  describeDoubts(comparison, now)
    .map(doubt => `<br>⚠️ ${escapeMarkdown(doubt)}.`)
    .join('')

/** For a PDF that differs: a link to the one before, where it can be opened. */
export function beforeLink({ comparison }: Published): string[] {
  if (comparison?.status !== 'incomparable' || !comparison.before) return []
  const { imageUrl, artifactUrl } = comparison.before.links
  const url = imageUrl ?? artifactUrl
  return url ? [link(url, 'the one before')] : []
}

/** All that did not change, in one line that unfolds to a list; `left` are those that found no room. */
export function unchangedFold(
  unchanged: readonly Published[],
  { at }: Pick<Now, 'at'>,
  { most = Number.POSITIVE_INFINITY, noun = '' }: { most?: number; noun?: string } = {},
): { text: string; left: number } {
  if (unchanged.length === 0) return { text: '', left: 0 }
  const since = new Set(
    unchanged.flatMap(({ comparison }) =>
      comparison?.status === 'unchanged' ? [describeBaseline(comparison.baseline, at)] : [],
    ),
  )
  const [only = ''] = since
  const what = noun ? count(unchanged.length, noun) : unchanged.length
  const summary = `${what} unchanged${since.size === 1 ? ` since ${escapeMarkdown(only)}` : ''}`
  const open = `<details><summary>${summary}</summary>\n<ul>\n`
  const close = '</ul>\n</details>\n\n'
  const { text, left } = takeFitting(unchanged.map(line), most - open.length - close.length, characters)
  return { text: open + text + close, left }
}

/** Why it was rendered, where only targets are that the change may touch. */
export const describeAffected = ({ affectedBy = [] }: Pick<Result, 'affectedBy'>): string =>
  affectedBy.length === 0 ? '' : `Affected by ${escapeMarkdown(describeReasons(affectedBy))}`

function line(result: Published): string {
  const { target, links } = result
  const picture = links.imageUrl ?? links.artifactUrl
  const words = [link(target.url, titleOf(result)), ...subtitlesOf(result).map(escapeMarkdown)].join(' · ')
  const facts = [
    picture && link(picture, target.file),
    describeLeftOut(result),
    describeAffected(result),
  ].filter(Boolean)
  return `<li>${[words, ...facts].join(' · ')}</li>\n`
}
