import { type BranchCheck, isDrawnCheck, isFailedTile } from '../branch-report.ts'
import type { ArtifactLink, Compared, Failed, FileLinks, Published, Result, VisualTarget } from '../model.ts'
import { describeDoubts } from '../report/baseline-doubts.ts'
import {
  describeChange,
  describeIncompleteStrip,
  describeLeftOut,
  describeNew,
  describeReasons,
} from '../report/descriptions.ts'
import { escapeMarkdown, link } from '../report/format.ts'
import { checkWords, drawingWords, failingTileWords, tilesMarkdown } from '../report/tile-words.ts'
import { acceptedChangeOf, type ChangedTarget, groupByReason, isChanged } from '../results.ts'
import { count, oneLine } from '../runtime/text.ts'
import { headingOf, nameInList, subtitlesOf, titleOf } from '../targets.ts'
import { changeOfResult } from '../verdict-facts.ts'
import { acceptanceLine } from './parts.ts'

/**
 * The ranks of entries, in the order of the comment. Without a change, a target with checked tiles is `same`, and a
 * compared picture is `unchanged`.
 */
export const ranks = ['failed', 'changed', 'new', 'incomparable', 'rendered', 'same', 'unchanged'] as const
export type Rank = (typeof ranks)[number]

/**
 * One or more targets in the comment. The fields contain texts of different lengths, so that the comment can be
 * shortened. The texts are escaped HTML and Markdown.
 */
export interface CommentEntry {
  rank: Rank
  targets: number
  /** The longest text. Contains folded copies of the pictures. */
  full: string
  /** Like `full`, without folded copies of the pictures. */
  short: string
  /** The text as one line of a list, with a link. */
  line: string
  /** Returns the name in at most `characters` characters. */
  name(characters: number): string
  /** Whether a reviewer has accepted the change. */
  isAccepted?: boolean
  /** The dashboard that contains the tile. Set only for a tile. */
  dashboard?: VisualTarget['dashboard']
}

export interface CommentEntryFacts {
  at: Date
  release?: string
  report?: ArtifactLink
  archive?: ArtifactLink
  /** Facts about all compared targets. The comment shows them above the entries, so the entries do not repeat them. */
  shared: ReadonlySet<string>
}

type ChangedPicture = ChangedTarget<Published>

export function rankOf(result: Result<Published>): Rank {
  if (result.status === 'failure') return 'failed'
  const change = changeOfResult(result)
  if (result.check) return change === 'unchanged' ? 'same' : (change ?? 'incomparable')
  return change ?? (result.status === 'checked' ? 'same' : 'rendered')
}

/** Targets that failed for the same reason share an entry. */
export function toEntries(results: readonly Result<Published>[], facts: CommentEntryFacts): CommentEntry[] {
  const checked = results.flatMap(result => (result.check ? checkedEntry(result, result.check, facts) : []))
  const unchecked = results.filter(result => !result.check)
  const failures = unchecked.filter(result => result.status === 'failure')
  const others = unchecked.filter(result => result.status === 'success')
  return [
    ...groupByReason(failures).map(failedEntry),
    ...checked,
    ...others.map(result => publishedEntry(result, facts)),
  ]
}

/** The maximum length of the texts about a target's tiles, in characters. */
const tileLengths = { full: 15_000, short: 3000 }

/** Returns the entry of a target whose tiles were checked. Production's picture is small and folded. */
function checkedEntry(result: Result<Published>, check: BranchCheck, facts: CommentEntryFacts): CommentEntry {
  const rank = rankOf(result)
  // If a tile failed, the line of the tile has the error.
  const failure =
    result.status === 'failure' && !check.tiles.some(isFailedTile)
      ? `<p>❌ ${escapeMarkdown(result.error.message)}. ${escapeMarkdown(result.error.hint)}</p>\n`.replace(
          '.. ',
          '. ',
        )
      : ''
  const reasons = describeAffected(result)
  const affected = reasons ? `<p><sub>${reasons}</sub></p>\n` : ''
  const start = `${heading(result)}\n${failure}${acceptedLine(result)}`
  const words = [checkWords(check), drawingWords(check)].filter(words => words !== '').join('; ')
  const lineWith = (more: string) => `<li>${linkedHeading(result)}: ${escapeMarkdown(words)}${more}</li>\n`
  const line = lineWith('')
  const failing = optionalWords(failingTileWords(check)).map(
    words => `Could not be compared: ${escapeMarkdown(words)}`,
  )
  // The check does not compare formats and labels, so readers need the changed LookML.
  const details = [...failing, ...optionalWords(reasons)]
  const same = details.length > 0 ? lineWith(`<br><sub>${details.join('<br>')}</sub>`) : line
  const drawn = drawingTexts(result, check, facts)
  const full = `${start}${drawn.full}${tilesMarkdown(check, tileLengths.full)}${productionPicture(result)}${affected}\n`
  const short = `${start}${drawn.short}${tilesMarkdown(check, tileLengths.short)}\n`
  return {
    rank,
    ...entryIdentity(result),
    ...(rank === 'same' ? { full: same, short: line } : { full, short }),
    line,
  }
}

