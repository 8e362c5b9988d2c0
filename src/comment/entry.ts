import { headingOf, subtitlesOf, titleOf } from '../heading.ts'
import type { ArtifactLink, Compared, Failed, FileLinks, Published, Rendered, Result } from '../model.ts'
import {
  describeBaseline,
  describeChange,
  describeDoubts,
  describeLeftOut,
  describeNew,
  type Now,
} from '../report/comparison-text.ts'
import { describeReasons } from '../report/lookml.ts'
import { characters, escapeMarkdown, formatBytes, formatDuration, link, takeFitting } from '../report/text.ts'
import { type ChangedTarget, isChanged, isPicture } from '../results.ts'
import { count } from '../runtime/text.ts'
import type { CommentFacts } from './render.ts'

/** Below a dashboard's heading its tiles have smaller ones, which need not say whose they are. */
export type Level = 'h3' | 'h4'

export const openEntry = (result: Published, level: Level, facts: CommentFacts) =>
  `<${level}>${linkedHeading(result, level)}</${level}>\n${shownOf(result, facts)}\n\n`

export const foldedEntry = (result: Published, level: Level, facts: CommentFacts) =>
  `<details><summary>${boldHeading(result, level)}</summary>\n<p>${link(result.target.url, 'Open in Looker')}</p>\n${shownOf(result, facts)}\n</details>\n\n`

export const failedEntry = (result: Failed, level: Level) =>
  `<details><summary>❌ ${boldHeading(result, level)}: ${escapeMarkdown(result.error.message)}</summary>\n<p>${escapeMarkdown(result.error.hint)}${reasonsLine(result)}</p>\n<p>${link(result.target.url, 'Open in Looker')}</p>\n</details>\n\n`

/** `Sales overview`, and small beside it `Region: EMEA`. */
export const linkedHeading = (result: Result, level: Level) =>
  level === 'h4'
    ? escapeMarkdown(titleOf(result))
    : `${link(result.target.url, titleOf(result))}${beside(subtitlesOf(result))}`

const boldHeading = (result: Result, level: Level) =>
  `<b>${escapeMarkdown(titleOf(result))}</b>${level === 'h4' ? '' : beside(subtitlesOf(result))}`

export const beside = (words: readonly string[]) =>
  words.length === 0 ? '' : ` <sub>${words.map(escapeMarkdown).join(' · ')}</sub>`

/** The picture, with those before and what differs where it changed, or where the file is; its facts right below. */
function shownOf(result: Published, facts: CommentFacts): string {
  const image = result.links.imageUrl
  const about = `<sub>${[...comparisonFacts(result, facts.at), ...details(result)].join(' · ')}${doubtsOf(result, facts)}${reasonsLine(result)}</sub>`
  if (isChanged(result)) return `${sideBySide(result, facts)}\n<p>${about}</p>\n${larger(result)}`.trimEnd()
  if (image) return `<p>${shownAt(image, headingOf(result))}<br>${about}</p>`
  return `<p>${[whereabouts(result, facts), ...beforeLink(result)].join(' · ')}<br>${about}</p>`
}

/** The report shows pictures, not PDFs. */
function whereabouts(result: Published, { report, archive }: CommentFacts): string {
  const { file } = result.target
  const { artifactUrl } = result.links
  if (artifactUrl) return link(artifactUrl, file)
  if (report && isPicture(result)) return link(report.url, file)
  return archive ? `${escapeMarkdown(file)}, in ${link(archive.url, 'the download')}` : escapeMarkdown(file)
}

function reasonsLine(result: Result): string {
  const words = describeAffected(result)
  return words && `<br>${words}`
}

function details({ target, bytes, seconds }: Rendered): string[] {
  const { output, width, height } = target
  const shape = output.format === 'pdf' ? (output.paperSize ?? 'fitted page') : `${width} × ${height}`
  return [output.format.toUpperCase(), shape, formatBytes(bytes), `rendered in ${formatDuration(seconds)}`]
}

type ChangedPicture = ChangedTarget<Published>

interface EntryLinks extends Now {
  /** Shows the pictures that the comment cannot show. */
  report?: ArtifactLink
}

/** A picture that opens in its full size. */
export const shownAt = (image: string, name: string) =>
  `<a href="${image}"><img src="${image}" alt="${escapeMarkdown(name)}"></a>`

/** Before, after and what differs, in a row. */
export function sideBySide(result: ChangedPicture, places: EntryLinks): string {
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

function shownIn({ imageUrl, artifactUrl }: FileLinks, name: string, { report }: EntryLinks): string {
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
