import { headingOf, subtitlesOf, titleOf } from '../heading.ts'
import type { Failed, Published, Rendered, Result } from '../model.ts'
import { escapeMarkdown, formatBytes, formatDuration, link } from '../report/text.ts'
import { tilesMarkdown } from '../report/tile-checks.ts'
import type { BranchCheck } from '../tile-check.ts'
import {
  beforeLink,
  comparisonFacts,
  describeAffected,
  doubtsOf,
  isChanged,
  larger,
  shownAt,
  sideBySide,
} from './comparison.ts'
import { type CommentFacts, isPicture } from './render.ts'

/** Below a dashboard's heading its tiles have smaller ones, which need not say whose they are. */
export type Level = 'h3' | 'h4'

export const openEntry = (result: Published, level: Level, facts: CommentFacts) =>
  `<${level}>${linkedHeading(result, level)}</${level}>\n${shownOf(result, facts)}\n\n`

export const foldedEntry = (result: Published, level: Level, facts: CommentFacts) =>
  `<details><summary>${boldHeading(result, level)}</summary>\n<p>${link(result.target.url, 'Open in Looker')}</p>\n${shownOf(result, facts)}\n</details>\n\n`

export const failedEntry = (result: Failed, level: Level) =>
  `<details><summary>❌ ${boldHeading(result, level)}: ${escapeMarkdown(result.error.message)}</summary>\n<p>${escapeMarkdown(result.error.hint)}${reasons(result)}</p>\n<p>${link(result.target.url, 'Open in Looker')}</p>\n</details>\n\n`

/** Characters of the tiles of one target. */
const maxTiles = 12_000

/** A target with its tiles on both sides of the pull request. The picture is production's, so it is folded. */
export function checkedEntry(result: Result<Published>, level: Level, check: BranchCheck): string {
  const image = result.status === 'success' ? result.links.imageUrl : undefined
  const picture = image
    ? `<details><summary>Production now</summary>\n<p>${shownAt(image, headingOf(result))}</p>\n</details>\n`
    : ''
  const failure =
    result.status === 'failure'
      ? `<p>❌ ${escapeMarkdown(result.error.message)}. ${escapeMarkdown(result.error.hint)}</p>\n`
      : ''
  const words = describeAffected(result)
  const affected = words ? `<p><sub>${words}</sub></p>\n` : ''
  return `<${level}>${linkedHeading(result, level)}</${level}>\n${failure}${tilesMarkdown(check, maxTiles)}${picture}${affected}\n`
}

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
  const about = `<sub>${[...comparisonFacts(result, facts.at), ...details(result)].join(' · ')}${doubtsOf(result, facts)}${reasons(result)}</sub>`
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

function reasons(result: Result): string {
  const words = describeAffected(result)
  return words && `<br>${words}`
}

function details({ target, bytes, seconds }: Rendered): string[] {
  const { output, width, height } = target
  const shape = output.format === 'pdf' ? (output.paperSize ?? 'fitted page') : `${width} × ${height}`
  return [output.format.toUpperCase(), shape, formatBytes(bytes), `rendered in ${formatDuration(seconds)}`]
}