/**
 * Returns the drawing of the pull request's dashboard, or the reason why it is missing. Returns empty texts for a
 * target that needs no drawing.
 */
function drawingTexts(
  result: Result<Published>,
  check: BranchCheck,
  facts: CommentEntryFacts,
): Pick<CommentEntry, 'full' | 'short'> {
  const hint = check.drawing?.problem ? `. ${check.drawing.problem.hint}` : ''
  const words = `${drawingWords(check)}${hint}`
  const note = words === '' ? '' : `<p><sub>${escapeMarkdown(sentenceCase(words))}</sub></p>\n`
  if (result.status !== 'success' || !isDrawnCheck(check)) return { full: note, short: note }
  if (isChanged(result)) {
    const { full, short } = changedPicture(result, facts)
    return { full: full + note, short: short + note }
  }
  const image = result.links.imageUrl
  const shown = image ? `<p>${picture(image, headingOf(result))}</p>\n` : ''
  const reason = reasonOf(result)
    .map(words => `<p><sub>${sentenceCase(words)}</sub></p>\n`)
    .join('')
  const same = result.comparison?.status === 'unchanged'
  if (same) return { full: note, short: note }
  return { full: shown + reason + note, short: reason + note }
}

const sentenceCase = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

function productionPicture(result: Result<Published>): string {
  if (result.status !== 'success') return ''
  const own = result.check && isDrawnCheck(result.check) ? undefined : result.links.imageUrl
  const image = result.production?.links.imageUrl ?? own
  if (image === undefined) return ''
  const alt = escapeMarkdown(`${headingOf(result)}, production now`)
  return `<details><summary>Production now</summary>\n<p><a href="${image}"><img src="${image}" alt="${alt}" width="400"></a></p>\n</details>\n`
}

/** The maximum length of an error message in the short text, in characters. */
const shortReason = 200

function failedEntry(group: [Failed, ...Failed[]]): CommentEntry {
  const [{ error, affectedBy }] = group
  const names = group.map(failure => `<b>${linkedHeading(failure)}</b>`).join(', ')
  const reason = `${escapeMarkdown(error.message)}. ${escapeMarkdown(error.hint)}`.replace('.. ', '. ')
  const [only, ...more] = group
  const affected = more.length === 0 && affectedBy ? `<br><sub>${describeAffected(only)}</sub>` : ''
  const short = `<p>❌ ${names}<br>${escapeMarkdown(oneLine(error.message, shortReason))}</p>\n\n`
  return {
    rank: 'failed',
    targets: group.length,
    full: `<p>❌ ${names}<br>${reason}${affected}</p>\n\n`,
    short,
    line: short,
    name: characters => group.map(failure => nameIn(failure, characters)).join(', '),
  }
}

/**
 * Returns an entry with only the names of the failed targets, because the headline gives the reason. Returns undefined
 * if a target did not fail, or if the targets failed for different reasons.
 */
export function unrenderedEntry(results: readonly Result<Published>[]): CommentEntry[] | undefined {
  const failures = results.flatMap(result => (result.status === 'failure' && !result.check ? [result] : []))
  const [group, ...others] = groupByReason(failures)
  if (!group || others.length > 0 || failures.length < results.length) return undefined
  const names = (characters: number) => group.map(failure => nameIn(failure, characters)).join(', ')
  const text = `<p>Not rendered: ${group.map(linkedHeading).join(', ')}</p>\n\n`
  return [{ rank: 'failed', targets: group.length, full: text, short: text, line: text, name: names }]
}

function publishedEntry(result: Published, facts: CommentEntryFacts): CommentEntry {
  const rank = rankOf(result)
  const text = isChanged(result)
    ? changedTexts(result, facts)
    : rank === 'rendered'
      ? renderedTexts(result, facts)
      : quietTexts(result, facts)
  return {
    rank,
    ...entryIdentity(result),
    ...text,
    line: `<li>${[linkedHeading(result), ...pictureLink(result, facts), ...optionalWords(describeLeftOut(result))].join(' · ')}</li>\n`,
  }
}

const entryIdentity = (
  result: Result<Published>,
): Pick<CommentEntry, 'targets' | 'name' | 'dashboard' | 'isAccepted'> => ({
  targets: 1,
  isAccepted: acceptedChangeOf(result) !== undefined,
  name: characters => nameIn(result, characters),
  ...('dashboard' in result.target && result.target.dashboard && { dashboard: result.target.dashboard }),
})

const nameIn = (result: Result, characters: number) => escapeMarkdown(oneLine(nameInList(result), characters))

/** Returns a linked title and small subtitles: `Sales overview`, `Region: EMEA`. */
function linkedHeading(result: Result): string {
  const small = subtitlesOf(result).map(escapeMarkdown).join(' · ')
  return `${link(result.target.url, titleOf(result))}${small && ` <sub>${small}</sub>`}`
}

const heading = (result: Result) =>
  `<${hasDashboard(result) ? 'h4' : 'h3'}>${linkedHeading(result)}</${hasDashboard(result) ? 'h4' : 'h3'}>`

const hasDashboard = ({ target }: Result) => 'dashboard' in target && target.dashboard !== undefined

export const dashboardHeading = ({ id, title, url }: NonNullable<VisualTarget['dashboard']>, tiles: number) =>
  `<h3>${link(url, title ?? `Dashboard ${id}`)} <sub>${count(tiles, 'tile')}</sub></h3>\n`

function changedTexts(
  result: ChangedPicture,
  facts: CommentEntryFacts,
): Pick<CommentEntry, 'full' | 'short'> {
  const { full, short } = changedPicture(result, facts, describeAffected(result))
  const start = `${heading(result)}\n${acceptedLine(result)}`
  return { full: `${start}${full}\n`, short: `${start}${short}\n` }
}

/** Shows the strip, and folds the complete pictures. Without a strip, shows the pictures next to each other. */
function changedPicture(
  result: ChangedPicture,
  facts: CommentEntryFacts,
  more = '',
): Pick<CommentEntry, 'full' | 'short'> {
  const { comparison } = result
  const { strip } = comparison
  const words = [
    `Changed: <b>${describeChange(comparison)}</b>`,
    ...optionalWords(describeLeftOut(result)),
    ...optionalWords(more),
  ].join(' · ')
  const shownStrip =
    strip?.links.imageUrl &&
    picture(strip.links.imageUrl, `${headingOf(result)}, changed places before and after`)
  const doubts = describeDoubts(comparison, facts)
    .filter(doubt => !facts.shared.has(doubt))
    .map(doubt => `⚠️ ${escapeMarkdown(doubt)}.`)
  const incomplete = shownStrip ? describeIncompleteStrip(comparison, facts.report) : ''
  const small = `<p><sub>${[words, ...optionalWords(incomplete), ...doubts].join('<br>')}</sub></p>\n`
  const table = sideBySide(result, facts)
  if (!shownStrip) return { full: `${table}\n${small}`, short: `${table}\n${small}` }
  const short = `<p>${shownStrip}</p>\n${small}`
  return {
    full: `${short}<details><summary>Before, after and difference</summary>\n${table}\n<p><sub>${legend(result)}</sub></p>\n</details>\n`,
    short,
  }
}

function acceptedLine(result: Result<Published>): string {
  const accepted = acceptedChangeOf(result)
  return accepted ? acceptanceLine(accepted) : ''
}

function legend({ target, comparison }: ChangedPicture): string {
  const { changedPixels, shadedPixels, noisePixels } = comparison
  return [
    (changedPixels > 0 || shadedPixels === 0) && 'Red: changed',
    shadedPixels > 0 && 'Blue: another shade',
    noisePixels && 'Amber: noise between two renders of this commit',
    target.ignore.length > 0 && 'Hatched: ignored',
  ]
    .filter(part => typeof part === 'string')
    .join(' · ')
}

const picture = (image: string, name: string) =>
  `<a href="${image}"><img src="${image}" alt="${escapeMarkdown(name)}"></a>`

function sideBySide(result: ChangedPicture, facts: CommentEntryFacts): string {
  const { before, difference } = result.comparison
  const cells = [
    ['Before', before.links],
    ['After', result.links],
    ['Difference', difference.links],
  ] as const
  const heads = cells.map(([head]) => `<th width="33%">${head}</th>`).join('')
  const pictures = cells.map(
    ([head, links]) => `<td>${shownIn(links, `${headingOf(result)}, ${head.toLowerCase()}`, facts)}</td>`,
  )
  return `<table><tr>${heads}</tr><tr>${pictures.join('')}</tr></table>`
}

function shownIn({ imageUrl, artifactUrl }: FileLinks, name: string, facts: CommentEntryFacts): string {
  if (imageUrl) return picture(imageUrl, name)
  const other = artifactUrl ?? facts.report?.url
  if (other) return link(other, 'Open')
  return facts.archive
    ? `in ${link(facts.archive.url, 'the download')}`
    : 'not published: set <code>images: branch</code> or <code>artifact: zip</code>'
}

/** Shows a picture that has no comparison, without folding it. */
function renderedTexts(result: Published, facts: CommentEntryFacts): Pick<CommentEntry, 'full' | 'short'> {
  const image = result.links.imageUrl
  const affected = describeAffected(result)
  const small = affected && `<p><sub>${affected}</sub></p>\n`
  const shown = image ? picture(image, headingOf(result)) : whereabouts(result, facts)
  const text = `${heading(result)}\n<p>${shown}</p>\n${small}\n`
  return {
    full: text,
    short: `<p>${[linkedHeading(result), ...pictureLink(result, facts)].join(' · ')}</p>\n\n`,
  }
}

/**
 * Returns the texts of a new, unchanged or incomparable target. `short` is a line with the reason. `full` also has the
 * folded picture, unless the target is unchanged.
 */
function quietTexts(result: Published, facts: CommentEntryFacts): Pick<CommentEntry, 'full' | 'short'> {
  const image = result.links.imageUrl
  const words = [
    ...reasonOf(result),
    ...optionalWords(describeLeftOut(result)),
    ...optionalWords(describeAffected(result)),
  ]
  const reason = words.length > 0 ? `<br><sub>${sentenceCase(words.join(' · '))}</sub>` : ''
  const mark = result.comparison?.status === 'incomparable' ? '⚠️ ' : ''
  const isNew = result.comparison?.status === 'new' && result.comparison.sha === undefined
  const short = `<p>${mark}${[linkedHeading(result), ...pictureLink(result, facts)].join(' · ')}${reason}</p>\n\n`
  if (!image || result.comparison?.status === 'unchanged') return { full: short, short }
  const shown = `<details><summary>${mark}<b>${escapeMarkdown(headingOf(result))}</b>${isNew ? ' · new' : ''}</summary>\n<p>${picture(image, headingOf(result))}<br>${link(result.target.url, 'Open in Looker')}</p>\n</details>`
  return { full: `${shown}\n${reason && `<p>${reason.replace('<br>', '')}</p>\n`}\n`, short }
}

function reasonOf({ comparison }: Published): string[] {
  if (comparison?.status === 'new' && comparison.sha !== undefined)
    return [`new: ${escapeMarkdown(describeNew(comparison))}`]
  if (comparison?.status !== 'incomparable') return []
  const { message, hint } = comparison.error
  return [`not compared: ${escapeMarkdown(message)}. ${escapeMarkdown(hint)}`]
}

/** Returns links to the picture, or else to the place with the file, and to the PDF before the change. */
function pictureLink(result: Published, facts: CommentEntryFacts): string[] {
  const { imageUrl } = result.links
  return [imageUrl ? link(imageUrl, 'picture') : whereabouts(result, facts), ...beforeLink(result)]
}

/** Returns a link to the file's artifact, or else to the report, or else to the archive. The report has no PDFs. */
function whereabouts(result: Published, { report, archive }: CommentEntryFacts): string {
  const { file, output } = result.target
  const { artifactUrl } = result.links
  if (artifactUrl) return link(artifactUrl, file)
  if (report && output.format !== 'pdf') return link(report.url, file)
  return archive ? `${escapeMarkdown(file)}, in ${link(archive.url, 'the download')}` : escapeMarkdown(file)
}

/** Returns a link to the PDF before the change, if the PDFs differ. */
function beforeLink({ comparison }: Published): string[] {
  if (comparison?.status !== 'incomparable' || !comparison.before) return []
  const { imageUrl, artifactUrl } = comparison.before.links
  const url = imageUrl ?? artifactUrl
  return url ? [link(url, 'the PDF before the change')] : []
}

const describeAffected = ({ affectedBy = [] }: Pick<Compared | Failed, 'affectedBy'>): string =>
  affectedBy.length === 0 ? '' : `Affected by ${escapeMarkdown(describeReasons(affectedBy))}`

const optionalWords = (words: string): string[] => (words === '' ? [] : [words])
